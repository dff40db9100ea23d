/* Numbers and sentences that the page and the tables have in common. */
#include "newsreel/core/err.h"
#include "report.h"

const uint64_t report_sizes[SIZE_BINS] = {2, 3, 4, 6, 11, 21, 51, 101, 1001};

uint64_t report_count_sizes(const struct nr_summary *s, uint64_t counts[SIZE_BINS])
{
    uint64_t duplicates[SIZE_BINS], most = 0;
    for (size_t i = 0; i < SIZE_BINS; i++)
        duplicates[i] = report_sizes[i] - 1;
    nr_sizes_count(&s->clusters, duplicates, SIZE_BINS, counts);
    for (size_t i = 0; i < SIZE_BINS; i++)
        most = counts[i] > most ? counts[i] : most;
    return most;
}

void report_add_count(struct nr_buf *out, uint64_t n)
{
    char digits[NR_DIGITS];
    struct nr_str s = nr_str_decimal(n, digits);
    for (size_t i = 0; i < s.len; i++) {
        if (i && (s.len - i) % 3 == 0)
            nr_buf_add_char(out, ',');
        nr_buf_add_char(out, s.data[i]);
    }
}

void report_add_bytes(struct nr_buf *out, uint64_t n)
{
    static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
    size_t unit = 0;
    uint64_t tenths = 0;
    for (; n >= 1000; n /= 1000, unit++)
        tenths = n % 1000 / 100;
    nr_buf_addf(out, "%llu", (unsigned long long)n);
    if (unit)
        nr_buf_addf(out, ".%llu", (unsigned long long)tenths);
    nr_buf_addf(out, " %s", units[unit]);
}

void report_add_share(struct nr_buf *out, uint64_t part, uint64_t whole)
{
    double share = whole ? 100 * (double)part / (double)whole : 0;
    uint64_t tenths = share < 1e6 ? (uint64_t)(share * 10 + 0.5) : 10000000;
    if (part && !tenths)
        nr_buf_add_cstr(out, "\xe2\x89\xa4 0.1 %");
    else
        nr_buf_addf(out, "%llu.%llu %%", (unsigned long long)(tenths / 10),
                    (unsigned long long)(tenths % 10));
}

const char *report_plural(uint64_t n)
{
    return n == 1 ? "" : "s";
}

void report_add_size(struct nr_buf *out, size_t bin)
{
    uint64_t low = report_sizes[bin];
    report_add_count(out, low);
    if (bin + 1 == SIZE_BINS) {
        nr_buf_add_cstr(out, " and more");
    } else if (report_sizes[bin + 1] > low + 1) {
        nr_buf_add_cstr(out, " to ");
        report_add_count(out, report_sizes[bin + 1] - 1);
    }
}

void report_add_length(struct nr_buf *out, size_t bin)
{
    uint64_t low = report_lengths[bin], high = report_lengths[bin + 1];
    report_add_count(out, low);
    if (bin + 1 == LENGTH_BINS) {
        nr_buf_add_cstr(out, " and more");
    } else if (high > low + 1) {
        nr_buf_add_cstr(out, " to ");
        report_add_count(out, high - 1);
    }
}

size_t report_shown(const struct nr_top *t, size_t most)
{
    return t->count < most ? t->count : most;
}

/* ---- Remarks ---- */

static void add_lost(struct nr_buf *out, const struct nr_top *t, const char *title)
{
    nr_buf_addf(out, "%s: there are more than ", title);
    report_add_count(out, t->room);
    nr_buf_add_cstr(out, " different ones, so counts may be too low, by ");
    report_add_count(out, t->lost);
    nr_buf_add_cstr(out, " at most.");
}

static void add_remark(const struct nr_summary *s, size_t at, struct nr_buf *out)
{
    static const char *const always[] = {
        "Records are those that were written. A day is that of the member created, as it is "
        "written there.",
        "Lengths are in characters of text (Unicode code points); their median and quarters are "
        "estimates "
        "within a bar of the chart, all other numbers about them are exact.",
        "A file is the source without what lies inside an archive; a site is the host of the "
        "address, "
        "without www.",
        "People, organisations, places and topics are what tag(1) writes; a record counts once for "
        "each, "
        "for the first 100 of each kind.",
        "A cluster is a record and those that have it for duplicate_of."};
    enum { ALWAYS = sizeof always / sizeof *always };
    if (at < ALWAYS) {
        nr_buf_add_cstr(out, always[at]);
    } else if (at < ALWAYS + LISTS) {
        const struct nr_top *t = &s->lists[at - ALWAYS];
        if (t->lost)
            add_lost(out, t, report_list_titles[at - ALWAYS]);
    } else if (s->clusters.level) {
        nr_buf_add_cstr(out, "There are more than ");
        report_add_count(out, NR_SIZES_ROOM);
        nr_buf_addf(
            out, " clusters: how many there are of each size is estimated from 1 in %llu of them.",
            1ull << (s->clusters.level & 63));
    }
}

bool report_next_remark(const struct nr_summary *s, size_t *at, struct nr_buf *out)
{
    enum { REMARKS = 5 + LISTS + 1 };
    size_t before = out->len;
    while (*at < REMARKS && out->len == before)
        add_remark(s, (*at)++, out);
    return out->len > before;
}
