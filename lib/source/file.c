/* The bottom of most inputs: a file descriptor. */
#include "layer.h"
#include "newsreel/core/mem.h"
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

enum { READ_MOST = 1 << 20 };

struct file {
    struct nr_layer layer;
    int fd, stop_fd;
    bool closes, waits;
    uint64_t position;
    _Atomic uint64_t *consumed;
};

/* Waits until a read will not. A regular file never makes one wait for somebody else. */
static enum nr_status await(const struct file *f, struct nr_error *e)
{
    struct pollfd fds[] = {{.fd = f->fd, .events = POLLIN}, {.fd = f->stop_fd, .events = POLLIN}};
    while (f->waits) {
        if (poll(fds, 2, -1) < 0) {
            if (errno == EINTR || errno == EAGAIN)
                continue;
            nr_error_system(e, "cannot wait for input", errno);
            return NR_FAIL;
        }
        if (fds[1].revents) {
            nr_error_set(e, "stopped");
            return NR_FAIL;
        }
        if (fds[0].revents)
            break;
    }
    return NR_OK;
}

static enum nr_status file_read(struct nr_layer *layer, char *to, size_t room, struct nr_got *got,
                                struct nr_error *e)
{
    struct file *f = (struct file *)layer;
    ssize_t n;
    do {
        if (await(f, e) != NR_OK)
            return NR_FAIL;
        n = read(f->fd, to, room < READ_MOST ? room : READ_MOST);
    } while (n < 0 && (errno == EINTR || ((errno == EAGAIN || errno == EWOULDBLOCK) && f->waits)));
    if (n < 0) {
        nr_error_system(e, "cannot read", errno);
        return NR_FAIL;
    }
    if (n == 0) {
        got->unit = f->position;
        return NR_END;
    }
    got->len = (size_t)n;
    f->position += got->len;
    atomic_store_explicit(f->consumed, f->position, memory_order_relaxed);
    return NR_OK;
}

static bool file_would_block(const struct nr_layer *layer)
{
    const struct file *f = (const struct file *)layer;
    struct pollfd fd = {.fd = f->fd, .events = POLLIN};
    return f->waits && poll(&fd, 1, 0) == 0;
}

static void file_close(struct nr_layer *layer)
{
    struct file *f = (struct file *)layer;
    if (f->closes)
        close(f->fd);
    free(f);
}

struct nr_layer *nr_file_layer(int fd, bool closes, bool waits, int stop_fd, uint64_t position,
                               _Atomic uint64_t *consumed)
{
    struct file *f = nr_alloc_zero(1, sizeof *f);
    *f = (struct file){.layer = {file_read, file_would_block, file_close, true, false},
                       .fd = fd,
                       .stop_fd = stop_fd,
                       .closes = closes,
                       .waits = waits,
                       .position = position,
                       .consumed = consumed};
    return &f->layer;
}
