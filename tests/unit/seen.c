#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/dupes/fingerprint.h"
#include "newsreel/dupes/grams.h"
#include "newsreel/dupes/shingles.h"
#include "newsreel/store/seen.h"
#include <stdio.h>
#include <stdlib.h>

/* A maker of sketches, with all that their views show. */
struct maker {
    struct nr_minhash minhash;
    struct nr_bands bands;
    struct nr_shingles shingles;
    struct nr_grams grams;
    struct nr_buf encoded, scratch;
};

static struct nr_sketch sketch(struct maker *m, const char *id, const char *text, bool grams)
{
    struct nr_sketch k = {.id = nr_str_of(id), .created = NR_SKETCH_UNDATED};
    uint32_t signature[NR_MINHASH_MOST];
    k.whole = nr_fingerprint(nr_str_of(text), &m->scratch, NULL);
    if (!grams)
        return k;
    nr_shingles_make(&m->shingles, nr_str_of(text), 2);
    nr_grams_make(&m->grams, m->shingles.hashes, m->shingles.count, m->shingles.second);
    if (m->grams.count == 0)
        return k;
    nr_minhash_sign(&m->minhash, m->grams.values, m->grams.count, signature);
    nr_bands_keys(m->bands, signature, k.keys);
    k.key_count = m->bands.bands;
    m->encoded.len = 0;
    nr_grams_encode(&m->grams, &m->encoded);
    k.grams = nr_buf_str(&m->encoded);
    return k;
}

static void maker_init(struct maker *m, double threshold)
{
    *m = (struct maker){.bands = nr_bands_choose(threshold)};
    nr_minhash_init(&m->minhash, m->bands.bands * m->bands.rows);
}

static void maker_free(struct maker *m)
{
    nr_shingles_free(&m->shingles);
    nr_grams_free(&m->grams);
    nr_buf_free(&m->encoded);
    nr_buf_free(&m->scratch);
}

static struct nr_seen *open(struct nr_seen_options options)
{
    struct nr_error e;
    struct nr_seen *s;
    options.bits = options.bits ? options.bits : 128;
    assert_int_equal(nr_seen_open(&s, &options, &e), NR_OK);
    return s;
}

static enum nr_status add(struct nr_seen *s, const struct nr_sketch *k, struct nr_match *m)
{
    struct nr_error e;
    enum nr_status status = nr_seen_add(s, k, m, &e);
    assert_int_not_equal(status, NR_FAIL);
    return status;
}

static void equal_texts(void **state)
{
    (void)state;
    struct maker m;
    struct nr_match match;
    maker_init(&m, 1);
    for (int ids = 0; ids < 2; ids++) {
        struct nr_seen *s = open((struct nr_seen_options){.ids = ids, .bits = ids ? 64 : 128});
        struct nr_sketch a = sketch(&m, "a", "Snow until Friday.", false);
        struct nr_sketch b = sketch(&m, "b", "Snow  until\nFriday.", false);
        struct nr_sketch c = sketch(&m, "c", "snow until Friday.", false);
        assert_int_equal(add(s, &a, &match), NR_OK);
        assert_int_equal(add(s, &b, &match), NR_END);
        assert_int_equal(match.kind, NR_MATCH_EXACT);
        assert_true(match.similarity == 1);
        assert_true(nr_str_is(match.id, ids ? "a" : ""));
        assert_int_equal(add(s, &c, &match), NR_OK);
        assert_int_equal(nr_seen_kept(s), 2);
        nr_seen_close(s);
    }
    maker_free(&m);
}

static void outside_the_window(void **state)
{
    (void)state;
    struct maker m;
    struct nr_match match;
    maker_init(&m, .5);
    for (int near = 0; near < 2; near++) {
        struct nr_seen *s =
            open((struct nr_seen_options){.ids = true, .window = 10, .near = near ? .5 : 0});
        static const struct {
            const char *id;
            int64_t created;
            const char *repeats;
        } records[] = {{"a", 100, NULL}, {"b", 110, "a"}, {"c", 111, NULL},
                       {"d", 121, "c"},  {"g", 95, "a"},  {"e", NR_SKETCH_UNDATED, ""},
                       {"f", 1000, NULL}};
        for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
            struct nr_sketch k = sketch(&m, records[i].id, "Snow until Friday.", near);
            k.created = records[i].created;
            bool repeats = records[i].repeats != NULL;
            assert_int_equal(add(s, &k, &match), repeats ? NR_END : NR_OK);
            if (repeats && *records[i].repeats)
                assert_true(nr_str_is(match.id, records[i].repeats));
        }
        nr_seen_close(s);
    }
    maker_free(&m);
}

/* One text at dates in any order, kept very often: what is repeated is the earliest kept record
 * that is near enough. */
static void one_text_at_many_dates(void **state)
{
    (void)state;
    enum { RECORDS = 4000, WINDOW = 10, SPAN = 5000 };
    struct maker m;
    struct nr_match match;
    int64_t kept[RECORDS];
    size_t count = 0;
    maker_init(&m, .5);
    struct nr_seen *s = open((struct nr_seen_options){.ids = true, .window = WINDOW});
    srand(3);
    for (int i = 0; i < RECORDS; i++) {
        char id[24];
        int64_t created = rand() % (2 * SPAN) - SPAN;
        size_t first = 0;
        while (first < count && llabs(kept[first] - created) > WINDOW)
            first++;
        snprintf(id, sizeof id, "%zu", first);
        struct nr_sketch k = sketch(&m, id, "Closed on holidays.", false);
        k.created = created;
        assert_int_equal(add(s, &k, &match), first < count ? NR_END : NR_OK);
        if (first < count)
            assert_true(nr_str_is(match.id, id));
        else
            kept[count++] = created;
    }
    assert_true(count > 300);
    assert_int_equal(nr_seen_doubts(s), 0);
    nr_seen_close(s);
    maker_free(&m);
}

/* ---- Against every kept record, one by one ---- */

enum { TEXTS = 300, WORDS = 24 };

static void random_text(char *text, const char *like)
{
    size_t len = 0;
    for (int i = 0; i < WORDS; i++) {
        text[len] = like && rand() % 12 ? like[len] : "abcdefghijklmnopqrstuvwxyz"[rand() % 26];
        text[len + 1] = ' ';
        len += 2;
    }
    text[len] = '\0';
}

struct kept {
    struct nr_grams grams;
    int number;
};

static void as_brute_force_decides(void **state)
{
    (void)state;
    static char texts[TEXTS][2 * WORDS + 1];
    static struct kept kept[TEXTS];
    size_t count = 0;
    struct maker m;
    struct nr_match match;
    maker_init(&m, .3);
    srand(7);
    struct nr_seen *s = open((struct nr_seen_options){.near = .3, .ids = true});
    for (int i = 0; i < TEXTS; i++) {
        char id[16];
        int best = -1;
        double similarity = 0;
        random_text(texts[i], i ? texts[rand() % i] : NULL);
        snprintf(id, sizeof id, "%d", i);
        struct nr_sketch k = sketch(&m, id, texts[i], true);
        for (size_t n = 0; n < count; n++) {
            double j = nr_grams_similarity(&m.grams, &kept[n].grams);
            if (j >= .3 && j > similarity) {
                similarity = j;
                best = kept[n].number;
            }
        }
        enum nr_status status = add(s, &k, &match);
        if (best < 0) {
            assert_int_equal(status, NR_OK);
            nr_grams_make(&kept[count].grams, m.grams.values, m.grams.count, m.grams.second);
            kept[count++].number = i;
            continue;
        }
        snprintf(id, sizeof id, "%d", best);
        assert_int_equal(status, NR_END);
        assert_true(match.similarity == similarity);
        assert_true(nr_str_is(match.id, id));
    }
    assert_true(count > 20 && count < TEXTS - 20);
    for (size_t i = 0; i < count; i++)
        nr_grams_free(&kept[i].grams);
    nr_seen_close(s);
    maker_free(&m);
}

static void a_part_of_a_kept_record(void **state)
{
    (void)state;
    struct maker m;
    struct nr_match match;
    struct nr_buf text = {0};
    maker_init(&m, .5);
    struct nr_seen *s = open((struct nr_seen_options){.contained = .9, .ids = true});
    for (int i = 0; i < 2000; i++)
        nr_buf_addf(&text, "w%d ", i * i % 7919);
    struct nr_sketch k = sketch(&m, "long", nr_buf_cstr(&text), true);
    assert_int_equal(add(s, &k, &match), NR_OK);
    for (size_t from = 0; from < text.len - 400; from += 397) {
        char part[301];
        memcpy(part, text.data + from, 300);
        part[300] = '\0';
        k = sketch(&m, "part", part, true);
        assert_int_equal(add(s, &k, &match), NR_END);
        assert_int_equal(match.kind, NR_MATCH_CONTAINED);
        assert_true(match.contained >= .9 && match.similarity < .1);
        assert_true(nr_str_is(match.id, "long"));
    }
    k = sketch(&m, "other", "a text that has nothing in common with it", true);
    assert_int_equal(add(s, &k, &match), NR_OK);
    nr_buf_free(&text);
    nr_seen_close(s);
    maker_free(&m);
}

static void memory_is_not_exceeded(void **state)
{
    (void)state;
    struct maker m;
    struct nr_match match;
    struct nr_error e;
    maker_init(&m, .7);
    enum { LIMIT = 24 << 20 };
    for (int near = 0; near < 2; near++) {
        enum nr_status status = NR_OK;
        struct nr_seen *s =
            open((struct nr_seen_options){.near = near ? .7 : 0, .ids = true, .memory = LIMIT});
        for (int i = 0; status == NR_OK && i < 2000000; i++) {
            char text[64];
            snprintf(text, sizeof text, "number %d of %d and so on", i, i * 7);
            struct nr_sketch k = sketch(&m, "x", text, near);
            status = nr_seen_add(s, &k, &match, &e);
            assert_true(nr_seen_bytes(s) <= LIMIT);
        }
        assert_int_equal(status, NR_FAIL);
        assert_non_null(strstr(e.text, "--memory"));
        assert_true(nr_seen_kept(s) > 50000);
        nr_seen_close(s);
    }
    maker_free(&m);
}

static void kept_records_come_back(void **state)
{
    (void)state;
    struct maker m;
    struct nr_match match;
    struct nr_error e;
    struct nr_buf packed = {0};
    struct nr_sketch k;
    maker_init(&m, .7);
    struct nr_seen *s = open((struct nr_seen_options){.near = .7, .ids = true});
    static const char *const texts[] = {"one text", "two texts", "one text", "!", "!"};
    for (size_t i = 0; i < 5; i++) {
        char id[2] = {(char)('a' + i), '\0'};
        k = sketch(&m, id, texts[i], true);
        add(s, &k, &match);
    }
    uint64_t at = 0;
    for (const char *id = "abd"; *id; id++) {
        assert_int_equal(nr_seen_next(s, &at, &packed, &e), NR_OK);
        assert_true(nr_sketch_unpack(&k, nr_buf_str(&packed)));
        assert_int_equal(k.id.data[0], *id);
    }
    assert_int_equal(nr_seen_next(s, &at, &packed, &e), NR_END);
    nr_buf_free(&packed);
    nr_seen_close(s);
    nr_seen_close(NULL);
    maker_free(&m);
}

/* The set from..to and some other values, with one key for all. */
static struct nr_sketch numbers(struct maker *m, const char *id, uint32_t from, uint32_t to,
                                uint32_t others)
{
    uint32_t values[2000];
    size_t count = 0;
    for (uint32_t i = from; i < to; i++)
        values[count++] = i * 2000003u;
    for (uint32_t i = 0; i < others; i++)
        values[count++] = (5000 + 10 * to + i) * 2000003u;
    nr_grams_make(&m->grams, values, count, 0);
    m->encoded.len = 0;
    nr_grams_encode(&m->grams, &m->encoded);
    return (struct nr_sketch){.id = nr_str_of(id),
                              .created = NR_SKETCH_UNDATED,
                              .grams = nr_buf_str(&m->encoded),
                              .keys = {1},
                              .key_count = 1};
}

static void similarities_that_are_written_alike_are_equal(void **state)
{
    (void)state;
    struct maker m;
    struct nr_match match;
    maker_init(&m, .5);
    struct nr_seen *s = open((struct nr_seen_options){.near = .5, .ids = true});
    struct nr_sketch k = numbers(&m, "first", 0, 1000, 1); /* 1000 / 1501 */
    assert_int_equal(add(s, &k, &match), NR_OK);
    k = numbers(&m, "second", 498, 1500, 4); /* 1002 / 1504 */
    assert_int_equal(add(s, &k, &match), NR_OK);
    k = numbers(&m, "third", 0, 1500, 0);
    assert_int_equal(add(s, &k, &match), NR_END);
    assert_true(nr_str_is(match.id, "first"));
    nr_seen_close(s);
    maker_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_texts),
        cmocka_unit_test(outside_the_window),
        cmocka_unit_test(one_text_at_many_dates),
        cmocka_unit_test(as_brute_force_decides),
        cmocka_unit_test(a_part_of_a_kept_record),
        cmocka_unit_test(memory_is_not_exceeded),
        cmocka_unit_test(kept_records_come_back),
        cmocka_unit_test(similarities_that_are_written_alike_are_equal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
