/* Random records through signing, sorting, pairing and resolving against the decisions of one run
 * that compares each record with all that are kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "newsreel/dupes/drops.h"
#include "newsreel/dupes/grams.h"
#include "newsreel/dupes/pairs.h"
#include "newsreel/dupes/resolve.h"

enum { RECORDS = 400, SHARDS = 5, KEYS = 6, VALUES = 24 };

struct record {
    struct nr_grams grams;
    struct nr_buf stored;
    struct nr_sketch sketch;
    char id[16];
    bool blank, dropped;
    struct nr_drop_line drop;
};

static uint64_t state_of_draws;

static uint32_t below(uint32_t n)
{
    state_of_draws = state_of_draws * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (uint32_t)((state_of_draws >> 33) % n);
}

static uint64_t spread(uint64_t x)
{
    return nr_hash64(nr_str((const char *)&x, sizeof x));
}

/* Near a set of one of few families; keys are shared by whole families, by sets that share a value,
 * or by nothing else than equal sets. */
static void make_record(struct record *r, size_t number, size_t families)
{
    uint32_t values[VALUES], family = below((uint32_t)families);
    for (size_t i = 0; i < VALUES; i++)
        values[i] = (uint32_t)spread(family * 1000 + i + 1);
    for (uint32_t changes = below(8); changes; changes--)
        values[below(VALUES)] = (uint32_t)spread(900000 + below(6));
    nr_grams_make(&r->grams, values, below(6) ? VALUES : VALUES / 2, 0);
    nr_grams_encode(&r->grams, &r->stored);
    r->blank = below(40) == 0;
    r->id[0] = '\0';
    if (below(9))
        snprintf(r->id, sizeof r->id, "a\\%zu", number);
    r->sketch = (struct nr_sketch){.id = nr_str_of(r->id), .key_count = KEYS};
    r->sketch.whole = (struct nr_hash128){1 + below(4), 1};
    if (r->blank)
        return;
    r->sketch.grams = nr_buf_str(&r->stored);
    r->sketch.whole = nr_hash128(nr_buf_str(&r->stored));
    for (size_t i = 0; i < KEYS; i++)
        r->sketch.keys[i] = spread(7000 + 10 * r->grams.values[i] + i);
    r->sketch.keys[0] = spread(100 + family);
}

static bool share_key(const struct record *a, const struct record *b)
{
    for (size_t i = 0; i < KEYS; i++)
        for (size_t k = 0; k < KEYS; k++)
            if (a->sketch.keys[i] == b->sketch.keys[k])
                return true;
    return false;
}

/* The similarity of two records in millionths, or 0 when it is below the threshold; 0: exact
 * mode. */
static uint32_t likeness(const struct record *a, const struct record *b, double threshold)
{
    double similarity;
    if (threshold <= 0 || (a->blank && b->blank))
        return a->sketch.whole.high == b->sketch.whole.high ? NR_MILLION : 0;
    if (a->blank || b->blank || !share_key(a, b))
        return 0;
    return nr_grams_alike(&a->grams, &b->grams, threshold, &similarity) ? nr_millionths(similarity)
                                                                        : 0;
}

static uint64_t ref_of(size_t number)
{
    size_t each = RECORDS / SHARDS;
    return nr_ref(3 + number / each, 1 + 2 * (number % each));
}

static void decide(struct record *records, double threshold, struct nr_buf *drops)
{
    for (size_t n = 0; n < RECORDS; n++) {
        struct record *r = &records[n];
        r->dropped = false;
        r->drop = (struct nr_drop_line){.ref = ref_of(n)};
        for (size_t k = 0; k < n; k++) {
            uint32_t millionths = records[k].dropped ? 0 : likeness(&records[k], r, threshold);
            if (millionths <= r->drop.millionths)
                continue;
            r->dropped = true;
            r->drop.millionths = millionths;
            r->drop.kept = ref_of(k);
            r->drop.id = records[k].sketch.id;
        }
        struct nr_buf id = {0};
        nr_step_id_add(&id, r->drop.id);
        r->drop.id = nr_buf_str(&id);
        if (r->dropped)
            nr_drop_line_add(drops, &r->drop);
        nr_buf_free(&id);
    }
}

static int compare_lines(const void *a, const void *b)
{
    return nr_str_cmp(*(const struct nr_str *)a, *(const struct nr_str *)b);
}

/* LC_ALL=C sort -u, into a new buffer. */
static struct nr_buf sort(struct nr_buf *lines)
{
    struct nr_buf sorted = {0};
    size_t count = 0, room = 1;
    for (size_t i = 0; i < lines->len; i++)
        room += lines->data[i] == '\n';
    struct nr_str *views = calloc(room, sizeof *views), rest = nr_buf_str(lines);
    while (rest.len && nr_str_split(&rest, '\n', &views[count]))
        count++;
    qsort(views, count, sizeof *views, compare_lines);
    for (size_t i = 0; i < count; i++) {
        if (i && nr_str_eq(views[i], views[i - 1]))
            continue;
        nr_buf_add_str(&sorted, views[i]);
        nr_buf_add_char(&sorted, '\n');
    }
    free(views);
    nr_buf_free(lines);
    return sorted;
}

/* Cuts some whole lines off *rest. */
static struct nr_str cut_block(struct nr_str *rest)
{
    size_t end = 0;
    for (uint32_t lines = 1 + below(30); lines && end < rest->len; lines--)
        end += nr_str_find_char(nr_str_sub(*rest, end, rest->len), '\n') + 1;
    struct nr_str block = nr_str_sub(*rest, 0, end);
    *rest = nr_str_sub(*rest, end, rest->len);
    return block;
}

static struct nr_buf sign_all(struct record *records, double threshold)
{
    struct nr_buf lines = {0}, scratch = {0};
    for (size_t n = RECORDS; n-- > 0;)
        nr_step_sign(&records[n].sketch, ref_of(n), threshold > 0, &scratch, &lines);
    nr_buf_free(&scratch);
    return lines;
}

static struct nr_buf pair_all(struct nr_buf *keys, double threshold)
{
    struct nr_error e;
    struct nr_buf out = {0}, sifted = {0};
    struct nr_pairs_options options = {threshold, NR_PAIRS_CLASSES, NR_PAIRS_BYTES, RECORDS};
    struct nr_pairs *p = nr_pairs_new(&options);
    for (struct nr_str rest = nr_buf_str(keys); rest.len;) {
        sifted.len = 0;
        assert_int_equal(nr_pairs_sift(cut_block(&rest), &sifted, &e), NR_OK);
        assert_int_equal(nr_pairs_add(p, nr_buf_str(&sifted), &out, &e), NR_OK);
    }
    assert_int_equal(nr_pairs_crowds(p).buckets, 0);
    nr_pairs_free(p);
    nr_buf_free(&sifted);
    nr_buf_free(keys);
    return out;
}

static struct nr_buf resolve_all(struct nr_buf *pairs)
{
    struct nr_error e;
    struct nr_buf out = {0};
    struct nr_resolve *r = nr_resolve_new();
    for (struct nr_str rest = nr_buf_str(pairs); rest.len;)
        assert_int_equal(nr_resolve_add(r, cut_block(&rest), &out, &e), NR_OK);
    nr_resolve_finish(r, &out);
    nr_resolve_free(r);
    nr_buf_free(pairs);
    return out;
}

/* Reads the list along, the last shard first. */
static void check_drops(const struct record *records, struct nr_buf *list)
{
    struct nr_error e;
    struct nr_drops d;
    struct nr_drop_line drop;
    size_t each = RECORDS / SHARDS;
    nr_drops_init(&d, nr_buf_str(list));
    for (size_t shard = SHARDS; shard-- > 0;)
        for (size_t n = shard * each; n < (shard + 1) * each; n++) {
            enum nr_status status = nr_drops_find(&d, ref_of(n), &drop, &e);
            assert_int_equal(status, records[n].dropped ? NR_OK : NR_END);
            if (status == NR_OK)
                assert_true(drop.ref == ref_of(n) && drop.kept == records[n].drop.kept &&
                            drop.millionths == records[n].drop.millionths);
        }
    assert_int_equal(nr_drops_finish(&d, &e), NR_OK);
}

static void check(size_t families, double threshold)
{
    static struct record records[RECORDS];
    struct nr_buf want = {0};
    for (size_t n = 0; n < RECORDS; n++)
        make_record(&records[n], n, families);
    decide(records, threshold, &want);
    struct nr_buf keys = sign_all(records, threshold), sorted = sort(&keys);
    struct nr_buf pairs = pair_all(&sorted, threshold), in_order = sort(&pairs);
    struct nr_buf got = resolve_all(&in_order);
    assert_true(want.len > 0);
    assert_int_equal(got.len, want.len);
    assert_memory_equal(got.data, want.data, want.len);
    check_drops(records, &got);
    nr_buf_free(&got);
    nr_buf_free(&want);
    for (size_t n = 0; n < RECORDS; n++) {
        nr_grams_free(&records[n].grams);
        nr_buf_free(&records[n].stored);
    }
    memset(records, 0, sizeof records);
}

static void steps_decide_as_one_run_does(void **state)
{
    (void)state;
    static const double thresholds[] = {.3, .5, .6, .7, .8, .9, 1, 0};
    for (size_t i = 0; i < sizeof thresholds / sizeof *thresholds; i++)
        for (size_t families = 1; families <= 81; families *= 3) {
            state_of_draws = 100 * i + families;
            check(families, thresholds[i]);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_decide_as_one_run_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
