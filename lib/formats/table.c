/* Tables: comma separated values and their kin, and tables with tabs and without quotes.
 *
 * What is found out about a file from its beginning (the dialect, how many columns there are, that
 * there is no row of names) travels in cut->state to those who read the rows. */
#include "dialect.h"
#include "formats.h"
#include "newsreel/core/hash.h"
#include "newsreel/formats/mapping.h"
#include "newsreel/json/json.h"

enum {
    NAME_MOST = 40,  /* bytes of a name, in a table that nothing but its content speaks for */
    BLANKS_MOST = 3, /* blanks in it */
    COLUMNS_MOST = 256,
    DATA_MOST = 128,  /* bytes of a cell that may be a name, in any table */
    TRIALS = 1000,    /* line ends behind damage that are tried as row ends */
    WINDOW = 64 << 10 /* bytes in which a row behind damage has to end */
};

/* cut->state */
enum {
    KNOWN = 1 << 8, /* the dialect is; its delimiter is in the lowest byte */
    QUOTES = 1 << 9,
    CR = 1 << 10,
    HEADLESS = 1 << 11, /* there is no row of names */
    SHAPED = 1 << 12, /* the first row has been seen; how many cells it has is in the bits above */
    CELLS_SHIFT = 13,
    CELLS_MOST = (1 << 19) - 1,
};

static unsigned pack(const struct nr_dialect *d)
{
    return KNOWN | (unsigned char)d->delimiter | (d->quotes ? QUOTES : 0) |
           (d->end == '\r' ? CR : 0);
}

static struct nr_dialect unpack(unsigned state)
{
    return (struct nr_dialect){.delimiter = (char)(state & 0xff),
                               .quotes = state & QUOTES,
                               .end = state & CR ? '\r' : '\n'};
}

/* ---- Cutting ---- */

/* A cell that can be no name of a column. No table's first name is a number, but some programs
 * count the columns: counted. */
static bool is_data(struct nr_str raw, unsigned column, bool counted)
{
    unsigned long long n;
    if (column == 0 && !counted && nr_str_u64(raw, &n))
        return true;
    return raw.len > DATA_MOST || nr_str_starts_fold(raw, nr_str_of("http://")) ||
           nr_str_starts_fold(raw, nr_str_of("https://"));
}

/* Whether the row is 0, 1, 2 and so on. */
static bool counts_columns(const struct nr_dialect *d, struct nr_str row)
{
    struct nr_cell cell;
    bool more = true;
    unsigned long long n;
    for (unsigned column = 0; nr_dialect_cell(d, &row, &more, &cell); column++)
        if (!nr_str_u64(cell.raw, &n) || n != column)
            return false;
    return true;
}

/* Notes what the file's first row tells: how many cells rows have, and that it holds data. */
static void note_shape(struct nr_cut *cut, const struct nr_dialect *d, struct nr_str row)
{
    struct nr_cell cell;
    bool more = true, counted = counts_columns(d, row);
    unsigned cells = 0;
    while (nr_dialect_cell(d, &row, &more, &cell)) {
        cut->headless |= is_data(cell.raw, cells, counted);
        cells += cells < CELLS_MOST;
    }
    cut->state |= SHAPED | cells << CELLS_SHIFT | (cut->headless ? HEADLESS : 0);
}

/* Blank lines are no rows. */
static size_t skip_line_ends(struct nr_str bytes, size_t at)
{
    while (at < bytes.len && (bytes.data[at] == '\n' || bytes.data[at] == '\r'))
        at++;
    return at;
}

/* Whether a row that begins at `from` has as many cells as the first. NR_END: it does not end
 * yet. */
static enum nr_status try_row(const struct nr_cut *cut, const struct nr_dialect *d,
                              struct nr_str bytes, bool last, size_t from)
{
    struct nr_str rest = nr_str_sub(bytes, from, from + WINDOW), row;
    bool fine, all = last && from + rest.len == bytes.len;
    if (!nr_dialect_next(d, &rest, all, &row))
        return rest.len < WINDOW && !last ? NR_END : NR_BAD;
    return nr_dialect_count(d, row, &fine) == cut->state >> CELLS_SHIFT && fine ? NR_OK : NR_BAD;
}

/* Behind damage: a row begins behind a line end, if what follows looks like one. cut->piece_depth
 * counts the trials. */
static enum nr_status find_row(struct nr_cut *cut, const struct nr_dialect *d, struct nr_str bytes,
                               bool last)
{
    for (;; cut->at++) {
        cut->at += nr_str_find_char(nr_str_sub(bytes, cut->at, bytes.len), d->end);
        if (cut->at >= bytes.len)
            return NR_END;
        enum nr_status status = NR_OK;
        if (cut->state & SHAPED && cut->piece_depth < TRIALS)
            status = try_row(cut, d, bytes, last, cut->at + 1);
        if (status == NR_END)
            return NR_END;
        cut->piece_depth++;
        if (status == NR_OK)
            break;
    }
    cut->at++;
    cut->lost = false;
    cut->headless = true;
    return NR_OK;
}

/* The file's beginning: what its rows are like, and where the first is. */
static bool begin(struct nr_cut *cut, struct nr_str bytes, bool last, bool quotes)
{
    static const struct nr_str mark = NR_STR("\xef\xbb\xbf");
    struct nr_dialect d;
    size_t at = nr_str_starts(bytes, mark) ? mark.len : 0;
    at = skip_line_ends(bytes, at);
    struct nr_str head = nr_str_sub(bytes, at, bytes.len);
    if (!(quotes ? nr_dialect_find(head, last, cut->columns, &d)
                 : nr_dialect_find_plain(head, last, &d)))
        return false;
    cut->state = pack(&d);
    cut->at = at + (quotes ? nr_dialect_hint(head) : 0);
    return true;
}

/* piece_state is that of nr_dialect_row; 0: between rows. */
static enum nr_status cut_table(struct nr_cut *cut, struct nr_str bytes, bool last, bool quotes)
{
    if (!(cut->state & KNOWN) && !begin(cut, bytes, last, quotes))
        return NR_END;
    struct nr_dialect d = unpack(cut->state);
    if (cut->lost && find_row(cut, &d, bytes, last) != NR_OK)
        return NR_END;
    if (cut->piece_state == 0) {
        cut->at = cut->from = skip_line_ends(bytes, cut->at);
        if (cut->at == bytes.len)
            return NR_END;
    }
    if (!nr_dialect_row(&d, bytes, last, &cut->at, &cut->piece_state))
        return NR_END;
    struct nr_str row = nr_dialect_trim(&d, nr_str_sub(bytes, cut->from, cut->at));
    cut->to = cut->from + row.len;
    cut->next = cut->at < bytes.len ? cut->at + 1 : cut->at;
    if (!(cut->state & SHAPED))
        note_shape(cut, &d, row);
    return NR_OK;
}

static enum nr_status cut_csv(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    return cut_table(cut, bytes, last, true);
}

static enum nr_status cut_tsv(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    return cut_table(cut, bytes, last, false);
}

/* ---- Reading ---- */

static struct nr_str text_of(const struct nr_cell *cell, struct nr_arena *arena)
{
    struct nr_str raw = cell->raw;
    if (!cell->quoted || nr_str_find_char(raw, '"') == raw.len)
        return raw;
    char *text = nr_arena_alloc(arena, raw.len);
    size_t n = 0;
    for (size_t i = 0; i < raw.len; i++) {
        text[n++] = raw.data[i];
        if (raw.data[i] == '"' && i + 1 < raw.len && raw.data[i + 1] == '"')
            i++;
    }
    return nr_str(text, n);
}

/* The names that columns have got, as hashes. */
struct names {
    uint64_t *slots; /* 0: free */
    size_t mask;
};

/* False: it is there already. */
static bool take_name(struct names *names, struct nr_str name)
{
    uint64_t hash = nr_hash64(name) | 1;
    size_t i = hash >> 8 & names->mask;
    for (; names->slots[i]; i = (i + 1) & names->mask)
        if (names->slots[i] == hash)
            return false;
    names->slots[i] = hash;
    return true;
}

/* "column12" is what the 12th column is called that has no name. */
static bool is_numbered(struct nr_str name)
{
    static const struct nr_str column = NR_STR("column");
    unsigned long long n;
    return nr_str_starts(name, column) && nr_str_u64(nr_str_sub(name, column.len, name.len), &n);
}

/* Appends a column's name as the key of a member, on a line. */
static void add_name(struct nr_buf *out, struct names *names, struct nr_str name, size_t number)
{
    struct nr_buf own = {0};
    nr_buf_add_str(&own, nr_str_trim(name));
    if (!own.len)
        nr_buf_addf(&own, "column%zu", number);
    else if (is_numbered(nr_buf_str(&own)))
        nr_buf_addf(&own, "_%zu", number);
    while (!take_name(names, nr_buf_str(&own)))
        nr_buf_addf(&own, "_%zu", number);
    nr_json_add_text(out, nr_buf_str(&own));
    nr_buf_add_cstr(out, ":\n");
    nr_buf_free(&own);
}

/* The keys of all columns, from --columns or the first row. */
static void keep_names(const struct nr_reading *r, const struct nr_dialect *dialect,
                       struct nr_arena *arena)
{
    static const struct nr_dialect comma = {.delimiter = ',', .quotes = true, .end = '\n'};
    bool given = r->options->columns.len, fine, more = true;
    const struct nr_dialect *d = given ? &comma : dialect;
    struct nr_str row = given ? r->options->columns : r->preamble;
    if (!given && r->state & HEADLESS)
        return;
    size_t count = nr_dialect_count(d, row, &fine), room = 16;
    struct nr_cell cell;
    while (room < 2 * count)
        room *= 2;
    struct names names = {nr_arena_zero(arena, room, sizeof *names.slots), room - 1};
    for (size_t n = 1; nr_dialect_cell(d, &row, &more, &cell); n++)
        add_name(r->kept, &names, text_of(&cell, arena), n);
}

static enum nr_status table_object(const struct nr_reading *r, struct nr_arena *arena,
                                   struct nr_buf *out, struct nr_error *e)
{
    struct nr_dialect d = unpack(r->state);
    struct nr_str row = r->bytes, names, key;
    struct nr_cell cell;
    bool more = true;
    size_t from = out->len;
    if (!r->kept->len)
        keep_names(r, &d, arena);
    names = nr_buf_str(r->kept);
    for (size_t n = 1; nr_dialect_cell(&d, &row, &more, &cell); n++) {
        bool named = names.len && nr_str_split(&names, '\n', &key);
        if (cell.open) {
            nr_error_set(e, "a cell in quotes does not end");
            return NR_BAD;
        }
        struct nr_str text = text_of(&cell, arena);
        if (!text.len)
            continue;
        nr_buf_add_char(out, out->len == from ? '{' : ',');
        if (named)
            nr_buf_add_str(out, key);
        else
            nr_buf_addf(out, "\"column%zu\":", n);
        nr_json_add_text(out, text);
    }
    if (out->len > from)
        nr_buf_add_char(out, '}');
    return NR_OK;
}

/* ---- Recognition ---- */

static bool is_called(struct nr_str name, const char *const suffixes[])
{
    for (size_t i = 0; suffixes[i]; i++)
        if (nr_str_ends_fold(name, nr_str_of(suffixes[i])))
            return true;
    return false;
}

static struct nr_str skip_front(struct nr_str head)
{
    static const struct nr_str mark = NR_STR("\xef\xbb\xbf");
    head = nr_str_sub(head, nr_str_starts(head, mark) ? mark.len : 0, head.len);
    return nr_str_sub(head, skip_line_ends(head, 0), head.len);
}

/* What is certainly no table, whatever it is called. */
static bool is_other(struct nr_str head)
{
    char first = head.len ? head.data[0] : '\0', second = head.len > 1 ? head.data[1] : '\0';
    if (!first || nr_str_find_char(head, '\0') < head.len)
        return true;
    if (first == '<')
        return nr_ascii_is_letter(second) || second == '!' || second == '?';
    return (first == '{' && second == '"') || (first == '[' && (second == '{' || second == '"'));
}

/* A name that a program would give a column. */
static bool is_name(struct nr_str name)
{
    size_t blanks = 0;
    if (!name.len || name.len > NAME_MOST || nr_str_trim(name).len < name.len)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        blanks += name.data[i] == ' ';
        if ((unsigned char)name.data[i] < ' ' || memchr("\"!?<>{}=", name.data[i], 9))
            return false;
    }
    return blanks <= BLANKS_MOST && !memchr(".,;:", name.data[name.len - 1], 4);
}

/* Whether row is one of names: short, different ones. The first may be missing. */
static bool is_header(const struct nr_dialect *d, struct nr_str row)
{
    uint64_t hashes[COLUMNS_MOST];
    struct nr_cell cell;
    bool more = true;
    size_t n = 0;
    for (; nr_dialect_cell(d, &row, &more, &cell); n++) {
        if (cell.open || n == COLUMNS_MOST || (!is_name(cell.raw) && (n > 0 || cell.raw.len)))
            return false;
        hashes[n] = nr_hash64(cell.raw);
        for (size_t i = 0; i < n; i++)
            if (hashes[i] == hashes[n])
                return false;
    }
    return n > 1;
}

/* How many of the names in row the default mapping has. */
static size_t count_known(const struct nr_dialect *d, struct nr_str row)
{
    struct nr_cell cell;
    bool more = true;
    size_t n = 0;
    while (nr_dialect_cell(d, &row, &more, &cell))
        n += nr_mapping_knows(cell.raw);
    return n;
}

/* Whether content that nothing else speaks for is a table: a row of names of which the default
 * mapping has at least one, and two more rows with as many cells; or two such names, and whatever
 * is there of the next row, which may be longer than head. No row may have another number of
 * cells. */
static bool is_table(const struct nr_dialect *d, struct nr_str head)
{
    bool all = head.len < NR_DIALECT_SAMPLE, fine;
    struct nr_str rest = head, header, row;
    size_t rows = 0;
    if (!nr_dialect_next(d, &rest, false, &header) || !is_header(d, header))
        return false;
    size_t cells = nr_dialect_count(d, header, &fine);
    for (; nr_dialect_next(d, &rest, all, &row); rows++)
        if (nr_dialect_count(d, row, &fine) != cells || !fine)
            return false;
    bool begun = rest.len && nr_dialect_count(d, rest, &fine) <= cells;
    size_t known = rows || begun ? count_known(d, header) : 0;
    return known >= 2 || (known && rows >= 2);
}

static bool begins_tsv(struct nr_str head, struct nr_str name)
{
    static const char *const suffixes[] = {".tsv", ".tab", NULL};
    struct nr_dialect d;
    head = skip_front(head);
    bool called = is_called(name, suffixes);
    if ((!called && nr_str_find_char(head, '\t') == head.len) || is_other(head) ||
        nr_dialect_has_quotes(head))
        return false;
    nr_dialect_find_plain(head, true, &d);
    struct nr_str line = nr_str_sub(head, 0, nr_str_find_char(head, d.end));
    bool tabs = nr_str_find_char(line, '\t') < line.len;
    if (tabs || !called)
        return tabs && (called || is_table(&d, head));
    nr_dialect_find(head, true, 0, &d);
    return !d.delimiter;
}

static bool begins_csv(struct nr_str head, struct nr_str name)
{
    static const char *const suffixes[] = {".csv", ".tsv", ".tab", ".psv", NULL};
    struct nr_dialect d;
    head = skip_front(head);
    if (is_other(head))
        return false;
    if (is_called(name, suffixes))
        return true;
    nr_dialect_find(head, true, 0, &d);
    head = nr_str_sub(head, nr_dialect_hint(head), head.len);
    return d.delimiter && is_table(&d, head);
}

const struct nr_format nr_format_tsv = {
    .name = "tsv",
    .mime = "text/tab-separated-values",
    .decoded = true,
    .uniform = true,
    .header = true,
    .begins = begins_tsv,
    .cut = cut_tsv,
    .object = table_object,
};

const struct nr_format nr_format_csv = {
    .name = "csv",
    .mime = "text/csv",
    .decoded = true,
    .uniform = true,
    .header = true,
    .begins = begins_csv,
    .cut = cut_csv,
    .object = table_object,
};
