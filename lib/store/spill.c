#include "newsreel/store/spill.h"
#include "newsreel/core/mem.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { BUFFER = 64 << 10, HEADER = sizeof(uint32_t) };

struct nr_spill {
    int fd;
    uint64_t written;   /* bytes in the file; what is behind them lies in the buffer */
    struct nr_buf tail; /* a string is its length in 4 bytes, then its bytes */
};

enum nr_status nr_spill_open(struct nr_spill **spill, struct nr_error *e)
{
    const char *folder = getenv("TMPDIR");
    struct nr_buf path = {0};
    nr_buf_addf(&path, "%s/newsreel-XXXXXX", folder && *folder ? folder : "/tmp");
    nr_buf_cstr(&path);
    int fd = mkstemp(path.data);
    if (fd < 0)
        nr_error_system(e, "cannot make a temporary file (TMPDIR)", errno);
    else if (unlink(path.data) != 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) != 0) {
        nr_error_system(e, "cannot set up a temporary file", errno);
        close(fd);
        fd = -1;
    }
    nr_buf_free(&path);
    if (fd < 0)
        return NR_FAIL;
    *spill = nr_alloc_zero(1, sizeof **spill);
    (*spill)->fd = fd;
    return NR_OK;
}

static enum nr_status write_tail(struct nr_spill *spill, struct nr_error *e)
{
    for (size_t at = 0; at < spill->tail.len;) {
        ssize_t n = write(spill->fd, spill->tail.data + at, spill->tail.len - at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            nr_error_system(e, "cannot write the temporary file (TMPDIR)", errno);
            return NR_FAIL;
        }
        at += (size_t)n;
    }
    spill->written += spill->tail.len;
    nr_buf_reset(&spill->tail, 2 * BUFFER);
    return NR_OK;
}

uint64_t nr_spill_size(const struct nr_spill *spill)
{
    return spill->written + spill->tail.len;
}

enum nr_status nr_spill_add(struct nr_spill *spill, struct nr_str s, uint64_t *offset,
                            struct nr_error *e)
{
    if (s.len > UINT32_MAX) {
        nr_error_set(e, "a string of %zu bytes is too long for the temporary file", s.len);
        return NR_FAIL;
    }
    uint32_t len = (uint32_t)s.len;
    *offset = nr_spill_size(spill);
    nr_buf_add(&spill->tail, (const char *)&len, sizeof len);
    nr_buf_add_str(&spill->tail, s);
    return spill->tail.len < BUFFER ? NR_OK : write_tail(spill, e);
}

/* size bytes at offset of what is in the file. */
static enum nr_status read_back(struct nr_spill *spill, uint64_t offset, char *to, size_t size,
                                struct nr_error *e)
{
    while (size > 0) {
        ssize_t n = pread(spill->fd, to, size, (off_t)offset);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            nr_error_system(e, "cannot read the temporary file", n < 0 ? errno : EIO);
            return NR_FAIL;
        }
        to += n;
        size -= (size_t)n;
        offset += (size_t)n;
    }
    return NR_OK;
}

enum nr_status nr_spill_get(struct nr_spill *spill, uint64_t offset, struct nr_buf *out,
                            struct nr_error *e)
{
    uint32_t len;
    if (offset >= spill->written) {
        const char *p = spill->tail.data + (offset - spill->written);
        memcpy(&len, p, HEADER);
        nr_buf_add(out, p + HEADER, len);
        return NR_OK;
    }
    if (read_back(spill, offset, (char *)&len, HEADER, e) != NR_OK)
        return NR_FAIL;
    char *to = nr_buf_reserve(out, len);
    if (read_back(spill, offset + HEADER, to, len, e) != NR_OK)
        return NR_FAIL;
    out->len += len;
    return NR_OK;
}

uint64_t nr_spill_after(uint64_t offset, size_t len)
{
    return offset + HEADER + len;
}

void nr_spill_close(struct nr_spill *spill)
{
    if (!spill)
        return;
    close(spill->fd);
    nr_buf_free(&spill->tail);
    free(spill);
}
