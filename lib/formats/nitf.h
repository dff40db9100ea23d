/* NITF where another format has it inside. */
#ifndef NEWSREEL_LIB_FORMATS_NITF_H
#define NEWSREEL_LIB_FORMATS_NITF_H

#include "xml.h"

/* Fills what is empty in story with what the nitf element says; the text apart. */
void nr_nitf_read(const xmlNode *nitf, struct nr_story *story, struct nr_arena *arena);

/* The text of body.content alone, or of the body that has none. */
struct nr_str nr_nitf_text(const xmlNode *nitf, struct nr_arena *arena);

#endif
