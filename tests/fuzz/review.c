/* A report on any text is a well-formed page in which that text is text and nothing else. */
#include "newsreel/html/review.h"
#include "newsreel/core/utf8.h"
#include <assert.h>
#include <libxml/parser.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PIECES = 64, MEMBERS = 8 };

struct counts {
    size_t pieces, runs, other, cards;
};

static bool is(const xmlChar *name, const char *what)
{
    return strcmp((const char *)name, what) == 0;
}

static bool is_known(const xmlNode *n)
{
    static const char *const names[] = {"html", "head",   "meta",     "title",  "style", "body",
                                        "main", "header", "h1",       "p",      "i",     "b",
                                        "h2",   "span",   "fieldset", "legend", "label", "input",
                                        "div",  "dl",     "dt",       "dd",     "a",     "summary"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is(n->name, names[i]))
            return true;
    return false;
}

static void count(struct counts *c, xmlNode *n)
{
    bool in_pieces =
        is(n->name, "p") && n->parent->type == XML_ELEMENT_NODE && is(n->parent->name, "div");
    c->pieces += in_pieces;
    if (is(n->name, "details"))
        c->cards++;
    else
        c->other += !is_known(n);
    for (const xmlAttr *a = n->properties; a; a = a->next)
        if (is(a->name, "data-why"))
            c->runs++;
        else
            c->other += strncmp((const char *)a->name, "on", 2) == 0;
}

/* In document order, without recursion; nothing but elements and text stands there. */
static struct counts walk(xmlDoc *d)
{
    struct counts c = {0};
    xmlNode *root = xmlDocGetRootElement(d), *n = root;
    while (n) {
        assert(n->type == XML_ELEMENT_NODE || n->type == XML_TEXT_NODE);
        if (n->type == XML_ELEMENT_NODE)
            count(&c, n);
        if (n->children) {
            n = n->children;
            continue;
        }
        while (n && n != root && !n->next)
            n = n->parent;
        n = !n || n == root ? NULL : n->next;
    }
    return c;
}

/* The first byte of a line says what the rest of it is. */
static void read_card(struct nr_card *card, struct nr_piece_shown *pieces,
                      struct nr_member_shown *members, struct nr_str text)
{
    static const char *const reasons[] = {NULL, "navigation", "behind the article", "\"<&>'"};
    struct nr_str line;
    while (text.len && nr_str_split(&text, '\n', &line)) {
        unsigned char kind = line.len ? (unsigned char)line.data[0] : 0;
        struct nr_str rest = nr_str_sub(line, nr_utf8_ascii(line) ? 1 : 0, line.len);
        if (kind == 't')
            card->title = rest;
        else if (kind == 'm' && card->member_count < MEMBERS)
            members[card->member_count++] = (struct nr_member_shown){rest, rest, rest.len & 1};
        else if (card->piece_count < PIECES)
            pieces[card->piece_count++] = (struct nr_piece_shown){
                rest, reasons[kind & 3], kind & 4, (enum nr_block_role)(kind >> 3 & 15)};
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf text = {0}, line = {0}, page = {0};
    struct nr_piece_shown pieces[PIECES];
    struct nr_member_shown members[MEMBERS];
    struct nr_card card = {.members = members, .pieces = pieces};
    struct nr_sample cards = {.size = 4};
    nr_utf8_repair(&text, nr_str((const char *)data, size));
    read_card(&card, pieces, members, nr_buf_str(&text));
    nr_review_card(&line, size, &card);
    assert(nr_str_find_char(nr_buf_str(&line), '\n') == line.len - 1);
    assert(nr_utf8_valid(nr_buf_str(&line)) == line.len);
    nr_review_gather(&cards, nr_buf_str(&line));
    assert(cards.count == 1);
    nr_review_page(&page, &cards);
    xmlDoc *d = xmlReadMemory(page.data, (int)page.len, NULL, "UTF-8",
                              XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    assert(d);
    struct counts c = walk(d);
    assert(c.other == 0 && c.cards == 1 && c.runs <= c.pieces && c.pieces <= card.piece_count);
    assert(line.len >= NR_CARD_BYTES || c.pieces == card.piece_count);
    xmlFreeDoc(d);
    nr_sample_free(&cards);
    nr_buf_free(&text);
    nr_buf_free(&line);
    nr_buf_free(&page);
    return 0;
}
