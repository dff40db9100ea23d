/* The structure of a row. The functions call each other in a circle, as deep as objects nest in a
 * schema, which is three. */
#include "row.h"

static enum nr_status add_fields(const struct row *row, const struct nr_field *fields,
                                 const struct nr_json *slots);

enum nr_status nr_row_bad(const struct row *row, const struct nr_field *field, const char *what)
{
    nr_error_set(row->e, "member '%.*s' %s", field->member.len < 100 ? (int)field->member.len : 100,
                 field->member.data, what);
    return NR_BAD;
}

void nr_row_report(const struct row *row, const struct nr_field *field, const char *loss)
{
    struct nr_buf *lines = row->losses->lines;
    if (!lines)
        return;
    nr_object_begin(lines);
    nr_object_add_raw(lines, "id", row->id);
    nr_object_add_text(lines, "member", field->member);
    nr_object_add_text(lines, "loss", nr_str_of(loss));
    nr_object_end(lines);
    nr_buf_add_char(lines, '\n');
}

static bool is_absent(struct nr_json json)
{
    return !json.raw.len || json.type == NR_JSON_NULL;
}

static struct nr_str key_text(struct nr_json key, struct nr_arena *arena)
{
    return key.escaped ? nr_json_text(key, arena, NULL) : nr_str(key.raw.data + 1, key.raw.len - 2);
}

/* Puts the members of the object that *rest begins with into the slots of its field. */
static enum nr_status read_object(const struct row *row, const struct nr_field *field,
                                  struct nr_str *rest, struct nr_json *slots)
{
    size_t count = field->slots.count, left_out = 0;
    for (size_t i = 0; i < count; i++)
        slots[i].raw.len = 0;
    struct nr_json key, json;
    while (nr_json_next_inside(rest, &key, &json) == NR_OK) {
        size_t slot = nr_slots_find(&field->slots, key_text(key, row->arena));
        if (slot == count)
            left_out++;
        else if (slots[slot].raw.len)
            return nr_row_bad(row, field, "has a key that is there twice");
        else
            slots[slot] = json;
    }
    row->losses->left_out += left_out;
    return NR_OK;
}

static struct nr_json *slots_for(const struct row *row, const struct nr_field *field)
{
    return nr_arena_alloc(row->arena, (field->slots.count + 1) * sizeof(struct nr_json));
}

static enum nr_status add_object(const struct row *row, const struct nr_field *field,
                                 struct nr_json json)
{
    struct nr_json *slots = slots_for(row, field);
    if (json.type != NR_JSON_OBJECT)
        return nr_row_bad(row, field, "is not an object");
    if (read_object(row, field, &json.raw, slots) != NR_OK)
        return NR_BAD;
    return add_fields(row, field->fields, slots);
}

static enum nr_status add_objects(const struct row *row, const struct nr_field *field,
                                  struct nr_json list)
{
    struct nr_json *slots = slots_for(row, field);
    struct nr_str rest = list.raw;
    enum nr_status status;
    if (list.type != NR_JSON_ARRAY)
        return nr_row_bad(row, field, "is not a list");
    nr_buf_add_char(row->out, '[');
    for (size_t i = 0; (status = nr_json_enter_object(&rest)) == NR_OK; i++) {
        if (i)
            nr_buf_add_char(row->out, ',');
        if (read_object(row, field, &rest, slots) != NR_OK ||
            add_fields(row, field->fields, slots) != NR_OK)
            return NR_BAD;
    }
    if (status == NR_BAD)
        return nr_row_bad(row, field, "is a list that holds something that is not an object");
    nr_buf_add_char(row->out, ']');
    return NR_OK;
}

/* Scalars; one alone is taken for a list of it. */
static enum nr_status add_list(const struct row *row, const struct nr_field *field,
                               struct nr_json list)
{
    struct nr_json element = list;
    struct nr_str rest = list.raw;
    bool alone = list.type != NR_JSON_ARRAY;
    if (list.type == NR_JSON_OBJECT)
        return nr_row_bad(row, field, "is not a list");
    enum nr_status status = NR_OK;
    nr_buf_add_char(row->out, '[');
    for (size_t i = 0; status == NR_OK; i++) {
        if (alone ? i > 0 : nr_json_next_element(&rest, &element) != NR_OK)
            break;
        if (i)
            nr_buf_add_char(row->out, ',');
        if (element.type == NR_JSON_NULL)
            return nr_row_bad(row, field, "is a list that holds null");
        status = nr_row_value(row, field, element);
    }
    nr_buf_add_char(row->out, ']');
    return status;
}

/* Follows a path of a field from its slot. */
static enum nr_status follow(const struct row *row, const struct nr_field *field,
                             const struct nr_str *path, size_t steps, struct nr_json *json)
{
    for (size_t i = 1; i < steps && !is_absent(*json); i++) {
        if (json->type != NR_JSON_OBJECT)
            return nr_row_bad(row, field, "is inside something that is not an object");
        struct nr_str rest = json->raw;
        struct nr_json key, value, found = {.raw = {NULL, 0}};
        while (nr_json_next_member(&rest, &key, &value) == NR_OK) {
            if (!nr_str_eq(nr_json_text(key, row->arena, NULL), path[i]))
                continue;
            if (found.raw.len)
                return nr_row_bad(row, field, "is there twice");
            found = value;
        }
        *json = found;
    }
    return NR_OK;
}

/* The value of a field that is not made, by its path; or by the path before it, where that leads to
 * a value which fits. */
static enum nr_status look_up(const struct row *row, const struct nr_field *field,
                              const struct nr_json *slots, struct nr_json *json)
{
    if (field->before_steps) {
        *json = slots[field->before_slot];
        if (follow(row, field, field->before, field->before_steps, json) == NR_OK &&
            nr_row_fits(row, field, *json))
            return NR_OK;
        row->losses->left_out += !is_absent(*json);
    }
    *json = slots[field->slot];
    return field->steps > 1 ? follow(row, field, field->path, field->steps, json) : NR_OK;
}

/* Whether a made object in a list is there: see the header. */
static bool is_made(const struct row *row, const struct nr_field *object,
                    const struct nr_json *slots)
{
    bool any = false, needed = false, all = true;
    size_t left_out = row->losses->left_out; /* is counted when it is written */
    for (const struct nr_field *f = object->fields; f; f = f->next) {
        bool there = false;
        if (f->made)
            there = is_made(row, f, slots);
        else if (!f->constant.len) {
            struct nr_json json;
            there = look_up(row, f, slots, &json) == NR_OK && !is_absent(json);
        }
        any |= there;
        needed |= f->required;
        all &= there || !f->required;
    }
    row->losses->left_out = left_out;
    return needed ? all : any;
}

/* *absent is set when there is nothing to say. */
static enum nr_status add_made(const struct row *row, const struct nr_field *field,
                               const struct nr_json *slots, bool *absent)
{
    *absent = (field->list || field->omit) && !is_made(row, field, slots);
    if (*absent) {
        nr_buf_add_cstr(row->out, "[]");
        return NR_OK;
    }
    if (field->list)
        nr_buf_add_char(row->out, '[');
    enum nr_status status = add_fields(row, field->fields, slots);
    if (field->list)
        nr_buf_add_char(row->out, ']');
    return status;
}

static void add_nothing(const struct row *row, const struct nr_field *field)
{
    const char *nothing = field->list ? "[]" : field->empty ? "\"\"" : "null";
    nr_buf_add_cstr(row->out, nothing);
}

static enum nr_status add_read(const struct row *row, const struct nr_field *field,
                               const struct nr_json *slots, bool *absent)
{
    struct nr_json json;
    if (look_up(row, field, slots, &json) != NR_OK)
        return NR_BAD;
    *absent = is_absent(json);
    if (*absent && field->required)
        return nr_row_bad(row, field, "is missing");
    if (*absent) {
        add_nothing(row, field);
        return NR_OK;
    }
    if (field->type == NR_FIELD_OBJECT)
        return field->list ? add_objects(row, field, json) : add_object(row, field, json);
    return field->list ? add_list(row, field, json) : nr_row_value(row, field, json);
}

/* Turns what was written since at into a string that holds it. */
static void pack(const struct row *row, size_t at)
{
    struct nr_str json = nr_str_sub(nr_buf_str(row->out), at, row->out->len);
    struct nr_str copy = nr_arena_str(row->arena, json);
    row->out->len = at;
    nr_json_add_text(row->out, copy);
}

static enum nr_status add_field(const struct row *row, const struct nr_field *field,
                                const struct nr_json *slots)
{
    size_t begin = row->out->len;
    nr_buf_add_str(row->out, field->key);
    size_t at = row->out->len;
    bool absent = false;
    enum nr_status status = NR_OK;
    if (field->constant.len)
        nr_buf_add_str(row->out, field->constant);
    else if (field->made)
        status = add_made(row, field, slots, &absent);
    else
        status = add_read(row, field, slots, &absent);
    if (status == NR_BAD && field->or_null) {
        row->out->len = at;
        add_nothing(row, field);
        row->losses->values++;
        nr_row_report(row, field, row->e->text);
        absent = true;
        status = NR_OK;
    }
    struct nr_str value = nr_str_sub(nr_buf_str(row->out), at, row->out->len);
    if (field->omit && (absent || nr_str_is(value, "null")))
        row->out->len = begin;
    else if (field->packed && (!absent || field->list))
        pack(row, at);
    return status;
}

static void add_at_once(struct nr_buf *out, struct nr_str s)
{
    memcpy(nr_buf_reserve(out, AT_ONCE), s.data, AT_ONCE);
    out->len += s.len;
}

static enum nr_status add_fields(const struct row *row, const struct nr_field *fields,
                                 const struct nr_json *slots)
{
    size_t at = row->out->len;
    for (const struct nr_field *f = fields; f; f = f->next) {
        if (f->nothing.len && !slots[f->slot].raw.len) { /* most are not there */
            add_at_once(row->out, f->nothing);
        } else if (f->begin.len && !is_absent(slots[f->slot])) {
            add_at_once(row->out, f->begin);
            if (nr_row_value(row, f, slots[f->slot]) != NR_OK)
                return NR_BAD;
        } else if (add_field(row, f, slots) != NR_OK) {
            return NR_BAD;
        }
    }
    if (row->out->len == at) /* all of them omitted */
        nr_buf_add_char(row->out, '{');
    row->out->data[at] = '{'; /* for the comma of the first key */
    nr_buf_add_char(row->out, '}');
    return NR_OK;
}

static enum nr_status read_members(const struct row *row, const struct nr_record *record,
                                   struct nr_json *slots)
{
    const struct nr_slots *names = &row->schema->slots;
    for (size_t i = 0; i < record->scanned; i++) {
        const struct nr_record_member *m = &record->members[i];
        size_t slot = nr_slots_find(names, m->key);
        if (slot == names->count) {
            row->losses->left_out++;
        } else if (slots[slot].raw.len) {
            nr_error_set(row->e, "member \"%.*s\" occurs twice",
                         m->key.len < 100 ? (int)m->key.len : 100, m->key.data);
            row->e->offset = m->from + 1;
            return NR_BAD;
        } else {
            slots[slot] = m->value;
        }
    }
    return NR_OK;
}

static struct nr_str id_of(const struct nr_record *record)
{
    for (size_t i = 0; i < record->scanned; i++)
        if (nr_str_is(record->members[i].key, "id"))
            return record->members[i].value.raw;
    return nr_str_of("null");
}

enum nr_status nr_schema_row(const struct nr_schema *schema, const struct nr_record *record,
                             struct nr_arena *arena, struct nr_buf *out, struct nr_losses *losses,
                             struct nr_error *e)
{
    size_t begin = out->len;
    struct row row = {.schema = schema, .arena = arena, .out = out, .losses = losses, .e = e};
    row.id = losses->lines ? id_of(record) : nr_str(NULL, 0);
    struct nr_json *slots = nr_arena_zero(arena, schema->slots.count + 1, sizeof *slots);
    if (read_members(&row, record, slots) != NR_OK ||
        add_fields(&row, schema->used, slots) != NR_OK)
        return NR_BAD;
    nr_buf_add_char(out, '\n');
    if (out->len - begin <= NR_ROW_LIMIT)
        return NR_OK;
    nr_error_set(e, "line longer than 15 MiB (%zu bytes)", out->len - begin);
    return NR_BAD;
}
