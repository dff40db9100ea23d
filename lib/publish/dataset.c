#include "dataset.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>

static const char *const kinds[DATASET_KINDS] = {"part", "text"};
static const char *const suffixes[NR_PACKINGS] = {".jsonl.zst", ".jsonl.gz", ".jsonl"};
static const char *const packings[NR_PACKINGS] = {"zst", "gz", "plain"};

enum { NUMBER_DIGITS = 6 };

bool nr_packing_find(struct nr_str name, enum nr_packing *packing)
{
    for (int i = 0; i < NR_PACKINGS; i++)
        if (nr_str_is(name, packings[i])) {
            *packing = (enum nr_packing)i;
            return true;
        }
    return false;
}

void dataset_name(char name[DATASET_NAME], enum dataset_kind kind, uint64_t number,
                  enum nr_packing packing)
{
    snprintf(name, DATASET_NAME, "%s-%0*llu%s", kinds[kind], NUMBER_DIGITS,
             (unsigned long long)number, suffixes[packing]);
}

static bool is_shard(struct nr_str name)
{
    bool known = false;
    for (int i = 0; i < DATASET_KINDS; i++)
        known |= nr_str_starts(name, nr_str_of(kinds[i]));
    size_t at = strlen(kinds[0]);
    if (!known || name.len < at + 1 + NUMBER_DIGITS || name.data[at++] != '-')
        return false;
    for (size_t end = at + NUMBER_DIGITS; at < end; at++)
        if (name.data[at] < '0' || name.data[at] > '9')
            return false;
    for (int i = 0; i < NR_PACKINGS; i++)
        if (nr_str_is(nr_str_sub(name, at, name.len), suffixes[i]))
            return true;
    return false;
}

static bool is_file(struct nr_str name)
{
    return nr_str_is(name, DATASET_FRAMES) || is_shard(name);
}

enum dataset_role dataset_role(struct nr_str name)
{
    struct nr_str dot = nr_str_of("."), part = nr_str_of(".part");
    if (is_file(name))
        return DATASET_FILE;
    if (nr_str_starts(name, dot) && nr_str_ends(name, part) &&
        is_file(nr_str_sub(name, dot.len, name.len - part.len)))
        return DATASET_STAGED;
    return DATASET_OTHER;
}

void dataset_staged(char staged[DATASET_NAME], const char *name)
{
    snprintf(staged, DATASET_NAME, ".%s.part", name);
}

const char *dataset_packing(enum nr_packing packing)
{
    return packings[packing];
}

static enum nr_status fail(const char *folder, const char *what, struct nr_error *e)
{
    nr_error_system(e, what, errno);
    e->path = nr_str_of(folder);
    return NR_FAIL;
}

enum nr_status dataset_each(const char *folder,
                            enum nr_status (*visit)(void *state, const char *name,
                                                    enum dataset_role role, struct nr_error *e),
                            void *state, struct nr_error *e)
{
    enum nr_status status = NR_OK;
    DIR *dir = opendir(folder);
    if (!dir)
        return fail(folder, "cannot list", e);
    while (status == NR_OK) {
        errno = 0;
        const struct dirent *entry = readdir(dir);
        if (!entry) {
            status = errno ? fail(folder, "cannot list", e) : NR_OK;
            break;
        }
        enum dataset_role role = dataset_role(nr_str_of(entry->d_name));
        if (role != DATASET_OTHER)
            status = visit(state, entry->d_name, role, e);
    }
    closedir(dir);
    return status;
}

const char *dataset_path(struct nr_buf *path, const char *folder, const char *name)
{
    path->len = 0;
    nr_buf_add_cstr(path, folder);
    if (!nr_str_ends(nr_buf_str(path), nr_str_of("/")))
        nr_buf_add_char(path, '/');
    nr_buf_add_cstr(path, name);
    return nr_buf_cstr(path);
}
