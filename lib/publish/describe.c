/* The schema in other programs' words. What is called recursive here goes as deep as objects nest
 * in a schema, which is three. */
#include "newsreel/json/json.h"
#include "schema.h"

struct words {
    const char *types[NR_FIELD_TYPES];
    const char *list[2];   /* around the type of an element */
    const char *object[2]; /* around the fields of an object */
    const char *quote;     /* around a name in it */
    const char *between;   /* a name and its type */
    const char *null[2];   /* around a scalar that may be null */
};

#define ALIKE(text, integer, number, boolean, time, day)                                           \
    {                                                                                              \
        [NR_FIELD_TEXT] = text, [NR_FIELD_JOINED] = text, [NR_FIELD_URI] = text,                   \
        [NR_FIELD_DIGITS] = text, [NR_FIELD_JSON] = text, [NR_FIELD_INTEGER] = integer,            \
        [NR_FIELD_NUMBER] = number, [NR_FIELD_DECIMAL] = number, [NR_FIELD_BOOLEAN] = boolean,     \
        [NR_FIELD_TIME] = time, [NR_FIELD_DAY] = day                                               \
    }

static const struct words duckdb = {
    .types = ALIKE("VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "TIMESTAMP", "DATE"),
    .list = {"", "[]"},
    .object = {"STRUCT(", ")"},
    .quote = "\"",
    .between = " ",
    .null = {"", ""},
};
static const struct words spark = {
    .types = ALIKE("STRING", "BIGINT", "DOUBLE", "BOOLEAN", "TIMESTAMP", "DATE"),
    .list = {"ARRAY<", ">"},
    .object = {"STRUCT<", ">"},
    .quote = "`",
    .between = ": ",
    .null = {"", ""},
};
static const struct words clickhouse = {
    .types = ALIKE("String", "Int64", "Float64", "Bool", "DateTime64(0, 'UTC')", "Date32"),
    .list = {"Array(", ")"},
    .object = {"Tuple(", ")"},
    .quote = "`",
    .between = " ",
    .null = {"Nullable(", ")"},
};
static const struct words arrow = {
    .types = ALIKE("pa.string()", "pa.int64()", "pa.float64()", "pa.bool_()",
                   "pa.timestamp('s', tz='UTC')", "pa.string()"),
    .list = {"pa.list_(", ")"},
    .object = {"pa.struct([", "])"},
    .null = {"", ""},
};

static bool is_text(const struct nr_field *f)
{
    return f->packed || f->type == NR_FIELD_JSON;
}

static void add_name(struct nr_buf *out, const char *quote, const struct nr_field *f)
{
    nr_buf_add_cstr(out, quote);
    nr_buf_add_str(out, f->name);
    nr_buf_add_cstr(out, quote);
}

static void add_type(struct nr_buf *out, const struct words *w, const struct nr_field *f);

static void add_object(struct nr_buf *out, const struct words *w, const struct nr_field *fields)
{
    nr_buf_add_cstr(out, w->object[0]);
    for (const struct nr_field *f = fields; f; f = f->next) {
        if (w == &arrow) {
            nr_buf_add_cstr(out, "(");
            add_name(out, "\"", f);
            nr_buf_add_cstr(out, ", ");
        } else {
            add_name(out, w->quote, f);
            nr_buf_add_cstr(out, w->between);
        }
        add_type(out, w, f);
        nr_buf_add_cstr(out, w == &arrow ? f->next ? "), " : ")" : f->next ? ", " : "");
    }
    nr_buf_add_cstr(out, w->object[1]);
}

static void add_type(struct nr_buf *out, const struct words *w, const struct nr_field *f)
{
    bool list = f->list && !f->packed, object = f->type == NR_FIELD_OBJECT && !f->packed;
    bool null = !list && !object && !f->required && !f->empty && !f->constant.len;
    if (list)
        nr_buf_add_cstr(out, w->list[0]);
    if (object) {
        add_object(out, w, f->fields);
    } else {
        nr_buf_add_cstr(out, null ? w->null[0] : "");
        nr_buf_add_cstr(out, w->types[is_text(f) ? NR_FIELD_TEXT : f->type]);
        nr_buf_add_cstr(out, null ? w->null[1] : "");
    }
    if (list)
        nr_buf_add_cstr(out, w->list[1]);
}

static void describe_duckdb(const struct nr_field *fields, struct nr_buf *out)
{
    nr_buf_add_cstr(out, "CREATE OR REPLACE MACRO read_news(path) AS TABLE\n"
                         "SELECT * FROM read_json(path, format = 'newline_delimited', "
                         "columns = {\n");
    for (const struct nr_field *f = fields; f; f = f->next) {
        nr_buf_add_cstr(out, "    ");
        add_name(out, "\"", f);
        nr_buf_add_cstr(out, ": '");
        add_type(out, &duckdb, f);
        nr_buf_add_cstr(out, f->next ? "',\n" : "'");
    }
    nr_buf_add_cstr(out, "\n});\n");
}

static void describe_spark(const struct nr_field *fields, struct nr_buf *out)
{
    for (const struct nr_field *f = fields; f; f = f->next) {
        add_name(out, "`", f);
        nr_buf_add_char(out, ' ');
        add_type(out, &spark, f);
        nr_buf_add_cstr(out, f->next ? ", " : "\n");
    }
}

static void describe_clickhouse(const struct nr_field *fields, struct nr_buf *out)
{
    nr_buf_add_cstr(out, "CREATE TABLE news (\n");
    for (const struct nr_field *f = fields; f; f = f->next) {
        nr_buf_add_cstr(out, "    ");
        add_name(out, "`", f);
        nr_buf_add_char(out, ' ');
        add_type(out, &clickhouse, f);
        nr_buf_add_cstr(out, f->next ? ",\n" : "\n");
    }
    nr_buf_add_cstr(out, ") ENGINE = MergeTree ORDER BY tuple();\n");
}

static void describe_arrow(const struct nr_field *fields, struct nr_buf *out)
{
    nr_buf_add_cstr(out, "import pyarrow as pa\n\nschema = pa.schema([\n");
    for (const struct nr_field *f = fields; f; f = f->next) {
        nr_buf_add_cstr(out, "    (");
        add_name(out, "\"", f);
        nr_buf_add_cstr(out, ", ");
        add_type(out, &arrow, f);
        nr_buf_add_cstr(out, "),\n");
    }
    nr_buf_add_cstr(out, "])\n");
}

/* Objects are columns of jsonb: Postgres has no nested types that JSON fills by itself. */
static const char *postgres_type(const struct nr_field *f)
{
    static const char *const types[NR_FIELD_TYPES] =
        ALIKE("text", "bigint", "double precision", "boolean", "timestamptz", "date");
    if (is_text(f))
        return "text";
    return f->list || f->type == NR_FIELD_OBJECT ? "jsonb" : types[f->type];
}

static void describe_postgres(const struct nr_field *fields, struct nr_buf *out)
{
    nr_buf_add_cstr(out, "CREATE TABLE news_lines (line jsonb NOT NULL);\nCREATE TABLE news (\n");
    for (const struct nr_field *f = fields; f; f = f->next) {
        nr_buf_add_cstr(out, "    ");
        add_name(out, "\"", f);
        nr_buf_addf(out, " %s%s%s", postgres_type(f),
                    (f->required || f->empty || f->list) && !f->omit ? " NOT NULL" : "",
                    f->next ? ",\n" : "\n");
    }
    nr_buf_add_cstr(out,
                    ");\nCREATE VIEW news_rows AS\n"
                    "SELECT r.* FROM news_lines, jsonb_populate_record(NULL::news, line) AS r;\n");
}

static const char *bigquery_type(const struct nr_field *f)
{
    static const char *const types[NR_FIELD_TYPES] =
        ALIKE("STRING", "INTEGER", "FLOAT", "BOOLEAN", "TIMESTAMP", "DATE");
    if (is_text(f))
        return "STRING";
    return f->type == NR_FIELD_OBJECT ? "RECORD" : types[f->type];
}

static void describe_bigquery(const struct nr_field *fields, struct nr_buf *out, int indent)
{
    nr_buf_add_cstr(out, "[\n");
    for (const struct nr_field *f = fields; f; f = f->next) {
        bool needed = (f->required || f->empty || f->constant.len) && !f->omit;
        nr_buf_addf(out, "%*s{\"name\": ", indent + 2, "");
        add_name(out, "\"", f);
        nr_buf_addf(out, ", \"type\": \"%s\", \"mode\": \"%s\"", bigquery_type(f),
                    f->list && !f->packed ? "REPEATED"
                    : needed              ? "REQUIRED"
                                          : "NULLABLE");
        if (f->type == NR_FIELD_OBJECT && !f->packed) {
            nr_buf_add_cstr(out, ", \"fields\": ");
            describe_bigquery(f->fields, out, indent + 2);
        }
        nr_buf_add_cstr(out, f->next ? "},\n" : "}\n");
    }
    nr_buf_addf(out, "%*s]", indent, "");
}

static void describe_object(const struct nr_field *fields, struct nr_buf *out, int indent);

/* The members of a JSON Schema that say what a scalar is. */
static void add_json_type(const struct nr_field *f, bool null, struct nr_buf *out)
{
    static const char *const types[NR_FIELD_TYPES] =
        ALIKE("string", "integer", "number", "boolean", "string", "string");
    static const char *const more[NR_FIELD_TYPES] = {
        [NR_FIELD_URI] = ", \"format\": \"uri\"",
        [NR_FIELD_DIGITS] = ", \"pattern\": \"^(-?(0|[1-9][0-9]*))?$\"",
        [NR_FIELD_INTEGER] = ", \"minimum\": -9007199254740991, \"maximum\": 9007199254740991",
        [NR_FIELD_TIME] = ", \"format\": \"date-time\"",
        [NR_FIELD_DAY] = ", \"format\": \"date\"",
    };
    const char *type = is_text(f) ? "string" : types[f->type];
    nr_buf_addf(out, null ? "\"type\": [\"%s\", \"null\"]" : "\"type\": \"%s\"", type);
    if (!is_text(f) && more[f->type])
        nr_buf_add_cstr(out, more[f->type]);
    if (f->packed || f->type == NR_FIELD_JSON)
        nr_buf_add_cstr(out, ", \"contentMediaType\": \"application/json\"");
    if (f->constant.len) {
        nr_buf_add_cstr(out, ", \"const\": ");
        nr_buf_add_str(out, f->constant);
    }
}

static void describe_value(const struct nr_field *f, struct nr_buf *out, int indent)
{
    bool list = f->list && !f->packed;
    bool null = !f->list && !f->required && !f->empty && !f->omit && !f->made && !f->constant.len;
    nr_buf_add_cstr(out, list ? "{\"type\": \"array\", \"items\": {" : "{");
    if (f->type != NR_FIELD_OBJECT || f->packed) {
        add_json_type(f, null, out);
    } else {
        nr_buf_addf(out, "\"type\": %s, ", null ? "[\"object\", \"null\"]" : "\"object\"");
        describe_object(f->fields, out, indent);
    }
    nr_buf_add_cstr(out, list ? "}}" : "}");
}

static void describe_object(const struct nr_field *fields, struct nr_buf *out, int indent)
{
    nr_buf_add_cstr(out, "\"additionalProperties\": false, \"required\": [");
    const char *comma = "";
    for (const struct nr_field *f = fields; f; f = f->next) {
        if (f->omit)
            continue;
        nr_buf_add_cstr(out, comma);
        add_name(out, "\"", f);
        comma = ", ";
    }
    nr_buf_add_cstr(out, "],\n");
    nr_buf_addf(out, "%*s\"properties\": {\n", indent + 2, "");
    for (const struct nr_field *f = fields; f; f = f->next) {
        nr_buf_addf(out, "%*s", indent + 4, "");
        add_name(out, "\"", f);
        nr_buf_add_cstr(out, ": ");
        describe_value(f, out, indent + 4);
        nr_buf_add_cstr(out, f->next ? ",\n" : "\n");
    }
    nr_buf_addf(out, "%*s}", indent + 2, "");
}

static void describe_json(const struct nr_field *fields, struct nr_buf *out)
{
    nr_buf_add_cstr(out, "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
                         "  \"type\": \"object\", ");
    describe_object(fields, out, 0);
    nr_buf_add_cstr(out, "\n}\n");
}

static void add_rules(const struct nr_field *f, struct nr_buf *out)
{
    const struct {
        const char *name;
        bool on;
    } rules[] = {{"required", f->required}, {"empty", f->empty},   {"omit", f->omit},
                 {"or-null", f->or_null},   {"packed", f->packed}, {"made", f->made},
                 {"asked", f->asked}};
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (rules[i].on)
            nr_buf_addf(out, " %s", rules[i].name);
    if (f->constant.len) {
        nr_buf_add_cstr(out, " = ");
        nr_buf_add_str(out, f->constant);
    }
}

static void add_path(struct nr_buf *out, const char *word, const struct nr_str *path, size_t steps)
{
    for (size_t i = 0; i < steps; i++) {
        nr_buf_add_cstr(out, i ? "." : word);
        nr_buf_add_str(out, path[i]);
    }
}

static void describe_newsreel(const struct nr_field *fields, struct nr_str around,
                              struct nr_buf *out)
{
    for (const struct nr_field *f = fields; f; f = f->next) {
        size_t begin = out->len;
        nr_buf_add_str(out, around);
        nr_buf_add_str(out, f->name);
        struct nr_buf name = {0};
        nr_buf_add(&name, out->data + begin, out->len - begin);
        nr_buf_add_char(&name, '.');
        nr_buf_addf(out, " %s", nr_field_type_names[f->type]);
        if (f->type == NR_FIELD_DECIMAL)
            nr_buf_addf(out, ":%u", f->decimals);
        nr_buf_add_cstr(out, f->list ? "[]" : "");
        bool moved = f->steps > 1 || f->before_steps || !nr_str_eq(f->path[0], f->name);
        add_path(out, " from ", f->before, f->before_steps);
        if (moved && !f->constant.len)
            add_path(out, f->before_steps ? " or " : " from ", f->path, f->steps);
        add_rules(f, out);
        nr_buf_add_char(out, '\n');
        describe_newsreel(f->fields, nr_buf_str(&name), out);
        nr_buf_free(&name);
    }
}

bool nr_schema_format_find(struct nr_str name, enum nr_schema_format *format)
{
    static const char *const names[NR_SCHEMA_FORMATS] = {
        [NR_SCHEMA_NEWSREEL] = "newsreel", [NR_SCHEMA_JSON] = "json-schema",
        [NR_SCHEMA_DUCKDB] = "duckdb",     [NR_SCHEMA_POSTGRES] = "postgres",
        [NR_SCHEMA_SPARK] = "spark",       [NR_SCHEMA_CLICKHOUSE] = "clickhouse",
        [NR_SCHEMA_BIGQUERY] = "bigquery", [NR_SCHEMA_ARROW] = "arrow"};
    for (unsigned i = 0; i < NR_SCHEMA_FORMATS; i++)
        if (nr_str_is(name, names[i])) {
            *format = (enum nr_schema_format)i;
            return true;
        }
    return false;
}

void nr_schema_describe(const struct nr_schema *schema, enum nr_schema_format format,
                        struct nr_buf *out)
{
    static void (*const describe[NR_SCHEMA_FORMATS])(const struct nr_field *, struct nr_buf *) = {
        [NR_SCHEMA_JSON] = describe_json,
        [NR_SCHEMA_DUCKDB] = describe_duckdb,
        [NR_SCHEMA_POSTGRES] = describe_postgres,
        [NR_SCHEMA_SPARK] = describe_spark,
        [NR_SCHEMA_CLICKHOUSE] = describe_clickhouse,
        [NR_SCHEMA_ARROW] = describe_arrow,
    };
    if (format == NR_SCHEMA_NEWSREEL) {
        describe_newsreel(schema->used, nr_str(NULL, 0), out);
        describe_newsreel(schema->asked, nr_str(NULL, 0), out);
    } else if (format == NR_SCHEMA_BIGQUERY) {
        describe_bigquery(schema->used, out, 0);
        nr_buf_add_char(out, '\n');
    } else
        describe[format](schema->used, out);
}
