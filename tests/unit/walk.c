/* nr_walk over a tree of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "newsreel/source/walk.h"
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char base[64];

static void make(const char *name, const char *content)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", base, name);
    if (!content) {
        assert_int_equal(mkdir(path, 0700), 0);
        return;
    }
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(content, f);
    fclose(f);
}

static int set_up(void **state)
{
    (void)state;
    snprintf(base, sizeof base, "/tmp/nr-walk-XXXXXX");
    return mkdtemp(base) ? 0 : -1;
}

static int tear_down(void **state)
{
    char command[256];
    (void)state;
    snprintf(command, sizeof command, "chmod -R u+rwx %s && rm -rf %s", base, base);
    return system(command);
}

static uint64_t passed[NR_PASSED]; /* over, in the last walk */

/* All paths, without the base, one a line; a failed one begins with '!'. */
static char *walk(const char *const *operands, size_t count)
{
    struct nr_buf out = {0};
    struct nr_walk *w = nr_walk_open(operands, count);
    const char *path;
    struct nr_error e;
    enum nr_status status;
    while ((status = nr_walk_next(w, &path, &e)) != NR_END) {
        struct nr_str p = nr_str_of(path);
        if (status != NR_OK) {
            assert_int_equal(status, NR_FAIL);
            p = e.path;
            nr_buf_add_char(&out, '!');
        }
        size_t from = nr_str_starts(p, nr_str_of(base)) ? strlen(base) : 0;
        nr_buf_add_str(&out, nr_str_sub(p, from, p.len));
        nr_buf_add_char(&out, '\n');
    }
    assert_int_equal(nr_walk_next(w, &path, &e), NR_END);
    for (size_t i = 0; i < NR_PASSED; i++)
        passed[i] = nr_walk_passed(w, (enum nr_passed_over)i);
    nr_walk_close(w);
    nr_buf_cstr(&out);
    return out.data;
}

static void gives_files_in_byte_order_depth_first(void **state)
{
    (void)state;
    make("b", NULL);
    make("b/2", "x");
    make("b/10", "x");
    make("b/\xff\x01", "x");
    make("b/empty", NULL);
    make("a", "x");
    make("Z", "x");
    make("b.txt", "x");
    const char *operands[] = {base};
    char *got = walk(operands, 1);
    assert_string_equal(got, "/Z\n/a\n/b/10\n/b/2\n/b/\xff\x01\n/b.txt\n");
    free(got);
}

static void a_trailing_slash_is_not_doubled(void **state)
{
    char path[128];
    (void)state;
    make("d", NULL);
    make("d/x", "x");
    snprintf(path, sizeof path, "%s/d/", base);
    const char *operands[] = {path};
    char *got = walk(operands, 1);
    assert_string_equal(got, "/d/x\n");
    free(got);
}

static void links_to_files_only_and_no_pipes(void **state)
{
    char path[128];
    (void)state;
    make("d", NULL);
    make("f", "x");
    snprintf(path, sizeof path, "%s/d/up", base);
    assert_int_equal(symlink("..", path), 0);
    snprintf(path, sizeof path, "%s/d/file", base);
    assert_int_equal(symlink("../f", path), 0);
    snprintf(path, sizeof path, "%s/d/nothing", base);
    assert_int_equal(symlink("nowhere", path), 0);
    snprintf(path, sizeof path, "%s/d/itself", base);
    assert_int_equal(symlink("itself", path), 0);
    snprintf(path, sizeof path, "%s/pipe", base);
    assert_int_equal(mkfifo(path, 0600), 0);
    const char *operands[] = {base, path};
    char *got = walk(operands, 2);
    assert_string_equal(got, "/d/file\n/f\n/pipe\n"); /* the last as an operand of its own */
    assert_int_equal(passed[NR_PASSED_DANGLING], 2);
    assert_int_equal(passed[NR_PASSED_FOLDER], 1);
    assert_int_equal(passed[NR_PASSED_SPECIAL], 1);
    free(got);
}

static void what_is_missing_fails_and_the_rest_goes_on(void **state)
{
    char missing[128], there[128];
    (void)state;
    make("f", "12345");
    snprintf(missing, sizeof missing, "%s/none", base);
    snprintf(there, sizeof there, "%s/f", base);
    const char *operands[] = {missing, there, "-", ""};
    char *got = walk(operands, 4);
    assert_string_equal(got, "!/none\n/f\n-\n!\n");
    free(got);
}

static void an_unreadable_folder_fails_and_the_rest_goes_on(void **state)
{
    char path[128];
    (void)state;
    if (geteuid() == 0)
        skip(); /* root reads everything */
    make("a", NULL);
    make("b", "x");
    snprintf(path, sizeof path, "%s/a", base);
    assert_int_equal(chmod(path, 0), 0);
    const char *operands[] = {base};
    char *got = walk(operands, 1);
    assert_string_equal(got, "!/a\n/b\n");
    free(got);
}

static void no_operand_is_standard_input(void **state)
{
    (void)state;
    char *got = walk(NULL, 0);
    assert_string_equal(got, "-\n");
    free(got);
}

static void depth_costs_no_descriptors(void **state)
{
    char path[4000];
    (void)state;
    int n = snprintf(path, sizeof path, "%s", base);
    for (int i = 0; i < 1500; i++) {
        n += snprintf(path + n, sizeof path - (size_t)n, "/d");
        assert_int_equal(mkdir(path, 0700), 0);
    }
    snprintf(path + n, sizeof path - (size_t)n, "/f");
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fclose(f);
    const char *operands[] = {base};
    char *got = walk(operands, 1);
    assert_int_equal(strlen(got), 1500 * 2 + 3);
    free(got);
}

static void total_is_known_for_files_only(void **state)
{
    char a[128];
    (void)state;
    make("a", "12345");
    snprintf(a, sizeof a, "%s/a", base);
    const char *files[] = {a, a}, *folder[] = {a, base};
    struct nr_walk *w = nr_walk_open(files, 2);
    assert_int_equal(nr_walk_total(w), 10);
    nr_walk_close(w);
    w = nr_walk_open(folder, 2);
    assert_int_equal(nr_walk_total(w), 0);
    nr_walk_close(w);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(gives_files_in_byte_order_depth_first),
        TEST(a_trailing_slash_is_not_doubled),
        TEST(links_to_files_only_and_no_pipes),
        TEST(what_is_missing_fails_and_the_rest_goes_on),
        TEST(an_unreadable_folder_fails_and_the_rest_goes_on),
        TEST(no_operand_is_standard_input),
        TEST(depth_costs_no_descriptors),
        TEST(total_is_known_for_files_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
