#include "blocks.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include "newsreel/text/chars.h"
#include <stdlib.h>

/* One walk over the nodes. Text gathers in the current block until an element that stands on its
 * own begins or ends; one <br> is a newline, two end the block. Blanks collapse as a browser does
 * it, so that words never stick together across elements and never fall apart inside one. */

enum { SHORT_WORD = 3 };

struct cutter {
    const struct nr_dom *dom;
    struct nr_buf *text;
    struct nr_block_info *blocks;
    size_t count, capacity;
    struct nr_block_info now; /* from and len: where its text begins; the counts */
    uint32_t first, last;     /* its first and last text node; first 0: nothing yet */
    uint32_t link_end;        /* end of the innermost link; text before it is linked */
    uint32_t strong_end;      /* end of the outermost bold element */
    uint32_t pre_end;         /* end of the outermost pre */
    uint32_t word_chars;      /* of the word that text ends in */
    uint32_t row_end;         /* end of the row that is cut as one block */
    unsigned breaks;          /* <br>s since the last text */
    bool solid;               /* the block has a letter or digit */
    bool blank, tab;          /* owed before the next text */
};

static bool is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0 || c == 0x2028 ||
           c == 0x2029 || c == 0x3000;
}

static bool is_comma(uint32_t c)
{
    return c == ',' || c == 0x3001 || c == 0xff0c || c == 0x060c || c == 0x055d;
}

/* Letters and digits, and whatever is not known to be a mark or an ornament. */
static bool is_solid(uint32_t c)
{
    if (c < 0x80)
        return nr_ascii_is_digit((char)c) || nr_ascii_is_letter((char)c);
    return c >= 0xc0 && (c < 0x2000 || c >= 0x3040) && c != 0xd7 && c != 0xfeff && c != 0xfffd;
}

/* The innermost element around nodes first..last. */
static uint32_t owner_of(const struct nr_dom *d, uint32_t first, uint32_t last)
{
    uint32_t i = d->nodes[first].parent;
    while (i != 0 && d->nodes[i].end <= last)
        i = d->nodes[i].parent;
    return i;
}

static void end_word(struct cutter *c)
{
    c->now.shorts += c->word_chars > 0 && c->word_chars <= SHORT_WORD;
    c->word_chars = 0;
}

static void end_block(struct cutter *c)
{
    struct nr_block_info *b = &c->now;
    b->len = c->text->len - b->from;
    if (c->first && c->solid) {
        b->owner = owner_of(c->dom, c->first, c->last);
        struct nr_str text = nr_str(c->text->data + b->from, b->len);
        end_word(c);
        b->colon = nr_str_ends(text, nr_str_of(":")) || nr_str_ends(text, nr_str_of("："));
        /* What a colon announces is text as well. */
        b->sentence = b->colon || nr_text_ends_sentence(text);
        b->row = c->last < c->row_end;
        c->blocks = nr_grow_array(c->blocks, &c->capacity, c->count + 1, sizeof *c->blocks);
        c->blocks[c->count++] = *b;
    } else {
        c->text->len = b->from;
    }
    *b = (struct nr_block_info){.from = c->text->len};
    c->word_chars = 0;
    c->first = 0;
    c->breaks = 0;
    c->blank = c->tab = c->solid = false;
}

/* What is owed before text goes on. */
static void pay_blanks(struct cutter *c)
{
    if (c->text->len > c->now.from) {
        if (c->breaks)
            nr_buf_add_char(c->text, '\n');
        else if (c->tab || c->blank)
            nr_buf_add_char(c->text, c->tab ? '\t' : ' ');
    }
    c->breaks = 0;
    c->blank = c->tab = false;
}

static void add_blank(struct cutter *c, uint32_t code, bool verbatim)
{
    if (verbatim && code == '\n')
        c->breaks = 1;
    c->blank = true;
}

static bool is_capital(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z';
    return (c >= 0xc0 && c <= 0xde) || (c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f);
}

static void count_char(struct cutter *c, uint32_t code, bool linked, bool begins_word)
{
    struct nr_block_info *b = &c->now;
    if (begins_word)
        end_word(c);
    c->word_chars++;
    b->chars++;
    b->linked += linked;
    b->commas += is_comma(code);
    b->stops += code == '.' || code == '!' || code == '?' || code == 0x3002 || code == 0xff01;
    b->digits += code < 0x80 && nr_ascii_is_digit((char)code);
    b->capitals += is_capital(code);
    b->copyright |= code == 0xa9;
    c->solid |= is_solid(code);
    if (code >= 0x0e00 && nr_char_is_unspaced(code))
        b->words += b->chars & 1;
    else
        b->words += begins_word;
}

static void add_text(struct cutter *c, uint32_t node)
{
    struct nr_str s = c->dom->nodes[node].text;
    bool linked = node < c->link_end, verbatim = node < c->pre_end;
    bool strong = node < c->strong_end;
    if (c->breaks > 1 && nr_str_trim(s).len)
        end_block(c);
    for (const char *at = s.data, *end = s.data + s.len; at < end;) {
        const char *from = at;
        uint32_t code = nr_utf8_next(&at, end);
        if (is_blank(code)) {
            add_blank(c, code, verbatim);
            continue;
        }
        bool begins = c->blank || c->breaks || c->tab || c->text->len == c->now.from;
        pay_blanks(c);
        nr_buf_add(c->text, from, (size_t)(at - from));
        count_char(c, code, linked, begins);
        c->now.strong += strong;
        c->first = c->first ? c->first : node;
        c->last = node;
    }
}

/* A row of at least two cells without anything in them that needs lines of its own. */
static bool is_data_row(const struct nr_dom *d, uint32_t row)
{
    size_t cells = 0, bytes = 0;
    for (uint32_t i = row + 1; i < d->nodes[row].end; i++) {
        const struct nr_node *n = &d->nodes[i];
        bool cell = n->tag == NR_TAG_TD || n->tag == NR_TAG_TH;
        bytes += n->tag == NR_TAG_TEXT ? nr_str_trim(n->text).len : 0;
        cells += cell;
        if (bytes > 1000 ||
            (!cell && n->tag != NR_TAG_P && nr_tag_kind(n->tag) == NR_TAG_KIND_BLOCK))
            return false;
    }
    return cells > 1;
}

static void enter(struct cutter *c, uint32_t node)
{
    const struct nr_node *n = &c->dom->nodes[node];
    bool block = nr_tag_kind(n->tag) == NR_TAG_KIND_BLOCK;
    if (n->tag == NR_TAG_BR) {
        c->breaks++;
    } else if (block && node < c->row_end) {
        c->tab |= n->tag == NR_TAG_TD || n->tag == NR_TAG_TH;
        c->blank = true;
    } else if (block) {
        end_block(c);
        if (n->tag == NR_TAG_TR && is_data_row(c->dom, node))
            c->row_end = n->end;
    }
    if (n->tag == NR_TAG_A && nr_dom_attribute(c->dom, node, NR_ATTR_HREF).data &&
        node >= c->link_end)
        c->link_end = n->end;
    if ((n->tag == NR_TAG_B || n->tag == NR_TAG_STRONG) && node >= c->strong_end)
        c->strong_end = n->end;
    if (n->tag == NR_TAG_PRE && node >= c->pre_end)
        c->pre_end = n->end;
}

static void leave(struct cutter *c, uint32_t node)
{
    unsigned tag = c->dom->nodes[node].tag;
    if (nr_tag_kind(tag) != NR_TAG_KIND_BLOCK)
        return;
    if (node < c->row_end && tag != NR_TAG_TR)
        c->blank = true;
    else
        end_block(c);
}

size_t nr_blocks_cut(const struct nr_dom *d, struct nr_buf *text, struct nr_arena *arena,
                     struct nr_block_info **blocks)
{
    struct cutter c = {.dom = d, .text = text};
    uint32_t open = 0;
    for (uint32_t i = 1; i <= d->count; i++) {
        while (open != 0 && d->nodes[open].end <= i) {
            leave(&c, open);
            open = d->nodes[open].parent;
        }
        if (i == d->count)
            break;
        const struct nr_node *n = &d->nodes[i];
        if (n->tag == NR_TAG_TEXT) {
            add_text(&c, i);
        } else if (nr_tag_kind(n->tag) == NR_TAG_KIND_OBJECT) {
            c.blank = true;
            i = n->end - 1;
        } else {
            enter(&c, i);
            open = i;
        }
    }
    end_block(&c);
    size_t size = nr_size_mul(c.count, sizeof *c.blocks);
    *blocks = nr_arena_alloc(arena, size);
    if (size)
        memcpy(*blocks, c.blocks, size);
    free(c.blocks);
    return c.count;
}
