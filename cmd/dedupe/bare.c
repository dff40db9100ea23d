/* Exact copies go, and nobody asks of what: without ids, dates and similarities a fingerprint is
 * all that has to be known of a record, and it travels in the job's key. */
#include "dedupe.h"

static enum nr_status map(const struct config *c, struct scratch *s, struct nr_job *job,
                          struct nr_error *e)
{
    struct nr_hash128 whole;
    if (dedupe_whole(c, s, job, &whole, e) != NR_OK)
        return NR_BAD;
    dedupe_set_key(job, &whole);
    job->as_it_came = true;
    return NR_OK;
}

static enum nr_verdict commit(struct config *c, struct nr_commit *commit, struct nr_error *e)
{
    struct nr_hash128 whole = {commit->key[KEY_WHOLE], commit->key[KEY_LOW]};
    enum nr_status status = NR_OK;
    c->records++;
    if (whole.high | whole.low)
        status = nr_seen_add_whole(c->seen, whole, e);
    if (status == NR_FAIL)
        return NR_STOP;
    if (status == NR_OK) {
        c->kept++;
        return NR_KEEP;
    }
    c->dropped++;
    dedupe_count_unnamed(c, commit);
    commit->reason = "duplicate";
    return NR_DROP;
}

const struct mode bare_mode = {map, commit};
