/* The sink's promises: a file appears complete or not at all, under a suffix that says how it is
 * compressed; failures are seen; two runs do not write one file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "newsreel/core/utf8.h"
#include "newsreel/stream/sink.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

static char folder[] = "/tmp/newsreel-sink-XXXXXX";

static int enter_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : 1;
}

static int leave_folder(void **state)
{
    (void)state;
    return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : 1;
}

static struct nr_buf slurp(const char *path)
{
    struct nr_buf b = {0};
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    for (size_t n; (n = fread(nr_buf_reserve(&b, 4096), 1, 4096, f)) > 0;)
        b.len += n;
    fclose(f);
    return b;
}

static bool exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

static void write_all(const char *path, struct nr_str bytes)
{
    struct nr_error e;
    struct nr_sink *sink;
    assert_int_equal(nr_sink_open(&sink, path, &e), NR_OK);
    for (size_t at = 0; at < bytes.len; at += 1000)
        assert_int_equal(nr_sink_write(sink, nr_str_sub(bytes, at, at + 1000), &e), NR_OK);
    assert_int_equal(nr_sink_close(sink, &e), NR_OK);
}

static struct nr_buf sample(void)
{
    struct nr_buf b = {0};
    for (unsigned i = 0; i < 40000; i++)
        nr_buf_addf(&b, "%u,", i * 2654435761u);
    return b;
}

static void assert_same(struct nr_buf *got, struct nr_buf *want)
{
    assert_true(nr_str_eq(nr_buf_str(got), nr_buf_str(want)));
    nr_buf_free(got);
    nr_buf_free(want);
}

static void test_plain_file(void **state)
{
    (void)state;
    struct nr_buf want = sample();
    write_all("a.jsonl", nr_buf_str(&want));
    struct nr_buf got = slurp("a.jsonl");
    assert_same(&got, &want);
    assert_false(exists(".a.jsonl.part"));
    assert_int_equal(unlink("a.jsonl"), 0);
}

static void test_gzip_by_suffix(void **state)
{
    (void)state;
    struct nr_buf want = sample(), got = {0};
    write_all("a.gz", nr_buf_str(&want));
    gzFile f = gzopen("a.gz", "rb");
    assert_int_equal(gzdirect(f), 0);
    for (int n; (n = gzread(f, nr_buf_reserve(&got, 4096), 4096)) > 0;)
        got.len += (size_t)n;
    assert_int_equal(gzclose(f), Z_OK);
    assert_same(&got, &want);
    assert_int_equal(unlink("a.gz"), 0);
}

static void test_zstd_by_suffix(void **state)
{
    (void)state;
    struct nr_buf want = sample(), got = {0};
    write_all("a.zst", nr_buf_str(&want));
    struct nr_buf packed = slurp("a.zst");
    ZSTD_DCtx *d = ZSTD_createDCtx();
    size_t n = ZSTD_decompressDCtx(d, nr_buf_reserve(&got, want.len + 1), want.len + 1, packed.data,
                                   packed.len);
    assert_false(ZSTD_isError(n));
    got.len = n;
    ZSTD_freeDCtx(d);
    nr_buf_free(&packed);
    assert_same(&got, &want);
    assert_int_equal(unlink("a.zst"), 0);
}

static void test_nothing_written_is_still_a_file(void **state)
{
    (void)state;
    write_all("empty.zst", nr_str(NULL, 0));
    assert_true(exists("empty.zst"));
    assert_int_equal(unlink("empty.zst"), 0);
}

static void test_abort_leaves_the_old_file(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_sink *sink;
    write_all("a", nr_str_of("old"));
    assert_int_equal(nr_sink_open(&sink, "a", &e), NR_OK);
    assert_int_equal(nr_sink_write(sink, nr_str_of("new"), &e), NR_OK);
    assert_true(exists(".a.part"));
    nr_sink_abort(sink);
    assert_false(exists(".a.part"));
    struct nr_buf got = slurp("a");
    assert_true(nr_str_is(nr_buf_str(&got), "old"));
    nr_buf_free(&got);
    assert_int_equal(unlink("a"), 0);
}

static void test_leftover_of_a_killed_run_is_replaced(void **state)
{
    (void)state;
    FILE *f = fopen(".a.part", "w");
    fputs("a long half-written thing", f);
    fclose(f);
    write_all("a", nr_str_of("whole"));
    struct nr_buf got = slurp("a");
    assert_true(nr_str_is(nr_buf_str(&got), "whole"));
    nr_buf_free(&got);
    assert_false(exists(".a.part"));
    assert_int_equal(unlink("a"), 0);
}

static void test_two_runs_do_not_share_a_file(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_sink *sink;
    assert_int_equal(nr_sink_open(&sink, "a", &e), NR_OK);
    pid_t child = fork(); /* the lock is a process's */
    if (child == 0) {
        struct nr_sink *second;
        _exit(nr_sink_open(&second, "a", &e) == NR_FAIL ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_true(exists(".a.part"));
    nr_sink_abort(sink);
}

static void test_two_outputs_do_not_share_a_file(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_sink *sink, *second;
    assert_int_equal(nr_sink_open(&sink, "a", &e), NR_OK);
    assert_int_equal(nr_sink_open(&second, "./a", &e), NR_FAIL);
    assert_true(exists(".a.part"));
    nr_sink_abort(sink);
}

static void test_a_descriptor_is_written_on_where_it_stands(void **state)
{
    (void)state;
    char path[32];
    int fd = open("a", O_WRONLY | O_CREAT, 0666);
    assert_int_equal(write(fd, "before ", 7), 7);
    snprintf(path, sizeof path, "/dev/fd/%d", fd);
    write_all(path, nr_str_of("sink "));
    assert_int_equal(write(fd, "behind", 6), 6);
    close(fd);
    struct nr_buf got = slurp("a");
    assert_true(nr_str_is(nr_buf_str(&got), "before sink behind"));
    nr_buf_free(&got);
    assert_int_equal(unlink("a"), 0);
}

static void test_a_private_file_stays_private(void **state)
{
    (void)state;
    struct stat st;
    close(open("a", O_WRONLY | O_CREAT, 0600));
    write_all("a", nr_str_of("x"));
    assert_int_equal(stat("a", &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(unlink("a"), 0);
}

static void test_a_link_stays_a_link(void **state)
{
    (void)state;
    struct stat st;
    write_all("target", nr_str_of("1"));
    assert_int_equal(symlink("target", "link"), 0);
    write_all("link", nr_str_of("22"));
    assert_int_equal(lstat("link", &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(stat("target", &st), 0);
    assert_int_equal(st.st_size, 2);
    assert_int_equal(unlink("link") | unlink("target"), 0);
}

static void test_a_link_to_nothing_stays_a_link(void **state)
{
    (void)state;
    struct stat st;
    assert_int_equal(mkdir("there", 0777), 0);
    assert_int_equal(symlink("there/second", "first"), 0);
    assert_int_equal(symlink("../target", "there/second"), 0);
    write_all("first", nr_str_of("22"));
    assert_int_equal(lstat("first", &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(lstat("there/second", &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(lstat("target", &st), 0);
    assert_true(S_ISREG(st.st_mode) && st.st_size == 2);
    assert_int_equal(unlink("first") | unlink("there/second") | unlink("target"), 0);
    assert_int_equal(rmdir("there"), 0);
}

static void test_links_without_end_are_refused(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_sink *sink;
    struct stat st;
    assert_int_equal(symlink("two", "one") | symlink("one", "two"), 0);
    assert_int_equal(nr_sink_open(&sink, "one", &e), NR_FAIL);
    assert_true(nr_str_is(e.path, "one"));
    assert_int_equal(lstat("one", &st) | lstat("two", &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(unlink("one") | unlink("two"), 0);
}

static void test_folder_and_missing_folder_are_refused(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_sink *sink;
    assert_int_equal(nr_sink_open(&sink, ".", &e), NR_FAIL);
    assert_int_equal(nr_sink_open(&sink, "", &e), NR_FAIL);
    assert_int_equal(nr_sink_open(&sink, "none/a", &e), NR_FAIL);
    assert_non_null(strstr(e.text, "No such file"));
    assert_true(nr_str_is(e.path, "none/a"));
}

static void test_full_device_is_seen(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_sink *sink;
    if (access("/dev/full", W_OK) != 0)
        skip();
    assert_int_equal(nr_sink_open(&sink, "/dev/full", &e), NR_OK);
    assert_int_equal(nr_sink_write(sink, nr_str_of("x"), &e), NR_FAIL);
    assert_non_null(strstr(e.text, "No space"));
    assert_false(nr_sink_is_broken_pipe(sink));
    nr_sink_abort(sink);
}

static void test_broken_pipe_is_told_apart(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_sink *sink;
    int ends[2];
    char path[32];
    assert_int_equal(pipe(ends), 0);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
    if (access(path, F_OK) != 0)
        skip();
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(nr_sink_open(&sink, path, &e), NR_OK);
    close(ends[0]);
    assert_int_equal(nr_sink_write(sink, nr_str_of("x"), &e), NR_FAIL);
    assert_true(nr_sink_is_broken_pipe(sink));
    nr_sink_abort(sink);
    close(ends[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_file),
        cmocka_unit_test(test_gzip_by_suffix),
        cmocka_unit_test(test_zstd_by_suffix),
        cmocka_unit_test(test_nothing_written_is_still_a_file),
        cmocka_unit_test(test_abort_leaves_the_old_file),
        cmocka_unit_test(test_leftover_of_a_killed_run_is_replaced),
        cmocka_unit_test(test_two_runs_do_not_share_a_file),
        cmocka_unit_test(test_two_outputs_do_not_share_a_file),
        cmocka_unit_test(test_a_descriptor_is_written_on_where_it_stands),
        cmocka_unit_test(test_a_private_file_stays_private),
        cmocka_unit_test(test_a_link_stays_a_link),
        cmocka_unit_test(test_a_link_to_nothing_stays_a_link),
        cmocka_unit_test(test_links_without_end_are_refused),
        cmocka_unit_test(test_folder_and_missing_folder_are_refused),
        cmocka_unit_test(test_full_device_is_seen),
        cmocka_unit_test(test_broken_pipe_is_told_apart),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
