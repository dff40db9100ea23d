/* Tables are cut into the same rows however they come; rows and cells are those that a reader finds
 * which goes byte by byte; every row becomes a valid object whose names differ. The first byte:
 * delimiter, quotes, line ends, whether it begins behind damage, named columns. */
#include "../../lib/formats/dialect.h"
#include "cutting.h"
#include "newsreel/core/utf8.h"
#include "newsreel/json/record.h"
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BLANKS = 200 };

static bool ends_cell(const struct nr_dialect *d, char c)
{
    return c == d->end || (d->delimiter && c == d->delimiter);
}

/* Where a quote at i that closes its cell leads to; 0 when it does not. */
static size_t behind_quote(const struct nr_dialect *d, struct nr_str s, size_t i)
{
    for (size_t n = 0; n < BLANKS; n++) {
        i++;
        if (i >= s.len || ends_cell(d, s.data[i]))
            return i < s.len ? i : s.len;
        if (s.data[i] != ' ' && s.data[i] != '\t' && s.data[i] != '\r')
            return 0;
    }
    return 0;
}

/* One cell from i on, in angle brackets; an open one with a star. Where it ends comes back. */
static size_t slow_cell(const struct nr_dialect *d, struct nr_str s, size_t i, struct nr_buf *out)
{
    nr_buf_add_char(out, '<');
    bool open = d->quotes && i < s.len && s.data[i] == '"', quoted = open;
    for (i += open; i < s.len && (open || (!quoted && !ends_cell(d, s.data[i]))); i++) {
        size_t behind = 0;
        if (open && s.data[i] == '"') {
            if (i + 1 < s.len && s.data[i + 1] == '"')
                nr_buf_add_char(out, s.data[i++]);
            else
                behind = behind_quote(d, s, i);
        }
        if (behind) {
            i = behind - 1;
            open = false;
            nr_buf_add_char(out, '>');
            continue;
        }
        nr_buf_add_char(out, s.data[i]);
    }
    bool ends_row = i == s.len || s.data[i] == d->end;
    if ((open || !quoted) && ends_row && d->end == '\n' && out->data[out->len - 1] == '\r')
        out->len--;
    if (open)
        nr_buf_add_char(out, '*');
    else if (!quoted)
        nr_buf_add_char(out, '>');
    return i;
}

static void read_slowly(const struct nr_dialect *d, struct nr_str s, struct nr_buf *out)
{
    for (size_t i = 0; i < s.len; i++) {
        i = slow_cell(d, s, i, out);
        while (i < s.len && s.data[i] != d->end)
            i = slow_cell(d, s, i + 1, out);
        nr_buf_add_char(out, '\n');
    }
}

static void read_fast(const struct nr_dialect *d, struct nr_str s, struct nr_buf *out)
{
    struct nr_str row;
    while (nr_dialect_next(d, &s, true, &row)) {
        struct nr_cell cell;
        bool more = true;
        while (nr_dialect_cell(d, &row, &more, &cell)) {
            nr_buf_add_char(out, '<');
            nr_buf_add_str(out, cell.raw);
            nr_buf_add_char(out, cell.open ? '*' : '>');
        }
        nr_buf_add_char(out, '\n');
    }
}

static void check_cells(const struct nr_dialect *d, struct nr_str bytes)
{
    struct nr_buf want = {0}, got = {0};
    read_slowly(d, bytes, &want);
    read_fast(d, bytes, &got);
    assert(nr_str_eq(nr_buf_str(&want), nr_buf_str(&got)));
    nr_buf_free(&want);
    nr_buf_free(&got);
}

static void check_object(struct nr_str object)
{
    struct nr_record r = {0};
    struct nr_error e;
    struct nr_json value;
    assert(nr_record_scan(&r, object, &e) == NR_OK && r.count > 0 && !r.newline);
    for (size_t i = 0; i < r.count && i < 50; i++) {
        assert(r.members[i].value.type == NR_JSON_STRING && r.members[i].value.raw.len > 2);
        assert(nr_record_find(&r, r.members[i].key, &value, &e) == NR_OK);
    }
    nr_record_free(&r);
}

/* All rows as objects: the first is their header, or columns name them. */
static void check_objects(const struct nr_format *format, struct nr_str bytes, const char *columns)
{
    struct nr_cut cut = {.columns = columns ? 2 : 0};
    struct nr_buf kept = {0}, object = {0};
    struct nr_arena arena = {0};
    struct nr_error e;
    const struct nr_format_options options = {.columns = nr_str_of(columns)};
    struct nr_reading r = {.kept = &kept, .options = &options};
    for (bool first = true; format->cut(&cut, bytes, true) == NR_OK; first = false) {
        r.bytes = nr_str_sub(bytes, cut.from, cut.to);
        r.state = cut.state;
        object.len = 0;
        if (first && !columns && !cut.headless)
            r.preamble = r.bytes;
        else if (format->object(&r, &arena, &object, &e) == NR_OK && object.len)
            check_object(nr_buf_str(&object));
        bytes = nr_str_sub(bytes, cut.next, bytes.len);
        cut = (struct nr_cut){.state = cut.state, .columns = cut.columns};
        nr_arena_reset(&arena);
    }
    nr_arena_free(&arena);
    nr_buf_free(&kept);
    nr_buf_free(&object);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    struct nr_str bytes = nr_str((const char *)data + 1, size - 1);
    const struct nr_dialect d = {",\t;\0"[data[0] & 3], data[0] & 4, data[0] & 8 ? '\r' : '\n'};
    const struct nr_format *format = nr_format_named(nr_str_of(data[0] & 4 ? "csv" : "tsv"));
    const char *columns = data[0] & 32 ? "p,q" : NULL;
    struct nr_buf pieces = {0};
    check_cells(&d, bytes);
    format->begins(nr_str_sub(bytes, 0, 4096), nr_str_of(data[0] & 64 ? "x.csv" : "x"));
    check_cutting(format, bytes, data[0] & 16, columns ? 2 : 0, &pieces);
    if (nr_utf8_valid(bytes) == bytes.len)
        check_objects(format, bytes, columns);
    nr_buf_free(&pieces);
    return 0;
}
