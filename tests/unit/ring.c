/* The ring's promises: drain sees slots in the order of fill whatever the number of workers, every
 * slot once; a failing drain ends everything, also while the reader waits for input. Run under
 * ThreadSanitizer this is the test of its locks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "newsreel/stream/ring.h"
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SLOTS = 16 };

struct slot {
    unsigned number, worked;
};

struct stream {
    unsigned length;  /* slots to fill */
    unsigned fail_at; /* drain fails at this number; UINT32_MAX: never */
    unsigned filled, drained;
    bool waits; /* after length slots, fill waits for the stop pipe instead of ending */
    int stop[2];
    struct slot slots[SLOTS];
};

/* A little work of uneven length, so that workers overtake each other. */
static void dawdle(unsigned seed)
{
    volatile unsigned x = seed;
    for (unsigned i = (seed * 2654435761u) >> 22; i > 0; i--)
        x = x * 1664525u + 1013904223u;
}

static enum nr_status fill(void *context, struct nr_ring *ring, void *slot)
{
    struct stream *s = context;
    struct slot *mine = slot;
    if (s->filled == s->length) {
        struct pollfd p = {.fd = s->stop[0], .events = POLLIN};
        if (s->waits)
            poll(&p, 1, -1);
        return NR_END;
    }
    if (s->filled % 3 == 0)
        nr_ring_wait_idle(ring);
    mine->number = s->filled++;
    mine->worked = 0;
    dawdle(mine->number * 7);
    return NR_OK;
}

static void work(void *context, unsigned worker, void *slot)
{
    struct slot *mine = slot;
    (void)context;
    (void)worker;
    dawdle(mine->number);
    mine->worked++;
}

static enum nr_status drain(void *context, void *slot)
{
    struct stream *s = context;
    struct slot *mine = slot;
    assert_int_equal(mine->number, s->drained);
    assert_int_equal(mine->worked, 1);
    dawdle(mine->number * 3);
    if (s->drained == s->fail_at)
        return NR_FAIL;
    s->drained++;
    return NR_OK;
}

static size_t weight(const void *slot)
{
    const struct slot *mine = slot;
    return mine->number % 5 * 1000;
}

static void interrupt(void *context)
{
    struct stream *s = context;
    assert_int_equal(write(s->stop[1], "", 1), 1);
}

static enum nr_status run(struct stream *s, unsigned jobs, size_t count, size_t max_weight)
{
    static const struct nr_ring_calls calls = {fill, work, drain, weight, interrupt};
    void *slots[SLOTS];
    for (size_t i = 0; i < SLOTS; i++)
        slots[i] = &s->slots[i];
    struct nr_ring_options options = {jobs, slots, count, max_weight};
    return nr_ring_run(&calls, s, &options);
}

static void test_order_for_every_number_of_jobs(void **state)
{
    (void)state;
    for (unsigned jobs = 1; jobs <= 6; jobs++)
        for (size_t count = jobs + 2; count <= SLOTS; count += 5) {
            struct stream s = {.length = 300, .fail_at = UINT32_MAX};
            assert_int_equal(run(&s, jobs, count, 1 << 20), NR_OK);
            assert_int_equal(s.drained, 300);
        }
}

static void test_weight_bound_does_not_lock_up(void **state)
{
    (void)state;
    for (unsigned jobs = 1; jobs <= 4; jobs++) {
        struct stream s = {.length = 100, .fail_at = UINT32_MAX};
        assert_int_equal(run(&s, jobs, SLOTS, 1), NR_OK);
        assert_int_equal(s.drained, 100);
    }
}

static void test_empty_stream(void **state)
{
    (void)state;
    for (unsigned jobs = 1; jobs <= 3; jobs++) {
        struct stream s = {.fail_at = UINT32_MAX};
        assert_int_equal(run(&s, jobs, jobs + 2, 1), NR_OK);
        assert_int_equal(s.drained, 0);
    }
}

static void test_failing_drain_ends_everything(void **state)
{
    (void)state;
    for (unsigned jobs = 1; jobs <= 4; jobs++)
        for (unsigned at = 0; at < 40; at++) {
            struct stream s = {.length = 60, .fail_at = at};
            assert_int_equal(pipe(s.stop), 0);
            assert_int_equal(run(&s, jobs, jobs + 2 + at % 3, 1 << 20), NR_FAIL);
            assert_int_equal(s.drained, at);
            close(s.stop[0]);
            close(s.stop[1]);
        }
}

static void test_failing_drain_wakes_a_waiting_reader(void **state)
{
    (void)state;
    for (unsigned jobs = 2; jobs <= 4; jobs++)
        for (unsigned at = 0; at < 5; at++) {
            struct stream s = {.length = 5, .fail_at = at, .waits = true};
            assert_int_equal(pipe(s.stop), 0);
            assert_int_equal(run(&s, jobs, jobs + 2, 1 << 20), NR_FAIL);
            assert_int_equal(s.drained, at);
            close(s.stop[0]);
            close(s.stop[1]);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_for_every_number_of_jobs),
        cmocka_unit_test(test_weight_bound_does_not_lock_up),
        cmocka_unit_test(test_empty_stream),
        cmocka_unit_test(test_failing_drain_ends_everything),
        cmocka_unit_test(test_failing_drain_wakes_a_waiting_reader),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
