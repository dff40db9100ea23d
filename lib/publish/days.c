#include "newsreel/publish/days.h"
#include "newsreel/core/mem.h"
#include <stdlib.h>

enum { YEARS = 10000, DAYS = 31, PLACES = 12 * DAYS, STRAY = 200 };

void nr_days_add(struct nr_days *d, struct nr_day day)
{
    if (!d->years)
        d->years = nr_alloc_zero(YEARS, sizeof *d->years);
    uint32_t **year = &d->years[day.year];
    if (!*year)
        *year = nr_alloc_zero(PLACES, sizeof **year);
    uint32_t *n = &(*year)[(day.month - 1) * DAYS + day.day - 1];
    *n += *n < UINT32_MAX;
    d->total++;
}

/* ---- Walking the days that were met, in their order ---- */

struct walk {
    const struct nr_days *days;
    size_t year, place;
    uint32_t count;
};

static bool next(struct walk *w, struct nr_day *day)
{
    for (; w->days->years && w->year < YEARS; w->year++, w->place = 0) {
        const uint32_t *year = w->days->years[w->year];
        while (year && w->place < PLACES && !year[w->place])
            w->place++;
        if (!year || w->place == PLACES)
            continue;
        w->count = year[w->place];
        *day =
            (struct nr_day){(int)w->year, (int)(w->place / DAYS) + 1, (int)(w->place % DAYS) + 1};
        w->place++;
        return true;
    }
    return false;
}

bool nr_days_range(const struct nr_days *d, struct nr_day *first, struct nr_day *last)
{
    struct walk w = {.days = d};
    if (!next(&w, first))
        return false;
    *last = *first;
    while (next(&w, last))
        ;
    return true;
}

/* ---- Bins ---- */

/* Days since the first of March of the year 0, and back: years that begin in March, so that a leap
 * day is the last of one. */
static int64_t serial(struct nr_day d)
{
    int64_t year = d.year - (d.month < 3), month = (d.month + 9) % 12;
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + d.day - 1;
}

static struct nr_day day_of(int64_t n)
{
    int64_t year = (n * 10000 + 14780) / 3652425;
    int64_t rest = n - (365 * year + year / 4 - year / 100 + year / 400);
    if (rest < 0) {
        year--;
        rest = n - (365 * year + year / 4 - year / 100 + year / 400);
    }
    int64_t month = (100 * rest + 52) / 3060;
    return (struct nr_day){(int)(year + (month + 2) / 12), (int)((month + 2) % 12 + 1),
                           (int)(rest - (month * 306 + 5) / 10 + 1)};
}

/* 0000-03-01 was a Wednesday. */
static int64_t bin_of(enum nr_bin_unit unit, struct nr_day d)
{
    switch (unit) {
    case NR_BIN_DAY:
        return serial(d);
    case NR_BIN_WEEK:
        return (serial(d) + 2) / 7;
    case NR_BIN_MONTH:
        return 12 * d.year + d.month - 1;
    case NR_BIN_QUARTER:
        return 4 * d.year + (d.month - 1) / 3;
    case NR_BIN_YEAR:
        return d.year;
    case NR_BIN_DECADE:
        return d.year / 10;
    case NR_BIN_CENTURY:
        return d.year / 100;
    default:
        return d.year / 1000;
    }
}

/* The smallest unit of which most are enough between two days. */
static enum nr_bin_unit unit_for(struct nr_day from, struct nr_day to, size_t most)
{
    unsigned unit = NR_BIN_DAY;
    while (unit < NR_BIN_MILLENNIUM &&
           bin_of((enum nr_bin_unit)unit, to) - bin_of((enum nr_bin_unit)unit, from) >=
               (int64_t)most)
        unit++;
    return (enum nr_bin_unit)unit;
}

/* The first and the last day of those that are not stray. */
static void without_stray(const struct nr_days *d, struct nr_day *from, struct nr_day *to)
{
    struct walk w = {.days = d};
    struct nr_day day;
    uint64_t before = 0, stray = d->total / STRAY;
    bool found = false;
    while (next(&w, &day)) {
        if (!found && before + w.count > stray) {
            *from = day;
            found = true;
        }
        if (before + stray < d->total)
            *to = day;
        before += w.count;
    }
}

void nr_days_bins(const struct nr_days *d, size_t most, struct nr_bins *bins)
{
    struct nr_day from, to, inner_from, inner_to, day;
    memset(bins, 0, sizeof *bins);
    if (!nr_days_range(d, &from, &to))
        return;
    inner_from = from;
    inner_to = to;
    without_stray(d, &inner_from, &inner_to);
    bins->unit = unit_for(from, to, most);
    enum nr_bin_unit inner = unit_for(inner_from, inner_to, most);
    if (inner != bins->unit) {
        bins->unit = inner;
        from = inner_from;
        to = inner_to;
    }
    bins->first = bin_of(bins->unit, from);
    int64_t last = bin_of(bins->unit, to);
    bins->count = (size_t)(last - bins->first + 1);
    for (struct walk w = {.days = d}; next(&w, &day);) {
        int64_t bin = bin_of(bins->unit, day);
        uint64_t *n = bin < bins->first ? &bins->earlier
                      : bin > last      ? &bins->later
                                        : &bins->records[bin - bins->first];
        *n += w.count;
    }
}

void nr_bins_add_label(const struct nr_bins *bins, size_t i, struct nr_buf *out)
{
    long long n = bins->first + (long long)i;
    struct nr_day d;
    switch (bins->unit) {
    case NR_BIN_DAY:
    case NR_BIN_WEEK:
        d = day_of(bins->unit == NR_BIN_DAY ? n : n * 7 - 2);
        nr_buf_addf(out, "%04d-%02d-%02d", d.year, d.month, d.day);
        break;
    case NR_BIN_MONTH:
        nr_buf_addf(out, "%04lld-%02lld", n / 12, n % 12 + 1);
        break;
    case NR_BIN_QUARTER:
        nr_buf_addf(out, "%04lld Q%lld", n / 4, n % 4 + 1);
        break;
    case NR_BIN_YEAR:
        nr_buf_addf(out, "%04lld", n);
        break;
    case NR_BIN_DECADE:
        nr_buf_addf(out, "%03lld0s", n);
        break;
    case NR_BIN_CENTURY:
        nr_buf_addf(out, "%02lld00s", n);
        break;
    default:
        nr_buf_addf(out, "%lld000s", n);
    }
}

const char *nr_bins_unit(const struct nr_bins *bins)
{
    static const char *const names[NR_BIN_UNITS] = {"day",  "week",   "month",   "quarter",
                                                    "year", "decade", "century", "millennium"};
    return names[bins->unit];
}

void nr_days_free(struct nr_days *d)
{
    for (size_t i = 0; d->years && i < YEARS; i++)
        free(d->years[i]);
    free(d->years);
    *d = (struct nr_days){0};
}
