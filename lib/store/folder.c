#include "folder.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MODE_FILE = 0666, MODE_FOLDER = 0777 };

const char *folder_path(struct folder *f, const char *name)
{
    f->name.len = 0;
    nr_buf_add_str(&f->name, nr_buf_str(&f->path));
    nr_buf_add_cstr(&f->name, name);
    return nr_buf_cstr(&f->name);
}

enum nr_status folder_fail(struct folder *f, const char *name, const char *what, struct nr_error *e)
{
    nr_error_system(e, what, errno);
    e->path = nr_str_of(folder_path(f, name));
    return NR_FAIL;
}

enum nr_status folder_refuse(struct folder *f, const char *name, const char *why,
                             struct nr_error *e)
{
    nr_error_set(e, "%s", why);
    e->path = nr_str_of(folder_path(f, name));
    return NR_FAIL;
}

/* A file system that knows no locks refuses nobody. The file stays: were it removed, two processes
 * could hold locks on two files of one name. */
static enum nr_status take_lock(struct folder *f, int flags, struct nr_error *e)
{
    f->lock = open(folder_path(f, "lock"), flags | O_CLOEXEC, MODE_FILE);
    if (f->lock < 0 && errno == ENOENT && !(flags & O_CREAT))
        return NR_OK;
    if (f->lock < 0)
        return folder_fail(f, "lock", "cannot create", e);
    if (flock(f->lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return folder_refuse(f, "", "the index is in use by another process", e);
    return NR_OK;
}

enum nr_status folder_open(struct folder *f, const char *path, bool look, struct nr_error *e)
{
    *f = (struct folder){.lock = -1};
    nr_buf_addf(&f->path, "%s/", path);
    if (look)
        return take_lock(f, O_RDONLY, e);
    if (mkdir(path, MODE_FOLDER) != 0 && errno != EEXIST)
        return folder_fail(f, "", "cannot make the folder", e);
    return take_lock(f, O_RDWR | O_CREAT, e);
}

void folder_close(struct folder *f)
{
    if (f->lock >= 0)
        close(f->lock);
    nr_buf_free(&f->path);
    nr_buf_free(&f->name);
}

static enum nr_status read_all(int fd, size_t limit, struct nr_buf *out)
{
    enum { STEP = 16 << 10 };
    for (;;) {
        ssize_t n = read(fd, nr_buf_reserve(out, STEP), STEP);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 ? NR_FAIL : NR_OK;
        out->len += (size_t)n;
        if (out->len > limit) {
            errno = EFBIG;
            return NR_FAIL;
        }
    }
}

enum nr_status folder_read(struct folder *f, const char *name, size_t limit, struct nr_buf *out,
                           struct nr_error *e)
{
    out->len = 0;
    int fd = open(folder_path(f, name), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? NR_END : folder_fail(f, name, "cannot open", e);
    enum nr_status status = read_all(fd, limit, out);
    if (status != NR_OK)
        folder_fail(f, name, "cannot read", e);
    close(fd);
    return status;
}

int folder_write(int fd, const char *data, size_t len)
{
    while (len) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        data += n;
        len -= (size_t)n;
    }
    return 0;
}

/* A name is in the folder only when the folder itself is on disk. Some file systems cannot sync a
 * folder: no error. */
static enum nr_status sync_folder(struct folder *f, struct nr_error *e)
{
    int fd = open(folder_path(f, ""), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return folder_fail(f, "", "cannot open", e);
    enum nr_status status = NR_OK;
    if (fsync(fd) != 0 && errno != EINVAL)
        status = folder_fail(f, "", "cannot sync", e);
    close(fd);
    return status;
}

enum nr_status folder_rename(struct folder *f, const char *from, const char *to, bool *named,
                             struct nr_error *e)
{
    struct nr_buf old = {0};
    nr_buf_add_cstr(&old, folder_path(f, from));
    bool done = rename(nr_buf_cstr(&old), folder_path(f, to)) == 0;
    nr_buf_free(&old);
    if (named)
        *named = done;
    return done ? sync_folder(f, e) : folder_fail(f, to, "cannot rename", e);
}

static enum nr_status write_synced(struct folder *f, const char *name, struct nr_str bytes,
                                   struct nr_error *e)
{
    enum nr_status status = NR_OK;
    int fd = open(folder_path(f, name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, MODE_FILE);
    if (fd < 0)
        return folder_fail(f, name, "cannot create", e);
    if (folder_write(fd, bytes.data, bytes.len) != 0)
        status = folder_fail(f, name, "cannot write", e);
    else if (fsync(fd) != 0)
        status = folder_fail(f, name, "cannot sync", e);
    if (close(fd) != 0 && status == NR_OK)
        status = folder_fail(f, name, "cannot close", e);
    return status;
}

enum nr_status folder_replace(struct folder *f, const char *name, struct nr_str bytes, bool *named,
                              struct nr_error *e)
{
    char part[64];
    snprintf(part, sizeof part, "%s.part", name);
    if (named)
        *named = false;
    if (write_synced(f, part, bytes, e) != NR_OK)
        return NR_FAIL;
    return folder_rename(f, part, name, named, e);
}

enum nr_status folder_remove(struct folder *f, const char *name, struct nr_error *e)
{
    if (unlink(folder_path(f, name)) == 0 || errno == ENOENT)
        return NR_OK;
    return folder_fail(f, name, "cannot remove", e);
}

enum nr_status folder_list(struct folder *f,
                           enum nr_status (*visit)(void *state, const char *name,
                                                   struct nr_error *e),
                           void *state, struct nr_error *e)
{
    enum nr_status status = NR_OK;
    DIR *dir = opendir(folder_path(f, ""));
    if (!dir && errno == ENOENT)
        return NR_OK;
    if (!dir)
        return folder_fail(f, "", "cannot list", e);
    for (struct dirent *entry; status == NR_OK && (entry = readdir(dir));)
        status = visit(state, entry->d_name, e);
    closedir(dir);
    return status;
}
