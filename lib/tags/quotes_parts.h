/* The parts of nr_quotes: a block goes through them in this order. Tokens are told by their index
 * in the block; ranges of them are half open. */
#ifndef NEWSREEL_LIB_TAGS_QUOTES_PARTS_H
#define NEWSREEL_LIB_TAGS_QUOTES_PARTS_H

#include "newsreel/tags/quotes.h"

/* What a word means. */
enum {
    QW_SAY = 1 << 0,        /* reports speech wherever it stands: said */
    QW_REPORT = 1 << 1,     /* does so beside a quote, or before "that": warned */
    QW_MANNER = 1 << 2,     /* does so right beside a quote only: laughed */
    QW_SAYING = 1 << 3,     /* its subject is that of the sentence: saying, adding */
    QW_TO_SOMEONE = 1 << 4, /* takes who is spoken to: told */
    QW_QUOTED = 1 << 5,     /* takes who speaks: quoted, cited */
    QW_ACCORDING = 1 << 6,  /* begins "according to" */
    QW_HE = 1 << 7,         /* pronouns: of a man */
    QW_SHE = 1 << 8,        /* of a woman */
    QW_IT = 1 << 9,         /* of an organisation */
    QW_THEY = 1 << 10,      /* of somebody */
    QW_WHO = 1 << 11,       /* a relative one */
    QW_THAT = 1 << 12,      /* leads to what is said */
    QW_ARTICLE = 1 << 13,   /* begins a noun phrase */
    QW_PREPOSITION = 1 << 14,
    QW_AND = 1 << 15, /* joins or begins clauses */
    QW_BE = 1 << 16,
    QW_AUXILIARY = 1 << 17, /* stands between subject and verb: has, also, later */
    QW_TITLE = 1 << 18,     /* stands before a person's name: President */
    QW_MAN = 1 << 19,       /* a title or a given name of a man */
    QW_WOMAN = 1 << 20,
    QW_BODY = 1 << 21,     /* part of an organisation's name */
    QW_PARTICLE = 1 << 22, /* small part of a name: van, bin */
    QW_NO_NAME = 1 << 23,  /* begins no name, though with a capital: The, Monday */
    QW_MODAL = 1 << 24,    /* before it, no one has said anything: would, to, not */
    QW_TIME = 1 << 25,     /* ends a noun phrase: Monday, yesterday, last */
    QW_PRONOUN = QW_HE | QW_SHE | QW_IT | QW_THEY,
    QW_CUE = QW_SAY | QW_REPORT | QW_MANNER | QW_SAYING | QW_QUOTED | QW_ACCORDING,
};

struct nr_vocabulary *quotes_vocabulary(void);

enum {
    TOKENS = NR_TOKENS_MOST,
    PERSONS = 32, /* that are remembered */
    QUOTES_DEPTH = 8,
};

enum sex { SEX_UNKNOWN, SEX_MAN = 1, SEX_WOMAN = 2 };
enum name_kind { NAME_NONE, NAME_OTHER, NAME_PLACE, NAME_BODY, NAME_PERSON };

struct name {
    size_t from, to;
    struct nr_str value; /* as it is told, a surname with the rest of it where that is known */
    enum name_kind kind;
    enum sex sex;
    bool full; /* written out, or the value is known from elsewhere */
    bool owns; /* 's is behind it */
    bool met;  /* it is resolved */
};

/* Who speaks, how certain, and the words that say so. */
struct voice {
    struct nr_range speaker, cue, via;
    struct nr_str value;
    unsigned percent; /* 0: nobody is known */
    enum sex sex;
    enum name_kind kind;
};

struct cue {
    size_t at, end; /* tokens */
    uint32_t bits;  /* QW_... */
    bool used;      /* by a quote */
    bool right;     /* the speaker is behind it */
    struct voice voice;
};

enum family {
    FAMILY_DOUBLE,
    FAMILY_ANGLE,
    FAMILY_ANGLE_SINGLE,
    FAMILY_SINGLE,
    FAMILY_CORNER,
    FAMILY_WHITE_CORNER,
    FAMILY_PRIME
};

/* What stands in marks. */
struct quoted {
    size_t from, to;    /* the marks included */
    size_t first, last; /* between them; first == last is empty */
    enum family family;
    uint32_t mark;
    bool continued; /* from the block before */
    bool goes_on;   /* into the next block */
    bool inside;    /* that block is of the same paragraph */
};

/* What the words between marks look like. */
struct measure {
    size_t words;              /* those of scripts without spaces twice as many */
    size_t titled, long_words; /* of four letters and more */
    bool capital;              /* begins with one */
    bool ended;                /* by . ! ? or … */
    bool comma;                /* or by a comma */
};

/* A quote that is not closed at the end of a block. */
struct unclosed {
    bool is;
    bool same_paragraph; /* the block ends inside of one */
    enum family family;
    uint32_t mark;
    size_t start;
    struct measure measure;
    struct voice voice;
};

struct person {
    struct nr_str value;
    uint32_t first, last; /* hashes of words of the name */
    enum sex sex;
};

/* A name that somebody else has found. */
struct known {
    size_t start, end;
    struct nr_str value;
    enum name_kind kind;
};

struct nr_quotes_state {
    struct person persons[PERSONS]; /* the last mentioned at the end */
    size_t person_count;
    struct voice body;         /* the last organisation */
    struct voice last;         /* the last speaker */
    struct voice lead;         /* of a block that ended with a colon */
    struct voice quoted_last;  /* of the last quote */
    size_t read, quoted_block; /* blocks: read, and up to that of the last quote */
    struct unclosed unclosed;
    size_t dateline;     /* where it ends, in bytes of the text */
    struct known *known; /* sorted from known_at on */
    size_t known_count, known_capacity, known_at, spans_read;

    /* the block at hand */
    uint32_t bits[TOKENS + 2 * NR_TOKENS_MARGIN];
    uint16_t sentence[TOKENS + 1]; /* where that of a token begins */
    uint16_t quote_of[TOKENS + 1]; /* 1 + index of what it is quoted in; 0: outside */
    struct quoted quoted[TOKENS];
    struct name names[TOKENS];
    struct cue cues[TOKENS];
    size_t quoted_count, name_count, cue_count;
};

/* Finds what stands in marks: quoted, quote_of. */
void quotes_read_marks(struct nr_quotes_state *s, const struct nr_tokens *block);

/* Finds where sentences begin outside of quotes: sentence. */
void quotes_read_sentences(struct nr_quotes_state *s, const struct nr_tokens *block);

/* Finds names, which are not resolved yet. */
void quotes_read_names(struct nr_quotes_state *s, const struct nr_tokens *block,
                       const struct nr_spans *spans);

/* Finds the verbs of saying outside of quotes, and who speaks. */
void quotes_read_cues(struct nr_quotes_state *s, const struct nr_tokens *block);

/* Index of the first name that ends behind token. */
size_t quotes_name_from(const struct nr_quotes_state *s, size_t token);

/* Fills in the value of a name, of the full one that it is short for, and remembers it. */
void quotes_meet(struct nr_quotes_state *s, const struct nr_tokens *block, struct name *name);

#endif
