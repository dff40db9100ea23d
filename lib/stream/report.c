#include "report.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include "newsreel/json/json.h"
#include <nettle/base64.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { SHOWN_AT_MOST = 10 };

double nr_report_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void print(const char *data, size_t len)
{
    while (len) {
        ssize_t n = write(STDERR_FILENO, data, len);
        if (n <= 0)
            return; /* there is nobody left to tell */
        data += n;
        len -= (size_t)n;
    }
}

void nr_report_message(struct nr_report *r, struct nr_str text)
{
    struct nr_buf line = {0};
    nr_buf_addf(&line, "%s%s: ", r->line_open ? "\r\033[K" : "", r->cli->program);
    nr_buf_add_str(&line, text);
    nr_buf_add_char(&line, '\n');
    print(line.data, line.len);
    r->line_open = false;
    nr_buf_free(&line);
}

void nr_report_error(struct nr_report *r, const struct nr_error *e)
{
    struct nr_buf text = {0};
    nr_error_describe(e, &text);
    nr_report_message(r, nr_buf_str(&text));
    nr_buf_free(&text);
}

void nr_report_lines(struct nr_report *r, struct nr_str lines)
{
    if (r->line_open)
        print("\r\033[K", 4);
    print(lines.data, lines.len);
    r->line_open = false;
}

void nr_report_count(struct nr_counts *c, const char *name, uint64_t count)
{
    size_t i = 0;
    while (i < c->count && strcmp(c->counts[i].what, name) != 0)
        i++;
    if (i == c->count) {
        c->counts = nr_grow_array(c->counts, &c->room, ++c->count, sizeof *c->counts);
        c->counts[i] = (struct nr_note){.what = name};
    }
    c->counts[i].count += count;
}

/* ---- Rejects ---- */

static void add_base64(struct nr_buf *out, const char *key, struct nr_str bytes)
{
    struct nr_buf text = {0};
    size_t len = BASE64_ENCODE_RAW_LENGTH(bytes.len);
    base64_encode_raw(nr_buf_reserve(&text, len), bytes.len, (const uint8_t *)bytes.data);
    text.len = len;
    nr_object_add_text(out, key, nr_buf_str(&text));
    nr_buf_free(&text);
}

static void add_valid_text(struct nr_buf *out, const char *key, struct nr_str text)
{
    struct nr_buf valid = {0};
    nr_utf8_repair(&valid, text);
    nr_object_add_text(out, key, nr_buf_str(&valid));
    nr_buf_free(&valid);
}

static enum nr_status write_reject(struct nr_report *r, struct nr_str bytes,
                                   const struct nr_error *bad, struct nr_error *e)
{
    struct nr_buf line = {0};
    nr_object_begin(&line);
    add_valid_text(&line, "source", bad->path);
    if (bad->line)
        nr_object_add_u64(&line, "line", bad->line);
    if (bad->offset != NR_NOWHERE)
        nr_object_add_u64(&line, bad->line ? "column" : "offset", bad->offset);
    add_valid_text(&line, "reason", nr_str_of(bad->text));
    if (bytes.len && nr_utf8_valid(bytes) == bytes.len)
        nr_object_add_text(&line, "record", bytes);
    else if (bytes.len)
        add_base64(&line, "record_base64", bytes);
    nr_object_end(&line);
    nr_buf_add_char(&line, '\n');
    enum nr_status status = nr_sink_write(r->rejects, nr_buf_str(&line), e);
    nr_buf_free(&line);
    return status;
}

static void add_known_u64(struct nr_buf *out, const char *key, uint64_t n, uint64_t unknown)
{
    if (n == unknown)
        nr_object_add_raw(out, key, nr_str_of("null"));
    else
        nr_object_add_u64(out, key, n);
}

enum nr_status nr_report_loss(struct nr_report *r, const struct nr_error *bad, struct nr_error *e)
{
    struct nr_buf line = {0};
    if (!r->losses)
        return NR_OK;
    nr_object_begin(&line);
    add_valid_text(&line, "source", bad->path);
    add_known_u64(&line, "from", bad->lost_from, NR_NOWHERE);
    add_known_u64(&line, "to", bad->lost_to, NR_NOWHERE);
    add_known_u64(&line, "records", bad->lost_records, 0);
    add_valid_text(&line, "reason", nr_str_of(bad->text));
    nr_object_end(&line);
    nr_buf_add_char(&line, '\n');
    enum nr_status status = nr_sink_write(r->losses, nr_buf_str(&line), e);
    nr_buf_free(&line);
    return status;
}

enum nr_status nr_report_bad(struct nr_report *r, struct nr_str bytes, const struct nr_error *bad,
                             struct nr_error *e)
{
    r->in++;
    r->rejected++;
    if (r->cli->strict || (!r->cli->quiet && !r->muted && r->shown < SHOWN_AT_MOST)) {
        nr_report_error(r, bad);
        r->shown++;
    }
    if (r->rejects && write_reject(r, bytes, bad, e) != NR_OK)
        return NR_FAIL;
    if (nr_report_loss(r, bad, e) != NR_OK)
        return NR_FAIL;
    if (r->cli->strict)
        nr_error_set(e, "stopped at the first bad record");
    return r->cli->strict ? NR_FAIL : NR_OK;
}

/* ---- Progress ---- */

void nr_report_progress(struct nr_report *r, uint64_t consumed, uint64_t size)
{
    double seconds = nr_report_clock() - r->started;
    double rate = seconds > 0 ? (double)consumed / seconds : 0;
    struct nr_buf line = {0};
    nr_buf_addf(&line, "\r\033[K%s: %.1f MB, %llu records, %.1f MB/s", r->cli->program,
                (double)consumed / 1e6, (unsigned long long)r->in, rate / 1e6);
    if (size > consumed && rate > 0)
        nr_buf_addf(&line, ", %.0f %%, %.0f s left", 100.0 * (double)consumed / (double)size,
                    (double)(size - consumed) / rate);
    print(line.data, line.len);
    r->line_open = true;
    nr_buf_free(&line);
}

/* ---- The end ---- */

static void add_counts(struct nr_buf *out, const char *key, const struct nr_counts *c)
{
    struct nr_buf object = {0};
    nr_object_begin(&object);
    for (size_t i = 0; i < c->count; i++)
        nr_object_add_u64(&object, c->counts[i].what, c->counts[i].count);
    nr_object_end(&object);
    nr_object_add_raw(out, key, nr_buf_str(&object));
    nr_buf_free(&object);
}

static void add_stats(struct nr_report *r, int status, struct nr_buf *out)
{
    struct nr_buf part = {0};
    nr_object_begin(out);
    add_valid_text(out, "program", nr_str_of(r->cli->program));
    nr_object_add_text(out, "version", nr_str_of(NR_VERSION));
    nr_object_add_u64(out, "in", r->in);
    nr_object_add_u64(out, "passed", r->passed);
    add_counts(out, "dropped", &r->drops);
    nr_object_add_u64(out, "rejected", r->rejected);
    nr_object_add_u64(out, "out", r->out);
    add_counts(out, "notes", &r->notes);
    nr_object_add_u64(out, "failed_operands", r->failed_operands);
    nr_object_add_u64(out, "bytes_in", r->bytes_in);
    nr_object_add_u64(out, "bytes_out", r->bytes_out);
    nr_buf_addf(&part, "%.3f", nr_report_clock() - r->started);
    nr_object_add_raw(out, "seconds", nr_buf_str(&part));
    nr_object_add_u64(out, "exit", (uint64_t)status);
    nr_object_end(out);
    nr_buf_add_char(out, '\n');
    nr_buf_free(&part);
}

static enum nr_status write_stats(struct nr_report *r, int status)
{
    struct nr_error e;
    struct nr_buf json = {0};
    add_stats(r, status, &json);
    enum nr_status done = nr_sink_write(r->stats, nr_buf_str(&json), &e);
    if (done == NR_OK)
        done = nr_sink_close(r->stats, &e);
    else
        nr_sink_abort(r->stats);
    if (done != NR_OK)
        nr_report_error(r, &e);
    nr_buf_free(&json);
    return done;
}

/* " (name 1, name 2)" */
static void add_named(struct nr_buf *text, const struct nr_counts *c)
{
    for (size_t i = 0; i < c->count; i++)
        nr_buf_addf(text, "%s%s %llu%s", i ? ", " : " (", c->counts[i].what,
                    (unsigned long long)c->counts[i].count, i + 1 == c->count ? ")" : "");
}

static void print_summary(struct nr_report *r)
{
    struct nr_buf text = {0};
    uint64_t dropped = 0;
    for (size_t i = 0; i < r->drops.count; i++)
        dropped += r->drops.counts[i].count;
    nr_buf_addf(&text, "%llu in, %llu passed, %llu dropped", (unsigned long long)r->in,
                (unsigned long long)r->passed, (unsigned long long)dropped);
    add_named(&text, &r->drops);
    nr_buf_addf(&text, ", %llu rejected; %llu out, %.1f MB in %.1f s",
                (unsigned long long)r->rejected, (unsigned long long)r->out,
                (double)r->bytes_out / 1e6, nr_report_clock() - r->started);
    if (r->notes.count)
        nr_buf_add_cstr(&text, "; notes");
    add_named(&text, &r->notes);
    nr_report_message(r, nr_buf_str(&text));
    nr_buf_free(&text);
}

static void print_bad_total(struct nr_report *r)
{
    struct nr_buf text = {0};
    nr_buf_addf(&text, "%llu bad records or members in all", (unsigned long long)r->rejected);
    nr_report_message(r, nr_buf_str(&text));
    nr_buf_free(&text);
}

int nr_report_end(struct nr_report *r)
{
    int status = r->failed || r->failed_operands ? 2 : r->rejected || r->studied_bad ? 1 : 0;
    if (r->rejected > r->shown && !r->failed && !r->muted)
        print_bad_total(r);
    if (r->cli->verbose)
        print_summary(r);
    if (r->line_open)
        print("\n", 1);
    if (r->stats && write_stats(r, status) != NR_OK)
        status = 2;
    free(r->drops.counts);
    free(r->notes.counts);
    return status;
}
