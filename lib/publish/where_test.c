/* Runs a condition. */
#include "newsreel/json/json.h"
#include "where.h"
#include <stdlib.h>

struct test {
    struct nr_record *record;
    struct nr_arena *arena;
    struct nr_error *e;
    struct where_value stack[WHERE_STACK];
    size_t top; /* behind the last value */
};

static const struct where_value yes = {NR_JSON_TRUE, NR_STR("true")};
static const struct where_value no = {NR_JSON_FALSE, NR_STR("false")};

static struct where_value value_of(struct nr_json json, struct nr_arena *arena)
{
    bool string = json.type == NR_JSON_STRING;
    return (struct where_value){json.type, string ? nr_json_text(json, arena, NULL) : json.raw};
}

static double real_of(struct nr_str number)
{
    char digits[512];
    size_t len = number.len < sizeof digits - 1 ? number.len : sizeof digits - 1;
    memcpy(digits, number.data, len); /* what is cut off is no exponent that anybody writes */
    digits[len] = '\0';
    return strtod(digits, NULL);
}

static bool integer_of(struct nr_str number, long long *n)
{
    bool negative = number.data[0] == '-';
    unsigned long long digits;
    struct nr_str s = nr_str_sub(number, negative, number.len);
    if (s.len > 18 || !nr_str_u64(s, &digits))
        return false;
    *n = negative ? -(long long)digits : (long long)digits;
    return true;
}

static int order_of_numbers(struct nr_str a, struct nr_str b)
{
    long long m, n;
    if (integer_of(a, &m) && integer_of(b, &n))
        return (m > n) - (m < n);
    double x = real_of(a), y = real_of(b);
    return (x > y) - (x < y);
}

/* Whether the two can be ordered, and how. */
static bool order_of(struct where_value a, struct where_value b, int *order)
{
    if (a.type != b.type || (a.type != NR_JSON_NUMBER && a.type != NR_JSON_STRING))
        return false;
    *order =
        a.type == NR_JSON_NUMBER ? order_of_numbers(a.text, b.text) : nr_str_cmp(a.text, b.text);
    return true;
}

static bool is_equal(struct where_value a, struct where_value b)
{
    int order;
    if (order_of(a, b, &order))
        return order == 0;
    return a.type == b.type && a.type <= NR_JSON_TRUE;
}

static bool is_ordered(enum where_op op, struct where_value a, struct where_value b)
{
    int order;
    if (!order_of(a, b, &order))
        return false;
    switch (op) {
    case WHERE_LESS:
        return order < 0;
    case WHERE_LESS_EQUAL:
        return order <= 0;
    case WHERE_GREATER:
        return order > 0;
    default:
        return order >= 0;
    }
}

static bool is_inside(struct where_value whole, struct where_value part, struct nr_arena *arena)
{
    if (whole.type == NR_JSON_STRING && part.type == NR_JSON_STRING)
        return !part.text.len || nr_str_find(whole.text, part.text) < whole.text.len;
    if (whole.type != NR_JSON_ARRAY)
        return false;
    struct nr_str rest = whole.text;
    struct nr_json element;
    while (nr_json_next_element(&rest, &element) == NR_OK)
        if (is_equal(value_of(element, arena), part))
            return true;
    return false;
}

/* An array or object as text: "[ ]" is empty too. */
static bool is_empty(struct nr_str json)
{
    return !nr_str_trim(nr_str_sub(json, 1, json.len - 1)).len;
}

static bool is_true(struct where_value v)
{
    switch (v.type) {
    case NR_JSON_NULL:
    case NR_JSON_FALSE:
        return false;
    case NR_JSON_NUMBER:
        return real_of(v.text) != 0;
    case NR_JSON_STRING:
        return v.text.len > 0;
    case NR_JSON_ARRAY:
    case NR_JSON_OBJECT:
        return !is_empty(v.text);
    default:
        return true;
    }
}

/* The member of that name in an object; null where there is none. Of two the last counts. */
static struct nr_json inside(struct nr_json object, struct nr_str name, struct nr_arena *arena)
{
    struct nr_json found = {.type = NR_JSON_NULL}, key, value;
    struct nr_str rest = object.raw;
    while (object.type == NR_JSON_OBJECT && nr_json_next_member(&rest, &key, &value) == NR_OK)
        if (nr_str_eq(nr_json_text(key, arena, NULL), name))
            found = value;
    return found;
}

static enum nr_status push_member(struct test *t, struct nr_str path)
{
    struct nr_json json = {.type = NR_JSON_NULL};
    struct nr_str name;
    nr_str_split(&path, '.', &name);
    if (nr_record_find(t->record, name, &json, t->e) == NR_BAD)
        return NR_BAD;
    while (nr_str_split(&path, '.', &name))
        json = inside(json, name, t->arena);
    t->stack[t->top++] = value_of(json, t->arena);
    return NR_OK;
}

static bool is_in(struct where_value v, const struct where_step *steps, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_equal(v, steps[i].constant))
            return true;
    return false;
}

/* Two values, of which one is left. */
static bool compare(struct test *t, enum where_op op)
{
    struct where_value a = t->stack[t->top - 2], b = t->stack[t->top - 1];
    if (op == WHERE_CONTAINS)
        return is_inside(a, b, t->arena);
    if (op == WHERE_EQUAL || op == WHERE_UNEQUAL)
        return is_equal(a, b) == (op == WHERE_EQUAL);
    return is_ordered(op, a, b);
}

/* *skip is how many of the steps behind are not for now. */
static enum nr_status run(struct test *t, const struct where_step *step, size_t *skip)
{
    struct where_value *last = &t->stack[t->top ? t->top - 1 : 0];
    switch (step->op) {
    case WHERE_MEMBER:
        return push_member(t, step->path);
    case WHERE_CONSTANT:
        t->stack[t->top++] = step->constant;
        break;
    case WHERE_NOT:
        *last = is_true(*last) ? no : yes;
        break;
    case WHERE_IN:
        *last = is_in(*last, step + 1, step->count) ? yes : no;
        *skip = step->count;
        break;
    case WHERE_AND:
    case WHERE_OR:
        if (is_true(*last) == (step->op == WHERE_OR))
            *skip = step->count;
        else
            t->top--;
        break;
    default:
        last[-1] = compare(t, step->op) ? yes : no;
        t->top--;
        break;
    }
    return NR_OK;
}

enum nr_status nr_where_test(const struct nr_where *where, struct nr_record *record,
                             struct nr_arena *arena, bool *met, struct nr_error *e)
{
    struct test t;
    t.record = record;
    t.arena = arena;
    t.e = e;
    t.top = 0;
    for (size_t i = 0; i < where->count; i++) {
        size_t skip = 0;
        if (run(&t, &where->steps[i], &skip) != NR_OK)
            return NR_BAD;
        i += skip;
    }
    *met = is_true(t.stack[0]);
    return NR_OK;
}
