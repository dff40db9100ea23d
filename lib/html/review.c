#include "newsreel/html/review.h"
#include "newsreel/core/escape.h"
#include "newsreel/core/utf8.h"
#include "newsreel/text/paragraphs.h"

/* Bytes of a member and of a title that are shown, and of a piece that is long enough to stand on
 * lines of its own among others that are gone. */
enum { MEMBER_BYTES = 500, TITLE_BYTES = 300, LONG_BYTES = 120 };

/* ---- Pieces ---- */

struct nr_piece_shown *nr_review_blocks(const struct nr_article *a, struct nr_arena *arena,
                                        size_t *count)
{
    struct nr_piece_shown *pieces = nr_arena_zero(arena, a->count, sizeof *pieces);
    for (size_t i = 0; i < a->count; i++) {
        const struct nr_block *b = &a->blocks[i];
        bool moved = b->removed && strcmp(b->removed, "headline") == 0;
        pieces[i] = (struct nr_piece_shown){b->text, b->removed, moved, b->role};
    }
    *count = a->count;
    return pieces;
}

struct nr_piece_shown *nr_review_parts(const struct nr_parts *p, struct nr_arena *arena,
                                       size_t *count)
{
    static const char *const moved[] = {[NR_PLACE_SECTION] = "section",
                                        [NR_PLACE_HEADLINE] = "headline",
                                        [NR_PLACE_BY] = "byline",
                                        [NR_PLACE_GONE] = NULL};
    struct nr_piece_shown *pieces = nr_arena_zero(arena, p->count, sizeof *pieces);
    for (size_t i = 0; i < p->count; i++) {
        const struct nr_part *part = &p->parts[i];
        const char *to = moved[part->place];
        pieces[i] =
            (struct nr_piece_shown){part->text, to ? to : part->reason, to != NULL, NR_BLOCK_BODY};
    }
    *count = p->count;
    return pieces;
}

struct nr_piece_shown *nr_review_text(struct nr_str text, struct nr_arena *arena, size_t *count)
{
    struct nr_paragraphs walk;
    struct nr_paragraph p;
    size_t n = 0;
    for (nr_paragraphs_init(&walk, text); nr_paragraphs_next(&walk, &p);)
        n++;
    struct nr_piece_shown *pieces = nr_arena_zero(arena, n, sizeof *pieces);
    n = 0;
    for (nr_paragraphs_init(&walk, text); nr_paragraphs_next(&walk, &p);)
        pieces[n++].text = p.text;
    *count = n;
    return pieces;
}

/* ---- A card ---- */

/* At most limit bytes and no part of a character; what is left out shows as an ellipsis. */
static void add_cut(struct nr_buf *out, struct nr_str s, size_t limit)
{
    struct nr_str part = nr_str_sub(s, 0, limit);
    if (part.len < s.len)
        part.len = nr_utf8_valid(part);
    nr_html_add_text(out, part);
    if (part.len < s.len)
        nr_buf_add_cstr(out, "<i title=\"cut here\">\xe2\x80\xa6</i>");
}

static bool is_address(struct nr_str s)
{
    return s.len <= MEMBER_BYTES && nr_str_find_char(s, '\n') == s.len &&
           (nr_str_starts(s, nr_str_of("https://")) || nr_str_starts(s, nr_str_of("http://")));
}

static void add_value(struct nr_buf *out, struct nr_str value)
{
    bool address = is_address(value);
    if (address) {
        nr_buf_add_cstr(out, "<a rel=\"noreferrer\" href=\"");
        nr_html_add_text(out, value);
        nr_buf_add_cstr(out, "\">");
    }
    add_cut(out, value, MEMBER_BYTES);
    nr_buf_add_cstr(out, address ? "</a>" : "");
}

/* Up to the byte end of out: references can make a member six times as long. */
static void add_members(struct nr_buf *out, const struct nr_card *card, size_t end)
{
    nr_buf_add_cstr(out, "<dl>");
    for (size_t i = 0; i < card->member_count && i < NR_CARD_MEMBERS && out->len < end; i++) {
        const struct nr_member_shown *m = &card->members[i];
        nr_buf_add_cstr(out, m->found ? "<div class=\"found\"><dt>" : "<div><dt>");
        add_cut(out, m->name, MEMBER_BYTES);
        nr_buf_add_cstr(out, m->found ? " <span>found</span></dt><dd dir=\"auto\">"
                                      : "</dt><dd dir=\"auto\">");
        add_value(out, m->value);
        nr_buf_add_cstr(out, "</dd></div>");
    }
    nr_buf_add_cstr(out, "</dl>");
}

static const char *class_of(const struct nr_piece_shown *p)
{
    static const char *const roles[] = {[NR_BLOCK_HEADING] = "heading",
                                        [NR_BLOCK_ITEM] = "item",
                                        [NR_BLOCK_QUOTE] = "quote",
                                        [NR_BLOCK_TABLE] = "table",
                                        [NR_BLOCK_VERBATIM] = "verbatim"};
    size_t role = (size_t)p->role;
    if (p->reason)
        return p->text.len > LONG_BYTES ? "long" : NULL;
    return role < sizeof roles / sizeof *roles ? roles[role] : NULL;
}

static void add_piece(struct nr_buf *out, const struct nr_piece_shown *p)
{
    const char *class = class_of(p);
    nr_buf_add_cstr(out, "<p dir=\"auto\"");
    if (class)
        nr_buf_addf(out, " class=\"%s\"", class);
    nr_buf_add_char(out, '>');
    add_cut(out, p->text, NR_PIECE_BYTES);
    nr_buf_add_cstr(out, "</p>");
}

static bool same_fate(const struct nr_piece_shown *a, const struct nr_piece_shown *b)
{
    return a->moved == b->moved && !a->reason == !b->reason &&
           (!a->reason || strcmp(a->reason, b->reason) == 0);
}

/* A run of pieces with one fate. data-why and data-count are read again by the page. */
static void add_run(struct nr_buf *out, const struct nr_piece_shown *p, size_t count,
                    struct nr_str pieces)
{
    const char *fate = !p->reason ? "kept" : p->moved ? "moved" : "gone";
    struct nr_str why = nr_str_of(p->reason ? p->reason : "kept");
    nr_buf_addf(out, "<div class=\"run %s\" role=\"group\" data-why=\"", fate);
    nr_html_add_text(out, why);
    nr_buf_addf(out, "\" data-count=\"%zu\"", count);
    if (p->reason)
        nr_buf_add_cstr(out, p->moved ? " tabindex=\"0\" title=\"moved out of the text: "
                                      : " tabindex=\"0\" title=\"removed: ");
    else
        nr_buf_add_cstr(out, " title=\"");
    nr_html_add_text(out, why);
    nr_buf_add_cstr(out, "\"><b class=\"why\">");
    nr_html_add_text(out, why);
    nr_buf_add_cstr(out, "</b><div class=\"pieces\">");
    nr_buf_add_str(out, pieces);
    nr_buf_add_cstr(out, "</div></div>");
}

/* Appends the run that begins at from, or as much as there is room for up to the byte end of out.
 * Returns what comes next. */
static size_t next_run(struct nr_buf *out, const struct nr_card *card, size_t from, size_t end)
{
    struct nr_buf pieces = {0};
    size_t i = from;
    while (i < card->piece_count && out->len + pieces.len < end &&
           same_fate(&card->pieces[from], &card->pieces[i]))
        add_piece(&pieces, &card->pieces[i++]);
    if (i > from)
        add_run(out, &card->pieces[from], i - from, nr_buf_str(&pieces));
    nr_buf_free(&pieces);
    return i;
}

static void add_pieces(struct nr_buf *out, const struct nr_card *card, size_t end)
{
    size_t i = 0, next;
    while (i < card->piece_count && (next = next_run(out, card, i, end)) > i)
        i = next;
    if (i < card->piece_count)
        nr_buf_addf(out, "<p class=\"more\">%zu more pieces are not shown.</p>",
                    card->piece_count - i);
    if (card->piece_count == 0)
        nr_buf_add_cstr(out, "<p class=\"more\">There is no text.</p>");
}

static void add_summary(struct nr_buf *out, const struct nr_card *card)
{
    size_t kept = 0;
    for (size_t i = 0; i < card->piece_count; i++)
        kept += !card->pieces[i].reason;
    nr_buf_add_cstr(out, "<summary><h2 dir=\"auto\">");
    add_cut(out, card->title.len ? card->title : nr_str_of("(no headline)"), TITLE_BYTES);
    nr_buf_addf(out, "</h2><span class=\"sums\">%zu kept, %zu not", kept, card->piece_count - kept);
    if (card->dropped) {
        nr_buf_add_cstr(out, "; <b class=\"dropped\">dropped: ");
        nr_html_add_text(out, nr_str_of(card->dropped));
        nr_buf_add_cstr(out, "</b>");
    }
    nr_buf_add_cstr(out, "</span></summary>");
}

void nr_review_card(struct nr_buf *out, uint64_t hash, const struct nr_card *card)
{
    size_t end = out->len + NR_CARD_BYTES;
    nr_buf_addf(out, "%llu ", (unsigned long long)hash);
    nr_buf_add_cstr(out, "<details open=\"open\">");
    add_summary(out, card);
    add_members(out, card, end);
    add_pieces(out, card, end);
    nr_buf_add_cstr(out, "</details>\n");
}
