/* A byline is written for readers. What is cut off here is what no name can be: everything else
 * stays, because half a name is worse than a title behind it. */
#include "newsreel/formats/byline.h"
#include "newsreel/html/date.h"
#include "newsreel/text/chars.h"
#include <stdio.h>

enum {
    LINE_MOST = 1000, /* bytes of a line that are looked at */
    NAME_MOST = 100,  /* bytes of a name */
    INITIALS_MOST = 3,
};

/* Before the names, followed by a blank or a colon. */
static const char *const markers[] = {
    "by",           "von",        "par",      "por",     "door", "av",    "af",
    "reporting by", "written by", "story by", "text by", "text", "tekst", "teksti",
};

/* Between names. */
static const char *const joints[] = {"and", "und", "et", "y", "e", "og", "och",
                                     "en",  "ja",  "&",  "i", "и", "και"};

/* Words of outlets and of jobs. */
static const char *const offices[] = {
    "press",
    "association",
    "news",
    "agency",
    "agence",
    "agentur",
    "agencia",
    "associated",
    "reuters",
    "afp",
    "ap",
    "dpa",
    "upi",
    "efe",
    "ansa",
    "aap",
    "pa",
    "ntb",
    "stt",
    "tt",
    "ritzau",
    "writer",
    "writers",
    "editor",
    "editors",
    "reporter",
    "reporters",
    "reporting",
    "staff",
    "desk",
    "bureau",
    "service",
    "university",
    "chief",
    "columnist",
    "correspondent",
    "media",
    "wire",
    "newspaper",
    "magazine",
    "special",
    "business",
    "sports",
    "political",
    "science",
    "photographer",
    "journalist",
    "redaktion",
    "korrespondent",
    "correspondents",
    "contributor",
    "contributing",
    "television",
    "radio",
    "online",
};

static bool is_among(struct nr_str word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (nr_str_eq_fold(word, nr_str_of(words[i])))
            return true;
    return false;
}

#define AMONG(word, words) is_among(word, words, sizeof(words) / sizeof *(words))

/* line behind a marker and its colon, or as it is. */
static struct nr_str skip_marker(struct nr_str line)
{
    for (size_t i = 0; i < sizeof markers / sizeof *markers; i++) {
        struct nr_str marker = nr_str_of(markers[i]);
        struct nr_str rest = nr_str_sub(line, marker.len, line.len);
        if (!nr_str_starts_fold(line, marker))
            continue;
        if (!rest.len)
            return rest;
        bool particle = nr_str_starts(rest, nr_str_of(" der ")) ||
                        nr_str_starts(rest, nr_str_of(" den ")) ||
                        nr_str_starts(rest, nr_str_of(" dem "));
        if (particle || (rest.data[0] != ':' && !nr_ascii_is_blank(rest.data[0])))
            continue;
        while (rest.len && (rest.data[0] == ':' || nr_ascii_is_blank(rest.data[0])))
            rest = nr_str_sub(rest, 1, rest.len);
        return rest;
    }
    return line;
}

struct shape {
    size_t words, offices;
    bool digit, upper, lower, wide; /* wide: letters outside of ASCII, which may have no case */
    bool domain;                    /* "paper.example" */
};

static struct shape shape_of(struct nr_str name)
{
    struct shape s = {0};
    struct nr_str rest = name, word;
    while (nr_str_split(&rest, ' ', &word)) {
        s.words += word.len > 0;
        s.offices += AMONG(word, offices);
    }
    for (size_t i = 0; i < name.len; i++) {
        char c = name.data[i];
        s.digit |= nr_ascii_is_digit(c) || c == '@';
        s.upper |= nr_ascii_is_letter(c) && c != nr_ascii_lower(c);
        s.lower |= c >= 'a' && c <= 'z';
        s.wide |= (c & 0x80) != 0;
        s.domain |= c == '.' && i + 1 < name.len && nr_ascii_is_letter(name.data[i + 1]) &&
                    name.data[i + 1] == nr_ascii_lower(name.data[i + 1]);
    }
    return s;
}

/* name without signs before it, a note in brackets, and the place behind it. */
static struct nr_str trim_name(struct nr_str name)
{
    static const struct nr_str within = NR_STR(" in ");
    name = nr_str_sub(name, 0, nr_str_find_char(name, '('));
    size_t in = nr_str_find(name, within);
    if (in + within.len < name.len &&
        name.data[in + within.len] != nr_ascii_lower(name.data[in + within.len]))
        name = nr_str_sub(name, 0, in);
    name = nr_str_trim(name);
    while (name.len && strchr("_*-:.\"", name.data[0]) && name.data[0])
        name = nr_str_trim(nr_str_sub(name, 1, name.len));
    while (name.len && strchr("_*-:\"", name.data[name.len - 1]) && name.data[name.len - 1])
        name = nr_str_trim(nr_str_sub(name, 0, name.len - 1));
    return name;
}

/* The names of one line on their way into the list. */
struct byline {
    struct nr_texts *by;
    struct nr_arena *arena;
    size_t words;     /* of the first name */
    bool after_comma; /* what comes may be a title */
};

/* name without the job behind it: at least two words of offices, behind at least two others. */
static struct nr_str cut_job(struct nr_str name)
{
    struct nr_str rest = name, word;
    size_t words = 0, kept = 0, end = 0, jobs = 0;
    while (nr_str_split(&rest, ' ', &word)) {
        bool office = AMONG(word, offices);
        words++;
        jobs = office ? jobs + 1 : 0;
        kept = office ? kept : words;
        end = office ? end : (size_t)(word.data - name.data) + word.len;
    }
    return jobs >= 2 && kept >= 2 ? nr_str_sub(name, 0, end) : name;
}

static void add_name(struct byline *b, struct nr_str name)
{
    name = cut_job(trim_name(name));
    struct shape s = shape_of(name);
    bool initials = !s.wide && (!s.upper || (!s.lower && name.len <= INITIALS_MOST));
    bool outlet = nr_str_starts_fold(name, nr_str_of("the "));
    bool office = outlet || (s.offices && (b->after_comma || 2 * s.offices > s.words));
    bool title = b->after_comma && s.words < 2 && b->words > 1;
    if (!s.words || name.len > NAME_MOST || s.digit || s.domain || initials || office || title)
        return;
    b->words = b->words ? b->words : s.words;
    nr_texts_add(b->by, b->arena, name);
}

/* Names with a joint between them; capitals where all is capitals. */
static void add_joined(struct byline *b, struct nr_str part)
{
    bool lower = false;
    for (size_t i = 0; i < part.len && !lower; i++)
        lower = part.data[i] >= 'a' && part.data[i] <= 'z';
    struct nr_str rest = part, word;
    size_t from = 0;
    while (nr_str_split(&rest, ' ', &word)) {
        size_t at = (size_t)(word.data - part.data);
        bool small = word.len && word.data[0] == nr_ascii_lower(word.data[0]);
        if (!AMONG(word, joints) || (!small && (lower || word.len < 2)))
            continue;
        add_name(b, nr_str_sub(part, from, at));
        b->after_comma = false;
        from = at + word.len;
    }
    add_name(b, nr_str_sub(part, from, part.len));
}

/* The length of what separates names at i; 0: nothing does. *comma: a job, an outlet or a place may
 * come next. */
static size_t separator_at(struct nr_str line, size_t i, bool *comma)
{
    static const struct nr_str wide = NR_STR("、");
    char c = i < line.len ? line.data[i] : ';';
    bool dash = i && nr_str_starts(nr_str_sub(line, i - 1, i + 2), nr_str_of(" - "));
    *comma = c == ',' || dash;
    if (nr_str_starts(nr_str_sub(line, i, line.len), wide))
        return wide.len;
    return *comma || c == ';' || c == '/' || c == '|';
}

void nr_byline_add(struct nr_texts *by, struct nr_arena *arena, struct nr_str line)
{
    struct byline b = {.by = by, .arena = arena};
    line = nr_story_line(arena, nr_str_sub(line, 0, line.len <= LINE_MOST ? line.len : 0));
    line = skip_marker(line);
    bool comma = false;
    for (size_t i = 0, from = 0; i <= line.len; i++) {
        size_t length = separator_at(line, i, &comma);
        if (!length)
            continue;
        add_joined(&b, nr_str_sub(line, from, i));
        b.after_comma = comma;
        from = i + length;
    }
}

static bool is_month(struct nr_str word)
{
    char date[40], out[NR_DATE_SIZE];
    int n = snprintf(date, sizeof date, "1 %.*s 2001", (int)(word.len < 20 ? word.len : 0),
                     word.len ? word.data : "");
    return word.len && nr_date_parse(nr_str(date, (size_t)n), out);
}

/* Signs between a place and what follows it. */
static struct nr_str trim_place(struct nr_str s)
{
    static const struct nr_str dashes[] = {NR_STR("\xe2\x80\x93"), NR_STR("\xe2\x80\x94")};
    for (size_t before = s.len + 1; before != s.len;) {
        before = s.len;
        s = nr_str_trim(s);
        if (s.len && strchr("-,:;_", s.data[s.len - 1]) && s.data[s.len - 1])
            s.len--;
        for (size_t i = 0; i < 2; i++)
            if (nr_str_ends(s, dashes[i]))
                s.len -= dashes[i].len;
    }
    return s;
}

/* s up to the first word with a digit, and a month before that. */
static struct nr_str before_date(struct nr_str s)
{
    struct nr_str rest = s, word, last = {NULL, 0};
    while (nr_str_split(&rest, ' ', &word)) {
        bool digit = false;
        for (size_t i = 0; i < word.len; i++)
            digit |= nr_ascii_is_digit(word.data[i]);
        if (digit)
            return nr_str_sub(s, 0, (size_t)((is_month(last) ? last.data : word.data) - s.data));
        last = word;
    }
    return s;
}

struct nr_str nr_dateline_place(struct nr_arena *arena, struct nr_str line)
{
    line = nr_story_line(arena, nr_str_sub(line, 0, line.len <= LINE_MOST ? line.len : 0));
    line = nr_str_sub(line, 0, nr_str_find_char(line, '('));
    line = nr_str_sub(line, 0, nr_str_find(line, nr_str_of(" /")));
    return trim_place(before_date(line));
}
