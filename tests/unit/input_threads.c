/* nr_input with threads: the same bytes, places and events as without, whatever the units are
 * like. */
#include "input.h"
#include <zdict.h>

/* What a walk through an input gave, step by step: where the next unit begins, as far as it is
 * known, what was lost. The steps do not depend on how large a view happens to be. */
static void walk(struct nr_input *in, unsigned seed, size_t most, struct story *s)
{
    struct nr_str view;
    struct nr_error e;
    enum nr_status status;
    uint64_t place;
    do {
        seed = seed * 1103515245u + 12345u;
        size_t want = 1 + (seed >> 12) % most;
        status = nr_input_peek(in, want, &view, &e);
        if ((status == NR_OK || status == NR_END) && nr_input_place(in, &place))
            nr_buf_addf(&s->events, "%zu is at %llu\n", s->bytes.len, (unsigned long long)place);
        if (status == NR_OK) {
            assert_true(view.len > 0);
            view = nr_str_sub(view, 0, want);
            nr_buf_add_str(&s->bytes, view);
            nr_input_skip(in, view.len);
        } else if (status != NR_END) {
            nr_buf_addf(&s->events, "%zu %s at %llu\n", s->bytes.len, e.text,
                        (unsigned long long)e.offset);
            s->bad += status == NR_BAD;
        }
    } while (status == NR_OK || status == NR_BAD);
}

static struct story story_of(struct nr_str packed, unsigned threads, bool file, unsigned seed,
                             size_t most)
{
    struct story s = {0};
    struct nr_input *in;
    struct nr_error e;
    struct nr_input_options options = {.stop_fd = -1, .threads = threads};
    enum nr_status status = file ? open_file_with(&in, "x", packed, &options, &e)
                                 : nr_input_open_memory(&in, packed, &options, &e);
    assert_int_equal(status, NR_OK);
    walk(in, seed, most, &s);
    nr_input_close(in);
    return s;
}

static void assert_same_stories(struct story *a, struct story *b)
{
    assert_string_equal(nr_buf_cstr(&a->events), nr_buf_cstr(&b->events));
    assert_int_equal(a->bytes.len, b->bytes.len);
    if (a->bytes.len)
        assert_memory_equal(a->bytes.data, b->bytes.data, a->bytes.len);
}

/* Returns the number of gaps. */
static unsigned assert_same(struct nr_str packed, unsigned seed, size_t most)
{
    struct story one = story_of(packed, 0, seed % 2, seed, most);
    for (unsigned threads = 2; threads < 8; threads += 3)
        for (int file = 0; file < 2; file++) {
            struct story many = story_of(packed, threads, file, seed, most);
            assert_same_stories(&one, &many);
            story_free(&many);
        }
    unsigned bad = one.bad;
    story_free(&one);
    return bad;
}

static void whole_files_are_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct members m = make_members(300, 3000, codecs[i].add);
        for (unsigned seed = 0; seed < 4; seed++)
            assert_int_equal(assert_same(nr_buf_str(&m.packed), seed, 1 + seed * 3000), 0);
        members_free(&m);
    }
}

static void damage_is_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct members m = make_members(100, 4000, codecs[i].add);
        for (unsigned seed = 1; seed <= 40; seed++) {
            struct nr_buf bytes = {0};
            nr_buf_add_str(&bytes, nr_buf_str(&m.packed));
            unsigned at = seed * 2654435761u;
            for (unsigned n = 0; n < seed; n++, at = at * 1103515245u + 12345u)
                bytes.data[(at >> 4) % bytes.len] ^= (char)(1 << at % 8);
            size_t first = m.at[1]; /* what the file is must stay plain */
            memcpy(bytes.data, m.packed.data, first);
            assert_true(assert_same(nr_buf_str(&bytes), seed, 5000) <= seed);
            nr_buf_free(&bytes);
        }
        members_free(&m);
    }
}

static void cut_files_are_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct members m = make_members(60, 4000, codecs[i].add);
        for (size_t cut = 1; cut < 30; cut++) {
            struct nr_str packed = nr_str(m.packed.data, m.packed.len - cut * cut * 37);
            assert_same(packed, (unsigned)cut, 5000);
        }
        for (size_t k = 30; k < 60; k++) /* a piece is missing */
        {
            struct nr_buf bytes = {0};
            nr_buf_add(&bytes, m.packed.data, m.at[k] + k);
            nr_buf_add(&bytes, m.packed.data + m.at[k + 1] - k, m.packed.len - m.at[k + 1] + k);
            assert_int_equal(assert_same(nr_buf_str(&bytes), (unsigned)k, 5000), 1);
            nr_buf_free(&bytes);
        }
        members_free(&m);
    }
}

/* Between units: padding, skippable frames, and what does not belong there. */
static void what_lies_between_is_the_same(void **state)
{
    static const struct nr_str between[] = {
        NR_STR("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
        NR_STR("\x50\x2a\x4d\x18\x05\0\0\0abcde"),
        NR_STR("garbage \x1f\x8b\x08 and \x28\xb5\x2f\xfd garbage"),
    };
    (void)state;
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < 3; k++) {
            struct nr_buf packed = {0}, text = {0};
            add_text(&text, 5000, (unsigned)k);
            for (unsigned n = 0; n < 60; n++) {
                codecs[i].add(&packed, nr_buf_str(&text));
                for (unsigned j = 0; n % 3 == 0 && j < 1 + n; j++)
                    nr_buf_add_str(&packed, between[k]);
            }
            assert_int_equal(assert_same(nr_buf_str(&packed), (unsigned)k, 7000), k == i ? 0 : 20);
            nr_buf_free(&packed);
            nr_buf_free(&text);
        }
}

static void tiny_units_are_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct nr_buf packed = {0};
        for (unsigned n = 0; n < 10000; n++)
            codecs[i].add(&packed, nr_str("ferry said Tuesday ", n % 20));
        assert_int_equal(assert_same(nr_buf_str(&packed), 1, 30), 0);
        assert_int_equal(assert_same(nr_buf_str(&packed), 2, 30000), 0);
        nr_buf_free(&packed);
    }
}

static void add_noise(struct nr_buf *out, size_t size)
{
    unsigned seed = 1;
    for (size_t n = 0; n < size; n += 4) {
        seed = seed * 1103515245u + 12345u;
        uint32_t word = seed ^ seed >> 16;
        nr_buf_add(out, (const char *)&word, 4);
    }
}

/* Units larger than what is looked at, and such as expand to more than may wait. */
static void huge_units_are_the_same(void **state)
{
    enum { NOISE = 9 << 20, ZEROS = 40 << 20 };
    struct nr_buf noise = {0}, text = {0};
    char *zeros = nr_alloc_zero(1, ZEROS);
    (void)state;
    add_noise(&noise, NOISE);
    add_text(&text, 20000, 1);
    for (size_t i = 0; i < 2; i++) {
        struct nr_buf packed = {0};
        for (int n = 0; n < 8; n++) {
            codecs[i].add(&packed, nr_buf_str(&text));
            if (n == 2)
                codecs[i].add(&packed, nr_buf_str(&noise));
            if (n % 3 == 1)
                codecs[i].add(&packed, nr_str(zeros, ZEROS));
        }
        assert_int_equal(assert_same(nr_buf_str(&packed), 3, 4 << 20), 0);
        nr_buf_free(&packed);
    }
    nr_buf_free(&noise);
    nr_buf_free(&text);
    free(zeros);
}

/* What is stored in a unit looks like a unit, all of it. */
static void units_inside_units_are_the_same(void **state)
{
    (void)state;
    struct nr_buf packed = {0};
    for (unsigned n = 0; n < 100; n++) {
        struct nr_buf text = {0}, inner = {0};
        add_text(&text, 3000 + n, n);
        for (unsigned k = 0; k < 4; k++)
            add_gzip(&inner, nr_buf_str(&text));
        add_gzip_level(&packed, n % 2 ? nr_buf_str(&inner) : nr_buf_str(&text), n % 2 ? 0 : 6);
        nr_buf_free(&text);
        nr_buf_free(&inner);
    }
    assert_int_equal(assert_same(nr_buf_str(&packed), 1, 5000), 0);
    packed.data[packed.len / 2] ^= 1;
    packed.data[packed.len / 3] ^= 1;
    assert_true(assert_same(nr_buf_str(&packed), 2, 5000) > 0);
    nr_buf_free(&packed);
}

/* Headers with everything in them, also longer than anybody looks. */
static void long_headers_are_the_same(void **state)
{
    (void)state;
    struct nr_buf packed = {0}, text = {0};
    add_text(&text, 3000, 1);
    for (unsigned n = 0; n < 60; n++) {
        struct nr_buf plain_member = {0};
        add_gzip(&plain_member, nr_buf_str(&text));
        nr_buf_add(&packed, "\x1f\x8b\x08\x1c\0\0\0\0\0\x03\x05\0extra", 17);
        nr_buf_add(&packed, "name\0", 5);
        for (unsigned k = 0; k < (n % 10 == 9 ? 5000 : n); k++)
            nr_buf_add_char(&packed, 'c');
        nr_buf_add_char(&packed, '\0');
        nr_buf_add(&packed, plain_member.data + 10, plain_member.len - 10);
        nr_buf_free(&plain_member);
    }
    assert_int_equal(assert_same(nr_buf_str(&packed), 1, 5000), 0);
    nr_buf_free(&packed);
    nr_buf_free(&text);
}

static void train(struct nr_buf *dictionary)
{
    enum { SAMPLES = 200, ROOM = 4096 };
    size_t sizes[SAMPLES];
    struct nr_buf samples = {0};
    for (unsigned i = 0; i < SAMPLES; i++) {
        sizes[i] = 500;
        add_text(&samples, sizes[i], i);
    }
    dictionary->len =
        ZDICT_trainFromBuffer(nr_buf_reserve(dictionary, ROOM), ROOM, samples.data, sizes, SAMPLES);
    assert_false(ZDICT_isError(dictionary->len));
    nr_buf_free(&samples);
}

static void add_frames_with_dictionary(struct nr_buf *packed, struct nr_str dictionary,
                                       unsigned count)
{
    ZSTD_CCtx *c = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, 1);
    ZSTD_CCtx_loadDictionary(c, dictionary.data, dictionary.len);
    for (unsigned i = 0; i < count; i++) {
        struct nr_buf text = {0};
        add_text(&text, 2000 + i, i);
        size_t room = ZSTD_compressBound(text.len);
        packed->len += ZSTD_compress2(c, nr_buf_reserve(packed, room), room, text.data, text.len);
        nr_buf_free(&text);
    }
    ZSTD_freeCCtx(c);
}

/* The form of a .warc.zst: the dictionary lies in a skippable frame at the beginning. */
static void frames_with_a_dictionary_are_the_same(void **state)
{
    struct nr_buf packed = {0}, dictionary = {0};
    (void)state;
    train(&dictionary);
    nr_buf_add(&packed, "\x5d\x2a\x4d\x18", 4);
    for (unsigned i = 0; i < 4; i++)
        nr_buf_add_char(&packed, (char)(dictionary.len >> 8 * i));
    nr_buf_add_str(&packed, nr_buf_str(&dictionary));
    add_frames_with_dictionary(&packed, nr_buf_str(&dictionary), 100);
    assert_int_equal(assert_same(nr_buf_str(&packed), 1, 3000), 0);
    packed.data[packed.len / 2] ^= 1;
    assert_int_equal(assert_same(nr_buf_str(&packed), 1, 3000), 1);
    nr_buf_free(&packed);
    nr_buf_free(&dictionary);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_files_are_the_same),
        cmocka_unit_test(damage_is_the_same),
        cmocka_unit_test(cut_files_are_the_same),
        cmocka_unit_test(what_lies_between_is_the_same),
        cmocka_unit_test(tiny_units_are_the_same),
        cmocka_unit_test(huge_units_are_the_same),
        cmocka_unit_test(units_inside_units_are_the_same),
        cmocka_unit_test(long_headers_are_the_same),
        cmocka_unit_test(frames_with_a_dictionary_are_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
