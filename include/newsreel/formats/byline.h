/* Names and places out of the lines that agencies put over a story. */
#ifndef NEWSREEL_FORMATS_BYLINE_H
#define NEWSREEL_FORMATS_BYLINE_H

#include "newsreel/formats/story.h"

/* Adds the names in line: "By Ann Lee and Bo Ek, AP Business Writer" gives "Ann Lee" and "Bo Ek".
 * The word before them, titles, outlets, places and initials are left out where it is certain that
 * they are that. */
void nr_byline_add(struct nr_texts *by, struct nr_arena *arena, struct nr_str line);

/* The place that a dateline begins with: "STOCKHOLM, Aug 29, 2014 (AFP) -" gives "STOCKHOLM".
 * Empty when there is none. A view into the arena. */
struct nr_str nr_dateline_place(struct nr_arena *arena, struct nr_str line);

#endif
