/* Records that repeat kept ones. map makes the sketch, on any thread; commit decides, in input
 * order, so the first copy is the one that stays. A record that has nothing to compare passes. */
#include "dedupe.h"
#include "newsreel/core/moment.h"
#include "newsreel/dupes/fingerprint.h"
#include "newsreel/json/json.h"
#include <stdio.h>

enum { KEEP_BYTES = 1 << 20, MARKS = 3 };

static const char *const marks[MARKS] = {"duplicate_of", "similarity", "contained"};

static const char *const reasons[] = {
    [NR_MATCH_EXACT] = "duplicate",
    [NR_MATCH_NEAR] = "near-duplicate",
    [NR_MATCH_CONTAINED] = "contained",
};

/* A string counts decoded, anything else as it is written; the string "1" is not the number 1. */
static enum nr_status hash_member(const struct config *c, struct nr_job *job,
                                  struct nr_hash128 *whole, struct nr_error *e)
{
    struct nr_json value;
    enum nr_status status = nr_record_find(job->record, c->key, &value, e);
    if (status != NR_OK || value.type == NR_JSON_NULL)
        return status == NR_BAD ? NR_BAD : NR_OK;
    bool string = value.type == NR_JSON_STRING;
    struct nr_str bytes = string ? nr_json_text(value, job->arena, NULL) : value.raw;
    if (!bytes.len)
        return NR_OK;
    *whole = nr_hash128(bytes);
    whole->low += string ? 0 : 1;
    if ((whole->high | whole->low) == 0)
        whole->low = 1;
    return NR_OK;
}

static void hash_text(const struct config *c, struct scratch *s, struct nr_str text,
                      struct nr_hash128 *whole)
{
    bool blank;
    *whole = c->fold ? nr_fingerprint_fold(text, &s->text, &blank)
                     : nr_fingerprint(text, &s->text, &blank);
    if (blank)
        *whole = (struct nr_hash128){0, 0};
}

enum nr_status dedupe_whole(const struct config *c, struct scratch *s, struct nr_job *job,
                            struct nr_hash128 *whole, struct nr_error *e)
{
    struct nr_str text;
    *whole = (struct nr_hash128){0, 0};
    if (c->key.len)
        return hash_member(c, job, whole, e);
    enum nr_status status = nr_record_text(job->record, nr_str_of("text"), job->arena, &text, e);
    if (status == NR_OK)
        hash_text(c, s, text, whole);
    return status == NR_BAD ? NR_BAD : NR_OK;
}

static void sketch_grams(const struct config *c, struct scratch *s, struct nr_str text,
                         struct nr_sketch *k)
{
    uint32_t signature[NR_MINHASH_MOST];
    nr_shingles_make(&s->shingles, text, (unsigned)c->ngram);
    if (s->shingles.count == 0)
        return;
    nr_grams_make(&s->grams, s->shingles.hashes, s->shingles.count, s->shingles.second);
    if (c->options.near > 0) {
        nr_minhash_sign(&c->minhash, s->grams.values, s->grams.count, signature);
        nr_bands_keys(c->bands, signature, k->keys);
        k->key_count = c->bands.bands;
    }
    nr_buf_reset(&s->encoded, KEEP_BYTES);
    nr_grams_encode(&s->grams, &s->encoded);
    k->grams = nr_buf_str(&s->encoded);
}

static enum nr_status sketch_text(const struct config *c, struct scratch *s, struct nr_job *job,
                                  struct nr_sketch *k, struct nr_error *e)
{
    struct nr_str text;
    enum nr_status status = nr_record_text(job->record, nr_str_of("text"), job->arena, &text, e);
    if (status != NR_OK)
        return status == NR_BAD ? NR_BAD : NR_OK;
    k->size = text.len;
    if (c->options.near > 0 || c->options.contained > 0)
        sketch_grams(c, s, text, k);
    if (!k->grams.len)
        hash_text(c, s, text, &k->whole);
    return NR_OK;
}

enum nr_status dedupe_id(struct nr_job *job, struct nr_str *text, struct nr_error *e)
{
    struct nr_json id;
    *text = nr_str(NULL, 0);
    enum nr_status status = nr_record_find(job->record, nr_str_of("id"), &id, e);
    if (status == NR_OK && id.type != NR_JSON_NULL)
        *text = id.type == NR_JSON_STRING ? nr_json_text(id, job->arena, NULL) : id.raw;
    return status == NR_BAD ? NR_BAD : NR_OK;
}

struct nr_str dedupe_place(const struct config *c, struct nr_job *job)
{
    char place[40];
    snprintf(place, sizeof place, "%04llx-%08llx",
             (unsigned long long)(c->steps.shard + job->stream - 1),
             (unsigned long long)(job->member->line + job->line));
    return nr_arena_str(job->arena, nr_str_of(place));
}

/* The id, or file and line as the steps of a run over many machines number them. */
static enum nr_status name(const struct config *c, struct nr_job *job, struct nr_str *id,
                           struct nr_error *e)
{
    if (!c->options.ids)
        return NR_OK;
    if (dedupe_id(job, id, e) != NR_OK)
        return NR_BAD;
    if (!id->len)
        *id = dedupe_place(c, job);
    return NR_OK;
}

/* What is no date is none; but there must not be two. Of lines that were published, a day alone has
 * a member of its own. */
static enum nr_status read_created(struct nr_job *job, int64_t *created, struct nr_error *e)
{
    static const struct nr_str keys[] = {NR_STR("created"), NR_STR("created_date")};
    *created = NR_SKETCH_UNDATED;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct nr_json value;
        enum nr_status status = nr_record_find(job->record, keys[i], &value, e);
        if (status == NR_BAD)
            return NR_BAD;
        if (status == NR_OK && value.type == NR_JSON_STRING) {
            nr_moment_seconds(nr_json_text(value, job->arena, NULL), created);
            break;
        }
    }
    return NR_OK;
}

static void set_label(struct scratch *s, struct nr_job *job, const struct nr_sketch *k)
{
    nr_buf_reset(&s->packed, KEEP_BYTES);
    nr_sketch_pack(k, &s->packed);
    job->label = nr_buf_str(&s->packed);
}

enum nr_status dedupe_name(const struct config *c, struct scratch *s, struct nr_job *job,
                           struct nr_error *e)
{
    struct nr_sketch k;
    nr_sketch_init(&k);
    if (name(c, job, &k.id, e) != NR_OK)
        return NR_BAD;
    set_label(s, job, &k);
    return NR_OK;
}

enum nr_status dedupe_check_marks(struct nr_job *job, struct nr_error *e)
{
    struct nr_json value;
    for (size_t i = 0; i < MARKS; i++)
        if (nr_record_find(job->record, nr_str_of(marks[i]), &value, e) == NR_BAD)
            return NR_BAD;
    return NR_OK;
}

enum nr_status dedupe_check(const struct config *c, struct nr_job *job, struct nr_error *e)
{
    struct nr_str text;
    struct nr_json value;
    enum nr_status status =
        c->key.len ? nr_record_find(job->record, c->key, &value, e)
                   : nr_record_text(job->record, nr_str_of("text"), job->arena, &text, e);
    return status == NR_BAD ? NR_BAD : NR_OK;
}

/* Of records that are compared by a member it is still the text that is long. */
static enum nr_status measure_text(struct nr_job *job, uint64_t *size, struct nr_error *e)
{
    struct nr_json value;
    enum nr_status status = nr_record_find(job->record, nr_str_of("text"), &value, e);
    *size = 0;
    if (status == NR_OK && value.type == NR_JSON_STRING)
        *size = nr_json_text(value, job->arena, NULL).len;
    return status == NR_BAD ? NR_BAD : NR_OK;
}

static enum nr_status sketch_member(const struct config *c, struct scratch *s, struct nr_job *job,
                                    struct nr_sketch *k, struct nr_error *e)
{
    if (c->keep == KEEP_LONGEST && measure_text(job, &k->size, e) != NR_OK)
        return NR_BAD;
    return dedupe_whole(c, s, job, &k->whole, e);
}

void dedupe_set_key(struct nr_job *job, const struct nr_hash128 *whole)
{
    job->key[KEY_WHOLE] = whole->high;
    job->key[KEY_LOW] = whole->low;
    job->key[KEY_REF] = nr_ref(job->stream - 1, job->member->line + job->line);
}

enum nr_status dedupe_sketch(const struct config *c, struct scratch *s, struct nr_job *job,
                             struct nr_error *e)
{
    struct nr_sketch k;
    nr_sketch_init(&k);
    if (name(c, job, &k.id, e) != NR_OK)
        return NR_BAD;
    if ((c->options.window || c->folder || c->keep == KEEP_EARLIEST) &&
        read_created(job, &k.created, e) != NR_OK)
        return NR_BAD;
    if ((c->key.len ? sketch_member(c, s, job, &k, e) : sketch_text(c, s, job, &k, e)) == NR_BAD)
        return NR_BAD;
    set_label(s, job, &k);
    dedupe_set_key(job, &k.whole);
    return NR_OK;
}

/* What an earlier run has marked goes, this one decides anew. */
enum nr_status dedupe_write(const struct config *c, struct nr_job *job, struct nr_error *e)
{
    if (c->dry_run)
        return NR_OK;
    job->as_it_came = !c->mark;
    if (!c->mark)
        return NR_OK;
    for (size_t i = 0; i < MARKS; i++)
        if (nr_record_remove(job->record, nr_str_of(marks[i]), e) != NR_OK)
            return NR_BAD;
    nr_record_write(job->record, job->out);
    return NR_OK;
}

enum nr_status dedupe_map(const struct config *c, struct scratch *s, struct nr_job *job,
                          struct nr_error *e)
{
    if (dedupe_sketch(c, s, job, e) != NR_OK)
        return NR_BAD;
    return dedupe_write(c, job, e);
}

struct nr_sketch dedupe_unpack(struct nr_str label)
{
    struct nr_sketch k;
    nr_sketch_unpack(&k, label);
    return k;
}

static void add_number(struct nr_buf *out, const char *key, double number)
{
    char text[9];
    nr_similarity_write(number, text);
    nr_buf_addf(out, ",\"%s\":%s", key, text);
}

static void add_match(struct nr_buf *out, const struct nr_match *m)
{
    nr_buf_add_cstr(out, ",\"duplicate_of\":");
    nr_json_add_text(out, m->id);
    add_number(out, "similarity", m->similarity);
    if (m->kind == NR_MATCH_CONTAINED)
        add_number(out, "contained", m->contained);
}

static void explain(struct nr_buf *side, struct nr_str id, const struct nr_match *m)
{
    nr_buf_add_cstr(side, "{\"id\":");
    nr_json_add_text(side, id);
    nr_buf_addf(side, ",\"reason\":\"%s\"", reasons[m->kind]);
    add_match(side, m);
    nr_buf_add_cstr(side, "}\n");
}

void dedupe_count_unnamed(struct config *c, const struct nr_commit *commit)
{
    c->repeated.len = 0;
    nr_ref_add(&c->repeated, commit->key[KEY_REF]);
    nr_crowds_count(&c->crowds, commit->key[KEY_WHOLE], nr_buf_str(&c->repeated));
}

enum nr_verdict dedupe_tell(struct config *c, struct nr_commit *commit, struct nr_str id,
                            const struct nr_match *m)
{
    int bin = (int)(m->similarity * BINS);
    c->dropped++;
    c->bins[bin < BINS ? bin : BINS - 1]++;
    if (c->options.ids)
        nr_crowds_count(&c->crowds, nr_hash64(m->id), m->id);
    else
        dedupe_count_unnamed(c, commit);
    if (commit->side[0])
        explain(commit->side[0], id, m);
    commit->reason = reasons[m->kind];
    if (!c->mark || c->dry_run)
        return NR_DROP;
    add_match(commit->members, m);
    return NR_KEEP;
}

static enum nr_verdict commit(struct config *c, struct nr_commit *commit, struct nr_error *e)
{
    struct nr_match match;
    struct nr_sketch k;
    enum nr_status status = NR_OK;
    c->records++;
    nr_sketch_unpack(&k, commit->label);
    if (k.grams.len || (k.whole.high | k.whole.low))
        status = nr_seen_add(c->seen, &k, &match, e);
    if (status == NR_FAIL)
        return NR_STOP;
    if (status == NR_END)
        return dedupe_tell(c, commit, k.id, &match);
    c->kept++;
    return c->dry_run ? NR_ABSORB : NR_KEEP;
}

const struct mode records_mode = {dedupe_map, commit};
