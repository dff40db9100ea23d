/* nr_evidence: what speaks for a block as a part of the article and what against, in numbers.
 *
 * Shares are in percent, lengths in words unless named otherwise, flags 0 or 1; everything is
 * capped to int16_t. The names are those that the model is trained by (lib/html/model.h). */
#ifndef NEWSREEL_HTML_EVIDENCE_H
#define NEWSREEL_HTML_EVIDENCE_H

#include "candidates.h"

/* The names, in groups. clang-format would lay them out anew each time that it runs. */
/* clang-format off */
#define NR_EVIDENCE(X)                                                                             \
    /* its text */                                                                                 \
    X(WORDS) X(CHARS) X(WORD_LENGTH) X(LINKED) X(COMMAS) X(STOPS) X(SENTENCE) X(COLON) X(DIGITS)   \
    X(CAPITALS) X(SHORTS) X(STRONG) X(COPYRIGHT) X(FIRST) X(PHRASE)                                \
    /* its element */                                                                              \
    X(TAG) X(HEADING) X(ITEM) X(TABLE) X(FIGURE) X(QUOTE) X(ARTICLE) X(MAIN) X(ASIDE)              \
    X(IN_HEADER) X(IN_FOOTER) X(ELSE)                                                              \
    /* names around it: 2 close by, 1 further out */                                               \
    X(BODY) X(CONTENT) X(HIDDEN) X(NAVIGATION) X(HEADER) X(FOOTER) X(SIDEBAR) X(SHARE) X(ADVERT)   \
    X(RELATED) X(COMMENTS) X(META) X(NOTICE) X(FORM) X(MEDIA) X(LEAD)                              \
    /* the elements that hold it and other blocks, from the smallest on */                         \
    X(HOLDER_BLOCKS) X(HOLDER_WORDS) X(HOLDER_LINKED) X(HOLDER_PROSE) X(HOLDER_MEAN)               \
    X(OUTER_BLOCKS) X(OUTER_WORDS) X(OUTER_LINKED) X(OUTER_PROSE) X(OUTER_MEAN) X(THIRD_BLOCKS)    \
    X(THIRD_LINKED) X(THIRD_PROSE)                                                                 \
    /* the candidates */                                                                           \
    X(IN_SCORED) X(IN_WEIGHED) X(IN_DECLARED) X(IN_RUN) X(AGREEMENT) X(SCORED_PROSE)               \
    X(WEIGHED_PROSE) X(DECLARED_PROSE) X(SCORED_PLACE) X(RUN_BEGIN) X(RUN_END)                     \
    /* where it stands */                                                                          \
    X(PLACE) X(PROSE_BEFORE) X(SINCE_TITLE) X(SINCE_PROSE) X(UNTIL_PROSE) X(WINDOW_BEFORE)         \
    X(WINDOW_BEHIND) X(PAGE_BLOCKS) X(PAGE_PROSE)                                                  \
    /* what has come since the title */                                                            \
    X(PHRASES) X(SINCE_PHRASE) X(HEADINGS) X(LINKED_HEADINGS) X(SINCE_HEADING) X(HEADING_LINKED)   \
    X(HEADING_PHRASE) X(COMMENTS_BEFORE) X(PROSE_SINCE_TITLE)                                      \
    /* its neighbours */                                                                           \
    X(WORDS_1) X(LINKED_1) X(SENTENCE_1) X(WORDS_2) X(LINKED_2) X(SENTENCE_2) X(WORDS_3)           \
    X(LINKED_3) X(WORDS_4) X(LINKED_4)                                                             \
    /* its like: blocks whose elements have the same names */                                      \
    X(LIKE_PROSE) X(LIKE_BLOCKS) X(LIKE_BEFORE) X(LIKE_BEHIND) X(SAME_HOLDER_BEFORE)               \
    X(SAME_HOLDER_BEHIND) X(LIKE_SCORED)                                                           \
    /* what the page says of itself */                                                             \
    X(TITLE) X(REPEATED) X(SUMMARY)
/* clang-format on */

enum nr_evidence_name {
#define NR_EVIDENCE_ENUM(name) NR_EVIDENCE_##name,
    NR_EVIDENCE(NR_EVIDENCE_ENUM)
#undef NR_EVIDENCE_ENUM
        NR_EVIDENCE_COUNT
};

struct nr_evidence {
    int16_t of[NR_EVIDENCE_COUNT];
};

/* One for each block, in the arena. text is what the blocks' from and len refer to. Linear. */
struct nr_evidence *nr_evidence_gather(const struct nr_candidates *c, const struct nr_dom *d,
                                       const struct nr_block_info *blocks, size_t count,
                                       struct nr_str text, struct nr_arena *arena);

#endif
