/* Opening and closing an index: what an interrupted process has left is put in order here. */
#include "index_state.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include <stdlib.h>

/* Values come from command lines, which may hold any bytes; a manifest is JSON. */
static struct nr_str copy_value(struct nr_index *x, struct nr_str value)
{
    struct nr_buf valid = {0};
    nr_utf8_repair(&valid, value);
    value = nr_arena_str(&x->arena, nr_buf_str(&valid));
    nr_buf_free(&valid);
    return value;
}

static void copy_settings(struct nr_index *x, const struct nr_index_options *o)
{
    x->setting_count = o->setting_count;
    x->settings = nr_arena_zero(&x->arena, o->setting_count + 1, sizeof *x->settings);
    for (size_t i = 0; i < o->setting_count; i++) {
        x->settings[i].name = nr_arena_cstr(&x->arena, nr_str_of(o->settings[i].name));
        x->settings[i].value = copy_value(x, o->settings[i].value);
    }
}

enum nr_status index_replace_manifest(struct nr_index *x, bool *named, struct nr_error *e)
{
    struct nr_buf text = {0};
    manifest_write(&x->manifest, x->settings, x->setting_count, &text);
    enum nr_status status = folder_replace(&x->folder, INDEX_MANIFEST, nr_buf_str(&text), named, e);
    nr_buf_free(&text);
    return status;
}

/* The number of "17.run" or "17.part"; 0 for any other name. */
static uint64_t run_number(const char *name, const char *suffix)
{
    unsigned long long number;
    struct nr_str s = nr_str_of(name);
    size_t dot = nr_str_find_char(s, '.');
    if (!nr_str_is(nr_str_sub(s, dot, s.len), suffix) ||
        !nr_str_u64(nr_str_sub(s, 0, dot), &number))
        return 0;
    return number;
}

static enum nr_status refuse_runs(void *state, const char *name, struct nr_error *e)
{
    struct nr_index *x = state;
    if (!run_number(name, ".run"))
        return NR_OK;
    return folder_refuse(&x->folder, INDEX_MANIFEST,
                         "the index is damaged: the file is missing, and there are runs", e);
}

static enum nr_status load_manifest(struct nr_index *x, bool look, struct nr_error *e)
{
    struct nr_buf text = {0};
    enum nr_status status = folder_read(&x->folder, INDEX_MANIFEST, MANIFEST_MOST, &text, e);
    if (status == NR_OK) {
        status = manifest_read(&x->manifest, nr_buf_str(&text), x->settings, x->setting_count, e);
        if (status != NR_OK)
            e->path = nr_str_of(folder_path(&x->folder, INDEX_MANIFEST));
    } else if (status == NR_END) {
        status = folder_list(&x->folder, refuse_runs, x, e);
        if (status == NR_OK && !look)
            status = index_replace_manifest(x, NULL, e);
    }
    nr_buf_free(&text);
    return status;
}

/* Whether the same work has been killed after its commit. Its last commit may be a run that it took
 * others' place in, so what counts is the list of before. */
static enum nr_status find_interrupted(struct nr_index *x, struct nr_hash128 identity,
                                       struct nr_error *e)
{
    enum { MOST = 4096 };
    struct nr_buf text = {0};
    struct manifest_running old;
    enum nr_status status = folder_read(&x->folder, INDEX_RUNNING, MOST, &text, e);
    if (status == NR_OK && !manifest_read_running(&old, nr_buf_str(&text)))
        status = folder_refuse(&x->folder, INDEX_RUNNING,
                               "the index is damaged: the file cannot be read", e);
    nr_buf_free(&text);
    if (status != NR_OK)
        return status == NR_END ? NR_OK : status;
    x->stats.taken_back = old.number == x->manifest.number && old.number > 0 &&
                          old.identity.high == identity.high && old.identity.low == identity.low;
    return NR_OK;
}

/* In memory only: if a file that would be needed again is damaged, nothing changes. */
static void take_back(struct nr_index *x)
{
    struct manifest *m = &x->manifest;
    free(m->runs.runs);
    m->runs = m->before;
    m->before = (struct manifest_runs){0};
    m->number--;
}

static enum nr_status open_run(struct nr_index *x, const struct manifest_run *listed,
                               struct nr_error *e)
{
    char name[RUN_NAME];
    struct run *r = &x->runs[x->run_count++];
    run_name(listed->number, "run", name);
    if (run_open(r, folder_path(&x->folder, name), e) != NR_OK)
        return NR_FAIL;
    if (r->facts.number == listed->number && r->facts.sum == listed->sum)
        return NR_OK;
    return folder_refuse(&x->folder, name, "the index is damaged: this is another run's file", e);
}

static enum nr_status open_runs(struct nr_index *x, struct nr_error *e)
{
    const struct manifest_runs *list = &x->manifest.runs;
    x->runs = nr_alloc_zero(list->count, sizeof *x->runs);
    for (size_t i = 0; i < list->count; i++)
        if (open_run(x, &list->runs[i], e) != NR_OK)
            return NR_FAIL;
    return NR_OK;
}

static enum nr_status verify(const struct nr_index *x, struct nr_error *e)
{
    for (size_t i = 0; i < x->run_count; i++)
        if (run_verify(&x->runs[i], e) != NR_OK)
            return NR_FAIL;
    return NR_OK;
}

static enum nr_status set_to_work(struct nr_index *x, struct nr_error *e)
{
    struct nr_buf text = {0};
    manifest_write_running(x->running, &text);
    enum nr_status status =
        folder_replace(&x->folder, INDEX_RUNNING, nr_buf_str(&text), &x->at_work, e);
    nr_buf_free(&text);
    return status;
}

/* Other files than those that an index makes are left alone. */
static enum nr_status sweep(void *state, const char *name, struct nr_error *e)
{
    struct nr_index *x = state;
    uint64_t number = run_number(name, ".run");
    bool left = number ? !manifest_has(&x->manifest.runs, number)
                       : run_number(name, ".part") || run_number(name, ".merge.part");
    if (left || strcmp(name, INDEX_MANIFEST ".part") == 0 ||
        strcmp(name, INDEX_RUNNING ".part") == 0 || strcmp(name, "keys.part") == 0)
        return folder_remove(&x->folder, name, e);
    return NR_OK;
}

static enum nr_status open_index(struct nr_index *x, const struct nr_index_options *o,
                                 struct nr_error *e)
{
    struct nr_hash128 identity = nr_hash128(o->identity);
    if (folder_open(&x->folder, o->folder, o->look, e) != NR_OK ||
        load_manifest(x, o->look, e) != NR_OK || find_interrupted(x, identity, e) != NR_OK)
        return NR_FAIL;
    if (x->stats.taken_back)
        take_back(x);
    x->running = (struct manifest_running){x->manifest.number + 1, identity};
    if (open_runs(x, e) != NR_OK || (o->verify && verify(x, e) != NR_OK))
        return NR_FAIL;
    if (o->look)
        return NR_OK;
    if (x->stats.taken_back && index_replace_manifest(x, NULL, e) != NR_OK)
        return NR_FAIL;
    /* From here on the run before cannot be taken back: only now what it replaced may go. */
    if (set_to_work(x, e) != NR_OK)
        return NR_FAIL;
    return folder_list(&x->folder, sweep, x, e);
}

enum nr_status nr_index_open(struct nr_index **index, const struct nr_index_options *options,
                             struct nr_error *e)
{
    struct nr_index *x = *index = nr_alloc_zero(1, sizeof *x);
    x->writer.fd = -1;
    sorter_init(&x->sorter, options->sorted ? options->sorted : NR_INDEX_SORTED);
    copy_settings(x, options);
    return open_index(x, options, e);
}

void nr_index_doubt(struct nr_index *x)
{
    x->unsure = true;
}

/* Who is at work is told last: until then the next process takes back what this one has done.
 * Nothing comes after it, not even a sync of the folder, in which a kill would look like the
 * end. */
void nr_index_close(struct nr_index *x)
{
    struct nr_error ignored;
    if (!x)
        return;
    for (size_t i = 0; i < x->run_count; i++)
        run_close(&x->runs[i]);
    free(x->runs);
    run_writer_close(&x->writer);
    free(x->days);
    sorter_free(&x->sorter);
    if (x->at_work && !x->unsure)
        folder_remove(&x->folder, INDEX_RUNNING, &ignored);
    folder_close(&x->folder);
    manifest_free(&x->manifest);
    nr_arena_free(&x->arena);
    free(x);
}

struct nr_index_stats nr_index_stats(const struct nr_index *x)
{
    struct nr_index_stats s = x->stats;
    s.runs = x->manifest.runs.count;
    for (size_t i = 0; i < s.runs; i++) {
        s.records += x->manifest.runs.runs[i].records;
        s.keys += x->manifest.runs.runs[i].keys;
        s.bytes += x->manifest.runs.runs[i].bytes;
    }
    return s;
}
