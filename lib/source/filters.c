/* bzip2, xz, lz4, lzip and compress by libarchive, which is given one filter at a time: asked for
 * all it takes plain text for one now and then, and starts other programs.
 *
 * libarchive reads ahead and keeps what it read: where in the file damage lies cannot be told, and
 * nothing behind it is found again. What it has decoded it hands out by blocks of mostly 64 KiB,
 * and a block that it could not fill for damage not at all. */
#include "layer.h"
#include "newsreel/core/mem.h"
#include <archive.h>
#include <errno.h>
#include <stdlib.h>

struct filter {
    struct nr_layer layer;
    const char *name;
    struct nr_ahead below;
    size_t lent; /* bytes of the look-ahead that libarchive is looking at */
    struct archive *archive;
    int (*support)(struct archive *);
    bool opened, told;
    uint64_t out;
    enum nr_status status; /* of the look-ahead below, and error when it is not NR_OK */
    struct nr_error error;
};

static la_ssize_t lend(struct archive *archive, void *self, const void **bytes)
{
    struct filter *f = self;
    struct nr_str view;
    nr_ahead_skip(&f->below, f->lent);
    f->lent = 0;
    if (f->status == NR_OK)
        f->status = nr_ahead_peek(&f->below, 1, &view, &f->error);
    if (f->status < 0) {
        archive_set_error(archive, EIO, "%s", f->error.text);
        return -1;
    }
    if (f->status != NR_OK)
        return 0;
    *bytes = view.data;
    f->lent = view.len;
    return (la_ssize_t)view.len;
}

static enum nr_status trouble(struct filter *f, struct nr_error *e)
{
    f->told = true;
    if (f->status < 0) { /* a gap below ends this stream; the rest would not decode */
        *e = f->error;
        return f->status;
    }
    const char *words = archive_error_string(f->archive);
    nr_error_set(e,
                 "%s data is damaged or cut off; all behind decompressed byte %llu is lost%s%.100s",
                 f->name, (unsigned long long)f->out, words ? ": " : "", words ? words : "");
    e->sound = f->status == NR_END; /* it wanted more */
    return NR_BAD;
}

static int open_archive(struct filter *f)
{
    struct archive_entry *entry;
    f->opened = true;
    f->archive = archive_read_new();
    if (!f->archive)
        nr_die_of_memory();
    f->support(f->archive);
    archive_read_support_format_raw(f->archive);
    archive_read_support_format_empty(f->archive);
    int code = archive_read_open(f->archive, f, NULL, lend, NULL);
    if (code >= ARCHIVE_WARN)
        code = archive_read_next_header(f->archive, &entry);
    /* A file that is cut off in its header passes through as it is. */
    return archive_filter_code(f->archive, 0) == ARCHIVE_FILTER_NONE ? ARCHIVE_FATAL : code;
}

static enum nr_status filter_read(struct nr_layer *layer, char *to, size_t room, struct nr_got *got,
                                  struct nr_error *e)
{
    struct filter *f = (struct filter *)layer;
    la_ssize_t n = 0;
    int code = f->told ? ARCHIVE_EOF : f->opened ? ARCHIVE_OK : open_archive(f);
    if (code >= ARCHIVE_WARN && code != ARCHIVE_EOF) {
        n = archive_read_data(f->archive, to, room);
        code = n < 0 ? (int)n : n == 0 ? ARCHIVE_EOF : ARCHIVE_OK;
    }
    if (code == ARCHIVE_EOF)
        return NR_END;
    if (code < ARCHIVE_WARN || n <= 0)
        return trouble(f, e);
    if (f->out == 0 && f->below.linear)
        got->unit = 0;
    got->len = (size_t)n;
    f->out += got->len;
    return NR_OK;
}

static bool filter_would_block(const struct nr_layer *layer)
{
    const struct filter *f = (const struct filter *)layer;
    return nr_ahead_would_block(&f->below);
}

static void filter_close(struct nr_layer *layer)
{
    struct filter *f = (struct filter *)layer;
    if (f->archive)
        archive_read_free(f->archive);
    nr_ahead_close(&f->below);
    free(f);
}

static struct nr_layer *filter_layer(const char *name, int (*support)(struct archive *),
                                     struct nr_ahead *below)
{
    struct filter *f = nr_alloc_zero(1, sizeof *f);
    f->layer = (struct nr_layer){filter_read, filter_would_block, filter_close, false, false};
    f->name = name;
    f->support = support;
    f->below = *below;
    *below = (struct nr_ahead){0};
    return &f->layer;
}

struct nr_layer *nr_bzip2_layer(struct nr_ahead *below, const struct nr_input_options *options)
{
    (void)options;
    return filter_layer("bzip2", archive_read_support_filter_bzip2, below);
}

struct nr_layer *nr_xz_layer(struct nr_ahead *below, const struct nr_input_options *options)
{
    (void)options;
    return filter_layer("xz", archive_read_support_filter_xz, below);
}

struct nr_layer *nr_lz4_layer(struct nr_ahead *below, const struct nr_input_options *options)
{
    (void)options;
    return filter_layer("lz4", archive_read_support_filter_lz4, below);
}

struct nr_layer *nr_lzip_layer(struct nr_ahead *below, const struct nr_input_options *options)
{
    (void)options;
    return filter_layer("lzip", archive_read_support_filter_lzip, below);
}

struct nr_layer *nr_compress_layer(struct nr_ahead *below, const struct nr_input_options *options)
{
    (void)options;
    return filter_layer("compress", archive_read_support_filter_compress, below);
}
