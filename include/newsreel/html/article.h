/* nr_article: the article of a page, as paragraphs, without what surrounds it.
 *
 * The page is cut into blocks of running text. Candidates for the article come from what the markup
 * declares, from the weights of Mozilla's Readability, from scores that add up over the tree, and
 * from the best run of blocks; with counts of the block, the names of its elements and its
 * neighbours they are the evidence that a model of decision trees weighs, which was learnt from
 * pages whose articles are known. Kept is the set of blocks with the best expected F1. Every step
 * is linear in the page.
 *
 * Invariants
 *   - Blocks stand in the order of the page. Together they are all the visible text of it: those
 *     with removed == NULL are the article, the others say why they are not part of it.
 *   - A block's text has no blanks at its ends and no two in a row. A newline in it is a <br> or
 *     the line of a pre; a tab is between the cells of a table's row.
 *   - Zero-initialised is ready. Views live until the next call or nr_article_free. Not for two
 *     threads at once. */
#ifndef NEWSREEL_HTML_ARTICLE_H
#define NEWSREEL_HTML_ARTICLE_H

#include "newsreel/html/date.h"
#include "newsreel/html/dom.h"
#include "newsreel/text/recurring.h"

enum nr_block_role {
    NR_BLOCK_BODY,
    NR_BLOCK_HEADING,
    NR_BLOCK_ITEM,
    NR_BLOCK_QUOTE,
    NR_BLOCK_TABLE,
    NR_BLOCK_VERBATIM,
    NR_BLOCK_CAPTION, /* of a picture, a table or a player */
    NR_BLOCK_COMMENT, /* what a reader wrote, not the buttons around it */
};

struct nr_block {
    struct nr_str text;
    enum nr_block_role role;
    uint32_t node;       /* the innermost element that holds all of it */
    const char *removed; /* a constant word: "navigation", "comments", "links", ...; NULL: kept */
};

struct nr_article {
    struct nr_block *blocks;
    size_t count;
    struct nr_buf text;
    struct nr_arena arena;
};

/* d stays unchanged and need not outlive the call. told is the text of the article as the page
 * tells it to machines (nr_metadata.body): one more witness; may be empty. */
void nr_article_extract(struct nr_article *a, const struct nr_dom *d, struct nr_str told);

/* The blocks alone, all of them kept: for what is an article as a whole. */
void nr_article_cut(struct nr_article *a, const struct nr_dom *d);

/* Removes the first kept block whose letters and digits are those of line, ASCII case apart: the
 * headline, once it has a member of its own. When none is kept, the first heading of these letters
 * gets the reason. */
void nr_article_drop(struct nr_article *a, struct nr_str line, const char *reason);

/* Removes the kept blocks that say the headline with more around it: those inside heading, a node
 * of d, the page that the article was taken from (0: none), unless nothing else is kept; and the
 * page's title, which is no text of an article even where it is all there is. */
void nr_article_drop_heading(struct nr_article *a, const struct nr_dom *d, uint32_t heading,
                             const char *reason);

/* Keeps the captions inside the article, which are removed otherwise. */
void nr_article_keep_captions(struct nr_article *a);

/* A date that stands in a short block around the begin of the article, or right behind its end:
 * what a reader would take for the day it was published. False when there is none. */
bool nr_article_date(const struct nr_article *a, char out[NR_DATE_SIZE]);

/* Removes kept blocks that are known phrases of page furniture (text/furniture.h). */
void nr_article_drop_phrases(struct nr_article *a);

/* Removes kept blocks that recur on the site; none where they are most of the article, which is
 * then another copy of one that was learnt from. fold keeps its memory from call to call. */
void nr_article_drop_recurring(struct nr_article *a, const struct nr_recurring *recurring,
                               uint64_t site, struct nr_buf *fold);

void nr_article_free(struct nr_article *a);

#endif
