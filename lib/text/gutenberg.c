#include "newsreel/text/gutenberg.h"
#include "last_line.h"

enum {
    HEADER = 64 << 10, /* bytes that a header takes at most; a licence too */
    MARKER_LINES = 4,  /* that a marker with a long title takes */
    CREDITS = 4,       /* paragraphs of credits */
    CREDIT_LENGTH = 1500,
    FIELD_LINES = 8,
};

static struct nr_str cut_line(struct nr_str *rest)
{
    size_t n = nr_str_find_char(*rest, '\n');
    struct nr_str line = nr_str_trim(nr_str_sub(*rest, 0, n));
    *rest = nr_str_sub(*rest, n + 1, rest->len);
    return line;
}

static bool has(struct nr_str s, const char *words)
{
    return nr_str_find_fold(s, nr_str_of(words)) < s.len;
}

static bool starts(struct nr_str s, const char *words)
{
    return nr_str_starts_fold(s, nr_str_of(words));
}

/* What a marker says: a line of stars has its words between them. False for any other line. */
static bool is_marker(struct nr_str line, struct nr_str *words)
{
    size_t n = 0;
    while (n < line.len && (line.data[n] == '*' || line.data[n] == ' '))
        n++;
    *words = nr_str_sub(line, n, line.len);
    return n > 0 && line.data[0] == '*' && words->len > 0;
}

static bool is_small_print(struct nr_str words)
{
    return (starts(words, "END*") || starts(words, "END ")) && has(words, "SMALL PRINT");
}

static bool is_start(struct nr_str line)
{
    struct nr_str words;
    return is_marker(line, &words) &&
           ((starts(words, "START OF") && has(words, "PROJECT GUTENBERG")) ||
            is_small_print(words));
}

static bool is_end(struct nr_str line)
{
    struct nr_str words;
    return is_marker(line, &words) &&
           ((starts(words, "END OF") && has(words, "PROJECT GUTENBERG")) ||
            (starts(words, "START*") && has(words, "SMALL PRINT")));
}

/* "End of the Project Gutenberg EBook of ...", in the languages that it was written in. */
static bool is_last_line(struct nr_str line)
{
    static const char *const ends[] = {"end of ", "ende ", "fin de ", "fine ", "einde "};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (starts(line, ends[i]))
            return has(nr_str_sub(line, 0, 40), "project gutenberg");
    return false;
}

/* The rest behind a marker, which may go on for some lines until stars close it. */
static struct nr_str skip_marker(struct nr_str line, struct nr_str rest)
{
    struct nr_str behind = rest;
    for (size_t i = 0; i < MARKER_LINES && line.len; i++) {
        if (nr_str_ends(line, nr_str("*", 1)))
            return behind;
        line = cut_line(&behind);
    }
    return rest;
}

/* Cuts the header off *text. The last marker counts: the small print may stand behind the other. */
static bool cut_header(struct nr_str *text, struct nr_str *header)
{
    struct nr_str rest = *text, after = {NULL, 0};
    const char *start = text->data;
    while (rest.len && (size_t)(rest.data - text->data) < HEADER) {
        const char *at = rest.data;
        struct nr_str line = cut_line(&rest);
        if (is_end(line) || is_last_line(line))
            break;
        if (is_start(line)) {
            start = at;
            after = rest = skip_marker(line, rest);
        }
    }
    if (!after.data)
        return false;
    *header = nr_str(text->data, (size_t)(start - text->data));
    *text = after;
    return true;
}

/* Cuts the licence off *text, or the closing line where there is no marker. */
static bool cut_licence(struct nr_str *text, bool known)
{
    size_t from = text->len > HEADER ? text->len - HEADER : 0;
    struct nr_str rest = nr_str_sub(*text, from, text->len);
    if (from)
        cut_line(&rest); /* it may begin anywhere */
    while (rest.len) {
        const char *at = rest.data;
        struct nr_str line = cut_line(&rest);
        if (is_end(line) || (known && is_last_line(line))) {
            text->len = (size_t)(at - text->data);
            return true;
        }
    }
    return false;
}

/* Cuts "End of the Project Gutenberg EBook of ..." off the end, with the lines that it goes on for.
 */
static void cut_closing(struct nr_str *text)
{
    struct nr_str rest = *text;
    while (rest.len && nr_ascii_is_blank(rest.data[rest.len - 1]))
        rest.len--;
    for (size_t i = 0; i < MARKER_LINES && rest.len; i++) {
        struct nr_str line = nr_str_trim(nr_text_cut_last_line(&rest));
        if (is_last_line(line))
            *text = rest;
        if (line.len == 0)
            return;
    }
}

static void trim(struct nr_str *text)
{
    size_t from = 0;
    for (size_t i = 0; i < text->len && nr_ascii_is_blank(text->data[i]); i++)
        from = text->data[i] == '\n' ? i + 1 : from;
    *text = nr_str_sub(*text, from, text->len);
    while (text->len && nr_ascii_is_blank(text->data[text->len - 1]))
        text->len--;
}

static bool is_credit(struct nr_str paragraph)
{
    static const char *const credits[] = {
        "produced by ",    "e-text prepared by ",  "etext prepared by ", "e-text produced ",
        "this etext was ", "this e-text was ",     "this ebook was ",    "(this file was ",
        "(this book was ", "(this ebook was ",     "transcribed by ",    "transcribed from ",
        "scanned by ",     "scanned and proofed ", "html version by ",
    };
    for (size_t i = 0; i < sizeof credits / sizeof *credits; i++)
        if (starts(paragraph, credits[i]))
            return true;
    return false;
}

/* The length of the paragraph that s begins with. */
static size_t paragraph_length(struct nr_str s)
{
    struct nr_str rest = s;
    while (rest.len) {
        size_t at = s.len - rest.len;
        if (cut_line(&rest).len == 0)
            return at;
    }
    return s.len;
}

static void cut_credits(struct nr_str *text)
{
    for (size_t i = 0; i < CREDITS; i++) {
        size_t n = paragraph_length(nr_str_sub(*text, 0, CREDIT_LENGTH));
        if (n == CREDIT_LENGTH || !is_credit(nr_str_trim(nr_str_sub(*text, 0, n))))
            return;
        *text = nr_str_sub(*text, n, text->len);
        trim(text);
    }
}

/* s with a blank for each run of white space. */
static struct nr_str on_one_line(struct nr_str s, struct nr_arena *arena)
{
    if (nr_str_find_char(s, '\n') == s.len)
        return s;
    char *to = nr_arena_alloc(arena, s.len);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        bool blank = nr_ascii_is_blank(s.data[i]);
        if (!blank || (n && to[n - 1] != ' '))
            to[n++] = blank ? ' ' : s.data[i];
    }
    return nr_str(to, n);
}

/* The value of "Title: ..." in the header. Lines that go on with it are indented. */
static struct nr_str field(struct nr_str header, const char *name, struct nr_arena *arena)
{
    struct nr_str rest = header, key = nr_str_of(name);
    while (rest.len) {
        struct nr_str line = cut_line(&rest);
        if (!nr_str_starts_fold(line, key))
            continue;
        const char *from = line.data + key.len, *to = line.data + line.len;
        for (size_t i = 0; i < FIELD_LINES && rest.len && nr_ascii_is_blank(rest.data[0]); i++) {
            line = cut_line(&rest);
            if (line.len == 0)
                break;
            to = line.data + line.len;
        }
        return on_one_line(nr_str_trim(nr_str(from, (size_t)(to - from))), arena);
    }
    return nr_str(NULL, 0);
}

bool nr_gutenberg_find(struct nr_gutenberg *g, struct nr_str text, struct nr_arena *arena)
{
    struct nr_str header = {NULL, 0};
    *g = (struct nr_gutenberg){.text = text};
    bool started = cut_header(&g->text, &header);
    bool ended = cut_licence(&g->text, started);
    if (!started && !ended)
        return false;
    cut_closing(&g->text);
    trim(&g->text);
    if (!started)
        return true;
    cut_credits(&g->text);
    g->title = field(header, "Title:", arena);
    g->author = field(header, "Author:", arena);
    g->language = field(header, "Language:", arena);
    return true;
}
