/* What was printed on every page: numbers and running heads. Private to lib/text. */
#ifndef NEWSREEL_TEXT_PAGES_H
#define NEWSREEL_TEXT_PAGES_H

#include "newsreel/core/arena.h"

/* Lines that do not belong to the text, by where they begin. */
struct nr_pages {
    const char **lines; /* in the order of the text, in the arena */
    size_t count, next;
    bool feeds; /* the text has form feeds */
};

/* Where form feeds end the pages: lines among the first two and the last two of a page that recur
 * on three and more pages, whatever numbers they have, and page numbers. Where there are none:
 * numbers that stand apart, count up by one, and stand at equal distances, and what recurs beside
 * them. Of a text with very many pages only the first ones are looked at. */
void nr_pages_find(struct nr_pages *p, struct nr_str text, struct nr_arena *scratch);

/* True when the line that begins at begin is one of them. To be asked of each line, in order. */
static inline bool nr_pages_has(struct nr_pages *p, const char *begin)
{
    while (p->next < p->count && p->lines[p->next] < begin)
        p->next++;
    return p->next < p->count && p->lines[p->next] == begin;
}

#endif
