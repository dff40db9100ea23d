/* Comparing data sets with their manifests. The shards of all of them go round in a ring: the
 * reader cuts the index of frames into the rows of each shard, the workers read shards, and
 * findings are added up in the order of the folders and their shards. */
#include "newsreel/core/mem.h"
#include "newsreel/stream/ring.h"
#include "newsreel/stream/seal.h"
#include "verify_shard.h"
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    MANIFEST_MOST = 1 << 29, /* bytes; two million shards and texts take less */
    INDEX_MOST = 1 << 30,    /* bytes; ten million frames take less */
};

#define LLU(n) ((unsigned long long)(n))

/* A folder, from when its manifest is read until its last unit is drained. */
struct set {
    const char *folder;
    struct nr_buf manifest_text, index;
    struct dataset_manifest manifest;
    enum nr_status status; /* NR_BAD: the manifest is damaged; NR_FAIL: it could not be read */
    struct nr_error why;
    /* The reader's. */
    uint64_t next, shards; /* that is handed out; that there are */
    struct nr_str rest;    /* of the index */
    uint64_t line;         /* the number of its first line */
    bool indexed;          /* the rows are as they should be, so far */
    /* The drain's. */
    uint64_t found;
};

/* A shard, or behind them all what is to be said of the whole. */
struct unit {
    struct set *set;
    bool last;
    struct shard_rows shard;
    struct findings findings;
};

struct verifying {
    const char *const *folders;
    size_t count, next;
    struct set *set; /* the reader's: the one that is handed out, or NULL */
    struct verifier *verifiers;
    struct nr_buf *summaries, *findings;
    enum nr_status status;
};

/* ---- The reader: manifest and index ---- */

static enum nr_status too_large(struct nr_error *e)
{
    nr_error_set(e, "is too large for a manifest");
    return NR_BAD;
}

/* A manifest that is there and says nothing that can be gone by is a finding like others. */
static enum nr_status read_manifest(struct set *s, struct findings *f)
{
    uint64_t bytes = 0;
    int fd = verify_open(f, DATASET_MANIFEST, &bytes);
    enum nr_status status = NR_FAIL;
    if (fd < 0 && errno == ENOENT)
        nr_error_set(&s->why, "is not complete: it has no %s", DATASET_MANIFEST);
    else if (fd < 0)
        nr_error_system(&s->why, "cannot open its " DATASET_MANIFEST, errno);
    else if (bytes <= MANIFEST_MOST && !verify_read(fd, (size_t)bytes, &s->manifest_text))
        nr_error_system(&s->why, "cannot read its " DATASET_MANIFEST, errno);
    else if (bytes <= MANIFEST_MOST)
        status = dataset_manifest_read(&s->manifest, nr_buf_str(&s->manifest_text), &s->why);
    else
        status = too_large(&s->why);
    if (fd >= 0)
        close(fd);
    s->why.path = nr_str_of(s->folder);
    if (status == NR_BAD)
        findings_add_error(f, DATASET_MANIFEST, &s->why);
    return status;
}

/* True when the index is there, of the size that the manifest states. */
static bool read_index(struct set *s, struct findings *f)
{
    char hex[SHA256_DIGITS + 1];
    uint64_t bytes = 0;
    int fd = verify_open(f, DATASET_FRAMES, &bytes);
    bool whole = false;
    if (fd < 0)
        findings_add_system(f, DATASET_FRAMES, "cannot open");
    else if (bytes > INDEX_MOST)
        findings_add(f, DATASET_FRAMES, "is too large for an index");
    else if (findings_compare(f, DATASET_FRAMES, "bytes", bytes, s->manifest.frames.bytes) &&
             !(whole = verify_read(fd, (size_t)bytes, &s->index)))
        findings_add_system(f, DATASET_FRAMES, "cannot read");
    if (fd >= 0)
        close(fd);
    if (whole) {
        nr_sha256_hex(nr_buf_str(&s->index), hex);
        if (strcmp(hex, s->manifest.frames.sha256) != 0)
            findings_add(f, DATASET_FRAMES, "its SHA-256 is not the one that the manifest says");
    }
    return whole;
}

static void open_set(struct verifying *v, struct findings *f)
{
    struct set *s = v->set = nr_alloc_zero(1, sizeof *s);
    struct nr_str names;
    s->folder = f->folder = v->folders[v->next++];
    s->status = read_manifest(s, f);
    if (s->status != NR_OK)
        return;
    s->shards = s->manifest.counts[DATASET_PART];
    if (s->shards < s->manifest.counts[DATASET_TEXT])
        s->shards = s->manifest.counts[DATASET_TEXT];
    s->indexed = read_index(s, f);
    s->rest = nr_buf_str(&s->index);
    s->line = 2;
    nr_str_split(&s->rest, '\n', &names); /* of the columns */
}

static void free_set(struct set *s)
{
    dataset_manifest_free(&s->manifest);
    nr_buf_free(&s->manifest_text);
    nr_buf_free(&s->index);
    free(s);
}

static bool is_of_shard(const struct set *s, struct nr_str file, uint64_t number)
{
    char name[DATASET_NAME];
    for (int i = 0; i < DATASET_KINDS; i++) {
        dataset_name(name, (enum dataset_kind)i, number, s->manifest.packing);
        if (number < s->manifest.counts[i] && nr_str_is(file, name))
            return true;
    }
    return false;
}

static void find_no_index(const struct set *s, struct findings *f)
{
    findings_add(f, DATASET_FRAMES, "is no index of these shards (line %llu)", LLU(s->line));
}

/* The rows that name a file of the shard stand together, and each shard has some. */
static struct shard_rows take_rows(struct set *s, struct findings *f)
{
    struct shard_rows shard = {.number = s->next++, .line = s->line};
    struct nr_str from = s->rest;
    while (s->indexed && s->rest.len) {
        struct nr_str rest = s->rest, row, file = {0};
        nr_str_split(&rest, '\n', &row);
        nr_str_split(&row, '\t', &file);
        if (!is_of_shard(s, file, shard.number))
            break;
        s->rest = rest;
        s->line++;
    }
    shard.rows = nr_str_sub(from, 0, from.len - s->rest.len);
    shard.indexed = s->indexed && shard.rows.len;
    if (s->indexed && !shard.indexed)
        find_no_index(s, f);
    s->indexed = shard.indexed;
    return shard;
}

static enum nr_status fill(void *verifying, struct nr_ring *ring, void *slot)
{
    struct verifying *v = verifying;
    struct unit *u = slot;
    (void)ring;
    if (!v->set && v->next == v->count)
        return NR_END;
    if (!v->set)
        open_set(v, &u->findings);
    struct set *s = u->set = v->set;
    u->findings.folder = s->folder;
    u->last = s->next == s->shards;
    if (!u->last) {
        u->shard = take_rows(s, &u->findings);
        return NR_OK;
    }
    if (s->indexed && s->rest.len)
        find_no_index(s, &u->findings);
    v->set = NULL;
    return NR_OK;
}

static size_t weight(const void *slot)
{
    (void)slot;
    return 0; /* the views are of the set */
}

/* ---- The workers: shards, and the whole ---- */

static void check_sums(const struct dataset_manifest *m, struct findings *f)
{
    struct listed sums = {0};
    for (int kind = 0; kind < DATASET_KINDS; kind++)
        for (size_t i = 0; i < m->counts[kind]; i++) {
            sums.bytes += m->files[kind][i].bytes;
            sums.raw_bytes += m->files[kind][i].raw_bytes;
            sums.records += kind == DATASET_PART ? m->files[kind][i].records : 0;
        }
    findings_compare(f, DATASET_MANIFEST, "bytes in all files", sums.bytes, m->sums.bytes);
    findings_compare(f, DATASET_MANIFEST, "raw bytes in all files", sums.raw_bytes,
                     m->sums.raw_bytes);
    findings_compare(f, DATASET_MANIFEST, "records in all shards", sums.records, m->sums.records);
    if (!m->text_apart)
        return;
    findings_compare(f, DATASET_MANIFEST, "files of texts", m->counts[DATASET_TEXT],
                     m->counts[DATASET_PART]);
    for (size_t i = 0; i < m->counts[DATASET_TEXT] && i < m->counts[DATASET_PART]; i++) {
        char name[DATASET_NAME];
        dataset_name(name, DATASET_TEXT, i, m->packing);
        findings_compare(f, name, "texts for its records", m->files[DATASET_TEXT][i].records,
                         m->files[DATASET_PART][i].records);
    }
}

/* Adds, and stays at the largest number where there is no larger one. */
static uint64_t sum(uint64_t a, uint64_t b)
{
    return b > UINT64_MAX - a ? UINT64_MAX : a + b;
}

static void check_conservation(const struct nr_stage *s, struct findings *f)
{
    uint64_t all = sum(s->passed, s->rejected);
    for (size_t i = 0; i < s->dropped.count; i++)
        all = sum(all, s->dropped.counts[i].count);
    if (all != s->in)
        findings_add(f, DATASET_MANIFEST,
                     "%.*s has read %llu records, and passed, dropped and rejected %llu",
                     s->program.len < 40 ? (int)s->program.len : 40, s->program.data, LLU(s->in),
                     LLU(all));
}

/* That each program has read what those before it wrote was proven by the seals, when they were
 * read. */
static void check_stages(const struct dataset_manifest *m, struct findings *f)
{
    struct nr_stages stages = {0};
    struct nr_error e;
    if (nr_stages_read(&stages, m->stages, &e) != NR_OK)
        findings_add_error(f, DATASET_MANIFEST, &e);
    for (size_t i = 0; i < stages.count; i++)
        check_conservation(&stages.stages[i], f);
    if (stages.count)
        findings_compare(f, DATASET_MANIFEST, "records out of the last stage",
                         stages.stages[stages.count - 1].out, m->sums.records);
    else
        findings_add(f, DATASET_MANIFEST, "has no stages");
    nr_stages_free(&stages);
}

static bool is_listed(const struct set *s, struct nr_str name)
{
    unsigned long long number;
    size_t dash = nr_str_find_char(name, '-'), dot = nr_str_find_char(name, '.');
    return nr_str_is(name, DATASET_FRAMES) ||
           (nr_str_u64(nr_str_sub(name, dash + 1, dot), &number) && is_of_shard(s, name, number));
}

/* A run that is to replace the set, or was and did not end, has files under temporary names beside
 * it. */
static enum nr_status check_stray(void *unit, const char *name, enum dataset_role role,
                                  struct nr_error *e)
{
    struct unit *u = unit;
    (void)e;
    if (role == DATASET_FILE && !is_listed(u->set, nr_str_of(name)))
        findings_add(&u->findings, name, "is not in the manifest");
    return NR_OK;
}

static void check_whole(struct unit *u)
{
    struct nr_error e;
    if (dataset_each(u->set->folder, check_stray, u, &e) != NR_OK)
        findings_add_error(&u->findings, "", &e);
    check_sums(&u->set->manifest, &u->findings);
    check_stages(&u->set->manifest, &u->findings);
}

static void work(void *verifying, unsigned worker, void *slot)
{
    struct verifying *v = verifying;
    struct unit *u = slot;
    if (!u->last)
        verify_shard(&v->verifiers[worker], &u->set->manifest, &u->shard, &u->findings);
    else if (u->set->status == NR_OK)
        check_whole(u);
}

/* ---- Adding up ---- */

static void add_line(struct nr_buf *out, const struct nr_error *e)
{
    nr_error_describe(e, out);
    nr_buf_add_char(out, '\n');
}

static void summarise(const struct set *s, struct nr_buf *out)
{
    const struct dataset_manifest *m = &s->manifest;
    struct nr_error e;
    nr_error_set(&e, "%llu records in %zu %s, %llu bytes: as the manifest says",
                 LLU(m->sums.records), m->counts[DATASET_PART],
                 m->counts[DATASET_PART] == 1 ? "shard" : "shards", LLU(m->sums.bytes));
    e.path = nr_str_of(s->folder);
    add_line(out, &e);
}

static void end_set(struct verifying *v, struct set *s)
{
    if (s->status == NR_FAIL) {
        add_line(v->findings, &s->why);
        v->status = NR_FAIL;
    } else if (s->found) {
        v->status = v->status == NR_OK ? NR_BAD : v->status;
    } else {
        summarise(s, v->summaries);
    }
    free_set(s);
}

static enum nr_status drain(void *verifying, void *slot)
{
    struct verifying *v = verifying;
    struct unit *u = slot;
    u->set->found += u->findings.count;
    nr_buf_add_str(v->findings, nr_buf_str(&u->findings.lines));
    u->findings.lines.len = 0;
    u->findings.count = 0;
    if (u->last)
        end_set(v, u->set);
    return NR_OK;
}

enum nr_status nr_shards_verify(const char *const *folders, size_t count, unsigned jobs,
                                struct nr_buf *summaries, struct nr_buf *findings)
{
    static const struct nr_ring_calls calls = {fill, work, drain, weight, NULL};
    struct verifying v = {.folders = folders,
                          .count = count,
                          .summaries = summaries,
                          .findings = findings,
                          .status = NR_OK,
                          .verifiers = nr_alloc_zero(jobs, sizeof *v.verifiers)};
    struct nr_ring_options o = {.jobs = jobs, .slot_count = jobs == 1 ? 1 : 2 * (size_t)jobs + 2};
    struct unit *units = nr_alloc_zero(o.slot_count, sizeof *units);
    void **slots = nr_alloc_zero(o.slot_count, sizeof *slots);
    for (size_t i = 0; i < o.slot_count; i++)
        slots[i] = &units[i];
    o.slots = slots;
    nr_ring_run(&calls, &v, &o);
    for (size_t i = 0; i < o.slot_count; i++)
        findings_free(&units[i].findings);
    for (unsigned i = 0; i < jobs; i++)
        verifier_free(&v.verifiers[i]);
    free(v.verifiers);
    free(units);
    free(slots);
    return v.status;
}
