/* What the sets of signals are made of: words, n-grams, lines, white space (library internal). */
#ifndef NEWSREEL_LIB_TAGS_QUALITY_PARTS_H
#define NEWSREEL_LIB_TAGS_QUALITY_PARTS_H

#include "newsreel/core/buf.h"
#include "newsreel/tags/quality.h"
#include "quality_counter.h"

/* White space as Python has it (str.isspace): Unicode's, and U+001C to U+001F. */

/* Length in bytes of the white space character at p, or 0. */
size_t quality_space_at(const char *p);
struct nr_str quality_strip_right(struct nr_str s);
struct nr_str quality_strip_left(struct nr_str s);
struct nr_str quality_strip(struct nr_str s);

/* The words of a text, and the different ones among them in the order of their first occurrence. */
struct quality_shape {
    uint32_t bytes, points;
};

struct quality_words {
    struct nr_str text;
    uint32_t *ids;    /* of each word: the number of its item in distinct */
    uint32_t *before; /* of each word, and behind the last: code points of the words before */
    struct counter distinct;      /* first is its byte in the text */
    struct quality_shape *shapes; /* by item */
    size_t count, ids_cap, before_cap, shapes_cap;
};

void quality_words_read(struct quality_words *w, struct nr_str text);
void quality_words_free(struct quality_words *w);

static inline struct nr_str quality_word(const struct quality_words *w, size_t item)
{
    return nr_str(w->text.data + w->distinct.items[item].first, w->shapes[item].bytes);
}

/* Code points of all words. */
static inline uint64_t quality_words_points(const struct quality_words *w)
{
    return w->before[w->count];
}

/* Code points of the n words from the one at on. */
static inline uint64_t quality_gram_points(const struct quality_words *w, size_t at, unsigned n)
{
    return w->before[at + n] - w->before[at];
}

double quality_words_median(const struct quality_words *w);
/* How many words hold a letter (Unicode's category L). */
uint64_t quality_words_lettered(const struct quality_words *w);
/* How many are the, be, to, of, and, that, have, with. */
uint64_t quality_words_english(const struct quality_words *w);

/* The n-grams that occur more than once. */
struct quality_gram {
    uint32_t at; /* the number of its first word */
    uint32_t id; /* the same for equal n-grams of this n */
};

struct quality_grams {
    const struct quality_words *words;
    unsigned n;
    struct quality_gram *grams; /* every occurrence, in the order of the text */
    size_t count, cap;
    struct counter counter; /* items by id, n > 1; those of a count of 1 are not among grams */
};

struct quality_top {
    size_t at; /* the first word of the most frequent n-gram, of several the one seen first */
    uint32_t count;
};

/* Begins with n = 1. */
void quality_grams_begin(struct quality_grams *g, const struct quality_words *words);
/* From n to n + 1. */
void quality_grams_next(struct quality_grams *g);
/* n > 1; a count of 0 where the text has no n words. */
struct quality_top quality_grams_top(const struct quality_grams *g);
void quality_grams_free(struct quality_grams *g);

/* Pieces of a text between line feeds. A run of line feeds separates if it has least or more; no
 * more than most of them are taken at once. The pieces at both ends may be empty. */
struct quality_pieces {
    const char *at, *end;
    size_t least, most;
    bool skip_blank; /* leave out those that are white space alone */
    bool done;
};

struct quality_pieces quality_pieces(struct nr_str text, size_t least, size_t most);
/* Each line by itself; runs of line feeds as one; without the lines that are blank. */
struct quality_pieces quality_lines(struct nr_str text);
struct quality_pieces quality_lines_merged(struct nr_str text);
struct quality_pieces quality_lines_filled(struct nr_str text);
bool quality_piece_next(struct quality_pieces *p, struct nr_str *piece);

/* Strings of a text, counted exactly. */
struct quality_table {
    const char *base;
    struct counter counter; /* first is the byte from base on */
    uint32_t *lens;         /* by item */
    size_t lens_cap;
};

void quality_table_reset(struct quality_table *t, const char *base, size_t expected);
/* Adds s, which lies behind base; true when it was there already. */
bool quality_table_add(struct quality_table *t, struct nr_str s);
void quality_table_free(struct quality_table *t);

struct quality_repeats {
    uint64_t pieces, points;            /* all, and their code points */
    uint64_t distinct, distinct_points; /* each counted once */
    uint64_t copies, copies_points;     /* those that occur more than once, every time */
    uint64_t later, later_points;       /* the same without the first time */
};

struct quality_repeats quality_repeats(struct quality_table *t, struct nr_str text,
                                       struct quality_pieces pieces);

/* Finds lower-case ASCII phrases of two letters and more, whatever the case of the text's
 * letters. */
struct quality_phrases {
    const struct nr_str *phrases;
    size_t count;
    const char *at, *end;
    bool begins[256], follows[256]; /* first and second bytes of phrases, in both cases */
};

void quality_phrases_begin(struct quality_phrases *f, const struct nr_str *phrases, size_t count,
                           struct nr_str text);
/* The next place (not inside the one before), or false. */
bool quality_phrases_next(struct quality_phrases *f, struct nr_str *place);

/* What RedPajama-v2 measures of a line with the line feed that ends it. */
struct quality_line {
    uint64_t start, end; /* code points of the text */
    uint64_t words, javascript;
    double numeric, upper;
    bool ended, bulleted;
};

/* Everything about one text. */
struct nr_quality {
    struct nr_str text, language;
    size_t points;
    bool has_words, has_ngrams;
    struct quality_words words, normal; /* normal: of the text as RedPajama normalises it */
    struct quality_grams grams;
    struct quality_table table;
    struct {
        struct quality_top top;
        uint64_t top_points;    /* code points of that n-gram */
        uint64_t copies_points; /* of all occurrences of n-grams that occur more than once */
        /* Words in these and the space before each, but for their first times; each word once. */
        uint64_t later_points;
    } ngrams[11]; /* by n, from 2 */
    struct nr_signal *signals;
    size_t count, cap;
    uint32_t *starts; /* datatrove: bytes before each word without the white space */
    size_t starts_cap;
    struct nr_buf joined; /* the words without white space */
    struct nr_buf line;   /* one, normalised */
    struct quality_line *lines;
    size_t line_count, lines_cap;
};

enum { QUALITY_NGRAMS = 10 };

const struct quality_words *quality_get_words(struct nr_quality *q);
/* Fills q->ngrams, once for a text. */
void quality_get_ngrams(struct nr_quality *q);

void quality_add_real(struct nr_quality *q, const char *key, double value);
void quality_add_count(struct nr_quality *q, const char *key, uint64_t value);
void quality_add_flag(struct nr_quality *q, const char *key, bool value);
void quality_add_none(struct nr_quality *q, const char *key);
/* part / whole, or none where whole is 0. */
void quality_add_share(struct nr_quality *q, const char *key, uint64_t part, uint64_t whole);
void quality_add_group(struct nr_quality *q, const char *key);
/* A list, and its spans; a value that is no number is none. */
void quality_add_list(struct nr_quality *q, const char *key);
void quality_add_span(struct nr_quality *q, uint64_t start, uint64_t end, double value);
/* Inside the group before it; n from 2 to 10 is the key. */
void quality_add_ngram(struct nr_quality *q, unsigned n, double value);

/* 0 where whole is 0. */
static inline double quality_ratio(uint64_t part, uint64_t whole)
{
    return (double)part / (double)(whole ? whole : 1);
}

/* One set each. */
void quality_gopher_v1(struct nr_quality *q);
void quality_gopher_v2(struct nr_quality *q);
void quality_datatrove(struct nr_quality *q);
void quality_c4(struct nr_quality *q);
void quality_fineweb(struct nr_quality *q);
void quality_nemo(struct nr_quality *q);
void quality_redpajama(struct nr_quality *q);
void quality_redpajama_lines(struct nr_quality *q);

/* As RedPajama-v2 does it: lower case, without ASCII punctuation, one space for a run of white
 * space and none at the ends, letters apart from their marks. */
void quality_normalise(struct nr_buf *out, struct nr_str s);
double quality_rounded(double x); /* to 8 digits behind the point */
/* A line with the line feed that ends it; false behind the last. */
bool quality_line_next(struct nr_str *rest, struct nr_str *line);

#endif
