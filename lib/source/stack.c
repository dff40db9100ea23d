#include "stack.h"

uint64_t nr_level_consumed(const struct nr_level *l)
{
    const struct nr_input *in = l->wide_in ? l->wide_in : l->in;
    return in ? nr_input_consumed(in) : nr_container_consumed(l->container);
}

void nr_stack_close(struct nr_members *m)
{
    struct nr_level *l = &m->levels[--m->depth];
    if (m->depth == 0)
        m->finished += nr_level_consumed(l);
    nr_warc_close(l->segments.warc);
    nr_segments_close(&l->segments);
    nr_arc_close(l->arc);
    nr_blocks_close(&l->blocks);
    nr_pieces_close(&l->pieces);
    nr_container_close(l->container);
    nr_input_close(l->in);
    nr_wide_close(l->wide);
    nr_input_close(l->wide_in);
    nr_buf_free(&l->content);
    *l = (struct nr_level){.reader = NR_READER_UNKNOWN};
}

/* What is open at the top failed: a member of an archive is lost alone, an operand's file as a
 * whole. So is everything when the operand has grown too large. */
int nr_stack_fail(struct nr_members *m, struct nr_error *e)
{
    bool nested = m->depth > 1 && m->budget > 0;
    e->path = nr_buf_str(&m->label);
    do
        nr_stack_close(m);
    while (m->depth && !nested);
    return nested ? NR_BAD : NR_FAIL;
}

/* Something is lost; what is open stays open. */
int nr_stack_lose(struct nr_members *m, struct nr_error *e)
{
    e->path = nr_buf_str(&m->label);
    return NR_BAD;
}

/* What is open at the top is lost as a whole. */
int nr_stack_give_up(struct nr_members *m, struct nr_error *e)
{
    nr_stack_close(m);
    return nr_stack_lose(m, e);
}

int nr_stack_skip(struct nr_members *m, enum nr_kind kind)
{
    m->skipped[kind]++;
    nr_stack_close(m);
    return NR_AGAIN;
}

/* Counts bytes that came out of the file; containers count their own. */
bool nr_stack_spend(struct nr_members *m, uint64_t bytes, struct nr_error *e)
{
    if (m->levels[0].reader == NR_READER_CONTAINER)
        return true;
    if (bytes < m->budget) {
        m->budget -= bytes;
        return true;
    }
    m->budget = 0;
    nr_error_set(e, "expands to more than the limit of %llu bytes",
                 (unsigned long long)m->options.max_expansion);
    return false;
}

/* The last part of a label: what a file name would be. */
static struct nr_str base_name(struct nr_str label)
{
    size_t at = label.len;
    while (at > 0 && label.data[at - 1] != '/')
        at--;
    return at < label.len ? nr_str_sub(label, at, label.len) : label;
}

int nr_stack_hand_out(struct nr_members *m, enum nr_member_kind kind, struct nr_str bytes,
                      struct nr_member *member)
{
    member->kind = kind;
    member->bytes = bytes;
    member->source = nr_buf_str(&m->label);
    member->name = base_name(member->source);
    member->ordinal = m->ordinal++;
    return NR_OK;
}

void nr_stack_push(struct nr_members *m, struct nr_input *in, struct nr_buf content)
{
    struct nr_level *l = &m->levels[m->depth++];
    *l = (struct nr_level){.in = in, .label = m->label.len, .content = content};
}
