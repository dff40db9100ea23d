/* nr_days: how many records there are of each day, of the years 1 to 9999, and how they are shown:
 * in bins of days, weeks, months and so on, as many as there is room for.
 *
 * All is exact, up to 2^32 - 1 records a day. A year that is met takes 1.5 KB, so all of them
 * together 15 MB at most. Zero-initialised is ready; nr_days_free gives back what it owns. */
#ifndef NEWSREEL_PUBLISH_DAYS_H
#define NEWSREEL_PUBLISH_DAYS_H

#include "newsreel/core/buf.h"
#include "newsreel/core/moment.h"
#include <stdint.h>

enum { NR_BINS_MOST = 160 };

struct nr_days {
    uint64_t total;
    uint32_t **years; /* NULL, or of each year NULL or 12 times 31 counts */
};

/* day: one of the Gregorian calendar. */
void nr_days_add(struct nr_days *d, struct nr_day day);

/* The first and the last day that were met; false when there is none. */
bool nr_days_range(const struct nr_days *d, struct nr_day *first, struct nr_day *last);

enum nr_bin_unit {
    NR_BIN_DAY,
    NR_BIN_WEEK, /* from Monday */
    NR_BIN_MONTH,
    NR_BIN_QUARTER,
    NR_BIN_YEAR,
    NR_BIN_DECADE,
    NR_BIN_CENTURY,
    NR_BIN_MILLENNIUM,
    NR_BIN_UNITS
};

struct nr_bins {
    enum nr_bin_unit unit;
    int64_t first; /* number of the first bin, counted in units */
    size_t count;
    uint64_t records[NR_BINS_MOST];
    uint64_t earlier, later; /* records before the first bin and after the last */
};

/* The bins of the smallest unit of which most are enough (8 to NR_BINS_MOST). Where a few stray
 * days would ask for a larger unit, no more than 1 in 200 at each end, they are left out, and
 * counted. */
void nr_days_bins(const struct nr_days *d, size_t most, struct nr_bins *bins);

/* "2022-07-19", "2022-07", "2022 Q3", "2022", "1980s" for the bin number i from the first; of a
 * week its Monday. */
void nr_bins_add_label(const struct nr_bins *bins, size_t i, struct nr_buf *out);

/* "day", "week", ... */
const char *nr_bins_unit(const struct nr_bins *bins);

void nr_days_free(struct nr_days *d);

#endif
