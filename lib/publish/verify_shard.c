#include "verify_shard.h"
#include "packer.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    FRAME_MOST = 32 << 20, /* bytes of a frame's lines: as many as there may be, and a line more */
    CHUNK = 1 << 18,
};

#define LLU(n) ((unsigned long long)(n))

/* ---- Findings ---- */

void findings_add_error(struct findings *f, const char *name, const struct nr_error *what)
{
    struct nr_error e = *what;
    e.path = nr_str_of(dataset_path(&f->path, f->folder, name));
    f->count++;
    nr_error_describe(&e, &f->lines);
    nr_buf_add_char(&f->lines, '\n');
}

void findings_add(struct findings *f, const char *name, const char *format, ...)
{
    struct nr_error e;
    char text[sizeof e.text];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    nr_error_set(&e, "%s", text);
    findings_add_error(f, name, &e);
}

void findings_add_system(struct findings *f, const char *name, const char *what)
{
    struct nr_error e;
    nr_error_system(&e, what, errno);
    findings_add_error(f, name, &e);
}

bool findings_compare(struct findings *f, const char *name, const char *unit, uint64_t is,
                      uint64_t stated)
{
    if (is != stated)
        findings_add(f, name, "%llu %s, the manifest says %llu", LLU(is), unit, LLU(stated));
    return is == stated;
}

void findings_free(struct findings *f)
{
    nr_buf_free(&f->lines);
    nr_buf_free(&f->path);
}

/* ---- Files ---- */

int verify_open(struct findings *f, const char *name, uint64_t *bytes)
{
    struct stat st;
    int fd = open(dataset_path(&f->path, f->folder, name), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return -1;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
        *bytes = (uint64_t)st.st_size;
        return fd;
    }
    close(fd);
    errno = S_ISDIR(st.st_mode) ? EISDIR : ENODEV;
    return -1;
}

bool verify_read(int fd, size_t len, struct nr_buf *out)
{
    out->len = 0;
    nr_buf_reserve(out, len + 1);
    while (out->len < len) {
        errno = 0;
        ssize_t n = read(fd, out->data + out->len, len - out->len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        out->len += (size_t)n;
    }
    return true;
}

/* ---- A file of a shard ---- */

struct checked {
    char name[DATASET_NAME];
    const struct listed *stated;
    int fd; /* -1: there is nothing to read, which has been found */
    uint64_t bytes;
    bool framed; /* its frames are as the index says, so far */
    struct listed so_far;
    struct nr_sha256 *sha256; /* of what was read so far */
};

static void open_checked(struct checked *c, const struct dataset_manifest *m,
                         enum dataset_kind kind, const struct shard_rows *shard, struct findings *f)
{
    c->fd = -1;
    dataset_name(c->name, kind, shard->number, m->packing);
    if (shard->number >= m->counts[kind])
        return;
    c->stated = &m->files[kind][shard->number];
    c->fd = verify_open(f, c->name, &c->bytes);
    if (c->fd < 0) {
        findings_add_system(f, c->name, "cannot open");
    } else if (!findings_compare(f, c->name, "bytes", c->bytes, c->stated->bytes)) {
        close(c->fd);
        c->fd = -1;
    }
    c->framed = c->fd >= 0 && shard->indexed;
}

static void hash_rest(struct checked *c, struct nr_buf *buf, struct findings *f)
{
    char hex[SHA256_DIGITS + 1];
    bool more;
    do {
        more = verify_read(c->fd, CHUNK, buf);
        nr_sha256_add(c->sha256, nr_buf_str(buf));
    } while (more);
    int failed = errno;
    nr_sha256_result(c->sha256, hex);
    errno = failed;
    if (failed)
        findings_add_system(f, c->name, "cannot read");
    else if (strcmp(hex, c->stated->sha256) != 0)
        findings_add(f, c->name, "its SHA-256 is not the one that the manifest says");
}

static void end_checked(struct checked *c, struct nr_buf *buf, struct findings *f)
{
    if (c->fd < 0)
        return;
    if (c->framed) {
        findings_compare(f, c->name, "bytes in frames", c->so_far.bytes, c->stated->bytes);
        findings_compare(f, c->name, "bytes unpacked", c->so_far.raw_bytes, c->stated->raw_bytes);
        findings_compare(f, c->name, "records", c->so_far.records, c->stated->records);
    }
    hash_rest(c, buf, f);
    close(c->fd);
}

/* ---- Frames ---- */

enum { OFFSET, BYTES, RAW_OFFSET, RAW_BYTES, FIRST_RECORD, RECORDS, NUMBERS };

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

static uint64_t count_lines(struct nr_str s)
{
    uint64_t n = 0;
    for (const char *at = s.data, *end = at + s.len;
         at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
        n++;
    return n;
}

/* NULL, or what is wrong with a frame. What was read of it is hashed. */
static const char *check_frame(struct verifier *r, enum nr_packing packing, struct checked *c,
                               const uint64_t row[NUMBERS])
{
    if (row[OFFSET] != c->so_far.bytes || row[RAW_OFFSET] != c->so_far.raw_bytes ||
        row[FIRST_RECORD] != c->so_far.records)
        return "a frame is not where the one before it ends";
    if (row[BYTES] > c->bytes - row[OFFSET])
        return "a frame is longer than its file";
    if (row[BYTES] > FRAME_MOST || row[RAW_BYTES] > FRAME_MOST)
        return "a frame is larger than a frame may be";
    bool whole = verify_read(c->fd, (size_t)row[BYTES], &r->packed);
    int failed = errno;
    nr_sha256_add(c->sha256, nr_buf_str(&r->packed));
    if (!whole)
        return failed ? "a frame cannot be read" : "the file has become shorter";
    r->lines.len = 0;
    if (!packer_unpack(packing, nr_buf_str(&r->packed), (size_t)row[RAW_BYTES], &r->lines))
        return "a frame cannot be unpacked to as many bytes as the index says";
    if (count_lines(nr_buf_str(&r->lines)) != row[RECORDS])
        return "a frame has other lines than the index says";
    c->so_far.bytes += row[BYTES];
    c->so_far.raw_bytes += row[RAW_BYTES];
    c->so_far.records += row[RECORDS];
    return NULL;
}

static void check_row(struct verifier *r, enum nr_packing packing,
                      struct checked files[DATASET_KINDS], struct nr_str row, uint64_t line,
                      struct findings *f)
{
    struct nr_str name;
    uint64_t numbers[NUMBERS];
    const char *wrong = NULL;
    if (!read_row(row, &name, numbers)) {
        findings_add(f, DATASET_FRAMES, "has no row of seven columns in line %llu", LLU(line));
        for (int i = 0; i < DATASET_KINDS; i++)
            files[i].framed = false;
        return;
    }
    struct checked *c = &files[nr_str_is(name, files[DATASET_TEXT].name)];
    if (c->framed)
        wrong = check_frame(r, packing, c, numbers);
    if (wrong) {
        findings_add(f, c->name, "%s (line %llu of %s)", wrong, LLU(line), DATASET_FRAMES);
        c->framed = false;
    }
}

void verify_shard(struct verifier *r, const struct dataset_manifest *m,
                  const struct shard_rows *shard, struct findings *f)
{
    struct checked files[DATASET_KINDS] = {0};
    struct nr_str rest = shard->rows, row;
    for (int i = 0; i < DATASET_KINDS; i++) {
        if (!r->sha256[i])
            r->sha256[i] = nr_sha256_new();
        files[i].sha256 = r->sha256[i];
        open_checked(&files[i], m, (enum dataset_kind)i, shard, f);
    }
    for (uint64_t line = shard->line; rest.len && nr_str_split(&rest, '\n', &row); line++)
        check_row(r, m->packing, files, row, line, f);
    for (int i = 0; i < DATASET_KINDS; i++)
        end_checked(&files[i], &r->packed, f);
}

void verifier_free(struct verifier *r)
{
    nr_buf_free(&r->packed);
    nr_buf_free(&r->lines);
    for (int i = 0; i < DATASET_KINDS; i++)
        nr_sha256_free(r->sha256[i]);
}
