/* dribble SEED: copies stdin to stdout in writes of odd sizes, from one byte up, with pauses in
 * which the reader finds the pipe empty. Whatever sits behind it has to give the same bytes. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static uint64_t next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static int write_all(const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(STDOUT_FILENO, data, len);
        if (n < 0 && errno != EINTR)
            return -1;
        if (n > 0) {
            data += n;
            len -= (size_t)n;
        }
    }
    return 0;
}

int main(int argc, char *argv[])
{
    uint64_t state =
        88172645463325252u + (argc > 1 ? strtoull(argv[1], NULL, 10) : 0) * 2654435761u;
    static char buffer[1 << 17];
    unsigned pauses = 0;
    for (ssize_t got; (got = read(STDIN_FILENO, buffer, sizeof buffer)) != 0;) {
        if (got < 0) {
            perror("dribble");
            return 2;
        }
        for (size_t at = 0; at < (size_t)got;) {
            size_t most = (size_t)1 << next(&state) % 17; /* small sizes as often as large ones */
            size_t len = 1 + (size_t)(next(&state) % most);
            if (len > (size_t)got - at)
                len = (size_t)got - at;
            if (write_all(buffer + at, len) != 0)
                return errno == EPIPE ? 0 : 2;
            at += len;
            if (next(&state) % 8 == 0 && pauses++ < 500)
                nanosleep(&(struct timespec){.tv_nsec = 300000}, NULL);
        }
    }
    return 0;
}
