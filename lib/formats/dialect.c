#include "dialect.h"

static const char delimiters[] = {',', '\t', ';', '|'};

enum { DELIMITERS = sizeof delimiters, BLANKS_MOST = 200 };

/* ---- Rows and cells ---- */

enum quote { DOUBLED, STRAY, CLOSING, UNKNOWN };

/* What the quote at `at` inside a cell that began with one means. CLOSING: *behind is at the
 * delimiter or row end. UNKNOWN: what follows has to be seen. */
static enum quote judge_quote(const struct nr_dialect *d, struct nr_str s, bool last, size_t at,
                              size_t *behind)
{
    size_t i = at + 1, most = i + BLANKS_MOST;
    if (i < s.len && s.data[i] == '"')
        return DOUBLED;
    for (; i < s.len && i < most; i++) {
        char c = s.data[i];
        if (c == d->end || (c == d->delimiter && d->delimiter)) {
            *behind = i;
            return CLOSING;
        }
        if (c != ' ' && c != '\t' && c != '\r')
            return STRAY;
    }
    if (i == most)
        return STRAY;
    *behind = i;
    return last ? CLOSING : UNKNOWN;
}

enum { FIRST, BARE, QUOTED }; /* state: at the row's first byte, in a cell without, with quotes */

/* Whether a cell with quotes begins in s from *at on, before end: then *at is behind its quote. */
static bool find_opening(const struct nr_dialect *d, struct nr_str s, size_t *at, size_t end)
{
    while (d->quotes && *at < end) {
        *at += nr_str_find_char(nr_str_sub(s, *at, end), '"');
        if (*at == end)
            return false;
        bool begins = *at > 0 && d->delimiter && s.data[*at - 1] == d->delimiter;
        ++*at;
        if (begins)
            return true;
    }
    *at = end;
    return false;
}

/* Goes through cells without quotes. True: the row has ended. Else one with quotes has begun, or
 * the bytes are over. The row's end is looked for in growing steps: it may be far behind the next
 * quote. */
static bool pass_bare(const struct nr_dialect *d, struct nr_str s, size_t *at, unsigned *state)
{
    for (size_t step = 256; *at < s.len; step *= 2) {
        struct nr_str part = nr_str_sub(s, *at, *at + step);
        size_t length = nr_str_find_char(part, d->end);
        bool ends = length < part.len;
        if (find_opening(d, s, at, *at + length)) {
            *state = QUOTED;
            return false;
        }
        if (ends)
            return true;
    }
    return false;
}

/* Goes through a cell with quotes. True: the quote at *at closes it, and *behind is at what ends
 * it. */
static bool pass_quoted(const struct nr_dialect *d, struct nr_str s, bool last, size_t *at,
                        size_t *behind)
{
    for (;;) {
        *at += nr_str_find_char(nr_str_sub(s, *at, s.len), '"');
        if (*at >= s.len)
            return false;
        switch (judge_quote(d, s, last, *at, behind)) {
        case DOUBLED:
            *at += 2;
            break;
        case STRAY:
            ++*at;
            break;
        case CLOSING:
            return true;
        case UNKNOWN:
            return false;
        }
    }
}

bool nr_dialect_row(const struct nr_dialect *d, struct nr_str bytes, bool last, size_t *at,
                    unsigned *state)
{
    if (*state == FIRST && *at < bytes.len) {
        *state = d->quotes && bytes.data[*at] == '"' ? QUOTED : BARE;
        *at += *state == QUOTED;
    }
    for (size_t behind;;) {
        if (*state == QUOTED) {
            if (!pass_quoted(d, bytes, last, at, &behind))
                return last;
            *state = BARE;
            *at = behind;
        }
        if (pass_bare(d, bytes, at, state))
            return true;
        if (*state == BARE)
            return last;
    }
}

bool nr_dialect_cell(const struct nr_dialect *d, struct nr_str *row, bool *more,
                     struct nr_cell *cell)
{
    size_t at = 1, behind = row->len;
    if (!*more)
        return false;
    *cell = (struct nr_cell){.quoted = d->quotes && row->len && row->data[0] == '"'};
    if (cell->quoted) {
        cell->open = !pass_quoted(d, *row, true, &at, &behind);
        cell->raw = nr_str_sub(*row, 1, at);
    } else {
        if (d->delimiter)
            behind = nr_str_find_char(*row, d->delimiter);
        cell->raw = nr_str_sub(*row, 0, behind);
    }
    *more = behind < row->len;
    *row = nr_str_sub(*row, behind + 1, row->len);
    return true;
}

size_t nr_dialect_count(const struct nr_dialect *d, struct nr_str row, bool *fine)
{
    struct nr_cell cell;
    size_t n = 0;
    bool more = true;
    for (*fine = true; nr_dialect_cell(d, &row, &more, &cell); n++)
        *fine = *fine && !cell.open;
    return n;
}

bool nr_dialect_next(const struct nr_dialect *d, struct nr_str *rest, bool last, struct nr_str *row)
{
    size_t at = 0;
    unsigned state = 0;
    if (!rest->len || !nr_dialect_row(d, *rest, last, &at, &state))
        return false;
    *row = nr_dialect_trim(d, nr_str_sub(*rest, 0, at));
    *rest = nr_str_sub(*rest, at + 1, rest->len);
    return true;
}

struct nr_str nr_dialect_trim(const struct nr_dialect *d, struct nr_str row)
{
    bool cr = d->end == '\n' && row.len && row.data[row.len - 1] == '\r';
    return nr_str_sub(row, 0, row.len - cr);
}

/* ---- Finding out ---- */

static bool find_end(struct nr_str sample, bool all, char *end)
{
    *end = '\n';
    if (nr_str_find_char(sample, '\n') < sample.len)
        return true;
    if (all && nr_str_find_char(sample, '\r') < sample.len)
        *end = '\r';
    return all;
}

size_t nr_dialect_hint(struct nr_str head)
{
    static const struct nr_str sep = NR_STR("sep=");
    size_t at = sep.len + 1;
    if (!nr_str_starts_fold(head, sep) || head.len < at || memchr("\"\r\n ", head.data[sep.len], 4))
        return 0;
    at += at < head.len && head.data[at] == '\r';
    return at < head.len && head.data[at] == '\n' ? at + 1 : 0;
}

/* How well a delimiter suits the sample. */
struct score {
    size_t cells;      /* of the first row */
    size_t rows, even; /* rows, and those that have as many cells as the first */
};

static struct score score_of(const struct nr_dialect *d, struct nr_str sample, bool last)
{
    struct score score = {0};
    struct nr_str rest = sample, row;
    bool fine;
    while (nr_dialect_next(d, &rest, last || score.rows == 0, &row)) {
        size_t cells = nr_dialect_count(d, row, &fine);
        score.cells = score.rows ? score.cells : cells;
        score.rows++;
        score.even += cells == score.cells;
    }
    return score;
}

static bool is_better(struct score a, struct score b, size_t columns)
{
    if (columns && (a.cells == columns) != (b.cells == columns))
        return a.cells == columns;
    if ((a.cells > 1) != (b.cells > 1))
        return a.cells > 1;
    if (a.even * b.rows != b.even * a.rows)
        return a.even * b.rows > b.even * a.rows;
    return a.cells > b.cells;
}

static char best_delimiter(struct nr_dialect d, struct nr_str sample, bool last, size_t columns)
{
    struct score best = {.cells = 1};
    char found = '\0';
    for (size_t i = 0; i < DELIMITERS; i++) {
        d.delimiter = delimiters[i];
        struct score score = score_of(&d, sample, last);
        if (score.cells > 1 && (!found || is_better(score, best, columns))) {
            best = score;
            found = d.delimiter;
        }
    }
    return found;
}

/* Which delimiters s has: a bit for each. */
static unsigned find_delimiters(struct nr_str s)
{
    unsigned found = 0;
    for (unsigned i = 0; i < DELIMITERS; i++)
        found |= (unsigned)(nr_str_find_char(s, delimiters[i]) < s.len) << i;
    return found;
}

/* Which delimiters the line has outside of quotes: one of them, and how many. *open: it ends inside
 * of some. */
static size_t count_delimiters(struct nr_str line, char *found, bool *open)
{
    unsigned seen = 0;
    size_t n = 0;
    struct nr_str part;
    *open = false;
    for (bool quoted = false; nr_str_split(&line, '"', &part); quoted = !quoted) {
        seen |= quoted ? 0 : find_delimiters(part);
        *open = quoted;
    }
    for (unsigned i = 0; i < DELIMITERS; i++)
        if (seen >> i & 1) {
            *found = delimiters[i];
            n++;
        }
    return n;
}

bool nr_dialect_find(struct nr_str head, bool last, size_t columns, struct nr_dialect *dialect)
{
    bool all = last || head.len >= NR_DIALECT_SAMPLE, open;
    struct nr_str sample = nr_str_sub(head, 0, NR_DIALECT_SAMPLE);
    *dialect = (struct nr_dialect){.quotes = true};
    if (!find_end(sample, all, &dialect->end))
        return false;
    if (nr_dialect_hint(sample)) {
        dialect->delimiter = sample.data[4];
        return true;
    }
    struct nr_str line = nr_str_sub(sample, 0, nr_str_find_char(sample, dialect->end));
    size_t n = count_delimiters(line, &dialect->delimiter, &open);
    if (n < 2 && !open)
        return true;
    if (!all)
        return false;
    last = last && head.len <= NR_DIALECT_SAMPLE;
    dialect->delimiter = best_delimiter(*dialect, sample, last, columns);
    return true;
}

bool nr_dialect_find_plain(struct nr_str head, bool last, struct nr_dialect *dialect)
{
    *dialect = (struct nr_dialect){.delimiter = '\t'};
    return find_end(nr_str_sub(head, 0, NR_DIALECT_SAMPLE), last || head.len >= NR_DIALECT_SAMPLE,
                    &dialect->end);
}

/* What a cell says about quotes: 1 they are needed, -1 they are none, 0 nothing. */
static int testify(const struct nr_cell *cell)
{
    struct nr_str raw = cell->raw;
    size_t first = nr_str_find_char(raw, '"');
    if (cell->open || (!cell->quoted && first < raw.len))
        return -1;
    for (size_t i = first; i < raw.len; i++) {
        if (raw.data[i] != '"')
            continue;
        if (++i == raw.len || raw.data[i] != '"')
            return -1;
    }
    return cell->quoted &&
           (first < raw.len || memchr(raw.data, '\t', raw.len) || memchr(raw.data, '\n', raw.len));
}

bool nr_dialect_has_quotes(struct nr_str head)
{
    struct nr_dialect d = {.delimiter = '\t', .quotes = true};
    struct nr_str rest = nr_str_sub(head, 0, NR_DIALECT_SAMPLE), row;
    bool first = true, needed = false;
    find_end(rest, true, &d.end);
    for (; nr_dialect_next(&d, &rest, false, &row); first = false) {
        struct nr_cell cell;
        bool more = true, all = first && row.len > 0;
        while (nr_dialect_cell(&d, &row, &more, &cell)) {
            int word = testify(&cell);
            if (word < 0)
                return false;
            needed |= word > 0;
            all &= cell.quoted;
        }
        needed |= all;
    }
    return needed;
}
