#include "newsreel/store/seen.h"
#include "../core/little.h"
#include "newsreel/core/mem.h"
#include "newsreel/dupes/grams.h"
#include "newsreel/dupes/near.h"
#include "newsreel/store/set.h"
#include "newsreel/store/spill.h"
#include <math.h>
#include <stdlib.h>

enum {
    PART_OF = 4,    /* n-grams for each one that is a key of containment */
    ALL_PARTS = 32, /* so few n-grams are all keys of a kept record */
    COPY = 64,      /* part of the other tables' memory that is needed once more while they grow */
};

#define MOST_SHARE .999999

struct nr_seen {
    struct nr_seen_options options;
    struct nr_set *whole;         /* fingerprints; of near, those of records without n-grams */
    struct nr_near *near, *parts; /* by keys of bands; by n-grams */
    struct nr_near *again;        /* by stretches of time; NULL: nothing was kept again */
    struct nr_spill *spill;       /* kept records, packed */
    uint64_t *offsets;            /* in the spill, by ordinal */
    size_t offset_room;
    uint64_t kept;
    uint32_t ordinals; /* of records that have one: with n-grams, or kept again */
    struct nr_candidates candidates;
    struct nr_index_matches earlier; /* candidates in the index */
    struct nr_grams grams,
        other;                  /* of the record, when something is to be compared; a candidate's */
    bool decoded;               /* grams are the record's */
    struct nr_buf packed, best; /* a candidate; the id of the match */
    struct nr_buf scratch;
    unsigned rows; /* of the bands */
    bool doubt;    /* about the record that is looked for */
    uint64_t doubts;
};

static bool is_exact(const struct nr_seen *s)
{
    return s->options.near <= 0 && s->options.contained <= 0;
}

enum nr_status nr_seen_open(struct nr_seen **seen, const struct nr_seen_options *options,
                            struct nr_error *e)
{
    struct nr_seen *s = nr_alloc_zero(1, sizeof *s);
    s->options = *options;
    bool spills = options->ids || options->window || options->index || !is_exact(s);
    s->whole = nr_set_new(spills, options->bits);
    s->rows = options->near > 0 ? nr_bands_choose(options->near).rows : 0;
    s->near = options->near > 0 ? nr_near_new() : NULL;
    s->parts = options->contained > 0 ? nr_near_new() : NULL;
    *seen = s;
    return spills ? nr_spill_open(&s->spill, e) : NR_OK;
}

size_t nr_seen_bytes(const struct nr_seen *s)
{
    return nr_set_bytes(s->whole) + (s->near ? nr_near_bytes(s->near) : 0) +
           (s->parts ? nr_near_bytes(s->parts) : 0) + (s->again ? nr_near_bytes(s->again) : 0) +
           s->offset_room * sizeof *s->offsets +
           (s->options.index ? NR_INDEX_MEMORY : 0); /* that nr_seen_store will need */
}

static enum nr_status check_memory(const struct nr_seen *s, struct nr_error *e)
{
    if (s->options.memory == 0)
        return NR_OK;
    size_t bytes = nr_seen_bytes(s), whole = nr_set_bytes(s->whole);
    size_t next = whole / NR_SET_GROWTH + (bytes - whole) / COPY;
    if (bytes + next <= s->options.memory)
        return NR_OK;
    nr_error_set(e, "--memory: %llu different records are all that fits; see MEMORY in dedupe(1)",
                 (unsigned long long)s->kept);
    return NR_FAIL;
}

/* ---- The spill ---- */

static enum nr_status spill(struct nr_seen *s, const struct nr_sketch *record, uint64_t *offset,
                            struct nr_error *e)
{
    s->scratch.len = 0;
    nr_sketch_pack(record, &s->scratch);
    return nr_spill_add(s->spill, nr_buf_str(&s->scratch), offset, e);
}

static enum nr_status read_back(struct nr_seen *s, uint64_t offset, struct nr_sketch *kept,
                                struct nr_error *e)
{
    s->packed.len = 0;
    if (nr_spill_get(s->spill, offset, &s->packed, e) != NR_OK)
        return NR_FAIL;
    if (nr_sketch_unpack(kept, nr_buf_str(&s->packed)))
        return NR_OK;
    nr_error_set(e, "the temporary file has changed");
    return NR_FAIL;
}

/* Spills a record that others are looked up by. */
static enum nr_status keep(struct nr_seen *s, const struct nr_sketch *record, uint32_t *ordinal,
                           struct nr_error *e)
{
    *ordinal = s->ordinals;
    if (s->ordinals == UINT32_MAX) {
        nr_error_set(e, "more than %llu different records", (unsigned long long)s->ordinals);
        return NR_FAIL;
    }
    s->offsets =
        nr_grow_array(s->offsets, &s->offset_room, (size_t)s->ordinals + 1, sizeof *s->offsets);
    return spill(s, record, &s->offsets[s->ordinals++], e);
}

static bool in_window(const struct nr_seen *s, const struct nr_sketch *a, const struct nr_sketch *b)
{
    if (!s->options.window || a->created == NR_SKETCH_UNDATED || b->created == NR_SKETCH_UNDATED)
        return true;
    int64_t apart = a->created > b->created ? a->created - b->created : b->created - a->created;
    return apart <= s->options.window;
}

static void set_match(struct nr_seen *s, struct nr_match *m, enum nr_match_kind kind,
                      const struct nr_sketch *kept)
{
    s->best.len = 0;
    nr_buf_add_str(&s->best, kept->id);
    m->kind = kind;
    m->id = nr_buf_str(&s->best);
}

/* ---- Earlier runs ---- */

enum { DATE_BYTES = 5, HALF_BYTES = 8 };

#define DATE_ZERO    (INT64_C(1) << 38) /* dates of some thousand years before and after 1970 fit */
#define DATE_UNDATED ((UINT64_C(1) << 40) - 1)

/* In an exact index a value is the date, the half of the fingerprint that is not the key where it
 * counts, and the id. Else it is the sketch without keys. */
static void pack_value(const struct nr_seen *s, struct nr_sketch k, struct nr_buf *out)
{
    char bytes[8];
    k.key_count = 0;
    if (!is_exact(s)) {
        nr_sketch_pack(&k, out);
        return;
    }
    bool dated = k.created > -DATE_ZERO && k.created < DATE_ZERO;
    little_store(bytes, dated ? (uint64_t)(k.created + DATE_ZERO) : DATE_UNDATED);
    nr_buf_add(out, bytes, DATE_BYTES);
    little_store(bytes, k.whole.low);
    nr_buf_add(out, bytes, s->options.bits == 128 ? HALF_BYTES : 0);
    nr_buf_add_str(out, k.id);
}

/* key is the half of the fingerprint that it was found by. */
static bool unpack_value(const struct nr_seen *s, struct nr_str value, uint64_t key,
                         struct nr_sketch *k)
{
    char bytes[8] = {0};
    size_t half = s->options.bits == 128 ? HALF_BYTES : 0;
    if (!is_exact(s))
        return nr_sketch_unpack(k, value);
    if (value.len < DATE_BYTES + half)
        return false;
    memcpy(bytes, value.data, DATE_BYTES);
    uint64_t date = little_load(bytes);
    memset(k, 0, offsetof(struct nr_sketch, keys));
    k->key_count = 0;
    k->created = date == DATE_UNDATED ? NR_SKETCH_UNDATED : (int64_t)date - DATE_ZERO;
    k->whole = (struct nr_hash128){key, half ? little_load(value.data + DATE_BYTES) : 0};
    k->id = nr_str_sub(value, DATE_BYTES + half, value.len);
    return true;
}

static enum nr_status read_earlier(const struct nr_seen *s, size_t i, uint64_t key,
                                   struct nr_sketch *kept, struct nr_error *e)
{
    if (unpack_value(s, s->earlier.found[i].value, key, kept))
        return NR_OK;
    nr_error_set(e, "--index: a record of an earlier run cannot be read");
    return NR_FAIL;
}

static bool is_same(const struct nr_seen *s, struct nr_hash128 a, struct nr_hash128 b)
{
    return a.high == b.high && (s->options.bits == 64 || a.low == b.low);
}

/* NR_END: the record repeats one of an earlier run. */
static enum nr_status find_whole(struct nr_seen *s, const struct nr_sketch *record,
                                 struct nr_match *m, struct nr_error *e)
{
    uint64_t key = record->whole.high;
    if (nr_index_find(s->options.index, &key, 1, &s->earlier, e) != NR_OK)
        return NR_FAIL;
    for (size_t i = 0; i < s->earlier.count; i++) {
        struct nr_sketch kept;
        if (read_earlier(s, i, key, &kept, e) != NR_OK)
            return NR_FAIL;
        if (kept.grams.len || !is_same(s, kept.whole, record->whole) ||
            !in_window(s, record, &kept))
            continue;
        set_match(s, m, NR_MATCH_EXACT, &kept);
        m->similarity = 1;
        return NR_END;
    }
    return NR_OK;
}

/* ---- Equal fingerprints ---- */

/* Kept records of one fingerprint were created more than a window apart: each has a stretch of so
 * many seconds to itself, and one that is in the window of a date lies in its stretch or beside it.
 * The first of them is found by the fingerprint alone, the others by that and their stretch. */
static uint64_t stretch_key(const struct nr_seen *s, const struct nr_sketch *record, int64_t beside)
{
    int64_t window = s->options.window;
    int64_t stretch = record->created / window - (record->created % window < 0);
    return nr_mix64(record->whole.high ^ nr_mix64((uint64_t)(stretch + beside)));
}

static enum nr_status read_if_same(struct nr_seen *s, const struct nr_sketch *record,
                                   uint64_t offset, struct nr_match *m, struct nr_error *e)
{
    struct nr_sketch kept;
    if (read_back(s, offset, &kept, e) != NR_OK)
        return NR_FAIL;
    if (!is_same(s, kept.whole, record->whole) || !in_window(s, record, &kept))
        return NR_OK;
    set_match(s, m, NR_MATCH_EXACT, &kept);
    return NR_END;
}

/* NR_END: the earliest kept record of the fingerprint that is in the window is the match. first is
 * where the first of them is. */
static enum nr_status find_kept(struct nr_seen *s, const struct nr_sketch *record, uint64_t first,
                                struct nr_match *m, struct nr_error *e)
{
    enum { STRETCHES = 3 };
    enum nr_status status = read_if_same(s, record, first, m, e);
    if (status != NR_OK || !s->again)
        return status;
    uint64_t keys[STRETCHES];
    for (int i = 0; i < STRETCHES; i++)
        keys[i] = stretch_key(s, record, i - 1);
    nr_near_find(s->again, keys, STRETCHES, &s->candidates);
    for (size_t i = 0; i < s->candidates.count && status == NR_OK; i++)
        status = read_if_same(s, record, s->offsets[s->candidates.found[i].ordinal], m, e);
    return status;
}

/* A fingerprint that was seen outside the window only is kept again. */
static enum nr_status keep_again(struct nr_seen *s, const struct nr_sketch *record,
                                 struct nr_error *e)
{
    uint32_t ordinal;
    if (keep(s, record, &ordinal, e) != NR_OK)
        return NR_FAIL;
    if (!s->again)
        s->again = nr_near_new();
    uint64_t key = stretch_key(s, record, 0);
    nr_near_add(s->again, ordinal, &key, 1);
    return NR_OK;
}

static enum nr_status add_whole(struct nr_seen *s, const struct nr_sketch *record,
                                struct nr_match *m, struct nr_error *e)
{
    uint64_t cut = s->earlier.cut_keys;
    enum nr_status status = s->options.index ? find_whole(s, record, m, e) : NR_OK;
    if (status != NR_OK)
        return status;
    cut = s->earlier.cut_keys - cut;
    uint64_t offset = s->spill ? nr_spill_size(s->spill) : 0;
    m->similarity = 1;
    if (!nr_set_add(s->whole, record->whole, s->spill ? &offset : NULL)) {
        status = s->spill ? find_kept(s, record, offset, m, e) : NR_END;
        if (status != NR_OK)
            return status;
        status = keep_again(s, record, e);
    } else {
        status = s->spill ? spill(s, record, &offset, e) : NR_OK;
    }
    s->kept++;
    s->doubts += cut > 0;
    return status;
}

/* ---- N-grams in common ---- */

/* Keys of every fourth n-gram from *at on, or of all where there are at most all of them; as many
 * as a look-up takes. */
static unsigned part_keys(const struct nr_grams *g, size_t all, size_t *at,
                          uint64_t keys[NR_NEAR_MOST_KEYS])
{
    unsigned count = 0;
    for (; *at < g->count && count < NR_NEAR_MOST_KEYS; ++*at)
        if (g->count <= all || g->values[*at] % PART_OF == 0)
            keys[count++] = nr_mix64(g->values[*at]);
    return count;
}

static enum nr_status decode(struct nr_seen *s, const struct nr_sketch *record, struct nr_error *e)
{
    s->decoded = s->decoded || nr_grams_decode(&s->grams, record->grams);
    if (s->decoded)
        return NR_OK;
    nr_error_set(e, "a record's n-grams cannot be read");
    return NR_FAIL;
}

/* A single n-gram lies in some long text by mere chance once the index is large: what is contained
 * has two in common with the other, or both have no more than that one. */
static bool is_evidence(const struct nr_seen *s, double contained)
{
    return contained * (double)s->grams.count > 1.5 || (s->grams.count == 1 && s->other.count == 1);
}

static bool is_better(const struct nr_seen *s, struct nr_match *m, enum nr_match_kind kind,
                      double least)
{
    double value;
    bool near = kind == NR_MATCH_NEAR;
    double best = near ? m->similarity : m->contained;
    if (best > least)
        least = best;
    if (near ? !nr_grams_alike(&s->grams, &s->other, least, &value)
             : !nr_grams_contained(&s->grams, &s->other, least, &value))
        return false;
    if (nr_millionths(value) <= nr_millionths(best) || (!near && !is_evidence(s, value)))
        return false; /* as good as an earlier one, or an accident */
    if (near)
        m->similarity = value;
    else
        m->contained = value;
    return true;
}

/* Whether a candidate is what the record repeats, as far as is known. */
static void consider(struct nr_seen *s, const struct nr_sketch *record, enum nr_match_kind kind,
                     const struct nr_sketch *kept, struct nr_match *m, bool *found)
{
    bool near = kind == NR_MATCH_NEAR;
    double least = near ? s->options.near : s->options.contained;
    if (!in_window(s, record, kept) ||
        (near &&
         !nr_grams_sizes_alike(s->grams.count, nr_grams_encoded_count(kept->grams), least)) ||
        !nr_grams_decode(&s->other, kept->grams) || !is_better(s, m, kind, least))
        return;
    *found = true;
    set_match(s, m, kind, kept);
    if (!near)
        m->similarity = nr_grams_similarity(&s->grams, &s->other);
}

/* Whether one look-up in a hundred would miss a record of just the threshold: all keys that it has
 * in common are among those cut, or no more than least are, and so many that have more were found.
 * Keys agree independently of each other. */
static bool may_miss(const struct nr_seen *s, enum nr_match_kind kind, unsigned count,
                     uint64_t cut_keys, uint32_t least)
{
    bool all =
        s->grams.count <= NR_NEAR_MOST_KEYS; /* n-grams are keys, a fourth of the other's are */
    double share = kind == NR_MATCH_NEAR ? pow(s->options.near, s->rows)
                                         : s->options.contained / (all ? PART_OF : 1);
    share = share < MOST_SHARE ? share : MOST_SHARE;
    double odds = pow(1 - share, cut_keys < count ? (double)(count - cut_keys) : 0);
    double exactly = pow(1 - share, count);
    for (unsigned i = 0; least && i <= least && i <= count; i++) {
        odds += exactly;
        exactly *= share / (1 - share) * (count - i) / (i + 1);
    }
    return (cut_keys || least) && odds > NR_SEEN_DOUBT;
}

/* Goes through the candidates, earliest first: those of earlier runs come before all others. */
static enum nr_status verify(struct nr_seen *s, const struct nr_sketch *record,
                             enum nr_match_kind kind, const uint64_t *keys, unsigned count,
                             struct nr_match *m, bool *found, struct nr_error *e)
{
    struct nr_sketch kept;
    uint64_t cut_before = s->earlier.cut_keys + s->candidates.cut_keys;
    if (s->options.index && nr_index_find(s->options.index, keys, count, &s->earlier, e) != NR_OK)
        return NR_FAIL;
    nr_near_find(kind == NR_MATCH_NEAR ? s->near : s->parts, keys, count, &s->candidates);
    if (s->earlier.count + s->candidates.count > 0 && decode(s, record, e) != NR_OK)
        return NR_FAIL;
    for (size_t i = 0; i < s->earlier.count; i++) {
        if (read_earlier(s, i, 0, &kept, e) != NR_OK)
            return NR_FAIL;
        consider(s, record, kind, &kept, m, found);
    }
    for (size_t i = 0; i < s->candidates.count; i++) {
        if (read_back(s, s->offsets[s->candidates.found[i].ordinal], &kept, e) != NR_OK)
            return NR_FAIL;
        consider(s, record, kind, &kept, m, found);
    }
    uint64_t cut = s->earlier.cut_keys + s->candidates.cut_keys - cut_before;
    uint32_t least =
        s->earlier.least > s->candidates.least ? s->earlier.least : s->candidates.least;
    s->doubt |= may_miss(s, kind, count, cut, least);
    return NR_OK;
}

static enum nr_status find_alike(struct nr_seen *s, const struct nr_sketch *record,
                                 struct nr_match *m, struct nr_error *e)
{
    bool found = false;
    s->doubt = false;
    if (s->near &&
        verify(s, record, NR_MATCH_NEAR, record->keys, record->key_count, m, &found, e) != NR_OK)
        return NR_FAIL;
    if (s->parts && !found) {
        uint64_t keys[NR_NEAR_MOST_KEYS];
        size_t at = 0;
        unsigned count = part_keys(&s->grams, NR_NEAR_MOST_KEYS, &at, keys);
        if (verify(s, record, NR_MATCH_CONTAINED, keys, count, m, &found, e) != NR_OK)
            return NR_FAIL;
    }
    s->doubts += s->doubt && !found;
    return found ? NR_END : NR_OK;
}

static enum nr_status keep_alike(struct nr_seen *s, const struct nr_sketch *record,
                                 struct nr_error *e)
{
    uint32_t ordinal;
    if (keep(s, record, &ordinal, e) != NR_OK)
        return NR_FAIL;
    if (s->near)
        nr_near_add(s->near, ordinal, record->keys, record->key_count);
    for (size_t at = 0; s->parts && at < s->grams.count;) {
        uint64_t keys[NR_NEAR_MOST_KEYS];
        nr_near_add(s->parts, ordinal, keys, part_keys(&s->grams, ALL_PARTS, &at, keys));
    }
    s->kept++;
    return NR_OK;
}

enum nr_status nr_seen_add(struct nr_seen *s, const struct nr_sketch *record,
                           struct nr_match *match, struct nr_error *e)
{
    *match = (struct nr_match){0};
    if (check_memory(s, e) != NR_OK)
        return NR_FAIL;
    if (record->grams.len == 0 || is_exact(s))
        return add_whole(s, record, match, e);
    s->decoded = false;
    if (s->parts && decode(s, record, e) != NR_OK)
        return NR_FAIL;
    enum nr_status status = find_alike(s, record, match, e);
    return status == NR_OK ? keep_alike(s, record, e) : status;
}

enum nr_status nr_seen_add_whole(struct nr_seen *s, struct nr_hash128 whole, struct nr_error *e)
{
    if (check_memory(s, e) != NR_OK)
        return NR_FAIL;
    if (!nr_set_add(s->whole, whole, NULL))
        return NR_END;
    s->kept++;
    return NR_OK;
}

void nr_seen_prefetch(const struct nr_seen *s, struct nr_hash128 whole)
{
    if (is_exact(s))
        nr_set_prefetch(s->whole, whole);
}

/* ---- Afterwards ---- */

enum nr_status nr_seen_next(struct nr_seen *s, uint64_t *at, struct nr_buf *packed,
                            struct nr_error *e)
{
    if (*at >= nr_spill_size(s->spill))
        return NR_END;
    packed->len = 0;
    if (nr_spill_get(s->spill, *at, packed, e) != NR_OK)
        return NR_FAIL;
    *at = nr_spill_after(*at, packed->len);
    return NR_OK;
}

/* All keys that a record will be looked for by. */
static enum nr_status all_keys(struct nr_seen *s, const struct nr_sketch *k, struct nr_buf *keys,
                               struct nr_error *e)
{
    keys->len = 0;
    if (k->grams.len == 0 || is_exact(s)) {
        nr_buf_add(keys, (const char *)&k->whole.high, sizeof k->whole.high);
        return NR_OK;
    }
    if (s->near)
        nr_buf_add(keys, (const char *)k->keys, k->key_count * sizeof *k->keys);
    if (s->parts && !nr_grams_decode(&s->grams, k->grams)) {
        nr_error_set(e, "a record's n-grams cannot be read");
        return NR_FAIL;
    }
    for (size_t at = 0; s->parts && at < s->grams.count;) {
        uint64_t part[NR_NEAR_MOST_KEYS];
        unsigned count = part_keys(&s->grams, ALL_PARTS, &at, part);
        nr_buf_add(keys, (const char *)part, count * sizeof *part);
    }
    return NR_OK;
}

static enum nr_status store_all(struct nr_seen *s, struct nr_buf *packed, struct nr_buf *keys,
                                struct nr_error *e)
{
    struct nr_sketch k;
    enum nr_status status;
    for (uint64_t at = 0; (status = nr_seen_next(s, &at, packed, e)) == NR_OK;) {
        s->scratch.len = 0;
        nr_error_set(e, "the temporary file has changed");
        if (!nr_sketch_unpack(&k, nr_buf_str(packed)) || all_keys(s, &k, keys, e) != NR_OK)
            return NR_FAIL;
        pack_value(s, k, &s->scratch);
        if (nr_index_add(s->options.index, (const uint64_t *)(const void *)keys->data,
                         keys->len / sizeof(uint64_t), k.created, nr_buf_str(&s->scratch),
                         e) != NR_OK)
            return NR_FAIL;
    }
    return status == NR_END ? NR_OK : status;
}

enum nr_status nr_seen_store(struct nr_seen *s, struct nr_error *e)
{
    struct nr_buf packed = {0}, keys = {0};
    enum nr_status status = store_all(s, &packed, &keys, e);
    nr_buf_free(&packed);
    nr_buf_free(&keys);
    return status;
}

uint64_t nr_seen_kept(const struct nr_seen *s)
{
    return s->kept;
}

uint64_t nr_seen_doubts(const struct nr_seen *s)
{
    return s->doubts;
}

void nr_seen_close(struct nr_seen *s)
{
    if (!s)
        return;
    nr_set_free(s->whole);
    nr_near_free(s->near);
    nr_near_free(s->parts);
    nr_near_free(s->again);
    nr_spill_close(s->spill);
    nr_candidates_free(&s->candidates);
    nr_index_matches_free(&s->earlier);
    nr_grams_free(&s->grams);
    nr_grams_free(&s->other);
    nr_buf_free(&s->packed);
    nr_buf_free(&s->best);
    nr_buf_free(&s->scratch);
    free(s->offsets);
    free(s);
}
