/* A folder is read whole, sorted and closed before its first name is given out: so descriptors do
 * not depend on the depth, and the order not on the file system. */
#include "newsreel/source/walk.h"
#include "newsreel/core/mem.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

/* A folder whose names are being given out. */
struct folder {
    char **names; /* sorted; those before next are freed */
    size_t next, count, cap;
    size_t path; /* length of its path, with the slash behind it */
};

struct nr_walk {
    const char *const *operands;
    size_t operand, count;
    struct folder *folders; /* from the operand down */
    size_t depth, cap;
    struct nr_buf path;
    uint64_t passed[NR_PASSED];
};

static const char *const standard_input[] = {"-"};

struct nr_walk *nr_walk_open(const char *const *operands, size_t count)
{
    struct nr_walk *w = nr_alloc_zero(1, sizeof *w);
    w->operands = count ? operands : standard_input;
    w->count = count ? count : 1;
    return w;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_name(struct folder *f, const char *name)
{
    size_t size = strlen(name) + 1;
    f->names = nr_grow_array(f->names, &f->cap, f->count + 1, sizeof *f->names);
    f->names[f->count] = nr_alloc(size);
    memcpy(f->names[f->count++], name, size);
}

static void free_folder(struct folder *f)
{
    for (; f->next < f->count; f->next++)
        free(f->names[f->next]);
    free(f->names);
}

static enum nr_status fail(const struct nr_walk *w, struct nr_error *e, const char *what)
{
    nr_error_system(e, what, errno);
    e->path = nr_buf_str(&w->path);
    return NR_FAIL;
}

/* The folder at w->path becomes the innermost one. */
static enum nr_status enter(struct nr_walk *w, struct nr_error *e)
{
    struct folder f = {0};
    DIR *dir = opendir(nr_buf_cstr(&w->path));
    if (!dir)
        return fail(w, e, "cannot read the folder");
    struct dirent *entry;
    while (errno = 0, (entry = readdir(dir)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            add_name(&f, entry->d_name);
    int error = errno;
    closedir(dir);
    if (f.count)
        qsort(f.names, f.count, sizeof *f.names, by_bytes);
    enum nr_status status = NR_OK;
    if (error) { /* what was read of it is given out all the same */
        errno = error;
        status = fail(w, e, "cannot read the whole folder");
    }
    f.path = w->path.len;
    if (w->path.data[w->path.len - 1] != '/')
        f.path++;
    w->folders = nr_grow_array(w->folders, &w->cap, w->depth + 1, sizeof *w->folders);
    w->folders[w->depth++] = f;
    return status;
}

static void leave(struct nr_walk *w)
{
    free_folder(&w->folders[--w->depth]);
}

/* The path of the next name in the innermost folder. */
static void take_name(struct nr_walk *w)
{
    struct folder *f = &w->folders[w->depth - 1];
    char *name = f->names[f->next++];
    w->path.len = f->path - 1; /* with or without the slash that the operand brought along */
    nr_buf_add_char(&w->path, '/');
    nr_buf_add_cstr(&w->path, name);
    free(name);
}

static enum nr_status pass_over(struct nr_walk *w, enum nr_passed_over what)
{
    w->passed[what]++;
    return NR_END;
}

/* NR_OK: w->path is a file to give out; NR_END: nothing to give out here. */
static enum nr_status look_at_name(struct nr_walk *w, struct nr_error *e)
{
    struct stat st;
    const char *path = nr_buf_cstr(&w->path);
    int code = lstat(path, &st);
    bool link = code == 0 && S_ISLNK(st.st_mode);
    if (link)
        code = stat(path, &st);
    if (code != 0 && link && (errno == ENOENT || errno == ELOOP))
        return pass_over(w, NR_PASSED_DANGLING);
    if (code != 0)
        return errno == ENOENT ? NR_END : fail(w, e, "cannot look at");
    if (S_ISREG(st.st_mode))
        return NR_OK;
    if (!S_ISDIR(st.st_mode) || link)
        return pass_over(w, S_ISDIR(st.st_mode) ? NR_PASSED_FOLDER : NR_PASSED_SPECIAL);
    enum nr_status status = enter(w, e);
    return status == NR_OK ? NR_END : status;
}

static enum nr_status look_at_operand(struct nr_walk *w, struct nr_error *e)
{
    struct stat st;
    const char *operand = w->operands[w->operand++];
    w->path.len = 0;
    nr_buf_add_cstr(&w->path, operand);
    if (strcmp(operand, "-") == 0)
        return NR_OK;
    if (stat(operand, &st) != 0)
        return fail(w, e, *operand ? "cannot open" : "cannot open ''");
    enum nr_status status = S_ISDIR(st.st_mode) ? enter(w, e) : NR_OK;
    return status == NR_OK && S_ISDIR(st.st_mode) ? NR_END : status;
}

enum nr_status nr_walk_next(struct nr_walk *w, const char **path, struct nr_error *e)
{
    enum nr_status status = NR_END;
    while (status == NR_END) {
        if (w->depth == 0 && w->operand == w->count)
            return NR_END;
        if (w->depth == 0) {
            status = look_at_operand(w, e);
        } else if (w->folders[w->depth - 1].next == w->folders[w->depth - 1].count) {
            leave(w);
        } else {
            take_name(w);
            status = look_at_name(w, e);
        }
    }
    *path = nr_buf_cstr(&w->path);
    return status;
}

uint64_t nr_walk_passed(const struct nr_walk *w, enum nr_passed_over what)
{
    return w->passed[what];
}

uint64_t nr_walk_total(const struct nr_walk *w)
{
    uint64_t total = 0;
    for (size_t i = 0; i < w->count; i++) {
        struct stat st;
        if (strcmp(w->operands[i], "-") == 0 || stat(w->operands[i], &st) != 0 ||
            !S_ISREG(st.st_mode))
            return 0;
        total += (uint64_t)st.st_size;
    }
    return total;
}

void nr_walk_close(struct nr_walk *w)
{
    if (!w)
        return;
    while (w->depth)
        leave(w);
    free(w->folders);
    nr_buf_free(&w->path);
    free(w);
}
