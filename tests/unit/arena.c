#include "newsreel/core/arena.h"
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void pieces_are_aligned_and_apart(void **state)
{
    (void)state;
    struct nr_arena a = {0};
    unsigned char *pieces[500];
    for (size_t i = 0; i < 500; i++) {
        pieces[i] = nr_arena_alloc(&a, i);
        assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
        memset(pieces[i], (int)(i & 0xff), i);
    }
    for (size_t i = 0; i < 500; i++)
        for (size_t k = 0; k < i; k++)
            assert_int_equal(pieces[i][k], i & 0xff);
    nr_arena_free(&a);
    assert_null(a.blocks);
}

static void zeroed_elements(void **state)
{
    (void)state;
    struct nr_arena a = {0};
    memset(nr_arena_alloc(&a, 1000), 0xff, 1000);
    nr_arena_reset(&a);
    const unsigned char *zeros = nr_arena_zero(&a, 100, 10);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(zeros[i], 0);
    nr_arena_free(&a);
}

static void copies_of_text(void **state)
{
    (void)state;
    struct nr_arena a = {0};
    char text[] = "words";
    struct nr_str copy = nr_arena_str(&a, nr_str(text, 5));
    const char *c = nr_arena_cstr(&a, nr_str(text, 4));
    text[0] = 'x';
    assert_true(nr_str_is(copy, "words"));
    assert_string_equal(c, "word");
    assert_string_equal(nr_arena_cstr(&a, nr_str(NULL, 0)), "");
    nr_arena_free(&a);
}

static void reset_soon_allocates_nothing(void **state)
{
    (void)state;
    struct nr_arena a = {0};
    const struct nr_arena_block *block = NULL;
    for (int round = 0; round < 12; round++) {
        nr_arena_reset(&a);
        for (int i = 0; i < 1000; i++)
            nr_arena_alloc(&a, 100);
        if (round > 6)
            assert_ptr_equal(a.blocks, block);
        block = a.blocks;
    }
    nr_arena_free(&a);
}

static void reset_gives_huge_blocks_back(void **state)
{
    (void)state;
    struct nr_arena a = {0};
    nr_arena_alloc(&a, 64 << 20);
    nr_arena_reset(&a);
    assert_null(a.blocks);
    nr_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_aligned_and_apart),
        cmocka_unit_test(zeroed_elements),
        cmocka_unit_test(copies_of_text),
        cmocka_unit_test(reset_soon_allocates_nothing),
        cmocka_unit_test(reset_gives_huge_blocks_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
