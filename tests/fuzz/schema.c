/* Every row of a record is JSON for another parser too, with the keys of the schema in their order,
 * and without what a row promises not to hold. */
#include "newsreel/publish/schema.h"
#include "newsreel/json/json.h"
#include "newsreel/publish/attributes.h"
#include <assert.h>
#include <jansson.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool has_fields(const json_t *value, const struct nr_field *f);

static bool is_type(const json_t *value, const struct nr_field *f)
{
    switch (f->type) {
    case NR_FIELD_INTEGER:
        return json_is_integer(value);
    case NR_FIELD_NUMBER:
    case NR_FIELD_DECIMAL:
        return json_is_real(value);
    case NR_FIELD_BOOLEAN:
        return json_is_boolean(value);
    case NR_FIELD_OBJECT:
        return json_is_object(value) && has_fields(value, f->fields);
    default:
        return json_is_string(value);
    }
}

static bool has_type(const json_t *value, const struct nr_field *f)
{
    if (f->packed)
        return json_is_string(value) || json_is_null(value);
    if (!f->list)
        return is_type(value, f) || (json_is_null(value) && !f->required && !f->empty);
    for (size_t i = 0; i < json_array_size(value); i++)
        if (!is_type(json_array_get(value, i), f))
            return false;
    return json_is_array(value);
}

/* Those that may be omitted may; nothing else, and in the order of the schema. */
static bool has_fields(const json_t *value, const struct nr_field *f)
{
    json_t *object = json_incref((json_t *)(uintptr_t)value), *member;
    const char *key;
    bool good = true;
    json_object_foreach(object, key, member)
    {
        while (good && f && !nr_str_is(f->name, key)) {
            good = f->omit;
            f = f->next;
        }
        good = good && f && has_type(member, f);
        f = f ? f->next : NULL;
    }
    for (; f; f = f->next)
        good &= f->omit;
    json_decref(object);
    return good;
}

static void check_bytes(struct nr_str row)
{
    assert(row.len && row.data[row.len - 1] == '\n');
    for (size_t i = 0; i + 1 < row.len; i++) {
        assert((unsigned char)row.data[i] >= 0x20 && row.data[i] != 0x7f);
        assert(memcmp(row.data + i, "\xc2\x85", 2) != 0);
        assert(i + 3 > row.len || (memcmp(row.data + i, "\xe2\x80\xa8", 3) != 0 &&
                                   memcmp(row.data + i, "\xe2\x80\xa9", 3) != 0));
    }
}

static void check_row(const struct nr_schema *schema, struct nr_str row)
{
    check_bytes(row);
    /* Without JSON_ALLOW_NUL: U+0000 is refused. */
    json_error_t why;
    json_t *root = json_loadb(row.data, row.len, JSON_REJECT_DUPLICATES, &why);
    /* jansson has no number below 10^-308 or so; the row keeps its digits */
    if (!root && json_error_code(&why) == json_error_numeric_overflow)
        return;
    assert(root);
    assert(has_fields(root, nr_schema_fields(schema)));
    json_decref(root);
}

static void try_record(struct nr_record *record, const char *schema_name, bool flat)
{
    struct nr_arena arena = {0};
    struct nr_buf row = {0}, lines = {0};
    struct nr_losses losses = {.lines = &lines};
    struct nr_error e;
    struct nr_schema *schema = nr_schema_new(nr_schema_built_in(schema_name), &e);
    assert(schema && nr_schema_use(schema, nr_str("", 0), flat, &e) == NR_OK);
    if (nr_schema_row(schema, record, &arena, &row, &losses, &e) == NR_OK)
        check_row(schema, nr_buf_str(&row));
    assert((losses.characters || losses.times || losses.values) == (lines.len > 0));
    nr_schema_free(schema);
    nr_arena_free(&arena);
    nr_buf_free(&row);
    nr_buf_free(&lines);
}

static void try_attributes(struct nr_record *record)
{
    struct nr_arena arena = {0};
    struct nr_buf line = {0};
    struct nr_error e;
    struct nr_json json;
    if (nr_attributes_row(record, &arena, &line, &e) == NR_OK)
        assert(nr_json_scan(nr_str(line.data, line.len - 1), &json, &e) == NR_OK);
    nr_arena_free(&arena);
    nr_buf_free(&line);
}

/* What is taken for a schema comes back the same from its own description. */
static void try_schema(struct nr_str text)
{
    struct nr_error e;
    struct nr_buf first = {0}, second = {0}, other = {0};
    struct nr_schema *schema = nr_schema_new(text, &e);
    if (!schema)
        return;
    if (nr_schema_use(schema, nr_str("", 0), false, &e) == NR_OK) {
        nr_schema_describe(schema, NR_SCHEMA_NEWSREEL, &first);
        for (unsigned i = 0; i < NR_SCHEMA_FORMATS; i++)
            nr_schema_describe(schema, (enum nr_schema_format)i, &other);
        struct nr_schema *again = nr_schema_new(nr_buf_str(&first), &e);
        assert(again && nr_schema_use(again, nr_str("", 0), false, &e) == NR_OK);
        nr_schema_describe(again, NR_SCHEMA_NEWSREEL, &second);
        assert(nr_str_eq(nr_buf_str(&first), nr_buf_str(&second)));
        nr_schema_free(again);
    }
    nr_schema_free(schema);
    nr_buf_free(&first);
    nr_buf_free(&second);
    nr_buf_free(&other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_record record = {0};
    struct nr_error e;
    struct nr_str text = nr_str((const char *)data, size);
    if (nr_record_scan(&record, text, &e) == NR_OK) {
        try_record(&record, "flat", false);
        try_record(&record, "flat", true);
        try_record(&record, "dolma", false);
        try_record(&record, "ninjs", false);
        try_attributes(&record);
    } else {
        try_schema(text);
    }
    nr_record_free(&record);
    return 0;
}
