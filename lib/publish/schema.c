#include "newsreel/publish/schema.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/moment.h"
#include "newsreel/core/utf8.h"
#include "newsreel/json/json.h"
#include <math.h>
#include <stdlib.h>

#define FIELD_FROM(name, member, type, standard)                                                   \
    {                                                                                              \
        NR_STR(name), NR_STR("\"" name "\":"), NR_STR(member), type, standard                      \
    }
#define FIELD(name, type, standard) FIELD_FROM(name, name, type, standard)

const struct nr_field nr_schema_fields[] = {
    FIELD("id", NR_FIELD_TEXT, true),
    FIELD("doc", NR_FIELD_TEXT, true),
    FIELD("paragraph", NR_FIELD_INTEGER, true),
    FIELD("source", NR_FIELD_TEXT, true),
    FIELD("offset", NR_FIELD_INTEGER, true),
    FIELD("length", NR_FIELD_INTEGER, true),
    FIELD("url", NR_FIELD_TEXT, true),
    FIELD("mime", NR_FIELD_TEXT, true),
    FIELD("charset", NR_FIELD_TEXT, true),
    FIELD("created", NR_FIELD_TIME, true),
    FIELD_FROM("created_date", "created", NR_FIELD_DAY, true),
    FIELD("added", NR_FIELD_TIME, true),
    FIELD("language", NR_FIELD_TEXT, true),
    FIELD("headline", NR_FIELD_TEXT, true),
    FIELD("section", NR_FIELD_TEXT, true),
    FIELD("by", NR_FIELD_TEXTS, true),
    FIELD("role", NR_FIELD_TEXT, true),
    FIELD("start", NR_FIELD_INTEGER, true),
    FIELD("end", NR_FIELD_INTEGER, true),
    FIELD("characters", NR_FIELD_INTEGER, true),
    FIELD("words", NR_FIELD_INTEGER, true),
    FIELD("sentences", NR_FIELD_INTEGER, true),
    FIELD("duplicate_of", NR_FIELD_TEXT, true),
    FIELD("similarity", NR_FIELD_NUMBER, true),
    FIELD("truncated", NR_FIELD_BOOLEAN, true),
    FIELD("digest", NR_FIELD_TEXT, true),
    FIELD("spans", NR_FIELD_SPANS, true),
    FIELD("text", NR_FIELD_TEXT, true),
    FIELD("html", NR_FIELD_TEXT, false),
    FIELD("modified", NR_FIELD_TIME, false),
    FIELD("located", NR_FIELD_TEXT, false),
    FIELD("slugline", NR_FIELD_TEXT, false),
    FIELD("subjects", NR_FIELD_TEXTS, false),
    FIELD("summary", NR_FIELD_TEXT, false),
    FIELD("site", NR_FIELD_TEXT, false),
    FIELD("keywords", NR_FIELD_TEXTS, false),
    FIELD("copyrightNotice", NR_FIELD_TEXT, false),
};
const size_t nr_schema_count = sizeof nr_schema_fields / sizeof nr_schema_fields[0];

static const struct nr_field *find(struct nr_str name)
{
    for (size_t i = 0; i < nr_schema_count; i++)
        if (nr_str_eq(nr_schema_fields[i].name, name))
            return &nr_schema_fields[i];
    return NULL;
}

static enum nr_status unknown_field(struct nr_str name, struct nr_error *e)
{
    struct nr_buf names = {0};
    for (size_t i = 0; i < nr_schema_count; i++)
        nr_buf_addf(&names, " %s", nr_schema_fields[i].name.data);
    nr_error_set(e, "no field '%.*s' among:%s", name.len < 16 ? (int)name.len : 16, name.data,
                 nr_buf_cstr(&names));
    nr_buf_free(&names);
    return NR_FAIL;
}

enum nr_status nr_schema_choose(struct nr_schema *schema, struct nr_str list, struct nr_error *e)
{
    *schema = (struct nr_schema){nr_alloc_zero(nr_schema_count, sizeof *schema->fields), 0};
    for (size_t i = 0; list.len == 0 && i < nr_schema_count; i++)
        if (nr_schema_fields[i].standard)
            schema->fields[schema->count++] = &nr_schema_fields[i];
    struct nr_str name;
    while (list.len && nr_str_split(&list, ',', &name)) {
        const struct nr_field *field = find(nr_str_trim(name));
        bool twice = false;
        for (size_t i = 0; i < schema->count; i++)
            twice |= schema->fields[i] == field;
        if (field && !twice) {
            schema->fields[schema->count++] = field;
            continue;
        }
        free(schema->fields);
        *schema = (struct nr_schema){0};
        if (!field)
            return unknown_field(nr_str_trim(name), e);
        nr_error_set(e, "field '%s' is named twice", field->name.data);
        return NR_FAIL;
    }
    return NR_OK;
}

static const char *const type_names[][2] = {
    [NR_FIELD_TEXT] = {"VARCHAR", "STRING"},
    [NR_FIELD_INTEGER] = {"BIGINT", "BIGINT"},
    [NR_FIELD_NUMBER] = {"DOUBLE", "DOUBLE"},
    [NR_FIELD_BOOLEAN] = {"BOOLEAN", "BOOLEAN"},
    [NR_FIELD_TIME] = {"TIMESTAMP", "TIMESTAMP"},
    [NR_FIELD_DAY] = {"DATE", "DATE"},
    [NR_FIELD_TEXTS] = {"VARCHAR[]", "ARRAY<STRING>"},
    [NR_FIELD_SPANS] = {"STRUCT(s BIGINT, e BIGINT, t VARCHAR, v VARCHAR)[]",
                        "ARRAY<STRUCT<s: BIGINT, e: BIGINT, t: STRING, v: STRING>>"},
};

void nr_schema_describe(const struct nr_schema *schema, enum nr_schema_format format,
                        struct nr_buf *out)
{
    bool duckdb = format == NR_SCHEMA_DUCKDB;
    if (duckdb)
        nr_buf_add_cstr(out, "CREATE OR REPLACE MACRO read_news(path) AS TABLE\n"
                             "SELECT * FROM read_json(path, format = 'newline_delimited', "
                             "columns = {\n");
    for (size_t i = 0; i < schema->count; i++) {
        const struct nr_field *field = schema->fields[i];
        const char *type = type_names[field->type][format];
        const char *comma = i + 1 < schema->count ? duckdb ? ",\n" : ", " : "";
        if (duckdb)
            nr_buf_addf(out, "    \"%s\": '%s'%s", field->name.data, type, comma);
        else
            nr_buf_addf(out, "`%s` %s%s", field->name.data, type, comma);
    }
    nr_buf_add_cstr(out, duckdb ? "\n});\n" : "\n");
}

/* One value on its way into the row. */
struct value {
    const struct nr_schema *schema;
    const struct nr_field *field;
    struct nr_json json;
    struct nr_str id; /* of the record, raw; for the lines about losses */
    struct nr_arena *arena;
    struct nr_buf *out;
    struct nr_losses *losses;
    struct nr_error *e;
};

static enum nr_status bad(const struct value *v, const char *what)
{
    nr_error_set(v->e, "member '%s' %s", v->field->member.data, what);
    return NR_BAD;
}

static void report(const struct value *v, const char *loss)
{
    struct nr_buf *lines = v->losses->lines;
    if (!lines)
        return;
    nr_object_begin(lines);
    nr_object_add_raw(lines, "id", v->id);
    nr_object_add_text(lines, "member", v->field->member);
    nr_object_add_text(lines, "loss", nr_str_of(loss));
    nr_object_end(lines);
    nr_buf_add_char(lines, '\n');
}

/* The UTF-16 unit that \uXXXX at p stands for. The scan has checked the digits. */
static unsigned unit_at(const char *p)
{
    unsigned unit = 0;
    for (size_t i = 2; i < 6; i++)
        unit = unit << 4 | (((unsigned)p[i] & 0xf) + (p[i] > '9' ? 9u : 0u));
    return unit;
}

/* Copies the escape sequence at p, or U+FFFD where it is half a pair or U+0000. Returns its length.
 */
static size_t copy_escape(struct nr_str s, size_t at, struct nr_buf *out, size_t *replaced)
{
    const char *p = s.data + at;
    size_t len = 2;
    if (p[1] == 'u') {
        unsigned unit = unit_at(p);
        len = 6;
        if (unit >= 0xd800 && unit < 0xdc00 && s.len - at >= 12 && p[6] == '\\' && p[7] == 'u' &&
            unit_at(p + 6) >= 0xdc00 && unit_at(p + 6) < 0xe000)
            len = 12;
        else if (unit == 0 || (unit >= 0xd800 && unit < 0xe000)) {
            nr_utf8_add(out, 0xfffd);
            ++*replaced;
            return len;
        }
    }
    nr_buf_add(out, p, len);
    return len;
}

/* How to write the character at p, which some readers take for the end of a line; NULL for any
 * other. *len is its length. */
static const char *line_end_escape(const unsigned char *p, size_t room, size_t *len)
{
    if (p[0] == 0x7f && (*len = 1))
        return "\\u007f";
    if (room >= 2 && p[0] == 0xc2 && p[1] == 0x85 && (*len = 2))
        return "\\u0085";
    if (room >= 3 && p[0] == 0xe2 && p[1] == 0x80 && (p[2] & 0xfe) == 0xa8 && (*len = 3))
        return p[2] == 0xa8 ? "\\u2028" : "\\u2029";
    return NULL;
}

/* Works on the string as it stands in the line: most of it is copied, escapes and all. */
static void add_string(const struct value *v, struct nr_str raw)
{
    static const bool special[256] = {['\\'] = true, [0x7f] = true, [0xc2] = true, [0xe2] = true};
    size_t copied = 0, at = 0, replaced = 0;
    nr_buf_reserve(v->out, raw.len);
    while (at < raw.len) {
        if (!special[(unsigned char)raw.data[at]]) {
            at++;
            continue;
        }
        size_t len;
        const char *escape = NULL;
        if (raw.data[at] != '\\' &&
            !(escape = line_end_escape((const unsigned char *)raw.data + at, raw.len - at, &len))) {
            at++;
            continue;
        }
        nr_buf_add(v->out, raw.data + copied, at - copied);
        if (escape)
            nr_buf_add_cstr(v->out, escape);
        else
            len = copy_escape(raw, at, v->out, &replaced);
        at += len;
        copied = at;
    }
    nr_buf_add(v->out, raw.data + copied, at - copied);
    if (replaced) {
        v->losses->characters += replaced;
        report(v, "characters replaced by U+FFFD");
    }
}

static enum nr_status add_text(const struct value *v)
{
    if (v->json.type != NR_JSON_STRING)
        return bad(v, "is not a string");
    add_string(v, v->json.raw);
    return NR_OK;
}

static enum nr_status add_integer(const struct value *v)
{
    if (v->json.type != NR_JSON_NUMBER)
        return bad(v, "is not a number");
    struct nr_str s = v->json.raw;
    bool negative = s.data[0] == '-';
    unsigned long long n;
    struct nr_str digits = nr_str_sub(s, negative, s.len);
    for (size_t i = 0; i < digits.len; i++)
        if (digits.data[i] < '0' || digits.data[i] > '9')
            return bad(v, "is not an integer");
    if (!nr_str_u64(digits, &n) || n > (1ull << 53) - 1)
        return bad(v, "is beyond 2^53 - 1");
    nr_buf_add_str(v->out, n == 0 ? digits : s);
    return NR_OK;
}

static enum nr_status add_number(const struct value *v)
{
    if (v->json.type != NR_JSON_NUMBER)
        return bad(v, "is not a number");
    struct nr_str s = v->json.raw;
    char digits[512];
    if (s.len >= sizeof digits)
        return bad(v, "is a number of too many digits");
    memcpy(digits, s.data, s.len);
    digits[s.len] = '\0';
    if (!isfinite(strtod(digits, NULL)))
        return bad(v, "is beyond a 64-bit float");
    nr_buf_add_str(v->out, s);
    if (strcspn(digits, ".eE") == s.len)
        nr_buf_add_cstr(v->out, ".0");
    return NR_OK;
}

static enum nr_status add_boolean(const struct value *v)
{
    if (v->json.type != NR_JSON_TRUE && v->json.type != NR_JSON_FALSE)
        return bad(v, "is not a boolean");
    nr_buf_add_str(v->out, v->json.raw);
    return NR_OK;
}

/* Whether the row has the member as a field of that type as well. */
static bool is_also(const struct value *v, enum nr_field_type type)
{
    for (size_t i = 0; i < v->schema->count; i++)
        if (v->schema->fields[i]->type == type &&
            nr_str_eq(v->schema->fields[i]->member, v->field->member))
            return true;
    return false;
}

/* A time or a day. What is lost is said once, by the time where both are asked for. */
static enum nr_status add_moment(const struct value *v)
{
    if (v->json.type != NR_JSON_STRING)
        return bad(v, "is not a string");
    char day[11], utc[21];
    bool time = v->field->type == NR_FIELD_TIME;
    enum nr_moment moment =
        nr_moment_parse(nr_str_trim(nr_json_text(v->json, v->arena, NULL)), day, utc);
    if (moment == NR_MOMENT_TIME || (moment == NR_MOMENT_DAY && !time)) {
        nr_buf_add_char(v->out, '"');
        nr_buf_add_cstr(v->out, time ? utc : day);
        nr_buf_add_char(v->out, '"');
        return NR_OK;
    }
    nr_buf_add_cstr(v->out, "null");
    if (time ? moment == NR_MOMENT_DAY && is_also(v, NR_FIELD_DAY) : is_also(v, NR_FIELD_TIME))
        return NR_OK;
    v->losses->times++;
    report(v, moment == NR_MOMENT_DAY ? "a day without time" : "not an RFC 3339 time");
    return NR_OK;
}

static enum nr_status add_texts(const struct value *v)
{
    if (v->json.type != NR_JSON_STRING && v->json.type != NR_JSON_ARRAY)
        return bad(v, "is not a list of strings");
    nr_buf_add_char(v->out, '[');
    if (v->json.type == NR_JSON_STRING)
        add_string(v, v->json.raw);
    struct nr_str rest = v->json.raw;
    struct nr_json element;
    for (size_t i = 0;
         v->json.type == NR_JSON_ARRAY && nr_json_next_element(&rest, &element) == NR_OK; i++) {
        if (element.type != NR_JSON_STRING)
            return bad(v, "is not a list of strings");
        if (i)
            nr_buf_add_char(v->out, ',');
        add_string(v, element.raw);
    }
    nr_buf_add_char(v->out, ']');
    return NR_OK;
}

/* The keys of a span, in the order of the row. */
static const struct {
    char key;
    bool integer;
} span_keys[] = {{'s', true}, {'e', true}, {'t', false}, {'v', false}};
enum { SPAN_KEYS = sizeof span_keys / sizeof span_keys[0] };

/* Sorts the members of a span by their places in the row. */
static enum nr_status read_span(const struct value *v, struct nr_json span,
                                struct nr_json found[SPAN_KEYS])
{
    if (span.type != NR_JSON_OBJECT)
        return bad(v, "is not a list of objects");
    struct nr_str rest = span.raw;
    struct nr_json key, json;
    while (nr_json_next_member(&rest, &key, &json) == NR_OK) {
        struct nr_str name = nr_json_text(key, v->arena, NULL);
        for (size_t i = 0; name.len == 1 && i < SPAN_KEYS; i++) {
            if (name.data[0] != span_keys[i].key)
                continue;
            if (found[i].raw.len)
                return bad(v, "has a span with a key that is there twice");
            found[i] = json;
        }
    }
    return NR_OK;
}

static enum nr_status add_span(const struct value *v, struct nr_json span)
{
    struct nr_json found[SPAN_KEYS] = {{.raw = {NULL, 0}}};
    enum nr_status status = read_span(v, span, found);
    for (size_t i = 0; status == NR_OK && i < SPAN_KEYS; i++) {
        nr_buf_addf(v->out, "%c\"%c\":", i ? ',' : '{', span_keys[i].key);
        struct value part = *v;
        part.json = found[i];
        bool absent = !found[i].raw.len || found[i].type == NR_JSON_NULL;
        if (span_keys[i].integer)
            status = absent ? bad(v, "has a span without s or e") : add_integer(&part);
        else if (absent)
            nr_buf_add_cstr(v->out, "null");
        else
            status = add_text(&part);
    }
    nr_buf_add_char(v->out, '}');
    return status;
}

static enum nr_status add_spans(const struct value *v)
{
    if (v->json.type != NR_JSON_ARRAY)
        return bad(v, "is not a list");
    struct nr_str rest = v->json.raw;
    struct nr_json element;
    enum nr_status status = NR_OK;
    nr_buf_add_char(v->out, '[');
    for (size_t i = 0; status == NR_OK && nr_json_next_element(&rest, &element) == NR_OK; i++) {
        if (i)
            nr_buf_add_char(v->out, ',');
        status = add_span(v, element);
    }
    nr_buf_add_char(v->out, ']');
    return status;
}

static const struct {
    enum nr_status (*add)(const struct value *v);
    struct nr_str absent;
} types[] = {
    [NR_FIELD_TEXT] = {add_text, NR_STR("null")},
    [NR_FIELD_INTEGER] = {add_integer, NR_STR("null")},
    [NR_FIELD_NUMBER] = {add_number, NR_STR("null")},
    [NR_FIELD_BOOLEAN] = {add_boolean, NR_STR("null")},
    [NR_FIELD_TIME] = {add_moment, NR_STR("null")},
    [NR_FIELD_DAY] = {add_moment, NR_STR("null")},
    [NR_FIELD_TEXTS] = {add_texts, NR_STR("[]")},
    [NR_FIELD_SPANS] = {add_spans, NR_STR("[]")},
};

enum nr_status nr_schema_row(const struct nr_schema *schema, struct nr_record *record,
                             struct nr_arena *arena, struct nr_buf *out, struct nr_losses *losses,
                             struct nr_error *e)
{
    size_t begin = out->len;
    struct nr_json id;
    struct value v = {.schema = schema, .arena = arena, .out = out, .losses = losses, .e = e};
    bool named = nr_record_find(record, nr_str_of("id"), &id, e) == NR_OK;
    v.id = named ? id.raw : nr_str_of("null");
    for (size_t i = 0; i < schema->count; i++) {
        v.field = schema->fields[i];
        nr_buf_add_char(out, i ? ',' : '{');
        nr_buf_add_str(out, v.field->key);
        enum nr_status status = nr_record_find(record, v.field->member, &v.json, e);
        if (status == NR_END || (status == NR_OK && v.json.type == NR_JSON_NULL))
            nr_buf_add_str(out, types[v.field->type].absent);
        else if (status != NR_OK || types[v.field->type].add(&v) != NR_OK)
            return NR_BAD;
    }
    nr_buf_add_cstr(out, schema->count ? "}\n" : "{}\n");
    if (out->len - begin <= NR_ROW_LIMIT)
        return NR_OK;
    nr_error_set(e, "line longer than 15 MiB (%zu bytes)", out->len - begin);
    return NR_BAD;
}
