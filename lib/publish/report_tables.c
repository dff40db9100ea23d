/* The report as tables of text, for a terminal. */
#include "newsreel/core/utf8.h"
#include "report.h"
#include <utf8proc.h>

enum {
    NAMES = 10,
    WIDTH = 46, /* of a name, in columns of the terminal */
    NUMBER = 15,
    BAR = 24,
    SAMPLE_COLUMNS = 100,
    CARDS = 4,
};

/* ---- Text ---- */

/* No control characters, and none that turn the direction of text or end lines. */
static bool is_harmless(uint32_t c)
{
    return c >= 0x20 && !(c >= 0x7f && c < 0xa0) && !(c >= 0x200b && c <= 0x200f) &&
           !(c >= 0x2028 && c <= 0x202e) && !(c >= 0x2060 && c <= 0x206f) && c != 0xfeff &&
           c != 0x061c && !(c >= 0xe0000 && c <= 0xe007f);
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Appends at most so many columns of s, blanks run together, with an ellipsis where more was there.
 * Returns the columns it took. */
static size_t add_text(struct nr_buf *out, struct nr_str s, bool cut, size_t most)
{
    const char *at = s.len ? s.data : "", *end = at + s.len;
    size_t columns = 0;
    while (at < end && columns < most) {
        uint32_t c = nr_utf8_next(&at, end);
        bool blank = is_blank(c);
        while (blank && at < end && is_blank((unsigned char)*at))
            at++;
        c = blank ? ' ' : is_harmless(c) ? c : 0xfffd;
        int width = utf8proc_charwidth((utf8proc_int32_t)c);
        columns += width > 0 ? (size_t)width : 0;
        nr_utf8_add(out, c);
    }
    if (at < end || cut) {
        nr_utf8_add(out, 0x2026);
        columns++;
    }
    return columns;
}

static void pad(struct nr_buf *out, size_t columns, size_t wanted)
{
    for (; columns < wanted; columns++)
        nr_buf_add_char(out, ' ');
}

static void add_title(struct nr_buf *out, const char *title)
{
    nr_buf_addf(out, "\n%s\n", title);
}

static void add_right(struct nr_buf *out, uint64_t n)
{
    struct nr_buf digits = {0};
    report_add_count(&digits, n);
    pad(out, digits.len, NUMBER);
    nr_buf_add_str(out, nr_buf_str(&digits));
    nr_buf_free(&digits);
}

/* "  name   1,234  12.3 %  ####" */
static void add_row(struct nr_buf *out, struct nr_str name, bool cut, uint64_t count,
                    uint64_t whole, uint64_t longest)
{
    nr_buf_add_cstr(out, "  ");
    pad(out, add_text(out, name, cut, WIDTH - 2), WIDTH);
    add_right(out, count);
    if (whole) {
        struct nr_buf share = {0};
        report_add_share(&share, count, whole);
        pad(out, nr_utf8_count(nr_buf_str(&share)), 10);
        nr_buf_add_str(out, nr_buf_str(&share));
        nr_buf_free(&share);
    }
    size_t bar = longest ? BAR : 0;
    if (count < longest)
        bar = (size_t)((double)count / (double)longest * BAR + 0.5);
    nr_buf_add_cstr(out, bar ? "  " : "");
    for (size_t i = 0; i < bar && i < BAR; i++)
        nr_buf_add_char(out, '#');
    nr_buf_add_char(out, '\n');
}

static void add_named(struct nr_buf *out, const char *name, uint64_t count, uint64_t whole,
                      uint64_t longest)
{
    add_row(out, nr_str_of(name), false, count, whole, longest);
}

/* ---- The tables ---- */

static void add_sums(struct nr_buf *out, const struct nr_summary *s)
{
    const struct lengths *l = &s->lengths;
    struct nr_day a, b;
    report_add_count(out, s->records);
    nr_buf_addf(out, " record%s published", report_plural(s->records));
    if (nr_days_range(&s->days, &a, &b))
        nr_buf_addf(out, ", of %04d-%02d-%02d to %04d-%02d-%02d", a.year, a.month, a.day, b.year,
                    b.month, b.day);
    nr_buf_add_char(out, '\n');
    if (l->records)
        add_named(out, "characters of text", l->sum, 0, 0);
    if (s->worded)
        add_named(out, "words", s->words, 0, 0);
    if (!s->sealed)
        nr_buf_add_cstr(out,
                        "  The input is not sealed: what came before this run is not known.\n");
}

static void add_known_bytes(struct nr_buf *out, uint64_t bytes)
{
    struct nr_buf text = {0};
    if (bytes == NR_NOWHERE)
        nr_buf_add_char(&text, '-');
    else
        report_add_bytes(&text, bytes);
    pad(out, text.len, 12);
    nr_buf_add_str(out, nr_buf_str(&text));
    nr_buf_free(&text);
}

static void add_stages(struct nr_buf *out, const struct nr_summary *s)
{
    nr_buf_add_cstr(out, "\nThrough the chain");
    nr_buf_add_cstr(out,
                    "              in         passed        dropped     unreadable            out"
                    "        read     written\n");
    for (size_t i = 0; i < s->stage_count; i++) {
        const struct stage *g = &s->stages[i];
        nr_buf_add_cstr(out, "  ");
        pad(out, add_text(out, g->program, false, 14), 16);
        add_right(out, g->in);
        add_right(out, g->passed);
        add_right(out, g->dropped);
        add_right(out, g->rejected);
        add_right(out, g->out);
        add_known_bytes(out, g->bytes_in);
        add_known_bytes(out, g->bytes);
        nr_buf_add_char(out, '\n');
    }
    if (s->stages_left_out)
        add_named(out, "more stages", s->stages_left_out, 0, 0);
}

static void add_reasons(struct nr_buf *out, const struct nr_summary *s)
{
    add_title(out, "Not passed on, by reason");
    for (size_t i = 0; i < s->reason_count; i++) {
        struct nr_buf name = {0};
        nr_buf_add_str(&name, s->reasons[i].program);
        nr_buf_add_cstr(&name, ": ");
        nr_buf_add_str(&name, s->reasons[i].why);
        add_row(out, nr_buf_str(&name), false, s->reasons[i].count, s->came_in,
                s->reasons[0].count);
        nr_buf_free(&name);
    }
    if (s->reasons_left_out)
        add_named(out, "other reasons", s->reasons_left_out, s->came_in, 0);
    if (!s->reason_count)
        nr_buf_add_cstr(out, "  Everything was passed on.\n");
}

static void add_days(struct nr_buf *out, const struct nr_summary *s)
{
    struct nr_bins bins;
    struct nr_buf label = {0};
    uint64_t longest = 0;
    nr_days_bins(&s->days, 24, &bins);
    for (size_t i = 0; i < bins.count; i++)
        longest = bins.records[i] > longest ? bins.records[i] : longest;
    nr_buf_addf(out, "\nRecords per %s\n", bins.count ? nr_bins_unit(&bins) : "day");
    if (bins.earlier)
        add_named(out, "earlier", bins.earlier, s->records, 0);
    for (size_t i = 0; i < bins.count; i++) {
        label.len = 0;
        nr_bins_add_label(&bins, i, &label);
        add_row(out, nr_buf_str(&label), false, bins.records[i], s->records, longest);
    }
    if (bins.later)
        add_named(out, "later", bins.later, s->records, 0);
    if (s->records > s->days.total)
        add_named(out, "without a day", s->records - s->days.total, s->records, 0);
    nr_buf_free(&label);
}

static void add_lengths(struct nr_buf *out, const struct nr_summary *s)
{
    const struct lengths *l = &s->lengths;
    struct nr_buf label = {0};
    uint64_t longest = 0;
    add_title(out, "Lengths, in characters of text");
    if (l->records) {
        add_named(out, "least", l->least, 0, 0);
        add_named(out, "a quarter is not longer than about", report_length_at(l, 250), 0, 0);
        add_named(out, "median, about", report_length_at(l, 500), 0, 0);
        add_named(out, "a quarter is longer than about", report_length_at(l, 750), 0, 0);
        add_named(out, "greatest", l->most, 0, 0);
    }
    for (size_t i = 0; i < LENGTH_BINS; i++)
        longest = l->bins[i] > longest ? l->bins[i] : longest;
    for (size_t i = 0; i < LENGTH_BINS; i++) {
        if (!l->bins[i])
            continue;
        label.len = 0;
        report_add_length(&label, i);
        add_row(out, nr_buf_str(&label), false, l->bins[i], s->records, longest);
    }
    if (s->records > l->records)
        add_named(out, "without text", s->records - l->records, s->records, 0);
    nr_buf_free(&label);
}

static void add_list(struct nr_buf *out, const struct nr_summary *s, enum list list)
{
    const struct nr_top *t = &s->lists[list];
    uint64_t sum = 0;
    if (!t->count)
        return;
    add_title(out, report_list_titles[list]);
    for (size_t i = 0; i < report_shown(t, NAMES); i++) {
        add_row(out, nr_top_name(t, i), t->names[i].cut, t->items[i].count, s->records,
                t->items[0].count);
        sum += t->items[i].count;
    }
    if (t->total > sum)
        add_named(out, t->lost ? "others, about" : "others", t->total - sum, 0, 0);
}

static void add_clusters(struct nr_buf *out, const struct nr_summary *s)
{
    const struct nr_top *t = &s->lists[LIST_KEPT];
    uint64_t counts[SIZE_BINS], longest = report_count_sizes(s, counts);
    if (!s->duplicates)
        return;
    add_title(out, s->clusters.level ? "Clusters of near-duplicates by size, estimated"
                                     : "Clusters of near-duplicates by size");
    add_named(out, "records marked as duplicates", s->duplicates, s->records, 0);
    for (size_t i = 0; i < SIZE_BINS; i++) {
        struct nr_buf name = {0};
        report_add_size(&name, i);
        nr_buf_add_cstr(&name, " records");
        if (counts[i])
            add_row(out, nr_buf_str(&name), false, counts[i], 0, longest);
        nr_buf_free(&name);
    }
    add_title(out, report_list_titles[LIST_KEPT]);
    for (size_t i = 0; i < report_shown(t, NAMES); i++)
        add_row(out, nr_top_name(t, i), t->names[i].cut, t->items[i].count + 1, 0,
                t->items[0].count + 1);
}

/* ---- Before and after ---- */

static void add_side(struct nr_buf *out, struct side *side, const char *title)
{
    struct shown m;
    nr_buf_addf(out, "    %s\n", title);
    while (report_next_shown(side, &m)) {
        nr_buf_add_cstr(out, "      ");
        size_t columns = add_text(out, m.name, false, 24);
        nr_buf_add_cstr(out, ": ");
        add_text(out, m.value, m.cut, SAMPLE_COLUMNS - columns);
        nr_buf_add_char(out, '\n');
    }
    if (side->empty)
        nr_buf_addf(out, "      %u more null or empty\n", side->empty);
    if (side->more)
        nr_buf_addf(out, "      %u more not shown\n", side->more);
}

static void add_cards(struct nr_buf *out, const struct nr_summary *s)
{
    struct side side;
    if (s->cards.count)
        add_title(out, "Before and after, of records by chance");
    for (size_t i = 0; i < s->cards.count && i < CARDS; i++) {
        struct nr_str card = nr_buf_str(&s->cards.items[i].bytes), title = report_card_title(card);
        nr_buf_add_cstr(out, "  ");
        add_text(out, title.len ? title : nr_str_of("(no headline)"), false, SAMPLE_COLUMNS);
        nr_buf_add_char(out, '\n');
        if (report_open_side(&card, &side))
            add_side(out, &side, "as it came");
        if (report_open_side(&card, &side))
            add_side(out, &side, "as it was published");
    }
}

static void add_remarks(struct nr_buf *out, const struct nr_summary *s)
{
    struct nr_buf text = {0};
    add_title(out, "How it was counted");
    for (size_t at = 0; report_next_remark(s, &at, &text); text.len = 0) {
        nr_buf_add_cstr(out, "  ");
        nr_buf_add_str(out, nr_buf_str(&text));
        nr_buf_add_char(out, '\n');
    }
    nr_buf_free(&text);
}

void nr_summary_tables(struct nr_summary *s, struct nr_buf *out)
{
    static const enum list lists[] = {LIST_SITES,         LIST_SOURCES, LIST_LANGUAGES, LIST_PEOPLE,
                                      LIST_ORGANISATIONS, LIST_PLACES,  LIST_TOPICS};
    add_sums(out, s);
    add_stages(out, s);
    add_reasons(out, s);
    add_days(out, s);
    add_lengths(out, s);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        add_list(out, s, lists[i]);
    add_clusters(out, s);
    add_cards(out, s);
    add_remarks(out, s);
}
