#include "newsreel/publish/attributes.h"
#include "newsreel/json/json.h"

static const char *const types[] = {
    "person",      "organisation", "place",     "date",      "time",          "datetime",
    "duration",    "set",          "daterange", "timerange", "datetimerange", "percent",
    "money",       "quantity",     "number",    "email",     "url",           "ip",
    "card",        "iban",         "phone",     "handle",    "hashtag",       "quote",
    "attribution", "language",     "other",
};
enum {
    TYPES = sizeof types / sizeof types[0],
    OTHER = TYPES - 1,
    SHORTEST = sizeof "{'s':0,'e':0,'t':''}" - 1
};

struct span {
    unsigned long long start, end;
    size_t type;
    struct nr_str certain; /* a JSON number */
};

static size_t type_of(struct nr_str name)
{
    for (size_t i = 0; i < TYPES; i++)
        if (nr_str_is(name, types[i]))
            return i;
    return OTHER;
}

static enum nr_status bad(struct nr_error *e)
{
    nr_error_set(e, "member 'spans' is not a list of ranges with a type");
    return NR_BAD;
}

/* Reads the span that *rest begins with. */
static enum nr_status read_span(struct nr_str *rest, struct nr_arena *arena, struct span *span)
{
    struct nr_json key, value;
    bool start = false, end = false, type = false, good = true;
    span->certain = nr_str_of("1.0");
    while (nr_json_next_inside(rest, &key, &value) == NR_OK) {
        struct nr_str name = nr_json_text(key, arena, NULL);
        if (nr_str_is(name, "s")) {
            good &= !start && nr_str_u64(value.raw, &span->start);
            start = true;
        } else if (nr_str_is(name, "e")) {
            good &= !end && nr_str_u64(value.raw, &span->end);
            end = true;
        } else if (nr_str_is(name, "t")) {
            good &= !type && value.type == NR_JSON_STRING;
            span->type = good ? type_of(nr_json_text(value, arena, NULL)) : OTHER;
            type = true;
        } else if (nr_str_is(name, "c") && value.type != NR_JSON_NULL) {
            good &= value.type == NR_JSON_NUMBER;
            span->certain = value.raw;
        }
    }
    return good && start && end && type && span->start <= span->end ? NR_OK : NR_BAD;
}

static enum nr_status read_spans(struct nr_json list, struct nr_arena *arena, struct span *spans,
                                 size_t *count)
{
    struct nr_str rest = list.raw;
    enum nr_status status;
    while ((status = nr_json_enter_object(&rest)) == NR_OK)
        if (read_span(&rest, arena, &spans[(*count)++]) != NR_OK)
            return NR_BAD;
    return status == NR_END ? NR_OK : NR_BAD;
}

static void add_span(struct nr_buf *out, const struct span *span)
{
    nr_buf_addf(out, "%s[%llu,%llu,", out->data[out->len - 1] == '[' ? "" : ",", span->start,
                span->end);
    nr_buf_add_str(out, span->certain);
    if (nr_str_find_char(span->certain, '.') == span->certain.len &&
        nr_str_find_char(span->certain, 'e') == span->certain.len &&
        nr_str_find_char(span->certain, 'E') == span->certain.len)
        nr_buf_add_cstr(out, ".0");
    nr_buf_add_char(out, ']');
}

static void add_types(struct nr_buf *out, const struct span *spans, size_t count)
{
    bool there[TYPES] = {false};
    for (size_t i = 0; i < count; i++)
        there[spans[i].type] = true;
    for (size_t type = 0; type < TYPES; type++) {
        nr_buf_addf(out, "%s\"newsreel__%s\":[", type ? "," : "", types[type]);
        for (size_t i = 0; there[type] && i < count; i++)
            if (spans[i].type == type)
                add_span(out, &spans[i]);
        nr_buf_add_char(out, ']');
    }
}

enum nr_status nr_attributes_row(struct nr_record *record, struct nr_arena *arena,
                                 struct nr_buf *out, struct nr_error *e)
{
    struct nr_json id, list = {.type = NR_JSON_NULL};
    enum nr_status found = nr_record_find(record, nr_str_of("id"), &id, e);
    if (found == NR_BAD || nr_record_find(record, nr_str_of("spans"), &list, e) == NR_BAD)
        return NR_BAD;
    struct span *spans = NULL;
    size_t count = 0;
    if (list.type ==
        NR_JSON_ARRAY) { /* of those that are taken none is shorter; one more is tried */
        spans = nr_arena_alloc(arena, (list.raw.len / SHORTEST + 2) * sizeof *spans);
        if (read_spans(list, arena, spans, &count) != NR_OK)
            return bad(e);
    } else if (list.type != NR_JSON_NULL) {
        return bad(e);
    }
    nr_buf_add_cstr(out, "{\"id\":");
    nr_buf_add_str(out, found == NR_OK ? id.raw : nr_str_of("null"));
    nr_buf_add_cstr(out, ",\"attributes\":{");
    add_types(out, spans, count);
    nr_buf_add_cstr(out, "}}\n");
    return NR_OK;
}
