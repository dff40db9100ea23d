/* An index whose process is killed, or whose system fails, before each call that changes a file:
 * the same work, started again, ends with the bytes of a run that nothing has happened to. The
 * functions below stand before the system's; theirs are called by other names. */
#include "newsreel/store/index.h"
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "folder.h"
#include "newsreel/core/hash.h"

enum mode { COUNT, KILL, FAIL };

static struct {
    enum mode mode;
    unsigned calls, at; /* so far; the one that something happens to */
} trap;

/* What a power cut would lose. */
static struct {
    bool checked;
    ino_t unsynced[8]; /* files with bytes that are not on disk */
    size_t count;
    bool names; /* the folder has names that are not on disk */
} loss;

static void watch(enum mode mode, unsigned at)
{
    trap.mode = mode;
    trap.calls = 0;
    trap.at = at;
}

/* True: the call is to fail. */
static bool is_trapped(void)
{
    trap.calls++;
    if (trap.mode == COUNT || trap.calls != trap.at)
        return false;
    if (trap.mode == KILL)
        kill(getpid(), SIGKILL);
    errno = ENOSPC;
    return true;
}

static bool is_unsynced(ino_t file)
{
    for (size_t i = 0; i < loss.count; i++)
        if (loss.unsynced[i] == file)
            return true;
    return false;
}

static void set_synced(int fd, bool synced)
{
    struct stat st;
    assert_int_equal(fstat(fd, &st), 0);
    if (S_ISDIR(st.st_mode)) {
        loss.names = loss.names && !synced;
    } else if (!synced && !is_unsynced(st.st_ino)) {
        assert_true(loss.count < sizeof loss.unsynced / sizeof *loss.unsynced);
        loss.unsynced[loss.count++] = st.st_ino;
    }
    for (size_t i = 0; synced && i < loss.count; i++)
        if (loss.unsynced[i] == st.st_ino)
            loss.unsynced[i--] = loss.unsynced[--loss.count];
}

int open(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    unsigned mode = flags & O_CREAT ? va_arg(args, unsigned) : 0;
    va_end(args);
    if (flags & O_CREAT && is_trapped())
        return -1;
    return openat(AT_FDCWD, path, flags, mode);
}

/* A call that is trapped has written half of it. */
ssize_t write(int fd, const void *data, size_t len)
{
    struct iovec part = {(void *)(uintptr_t)data, len / 2};
    struct iovec whole = {(void *)(uintptr_t)data, len};
    if (trap.mode != COUNT && trap.calls + 1 == trap.at)
        assert_int_equal(writev(fd, &part, 1), len / 2);
    if (is_trapped())
        return -1;
    if (loss.checked)
        set_synced(fd, false);
    return writev(fd, &whole, 1);
}

int fsync(int fd)
{
    if (is_trapped())
        return -1;
    if (loss.checked)
        set_synced(fd, true);
    return 0;
}

/* Nothing gets its name before its bytes are on disk, nor MANIFEST before the names in it. */
int rename(const char *from, const char *to)
{
    struct stat st;
    if (is_trapped())
        return -1;
    if (loss.checked) {
        assert_int_equal(stat(from, &st), 0);
        assert_false(is_unsynced(st.st_ino));
        assert_true(!loss.names || !strstr(to, "MANIFEST"));
        loss.names = true;
    }
    return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

/* Nothing that MANIFEST needs on disk goes before a new one is there. */
int unlink(const char *path)
{
    if (is_trapped())
        return -1;
    assert_true(!loss.checked || !loss.names || !strstr(path, ".run"));
    return unlinkat(AT_FDCWD, path, 0);
}

int mkdir(const char *path, mode_t mode)
{
    return is_trapped() ? -1 : mkdirat(AT_FDCWD, path, mode);
}

/* ---- The work: of some numbers those pass that no number before them shares a key with ---- */

enum { WINDOW = 100000 };

struct work {
    const char *identity;
    unsigned from, to; /* numbers */
    unsigned part;     /* two numbers share a key that are equal divided by it */
};

static bool is_new(const struct nr_index *x, const uint64_t *seen, size_t count, uint64_t key)
{
    struct nr_index_matches m = {0};
    struct nr_error e;
    bool found = nr_index_find(x, &key, 1, &m, &e) != NR_OK || m.count > 0;
    nr_index_matches_free(&m);
    for (size_t i = 0; i < count; i++)
        found = found || seen[i] == key;
    return !found;
}

/* Those that pass, in one string: they are added, and come out before the commit. */
static enum nr_status run(struct nr_index *x, const struct work *w, struct nr_buf *out,
                          struct nr_error *e)
{
    uint64_t seen[400];
    size_t count = 0;
    for (unsigned n = w->from; n < w->to; n++) {
        unsigned part = n / w->part;
        uint64_t key = nr_hash64(nr_str((const char *)&part, sizeof part));
        if (!is_new(x, seen, count, key))
            continue;
        seen[count++] = key;
        size_t at = out->len;
        nr_buf_addf(out, "%u %700u\n", n, n);
        if (nr_index_add(x, &key, 1, w->from * 100, nr_str_sub(nr_buf_str(out), at, out->len), e) !=
            NR_OK)
            return NR_FAIL;
    }
    return nr_index_commit(x, WINDOW, e);
}

static enum nr_status work(const char *folder, const struct work *w, struct nr_buf *out)
{
    const struct nr_index_setting settings[] = {{"part", NR_STR("3")}};
    const struct nr_index_options o = {.folder = folder,
                                       .settings = settings,
                                       .setting_count = 1,
                                       .identity = nr_str_of(w->identity),
                                       .sorted = 16};
    struct nr_index *x;
    struct nr_error e;
    out->len = 0;
    enum nr_status status = nr_index_open(&x, &o, &e);
    if (status == NR_OK)
        status = run(x, w, out, &e);
    nr_index_close(x);
    return status;
}

enum outcome { ENDED, BROKEN, DONE /* although a call has failed */ };

/* The work, in a process of its own. ENDED when there are fewer calls. */
static enum outcome work_trapped(const char *folder, const struct work *w, enum mode mode,
                                 unsigned at)
{
    int status;
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct nr_buf out = {0};
        watch(mode, at);
        enum nr_status end = work(folder, w, &out);
        nr_buf_free(&out);
        _exit(trap.calls < at ? ENDED : end == NR_OK ? DONE : BROKEN);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? (enum outcome)WEXITSTATUS(status) : BROKEN;
}

/* ---- Where it begins ---- */

static void copy_folder(const char *from, const char *to)
{
    struct dirent **names;
    folder_empty(to);
    rmdir(to);
    int n = scandir(from, &names, folder_is_name, alphasort);
    if (n < 0)
        return; /* there was none */
    mkdirat(AT_FDCWD, to, 0777);
    for (int i = 0; i < n; i++) {
        struct nr_buf bytes = {0};
        folder_get(from, names[i]->d_name, &bytes);
        folder_put(to, names[i]->d_name, nr_buf_str(&bytes));
        nr_buf_free(&bytes);
        free(names[i]);
    }
    free(names);
}

/* A folder in which runs have been committed already. */
struct scene {
    char *base, *half, *folder;
    struct nr_buf out, dump, got, want; /* of a run that nothing happens to; scratch */
};

static const struct work trapped = {"work", 1000, 1300, 3}, other = {"other work", 1250, 1400, 3};

static void prepare(struct scene *s, unsigned runs)
{
    *s = (struct scene){folder_make("base"), folder_make("half"), folder_make("index"), .out = {0}};
    watch(COUNT, 0);
    for (unsigned i = 0; i < runs; i++) {
        const struct work w = {"before", 985 + i * 5, 990 + i * 5, 3};
        assert_int_equal(work(s->base, &w, &s->out), NR_OK);
    }
    copy_folder(s->base, s->folder);
    assert_int_equal(work(s->folder, &trapped, &s->out), NR_OK);
    folder_dump(s->folder, &s->dump);
}

static void drop(struct scene *s)
{
    folder_drop(s->base);
    folder_drop(s->half);
    folder_drop(s->folder);
    nr_buf_free(&s->out);
    nr_buf_free(&s->dump);
    nr_buf_free(&s->got);
    nr_buf_free(&s->want);
}

static void assert_same_again(struct scene *s)
{
    watch(COUNT, 0);
    assert_int_equal(work(s->folder, &trapped, &s->got), NR_OK);
    assert_true(nr_str_eq(nr_buf_str(&s->got), nr_buf_str(&s->out)));
    s->got.len = 0;
    folder_dump(s->folder, &s->got);
    assert_true(nr_str_eq(nr_buf_str(&s->got), nr_buf_str(&s->dump)));
}

/* How many runs there are before: none, so that all is new; so many that all become one, and that
 * some are too old. */
static const unsigned scenes[] = {0, 7};
enum { SCENES = 2 };

static void trapped_at_each_call(enum mode mode)
{
    for (size_t i = 0; i < SCENES; i++) {
        struct scene s;
        enum outcome end;
        unsigned at = 0, done = 0;
        prepare(&s, scenes[i]);
        do {
            copy_folder(s.base, s.folder);
            end = work_trapped(s.folder, &trapped, mode, ++at);
            if (end == BROKEN)
                assert_same_again(&s);
            done += end == DONE;
        } while (end != ENDED);
        assert_true(at > 20);
        assert_true(done <= (mode == FAIL ? 2 : 0)); /* what is removed in the end */
        drop(&s);
    }
}

static void killed_at_each_call(void **state)
{
    (void)state;
    trapped_at_each_call(KILL);
}

static void each_call_fails(void **state)
{
    (void)state;
    trapped_at_each_call(FAIL);
}

/* The second process puts in order what the first has left, and is killed at that. */
static void killed_twice(void **state)
{
    (void)state;
    enum { STEP = 12 };
    struct scene s;
    prepare(&s, 7);
    for (unsigned first = 1;; first++) {
        copy_folder(s.base, s.half);
        if (work_trapped(s.half, &trapped, KILL, first) == ENDED)
            break;
        for (unsigned second = 1 + first % STEP;; second += STEP) {
            copy_folder(s.half, s.folder);
            if (work_trapped(s.folder, &trapped, KILL, second) == ENDED)
                break;
            assert_same_again(&s);
        }
    }
    drop(&s);
}

/* Other work comes next: what was committed stays, all of it or nothing. */
static void other_work_follows(void **state)
{
    (void)state;
    struct scene s;
    struct nr_buf without = {0}, with = {0};
    unsigned at = 0, times[2] = {0};
    prepare(&s, 7);
    assert_int_equal(work(s.folder, &other, &s.got), NR_OK);
    folder_dump(s.folder, &with);
    copy_folder(s.base, s.folder);
    assert_int_equal(work(s.folder, &other, &s.got), NR_OK);
    folder_dump(s.folder, &without);
    for (enum outcome end = BROKEN; end != ENDED;) {
        copy_folder(s.base, s.folder);
        end = work_trapped(s.folder, &trapped, KILL, ++at);
        watch(COUNT, 0);
        assert_int_equal(work(s.folder, &other, &s.got), NR_OK);
        s.got.len = 0;
        folder_dump(s.folder, &s.got);
        bool is_in = nr_str_eq(nr_buf_str(&s.got), nr_buf_str(&with));
        assert_true(is_in || nr_str_eq(nr_buf_str(&s.got), nr_buf_str(&without)));
        times[is_in]++;
    }
    assert_true(times[0] > 10 && times[1] > 1);
    nr_buf_free(&with);
    nr_buf_free(&without);
    drop(&s);
}

/* Other work begins to put in order what was left, and does not get far: nothing is missing. */
static void other_work_is_killed_too(void **state)
{
    (void)state;
    struct scene s;
    prepare(&s, 7);
    for (unsigned first = 1;; first++) {
        copy_folder(s.base, s.half);
        if (work_trapped(s.half, &trapped, KILL, first) == ENDED)
            break;
        for (unsigned second = 1 + first % 2; second < 20; second += 2) {
            copy_folder(s.half, s.folder);
            assert_int_equal(work_trapped(s.folder, &other, KILL, second), BROKEN);
            watch(COUNT, 0);
            assert_int_equal(work(s.folder, &trapped, &s.got), NR_OK);
            assert_true(s.got.len == 0 || nr_str_eq(nr_buf_str(&s.got), nr_buf_str(&s.out)));
        }
        first += first < 25 ? 7 : 0; /* the commit comes later */
    }
    drop(&s);
}

static void nothing_is_named_before_it_is_on_disk(void **state)
{
    (void)state;
    struct scene s;
    prepare(&s, 7);
    copy_folder(s.base, s.folder);
    loss.checked = true;
    assert_int_equal(work(s.folder, &trapped, &s.got), NR_OK);
    assert_int_equal(work(s.folder, &other, &s.got), NR_OK);
    loss.checked = false;
    drop(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_at_each_call),
        cmocka_unit_test(killed_twice),
        cmocka_unit_test(each_call_fails),
        cmocka_unit_test(other_work_follows),
        cmocka_unit_test(other_work_is_killed_too),
        cmocka_unit_test(nothing_is_named_before_it_is_on_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
