#include "newsreel/core/mem.h"
#include "report.h"
#include <stdlib.h>

enum { FEW = 1024, MANY = 8192 };

const char *const report_list_titles[LISTS] = {
    [LIST_LANGUAGES] = "Languages",
    [LIST_SOURCES] = "Files",
    [LIST_SITES] = "Sites",
    [LIST_PEOPLE] = "People",
    [LIST_ORGANISATIONS] = "Organisations",
    [LIST_PLACES] = "Places",
    [LIST_TOPICS] = "Topics",
    [LIST_KEPT] = "Largest clusters",
};

struct nr_summary *nr_summary_new(void)
{
    struct nr_summary *s = nr_alloc_zero(1, sizeof *s);
    for (size_t i = 0; i < LISTS; i++)
        s->lists[i].room = i == LIST_LANGUAGES || i == LIST_TOPICS ? FEW : MANY;
    s->lengths.least = UINT64_MAX;
    s->cards.size = NR_SUMMARY_CARDS;
    return s;
}

void nr_summary_free(struct nr_summary *s)
{
    if (!s)
        return;
    nr_days_free(&s->days);
    for (size_t i = 0; i < LISTS; i++)
        nr_top_free(&s->lists[i]);
    nr_sizes_free(&s->clusters);
    nr_sample_free(&s->cards);
    nr_arena_free(&s->arena);
    free(s);
}

/* ---- Lengths ---- */

const uint64_t report_lengths[LENGTH_BINS + 1] = {
    0,         1,          10,        15,       20,        30,        50,        70,
    100,       150,        200,       300,      500,       700,       1000,      1500,
    2000,      3000,       5000,      7000,     10000,     15000,     20000,     30000,
    50000,     70000,      100000,    150000,   200000,    300000,    500000,    700000,
    1000000,   1500000,    2000000,   3000000,  5000000,   7000000,   10000000,  15000000,
    20000000,  30000000,   50000000,  70000000, 100000000, 150000000, 200000000, 300000000,
    500000000, 1000000000, UINT64_MAX};

size_t report_length_bin(uint64_t length)
{
    size_t low = 0, high = LENGTH_BINS;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (length < report_lengths[middle])
            high = middle;
        else
            low = middle;
    }
    return low;
}

static void add_length(struct lengths *l, uint64_t length)
{
    l->records++;
    l->sum += length;
    l->least = length < l->least ? length : l->least;
    l->most = length > l->most ? length : l->most;
    l->bins[report_length_bin(length)]++;
}

/* Within a bin lengths are taken to be spread evenly; and not beyond the least and the greatest. */
uint64_t report_length_at(const struct lengths *l, unsigned thousandths)
{
    uint64_t wanted = l->records / 1000 * thousandths + l->records % 1000 * thousandths / 1000;
    uint64_t before = 0;
    size_t i = 0;
    while (i + 1 < LENGTH_BINS && before + l->bins[i] <= wanted)
        before += l->bins[i++];
    uint64_t from = report_lengths[i], to = report_lengths[i + 1];
    from = from > l->least ? from : l->least;
    from = from < l->most ? from : l->most;
    to = to < l->most ? to : l->most;
    double part = l->bins[i] ? (double)(wanted - before) / (double)l->bins[i] : 0;
    return from + (to > from ? (uint64_t)((double)(to - from) * part) : 0);
}

/* ---- Adding up ---- */

static bool take(struct nr_str *rest, void *to, size_t size)
{
    if (rest->len < size)
        return false;
    memcpy(to, rest->data, size);
    *rest = nr_str(rest->data + size, rest->len - size);
    return true;
}

static bool take_name(struct nr_summary *s, unsigned list, struct nr_str *rest)
{
    uint64_t hash;
    unsigned char len;
    if (list >= LISTS || !take(rest, &hash, sizeof hash) || !take(rest, &len, 1) || rest->len < len)
        return false;
    nr_top_add(&s->lists[list], hash, nr_str(rest->data, len), 1);
    *rest = nr_str(rest->data + len, rest->len - len);
    if (list == LIST_KEPT) {
        s->duplicates++;
        nr_sizes_add(&s->clusters, hash);
    }
    return true;
}

static bool take_card(struct nr_summary *s, struct nr_str *rest)
{
    uint64_t hash;
    uint32_t size;
    if (!take(rest, &hash, sizeof hash) || !take(rest, &size, sizeof size) || rest->len < size)
        return false;
    if (nr_sample_wants(&s->cards, hash) && !nr_sample_has(&s->cards, hash))
        nr_sample_add(&s->cards, hash, nr_str(rest->data, size));
    *rest = nr_str(rest->data + size, rest->len - size);
    return true;
}

static bool take_day(struct nr_summary *s, struct nr_str *rest)
{
    struct nr_day day;
    if (!take(rest, &day, sizeof day) || day.year < 1 || day.year > 9999 ||
        !nr_moment_is_day(day.year, day.month, day.day))
        return false;
    nr_days_add(&s->days, day);
    return true;
}

static bool take_fact(struct nr_summary *s, unsigned fact, struct nr_str *rest)
{
    uint64_t n;
    switch (fact) {
    case FACT_RECORD:
        s->records++;
        return true;
    case FACT_DAY:
        return take_day(s, rest);
    case FACT_LENGTH:
        if (!take(rest, &n, sizeof n))
            return false;
        add_length(&s->lengths, n);
        return true;
    case FACT_WORDS:
        if (!take(rest, &n, sizeof n))
            return false;
        s->words += n;
        s->worded++;
        return true;
    case FACT_CARD:
        return take_card(s, rest);
    default:
        return take_name(s, fact - FACT_NAME, rest);
    }
}

void nr_summary_add(struct nr_summary *s, struct nr_str facts)
{
    unsigned char fact;
    while (take(&facts, &fact, 1) && take_fact(s, fact, &facts))
        ;
}

void nr_summary_end(struct nr_summary *s, struct nr_str stages, bool sealed, uint64_t bytes_in)
{
    report_read_stages(s, stages, bytes_in);
    s->sealed = sealed;
    for (size_t i = 0; i < LISTS; i++)
        nr_top_sort(&s->lists[i]);
    nr_sample_sort(&s->cards);
}
