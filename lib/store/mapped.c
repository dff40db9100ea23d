#include "newsreel/store/mapped.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static enum nr_status map(struct nr_mapped *m, int fd, struct nr_error *e)
{
    struct stat status;
    if (fstat(fd, &status) != 0) {
        nr_error_system(e, "cannot open", errno);
        return NR_FAIL;
    }
    if (!S_ISREG(status.st_mode)) {
        nr_error_set(e, "not a regular file");
        return NR_FAIL;
    }
    size_t size = (size_t)status.st_size;
    if (size == 0)
        return NR_OK;
    void *p = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    if (p == MAP_FAILED) {
        nr_error_system(e, "cannot map", errno);
        return NR_FAIL;
    }
    m->bytes = nr_str(p, size);
    return NR_OK;
}

enum nr_status nr_mapped_open(struct nr_mapped *m, const char *path, struct nr_error *e)
{
    m->bytes = nr_str(NULL, 0);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        nr_error_system(e, "cannot open", errno);
    enum nr_status result = fd < 0 ? NR_FAIL : map(m, fd, e);
    if (fd >= 0)
        close(fd);
    if (result != NR_OK)
        e->path = nr_str_of(path);
    return result;
}

void nr_mapped_close(struct nr_mapped *m)
{
    if (m->bytes.data)
        munmap((void *)(uintptr_t)m->bytes.data, m->bytes.len);
    m->bytes = nr_str(NULL, 0);
}
