/* The schema of published lines: the same keys in every line, in the same order, each of one type,
 * whatever the record has. Databases and data frames guess a type from the first lines they see
 * and then drop, round or refuse what is different later; here nothing is.
 *
 * A row
 *   - has every field asked for; a member that the record lacks is null, or [] for the two list
 *     types. Members outside the schema are left out.
 *   - nests no deeper than line, list, span.
 *   - holds no U+0000 and no lone surrogate (both become U+FFFD: a loss, counted), and writes
 *     U+007F, U+0085, U+2028, U+2029 as \uXXXX, because some readers end lines at them.
 *   - is at most NR_ROW_LIMIT bytes long with its newline.
 *
 * Types
 *   text     a JSON string
 *   integer  no fraction, no exponent, within 2^53 - 1 either way
 *   number   always with a point or an exponent ("1.0"): a column that begins with whole numbers
 *            is not taken for one of integers. Finite in a 64-bit float
 *   boolean
 *   time     "YYYY-MM-DDThh:mm:ssZ", from any RFC 3339 time: moved to UTC, fractions of seconds cut
 *            off, second 60 written as 59. Anything else is null and a loss. No time of day and no
 *            zone is ever invented
 *   day      "YYYY-MM-DD" as it is written in an RFC 3339 time, or a day that stands alone. So a
 *            publication day without a time of day is null in `created` and stands in
 *            `created_date`, which is no loss as long as both are asked for
 *   texts    list of strings; one string alone is taken for a list of one
 *   spans    list of {"s","e","t","v"}: two integers, two strings or null; other keys are left out
 */
#ifndef NEWSREEL_PUBLISH_SCHEMA_H
#define NEWSREEL_PUBLISH_SCHEMA_H

#include "newsreel/json/record.h"

enum { NR_ROW_LIMIT = 15 << 20 };

enum nr_field_type {
    NR_FIELD_TEXT,
    NR_FIELD_INTEGER,
    NR_FIELD_NUMBER,
    NR_FIELD_BOOLEAN,
    NR_FIELD_TIME,
    NR_FIELD_DAY,
    NR_FIELD_TEXTS,
    NR_FIELD_SPANS,
};

struct nr_field {
    struct nr_str name;   /* in the row */
    struct nr_str key;    /* the same as it is written: "name": */
    struct nr_str member; /* of the record; the same but for a day */
    enum nr_field_type type;
    bool standard; /* in the default schema; the others have to be asked for */
};

/* All fields there are, in the order of the default schema. */
extern const struct nr_field nr_schema_fields[];
extern const size_t nr_schema_count;

/* A choice of fields, in the order of the row. At most nr_schema_count; freed with free(). */
struct nr_schema {
    const struct nr_field **fields;
    size_t count;
};

/* list is names separated by commas, or empty for the default schema. NR_FAIL for an unknown name
 * (the message lists those there are) and for one that is named twice. */
enum nr_status nr_schema_choose(struct nr_schema *schema, struct nr_str list, struct nr_error *e);

/* The schema in another program's words, for it to read instead of guessing: guessed from lines
 * whose first thousands lack a member, its type is none, and values that come later are lost. */
enum nr_schema_format {
    NR_SCHEMA_DUCKDB, /* SQL: a table macro read_news(path) over read_json */
    NR_SCHEMA_SPARK,  /* one line of DDL, for DataFrameReader.schema */
};

/* Appends it, with a newline. */
void nr_schema_describe(const struct nr_schema *schema, enum nr_schema_format format,
                        struct nr_buf *out);

/* What a row does not show as the record had it. */
struct nr_losses {
    size_t characters;    /* U+0000 and lone surrogates that became U+FFFD */
    size_t times;         /* values of time and day fields that became null */
    struct nr_buf *lines; /* NULL, or gets a line {"id","member","loss"} for each value */
};

/* Appends the row and a newline to out. NR_BAD names the member that is of the wrong type, out of
 * range or there twice, or says that the line is too long; out may then hold half a row. arena is
 * for decoded text. losses is added to. */
enum nr_status nr_schema_row(const struct nr_schema *schema, struct nr_record *record,
                             struct nr_arena *arena, struct nr_buf *out, struct nr_losses *losses,
                             struct nr_error *e);

#endif
