#include "checkpoint.h"
#include "newsreel/json/json.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static const double interval = 2; /* seconds */

static enum nr_status fail(const struct nr_checkpoint *c, const char *what, struct nr_error *e)
{
    nr_error_system(e, what, errno);
    e->path = nr_str_of(c->path);
    return NR_FAIL;
}

enum nr_status nr_checkpoint_open(struct nr_checkpoint *c, const char *path, struct nr_error *e)
{
    *c = (struct nr_checkpoint){.fd = -1, .path = path};
    if (!path)
        return NR_OK;
    c->fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    return c->fd < 0 ? fail(c, "cannot open", e) : NR_OK;
}

static enum nr_status append(struct nr_checkpoint *c, bool done, struct nr_error *e)
{
    struct nr_buf line = {0}, resume = {0};
    nr_object_begin(&line);
    if (c->known) {
        nr_buf_addf(&resume, "%llu,%llu", (unsigned long long)c->offset,
                    (unsigned long long)c->ordinal);
        nr_object_add_text(&line, "source", nr_buf_str(&c->source));
        nr_object_add_u64(&line, "offset", c->offset);
        nr_object_add_text(&line, "resume", nr_buf_str(&resume));
    }
    nr_object_add_u64(&line, "bytes_out", c->bytes_out);
    nr_object_add_raw(&line, "done", nr_str_of(done ? "true" : "false"));
    nr_object_end(&line);
    nr_buf_add_char(&line, '\n');
    ssize_t n = write(c->fd, line.data, line.len);
    enum nr_status status = n == (ssize_t)line.len ? NR_OK : fail(c, "cannot write", e);
    nr_buf_free(&resume);
    nr_buf_free(&line);
    return status;
}

/* Notes the place behind the slot. False: it cannot be named. A place inside the slot is of no use:
 * who goes on from there would write what is behind it once more. */
static bool note(struct nr_checkpoint *c, const struct nr_slot *slot)
{
    size_t i = slot->piece_count;
    while (i > 0 && slot->pieces[i - 1].status != NR_OK)
        i--;
    if (i == 0 || !slot->pieces[i - 1].member.placed)
        return false;
    const struct nr_piece *piece = &slot->pieces[i - 1];
    const struct nr_member *m = &piece->member;
    c->known = true;
    c->source.len = 0;
    nr_buf_add_str(&c->source, m->source);
    c->offset = m->offset + m->length;
    c->ordinal = m->ordinal + (piece->lines ? nr_slot_count_lines(m->bytes) : 1);
    return true;
}

enum nr_status nr_checkpoint_drained(struct nr_checkpoint *c, const struct nr_slot *slot,
                                     uint64_t bytes_out, double now, struct nr_error *e)
{
    if (c->fd < 0)
        return NR_OK;
    if (note(c, slot) || !c->known)
        c->bytes_out = bytes_out;
    if (c->seen > 0 && now - c->seen < interval)
        return NR_OK;
    bool first = c->seen <= 0;
    c->seen = now;
    return first ? NR_OK : append(c, false, e);
}

enum nr_status nr_checkpoint_close(struct nr_checkpoint *c, bool done, struct nr_error *e)
{
    if (c->fd < 0)
        return NR_OK;
    enum nr_status status = append(c, done, e);
    if (close(c->fd) != 0 && status == NR_OK)
        status = fail(c, "cannot write", e);
    c->fd = -1;
    nr_buf_free(&c->source);
    return status;
}
