/* A number while it is read: what the files of numerals.c share. */
#ifndef NEWSREEL_LIB_TAGS_NUMERAL_READING_H
#define NEWSREEL_LIB_TAGS_NUMERAL_READING_H

#include "newsreel/tags/numerals.h"
#include "numeral_words.h"

/* A number while its words are taken. What stands before the last word of scale is in total; what
 * may still grow is the group. "two million three hundred": total 2000000, group 300. */
struct reading {
    const struct nr_vocabulary *words;
    const struct nr_tokens *t;
    unsigned how;
    bool parts;                             /* the names of parts belong to it: "twenty-firsts" */
    struct nr_decimal total, group, before; /* before: total without the last word of scale */
    bool some;                              /* there is a group */
    bool done;                              /* nothing may follow: an ordinal, a dozen */
    unsigned room;                          /* a word joins the group when it is below */
    unsigned last;                          /* the last power of scale; NO_SCALE: none yet */
    size_t end;
    unsigned flags;
};
enum { NO_SCALE = 100, NO_LIMIT = 1000 };

static inline uint32_t word_at(const struct reading *r, size_t at)
{
    return nr_vocabulary_of(r->words, r->t, &r->t->items[at]);
}

static inline enum word_kind kind_at(const struct reading *r, size_t at)
{
    return word_kind(word_at(r, at));
}

static inline uint32_t word_before(const struct reading *r, size_t at)
{
    return nr_vocabulary_of(r->words, r->t, &r->t->items[at] - 1);
}

/* The token behind a hyphen at at, close on both sides or free on both; else at. */
size_t reading_behind_hyphen(const struct reading *r, size_t at);
bool reading_is_hyphen(const struct nr_tokens *t, size_t at);

/* Takes a word that begins a number of words, or what goes on with one behind r->end. */
bool reading_take_word(struct reading *r, size_t at, bool and);
void reading_take_all(struct reading *r);
/* A whole number of words alone that begins at *at, and what is behind it; with parts an ordinal of
 * two words or more, which may be plural, else none. */
bool reading_words(const struct reading *r, size_t *at, bool parts, uint64_t *value);

/* The name of a part at a token: half, quarter, third, hundredths. */
struct part {
    uint64_t divisor;
    bool plural;
};
bool reading_part(const struct reading *r, size_t at, struct part *part);
/* The same of one word or more, which *at moves behind: "twenty-firsts", "one-hundredth". */
bool reading_divisor(const struct reading *r, size_t *at, struct part *part);
/* Whether a mark that is no hyphen is at a token, or none. */
bool reading_is_end(const struct reading *r, size_t at);
/* Whether "of" follows, or what is from begin to end stands between marks or ends. */
bool reading_is_alone(const struct reading *r, size_t begin, size_t end);
/* The power of a word of scale behind a part, "half a million", "three quarters of a billion",
 * which *at moves behind; 0 without one. */
unsigned reading_scale_of_part(const struct reading *r, size_t *at);

/* What may follow a number: each changes out when it is there. */
void reading_apply_scale_of_part(const struct reading *r, struct nr_numeral *out);
bool reading_apply_part(const struct reading *r, size_t begin, struct nr_numeral *out);
void reading_apply_and_part(const struct reading *r, struct nr_numeral *out);
void reading_apply_point(const struct reading *r, struct nr_numeral *out);
/* False where a power stands behind that cannot be read. */
bool reading_apply_power(const struct reading *r, struct nr_numeral *out);

#endif
