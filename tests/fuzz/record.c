/* Scan, look up, edit, write, scan again: what must hold whatever the line is. */
#include "newsreel/json/record.h"
#include "../../lib/core/utf8_blocks.h"
#include "../../lib/json/plain.h"
#include "newsreel/core/utf8.h"
#include "newsreel/json/json.h"
#include <assert.h>
#include <stdint.h>

static void check_forms_agree(struct nr_str s)
{
    assert(nr_utf8_valid(s) == nr_utf8_valid_portable(s));
    for (const char *at = s.data, *end = s.data + s.len; at < end;) {
        const char *stop = nr_plain_end(at, end);
        assert(stop == nr_plain_end_portable(at, end));
        at = stop + 1;
    }
}

/* Line feeds between tokens come out as spaces; inside strings there are none. */
static void expect_written(const struct nr_buf *out, struct nr_str want)
{
    assert(out->len == want.len + 1 && out->data[want.len] == '\n');
    for (size_t i = 0; i < want.len; i++)
        assert(out->data[i] == (want.data[i] == '\n' ? ' ' : want.data[i]));
}

/* Objects in an array read the same as each of them by itself. */
static void check_inside(struct nr_json array)
{
    struct nr_json element, key, value, other_key, other;
    struct nr_str rest = array.raw, walk = array.raw;
    while (nr_json_next_element(&rest, &element) == NR_OK) {
        if (element.type != NR_JSON_OBJECT) {
            assert(nr_json_enter_object(&walk) == NR_BAD);
            return;
        }
        assert(nr_json_enter_object(&walk) == NR_OK);
        struct nr_str members = element.raw;
        while (nr_json_next_member(&members, &key, &value) == NR_OK) {
            assert(nr_json_next_inside(&walk, &other_key, &other) == NR_OK);
            assert(nr_str_eq(key.raw, other_key.raw) && key.escaped == other_key.escaped);
            assert(nr_str_eq(value.raw, other.raw) && value.type == other.type);
            assert(value.type != NR_JSON_STRING || value.escaped == other.escaped);
        }
        assert(nr_json_next_inside(&walk, &other_key, &other) == NR_END);
    }
    assert(nr_json_enter_object(&walk) == NR_END);
}

static void check_value(struct nr_json value)
{
    struct nr_error e;
    struct nr_json again, key;
    struct nr_str rest = value.raw;
    assert(nr_json_scan(value.raw, &again, &e) == NR_OK);
    assert(again.type == value.type && nr_str_eq(again.raw, value.raw));
    size_t bytes = 0;
    while (nr_json_next_element(&rest, &again) == NR_OK)
        bytes += again.raw.len + 1;
    for (rest = value.raw; nr_json_next_member(&rest, &key, &again) == NR_OK;)
        bytes += key.raw.len + again.raw.len + 2;
    assert(bytes < value.raw.len || bytes == 0);
    if (value.type == NR_JSON_ARRAY)
        check_inside(value);
}

/* Decoding gives valid text, and encoding that brings it back. */
static void check_string(struct nr_json string, struct nr_arena *arena)
{
    struct nr_error e;
    struct nr_json again;
    struct nr_buf out = {0};
    struct nr_str text = nr_json_text(string, arena, NULL);
    assert(nr_utf8_valid(text) == text.len);
    nr_json_add_text(&out, text);
    assert(nr_json_scan(nr_buf_str(&out), &again, &e) == NR_OK && again.type == NR_JSON_STRING);
    assert(nr_str_eq(nr_json_text(again, arena, NULL), text));
    nr_buf_free(&out);
}

static void check_members(const struct nr_record *r)
{
    struct nr_arena arena = {0};
    struct nr_str rest = r->line;
    struct nr_json key, value;
    for (size_t i = 0; i < r->count; i++) {
        const struct nr_record_member *m = &r->members[i];
        assert(nr_json_next_member(&rest, &key, &value) == NR_OK);
        assert(nr_str_eq(nr_json_text(key, &arena, NULL), m->key));
        assert(value.raw.data == m->value.raw.data && value.raw.len == m->value.raw.len);
        check_value(m->value);
        if (m->value.type == NR_JSON_STRING)
            check_string(m->value, &arena);
    }
    assert(nr_json_next_member(&rest, &key, &value) == NR_END);
    nr_arena_free(&arena);
}

static bool is_unique(const struct nr_record *r, struct nr_str key)
{
    size_t n = 0;
    for (size_t i = 0; i < r->scanned; i++)
        n += nr_str_eq(r->members[i].key, key);
    return n == 1;
}

/* Sets member i, and checks that nothing but its value has changed. */
static void check_set(struct nr_record *r, size_t i)
{
    struct nr_error e;
    struct nr_record_member m = r->members[i];
    struct nr_buf out = {0}, want = {0};
    static const char value[] = "[1,{\"x\":\"\\n\"}]";
    bool unique = is_unique(r, m.key);
    enum nr_status status = nr_record_set(r, m.key, nr_str_of(value), &e);
    assert(status == (unique ? NR_OK : NR_BAD));
    nr_buf_add_str(&want, nr_str_sub(r->line, 0, (size_t)(m.value.raw.data - r->line.data)));
    nr_buf_add_str(&want, unique ? nr_str_of(value) : m.value.raw);
    nr_buf_add_str(&want, nr_str_sub(r->line, m.to, r->line.len));
    nr_record_write(r, &out);
    expect_written(&out, nr_buf_str(&want));
    nr_buf_free(&out);
    nr_buf_free(&want);
}

/* Renames member i, and checks that nothing but its name has changed. */
static void check_rename(struct nr_record *r, size_t i)
{
    struct nr_error e;
    struct nr_record_member m = r->members[i];
    struct nr_buf out = {0}, want = {0};
    struct nr_str name = nr_str_of("a name \"that\" is not there");
    bool unique = is_unique(r, m.key) && !nr_str_eq(m.key, name);
    for (size_t n = 0; n < r->scanned; n++)
        if (nr_str_eq(r->members[n].key, name))
            return;
    assert(nr_record_rename(r, m.key, name, &e) == (unique ? NR_OK : NR_BAD));
    size_t value = (size_t)(m.value.raw.data - r->line.data);
    struct nr_str key = nr_str_sub(r->line, m.from, value);
    while (key.data[key.len - 1] != '"')
        key.len--;
    nr_buf_add_str(&want, nr_str_sub(r->line, 0, m.from));
    if (unique)
        nr_json_add_text(&want, name);
    else
        nr_buf_add_str(&want, key);
    nr_buf_add_str(&want, nr_str_sub(r->line, m.from + key.len, r->line.len));
    nr_record_write(r, &out);
    expect_written(&out, nr_buf_str(&want));
    nr_buf_free(&out);
    nr_buf_free(&want);
}

/* Removes members by the bits of mask, appends one, and counts what comes out. */
static void check_remove(struct nr_record *r, uint64_t mask)
{
    struct nr_error e;
    struct nr_buf out = {0};
    struct nr_record again = {0};
    size_t left = r->scanned;
    for (size_t i = 0; i < r->scanned; i++) {
        struct nr_str key = r->members[i].key;
        if (!(mask >> i % 64 & 1))
            continue;
        bool unique = is_unique(r, key);
        assert(nr_record_remove(r, key, &e) == (unique ? NR_OK : NR_BAD));
        left -= unique;
    }
    struct nr_str fresh = nr_str_of("a key \"that\" is not there");
    if (mask & 1 && nr_record_set_u64(r, fresh, mask, &e) == NR_OK)
        left++;
    nr_record_write(r, &out);
    struct nr_str line = nr_str(out.data, out.len - 1);
    assert(nr_record_scan(&again, line, &e) == NR_OK);
    assert(again.count == left && nr_str_find_char(line, '\n') == line.len);
    nr_record_free(&again);
    nr_buf_free(&out);
}

/* A line that is known to be valid UTF-8 is scanned as any other. */
static void check_utf8(struct nr_str line)
{
    struct nr_record a = {0}, b = {0};
    struct nr_error x = {0}, y = {0};
    if (nr_utf8_valid(line) == line.len) {
        enum nr_status status = nr_record_scan(&a, line, &x);
        assert(nr_record_scan_utf8(&b, line, &y) == status && a.count == b.count);
        assert(x.offset == y.offset && strcmp(x.text, y.text) == 0);
    }
    nr_record_free(&a);
    nr_record_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_str line = nr_str((const char *)data, size);
    struct nr_record r = {0};
    struct nr_error e = {0};
    struct nr_json whole;
    struct nr_buf out = {0};
    check_forms_agree(line);
    check_utf8(line);
    enum nr_status status = nr_record_scan(&r, line, &e);
    if (status != NR_OK) {
        assert(status == NR_BAD && e.offset >= 1 && e.offset <= size + 1 && e.text[0]);
        assert(r.count == 0);
    } else {
        assert(nr_json_scan(line, &whole, &e) == NR_OK && whole.type == NR_JSON_OBJECT);
        nr_record_write(&r, &out);
        expect_written(&out, line);
        check_members(&r);
        uint64_t pick = size * UINT64_C(0x9e3779b97f4a7c15) + data[size / 2];
        if (r.count)
            check_set(&r, (pick >> 8) % r.count);
        assert(nr_record_scan(&r, line, &e) == NR_OK);
        if (r.count)
            check_rename(&r, (pick >> 16) % r.count);
        assert(nr_record_scan(&r, line, &e) == NR_OK);
        check_remove(&r, pick);
    }
    nr_buf_free(&out);
    nr_record_free(&r);
    return 0;
}
