/* The only file that knows jansson. A struct nr_value is a json_t by another name; jansson's
 * reference counts are used for the root alone. Every NULL that jansson returns from a constructor
 * means out of memory, as what it could refuse otherwise is ruled out before. */
#include "newsreel/json/value.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include "newsreel/json/json.h"
#include <jansson.h>
#include <math.h>

static json_t *tree(const struct nr_value *v)
{
    return (json_t *)(uintptr_t)v; /* jansson's readers take no const */
}

static struct nr_value *value(json_t *json)
{
    return (struct nr_value *)json;
}

static json_t *there(json_t *json)
{
    if (!json)
        nr_die_of_memory();
    return json;
}

static void done(int status)
{
    if (status != 0)
        nr_die_of_memory();
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

struct nr_value *nr_value_object(void)
{
    return value(there(json_object()));
}

struct nr_value *nr_value_array(void)
{
    return value(there(json_array()));
}

static json_t *new_text(struct nr_str text)
{
    if (nr_utf8_valid(text) == text.len)
        return there(json_stringn_nocheck(text.len ? text.data : "", text.len));
    struct nr_buf repaired = {0};
    nr_utf8_repair(&repaired, text);
    json_t *json = there(json_stringn_nocheck(repaired.data, repaired.len));
    nr_buf_free(&repaired);
    return json;
}

void nr_value_set(struct nr_value *object, const char *key, struct nr_value *member)
{
    done(json_object_set_new_nocheck(tree(object), key, tree(member)));
}

void nr_value_set_text(struct nr_value *object, const char *key, struct nr_str text)
{
    nr_value_set(object, key, value(new_text(text)));
}

void nr_value_set_u64(struct nr_value *object, const char *key, uint64_t n)
{
    json_t *number = n <= INT64_MAX ? json_integer((json_int_t)n) : json_real((double)n);
    nr_value_set(object, key, value(there(number)));
}

void nr_value_set_real(struct nr_value *object, const char *key, double x)
{
    nr_value_set(object, key, value(there(isfinite(x) ? json_real(x) : json_null())));
}

void nr_value_add(struct nr_value *array, struct nr_value *element)
{
    done(json_array_append_new(tree(array), tree(element)));
}

void nr_value_add_text(struct nr_value *array, struct nr_str text)
{
    nr_value_add(array, value(new_text(text)));
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

struct nr_value *nr_value_next(const struct nr_value *v, const char **key)
{
    json_t *object = tree(v);
    void *at = *key ? json_object_iter_next(object, json_object_key_to_iter(*key))
                    : json_object_iter(object);
    *key = at ? json_object_iter_key(at) : NULL;
    return value(at ? json_object_iter_value(at) : NULL);
}

bool nr_value_text(const struct nr_value *v, struct nr_str *text)
{
    if (!json_is_string(tree(v)))
        return false;
    *text = nr_str(json_string_value(tree(v)), json_string_length(tree(v)));
    return true;
}

bool nr_value_u64(const struct nr_value *v, uint64_t *n)
{
    if (!json_is_integer(tree(v)) || json_integer_value(tree(v)) < 0)
        return false;
    *n = (uint64_t)json_integer_value(tree(v));
    return true;
}

bool nr_value_real(const struct nr_value *v, double *x)
{
    if (!json_is_number(tree(v)))
        return false;
    *x = json_number_value(tree(v));
    return true;
}

static int collect(const char *data, size_t len, void *out)
{
    nr_buf_add(out, data, len);
    return 0;
}

void nr_value_write(const struct nr_value *v, struct nr_buf *out)
{
    done(json_dump_callback(tree(v), collect, out,
                            JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15)));
}
