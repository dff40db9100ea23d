/* The schema of published lines: the same keys in every line, in the same order, each of one type,
 * whatever the record has. Databases and data frames guess a type from the first lines they see
 * and then drop, round or refuse what is different later; here nothing is.
 *
 * A schema is text, a line for each field, in the order of the row:
 *
 *     NAME TYPE [from PATH [or PATH]] [rule ...] [= JSON]
 *
 *   - '#' and empty lines are comments. NAME is letters, digits and _, and begins with a letter or _;
 *     no two names in one object are the same but for case. "dateline.place" is a field of the object
 *     "dateline", which has a line before it.
 *   - PATH is where the value comes from, up to three names with dots between them; without it, NAME. In
 *     an object, it begins in the object that the object comes from.
 *     Of two paths the first counts where it leads to a value of the type, else the second: lines
 *     that were published before keep what was made of a member then. Not for lists and objects.
 *   - "= JSON" is a value for all rows: a string, number or boolean without blanks.
 *
 * Types; "[]" behind one makes it a list, whose elements are never null:
 *   text       a JSON string
 *   joined     a string, or strings of a list with ", " between them
 *   uri        a string that is an absolute URI; any other gets "urn:newsreel:" before it, and what a
 *              URI cannot hold is percent-encoded
 *   digits     a string of an integer of any size, from one or from a string of it
 *   integer    no fraction, no exponent, within 2^53 - 1 either way
 *   number     always with a point or an exponent ("1.0"): a column that begins with whole numbers
 *              is not taken for one of integers. Finite in a 64-bit float
 *   decimal:N  with N digits, 1 to 9, behind the point, halves rounded away from 0; less than 10^15
 *   boolean
 *   time       "YYYY-MM-DDThh:mm:ssZ", from any RFC 3339 time: moved to UTC, fractions of seconds cut
 *              off, second 60 written as 59. Any other string is null and a loss. No time of day and
 *              no zone is ever invented
 *   day        "YYYY-MM-DD" as it is written in an RFC 3339 time, or a day that stands alone. So a
 *              publication day without a time of day is null in `created` and stands in
 *              `created_date`, which is no loss as long as both are asked for
 *   json       a string with the text of any value
 *   object     its keys are the fields inside it, others are left out
 *
 * Rules:
 *   required   a record without it is bad; else the value is null, or [] of a list
 *   empty      without it the value is "" (text, joined, digits)
 *   omit       without it the key is not there: only for what a foreign standard wants so
 *   or-null    a value that does not fit is null and a loss; else the record is bad
 *   packed     an object, or a list, is written as a string with its JSON
 *   made       an object that comes from no member: its fields' paths begin in the record. In a list
 *              it stands once, or not at all: when it has required fields, where all of them are
 *              there, else where any is
 *   asked      is left out unless it is named (nr_schema_use)
 *
 * A row
 *   - nests no deeper than three arrays or objects.
 *   - holds no U+0000 and no lone surrogate (both become U+FFFD: a loss, counted), and writes
 *     U+007F, U+0085, U+2028, U+2029 as \uXXXX, because some readers end lines at them.
 *   - is at most NR_ROW_LIMIT bytes long with its newline. */
#ifndef NEWSREEL_PUBLISH_SCHEMA_H
#define NEWSREEL_PUBLISH_SCHEMA_H

#include "newsreel/json/record.h"

enum { NR_ROW_LIMIT = 15 << 20, NR_ROW_DEPTH = 3, NR_PATH_MOST = 3 };

enum nr_field_type {
    NR_FIELD_TEXT,
    NR_FIELD_JOINED,
    NR_FIELD_URI,
    NR_FIELD_DIGITS,
    NR_FIELD_INTEGER,
    NR_FIELD_NUMBER,
    NR_FIELD_DECIMAL,
    NR_FIELD_BOOLEAN,
    NR_FIELD_TIME,
    NR_FIELD_DAY,
    NR_FIELD_JSON,
    NR_FIELD_OBJECT,
    NR_FIELD_TYPES
};

/* The names of members that fields want, for a look-up by name. */
struct nr_slots {
    struct nr_str *names;
    size_t count;
    unsigned short *table; /* of 1 + number of a name, or 0; mask + 1 places */
    size_t mask;
};

struct nr_field {
    struct nr_field *next; /* behind it */
    size_t slot;           /* of path[0], among those of the object around or of the record */
    /* ,"name":null where that is all that is written without a value, ,"name": where a value may be
     * written at once behind it; both empty where not, or where they are long. Bytes behind them
     * may be read. */
    struct nr_str nothing, begin;
    enum nr_field_type type;
    unsigned decimals;
    bool list, required, empty, omit, or_null, packed, made, asked;
    bool day_beside, time_beside; /* the same member is shown as a day or time as well */
    struct nr_str name;           /* in the row */
    struct nr_str key;            /* as it is written: ,"name": */
    struct nr_str member;         /* of the record, with dots, for messages */
    struct nr_str path[NR_PATH_MOST];
    size_t steps;
    struct nr_str before[NR_PATH_MOST]; /* "from BEFORE or PATH" */
    size_t before_steps, before_slot;   /* 0: there is none */
    struct nr_str constant;             /* JSON, or empty */
    struct nr_field *around;            /* the object it stands in, or NULL */
    struct nr_field *fields;            /* inside it */
    struct nr_slots slots;              /* of an object that is not made */
};

struct nr_schema;

/* The text of a schema that is built in: flat, dolma, datatrove, ninjs. Empty for another name. */
struct nr_str nr_schema_built_in(const char *name);
#define NR_SCHEMA_BUILT_IN "flat dolma datatrove ninjs"

/* NULL with the reason and the line. text is copied. */
struct nr_schema *nr_schema_new(struct nr_str text, struct nr_error *e);
void nr_schema_free(struct nr_schema *schema);

/* Has to be called once, before anything else: with the names of the fields (at the top) to write,
 * in their order, separated by commas; or with the empty list for all but those to be asked for.
 * NR_FAIL for an unknown name (the message lists those there are) and for one that is named twice.
 *
 * flat leaves no object: the fields inside one become fields like dateline_place, and lists of
 * objects are packed. They can then be named too, as dateline_place or dateline.place. NR_FAIL when
 * two fields are the same then. */
enum nr_status nr_schema_use(struct nr_schema *schema, struct nr_str list, bool flat,
                             struct nr_error *e);

/* The fields of the row, by next. */
const struct nr_field *nr_schema_fields(const struct nr_schema *schema);

/* The schema in another program's words, for it to read instead of guessing: guessed from lines
 * whose first thousands lack a member, its type is none, and values that come later are lost. */
enum nr_schema_format {
    NR_SCHEMA_NEWSREEL, /* as above, with those left out that can be asked for */
    NR_SCHEMA_JSON,     /* JSON Schema 2020-12 of a line */
    NR_SCHEMA_DUCKDB,   /* SQL: a table macro read_news(path) over read_json */
    NR_SCHEMA_POSTGRES, /* SQL: the tables news and news_lines, and the view news_rows from one to the other */
    NR_SCHEMA_SPARK,      /* one line of DDL, for DataFrameReader.schema */
    NR_SCHEMA_CLICKHOUSE, /* SQL: the table news */
    NR_SCHEMA_BIGQUERY,   /* a JSON schema file for bq load */
    NR_SCHEMA_ARROW,      /* Python: schema, of pyarrow */
    NR_SCHEMA_FORMATS
};

#define NR_SCHEMA_FORMAT_NAMES                                                                     \
    "newsreel json-schema duckdb postgres spark clickhouse bigquery arrow"

bool nr_schema_format_find(struct nr_str name, enum nr_schema_format *format);

/* Appends it, with a newline. */
void nr_schema_describe(const struct nr_schema *schema, enum nr_schema_format format,
                        struct nr_buf *out);

/* What a row does not show as the record had it. */
struct nr_losses {
    size_t characters;    /* U+0000 and lone surrogates that became U+FFFD */
    size_t times;         /* values of time and day fields that became null */
    size_t values;        /* others that became null, where or-null says so */
    size_t left_out;      /* members, here and in objects, that the schema has no field for */
    struct nr_buf *lines; /* NULL, or gets {"id","member","loss"} for each of the first three */
};

/* Appends the row and a newline to out. NR_BAD names the member that is of the wrong type, out of
 * range, missing or there twice, or says that the line is too long; out may then hold half a row.
 * arena is for decoded text. losses is added to. */
enum nr_status nr_schema_row(const struct nr_schema *schema, const struct nr_record *record,
                             struct nr_arena *arena, struct nr_buf *out, struct nr_losses *losses,
                             struct nr_error *e);

#endif
