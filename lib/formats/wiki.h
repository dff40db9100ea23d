/* What the parts of the reader of wikitext share.
 *
 * First the markup inside lines is undone (wikitext.c, with wiki_tags.c and wiki_links.c): text is
 * written as it comes, and when something ends that is not to stay, what has been written since its
 * begin is taken back. So nesting needs no more than a stack of begins, and what never ends does no
 * harm. Then the lines are made into paragraphs (wiki_lines.c). */
#ifndef NEWSREEL_LIB_FORMATS_WIKI_H
#define NEWSREEL_LIB_FORMATS_WIKI_H

#include "wikitext.h"

enum nr_wiki_kind { NR_WIKI_TEMPLATE, NR_WIKI_PARAMETER, NR_WIKI_TABLE, NR_WIKI_LINK, NR_WIKI_URL };

/* Something that has begun. */
struct nr_wiki_open {
    enum nr_wiki_kind kind;
    size_t from; /* in out: where its opening mark stands */
};

enum { NR_WIKI_MARK = 2, NR_WIKI_TAGS = 96 };

struct nr_wiki {
    struct nr_str text;
    size_t at;
    struct nr_buf *out;
    struct nr_arena *arena;
    const struct nr_wiki_names *names;
    struct nr_wiki_page *page;
    struct nr_wiki_open open[NR_WIKI_DEPTH];
    size_t depth;
    size_t over;                /* templates that are too deep to be on the stack */
    bool endless[NR_WIKI_TAGS]; /* elements that are not closed any more from here on */
    bool verse;                 /* line ends are meant */
};

/* In the text between the two steps: a line end that is meant. */
enum { NR_WIKI_BREAK = '\v' };

/* at stands on a "<". Moves behind the tag, or behind all of the element. */
void nr_wiki_tag(struct nr_wiki *w);

/* A link or a template ends: what it has written becomes what is left of it. */
void nr_wiki_end_link(struct nr_wiki *w, size_t from);
void nr_wiki_end_template(struct nr_wiki *w, size_t from);

/* Appends the lines of text as paragraphs. */
void nr_wiki_lines(struct nr_str text, struct nr_buf *out);

#endif
