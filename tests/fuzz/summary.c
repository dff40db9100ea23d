/* A report on any records and any stages is a well-formed page in which their text is text and
 * nothing else, and tables without control characters. The bytes themselves, taken for facts, do no
 * harm. */
#include "newsreel/publish/summary.h"
#include "newsreel/core/utf8.h"
#include <assert.h>
#include <libxml/parser.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_known(const xmlNode *n)
{
    static const char *const names[] = {
        "html",  "head",   "meta",   "title",   "style",   "body",      "main", "header", "section",
        "h1",    "h2",     "h3",     "h4",      "p",       "i",         "b",    "div",    "span",
        "small", "dl",     "dt",     "dd",      "ul",      "ol",        "li",   "svg",    "rect",
        "path",  "figure", "footer", "details", "summary", "figcaption"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp((const char *)n->name, names[i]) == 0)
            return true;
    return false;
}

static void check_node(const xmlNode *n)
{
    assert(n->type == XML_ELEMENT_NODE || n->type == XML_TEXT_NODE);
    if (n->type != XML_ELEMENT_NODE)
        return;
    assert(is_known(n));
    for (const xmlAttr *a = n->properties; a; a = a->next)
        assert(strncmp((const char *)a->name, "on", 2) != 0 &&
               strcmp((const char *)a->name, "href") != 0);
}

static void check_page(const struct nr_buf *page)
{
    assert(nr_utf8_valid(nr_buf_str(page)) == page->len);
    xmlDoc *d = xmlReadMemory(page->data, (int)page->len, NULL, "UTF-8",
                              XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    assert(d);
    xmlNode *root = xmlDocGetRootElement(d), *n = root;
    while (n) {
        check_node(n);
        if (n->children) {
            n = n->children;
            continue;
        }
        while (n && n != root && !n->next)
            n = n->parent;
        n = !n || n == root ? NULL : n->next;
    }
    xmlFreeDoc(d);
}

static void check_tables(const struct nr_buf *tables)
{
    assert(nr_utf8_valid(nr_buf_str(tables)) == tables->len);
    for (size_t i = 0; i < tables->len; i++) {
        unsigned char c = (unsigned char)tables->data[i];
        assert(c == '\n' || (c >= 0x20 && c != 0x7f));
        assert(c != 0xc2 || (unsigned char)tables->data[i + 1] >= 0xa0);
    }
}

static void finish(struct nr_summary *s, struct nr_str stages)
{
    struct nr_buf page = {0}, tables = {0};
    nr_summary_end(s, stages, false, 0);
    nr_summary_page(s, &page);
    nr_summary_tables(s, &tables);
    check_page(&page);
    check_tables(&tables);
    nr_buf_free(&page);
    nr_buf_free(&tables);
    nr_summary_free(s);
}

/* Each line that is a record counts as one; the last line that is none is taken for the stages. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_str lines = nr_str((const char *)data, size), line, stages = lines;
    struct nr_record record = {0};
    struct nr_arena arena = {0};
    struct nr_sample cards = {0};
    struct nr_buf facts = {0};
    struct nr_error e;
    struct nr_summary *s = nr_summary_new(), *raw = nr_summary_new();
    while (lines.len && nr_str_split(&lines, '\n', &line)) {
        if (nr_record_scan(&record, line, &e) == NR_OK)
            nr_facts_add(&facts, &record, line, &cards, &arena);
        else
            stages = line;
    }
    nr_summary_add(s, nr_buf_str(&facts));
    finish(s, stages);
    if (nr_utf8_valid(stages) == stages.len) { /* names are valid by contract */
        nr_summary_add(raw, stages);
    }
    nr_summary_free(raw);
    nr_record_free(&record);
    nr_arena_free(&arena);
    nr_sample_free(&cards);
    nr_buf_free(&facts);
    return 0;
}
