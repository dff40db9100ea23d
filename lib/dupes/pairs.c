/* Classes are told apart by a hash of the sketch as it is written, since one set has one form. What
 * a class is alike to is listed with it, so that a record of a class costs no comparison but the
 * first. */
#include "newsreel/dupes/pairs.h"
#include "newsreel/core/mem.h"
#include "newsreel/dupes/grams.h"
#include "newsreel/dupes/steps.h"
#include "steps.h"
#include <nettle/base64.h>
#include <stdlib.h>

enum { LEAST_SLOTS = 16, KEEP_LINKS = 64, KEEP_BYTES = 1 << 20, HEX128 = 32 };

/* A class that is alike. */
struct link {
    uint32_t class, millionths;
};

struct class
{
    struct nr_hash128 sketch;
    uint64_t ref;
    size_t id, id_length; /* in ids */
    size_t values, count; /* in values: the set */
    uint32_t second;      /* of it */
    bool kept;            /* nothing in the bucket is a reason to drop it */
    struct link *links;   /* their arrays outlive the bucket */
    size_t link_count, link_cap;
};

struct nr_pairs {
    struct nr_pairs_options options;
    struct nr_pairs_crowds crowds;
    struct nr_buf bytes; /* of a sketch */
    struct nr_grams grams;

    /* The bucket. */
    bool begun, crowded;
    uint64_t key, ref;      /* of the last line */
    struct nr_hash128 last; /* its sketch */
    uint64_t records;
    struct nr_buf first; /* line of the first record, which has no class until there is another */
    struct class *classes;
    size_t class_count, class_cap, class_used; /* used: has or had an array of links */
    uint32_t *slots;                           /* class + 1, by hash; 0: free */
    size_t slot_count, slot_cap;
    struct class further; /* the links of a record that has no class */
    struct nr_buf ids;
    uint32_t *values;
    size_t value_count, value_cap;
};

struct nr_pairs *nr_pairs_new(const struct nr_pairs_options *options)
{
    struct nr_pairs *p = nr_alloc_zero(1, sizeof *p);
    p->options = *options;
    return p;
}

static void forget_bucket(struct nr_pairs *p)
{
    for (size_t i = 0; i < p->class_count; i++) {
        struct class *c = &p->classes[i];
        c->link_count = 0;
        if (c->link_cap > KEEP_LINKS) {
            free(c->links);
            c->links = NULL;
            c->link_cap = 0;
        }
    }
    p->class_count = 0;
    nr_buf_reset(&p->ids, KEEP_BYTES);
    p->value_count = 0;
    if (p->value_cap > KEEP_BYTES) {
        free(p->values);
        p->values = NULL;
        p->value_cap = 0;
    }
    p->slot_count = 0;
    p->crowded = false;
}

/* The slot of the class with this sketch, or the free one where it would stand. */
static uint32_t *find_slot(struct nr_pairs *p, struct nr_hash128 sketch)
{
    for (size_t i = (size_t)sketch.low;; i++) {
        uint32_t *slot = &p->slots[i & (p->slot_count - 1)];
        const struct class *c = *slot ? &p->classes[*slot - 1] : NULL;
        if (!c || (c->sketch.high == sketch.high && c->sketch.low == sketch.low))
            return slot;
    }
}

/* At most half of the slots are taken. */
static void reserve_slot(struct nr_pairs *p)
{
    if (p->slot_count && p->class_count < p->slot_count / 2)
        return;
    p->slot_count = p->slot_count ? 2 * p->slot_count : LEAST_SLOTS;
    p->slots = nr_grow_array(p->slots, &p->slot_cap, p->slot_count, sizeof *p->slots);
    memset(p->slots, 0, p->slot_count * sizeof *p->slots);
    for (size_t i = 0; i < p->class_count; i++)
        *find_slot(p, p->classes[i].sketch) = (uint32_t)(i + 1);
}

/* Fills p->grams. */
static bool decode_sketch(struct nr_pairs *p, struct nr_str sketch)
{
    struct base64_decode_ctx base64;
    size_t length = BASE64_DECODE_LENGTH(sketch.len);
    p->grams.count = 0;
    if (sketch.len == 0)
        return true;
    nr_buf_reset(&p->bytes, KEEP_BYTES);
    uint8_t *to = (uint8_t *)nr_buf_reserve(&p->bytes, length);
    base64_decode_init(&base64);
    return base64_decode_update(&base64, &length, to, sketch.len, sketch.data) &&
           base64_decode_final(&base64) &&
           nr_grams_decode(&p->grams, nr_str(p->bytes.data, length));
}

static bool is_fingerprint(struct nr_str sketch)
{
    bool good = sketch.len == HEX128;
    for (size_t i = 0; good && i < HEX128; i++)
        good =
            nr_ascii_is_digit(sketch.data[i]) || (sketch.data[i] >= 'a' && sketch.data[i] <= 'f');
    return good;
}

static enum nr_status read_sketch(struct nr_pairs *p, const struct nr_key_line *k,
                                  struct nr_error *e)
{
    bool exact = p->options.threshold <= 0;
    if (exact ? is_fingerprint(k->sketch) : decode_sketch(p, k->sketch))
        return NR_OK;
    struct nr_buf ref = {0};
    nr_ref_add(&ref, k->ref);
    nr_error_set(e, "the sketch of %s is damaged, or was made in %s mode", nr_buf_cstr(&ref),
                 exact ? "near" : "exact");
    nr_buf_free(&ref);
    return NR_FAIL;
}

static void add_link(struct class *c, size_t class, uint32_t millionths)
{
    c->links = nr_grow_array(c->links, &c->link_cap, c->link_count + 1, sizeof *c->links);
    c->links[c->link_count++] = (struct link){(uint32_t) class, millionths};
}

static void add_pair(const struct nr_pairs *p, const struct nr_key_line *k, size_t class,
                     uint32_t millionths, struct nr_buf *out)
{
    const struct class *c = &p->classes[class];
    struct nr_pair_line pair = {.later = k->ref,
                                .earlier = c->ref,
                                .millionths = millionths,
                                .id = nr_str_sub(nr_buf_str(&p->ids), c->id, c->id + c->id_length)};
    nr_pair_line_add(out, &pair);
}

/* The set in p->grams against all classes, into the links of c; c->kept is made to say whether it
 * is alike to none that is kept. */
static void compare(struct nr_pairs *p, struct class *c)
{
    double similarity;
    c->kept = true;
    c->link_count = 0;
    for (size_t i = 0; i < p->class_count && p->grams.count; i++) {
        const struct class *other = &p->classes[i];
        struct nr_grams set = {.count = other->count, .second = other->second};
        if (!other->count)
            continue;
        set.values = p->values + other->values;
        if (!nr_grams_alike(&p->grams, &set, p->options.threshold, &similarity))
            continue;
        add_link(c, i, nr_millionths(similarity));
        c->kept &= !other->kept;
    }
}

/* The bucket did not get all its classes or pairs. */
static void call_crowded(struct nr_pairs *p)
{
    p->crowds.buckets += !p->crowded;
    p->crowded = true;
}

/* Pairs with what c is alike to: all that is kept as far as this bucket knows, and the earliest of
 * the others, for it may know too little. */
static void add_pairs(struct nr_pairs *p, const struct nr_key_line *k, const struct class *c,
                      struct nr_buf *out)
{
    size_t others = 0;
    for (size_t i = 0; i < c->link_count; i++) {
        const struct link *l = &c->links[i];
        if (p->classes[l->class].kept || others++ < p->options.most_pairs)
            add_pair(p, k, l->class, l->millionths, out);
    }
    if (others > p->options.most_pairs)
        call_crowded(p);
}

static bool has_room(const struct nr_pairs *p, const struct nr_key_line *k)
{
    size_t values = (p->value_count + p->grams.count) * sizeof *p->values;
    return p->class_count < p->options.most_classes &&
           (!p->class_count || values + p->ids.len + k->id.len <= p->options.most_bytes);
}

static struct class *new_class(struct nr_pairs *p, const struct nr_key_line *k,
                               struct nr_hash128 sketch)
{
    size_t count = p->grams.count;
    if (p->class_count == p->class_used) {
        p->classes =
            nr_grow_array(p->classes, &p->class_cap, p->class_used + 1, sizeof *p->classes);
        p->classes[p->class_used++] = (struct class){0};
    }
    struct class *c = &p->classes[p->class_count];
    c->sketch = sketch;
    c->ref = k->ref;
    c->id = p->ids.len;
    c->id_length = k->id.len;
    nr_buf_add_str(&p->ids, k->id);
    c->values = p->value_count;
    c->count = count;
    c->second = count ? p->grams.second : 0;
    p->values = nr_grow_array(p->values, &p->value_cap, p->value_count + count, sizeof *p->values);
    if (count)
        memcpy(p->values + p->value_count, p->grams.values, count * sizeof *p->values);
    p->value_count += count;
    return c;
}

/* Makes c, which is new and compared, a class of the others. */
static void link_back(struct nr_pairs *p, const struct class *c)
{
    for (size_t i = 0; i < c->link_count; i++)
        add_link(&p->classes[c->links[i].class], p->class_count, c->links[i].millionths);
    *find_slot(p, c->sketch) = (uint32_t)(p->class_count + 1);
    p->class_count++;
    reserve_slot(p);
}

/* A record whose sketch no class has. */
static enum nr_status add_first(struct nr_pairs *p, const struct nr_key_line *k,
                                struct nr_hash128 sketch, struct nr_buf *out, struct nr_error *e)
{
    p->grams.count = 0;
    if (read_sketch(p, k, e) != NR_OK)
        return NR_FAIL;
    bool room = has_room(p, k);
    struct class *c = room ? new_class(p, k, sketch) : &p->further;
    compare(p, c);
    add_pairs(p, k, c, out);
    if (room)
        link_back(p, c);
    else
        call_crowded(p);
    return NR_OK;
}

/* A record of a class that there is: what its representative is alike to, and that itself. */
static void add_copy(struct nr_pairs *p, const struct nr_key_line *k, size_t class,
                     struct nr_buf *out)
{
    add_pair(p, k, class, NR_MILLION, out);
    add_pairs(p, k, &p->classes[class], out);
}

/* NR_END when the line repeats its predecessor. */
static enum nr_status check_order(const struct nr_pairs *p, const struct nr_key_line *k,
                                  struct nr_hash128 sketch, struct nr_error *e)
{
    if (!p->begun || k->key > p->key || (k->key == p->key && k->ref > p->ref))
        return NR_OK;
    if (k->key < p->key || k->ref < p->ref) {
        nr_error_set(e, "the key lines are not sorted (LC_ALL=C sort)");
        return NR_FAIL;
    }
    if (sketch.high == p->last.high && sketch.low == p->last.low)
        return NR_END;
    struct nr_buf ref = {0};
    nr_ref_add(&ref, k->ref);
    nr_error_set(e, "two records are %s: shards need different numbers", nr_buf_cstr(&ref));
    nr_buf_free(&ref);
    return NR_FAIL;
}

static enum nr_status add_record(struct nr_pairs *p, const struct nr_key_line *k,
                                 struct nr_hash128 sketch, struct nr_buf *out, struct nr_error *e)
{
    reserve_slot(p);
    uint32_t slot = *find_slot(p, sketch);
    if (!slot)
        return add_first(p, k, sketch, out, e);
    add_copy(p, k, slot - 1, out);
    return NR_OK;
}

/* The first record of a bucket waits for another one: most have none, and what is wrong with these
 * must not depend on whether they were sifted out. */
static enum nr_status add_to_bucket(struct nr_pairs *p, const struct nr_key_line *k,
                                    struct nr_hash128 sketch, struct nr_buf *out,
                                    struct nr_error *e)
{
    struct nr_key_line first;
    if (p->records++ == 1) {
        nr_key_line_parse(nr_buf_str(&p->first), &first);
        if (add_record(p, &first, nr_hash128(first.sketch), out, e) != NR_OK)
            return NR_FAIL;
    }
    if (add_record(p, k, sketch, out, e) != NR_OK)
        return NR_FAIL;
    if (p->crowded && p->records > p->crowds.largest)
        p->crowds.largest = p->records;
    return NR_OK;
}

static void begin_bucket(struct nr_pairs *p, struct nr_str line)
{
    forget_bucket(p);
    nr_buf_reset(&p->first, KEEP_BYTES);
    nr_buf_add_str(&p->first, line);
    p->records = 1;
}

static enum nr_status add_line(struct nr_pairs *p, struct nr_str line, struct nr_buf *out,
                               struct nr_error *e)
{
    struct nr_key_line k;
    if (!nr_key_line_parse(line, &k)) {
        nr_error_set(e, "no key line (key, reference, sketch, id)");
        return NR_FAIL;
    }
    struct nr_hash128 sketch = nr_hash128(k.sketch);
    enum nr_status status = check_order(p, &k, sketch, e);
    if (status != NR_OK)
        return status == NR_END ? NR_OK : status;
    bool same = p->begun && k.key == p->key;
    p->begun = true;
    p->key = k.key;
    p->ref = k.ref;
    p->last = sketch;
    if (same)
        return add_to_bucket(p, &k, sketch, out, e);
    begin_bucket(p, line);
    return NR_OK;
}

enum nr_status nr_pairs_add(struct nr_pairs *p, struct nr_str lines, struct nr_buf *out,
                            struct nr_error *e)
{
    uint64_t n = 0;
    for (size_t at = 0, end; at < lines.len; at = end + 1, n++) {
        end = line_end(lines, at, STEP_KEY);
        if (add_line(p, nr_str_sub(lines, at, end), out, e) != NR_OK) {
            e->line = n;
            return NR_FAIL;
        }
    }
    return NR_OK;
}

/* The key and reference of a line, or false with e set. */
static bool sift_line(struct nr_str line, const struct nr_key_line *before, struct nr_key_line *k,
                      struct nr_error *e)
{
    if (!nr_key_line_parse(line, k)) {
        nr_error_set(e, "no key line (key, reference, sketch, id)");
        return false;
    }
    bool sorted = k->key > before->key || (k->key == before->key && k->ref >= before->ref);
    if (!sorted)
        nr_error_set(e, "the key lines are not sorted (LC_ALL=C sort)");
    return sorted;
}

enum nr_status nr_pairs_sift(struct nr_str block, struct nr_buf *out, struct nr_error *e)
{
    struct nr_key_line before = {0}, k;
    uint64_t n = 0;
    size_t bucket = 0, records = 0; /* where the last bucket begins, and how many it has */
    bool first = true;
    for (size_t at = 0, end; at < block.len; at = end + 1, n++) {
        end = line_end(block, at, STEP_KEY);
        if (!sift_line(nr_str_sub(block, at, end), &before, &k, e)) {
            e->line = n;
            return NR_FAIL;
        }
        if (n && k.key != before.key) {
            if (first || records > 1)
                nr_buf_add_str(out, nr_str_sub(block, bucket, at));
            first = false;
            bucket = at;
            records = 0;
        }
        records++;
        before = k;
    }
    nr_buf_add_str(out, nr_str_sub(block, bucket, block.len));
    return NR_OK;
}

struct nr_pairs_crowds nr_pairs_crowds(const struct nr_pairs *p)
{
    return p->crowds;
}

void nr_pairs_warn(const struct nr_pairs *p, struct nr_buf *lines)
{
    if (p->crowds.buckets)
        nr_buf_addf(lines,
                    "%llu %s shared by too many different records (%llu with one of them): not all "
                    "pairs of these are there\n",
                    (unsigned long long)p->crowds.buckets,
                    p->crowds.buckets == 1 ? "key is" : "keys are",
                    (unsigned long long)p->crowds.largest);
}

void nr_pairs_free(struct nr_pairs *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->class_used; i++)
        free(p->classes[i].links);
    free(p->further.links);
    free(p->classes);
    free(p->slots);
    free(p->values);
    nr_buf_free(&p->first);
    nr_buf_free(&p->ids);
    nr_buf_free(&p->bytes);
    nr_grams_free(&p->grams);
    free(p);
}
