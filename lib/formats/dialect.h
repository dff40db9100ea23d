/* Dialects of tables: what stands between cells, and whether cells may stand in quotes.
 *
 * With quotes it is RFC 4180: a cell that begins with a quote ends with the next quote that is not
 * doubled and has a delimiter or the row's end behind it, blanks between the two allowed. Any other
 * quote is a character of the cell: in a cell that does not begin with one, and, written without
 * being doubled, in one that does. Without quotes every delimiter and every line end counts. */
#ifndef NEWSREEL_LIB_FORMATS_DIALECT_H
#define NEWSREEL_LIB_FORMATS_DIALECT_H

#include "newsreel/core/str.h"

struct nr_dialect {
    char delimiter; /* NUL: there is one column */
    bool quotes;
    /* Of rows: LF, or CR in files that have no LF; a CR before LF is no part of the row. */
    char end;
};

enum { NR_DIALECT_SAMPLE = 4096 };

/* The dialect of a table with quotes that begins with head: the one of comma, tab, semicolon and
 * bar that alone occurs in the first line outside of quotes; else the one that gives the rows of
 * the first NR_DIALECT_SAMPLE bytes the same number of cells, and most of them. columns: how many
 * there should be, or 0. "sep=X" as first line says it itself. last: nothing follows head. False:
 * more of the file has to be seen. */
bool nr_dialect_find(struct nr_str head, bool last, size_t columns, struct nr_dialect *dialect);

/* The same for a table with tabs and without quotes. */
bool nr_dialect_find_plain(struct nr_str head, bool last, struct nr_dialect *dialect);

/* Whether cells of a table with tabs, of which head is the beginning, stand in quotes: some do that
 * hold what needs them, or all of the first row; and no quote contradicts it. */
bool nr_dialect_has_quotes(struct nr_str head);

/* Length of the line "sep=X" that Excel writes before a table, or 0. */
size_t nr_dialect_hint(struct nr_str head);

/* Goes on to the end of a row: true, and *at is at the line end, or at the end of bytes where these
 * are the last. False: more bytes are needed. *at and *state are 0 at the row's first byte, and
 * keep their values between calls that bring more; up to 256 bytes before *at are looked at
 * again. */
bool nr_dialect_row(const struct nr_dialect *d, struct nr_str bytes, bool last, size_t *at,
                    unsigned *state);

struct nr_cell {
    struct nr_str raw; /* without the quotes around it */
    bool quoted;       /* doubled quotes in raw stand for one */
    bool open;         /* its closing quote is missing */
};

/* Takes the next cell off *row, which is a row without its line end; start with *more true. False:
 * there is none. */
bool nr_dialect_cell(const struct nr_dialect *d, struct nr_str *row, bool *more,
                     struct nr_cell *cell);

/* How many cells the row has. *fine: none of them is open. */
size_t nr_dialect_count(const struct nr_dialect *d, struct nr_str row, bool *fine);

/* Takes the next row off *rest. False: there is no whole one; with last, none at all. */
bool nr_dialect_next(const struct nr_dialect *d, struct nr_str *rest, bool last,
                     struct nr_str *row);

/* The row without the CR that belongs to its line end. */
struct nr_str nr_dialect_trim(const struct nr_dialect *d, struct nr_str row);

#endif
