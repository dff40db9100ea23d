/* dedupe: passes the first record of each text, and drops or marks the others.
 *
 * map makes the fingerprint, on any thread; commit decides, in input order, so the first copy is
 * the one that stays. A record that has nothing to compare passes as it is. */
#include "newsreel/dupes/fingerprint.h"
#include "newsreel/json/json.h"
#include "newsreel/store/set.h"
#include "newsreel/store/spill.h"
#include "newsreel/stream/filter.h"

enum { MARK = 1, KEY, MEMORY };

static const struct nr_option options[] = {
    {"mark", 0, NR_ARG_NONE, NULL,
     "pass duplicates too, with duplicate_of (id of the record kept) and similarity", MARK, NULL},
    {"key", 'k', NR_ARG_TEXT, "MEMBER",
     "compare the exact value of MEMBER instead of the text; records without it pass", KEY, NULL},
    {"memory", 0, NR_ARG_TEXT, "SIZE",
     "fail when more memory is needed to remember records (about 20 bytes each, 32 with --mark)",
     MEMORY, NULL},
    {0},
};

struct config {
    bool mark;
    struct nr_str key; /* empty: the text, normalised */
    uint64_t memory;   /* 0: no limit */
    struct nr_set *seen;
    struct nr_spill *ids;
    struct nr_buf id;
    uint64_t records;
};

struct scratch {
    struct nr_buf normalized;
};

static enum nr_status option(void *config, int code, const char *argument, struct nr_error *e)
{
    struct config *c = config;
    if (code == MEMORY)
        return nr_option_size("--memory", argument, &c->memory, e);
    if (code == MARK) {
        c->mark = true;
        return NR_OK;
    }
    c->key = nr_str_of(argument);
    if (c->key.len)
        return NR_OK;
    nr_error_set(e, "--key: the name of a member is empty");
    return NR_FAIL;
}

static enum nr_status start(void *config, struct nr_error *e)
{
    struct config *c = config;
    c->seen = nr_set_new(c->mark, 128);
    return c->mark ? nr_spill_open(&c->ids, e) : NR_OK;
}

/* NR_END when there is nothing to compare. */
static enum nr_status text_key(struct nr_job *job, struct scratch *s, struct nr_hash128 *h,
                               struct nr_error *e)
{
    struct nr_str text;
    enum nr_status status = nr_record_text(job->record, nr_str_of("text"), job->arena, &text, e);
    if (status != NR_OK)
        return status;
    bool blank;
    *h = nr_fingerprint(text, &s->normalized, &blank);
    return blank ? NR_END : NR_OK;
}

/* A string counts decoded, anything else as it is written; the string "1" is not the number 1. */
static enum nr_status member_key(const struct config *c, struct nr_job *job, struct nr_hash128 *h,
                                 struct nr_error *e)
{
    struct nr_json value;
    enum nr_status status = nr_record_find(job->record, c->key, &value, e);
    if (status != NR_OK || value.type == NR_JSON_NULL)
        return status != NR_OK ? status : NR_END;
    bool string = value.type == NR_JSON_STRING;
    *h = nr_hash128(string ? nr_json_text(value, job->arena, NULL) : value.raw);
    h->low += string ? 0 : 1;
    if (h->high == 0 && h->low == 0)
        h->low = 1;
    return NR_OK;
}

/* The label is the id; what an earlier run has marked goes, this one decides anew. */
static enum nr_status prepare_mark(struct nr_job *job, struct nr_error *e)
{
    struct nr_json id;
    enum nr_status status = nr_record_find(job->record, nr_str_of("id"), &id, e);
    if (status == NR_OK && id.type == NR_JSON_STRING)
        job->label = nr_json_text(id, job->arena, NULL);
    else if (status == NR_OK && id.type != NR_JSON_NULL)
        job->label = id.raw;
    if (status == NR_BAD || nr_record_remove(job->record, nr_str_of("duplicate_of"), e) != NR_OK ||
        nr_record_remove(job->record, nr_str_of("similarity"), e) != NR_OK)
        return NR_BAD;
    return NR_OK;
}

static enum nr_status map(const void *config, void *scratch, struct nr_job *job, struct nr_error *e)
{
    const struct config *c = config;
    struct nr_hash128 h = {0};
    enum nr_status status = c->key.len ? member_key(c, job, &h, e) : text_key(job, scratch, &h, e);
    if (status == NR_BAD || (c->mark && prepare_mark(job, e) != NR_OK))
        return NR_BAD;
    job->key[0] = status == NR_OK ? h.high : 0;
    job->key[1] = status == NR_OK ? h.low : 0;
    if (c->mark) {
        nr_record_write(job->record, job->out);
    } else {
        nr_buf_add_str(job->out, job->bytes);
        nr_buf_add_char(job->out, '\n');
    }
    return NR_OK;
}

static void scratch_free(void *scratch)
{
    nr_buf_free(&((struct scratch *)scratch)->normalized);
}

/* Keeps the id of a record that is the first of its kind. One without id is known by its place
 * among the records of the run. */
static enum nr_status keep_id(struct config *c, struct nr_str id, uint64_t *offset,
                              struct nr_error *e)
{
    c->id.len = 0;
    if (id.len)
        nr_buf_add_str(&c->id, id);
    else
        nr_buf_addf(&c->id, "#%llu", (unsigned long long)c->records);
    return nr_spill_add(c->ids, nr_buf_str(&c->id), offset, e);
}

static enum nr_status add_mark(struct config *c, uint64_t offset, struct nr_buf *members,
                               struct nr_error *e)
{
    c->id.len = 0;
    if (nr_spill_get(c->ids, offset, &c->id, e) != NR_OK)
        return NR_FAIL;
    nr_buf_add_cstr(members, ",\"duplicate_of\":");
    nr_json_add_text(members, nr_buf_str(&c->id));
    nr_buf_add_cstr(members, ",\"similarity\":1");
    return NR_OK;
}

static enum nr_status decide(struct config *c, struct nr_commit *commit, bool *first,
                             struct nr_error *e)
{
    uint64_t offset = 0;
    struct nr_hash128 h = {commit->key[0], commit->key[1]};
    if (!c->mark) {
        *first = nr_set_add(c->seen, h, NULL);
    } else {
        offset = nr_spill_size(c->ids);
        *first = nr_set_add(c->seen, h, &offset);
        if ((*first ? keep_id(c, commit->label, &offset, e)
                    : add_mark(c, offset, commit->members, e)) != NR_OK)
            return NR_FAIL;
    }
    if (c->memory && nr_set_bytes(c->seen) > c->memory) {
        nr_error_set(e, "--memory: %llu different records do not fit",
                     (unsigned long long)nr_set_count(c->seen));
        return NR_FAIL;
    }
    return NR_OK;
}

static enum nr_verdict commit(void *config, struct nr_commit *commit, struct nr_error *e)
{
    struct config *c = config;
    c->records++;
    if ((commit->key[0] | commit->key[1]) == 0)
        return NR_KEEP;
    bool first = true;
    if (decide(c, commit, &first, e) != NR_OK)
        return NR_STOP;
    commit->reason = "duplicate";
    return first || c->mark ? NR_KEEP : NR_DROP;
}

static void stop(void *config)
{
    struct config *c = config;
    nr_set_free(c->seen);
    nr_spill_close(c->ids);
    nr_buf_free(&c->id);
}

static const struct nr_filter dedupe = {
    .name = "dedupe",
    .summary = "drop records whose text has been seen before",
    .operands = "[FILE ...]",
    .options = options,
    .config_size = sizeof(struct config),
    .scratch_size = sizeof(struct scratch),
    .option = option,
    .start = start,
    .map = map,
    .scratch_free = scratch_free,
    .commit = commit,
    .stop = stop,
};

int main(int argc, char *argv[])
{
    return nr_filter_main(&dedupe, argc, argv);
}
