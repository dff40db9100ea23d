#include "newsreel/core/utf8.h"
#include "newsreel/html/article.h"
#include "newsreel/html/metadata.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(struct nr_str s)
{
    assert(nr_utf8_valid(s) == s.len);
    assert(s.len == 0 || nr_str_trim(s).len == s.len);
}

static void check_dom(const struct nr_dom *d)
{
    assert(d->count > 0 && d->nodes[0].end == d->count);
    for (uint32_t i = 1; i < d->count; i++) {
        const struct nr_node *n = &d->nodes[i];
        assert(n->parent < i && i < n->end && n->end <= d->nodes[n->parent].end);
        if (n->tag == NR_TAG_TEXT)
            assert(nr_utf8_valid(n->text) == n->text.len);
    }
}

static void check_metadata(const struct nr_metadata *m)
{
    const struct nr_str fields[] = {m->headline, m->created,  m->modified, m->section,
                                    m->url,      m->language, m->site,     m->summary};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        check_text(fields[i]);
    assert(m->by_count <= NR_AUTHORS);
    for (size_t i = 0; i < m->by_count; i++)
        check_text(m->by[i]);
    assert(m->keyword_count <= NR_KEYWORDS);
    for (size_t i = 0; i < m->keyword_count; i++)
        check_text(m->keywords[i]);
}

/* Any page gives a sound tree, valid text and valid members; the same page gives the same again. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf page = {0};
    struct nr_dom d = {0};
    struct nr_article a = {0};
    struct nr_metadata m = {0};
    nr_utf8_repair(&page, nr_str((const char *)data, size));
    size_t counts[2];
    for (size_t i = 0; i < 2; i++) {
        nr_dom_parse(&d, nr_buf_str(&page));
        check_dom(&d);
        nr_metadata_read(&m, &d, nr_str_of("https://news.example/a/b"), nr_str_of("2026-01-01"));
        check_metadata(&m);
        nr_article_extract(&a, &d, m.body);
        assert(m.heading < d.count);
        nr_article_drop(&a, m.headline, "headline");
        nr_article_drop_heading(&a, &d, m.heading, "headline");
        nr_article_drop_phrases(&a);
        for (size_t k = 0; k < a.count; k++)
            check_text(a.blocks[k].text);
        counts[i] = a.count;
    }
    assert(counts[0] == counts[1]);
    nr_metadata_free(&m);
    nr_article_free(&a);
    nr_dom_free(&d);
    nr_buf_free(&page);
    return 0;
}
