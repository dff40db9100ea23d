/* A library for LD_PRELOAD that makes system calls fail on demand, as disks do.
 *
 *     FAULT="CALL:PART:AFTER:ERRNO"
 *
 * CALL is read, write, fsync, rename or close; PART is a piece of the file's path (empty: any file,
 * pipes too); from the call on that comes after AFTER bytes (read, write) or calls (the others),
 * every such call fails with ERRNO (a number). A read or write that reaches the limit is cut there
 * first, as a real one is. */
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

struct fault {
    char call[16], part[256];
    unsigned long long after, seen;
    int error;
};

static struct fault fault;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void load(void)
{
    const char *text = getenv("FAULT");
    if (!text)
        return;
    const char *colon = strchr(text, ':');
    const char *next = colon ? strchr(colon + 1, ':') : NULL;
    if (!next)
        return;
    snprintf(fault.call, sizeof fault.call, "%.*s", (int)(colon - text), text);
    snprintf(fault.part, sizeof fault.part, "%.*s", (int)(next - colon - 1), colon + 1);
    if (sscanf(next, ":%llu:%d", &fault.after, &fault.error) != 2)
        fault.call[0] = '\0';
}

static int is_meant(const char *call, const char *path)
{
    pthread_once(&once, load);
    return strcmp(call, fault.call) == 0 && (!fault.part[0] || strstr(path, fault.part));
}

static int is_meant_fd(const char *call, int fd)
{
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    path[n > 0 ? n : 0] = '\0';
    return is_meant(call, path);
}

/* How much of len may still go through; 0 with len > 0: fail now. */
static size_t allow(size_t len)
{
    pthread_mutex_lock(&lock);
    unsigned long long left = fault.after > fault.seen ? fault.after - fault.seen : 0;
    size_t n = len < left ? len : (size_t)left;
    fault.seen += n;
    pthread_mutex_unlock(&lock);
    if (n == 0)
        errno = fault.error;
    return n;
}

static void *real(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

/* POSIX's way to turn dlsym's object pointer into a function pointer. */
#define REAL(type, variable, name)                                                                 \
    type variable;                                                                                 \
    *(void **)(&variable) = real(name)

typedef ssize_t read_function(int, void *, size_t);
typedef ssize_t write_function(int, const void *, size_t);
typedef int fd_function(int);
typedef int rename_function(const char *, const char *);

ssize_t read(int fd, void *data, size_t len)
{
    REAL(read_function *, call, "read");
    if (len > 0 && is_meant_fd("read", fd) && (len = allow(len)) == 0)
        return -1;
    return call(fd, data, len);
}

ssize_t write(int fd, const void *data, size_t len)
{
    REAL(write_function *, call, "write");
    if (len > 0 && is_meant_fd("write", fd) && (len = allow(len)) == 0)
        return -1;
    return call(fd, data, len);
}

int fsync(int fd)
{
    REAL(fd_function *, call, "fsync");
    return is_meant_fd("fsync", fd) && allow(1) == 0 ? -1 : call(fd);
}

int fdatasync(int fd)
{
    REAL(fd_function *, call, "fdatasync");
    return is_meant_fd("fsync", fd) && allow(1) == 0 ? -1 : call(fd);
}

int close(int fd)
{
    REAL(fd_function *, call, "close");
    return is_meant_fd("close", fd) && allow(1) == 0 ? -1 : call(fd);
}

int rename(const char *from, const char *to)
{
    REAL(rename_function *, call, "rename");
    return is_meant("rename", to) && allow(1) == 0 ? -1 : call(from, to);
}
