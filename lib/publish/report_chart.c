#include "report_chart.h"
#include "newsreel/core/escape.h"

enum { WIDTH = 1000 /* of a bar, in units of its own */, COLUMN = 10, HEIGHT = 200 };

#define REPLACEMENT "\xef\xbf\xbd"

/* ---- Text ---- */

/* Embeddings, overrides and isolates, U+202A to U+202E and U+2066 to U+2069. */
static bool turns(const char *s, size_t len)
{
    const unsigned char *p = (const unsigned char *)s;
    if (len < 3 || p[0] != 0xe2)
        return false;
    return (p[1] == 0x80 && p[2] >= 0xaa && p[2] <= 0xae) ||
           (p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9);
}

void chart_add_text(struct nr_buf *out, struct nr_str s, bool cut)
{
    size_t done = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (!turns(s.data + i, s.len - i))
            continue;
        nr_html_add_text(out, nr_str_sub(s, done, i));
        nr_buf_add_cstr(out, REPLACEMENT);
        done = i + 3;
        i += 2;
    }
    nr_html_add_text(out, nr_str_sub(s, done, s.len));
    if (cut)
        nr_buf_add_cstr(out, "<i title=\"cut here\">\xe2\x80\xa6</i>");
}

/* ---- Bars ---- */

/* What is there can be seen. */
static size_t scaled(uint64_t part, uint64_t whole, size_t most)
{
    if (part >= whole)
        return whole ? most : 0;
    size_t n = (size_t)((double)part / (double)whole * (double)most + 0.5);
    if (part && n < most / 250)
        return most / 250;
    return n < most ? n : most;
}

void chart_add_bar(struct nr_buf *out, const struct chart_part *parts, size_t count, uint64_t whole)
{
    size_t x = 0;
    nr_buf_addf(out,
                "<svg viewBox=\"0 0 %d 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                "<rect class=\"track\" y=\"4\" width=\"%d\" height=\"2\"/>",
                WIDTH, WIDTH);
    for (size_t i = 0; i < count; i++) {
        size_t width = scaled(parts[i].size, whole, WIDTH);
        width = x + width < WIDTH ? width : WIDTH - x;
        if (!width)
            continue;
        nr_buf_add_cstr(out, "<rect");
        if (parts[i].class)
            nr_buf_addf(out, " class=\"%s\"", parts[i].class);
        nr_buf_addf(out, " x=\"%zu\" width=\"%zu\" height=\"10\"/>", x, width);
        x += width;
    }
    nr_buf_add_cstr(out, "</svg>");
}

/* ---- Columns ---- */

/* The next larger of 1, 2, 4, 6, 8, 10 times a power of ten: halves of it are whole, but for 1. */
static uint64_t round_up(uint64_t n)
{
    static const uint64_t steps[] = {1, 2, 4, 6, 8, 10};
    uint64_t power = 1;
    while (n / power >= 10)
        power *= 10;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i] * power >= n)
            return steps[i] * power;
    return n;
}

/* "12k" where it is exact, for the little room beside a chart. */
static void add_short(struct nr_buf *out, uint64_t n)
{
    static const char units[] = "\0kMGTPE";
    size_t unit = 0;
    while (n >= 10000 && n % 1000 == 0 && units[unit + 1]) {
        n /= 1000;
        unit++;
    }
    report_add_count(out, n);
    if (unit)
        nr_buf_add_char(out, units[unit]);
}

static void add_scale(struct nr_buf *out, uint64_t top)
{
    nr_buf_add_cstr(out, "<div class=\"ticks\"><span style=\"top:0\">");
    add_short(out, top);
    if (top > 1) {
        nr_buf_add_cstr(out, "</span><span style=\"top:50%\">");
        add_short(out, top / 2);
    }
    nr_buf_add_cstr(out, "</span><span style=\"top:100%\">0</span></div>");
}

static void add_svg(struct nr_buf *out, const struct chart_columns *c, uint64_t top)
{
    nr_buf_addf(out,
                "<svg viewBox=\"0 0 %zu %d\" preserveAspectRatio=\"none\" role=\"img\" "
                "aria-label=\"%s: the numbers stand below\">"
                "<path d=\"M0 0H%zuM0 %dH%zu\"/>",
                c->count * COLUMN, HEIGHT, c->caption, c->count * COLUMN, HEIGHT / 2,
                c->count * COLUMN);
    for (size_t i = 0; i < c->count; i++) {
        size_t height = scaled(c->sizes[i], top, HEIGHT);
        if (!c->sizes[i])
            continue;
        height = height ? height : 1;
        nr_buf_addf(out, "<rect x=\"%zu\" y=\"%zu\" width=\"%d\" height=\"%zu\"><title>",
                    i * COLUMN + 1, HEIGHT - height, COLUMN - 2, height);
        c->label(out, c->context, i);
        nr_buf_add_cstr(out, ": ");
        report_add_count(out, c->sizes[i]);
        nr_buf_add_cstr(out, "</title></rect>");
    }
    nr_buf_add_cstr(out, "</svg>");
}

static void add_tick(struct nr_buf *out, size_t per_mille, const char *class)
{
    nr_buf_addf(out, "<span%s style=\"left:%zu.%zu%%\">", class, per_mille / 10, per_mille % 10);
}

/* The first, the last, and what lies evenly between. */
static void add_spread_ticks(struct nr_buf *out, const struct chart_columns *c)
{
    enum { TICKS = 5 };
    size_t ticks = c->count < TICKS ? c->count : TICKS;
    nr_buf_addf(out, "<div class=\"axis%s\">", ticks == TICKS ? " many" : "");
    for (size_t k = 0; k < ticks; k++) {
        size_t i = ticks > 1 ? k * (c->count - 1) / (ticks - 1) : 0;
        bool ends = c->count > 12;
        if (ends && k == 0)
            add_tick(out, 0, " class=\"from\"");
        else if (ends && k + 1 == ticks)
            add_tick(out, 1000, " class=\"to\"");
        else
            add_tick(out, (2 * i + 1) * 500 / c->count, "");
        c->label(out, c->context, i);
        nr_buf_add_cstr(out, "</span>");
    }
    nr_buf_add_cstr(out, "</div>");
}

/* At the edges between columns, the last one behind the last column. */
static void add_edge_ticks(struct nr_buf *out, const struct chart_columns *c)
{
    struct nr_buf text = {0};
    nr_buf_add_cstr(out, "<div class=\"axis\">");
    for (size_t i = 0; i <= c->count; i++) {
        text.len = 0;
        if (!c->tick(&text, c->context, i))
            continue;
        add_tick(out, i * 1000 / c->count, "");
        nr_buf_add_str(out, nr_buf_str(&text));
        nr_buf_add_cstr(out, "</span>");
    }
    nr_buf_add_cstr(out, "</div>");
    nr_buf_free(&text);
}

static void add_numbers(struct nr_buf *out, const struct chart_columns *c)
{
    nr_buf_addf(out, "<details><summary>Numbers</summary><ol class=\"numbers\">\n");
    for (size_t i = 0; i < c->count; i++) {
        if (!c->sizes[i])
            continue;
        nr_buf_add_cstr(out, "<li><span>");
        c->label(out, c->context, i);
        nr_buf_add_cstr(out, "</span> ");
        report_add_count(out, c->sizes[i]);
        nr_buf_add_cstr(out, "</li>\n");
    }
    nr_buf_add_cstr(out, "</ol></details>\n");
}

void chart_add_columns(struct nr_buf *out, const struct chart_columns *c)
{
    uint64_t most = 1;
    for (size_t i = 0; i < c->count; i++)
        most = c->sizes[i] > most ? c->sizes[i] : most;
    uint64_t top = round_up(most);
    nr_buf_addf(out, "<figure><figcaption>%s</figcaption>\n<div class=\"plot\">", c->caption);
    add_scale(out, top);
    add_svg(out, c, top);
    nr_buf_add_cstr(out, "</div>\n");
    if (c->tick)
        add_edge_ticks(out, c);
    else
        add_spread_ticks(out, c);
    add_numbers(out, c);
    nr_buf_add_cstr(out, "</figure>\n");
}
