#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "newsreel/store/mapped.h"

static char folder[] = "/tmp/newsreel-mapped-XXXXXX";
static char path[64];

static void write_file(const char *bytes)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(bytes, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void a_file_is_shown_as_it_lies(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_mapped m = {0};
    write_file("one\ntwo");
    assert_int_equal(nr_mapped_open(&m, path, &e), NR_OK);
    assert_true(nr_str_is(m.bytes, "one\ntwo"));
    nr_mapped_close(&m);
    assert_int_equal(m.bytes.len, 0);
    nr_mapped_close(&m);
    write_file("");
    assert_int_equal(nr_mapped_open(&m, path, &e), NR_OK);
    assert_int_equal(m.bytes.len, 0);
    nr_mapped_close(&m);
}

static void what_is_no_file_fails(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_mapped m = {0};
    assert_int_equal(nr_mapped_open(&m, folder, &e), NR_FAIL);
    assert_string_equal(e.text, "not a regular file");
    assert_true(nr_str_is(e.path, folder));
    assert_int_equal(nr_mapped_open(&m, "/nonexistent/list", &e), NR_FAIL);
    assert_true(nr_str_starts(nr_str_of(e.text), nr_str_of("cannot open")));
    nr_mapped_close(&m);
}

static int start(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/list", folder);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_shown_as_it_lies),
        cmocka_unit_test(what_is_no_file_fails),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
