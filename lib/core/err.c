#include "newsreel/core/err.h"
#include "newsreel/core/utf8.h"
#include <stdarg.h>
#include <stdio.h>

static void clear_place(struct nr_error *e)
{
    e->path = nr_str(NULL, 0);
    e->line = 0;
    e->offset = e->lost_from = e->lost_to = NR_NOWHERE;
    e->lost_records = 0;
    e->sound = false;
}

void nr_error_set(struct nr_error *e, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    clear_place(e);
    vsnprintf(e->text, sizeof e->text, format, args);
    va_end(args);
}

void nr_error_system(struct nr_error *e, const char *what, int number)
{
    char words[128];
    if (strerror_r(number, words, sizeof words) != 0)
        snprintf(words, sizeof words, "error %d", number);
    nr_error_set(e, "%s: %s", what, words);
}

/* A terminal must not obey what an archive says. */
static void add_harmless(struct nr_buf *out, struct nr_str s)
{
    struct nr_buf valid = {0};
    nr_utf8_repair(&valid, s);
    const char *at = nr_buf_cstr(&valid), *end = at + valid.len;
    while (at < end) {
        uint32_t c = nr_utf8_next(&at, end);
        bool harmless = c >= 0x20 && (c < 0x7f || c >= 0xa0) && c != 0xfffd;
        nr_utf8_add(out, harmless ? c : '?');
    }
    nr_buf_free(&valid);
}

void nr_error_describe(const struct nr_error *e, struct nr_buf *out)
{
    size_t begin = out->len;
    if (e->path.len) {
        add_harmless(out, e->path);
        nr_buf_add_char(out, ':');
    }
    if (e->line)
        nr_buf_addf(out, "%llu:", (unsigned long long)e->line);
    if (e->offset != NR_NOWHERE)
        nr_buf_addf(out, "%llu:", (unsigned long long)e->offset);
    if (out->len > begin)
        nr_buf_add_char(out, ' ');
    add_harmless(out, nr_str_of(e->text));
}
