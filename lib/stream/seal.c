#include "newsreel/stream/seal.h"
#include "newsreel/core/mem.h"
#include "newsreel/json/json.h"
#include <stdlib.h>

enum { HASH_DIGITS = 32 };

/* ---- Stages ---- */

/* Behind the last stage whose number is not larger. */
static struct nr_stage *insert(struct nr_stages *s, uint64_t number)
{
    s->stages = nr_grow_array(s->stages, &s->room, s->count + 1, sizeof *s->stages);
    size_t at = s->count++;
    for (; at > 0 && s->stages[at - 1].number > number; at--)
        s->stages[at] = s->stages[at - 1];
    s->stages[at] = (struct nr_stage){.number = number};
    return &s->stages[at];
}

struct nr_stage *nr_stages_get(struct nr_stages *s, uint64_t number, struct nr_str program,
                               struct nr_str version, struct nr_str options)
{
    for (size_t i = 0; i < s->count; i++) {
        struct nr_stage *x = &s->stages[i];
        if (x->number == number && nr_str_eq(x->program, program) &&
            nr_str_eq(x->version, version) && nr_str_eq(x->options, options))
            return x;
    }
    struct nr_stage *stage = insert(s, number);
    stage->program = nr_arena_str(&s->arena, program);
    stage->version = nr_arena_str(&s->arena, version);
    stage->options = nr_arena_str(&s->arena, options);
    return stage;
}

uint64_t nr_stages_next(const struct nr_stages *s)
{
    return s->count ? s->stages[s->count - 1].number + 1 : 0;
}

void nr_stage_count(struct nr_stages *s, struct nr_tally *t, struct nr_str name, uint64_t n)
{
    size_t i = 0;
    while (i < t->count && !nr_str_eq(t->counts[i].name, name))
        i++;
    if (i == t->count) {
        t->counts = nr_grow_array(t->counts, &t->room, ++t->count, sizeof *t->counts);
        t->counts[i] = (struct nr_tally_count){.name = nr_arena_str(&s->arena, name)};
    }
    t->counts[i].count += n;
}

void nr_stage_input(struct nr_stage *stage, struct nr_str name, uint64_t bytes)
{
    stage->input_count++;
    if (stage->inputs_named == NR_SEAL_INPUTS)
        return;
    if (stage->inputs_named++)
        nr_buf_add_char(&stage->inputs, ',');
    nr_object_begin(&stage->inputs);
    nr_object_add_text(&stage->inputs, "name", name);
    if (bytes != NR_NOWHERE)
        nr_object_add_u64(&stage->inputs, "bytes", bytes);
    nr_object_end(&stage->inputs);
}

void nr_stages_free(struct nr_stages *s)
{
    for (size_t i = 0; i < s->count; i++) {
        free(s->stages[i].dropped.counts);
        free(s->stages[i].notes.counts);
        nr_buf_free(&s->stages[i].inputs);
    }
    free(s->stages);
    nr_arena_free(&s->arena);
    *s = (struct nr_stages){0};
}

/* ---- Writing ---- */

/* The names come out of seals that others may have written, so they are escaped. */
static void add_tally(struct nr_buf *out, const char *key, const struct nr_tally *tally)
{
    struct nr_buf object = {0};
    nr_buf_add_char(&object, '{');
    for (size_t i = 0; i < tally->count; i++) {
        if (i)
            nr_buf_add_char(&object, ',');
        nr_json_add_text(&object, tally->counts[i].name);
        nr_buf_addf(&object, ":%llu", (unsigned long long)tally->counts[i].count);
    }
    nr_buf_add_char(&object, '}');
    nr_object_add_raw(out, key, nr_buf_str(&object));
    nr_buf_free(&object);
}

static void add_stage(struct nr_buf *out, const struct nr_stage *s)
{
    struct nr_buf inputs = {0};
    nr_object_begin(out);
    nr_object_add_u64(out, "stage", s->number);
    nr_object_add_text(out, "program", s->program);
    nr_object_add_text(out, "version", s->version);
    nr_object_add_raw(out, "options", s->options);
    nr_object_add_u64(out, "in", s->in);
    nr_object_add_u64(out, "passed", s->passed);
    add_tally(out, "dropped", &s->dropped);
    nr_object_add_u64(out, "rejected", s->rejected);
    nr_object_add_u64(out, "out", s->out);
    if (s->bytes != NR_NOWHERE)
        nr_object_add_u64(out, "bytes", s->bytes);
    add_tally(out, "notes", &s->notes);
    nr_object_add_u64(out, "input_count", s->input_count);
    nr_buf_add_char(&inputs, '[');
    nr_buf_add_str(&inputs, nr_buf_str(&s->inputs));
    nr_buf_add_char(&inputs, ']');
    nr_object_add_raw(out, "inputs", nr_buf_str(&inputs));
    nr_object_end(out);
    nr_buf_free(&inputs);
}

void nr_stages_write(const struct nr_stages *s, struct nr_buf *out)
{
    nr_buf_add_char(out, '[');
    for (size_t i = 0; i < s->count; i++) {
        if (i)
            nr_buf_add_char(out, ',');
        add_stage(out, &s->stages[i]);
    }
    nr_buf_add_char(out, ']');
}

void nr_seal_write(struct nr_seal seal, const struct nr_stages *stages, struct nr_buf *out)
{
    char hex[HASH_DIGITS + 1];
    struct nr_buf list = {0}, body = {0};
    nr_hash128_hex(seal.hash, hex);
    nr_stages_write(stages, &list);
    nr_object_begin(&body);
    nr_object_add_u64(&body, "version", NR_SEAL_VERSION);
    nr_object_add_u64(&body, "records", seal.records);
    nr_object_add_text(&body, "hash", nr_str_of(hex));
    nr_object_add_raw(&body, "stages", nr_buf_str(&list));
    nr_object_end(&body);
    nr_object_begin(out);
    nr_object_add_raw(out, "newsreel_seal", nr_buf_str(&body));
    nr_object_end(out);
    nr_buf_add_char(out, '\n');
    nr_buf_free(&list);
    nr_buf_free(&body);
}

/* ---- Reading ---- */

static bool has_key(struct nr_json key, const char *name)
{
    return nr_str_is(nr_str_sub(key.raw, 1, key.raw.len - 1), name);
}

static bool read_u64(struct nr_json value, uint64_t *number)
{
    unsigned long long n = 0;
    bool good = value.type == NR_JSON_NUMBER && nr_str_u64(value.raw, &n);
    *number = n;
    return good;
}

static bool read_hash(struct nr_json value, struct nr_hash128 *hash)
{
    uint64_t half[2] = {0, 0};
    struct nr_str s = nr_str_sub(value.raw, 1, value.raw.len - 1);
    if (value.type != NR_JSON_STRING || s.len != HASH_DIGITS)
        return false;
    for (size_t i = 0; i < HASH_DIGITS; i++) {
        char c = s.data[i];
        if (!nr_ascii_is_digit(c) && !(c >= 'a' && c <= 'f'))
            return false;
        uint64_t digit = (uint64_t)(nr_ascii_is_digit(c) ? c - '0' : c - 'a' + 10);
        half[i / 16] = half[i / 16] << 4 | digit;
    }
    *hash = (struct nr_hash128){.high = half[0], .low = half[1]};
    return true;
}

/* What is read of a stage before it is known which of the stages it belongs to. */
struct reading {
    uint64_t number, in, passed, rejected, out, input_count, bytes;
    struct nr_json program, version, options, dropped, notes, inputs;
};

static bool is_list_of(struct nr_json list, enum nr_json_type type)
{
    struct nr_str rest = list.raw;
    struct nr_json element;
    if (list.type != NR_JSON_ARRAY)
        return false;
    while (nr_json_next_element(&rest, &element) == NR_OK)
        if (element.type != type)
            return false;
    return true;
}

static bool is_tally(struct nr_json object)
{
    struct nr_str rest = object.raw;
    struct nr_json key, value;
    uint64_t n;
    if (object.type != NR_JSON_OBJECT)
        return false;
    while (nr_json_next_member(&rest, &key, &value) == NR_OK)
        if (!read_u64(value, &n))
            return false;
    return true;
}

/* All members are there but bytes, which may be missing, and of their types. */
static bool read_stage(struct nr_json object, struct reading *r)
{
    struct nr_str rest = object.raw;
    struct nr_json key, value;
    unsigned numbers = 0;
    const struct {
        const char *name;
        uint64_t *number;
    } counts[] = {{"stage", &r->number},      {"in", &r->in},   {"passed", &r->passed},
                  {"rejected", &r->rejected}, {"out", &r->out}, {"input_count", &r->input_count}};
    const struct {
        const char *name;
        struct nr_json *value;
    } values[] = {{"program", &r->program}, {"version", &r->version}, {"options", &r->options},
                  {"dropped", &r->dropped}, {"notes", &r->notes},     {"inputs", &r->inputs}};
    enum { KINDS = sizeof counts / sizeof counts[0] };
    *r = (struct reading){.bytes = NR_NOWHERE};
    if (object.type != NR_JSON_OBJECT)
        return false;
    while (nr_json_next_member(&rest, &key, &value) == NR_OK) {
        if (has_key(key, "bytes") && !read_u64(value, &r->bytes))
            return false;
        for (size_t i = 0; i < KINDS; i++) {
            if (has_key(key, counts[i].name) && read_u64(value, counts[i].number))
                numbers |= 1u << i;
            if (has_key(key, values[i].name))
                *values[i].value = value;
        }
    }
    return numbers == (1u << KINDS) - 1 && r->number < NR_SEAL_STAGES &&
           r->program.type == NR_JSON_STRING && r->version.type == NR_JSON_STRING &&
           is_list_of(r->options, NR_JSON_STRING) && is_tally(r->dropped) && is_tally(r->notes) &&
           is_list_of(r->inputs, NR_JSON_OBJECT);
}

/* False when there are too many names: each is looked for among those before it. */
static bool merge_tally(struct nr_stages *s, struct nr_tally *into, struct nr_json object)
{
    struct nr_str rest = object.raw;
    struct nr_json key, value;
    uint64_t n;
    while (into->count <= NR_SEAL_COUNTS && nr_json_next_member(&rest, &key, &value) == NR_OK)
        if (read_u64(value, &n))
            nr_stage_count(s, into, nr_json_text(key, &s->arena, NULL), n);
    return into->count <= NR_SEAL_COUNTS;
}

static uint64_t add_known(uint64_t a, uint64_t b)
{
    return a == NR_NOWHERE || b == NR_NOWHERE ? NR_NOWHERE : a + b;
}

static bool merge_stage(struct nr_stages *s, const struct reading *r)
{
    struct nr_stage *stage =
        nr_stages_get(s, r->number, nr_json_text(r->program, &s->arena, NULL),
                      nr_json_text(r->version, &s->arena, NULL), r->options.raw);
    struct nr_str rest = r->inputs.raw;
    struct nr_json input;
    stage->in += r->in;
    stage->passed += r->passed;
    stage->rejected += r->rejected;
    stage->out += r->out;
    stage->bytes = add_known(stage->bytes, r->bytes);
    stage->input_count += r->input_count;
    while (nr_json_next_element(&rest, &input) == NR_OK && stage->inputs_named < NR_SEAL_INPUTS) {
        if (stage->inputs_named++)
            nr_buf_add_char(&stage->inputs, ',');
        nr_buf_add_str(&stage->inputs, input.raw);
    }
    return merge_tally(s, &stage->dropped, r->dropped) && merge_tally(s, &stage->notes, r->notes);
}

enum nr_status nr_stages_read(struct nr_stages *s, struct nr_str array, struct nr_error *e)
{
    struct nr_str rest = array;
    struct nr_json element;
    struct reading reading;
    while (nr_json_next_element(&rest, &element) == NR_OK) {
        if (!read_stage(element, &reading) || s->count == NR_SEAL_STAGES) {
            nr_error_set(e, s->count == NR_SEAL_STAGES ? "too many stages in a seal"
                                                       : "a stage that is not understood");
            return NR_BAD;
        }
        if (!merge_stage(s, &reading)) {
            nr_error_set(e, "too many counts in a stage of a seal");
            return NR_BAD;
        }
    }
    return NR_OK;
}

enum nr_status nr_seal_read(struct nr_str line, struct nr_seal *seal, struct nr_stages *stages,
                            struct nr_error *e)
{
    struct nr_json root, key, body = {0}, value, list = {0};
    bool counted = false, hashed = false;
    uint64_t version = 0;
    if (nr_json_scan(line, &root, e) != NR_OK)
        return NR_BAD;
    struct nr_str rest = root.raw;
    if (root.type == NR_JSON_OBJECT)
        nr_json_next_member(&rest, &key, &body);
    rest = body.raw;
    while (body.type == NR_JSON_OBJECT && nr_json_next_member(&rest, &key, &value) == NR_OK) {
        if (has_key(key, "version") && !read_u64(value, &version))
            version = 0;
        if (has_key(key, "records"))
            counted = read_u64(value, &seal->records);
        if (has_key(key, "hash"))
            hashed = read_hash(value, &seal->hash);
        if (has_key(key, "stages"))
            list = value;
    }
    if (version == NR_SEAL_VERSION && counted && hashed && list.type == NR_JSON_ARRAY)
        return nr_stages_read(stages, list.raw, e);
    nr_error_set(e, version > NR_SEAL_VERSION ? "a seal of a newer version"
                                              : "a seal that is not understood");
    return NR_BAD;
}
