#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include "stack.h"
#include <stdlib.h>

enum { MAX_DEPTH = 4 };

static struct nr_members *make(const struct nr_members_options *options)
{
    struct nr_members *m = nr_alloc_zero(1, sizeof *m);
    m->options = *options;
    struct nr_members_options *o = &m->options;
    o->stdin_name = o->stdin_name.len ? o->stdin_name : nr_str_of("-");
    o->max_record = o->max_record ? o->max_record : NR_MAX_RECORD;
    o->max_depth = o->max_depth ? o->max_depth : MAX_DEPTH;
    o->input.max_out = o->max_expansion;
    o->types = o->types ? o->types : NR_WARC_DOCUMENTS;
    o->max_expansion = o->max_expansion ? o->max_expansion : UINT64_MAX;
    m->issues = o->format ? NULL : nr_issues_new(o->max_record);
    m->levels = nr_alloc_zero((size_t)o->max_depth + 1, sizeof *m->levels);
    atomic_init(&m->consumed, 0);
    return m;
}

struct nr_members *nr_members_open(const char *const *paths, size_t count,
                                   const struct nr_members_options *options)
{
    struct nr_members *m = make(options);
    m->walk = nr_walk_open(paths, count);
    m->size = nr_walk_total(m->walk);
    return m;
}

struct nr_members *nr_members_open_memory(struct nr_str name, struct nr_str bytes,
                                          const struct nr_members_options *options)
{
    struct nr_members *m = make(options);
    m->memory = bytes;
    m->memory_name = name;
    m->size = bytes.len;
    return m;
}

void nr_members_close(struct nr_members *m)
{
    if (!m)
        return;
    while (m->depth)
        nr_stack_close(m);
    nr_walk_close(m->walk);
    nr_issues_free(m->issues);
    free(m->levels);
    nr_buf_free(&m->label);
    nr_buf_free(&m->whole);
    nr_buf_free(&m->resumed_preamble);
    free(m);
}

/* The next file of the operands; *path NULL for the one in memory. */
static enum nr_status next_file(struct nr_members *m, struct nr_str *name, struct nr_error *e)
{
    if (m->walk) {
        enum nr_status status = nr_walk_next(m->walk, &m->path, e);
        if (status == NR_OK)
            *name = strcmp(m->path, "-") == 0 ? m->options.stdin_name : nr_str_of(m->path);
        return status;
    }
    *name = m->memory_name;
    bool done = m->memory_done;
    m->memory_done = true;
    return done ? NR_END : NR_OK;
}

/* The first file, from a place inside it. Standard input has no beginning to look at any more: it
 * is what it looks like there. */
static enum nr_status begin_inside(struct nr_members *m, const struct nr_input_options *options,
                                   struct nr_error *e)
{
    m->ordinal = m->documents_before = m->options.resume_ordinal;
    if (strcmp(m->path, "-") == 0 || nr_level_probe(m, options, e) == NR_OK)
        return NR_OK;
    e->path = nr_buf_str(&m->label);
    return NR_FAIL;
}

static int open_file(struct nr_members *m, struct nr_error *e)
{
    struct nr_input *in = NULL;
    struct nr_input_options options = m->options.input;
    enum nr_status status = next_file(m, &options.name, e);
    if (status != NR_OK)
        return status;
    nr_buf_reset(&m->label, NR_SMALL);
    nr_utf8_repair(&m->label, options.name);
    m->ordinal = m->documents_before = 0;
    m->budget = m->options.max_expansion;
    options.start = m->options.resume_at;
    m->options.resume_at = 0;
    if (options.start && m->walk && (status = begin_inside(m, &options, e)) != NR_OK)
        return status;
    status = m->walk ? nr_input_open(&in, m->path, &options, e)
                     : nr_input_open_memory(&in, m->memory, &options, e);
    if (status == NR_OK)
        nr_stack_push(m, in, (struct nr_buf){0});
    e->path = nr_buf_str(&m->label);
    return status == NR_OK ? NR_AGAIN : NR_FAIL;
}

static int step(struct nr_members *m, struct nr_member *member, struct nr_error *e)
{
    if (m->depth == 0)
        return open_file(m, e);
    switch (m->levels[m->depth - 1].reader) {
    case NR_READER_RECORDS:
        return nr_level_record(m, member, e);
    case NR_READER_CONTAINER:
        return nr_level_entry(m, member, e);
    case NR_READER_LINES:
        return nr_level_block(m, member, e);
    case NR_READER_PIECES:
        return nr_level_piece(m, member, e);
    case NR_READER_REST:
        return nr_level_rest(m, e);
    case NR_READER_UNKNOWN:
        break;
    }
    return nr_level_recognise(m, member, e);
}

static uint64_t consumed(const struct nr_members *m)
{
    const struct nr_level *l = m->levels;
    if (m->depth == 0)
        return m->finished;
    return m->finished + nr_level_consumed(l);
}

/* The next in the order in which they lie there. */
static enum nr_status walk(struct nr_members *m, struct nr_member *member, struct nr_error *e)
{
    int status;
    *member = (struct nr_member){.placed = false};
    if (m->broken) {
        m->broken = false;
        *e = m->error;
        return (enum nr_status)nr_stack_lose(m, e);
    }
    do
        status = step(m, member, e);
    while (status == NR_AGAIN);
    atomic_store_explicit(&m->consumed, consumed(m), memory_order_relaxed);
    return (enum nr_status)status;
}

enum nr_status nr_members_next(struct nr_members *m, struct nr_member *member, struct nr_error *e)
{
    enum nr_status status;
    while (!m->issues || !nr_issues_next(m->issues, &status, member, e)) {
        status = walk(m, member, e);
        if (!m->issues || !nr_issues_wants(m->issues, status, member))
            return status;
        nr_issues_add(m->issues, status, member, e);
    }
    return status;
}

bool nr_members_would_block(struct nr_members *m)
{
    struct nr_level *l = m->levels;
    if (m->depth != 1 || (m->issues && nr_issues_ready(m->issues)))
        return false;
    if (l->reader == NR_READER_LINES)
        return nr_blocks_would_block(&l->blocks);
    if (l->reader == NR_READER_PIECES)
        return nr_pieces_would_block(&l->pieces);
    return l->reader == NR_READER_UNKNOWN && nr_input_would_block(l->in);
}

uint64_t nr_members_consumed(const struct nr_members *m)
{
    return atomic_load_explicit(&m->consumed, memory_order_relaxed);
}

uint64_t nr_members_size(const struct nr_members *m)
{
    return m->size;
}

static const char *const skipped_types[NR_TYPES] = {
    [NR_WARC_RESPONSE] = "warc-response",     [NR_WARC_RESOURCE] = "warc-resource",
    [NR_WARC_CONVERSION] = "warc-conversion", [NR_WARC_WARCINFO] = "warc-warcinfo",
    [NR_WARC_REQUEST] = "warc-request",       [NR_WARC_METADATA] = "warc-metadata",
    [NR_WARC_REVISIT] = "warc-revisit",       [NR_WARC_CONTINUATION] = "warc-continuation",
    [NR_WARC_OTHER] = "warc-other",
};

static const char *const passed_over[NR_PASSED] = {
    [NR_PASSED_DANGLING] = "link-to-nothing",
    [NR_PASSED_FOLDER] = "link-to-folder",
    [NR_PASSED_SPECIAL] = "special-file",
};

size_t nr_members_skips(struct nr_members *m, const struct nr_members_skips **skips)
{
    size_t n = 0;
    for (size_t i = 0; i < NR_KINDS; i++)
        if (m->skipped[i])
            m->skips[n++] = (struct nr_members_skips){nr_kind_name((enum nr_kind)i), m->skipped[i]};
    for (size_t i = 0; i < NR_TYPES; i++)
        if (m->skipped_types[i])
            m->skips[n++] = (struct nr_members_skips){skipped_types[i], m->skipped_types[i]};
    for (size_t i = 0; m->walk && i < NR_PASSED; i++) {
        uint64_t count = nr_walk_passed(m->walk, (enum nr_passed_over)i);
        if (count)
            m->skips[n++] = (struct nr_members_skips){passed_over[i], count};
    }
    *skips = m->skips;
    return n;
}
