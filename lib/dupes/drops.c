#include "newsreel/dupes/drops.h"
#include "steps.h"

void nr_drops_init(struct nr_drops *d, struct nr_str list)
{
    *d = (struct nr_drops){.list = list};
}

static enum nr_status fail(size_t at, const char *what, struct nr_error *e)
{
    nr_error_set(e, "%s", what);
    e->offset = at;
    return NR_FAIL;
}

/* The start of the line that the byte at `at` lies in. */
static size_t line_start(struct nr_str s, size_t at)
{
    while (at && s.data[at - 1] != '\n')
        at--;
    return at;
}

static bool parse_at(const struct nr_drops *d, size_t at, size_t *next, struct nr_drop_line *line)
{
    size_t end = line_end(d->list, at, STEP_DROP);
    *next = end + 1 < d->list.len ? end + 1 : d->list.len;
    return nr_drop_line_parse(nr_str_sub(d->list, at, end), line);
}

/* Sets d->at to the first line of the shard or a later one, in logarithmic time. */
static enum nr_status find_shard(struct nr_drops *d, uint64_t shard, struct nr_error *e)
{
    struct nr_drop_line line;
    size_t from = 0, to = d->list.len, next;
    while (from < to) {
        size_t at = line_start(d->list, from + (to - from) / 2);
        if (!parse_at(d, at, &next, &line))
            return fail(at, "no drop line (reference, similarity, reference, id)", e);
        if (nr_ref_shard(line.ref) < shard)
            from = next;
        else
            to = at;
    }
    d->at = from;
    return NR_OK;
}

/* Makes d->next the line at d->at, when it is one of the shard. */
static enum nr_status advance(struct nr_drops *d, struct nr_error *e)
{
    uint64_t before = d->next.ref;
    size_t at = d->at;
    d->have = false;
    if (at >= d->list.len)
        return NR_OK;
    if (!parse_at(d, at, &d->at, &d->next))
        return fail(at, "no drop line (reference, similarity, reference, id)", e);
    if (d->next.ref <= before)
        return fail(at, "the drop lines are not in order", e);
    d->have = nr_ref_shard(d->next.ref) == d->shard;
    return NR_OK;
}

static enum nr_status left_over(const struct nr_drops *d, struct nr_error *e)
{
    struct nr_buf ref = {0};
    nr_ref_add(&ref, d->next.ref);
    nr_error_set(e, "%s is no record: the list was made of other files, or other shard numbers",
                 nr_buf_cstr(&ref));
    nr_buf_free(&ref);
    return NR_FAIL;
}

static enum nr_status begin_shard(struct nr_drops *d, uint64_t shard, struct nr_error *e)
{
    if (nr_drops_finish(d, e) != NR_OK || find_shard(d, shard, e) != NR_OK)
        return NR_FAIL;
    d->begun = true;
    d->shard = shard;
    d->next.ref = 0;
    return advance(d, e);
}

enum nr_status nr_drops_find(struct nr_drops *d, uint64_t ref, struct nr_drop_line *drop,
                             struct nr_error *e)
{
    uint64_t shard = nr_ref_shard(ref);
    if ((!d->begun || shard != d->shard) && begin_shard(d, shard, e) != NR_OK)
        return NR_FAIL;
    if (!d->have || d->next.ref > ref)
        return NR_END;
    if (d->next.ref < ref)
        return left_over(d, e);
    *drop = d->next;
    return advance(d, e);
}

enum nr_status nr_drops_finish(struct nr_drops *d, struct nr_error *e)
{
    return d->have ? left_over(d, e) : NR_OK;
}
