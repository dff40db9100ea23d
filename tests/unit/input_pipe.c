/* nr_input over pipes: when it waits, and what ends a wait. */
#include "input.h"
#include <pthread.h>

static struct nr_input *open_pipe(int *writer, int stop_fd, const char *first)
{
    int fds[2];
    char path[32];
    struct nr_input *in;
    struct nr_error e;
    struct nr_input_options options = {.stop_fd = stop_fd};
    assert_int_equal(pipe(fds), 0);
    assert_int_equal(write(fds[1], first, strlen(first)), strlen(first));
    snprintf(path, sizeof path, "/dev/fd/%d", fds[0]);
    assert_int_equal(nr_input_open(&in, path, &options, &e), NR_OK);
    close(fds[0]);
    *writer = fds[1];
    return in;
}

static void a_pipe_without_data_would_block(void **state)
{
    int writer;
    struct nr_str view;
    struct nr_error e;
    (void)state;
    struct nr_input *in = open_pipe(&writer, -1, "a\n"); /* does not wait for more */
    assert_false(nr_input_would_block(in));
    assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_OK);
    assert_true(nr_str_is(view, "a\n"));
    assert_true(nr_input_would_block(in));
    nr_input_skip(in, 2);
    assert_true(nr_input_would_block(in));
    assert_int_equal(write(writer, "b\n", 2), 2);
    assert_false(nr_input_would_block(in));
    assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_OK);
    assert_true(nr_str_is(view, "b\n"));
    nr_input_skip(in, 2);
    close(writer);
    assert_false(nr_input_would_block(in)); /* the end does not have to be waited for */
    assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_END);
    nr_input_close(in);
}

static void *stop_later(void *fd)
{
    usleep(20000);
    ssize_t n = write(*(int *)fd, "x", 1);
    (void)n;
    return NULL;
}

static void a_waiting_read_can_be_stopped(void **state)
{
    int writer, stop[2];
    struct nr_str view;
    struct nr_error e;
    pthread_t thread;
    (void)state;
    assert_int_equal(pipe(stop), 0);
    struct nr_input *in = open_pipe(&writer, stop[0], "abc");
    assert_int_equal(pthread_create(&thread, NULL, stop_later, &stop[1]), 0);
    assert_int_equal(nr_input_peek(in, 3, &view, &e), NR_OK);
    nr_input_skip(in, 3);
    assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_FAIL);
    assert_string_equal(e.text, "stopped");
    pthread_join(thread, NULL);
    nr_input_close(in);
    close(writer);
    close(stop[0]);
    close(stop[1]);
}

/* A flushed member is handed out before the next one is there. */
static void compressed_pipes_are_live(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct nr_buf one = {0}, two = {0};
        struct nr_str view;
        struct nr_error e;
        struct nr_input *in;
        struct nr_input_options options = {.stop_fd = -1};
        char path[32];
        int fds[2];
        codecs[i].add(&one, nr_str_of("one\n"));
        codecs[i].add(&two, nr_str_of("two\n"));
        assert_int_equal(pipe(fds), 0);
        assert_int_equal(write(fds[1], one.data, one.len), one.len);
        snprintf(path, sizeof path, "/dev/fd/%d", fds[0]);
        assert_int_equal(nr_input_open(&in, path, &options, &e), NR_OK);
        assert_false(nr_input_would_block(in));
        assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_OK);
        assert_true(nr_str_is(view, "one\n"));
        nr_input_skip(in, 4);
        assert_true(nr_input_would_block(in));
        assert_int_equal(write(fds[1], two.data, two.len), two.len);
        assert_false(nr_input_would_block(in));
        assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_OK);
        assert_true(nr_str_is(view, "two\n"));
        nr_input_close(in);
        close(fds[0]);
        close(fds[1]);
        nr_buf_free(&one);
        nr_buf_free(&two);
    }
}

/* With threads too: all that is there comes out, though the file is not at its end, and bytes are
 * read ahead only as far as they are there. */
static void threads_do_not_wait_for_more(void **state)
{
    enum { UNITS = 40 };
    struct nr_input_options options = {.stop_fd = -1, .threads = 3};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct members m = make_members(UNITS, 1000, codecs[i].add);
        struct nr_str view;
        struct nr_error e;
        struct nr_input *in;
        char path[32];
        int fds[2];
        assert_int_equal(pipe(fds), 0);
        snprintf(path, sizeof path, "/dev/fd/%d", fds[0]);
        size_t sent = 0, read = 0;
        for (size_t unit = 0; unit < UNITS; unit = unit * 2 + 1) {
            size_t n = m.at[unit + 1] - sent;
            assert_int_equal(write(fds[1], m.packed.data + sent, n), n);
            if (sent == 0)
                assert_int_equal(nr_input_open(&in, path, &options, &e), NR_OK);
            for (sent += n; read < m.from[unit + 1]; read += view.len) {
                assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_OK);
                assert_memory_equal(view.data, m.text.data + read, view.len);
                nr_input_skip(in, view.len);
            }
            assert_true(nr_input_would_block(in));
        }
        nr_input_close(in);
        close(fds[0]);
        close(fds[1]);
        members_free(&m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pipe_without_data_would_block),
        cmocka_unit_test(a_waiting_read_can_be_stopped),
        cmocka_unit_test(compressed_pipes_are_live),
        cmocka_unit_test(threads_do_not_wait_for_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
