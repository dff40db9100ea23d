/* RedPajama-v2's signals of lines. */
#include "newsreel/core/utf8.h"
#include "quality_parts.h"
#include <math.h>
#include <utf8proc.h>

/* Han that stand for numbers, which Unicode has among the letters. */
static const uint32_t numerals[] = {
    0x3405,  0x3483,  0x382a,  0x3b4d,  0x4e00,  0x4e03,  0x4e07,  0x4e09,  0x4e5d,  0x4e8c,
    0x4e94,  0x4e96,  0x4ebf,  0x4ec0,  0x4edf,  0x4ee8,  0x4f0d,  0x4f70,  0x5104,  0x5146,
    0x5169,  0x516b,  0x516d,  0x5341,  0x5343,  0x5344,  0x5345,  0x534c,  0x53c1,  0x53c2,
    0x53c3,  0x53c4,  0x56db,  0x58f1,  0x58f9,  0x5e7a,  0x5efe,  0x5eff,  0x5f0c,  0x5f0d,
    0x5f0e,  0x5f10,  0x62fe,  0x634c,  0x67d2,  0x6f06,  0x7396,  0x767e,  0x8086,  0x842c,
    0x8cae,  0x8cb3,  0x8d30,  0x9621,  0x9646,  0x964c,  0x9678,  0x96f6,  0x20001, 0x20064,
    0x200e2, 0x20121, 0x2092a, 0x20983, 0x2098c, 0x2099c, 0x20aea, 0x20afd, 0x20b19, 0x22390,
    0x22998, 0x23b1b, 0x2626d,
};

static bool is_numeric(uint32_t c)
{
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    if (k >= UTF8PROC_CATEGORY_ND && k <= UTF8PROC_CATEGORY_NO)
        return true;
    for (size_t i = 0; c >= numerals[0] && i < sizeof numerals / sizeof *numerals; i++)
        if (c == numerals[i])
            return true;
    return false;
}

/* Unicode's property Uppercase: letters, and the Roman and ringed ones among the symbols. */
static bool is_uppercase(uint32_t c)
{
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LU ||
           (c >= 0x2160 && c <= 0x216f) || (c >= 0x24b6 && c <= 0x24cf) ||
           (c >= 0x1f130 && c <= 0x1f149) || (c >= 0x1f150 && c <= 0x1f169) ||
           (c >= 0x1f170 && c <= 0x1f189);
}

static uint64_t count_upper(struct nr_str s)
{
    uint64_t n = 0;
    for (const char *p = s.data, *end = p + s.len; p < end;) {
        uint32_t c = nr_utf8_next(&p, end);
        n += c < 0x80 ? c >= 'A' && c <= 'Z' : is_uppercase(c);
    }
    return n;
}

static uint64_t count_numeric(struct nr_str s)
{
    uint64_t n = 0;
    for (const char *p = s.data, *end = p + s.len; p < end;) {
        uint32_t c = nr_utf8_next(&p, end);
        n += c < 0x80 ? nr_ascii_is_digit((char)c) : is_numeric(c);
    }
    return n;
}

static bool is_ended(struct nr_str s)
{
    return nr_str_ends(s, nr_str_of(".")) || nr_str_ends(s, nr_str_of("!")) ||
           nr_str_ends(s, nr_str_of("?")) || nr_str_ends(s, nr_str_of("\u201d"));
}

static bool is_bulleted(struct nr_str s)
{
    static const struct nr_str bullets[] = {
        NR_STR("\u2022"), NR_STR("\u2023"), NR_STR("\u25b6"), NR_STR("\u25c0"), NR_STR("\u25e6"),
        NR_STR("\u25a0"), NR_STR("\u25a1"), NR_STR("\u25aa"), NR_STR("\u25ab"), NR_STR("\u2013"),
    };
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
        if (nr_str_starts(s, bullets[i]))
            return true;
    return false;
}

/* Of the normalised line, in which one space is between two words. */
static void read_normal(struct quality_line *l, struct nr_str s)
{
    uint64_t points = nr_utf8_count(s);
    struct nr_str word, rest = s;
    l->numeric = quality_rounded(quality_ratio(count_numeric(s), points));
    while (s.len && nr_str_split(&rest, ' ', &word)) {
        l->words++;
        l->javascript += nr_str_is(word, "javascript");
    }
}

bool quality_line_next(struct nr_str *rest, struct nr_str *line)
{
    size_t feed = nr_str_find_char(*rest, '\n');
    *line = nr_str_sub(*rest, 0, feed < rest->len ? feed + 1 : feed);
    *rest = nr_str_sub(*rest, line->len, rest->len);
    return line->len > 0;
}

static void read_lines(struct nr_quality *q)
{
    struct nr_str rest = q->text, line;
    uint64_t at = 0;
    for (q->line_count = 0; quality_line_next(&rest, &line); q->line_count++) {
        q->lines = nr_grow_array(q->lines, &q->lines_cap, q->line_count + 1, sizeof *q->lines);
        uint64_t points = nr_utf8_count(line);
        struct quality_line l = {.start = at, .end = at + points};
        at = l.end;
        l.upper = quality_rounded(quality_ratio(count_upper(line), points));
        l.ended = is_ended(quality_strip_right(line));
        l.bulleted = is_bulleted(quality_strip_left(line));
        nr_buf_reset(&q->line, COUNTER_KEPT);
        quality_normalise(&q->line, line);
        read_normal(&l, nr_buf_str(&q->line));
        q->lines[q->line_count] = l;
    }
}

enum signal { ENDED, JAVASCRIPT, WORDS, NUMERIC, BULLETED, UPPER };

static double value_of(const struct quality_line *l, enum signal signal)
{
    switch (signal) {
    case ENDED:
        return l->ended;
    case JAVASCRIPT:
        return (double)l->javascript;
    case WORDS:
        return (double)l->words;
    case NUMERIC:
        return l->numeric;
    case BULLETED:
        return l->bulleted;
    default:
        return l->upper;
    }
}

void quality_redpajama_lines(struct nr_quality *q)
{
    static const char *const keys[] = {
        [ENDED] = "rps_lines_ending_with_terminal_punctution_mark",
        [JAVASCRIPT] = "rps_lines_javascript_counts",
        [WORDS] = "rps_lines_num_words",
        [NUMERIC] = "rps_lines_numerical_chars_fraction",
        [BULLETED] = "rps_lines_start_with_bulletpoint",
        [UPPER] = "rps_lines_uppercase_letter_fraction",
    };
    read_lines(q);
    for (enum signal s = ENDED; s <= UPPER; s++) {
        quality_add_list(q, keys[s]);
        for (size_t i = 0; i < q->line_count; i++)
            quality_add_span(q, q->lines[i].start, q->lines[i].end, value_of(&q->lines[i], s));
        if (s == BULLETED && !q->line_count)
            quality_add_span(q, 0, 0, NAN);
    }
}
