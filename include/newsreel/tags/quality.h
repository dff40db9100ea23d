/* nr_quality: what authors of language-model corpora measure to tell text from noise: repetition,
 * symbols, the length of words, lines that are no sentences. The rules of the same name differ from
 * author to author, so a set of definitions is chosen by name, and the keys are its author's own:
 *
 *   dolma-gopher-v1, -v2   the Gopher rules (Rae et al. 2021) as dolma's taggers count them
 *   datatrove              the repetition rules of Gopher as datatrove counts them, over words split
 *                          at white space
 *   dolma-c4-v1            the C4 rules (Raffel et al. 2020) as dolma's tagger counts them
 *   fineweb-v1             the rules that FineWeb adds (Penedo et al. 2024)
 *   nemo                   the heuristic filters of NeMo Curator, without three long sentences of
 *                          its boilerplate
 *   redpajama-v2           the signals of RedPajama-v2, of a whole text and of lines, that need no model;
 *                          of the lists of words only the stop words of en, de, fr, es and it
 *
 * tag(1) has each definition. Words, where nothing else is said, are what lies between the white
 * space of Python's str.split; lengths are in code points.
 *
 * Exactness. No value depends on hashes being different: words, lines and paragraphs are compared
 * byte for byte where their hashes are equal, and an n-gram is named by the names of the two
 * (n-1)-grams in it, which are numbers. It can occur twice only where both of them do, so nearly
 * nothing is left to count after the 2-grams.
 *
 * Cost. Linear; the memory is at most about 20 bytes for each byte of the text (40 for datatrove,
 * whose repeated n-grams are kept), 4 for prose; and 500 for each line for redpajama-v2.
 *
 * Invariants
 *   - A signal whose value is not defined for the text (a share of no lines) is NR_SIGNAL_NONE.
 *   - The keys of a set and their order do not depend on the text, but for the n-grams of dolma,
 *     which are there as far as the text has so many words.
 *   - Everything that comes back lives until the next call. */
#ifndef NEWSREEL_TAGS_QUALITY_H
#define NEWSREEL_TAGS_QUALITY_H

#include "newsreel/core/str.h"
#include <stdint.h>

enum nr_quality_set {
    NR_QUALITY_DOLMA_GOPHER_V1,
    NR_QUALITY_DOLMA_GOPHER_V2,
    NR_QUALITY_DATATROVE,
    NR_QUALITY_DOLMA_C4_V1,
    NR_QUALITY_FINEWEB_V1,
    NR_QUALITY_NEMO,
    NR_QUALITY_REDPAJAMA_V2,
    NR_QUALITY_SETS
};

#define NR_QUALITY_NAMES                                                                           \
    "dolma-gopher-v1, dolma-gopher-v2, datatrove, dolma-c4-v1, fineweb-v1, nemo, redpajama-v2"

/* The longest text; a longer one has no signals. */
#define NR_QUALITY_LONGEST UINT32_MAX

const char *nr_quality_name(enum nr_quality_set set);
bool nr_quality_find(struct nr_str name, enum nr_quality_set *set);

enum nr_signal_type {
    NR_SIGNAL_REAL,
    NR_SIGNAL_COUNT, /* a whole number in count */
    NR_SIGNAL_FLAG,  /* count is 0 or 1 */
    NR_SIGNAL_NONE,  /* no value */
    NR_SIGNAL_GROUP, /* no signal: the ones after it that are inside belong to it */
    NR_SIGNAL_LIST,  /* the same for spans */
    NR_SIGNAL_SPAN,  /* a real for the code points from start to end, or no value if none is set */
};

struct nr_signal {
    enum nr_signal_type type;
    bool inside, none;
    const char *key;
    double real;
    uint64_t count, start, end;
};

struct nr_quality *nr_quality_new(void);
void nr_quality_free(struct nr_quality *q);

/* Looks at another text (valid UTF-8), which must live until the next one, as language does: its
 * tag of BCP 47, or empty. */
void nr_quality_begin(struct nr_quality *q, struct nr_str text, struct nr_str language);

/* The signals of a set for that text, in its order. What sets have in common is computed once. */
const struct nr_signal *nr_quality_signals(struct nr_quality *q, enum nr_quality_set set,
                                           size_t *count);

#endif
