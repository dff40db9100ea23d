/* The fields of a schema made ready for rows. */
#include "schema.h"

enum { NAMES_SHOWN = 100 };

size_t nr_slots_add(struct nr_slots *slots, struct nr_arena *arena, struct nr_str name)
{
    for (size_t i = 0; i < slots->count; i++)
        if (nr_str_eq(slots->names[i], name))
            return i;
    if ((slots->count & (slots->count + 1)) == 0) { /* full at 0, 1, 3, 7, ... */
        struct nr_str *names = nr_arena_zero(arena, 2 * slots->count + 1, sizeof *names);
        if (slots->count)
            memcpy(names, slots->names, slots->count * sizeof *names);
        slots->names = names;
    }
    slots->names[slots->count] = name;
    return slots->count++;
}

void nr_slots_end(struct nr_slots *slots, struct nr_arena *arena)
{
    size_t places = 8;
    while (places < 4 * slots->count)
        places *= 2;
    slots->mask = places - 1;
    slots->table = nr_arena_zero(arena, places, sizeof *slots->table);
    for (size_t i = 0; i < slots->count; i++) {
        size_t at = nr_slots_hash(slots->names[i]) & slots->mask;
        while (slots->table[at])
            at = (at + 1) & slots->mask;
        slots->table[at] = (unsigned short)(i + 1);
    }
}

static struct nr_field *find(struct nr_field *fields, struct nr_str name)
{
    while (fields && !nr_str_eq(fields->name, name))
        fields = fields->next;
    return fields;
}

/* What --flatten takes apart. */
static bool is_open(const struct nr_field *f)
{
    return f->type == NR_FIELD_OBJECT && !f->packed && !f->list;
}

/* dateline_place or dateline.place is place in dateline. Recurses as deep as objects nest in a
 * schema, which is three. */
static struct nr_field *find_inside(struct nr_field *fields, struct nr_str name)
{
    struct nr_field *found = find(fields, name);
    for (struct nr_field *f = fields; f && !found; f = f->next) {
        size_t len = f->name.len;
        if (is_open(f) && len < name.len && nr_str_starts(name, f->name) &&
            strchr("_.", name.data[len]))
            found = find_inside(f->fields, nr_str_sub(name, len + 1, name.len));
    }
    return found;
}

static enum nr_status unknown_field(const struct nr_schema *schema, struct nr_str name,
                                    struct nr_error *e)
{
    struct nr_buf names = {0};
    for (const struct nr_field *f = schema->all; f && names.len < NAMES_SHOWN; f = f->next) {
        nr_buf_add_char(&names, ' ');
        nr_buf_add_str(&names, f->name);
    }
    nr_error_set(e, "no field '%.*s' (--print-schema newsreel shows them) among:%s ...",
                 name.len < 16 ? (int)name.len : 16, name.data, nr_buf_cstr(&names));
    nr_buf_free(&names);
    return NR_FAIL;
}

static bool lift_path(const struct nr_field *object, struct nr_str *path, size_t *steps)
{
    if (*steps + object->steps > NR_PATH_MOST)
        return false;
    memmove(path + object->steps, path, *steps * sizeof *path);
    memcpy(path, object->path, object->steps * sizeof *path);
    *steps += object->steps;
    return true;
}

/* Lifts a field out of the object it stands in. */
static bool lift(struct nr_schema *schema, const struct nr_field *object, struct nr_field *field)
{
    struct nr_buf name = {0};
    nr_buf_add_str(&name, object->name);
    nr_buf_add_char(&name, '_');
    nr_buf_add_str(&name, field->name);
    field->name = nr_arena_str(&schema->arena, nr_buf_str(&name));
    nr_buf_free(&name);
    field->around = object->around;
    field->required &= object->required; /* the object may be absent as a whole */
    if (object->made)
        return true;
    return lift_path(object, field->path, &field->steps) &&
           (!field->before_steps || lift_path(object, field->before, &field->before_steps));
}

static enum nr_status too_deep(const struct nr_field *f, struct nr_error *e)
{
    nr_error_set(e, "'%.*s' is too deep to be made flat", (int)f->name.len, f->name.data);
    return NR_FAIL;
}

/* A copy of the named field: what is inside still points to the field, which has the same name. */
static enum nr_status copy_field(struct nr_schema *schema, struct nr_str name, bool flat,
                                 struct nr_field **copy, struct nr_error *e)
{
    struct nr_field *field = find_inside(schema->all, name);
    if (!field)
        return unknown_field(schema, name, e);
    if (field->around && !flat) {
        nr_error_set(e, "field '%.*s' is inside another: it can be named with --flatten",
                     name.len < 60 ? (int)name.len : 60, name.data);
        return NR_FAIL;
    }
    *copy = nr_arena_alloc(&schema->arena, sizeof **copy);
    **copy = *field;
    (*copy)->next = NULL;
    while ((*copy)->around)
        if (!lift(schema, (*copy)->around, *copy))
            return too_deep(*copy, e);
    return NR_OK;
}

/* Takes the named fields out of all, one after the other, into used. */
static enum nr_status choose(struct nr_schema *schema, struct nr_str list, bool flat,
                             struct nr_error *e)
{
    struct nr_field **end = &schema->used;
    for (struct nr_str name; nr_str_split(&list, ',', &name);) {
        name = nr_str_trim(name);
        if (find(schema->used, name)) {
            nr_error_set(e, "field '%.*s' is named twice", name.len < 60 ? (int)name.len : 60,
                         name.data);
            return NR_FAIL;
        }
        if (copy_field(schema, name, flat, end, e) != NR_OK)
            return NR_FAIL;
        end = &(*end)->next;
    }
    return NR_OK;
}

static void leave_out_asked(struct nr_schema *schema)
{
    struct nr_field **at = &schema->all, **asked = &schema->asked;
    while (*at) {
        if (!(*at)->asked) {
            at = &(*at)->next;
            continue;
        }
        *asked = *at;
        *at = (*at)->next;
        asked = &(*asked)->next;
        *asked = NULL;
    }
    schema->used = schema->all;
}

static enum nr_status flatten(struct nr_schema *schema, struct nr_error *e)
{
    for (struct nr_field **at = &schema->used; *at;) {
        struct nr_field *object = *at, *last = NULL;
        if (!is_open(object)) {
            object->packed |= object->type == NR_FIELD_OBJECT;
            at = &object->next;
            continue;
        }
        for (struct nr_field *f = object->fields; f; last = f, f = f->next)
            if (!lift(schema, object, f))
                return too_deep(f, e);
        last->next = object->next;
        *at = object->fields; /* which may hold objects again */
    }
    for (const struct nr_field *f = schema->used; f; f = f->next)
        for (const struct nr_field *g = f->next; g; g = g->next)
            if (nr_str_eq_fold(f->name, g->name)) {
                nr_error_set(e, "two fields are '%.*s' when flat", (int)f->name.len, f->name.data);
                return NR_FAIL;
            }
    return NR_OK;
}

static void add_path(struct nr_buf *out, const struct nr_field *f)
{
    if (f->around && !f->around->made) {
        add_path(out, f->around);
        nr_buf_add_char(out, '.');
    }
    for (size_t i = 0; i < f->steps; i++) {
        if (i)
            nr_buf_add_char(out, '.');
        nr_buf_add_str(out, f->path[i]);
    }
}

/* text is the key. */
static void prepare_short(struct nr_arena *arena, struct nr_field *f, struct nr_buf *text)
{
    bool special = f->omit || f->made || f->packed || f->constant.len || f->before_steps;
    size_t len = text->len;
    nr_buf_add_cstr(text, f->list ? "[]" : "null");
    if (special || text->len > AT_ONCE)
        return;
    char *padded = nr_arena_zero(arena, AT_ONCE, 1);
    memcpy(padded, text->data, text->len);
    if (!f->required && !f->empty)
        f->nothing = nr_str(padded, text->len);
    if (!f->list && !f->or_null && f->steps == 1 && f->type != NR_FIELD_OBJECT)
        f->begin = nr_str(padded, len);
}

static void prepare_texts(struct nr_arena *arena, struct nr_field *f)
{
    struct nr_buf text = {0};
    nr_buf_add_cstr(&text, ",\"");
    nr_buf_add_str(&text, f->name);
    nr_buf_add_cstr(&text, "\":");
    f->key = nr_arena_str(arena, nr_buf_str(&text));
    prepare_short(arena, f, &text);
    text.len = 0;
    add_path(&text, f);
    f->member = nr_arena_str(arena, nr_buf_str(&text));
    nr_buf_free(&text);
}

static bool is_same_path(const struct nr_field *a, const struct nr_field *b)
{
    bool same = a->steps == b->steps;
    for (size_t i = 0; same && i < a->steps; i++)
        same = nr_str_eq(a->path[i], b->path[i]);
    return same;
}

/* Recurses as deep as objects nest in a schema, which is three. */
static void prepare(struct nr_arena *arena, struct nr_field *fields, struct nr_slots *slots)
{
    for (struct nr_field *f = fields; f; f = f->next) {
        prepare_texts(arena, f);
        for (const struct nr_field *g = fields; g; g = g->next) {
            f->day_beside |= g->type == NR_FIELD_DAY && !g->list && is_same_path(f, g);
            f->time_beside |= g->type == NR_FIELD_TIME && !g->list && is_same_path(f, g);
        }
        if (!f->made && !f->constant.len)
            f->slot = nr_slots_add(slots, arena, f->path[0]);
        if (f->before_steps)
            f->before_slot = nr_slots_add(slots, arena, f->before[0]);
        if (f->type != NR_FIELD_OBJECT)
            continue;
        prepare(arena, f->fields, f->made ? slots : &f->slots);
        if (!f->made)
            nr_slots_end(&f->slots, arena);
    }
}

enum nr_status nr_schema_use(struct nr_schema *schema, struct nr_str list, bool flat,
                             struct nr_error *e)
{
    enum nr_status status = NR_OK;
    if (list.len)
        status = choose(schema, list, flat, e);
    else
        leave_out_asked(schema);
    if (status == NR_OK && flat)
        status = flatten(schema, e);
    if (status != NR_OK)
        return status;
    prepare(&schema->arena, schema->used, &schema->slots);
    nr_slots_end(&schema->slots, &schema->arena);
    return NR_OK;
}

const struct nr_field *nr_schema_fields(const struct nr_schema *schema)
{
    return schema->used;
}
