/* What the targets for cutters share: the caller's side of cut, in the smallest form. */
#ifndef NEWSREEL_TESTS_FUZZ_CUTTING_H
#define NEWSREEL_TESTS_FUZZ_CUTTING_H

#include "newsreel/formats/format.h"
#include <assert.h>

struct cutting {
    const struct nr_format *format;
    struct nr_str bytes;
    size_t step;  /* bytes that come at a time */
    size_t limit; /* more than that is let go; 0: nothing is */
    bool lost;
    unsigned columns;
};

/* Cuts all bytes and appends each piece's place and content, what goes wrong with a piece that was
 * let go aside. */
static void cut_all(const struct cutting *c, struct nr_buf *out)
{
    struct nr_cut cut = {.lost = c->lost, .columns = c->columns};
    size_t start = 0, have = 0, end = c->bytes.len;
    bool let_go = false;
    for (;;) {
        size_t left = end - start;
        have = have < left ? have : left;
        struct nr_str view = nr_str_sub(c->bytes, start, start + have);
        enum nr_status status = c->format->cut(&cut, view, have == left);
        if (status == NR_OK) {
            assert(cut.next <= have && cut.to <= cut.next && (let_go || cut.from <= cut.to));
            nr_buf_addf(out, "%zu+%zu ", start + cut.from, let_go ? 0 : cut.to - cut.from);
            if (!let_go)
                nr_buf_add_str(out, nr_str_sub(view, cut.from, cut.to));
            nr_buf_add_char(out, '\n');
            start += cut.next;
            have -= cut.next;
            cut = (struct nr_cut){.state = cut.state, .columns = c->columns};
            let_go = false;
            continue;
        }
        assert(status == NR_END && cut.at <= have);
        if (have == left)
            break;
        if (c->limit && have > c->limit && cut.at > NR_CUT_BACK) {
            size_t gone = cut.at - NR_CUT_BACK;
            start += gone;
            have -= gone;
            cut.at -= gone;
            cut.from = cut.from > gone ? cut.from - gone : 0;
            let_go = true;
        }
        have += c->step;
    }
}

/* The pieces are the same however the bytes come; bytes that are let go do no harm. */
static void check_cutting(const struct nr_format *format, struct nr_str bytes, bool lost,
                          unsigned columns, struct nr_buf *want)
{
    static const size_t steps[] = {1, 7, 300};
    struct cutting c = {format, bytes, bytes.len + 1, 0, lost, columns};
    struct nr_buf got = {0};
    cut_all(&c, want);
    for (size_t i = bytes.len > 20000; i < sizeof steps / sizeof *steps; i++) {
        c.step = steps[i];
        got.len = 0;
        cut_all(&c, &got);
        assert(nr_str_eq(nr_buf_str(&got), nr_buf_str(want)));
    }
    c.step = 100;
    c.limit = 300;
    cut_all(&c, &got);
    nr_buf_free(&got);
}

#endif
