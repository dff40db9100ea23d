/* What libraries say about a work: MODS (Library of Congress, 3.x) and Dublin Core. */
#ifndef NEWSREEL_LIB_FORMATS_MODS_H
#define NEWSREEL_LIB_FORMATS_MODS_H

#include "newsreel/formats/story.h"
#include <libxml/tree.h>

/* In the arena, each as nr_story has it; empty: it is not said. */
struct nr_mods {
    struct nr_str title, language, url;
    struct nr_str created; /* a day, for years and spans are none */
    struct nr_texts by, subjects;
};

/* n: mods, a relatedItem in it, or the element around the elements of Dublin Core. */
void nr_mods_read(struct nr_mods *mods, const xmlNode *n, struct nr_arena *arena);

/* Adds what is not said in mods and is in other, whose lists they then share. */
void nr_mods_add(struct nr_mods *mods, const struct nr_mods *other);

#endif
