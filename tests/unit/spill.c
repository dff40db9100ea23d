#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/store/spill.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

static void assert_get(struct nr_spill *spill, uint64_t offset, struct nr_str want)
{
    struct nr_buf out = {0};
    struct nr_error e;
    nr_buf_add_cstr(&out, ">");
    assert_int_equal(nr_spill_get(spill, offset, &out, &e), NR_OK);
    assert_true(nr_str_eq(nr_str_sub(nr_buf_str(&out), 1, out.len), want));
    nr_buf_free(&out);
}

static struct nr_str name_of(unsigned n, char name[1000])
{
    int len = snprintf(name, 1000, "urn:example:%u:%*u", n, (int)(n % 700), n);
    return nr_str(name, (size_t)len);
}

static void strings_come_back(void **state)
{
    (void)state;
    enum { COUNT = 3000 };
    static uint64_t offsets[COUNT];
    struct nr_spill *spill;
    struct nr_error e;
    char name[1000];
    assert_int_equal(nr_spill_open(&spill, &e), NR_OK);
    for (unsigned i = 0; i < COUNT; i++) {
        assert_int_equal(nr_spill_add(spill, name_of(i, name), &offsets[i], &e), NR_OK);
        assert_get(spill, offsets[i], name_of(i, name));
        assert_get(spill, offsets[i / 2], name_of(i / 2, name));
    }
    for (unsigned i = COUNT; i-- > 0;)
        assert_get(spill, offsets[i], name_of(i, name));
    uint64_t empty;
    assert_int_equal(nr_spill_add(spill, nr_str("", 0), &empty, &e), NR_OK);
    assert_get(spill, empty, nr_str("", 0));
    nr_spill_close(spill);
    nr_spill_close(NULL);
}

static void no_folder(void **state)
{
    (void)state;
    struct nr_spill *spill;
    struct nr_error e;
    char *old = getenv("TMPDIR");
    assert_int_equal(setenv("TMPDIR", "/nowhere/at/all", 1), 0);
    assert_int_equal(nr_spill_open(&spill, &e), NR_FAIL);
    assert_non_null(strstr(e.text, "TMPDIR"));
    assert_int_equal(old ? setenv("TMPDIR", old, 1) : unsetenv("TMPDIR"), 0);
}

/* A limit on the size of files stands for a full disk. */
static void full_disk(void **state)
{
    (void)state;
    struct nr_spill *spill;
    struct nr_error e;
    struct rlimit old, low;
    assert_int_equal(nr_spill_open(&spill, &e), NR_OK);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    low = old;
    low.rlim_cur = 100000;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
    enum nr_status status = NR_OK;
    uint64_t offset;
    char name[1000];
    for (unsigned i = 0; i < 3000 && status == NR_OK; i++)
        status = nr_spill_add(spill, name_of(i, name), &offset, &e);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    assert_int_equal(status, NR_FAIL);
    assert_non_null(strstr(e.text, "temporary file"));
    nr_spill_close(spill);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_come_back),
        cmocka_unit_test(no_folder),
        cmocka_unit_test(full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
