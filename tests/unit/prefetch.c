/* nr_prefetch with units of a toy format: 'U', a number of bytes, the bytes, and '.'. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "../../lib/source/prefetch.h"
#include "newsreel/core/buf.h"
#include "newsreel/core/mem.h"
#include <cmocka.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

struct toy {
    pthread_t owner; /* the walk's thread */
    unsigned expand; /* how often a byte comes out */
    size_t left;
    bool fresh;
};

static _Atomic unsigned decoded_elsewhere;

static enum nr_status toy_between(void *self, struct nr_ahead *in, struct nr_error *e)
{
    struct nr_str view;
    enum nr_status status;
    (void)self;
    while ((status = nr_ahead_peek(in, 1, &view, e)) == NR_OK && view.data[0] == '_')
        nr_ahead_skip(in, 1);
    return status;
}

static size_t toy_wants(struct nr_str bytes)
{
    (void)bytes;
    return 2;
}

static bool toy_begins(void *self, struct nr_str bytes)
{
    (void)self;
    return bytes.len >= 2 && bytes.data[0] == 'U';
}

static enum nr_status toy_begin(void *self, struct nr_str bytes, struct nr_why *why)
{
    struct toy *t = self;
    (void)why;
    t->left = (unsigned char)bytes.data[1];
    t->fresh = true;
    return NR_OK;
}

static enum nr_step toy_decode(void *self, struct nr_ahead *in, char *to, size_t room, size_t *n,
                               struct nr_why *why, enum nr_status *status, struct nr_error *e)
{
    struct toy *t = self;
    struct nr_str view;
    (void)why;
    if (t->fresh)
        nr_ahead_skip(in, 2);
    t->fresh = false;
    if ((*status = nr_ahead_peek(in, 1, &view, e)) != NR_OK)
        return NR_STEP_BELOW;
    if (!pthread_equal(t->owner, pthread_self()))
        decoded_elsewhere++;
    if (t->left == 0) {
        nr_ahead_skip(in, 1);
        return view.data[0] == '.' ? NR_STEP_DONE : NR_STEP_BROKEN;
    }
    assert_true(room > 0);
    *n = t->expand < room ? t->expand : room;
    memset(to, view.data[0], *n);
    nr_ahead_skip(in, 1);
    t->left--;
    return NR_STEP_MORE;
}

static bool toy_full(const void *self)
{
    (void)self;
    return false;
}

static size_t toy_makes(void *self, struct nr_str bytes)
{
    (void)self;
    return bytes.len % 3 * 100; /* a guess may be wrong */
}

static void *toy_clone(const void *self)
{
    struct toy *t = nr_alloc(sizeof *t);
    *t = *(const struct toy *)self;
    return t;
}

static const struct nr_codec codec = {
    .unit = "toy",
    .first = 'U',
    .between = toy_between,
    .wants = toy_wants,
    .begins = toy_begins,
    .begin = toy_begin,
    .decode = toy_decode,
    .full = toy_full,
    .makes = toy_makes,
    .clone = toy_clone,
    .free = free,
};

static void add_unit(struct nr_buf *out, unsigned number, unsigned len)
{
    nr_buf_add_char(out, 'U');
    nr_buf_add_char(out, (char)len);
    for (unsigned i = 0; i < len; i++)
        nr_buf_add_char(out, (char)('a' + (number + i) % 20));
    nr_buf_add_char(out, '.');
}

struct walk {
    struct toy toy;
    struct nr_prefetch *prefetch;
    struct nr_ahead in;
    unsigned taken;
};

static void walk_open(struct walk *w, struct nr_str bytes, unsigned threads, unsigned expand)
{
    *w = (struct walk){.toy = {.owner = pthread_self(), .expand = expand}};
    w->prefetch = nr_prefetch_new(&codec, threads);
    nr_ahead_open_memory(&w->in, bytes);
    decoded_elsewhere = 0;
}

static void walk_close(struct walk *w)
{
    nr_prefetch_close(w->prefetch);
    nr_ahead_close(&w->in);
}

static bool take(struct walk *w, struct nr_unit *unit)
{
    nr_prefetch_look(w->prefetch, &w->toy, &w->in);
    return nr_prefetch_take(w->prefetch, &w->toy, nr_ahead_position(&w->in), unit);
}

/* At a unit: takes it, or decodes it by itself. */
static void step(struct walk *w, unsigned number, unsigned len)
{
    struct nr_unit unit;
    size_t packed = len + 3;
    if (take(w, &unit)) {
        assert_int_equal(unit.packed, packed);
        assert_int_equal(unit.bytes.len, (size_t)len * w->toy.expand);
        for (size_t i = 0; i < unit.bytes.len; i++)
            assert_int_equal(unit.bytes.data[i], 'a' + (number + i / w->toy.expand) % 20);
        w->taken++;
    }
    nr_ahead_skip(&w->in, packed);
}

/* Two units, behind which runs are made; then until a thread has one in its hands. */
static void start(struct walk *w)
{
    step(w, 0, 100);
    step(w, 1, 100);
    while (!decoded_elsewhere)
        sched_yield();
}

static void units_come_from_threads(void **state)
{
    enum { UNITS = 5000 };
    struct nr_buf bytes = {0};
    (void)state;
    for (unsigned i = 0; i < UNITS; i++)
        add_unit(&bytes, i, 100);
    for (unsigned threads = 1; threads < 5; threads++) {
        struct walk w;
        walk_open(&w, nr_buf_str(&bytes), threads, 3);
        start(&w);
        for (unsigned i = 2; i < UNITS; i++)
            step(&w, i, 100);
        assert_true(w.taken >= 3); /* a run has 256 bytes at least */
        walk_close(&w);
    }
    nr_buf_free(&bytes);
}

static void closing_does_not_wait_for_the_end(void **state)
{
    struct nr_buf bytes = {0};
    struct walk w;
    (void)state;
    for (unsigned i = 0; i < 5000; i++)
        add_unit(&bytes, i, 100);
    walk_open(&w, nr_buf_str(&bytes), 3, 2);
    start(&w);
    walk_close(&w);
    walk_open(&w, nr_buf_str(&bytes), 3, 2);
    walk_close(&w);
    nr_buf_free(&bytes);
}

/* Units outlive the prefetcher when they are kept; those of a run lie one behind the other. */
static void what_is_kept_stays(void **state)
{
    enum { UNITS = 2000 };
    struct nr_buf bytes = {0};
    struct nr_unit kept[UNITS];
    struct walk w;
    size_t n = 0, adjacent = 0;
    (void)state;
    for (unsigned i = 0; i < UNITS; i++)
        add_unit(&bytes, 0, 100);
    walk_open(&w, nr_buf_str(&bytes), 3, 2);
    start(&w);
    for (unsigned i = 2; i < UNITS; i++) {
        if (take(&w, &kept[n])) {
            nr_keeper_hold(kept[n].keeper);
            adjacent += n && kept[n].bytes.data == kept[n - 1].bytes.data + kept[n - 1].bytes.len;
            n++;
        }
        nr_ahead_skip(&w.in, 103);
    }
    walk_close(&w);
    assert_true(n >= 3 && adjacent >= 2);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < 200; k++)
            assert_int_equal(kept[i].bytes.data[k], 'a' + k / 2 % 20);
        nr_keeper_drop(kept[i].keeper);
    }
    nr_buf_free(&bytes);
}

/* Nothing comes out where no sound unit begins, nor what is behind one that is not sound. */
static void what_is_not_sound_is_left(void **state)
{
    struct nr_buf bytes = {0};
    struct nr_unit unit;
    struct walk w;
    (void)state;
    for (unsigned i = 0; i < 2000; i++) {
        add_unit(&bytes, i, 100);
        if (i % 50 == 0)
            bytes.data[bytes.len - 1] = '!';
    }
    walk_open(&w, nr_buf_str(&bytes), 2, 1);
    start(&w);
    for (unsigned i = 2; i < 2000; i++) {
        if (i % 50)
            step(&w, i, 100);
        else {
            assert_false(take(&w, &unit));
            nr_ahead_skip(&w.in, 50);
            assert_false(take(&w, &unit));
            nr_ahead_skip(&w.in, 53);
        }
    }
    assert_true(w.taken > 0);
    walk_close(&w);
    nr_buf_free(&bytes);
}

/* A unit of more than may wait is not there, and nobody waits for it. */
static void too_large_is_left(void **state)
{
    struct nr_buf bytes = {0};
    struct nr_unit unit;
    struct walk w;
    (void)state;
    for (unsigned i = 0; i < 100; i++)
        add_unit(&bytes, i, 100);
    walk_open(&w, nr_buf_str(&bytes), 2, NR_PREFETCH_TEXT / 50);
    for (unsigned i = 0; i < 100; i++) {
        assert_false(take(&w, &unit));
        nr_ahead_skip(&w.in, 103);
        while (i == 1 && !decoded_elsewhere)
            sched_yield();
    }
    walk_close(&w);
    nr_buf_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_come_from_threads),
        cmocka_unit_test(closing_does_not_wait_for_the_end),
        cmocka_unit_test(what_is_kept_stays),
        cmocka_unit_test(what_is_not_sound_is_left),
        cmocka_unit_test(too_large_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
