/* The parts of nr_entities. A block is cut into units: a word with what is tied to it, "Coca-Cola",
 * "U.S.", "O'Neil", "Inc.", or a mark. A segment is a run of them that may hold names. Each unit of
 * one has features, rows of the model's table of weights. tests/train/entities.c learns the table
 * from what these functions see. */
#ifndef NEWSREEL_TAGS_ENTITIES_PARTS_H
#define NEWSREEL_TAGS_ENTITIES_PARTS_H

#include "newsreel/tags/entities.h"

enum nr_shape {
    NR_SHAPE_NONE, /* beyond the block */
    NR_SHAPE_LOWER,
    NR_SHAPE_TITLE,   /* Word */
    NR_SHAPE_UPPER,   /* WORD */
    NR_SHAPE_LETTER,  /* A */
    NR_SHAPE_INITIAL, /* A. */
    NR_SHAPE_DOTTED,  /* U.S. */
    NR_SHAPE_TIED,    /* Word-Word, O'Word */
    NR_SHAPE_ABBR,    /* Inc. */
    NR_SHAPE_OTHER,   /* a letter without case */
    NR_SHAPE_DIGITS,
    NR_SHAPE_NUMBERED, /* 65th, G20 */
    NR_SHAPE_AND,      /* & */
    NR_SHAPE_POSSESSIVE,
    NR_SHAPE_COMMA,
    NR_SHAPE_STOP,
    NR_SHAPE_OPENS,
    NR_SHAPE_CLOSES,
    NR_SHAPE_MARK,
};

enum {
    NR_UNIT_FIRST = 1, /* of a sentence */
    NR_UNIT_LINE = 2,  /* behind a line end */
    NR_UNIT_KNOWN = 4, /* names and phrase are set */
    NR_UNIT_CAPITAL = 8,
    NR_UNIT_LONGER = 16, /* a longer name of the gazetteer begins here */
    NR_UNIT_WORDS = 32,  /* of more words than one */
};

struct nr_unit {
    size_t start, end; /* bytes of the text */
    uint32_t key;      /* of the gazetteer, of its words in lower case; of a mark its code point */
    uint32_t names;    /* what the gazetteer knows of it */
    uint32_t phrase;   /* and of the longest name of several units around it; lowest bit of place */
    uint8_t shape, flags;
    uint8_t words;
    uint8_t place; /* in the phrase: 1 first, 2 inside, 3 last, 0 none */
};

enum { NR_UNITS_MARGIN = 3 };

struct nr_units {
    struct nr_str text;
    struct nr_unit *items; /* with NR_UNITS_MARGIN empty ones at both ends */
    size_t count;
    bool capitals, titles; /* the block is written in capitals; its words begin with them */
    struct nr_unit *memory;
    size_t capacity;
};

void nr_units_read(struct nr_units *u, const struct nr_tokens *block, const struct nr_gazetteer *g);
void nr_units_free(struct nr_units *u);

struct nr_segment {
    size_t first, count; /* units */
};

enum { NR_SEGMENT_MOST = 24 };

/* The next segment behind *at, which moves behind it; what the gazetteer knows is set in its units
 * and in those around. */
bool nr_segment_next(struct nr_units *u, const struct nr_gazetteer *g, size_t *at,
                     struct nr_segment *segment);

/* ---- Labels ---- */

enum nr_label {
    NR_LABEL_NONE,
    NR_LABEL_PERSON, /* the first unit; the next value: inside */
    NR_LABEL_ORG = 3,
    NR_LABEL_PLACE = 5,
    NR_LABEL_OTHER = 7, /* other names */
    NR_LABELS = 8
};

/* ---- The memory of a document ---- */

enum { NR_MEMORY_SLOTS = 2 * NR_ENTITIES_KNOWN, NR_MEMORY_SMALL = 1 << 16 };

struct nr_known {
    uint32_t key, stamp;
    uint16_t labels[4]; /* how often it was in a person, an organisation, a place, none */
    uint32_t full;      /* the mention of which it is the surname, from 1; 0: of none */
};

struct nr_entities_memory {
    struct nr_known known[NR_MEMORY_SLOTS];
    size_t count;
    uint32_t stamp;
    uint8_t small[NR_MEMORY_SMALL / 8]; /* words written small, by hash */
};

void nr_memory_reset(struct nr_entities_memory *m);
/* NULL where it is not known; with add only when all are taken. */
struct nr_known *nr_memory_of(struct nr_entities_memory *m, uint32_t key, bool add);
void nr_memory_small(struct nr_entities_memory *m, const struct nr_tokens *block);
bool nr_memory_is_small(const struct nr_entities_memory *m, uint32_t key);
/* Remembers what the units of a segment were. */
void nr_memory_labels(struct nr_entities_memory *m, const struct nr_units *u, struct nr_segment s,
                      const uint8_t *labels);

/* ---- The model ---- */

enum { NR_MODEL_ROWS = 1 << 15, NR_FEATURES = 40, NR_MODEL_FROM = NR_LABELS };

/* The rows that speak for unit i of a segment; returns how many. */
size_t nr_entity_features(const struct nr_units *u, struct nr_segment s, size_t i,
                          struct nr_entities_memory *m, uint32_t rows[NR_FEATURES]);

/* The best labels of count units, at most NR_SEGMENT_MOST: what each label of a unit scores, and
 * what a label scores behind another, or in the beginning (NR_MODEL_FROM). */
void nr_entity_decode(int32_t (*scores)[NR_LABELS], size_t count, const int32_t (*steps)[NR_LABELS],
                      uint8_t *labels);

/* What was learnt: lines of 64 rows of NR_LABELS weights, each a character, NR_MODEL_ZERO is 0. */
enum { NR_MODEL_ZERO = 80, NR_MODEL_LINE = 64 };
extern const char nr_entities_rows[NR_MODEL_ROWS / NR_MODEL_LINE][NR_MODEL_LINE * NR_LABELS + 1];
extern const int32_t nr_entities_steps[NR_MODEL_FROM + 1][NR_LABELS];

#endif
