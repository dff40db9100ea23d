/* What makes an object of JSON an item of ninjs, and where it ends. Shared by the two files of that
 * format. */
#ifndef NEWSREEL_LIB_FORMATS_NINJS_H
#define NEWSREEL_LIB_FORMATS_NINJS_H

#include "newsreel/formats/format.h"

/* The signs that the keys of an object give, added up. */
struct nr_ninjs_signs {
    unsigned weight;
    bool named;   /* a key that names the item or its version */
    bool certain; /* a key that hardly anything else has */
    bool foreign; /* a key of the stream's own records */
};

void nr_ninjs_sign(struct nr_ninjs_signs *signs, struct nr_str key);
bool nr_ninjs_is_item(const struct nr_ninjs_signs *signs);

/* Whether a member of that name may hold items: "item", "items", "data" and the like. */
bool nr_ninjs_is_wrapper(struct nr_str key);

/* Whether JSON that begins with head, which may end anywhere, has an item at the top, in an array,
 * or in wrappers. Looks at keys alone. */
bool nr_ninjs_begins(struct nr_str head, struct nr_str name);

/* The cut (formats/format.h): the objects of a concatenation, of lines, or of an array around all
 * of them. */
enum nr_status nr_ninjs_cut(struct nr_cut *cut, struct nr_str bytes, bool last);

#endif
