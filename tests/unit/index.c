#include "newsreel/store/index.h"
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../lib/store/run.h"
#include "folder.h"
#include "newsreel/core/hash.h"

static struct nr_index *begin(const char *folder, const char *identity)
{
    const struct nr_index_setting settings[] = {{"compare", NR_STR("near")},
                                                {"ngram", NR_STR("5")}};
    const struct nr_index_options o = {.folder = folder,
                                       .settings = settings,
                                       .setting_count = 2,
                                       .identity = nr_str_of(identity),
                                       .sorted = 100,
                                       .verify = true};
    struct nr_index *x;
    struct nr_error e;
    if (nr_index_open(&x, &o, &e) != NR_OK)
        fail_msg("%.*s: %s", (int)e.path.len, e.path.data, e.text);
    return x;
}

static void add(struct nr_index *x, const uint64_t *keys, size_t count, int64_t created,
                const char *value)
{
    struct nr_error e;
    assert_int_equal(nr_index_add(x, keys, count, created, nr_str_of(value), &e), NR_OK);
}

static void commit(struct nr_index *x, int64_t window)
{
    struct nr_error e;
    if (nr_index_commit(x, window, &e) != NR_OK)
        fail_msg("%.*s: %s", (int)e.path.len, e.path.data, e.text);
}

/* The values of the matches, and the keys that they have in common: "a1 b2 " */
static void assert_found(const struct nr_index *x, const uint64_t *keys, size_t count,
                         const char *want)
{
    struct nr_index_matches m = {0};
    struct nr_error e;
    struct nr_buf got = {0};
    assert_int_equal(nr_index_find(x, keys, count, &m, &e), NR_OK);
    for (size_t i = 0; i < m.count; i++) {
        nr_buf_add_str(&got, m.found[i].value);
        nr_buf_addf(&got, "%u ", m.found[i].keys);
    }
    assert_string_equal(nr_buf_cstr(&got), want);
    nr_buf_free(&got);
    nr_index_matches_free(&m);
}

static uint64_t key_of(uint64_t n)
{
    return nr_hash64(nr_str((const char *)&n, sizeof n));
}

/* One record a run: its key and value are n. */
static void run_of_one(const char *folder, unsigned n, int64_t created, int64_t window)
{
    char value[32];
    uint64_t key = key_of(n);
    struct nr_index *x = begin(folder, "one");
    snprintf(value, sizeof value, "%u:", n);
    add(x, &key, 1, created, value);
    commit(x, window);
    nr_index_close(x);
}

static void records_are_found_by_their_keys(void **state)
{
    (void)state;
    char *folder = folder_make("index");
    const uint64_t both[] = {0, UINT64_MAX}, other[] = {7, 7, 8}, none[] = {1, 9};
    struct nr_index *x = begin(folder, "first");
    assert_found(x, both, 2, "");
    add(x, both, 2, NR_INDEX_UNDATED, "a");
    add(x, other, 3, 1, "b");
    add(x, both, 1, 1, "");
    add(x, NULL, 0, 1, "alone");
    assert_found(x, both, 2, "");
    commit(x, 0);
    nr_index_close(x);
    x = begin(folder, "second");
    assert_found(x, both, 2, "a2 1 ");
    assert_found(x, other, 3, "b5 ");
    assert_found(x, none, 2, "");
    add(x, both + 1, 1, 1, "c");
    commit(x, 0);
    struct nr_index_stats s = nr_index_stats(x);
    assert_int_equal(s.runs, 2);
    assert_int_equal(s.records, 5);
    assert_int_equal(s.keys, 7);
    assert_int_equal(s.added, 1);
    nr_index_close(x);
    x = begin(folder, "third");
    assert_found(x, both, 2, "a2 1 c1 ");
    nr_index_close(x);
    nr_index_close(NULL);
    folder_drop(folder);
}

/* More keys than are sorted at a time, some of them shared by many, in several runs. */
static void many_keys(void **state)
{
    (void)state;
    enum { RUNS = 3, RECORDS = 2000, KEYS = 3 };
    char *folder = folder_make("index");
    for (unsigned run = 0; run < RUNS; run++) {
        struct nr_index *x = begin(folder, "many");
        for (unsigned i = 0; i < RECORDS; i++) {
            char value[300];
            const uint64_t keys[KEYS] = {key_of(run * RECORDS + i), key_of(i), i / 100};
            snprintf(value, sizeof value, "%*u,%u:", (int)(i % 250), run, i);
            add(x, keys, KEYS, i, value);
        }
        commit(x, 0);
        nr_index_close(x);
    }
    struct nr_index *x = begin(folder, "many");
    assert_int_equal(nr_index_stats(x).keys, RUNS * RECORDS * KEYS);
    struct nr_index_matches m = {0};
    for (unsigned i = 0; i < RUNS * RECORDS; i++) {
        const uint64_t key = key_of(i);
        struct nr_error e;
        assert_int_equal(nr_index_find(x, &key, 1, &m, &e), NR_OK);
        size_t last = m.count - 1, run = i / RECORDS;
        assert_int_equal(m.count, i < RECORDS ? RUNS : 1);
        assert_int_equal(m.found[i < RECORDS ? 0 : last].run, run);
        assert_int_equal(m.found[last].keys, i < RECORDS && last == 0 ? 2 : 1);
        assert_int_equal(nr_index_find(x, &(uint64_t){i}, 1, &m, &e), NR_OK);
        assert_int_equal(m.count, i < RECORDS / 100 ? NR_INDEX_MOST : 0);
    }
    assert_int_equal(m.cut_records, RECORDS / 100 * (RUNS * 100 - NR_INDEX_MOST));
    assert_int_equal(m.cut_keys, 0);
    nr_index_matches_free(&m);
    nr_index_close(x);
    folder_drop(folder);
}

static void crowds_are_cut_and_counted(void **state)
{
    (void)state;
    enum { CROWD = 1000 };
    char *folder = folder_make("index");
    const uint64_t keys[] = {5, 6};
    struct nr_index *x = begin(folder, "crowd");
    for (unsigned i = 0; i < CROWD; i++) {
        char value[16];
        snprintf(value, sizeof value, "%u", i);
        add(x, keys, i == 500 ? 2 : 1, 1, value);
    }
    commit(x, 0);
    nr_index_close(x);
    x = begin(folder, "crowd");
    struct nr_index_matches m = {0};
    assert_int_equal(nr_index_find(x, keys, 2, &m, &(struct nr_error){0}), NR_OK);
    assert_int_equal(m.cut_keys, 1);
    assert_int_equal(m.cut_records, 1);
    assert_int_equal(m.count, NR_INDEX_MOST);
    assert_true(nr_str_is(m.found[0].value, "0"));
    assert_true(nr_str_is(m.found[7].value, "7"));
    assert_true(nr_str_is(m.found[8].value, "500"));
    assert_true(nr_str_is(m.found[9].value, "752"));
    assert_true(nr_str_is(m.found[m.count - 1].value, "998"));
    nr_index_matches_free(&m);
    nr_index_close(x);
    folder_drop(folder);
}

/* All records, oldest first, whatever has been merged. */
static void assert_all(const char *folder, unsigned from, unsigned to)
{
    struct nr_index *x = begin(folder, "look");
    for (unsigned i = from; i < to; i++) {
        char want[32];
        uint64_t key = key_of(i);
        snprintf(want, sizeof want, "%u:1 ", i);
        assert_found(x, &key, 1, want);
    }
    nr_index_close(x);
}

static uint64_t runs_in(const char *folder)
{
    struct nr_index *x = begin(folder, "look");
    uint64_t runs = nr_index_stats(x).runs;
    nr_index_close(x);
    return runs;
}

static void small_runs_are_merged(void **state)
{
    (void)state;
    char *folder = folder_make("index");
    for (unsigned i = 0; i < 100; i++) {
        run_of_one(folder, i, 1, 0);
        assert_true(runs_in(folder) < NR_INDEX_FAN);
    }
    assert_all(folder, 0, 100);
    /* What was merged is gone: the runs, MANIFEST and lock are all. */
    assert_int_equal(folder_count(folder), runs_in(folder) + 2);
    folder_drop(folder);
}

/* A run of 100 KB is a level above those of some bytes. */
static void large_runs_are_left_alone(void **state)
{
    (void)state;
    static char big[100000];
    char *folder = folder_make("index");
    const uint64_t key = key_of(0);
    memset(big, 'x', sizeof big - 1);
    struct nr_index *x = begin(folder, "big");
    add(x, &key, 1, 1, big);
    commit(x, 0);
    nr_index_close(x);
    for (unsigned i = 1; i < 9; i++)
        run_of_one(folder, i, 1, 0);
    assert_int_equal(runs_in(folder), 2);
    assert_all(folder, 1, 9);
    folder_drop(folder);
}

static void a_window_forgets_runs(void **state)
{
    (void)state;
    enum { DAY = 86400 };
    char *folder = folder_make("index");
    run_of_one(folder, 0, NR_INDEX_UNDATED, 30 * DAY);
    for (unsigned day = 1; day < 200; day++)
        run_of_one(folder, day, day * DAY, 30 * DAY);
    assert_all(folder, 0, 1);
    assert_all(folder, 200 - 31, 200);
    struct nr_index *x = begin(folder, "look");
    uint64_t old = key_of(200 - 31 - 30 / 8 - 1);
    assert_found(x, &old, 1, "");
    assert_in_range(nr_index_stats(x).records, 32, 32 + 30 / 8);
    add(x, &old, 1, INT64_MAX, "late");
    add(x, &old, 1, INT64_MIN + 1, "early");
    commit(x, INT64_MAX);
    assert_int_equal(nr_index_stats(x).undated, 0);
    nr_index_close(x);
    folder_drop(folder);
}

/* One record of a hundred comes from the future: nothing is forgotten for that. */
static void stray_dates_forget_nothing(void **state)
{
    (void)state;
    enum { DAY = 86400 };
    char *folder = folder_make("index");
    for (unsigned run = 0; run < 3; run++) {
        struct nr_index *x = begin(folder, "stray");
        for (unsigned i = 0; i < 100; i++) {
            uint64_t key = key_of(run * 100 + i);
            char value[32];
            snprintf(value, sizeof value, "%u:", run * 100 + i);
            add(x, &key, 1, i == 50 ? 40000 * (int64_t)DAY : run * 10 * DAY + i, value);
        }
        commit(x, 15 * DAY);
        nr_index_close(x);
    }
    assert_all(folder, 100, 300);
    struct nr_index *x = begin(folder, "stray");
    uint64_t old = key_of(1);
    assert_found(x, &old, 1, "");
    nr_index_close(x);
    folder_drop(folder);
}

/* A run of one record says nothing of how old larger ones are. */
static void a_stray_run_forgets_nothing(void **state)
{
    (void)state;
    enum { DAY = 86400, MANY = 5 };
    char *folder = folder_make("index");
    struct nr_index *x = begin(folder, "many");
    for (unsigned i = 0; i < MANY; i++) {
        uint64_t key = key_of(i);
        char value[32];
        snprintf(value, sizeof value, "%u:", i);
        add(x, &key, 1, DAY, value);
    }
    commit(x, 15 * DAY);
    nr_index_close(x);
    run_of_one(folder, MANY, 40000 * (int64_t)DAY, 15 * DAY);
    assert_all(folder, 0, MANY + 1);
    run_of_one(folder, MANY + 1, 2 * DAY, 15 * DAY);
    assert_all(folder, 0, MANY + 2);
    folder_drop(folder);
}

/* In a run of a few records it is one as well. */
static void a_stray_date_among_few(void **state)
{
    (void)state;
    enum { DAY = 86400 };
    char *folder = folder_make("index");
    run_of_one(folder, 0, DAY, 15 * DAY);
    struct nr_index *x = begin(folder, "few");
    for (unsigned i = 1; i <= 3; i++) {
        uint64_t key = key_of(i);
        char value[32];
        snprintf(value, sizeof value, "%u:", i);
        add(x, &key, 1, i == 2 ? 40000 * (int64_t)DAY : 10 * (int64_t)DAY, value);
    }
    commit(x, 15 * DAY);
    nr_index_close(x);
    assert_all(folder, 0, 4);
    folder_drop(folder);
}

static void settings_must_be_the_same(void **state)
{
    (void)state;
    char *folder = folder_make("index");
    nr_index_close(begin(folder, "a"));
    const struct nr_index_setting settings[] = {{"compare", NR_STR("near")},
                                                {"ngram", NR_STR("7")}};
    struct nr_index_options o = {.folder = folder, .settings = settings, .setting_count = 2};
    struct nr_index *x;
    struct nr_error e;
    assert_int_equal(nr_index_open(&x, &o, &e), NR_FAIL);
    assert_string_equal(e.text, "the index was made with ngram \"5\", not with \"7\"");
    assert_true(nr_str_ends(e.path, nr_str_of("/MANIFEST")));
    nr_index_close(x);
    o.setting_count = 1;
    assert_int_equal(nr_index_open(&x, &o, &e), NR_FAIL);
    assert_string_equal(e.text, "the index was made with ngram \"5\", which this program has not");
    nr_index_close(x);
    nr_index_close(begin(folder, "a"));
    folder_drop(folder);
}

static void settings_may_hold_any_bytes(void **state)
{
    (void)state;
    char *folder = folder_make("index");
    const struct nr_index_setting settings[] = {{"key", NR_STR("a\"\n\xff\0b")},
                                                {"empty", NR_STR("")}};
    const struct nr_index_options o = {
        .folder = folder, .settings = settings, .setting_count = 2, .identity = NR_STR("\xff")};
    for (int i = 0; i < 2; i++) {
        struct nr_index *x;
        assert_int_equal(nr_index_open(&x, &o, &(struct nr_error){0}), NR_OK);
        nr_index_close(x);
    }
    folder_drop(folder);
}

static void one_process_at_a_time(void **state)
{
    (void)state;
    char *folder = folder_make("index");
    struct nr_index *x = begin(folder, "a"), *y;
    const struct nr_index_options o = {.folder = folder};
    struct nr_error e;
    assert_int_equal(nr_index_open(&y, &o, &e), NR_FAIL);
    assert_non_null(strstr(e.text, "in use"));
    nr_index_close(y);
    nr_index_close(x);
    nr_index_close(begin(folder, "a"));
    folder_drop(folder);
}

static void nothing_added_changes_nothing(void **state)
{
    (void)state;
    char *folder = folder_make("index");
    run_of_one(folder, 1, 1, 0);
    struct nr_buf before = {0}, after = {0};
    folder_dump(folder, &before);
    struct nr_index *x = begin(folder, "idle");
    commit(x, 1);
    nr_index_close(x);
    x = begin(folder, "breaks off");
    add(x, &(uint64_t){1}, 1, 1, "lost");
    nr_index_close(x);
    folder_dump(folder, &after);
    assert_true(nr_str_eq(nr_buf_str(&before), nr_buf_str(&after)));
    nr_buf_free(&before);
    nr_buf_free(&after);
    folder_drop(folder);
}

/* Who only looks finds what is there, and changes nothing: neither what another process has left
 * behind nor, where there is no folder, that. */
static void a_look_changes_nothing(void **state)
{
    (void)state;
    char *folder = folder_make("index");
    const struct nr_index_setting settings[] = {{"compare", NR_STR("near")},
                                                {"ngram", NR_STR("5")}};
    const struct nr_index_options o = {.folder = folder,
                                       .settings = settings,
                                       .setting_count = 2,
                                       .identity = NR_STR("look"),
                                       .look = true};
    struct nr_index *x;
    struct nr_error e;
    struct nr_buf before = {0}, after = {0};
    uint64_t key = key_of(1);
    assert_int_equal(nr_index_open(&x, &o, &e), NR_OK);
    assert_found(x, &key, 1, "");
    nr_index_close(x);
    assert_int_equal(access(folder, F_OK), -1);
    run_of_one(folder, 1, 1, 0);
    folder_put(folder, "9.part", nr_str_of("left over"));
    folder_put(folder, "running",
               nr_str_of("{\"number\":1,\"identity\":"
                         "\"00000000000000000000000000000001\"}"));
    folder_dump(folder, &before);
    assert_int_equal(nr_index_open(&x, &o, &e), NR_OK);
    assert_found(x, &key, 1, "1:1 ");
    nr_index_close(x);
    folder_dump(folder, &after);
    assert_true(nr_str_eq(nr_buf_str(&before), nr_buf_str(&after)));
    nr_buf_free(&before);
    nr_buf_free(&after);
    folder_drop(folder);
}

/* Work that fails after its commit is taken back when it is started again, and by no other work. */
static void doubt_takes_back(void **state)
{
    (void)state;
    char *folder = folder_make("index");
    uint64_t key = key_of(1);
    for (int again = 0; again < 2; again++) {
        struct nr_index *x = begin(folder, "fails late");
        assert_int_equal(nr_index_stats(x).taken_back, again);
        assert_found(x, &key, 1, "");
        add(x, &key, 1, 1, "a");
        commit(x, 0);
        nr_index_doubt(x);
        nr_index_close(x);
    }
    struct nr_index *x = begin(folder, "another");
    assert_false(nr_index_stats(x).taken_back);
    assert_found(x, &key, 1, "a1 ");
    nr_index_close(x);
    folder_drop(folder);
}

/* Every byte of every file counts: changed or cut off, it is found by opening or by verifying, and
 * the message names the file. */
static void assert_damage(const char *folder, const char *name)
{
    const struct nr_index_setting settings[] = {{"compare", NR_STR("near")},
                                                {"ngram", NR_STR("5")}};
    const struct nr_index_options o = {.folder = folder,
                                       .settings = settings,
                                       .setting_count = 2,
                                       .identity = NR_STR("x"),
                                       .verify = true};
    struct nr_index *x;
    struct nr_error e;
    assert_int_equal(nr_index_open(&x, &o, &e), NR_FAIL);
    assert_true(nr_str_ends(e.path, nr_str_of(name)));
    nr_index_close(x);
}

static void damage_is_found(void **state)
{
    (void)state;
    static const char *const names[] = {"1.run", "MANIFEST"};
    char *folder = folder_make("index");
    run_of_one(folder, 1, 1, 0);
    for (size_t i = 0; i < 2; i++) {
        struct nr_buf whole = {0}, changed = {0};
        folder_get(folder, names[i], &whole);
        for (size_t at = 0; at + 1 < whole.len; at++) {
            changed.len = 0;
            nr_buf_add_str(&changed, nr_buf_str(&whole));
            changed.data[at] ^= 1;
            folder_put(folder, names[i], nr_buf_str(&changed));
            assert_damage(folder, names[i]);
            folder_put(folder, names[i], nr_str_sub(nr_buf_str(&whole), 0, at));
            assert_damage(folder, names[i]);
        }
        folder_put(folder, names[i], nr_buf_str(&whole));
        nr_buf_free(&whole);
        nr_buf_free(&changed);
    }
    assert_all(folder, 1, 2);
    folder_remove_file(folder, "1.run");
    assert_damage(folder, "1.run");
    folder_drop(folder);
}

static void a_lost_manifest_is_no_new_index(void **state)
{
    (void)state;
    char *folder = folder_make("index");
    run_of_one(folder, 1, 1, 0);
    folder_remove_file(folder, "MANIFEST");
    assert_damage(folder, "MANIFEST");
    assert_int_equal(folder_count(folder), 2);
    folder_drop(folder);
}

static void strangers_are_left_alone(void **state)
{
    (void)state;
    char *folder = folder_make("index");
    assert_int_equal(mkdir(folder, 0777), 0);
    folder_put(folder, "notes.txt", nr_str_of("mine"));
    folder_put(folder, "x.run", nr_str_of("mine"));
    folder_put(folder, "9.part", nr_str_of("left over"));
    run_of_one(folder, 1, 1, 0);
    assert_int_equal(folder_count(folder), 5);
    folder_drop(folder);
}

static void no_folder_can_be_made(void **state)
{
    (void)state;
    const struct nr_index_options o = {.folder = "/nowhere/at/all"};
    struct nr_index *x;
    struct nr_error e;
    assert_int_equal(nr_index_open(&x, &o, &e), NR_FAIL);
    assert_true(nr_str_is(e.path, "/nowhere/at/all/"));
    assert_non_null(strstr(e.text, "folder"));
    nr_index_close(x);
}

/* The search agrees with a walk, whatever the keys are. */
static void any_keys_are_found(void **state)
{
    (void)state;
    enum { COUNT = 300 };
    static char bytes[COUNT * RUN_ENTRY];
    for (unsigned kind = 0; kind < 4; kind++) {
        struct run r = {.entries = {bytes, COUNT}};
        for (uint64_t i = 0; i < COUNT; i++) {
            uint64_t keys[] = {i / 7, UINT64_MAX - (COUNT - i) / 5, i << 55,
                               i < 150 ? 0 : UINT64_MAX};
            run_store_entry(bytes + i * RUN_ENTRY, keys[kind], i);
        }
        for (uint64_t i = 0; i < COUNT; i++)
            for (uint64_t key = run_key(r.entries, i) - 1, k = 0; k < 3; k++, key++) {
                uint64_t from, to, first = 0, last;
                run_find(&r, key, &from, &to);
                while (first < COUNT && run_key(r.entries, first) < key)
                    first++;
                for (last = first; last < COUNT && run_key(r.entries, last) == key;)
                    last++;
                assert_int_equal(from, first);
                assert_int_equal(to, last);
            }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_found_by_their_keys),
        cmocka_unit_test(many_keys),
        cmocka_unit_test(crowds_are_cut_and_counted),
        cmocka_unit_test(small_runs_are_merged),
        cmocka_unit_test(large_runs_are_left_alone),
        cmocka_unit_test(a_window_forgets_runs),
        cmocka_unit_test(a_stray_run_forgets_nothing),
        cmocka_unit_test(stray_dates_forget_nothing),
        cmocka_unit_test(a_stray_date_among_few),
        cmocka_unit_test(settings_must_be_the_same),
        cmocka_unit_test(settings_may_hold_any_bytes),
        cmocka_unit_test(one_process_at_a_time),
        cmocka_unit_test(nothing_added_changes_nothing),
        cmocka_unit_test(a_look_changes_nothing),
        cmocka_unit_test(doubt_takes_back),
        cmocka_unit_test(damage_is_found),
        cmocka_unit_test(a_lost_manifest_is_no_new_index),
        cmocka_unit_test(strangers_are_left_alone),
        cmocka_unit_test(no_folder_can_be_made),
        cmocka_unit_test(any_keys_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
