/* The report as a page of HTML. */
#include "report_chart.h"
#include "report_style.h"
#include <stdio.h>

enum { NAMES = 15, CLUSTERS = 10 };

/* ---- Small parts ---- */

static void add_section(struct nr_buf *out, const char *title)
{
    nr_buf_addf(out, "<section>\n<h2>%s</h2>\n", title);
}

static void end_section(struct nr_buf *out)
{
    nr_buf_add_cstr(out, "</section>\n");
}

static void add_soft(struct nr_buf *out, const char *text)
{
    nr_buf_addf(out, "<p class=\"soft\">%s</p>\n", text);
}

static void begin_figure(struct nr_buf *out, const char *title)
{
    nr_buf_addf(out, "<div><dt>%s</dt><dd>", title);
}

static void add_figure(struct nr_buf *out, const char *title, uint64_t n)
{
    begin_figure(out, title);
    report_add_count(out, n);
    nr_buf_add_cstr(out, "</dd></div>\n");
}

static void add_amount(struct nr_buf *out, uint64_t n, const char *what)
{
    report_add_count(out, n);
    nr_buf_addf(out, " %s", what);
}

/* A name, its count and share, and its bar. */
static void add_row(struct nr_buf *out, uint64_t count, uint64_t whole, uint64_t longest,
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

/* ---- The head ---- */

static void add_head(struct nr_buf *out, const struct nr_summary *s)
{
    nr_buf_add_cstr(
        out, "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
             "<meta charset=\"utf-8\"/>\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
             "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\"/>\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
             "<meta name=\"referrer\" content=\"no-referrer\"/>\n<title>Report on ");
    report_add_count(out, s->records);
    nr_buf_addf(out, " record%s</title>\n<style>", report_plural(s->records));
    nr_buf_add_cstr(out, colours);
    nr_buf_add_cstr(out, style);
    nr_buf_add_cstr(out, style_of_charts);
    nr_buf_add_cstr(out, "</style>\n</head>\n<body>\n<header>\n<h1>");
    report_add_count(out, s->records);
    nr_buf_addf(out, " record%s published</h1>\n", report_plural(s->records));
}

/* What became of all that came in, over all stages. */
static void add_lead(struct nr_buf *out, const struct nr_summary *s)
{
    uint64_t dropped = 0, bad = 0;
    if (!s->stage_count)
        return;
    for (size_t i = 0; i < s->stage_count; i++) {
        dropped += s->stages[i].dropped;
        bad += s->stages[i].rejected;
    }
    nr_buf_add_cstr(out, "<p>");
    add_amount(out, s->stages[0].in, s->stages[0].in == 1 ? "record" : "records");
    nr_buf_add_cstr(out, " came in; ");
    report_add_count(out, dropped);
    nr_buf_addf(out, " %s dropped for a reason, and ", dropped == 1 ? "was" : "were");
    report_add_count(out, bad);
    nr_buf_addf(out, " could not be read. %s</p>\n",
                s->sealed ? "Seals prove that the whole chain is here."
                          : "The input is not sealed: what came before this run is not known.");
}

static void add_days_figure(struct nr_buf *out, const struct nr_summary *s)
{
    struct nr_day a, b;
    if (!nr_days_range(&s->days, &a, &b))
        return;
    begin_figure(out, "Days");
    nr_buf_addf(out, "%04d-%02d-%02d", a.year, a.month, a.day);
    if (a.year != b.year || a.month != b.month || a.day != b.day)
        nr_buf_addf(out, "<small>to %04d-%02d-%02d</small>", b.year, b.month, b.day);
    nr_buf_add_cstr(out, "</dd></div>\n");
}

static void add_list_figure(struct nr_buf *out, const struct nr_summary *s, enum list list)
{
    const struct nr_top *t = &s->lists[list];
    if (!t->count)
        return;
    begin_figure(out, report_list_titles[list]);
    if (t->lost) {
        nr_buf_add_cstr(out, "more than ");
        report_add_count(out, t->room);
    } else {
        report_add_count(out, t->count);
    }
    nr_buf_add_cstr(out, "</dd></div>\n");
}

static void add_figures(struct nr_buf *out, const struct nr_summary *s)
{
    nr_buf_add_cstr(out, "<dl class=\"figures\">\n");
    add_figure(out, "Records", s->records);
    if (s->lengths.records)
        add_figure(out, "Characters of text", s->lengths.sum);
    if (s->worded)
        add_figure(out, "Words", s->words);
    if (s->stage_count && s->stages[s->stage_count - 1].bytes != NR_NOWHERE) {
        begin_figure(out, "Written");
        report_add_bytes(out, s->stages[s->stage_count - 1].bytes);
        nr_buf_add_cstr(out, "</dd></div>\n");
    }
    add_days_figure(out, s);
    add_list_figure(out, s, LIST_LANGUAGES);
    add_list_figure(out, s, LIST_SITES);
    add_list_figure(out, s, LIST_SOURCES);
    nr_buf_add_cstr(out, "</dl>\n</header>\n<main>\n");
}

/* ---- Stages and drops ---- */

static void add_part(struct nr_buf *out, uint64_t n, const char *class, const char *what)
{
    if (!n)
        return;
    nr_buf_addf(out, ", <span class=\"%s\">", class);
    add_amount(out, n, what);
    nr_buf_add_cstr(out, "</span>");
}

static void add_size_of(struct nr_buf *out, uint64_t bytes, const char *separator, const char *what)
{
    if (bytes == NR_NOWHERE)
        return;
    nr_buf_add_cstr(out, separator);
    report_add_bytes(out, bytes);
    nr_buf_addf(out, " %s", what);
}

static void add_stage(struct nr_buf *out, const struct stage *g, uint64_t longest)
{
    const struct chart_part parts[] = {
        {"kept", g->passed}, {"gone", g->dropped}, {"bad", g->rejected}};
    nr_buf_add_cstr(out, "<li><span class=\"name\">");
    chart_add_text(out, g->program.len ? g->program : nr_str_of("(no name)"), false);
    nr_buf_add_cstr(out, "</span><span class=\"n\">");
    add_amount(out, g->in, "in, ");
    add_amount(out, g->out, "out</span>");
    chart_add_bar(out, parts, 3, longest);
    nr_buf_add_cstr(out, "<span class=\"note\"><span class=\"kept-text\">");
    add_amount(out, g->passed, "passed</span>");
    add_part(out, g->dropped, "gone-text", "dropped");
    add_part(out, g->rejected, "bad-text", "could not be read");
    add_size_of(out, g->bytes_in, "; ", "read");
    add_size_of(out, g->bytes, g->bytes_in == NR_NOWHERE ? "; " : ", ", "written");
    nr_buf_add_cstr(out, "</span></li>\n");
}

static void add_stages(struct nr_buf *out, const struct nr_summary *s)
{
    uint64_t longest = 1;
    for (size_t i = 0; i < s->stage_count; i++)
        longest = s->stages[i].in > longest ? s->stages[i].in : longest;
    add_section(out, "Through the chain");
    add_soft(out,
             "Each program, with the records that came in: passed on, dropped, or not readable.");
    nr_buf_add_cstr(out, "<ol class=\"bars thick\">\n");
    for (size_t i = 0; i < s->stage_count; i++)
        add_stage(out, &s->stages[i], longest);
    nr_buf_add_cstr(out, "</ol>\n");
    if (s->stages_left_out) {
        nr_buf_add_cstr(out, "<p class=\"soft\">");
        add_amount(out, s->stages_left_out, "more stages are not shown.</p>\n");
    }
    end_section(out);
}

static void add_reasons(struct nr_buf *out, const struct nr_summary *s)
{
    add_section(out, "Not passed on, by reason");
    if (!s->reason_count)
        add_soft(out, "Everything was passed on.");
    nr_buf_add_cstr(out, "<ul class=\"bars grid\">\n");
    for (size_t i = 0; i < s->reason_count; i++) {
        const struct reason *r = &s->reasons[i];
        nr_buf_add_cstr(out, "<li><span class=\"name\">");
        chart_add_text(out, r->program, false);
        nr_buf_add_cstr(out, ": ");
        chart_add_text(out, nr_str_sub(r->why, 0, 80), r->why.len > 80);
        add_row(out, r->count, s->stages[0].in, s->reasons[0].count, r->bad ? "bad" : "gone");
    }
    nr_buf_add_cstr(out, "</ul>\n");
    if (s->reasons_left_out) {
        nr_buf_add_cstr(out, "<p class=\"soft\">Other reasons: ");
        add_amount(out, s->reasons_left_out, "records.</p>\n");
    }
    end_section(out);
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
        add_amount(out, parts[i].n, parts[i].what);
        any = true;
    }
    nr_buf_add_cstr(out, any ? ".</p>\n" : "");
}

static void add_days(struct nr_buf *out, const struct nr_summary *s)
{
    char caption[40];
    struct nr_bins bins;
    nr_days_bins(&s->days, 120, &bins);
    add_section(out, "When");
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
    end_section(out);
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
        add_soft(out, "None.");
    nr_buf_add_cstr(out, "<ol class=\"bars\">\n");
    for (size_t i = 0; i < shown; i++) {
        nr_buf_add_cstr(out, "<li><span class=\"name\" dir=\"auto\">");
        chart_add_text(out, nr_top_name(t, i), t->names[i].cut);
        add_row(out, t->items[i].count, s->records, t->items[0].count, NULL);
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
    add_amount(out, without, without == 1 ? "record has none.</p>\n" : "records have none.</p>\n");
}

static void add_where(struct nr_buf *out, const struct nr_summary *s)
{
    add_section(out, "Where from");
    nr_buf_add_cstr(out, "<div class=\"grid\">\n");
    add_list(out, s, LIST_SITES, NAMES);
    add_list(out, s, LIST_SOURCES, NAMES);
    nr_buf_add_cstr(out, "</div>\n");
    end_section(out);
}

static void add_names(struct nr_buf *out, const struct nr_summary *s)
{
    uint64_t any = 0;
    for (enum list i = LIST_PEOPLE; i <= LIST_TOPICS; i++)
        any += s->lists[i].total;
    add_section(out, "Who, where and what");
    if (!any) {
        add_soft(out, "No record is tagged: put tag into the chain to see people, organisations, "
                      "places and topics.");
        end_section(out);
        return;
    }
    add_soft(out, "Records in which each is met.");
    nr_buf_add_cstr(out, "<div class=\"grid\">\n");
    for (enum list i = LIST_PEOPLE; i <= LIST_TOPICS; i++)
        add_list(out, s, i, NAMES);
    nr_buf_add_cstr(out, "</div>\n");
    end_section(out);
}

/* ---- Languages and lengths ---- */

struct length_range {
    const struct lengths *lengths;
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
    struct length_range r = {l, 0, 0};
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
        add_amount(out, s->records - l->records, "records.</p>\n");
    }
    nr_buf_add_cstr(out, "</div>\n");
}

static void add_texts(struct nr_buf *out, const struct nr_summary *s)
{
    add_section(out, "The texts");
    nr_buf_add_cstr(out, "<div class=\"grid\">\n");
    add_lengths(out, s);
    add_list(out, s, LIST_LANGUAGES, NAMES);
    nr_buf_add_cstr(out, "</div>\n");
    add_without(out, s, LIST_LANGUAGES);
    end_section(out);
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
        add_row(out, counts[i], 0, longest, NULL);
    }
    nr_buf_add_cstr(out, "</ol></div>\n");
}

static void add_clusters(struct nr_buf *out, const struct nr_summary *s)
{
    const struct nr_top *t = &s->lists[LIST_KEPT];
    add_section(out, "Near-duplicates");
    if (!s->duplicates) {
        add_soft(out, "No record is marked as the duplicate of another (dedupe --mark).");
        end_section(out);
        return;
    }
    nr_buf_add_cstr(out, "<p class=\"soft\">");
    add_amount(out, s->duplicates, "records are marked as duplicates of another.</p>\n");
    nr_buf_add_cstr(out, "<div class=\"grid\">\n");
    add_sizes(out, s);
    nr_buf_addf(out, "<div><h3>%s</h3>\n<ol class=\"bars\">\n", report_list_titles[LIST_KEPT]);
    for (size_t i = 0; i < report_shown(t, CLUSTERS); i++) {
        nr_buf_add_cstr(out, "<li><span class=\"name\" dir=\"auto\">");
        chart_add_text(out, nr_top_name(t, i), t->names[i].cut);
        add_row(out, t->items[i].count + 1, 0, t->items[0].count + 1, NULL);
    }
    nr_buf_add_cstr(out, "</ol></div>\n</div>\n");
    end_section(out);
}

/* ---- Before and after ---- */

static void add_side(struct nr_buf *out, struct side *side, const char *title, const char *class)
{
    struct shown m;
    nr_buf_addf(out, "<div class=\"side%s\"><h4>%s</h4>\n<dl>", class, title);
    while (report_next_shown(side, &m)) {
        nr_buf_add_cstr(out, "<div><dt>");
        chart_add_text(out, m.name, false);
        nr_buf_add_cstr(out, "</dt><dd dir=\"auto\">");
        chart_add_text(out, m.value, m.cut);
        nr_buf_add_cstr(out, "</dd></div>\n");
    }
    nr_buf_add_cstr(out, "</dl>");
    if (side->empty)
        nr_buf_addf(out, "<p>%u more null or empty.</p>", side->empty);
    if (side->more)
        nr_buf_addf(out, "<p>%u more not shown.</p>", side->more);
    nr_buf_add_cstr(out, "</div>\n");
}

static void add_card(struct nr_buf *out, struct nr_str card, bool open)
{
    struct side side;
    struct nr_str title = report_card_title(card);
    nr_buf_addf(out, "<details class=\"card\"%s><summary><h3 dir=\"auto\">",
                open ? " open=\"open\"" : "");
    chart_add_text(out, title.len ? title : nr_str_of("(no headline)"), false);
    nr_buf_add_cstr(out, "</h3></summary>\n<div class=\"pair\">\n");
    if (report_open_side(&card, &side))
        add_side(out, &side, "As it came", "");
    if (report_open_side(&card, &side))
        add_side(out, &side, "As it was published", " after");
    nr_buf_add_cstr(out, "</div></details>\n");
}

static void add_cards(struct nr_buf *out, const struct nr_summary *s)
{
    add_section(out, "Before and after");
    add_soft(out,
             "Records by chance, in the order of the input: the same ones for the same records, "
             "however they were worked on. Long values are cut.");
    for (size_t i = 0; i < s->cards.count; i++)
        add_card(out, nr_buf_str(&s->cards.items[i].bytes), i == 0);
    end_section(out);
}

static void add_remarks(struct nr_buf *out, const struct nr_summary *s)
{
    nr_buf_add_cstr(out, "</main>\n<footer>\n<h3>How it was counted</h3>\n<ul>\n");
    for (size_t at = 0;;) {
        struct nr_buf text = {0};
        bool more = report_next_remark(s, &at, &text);
        if (more)
            nr_buf_add_cstr(out, "<li>");
        nr_buf_add_str(out, nr_buf_str(&text));
        nr_buf_add_cstr(out, more ? "</li>\n" : "");
        nr_buf_free(&text);
        if (!more)
            break;
    }
    nr_buf_add_cstr(out, "</ul>\n</footer>\n</body>\n</html>\n");
}

void nr_summary_page(struct nr_summary *s, struct nr_buf *out)
{
    add_head(out, s);
    add_lead(out, s);
    add_figures(out, s);
    add_stages(out, s);
    add_reasons(out, s);
    add_days(out, s);
    add_where(out, s);
    add_texts(out, s);
    add_clusters(out, s);
    add_names(out, s);
    add_cards(out, s);
    add_remarks(out, s);
}
