#include "dataset_manifest.h"
#include "newsreel/core/mem.h"
#include "newsreel/json/json.h"
#include <stdlib.h>

static const char *const lists[DATASET_KINDS] = {"shards", "texts"};

/* ---- Writing ---- */

void dataset_manifest_add_file(struct nr_buf *list, const char *name, const struct listed *file,
                               bool with_lines)
{
    if (list->len)
        nr_buf_add_cstr(list, ",\n");
    nr_object_begin(list);
    nr_object_add_text(list, "name", nr_str_of(name));
    nr_object_add_u64(list, "bytes", file->bytes);
    if (with_lines) {
        nr_object_add_u64(list, "raw_bytes", file->raw_bytes);
        nr_object_add_u64(list, "records", file->records);
    }
    nr_object_add_text(list, "sha256", nr_str_of(file->sha256));
    nr_object_end(list);
}

static void add_list(struct nr_buf *out, enum dataset_kind kind, struct nr_str elements)
{
    nr_buf_addf(out, ",\n\"%s\":[\n", lists[kind]);
    nr_buf_add_str(out, elements);
    nr_buf_add_char(out, ']');
}

void dataset_manifest_write(const struct dataset_manifest_lists *l,
                            const struct nr_shards_account *account, struct nr_buf *out)
{
    struct nr_buf head = {0};
    nr_object_begin(&head);
    nr_object_add_u64(&head, "newsreel_manifest", DATASET_VERSION);
    nr_object_add_text(&head, "program", account->program);
    nr_object_add_text(&head, "version", account->version);
    nr_object_add_raw(&head, "sealed", nr_str_of(account->sealed ? "true" : "false"));
    nr_object_add_text(&head, "packing", nr_str_of(dataset_packing(l->packing)));
    nr_object_add_u64(&head, "records", l->sums.records);
    nr_object_add_u64(&head, "raw_bytes", l->sums.raw_bytes);
    nr_object_add_u64(&head, "bytes", l->sums.bytes);
    nr_object_add_text(&head, "schema", account->schema);
    nr_buf_add_str(out, nr_buf_str(&head));
    add_list(out, DATASET_PART, l->shards);
    if (l->texts.len)
        add_list(out, DATASET_TEXT, l->texts);
    nr_buf_add_cstr(out, ",\n\"frames\":");
    nr_buf_add_str(out, l->frames);
    nr_buf_add_cstr(out, ",\n\"stages\":");
    nr_buf_add_str(out, account->stages);
    nr_buf_add_cstr(out, "}\n");
    nr_buf_free(&head);
}

/* ---- Reading ---- */

struct reading {
    struct nr_record record;
    struct nr_arena arena;
    struct nr_error *e;
};

static enum nr_status bad(struct nr_error *e, const char *member)
{
    nr_error_set(e, "is no manifest that can be understood: '%s'", member);
    return NR_BAD;
}

static enum nr_status get(struct reading *r, const char *key, enum nr_json_type type,
                          struct nr_json *value)
{
    if (nr_record_find(&r->record, nr_str_of(key), value, r->e) != NR_OK || value->type != type)
        return bad(r->e, key);
    return NR_OK;
}

static enum nr_status get_number(struct reading *r, const char *key, uint64_t *n)
{
    struct nr_json value;
    unsigned long long number = 0;
    if (get(r, key, NR_JSON_NUMBER, &value) != NR_OK || !nr_str_u64(value.raw, &number))
        return bad(r->e, key);
    *n = number;
    return NR_OK;
}

static bool is_sha256(struct nr_str hex)
{
    bool good = hex.len == SHA256_DIGITS;
    for (size_t i = 0; good && i < hex.len; i++)
        good = (hex.data[i] >= '0' && hex.data[i] <= '9') ||
               (hex.data[i] >= 'a' && hex.data[i] <= 'f');
    return good;
}

static bool set_text(struct listed *file, struct nr_str name, struct nr_str key, struct nr_str text)
{
    if (nr_str_is(key, "name"))
        return nr_str_eq(text, name);
    if (!nr_str_is(key, "sha256") || !is_sha256(text))
        return false;
    memcpy(file->sha256, text.data, SHA256_DIGITS);
    return true;
}

static bool set_number(struct listed *file, struct nr_str key, uint64_t n)
{
    uint64_t *place = nr_str_is(key, "bytes")       ? &file->bytes
                      : nr_str_is(key, "raw_bytes") ? &file->raw_bytes
                      : nr_str_is(key, "records")   ? &file->records
                                                    : NULL;
    if (place)
        *place = n;
    return place != NULL;
}

/* An object of the members that dataset_manifest_add_file writes, each once. */
static bool read_file(struct reading *r, struct nr_json object, const char *name,
                      struct listed *file, int members)
{
    struct nr_json key, value;
    struct nr_str rest = object.raw;
    *file = (struct listed){0};
    while (nr_json_next_member(&rest, &key, &value) == NR_OK) {
        struct nr_str k = nr_json_text(key, &r->arena, NULL);
        unsigned long long n;
        members--;
        if (value.type == NR_JSON_STRING
                ? !set_text(file, nr_str_of(name), k, nr_json_text(value, &r->arena, NULL))
                : !nr_str_u64(value.raw, &n) || !set_number(file, k, n))
            return false;
    }
    return members == 0 && *file->sha256;
}

enum { SHARD_MEMBERS = 5, INDEX_MEMBERS = 3 };

static enum nr_status read_list(struct reading *r, struct dataset_manifest *m,
                                enum dataset_kind kind)
{
    struct nr_json array, element;
    size_t room = 0;
    if (get(r, lists[kind], NR_JSON_ARRAY, &array) != NR_OK)
        return NR_BAD;
    struct nr_str rest = array.raw;
    for (; nr_json_next_element(&rest, &element) == NR_OK; m->counts[kind]++) {
        char name[DATASET_NAME];
        size_t n = m->counts[kind];
        if (n >= DATASET_SHARDS || element.type != NR_JSON_OBJECT)
            return bad(r->e, lists[kind]);
        dataset_name(name, kind, n, m->packing);
        m->files[kind] = nr_grow_array(m->files[kind], &room, n + 1, sizeof *m->files[kind]);
        if (!read_file(r, element, name, &m->files[kind][n], SHARD_MEMBERS))
            return bad(r->e, name);
        nr_arena_reset(&r->arena);
    }
    return NR_OK;
}

static enum nr_status read_head(struct reading *r, struct dataset_manifest *m)
{
    uint64_t version;
    struct nr_json sealed, packing;
    if (get_number(r, "newsreel_manifest", &version) != NR_OK)
        return NR_BAD;
    if (version != DATASET_VERSION) {
        nr_error_set(r->e, "is a manifest of version %llu", (unsigned long long)version);
        return NR_BAD;
    }
    if (nr_record_find(&r->record, nr_str_of("sealed"), &sealed, r->e) != NR_OK ||
        (sealed.type != NR_JSON_TRUE && sealed.type != NR_JSON_FALSE))
        return bad(r->e, "sealed");
    m->sealed = sealed.type == NR_JSON_TRUE;
    if (get(r, "packing", NR_JSON_STRING, &packing) != NR_OK ||
        !nr_packing_find(nr_json_text(packing, &r->arena, NULL), &m->packing))
        return bad(r->e, "packing");
    if (get_number(r, "records", &m->sums.records) != NR_OK ||
        get_number(r, "raw_bytes", &m->sums.raw_bytes) != NR_OK)
        return NR_BAD;
    return get_number(r, "bytes", &m->sums.bytes);
}

static enum nr_status read_lists(struct reading *r, struct dataset_manifest *m)
{
    struct nr_json value;
    if (read_list(r, m, DATASET_PART) != NR_OK)
        return NR_BAD;
    m->text_apart = nr_record_find(&r->record, nr_str_of("texts"), &value, r->e) != NR_END;
    if (m->text_apart && read_list(r, m, DATASET_TEXT) != NR_OK)
        return NR_BAD;
    if (get(r, "frames", NR_JSON_OBJECT, &value) != NR_OK ||
        !read_file(r, value, DATASET_FRAMES, &m->frames, INDEX_MEMBERS))
        return bad(r->e, "frames");
    if (get(r, "stages", NR_JSON_ARRAY, &value) != NR_OK)
        return NR_BAD;
    m->stages = value.raw;
    return NR_OK;
}

enum nr_status dataset_manifest_read(struct dataset_manifest *m, struct nr_str text,
                                     struct nr_error *e)
{
    struct reading r = {.e = e};
    *m = (struct dataset_manifest){0};
    enum nr_status status = nr_record_scan(&r.record, text, e);
    if (status == NR_OK)
        status = read_head(&r, m);
    if (status == NR_OK)
        status = read_lists(&r, m);
    nr_record_free(&r.record);
    nr_arena_free(&r.arena);
    return status;
}

void dataset_manifest_free(struct dataset_manifest *m)
{
    for (int i = 0; i < DATASET_KINDS; i++)
        free(m->files[i]);
}
