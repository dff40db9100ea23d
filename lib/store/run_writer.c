#include "run_writer.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MODE = 0666, VARINT_MOST = 10 };

static enum nr_status fail(struct run_writer *w, const char *what, struct nr_error *e)
{
    return folder_fail(w->folder, w->name, what, e);
}

enum nr_status run_writer_open(struct run_writer *w, struct folder *folder, uint64_t number,
                               const char *suffix, struct nr_error *e)
{
    static const char header[RUN_HEADER]; /* its bytes are known at the end */
    *w = (struct run_writer){.folder = folder, .facts = {.number = number, .newest = INT64_MIN}};
    run_name(number, suffix, w->name);
    w->fd = open(folder_path(folder, w->name), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, MODE);
    if (w->fd < 0)
        return fail(w, "cannot create", e);
    return folder_write(w->fd, header, sizeof header) == 0 ? NR_OK : fail(w, "cannot write", e);
}

static enum nr_status write_block(struct run_writer *w, struct nr_str block, struct nr_error *e)
{
    w->facts.body = run_add_sum(w->facts.body, block);
    return folder_write(w->fd, block.data, block.len) == 0 ? NR_OK : fail(w, "cannot write", e);
}

enum nr_status run_writer_put(struct run_writer *w, struct nr_str bytes, struct nr_error *e)
{
    while (w->block.len + bytes.len >= RUN_BLOCK) {
        size_t take = RUN_BLOCK - w->block.len;
        nr_buf_add(&w->block, bytes.data, take);
        bytes = nr_str_sub(bytes, take, bytes.len);
        if (write_block(w, nr_buf_str(&w->block), e) != NR_OK)
            return NR_FAIL;
        w->block.len = 0;
    }
    nr_buf_add_str(&w->block, bytes);
    return NR_OK;
}

enum nr_status run_writer_add(struct run_writer *w, struct nr_str value, uint64_t *place,
                              struct nr_error *e)
{
    char length[VARINT_MOST];
    size_t n = 0;
    for (uint64_t rest = value.len;; rest >>= 7) {
        length[n++] = (char)((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
        if (rest <= 0x7f)
            break;
    }
    if (value.len > RUN_DATA_MOST - n || w->facts.data > RUN_DATA_MOST - n - value.len)
        return folder_refuse(w->folder, w->name, "a run of the index holds more than 1 TiB", e);
    *place = w->facts.data;
    w->facts.data += n + value.len;
    w->facts.records++;
    if (run_writer_put(w, nr_str(length, n), e) != NR_OK)
        return NR_FAIL;
    return run_writer_put(w, value, e);
}

/* The block stays, and is written again as it grows: blocks begin where they begin. */
enum nr_status run_writer_flush(struct run_writer *w, struct nr_error *e)
{
    off_t at = lseek(w->fd, 0, SEEK_CUR);
    if (at < 0 || folder_write(w->fd, w->block.data, w->block.len) != 0 ||
        lseek(w->fd, at, SEEK_SET) < 0)
        return fail(w, "cannot write", e);
    return NR_OK;
}

/* One block after the other, as the keys ascend. */
static enum nr_status put_filter(struct run_writer *w, struct run_entries s, uint64_t blocks,
                                 struct nr_error *e)
{
    enum { BATCH = RUN_BLOCK / RUN_ENTRY };
    uint64_t i = 0, gone = 0;
    for (uint64_t number = 0; number < blocks; number++) {
        unsigned char block[RUN_FILTER] = {0};
        for (; i < s.count && run_filter_block(run_key(s, i), blocks) == number; i++)
            run_filter_add(block, run_key(s, i));
        if (run_writer_put(w, nr_str((const char *)block, RUN_FILTER), e) != NR_OK)
            return NR_FAIL;
        for (; i - gone >= BATCH; gone += BATCH)
            run_let_go(s.at + gone * RUN_ENTRY, BATCH * RUN_ENTRY);
    }
    return NR_OK;
}

/* The entries are read back: a filter of all of them in memory would be a byte for each. */
static enum nr_status add_filter(struct run_writer *w, struct nr_error *e)
{
    static const char zeros[RUN_FILTER];
    struct run_layout l = run_layout(w->facts.data, w->facts.entries);
    if (run_writer_put(w, nr_str(zeros, (size_t)(l.filter - l.entries_end)), e) != NR_OK)
        return NR_FAIL;
    if (w->facts.entries == 0)
        return NR_OK;
    if (run_writer_flush(w, e) != NR_OK)
        return NR_FAIL;
    char *p = mmap(NULL, (size_t)l.filter, PROT_READ, MAP_SHARED, w->fd, 0);
    if (p == MAP_FAILED)
        return fail(w, "cannot map", e);
    struct run_entries entries = {p + RUN_HEADER + w->facts.data, w->facts.entries};
    enum nr_status status = put_filter(w, entries, (l.size - l.filter) / RUN_FILTER, e);
    munmap(p, (size_t)l.filter);
    return status;
}

static enum nr_status write_header(struct run_writer *w, struct nr_error *e)
{
    char header[RUN_HEADER];
    run_seal(&w->facts, header);
    if (lseek(w->fd, 0, SEEK_SET) < 0 || folder_write(w->fd, header, sizeof header) != 0)
        return fail(w, "cannot write", e);
    return fsync(w->fd) == 0 ? NR_OK : fail(w, "cannot sync", e);
}

enum nr_status run_writer_finish(struct run_writer *w, struct nr_error *e)
{
    char name[RUN_NAME];
    if (add_filter(w, e) != NR_OK)
        return NR_FAIL;
    if (w->block.len && write_block(w, nr_buf_str(&w->block), e) != NR_OK)
        return NR_FAIL;
    if (write_header(w, e) != NR_OK)
        return NR_FAIL;
    int fd = w->fd;
    w->fd = -1;
    if (close(fd) != 0)
        return fail(w, "cannot close", e);
    run_name(w->facts.number, "run", name);
    return folder_rename(w->folder, w->name, name, NULL, e);
}

void run_writer_close(struct run_writer *w)
{
    if (w->fd >= 0 && w->folder) {
        close(w->fd);
        unlink(folder_path(w->folder, w->name));
    }
    w->fd = -1;
    nr_buf_free(&w->block);
}
