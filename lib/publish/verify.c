/* Comparing a data set with its manifest. Each file is read twice: once as bytes, for its SHA-256, and
 * once by the index of frames, each frame unpacked on its own. */
#include "dataset_manifest.h"
#include "newsreel/core/hash.h"
#include "newsreel/core/mem.h"
#include "newsreel/source/input.h"
#include "newsreel/stream/seal.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    MANIFEST_MOST = 1 << 28, /* bytes; a million shards take less */
    FRAME_MOST = 1 << 28,    /* bytes of a frame, packed */
    CHUNK = 1 << 18,
};

struct verifying {
    const char *folder;
    struct nr_buf *findings;
    struct nr_buf path, chunk;
    struct dataset_manifest manifest;
    uint64_t found;
};

#define LLU(n) ((unsigned long long)(n))

/* ---- Findings ---- */

static void begin_finding(struct verifying *v, const char *name)
{
    v->found++;
    nr_buf_add_cstr(v->findings, dataset_path(&v->path, v->folder, name));
    nr_buf_add_cstr(v->findings, ": ");
}

static void find(struct verifying *v, const char *name, const char *what)
{
    begin_finding(v, name);
    nr_buf_addf(v->findings, "%s\n", what);
}

static void find_system(struct verifying *v, const char *name, const char *what)
{
    struct nr_error e;
    nr_error_system(&e, what, errno);
    find(v, name, e.text);
}

/* True when both are the same. */
static bool compare(struct verifying *v, const char *name, const char *unit, uint64_t is,
                    uint64_t stated)
{
    if (is == stated)
        return true;
    begin_finding(v, name);
    nr_buf_addf(v->findings, "%llu %s, the manifest says %llu\n", LLU(is), unit, LLU(stated));
    return false;
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

static void check_bytes(struct verifying *v, const char *name, const struct listed *stated)
{
    char hex[SHA256_DIGITS + 1];
    uint64_t bytes = 0;
    ssize_t n;
    int fd = open(dataset_path(&v->path, v->folder, name), O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        find_system(v, name, "cannot open");
        return;
    }
    struct nr_sha256 *sha256 = nr_sha256_new();
    v->chunk.len = 0;
    while ((n = read_chunk(fd, nr_buf_reserve(&v->chunk, CHUNK), CHUNK)) > 0) {
        nr_sha256_add(sha256, nr_str(v->chunk.data, (size_t)n));
        bytes += (uint64_t)n;
    }
    nr_sha256_result(sha256, hex);
    nr_sha256_free(sha256);
    if (n < 0)
        find_system(v, name, "cannot read");
    else if (compare(v, name, "bytes", bytes, stated->bytes) && strcmp(hex, stated->sha256) != 0)
        find(v, name, "its SHA-256 is not the one that the manifest says");
    close(fd);
}

/* ---- Frames ---- */

enum { OFFSET, BYTES, RAW_OFFSET, RAW_BYTES, FIRST_RECORD, RECORDS, NUMBERS };

/* The file whose frames are read; what came so far. */
struct place {
    enum dataset_kind kind;
    uint64_t number;
    char name[DATASET_NAME];
    int fd; /* -1: none is open */
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
        p->fd = open(dataset_path(&v->path, v->folder, p->name), O_RDONLY | O_CLOEXEC);
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

/* What is in a frame. NR_BAD with the reason when it does not unpack. */
static enum nr_status unpack(struct nr_str frame, enum nr_packing packing, struct listed *found,
                             struct nr_error *e)
{
    struct nr_input *in;
    struct nr_str view;
    struct nr_input_options o = {.stop_fd = -1};
    if (packing == NR_PACKING_PLAIN) {
        *found = (struct listed){.raw_bytes = frame.len, .records = count_lines(frame)};
        return NR_OK;
    }
    enum nr_status status = nr_input_open_memory(&in, frame, &o, e);
    if (status != NR_OK)
        return NR_BAD;
    while ((status = nr_input_peek(in, 1, &view, e)) == NR_OK) {
        found->raw_bytes += view.len;
        found->records += count_lines(view);
        nr_input_skip(in, view.len);
    }
    nr_input_close(in);
    return status == NR_END ? NR_OK : NR_BAD;
}

static bool read_frame(struct verifying *v, int fd, size_t len)
{
    v->chunk.len = 0;
    for (char *data = nr_buf_reserve(&v->chunk, len); v->chunk.len < len;) {
        ssize_t n = read_chunk(fd, data + v->chunk.len, len - v->chunk.len);
        if (n <= 0)
            return false;
        v->chunk.len += (size_t)n;
    }
    return true;
}

/* NULL, or what is wrong with a frame. */
static const char *check_frame(struct verifying *v, struct place *p, const uint64_t row[NUMBERS],
                               struct nr_error *e)
{
    struct listed found = {0};
    if (row[OFFSET] != p->so_far.bytes || row[RAW_OFFSET] != p->so_far.raw_bytes ||
        row[FIRST_RECORD] != p->so_far.records)
        return "a frame is not where the one before it ends";
    if (row[BYTES] > FRAME_MOST || !read_frame(v, p->fd, (size_t)row[BYTES]))
        return "a frame is longer than its file";
    if (unpack(nr_buf_str(&v->chunk), v->manifest.packing, &found, e) != NR_OK)
        return e->text;
    if (found.raw_bytes != row[RAW_BYTES] || found.records != row[RECORDS])
        return "a frame has other lines than the index says";
    p->so_far.bytes += row[BYTES];
    p->so_far.raw_bytes += found.raw_bytes;
    p->so_far.records += found.records;
    return NULL;
}

/* False when the walk cannot go on. */
static bool check_row(struct verifying *v, struct walk *w, struct nr_str line)
{
    struct nr_str name;
    struct nr_error e;
    uint64_t row[NUMBERS];
    const char *wrong = "is no index of these shards";
    struct place *p = NULL;
    if (++w->line == 1)
        return true;
    if (read_row(line, &name, row) && (p = find_place(v, w, name)) != NULL) {
        if (p->fd < 0)
            return false; /* which has been found already */
        wrong = check_frame(v, p, row, &e);
    }
    if (!wrong)
        return true;
    begin_finding(v, p ? p->name : DATASET_FRAMES);
    nr_buf_addf(v->findings, "%s (line %llu of %s)\n", wrong, LLU(w->line), DATASET_FRAMES);
    return false;
}

static bool next_line(struct nr_input *in, struct nr_str *line)
{
    enum { LINE_MOST = 4096 };
    struct nr_error e;
    struct nr_str view;
    if (nr_input_peek(in, LINE_MOST, &view, &e) != NR_OK)
        return false;
    size_t end = nr_str_find_char(view, '\n');
    *line = nr_str_sub(view, 0, end);
    return true;
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
    struct nr_error e;
    struct nr_input *in;
    struct nr_str line;
    struct nr_input_options o = {.stop_fd = -1};
    struct walk w = {
        .places = {{.kind = DATASET_PART, .fd = -1}, {.kind = DATASET_TEXT, .fd = -1}}};
    bool whole = true;
    if (nr_input_open(&in, dataset_path(&v->path, v->folder, DATASET_FRAMES), &o, &e) != NR_OK)
        return; /* which has been found already */
    while (whole && next_line(in, &line)) {
        size_t len = line.len;
        whole = check_row(v, &w, line);
        nr_input_skip(in, len + 1);
    }
    nr_input_close(in);
    close_places(v, &w, whole);
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

static void check_conservation(struct verifying *v, const struct nr_stage *s)
{
    uint64_t sum = s->passed + s->rejected;
    for (size_t i = 0; i < s->dropped.count; i++)
        sum += s->dropped.counts[i].count;
    if (sum == s->in)
        return;
    begin_finding(v, DATASET_MANIFEST);
    nr_buf_addf(v->findings, "%.*s has read %llu records, and passed, dropped and rejected %llu\n",
                (int)s->program.len, s->program.data, LLU(s->in), LLU(sum));
}

/* The programs that stand at the same distance from where the records come from are one stage. */
static void check_stages(struct verifying *v)
{
    struct nr_stages stages = {0};
    struct nr_error e;
    uint64_t out = 0;
    if (nr_stages_read(&stages, v->manifest.stages, &e) != NR_OK)
        find(v, DATASET_MANIFEST, e.text);
    for (size_t i = 0; i < stages.count;) {
        uint64_t number = stages.stages[i].number, in = 0, next_out = 0;
        for (; i < stages.count && stages.stages[i].number == number; i++) {
            check_conservation(v, &stages.stages[i]);
            in += stages.stages[i].in;
            next_out += stages.stages[i].out;
        }
        if (number && v->manifest.sealed && in != out) {
            begin_finding(v, DATASET_MANIFEST);
            nr_buf_addf(v->findings, "stage %llu has read %llu records of %llu\n", LLU(number),
                        LLU(in), LLU(out));
        }
        out = next_out;
    }
    if (stages.count)
        compare(v, DATASET_MANIFEST, "records out of the last stage", out,
                v->manifest.sums.records);
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

static void check_strays(struct verifying *v)
{
    DIR *dir = opendir(v->folder);
    if (!dir) {
        find_system(v, "", "cannot list");
        return;
    }
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        struct nr_str name = nr_str_of(entry->d_name);
        if (dataset_is_part(name) && !is_listed(v, name))
            find(v, entry->d_name, "is not in the manifest");
    }
    closedir(dir);
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

static enum nr_status read_manifest(const char *path, struct nr_buf *text, struct nr_error *e)
{
    struct nr_input *in;
    struct nr_str view;
    struct nr_input_options o = {.stop_fd = -1};
    if (access(path, F_OK) != 0 && errno == ENOENT) {
        nr_error_set(e, "is not complete: it has no %s", DATASET_MANIFEST);
        return NR_FAIL;
    }
    if (nr_input_open(&in, path, &o, e) != NR_OK)
        return NR_FAIL;
    enum nr_status status;
    while ((status = nr_input_peek(in, 1, &view, e)) == NR_OK && text->len <= MANIFEST_MOST) {
        nr_buf_add_str(text, view);
        nr_input_skip(in, view.len);
    }
    nr_input_close(in);
    if (status == NR_OK)
        nr_error_set(e, "is too large for a manifest");
    return status == NR_END ? NR_OK : NR_FAIL;
}

static void summarise(const struct verifying *v, struct nr_buf *out)
{
    const struct dataset_manifest *m = &v->manifest;
    nr_buf_addf(out, "%s: %llu records in %zu %s, %llu bytes: as the manifest says\n", v->folder,
                LLU(m->sums.records), m->counts[DATASET_PART],
                m->counts[DATASET_PART] == 1 ? "shard" : "shards", LLU(m->sums.bytes));
}

enum nr_status nr_shards_verify(const char *folder, struct nr_buf *summary, struct nr_buf *findings,
                                struct nr_error *e)
{
    struct verifying v = {.folder = folder, .findings = findings};
    struct nr_buf text = {0}, path = {0};
    enum nr_status status = read_manifest(dataset_path(&path, folder, DATASET_MANIFEST), &text, e);
    if (status == NR_OK && dataset_manifest_read(&v.manifest, nr_buf_str(&text), e) != NR_OK)
        status = NR_FAIL;
    if (status == NR_OK) {
        check_all(&v);
        status = v.found ? NR_BAD : NR_OK;
        if (status == NR_OK)
            summarise(&v, summary);
    } else {
        e->path = nr_str_of(folder);
    }
    dataset_manifest_free(&v.manifest);
    nr_buf_free(&v.path);
    nr_buf_free(&v.chunk);
    nr_buf_free(&text);
    nr_buf_free(&path);
    return status;
}
