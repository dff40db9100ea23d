/* The copy that stays is the longest or the earliest, not the first: the first pass keeps the
 * sketch of every record aside, decides in the order of preference as if that were the order of the
 * input, and the second pass applies what was decided. */
#include "dedupe.h"
#include "newsreel/core/mem.h"
#include <stdlib.h>

#define STAYS UINT64_MAX

struct rank {
    uint64_t rank, ordinal; /* least first */
};

struct best {
    struct nr_spill *sketches, *matches;
    struct rank *ranks;
    uint64_t *places; /* by ordinal: in sketches; once decided, in matches or STAYS */
    size_t count, rank_room, place_room;
    struct nr_buf buf;
};

/* A match as it lies in the spill file, the id behind it. */
struct stored {
    double similarity, contained;
    enum nr_match_kind kind;
};

static uint64_t rank_of(const struct config *c, const struct nr_sketch *k)
{
    if (c->keep == KEEP_LONGEST)
        return UINT64_MAX - k->size;
    return k->created == NR_SKETCH_UNDATED ? UINT64_MAX : (uint64_t)k->created + INT64_MAX;
}

static enum nr_status open_spills(struct config *c, struct nr_error *e)
{
    if (c->best)
        return NR_OK;
    c->best = nr_alloc_zero(1, sizeof *c->best);
    if (nr_spill_open(&c->best->sketches, e) != NR_OK)
        return NR_FAIL;
    return nr_spill_open(&c->best->matches, e);
}

static enum nr_status check_memory(const struct config *c, struct nr_error *e)
{
    const struct best *b = c->best;
    size_t ranks = b->rank_room * sizeof *b->ranks, places = b->place_room * sizeof *b->places;
    size_t grown = b->count + 1 < b->rank_room ? 0 : 2 * ranks; /* the new one beside the old one */
    size_t bytes = nr_seen_bytes(c->seen) + ranks + places + grown;
    if (!c->options.memory || bytes <= c->options.memory)
        return NR_OK;
    nr_error_set(e, "--memory: %zu records are all that fits; see MEMORY in dedupe(1)", b->count);
    return NR_FAIL;
}

static enum nr_verdict study(struct config *c, struct nr_commit *commit, struct nr_error *e)
{
    if (open_spills(c, e) != NR_OK)
        return NR_STOP;
    struct best *b = c->best;
    c->records++;
    struct nr_sketch k = dedupe_unpack(commit->label);
    b->ranks = nr_grow_array(b->ranks, &b->rank_room, b->count + 1, sizeof *b->ranks);
    b->places = nr_grow_array(b->places, &b->place_room, b->count + 1, sizeof *b->places);
    b->ranks[b->count] = (struct rank){rank_of(c, &k), b->count};
    b->buf.len = 0;
    nr_sketch_pack(&k, &b->buf);
    if (nr_spill_add(b->sketches, nr_buf_str(&b->buf), &b->places[b->count], e) != NR_OK ||
        check_memory(c, e) != NR_OK)
        return NR_STOP;
    b->count++;
    return NR_ABSORB;
}

static int compare(const void *x, const void *y)
{
    const struct rank *a = x, *b = y;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return (a->ordinal > b->ordinal) - (a->ordinal < b->ordinal);
}

/* Decides about one record; *place is where its sketch is, and then where its match is. */
static enum nr_status decide(struct config *c, uint64_t *place, struct nr_error *e)
{
    struct best *b = c->best;
    struct nr_sketch k;
    struct nr_match m;
    b->buf.len = 0;
    if (nr_spill_get(b->sketches, *place, &b->buf, e) != NR_OK)
        return NR_FAIL;
    nr_sketch_unpack(&k, nr_buf_str(&b->buf));
    *place = STAYS;
    if (!k.grams.len && !(k.whole.high | k.whole.low))
        return NR_OK;
    enum nr_status status = nr_seen_add(c->seen, &k, &m, e);
    if (status != NR_END)
        return status;
    struct stored stored = {m.similarity, m.contained, m.kind};
    b->buf.len = 0;
    nr_buf_add(&b->buf, (const char *)&stored, sizeof stored);
    nr_buf_add_str(&b->buf, m.id);
    return nr_spill_add(b->matches, nr_buf_str(&b->buf), place, e);
}

static enum nr_status decide_all(void *config, struct nr_buf *out, struct nr_error *e)
{
    struct config *c = config;
    (void)out;
    if (open_spills(c, e) != NR_OK)
        return NR_FAIL;
    struct best *b = c->best;
    c->records = 0;
    if (b->count)
        qsort(b->ranks, b->count, sizeof *b->ranks, compare);
    for (size_t i = 0; i < b->count; i++)
        if (check_memory(c, e) != NR_OK || decide(c, &b->places[b->ranks[i].ordinal], e) != NR_OK)
            return NR_FAIL;
    return NR_OK;
}

static enum nr_verdict commit(struct config *c, struct nr_commit *commit, struct nr_error *e)
{
    struct best *b = c->best;
    struct stored stored;
    uint64_t ordinal = c->records++;
    struct nr_sketch k = dedupe_unpack(commit->label);
    if (ordinal >= b->count) {
        nr_error_set(e, "the files have changed while they were read");
        return NR_STOP;
    }
    if (b->places[ordinal] == STAYS) {
        c->kept++;
        return c->dry_run ? NR_ABSORB : NR_KEEP;
    }
    b->buf.len = 0;
    if (nr_spill_get(b->matches, b->places[ordinal], &b->buf, e) != NR_OK)
        return NR_STOP;
    memcpy(&stored, b->buf.data, sizeof stored);
    struct nr_match m = {.kind = stored.kind,
                         .similarity = stored.similarity,
                         .contained = stored.contained,
                         .id = nr_str_sub(nr_buf_str(&b->buf), sizeof stored, b->buf.len)};
    return dedupe_tell(c, commit, k.id, &m);
}

enum nr_status best_finish(const struct config *c, struct nr_error *e)
{
    if (!c->best || c->records == c->best->count)
        return NR_OK;
    nr_error_set(e, "the files have changed while they were read");
    return NR_FAIL;
}

void best_free(struct best *b)
{
    if (!b)
        return;
    nr_spill_close(b->sketches);
    nr_spill_close(b->matches);
    nr_buf_free(&b->buf);
    free(b->ranks);
    free(b->places);
    free(b);
}

/* ---- The tables ---- */

const struct mode best_mode = {dedupe_map, commit};

/* All that the second pass does, so that both refuse the same records. */
static enum nr_status study_map(const void *config, void *scratch, struct nr_job *job,
                                struct nr_error *e)
{
    return dedupe_map(config, scratch, job, e);
}

static enum nr_verdict study_commit(void *config, struct nr_commit *commit, struct nr_error *e)
{
    return study(config, commit, e);
}

const struct nr_filter dedupe_study = {
    .name = "dedupe",
    .scratch_size = sizeof(struct scratch),
    .map = study_map,
    .scratch_free = dedupe_scratch_free,
    .commit = study_commit,
    .finish = decide_all,
};
