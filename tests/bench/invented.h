/* Invented news, for the generators of this folder: words drawn by a Zipf law from real function
 * words, newsroom words and invented ones. What comes out is a function of what `state` is set
 * to. */
#ifndef NEWSREEL_BENCH_INVENTED_H
#define NEWSREEL_BENCH_INVENTED_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { WORDS = 24000, TABLE = 1 << 16, STORY = 3000, ROOM = 1 << 17 };

struct text {
    char data[ROOM];
    size_t len;
};

static char words[WORDS][24];
static uint16_t table[TABLE];      /* word numbers, as often as Zipf wants them */
static uint16_t follows[WORDS][4]; /* what likes to come after a word */
static uint64_t state;

static const char *const common[] = {
    "the",       "of",         "to",        "and",       "in",        "a",         "said",
    "for",       "that",       "on",        "is",        "was",       "with",      "it",
    "at",        "by",         "as",        "from",      "be",        "has",       "have",
    "will",      "he",         "not",       "are",       "an",        "which",     "were",
    "its",       "would",      "but",       "had",       "his",       "been",      "they",
    "this",      "after",      "more",      "year",      "new",       "who",       "their",
    "also",      "she",        "we",        "about",     "last",      "people",    "or",
    "her",       "when",       "one",       "up",        "two",       "there",     "could",
    "over",      "government", "police",    "city",      "before",    "first",     "company",
    "million",   "under",      "out",       "if",        "minister",  "council",   "court",
    "percent",   "state",      "than",      "all",       "into",      "against",   "other",
    "between",   "market",     "week",      "day",       "officials", "years",     "country",
    "month",     "during",     "no",        "report",    "president", "some",      "three",
    "party",     "water",      "plan",      "work",      "school",    "bridge",    "workers",
    "according", "told",       "reporters", "statement", "expected",  "because",   "where",
    "tuesday",   "monday",     "wednesday", "thursday",  "friday",    "announced", "budget",
    "election",  "law",        "river",     "harbour",   "region",    "hospital",  "residents",
    "director",  "spokesman",  "agreement", "prices",    "tax",       "vote",      "local",
};
static const char *const heads[] = {"ba",  "bre", "cal", "dor", "el",  "fan", "gal", "hen",
                                    "in",  "jor", "kel", "lam", "mar", "nor", "ol",  "per",
                                    "qua", "ras", "sal", "tor", "un",  "vel", "wes", "yar"};
static const char *const middles[] = {"",   "va",  "ri",  "ten", "mo", "les", "der", "ga",
                                      "ni", "sto", "lin", "per", "cu", "rat", "be",  "dem"};
static const char *const tails[] = {"ing", "ed",  "er",   "s",   "tion", "al",   "ment", "ly",
                                    "ton", "ity", "able", "ers", "ive",  "ness", "ance", "ist"};

static inline uint64_t draw(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * 2685821657736338717u >> 16;
}

static inline uint32_t below(uint32_t n)
{
    return (uint32_t)(draw() % n);
}

static inline void make_words(void)
{
    state = 88172645463325252u;
    size_t known = sizeof common / sizeof *common;
    for (size_t i = 0; i < WORDS; i++) {
        if (i < known)
            snprintf(words[i], sizeof words[i], "%s", common[i]);
        else
            snprintf(words[i], sizeof words[i], "%s%s%s%s", heads[below(24)],
                     i < 3000 ? "" : middles[below(16)], middles[below(16)], tails[below(16)]);
    }
    double sum = 0, at = 0;
    for (size_t i = 0; i < WORDS; i++)
        sum += 1.0 / ((double)i + 2.7);
    for (size_t i = 0, to = 0; i < WORDS; i++) {
        at += TABLE / ((double)i + 2.7) / sum;
        for (; to < TABLE && (double)to < at; to++)
            table[to] = (uint16_t)i;
    }
    for (size_t i = 0; i < WORDS; i++)
        for (size_t k = 0; k < 4; k++)
            follows[i][k] = table[below(TABLE)];
}

static inline void put(struct text *t, const char *s, size_t len)
{
    if (len > ROOM - t->len)
        len = ROOM - t->len;
    memcpy(t->data + t->len, s, len);
    t->len += len;
}

static inline void puts_to(struct text *t, const char *s)
{
    put(t, s, strlen(s));
}

static inline void add_sentence(struct text *t)
{
    size_t from = t->len;
    uint32_t count = 8 + below(20), word = table[below(TABLE)];
    for (uint32_t i = 0; i < count; i++) {
        if (i)
            puts_to(t, i > 3 && below(12) == 0 ? ", " : " ");
        if (below(40) == 0) {
            char number[16];
            snprintf(number, sizeof number, "%u", (unsigned)below(below(2) ? 100 : 3000));
            puts_to(t, number);
        } else {
            puts_to(t, words[word]);
        }
        word = below(100) < 48 ? follows[word][below(4)] : table[below(TABLE)];
    }
    if (t->data[from] >= 'a' && t->data[from] <= 'z')
        t->data[from] = (char)(t->data[from] - 'a' + 'A');
    puts_to(t, ".");
}

/* A story: paragraphs on one line each, a blank line between them. */
static inline void add_story(struct text *t)
{
    size_t size = t->len + STORY / 2 + below(STORY);
    for (int paragraph = 0; t->len < size; paragraph++) {
        if (paragraph)
            puts_to(t, "\n\n");
        else
            puts_to(t, "BRASTOVA, March 12 (Corvid News) - ");
        for (uint32_t n = 1 + below(4); n > 0; n--) {
            add_sentence(t);
            if (n > 1)
                puts_to(t, " ");
        }
    }
}

/* Appends a string of JSON; the text has no control characters but new lines. */
static inline void put_json(struct text *out, const struct text *text)
{
    puts_to(out, "\"");
    for (size_t i = 0; i < text->len; i++) {
        char c = text->data[i];
        if (c == '\n')
            puts_to(out, "\\n");
        else if (c == '"' || c == '\\')
            put(out, (char[]){'\\', c}, 2);
        else
            put(out, &c, 1);
    }
    puts_to(out, "\"");
}

#endif
