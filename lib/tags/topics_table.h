/* The built-in lexicon of topics, and the codes of IPTC's names. */
#ifndef NEWSREEL_LIB_TAGS_TOPICS_TABLE_H
#define NEWSREEL_LIB_TAGS_TOPICS_TABLE_H

#include "newsreel/core/str.h"

/* Part i of the lexicon, of whole lines; the empty view behind the last. */
struct nr_str nr_topics_builtin(size_t i);

/* "medtop:11000000" for "politics"; empty for a name that is not among them. */
struct nr_str nr_topic_code(struct nr_str name);

#endif
