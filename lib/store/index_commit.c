/* Adding records, and making them a part of the index. */
#include "index_state.h"
#include "newsreel/core/mem.h"
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { SMALLEST = 64 << 10, FAN_BITS = 3, WINDOW_PART = 8 };

_Static_assert(1 << FAN_BITS == NR_INDEX_FAN, "levels are powers of the fan");

/* ---- Dates ---- */

enum {
    DAY = 24 * 60 * 60,
    FIRST_DAY = -140000, /* in the year 1586 */
    DAYS = 240000,       /* to 2243; others count as the first or the last */
    STRAY = 100,         /* one of so many dates may be wrong */
    FEW = 3,             /* and one of so many or more in any case */
};

static size_t day_of(int64_t created)
{
    int64_t day = created / DAY - (created % DAY < 0) - FIRST_DAY;
    return day < 0 ? 0 : day < DAYS ? (size_t)day : DAYS - 1;
}

static void date(struct nr_index *x, int64_t created)
{
    struct run_facts *f = &x->writer.facts;
    if (created == NR_INDEX_UNDATED) {
        f->undated++;
        return;
    }
    if (created > f->newest)
        f->newest = created;
    if (!x->days)
        x->days = nr_alloc_zero(DAYS, sizeof *x->days);
    x->days[day_of(created)]++;
}

/* The end of the last day that is not left to the few records that come after it: one date in the
 * future must neither keep the run for ever nor make a window forget all others. */
static int64_t newest_but_stray(const struct nr_index *x)
{
    const struct run_facts *f = &x->writer.facts;
    uint64_t later = 0, dated = f->records - f->undated, most = dated / STRAY;
    size_t day = DAYS - 1;
    if (dated < FEW)
        return f->newest;
    most = most ? most : 1;
    for (; (later += x->days[day]) <= most; day--)
        ;
    int64_t end = ((int64_t)day + FIRST_DAY + 1) * DAY - 1;
    return end < f->newest ? end : f->newest;
}

/* ---- Adding ---- */

enum nr_status nr_index_add(struct nr_index *x, const uint64_t *keys, size_t count, int64_t created,
                            struct nr_str value, struct nr_error *e)
{
    uint64_t place;
    if (x->writer.fd < 0 &&
        run_writer_open(&x->writer, &x->folder, x->running.number, "part", e) != NR_OK)
        return NR_FAIL;
    if (run_writer_add(&x->writer, value, &place, e) != NR_OK)
        return NR_FAIL;
    date(x, created);
    x->stats.added++;
    for (size_t i = 0; i < count; i++)
        if (sorter_add(&x->sorter, &x->folder, keys[i], place, e) != NR_OK)
            return NR_FAIL;
    return NR_OK;
}

/* ---- What becomes of earlier runs ---- */

/* The runs before new: some are forgotten, those from merge on are merged with it. */
struct plan {
    int64_t window;
    const struct run_facts *new;
    struct run **kept; /* in order */
    size_t kept_count, merge;
};

/* Dates may be anything: the difference saturates. */
static int64_t apart(int64_t older, int64_t newer)
{
    int64_t difference;
    if (older >= newer)
        return 0;
    return __builtin_sub_overflow(newer, older, &difference) ? INT64_MAX : difference;
}

/* Raises *newest to that of a run, where it has so many dates. */
static void believe(const struct run_facts *f, uint64_t dates, int64_t *newest)
{
    if (f->records - f->undated >= dates && f->newest > *newest)
        *newest = f->newest;
}

static int64_t newest_of_all(const struct nr_index *x, const struct plan *p, uint64_t dates)
{
    int64_t newest = INT64_MIN;
    believe(p->new, dates, &newest);
    for (size_t i = 0; i < x->run_count; i++)
        believe(&x->runs[i].facts, dates, &newest);
    return newest;
}

/* The date of a run of one or two may be wrong: it counts only where no run has more. */
static void forget(struct nr_index *x, struct plan *p)
{
    int64_t newest = newest_of_all(x, p, FEW);
    if (newest == INT64_MIN)
        newest = newest_of_all(x, p, 1);
    for (size_t i = 0; i < x->run_count; i++) {
        const struct run_facts *f = &x->runs[i].facts;
        bool old = p->window > 0 && apart(f->newest, newest) > p->window;
        if (!old || f->undated)
            p->kept[p->kept_count++] = &x->runs[i];
        x->stats.undated += old && f->undated;
    }
    x->stats.forgotten_all = x->run_count > 0 && p->kept_count == 0;
}

/* Sizes in powers of the fan, from SMALLEST on. */
static unsigned level(uint64_t bytes)
{
    unsigned n = 0;
    for (bytes /= SMALLEST; bytes; bytes >>= FAN_BITS)
        n++;
    return n;
}

static uint64_t size_of(const struct run_facts *f)
{
    return f->data + f->entries * RUN_ENTRY;
}

/* Whether a run may become one with the new one: a window must still be able to forget them. */
static bool may_merge(const struct plan *p, const struct run_facts *f)
{
    if (p->window <= 0)
        return true;
    if (f->undated || p->new->undated)
        return f->undated && p->new->undated;
    return apart(f->newest, p->new->newest) <= p->window / WINDOW_PART &&
           apart(p->new->newest, f->newest) <= p->window / WINDOW_PART;
}

/* The runs at the end of the list that are no larger than level, down to which one. */
static size_t group(const struct plan *p, size_t from, unsigned most, uint64_t room)
{
    for (; from > 0; from--) {
        const struct run_facts *f = &p->kept[from - 1]->facts;
        if (level(size_of(f)) > most || f->data > room || !may_merge(p, f))
            break;
        room -= f->data;
    }
    return from;
}

static void choose_merge(struct plan *p)
{
    uint64_t size = size_of(p->new), data = p->new->data;
    p->merge = p->kept_count;
    for (;;) {
        size_t from = group(p, p->merge, level(size), RUN_DATA_MOST - data);
        if (p->merge - from < NR_INDEX_FAN - 1)
            break;
        for (; p->merge > from; p->merge--) {
            size += size_of(&p->kept[p->merge - 1]->facts);
            data += p->kept[p->merge - 1]->facts.data;
        }
    }
}

/* ---- The new run ---- */

static enum nr_status put_entries(void *state, struct nr_str entries, struct nr_error *e)
{
    struct run_writer *w = state;
    w->facts.entries += entries.len / RUN_ENTRY;
    return run_writer_put(w, entries, e);
}

/* Entries of the runs that are merged, and of the new one's parts behind them. */
static enum nr_status write_entries(struct nr_index *x, const struct plan *p, struct run_writer *w,
                                    struct nr_error *e)
{
    size_t merged = p->kept_count - p->merge, count = merged + x->sorter.part_count;
    struct merge_source *sources = nr_alloc_zero(count, sizeof *sources);
    uint64_t shift = 0;
    for (size_t i = 0; i < count; i++) {
        const struct run *r = i < merged ? p->kept[p->merge + i] : NULL;
        sources[i].entries = r ? r->entries : sorter_part(&x->sorter, i - merged);
        sources[i].shift = shift;
        shift += r ? r->facts.data : 0;
    }
    enum nr_status status = merge_entries(sources, count, put_entries, w, e);
    free(sources);
    return status;
}

/* data is in a mapped file. */
static enum nr_status put_data(struct run_writer *w, const struct run_facts *f, struct nr_str data,
                               struct nr_error *e)
{
    enum { PIECE = 1 << 20 };
    w->facts.records += f->records;
    w->facts.undated += f->undated;
    w->facts.data += f->data;
    if (f->newest > w->facts.newest)
        w->facts.newest = f->newest;
    for (size_t at = 0; at < data.len; at += PIECE) {
        struct nr_str piece = nr_str_sub(data, at, at + PIECE);
        if (run_writer_put(w, piece, e) != NR_OK)
            return NR_FAIL;
        run_let_go(piece.data, piece.len);
    }
    return NR_OK;
}

/* What the run has added lies in a file of its own, where the data of the merged runs should stand
 * before it. */
static enum nr_status copy_added(struct nr_index *x, struct run_writer *w, struct nr_error *e)
{
    struct run_writer *own = &x->writer;
    if (run_writer_flush(own, e) != NR_OK)
        return NR_FAIL;
    size_t data = (size_t)own->facts.data, size = RUN_HEADER + data;
    char *p = mmap(NULL, size, PROT_READ, MAP_SHARED, own->fd, 0);
    if (p == MAP_FAILED)
        return folder_fail(&x->folder, own->name, "cannot map", e);
    enum nr_status status = put_data(w, &own->facts, nr_str(p + RUN_HEADER, data), e);
    munmap(p, size);
    return status;
}

static enum nr_status write_merged(struct nr_index *x, const struct plan *p, struct run_writer *w,
                                   struct nr_error *e)
{
    if (run_writer_open(w, &x->folder, x->running.number, "merge.part", e) != NR_OK)
        return NR_FAIL;
    for (size_t i = p->merge; i < p->kept_count; i++)
        if (put_data(w, &p->kept[i]->facts, p->kept[i]->data, e) != NR_OK)
            return NR_FAIL;
    if (copy_added(x, w, e) != NR_OK || write_entries(x, p, w, e) != NR_OK)
        return NR_FAIL;
    return run_writer_finish(w, e);
}

struct manifest_run index_describe(const struct run_facts *f)
{
    return (struct manifest_run){.number = f->number,
                                 .sum = f->sum,
                                 .records = f->records,
                                 .keys = f->entries,
                                 .bytes = run_layout(f->data, f->entries).size};
}

/* From the rename of the manifest on the new run is there. */
static enum nr_status list_run(struct nr_index *x, const struct plan *p,
                               const struct run_facts *facts, struct nr_error *e)
{
    struct manifest *m = &x->manifest;
    free(m->before.runs);
    m->before = m->runs;
    m->runs = (struct manifest_runs){0};
    m->number = x->running.number;
    for (size_t i = 0; i < p->merge; i++)
        manifest_add(&m->runs, index_describe(&p->kept[i]->facts));
    manifest_add(&m->runs, index_describe(facts));
    bool named;
    enum nr_status status = index_replace_manifest(x, &named, e);
    x->unsure = status != NR_OK && named;
    return status;
}

static enum nr_status write_run(struct nr_index *x, const struct plan *p, struct nr_error *e)
{
    struct run_writer merged = {.fd = -1};
    bool alone = p->merge == p->kept_count;
    struct run_writer *w = alone ? &x->writer : &merged;
    enum nr_status status = NR_OK;
    if (!alone)
        status = write_merged(x, p, w, e);
    else if ((status = write_entries(x, p, w, e)) == NR_OK)
        status = run_writer_finish(w, e);
    if (status == NR_OK)
        status = list_run(x, p, &w->facts, e);
    run_writer_close(&merged);
    return status;
}

enum nr_status nr_index_commit(struct nr_index *x, int64_t window, struct nr_error *e)
{
    if (x->writer.fd < 0)
        return NR_OK;
    if (sorter_finish(&x->sorter, &x->folder, e) != NR_OK)
        return NR_FAIL;
    x->writer.facts.newest = newest_but_stray(x);
    struct run_facts new = x->writer.facts;
    new.entries = x->sorter.entries;
    struct plan p = {.window = window, .new = &new};
    p.kept = nr_alloc_zero(x->run_count, sizeof *p.kept);
    forget(x, &p);
    choose_merge(&p);
    enum nr_status status = write_run(x, &p, e);
    free(p.kept);
    return status;
}
