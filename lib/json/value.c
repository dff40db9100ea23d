/* The only file that knows jansson. A struct nr_value is a json_t by another name; jansson's
 * reference counts are used for the root alone. */
#include "newsreel/json/value.h"
#include "newsreel/json/json.h"
#include <jansson.h>

static json_t *tree(const struct nr_value *v)
{
    return (json_t *)(uintptr_t)v; /* jansson's readers take no const */
}

static struct nr_value *value(json_t *json)
{
    return (struct nr_value *)json;
}

/* The scan comes first: it bounds the depth (jansson recurses) and has the better messages. */
struct nr_value *nr_value_parse(struct nr_str json, struct nr_error *e)
{
    const size_t flags = JSON_DECODE_ANY | JSON_ALLOW_NUL;
    struct nr_json whole;
    json_error_t why;
    if (nr_json_scan(json, &whole, e) != NR_OK)
        return NULL;
    json_t *root = json_loadb(json.data, json.len, flags, &why);
    if (!root && json_error_code(&why) == json_error_numeric_overflow)
        root = json_loadb(json.data, json.len, flags | JSON_DECODE_INT_AS_REAL, &why);
    if (!root) {
        nr_error_set(e, "invalid JSON: %s", why.text);
        e->offset = why.position > 0 ? (uint64_t)why.position : NR_NOWHERE;
    }
    return value(root);
}

void nr_value_free(struct nr_value *v)
{
    json_decref(tree(v));
}

enum nr_json_type nr_value_type(const struct nr_value *v)
{
    static const enum nr_json_type types[] = {
        [JSON_OBJECT] = NR_JSON_OBJECT, [JSON_ARRAY] = NR_JSON_ARRAY,
        [JSON_STRING] = NR_JSON_STRING, [JSON_INTEGER] = NR_JSON_NUMBER,
        [JSON_REAL] = NR_JSON_NUMBER,   [JSON_TRUE] = NR_JSON_TRUE,
        [JSON_FALSE] = NR_JSON_FALSE,   [JSON_NULL] = NR_JSON_NULL,
    };
    return v ? types[json_typeof(tree(v))] : NR_JSON_NULL;
}

struct nr_value *nr_value_get(const struct nr_value *v, const char *key)
{
    return value(json_object_get(tree(v), key));
}

struct nr_value *nr_value_at(const struct nr_value *v, size_t index)
{
    return value(json_array_get(tree(v), index));
}

bool nr_value_text(const struct nr_value *v, struct nr_str *text)
{
    if (!json_is_string(tree(v)))
        return false;
    *text = nr_str(json_string_value(tree(v)), json_string_length(tree(v)));
    return true;
}

bool nr_value_natural(const struct nr_value *v, unsigned long long *number)
{
    if (!json_is_integer(tree(v)) || json_integer_value(tree(v)) < 0)
        return false;
    *number = (unsigned long long)json_integer_value(tree(v));
    return true;
}
