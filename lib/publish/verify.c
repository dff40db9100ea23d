/* Comparing a data set with its manifest. Each file is read twice: once as bytes, for its SHA-256, and
 * once by the index of frames, each frame unpacked on its own. */
#include "dataset_manifest.h"
#include "newsreel/core/hash.h"
#include "newsreel/core/mem.h"
#include "newsreel/stream/seal.h"
#include "packer.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MANIFEST_MOST = 1 << 29, /* bytes; two million shards and texts take less */
    FRAME_MOST = 32 << 20, /* bytes of a frame's lines: as many as there may be, and a line more */
    CHUNK = 1 << 18,
};

struct verifying {
    const char *folder;
    struct nr_buf *findings;
    struct nr_buf path, chunk, lines;
    struct dataset_manifest manifest;
    uint64_t found;
};

#define LLU(n) ((unsigned long long)(n))

/* ---- Findings ---- */

/* A line "folder/name: what", without anything in it that could be taken for another line. */
static void add_finding(struct verifying *v, const char *name, const struct nr_error *what)
{
    struct nr_error e = *what;
    e.path = nr_str_of(dataset_path(&v->path, v->folder, name));
    v->found++;
    nr_error_describe(&e, v->findings);
    nr_buf_add_char(v->findings, '\n');
}

static void find(struct verifying *v, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void find(struct verifying *v, const char *name, const char *format, ...)
{
    struct nr_error e;
    char text[sizeof e.text];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    nr_error_set(&e, "%s", text);
    add_finding(v, name, &e);
}

static void find_system(struct verifying *v, const char *name, const char *what)
{
    struct nr_error e;
    nr_error_system(&e, what, errno);
    add_finding(v, name, &e);
}

/* True when both are the same. */
static bool compare(struct verifying *v, const char *name, const char *unit, uint64_t is,
                    uint64_t stated)
{
    if (is != stated)
        find(v, name, "%llu %s, the manifest says %llu", LLU(is), unit, LLU(stated));
    return is == stated;
}

/* ---- Files as bytes ---- */

static ssize_t read_chunk(int fd, char *data, size_t len)
{
    ssize_t n;
    do
        n = read(fd, data, len);
    while (n < 0 && errno == EINTR);
    return n;
}

/* A file for reading, and its size. A pipe would be waited for, and a device never end. */
static int open_file(struct verifying *v, const char *name, uint64_t *bytes)
{
    struct stat st;
    int fd = open(dataset_path(&v->path, v->folder, name), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &st) != 0)
        return fd;
    if (S_ISREG(st.st_mode)) {
        *bytes = (uint64_t)st.st_size;
        return fd;
    }
    close(fd);
    errno = S_ISDIR(st.st_mode) ? EISDIR : ENODEV;
    return -1;
}

static bool hash_file(struct verifying *v, int fd, char hex[SHA256_DIGITS + 1])
{
    struct nr_sha256 *sha256 = nr_sha256_new();
    ssize_t n;
    v->chunk.len = 0;
    while ((n = read_chunk(fd, nr_buf_reserve(&v->chunk, CHUNK), CHUNK)) > 0)
        nr_sha256_add(sha256, nr_str(v->chunk.data, (size_t)n));
    nr_sha256_result(sha256, hex);
    nr_sha256_free(sha256);
    return n == 0;
}

static void check_bytes(struct verifying *v, const char *name, const struct listed *stated)
{
    char hex[SHA256_DIGITS + 1];
    uint64_t bytes = 0;
    int fd = open_file(v, name, &bytes);
    if (fd < 0) {
        find_system(v, name, "cannot open");
        return;
    }
    if (compare(v, name, "bytes", bytes, stated->bytes)) {
        if (!hash_file(v, fd, hex))
            find_system(v, name, "cannot read");
        else if (strcmp(hex, stated->sha256) != 0)
            find(v, name, "its SHA-256 is not the one that the manifest says");
    }
    close(fd);
}

/* ---- Frames ---- */

enum { OFFSET, BYTES, RAW_OFFSET, RAW_BYTES, FIRST_RECORD, RECORDS, NUMBERS };

/* The file whose frames are read; what came so far. */
struct place {
    enum dataset_kind kind;
    uint64_t number;
    char name[DATASET_NAME];
    int fd;         /* -1: none is open */
    uint64_t bytes; /* of the file */
    struct listed so_far;
};

struct walk {
    struct place places[DATASET_KINDS];
    uint64_t line;
};

static bool read_row(struct nr_str row, struct nr_str *name, uint64_t numbers[NUMBERS])
{
    struct nr_str part;
    if (!nr_str_split(&row, '\t', name))
        return false;
    for (int i = 0; i < NUMBERS; i++) {
        unsigned long long n;
        if (!nr_str_split(&row, '\t', &part) || !nr_str_u64(part, &n))
            return false;
        numbers[i] = n;
    }
    return row.len == 0;
}

/* All of a file's frames have been seen. */
static void leave_place(struct verifying *v, struct place *p)
{
    if (p->fd < 0)
        return;
    close(p->fd);
    p->fd = -1;
    const struct listed *stated = &v->manifest.files[p->kind][p->number];
    compare(v, p->name, "bytes in frames", p->so_far.bytes, stated->bytes);
    compare(v, p->name, "bytes unpacked", p->so_far.raw_bytes, stated->raw_bytes);
    compare(v, p->name, "records", p->so_far.records, stated->records);
    p->number++;
}

/* The place of the file that a row names: where it is, or the next one, whose fd is -1 where it cannot
 * be opened. NULL where the row has no business. */
static struct place *find_place(struct verifying *v, struct walk *w, struct nr_str name)
{
    for (int i = 0; i < DATASET_KINDS; i++) {
        struct place *p = &w->places[i];
        if (p->fd >= 0 && nr_str_is(name, p->name))
            return p;
        uint64_t next = p->fd >= 0 ? p->number + 1 : p->number;
        char wanted[DATASET_NAME];
        dataset_name(wanted, p->kind, next, v->manifest.packing);
        if (next >= v->manifest.counts[i] || !nr_str_is(name, wanted))
            continue;
        leave_place(v, p);
        memcpy(p->name, wanted, sizeof wanted);
        p->so_far = (struct listed){0};
        p->fd = open_file(v, p->name, &p->bytes);
        return p;
    }
    return NULL;
}

static uint64_t count_lines(struct nr_str s)
{
    uint64_t n = 0;
    for (const char *at = s.data, *end = at + s.len;
         at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
        n++;
    return n;
}

/* False, with errno, or with 0 where the file ends before. */
static bool read_bytes(int fd, size_t len, struct nr_buf *out)
{
    out->len = 0;
    nr_buf_reserve(out, len + 1);
    while (out->len < len) {
        errno = 0;
        ssize_t n = read_chunk(fd, out->data + out->len, len - out->len);
        if (n <= 0)
            return false;
        out->len += (size_t)n;
    }
    return true;
}

/* NULL, or what is wrong with a frame. */
static const char *check_frame(struct verifying *v, struct place *p, const uint64_t row[NUMBERS])
{
    if (row[OFFSET] != p->so_far.bytes || row[RAW_OFFSET] != p->so_far.raw_bytes ||
        row[FIRST_RECORD] != p->so_far.records)
        return "a frame is not where the one before it ends";
    if (row[BYTES] > p->bytes - row[OFFSET])
        return "a frame is longer than its file";
    if (row[RAW_BYTES] > FRAME_MOST)
        return "a frame is larger than a frame may be";
    if (!read_bytes(p->fd, (size_t)row[BYTES], &v->chunk))
        return errno ? strerror(errno) : "the file has become shorter";
    v->lines.len = 0;
    if (!packer_unpack(v->manifest.packing, nr_buf_str(&v->chunk), (size_t)row[RAW_BYTES],
                       &v->lines))
        return "a frame cannot be unpacked to as many bytes as the index says";
    if (count_lines(nr_buf_str(&v->lines)) != row[RECORDS])
        return "a frame has other lines than the index says";
    p->so_far.bytes += row[BYTES];
    p->so_far.raw_bytes += row[RAW_BYTES];
    p->so_far.records += row[RECORDS];
    return NULL;
}

/* False when the walk cannot go on. */
static bool check_row(struct verifying *v, struct walk *w, struct nr_str line)
{
    struct nr_str name;
    uint64_t row[NUMBERS];
    const char *wrong = "is no index of these shards";
    struct place *p = NULL;
    if (++w->line == 1)
        return true;
    if (read_row(line, &name, row) && (p = find_place(v, w, name)) != NULL) {
        if (p->fd < 0)
            return false; /* which has been found already */
        wrong = check_frame(v, p, row);
    }
    if (wrong)
        find(v, p ? p->name : DATASET_FRAMES, "%s (line %llu of %s)", wrong, LLU(w->line),
             DATASET_FRAMES);
    return !wrong;
}

static void close_places(struct verifying *v, struct walk *w, bool whole)
{
    for (int i = 0; i < DATASET_KINDS; i++) {
        struct place *p = &w->places[i];
        if (whole) {
            leave_place(v, p);
            compare(v, DATASET_FRAMES, i == DATASET_PART ? "shards" : "files of texts", p->number,
                    v->manifest.counts[i]);
        } else if (p->fd >= 0) {
            close(p->fd);
        }
    }
}

static void check_frames(struct verifying *v)
{
    struct nr_buf index = {0};
    struct walk w = {
        .places = {{.kind = DATASET_PART, .fd = -1}, {.kind = DATASET_TEXT, .fd = -1}}};
    uint64_t bytes = 0;
    int fd = open_file(v, DATASET_FRAMES, &bytes);
    bool whole =
        fd >= 0 && bytes == v->manifest.frames.bytes && read_bytes(fd, (size_t)bytes, &index);
    if (fd >= 0)
        close(fd);
    if (whole) { /* if not, it has been found already */
        struct nr_str rest = nr_buf_str(&index), line;
        while (whole && rest.len && nr_str_split(&rest, '\n', &line))
            whole = check_row(v, &w, line);
        close_places(v, &w, whole);
    }
    nr_buf_free(&index);
}

/* ---- The whole ---- */

static void check_sums(struct verifying *v)
{
    struct dataset_manifest *m = &v->manifest;
    struct listed sums = {0};
    for (int kind = 0; kind < DATASET_KINDS; kind++)
        for (size_t i = 0; i < m->counts[kind]; i++) {
            sums.bytes += m->files[kind][i].bytes;
            sums.raw_bytes += m->files[kind][i].raw_bytes;
            sums.records += kind == DATASET_PART ? m->files[kind][i].records : 0;
        }
    compare(v, DATASET_MANIFEST, "bytes in all files", sums.bytes, m->sums.bytes);
    compare(v, DATASET_MANIFEST, "raw bytes in all files", sums.raw_bytes, m->sums.raw_bytes);
    compare(v, DATASET_MANIFEST, "records in all shards", sums.records, m->sums.records);
    if (!m->text_apart)
        return;
    compare(v, DATASET_MANIFEST, "files of texts", m->counts[DATASET_TEXT],
            m->counts[DATASET_PART]);
    for (size_t i = 0; i < m->counts[DATASET_TEXT] && i < m->counts[DATASET_PART]; i++) {
        char name[DATASET_NAME];
        dataset_name(name, DATASET_TEXT, i, m->packing);
        compare(v, name, "texts for its records", m->files[DATASET_TEXT][i].records,
                m->files[DATASET_PART][i].records);
    }
}

/* Adds, and stays at the largest number where there is no larger one. */
static uint64_t sum(uint64_t a, uint64_t b)
{
    return b > UINT64_MAX - a ? UINT64_MAX : a + b;
}

static void check_conservation(struct verifying *v, const struct nr_stage *s)
{
    uint64_t all = sum(s->passed, s->rejected);
    for (size_t i = 0; i < s->dropped.count; i++)
        all = sum(all, s->dropped.counts[i].count);
    if (all != s->in)
        find(v, DATASET_MANIFEST,
             "%.*s has read %llu records, and passed, dropped and rejected %llu",
             s->program.len < 40 ? (int)s->program.len : 40, s->program.data, LLU(s->in), LLU(all));
}

/* That each program has read what those before it wrote was proven by the seals, when they were read. */
static void check_stages(struct verifying *v)
{
    struct nr_stages stages = {0};
    struct nr_error e;
    if (nr_stages_read(&stages, v->manifest.stages, &e) != NR_OK)
        find(v, DATASET_MANIFEST, "%s", e.text);
    for (size_t i = 0; i < stages.count; i++)
        check_conservation(v, &stages.stages[i]);
    if (stages.count)
        compare(v, DATASET_MANIFEST, "records out of the last stage",
                stages.stages[stages.count - 1].out, v->manifest.sums.records);
    else
        find(v, DATASET_MANIFEST, "has no stages");
    nr_stages_free(&stages);
}

static void check_names(struct verifying *v, enum dataset_kind kind)
{
    char name[DATASET_NAME];
    for (size_t i = 0; i < v->manifest.counts[kind]; i++) {
        dataset_name(name, kind, i, v->manifest.packing);
        check_bytes(v, name, &v->manifest.files[kind][i]);
    }
}

static bool is_listed(const struct verifying *v, struct nr_str name)
{
    char wanted[DATASET_NAME];
    unsigned long long number;
    if (nr_str_is(name, DATASET_FRAMES))
        return true;
    size_t dash = nr_str_find_char(name, '-'), dot = nr_str_find_char(name, '.');
    if (!nr_str_u64(nr_str_sub(name, dash + 1, dot), &number))
        return false;
    for (int i = 0; i < DATASET_KINDS; i++) {
        dataset_name(wanted, (enum dataset_kind)i, number, v->manifest.packing);
        if (number < v->manifest.counts[i] && nr_str_is(name, wanted))
            return true;
    }
    return false;
}

/* A run that is to replace the set, or was and did not end, has files under temporary names beside it. */
static enum nr_status check_stray(void *verifying, const char *name, enum dataset_role role,
                                  struct nr_error *e)
{
    struct verifying *v = verifying;
    (void)e;
    if (role == DATASET_FILE && !is_listed(v, nr_str_of(name)))
        find(v, name, "is not in the manifest");
    return NR_OK;
}

static void check_strays(struct verifying *v)
{
    struct nr_error e;
    if (dataset_each(v->folder, check_stray, v, &e) != NR_OK)
        add_finding(v, "", &e);
}

static void check_all(struct verifying *v)
{
    check_names(v, DATASET_PART);
    check_names(v, DATASET_TEXT);
    check_bytes(v, DATASET_FRAMES, &v->manifest.frames);
    check_frames(v);
    check_strays(v);
    check_sums(v);
    check_stages(v);
}

static enum nr_status read_manifest(struct verifying *v, struct nr_buf *text, struct nr_error *e)
{
    uint64_t bytes = 0;
    int fd = open_file(v, DATASET_MANIFEST, &bytes);
    enum nr_status status = NR_FAIL;
    if (fd < 0 && errno == ENOENT)
        nr_error_set(e, "is not complete: it has no %s", DATASET_MANIFEST);
    else if (fd < 0)
        nr_error_system(e, "cannot open its " DATASET_MANIFEST, errno);
    else if (bytes > MANIFEST_MOST)
        nr_error_set(e, "its %s is too large for one", DATASET_MANIFEST);
    else if (!read_bytes(fd, (size_t)bytes, text))
        nr_error_system(e, "cannot read its " DATASET_MANIFEST, errno);
    else
        status = NR_OK;
    if (fd >= 0)
        close(fd);
    return status;
}

static void summarise(const struct verifying *v, struct nr_buf *out)
{
    const struct dataset_manifest *m = &v->manifest;
    struct nr_error e;
    nr_error_set(&e, "%llu records in %zu %s, %llu bytes: as the manifest says",
                 LLU(m->sums.records), m->counts[DATASET_PART],
                 m->counts[DATASET_PART] == 1 ? "shard" : "shards", LLU(m->sums.bytes));
    e.path = nr_str_of(v->folder);
    nr_error_describe(&e, out);
    nr_buf_add_char(out, '\n');
}

enum nr_status nr_shards_verify(const char *folder, struct nr_buf *summary, struct nr_buf *findings,
                                struct nr_error *e)
{
    struct verifying v = {.folder = folder, .findings = findings};
    struct nr_buf text = {0};
    enum nr_status status = read_manifest(&v, &text, e);
    if (status == NR_OK && dataset_manifest_read(&v.manifest, nr_buf_str(&text), e) != NR_OK)
        status = NR_FAIL;
    if (status == NR_OK) {
        check_all(&v);
        status = v.found ? NR_BAD : NR_OK;
        if (status == NR_OK)
            summarise(&v, summary);
    }
    e->path = nr_str_of(folder);
    dataset_manifest_free(&v.manifest);
    nr_buf_free(&v.path);
    nr_buf_free(&v.chunk);
    nr_buf_free(&v.lines);
    nr_buf_free(&text);
    return status;
}
