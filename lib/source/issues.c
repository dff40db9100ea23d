#include "issues.h"
#include "newsreel/core/arena.h"
#include "newsreel/core/mem.h"
#include "newsreel/formats/mets.h"
#include <stddef.h>
#include <stdlib.h>

enum {
    HELD_MOST = 4096,
    COMPACT = 1024, /* empty places at the front of the queue that are taken away at once */
};

enum state { FREE, PAGE, METS };

/* A file that a METS file names. */
struct target {
    struct nr_str path;
    bool taken;
    bool awaited; /* it may be a page */
};

struct held {
    struct nr_keeper keeper; /* first */
    struct nr_arena arena;
    enum state state;
    enum nr_status status;
    struct nr_error error;
    struct nr_member member;
    size_t weight;
    uint64_t number;    /* how many came before */
    struct nr_str path; /* of nr_mets_path */
    size_t home;        /* length of the folder in it that ends the wait when it is left */
    /* Of a METS file. */
    struct target *targets; /* sorted */
    size_t target_count, awaited;
    struct held **pages;
    size_t page_count, page_room;
};

struct nr_issues {
    const struct nr_format *alto, *mets;
    size_t limit, weight, held; /* bytes and members in the queue, with those in issues */
    uint64_t added;             /* so far */
    struct held **list;         /* NULL: has gone into an issue */
    size_t head, count, room;
    struct held *current; /* that was handed out last */
    struct nr_buf folder; /* of the last member */
    struct nr_buf home;   /* of the last METS file with articles */
    struct nr_buf passed; /* folder whose pages come alone */
};

struct nr_issues *nr_issues_new(size_t limit)
{
    struct nr_issues *s = nr_alloc_zero(1, sizeof *s);
    s->limit = limit;
    s->alto = nr_format_named(nr_str_of("alto"));
    s->mets = nr_format_named(nr_str_of("mets"));
    return s;
}

/* ---- What is held ---- */

static void release(struct nr_keeper *keeper)
{
    struct held *h = (struct held *)keeper;
    for (size_t i = 0; i < h->page_count; i++)
        nr_keeper_drop(&h->pages[i]->keeper);
    free(h->pages);
    nr_arena_free(&h->arena);
    free(h);
}

static struct held *copy(enum nr_status status, const struct nr_member *member,
                         const struct nr_error *e)
{
    struct held *h = nr_alloc_zero(1, sizeof *h);
    atomic_init(&h->keeper.holders, 1);
    h->keeper.release = release;
    h->status = status;
    h->weight = sizeof *h;
    if (status != NR_OK) {
        h->error = *e;
        h->error.path = nr_arena_str(&h->arena, e->path);
        return h;
    }
    struct nr_member *m = &h->member;
    *m = *member;
    struct nr_str *views[] = {&m->bytes,    &m->preamble,     &m->source,        &m->name,
                              &m->id,       &m->url,          &m->added,         &m->mime,
                              &m->language, &m->block_digest, &m->payload_digest};
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        h->weight += views[i]->len;
        *views[i] = nr_arena_str(&h->arena, *views[i]);
    }
    m->keeper = &h->keeper;
    h->path = nr_mets_path(&h->arena, nr_input_unpacked(m->source));
    return h;
}

static void append(struct nr_issues *s, struct held *h)
{
    if (s->head > COMPACT && s->head > s->count / 2) {
        memmove(s->list, s->list + s->head, (s->count - s->head) * sizeof *s->list);
        s->count -= s->head;
        s->head = 0;
    }
    s->list = nr_grow_array(s->list, &s->room, s->count + 1, sizeof *s->list);
    s->list[s->count++] = h;
}

/* ---- Folders ---- */

static struct nr_str folder_of(struct nr_str path)
{
    return nr_str_sub(path, 0, nr_mets_folder(path));
}

/* The folder around a folder; an archive has none. */
static struct nr_str around(struct nr_str folder)
{
    if (nr_str_ends(folder, nr_str_of("!/")) || !folder.len)
        return folder;
    return folder_of(nr_str_sub(folder, 0, folder.len - 1));
}

static bool is_home(const struct held *h, struct nr_str path)
{
    return nr_str_starts(path, nr_str_sub(h->path, 0, h->home));
}

static void set(struct nr_buf *b, struct nr_str s)
{
    b->len = 0;
    nr_buf_add_str(b, s);
}

/* Something has come from another folder: who waits for files of the one that was left, waits no
 * longer. */
static void leave(struct nr_issues *s, struct nr_str path)
{
    struct nr_str folder = folder_of(path);
    if (nr_str_eq(folder, nr_buf_str(&s->folder)))
        return;
    set(&s->folder, folder);
    for (size_t i = s->head; i < s->count; i++)
        if (s->list[i] && s->list[i]->state != FREE && !is_home(s->list[i], path))
            s->list[i]->state = FREE;
    if (!nr_str_starts(path, around(nr_buf_str(&s->passed))))
        s->passed.len = 0;
}

/* ---- METS files ---- */

static int by_path(const void *a, const void *b)
{
    return nr_mets_compare(((const struct target *)a)->path, ((const struct target *)b)->path);
}

static bool is_xml(struct nr_str path)
{
    struct nr_str suffix = nr_str_suffix(nr_input_unpacked(path));
    return nr_str_eq_fold(suffix, nr_str_of(".xml")) || nr_str_eq_fold(suffix, nr_str_of(".alto"));
}

static void add_targets(struct held *h, const struct nr_mets_files *files)
{
    size_t n = 0;
    h->targets = nr_arena_zero(&h->arena, files->count, sizeof *h->targets);
    for (size_t i = 0; i < files->count; i++)
        h->targets[i].path = nr_input_unpacked(files->targets[i]);
    if (files->count)
        qsort(h->targets, files->count, sizeof *h->targets, by_path);
    for (size_t i = 0; i < files->count; i++) {
        struct target t = h->targets[i];
        if (n && nr_mets_compare(h->targets[n - 1].path, t.path) == 0)
            continue;
        t.awaited = is_xml(t.path) && nr_mets_compare(t.path, h->path) != 0;
        h->awaited += t.awaited;
        h->targets[n++] = t;
    }
    h->target_count = n;
}

/* Of UTF-16 tags cannot be seen as they are. */
static bool look(struct held *h)
{
    struct nr_charset_scratch scratch = {0};
    struct nr_decoded decoded = {.text = h->member.bytes};
    struct nr_mets_files files;
    if (nr_sniff_width(nr_str_sub(h->member.bytes, 0, NR_SNIFF_HEAD)).unit > 1)
        nr_charset_decode(&scratch, h->member.bytes, nr_str(NULL, 0), true, &decoded);
    nr_mets_look(&files, &h->arena, h->path, decoded.text);
    nr_charset_scratch_free(&scratch);
    add_targets(h, &files);
    return files.areas;
}

/* The innermost folder that the METS file and all its pages lie in. */
static void find_home(struct held *h)
{
    struct nr_str home = folder_of(h->path);
    for (size_t i = 0; i < h->target_count; i++) {
        const struct target *t = &h->targets[i];
        if (!t->awaited || nr_str_starts(t->path, nr_str_of("*/")))
            continue;
        while (nr_mets_compare(nr_str_sub(t->path, 0, home.len), home) != 0 &&
               around(home).len < home.len)
            home = around(home);
    }
    h->home = home.len;
}

static struct target *find_target(const struct held *mets, struct nr_str path)
{
    const struct target key = {.path = path};
    return mets->target_count
               ? bsearch(&key, mets->targets, mets->target_count, sizeof key, by_path)
               : NULL;
}

/* The page's place among what a METS file names, if it has not come already. */
static struct target *match(const struct held *mets, const struct held *page)
{
    struct target *t = find_target(mets, page->path);
    if (!t && is_home(mets, page->path)) {
        struct nr_buf last = {0};
        nr_buf_add_cstr(&last, "*/");
        nr_buf_add_str(&last, nr_str_sub(page->path, nr_mets_folder(page->path), page->path.len));
        t = find_target(mets, nr_buf_str(&last));
        nr_buf_free(&last);
    }
    return t && !t->taken ? t : NULL;
}

static void attach(struct held *mets, struct held *page, struct target *t)
{
    t->taken = true;
    mets->awaited -= t->awaited;
    mets->pages =
        nr_grow_array(mets->pages, &mets->page_room, mets->page_count + 1, sizeof *mets->pages);
    mets->pages[mets->page_count++] = page;
}

/* Pages of that folder have come alone. */
static bool has_passed(const struct nr_issues *s, const struct held *mets)
{
    struct nr_str passed = nr_buf_str(&s->passed);
    for (size_t i = 0; i < mets->target_count && passed.len; i++)
        if (mets->targets[i].awaited &&
            nr_mets_compare(folder_of(mets->targets[i].path), passed) == 0)
            return true;
    return false;
}

/* The pages in the queue that a METS file names are those of its issue, or if it has no articles,
 * wait no longer. Returns where the issue stands. */
static size_t take_pages(struct nr_issues *s, struct held *mets, bool articles)
{
    size_t first = s->count;
    for (size_t i = s->head; i < s->count; i++) {
        struct held *page = s->list[i];
        struct target *t = page && page->state == PAGE ? match(mets, page) : NULL;
        if (t && articles) {
            attach(mets, page, t);
            s->list[i] = NULL;
            first = first < i ? first : i;
        } else if (t) {
            page->state = FREE;
        }
    }
    return first;
}

/* A METS file has come: pages in its folder may be for another beside it, but for none outside. */
static void narrow(struct nr_issues *s, const struct held *mets)
{
    set(&s->home, nr_str_sub(mets->path, 0, mets->home));
    for (size_t i = s->head; i < s->count; i++) {
        struct held *page = s->list[i];
        if (!page || page->state != PAGE)
            continue;
        if (!is_home(mets, page->path))
            page->state = FREE;
        else if (page->home < mets->home)
            page->home = mets->home;
    }
}

static void add_mets(struct nr_issues *s, struct held *h)
{
    bool articles = look(h);
    find_home(h);
    bool over = articles && has_passed(s, h);
    size_t place = take_pages(s, h, articles && !over);
    if (over)
        h->member.state = NR_METS_OVER;
    if (over)
        s->passed.len = 0;
    if (articles)
        narrow(s, h);
    if (articles && !over && h->awaited)
        h->state = METS;
    if (place < s->count)
        s->list[place] = h;
    else
        append(s, h);
}

static void add_page(struct nr_issues *s, struct held *h)
{
    struct nr_str folder = folder_of(h->path), home = nr_buf_str(&s->home);
    for (size_t i = s->head; i < s->count; i++) {
        struct held *mets = s->list[i];
        struct target *t = mets && mets->state == METS ? match(mets, h) : NULL;
        if (!t)
            continue;
        attach(mets, h, t);
        mets->state = mets->awaited ? METS : FREE;
        return;
    }
    h->state = s->passed.len && nr_str_eq(folder, nr_buf_str(&s->passed)) ? FREE : PAGE;
    h->home = home.len && nr_str_starts(h->path, home) ? home.len : around(folder).len;
    append(s, h);
}

/* ---- The queue ---- */

bool nr_issues_wants(const struct nr_issues *s, enum nr_status status,
                     const struct nr_member *member)
{
    bool page = status == NR_OK && member->kind == NR_MEMBER_FILE && member->format &&
                (member->format == s->alto || member->format == s->mets);
    return page || s->held;
}

void nr_issues_add(struct nr_issues *s, enum nr_status status, const struct nr_member *member,
                   const struct nr_error *e)
{
    if (status == NR_END) {
        for (size_t i = s->head; i < s->count; i++)
            if (s->list[i])
                s->list[i]->state = FREE;
        return;
    }
    struct held *h = copy(status, member, e);
    h->number = s->added++;
    s->weight += h->weight;
    s->held++;
    bool mets = status == NR_OK && h->member.format == s->mets;
    if (mets) /* before what it is outside of waits no longer */
        add_mets(s, h);
    if (status == NR_OK)
        leave(s, h->path);
    if (status == NR_OK && h->member.format == s->alto)
        add_page(s, h);
    else if (!mets)
        append(s, h);
}

static int by_number(const void *a, const void *b)
{
    const struct held *x = *(struct held *const *)a, *y = *(struct held *const *)b;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* An issue that is too large comes apart: all stand where they would if it had never been one. */
static void split(struct nr_issues *s, struct held *mets)
{
    size_t n = 0, most = s->count - s->head + mets->page_count;
    struct held **list = nr_alloc_zero(most, sizeof *list);
    for (size_t i = s->head; i < s->count; i++)
        if (s->list[i])
            list[n++] = s->list[i];
    for (size_t i = 0; i < mets->page_count; i++) {
        mets->pages[i]->state = FREE;
        list[n++] = mets->pages[i];
    }
    qsort(list, n, sizeof *list, by_number);
    free(s->list);
    s->list = list;
    s->head = 0;
    s->count = n;
    s->room = most;
    mets->page_count = 0;
    mets->member.state = NR_METS_OVER;
    mets->state = FREE;
}

static void give_up(struct nr_issues *s, struct held *front)
{
    if (front->state == METS) {
        split(s, front);
        return;
    }
    set(&s->passed, folder_of(front->path));
    for (size_t i = s->head; i < s->count; i++) {
        struct held *h = s->list[i];
        if (h && h->state == PAGE && nr_str_eq(folder_of(h->path), nr_buf_str(&s->passed)))
            h->state = FREE;
    }
}

/* The first in the queue, or NULL. */
static struct held *front_of(struct nr_issues *s)
{
    while (s->head < s->count && !s->list[s->head])
        s->head++;
    if (s->head < s->count)
        return s->list[s->head];
    s->head = s->count = 0;
    return NULL;
}

static void take_front(struct nr_issues *s, struct held *h)
{
    s->head++;
    s->held -= 1 + h->page_count;
    s->weight -= h->weight;
    for (size_t i = 0; i < h->page_count; i++)
        s->weight -= h->pages[i]->weight;
    s->current = h;
}

/* An issue has no place of its own in a file. */
static void add_parts(struct held *h)
{
    struct nr_member *parts = nr_arena_zero(&h->arena, h->page_count, sizeof *parts);
    for (size_t i = 0; i < h->page_count; i++)
        parts[i] = h->pages[i]->member;
    h->member.parts = parts;
    h->member.part_count = h->page_count;
    h->member.placed = false;
    h->member.offset = h->member.length = 0;
}

static bool is_over(const struct nr_issues *s)
{
    return s->weight > s->limit || s->held > HELD_MOST;
}

bool nr_issues_next(struct nr_issues *s, enum nr_status *status, struct nr_member *member,
                    struct nr_error *e)
{
    struct held *h;
    if (s->current)
        nr_keeper_drop(&s->current->keeper);
    s->current = NULL;
    while ((h = front_of(s)) && h->state != FREE) {
        if (!is_over(s))
            return false;
        give_up(s, h);
    }
    if (!h)
        return false;
    take_front(s, h);
    if (h->page_count)
        add_parts(h);
    *status = h->status;
    if (h->status == NR_OK)
        *member = h->member;
    else
        *e = h->error;
    return true;
}

bool nr_issues_ready(const struct nr_issues *s)
{
    size_t i = s->head;
    while (i < s->count && !s->list[i])
        i++;
    return i < s->count && (s->list[i]->state == FREE || is_over(s));
}

void nr_issues_free(struct nr_issues *s)
{
    if (!s)
        return;
    if (s->current)
        nr_keeper_drop(&s->current->keeper);
    for (size_t i = s->head; i < s->count; i++)
        if (s->list[i])
            nr_keeper_drop(&s->list[i]->keeper);
    free(s->list);
    nr_buf_free(&s->folder);
    nr_buf_free(&s->home);
    nr_buf_free(&s->passed);
    free(s);
}
