/* nr_review: a page for people that shows what was kept of some records, and why the rest was not.
 *
 * Each record is a card: its members, and its pieces of text in their order, runs of kept ones and
 * runs of those that are gone with the reason as text and as title. The page is one file of HTML
 * that loads nothing and runs nothing, and says so in a Content-Security-Policy; the boxes that
 * show and hide what went for one reason are CSS alone.
 *
 * Invariants
 *   - What is shown is text wherever it came from: every <, >, &, quote and control character in it
 *     is written as a reference or as U+FFFD. The page is well-formed XML too.
 *   - A card is one line, and has at most NR_CARD_BYTES and one member or piece more: a piece is
 *     cut behind NR_PIECE_BYTES, and pieces that do not fit are counted.
 *   - The same input gives the same bytes. */
#ifndef NEWSREEL_HTML_REVIEW_H
#define NEWSREEL_HTML_REVIEW_H

#include "newsreel/core/sample.h"
#include "newsreel/html/article.h"
#include "newsreel/json/record.h"
#include "newsreel/text/furniture.h"

enum {
    NR_CARD_BYTES = 128 << 10,
    NR_PIECE_BYTES = 2000,
    NR_CARD_MEMBERS = 32, /* of a record that are shown */
};

/* Visible text of a record: a block of its page, or a paragraph of its text. */
struct nr_piece_shown {
    struct nr_str text;
    const char *reason; /* a constant string; NULL: kept */
    bool moved;         /* it left the text for a member of the record */
    enum nr_block_role role;
};

struct nr_member_shown {
    struct nr_str name, value;
    bool found; /* it was not there, or was another, before */
};

/* Views only; all text is valid UTF-8. */
struct nr_card {
    struct nr_str title; /* empty: there is none */
    const char *dropped; /* the reason why the record does not pass; NULL: it passes */
    const struct nr_member_shown *members;
    size_t member_count;
    const struct nr_piece_shown *pieces;
    size_t piece_count;
};

/* The pieces of a page and of a text; of text that is shown as it is, its paragraphs. The array is
 * in the arena, *count long, and its views are those of what is given. */
struct nr_piece_shown *nr_review_blocks(const struct nr_article *a, struct nr_arena *arena,
                                        size_t *count);
struct nr_piece_shown *nr_review_parts(const struct nr_parts *p, struct nr_arena *arena,
                                       size_t *count);
struct nr_piece_shown *nr_review_text(struct nr_str text, struct nr_arena *arena, size_t *count);

/* Gives the card the record's members as they are now, but for text and html, and the title they
 * hold: the headline, else the address. What is not in the record is in the arena. */
void nr_review_members(struct nr_card *card, const struct nr_record *r, struct nr_arena *arena);

/* Appends a card on a line: the hash by which it may be chosen, in decimal, a blank, and HTML. */
void nr_review_card(struct nr_buf *out, uint64_t hash, const struct nr_card *card);

/* Adds the cards of such lines to the sample. */
void nr_review_gather(struct nr_sample *cards, struct nr_str lines);

/* Appends the page around the sample's cards, in the order in which they were added. Sorts them. */
void nr_review_page(struct nr_buf *out, struct nr_sample *cards);

#endif
