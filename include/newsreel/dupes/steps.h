/* Finding duplicates in steps that pass lines, so that any engine that sorts lines (LC_ALL=C sort)
 * can carry them, on one machine or many:
 *
 *     key lines    KEY REF SKETCH ID                a record, once for each of its bands
 *     pair lines   LATER EARLIER SIMILARITY ID      two records that are alike; the id is EARLIER's
 *     drop lines   REF SIMILARITY KEPT ID           what is to be dropped, and why; the id is KEPT's
 *
 * with tabs in between. Signing makes key lines; sorted, pairs.h makes pair lines of them; sorted
 * again, without repetition, resolve.h makes drop lines of these, which are in order; drops.h reads
 * them. The result is what one run over all shards in their order decides: a record is dropped when
 * it is like an earlier one that is kept, and it repeats the most similar of these, of equally
 * similar ones the first.
 *
 *     KEY          16 hexadecimal digits
 *     REF ...      ref.h
 *     SKETCH       base64 of the set of grams in its stored form (grams.h); empty for a text without
 *                  words, which is like its exact copies only, by KEY. In exact mode: the 32 hexadecimal
 *                  digits of the fingerprint
 *     SIMILARITY   in a pair line 7 digits, millionths; in a drop line as people write it (0.75, 1)
 *     ID           as in the record, with backslash, tab, line feed, carriage return and NUL as \\ \t
 *                  \n \r \0; empty when it has none */
#ifndef NEWSREEL_DUPES_STEPS_H
#define NEWSREEL_DUPES_STEPS_H

#include "newsreel/core/hash.h"
#include "newsreel/dupes/ref.h"
#include "newsreel/dupes/sketch.h"

/* Appends millionths with as many decimals as they need, at most 6: 1, 0.5, 0.731234. */
void nr_millionths_add(struct nr_buf *out, uint32_t millionths);

/* Reads what nr_millionths_add appends, all of s; false on anything else. */
bool nr_millionths_parse(struct nr_str s, uint32_t *millionths);

/* The escaped form of an id, and back. The latter is false on what nr_step_id_add does not append;
 * then nothing was appended. */
void nr_step_id_add(struct nr_buf *out, struct nr_str id);
bool nr_step_id_decode(struct nr_buf *out, struct nr_str escaped);

/* Appends the key lines of a record, none when it has nothing to compare. near: one for each
 * different key of s->keys; for a record without grams the one of its fingerprint, s->whole. Else
 * that of exact mode. scratch keeps its memory; what it held is lost. */
void nr_step_sign(const struct nr_sketch *s, uint64_t ref, bool near, struct nr_buf *scratch,
                  struct nr_buf *out);

/* The lines below are parsed without their newline. Views are of the line; id is in its escaped
 * form, and is not checked. False on anything that is no such line. */

struct nr_key_line {
    uint64_t key, ref;
    struct nr_str sketch, id;
};

bool nr_key_line_parse(struct nr_str line, struct nr_key_line *k);

struct nr_pair_line {
    uint64_t later, earlier; /* earlier < later */
    uint32_t millionths;
    struct nr_str id;
};

/* With newline. */
void nr_pair_line_add(struct nr_buf *out, const struct nr_pair_line *p);
bool nr_pair_line_parse(struct nr_str line, struct nr_pair_line *p);

struct nr_drop_line {
    uint64_t ref, kept; /* kept < ref */
    uint32_t millionths;
    struct nr_str id; /* escaped; empty: the record kept has none, its reference names it */
};

/* With newline. */
void nr_drop_line_add(struct nr_buf *out, const struct nr_drop_line *d);
bool nr_drop_line_parse(struct nr_str line, struct nr_drop_line *d);

#endif
