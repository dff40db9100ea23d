/* make-copies RECORDS [SEED]: invented news that repeats itself, as records, the same for the same
 * seed. Six of ten are originals; the others are copies of an earlier one, and say of which:
 *
 *     id, created   of the record; one every seven seconds
 *     kind          what was done to the original, see kinds[]
 *     original      the id of the original; copies only
 *     jaccard       the similarity of the sets of 5-grams of both; copies only
 *     text
 *
 * Half of the copies are of recent records, half of popular ones, both by a Zipf law: some
 * originals come hundreds of times, and most copies long after their original. A record is its
 * site's line, a story and its site's footer; some of the 200 sites are large. Every text is a
 * function of the seed and its number, so nothing is remembered, and an original is made anew for
 * each copy. */
#include "invented.h"
#include "newsreel/dupes/grams.h"
#include "newsreel/dupes/shingles.h"
#include "newsreel/dupes/sketch.h"
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SITES = 200, POPULAR = 16, SECONDS = 7, LINE = 70, FIRST_DAY = 1672531200 };

enum kind { ORIGINAL, EXACT, HEADER, SUBSTITUTED, OCR, TRUNCATED, BRIEF };

/* What the draws from a number are for. */
enum purpose { CHOICE, STORY_OF, HEADER_OF, FOOTER_OF };

static const struct change {
    const char *name;
    enum kind kind;
    unsigned share; /* of all records, in percent */
    unsigned words; /* to substitute, in a thousand */
} changes[] = {
    {"original", ORIGINAL, 60, 0},
    {"exact", EXACT, 12, 0},
    {"header", HEADER, 9, 0}, /* another site's line and footer around the same story */
    {"substituted-0.5", SUBSTITUTED, 3, 5},
    {"substituted-1", SUBSTITUTED, 3, 10},
    {"substituted-2", SUBSTITUTED, 2, 20},
    {"substituted-5", SUBSTITUTED, 2, 50},
    {"ocr", OCR, 3, 0},             /* 1 to 3 % of the characters, most of them in some lines */
    {"truncated", TRUNCATED, 3, 0}, /* the last 10 to 40 % are missing */
    {"brief", BRIEF, 3, 0},         /* 10 to 30 % of the story, from anywhere */
};

/* What OCR takes for each other. */
static const char *const confusions[][2] = {
    {"rn", "m"}, {"m", "rn"}, {"cl", "d"},     {"d", "cl"}, {"l", "1"},  {"i", "l"},
    {"e", "c"},  {"c", "e"},  {"h", "b"},      {"u", "n"},  {"n", "ri"}, {"t", "f"},
    {"f", "t"},  {"s", "5"},  {"o", "0"},      {"a", "o"},  {"g", "q"},  {"v", "y"},
    {"I", "l"},  {"B", "8"},  {"e", "\u00e9"}, {" ", ""},   {"w", "vv"}, {".", ","},
};

struct record {
    struct text text;
    size_t story, story_end; /* where the story lies in it */
};

struct sets {
    struct nr_shingles shingles;
    struct nr_grams original, copy;
};

static uint64_t seed;

/* From here on draws are a function of the number (splitmix64's last steps). */
static void begin(uint64_t number, enum purpose purpose)
{
    uint64_t x = (number * 4 + purpose + 1) * 0x9E3779B97F4A7C15u + seed * 0xD1B54A32D192ED03u;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    x ^= x >> 31;
    state = x ? x : 1;
}

/* The draws of its change go on from here. */
static const struct change *change_of(uint64_t number)
{
    begin(number, CHOICE);
    uint32_t share = below(100);
    size_t i = 0;
    for (; share >= changes[i].share; i++)
        share -= changes[i].share;
    return number ? &changes[i] : changes;
}

/* 1 to n: from each power of two to the next as likely, so x about as likely as 1 / x. */
static uint64_t by_zipf(uint64_t n)
{
    uint32_t bits = 1;
    while (n >> bits)
        bits++;
    uint64_t power = UINT64_C(1) << below(bits);
    return (power + draw() % power - 1) % n + 1;
}

/* An earlier record: one of the last, or one of the first, which are popular; POPULAR share a
 * place. */
static uint64_t earlier(uint64_t number)
{
    if (below(2))
        return number - by_zipf(number);
    uint64_t place = by_zipf(number / POPULAR + 1) - 1;
    return (place * POPULAR + below(POPULAR)) % number;
}

static uint64_t original_of(uint64_t number)
{
    uint64_t kept, original = earlier(number);
    for (kept = state; change_of(original)->kind != ORIGINAL;)
        original--;
    state = kept;
    return original;
}

static uint32_t draw_site(void)
{
    return table[below(TABLE)] % SITES;
}

static void add_furniture(struct text *t, uint32_t site, enum purpose purpose)
{
    uint64_t kept = state;
    begin(site, purpose);
    for (uint32_t n = purpose == FOOTER_OF ? 1 + below(3) : 1; n > 0; n--) {
        add_sentence(t);
        puts_to(t, purpose == FOOTER_OF && n > 1 ? " " : "");
    }
    state = kept;
}

static void compose(struct record *r, uint64_t number, uint32_t site)
{
    r->text.len = 0;
    add_furniture(&r->text, site, HEADER_OF);
    puts_to(&r->text, "\n\n");
    begin(number, STORY_OF);
    draw_site();
    r->story = r->text.len;
    add_story(&r->text);
    r->story_end = r->text.len;
    puts_to(&r->text, "\n\n");
    add_furniture(&r->text, site, FOOTER_OF);
}

static uint32_t site_of(uint64_t number)
{
    begin(number, STORY_OF);
    return draw_site();
}

static void change_header(struct record *r, uint64_t original)
{
    uint32_t further = 1 + below(SITES - 1);
    compose(r, original, (site_of(original) + further) % SITES);
}

static bool in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static uint32_t count_words(const struct text *t)
{
    uint32_t count = 0;
    for (size_t i = 0; i < t->len; i++)
        count += in_word(t->data[i]) && (i + 1 == t->len || !in_word(t->data[i + 1]));
    return count;
}

/* So many words in a thousand, and at least one, each as likely as the other (Knuth's algorithm S,
 * "The Art of Computer Programming", 3.4.2). */
static void substitute(const struct text *from, struct text *to, unsigned thousandths)
{
    uint32_t left = count_words(from), wanted = (left * thousandths + 500) / 1000;
    wanted = wanted ? wanted : 1;
    to->len = 0;
    for (size_t i = 0; i < from->len;) {
        size_t n = 0;
        while (i + n < from->len && in_word(from->data[i + n]))
            n++;
        if (n && below(left--) < wanted) {
            puts_to(to, words[below(WORDS)]);
            wanted--;
        } else {
            put(to, from->data + i, n ? n : 1);
        }
        i += n ? n : 1;
    }
}

/* Reads one character as OCR might; returns how many bytes it took, 0 where it reads it right. */
static size_t misread(const char *from, size_t len, struct text *to)
{
    size_t count = sizeof confusions / sizeof *confusions, first = below((uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        const char *const *pair = confusions[(first + i) % count];
        size_t n = strlen(pair[0]);
        if (n <= len && memcmp(from, pair[0], n) == 0) {
            puts_to(to, pair[1]);
            return n;
        }
    }
    return 0;
}

static void confuse(const struct text *from, struct text *to)
{
    uint32_t rate = 100 + below(201), now = 0; /* in ten thousand */
    to->len = 0;
    for (size_t i = 0, line = 0; i < from->len;) {
        if (i >= line) {
            now = below(3) ? rate * 2 / 5 : rate * 11 / 5;
            line += LINE;
        }
        size_t n = below(10000) < now ? misread(from->data + i, from->len - i, to) : 0;
        if (n == 0)
            put(to, from->data + i, 1);
        i += n ? n : 1;
    }
}

/* The end of the word at i. */
static size_t word_end(const struct text *t, size_t i)
{
    while (i < t->len && t->data[i] != ' ' && t->data[i] != '\n')
        i++;
    return i;
}

static void cut_end(const struct text *from, struct text *to)
{
    to->len = 0;
    put(to, from->data, word_end(from, from->len * (60 + below(31)) / 100));
}

static void cut_out(const struct record *r, struct text *to)
{
    size_t len = r->story_end - r->story, part = len * (10 + below(21)) / 100;
    size_t at = r->story + below((uint32_t)(len - part + 1));
    size_t from = at == r->story ? at : word_end(&r->text, at) + 1;
    to->len = 0;
    put(to, r->text.data + from, word_end(&r->text, from + part) - from);
}

/* Makes the copy from its original, which is in r. */
static void change(const struct change *c, struct record *r, uint64_t original, struct text *to)
{
    switch (c->kind) {
    case ORIGINAL:
    case EXACT:
        *to = r->text;
        break;
    case HEADER:
        change_header(r, original);
        *to = r->text;
        break;
    case SUBSTITUTED:
        substitute(&r->text, to, c->words);
        break;
    case OCR:
        confuse(&r->text, to);
        break;
    case TRUNCATED:
        cut_end(&r->text, to);
        break;
    case BRIEF:
        cut_out(r, to);
        break;
    }
}

static void make_set(struct sets *s, const struct text *t, struct nr_grams *set)
{
    nr_shingles_make(&s->shingles, nr_str(t->data, t->len), NR_SHINGLES_WORDS);
    nr_grams_make(set, s->shingles.hashes, s->shingles.count, s->shingles.second);
}

static void add_labels(struct text *out, uint64_t number, const struct change *c)
{
    char line[128], created[32];
    time_t at = (time_t)(FIRST_DAY + number * SECONDS);
    struct tm tm;
    strftime(created, sizeof created, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&at, &tm));
    snprintf(line, sizeof line, "{\"id\":\"r%" PRIu64 "\",\"created\":\"%s\",\"kind\":\"%s\"",
             number, created, c->name);
    puts_to(out, line);
}

static void add_original(struct text *out, uint64_t original, double jaccard)
{
    char line[128], number[9];
    nr_similarity_write(jaccard, number);
    snprintf(line, sizeof line, ",\"original\":\"r%" PRIu64 "\",\"jaccard\":%s", original, number);
    puts_to(out, line);
}

static void make_record(uint64_t number, struct sets *s, struct text *out)
{
    static struct record r;
    static struct text copy;
    const struct change *c = change_of(number);
    uint64_t original = c->kind == ORIGINAL ? number : original_of(number), kept = state;
    compose(&r, original, site_of(original));
    out->len = 0;
    add_labels(out, number, c);
    if (c->kind != ORIGINAL) {
        make_set(s, &r.text, &s->original);
        state = kept;
        change(c, &r, original, &copy);
        make_set(s, &copy, &s->copy);
        add_original(out, original, nr_grams_similarity(&s->original, &s->copy));
    }
    puts_to(out, ",\"text\":");
    put_json(out, c->kind == ORIGINAL ? &r.text : &copy);
    puts_to(out, "}\n");
}

int main(int argc, char *argv[])
{
    static struct text out;
    struct sets sets = {0};
    uint64_t records = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
    if (records == 0 || argc > 3) {
        fprintf(stderr, "usage: make-copies RECORDS [SEED]\n");
        return 2;
    }
    seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    make_words();
    for (uint64_t number = 0; number < records && !ferror(stdout); number++) {
        make_record(number, &sets, &out);
        fwrite(out.data, 1, out.len, stdout);
    }
    nr_shingles_free(&sets.shingles);
    nr_grams_free(&sets.original);
    nr_grams_free(&sets.copy);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return 0;
    perror("make-copies");
    return 2;
}
