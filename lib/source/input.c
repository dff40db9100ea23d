/* Opens inputs: finds out what a file is, and stacks the layers. */
#include "layer.h"
#include "newsreel/core/mem.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LAYERS = 4 };

struct nr_input {
    struct nr_ahead top;
    struct nr_buf name;
    uint64_t max_out, max_ratio; /* of what is compressed; 0: no limit */
    _Atomic uint64_t consumed;
};

/* A kind of compression: how it begins, what files that hold it are called. */
struct format {
    const char *name;
    struct nr_layer *(*layer)(struct nr_ahead *below, const struct nr_input_options *options);
    struct nr_str magic, mask; /* bits of the first bytes; an empty mask is all ones */
    const char *suffixes[4];
};

static const struct format formats[] = {
    {"gzip",
     nr_gzip_layer,
     NR_STR("\x1f\x8b\x08\x00"),
     NR_STR("\xff\xff\xff\xe0"),
     {".gz", ".tgz"}},
    {"zstd", nr_zstd_layer, NR_STR("\x28\xb5\x2f\xfd"), {0}, {".zst", ".zstd", ".tzst"}},
    {"zstd", nr_zstd_layer, NR_STR("\x50\x2a\x4d\x18"), NR_STR("\xf0\xff\xff\xff"), {0}},
    {"bzip2",
     nr_bzip2_layer,
     NR_STR("BZh\x30"
            "1AY&SY"),
     NR_STR("\xff\xff\xff\xf0\xff\xff\xff\xff\xff\xff"),
     {".bz2", ".tbz", ".tbz2"}},
    {"bzip2", /* an empty one */
     nr_bzip2_layer,
     NR_STR("BZh\x30\x17\x72\x45\x38\x50\x90"),
     NR_STR("\xff\xff\xff\xf0\xff\xff\xff\xff\xff\xff"),
     {0}},
    {"xz", nr_xz_layer, NR_STR("\xfd\x37zXZ\0"), {0}, {".xz", ".txz"}},
    {"lz4", nr_lz4_layer, NR_STR("\x04\x22\x4d\x18"), {0}, {".lz4"}},
    {"lz4", nr_lz4_layer, NR_STR("\x02\x21\x4c\x18"), {0}, {0}},
    {"lzip", nr_lzip_layer, NR_STR("LZIP\x01"), {0}, {".lz"}},
    {"compress", nr_compress_layer, NR_STR("\x1f\x9d\x00"), NR_STR("\xff\xff\x60"), {".Z", ".taZ"}},
};

enum { FORMATS = sizeof formats / sizeof *formats };

/* Whether the first bytes, as far as they are there, are those of the format. */
static bool fits(const struct format *f, struct nr_str bytes)
{
    for (size_t i = 0; i < bytes.len && i < f->magic.len; i++) {
        unsigned char mask = f->mask.len ? (unsigned char)f->mask.data[i] : 0xff;
        if (((unsigned char)bytes.data[i] & mask) != (unsigned char)f->magic.data[i])
            return false;
    }
    return true;
}

/* Byte by byte as long as it matters: a line that was typed must not wait for the next one. */
static enum nr_status sniff(struct nr_ahead *a, const struct format **found, struct nr_error *e)
{
    struct nr_str view;
    *found = NULL;
    for (size_t want = 1;; want++) {
        enum nr_status status = nr_ahead_peek(a, want, &view, e);
        a->shown = nr_ahead_position(a); /* not to the reader */
        if (status == NR_BAD)
            nr_ahead_retell(a, e);
        if (status != NR_OK || view.len < want)
            return status == NR_FAIL ? NR_FAIL : NR_OK;
        bool open = false;
        for (const struct format *f = formats; f < formats + FORMATS; f++) {
            if (!fits(f, view))
                continue;
            open = true;
            if (view.len >= f->magic.len)
                *found = f;
        }
        if (*found || !open)
            return NR_OK;
    }
}

/* The compression that the suffix of a file's name promises, or NULL. */
static const struct format *promised(struct nr_str suffix)
{
    for (const struct format *f = formats; suffix.len && f < formats + FORMATS; f++)
        for (size_t i = 0; i < sizeof f->suffixes / sizeof *f->suffixes && f->suffixes[i]; i++) {
            struct nr_str s = nr_str_of(f->suffixes[i]);
            /* .z is another, older program's */
            bool fold = s.data[s.len - 1] != 'Z';
            if (fold ? nr_str_eq_fold(suffix, s) : nr_str_eq(suffix, s))
                return f;
        }
    return NULL;
}

struct nr_str nr_input_unpacked(struct nr_str name)
{
    struct nr_str suffix = nr_str_suffix(name);
    return nr_str_sub(name, 0, name.len - (promised(suffix) ? suffix.len : 0));
}

/* A damaged beginning makes a compressed file look like a plain one: better refused than read as
 * text. */
static enum nr_status check_name(const struct nr_input *in, const struct format *found,
                                 struct nr_error *e)
{
    const struct format *named = promised(nr_str_suffix(nr_buf_str(&in->name)));
    bool empty = in->top.next == NR_END && in->top.pos == in->top.len;
    if (!named || empty || (found && found->layer == named->layer))
        return NR_OK;
    nr_error_set(e, "named as %s but does not begin as %s%s%s", named->name, named->name,
                 found ? ": it is " : "", found ? found->name : "");
    return NR_FAIL;
}

static enum nr_status stack_layers(struct nr_input *in, const struct nr_input_options *options,
                                   struct nr_error *e)
{
    unsigned most = options->max_layers ? options->max_layers : LAYERS;
    for (unsigned n = 0;; n++) {
        const struct format *found;
        if (sniff(&in->top, &found, e) != NR_OK)
            return NR_FAIL;
        if (n == 0 && check_name(in, found, e) != NR_OK)
            return NR_FAIL;
        if (!found)
            return NR_OK;
        if (n == most) {
            nr_error_set(e, "more than %u compressions inside each other", most);
            return NR_FAIL;
        }
        struct nr_layer *layer = found->layer(&in->top, options);
        nr_ahead_open(&in->top, layer);
        in->max_out = options->max_out;
        in->max_ratio = options->max_ratio;
    }
}

static struct nr_input *new_input(struct nr_str name)
{
    struct nr_input *in = nr_alloc_zero(1, sizeof *in);
    nr_buf_add_str(&in->name, name);
    atomic_init(&in->consumed, 0);
    return in;
}

static enum nr_status finish_open(struct nr_input *made, struct nr_input **in, struct nr_str name,
                                  const struct nr_input_options *options, struct nr_error *e)
{
    enum nr_status status = stack_layers(made, options, e);
    if (status == NR_OK) {
        made->top.borrows = true;
        *in = made;
        return NR_OK;
    }
    nr_input_close(made);
    e->path = name;
    return status;
}

/* A pipe is opened without waiting for its writer: the first read waits, and can be stopped. */
static int open_path(const char *path, struct stat *st)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return -1;
    int error = fstat(fd, st) != 0 ? errno : S_ISDIR(st->st_mode) ? EISDIR : 0;
    if (!error && !standard) {
        int flags = fcntl(fd, F_GETFL);
        if (flags >= 0)
            fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
    }
    if (error && !standard)
        close(fd);
    errno = error;
    return error ? -1 : fd;
}

/* Puts the file at start, as far as it reaches; where it is then comes back. */
static uint64_t begin_at(int fd, uint64_t start, const struct stat *st)
{
    uint64_t at = start < (uint64_t)st->st_size ? start : (uint64_t)st->st_size;
    return lseek(fd, (off_t)at, SEEK_SET) < 0 ? 0 : at;
}

/* What decoding needs of the file's beginning, where that is passed over. */
static void read_prologue(int fd, struct nr_buf *before)
{
    ssize_t n = pread(fd, nr_buf_reserve(before, 8), 8, 0);
    size_t size = n == 8 ? nr_zstd_prologue(nr_str(before->data, 8)) : 0;
    if (size == 0)
        return;
    n = pread(fd, nr_buf_reserve(before, size), size, 0);
    before->len = n == (ssize_t)size ? size : 0;
}

/* Reads on to byte start: what cannot be sought, and to see that the file is as long. */
static enum nr_status pass_by(struct nr_ahead *a, uint64_t start, struct nr_error *e)
{
    while (nr_ahead_position(a) < start) {
        struct nr_str view;
        uint64_t left = start - nr_ahead_position(a);
        enum nr_status status = nr_ahead_peek(a, 1, &view, e);
        if (status == NR_END)
            nr_error_set(e, "ends before byte %llu", (unsigned long long)start);
        if (status != NR_OK)
            return NR_FAIL;
        nr_ahead_skip(a, view.len < left ? view.len : (size_t)left);
    }
    return NR_OK;
}

enum nr_status nr_input_open(struct nr_input **in, const char *path,
                             const struct nr_input_options *options, struct nr_error *e)
{
    struct nr_str name = options->name.len ? options->name : nr_str_of(path);
    struct stat st;
    int fd = open_path(path, &st);
    *in = NULL;
    if (fd < 0) {
        nr_error_system(e, *path ? "cannot open" : "cannot open ''", errno);
        e->path = name;
        return NR_FAIL;
    }
    struct nr_input *made = new_input(name);
    bool regular = S_ISREG(st.st_mode);
    if (regular)
        posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    uint64_t at = regular && options->start ? begin_at(fd, options->start, &st) : 0;
    nr_ahead_open(&made->top, nr_file_layer(fd, fd != STDIN_FILENO, !regular, options->stop_fd, at,
                                            &made->consumed));
    made->top.start = at;
    struct nr_buf before = {0};
    struct nr_input_options own = *options;
    if (at)
        read_prologue(fd, &before);
    own.before = nr_buf_str(&before);
    enum nr_status status = pass_by(&made->top, options->start, e);
    if (status == NR_OK) {
        status = finish_open(made, in, name, &own, e);
    } else {
        nr_input_close(made);
        e->path = name;
    }
    nr_buf_free(&before);
    return status;
}

enum nr_status nr_input_open_memory(struct nr_input **in, struct nr_str bytes,
                                    const struct nr_input_options *options, struct nr_error *e)
{
    struct nr_input *made = new_input(options->name);
    *in = NULL;
    atomic_store_explicit(&made->consumed, bytes.len, memory_order_relaxed);
    nr_ahead_open_memory(&made->top, bytes);
    return finish_open(made, in, options->name, options, e);
}

/* The layer under a nested input. */
struct nested {
    struct nr_layer layer;
    nr_input_read *read;
    void *self;
    struct nr_str left; /* of the chunk that was read last */
    _Atomic uint64_t *consumed;
};

static enum nr_status nested_read(struct nr_layer *layer, char *to, size_t room, struct nr_got *got,
                                  struct nr_error *e)
{
    struct nested *n = (struct nested *)layer;
    while (!n->left.len) {
        enum nr_status status = n->read(n->self, &n->left, e);
        if (status != NR_OK) {
            n->left = nr_str(NULL, 0);
            return status;
        }
        atomic_fetch_add_explicit(n->consumed, n->left.len, memory_order_relaxed);
    }
    got->len = n->left.len < room ? n->left.len : room;
    memcpy(to, n->left.data, got->len);
    n->left = nr_str_sub(n->left, got->len, n->left.len);
    return NR_OK;
}

static bool nested_would_block(const struct nr_layer *layer)
{
    (void)layer;
    return false;
}

static void nested_close(struct nr_layer *layer)
{
    free(layer);
}

enum nr_status nr_input_open_nested(struct nr_input **in, nr_input_read *read, void *self,
                                    const struct nr_input_options *options, struct nr_error *e)
{
    struct nr_input *made = new_input(options->name);
    struct nested *n = nr_alloc_zero(1, sizeof *n);
    *in = NULL;
    n->layer = (struct nr_layer){nested_read, nested_would_block, nested_close, false, false};
    n->read = read;
    n->self = self;
    n->consumed = &made->consumed;
    nr_ahead_open(&made->top, &n->layer);
    return finish_open(made, in, options->name, options, e);
}

/* A few bytes can be made to stand for terabytes: whoever only skips them would never come back. */
static enum nr_status check_expansion(const struct nr_input *in, struct nr_error *e)
{
    uint64_t out = in->top.shown;
    if (in->max_out && out > in->max_out)
        nr_error_set(e, "expands to more than the limit of %llu bytes",
                     (unsigned long long)in->max_out);
    else if (nr_ratio_exceeded(out, nr_input_consumed(in), in->max_ratio))
        nr_error_set(e, "expands to more than %llu times its size",
                     (unsigned long long)in->max_ratio);
    else
        return NR_OK;
    return NR_FAIL;
}

enum nr_status nr_input_peek(struct nr_input *in, size_t want, struct nr_str *view,
                             struct nr_error *e)
{
    enum nr_status status = nr_ahead_peek(&in->top, want, view, e);
    if (status == NR_OK && (in->max_out || in->max_ratio))
        status = check_expansion(in, e);
    if (status < 0 && in->name.len)
        e->path = nr_buf_str(&in->name);
    return status;
}

void nr_input_skip(struct nr_input *in, size_t n)
{
    nr_ahead_skip(&in->top, n);
}

struct nr_keeper *nr_input_keeper(const struct nr_input *in)
{
    return nr_ahead_keeper(&in->top);
}

bool nr_input_place(const struct nr_input *in, uint64_t *offset)
{
    return nr_ahead_place(&in->top, offset);
}

bool nr_input_would_block(const struct nr_input *in)
{
    return nr_ahead_would_block(&in->top);
}

uint64_t nr_input_consumed(const struct nr_input *in)
{
    return atomic_load_explicit(&in->consumed, memory_order_relaxed);
}

void nr_input_close(struct nr_input *in)
{
    if (!in)
        return;
    nr_ahead_close(&in->top);
    nr_buf_free(&in->name);
    free(in);
}

enum nr_status nr_input_read_all(const char *path, struct nr_buf *out, struct nr_error *e)
{
    struct nr_input *in;
    struct nr_input_options o = {.stop_fd = -1};
    struct nr_str view, mark = NR_STR("\xef\xbb\xbf");
    enum nr_status status = nr_input_open(&in, path, &o, e);
    if (status != NR_OK)
        return NR_FAIL;
    for (bool first = true; (status = nr_input_peek(in, mark.len, &view, e)) == NR_OK;) {
        bool marked = first && nr_str_starts(view, mark);
        nr_buf_add_str(out, nr_str_sub(view, marked ? mark.len : 0, view.len));
        nr_input_skip(in, view.len);
        first = false;
    }
    nr_input_close(in);
    e->path = nr_str_of(path); /* what the input showed is gone */
    return status == NR_END ? NR_OK : NR_FAIL;
}
