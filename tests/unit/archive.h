/* Archives made at run time, for tests. After <cmocka.h>. */
#ifndef NEWSREEL_TESTS_ARCHIVE_H
#define NEWSREEL_TESTS_ARCHIVE_H

#include "newsreel/core/buf.h"
#include <archive.h>
#include <archive_entry.h>

struct file {
    const char *name;
    struct nr_str text;
    unsigned type; /* 0: a file */
};

static la_ssize_t add_bytes(struct archive *a, void *self, const void *bytes, size_t len)
{
    (void)a;
    nr_buf_add(self, bytes, len);
    return (la_ssize_t)len;
}

static void write_archive_with(struct nr_buf *out, const char *format, const char *passphrase,
                               const struct file *files, size_t count)
{
    struct archive *a = archive_write_new();
    assert_int_equal(archive_write_set_format_by_name(a, format), ARCHIVE_OK);
    archive_write_set_bytes_in_last_block(a, 1);
    if (passphrase) {
        archive_write_set_options(a, "zip:encryption=traditional");
        archive_write_set_passphrase(a, passphrase);
    }
    assert_int_equal(archive_write_open(a, out, NULL, add_bytes, NULL), ARCHIVE_OK);
    for (size_t i = 0; i < count; i++) {
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, files[i].name);
        archive_entry_set_filetype(entry, files[i].type ? files[i].type : AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_size(entry, files[i].type ? 0 : (la_int64_t)files[i].text.len);
        if (files[i].type == AE_IFLNK)
            archive_entry_set_symlink(entry, files[i].text.data);
        archive_write_header(a, entry);
        if (!files[i].type)
            archive_write_data(a, files[i].text.data, files[i].text.len);
        archive_entry_free(entry);
    }
    assert_int_equal(archive_write_close(a), ARCHIVE_OK);
    archive_write_free(a);
}

static inline void write_archive(struct nr_buf *out, const char *format, const struct file *files,
                                 size_t count)
{
    write_archive_with(out, format, NULL, files, count);
}

#endif
