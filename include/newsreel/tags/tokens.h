/* nr_tokens: a text as words, runs of digits and marks, for the taggers that read patterns.
 *
 * A text is read block by block, so that what is held does not depend on its length: a block is a
 * paragraph, or a part of a long one. Each token is
 *   WORD    a run of letters and the marks on them; each letter of a script without spaces by itself
 *   DIGITS  a run of decimal digits, of ASCII or of other scripts
 *   MARK    any other single code point that is not white space
 * So "U.S." is four tokens, "don't" three and "3rd" two; what stands together shows by the flags.
 *
 * Invariants
 *   - Tokens are in order, do not overlap and are not empty; start and end are bytes of the whole
 *     text at code points. What is between two of them is white space.
 *   - items[-NR_TOKENS_MARGIN] to items[-1] and items[count] to items[count + NR_TOKENS_MARGIN - 1]
 *     are there to be looked at, and of kind NR_TOKEN_END.
 *   - A block ends behind the last token of its paragraph; one of NR_TOKENS_MOST tokens and more is
 *     cut, behind the end of a sentence in its second half where there is one.
 *
 * Linear in the text. */
#ifndef NEWSREEL_TAGS_TOKENS_H
#define NEWSREEL_TAGS_TOKENS_H

#include "newsreel/core/str.h"
#include <stdint.h>

enum { NR_TOKENS_MARGIN = 8, NR_TOKENS_MOST = 4096 };

enum nr_token_kind { NR_TOKEN_END, NR_TOKEN_WORD, NR_TOKEN_DIGITS, NR_TOKEN_MARK };

enum {
    NR_TOKEN_SPACE = 1,   /* white space is before it, or nothing of the text */
    NR_TOKEN_LINE = 2,    /* a line end is */
    NR_TOKEN_CAPITAL = 4, /* a word whose first letter is upper case */
    NR_TOKEN_UPPER = 8,   /* a word without a lower case letter, with an upper case one */
    NR_TOKEN_LOWER = 16,  /* a word whose first letter is lower case */
    NR_TOKEN_FIRST = 32,  /* the first of its block that is no opening mark, or the first such one
                              behind the end of a sentence */
    NR_TOKEN_SINGLE = 64, /* a letter of a script without spaces */
    NR_TOKEN_NOT_ASCII = 128,
};

struct nr_token {
    size_t start, end;
    uint32_t hash; /* of a word in lower case */
    uint32_t mark; /* the code point of a mark; 0 else */
    uint8_t kind, flags;
};

struct nr_tokens {
    struct nr_str text;
    struct nr_token *items; /* of the block */
    size_t count;
    size_t at; /* where the next block begins */
    struct nr_token *memory;
    size_t capacity;
};

/* To the first block of text (valid UTF-8) with nr_tokens_next; memory is used again. */
void nr_tokens_begin(struct nr_tokens *t, struct nr_str text);
/* The next block that has tokens; false behind the last. */
bool nr_tokens_next(struct nr_tokens *t);
void nr_tokens_free(struct nr_tokens *t);

/* The first blocks of a text, kept to be read once more without being cut into tokens again: as
 * many as fit into NR_TOKENS_KEPT. Zero-initialised is empty and ready. */
enum { NR_TOKENS_KEPT = 1 << 14 };

struct nr_tokens_block {
    size_t first, count, at; /* count and at as in struct nr_tokens */
};

struct nr_tokens_kept {
    struct nr_token *items; /* each block between margins */
    size_t count, capacity;
    struct nr_tokens_block *blocks;
    size_t block_count, block_capacity;
    bool full; /* a block had no room */
};

void nr_tokens_forget(struct nr_tokens_kept *k);
/* Keeps the block at hand where it and all before it, which have to be offered too, have room. */
void nr_tokens_keep(struct nr_tokens_kept *k, const struct nr_tokens *t);
/* The i-th that is kept, as a view until the next one is added; false behind the last. */
bool nr_tokens_again(const struct nr_tokens_kept *k, size_t i, struct nr_str text,
                     struct nr_tokens *block);
void nr_tokens_kept_free(struct nr_tokens_kept *k);

static inline struct nr_str nr_token_text(const struct nr_tokens *t, const struct nr_token *token)
{
    return nr_str_sub(t->text, token->start, token->end);
}

static inline bool nr_token_is_mark(const struct nr_token *token, uint32_t mark)
{
    return token->kind == NR_TOKEN_MARK && token->mark == mark;
}

/* Whether the token stands close to the one before it. */
static inline bool nr_token_is_close(const struct nr_token *token)
{
    return !(token->flags & NR_TOKEN_SPACE);
}

/* The hash of a word in lower case, as in struct nr_token. */
uint32_t nr_token_hash(struct nr_str lower);

/* Words that mean something, and what: made once, then only read, by any number of threads. Most
 * words of a text are not there: a map of bits, which stays in the cache, says so for all but one
 * of sixteen. */
struct nr_vocabulary {
    struct nr_vocabulary_slot *slots; /* a power of two; an empty one has value 0 */
    size_t mask;
    uint64_t *maybe; /* eight bits for each slot, by the hash */
};

struct nr_vocabulary_entry {
    const char *word; /* one token in lower case; constant */
    uint32_t value;   /* not 0 */
};

/* Of a word that is there more than once the values are ored. */
struct nr_vocabulary *nr_vocabulary_new(const struct nr_vocabulary_entry *entries, size_t count);
/* The same as nr_vocabulary_of for a word that may be there. */
uint32_t nr_vocabulary_look_up(const struct nr_vocabulary *v, const struct nr_tokens *t,
                               const struct nr_token *token);

/* The value of a word, in whatever case; 0 when it is not there, or the token is no word. */
static inline uint32_t nr_vocabulary_of(const struct nr_vocabulary *v, const struct nr_tokens *t,
                                        const struct nr_token *token)
{
    uint64_t maybe = v->maybe[(token->hash >> 6) & (v->mask >> 3)] >> (token->hash & 63);
    return token->kind == NR_TOKEN_WORD && maybe & 1 ? nr_vocabulary_look_up(v, t, token) : 0;
}

void nr_vocabulary_free(struct nr_vocabulary *v);

#endif
