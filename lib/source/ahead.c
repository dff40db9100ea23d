/* The look-ahead: one block of memory with the bytes read so far and not yet taken.
 *
 *     data: [ held for a step back | next bytes ............ | room ]
 *                                  pos                       len    cap
 *
 * A read of the layer goes straight into the room. When there is too little of it the bytes that
 * are still wanted move to the front, of a block that is at least twice as large as what is asked
 * for; and they stay where they are while a quarter of it is room. So every byte moves a bounded
 * number of times, also when a little more is asked for each time. Who needs bytes for longer holds
 * the block; then the next ones go into another one.
 *
 * A loan is looked at where it lies. Where the bytes asked for begin in one and end in another that
 * does not follow it in memory, the first and as much of the second as was asked for are copied
 * into the block; when all that is left of the view is a copy of the second, that is looked at
 * instead. */
#include "layer.h"
#include "newsreel/core/mem.h"
#include <stdlib.h>

struct nr_unit_mark {
    uint64_t position; /* in the layer's stream */
    uint64_t place;    /* in the outermost file */
};

/* More units than this in one view lose their places (members of a byte each, and a view of
 * millions of them): places must not cost more memory than bytes. */
enum { MARKS = 1 << 16, MUCH = 2 << 20 };

void nr_ahead_open(struct nr_ahead *a, struct nr_layer *layer)
{
    *a = (struct nr_ahead){
        .layer = layer, .linear = layer->linear, .end = NR_NOWHERE, .usual = NR_AHEAD_SMALL};
}

void nr_ahead_open_memory(struct nr_ahead *a, struct nr_str bytes)
{
    *a = (struct nr_ahead){
        .data = bytes.data, .len = bytes.len, .next = NR_END, .linear = true, .end = bytes.len};
}

void nr_ahead_close(struct nr_ahead *a)
{
    nr_keeper_drop(a->keeper);
    nr_keeper_drop(a->loan.keeper);
    if (a->layer)
        a->layer->close(a->layer);
    nr_keeper_drop(a->block);
    free(a->marks);
    *a = (struct nr_ahead){0};
}

/* The bytes lie a cache line behind where malloc begins a block, so that they never begin less than
 * that behind another block's, modulo a page: libzstd copies out of one, and where source and
 * target lie so, large copies (rep movsb) take fifteen times as long on some processors. */
struct block {
    struct nr_keeper keeper;
    char apart[64 - sizeof(struct nr_keeper)];
    char bytes[];
};

static void release_block(struct nr_keeper *keeper)
{
    free(keeper);
}

/* With the bytes from `from` on at its beginning. */
static void change_block(struct nr_ahead *a, size_t size, size_t from)
{
    struct block *b = nr_alloc(nr_size_add(sizeof *b, size));
    b->keeper.release = release_block;
    atomic_init(&b->keeper.holders, 1);
    if (a->len > from)
        memcpy(b->bytes, a->data + from, a->len - from);
    nr_keeper_drop(a->block);
    a->block = &b->keeper;
    a->owned = b->bytes;
    a->cap = size;
}

static bool is_block_held(const struct nr_ahead *a)
{
    return a->block && atomic_load_explicit(&a->block->holders, memory_order_acquire) > 1;
}

/* First byte that must stay. */
static size_t keep_from(const struct nr_ahead *a)
{
    if (!a->holds)
        return a->pos;
    return a->pos - a->hold > NR_AHEAD_BACK ? a->pos - NR_AHEAD_BACK : a->hold;
}

/* Blocks of more than the usual size come in its multiples: what is asked for may grow by a little
 * each time. */
static size_t in_steps(size_t size)
{
    size_t over = size % NR_AHEAD_ROOM;
    return size > NR_AHEAD_ROOM && over ? nr_size_add(size, NR_AHEAD_ROOM - over) : size;
}

/* Makes room for a read behind want bytes that are asked for. */
static void make_room(struct nr_ahead *a, size_t want)
{
    size_t from = keep_from(a), kept = a->len - from;
    size_t need = nr_size_mul(nr_size_add(want, a->pos - from), 2);
    need = need < a->usual ? a->usual : need;
    if (kept && !a->keeper && a->cap >= a->usual && a->cap - a->len >= a->cap / 4 &&
        a->cap - from >= need / 2)
        return;
    if (need > a->cap || a->cap / 8 > need || is_block_held(a)) {
        change_block(a, in_steps(need), from);
    } else if (kept && a->data + from != a->owned) {
        memmove(a->owned, a->data + from, kept);
    }
    nr_keeper_drop(a->keeper);
    a->keeper = NULL;
    a->data = a->owned;
    a->start += from;
    a->hold = a->hold > from ? a->hold - from : 0;
    a->pos -= from;
    a->len = kept;
}

static void add_mark(struct nr_ahead *a, uint64_t place)
{
    if (place == NR_NOWHERE || a->count - a->first == MARKS)
        return;
    if (a->count == a->marks_cap && a->first > a->count / 2) {
        memmove(a->marks, a->marks + a->first, (a->count - a->first) * sizeof *a->marks);
        a->count -= a->first;
        a->first = 0;
    }
    a->marks = nr_grow_array(a->marks, &a->marks_cap, a->count + 1, sizeof *a->marks);
    a->marks[a->count++] = (struct nr_unit_mark){a->start + a->len, place};
}

static void drop_marks(struct nr_ahead *a)
{
    uint64_t position = nr_ahead_position(a);
    while (a->first < a->count && a->marks[a->first].position < position)
        a->first++;
    if (a->first == a->count)
        a->first = a->count = 0;
}

/* Looks at the loan where it lies; data is a copy of its beginning, or empty. */
static void look_at_loan(struct nr_ahead *a)
{
    uint64_t position = nr_ahead_position(a);
    nr_keeper_drop(a->keeper);
    a->keeper = a->loan.keeper;
    a->data = a->loan.bytes.data;
    a->pos = a->copied - (a->len - a->pos);
    a->len = a->loan.bytes.len;
    a->start = position - a->pos;
    a->loan = (struct nr_loan){0};
}

/* Brings what is left of the loan into view, or as much of it as is asked for. */
static void add_loan(struct nr_ahead *a, size_t want)
{
    size_t have = a->len - a->pos, left = a->loan.bytes.len - a->copied;
    if (have <= a->copied) {
        look_at_loan(a);
    } else if (a->keeper == a->loan.keeper && a->data + a->len == a->loan.bytes.data) {
        a->len += left;
        nr_keeper_drop(a->loan.keeper);
        a->loan = (struct nr_loan){0};
    } else {
        size_t n = want - have < left ? want - have : left;
        make_room(a, want);
        memcpy(a->owned + a->len, a->loan.bytes.data + a->copied, n);
        a->len += n;
        a->copied += n;
    }
}

/* False: the layer has to be read. */
static bool borrow(struct nr_ahead *a, size_t want)
{
    size_t have = a->len - a->pos;
    if (a->loan.keeper && a->copied == a->loan.bytes.len && have > a->copied) {
        nr_keeper_drop(a->loan.keeper);
        a->loan = (struct nr_loan){0};
    }
    if (!a->loan.keeper) {
        struct nr_got got = {.unit = NR_NOWHERE};
        a->next = a->layer->read(a->layer, NULL, 0, &got, &a->error);
        if (a->next == NR_END)
            a->end = got.unit;
        if (a->next != NR_OK || !got.loan.keeper)
            return a->next != NR_OK;
        add_mark(a, got.unit);
        a->loan = got.loan;
        a->copied = 0;
    }
    add_loan(a, want);
    return true;
}

static void fill(struct nr_ahead *a, size_t want)
{
    struct nr_got got = {.unit = NR_NOWHERE};
    if (a->borrows && a->layer->lends && borrow(a, want))
        return;
    make_room(a, want);
    size_t room = a->cap - a->len;
    a->next = a->layer->read(a->layer, a->owned + a->len, room, &got, &a->error);
    if (got.len == room) /* more than a small file */
        a->usual = NR_AHEAD_ROOM;
    if (a->next == NR_OK) {
        add_mark(a, got.unit);
        a->len += got.len;
    } else if (a->next == NR_END) {
        a->end = got.unit;
    }
}

enum nr_status nr_ahead_peek(struct nr_ahead *a, size_t want, struct nr_str *view,
                             struct nr_error *e)
{
    while (a->next == NR_OK && (a->len - a->pos < want || a->len == a->pos))
        fill(a, want);
    *view = nr_ahead_buffered(a);
    a->shown = a->start + a->len;
    if (view->len)
        return NR_OK;
    enum nr_status status = a->next;
    if (status < 0)
        *e = a->error;
    if (status == NR_BAD) {
        a->next = NR_OK;
        a->holds = false;
    }
    return status;
}

struct nr_str nr_ahead_more(struct nr_ahead *a, size_t want)
{
    /* Much of it is held for long: it may move more often then. */
    size_t ask = want > MUCH ? want - want / 4 : want;
    while (a->next == NR_OK && a->len - a->pos < want && !a->layer->would_block(a->layer))
        fill(a, ask);
    return nr_ahead_buffered(a);
}

void nr_ahead_skip(struct nr_ahead *a, size_t n)
{
    a->pos += n < a->len - a->pos ? n : a->len - a->pos;
    if (a->count)
        drop_marks(a);
}

struct nr_keeper *nr_ahead_keeper(const struct nr_ahead *a)
{
    return a->keeper ? a->keeper : a->block;
}

struct nr_str nr_ahead_buffered(const struct nr_ahead *a)
{
    return a->len > a->pos ? nr_str(a->data + a->pos, a->len - a->pos) : nr_str("", 0);
}

void nr_ahead_retell(struct nr_ahead *a, const struct nr_error *e)
{
    a->next = NR_BAD;
    a->error = *e;
}

void nr_ahead_hold(struct nr_ahead *a)
{
    a->holds = true;
    a->hold = a->pos;
}

void nr_ahead_step_back(struct nr_ahead *a)
{
    a->pos = keep_from(a);
}

bool nr_ahead_place(const struct nr_ahead *a, uint64_t *offset)
{
    bool at_end = a->pos == a->len && a->next == NR_END;
    uint64_t position = nr_ahead_position(a), place = NR_NOWHERE;
    if (a->linear)
        place = position;
    else if (at_end)
        place = a->end;
    else if (a->first < a->count && a->marks[a->first].position == position)
        place = a->marks[a->first].place;
    *offset = place;
    return place != NR_NOWHERE;
}

bool nr_ahead_would_block(const struct nr_ahead *a)
{
    return a->next == NR_OK && a->shown == a->start + a->len &&
           (!a->loan.keeper || a->copied == a->loan.bytes.len) && a->layer->would_block(a->layer);
}
