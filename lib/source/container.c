#include "newsreel/source/container.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>

enum {
    BLOCK = 256 << 10, /* bytes of a read of a plain file */
    HELD = 8 << 20, /* zip archives without a path, up to this size, are read by their directory */
    RETRIES = 16,   /* of a call that asks to be repeated */
};

struct nr_container {
    struct archive *archive;
    struct nr_input *in;
    size_t shown;         /* bytes of in that libarchive looks at */
    struct nr_error gap;  /* why in ended early */
    bool broken;          /* gap is set */
    struct nr_buf memory; /* of an archive that needs to be read back and forth */
    locale_t utf8;        /* names outside ASCII are not handed out in the C locale */
    struct nr_buf name;
    bool over; /* the file has been read to its end, or as far as it can be */
    uint64_t entries, position;
    uint64_t *budget, most;
};

/* libarchive reads what lies in the look-ahead; it is taken when the next bytes are asked for. */
static la_ssize_t read_input(struct archive *a, void *self, const void **bytes)
{
    struct nr_container *c = self;
    struct nr_str view;
    nr_input_skip(c->in, c->shown);
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
    default:
        archive_read_support_format_tar(a);
        return archive_read_set_option(a, "tar", "read_concatenated_archives", "1");
    }
}

enum nr_status nr_container_open(struct nr_container **container, enum nr_kind kind,
                                 struct nr_input *in, const char *path, size_t limit,
                                 uint64_t *budget, struct nr_error *e)
{
    struct nr_container *c = nr_alloc_zero(1, sizeof *c);
    int result = ARCHIVE_OK;
    *container = c;
    c->in = in;
    c->budget = budget;
    c->most = *budget;
    c->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    c->archive = archive_read_new();
    if (!c->archive)
        nr_die_of_memory();
    if (enable(c->archive, kind) < ARCHIVE_WARN)
        goto fail;
    if (path)
        result = archive_read_open_filename(c->archive, path, BLOCK);
    else if ((kind == NR_KIND_7Z && hold(c, limit, e)) || (kind == NR_KIND_ZIP && hold(c, HELD, e)))
        result = archive_read_open_memory(c->archive, c->memory.data, c->memory.len);
    else if (kind != NR_KIND_7Z)
        result = archive_read_open2(c->archive, c, NULL, read_input, NULL, NULL);
    else
        goto out;
    if (result >= ARCHIVE_WARN)
        return NR_OK;
fail:
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
    free(c);
}

/* Names may hold anything; a label must not hold what a terminal or a line-wise tool obeys. */
static void set_name(struct nr_container *c, const char *name)
{
    struct nr_buf valid = {0};
    nr_buf_reset(&c->name, BLOCK);
    nr_utf8_repair(&valid, nr_str_of(name));
    const char *at = nr_buf_cstr(&valid), *end = at + valid.len;
    while (at < end) {
        uint32_t sign = nr_utf8_next(&at, end);
        nr_utf8_add(&c->name, sign < 0x20 || (sign >= 0x7f && sign < 0xa0) ? '?' : sign);
    }
    if (c->name.len == 0)
        nr_buf_addf(&c->name, "entry-%llu", (unsigned long long)c->entries);
    nr_buf_free(&valid);
}

static int next_header(struct nr_container *c, struct archive_entry **found)
{
    locale_t old = c->utf8 ? uselocale(c->utf8) : (locale_t)0;
    int result = ARCHIVE_RETRY;
    for (int i = 0; result == ARCHIVE_RETRY && i < RETRIES; i++)
        result = archive_read_next_header(c->archive, found);
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

enum nr_status nr_container_next(struct nr_container *c, struct nr_entry *entry, struct nr_error *e)
{
    struct archive_entry *found = NULL;
    int result;
    do
        result = next_header(c, &found);
    while ((result == ARCHIVE_OK || result == ARCHIVE_WARN) && !is_file(found));
    if (result == ARCHIVE_EOF)
        return NR_END;
    *entry = (struct nr_entry){.name = nr_buf_str(&c->name)};
    if (result != ARCHIVE_OK && result != ARCHIVE_WARN) {
        set_error(c, e);
        return NR_FAIL;
    }
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
    c->position += size;
    *chunk = nr_str(data, size);
    return NR_OK;
}

uint64_t nr_container_consumed(const struct nr_container *c)
{
    la_int64_t n = archive_filter_bytes(c->archive, -1);
    return n > 0 ? (uint64_t)n : 0;
}
