/* The report as a page of HTML. */
#include "report_page.h"
#include "newsreel/core/escape.h"
#include "newsreel/core/utf8.h"
#include "report_style.h"

/* ---- Small parts ---- */

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

/* ---- The head ---- */

static void add_head(struct nr_buf *out, const struct nr_summary *s)
{
    nr_html_begin(out);
    nr_buf_add_cstr(out, "<title>Report on ");
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
    if (!s->stage_count)
        return;
    nr_buf_add_cstr(out, "<p>");
    page_add_amount(out, s->came_in, s->came_in == 1 ? "record" : "records");
    nr_buf_add_cstr(out, " came in; ");
    report_add_count(out, s->dropped);
    nr_buf_addf(out, " %s dropped for a reason, and ", s->dropped == 1 ? "was" : "were");
    report_add_count(out, s->unread);
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

/* A name out of a seal. */
static void add_sealed(struct nr_buf *out, struct nr_str name)
{
    enum { MOST = 80 };
    struct nr_str head = nr_utf8_head(name, MOST);
    chart_add_text(out, head, head.len < name.len);
}

static void add_part(struct nr_buf *out, uint64_t n, const char *class, const char *what)
{
    if (!n)
        return;
    nr_buf_addf(out, ", <span class=\"%s\">", class);
    page_add_amount(out, n, what);
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
    add_sealed(out, g->program.len ? g->program : nr_str_of("(no name)"));
    nr_buf_add_cstr(out, "</span><span class=\"n\">");
    page_add_amount(out, g->in, "in, ");
    page_add_amount(out, g->out, "out</span>");
    chart_add_bar(out, parts, 3, longest);
    nr_buf_add_cstr(out, "<span class=\"note\"><span class=\"kept-text\">");
    page_add_amount(out, g->passed, "passed</span>");
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
    page_begin_section(out, "Through the chain");
    page_add_note(
        out, "Each program, with the records that came in: passed on, dropped, or not readable.");
    nr_buf_add_cstr(out, "<ol class=\"bars thick\">\n");
    for (size_t i = 0; i < s->stage_count; i++)
        add_stage(out, &s->stages[i], longest);
    nr_buf_add_cstr(out, "</ol>\n");
    if (s->stages_left_out) {
        nr_buf_add_cstr(out, "<p class=\"soft\">");
        page_add_amount(out, s->stages_left_out,
                        s->stages_left_out == 1 ? "more stage is not shown.</p>\n"
                                                : "more stages are not shown.</p>\n");
    }
    page_end_section(out);
}

static void add_reasons(struct nr_buf *out, const struct nr_summary *s)
{
    page_begin_section(out, "Not passed on, by reason");
    if (!s->reason_count)
        page_add_note(out, "Everything was passed on.");
    nr_buf_add_cstr(out, "<ul class=\"bars grid\">\n");
    for (size_t i = 0; i < s->reason_count; i++) {
        const struct reason *r = &s->reasons[i];
        nr_buf_add_cstr(out, "<li><span class=\"name\">");
        add_sealed(out, r->program);
        nr_buf_add_cstr(out, ": ");
        add_sealed(out, r->why);
        page_add_row(out, r->count, s->came_in, s->reasons[0].count, r->bad ? "bad" : "gone");
    }
    nr_buf_add_cstr(out, "</ul>\n");
    if (s->reasons_left_out) {
        nr_buf_add_cstr(out, "<p class=\"soft\">Other reasons: ");
        report_add_count(out, s->reasons_left_out);
        nr_buf_addf(out, " record%s.</p>\n", report_plural(s->reasons_left_out));
    }
    page_end_section(out);
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
    page_begin_section(out, "Before and after");
    page_add_note(
        out, "Records by chance, in the order of the input: the same ones for the same records, "
             "however they were worked on. Long values are cut.");
    for (size_t i = 0; i < s->cards.count; i++)
        add_card(out, nr_buf_str(&s->cards.items[i].bytes), i == 0);
    page_end_section(out);
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
    page_add_days(out, s);
    page_add_where(out, s);
    page_add_texts(out, s);
    page_add_clusters(out, s);
    page_add_names(out, s);
    add_cards(out, s);
    add_remarks(out, s);
}
