/* Reads the text of a schema. */
#include "newsreel/json/json.h"
#include "schema.h"

enum { FIELDS_MOST = 1000 };

const char *const nr_field_type_names[NR_FIELD_TYPES] = {
    [NR_FIELD_TEXT] = "text",       [NR_FIELD_JOINED] = "joined",   [NR_FIELD_URI] = "uri",
    [NR_FIELD_DIGITS] = "digits",   [NR_FIELD_INTEGER] = "integer", [NR_FIELD_NUMBER] = "number",
    [NR_FIELD_DECIMAL] = "decimal", [NR_FIELD_BOOLEAN] = "boolean", [NR_FIELD_TIME] = "time",
    [NR_FIELD_DAY] = "day",         [NR_FIELD_JSON] = "json",       [NR_FIELD_OBJECT] = "object",
};

struct reader {
    struct nr_schema *schema;
    size_t count;
    struct nr_error *e;
};

static bool fail(struct reader *r, const char *what, struct nr_str which)
{
    nr_error_set(r->e, "%s '%.*s'", what, which.len < 60 ? (int)which.len : 60, which.data);
    return false;
}

/* The next word of a line; empty at the end. */
static struct nr_str next_word(struct nr_str *line)
{
    *line = nr_str_trim(*line);
    size_t len = 0;
    while (len < line->len && !nr_ascii_is_blank(line->data[len]))
        len++;
    struct nr_str word = nr_str_sub(*line, 0, len);
    *line = nr_str_sub(*line, len, line->len);
    return word;
}

static bool is_name(struct nr_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!nr_ascii_is_letter(s.data[i]) && s.data[i] != '_' &&
            (i == 0 || !nr_ascii_is_digit(s.data[i])))
            return false;
    return s.len > 0;
}

static struct nr_field **end_of(struct nr_field **list)
{
    while (*list)
        list = &(*list)->next;
    return list;
}

/* Finds the list of fields that a name with dots belongs to, and leaves the last part of the
 * name. */
static struct nr_field **place_of(struct reader *r, struct nr_str *name, struct nr_field **around)
{
    struct nr_field **list = &r->schema->all;
    struct nr_str whole = *name;
    *around = NULL;
    for (size_t dot; (dot = nr_str_find_char(*name, '.')) < name->len;) {
        struct nr_str part = nr_str_sub(*name, 0, dot);
        struct nr_field *field = *list;
        while (field && !nr_str_eq(field->name, part))
            field = field->next;
        if (!field || field->type != NR_FIELD_OBJECT) {
            fail(r, "no object has a line before", whole);
            return NULL;
        }
        *around = field;
        list = &field->fields;
        *name = nr_str_sub(*name, dot + 1, name->len);
    }
    return list;
}

static bool read_type(struct reader *r, struct nr_field *f, struct nr_str word)
{
    struct nr_str name = word;
    f->list = nr_str_ends(name, nr_str_of("[]"));
    name.len -= f->list ? 2 : 0;
    size_t colon = nr_str_find_char(name, ':');
    struct nr_str digits = nr_str_sub(name, colon + 1, name.len);
    name = nr_str_sub(name, 0, colon);
    unsigned type = 0;
    while (type < NR_FIELD_TYPES && !nr_str_is(name, nr_field_type_names[type]))
        type++;
    bool decimal = type == NR_FIELD_DECIMAL;
    bool digit = digits.len == 1 && digits.data[0] >= '1' && digits.data[0] <= '9';
    if (type == NR_FIELD_TYPES || (decimal ? !digit : colon < word.len - (f->list ? 2u : 0u)))
        return fail(r, "no type", word);
    f->type = (enum nr_field_type)type;
    f->decimals = decimal ? (unsigned)(digits.data[0] - '0') : 0;
    return true;
}

static bool read_path(struct reader *r, struct nr_str steps[NR_PATH_MOST], size_t *count,
                      struct nr_str path)
{
    struct nr_str rest = path, name;
    for (*count = 0; nr_str_split(&rest, '.', &name); ++*count) {
        if (!name.len || *count == NR_PATH_MOST)
            return fail(r, "not up to three names with dots between them:", path);
        steps[*count] = nr_arena_str(&r->schema->arena, name);
    }
    return *count || fail(r, "no path", path);
}

/* A path, and another where "or" follows. */
static bool read_paths(struct reader *r, struct nr_field *f, struct nr_str *line)
{
    if (!read_path(r, f->path, &f->steps, next_word(line)))
        return false;
    struct nr_str rest = *line;
    if (!nr_str_is(next_word(&rest), "or"))
        return true;
    *line = rest;
    memcpy(f->before, f->path, sizeof f->before);
    f->before_steps = f->steps;
    return read_path(r, f->path, &f->steps, next_word(line));
}

/* One value that stands for itself: no list, no object, no null. */
static bool read_constant(struct reader *r, struct nr_field *f, struct nr_str json)
{
    struct nr_json value;
    struct nr_error e;
    if (nr_json_scan(json, &value, &e) != NR_OK || value.type == NR_JSON_NULL ||
        value.type == NR_JSON_ARRAY || value.type == NR_JSON_OBJECT)
        return fail(r, "not a string, number or boolean:", json);
    f->constant = nr_arena_str(&r->schema->arena, json);
    return true;
}

static bool *rule_of(struct nr_field *f, struct nr_str word)
{
    const struct {
        const char *name;
        bool *rule;
    } rules[] = {{"required", &f->required}, {"empty", &f->empty},   {"omit", &f->omit},
                 {"or-null", &f->or_null},   {"packed", &f->packed}, {"made", &f->made},
                 {"asked", &f->asked}};
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (nr_str_is(word, rules[i].name))
            return rules[i].rule;
    return NULL;
}

static bool read_rules(struct reader *r, struct nr_field *f, struct nr_str line)
{
    for (struct nr_str word; (word = next_word(&line)).len;) {
        bool *rule = rule_of(f, word), good = true;
        if (rule)
            *rule = true;
        else if (nr_str_is(word, "from"))
            good = read_paths(r, f, &line);
        else if (nr_str_is(word, "="))
            good = read_constant(r, f, next_word(&line));
        else
            return fail(r, "no rule", word);
        if (!good)
            return false;
    }
    return true;
}

/* How many arrays and objects there are around what the field holds, its own among them. */
static size_t depth_of(const struct nr_field *f)
{
    size_t depth = 0;
    for (; f; f = f->around)
        depth = f->packed ? 0 : depth + f->list + (f->type == NR_FIELD_OBJECT);
    return depth;
}

/* What rules and types cannot go together. */
static bool check(struct reader *r, const struct nr_field *f, struct nr_str name)
{
    bool object = f->type == NR_FIELD_OBJECT;
    bool text =
        f->type == NR_FIELD_TEXT || f->type == NR_FIELD_JOINED || f->type == NR_FIELD_DIGITS;
    size_t objects = 0;
    for (const struct nr_field *around = f->around; around; around = around->around)
        objects++;
    if (depth_of(f) > NR_ROW_DEPTH || objects > NR_ROW_DEPTH)
        return fail(r, "nested deeper than three:", name);
    if (f->made && (!object || (f->around && !f->around->made)))
        return fail(r, "made, but no object, or in one that is not made:", name);
    if (f->packed && !object && !f->list)
        return fail(r, "packed, but no object or list:", name);
    if (f->empty && (!text || f->list))
        return fail(r, "empty, but no text:", name);
    if (f->required + f->empty + f->omit > 1 || (f->required && f->or_null))
        return fail(r, "rules that contradict each other:", name);
    if (f->constant.len && (object || f->list))
        return fail(r, "a constant list or object:", name);
    if (f->before_steps && (object || f->list))
        return fail(r, "two paths, but a list or an object:", name);
    if (f->asked && f->around)
        return fail(r, "asked, but inside an object:", name);
    return true;
}

static bool read_line(struct reader *r, struct nr_str line)
{
    struct nr_arena *arena = &r->schema->arena;
    struct nr_str name = next_word(&line), whole = name;
    struct nr_field *around, **list = place_of(r, &name, &around);
    if (!list)
        return false;
    if (!is_name(name))
        return fail(r, "not a name:", whole);
    for (const struct nr_field *other = *list; other; other = other->next)
        if (nr_str_eq_fold(other->name, name))
            return fail(r, "there twice, but for case:", whole);
    if (++r->count > FIELDS_MOST)
        return fail(r, "more than 1000 fields, with", whole);
    struct nr_field *f = nr_arena_zero(arena, 1, sizeof *f);
    *end_of(list) = f;
    f->around = around;
    f->name = nr_arena_str(arena, name);
    f->path[0] = f->name;
    f->steps = 1;
    return read_type(r, f, next_word(&line)) && read_rules(r, f, line) && check(r, f, whole);
}

/* An object without fields would be {} in each row, which has no type. Recurses as deep as objects
 * nest, which is three. */
static bool check_objects(struct reader *r, const struct nr_field *fields)
{
    for (const struct nr_field *f = fields; f; f = f->next) {
        if (f->type == NR_FIELD_OBJECT && !f->fields)
            return fail(r, "no fields in the object", f->name);
        if (!check_objects(r, f->fields))
            return false;
    }
    return true;
}

static bool read_lines(struct reader *r, struct nr_str text, size_t *number)
{
    struct nr_str line;
    while (nr_str_split(&text, '\n', &line)) {
        ++*number;
        line = nr_str_trim(line);
        if (line.len && line.data[0] != '#' && !read_line(r, line))
            return false;
    }
    *number = 0;
    if (!r->schema->all)
        return fail(r, "no fields in", nr_str_of("the schema"));
    return check_objects(r, r->schema->all);
}

struct nr_schema *nr_schema_new(struct nr_str text, struct nr_error *e)
{
    struct nr_arena arena = {0};
    struct nr_schema *schema = nr_arena_zero(&arena, 1, sizeof *schema);
    schema->arena = arena;
    struct reader r = {.schema = schema, .e = e};
    size_t number = 0;
    if (read_lines(&r, text, &number))
        return schema;
    e->line = number;
    nr_schema_free(schema);
    return NULL;
}

void nr_schema_free(struct nr_schema *schema)
{
    if (!schema)
        return;
    struct nr_arena arena = schema->arena; /* it holds the schema */
    nr_arena_free(&arena);
}
