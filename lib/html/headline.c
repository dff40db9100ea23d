#include "headline.h"
#include "newsreel/text/chars.h"
#include "offers.h"

/* Lines are compared as words: letters and digits in lower case with one blank around each, so that
 * " a b " holds " b " just when b is one of its words. */

enum {
    COMPARED = 64,
    LONG_LINE = 400,
    LONG_ENOUGH = 12,
    LONG_NAME = 40,
    SENTENCE = 3,   /* words */
    ALMOST_ALL = 80 /* percent */
};

/* How far a heading agrees with a title. MOST_WORDS: both have nearly all words of the other. PART:
 * one holds the other. PAGE: it is what <title> says without the site. */
enum agreement { NOTHING, SOME_WORDS, MANY_WORDS, MOST_WORDS, PART, PAGE, EQUAL };

static struct nr_str words_of(struct nr_arena *arena, struct nr_str line)
{
    struct nr_buf folded = {0}, words = {0};
    if (line.len == 0)
        return nr_str_of(" ");
    nr_text_fold(&folded, nr_str_sub(line, 0, LONG_LINE));
    folded.len = nr_utf8_valid(nr_buf_str(&folded));
    nr_buf_add_char(&words, ' ');
    for (const char *p = nr_buf_cstr(&folded), *end = p + folded.len; p < end;) {
        uint32_t c = nr_utf8_next(&p, end);
        if (nr_char_is_letter(c) || nr_char_is_digit(c))
            nr_utf8_add(&words, c);
        else if (c != '\'' && words.data[words.len - 1] != ' ')
            nr_buf_add_char(&words, ' ');
    }
    if (words.data[words.len - 1] != ' ')
        nr_buf_add_char(&words, ' ');
    struct nr_str out = nr_arena_str(arena, nr_buf_str(&words));
    nr_buf_free(&folded);
    nr_buf_free(&words);
    return out;
}

static bool holds(struct nr_str line, struct nr_str part)
{
    return part.len > 1 && nr_str_find(line, part) < line.len;
}

/* The share of a's words that are in b, in percent. */
static size_t shared_words(struct nr_str a, struct nr_str b)
{
    size_t count = 0, shared = 0;
    struct nr_str rest = nr_str_sub(a, 1, a.len), word;
    while (count < COMPARED && nr_str_split(&rest, ' ', &word)) {
        if (!word.len)
            continue;
        count++;
        shared += holds(b, nr_str(word.data - 1, word.len + 2));
    }
    return count ? shared * 100 / count : 0;
}

/* True when heading is title with more before or behind it, be it glued to it as an element of its
 * own inside the heading is. */
static bool extends(struct nr_str heading, struct nr_str title)
{
    if (title.len < LONG_ENOUGH || heading.len <= title.len)
        return false;
    return holds(heading, title) || nr_str_ends(heading, nr_str_sub(title, 1, title.len)) ||
           nr_str_starts(heading, nr_str_sub(title, 0, title.len - 1));
}

/* Both as words. */
static enum agreement agree(struct nr_str heading, struct nr_str title)
{
    if (heading.len < 2 || title.len < 2)
        return NOTHING;
    if (nr_str_eq(heading, title))
        return EQUAL;
    if ((holds(title, heading) && heading.len >= LONG_ENOUGH) || extends(heading, title))
        return PART;
    size_t one = shared_words(heading, title), other = shared_words(title, heading);
    size_t most = one > other ? one : other, least = one > other ? other : one;
    if (least >= ALMOST_ALL)
        return MOST_WORDS;
    return most >= 50 ? MANY_WORDS : most > 0 ? SOME_WORDS : NOTHING;
}

enum { NAME_MOST = 64 };

/* The ASCII letters and digits of s in lower case; how many, NAME_MOST + 1 when there are more. */
static size_t letters_of(struct nr_str s, char letters[NAME_MOST])
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = nr_ascii_lower(s.data[i]);
        if (!nr_ascii_is_letter(c) && !nr_ascii_is_digit(c))
            continue;
        if (count == NAME_MOST)
            return NAME_MOST + 1;
        letters[count++] = c;
    }
    return count;
}

/* The letters of line are (nearly) the name of the host: "Harbour Post" is what
 * www.harbour-post.example belongs to. */
static bool is_host(struct nr_str line, struct nr_str host)
{
    char name[NAME_MOST], letters[NAME_MOST];
    size_t count = letters_of(line, name);
    if (count < 4 || count > NAME_MOST)
        return false;
    size_t length = letters_of(host, letters);
    return length <= NAME_MOST && count * 2 >= length &&
           nr_str_find(nr_str(letters, length), nr_str(name, count)) < length;
}

/* "harbourpost.example": one word of letters, with a dot between two of them. */
static bool is_domain(struct nr_str line)
{
    bool dot = false;
    for (size_t i = 0; i < line.len; i++) {
        char c = line.data[i];
        bool inner = i > 0 && i + 2 < line.len && nr_ascii_is_letter(line.data[i - 1]) &&
                     nr_ascii_is_letter(line.data[i + 1]);
        if (!nr_ascii_is_letter(c) && !nr_ascii_is_digit(c) && c != '-' && (c != '.' || !inner))
            return false;
        dot = dot || c == '.';
    }
    return dot;
}

static bool is_site(struct nr_str line, struct nr_str site, struct nr_str host)
{
    return (site.len && nr_same_letters(line, site)) || is_host(line, host) || is_domain(line);
}

static const struct nr_str separators[] = {
    NR_STR(" | "),  NR_STR(" - "), NR_STR(" – "),  NR_STR(" — "),  NR_STR(" :: "),
    NR_STR(" » "),  NR_STR(" · "), NR_STR(" • "),  NR_STR(" / "),  NR_STR(" : "),
    NR_STR(" « "),  NR_STR(" ‹ "), NR_STR(" // "), NR_STR(" › "),  NR_STR(" > "),
    NR_STR(" >> "), NR_STR(" ~ "), NR_STR(" || "), NR_STR(" ― "),  NR_STR(" ‒ "),
    NR_STR(" ● "),  NR_STR(" ▷ "), NR_STR(" < "),  NR_STR(" ｜ "), NR_STR(" ┃ ")};

/* The length of the separator at byte at of title; 0 when there is none. */
static size_t separator_at(struct nr_str title, size_t at)
{
    if (title.data[at] != ' ' || at + 2 >= title.len || nr_ascii_is_letter(title.data[at + 1]) ||
        nr_ascii_is_digit(title.data[at + 1]))
        return 0;
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        if (nr_str_starts(nr_str_sub(title, at, title.len), separators[i]))
            return separators[i].len;
    return 0;
}

/* Where the part behind the separator of len bytes at byte at begins; another may follow at
 * once. */
static size_t part_behind(struct nr_str title, size_t at, size_t len)
{
    while (len > 0) {
        at += len - 1;
        len = separator_at(title, at);
    }
    return at + 1;
}

static struct nr_str cut_first(struct nr_str title, struct nr_str site, struct nr_str host)
{
    for (size_t at = 1; at < title.len; at++) {
        size_t len = separator_at(title, at);
        if (len)
            return is_site(nr_str_sub(title, 0, at), site, host)
                       ? nr_str_sub(title, part_behind(title, at, len), title.len)
                       : title;
    }
    return title;
}

/* The end of what stands before "-Site", "_Site" or "|Site" in a language that writes no blanks;
 * title.len when there is none. */
static size_t unspaced_end(struct nr_str title)
{
    for (size_t at = title.len; at-- > 3 && title.len - at <= LONG_NAME;) {
        char c = title.data[at];
        if (c == ' ')
            break;
        if ((c == '-' || c == '_' || c == '|') && (unsigned char)title.data[at - 1] >= 0x80 &&
            at + 1 < title.len && (unsigned char)title.data[at + 1] >= 0xe3)
            return at;
    }
    return title.len;
}

/* Where the last part begins to be cut off; title.len when it stays. */
static size_t last_end(struct nr_str title, struct nr_str site, struct nr_str host, bool guess)
{
    for (size_t at = title.len; at-- > 1;) {
        size_t len = separator_at(title, at);
        if (!len)
            continue;
        struct nr_str part = nr_str_sub(title, at + len, title.len);
        bool cut = is_site(part, site, host) || (guess && part.len < LONG_NAME && part.len < at);
        return cut ? at : title.len;
    }
    return title.len;
}

struct nr_str nr_headline_cut_site(struct nr_str title, struct nr_str site, struct nr_str host,
                                   bool guess)
{
    struct nr_str named = cut_first(title, site, host);
    guess = guess && named.len == title.len;
    for (unsigned times = 0; times < 3; times++)
        named.len = last_end(named, site, host, guess);
    if (guess)
        named.len = unspaced_end(named);
    return named;
}

struct chooser {
    const struct nr_headlines *h;
    struct nr_arena *arena;
    struct nr_str titles[NR_TITLES + 1], words[NR_TITLES + 1]; /* without the site; as words */
    struct nr_str whole;                                       /* <title> as words */
};

/* One of the parts of <title>, as a whole. */
static bool is_part_of_title(const struct chooser *c, struct nr_str words)
{
    struct nr_str title = c->h->title;
    for (size_t at = 0, begin = 0; at <= title.len; at++) {
        size_t len = at < title.len ? separator_at(title, at) : 1;
        if (!len)
            continue;
        if (nr_str_eq(words_of(c->arena, nr_str_sub(title, begin, at)), words))
            return true;
        begin = at + len;
        at = begin - 1;
    }
    return false;
}

/* A title that says what the whole page is called may be a part of the site: its equal counts less
 * than that of a title that others gave the article, but more than what only holds it. */
static enum agreement judge(const struct chooser *c, struct nr_str words)
{
    enum agreement best = agree(words, c->words[NR_TITLES]);
    best = best == EQUAL ? PAGE : best;
    for (size_t i = 0; i < NR_TITLES; i++) {
        enum agreement one = agree(words, c->words[i]);
        best = one > best ? one : best;
    }
    return best < PART && is_part_of_title(c, words) ? PART : best;
}

static bool may_be_headline(const struct chooser *c, const struct nr_heading *heading)
{
    return heading->text.len > 1 && heading->text.len < LONG_LINE && !heading->logo &&
           !is_site(heading->text, c->h->site, c->h->host);
}

struct choice {
    const struct nr_heading *heading; /* NULL: none */
    struct nr_str words;
    enum agreement agreement;
    size_t tops; /* h1 that may be it */
};

static size_t count_words(struct nr_str words)
{
    size_t count = 0;
    for (size_t i = 1; i < words.len; i++)
        count += words.data[i] == ' ';
    return count;
}

/* An h1 that is one word, and that only as a part of a title, may be the section's. */
static bool may_be_section(const struct choice *best)
{
    return best->heading && best->heading->top && best->agreement == PART &&
           count_words(best->words) == 1;
}

static bool is_better(const struct choice *best, const struct nr_heading *one,
                      enum agreement agreement, struct nr_str words)
{
    if (!best->heading)
        return true;
    if (best->heading->top && !one->top && extends(best->words, words))
        return false;
    if (agreement != best->agreement)
        return agreement > best->agreement;
    if (may_be_section(best) && count_words(words) >= SENTENCE)
        return true;
    return agreement >= PART && one->top == best->heading->top && words.len > best->words.len;
}

/* How far a lower heading must agree to be considered; the first pass is about h1. */
static enum agreement least_of_lower(size_t pass, const struct choice *best)
{
    if (pass == 0 || best->agreement < MOST_WORDS)
        return MOST_WORDS;
    return may_be_section(best) ? PART : EQUAL;
}

/* A cheap look at the lengths: marks and blanks are at most half of a line. */
static bool may_equal(const struct chooser *c, struct nr_str line)
{
    for (size_t i = 0; i < NR_TITLES; i++)
        if (line.len <= c->titles[i].len * 2 && c->titles[i].len <= line.len * 2)
            return true;
    return false;
}

/* The heading that agrees best, the longer of those that agree well, else the first. Lower ones
 * count only where they are nearly a title or a part of one and no h1 is, or where they are what a
 * title for others' pages says and no h1 is: some sites keep an h1 for search engines beside the
 * headline that is seen. */
static struct choice best_heading(const struct chooser *c)
{
    struct choice best = {.heading = NULL};
    for (size_t pass = 0; pass < 2 && best.agreement < EQUAL; pass++) {
        enum agreement least = least_of_lower(pass, &best);
        for (size_t i = 0; i < c->h->count; i++) {
            const struct nr_heading *one = &c->h->headings[i];
            if (one->top != (pass == 0) || !may_be_headline(c, one))
                continue;
            best.tops += one->top;
            if (least == EQUAL && !may_equal(c, one->text))
                continue;
            struct nr_str words = words_of(c->arena, one->text);
            enum agreement found = judge(c, words);
            if ((!one->top && (found < least || words.len < LONG_ENOUGH)) ||
                !is_better(&best, one, found, words))
                continue;
            best.heading = one;
            best.words = words;
            best.agreement = found;
        }
    }
    return best;
}

static bool is_shortened(struct nr_str title)
{
    return nr_str_ends(title, nr_str_of("...")) || nr_str_ends(title, nr_str_of("…"));
}

/* The heading, or the title that it only adds something to in an element of its own: a kicker, a
 * date, a line below. What stands whole in <title> is not taken apart for a part of that. */
static struct nr_str inside(const struct chooser *c, const struct choice *choice)
{
    size_t count = NR_TITLES + !holds(c->whole, choice->words);
    if (choice->agreement == EQUAL || choice->heading->parts < 2)
        return choice->heading->text;
    for (size_t i = 0; i < count; i++)
        if (extends(choice->words, c->words[i]) && !is_shortened(c->titles[i]))
            return c->titles[i];
    return choice->heading->text;
}

/* A heading that is there for machines says the name of the site as titles do. */
static struct nr_str without_site(const struct chooser *c, struct nr_str line)
{
    return nr_str_sub(line, 0, last_end(line, c->h->site, c->h->host, false));
}

static struct nr_str first_title(const struct chooser *c)
{
    for (size_t i = 0; i <= NR_TITLES; i++)
        if (c->titles[i].len)
            return c->titles[i];
    return nr_str(NULL, 0);
}

/* "Log in" above a page for which two sources have the same title, a sentence without these words:
 * the heading of something else. */
static bool is_foreign(const struct chooser *c, const struct choice *choice)
{
    if (choice->agreement != NOTHING || count_words(choice->words) > 2)
        return false;
    for (size_t i = 0; i < NR_TITLES; i++)
        if (count_words(c->words[i]) > SENTENCE && agree(c->words[i], c->words[NR_TITLES]) == EQUAL)
            return true;
    return false;
}

struct nr_str nr_headline_choose(const struct nr_headlines *h, struct nr_arena *arena,
                                 uint32_t *node)
{
    struct chooser c = {.h = h, .arena = arena, .whole = words_of(arena, h->title)};
    for (size_t i = 0; i <= NR_TITLES; i++) {
        struct nr_str title = i < NR_TITLES ? h->titles[i] : h->title;
        c.titles[i] = nr_headline_cut_site(title, h->site, h->host, i == NR_TITLES);
        if (i < NR_TITLES && is_site(c.titles[i], h->site, h->host))
            c.titles[i].len = 0;
        c.words[i] = words_of(arena, c.titles[i]);
    }
    struct choice choice = best_heading(&c);
    struct nr_str title = first_title(&c);
    if (choice.heading && is_foreign(&c, &choice))
        choice.heading = NULL;
    *node = choice.heading ? choice.heading->node : 0;
    if (!choice.heading)
        return title;
    bool spoken = nr_str_find_char(choice.heading->text, ' ') < choice.heading->text.len;
    bool lonely = choice.tops == 1 && (spoken || nr_str_eq(title, c.titles[NR_TITLES]));
    if (choice.agreement >= MANY_WORDS || !title.len || lonely)
        return without_site(&c, inside(&c, &choice));
    return title;
}
