/* nr_input: what compressions give, where their units lie. */
#include "input.h"
#include <zdict.h>

static void every_compression_gives_its_bytes(void **state)
{
    static const size_t sizes[] = {1, 100, 70000, 300000};
    (void)state;
    for (size_t i = 0; i < CODECS; i++) {
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            struct nr_buf text = {0}, packed = {0};
            add_text(&text, sizes[k], (unsigned)k);
            codecs[i].add(&packed, nr_buf_str(&text));
            assert_story(nr_buf_str(&packed), nr_buf_str(&text), "");
            nr_buf_free(&text);
            nr_buf_free(&packed);
        }
    }
}

/* A member whose header has all that a header may have: extra bytes, name, comment, checksum. */
static void add_gzip_described(struct nr_buf *out, struct nr_str in, const char *name)
{
    static unsigned char extra[] = "extra";
    char comment[] = "a comment", file[400];
    snprintf(file, sizeof file, "%s", name);
    gz_header header = {.extra = extra,
                        .extra_len = sizeof extra,
                        .name = (Bytef *)file,
                        .comment = (Bytef *)comment,
                        .hcrc = 1};
    char copy[64];
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflateSetHeader(&z, &header), Z_OK);
    assert_true(in.len <= sizeof copy);
    memcpy(copy, in.data, in.len);
    z.next_out = (Bytef *)nr_buf_reserve(out, 1000);
    z.avail_out = 1000;
    z.next_in = (Bytef *)copy;
    z.avail_in = (uInt)in.len;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    out->len += z.total_out;
    deflateEnd(&z);
}

static void a_gzip_header_may_come_in_pieces(void **state)
{
    struct nr_buf packed = {0};
    (void)state;
    add_gzip_described(&packed, nr_str_of("one "), "a-name");
    add_gzip_described(&packed, nr_str_of("two"), "another name, which is quite a bit longer");
    for (size_t most = 1; most < 40; most += 6) {
        struct story s = read_nested(nr_buf_str(&packed), 1, most, 1);
        assert_string_equal(nr_buf_cstr(&s.events), "");
        assert_true(nr_str_is(nr_buf_str(&s.bytes), "one two"));
        story_free(&s);
    }
    packed.data[packed.len - 9] ^= 1;
    struct story s = read_nested(nr_buf_str(&packed), 1, 1, 1);
    assert_memory_equal(nr_buf_str(&s.bytes).data, "one ", 4);
    assert_true(s.events.len > 0);
    story_free(&s);
    nr_buf_free(&packed);
}

static void an_empty_file_is_an_empty_stream(void **state)
{
    (void)state;
    assert_story(nr_str("", 0), nr_str("", 0), "");
    for (size_t i = 0; i < CODECS; i++) {
        struct nr_buf packed = {0};
        if (codecs[i].add == add_compress || codecs[i].add == add_lz4)
            continue; /* their writers in libarchive do not survive it */
        codecs[i].add(&packed, nr_str("", 0));
        assert_story(nr_buf_str(&packed), nr_str("", 0), "");
        nr_buf_free(&packed);
    }
}

static void plain_bytes_stay_as_they_are(void **state)
{
    static const char *const starts[] = {
        "B", "BZh", "BZh9 is not bzip2", "\x1f",          "\x1f\x8b", "LZIP",
        "(", "P*M", "\xfd\x37",          "begin 644 x\n", "#mtree"};
    (void)state;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        assert_story(nr_str_of(starts[i]), nr_str_of(starts[i]), "");
}

static void layers_nest_up_to_a_limit(void **state)
{
    struct nr_buf a = {0}, b = {0}, text = {0};
    (void)state;
    add_text(&text, 50000, 1);
    nr_buf_add_str(&a, nr_buf_str(&text));
    for (size_t i = 0; i < 4; i++) {
        codecs[(i * 3) % CODECS].add(&b, nr_buf_str(&a)); /* gzip, lzip, compress, bzip2 */
        nr_buf_free(&a);
        a = b;
        b = (struct nr_buf){0};
    }
    assert_story(nr_buf_str(&a), nr_buf_str(&text), "");
    add_gzip(&b, nr_buf_str(&a));
    assert_story(nr_buf_str(&b), nr_str("", 0),
                 "open more than 4 compressions inside each other\n");
    nr_buf_free(&a);
    nr_buf_free(&b);
    nr_buf_free(&text);
}

static void a_name_that_lies_is_refused(void **state)
{
    struct nr_buf gzip = {0};
    struct nr_input *in;
    struct nr_error e;
    (void)state;
    add_gzip(&gzip, nr_str_of("x"));
    for (size_t i = 0; i < CODECS; i++) {
        char name[32];
        snprintf(name, sizeof name, "x.jsonl%s", codecs[i].suffix);
        assert_int_equal(open_file(&in, name, nr_str_of("plain text"), &e), NR_FAIL);
        assert_non_null(strstr(e.text, codecs[i].name));
        assert_int_equal(open_file(&in, name, nr_buf_str(&gzip), &e), i == 0 ? NR_OK : NR_FAIL);
        if (i == 0)
            nr_input_close(in);
        assert_int_equal(open_file(&in, name, nr_str("", 0), &e), NR_OK);
        nr_input_close(in);
    }
    assert_int_equal(open_file(&in, "x.txt", nr_buf_str(&gzip), &e), NR_OK);
    nr_input_close(in);
    nr_buf_free(&gzip);
}

static void the_suffix_of_a_compression_comes_off_a_name(void **state)
{
    static const char *const names[][2] = {
        {"a.txt.gz", "a.txt"},
        {"A.TXT.GZ", "A.TXT"},
        {"a.tar.zstd", "a.tar"},
        {"a.Z", "a"},
        {"a.z", "a.z"},
        {"a.txt", "a.txt"},
        {".gz", ""},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_true(nr_str_is(nr_input_unpacked(nr_str_of(names[i][0])), names[i][1]));
}

static void folders_and_missing_files_fail_with_their_path(void **state)
{
    struct nr_input *in;
    struct nr_error e;
    (void)state;
    assert_int_equal(nr_input_open(&in, "/tmp", &plain, &e), NR_FAIL);
    assert_non_null(strstr(e.text, "directory"));
    assert_true(nr_str_is(e.path, "/tmp"));
    assert_int_equal(nr_input_open(&in, "/tmp/nr-there-is-no-such", &plain, &e), NR_FAIL);
    assert_true(nr_str_is(e.path, "/tmp/nr-there-is-no-such"));
}

/* Reads unit by unit as a reader of records does: a peek of one byte behind each. */
static void check_places(struct nr_input *in, const struct members *m)
{
    struct nr_str view;
    struct nr_error e;
    uint64_t at;
    for (size_t i = 0; i < m->count; i++) {
        size_t len = m->from[i + 1] - m->from[i];
        assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_OK);
        assert_true(nr_input_place(in, &at));
        assert_int_equal(at, m->at[i]);
        assert_int_equal(nr_input_peek(in, len, &view, &e), NR_OK);
        assert_true(view.len >= len);
        assert_memory_equal(view.data, m->text.data + m->from[i], len);
        nr_input_skip(in, 1);
        assert_false(nr_input_place(in, &at));
        nr_input_skip(in, len - 1);
    }
    assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_END);
    assert_true(nr_input_place(in, &at));
    assert_int_equal(at, m->at[m->count]);
}

static void units_have_exact_places(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        static const size_t sizes[][2] = {{4000, 100}, {100, 5000}, {3, 700000}};
        for (size_t k = 0; k < 3; k++) {
            struct members m = make_members(sizes[k][0], sizes[k][1], codecs[i].add);
            struct nr_input *in;
            struct nr_error e;
            assert_int_equal(nr_input_open_memory(&in, nr_buf_str(&m.packed), &plain, &e), NR_OK);
            check_places(in, &m);
            nr_input_close(in);
            assert_int_equal(open_file(&in, "x", nr_buf_str(&m.packed), &e), NR_OK);
            check_places(in, &m);
            assert_int_equal(nr_input_consumed(in), m.packed.len);
            nr_input_close(in);
            members_free(&m);
        }
    }
}

static void a_peek_reaches_over_units(void **state)
{
    struct members m = make_members(3000, 100, add_gzip);
    struct nr_input *in;
    struct nr_error e;
    struct nr_str view;
    uint64_t at;
    (void)state;
    assert_int_equal(open_file(&in, "x", nr_buf_str(&m.packed), &e), NR_OK);
    assert_int_equal(nr_input_peek(in, 5, &view, &e), NR_OK);
    nr_input_skip(in, 5);
    assert_int_equal(nr_input_peek(in, m.from[2000], &view, &e), NR_OK);
    assert_true(view.len >= m.from[2000]);
    assert_memory_equal(view.data, m.text.data + 5, m.from[2000]);
    nr_input_skip(in, m.from[1500] - 5);
    assert_true(nr_input_place(in, &at));
    assert_int_equal(at, m.at[1500]);
    assert_int_equal(nr_input_peek(in, m.text.len, &view, &e), NR_OK);
    assert_int_equal(view.len, m.text.len - m.from[1500]);
    nr_input_close(in);
    members_free(&m);
}

static void plain_bytes_have_places_and_nested_ones_none(void **state)
{
    struct nr_input *in;
    struct nr_error e;
    struct nr_str view;
    uint64_t at;
    struct chunks chunks = {nr_str_of("plain"), 1, 3};
    (void)state;
    assert_int_equal(open_file(&in, "x", nr_str_of("plain"), &e), NR_OK);
    assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_OK);
    nr_input_skip(in, 3);
    assert_true(nr_input_place(in, &at));
    assert_int_equal(at, 3);
    nr_input_close(in);
    assert_int_equal(nr_input_open_nested(&in, next_chunk, &chunks, &plain, &e), NR_OK);
    assert_int_equal(nr_input_peek(in, 1, &view, &e), NR_OK);
    assert_false(nr_input_place(in, &at));
    nr_input_close(in);
}

static void zeros_between_members_are_padding(void **state)
{
    struct nr_buf packed = {0};
    (void)state;
    add_gzip(&packed, nr_str_of("one "));
    for (size_t i = 0; i < 5000; i++)
        nr_buf_add_char(&packed, '\0');
    add_gzip(&packed, nr_str_of("two"));
    for (size_t i = 0; i < 5000; i++)
        nr_buf_add_char(&packed, '\0');
    assert_story(nr_buf_str(&packed), nr_str_of("one two"), "");
    nr_buf_free(&packed);
}

static void a_bomb_is_read_in_little_memory(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct nr_buf zeros = {0}, inner = {0}, outer = {0};
        memset(nr_buf_reserve(&zeros, 1 << 24), 0, 1 << 24);
        zeros.len = 1 << 24;
        for (int k = 0; k < 8; k++)
            codecs[i].add(&inner, nr_buf_str(&zeros));
        codecs[i].add(&outer, nr_buf_str(&inner));
        nr_buf_free(&zeros);
        nr_buf_free(&inner);
        struct nr_input *in;
        struct nr_error e;
        struct nr_str view;
        uint64_t total = 0;
        assert_int_equal(nr_input_open_memory(&in, nr_buf_str(&outer), &plain, &e), NR_OK);
        while (nr_input_peek(in, 1, &view, &e) == NR_OK) {
            assert_true(view.len <= 1 << 20);
            total += view.len;
            nr_input_skip(in, view.len);
        }
        assert_int_equal(total, (uint64_t)8 << 24);
        nr_input_close(in);
        nr_buf_free(&outer);
    }
}

static void a_large_window_asks_for_the_option(void **state)
{
    struct nr_buf text = {0}, packed = {0};
    struct nr_input *in;
    struct nr_error e;
    struct nr_input_options options = plain;
    struct story s = {0};
    (void)state;
    add_text(&text, 10000, 1);
    add_zstd_window(&packed, nr_buf_str(&text), 21);
    options.window_log = 20;
    assert_int_equal(nr_input_open_memory(&in, nr_buf_str(&packed), &options, &e), NR_FAIL);
    assert_non_null(strstr(e.text, "--long=21"));
    options.window_log = 21;
    assert_int_equal(nr_input_open_memory(&in, nr_buf_str(&packed), &options, &e), NR_OK);
    read_on(in, 1, &s);
    assert_int_equal(s.bytes.len, text.len);
    nr_input_close(in);
    story_free(&s);
    nr_buf_free(&text);
    nr_buf_free(&packed);
}

static void add_skippable(struct nr_buf *out, unsigned char low, struct nr_str content)
{
    const char header[] = {(char)low,
                           0x2a,
                           0x4d,
                           0x18,
                           (char)content.len,
                           (char)(content.len >> 8),
                           (char)(content.len >> 16),
                           0};
    nr_buf_add(out, header, sizeof header);
    nr_buf_add_str(out, content);
}

static void skippable_frames_are_skipped(void **state)
{
    struct nr_buf packed = {0};
    (void)state;
    add_skippable(&packed, 0x50, nr_str_of("\x28\xb5\x2f\xfd is no frame in here"));
    add_zstd(&packed, nr_str_of("one "));
    add_skippable(&packed, 0x5d, nr_str_of("no dictionary"));
    add_zstd(&packed, nr_str_of("two"));
    add_skippable(&packed, 0x5e, nr_str("", 0));
    assert_story(nr_buf_str(&packed), nr_str_of("one two"), "");
    packed.len--;
    assert_story(nr_buf_str(&packed), nr_str_of("one two"),
                 "7 not a zstd frame; bytes [92,99) lost\n");
    nr_buf_free(&packed);
}

static void add_zstd_dictionary(struct nr_buf *out, struct nr_str in, struct nr_str dictionary)
{
    ZSTD_CCtx *c = ZSTD_createCCtx();
    size_t room = ZSTD_compressBound(in.len);
    ZSTD_CCtx_loadDictionary(c, dictionary.data, dictionary.len);
    size_t n = ZSTD_compress2(c, nr_buf_reserve(out, room), room, in.data, in.len);
    assert_false(ZSTD_isError(n));
    out->len += n;
    ZSTD_freeCCtx(c);
}

static void a_dictionary_may_lie_in_the_file(void **state)
{
    struct nr_buf samples = {0}, dictionary = {0}, frame = {0};
    size_t sizes[200];
    (void)state;
    for (unsigned i = 0; i < 200; i++) {
        add_text(&samples, 600, i);
        sizes[i] = 600;
    }
    size_t n =
        ZDICT_trainFromBuffer(nr_buf_reserve(&dictionary, 4096), 4096, samples.data, sizes, 200);
    assert_false(ZDICT_isError(n));
    dictionary.len = n;
    add_zstd(&frame, nr_buf_str(&dictionary));
    for (int compressed = 0; compressed < 3; compressed++) {
        struct nr_buf packed = {0};
        if (compressed < 2)
            add_skippable(&packed, 0x5d, nr_buf_str(compressed ? &frame : &dictionary));
        else
            add_zstd(&packed, nr_str_of("x"));
        for (size_t i = 0; i < 3; i++)
            add_zstd_dictionary(&packed, nr_str_sub(nr_buf_str(&samples), i * 600, i * 600 + 600),
                                nr_buf_str(&dictionary));
        struct story s = read_memory(nr_buf_str(&packed));
        if (compressed < 2) {
            assert_int_equal(s.bad + s.fail, 0);
            assert_int_equal(s.bytes.len, 1800);
            assert_memory_equal(s.bytes.data, samples.data, 1800);
        } else {
            assert_int_equal(s.bad, 3);
            assert_non_null(strstr(nr_buf_cstr(&s.events), "dictionary"));
        }
        story_free(&s);
        nr_buf_free(&packed);
    }
    nr_buf_free(&samples);
    nr_buf_free(&dictionary);
    nr_buf_free(&frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_compression_gives_its_bytes),
        cmocka_unit_test(a_gzip_header_may_come_in_pieces),
        cmocka_unit_test(an_empty_file_is_an_empty_stream),
        cmocka_unit_test(plain_bytes_stay_as_they_are),
        cmocka_unit_test(layers_nest_up_to_a_limit),
        cmocka_unit_test(a_name_that_lies_is_refused),
        cmocka_unit_test(the_suffix_of_a_compression_comes_off_a_name),
        cmocka_unit_test(folders_and_missing_files_fail_with_their_path),
        cmocka_unit_test(units_have_exact_places),
        cmocka_unit_test(a_peek_reaches_over_units),
        cmocka_unit_test(plain_bytes_have_places_and_nested_ones_none),
        cmocka_unit_test(zeros_between_members_are_padding),
        cmocka_unit_test(a_bomb_is_read_in_little_memory),
        cmocka_unit_test(a_large_window_asks_for_the_option),
        cmocka_unit_test(skippable_frames_are_skipped),
        cmocka_unit_test(a_dictionary_may_lie_in_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
