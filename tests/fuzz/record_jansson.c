/* The scan accepts exactly what jansson accepts, but for the differences named in this table; and
 * what both accept says the same to both. */
#include "newsreel/json/json.h"
#include <assert.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

/* Accepted here, refused by jansson: JSON that a tree of jansson's cannot hold. */
static const struct {
    enum json_error_code code;
    const char *begins, *why;
} jansson_refuses[] = {
    {json_error_invalid_syntax, "invalid Unicode '\\u", "a lone surrogate is passed through"},
    {json_error_numeric_overflow, "too big", "integers have any number of digits"},
    {json_error_numeric_overflow, "real number overflow", "reals have any exponent"},
    {json_error_null_byte_in_key, "NUL byte in object key",
     "\\u0000 is a character like any other"},
};

/* Refused here, accepted by jansson: by the message, or by the byte that the error is at. */
static const struct {
    const char *text;
    int byte;
    const char *why;
} scan_refuses[] = {
    {"nesting deeper than 512", -1, "jansson goes down to 2048"},
    {NULL, '\0', "jansson swallows a NUL behind a number"},
};

static bool is_named_refusal(const json_error_t *why)
{
    for (size_t i = 0; i < sizeof jansson_refuses / sizeof *jansson_refuses; i++)
        if (json_error_code(why) == jansson_refuses[i].code &&
            nr_str_starts(nr_str_of(why->text), nr_str_of(jansson_refuses[i].begins)))
            return true;
    return false;
}

static bool is_named_limit(struct nr_str text, const struct nr_error *e)
{
    int byte = e->offset <= text.len ? (unsigned char)text.data[e->offset - 1] : -1;
    for (size_t i = 0; i < sizeof scan_refuses / sizeof *scan_refuses; i++)
        if (scan_refuses[i].text ? nr_str_is(nr_str_of(e->text), scan_refuses[i].text)
                                 : byte == scan_refuses[i].byte)
            return true;
    return false;
}

static void expect_same_text(struct nr_json string, const json_t *json)
{
    struct nr_arena arena = {0};
    struct nr_str text = nr_json_text(string, &arena, NULL);
    assert(nr_str_eq(text, nr_str(json_string_value(json), json_string_length(json))));
    nr_arena_free(&arena);
}

static bool same_type(enum nr_json_type type, const json_t *json)
{
    static const enum nr_json_type types[] = {
        [JSON_OBJECT] = NR_JSON_OBJECT, [JSON_ARRAY] = NR_JSON_ARRAY,
        [JSON_STRING] = NR_JSON_STRING, [JSON_INTEGER] = NR_JSON_NUMBER,
        [JSON_REAL] = NR_JSON_NUMBER,   [JSON_TRUE] = NR_JSON_TRUE,
        [JSON_FALSE] = NR_JSON_FALSE,   [JSON_NULL] = NR_JSON_NULL,
    };
    return types[json_typeof(json)] == type;
}

static void compare_array(struct nr_json array, const json_t *json)
{
    struct nr_str rest = array.raw;
    struct nr_json element;
    size_t count = 0;
    for (; nr_json_next_element(&rest, &element) == NR_OK; count++) {
        const json_t *other = json_array_get(json, count);
        assert(same_type(element.type, other));
        if (element.type == NR_JSON_STRING)
            expect_same_text(element, other);
    }
    assert(count == json_array_size(json));
}

/* After an edit, jansson reads what was written and sees the edit. */
static void compare_edit(struct nr_record *r, const char *key, const json_t *object)
{
    struct nr_error e;
    struct nr_buf out = {0};
    static const char odd[] = "\x01 \"quoted\"\\\n\t\x7f \xf0\x9f\x98\x80";
    if (nr_record_set_text(r, nr_str_of(key), nr_str_of(odd), &e) != NR_OK)
        return;
    nr_record_write(r, &out);
    json_t *read = json_loadb(out.data, out.len, JSON_ALLOW_NUL, NULL);
    json_t *want = json_copy((json_t *)(uintptr_t)object);
    json_object_set_new(want, key, json_string(odd));
    assert(read && json_equal(read, want));
    json_decref(read);
    json_decref(want);
    nr_buf_free(&out);
}

static void compare_object(struct nr_str line, json_t *json)
{
    struct nr_record r = {0};
    struct nr_error e;
    const char *key;
    json_t *member;
    assert(nr_record_scan(&r, line, &e) == NR_OK);
    json_object_foreach(json, key, member)
    {
        struct nr_json value;
        enum nr_status status = nr_record_find(&r, nr_str_of(key), &value, &e);
        assert(status == NR_OK || (status == NR_BAD && r.count > json_object_size(json)));
        if (status != NR_OK)
            continue;
        assert(same_type(value.type, member));
        if (value.type == NR_JSON_STRING)
            expect_same_text(value, member);
        if (value.type == NR_JSON_ARRAY)
            compare_array(value, member);
    }
    key = json_object_iter_key(json_object_iter(json));
    compare_edit(&r, key && line.len % 2 ? key : "text", json);
    nr_record_free(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_str text = nr_str((const char *)data, size);
    struct nr_json value;
    struct nr_error e;
    json_error_t why;
    if (size == 0)
        return 0; /* jansson wants an address */
    enum nr_status status = nr_json_scan(text, &value, &e);
    json_t *json = json_loadb(text.data, size, JSON_DECODE_ANY | JSON_ALLOW_NUL, &why);
    if ((status == NR_OK) != (json != NULL) &&
        !(json ? is_named_limit(text, &e) : is_named_refusal(&why))) {
        fprintf(stderr, "scan: %s, jansson: %s\n", status ? e.text : "good",
                json ? "good" : why.text);
        abort();
    }
    if (status == NR_OK && json) {
        assert(same_type(value.type, json));
        if (value.type == NR_JSON_STRING)
            expect_same_text(value, json);
        if (value.type == NR_JSON_ARRAY)
            compare_array(value, json);
        if (value.type == NR_JSON_OBJECT)
            compare_object(text, json);
    }
    json_decref(json);
    return 0;
}
