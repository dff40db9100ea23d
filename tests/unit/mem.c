#include "newsreel/core/mem.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void sums_and_products_in_range(void **state)
{
    (void)state;
    assert_int_equal(nr_size_add(2, 3), 5);
    assert_true(nr_size_add(SIZE_MAX, 0) == SIZE_MAX);
    assert_int_equal(nr_size_mul(4, 5), 20);
    assert_true(nr_size_mul(SIZE_MAX, 1) == SIZE_MAX);
    assert_int_equal(nr_size_mul(SIZE_MAX, 0), 0);
}

static void nothing_is_something(void **state)
{
    (void)state;
    void *pieces[] = {nr_alloc(0), nr_alloc_zero(0, 8), nr_alloc_zero(8, 0), nr_realloc(NULL, 0),
                      nr_realloc_array(NULL, 0, 8)};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        assert_non_null(pieces[i]);
        free(pieces[i]);
    }
}

static void zeroed_memory(void **state)
{
    (void)state;
    unsigned char *p = nr_alloc_zero(100, 3);
    for (size_t i = 0; i < 300; i++)
        assert_int_equal(p[i], 0);
    free(p);
}

static void arrays_grow_and_keep_their_elements(void **state)
{
    (void)state;
    size_t capacity = 0, moves = 0;
    unsigned *array = NULL;
    for (unsigned i = 0; i < 10000; i++) {
        size_t before = capacity;
        array = nr_grow_array(array, &capacity, i + 1, sizeof *array);
        assert_true(capacity > i);
        moves += capacity != before;
        array[i] = i;
    }
    assert_in_range(moves, 1, 30);
    for (unsigned i = 0; i < 10000; i++)
        assert_int_equal(array[i], i);
    assert_ptr_equal(nr_grow_array(array, &capacity, 5, sizeof *array), array);
    array = nr_realloc_array(array, 3, sizeof *array);
    assert_int_equal(array[2], 2);
    free(array);
}

static void overflow_sum(void)
{
    nr_size_add(SIZE_MAX, 1);
}

static void overflow_product(void)
{
    nr_size_mul(SIZE_MAX / 2, 3);
}

static void overflow_array(void)
{
    free(nr_realloc_array(NULL, SIZE_MAX / 4, 8));
}

static void overflow_growth(void)
{
    size_t capacity = 0;
    free(nr_grow_array(NULL, &capacity, SIZE_MAX / 4, 8));
}

static void overflow_ends_with_status_2(void **state)
{
    (void)state;
    static void (*const deeds[])(void) = {overflow_sum, overflow_product, overflow_array,
                                          overflow_growth, nr_die_of_memory};
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++) {
        int pipe_ends[2], status;
        char said[100] = {0};
        assert_int_equal(pipe(pipe_ends), 0);
        pid_t child = fork();
        if (child == 0) {
            dup2(pipe_ends[1], STDERR_FILENO);
            deeds[i]();
            _exit(0);
        }
        close(pipe_ends[1]);
        assert_true(read(pipe_ends[0], said, sizeof said - 1) > 0);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 2);
        assert_string_equal(said, "newsreel: out of memory\n");
        close(pipe_ends[0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_and_products_in_range),
        cmocka_unit_test(nothing_is_something),
        cmocka_unit_test(zeroed_memory),
        cmocka_unit_test(arrays_grow_and_keep_their_elements),
        cmocka_unit_test(overflow_ends_with_status_2),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
