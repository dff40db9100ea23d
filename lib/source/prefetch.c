/* Units are decoded in runs: the bytes from where one unit seems to begin to where another does,
 * RUN_MOST of them or more. Small units share a run, a large one has its own.
 *
 *     bytes:  ..taken | run 7 ....... | run 8 ... | its end is not in sight yet
 *                       ^ the walk                ^ next    ^ searched
 *
 * Run number n lives in runs[n % count]. Three counters only grow, as in the ring of slots: made,
 * claimed and taken. A run belongs to the walk until it is made and again when it is done, between
 * to the thread that has claimed it. The counters, used, ratio, awaited and the runs' done are
 * under the mutex.
 *
 * The walk waits for a run that a thread has claimed. One that nobody has yet it claims and decodes
 * itself, which makes it one more of the threads; or drops, when it is past its beginning. No
 * thread waits for room: a unit that finds none is left to the walk. So nobody waits for one who
 * waits. */
#include "prefetch.h"
#include "newsreel/core/mem.h"
#include <pthread.h>
#include <stdlib.h>

enum {
    RUN_FIRST = 256, /* short runs first: in a short file too there is work for all */
    RUN_MOST = 128 << 10,
    STEP = 256 << 10, /* bytes that are asked for at a time */
    BEGINNING = 18,   /* what a zstd header has at most, and a gzip member at least */
    HEADER_MOST = 4 << 10,
    GROWTH = 256 << 10,
    ROOM_LEAST = 16 << 10, /* for a unit */
    SIXTEENTHS = 16,
    RATIO_LEAST = 4 * SIXTEENTHS,
};

/* A unit in a run. */
struct sound {
    uint64_t from; /* position */
    size_t packed, text;
};

/* The text of a run. It is written once, then read by all who hold it. */
struct text {
    struct nr_keeper keeper;
    struct nr_prefetch *prefetch;
    struct nr_buf bytes;
    size_t reserved;   /* of used */
    struct text *next; /* spare one */
};

struct run {
    uint64_t from, to; /* positions */
    struct nr_buf packed;
    struct text *text;
    struct sound *units;
    size_t count, cap;
    bool done;

    /* The walk's. */
    bool settled; /* known to be done */
    size_t next;  /* unit */
    size_t at;    /* where its text begins */
};

struct thread {
    struct nr_prefetch *prefetch;
    pthread_t id;
    void *self;
};

struct nr_prefetch {
    const struct nr_codec *codec;
    struct thread *threads;
    unsigned thread_count, started;
    struct run *runs;
    size_t count;

    pthread_mutex_t mutex;
    pthread_cond_t work, done;
    uint64_t made, claimed, taken;
    const struct run *awaited; /* by the walk */
    size_t used, most;         /* bytes reserved, of all texts */
    struct text *spare;
    size_t texts; /* spare ones and others */
    bool closed;
    size_t ratio; /* of text to packed bytes in the last run, in sixteenths */
    _Atomic bool stop;

    /* The walk's. */
    uint64_t border;   /* where it was last; NR_NOWHERE: nowhere yet */
    uint64_t again;    /* not looked at before: more would have to be waited for */
    uint64_t next;     /* where the next run begins; NR_NOWHERE: to be found */
    uint64_t searched; /* from here on for what ends it */
    size_t run;        /* bytes that it has at least */
};

struct nr_prefetch *nr_prefetch_new(const struct nr_codec *codec, unsigned threads)
{
    struct nr_prefetch *p = nr_alloc_zero(1, sizeof *p);
    p->codec = codec;
    p->thread_count = threads;
    p->threads = nr_alloc_zero(threads, sizeof *p->threads);
    p->count = 2 * (size_t)threads + 2;
    p->runs = nr_alloc_zero(p->count, sizeof *p->runs);
    size_t most = (size_t)threads * NR_PREFETCH_TEXT_OF_ONE;
    p->most = most < NR_PREFETCH_TEXT ? most : NR_PREFETCH_TEXT;
    p->border = p->next = NR_NOWHERE;
    p->run = RUN_FIRST;
    p->ratio = RATIO_LEAST;
    atomic_init(&p->stop, false);
    pthread_mutex_init(&p->mutex, NULL);
    pthread_cond_init(&p->work, NULL);
    pthread_cond_init(&p->done, NULL);
    return p;
}

static void free_spare(struct nr_prefetch *p)
{
    struct text *t = p->spare;
    p->spare = t->next;
    p->used -= t->reserved;
    p->texts--;
    nr_buf_free(&t->bytes);
    free(t);
}

/* Under the mutex. True: closed, and no text is held any more. */
static bool let_go(struct nr_prefetch *p)
{
    while (p->closed && p->spare)
        free_spare(p);
    return p->closed && p->texts == 0;
}

static void free_prefetch(struct nr_prefetch *p)
{
    pthread_cond_destroy(&p->done);
    pthread_cond_destroy(&p->work);
    pthread_mutex_destroy(&p->mutex);
    free(p->runs);
    free(p->threads);
    free(p);
}

void nr_prefetch_close(struct nr_prefetch *p)
{
    if (!p)
        return;
    pthread_mutex_lock(&p->mutex);
    atomic_store(&p->stop, true);
    pthread_cond_broadcast(&p->work);
    pthread_mutex_unlock(&p->mutex);
    for (unsigned i = 0; i < p->started; i++) {
        pthread_join(p->threads[i].id, NULL);
        p->codec->free(p->threads[i].self);
    }
    for (size_t i = 0; i < p->count; i++) {
        nr_buf_free(&p->runs[i].packed);
        free(p->runs[i].units);
        if (p->runs[i].text)
            nr_keeper_drop(&p->runs[i].text->keeper);
    }
    pthread_mutex_lock(&p->mutex);
    p->closed = true;
    bool last = let_go(p);
    pthread_mutex_unlock(&p->mutex);
    if (last)
        free_prefetch(p);
}

/* ---- Texts ---- */

/* Spare texts keep their memory, which is no longer theirs when there is too little for others. */
static bool reserve(struct nr_prefetch *p, struct text *t, size_t more)
{
    pthread_mutex_lock(&p->mutex);
    while (p->used + more > p->most && p->spare)
        free_spare(p);
    bool ok = p->used + more <= p->most;
    if (ok) {
        p->used += more;
        t->reserved += more;
    }
    pthread_mutex_unlock(&p->mutex);
    return ok;
}

/* Nobody holds it any more. */
static void release_text(struct nr_keeper *keeper)
{
    struct text *t = (struct text *)keeper;
    struct nr_prefetch *p = t->prefetch;
    t->bytes.len = 0;
    pthread_mutex_lock(&p->mutex);
    t->next = p->spare;
    p->spare = t;
    bool last = let_go(p);
    pthread_mutex_unlock(&p->mutex);
    if (last)
        free_prefetch(p);
}

/* A text with that much room, or NULL. Runs differ a little in what they need: with room in steps,
 * a spare text seldom has to be exchanged for a larger one, whose pages the system would have to
 * bring anew. */
static struct text *new_text(struct nr_prefetch *p, size_t room)
{
    room = (room + GROWTH - 1) / GROWTH * GROWTH;
    pthread_mutex_lock(&p->mutex);
    struct text *t = p->spare;
    p->spare = t ? t->next : NULL;
    p->texts += t == NULL;
    pthread_mutex_unlock(&p->mutex);
    if (!t)
        t = nr_alloc_zero(1, sizeof *t);
    t->keeper.release = release_text;
    atomic_init(&t->keeper.holders, 1);
    t->prefetch = p;
    if (t->reserved >= room || reserve(p, t, room - t->reserved))
        return t;
    nr_keeper_drop(&t->keeper);
    return NULL;
}

/* ---- The threads ---- */

/* Room behind what is there, wanted or less; 0: none is left. */
static size_t make_room(struct nr_prefetch *p, struct text *t, size_t wanted)
{
    size_t room = t->reserved - t->bytes.len;
    if (room < wanted)
        reserve(p, t, wanted - room > GROWTH ? wanted - room : GROWTH);
    room = t->reserved - t->bytes.len;
    if (!t->bytes.len && t->bytes.cap < room)
        nr_buf_free(&t->bytes); /* nothing in it has to move */
    nr_buf_reserve(&t->bytes, room);
    return room;
}

/* Decodes the unit that in is at. False: not a sound one. */
static bool decode_unit(struct nr_prefetch *p, void *self, struct run *r, struct nr_ahead *in)
{
    struct nr_error e;
    struct nr_why why;
    enum nr_status status;
    enum nr_step step = NR_STEP_MORE;
    struct nr_buf *text = &r->text->bytes;
    struct sound unit = {nr_ahead_position(in), 0, text->len};
    struct nr_str view = nr_ahead_buffered(in);
    /* The walk may see less of a header that is very long, and judge it differently. */
    if (!p->codec->begins(self, view) || p->codec->wants(view) > HEADER_MOST ||
        p->codec->begin(self, view, &why) != NR_OK)
        return false;
    size_t wanted = p->codec->makes(self, view);
    for (wanted = wanted ? wanted : ROOM_LEAST; step == NR_STEP_MORE; wanted = text->len / 2 + 1) {
        size_t n = 0, room = make_room(p, r->text, wanted);
        if (!room || atomic_load(&p->stop))
            break;
        step = p->codec->decode(self, in, text->data + text->len, room, &n, &why, &status, &e);
        text->len += n;
    }
    unit.packed = (size_t)(nr_ahead_position(in) - unit.from);
    unit.text = text->len - unit.text;
    if (step != NR_STEP_DONE)
        return false;
    r->units = nr_grow_array(r->units, &r->cap, r->count + 1, sizeof *r->units);
    r->units[r->count++] = unit;
    return true;
}

/* Returns the ratio of its text to its packed bytes, as far as both go. */
static size_t decode_run(struct nr_prefetch *p, void *self, struct run *r)
{
    struct nr_ahead in;
    struct nr_error e;
    nr_ahead_open_memory(&in, nr_buf_str(&r->packed));
    in.start = r->from; /* what lies between units may mean something at the beginning of a file */
    while (nr_ahead_buffered(&in).len && decode_unit(p, self, r, &in) &&
           p->codec->between(self, &in, &e) == NR_OK)
        ;
    size_t packed = (size_t)(nr_ahead_position(&in) - r->from);
    nr_ahead_close(&in);
    return packed ? r->text->bytes.len * SIXTEENTHS / packed + 1 : RATIO_LEAST;
}

/* Waits for a run. NULL: there will be none. */
static struct run *claim_run(struct nr_prefetch *p)
{
    struct run *r = NULL;
    pthread_mutex_lock(&p->mutex);
    while (!atomic_load(&p->stop) && p->claimed == p->made)
        pthread_cond_wait(&p->work, &p->mutex);
    if (!atomic_load(&p->stop))
        r = &p->runs[p->claimed++ % p->count];
    pthread_mutex_unlock(&p->mutex);
    return r;
}

/* The walk is woken when it waits for this run, and not before it can have the mutex. */
static void finish_run(struct nr_prefetch *p, struct run *r, size_t ratio)
{
    pthread_mutex_lock(&p->mutex);
    p->ratio = ratio > RATIO_LEAST ? ratio : RATIO_LEAST;
    r->done = true;
    bool awaited = p->awaited == r;
    pthread_mutex_unlock(&p->mutex);
    if (awaited)
        pthread_cond_signal(&p->done);
}

static void *run_thread(void *argument)
{
    struct thread *t = argument;
    for (struct run *r; (r = claim_run(t->prefetch)) != NULL;)
        finish_run(t->prefetch, r, decode_run(t->prefetch, t->self, r));
    return NULL;
}

/* ---- The walk: giving ---- */

/* One more thread, while there are fewer than wanted. False: there is none at all. */
static bool start_thread(struct nr_prefetch *p, void *self)
{
    if (p->started == p->thread_count)
        return p->started > 0;
    struct thread *t = &p->threads[p->started];
    t->prefetch = p;
    t->self = p->codec->clone(self);
    if (pthread_create(&t->id, NULL, run_thread, t) == 0) {
        p->started++;
    } else {
        p->codec->free(t->self);
        p->thread_count = p->started;
    }
    return p->started > 0;
}

/* The next place from *at on where a unit seems to begin. False: none is in view; *at is how far
 * that is known. */
static bool find_unit(const struct nr_codec *codec, void *self, struct nr_str view, size_t *at)
{
    while (*at + BEGINNING <= view.len) {
        size_t end = view.len - BEGINNING + 1;
        const char *found = memchr(view.data + *at, codec->first, end - *at);
        *at = found ? (size_t)(found - view.data) : end;
        if (found && codec->begins(self, nr_str_sub(view, *at, view.len)))
            return true;
        *at += found != NULL;
    }
    return false;
}

/* Finds where a unit seems to begin, or the end of the file, from p->searched on. */
static bool find_border(struct nr_prefetch *p, void *self, struct nr_ahead *in, uint64_t *to,
                        bool *end)
{
    uint64_t position = nr_ahead_position(in);
    for (;;) {
        struct nr_str view = nr_str_sub(nr_ahead_buffered(in), 0, NR_PREFETCH_LOOK);
        size_t at = (size_t)(p->searched - position);
        bool found = find_unit(p->codec, self, view, &at);
        p->searched = position + at;
        *end = !found && in->next == NR_END && view.len < NR_PREFETCH_LOOK;
        *to = *end ? position + view.len : p->searched;
        if (found || *end)
            return true;
        if (view.len == NR_PREFETCH_LOOK)
            return false;
        if (nr_ahead_more(in, view.len + STEP).len == view.len && in->next != NR_END) {
            p->again = position + p->run;
            return false;
        }
    }
}

/* Gives the bytes from p->next on to a thread. False: they have to wait until others are taken. */
static bool make_run(struct nr_prefetch *p, void *self, const struct nr_ahead *in, uint64_t to)
{
    uint64_t position = nr_ahead_position(in);
    struct nr_str packed =
        nr_str_sub(nr_ahead_buffered(in), (size_t)(p->next - position), (size_t)(to - position));
    struct run *r = &p->runs[p->made % p->count];
    pthread_mutex_lock(&p->mutex);
    size_t room = packed.len * p->ratio / SIXTEENTHS + ROOM_LEAST;
    pthread_mutex_unlock(&p->mutex);
    if (!start_thread(p, self))
        return false;
    struct text *text = new_text(p, room);
    if (!text)
        return room > p->most; /* then it never has room and is left out */
    r->text = text;
    r->from = p->next;
    r->to = to;
    nr_buf_add_str(&r->packed, packed);
    pthread_mutex_lock(&p->mutex);
    p->made++;
    pthread_mutex_unlock(&p->mutex);
    pthread_cond_signal(&p->work);
    p->run = p->run < RUN_MOST ? 2 * p->run : RUN_MOST;
    return true;
}

void nr_prefetch_look(struct nr_prefetch *p, void *self, struct nr_ahead *in)
{
    uint64_t position = nr_ahead_position(in), before = p->border, to;
    bool end = false;
    p->border = position;
    if (before == NR_NOWHERE || position - before > NR_PREFETCH_LOOK / 2 || position < p->again ||
        p->thread_count == 0)
        return;
    if (p->next <= position)
        p->next = NR_NOWHERE; /* the walk has come to it */
    if (p->next == NR_NOWHERE && p->searched < position + p->run)
        p->searched = position + p->run;
    while (!end && p->made - p->taken < p->count && find_border(p, self, in, &to, &end)) {
        if (p->next != NR_NOWHERE && !make_run(p, self, in, to))
            break;
        p->next = end ? NR_NOWHERE : to;
        p->searched = to + p->run;
    }
}

/* ---- The walk: taking ---- */

/* False: nobody has begun with it, and now nobody will. */
static bool settle(struct nr_prefetch *p, void *self, struct run *r, uint64_t position)
{
    if (r->settled)
        return true;
    pthread_mutex_lock(&p->mutex);
    bool claimed = p->claimed > p->taken, own = !claimed && position == r->from;
    p->claimed += !claimed;
    p->awaited = r;
    while (claimed && !r->done)
        pthread_cond_wait(&p->done, &p->mutex);
    p->awaited = NULL;
    pthread_mutex_unlock(&p->mutex);
    if (own)
        finish_run(p, r, decode_run(p, self, r));
    r->settled = claimed || own;
    return r->settled;
}

static void drop_run(struct nr_prefetch *p, struct run *r)
{
    nr_keeper_drop(&r->text->keeper);
    r->text = NULL;
    r->count = r->next = r->at = 0;
    r->done = r->settled = false;
    nr_buf_reset(&r->packed, 2 * RUN_MOST);
    p->taken++;
}

bool nr_prefetch_take(struct nr_prefetch *p, void *self, uint64_t position, struct nr_unit *unit)
{
    while (p->taken < p->made) {
        struct run *r = &p->runs[p->taken % p->count];
        if (position < r->from)
            return false;
        bool settled = settle(p, self, r, position);
        for (; settled && r->next < r->count && r->units[r->next].from < position; r->next++)
            r->at += r->units[r->next].text;
        if (settled && r->next < r->count && r->units[r->next].from == position) {
            const struct sound *u = &r->units[r->next++];
            *unit = (struct nr_unit){u->packed, nr_str(r->text->bytes.data + r->at, u->text),
                                     &r->text->keeper};
            r->at += u->text;
            return true;
        }
        if (settled && position < r->to && r->next < r->count)
            return false;
        drop_run(p, r);
    }
    return false;
}
