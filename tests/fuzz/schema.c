/* Every row is JSON for another parser too, with the keys of the schema in their order, and without
 * what a row promises not to hold. */
#include "newsreel/publish/schema.h"
#include <assert.h>
#include <jansson.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool has_type(const json_t *value, enum nr_field_type type)
{
    switch (type) {
    case NR_FIELD_TEXT:
    case NR_FIELD_TIME:
    case NR_FIELD_DAY:
        return json_is_string(value) || json_is_null(value);
    case NR_FIELD_INTEGER:
        return json_is_integer(value) || json_is_null(value);
    case NR_FIELD_NUMBER:
        return json_is_real(value) || json_is_null(value);
    case NR_FIELD_BOOLEAN:
        return json_is_boolean(value) || json_is_null(value);
    case NR_FIELD_TEXTS:
    case NR_FIELD_SPANS:
        return json_is_array(value);
    }
    return false;
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
    assert(json_object_size(root) == schema->count);
    size_t i = 0;
    const char *key;
    json_t *value;
    json_object_foreach(root, key, value)
    {
        assert(strcmp(key, schema->fields[i]->name.data) == 0);
        assert(has_type(value, schema->fields[i]->type));
        i++;
    }
    json_decref(root);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_schema schema;
    struct nr_record record = {0};
    struct nr_arena arena = {0};
    struct nr_buf row = {0}, lines = {0};
    struct nr_losses losses = {.lines = &lines};
    struct nr_error e;
    assert(nr_schema_choose(&schema, nr_str("", 0), &e) == NR_OK);
    if (nr_record_scan(&record, nr_str((const char *)data, size), &e) == NR_OK) {
        if (nr_schema_row(&schema, &record, &arena, &row, &losses, &e) == NR_OK)
            check_row(&schema, nr_buf_str(&row));
        assert((losses.characters || losses.times) == (lines.len > 0));
    }
    free(schema.fields);
    nr_record_free(&record);
    nr_arena_free(&arena);
    nr_buf_free(&row);
    nr_buf_free(&lines);
    return 0;
}
