/* The steps of a run over many machines. Signing and dropping go over records; pairing and
 * resolving over lines, which come in blocks: the main thread goes through them in order, with the
 * number of a block's first line and the name of its file for what there is to say of it. */
#include "steps.h"
#include "dedupe.h"
#include <unistd.h>

enum nr_status dedupe_fail(struct nr_error *e, const char *what)
{
    nr_error_set(e, "%s", what);
    return NR_FAIL;
}

bool steps_asked(const struct steps *s)
{
    return s->sign || s->pairs || s->resolve || s->drop;
}

bool steps_reads_lines(const struct steps *s)
{
    return s->pairs || s->resolve;
}

enum nr_status steps_check(const struct config *c, struct nr_error *e)
{
    const struct steps *s = &c->steps;
    if (s->sign + s->pairs + s->resolve + (s->drop != NULL) > 1)
        return dedupe_fail(e, "--sign, --pairs, --resolve and --drop are steps: one at a time");
    if (s->crowd && !s->pairs)
        return dedupe_fail(e, "--crowd: only with --pairs");
    if (s->shard && !s->sign && !s->drop)
        return dedupe_fail(e, "--shard: only with --sign and --drop");
    if (!steps_asked(s))
        return NR_OK;
    if (c->paragraphs || c->options.contained > 0 || c->keep != KEEP_FIRST || c->options.window)
        return dedupe_fail(
            e, "--sign, --pairs, --resolve, --drop: not with --paragraphs, --contained, "
               "--keep or --window");
    if (c->options.bits)
        return dedupe_fail(e, "--bits: the steps compare all 128");
    if ((c->mark || c->dry_run || c->explains) && !s->drop)
        return dedupe_fail(e, "--mark, --dry-run and --explain: of the steps, only with --drop");
    return NR_OK;
}

enum nr_status steps_plan(struct steps *s, const struct nr_paths *operands, struct nr_error *e)
{
    s->operands = *operands;
    if ((!s->sign && !s->drop) || s->shard + operands->count <= NR_REF_MOST_SHARD + 1)
        return NR_OK;
    nr_error_set(e, "--shard: %zu files from number %llu on are more than there are numbers",
                 operands->count, (unsigned long long)s->shard);
    return NR_FAIL;
}

static enum nr_status ref_of(const struct config *c, const struct nr_job *job, uint64_t *ref,
                             struct nr_error *e)
{
    uint64_t shard = c->steps.shard + job->stream - 1, line = job->member->line + job->line;
    *ref = nr_ref(shard, line);
    if (shard <= NR_REF_MOST_SHARD && line <= NR_REF_MOST_LINE)
        return NR_OK;
    nr_error_set(e, "no number is left for this line of file %llu", (unsigned long long)shard);
    return NR_BAD;
}

/* ---- Signing: on any thread ---- */

static enum nr_status sign(const struct config *c, struct scratch *s, struct nr_job *job,
                           struct nr_error *e)
{
    uint64_t ref;
    struct nr_sketch k;
    if (ref_of(c, job, &ref, e) != NR_OK || dedupe_check_marks(job, e) != NR_OK ||
        dedupe_sketch(c, s, job, e) != NR_OK)
        return NR_BAD;
    nr_sketch_unpack(&k, job->label);
    nr_step_sign(&k, ref, c->options.near > 0, &s->text, job->out);
    job->label = nr_str(NULL, 0);
    return NR_OK;
}

static enum nr_verdict keep(struct config *c, struct nr_commit *commit, struct nr_error *e)
{
    (void)commit;
    (void)e;
    c->records++;
    return NR_KEEP;
}

static const struct mode sign_mode = {sign, keep};

/* ---- Pairing and resolving: blocks of lines ---- */

static void name_block(struct nr_job *job)
{
    job->key[0] = job->line + 1;
    job->label = job->member->source;
}

/* What is wrong with a line of a block, by its number there. */
static enum nr_verdict give_up(const struct nr_commit *commit, uint64_t line, struct nr_error *e)
{
    e->path = commit->label;
    e->line = commit->key[0] + line;
    return NR_STOP;
}

static enum nr_status sift(const struct config *c, struct scratch *s, struct nr_job *job,
                           struct nr_error *e)
{
    (void)c;
    (void)s;
    name_block(job);
    return nr_pairs_sift(job->bytes, job->out, e);
}

/* Of what was sifted only the first line has the place that it had. */
static enum nr_verdict pair(struct config *c, struct nr_commit *commit, struct nr_error *e)
{
    if (nr_pairs_add(c->steps.maker, commit->out, commit->before, e) == NR_OK)
        return NR_ABSORB;
    if (e->line == 0)
        return give_up(commit, 0, e);
    e->line = 0;
    e->path = commit->label;
    return NR_STOP;
}

static const struct mode pairs_mode = {sift, pair};

static enum nr_status parse_pairs(const struct config *c, struct scratch *s, struct nr_job *job,
                                  struct nr_error *e)
{
    (void)c;
    (void)s;
    name_block(job);
    return nr_resolve_parse(job->bytes, job->out, e);
}

static enum nr_verdict resolve(struct config *c, struct nr_commit *commit, struct nr_error *e)
{
    if (nr_resolve_apply(c->steps.resolver, commit->bytes, commit->out, commit->before, e) != NR_OK)
        return give_up(commit, e->line, e);
    if (!c->options.memory || nr_resolve_bytes(c->steps.resolver) <= c->options.memory)
        return NR_ABSORB;
    nr_error_set(e, "--memory: %llu drops are all that fits",
                 (unsigned long long)nr_resolve_dropped(c->steps.resolver));
    return NR_STOP;
}

static const struct mode resolve_mode = {parse_pairs, resolve};

/* ---- Dropping ---- */

static enum nr_status number_record(const struct config *c, struct scratch *s, struct nr_job *job,
                                    struct nr_error *e)
{
    if (ref_of(c, job, &job->key[0], e) != NR_OK || dedupe_name(c, s, job, e) != NR_OK ||
        dedupe_check_marks(job, e) != NR_OK || dedupe_check(c, job, e) != NR_OK)
        return NR_BAD;
    return dedupe_write(c, job, e);
}

/* What the list says of operands that have no records, up to the last of so many: it must say
 * nothing. One that cannot be opened has been reported. */
static enum nr_status pass_by(struct steps *s, uint64_t operands, struct nr_error *e)
{
    struct nr_drop_line d;
    for (; s->met < operands; s->met++) {
        const char *path = s->met < s->operands.count ? s->operands.paths[s->met] : "-";
        bool there = strcmp(path, "-") == 0 || access(path, R_OK) == 0;
        if (there &&
            nr_drops_find(&s->drops, nr_ref(s->shard + s->met, NR_REF_MOST_LINE), &d, e) == NR_FAIL)
            return NR_FAIL;
    }
    return NR_OK;
}

/* The id of the record kept; one without id is named by its reference. */
static enum nr_status name_kept(struct steps *s, const struct nr_drop_line *d, struct nr_error *e)
{
    s->id.len = 0;
    if (d->id.len == 0)
        nr_ref_add(&s->id, d->kept);
    else if (!nr_step_id_decode(&s->id, d->id))
        return dedupe_fail(e, "an id is not escaped as it should be");
    return NR_OK;
}

static enum nr_verdict drop(struct config *c, struct nr_commit *commit, struct nr_error *e)
{
    struct nr_drop_line d;
    struct steps *s = &c->steps;
    uint64_t operand = nr_ref_shard(commit->key[0]) - s->shard;
    c->records++;
    enum nr_status status = pass_by(s, operand, e);
    s->met = operand + 1;
    if (status == NR_OK)
        status = nr_drops_find(&s->drops, commit->key[0], &d, e);
    if (status == NR_OK)
        status = name_kept(s, &d, e);
    if (status == NR_FAIL) {
        e->path = nr_str_of(s->drop);
        return NR_STOP;
    }
    if (status == NR_END) {
        c->kept++;
        return c->dry_run ? NR_ABSORB : NR_KEEP;
    }
    bool near = c->options.near > 0 || d.millionths < NR_MILLION;
    struct nr_match m = {.kind = near ? NR_MATCH_NEAR : NR_MATCH_EXACT,
                         .similarity = (double)d.millionths / NR_MILLION,
                         .id = nr_buf_str(&s->id)};
    struct nr_sketch k = dedupe_unpack(commit->label);
    return dedupe_tell(c, commit, k.id, &m);
}

static const struct mode drop_mode = {number_record, drop};

/* ---- The run ---- */

const struct mode *steps_start(struct config *c, struct nr_error *e)
{
    struct steps *s = &c->steps;
    if (s->drop) {
        if (nr_mapped_open(&s->list, s->drop, e) != NR_OK)
            return NULL;
        nr_drops_init(&s->drops, s->list.bytes);
        return &drop_mode;
    }
    if (s->resolve) {
        s->resolver = nr_resolve_new();
        return &resolve_mode;
    }
    if (!s->pairs)
        return &sign_mode;
    struct nr_pairs_options options = {.threshold = c->options.near,
                                       .most_classes = s->crowd ? s->crowd : NR_PAIRS_CLASSES,
                                       .most_bytes =
                                           c->options.memory ? c->options.memory : NR_PAIRS_BYTES,
                                       .most_pairs = NR_PAIRS_PAIRS};
    s->maker = nr_pairs_new(&options);
    return &pairs_mode;
}

enum nr_status steps_finish(struct steps *s, struct nr_buf *out, struct nr_error *e)
{
    if (s->resolver)
        nr_resolve_finish(s->resolver, out);
    enum nr_status status = nr_drops_finish(&s->drops, e);
    if (status == NR_OK && s->drop)
        status = pass_by(s, s->operands.count ? s->operands.count : 1, e);
    if (status != NR_OK)
        e->path = nr_str_of(s->drop);
    return status;
}

void steps_warn(const struct steps *s, struct nr_buf *lines)
{
    if (!s->maker)
        return;
    nr_buf_add_cstr(lines, nr_pairs_crowds(s->maker).buckets ? "warning: " : "");
    nr_pairs_warn(s->maker, lines);
}

void steps_stop(struct steps *s)
{
    nr_pairs_free(s->maker);
    nr_resolve_free(s->resolver);
    nr_mapped_close(&s->list);
    nr_buf_free(&s->id);
}
