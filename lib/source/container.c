/* libarchive gives a tar archive up at the first header that is damaged. What follows is not lost
 * for that: the next header is searched for in the input, by its magic and checksum, and another
 * reader started there. */
#include "newsreel/source/container.h"
#include "newsreel/charset/charset.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    BLOCK = 256 << 10, /* bytes of a read of a plain file */
    HELD = 8 << 20, /* zip archives without a path, up to this size, are read by their directory */
    HEADER = 512,   /* of a tar archive's member */
    MAGIC = 257,    /* where in it "ustar" stands */
    RETRIES = 16,   /* of a call that asks to be repeated */
};

struct nr_container {
    struct archive *archive;
    enum nr_kind kind;
    struct nr_input *in;
    size_t shown;         /* bytes of in that libarchive looks at */
    uint64_t taken;       /* bytes of in that have been taken */
    uint64_t base;        /* where in them the archive that libarchive sees begins */
    struct nr_error gap;  /* why in ended early */
    bool broken;          /* gap is set */
    struct nr_buf memory; /* of an archive that needs to be read back and forth */
    locale_t utf8;        /* names outside ASCII are not handed out in the C locale */
    struct nr_buf name;
    struct nr_charset_scratch charset;
    struct archive_entry *held; /* for the next call */
    int retries;                /* since the last header */
    bool over;                  /* the file has been read to its end, or as far as it can be */
    uint64_t entries, position;
    uint64_t resumed; /* entries when the reader was started */
    uint64_t *budget, most;
    uint64_t ratio; /* 0: no limit */
    bool absurd;    /* it has been exceeded */
};

static void take(struct nr_container *c, size_t n)
{
    nr_input_skip(c->in, n);
    c->taken += n;
}

/* libarchive reads what lies in the look-ahead; it is taken when the next bytes are asked for. */
static la_ssize_t read_input(struct archive *a, void *self, const void **bytes)
{
    struct nr_container *c = self;
    struct nr_str view;
    take(c, c->shown);
    c->shown = 0;
    enum nr_status status = nr_input_peek(c->in, 1, &view, &c->gap);
    if (status == NR_END)
        return 0;
    if (status != NR_OK) {
        c->broken = true;
        archive_set_error(a, EIO, "%s", c->gap.text);
        return -1;
    }
    c->shown = view.len;
    *bytes = view.data;
    return (la_ssize_t)view.len;
}

static void set_error(const struct nr_container *c, struct nr_error *e)
{
    const char *text = archive_error_string(c->archive);
    nr_error_set(e, "%s", c->broken ? c->gap.text : text ? text : "damaged archive");
    if (c->broken)
        e->offset = c->gap.offset;
}

/* Puts all of the input into memory. False: there is more than limit, or it cannot be read. */
static bool hold(struct nr_container *c, size_t limit, struct nr_error *e)
{
    struct nr_str view;
    enum nr_status status = nr_input_peek(c->in, nr_size_add(limit, 1), &view, e);
    if (status != NR_OK)
        return false;
    if (view.len > limit) {
        nr_error_set(e, "7z archive of more than %zu bytes inside another file", limit);
        return false;
    }
    nr_buf_add_str(&c->memory, view);
    nr_input_skip(c->in, view.len);
    return true;
}

static int enable(struct archive *a, enum nr_kind kind)
{
    switch ((int)kind) {
    case NR_KIND_ZIP:
        return archive_read_support_format_zip(a);
    case NR_KIND_7Z:
        return archive_read_support_format_7zip(a);
    case NR_KIND_CPIO:
        return archive_read_support_format_cpio(a);
    case NR_KIND_AR:
        return archive_read_support_format_ar(a);
    case NR_KIND_CAB:
        return archive_read_support_format_cab(a);
    case NR_KIND_LHA:
        archive_read_support_format_lha(a);
        /* Names that it cannot convert end it; so they are converted byte by byte, see narrow. */
        return archive_read_set_option(a, "lha", "hdrcharset", "ISO-8859-1");
    case NR_KIND_ISO:
        return archive_read_support_format_iso9660(a);
    case NR_KIND_RAR:
        archive_read_support_format_rar(a);
        return archive_read_support_format_rar5(a);
    default:
        archive_read_support_format_tar(a);
        return archive_read_set_option(a, "tar", "read_concatenated_archives", "1");
    }
}

static void new_reader(struct nr_container *c)
{
    locale_t old = c->utf8 ? uselocale(c->utf8) : (locale_t)0;
    c->archive = archive_read_new();
    if (!c->archive || enable(c->archive, c->kind) < ARCHIVE_WARN)
        nr_die_of_memory();
    if (c->utf8)
        uselocale(old);
}

static int open_stream(struct nr_container *c)
{
    return archive_read_open2(c->archive, c, NULL, read_input, NULL, NULL);
}

enum nr_status nr_container_open(struct nr_container **container, enum nr_kind kind,
                                 struct nr_input *in, const char *path, size_t limit,
                                 uint64_t *budget, struct nr_error *e)
{
    struct nr_container *c = nr_alloc_zero(1, sizeof *c);
    int result = ARCHIVE_OK;
    *container = c;
    c->in = in;
    c->kind = kind;
    c->budget = budget;
    c->most = *budget;
    c->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    new_reader(c);
    if (path)
        result = archive_read_open_filename(c->archive, path, BLOCK);
    else if ((kind == NR_KIND_7Z && hold(c, limit, e)) || (kind == NR_KIND_ZIP && hold(c, HELD, e)))
        result = archive_read_open_memory(c->archive, c->memory.data, c->memory.len);
    else if (kind != NR_KIND_7Z)
        result = open_stream(c);
    else
        goto out;
    if (result >= ARCHIVE_WARN)
        return NR_OK;
    set_error(c, e);
out:
    nr_container_close(c);
    *container = NULL;
    return NR_FAIL;
}

void nr_container_close(struct nr_container *c)
{
    if (!c)
        return;
    archive_read_free(c->archive);
    if (c->utf8)
        freelocale(c->utf8);
    nr_buf_free(&c->memory);
    nr_buf_free(&c->name);
    nr_charset_scratch_free(&c->charset);
    free(c);
}

/* The bytes that ISO-8859-1 made this name of. */
static struct nr_str narrow(struct nr_buf *bytes, struct nr_str name)
{
    const char *at = name.data, *end = at + name.len;
    if (nr_utf8_valid(name) < name.len)
        return name;
    while (at < end)
        nr_buf_add_char(bytes, (char)nr_utf8_next(&at, end));
    return nr_buf_str(bytes);
}

/* Names may be in any charset and hold anything; a label must not hold what a terminal or a
 * line-wise tool obeys. */
static void set_name(struct nr_container *c, const char *name)
{
    struct nr_decoded decoded;
    struct nr_buf bytes = {0};
    struct nr_str given = nr_str_of(name);
    nr_buf_reset(&c->name, BLOCK);
    given = c->kind == NR_KIND_LHA ? narrow(&bytes, given) : given;
    nr_charset_decode(&c->charset, given, nr_str(NULL, 0), false, &decoded);
    const char *at = decoded.text.data, *end = at ? at + decoded.text.len : at;
    while (at < end) {
        uint32_t sign = nr_utf8_next(&at, end);
        nr_utf8_add(&c->name, sign < 0x20 || (sign >= 0x7f && sign < 0xa0) ? '?' : sign);
    }
    if (c->name.len == 0)
        nr_buf_addf(&c->name, "entry-%llu", (unsigned long long)c->entries);
    nr_buf_free(&bytes);
}

static int next_header(struct nr_container *c, struct archive_entry **found)
{
    locale_t old = c->utf8 ? uselocale(c->utf8) : (locale_t)0;
    int result = archive_read_next_header(c->archive, found);
    if (result == ARCHIVE_OK || result == ARCHIVE_WARN) {
        const char *name = archive_entry_pathname(*found);
        c->entries++;
        c->position = 0;
        c->over = false;
        set_name(c, name ? name : archive_entry_pathname_utf8(*found));
    }
    if (c->utf8)
        uselocale(old);
    return result;
}

static bool is_file(struct archive_entry *entry)
{
    return archive_entry_filetype(entry) == AE_IFREG && !archive_entry_hardlink(entry);
}

/* Takes bytes up to the next header of a member. */
static enum nr_status find_header(struct nr_container *c, struct nr_error *e)
{
    struct nr_str view;
    for (;;) {
        enum nr_status status = nr_input_peek(c->in, 2 * HEADER, &view, e);
        if (status == NR_BAD)
            continue;
        if (status != NR_OK)
            return status;
        size_t at = 0, end = view.len < 2 * HEADER ? view.len : view.len - HEADER + 1;
        for (; at < end; at++) {
            struct nr_str rest = nr_str_sub(view, at + MAGIC, end + MAGIC + 5);
            at += nr_str_find(rest, nr_str_of("ustar"));
            if (at < end && nr_sniff_tar_header(nr_str_sub(view, at, at + HEADER)))
                break;
        }
        take(c, at < end ? at : end);
        if (at < end)
            return NR_OK;
    }
}

/* Starts another reader at the next header behind the damage. NR_BAD: done, what lay between is
 * lost. NR_FAIL: there is none. */
static enum nr_status resume(struct nr_container *c, struct nr_error *e)
{
    struct nr_error why, other;
    set_error(c, &why);
    uint64_t read = c->base + nr_container_consumed(c);
    size_t used = read > c->taken ? (size_t)(read - c->taken) : 0;
    bool able = c->kind == NR_KIND_TAR && c->in;
    if (c->entries == c->resumed && used < HEADER)
        used = HEADER; /* a header that libarchive refuses must not be found again */
    if (able)
        take(c, used < c->shown ? used : c->shown);
    able = able && find_header(c, &other) == NR_OK;
    *e = why;
    snprintf(e->text, sizeof e->text, "%.120s; lost: %s behind the beginning of %.*s", why.text,
             able ? "some of what lies" : "all", (int)(c->name.len < 100 ? c->name.len : 100),
             c->name.data ? c->name.data : "");
    if (!able)
        return NR_FAIL;
    c->shown = 0;
    c->base = c->taken;
    c->resumed = c->entries;
    c->broken = false;
    archive_read_free(c->archive);
    new_reader(c);
    return open_stream(c) >= ARCHIVE_WARN ? NR_BAD : NR_FAIL;
}

void nr_container_limit(struct nr_container *c, uint64_t ratio)
{
    c->ratio = ratio;
}

static enum nr_status set_absurd(struct nr_container *c, struct nr_error *e)
{
    c->absurd = c->over = true;
    nr_error_set(e, "its members are more than %llu times its size", (unsigned long long)c->ratio);
    return NR_FAIL;
}

enum nr_status nr_container_next(struct nr_container *c, struct nr_entry *entry, struct nr_error *e)
{
    struct archive_entry *found = c->held;
    int result = ARCHIVE_OK;
    if (c->absurd)
        return set_absurd(c, e);
    if (found)
        c->held = NULL;
    else
        do
            result = next_header(c, &found);
        while ((result == ARCHIVE_OK || result == ARCHIVE_WARN) && !is_file(found));
    if (result == ARCHIVE_EOF)
        return NR_END;
    *entry = (struct nr_entry){.sized = false};
    if (result == ARCHIVE_WARN && c->kind == NR_KIND_CPIO) {
        set_error(c, e); /* bytes before this header belonged to none */
        c->held = found;
        return NR_BAD;
    }
    if (result == ARCHIVE_RETRY && c->kind != NR_KIND_TAR && c->retries++ < RETRIES) {
        set_error(c, e); /* libarchive itself goes on behind it */
        return NR_BAD;
    }
    if (result != ARCHIVE_OK && result != ARCHIVE_WARN)
        return resume(c, e);
    c->retries = 0;
    entry->name = nr_buf_str(&c->name);
    entry->sized = archive_entry_size_is_set(found) && archive_entry_size(found) >= 0;
    entry->size = entry->sized ? (uint64_t)archive_entry_size(found) : 0;
    if (archive_entry_is_encrypted(found)) {
        nr_error_set(e, "encrypted");
        return NR_BAD;
    }
    return NR_OK;
}

static enum nr_status spoil(struct nr_container *c)
{
    c->over = true;
    return NR_BAD;
}

enum nr_status nr_container_read(void *container, struct nr_str *chunk, struct nr_error *e)
{
    struct nr_container *c = container;
    const void *data = NULL;
    size_t size = 0;
    la_int64_t offset = 0;
    int result = ARCHIVE_RETRY;
    if (c->over)
        return NR_END;
    for (int i = 0; (result == ARCHIVE_RETRY || (result == ARCHIVE_OK && size == 0)) && i < RETRIES;
         i++)
        result = archive_read_data_block(c->archive, &data, &size, &offset);
    if (result == ARCHIVE_EOF) {
        c->over = true;
        return NR_END;
    }
    if (result != ARCHIVE_OK) {
        set_error(c, e);
        return spoil(c);
    }
    if (size == 0 || (uint64_t)offset != c->position) {
        nr_error_set(e, size ? "sparse file" : "reads nothing");
        return spoil(c);
    }
    if (*c->budget <= size) {
        *c->budget = 0;
        nr_error_set(e, "expands by more than the limit of %llu bytes",
                     (unsigned long long)c->most);
        return NR_FAIL;
    }
    *c->budget -= size;
    if (nr_ratio_exceeded(c->most - *c->budget, nr_container_consumed(c), c->ratio))
        return set_absurd(c, e);
    c->position += size;
    *chunk = nr_str(data, size);
    return NR_OK;
}

uint64_t nr_container_consumed(const struct nr_container *c)
{
    la_int64_t n = archive_filter_bytes(c->archive, -1);
    return n > 0 ? (uint64_t)n : 0;
}
