/* Sections of the page on what the records are like, and the parts that all sections are made
 * of. */
#include "report_chart.h"
#include "report_page.h"
#include <stdio.h>

enum { NAMES = 15, CLUSTERS = 10 };

/* ---- Small parts ---- */

void page_begin_section(struct nr_buf *out, const char *title)
{
    nr_buf_addf(out, "<section>\n<h2>%s</h2>\n", title);
}

void page_end_section(struct nr_buf *out)
{
    nr_buf_add_cstr(out, "</section>\n");
}

void page_add_note(struct nr_buf *out, const char *text)
{
    nr_buf_addf(out, "<p class=\"soft\">%s</p>\n", text);
}

void page_add_amount(struct nr_buf *out, uint64_t n, const char *what)
{
    report_add_count(out, n);
    nr_buf_addf(out, " %s", what);
}

/* A name, its count and share, and its bar. */
void page_add_row(struct nr_buf *out, uint64_t count, uint64_t whole, uint64_t longest,
                  const char *class)
{
    const struct chart_part part = {class, count};
    nr_buf_add_cstr(out, "</span><span class=\"n\">");
    report_add_count(out, count);
    if (whole) {
        nr_buf_add_cstr(out, "<small>");
        report_add_share(out, count, whole);
        nr_buf_add_cstr(out, "</small>");
    }
    nr_buf_add_cstr(out, "</span>");
    chart_add_bar(out, &part, 1, longest);
    nr_buf_add_cstr(out, "</li>\n");
}

/* ---- When ---- */

static void add_day_label(struct nr_buf *out, const void *bins, size_t i)
{
    nr_bins_add_label(bins, i, out);
}

static void add_outside(struct nr_buf *out, const struct nr_bins *bins, uint64_t undated)
{
    const struct {
        uint64_t n;
        const char *what;
    } parts[] = {{bins->earlier, "earlier"}, {bins->later, "later"}, {undated, "without a day"}};
    bool any = false;
    for (size_t i = 0; i < 3; i++) {
        if (!parts[i].n)
            continue;
        nr_buf_add_cstr(out, any ? ", " : "<p class=\"soft\">Not in the chart: ");
        page_add_amount(out, parts[i].n, parts[i].what);
        any = true;
    }
    nr_buf_add_cstr(out, any ? ".</p>\n" : "");
}

void page_add_days(struct nr_buf *out, const struct nr_summary *s)
{
    char caption[40];
    struct nr_bins bins;
    nr_days_bins(&s->days, 120, &bins);
    page_begin_section(out, "When");
    if (bins.count) {
        snprintf(caption, sizeof caption, "Records per %s", nr_bins_unit(&bins));
        const struct chart_columns c = {.caption = caption,
                                        .sizes = bins.records,
                                        .count = bins.count,
                                        .label = add_day_label,
                                        .context = &bins};
        chart_add_columns(out, &c);
    }
    add_outside(out, &bins, s->records - s->days.total);
    page_end_section(out);
}

/* ---- Lists ---- */

static void add_others(struct nr_buf *out, uint64_t shown, const struct nr_top *t)
{
    if (t->total <= shown)
        return;
    nr_buf_add_cstr(out, "<p class=\"soft\">Others: ");
    report_add_count(out, t->total - shown);
    nr_buf_add_cstr(out, t->lost ? ", about" : "");
    nr_buf_add_cstr(out, "</p>\n");
}

static void add_list(struct nr_buf *out, const struct nr_summary *s, enum list list, size_t most)
{
    const struct nr_top *t = &s->lists[list];
    size_t shown = report_shown(t, most);
    uint64_t sum = 0;
    nr_buf_addf(out, "<div><h3>%s</h3>\n", report_list_titles[list]);
    if (!shown)
        page_add_note(out, "None.");
    nr_buf_add_cstr(out, "<ol class=\"bars\">\n");
    for (size_t i = 0; i < shown; i++) {
        nr_buf_add_cstr(out, "<li><span class=\"name\" dir=\"auto\">");
        chart_add_text(out, nr_top_name(t, i), t->names[i].cut);
        page_add_row(out, t->items[i].count, s->records, t->items[0].count, NULL);
        sum += t->items[i].count;
    }
    nr_buf_add_cstr(out, "</ol>\n");
    add_others(out, sum, t);
    nr_buf_add_cstr(out, "</div>\n");
}

static void add_without(struct nr_buf *out, const struct nr_summary *s, enum list list)
{
    uint64_t without = s->records - s->lists[list].total;
    if (!without)
        return;
    nr_buf_add_cstr(out, "<p class=\"soft\">");
    page_add_amount(out, without,
                    without == 1 ? "record has none.</p>\n" : "records have none.</p>\n");
}

void page_add_where(struct nr_buf *out, const struct nr_summary *s)
{
    page_begin_section(out, "Where from");
    nr_buf_add_cstr(out, "<div class=\"grid\">\n");
    add_list(out, s, LIST_SITES, NAMES);
    add_list(out, s, LIST_SOURCES, NAMES);
    nr_buf_add_cstr(out, "</div>\n");
    page_end_section(out);
}

void page_add_names(struct nr_buf *out, const struct nr_summary *s)
{
    uint64_t any = 0;
    for (enum list i = LIST_PEOPLE; i <= LIST_TOPICS; i++)
        any += s->lists[i].total;
    page_begin_section(out, "Who, where and what");
    if (!any) {
        page_add_note(out,
                      "No record is tagged: put tag into the chain to see people, organisations, "
                      "places and topics.");
        page_end_section(out);
        return;
    }
    page_add_note(out, "Records in which each is met.");
    nr_buf_add_cstr(out, "<div class=\"grid\">\n");
    for (enum list i = LIST_PEOPLE; i <= LIST_TOPICS; i++)
        add_list(out, s, i, NAMES);
    nr_buf_add_cstr(out, "</div>\n");
    page_end_section(out);
}

/* ---- Languages and lengths ---- */

struct length_range {
    size_t from, to; /* bins */
};

static void add_edge(struct nr_buf *out, uint64_t n)
{
    if (n >= 1000000)
        nr_buf_addf(out, n % 1000000 ? "%.1fM" : "%.0fM", (double)n / 1e6);
    else if (n >= 1000)
        nr_buf_addf(out, n % 1000 ? "%.1fk" : "%.0fk", (double)n / 1e3);
    else
        nr_buf_addf(out, "%llu", (unsigned long long)n);
}

static void add_length_label(struct nr_buf *out, const void *context, size_t i)
{
    const struct length_range *r = context;
    report_add_length(out, r->from + i);
}

/* All edges where they are few, else those at powers of ten. */
static bool add_length_tick(struct nr_buf *out, const void *context, size_t i)
{
    const struct length_range *r = context;
    if (r->from + i >= LENGTH_BINS)
        return false;
    uint64_t n = report_lengths[r->from + i], power = 1;
    while (power < n)
        power *= 10;
    bool shown = r->to - r->from <= 8 || power == n;
    if (shown)
        add_edge(out, n);
    return shown;
}

static void add_quarters(struct nr_buf *out, const struct lengths *l)
{
    nr_buf_add_cstr(out, "<p class=\"soft\">Median about ");
    report_add_count(out, report_length_at(l, 500));
    nr_buf_add_cstr(out, ", half of all between about ");
    report_add_count(out, report_length_at(l, 250));
    nr_buf_add_cstr(out, " and ");
    report_add_count(out, report_length_at(l, 750));
    nr_buf_add_cstr(out, "; mean ");
    report_add_count(out, l->sum / l->records);
    nr_buf_add_cstr(out, ", from ");
    report_add_count(out, l->least);
    nr_buf_add_cstr(out, " to ");
    report_add_count(out, l->most);
    nr_buf_add_cstr(out, ".</p>\n");
}

static void add_lengths(struct nr_buf *out, const struct nr_summary *s)
{
    const struct lengths *l = &s->lengths;
    struct length_range r = {0, 0};
    nr_buf_add_cstr(out, "<div><h3>Lengths</h3>\n");
    if (l->records) {
        r.from = report_length_bin(l->least);
        r.to = report_length_bin(l->most) + 1;
        const struct chart_columns c = {.caption = "Records by characters of text",
                                        .sizes = l->bins + r.from,
                                        .count = r.to - r.from,
                                        .label = add_length_label,
                                        .context = &r,
                                        .tick = add_length_tick};
        add_quarters(out, l);
        chart_add_columns(out, &c);
    }
    if (s->records > l->records) {
        nr_buf_add_cstr(out, "<p class=\"soft\">Without text: ");
        report_add_count(out, s->records - l->records);
        nr_buf_addf(out, " record%s.</p>\n", report_plural(s->records - l->records));
    }
    nr_buf_add_cstr(out, "</div>\n");
}

void page_add_texts(struct nr_buf *out, const struct nr_summary *s)
{
    page_begin_section(out, "The texts");
    nr_buf_add_cstr(out, "<div class=\"grid\">\n");
    add_lengths(out, s);
    add_list(out, s, LIST_LANGUAGES, NAMES);
    nr_buf_add_cstr(out, "</div>\n");
    add_without(out, s, LIST_LANGUAGES);
    page_end_section(out);
}

/* ---- Clusters ---- */

static void add_sizes(struct nr_buf *out, const struct nr_summary *s)
{
    uint64_t counts[SIZE_BINS], longest = report_count_sizes(s, counts);
    nr_buf_addf(out, "<div><h3>Clusters by size%s</h3>\n<ol class=\"bars\">\n",
                s->clusters.level ? ", estimated" : "");
    for (size_t i = 0; i < SIZE_BINS; i++) {
        if (!counts[i])
            continue;
        nr_buf_add_cstr(out, "<li><span class=\"name\">");
        report_add_size(out, i);
        nr_buf_add_cstr(out, " records");
        page_add_row(out, counts[i], 0, longest, NULL);
    }
    nr_buf_add_cstr(out, "</ol></div>\n");
}

void page_add_clusters(struct nr_buf *out, const struct nr_summary *s)
{
    const struct nr_top *t = &s->lists[LIST_KEPT];
    page_begin_section(out, "Near-duplicates");
    if (!s->duplicates) {
        page_add_note(out, "No record is marked as the duplicate of another (dedupe --mark).");
        page_end_section(out);
        return;
    }
    nr_buf_add_cstr(out, "<p class=\"soft\">");
    page_add_amount(out, s->duplicates,
                    s->duplicates == 1 ? "record is marked as the duplicate of another.</p>\n"
                                       : "records are marked as duplicates of another.</p>\n");
    nr_buf_add_cstr(out, "<div class=\"grid\">\n");
    add_sizes(out, s);
    nr_buf_addf(out, "<div><h3>%s</h3>\n<ol class=\"bars\">\n", report_list_titles[LIST_KEPT]);
    for (size_t i = 0; i < report_shown(t, CLUSTERS); i++) {
        nr_buf_add_cstr(out, "<li><span class=\"name\" dir=\"auto\">");
        chart_add_text(out, nr_top_name(t, i), t->names[i].cut);
        page_add_row(out, t->items[i].count + 1, 0, t->items[0].count + 1, NULL);
    }
    nr_buf_add_cstr(out, "</ol></div>\n</div>\n");
    page_end_section(out);
}
