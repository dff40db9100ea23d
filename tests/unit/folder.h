/* A folder for a test: its files as a whole. */
#ifndef NEWSREEL_TESTS_UNIT_FOLDER_H
#define NEWSREEL_TESTS_UNIT_FOLDER_H

#include "newsreel/core/buf.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A path in a new temporary folder; nothing is there yet. */
static inline char *folder_make(const char *name)
{
    const char *parent = getenv("TMPDIR");
    struct nr_buf path = {0};
    nr_buf_addf(&path, "%s/newsreel-test-XXXXXX", parent && *parent ? parent : "/tmp");
    nr_buf_cstr(&path);
    assert_non_null(mkdtemp(path.data));
    nr_buf_addf(&path, "/%s", name);
    nr_buf_cstr(&path);
    return path.data;
}

static inline const char *folder_file(const char *folder, const char *name, char path[4096])
{
    snprintf(path, 4096, "%s/%s", folder, name);
    return path;
}

static inline void folder_get(const char *folder, const char *name, struct nr_buf *out)
{
    char path[4096];
    FILE *f = fopen(folder_file(folder, name, path), "rb");
    assert_non_null(f);
    for (int c; (c = getc(f)) != EOF;)
        nr_buf_add_char(out, (char)c);
    fclose(f);
}

static inline void folder_put(const char *folder, const char *name, struct nr_str bytes)
{
    char path[4096];
    FILE *f = fopen(folder_file(folder, name, path), "wb");
    assert_non_null(f);
    assert_true(bytes.len == 0 || fwrite(bytes.data, 1, bytes.len, f) == bytes.len);
    assert_int_equal(fclose(f), 0);
}

static inline void folder_remove_file(const char *folder, const char *name)
{
    char path[4096];
    assert_int_equal(unlink(folder_file(folder, name, path)), 0);
}

static inline int folder_is_name(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static inline size_t folder_count(const char *folder)
{
    struct dirent **names;
    int n = scandir(folder, &names, folder_is_name, alphasort);
    assert_true(n >= 0);
    for (int i = 0; i < n; i++)
        free(names[i]);
    free(names);
    return (size_t)n;
}

/* All names and bytes. */
static inline void folder_dump(const char *folder, struct nr_buf *out)
{
    struct dirent **names;
    int n = scandir(folder, &names, folder_is_name, alphasort);
    assert_true(n >= 0);
    for (int i = 0; i < n; i++) {
        nr_buf_addf(out, "== %s\n", names[i]->d_name);
        folder_get(folder, names[i]->d_name, out);
        free(names[i]);
    }
    free(names);
}

/* Removes all files, but not the temporary folder itself and its name. */
static inline void folder_empty(const char *folder)
{
    struct dirent **names;
    int n = scandir(folder, &names, folder_is_name, alphasort);
    for (int i = 0; i < n; i++) {
        folder_remove_file(folder, names[i]->d_name);
        free(names[i]);
    }
    if (n >= 0)
        free(names);
}

static inline void folder_drop(char *folder)
{
    folder_empty(folder);
    rmdir(folder);
    *strrchr(folder, '/') = '\0';
    assert_int_equal(rmdir(folder), 0);
    free(folder);
}

#endif
