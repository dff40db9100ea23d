/* What a news text is about, by words that speak for a topic.
 *
 * A lexicon is lines "topic<TAB>weight<TAB>term, term, ...": the weight, 1 to 9, says how much one
 * of the terms counts; a term is a word or up to NR_TOPICS_TERM of them, in any case. A plural in s
 * counts as the word. Empty lines and lines that begin with '#' are comments. The built-in lexicon
 * is of this form (lib/tags/topics_table.c): English, for the 17 top terms of the IPTC Media
 * Topics, whose codes the results carry.
 *
 * Score of a topic: the sum over its terms in the text of weight times 1 + log2 of how often it is
 * there, each time the longest term counting. Reported are up to NR_TOPICS_FOUND, the best first,
 * that have NR_TOPICS_SCORE points and a fifth of the sum of all. */
#ifndef NEWSREEL_TAGS_TOPICS_H
#define NEWSREEL_TAGS_TOPICS_H

#include "newsreel/core/err.h"
#include "newsreel/tags/tokens.h"

enum { NR_TOPICS_TERM = 4, NR_TOPICS_FOUND = 3, NR_TOPICS_MOST = 256, NR_TOPICS_SCORE = 12 };

struct nr_topics;

/* NR_OK and a lexicon that holds a copy of list; or NR_FAIL for the first bad line, with its number
 * in e->line. An empty list is the built-in one. */
enum nr_status nr_topics_new(struct nr_topics **topics, struct nr_str list, struct nr_error *e);
void nr_topics_free(struct nr_topics *t);

/* What has been counted of one text. Zero-initialised is ready; the owner frees it. */
struct nr_topics_count {
    uint32_t *seen; /* how often each entry of the lexicon was */
    size_t *found;  /* those that were */
    size_t found_count, size;
};

struct nr_topic {
    struct nr_str name; /* of the lexicon */
    struct nr_str code; /* "medtop:11000000"; empty for names that are not IPTC's */
    unsigned percent;   /* of all points */
};

void nr_topics_read(const struct nr_topics *t, struct nr_topics_count *count,
                    const struct nr_tokens *block);
/* The topics of what was read, how many they are; count is then ready for the next text. */
size_t nr_topics_result(const struct nr_topics *t, struct nr_topics_count *count,
                        struct nr_topic found[NR_TOPICS_FOUND]);
void nr_topics_count_free(struct nr_topics_count *count);

#endif
