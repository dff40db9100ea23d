/* nr_ahead over a layer that lends: the same bytes and places as were put in, whatever lies where,
 * and nothing is looked at that has been given back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "../../lib/source/layer.h"
#include "newsreel/core/buf.h"
#include "newsreel/core/mem.h"
#include <cmocka.h>
#include <stdlib.h>

enum { UNITS = 3000, UNIT_MOST = 300, BLOCK_UNITS = 8 };

/* Memory in which several units lie one behind the other. */
struct block {
    struct nr_keeper keeper;
    char *bytes;
    size_t len;
};

static unsigned blocks_alive;

static void release_block(struct nr_keeper *keeper)
{
    struct block *b = (struct block *)keeper;
    memset(b->bytes, '!', b->len);
    free(b->bytes);
    free(b);
    blocks_alive--;
}

static struct block *new_block(struct nr_str bytes)
{
    struct block *b = nr_alloc_zero(1, sizeof *b);
    b->keeper.release = release_block;
    atomic_init(&b->keeper.holders, 1);
    b->bytes = nr_alloc(bytes.len);
    b->len = bytes.len;
    memcpy(b->bytes, bytes.data, bytes.len);
    blocks_alive++;
    return b;
}

/* Lends runs of units, and lets others be read. */
struct lender {
    struct nr_layer layer;
    struct nr_str all;
    const size_t *from; /* where units begin; from[UNITS] is the end */
    size_t unit, at;
    struct block *block; /* the one that is being lent */
    size_t block_from, block_end;
    unsigned seed;
};

static unsigned draw(unsigned *seed, unsigned most)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 12) % most;
}

static void drop_block(struct lender *l)
{
    if (l->block)
        nr_keeper_drop(&l->block->keeper);
    l->block = NULL;
}

static enum nr_status lend(struct lender *l, struct nr_got *got)
{
    size_t len = l->from[l->unit + 1] - l->at;
    got->loan.bytes = nr_str(l->block->bytes + (l->at - l->block_from), len);
    got->loan.keeper = nr_keeper_hold(&l->block->keeper);
    l->at += len;
    return NR_OK;
}

static enum nr_status lender_read(struct nr_layer *layer, char *to, size_t room, struct nr_got *got,
                                  struct nr_error *e)
{
    struct lender *l = (struct lender *)layer;
    (void)e;
    if (l->at == l->from[l->unit + 1] && ++l->unit == UNITS) {
        drop_block(l);
        got->unit = l->at;
        return NR_END;
    }
    bool begins = l->at == l->from[l->unit];
    got->unit = begins ? l->at : NR_NOWHERE;
    if (begins && (!l->block || l->unit == l->block_end)) {
        drop_block(l);
        l->block_end = l->unit + 1 + draw(&l->seed, BLOCK_UNITS);
        l->block_end = l->block_end < UNITS ? l->block_end : UNITS;
        l->block_from = l->at;
        if (draw(&l->seed, 3)) /* else it is read */
            l->block = new_block(nr_str_sub(l->all, l->at, l->from[l->block_end]));
    }
    if (l->block && room == 0)
        return lend(l, got);
    got->len = l->from[l->unit + 1] - l->at < room ? l->from[l->unit + 1] - l->at : room;
    if (got->len)
        memcpy(to, l->all.data + l->at, got->len);
    else
        got->unit = NR_NOWHERE;
    l->at += got->len;
    return NR_OK;
}

static bool lender_would_block(const struct nr_layer *layer)
{
    (void)layer;
    return false;
}

static void lender_close(struct nr_layer *layer)
{
    drop_block((struct lender *)layer);
}

struct made {
    struct nr_buf bytes;
    size_t from[UNITS + 1];
};

static void make(struct made *m, unsigned seed)
{
    m->bytes = (struct nr_buf){0};
    for (size_t i = 0; i <= UNITS; i++) {
        m->from[i] = m->bytes.len;
        unsigned len = i < UNITS ? 1 + draw(&seed, UNIT_MOST) : 0;
        for (unsigned k = 0; k < len; k++)
            nr_buf_add_char(&m->bytes, (char)('a' + draw(&seed, 26)));
    }
}

static void open_lender(struct lender *l, const struct made *m, struct nr_ahead *a, unsigned seed)
{
    *l = (struct lender){.layer = {lender_read, lender_would_block, lender_close, false, true},
                         .all = nr_buf_str(&m->bytes),
                         .from = m->from,
                         .seed = seed};
    l->unit = 0;
    nr_ahead_open(a, &l->layer);
    a->borrows = true;
}

/* Where the next byte begins a unit, its place is known. */
static void check_place(const struct nr_ahead *a, const struct made *m, size_t at, size_t *unit)
{
    uint64_t place;
    while (*unit < UNITS && m->from[*unit] < at)
        ++*unit;
    bool begins = m->from[*unit] == at;
    assert_int_equal(nr_ahead_place(a, &place), begins);
    if (begins)
        assert_int_equal(place, at);
}

static void read_all(const struct made *m, unsigned seed, unsigned most)
{
    struct lender l;
    struct nr_ahead a;
    struct nr_str view;
    struct nr_error e;
    size_t at = 0, unit = 0;
    open_lender(&l, m, &a, seed);
    while (nr_ahead_peek(&a, 1 + draw(&seed, most), &view, &e) == NR_OK) {
        check_place(&a, m, at, &unit);
        assert_true(at + view.len <= m->bytes.len);
        assert_memory_equal(view.data, m->bytes.data + at, view.len);
        size_t n = 1 + draw(&seed, most);
        n = n < view.len ? n : view.len;
        if (draw(&seed, 2)) /* as far as the next unit */
            n = m->from[unit + (m->from[unit] == at)] - at < view.len
                    ? m->from[unit + (m->from[unit] == at)] - at
                    : n;
        nr_ahead_skip(&a, n);
        at += n;
    }
    assert_int_equal(at, m->bytes.len);
    nr_ahead_close(&a);
    assert_int_equal(blocks_alive, 0);
}

static void loans_and_reads_make_one_stream(void **state)
{
    static const unsigned mosts[] = {1, 10, 200, 3000, 100000};
    struct made m;
    (void)state;
    for (unsigned seed = 0; seed < 20; seed++) {
        make(&m, seed);
        read_all(&m, seed, mosts[seed % 5]);
        nr_buf_free(&m.bytes);
    }
}

/* A view lives as long as somebody holds its keeper, whether it is lent or was read. */
static void what_is_held_stays(void **state)
{
    enum { HELD = 500 };
    struct made m;
    struct lender l;
    struct nr_ahead a;
    struct nr_error e;
    struct nr_str views[HELD];
    struct nr_keeper *keepers[HELD];
    size_t ats[HELD], n = 0, at = 0;
    (void)state;
    make(&m, 7);
    open_lender(&l, &m, &a, 7);
    while (n < HELD && nr_ahead_peek(&a, 1, &views[n], &e) == NR_OK) {
        size_t len = views[n].len < 200 ? views[n].len : 200;
        nr_ahead_skip(&a, len);
        keepers[n] = nr_keeper_hold(nr_ahead_keeper(&a));
        views[n].len = len;
        ats[n] = at;
        at += len;
        n += keepers[n] != NULL;
    }
    assert_int_equal(n, HELD);
    nr_ahead_close(&a);
    for (size_t i = 0; i < n; i++) {
        assert_memory_equal(views[i].data, m.bytes.data + ats[i], views[i].len);
        nr_keeper_drop(keepers[i]);
    }
    assert_int_equal(blocks_alive, 0);
    nr_buf_free(&m.bytes);
}

/* A layer that brings little at a time. */
static enum nr_status drip_read(struct nr_layer *layer, char *to, size_t room, struct nr_got *got,
                                struct nr_error *e)
{
    (void)layer, (void)e;
    got->len = room < 1000 ? room : 1000;
    memset(to, 'x', got->len);
    return NR_OK;
}

static void drip_close(struct nr_layer *layer)
{
    (void)layer;
}

/* Who looks for the end of a long line asks for a byte more each time. */
static void bytes_are_not_moved_for_each_read(void **state)
{
    struct nr_layer drip = {drip_read, lender_would_block, drip_close, false, false};
    struct nr_ahead a;
    struct nr_str view = {NULL, 0};
    struct nr_error e;
    unsigned moves = 0;
    (void)state;
    nr_ahead_open(&a, &drip);
    while (view.len < 20u << 20) {
        const char *before = view.data;
        assert_int_equal(nr_ahead_peek(&a, view.len + 1, &view, &e), NR_OK);
        moves += view.data != before;
    }
    assert_true(moves < 50);
    nr_ahead_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loans_and_reads_make_one_stream),
        cmocka_unit_test(what_is_held_stays),
        cmocka_unit_test(bytes_are_not_moved_for_each_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
