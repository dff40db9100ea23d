#define ZLIB_CONST
#include "newsreel/stream/sink.h"
#include "newsreel/core/mem.h"
#include "system.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

/* A compressor, or none: takes bytes and hands what comes out to put. last ends the stream. */
struct sink_coder {
    const char *suffix;
    bool (*open)(struct nr_sink *s);
    enum nr_status (*code)(struct nr_sink *s, struct nr_str bytes, bool last, struct nr_error *e);
    void (*close)(struct nr_sink *s);
};

struct nr_sink {
    int fd;
    const char *shown; /* name for messages */
    char *path, *part; /* the file and its temporary name; part is NULL when written directly */
    bool broken_pipe;
    bool synced; /* whatever it is written to */
    const struct sink_coder *coder;
    z_stream gzip;
    ZSTD_CCtx *zstd;
    char *block; /* compressed bytes on their way out */
    size_t block_size;
};

static enum nr_status fail(struct nr_sink *s, const char *what, struct nr_error *e)
{
    nr_error_system(e, what, errno);
    e->path = nr_str_of(s->shown);
    return NR_FAIL;
}

static enum nr_status put(struct nr_sink *s, const char *data, size_t len, struct nr_error *e)
{
    while (len) {
        ssize_t n = write(s->fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            s->broken_pipe = errno == EPIPE;
            return fail(s, "cannot write", e);
        }
        data += n;
        len -= (size_t)n;
    }
    return NR_OK;
}

/* ---- Plain ---- */

static bool plain_open(struct nr_sink *s)
{
    (void)s;
    return true;
}

static enum nr_status plain_code(struct nr_sink *s, struct nr_str bytes, bool last,
                                 struct nr_error *e)
{
    (void)last;
    return put(s, bytes.data, bytes.len, e);
}

static void plain_close(struct nr_sink *s)
{
    (void)s;
}

/* ---- gzip ---- */

static bool gzip_open(struct nr_sink *s)
{
    return deflateInit2(&s->gzip, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8,
                        Z_DEFAULT_STRATEGY) == Z_OK;
}

static enum nr_status gzip_code_part(struct nr_sink *s, struct nr_str bytes, int flush,
                                     struct nr_error *e)
{
    s->gzip.next_in = (const Bytef *)bytes.data;
    s->gzip.avail_in = (uInt)bytes.len;
    do {
        s->gzip.next_out = (Bytef *)s->block;
        s->gzip.avail_out = (uInt)s->block_size;
        deflate(&s->gzip, flush);
        if (put(s, s->block, s->block_size - s->gzip.avail_out, e) != NR_OK)
            return NR_FAIL;
    } while (s->gzip.avail_out == 0);
    return NR_OK;
}

static enum nr_status gzip_code(struct nr_sink *s, struct nr_str bytes, bool last,
                                struct nr_error *e)
{
    for (; bytes.len > UINT_MAX; bytes = nr_str_sub(bytes, UINT_MAX, bytes.len))
        if (gzip_code_part(s, nr_str_sub(bytes, 0, UINT_MAX), Z_NO_FLUSH, e) != NR_OK)
            return NR_FAIL;
    return gzip_code_part(s, bytes, last ? Z_FINISH : Z_NO_FLUSH, e);
}

static void gzip_close(struct nr_sink *s)
{
    deflateEnd(&s->gzip);
}

/* ---- zstd ---- */

static bool zstd_open(struct nr_sink *s)
{
    s->zstd = ZSTD_createCCtx();
    return s->zstd && !ZSTD_isError(ZSTD_CCtx_setParameter(s->zstd, ZSTD_c_checksumFlag, 1));
}

static enum nr_status zstd_code(struct nr_sink *s, struct nr_str bytes, bool last,
                                struct nr_error *e)
{
    ZSTD_inBuffer in = {bytes.data, bytes.len, 0};
    for (bool more = true; more;) {
        ZSTD_outBuffer out = {s->block, s->block_size, 0};
        size_t left = ZSTD_compressStream2(s->zstd, &out, &in, last ? ZSTD_e_end : ZSTD_e_continue);
        if (ZSTD_isError(left)) {
            nr_error_set(e, "cannot compress: %s", ZSTD_getErrorName(left));
            e->path = nr_str_of(s->shown);
            return NR_FAIL;
        }
        if (put(s, s->block, out.pos, e) != NR_OK)
            return NR_FAIL;
        more = last ? left != 0 : in.pos < in.size;
    }
    return NR_OK;
}

static void zstd_close(struct nr_sink *s)
{
    ZSTD_freeCCtx(s->zstd);
}

static const struct sink_coder coders[] = {
    {".gz", gzip_open, gzip_code, gzip_close},
    {".zst", zstd_open, zstd_code, zstd_close},
    {"", plain_open, plain_code, plain_close},
};

/* ---- Files ---- */

static const struct sink_coder *coder_for(const char *path)
{
    const struct sink_coder *coder = coders;
    while (!nr_str_ends(nr_str_of(path), nr_str_of(coder->suffix)))
        coder++;
    return coder;
}

/* "dir/name" gives "dir/.name.part". */
static char *part_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t folder = slash ? (size_t)(slash + 1 - path) : 0;
    struct nr_buf b = {0};
    nr_buf_add(&b, path, folder);
    nr_buf_addf(&b, ".%s.part", path + folder);
    nr_buf_cstr(&b);
    return b.data;
}

static bool is_regular(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

/* Whether the temporary file still has its name: between open and lock another run may have come to
 * its end, and then what is locked is that run's result. */
static bool has_name(const struct nr_sink *s)
{
    struct stat named, opened;
    return fstat(s->fd, &opened) == 0 && lstat(s->part, &named) == 0 &&
           named.st_ino == opened.st_ino && named.st_dev == opened.st_dev;
}

/* Opens the temporary file for writing; a pipe of that name would be waited for. */
static bool create_part(struct nr_sink *s, mode_t mode)
{
    s->fd = open(s->part, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, mode);
    if (s->fd >= 0 && !is_regular(s->fd)) {
        close(s->fd);
        s->fd = -1;
        errno = EEXIST;
    }
    return s->fd >= 0;
}

/* path is what the file gets in the end, and is the sink's; mode is the old file's, or what a new
 * one gets. */
static enum nr_status open_part(struct nr_sink *s, char *path, mode_t mode, struct nr_error *e)
{
    if (!path)
        nr_die_of_memory();
    s->path = path;
    s->part = part_name(s->path);
    for (;;) {
        if (!create_part(s, mode)) {
            free(s->part); /* it is not ours */
            s->part = NULL;
            return fail(s, "cannot create", e);
        }
        if (!nr_system_lock(s->fd)) {
            free(s->part); /* it is another's */
            s->part = NULL;
            nr_error_set(e, "another output is being written to this file");
            e->path = nr_str_of(s->shown);
            return NR_FAIL;
        }
        if (has_name(s))
            return ftruncate(s->fd, 0) == 0 ? NR_OK : fail(s, "cannot truncate", e);
        close(s->fd);
    }
}

/* The descriptor that a name says outright, or -1. */
static int descriptor_called(const char *name)
{
    static const char *const names[] = {"/dev/stdin", "/dev/stdout", "/dev/stderr"};
    static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};
    unsigned long long n;
    for (int i = 0; i < 3; i++)
        if (strcmp(name, names[i]) == 0)
            return i;
    for (int i = 0; i < 2; i++) {
        struct nr_str rest = nr_str_of(name);
        if (nr_str_starts(rest, nr_str_of(folders[i])) &&
            nr_str_u64(nr_str_sub(rest, strlen(folders[i]), rest.len), &n) && n <= INT_MAX)
            return (int)n;
    }
    return -1;
}

enum { LINKS = 40 }; /* as many as the system follows */

/* Replaces a name by what the link of that name says; false when it is none. */
static bool follow_link(struct nr_buf *name)
{
    char target[PATH_MAX];
    ssize_t len = readlink(nr_buf_cstr(name), target, sizeof target);
    if (len <= 0)
        return false;
    const char *slash = *target == '/' ? NULL : strrchr(nr_buf_cstr(name), '/');
    name->len = slash ? (size_t)(slash + 1 - name->data) : 0;
    nr_buf_add(name, target, (size_t)len);
    return true;
}

/* The descriptor that a path stands for, by name or through links, or -1. Behind /dev/stdout may be
 * a regular file, which must be written on where it stands, and whose other name nothing may be
 * renamed to. */
static int descriptor_named(const char *path)
{
    struct nr_buf name = {0};
    int found = -1;
    nr_buf_add_cstr(&name, path);
    for (int i = 0; i < LINKS && found < 0; i++) {
        found = descriptor_called(nr_buf_cstr(&name));
        if (found < 0 && !follow_link(&name))
            break;
    }
    nr_buf_free(&name);
    return found;
}

/* What a path leads to, be it there or not, so that a link to the file stays a link. NULL, with
 * errno, where links lead to links without end. */
static char *behind_links(const char *path)
{
    char *real = realpath(path, NULL);
    struct nr_buf name = {0};
    int links = 0;
    if (real)
        return real;
    nr_buf_add_cstr(&name, path);
    while (links < LINKS && follow_link(&name))
        links++;
    if (links == LINKS) {
        nr_buf_free(&name);
        errno = ELOOP;
        return NULL;
    }
    nr_buf_cstr(&name);
    return name.data;
}

static enum nr_status open_file(struct nr_sink *s, struct nr_error *e)
{
    struct stat st;
    int named = descriptor_named(s->shown);
    bool exists = stat(s->shown, &st) == 0;
    if (named < 0 && (!*s->shown || (exists && S_ISDIR(st.st_mode)))) {
        errno = exists ? EISDIR : ENOENT;
        return fail(s, "cannot write", e);
    }
    if (named < 0 && (!exists || S_ISREG(st.st_mode))) {
        char *path = behind_links(s->shown);
        return path ? open_part(s, path, exists ? st.st_mode & 0777 : 0666, e)
                    : fail(s, "cannot write", e);
    }
    s->fd = named >= 0 ? fcntl(named, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
                       : open(s->shown, O_WRONLY | O_CLOEXEC);
    return s->fd >= 0 ? NR_OK : fail(s, "cannot open", e);
}

static struct nr_sink *sink_new(const char *path, const struct sink_coder *coder)
{
    struct nr_sink *s = nr_alloc_zero(1, sizeof *s);
    s->fd = path ? -1 : STDOUT_FILENO;
    s->shown = path ? path : "standard output";
    s->coder = coder;
    return s;
}

static void give_up(struct nr_sink **sink)
{
    (*sink)->coder = NULL;
    nr_sink_abort(*sink);
    *sink = NULL;
}

/* What comes when its descriptor is open. */
static void start(struct nr_sink *s)
{
    nr_system_widen_pipe(s->fd);
    s->block_size = 1 << 17;
    s->block = nr_alloc(s->block_size);
    if (!s->coder->open(s))
        nr_die_of_memory();
}

enum nr_status nr_sink_open(struct nr_sink **sink, const char *path, struct nr_error *e)
{
    struct nr_sink *s = *sink = sink_new(path, coder_for(path ? path : ""));
    enum nr_status status = path ? open_file(s, e) : NR_OK;
    int flags = status == NR_OK ? fcntl(s->fd, F_GETFL) : -1;
    if (status == NR_OK && (flags < 0 || (flags & O_ACCMODE) == O_RDONLY)) {
        errno = EBADF;
        status = fail(s, "cannot write", e);
    }
    if (status == NR_OK)
        start(s);
    else
        give_up(sink);
    return status;
}

enum nr_status nr_sink_open_exact(struct nr_sink **sink, const char *path, struct nr_error *e)
{
    struct nr_sink *s = *sink = sink_new(path, coder_for(""));
    enum nr_status status = open_part(s, strdup(path), 0666, e);
    if (status == NR_OK)
        start(s);
    else
        give_up(sink);
    return status;
}

enum nr_status nr_sink_write(struct nr_sink *s, struct nr_str bytes, struct nr_error *e)
{
    return bytes.len ? s->coder->code(s, bytes, false, e) : NR_OK;
}

bool nr_sink_is_broken_pipe(const struct nr_sink *s)
{
    return s->broken_pipe;
}

/* Some file systems cannot sync a folder: no error. */
bool nr_sink_sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    struct nr_buf folder = {0};
    nr_buf_add(&folder, slash ? path : ".", slash ? (size_t)(slash + 1 - path) : 1);
    int fd = open(nr_buf_cstr(&folder), O_RDONLY | O_CLOEXEC);
    nr_buf_free(&folder);
    if (fd < 0)
        return errno == EACCES; /* a folder may be written that cannot be read */
    bool done = fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP || errno == EROFS;
    close(fd);
    return done;
}

void nr_sink_sync(struct nr_sink *s)
{
    s->synced = true;
}

static enum nr_status end_writing(struct nr_sink *s, struct nr_error *e)
{
    int fd = s->fd;
    s->fd = -1;
    return close(fd) == 0 ? NR_OK : fail(s, "cannot close", e);
}

/* Closing is what can fail last, so it comes before the name. The lock is held by another
 * descriptor until then. */
static enum nr_status name_file(struct nr_sink *s, struct nr_error *e)
{
    int lock = fcntl(s->fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    enum nr_status status = end_writing(s, e);
    if (status == NR_OK && rename(s->part, s->path) != 0)
        status = fail(s, "cannot rename", e);
    if (status == NR_OK) {
        free(s->part);
        s->part = NULL;
        if (!nr_sink_sync_folder(s->path)) {
            status = fail(s, "cannot sync the folder", e);
            unlink(s->path);
        }
    }
    if (lock >= 0)
        close(lock);
    return status;
}

/* All but its name and the end of writing. */
static enum nr_status finish(struct nr_sink *s, struct nr_error *e)
{
    if (s->coder->code(s, nr_str(NULL, 0), true, e) != NR_OK)
        return NR_FAIL;
    if ((s->part || (s->synced && is_regular(s->fd))) && fsync(s->fd) != 0)
        return fail(s, "cannot sync", e);
    return NR_OK;
}

enum nr_status nr_sink_close(struct nr_sink *s, struct nr_error *e)
{
    enum nr_status status = finish(s, e);
    if (status == NR_OK)
        status = s->part ? name_file(s, e) : end_writing(s, e);
    nr_sink_abort(s);
    return status;
}

enum nr_status nr_sink_leave(struct nr_sink *s, struct nr_error *e)
{
    enum nr_status status = finish(s, e);
    if (status == NR_OK)
        status = end_writing(s, e);
    if (status == NR_OK) {
        free(s->part);
        s->part = NULL;
    }
    nr_sink_abort(s);
    return status;
}

void nr_sink_abort(struct nr_sink *s)
{
    if (!s)
        return;
    if (s->part)
        unlink(s->part);
    if (s->fd >= 0)
        close(s->fd);
    if (s->coder)
        s->coder->close(s);
    free(s->block);
    free(s->part);
    free(s->path);
    free(s);
}
