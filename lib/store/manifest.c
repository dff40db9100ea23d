#include "manifest.h"
#include "newsreel/core/mem.h"
#include "newsreel/json/json.h"
#include <stdio.h>
#include <stdlib.h>

enum { HEX64 = 16 };

void manifest_add(struct manifest_runs *runs, struct manifest_run run)
{
    runs->runs = nr_grow_array(runs->runs, &runs->cap, runs->count + 1, sizeof *runs->runs);
    runs->runs[runs->count++] = run;
}

bool manifest_has(const struct manifest_runs *runs, uint64_t number)
{
    for (size_t i = 0; i < runs->count; i++)
        if (runs->runs[i].number == number)
            return true;
    return false;
}

void manifest_free(struct manifest *m)
{
    free(m->runs.runs);
    free(m->before.runs);
    *m = (struct manifest){0};
}

/* ---- Writing ---- */

static void add_hex(struct nr_buf *out, const char *key, uint64_t value)
{
    char hex[HEX64 + 1];
    snprintf(hex, sizeof hex, "%016llx", (unsigned long long)value);
    nr_object_add_text(out, key, nr_str(hex, HEX64));
}

static void add_runs(struct nr_buf *out, const char *key, const struct manifest_runs *runs)
{
    struct nr_buf list = {0};
    nr_buf_add_char(&list, '[');
    for (size_t i = 0; i < runs->count; i++) {
        const struct manifest_run *r = &runs->runs[i];
        nr_buf_add_cstr(&list, i ? ",\n" : "\n");
        nr_object_begin(&list);
        nr_object_add_u64(&list, "number", r->number);
        add_hex(&list, "sum", r->sum);
        nr_object_add_u64(&list, "records", r->records);
        nr_object_add_u64(&list, "keys", r->keys);
        nr_object_add_u64(&list, "bytes", r->bytes);
        nr_object_end(&list);
    }
    nr_buf_add_char(&list, ']');
    nr_object_add_raw(out, key, nr_buf_str(&list));
    nr_buf_free(&list);
}

static void add_settings(struct nr_buf *out, const struct nr_index_setting *settings, size_t count)
{
    struct nr_buf object = {0};
    nr_object_begin(&object);
    for (size_t i = 0; i < count; i++)
        nr_object_add_text(&object, settings[i].name, settings[i].value);
    nr_object_end(&object);
    nr_object_add_raw(out, "settings", nr_buf_str(&object));
    nr_buf_free(&object);
}

void manifest_write(const struct manifest *m, const struct nr_index_setting *settings, size_t count,
                    struct nr_buf *out)
{
    struct nr_buf index = {0};
    nr_object_begin(&index);
    nr_object_add_u64(&index, "version", MANIFEST_VERSION);
    nr_object_add_text(&index, "program", nr_str_of(NR_VERSION));
    add_settings(&index, settings, count);
    nr_object_add_u64(&index, "number", m->number);
    add_runs(&index, "runs", &m->runs);
    add_runs(&index, "before", &m->before);
    nr_object_end(&index);
    nr_object_begin(out);
    nr_object_add_raw(out, "index", nr_buf_str(&index));
    add_hex(out, "sum", nr_hash64(nr_buf_str(&index)));
    nr_object_end(out);
    nr_buf_add_char(out, '\n');
    nr_buf_free(&index);
}

void manifest_write_running(struct manifest_running running, struct nr_buf *out)
{
    char hex[33];
    nr_hash128_hex(running.identity, hex);
    nr_object_begin(out);
    nr_object_add_u64(out, "number", running.number);
    nr_object_add_text(out, "identity", nr_str_of(hex));
    nr_object_end(out);
    nr_buf_add_char(out, '\n');
}

/* ---- Reading ---- */

/* The member of an object (scanned). What is written above escapes no key. */
static bool member(struct nr_json object, const char *key, struct nr_json *value)
{
    struct nr_str rest = object.raw;
    struct nr_json name;
    if (object.type != NR_JSON_OBJECT)
        return false;
    while (nr_json_next_member(&rest, &name, value) == NR_OK)
        if (nr_str_is(nr_str_sub(name.raw, 1, name.raw.len - 1), key))
            return true;
    return false;
}

static bool read_u64(struct nr_json object, const char *key, uint64_t *value)
{
    struct nr_json found;
    unsigned long long n;
    if (!member(object, key, &found) || found.type != NR_JSON_NUMBER || !nr_str_u64(found.raw, &n))
        return false;
    *value = n;
    return true;
}

static bool parse_hex(struct nr_str s, uint64_t *value)
{
    *value = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.data[i];
        if (!nr_ascii_is_digit(c) && !(c >= 'a' && c <= 'f'))
            return false;
        *value = *value << 4 | (uint64_t)(nr_ascii_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return s.len == HEX64;
}

static bool read_hex(struct nr_json object, const char *key, uint64_t *value)
{
    struct nr_json found;
    return member(object, key, &found) && found.type == NR_JSON_STRING &&
           parse_hex(nr_str_sub(found.raw, 1, found.raw.len - 1), value);
}

static bool read_runs(struct nr_json object, const char *key, struct manifest_runs *runs)
{
    struct nr_json list, run;
    uint64_t last = 0;
    if (!member(object, key, &list) || list.type != NR_JSON_ARRAY)
        return false;
    struct nr_str rest = list.raw;
    while (nr_json_next_element(&rest, &run) == NR_OK) {
        struct manifest_run r;
        if (!read_u64(run, "number", &r.number) || !read_hex(run, "sum", &r.sum) ||
            !read_u64(run, "records", &r.records) || !read_u64(run, "keys", &r.keys) ||
            !read_u64(run, "bytes", &r.bytes) || r.number <= last)
            return false;
        last = r.number;
        manifest_add(runs, r);
    }
    return true;
}

/* As much of a value as a message has room for. */
static int shown(struct nr_str s)
{
    enum { SHOWN = 60 };
    return (int)(s.len < SHOWN ? s.len : SHOWN);
}

/* want is NULL: it is not known here. */
static enum nr_status differs(const char *name, struct nr_str was, const struct nr_str *want,
                              struct nr_error *e)
{
    if (want)
        nr_error_set(e, "the index was made with %s \"%.*s\", not with \"%.*s\"", name, shown(was),
                     was.data, shown(*want), want->data ? want->data : "");
    else
        nr_error_set(e, "the index was made with %s \"%.*s\", which this program has not", name,
                     shown(was), was.data);
    return NR_FAIL;
}

static const struct nr_index_setting *setting(const struct nr_index_setting *settings, size_t count,
                                              struct nr_str name)
{
    for (size_t i = 0; i < count; i++)
        if (nr_str_is(name, settings[i].name))
            return &settings[i];
    return NULL;
}

/* All that are there are asked for, and equally many: so they are the same. */
static enum nr_status compare(struct nr_json object, const struct nr_index_setting *settings,
                              size_t count, struct nr_error *e)
{
    struct nr_arena arena = {0};
    struct nr_str rest = object.raw;
    struct nr_json name, value;
    enum nr_status status = NR_OK;
    size_t seen = 0;
    for (; status == NR_OK && nr_json_next_member(&rest, &name, &value) == NR_OK; seen++) {
        struct nr_str is =
            value.type == NR_JSON_STRING ? nr_json_text(value, &arena, NULL) : value.raw;
        char *called = nr_arena_cstr(&arena, nr_json_text(name, &arena, NULL));
        const struct nr_index_setting *want = setting(settings, count, nr_str_of(called));
        if (!want || !nr_str_eq(want->value, is))
            status = differs(called, is, want ? &want->value : NULL, e);
    }
    nr_arena_free(&arena);
    if (status == NR_OK && seen != count) {
        nr_error_set(e, "the index was made with other settings");
        return NR_FAIL;
    }
    return status;
}

static enum nr_status damaged(const char *why, struct nr_error *e)
{
    nr_error_set(e, "the index is damaged: %s", why);
    return NR_FAIL;
}

static enum nr_status read_index(struct manifest *m, struct nr_json index,
                                 const struct nr_index_setting *settings, size_t count,
                                 struct nr_error *e)
{
    struct nr_json object;
    uint64_t version;
    if (!read_u64(index, "version", &version))
        return damaged("it has no version", e);
    if (version != MANIFEST_VERSION) {
        nr_error_set(e, "the index is of version %llu, this program reads %d",
                     (unsigned long long)version, MANIFEST_VERSION);
        return NR_FAIL;
    }
    if (!member(index, "settings", &object) || object.type != NR_JSON_OBJECT)
        return damaged("it has no settings", e);
    if (compare(object, settings, count, e) != NR_OK)
        return NR_FAIL;
    if (!read_u64(index, "number", &m->number) || !read_runs(index, "runs", &m->runs) ||
        !read_runs(index, "before", &m->before))
        return damaged("its list of runs cannot be read", e);
    return NR_OK;
}

enum nr_status manifest_read(struct manifest *m, struct nr_str text,
                             const struct nr_index_setting *settings, size_t count,
                             struct nr_error *e)
{
    struct nr_json whole, index;
    uint64_t sum;
    *m = (struct manifest){0};
    if (nr_json_scan(text, &whole, e) != NR_OK)
        return damaged("it is not JSON", e);
    if (!member(whole, "index", &index) || index.type != NR_JSON_OBJECT ||
        !read_hex(whole, "sum", &sum))
        return damaged("members are missing", e);
    if (sum != nr_hash64(index.raw))
        return damaged("its checksum is wrong", e);
    return read_index(m, index, settings, count, e);
}

bool manifest_read_running(struct manifest_running *running, struct nr_str text)
{
    struct nr_json whole, identity;
    struct nr_error e;
    if (nr_json_scan(text, &whole, &e) != NR_OK || !read_u64(whole, "number", &running->number) ||
        !member(whole, "identity", &identity) || identity.type != NR_JSON_STRING)
        return false;
    struct nr_str hex = nr_str_sub(identity.raw, 1, identity.raw.len - 1);
    return hex.len == 2 * HEX64 && parse_hex(nr_str_sub(hex, 0, HEX64), &running->identity.high) &&
           parse_hex(nr_str_sub(hex, HEX64, hex.len), &running->identity.low);
}
