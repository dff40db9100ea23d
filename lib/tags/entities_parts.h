/* The parts of nr_entities. A block is cut into units: a word with what is tied to it, "Coca-Cola",
 * "U.S.", "O'Neil", "Inc.", or a mark. A segment is a run of them that may hold names. Each unit of
 * one has features; what they say of the labels is the model (a conditional random field, Lafferty
 * and others 2001), in integers. A text is read twice: block by block, and then, with what was
 * found all over it, once more (Krishnan and Manning 2006). tests/train/entities.c learns the model
 * from what these functions see. */
#ifndef NEWSREEL_TAGS_ENTITIES_PARTS_H
#define NEWSREEL_TAGS_ENTITIES_PARTS_H

#include "newsreel/tags/entities.h"
#include "word_classes.h"

/* What the gazetteer knows of names that are surely places, of persons', and of parts of any. */
enum {
    NR_SURE_PLACE = NR_NAME_COUNTRY | NR_NAME_CITY | NR_NAME_REGION | NR_NAME_PLACE,
    NR_PERSONAL = NR_NAME_FIRST | NR_NAME_LAST,
    NR_PART_OF_NAMES = NR_SURE_PLACE | NR_PERSONAL | NR_NAME_RARE | NR_NAME_ORG | NR_NAME_ORGCUE |
                       NR_NAME_PLACECUE,
};

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
    NR_SHAPES
};

enum {
    NR_UNIT_FIRST = 1, /* of a sentence */
    NR_UNIT_LINE = 2,  /* behind a line end */
    NR_UNIT_KNOWN = 4, /* names and phrase are set */
    NR_UNIT_CAPITAL = 8,
    NR_UNIT_DOUBTFUL = 16,  /* its capital says nothing, in a table or title */
    NR_UNIT_ADJECTIVE = 32, /* U.S.-based */
    NR_UNIT_WEAK = 64,      /* M-1: at most an organisation, as the G-7 */
    NR_UNIT_LISTED = 128,   /* its share's sign is behind it: <ACM.N>, (NYSE: ACM) */
};

struct nr_unit {
    size_t start, end; /* bytes of the text */
    uint32_t key;      /* of the gazetteer, of its words in lower case; of a mark its code point */
    uint32_t names;    /* what the gazetteer knows of it */
    uint32_t phrase;   /* and of the longest name of several units around it; lowest bit of place */
    struct nr_word_class class;
    uint8_t shape, flags;
    uint8_t words;
    uint8_t place; /* in the phrase: 1 first, 2 inside, 3 last, 0 none */
};

enum { NR_UNITS_MARGIN = 3 };

struct nr_units {
    struct nr_str text;
    struct nr_unit *items; /* with NR_UNITS_MARGIN empty ones at both ends */
    size_t count;
    size_t *lines; /* the units that begin one, but for the first */
    size_t line_count, line_capacity;
    bool capitals, titles; /* the block is written in capitals; its words begin with them */
    bool signs;            /* it has marks that may open the sign of a share */
    size_t widest;         /* bytes of the longest line of the last wrapped block */
    struct nr_unit *memory;
    size_t capacity;
};

/* Before the first block of a text. */
void nr_units_begin(struct nr_units *u);
void nr_units_read(struct nr_units *u, const struct nr_tokens *block, const struct nr_gazetteer *g);
/* A part of that: judges what the letters and lines of all units say together. */
void nr_units_judge(struct nr_units *u, const struct nr_gazetteer *g);
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

enum { NR_MEMORY_SLOTS = 2 * NR_ENTITIES_KNOWN, NR_MEMORY_SMALL = 1 << 16, NR_KINDS = 4 };

/* How a word was used in a name. */
enum {
    NR_USED_ALONE, /* it was the whole name */
    NR_USED_FIRST, /* of several */
    NR_USED_INSIDE,
    NR_USED_LAST,
    NR_USES
};

/* What speaks for an organisation at the end of its name. */
enum nr_body { NR_BODY_NONE, NR_BODY_CUE, NR_BODY_LEGAL };

struct nr_known {
    uint32_t key, stamp;
    uint16_t labels[NR_KINDS]; /* how often it was in a person, an organisation, a place, none */
    uint16_t uses[NR_KINDS - 1][NR_USES];
    uint32_t full;  /* the mention of which it is the surname, from 1; 0: of none */
    uint32_t spelt; /* the mention of which it is the acronym, as the text says; likewise */
    uint8_t body;   /* how surely a name of an organisation begins with it: enum nr_body */
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

/* ---- The model ---- */

enum {
    NR_MODEL_FEATURES = 1 << 20,
    NR_MODEL_FROM = NR_LABELS,
    NR_READINGS = 2,
    NR_MODEL_ROW = NR_READINGS * NR_LABELS, /* what a feature says of each label in each reading */
    NR_FEATURES = 120,                      /* of a unit, at most */
};

/* What was learnt, as it is in entities_model.bin. A text is read twice: by itself, and then with
 * what the first reading found all over it. Most features say nothing; of the others the rows are
 * there, one behind the other. */
struct nr_entities_model {
    int8_t steps[NR_READINGS][NR_MODEL_FROM + 1][NR_LABELS]; /* of a label behind another */
    uint8_t there[NR_MODEL_FEATURES / 8];                    /* bits, from the lowest */
    int8_t rows[][NR_MODEL_ROW];
};
/* The one built in. */
const struct nr_entities_model *nr_entities_model(void);
/* Whether it has the size that it says. */
bool nr_entities_model_is_sound(void);

struct nr_features {
    uint32_t ids[NR_FEATURES];
    size_t count;
};

/* Adds a feature of a kind, with a value. */
static inline void nr_say(struct nr_features *f, uint32_t kind, uint32_t value)
{
    uint32_t h = (value ^ kind * 0x9e3779b1u) * 0x85ebca6bu;
    h ^= h >> 15;
    h *= 0xc2b2ae35u;
    f->ids[f->count++] = (h ^ h >> 16) % NR_MODEL_FEATURES;
}

/* The value of two. */
static inline uint32_t nr_both(uint32_t a, uint32_t b)
{
    return (a << 13 | a >> 19) * 0x9e3779b1u ^ b;
}

/* What nr_gazetteer knows of a word, but for what is of use to us alone. */
enum { NR_NAME_KINDS = (1 << 16) - 1 };

/* What speaks for all units of a segment, and for unit i of it. */
void nr_segment_features(const struct nr_units *u, struct nr_segment s, struct nr_features *f);
void nr_unit_features(const struct nr_units *u, struct nr_segment s, size_t i,
                      const struct nr_entities_memory *m, struct nr_features *f);

/* Sets how many rows are before those of each 64 features. */
enum { NR_MODEL_WORDS = NR_MODEL_FEATURES / 64 };
void nr_model_count(const struct nr_entities_model *model, uint32_t before[NR_MODEL_WORDS]);

/* Adds what features say. */
void nr_model_score(const struct nr_entities_model *model, const uint32_t *before,
                    const struct nr_features *f, int16_t scores[NR_MODEL_ROW]);

/* Whether a label may stand behind another, or NR_MODEL_FROM. */
bool nr_entity_may_follow(int from, int to);

/* The best labels of count units, at most NR_SEGMENT_MOST: what each label of a unit scores, and
 * what a label scores behind another, or in the beginning (NR_MODEL_FROM). */
void nr_entity_decode(int32_t (*scores)[NR_LABELS], size_t count, const int8_t (*steps)[NR_LABELS],
                      uint8_t *labels);

/* ---- What is held between the readings ---- */

struct nr_reading {
    int16_t scores[NR_LABELS]; /* for the second one, by the features of the first */
    uint8_t label;             /* by the first */
};

/* Segments, one behind the other, each with the unit before it. */
struct nr_held {
    struct nr_unit *units;
    struct nr_reading *readings;
    struct nr_segment *segments;
    size_t count, unit_capacity, reading_capacity;
    size_t segment_count, segment_capacity;
};

/* The readings of the segment, whose scores are to be set; valid until the next one. */
struct nr_reading *nr_held_add(struct nr_held *h, const struct nr_units *u, struct nr_segment s,
                               const uint8_t *labels);
/* Notes in the memory what the first reading found. */
void nr_held_note(const struct nr_held *h, struct nr_entities_memory *m);
/* More features, of the second reading alone. */
void nr_held_features(const struct nr_held *h, struct nr_segment s, size_t i,
                      struct nr_entities_memory *m, struct nr_features *f);
void nr_held_reset(struct nr_held *h);
void nr_held_free(struct nr_held *h);

/* ---- Rules ---- */

/* A name that the model found: its units in a segment, behind which, and before, there are
 * others. */
struct nr_found {
    const struct nr_unit *first, *last;
    uint8_t label; /* of the first unit */
};

/* What the gazetteer knows of a name as a whole. */
uint32_t nr_found_names(const struct nr_found *f);
/* What speaks for an organisation at its end. */
enum nr_body nr_found_body(const struct nr_found *f);
/* Mends its ends and its label by what the gazetteer is sure of; false where it is no name. Where
 * careful, only what more than a capital speaks for is one. */
bool nr_found_judge(struct nr_found *f, bool careful);

/* Takes the labels off names all of whose words are doubtful, unless the text has them
 * elsewhere. */
void nr_drop_doubtful(const struct nr_unit *units, size_t count, struct nr_entities_memory *m,
                      uint8_t *labels);

/* Reads with another model than the one built in. */
void nr_entities_use(struct nr_entities *x, const struct nr_entities_model *model);

#endif
