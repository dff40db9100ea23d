#include "newsreel/core/escape.h"
#include "newsreel/core/mem.h"
#include "newsreel/html/review.h"
#include <stdlib.h>

/* No <, > or & stands in it: the page is XML too. Colour never speaks alone: each run has its
 * reason beside it, and its edge is a line of another kind. */
static const char style[] =
    ":root{color-scheme:light dark;--paper:#fbfaf8;--ink:#1d1d1b;--soft:#65625c;--line:#dedad2;"
    "--kept:#1f7a4d;--gone:#a8442a;--gone-paper:#f8ece7;--moved:#2b5f9e;--moved-paper:#e8eff8}"
    "@media (prefers-color-scheme:dark){:root{--paper:#171716;--ink:#e6e3dc;--soft:#a19d94;"
    "--line:#393733;--kept:#5fc08e;--gone:#e58d72;--gone-paper:#2c201c;--moved:#85b3ea;"
    "--moved-paper:#1b2431}}"
    "*{box-sizing:border-box}"
    "body{margin:0 auto;max-width:60rem;padding:1.5rem 1rem 4rem;background:var(--paper);"
    "color:var(--ink);font:1rem/1.55 Charter,'Bitstream Charter','Source Serif 4',Georgia,serif;"
    "overflow-wrap:anywhere}"
    "h1{font-size:1.5rem;line-height:1.2;margin:0 0 .4rem}"
    "header p{margin:0 0 1rem;max-width:42rem;color:var(--soft)}"
    "h2{display:inline;font-size:1.2rem;line-height:1.3;margin:0}"
    "fieldset,dl,.sums,.why,.more,dt{font-family:system-ui,sans-serif;font-size:.8rem;"
    "line-height:1.45}"
    "fieldset{border:1px solid var(--line);border-radius:4px;margin:0 0 2rem;padding:.4rem .8rem "
    ".6rem;display:flex;flex-wrap:wrap;gap:.1rem 1.2rem}"
    "legend{color:var(--soft);padding:0 .3rem}"
    "label{white-space:nowrap;padding:.15rem 0;cursor:pointer}"
    "label input{margin:0 .35rem 0 0;vertical-align:-.1em}"
    "label b{font-weight:400;color:var(--soft);font-variant-numeric:tabular-nums}"
    "details{border-top:1px solid var(--line);padding:1.1rem 0 1.3rem}"
    "summary{cursor:pointer}"
    "summary .sums{display:block;color:var(--soft);margin:.2rem 0 0 1rem}"
    ".dropped{color:var(--gone)}"
    "dl{margin:.7rem 0 1.1rem;display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);"
    "gap:.1rem 1.5rem}"
    "dl div{display:flex;gap:.6rem}"
    "dt{flex:none;max-width:50%;color:var(--soft)}"
    "dt span{border:1px solid var(--kept);color:var(--kept);border-radius:3px;padding:0 .2rem;"
    "font-size:.7rem}"
    "dd{margin:0;min-width:0}"
    ".run{display:grid;grid-template-columns:7.5rem minmax(0,1fr);column-gap:1rem;"
    "margin:.35rem 0}"
    ".why{font-weight:600;text-align:end;padding:.2rem 0}"
    ".pieces{border-inline-start:3px solid var(--kept);padding:.1rem 0 .1rem .9rem;min-width:0}"
    ".kept .why{color:var(--kept)}"
    ".gone .why{color:var(--gone)}"
    ".moved .why{color:var(--moved)}"
    ".gone .pieces{border-inline-start:3px dashed var(--gone);background:var(--gone-paper)}"
    ".moved .pieces{border-inline-start:3px double var(--moved);background:var(--moved-paper)}"
    ".gone .pieces,.moved .pieces{font-size:.88rem;line-height:1.5;padding:.25rem .9rem;"
    "max-height:14rem;overflow:auto}"
    ".run:focus-visible{outline:2px solid var(--moved);outline-offset:2px}"
    "p{white-space:pre-wrap;unicode-bidi:isolate}"
    ".pieces p{margin:0}"
    ".kept .pieces p+p{margin-top:.7rem}"
    ".gone p{display:inline}"
    ".gone p:not(.long)+p:not(.long)::before{content:' \\B7  ';color:var(--gone)}"
    ".gone p.long{display:block;margin:.35rem 0}"
    ".kept p.heading{font-weight:700}"
    ".kept p.item{padding-inline-start:1.1rem}"
    ".kept p.item::before{content:'\\2022';position:absolute;margin-inline-start:-1rem}"
    ".kept p.quote{padding-inline-start:1.1rem;font-style:italic}"
    ".kept p.table,.kept p.verbatim{font:.82rem/1.5 ui-monospace,monospace;overflow:auto}"
    ".more{color:var(--soft)}"
    "@media (max-width:40rem){body{padding:1rem .8rem 3rem}dl{grid-template-columns:minmax(0,1fr)}"
    ".run{grid-template-columns:minmax(0,1fr);margin:.6rem 0}.why{text-align:start;padding:0 0 "
    ".1rem}}";

/* What the pieces of one reason come to. */
struct tally {
    struct nr_str why; /* escaped, in a card */
    uint64_t count;
};

struct tallies {
    struct tally *items;
    size_t count, room;
};

static void tally(struct tallies *t, struct nr_str why, uint64_t count)
{
    size_t i = 0;
    while (i < t->count && !nr_str_eq(t->items[i].why, why))
        i++;
    if (i == t->count) {
        t->items = nr_grow_array(t->items, &t->room, ++t->count, sizeof *t->items);
        t->items[i] = (struct tally){.why = why};
    }
    t->items[i].count += count;
}

/* The value of the next attribute, with what is around its name and before its value given; *rest
 * moves behind it. In text a quote is a reference, so only an attribute looks so. */
static bool next_value(struct nr_str *rest, const char *name, struct nr_str *value)
{
    struct nr_str opening = nr_str_of(name);
    size_t at = nr_str_find(*rest, opening);
    if (at == rest->len)
        return false;
    *rest = nr_str_sub(*rest, at + opening.len, rest->len);
    *value = nr_str_sub(*rest, 0, nr_str_find_char(*rest, '"'));
    *rest = nr_str_sub(*rest, value->len, rest->len);
    return true;
}

static void tally_card(struct tallies *t, struct nr_str card)
{
    struct nr_str why, digits;
    unsigned long long count;
    while (next_value(&card, " data-why=\"", &why) && next_value(&card, " data-count=\"", &digits))
        if (nr_str_u64(digits, &count))
            tally(t, why, count);
}

/* Kept first, then by name. */
static int compare(const void *a, const void *b)
{
    const struct tally *x = a, *y = b;
    int kept = nr_str_is(y->why, "kept") - nr_str_is(x->why, "kept");
    return kept ? kept : nr_str_cmp(x->why, y->why);
}

/* A box that is not checked hides the runs of its reason. The reason stands in a string of CSS, so
 * what is neither letter nor digit is escaped there. */
static void add_rule(struct nr_buf *out, size_t i, struct nr_str why)
{
    nr_buf_addf(out, "body:has(#why-%zu:not(:checked)) [data-why=\"", i);
    for (size_t k = 0; k < why.len; k++)
        if (nr_ascii_is_letter(why.data[k]) || nr_ascii_is_digit(why.data[k]))
            nr_buf_add_char(out, why.data[k]);
        else
            nr_buf_addf(out, "\\%x ", (unsigned)(unsigned char)why.data[k]);
    nr_buf_add_cstr(out, "\"]{display:none}");
}

static void add_legend(struct nr_buf *out, const struct tallies *t)
{
    nr_buf_add_cstr(out, "<fieldset><legend>Pieces shown</legend>\n");
    for (size_t i = 0; i < t->count; i++) {
        nr_buf_addf(out,
                    "<label><input type=\"checkbox\" id=\"why-%zu\" checked=\"checked\" "
                    "autocomplete=\"off\"/>",
                    i);
        nr_buf_add_str(out, t->items[i].why);
        nr_buf_addf(out, " <b>%llu</b></label>\n", (unsigned long long)t->items[i].count);
    }
    nr_buf_add_cstr(out, "</fieldset>\n");
}

static void add_head(struct nr_buf *out, const struct tallies *t, size_t records)
{
    nr_html_begin(out);
    nr_buf_add_cstr(out, "<title>What clean kept</title>\n<style>");
    nr_buf_add_cstr(out, style);
    for (size_t i = 0; i < t->count; i++)
        add_rule(out, i, t->items[i].why);
    nr_buf_add_cstr(out, "</style>\n</head>\n<body>\n<header>\n<h1>What clean kept</h1>\n");
    nr_buf_addf(out,
                "<p>%zu record%s of the run, in the order of the input: text that was kept, text "
                "that moved to a member of the record, and text that was removed, each with the "
                "reason.</p>\n",
                records, records == 1 ? "" : "s");
    if (t->count)
        add_legend(out, t);
    nr_buf_add_cstr(out, "</header>\n<main>\n");
}

void nr_review_gather(struct nr_sample *cards, struct nr_str lines)
{
    struct nr_str line, digits;
    unsigned long long hash;
    while (lines.len && nr_str_split(&lines, '\n', &line))
        if (nr_str_split(&line, ' ', &digits) && nr_str_u64(digits, &hash))
            nr_sample_add(cards, hash, line);
}

void nr_review_page(struct nr_buf *out, struct nr_sample *cards)
{
    struct tallies t = {0};
    nr_sample_sort(cards);
    for (size_t i = 0; i < cards->count; i++)
        tally_card(&t, nr_buf_str(&cards->items[i].bytes));
    if (t.count)
        qsort(t.items, t.count, sizeof *t.items, compare);
    add_head(out, &t, cards->count);
    for (size_t i = 0; i < cards->count; i++) {
        nr_buf_add_str(out, nr_buf_str(&cards->items[i].bytes));
        nr_buf_add_char(out, '\n');
    }
    nr_buf_add_cstr(out, "</main>\n</body>\n</html>\n");
    free(t.items);
}
