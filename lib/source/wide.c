#include "wide.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include <stdlib.h>

enum { CHUNK = 64 << 10 }; /* bytes that are decoded at a time */

struct nr_wide {
    struct nr_input *in;
    struct nr_width width;
    uint32_t high; /* the first half of a pair whose second has not been seen; 0: none */
    struct nr_buf text;
};

struct nr_wide *nr_wide_open(struct nr_input *in, struct nr_width width)
{
    struct nr_wide *w = nr_alloc_zero(1, sizeof *w);
    w->in = in;
    w->width = width;
    return w;
}

const char *nr_wide_charset(const struct nr_wide *w)
{
    bool big = w->width.big;
    if (w->width.unit == 4)
        return big ? "utf-32be" : "utf-32le";
    return big ? "utf-16be" : "utf-16le";
}

void nr_wide_close(struct nr_wide *w)
{
    if (!w)
        return;
    nr_buf_free(&w->text);
    free(w);
}

static uint32_t unit_at(const struct nr_wide *w, const char *at)
{
    uint32_t c = 0;
    for (size_t i = 0; i < w->width.unit; i++)
        c = c << 8 | (unsigned char)at[w->width.big ? i : w->width.unit - 1 - i];
    return c;
}

static void add_unit(struct nr_wide *w, uint32_t c)
{
    uint32_t high = w->high;
    bool first = w->width.unit == 2 && c >= 0xd800 && c < 0xdc00;
    bool second = w->width.unit == 2 && c >= 0xdc00 && c < 0xe000;
    w->high = first ? c : 0;
    if (high && second) {
        nr_utf8_add(&w->text, 0x10000 + ((high - 0xd800) << 10) + (c - 0xdc00));
        return;
    }
    if (high)
        nr_utf8_add(&w->text, 0xfffd);
    if (!first)
        nr_utf8_add(&w->text, c);
}

/* What is left when no whole unit comes any more. */
static void add_rest(struct nr_wide *w, size_t bytes)
{
    if (w->high || bytes)
        nr_utf8_add(&w->text, 0xfffd);
    w->high = 0;
}

enum nr_status nr_wide_read(void *self, struct nr_str *chunk, struct nr_error *e)
{
    struct nr_wide *w = self;
    w->text.len = 0;
    while (!w->text.len) {
        struct nr_str view = {NULL, 0};
        enum nr_status status = nr_input_peek(w->in, w->width.skip + w->width.unit, &view, e);
        if (status != NR_OK && (status != NR_END || !w->high)) {
            w->high = 0;
            return status;
        }
        view = nr_str_sub(view, 0, CHUNK);
        size_t at = w->width.skip < view.len ? w->width.skip : view.len;
        w->width.skip = 0;
        if (view.len - at < w->width.unit) {
            add_rest(w, view.len - at);
            nr_input_skip(w->in, view.len);
            continue;
        }
        for (; view.len - at >= w->width.unit; at += w->width.unit)
            add_unit(w, unit_at(w, view.data + at));
        nr_input_skip(w->in, at);
    }
    *chunk = nr_buf_str(&w->text);
    return NR_OK;
}
