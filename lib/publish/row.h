/* A row while it is written: its structure in row.c, the scalars in row_values.c. */
#ifndef NEWSREEL_LIB_PUBLISH_ROW_H
#define NEWSREEL_LIB_PUBLISH_ROW_H

#include "newsreel/json/json.h"
#include "schema.h"

struct row {
    const struct nr_schema *schema;
    struct nr_str id; /* of the record, raw; for the lines about losses */
    struct nr_arena *arena;
    struct nr_buf *out;
    struct nr_losses *losses;
    struct nr_error *e;
};

/* NR_BAD with "member 'x.y' what". */
enum nr_status nr_row_bad(const struct row *row, const struct nr_field *field, const char *what);

/* A line about a loss, where somebody wants it. */
void nr_row_report(const struct row *row, const struct nr_field *field, const char *loss);

/* Appends a value that is not null, of a field that is no list and no object. */
enum nr_status nr_row_value(const struct row *row, const struct nr_field *field,
                            struct nr_json json);

/* Whether nr_row_value would have something to write of a value, which may be absent or null. */
bool nr_row_fits(const struct row *row, const struct nr_field *field, struct nr_json json);

/* Appends JSON that was scanned, with what a row may not hold in its strings replaced. */
void nr_row_copy(const struct row *row, const struct nr_field *field, struct nr_str raw);

#endif
