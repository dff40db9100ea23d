/* Properties of records over thousands of random ones, with jansson as the judge. */
#include "newsreel/json/json.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static uint64_t random_state;

static unsigned below(unsigned n)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(random_state >> 33) % n;
}

static void add_random_text(struct nr_buf *out, unsigned max)
{
    static const char *const pieces[] = {"a",
                                         "quay ",
                                         "\"",
                                         "\\",
                                         "\n",
                                         "\x01",
                                         "\xc3\xa9",
                                         "\xe6\xb8\xaf",
                                         "/",
                                         "\x7f",
                                         "\xf0\x9f\x98\x80",
                                         "an ordinary stretch of words "};
    for (unsigned n = below(max + 1); n; n--)
        nr_buf_add_cstr(out, pieces[below(sizeof pieces / sizeof *pieces)]);
}

static void add_blanks(struct nr_buf *out)
{
    for (unsigned n = below(8); n > 5; n--)
        nr_buf_add_char(out, " \t\r"[below(3)]);
}

/* A value that is not an object or array of the second level. */
static void add_random_value(struct nr_buf *out, bool nested)
{
    static const char *const constants[] = {"null", "true", "false", "0", "-1.50", "7.6", "1E+2"};
    struct nr_buf text = {0};
    switch (below(nested ? 2 : 4)) {
    case 0:
        nr_buf_add_cstr(out, constants[below(sizeof constants / sizeof *constants)]);
        break;
    case 1:
        add_random_text(&text, 30);
        nr_json_add_text(out, nr_buf_str(&text));
        break;
    case 2:
        nr_buf_add_char(out, '[');
        for (unsigned n = below(4), i = 0; i < n; i++) {
            nr_buf_add_cstr(out, i ? " ," : "");
            add_random_value(out, true);
        }
        nr_buf_add_char(out, ']');
        break;
    default:
        nr_buf_add_cstr(out, "{\"x\": ");
        add_random_value(out, true);
        nr_buf_add_char(out, '}');
        break;
    }
    nr_buf_free(&text);
}

/* Members "k0", "k1" and so on, some with an escape in the name. */
static unsigned make_record(struct nr_buf *out)
{
    unsigned count = below(9);
    out->len = 0;
    add_blanks(out);
    nr_buf_add_char(out, '{');
    for (unsigned i = 0; i < count; i++) {
        nr_buf_add_cstr(out, i ? "," : "");
        add_blanks(out);
        nr_buf_addf(out, below(4) ? "\"k%u\"" : "\"\\u006b%u\"", i);
        add_blanks(out);
        nr_buf_add_char(out, ':');
        add_blanks(out);
        add_random_value(out, false);
        add_blanks(out);
    }
    nr_buf_add_char(out, '}');
    add_blanks(out);
    return count;
}

static struct nr_str key_of(struct nr_buf *key, unsigned i)
{
    key->len = 0;
    nr_buf_addf(key, "k%u", i);
    return nr_buf_str(key);
}

/* Everything but the value that was set is as it was. */
static void an_edit_leaves_all_else_alone(void **state)
{
    (void)state;
    struct nr_buf line = {0}, key = {0}, text = {0}, out = {0}, want = {0};
    struct nr_record r = {0};
    struct nr_error e;
    struct nr_json old;
    random_state = 1;
    for (int round = 0; round < 20000; round++) {
        unsigned count = make_record(&line);
        assert_int_equal(nr_record_scan(&r, nr_buf_str(&line), &e), NR_OK);
        assert_int_equal(r.count, count);
        if (count == 0)
            continue;
        struct nr_str name = key_of(&key, below(count));
        assert_int_equal(nr_record_find(&r, name, &old, &e), NR_OK);
        text.len = out.len = want.len = 0;
        add_random_text(&text, 40);
        assert_int_equal(nr_record_set_text(&r, name, nr_buf_str(&text), &e), NR_OK);
        nr_record_write(&r, &out);
        nr_buf_add(&want, line.data, (size_t)(old.raw.data - line.data));
        nr_json_add_text(&want, nr_buf_str(&text));
        size_t behind = (size_t)(old.raw.data - line.data) + old.raw.len;
        nr_buf_add(&want, line.data + behind, line.len - behind);
        nr_buf_add_char(&want, '\n');
        assert_true(nr_str_eq(nr_buf_str(&out), nr_buf_str(&want)));
    }
    nr_record_free(&r);
    nr_buf_free(&line), nr_buf_free(&key), nr_buf_free(&text), nr_buf_free(&out);
    nr_buf_free(&want);
}

static json_t *load(const struct nr_buf *line)
{
    json_error_t why;
    json_t *json = json_loadb(line->data, line->len, JSON_ALLOW_NUL, &why);
    if (!json)
        fail_msg("jansson: %s: %.*s", why.text, (int)line->len, line->data);
    return json;
}

/* A run of sets and removals has the same effect on a tree. */
static void edits_do_what_a_tree_does(void **state)
{
    (void)state;
    struct nr_buf line = {0}, key = {0}, value = {0}, out = {0};
    struct nr_record r = {0};
    struct nr_error e;
    random_state = 2;
    for (int round = 0; round < 20000; round++) {
        make_record(&line);
        json_t *tree = load(&line);
        assert_int_equal(nr_record_scan(&r, nr_buf_str(&line), &e), NR_OK);
        for (unsigned n = below(6); n; n--) {
            struct nr_str name = key_of(&key, below(12));
            const char *c_name = nr_buf_cstr(&key);
            if (below(2)) {
                json_object_del(tree, c_name);
                assert_int_equal(nr_record_remove(&r, name, &e), NR_OK);
                continue;
            }
            value.len = 0;
            add_random_value(&value, false);
            json_object_set_new(tree, c_name,
                                json_loadb(value.data, value.len, JSON_DECODE_ANY, NULL));
            assert_int_equal(nr_record_set(&r, name, nr_buf_str(&value), &e), NR_OK);
        }
        out.len = 0;
        nr_record_write(&r, &out);
        json_t *written = load(&out);
        if (!json_equal(written, tree))
            fail_msg("%.*s became %.*s", (int)line.len, line.data, (int)out.len, out.data);
        json_decref(written);
        json_decref(tree);
    }
    nr_record_free(&r);
    nr_buf_free(&line), nr_buf_free(&key), nr_buf_free(&value), nr_buf_free(&out);
}

static void decoding_undoes_encoding(void **state)
{
    (void)state;
    struct nr_buf text = {0}, out = {0};
    struct nr_arena arena = {0};
    random_state = 3;
    for (int round = 0; round < 20000; round++) {
        struct nr_json string;
        struct nr_error e;
        text.len = out.len = 0;
        nr_arena_reset(&arena);
        add_random_text(&text, 60);
        nr_json_add_text(&out, nr_buf_str(&text));
        assert_int_equal(nr_json_scan(nr_buf_str(&out), &string, &e), NR_OK);
        assert_true(nr_str_eq(nr_json_text(string, &arena, NULL), nr_buf_str(&text)));
        json_t *other = json_loadb(out.data, out.len, JSON_DECODE_ANY, NULL);
        assert_non_null(other);
        assert_true(nr_str_eq(nr_buf_str(&text),
                              nr_str(json_string_value(other), json_string_length(other))));
        json_decref(other);
    }
    nr_arena_free(&arena);
    nr_buf_free(&text), nr_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_edit_leaves_all_else_alone),
        cmocka_unit_test(edits_do_what_a_tree_does),
        cmocka_unit_test(decoding_undoes_encoding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
