/* The root element of XML, told from the first bytes. */
#ifndef NEWSREEL_LIB_FORMATS_ROOT_H
#define NEWSREEL_LIB_FORMATS_ROOT_H

#include "newsreel/core/str.h"

struct nr_root {
    struct nr_str name; /* without its prefix */
    struct nr_str tag;  /* from "<" to ">", or as much of it as there is */
};

/* Passes over a byte order mark, blanks, declarations, comments and a document type, in any order.
 * False when what follows them is no element. Views of head. */
bool nr_root_find(struct nr_str head, struct nr_root *root);

#endif
