/* The names of the gazetteer, in lists of names of one kind. */
#ifndef NEWSREEL_TAGS_GAZETTEER_NAMES_H
#define NEWSREEL_TAGS_GAZETTEER_NAMES_H

#include "newsreel/tags/gazetteer.h"

struct nr_name_list {
    uint32_t kinds;
    char country[3];          /* ISO 3166 and SU, or empty */
    const char *const *names; /* lower case, blanks between words, a comma behind each; NULL ends */
};

/* An empty one is behind the last. */
extern const struct nr_name_list nr_gazetteer_names[];

#endif
