/* A mapping (the first line) over a record (the rest): what comes out is a record with the same
 * values and perhaps more; the default table changes nothing the second time. */
#include "newsreel/formats/mapping.h"
#include "newsreel/json/json.h"
#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The record after the mapping, without its newline. */
static bool apply(const struct nr_mapping *m, struct nr_str line, struct nr_buf *out)
{
    struct nr_record r = {0};
    struct nr_arena arena = {0};
    struct nr_error e;
    out->len = 0;
    assert(nr_record_scan(&r, line, &e) == NR_OK);
    enum nr_status status = nr_mapping_apply(m, &r, &arena, &e);
    assert(status == NR_OK || status == NR_BAD);
    if (status == NR_OK) {
        nr_record_write(&r, out);
        out->len--;
    }
    nr_record_free(&r);
    nr_arena_free(&arena);
    return status == NR_OK;
}

static bool is_target(struct nr_str key)
{
    return nr_str_is(key, "created") || nr_str_is(key, "by");
}

static bool says_nothing(const struct nr_json *v)
{
    for (size_t i = 1; v->type == NR_JSON_STRING && i + 1 < v->raw.len; i++)
        if (!nr_ascii_is_blank(v->raw.data[i]) && !memchr("\\nrt", v->raw.data[i], 4))
            return false;
    return v->type == NR_JSON_STRING || v->type == NR_JSON_NULL;
}

/* Values stay in their order, but for empty ones that gave way and for what became a date or names.
 */
static void check_values(struct nr_str before, struct nr_str after)
{
    struct nr_record a = {0}, b = {0};
    struct nr_error e;
    assert(nr_record_scan(&a, before, &e) == NR_OK && nr_record_scan(&b, after, &e) == NR_OK);
    assert(b.count <= a.count + 2);
    for (size_t i = 0; i < a.count; i++) {
        const struct nr_json *v = &a.members[i].value;
        bool found = says_nothing(v);
        for (size_t n = 0; !found && n < b.count; n++)
            found = is_target(b.members[n].key) || nr_str_eq(b.members[n].value.raw, v->raw);
        assert(found);
    }
    nr_record_free(&a);
    nr_record_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_str rest = nr_str((const char *)data, size), list = {NULL, 0};
    struct nr_record r = {0};
    struct nr_error e;
    struct nr_buf once = {0}, twice = {0};
    struct nr_mapping *m = nr_mapping_new();
    nr_str_split(&rest, '\n', &list);
    bool record = nr_str_find_char(rest, '\n') == rest.len && nr_record_scan(&r, rest, &e) == NR_OK;
    if (record && apply(m, rest, &once)) {
        check_values(rest, nr_buf_str(&once));
        assert(apply(m, nr_buf_str(&once), &twice));
        assert(nr_str_eq(nr_buf_str(&once), nr_buf_str(&twice)));
    }
    if (nr_mapping_add(m, list, &e) != NR_OK)
        assert(e.text[0]);
    else if (record && apply(m, rest, &once))
        check_values(rest, nr_buf_str(&once));
    nr_mapping_free(m);
    nr_record_free(&r);
    nr_buf_free(&once);
    nr_buf_free(&twice);
    return 0;
}
