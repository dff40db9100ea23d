/* Texts of Project Gutenberg: the text between the header and the licence.
 *
 * Known by the lines that set them off: "*** START OF THE PROJECT GUTENBERG EBOOK ... ***" with its
 * older forms, "*END*THE SMALL PRINT! ...", "*** END OF THE PROJECT GUTENBERG EBOOK ... ***". Also
 * cut are the credits that open the text ("Produced by ...") and the line that closes it ("End of
 * the Project Gutenberg EBook of ..."). Notes of the transcribers stay. */
#ifndef NEWSREEL_TEXT_GUTENBERG_H
#define NEWSREEL_TEXT_GUTENBERG_H

#include "newsreel/core/arena.h"

struct nr_gutenberg {
    struct nr_str text; /* without blank lines at its ends; views show bytes of what was given */
    /* What the header says, on one line and without white space around it; empty where it does
     * not. */
    struct nr_str title, author, language;
};

/* Fills in *g. False where text has none of those lines: then g->text is text, and the rest is
 * empty. Only the first and the last 64 KiB are looked at for them, so that it costs little to ask
 * of any text. Long titles are put together in the arena. */
bool nr_gutenberg_find(struct nr_gutenberg *g, struct nr_str text, struct nr_arena *arena);

#endif
