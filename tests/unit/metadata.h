/* A page and what is read of it. Include cmocka first. */
#ifndef NEWSREEL_TESTS_METADATA_H
#define NEWSREEL_TESTS_METADATA_H

#include "newsreel/html/metadata.h"

struct fixture {
    struct nr_dom dom;
    struct nr_metadata m;
};

static inline void read(struct fixture *f, const char *page)
{
    nr_dom_parse(&f->dom, nr_str_of(page));
    nr_metadata_read(&f->m, &f->dom, nr_str_of("https://news.example/2020/01/02/ferry.html"),
                     nr_str_of("2022-06-01T00:00:00Z"));
}

static inline void done(struct fixture *f)
{
    nr_dom_free(&f->dom);
    nr_metadata_free(&f->m);
}

static inline void assert_str(struct nr_str s, const char *want)
{
    if (!nr_str_is(s, want))
        print_error("'%.*s' is not '%s'\n", (int)s.len, s.data ? s.data : "", want);
    assert_true(nr_str_is(s, want));
}

static inline void assert_by(const struct fixture *f, const char *want)
{
    struct nr_buf by = {0};
    for (size_t i = 0; i < f->m.by_count; i++) {
        if (i)
            nr_buf_add_char(&by, '|');
        nr_buf_add_str(&by, f->m.by[i]);
    }
    assert_str(nr_buf_str(&by), want);
    nr_buf_free(&by);
}

#endif
