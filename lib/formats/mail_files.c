#include "mail.h"

/* Files that were put into the text before there was MIME: uuencoded, or in yEnc. */

enum {
    ENOUGH = 3,     /* lines of a file that has a beginning and no end */
    RUN = 8,        /* full lines of a file that has neither */
    FULL_LINE = 61, /* 45 bytes */
};

/* A line of uuencode, if it is not longer than its first sign says; blanks at its end may have been
 * lost, or a checksum been added. */
static bool is_uu(struct nr_str line)
{
    if (!line.len)
        return false;
    size_t want = (((size_t)(line.data[0] - ' ') & 63) + 2) / 3 * 4 + 1;
    if (line.len > want + 1)
        return false;
    for (size_t i = 0; i < line.len; i++)
        if (line.data[i] < ' ' || line.data[i] > '`')
            return false;
    return true;
}

static bool is_full_uu(struct nr_str line)
{
    return line.len == FULL_LINE && line.data[0] == 'M' && is_uu(line);
}

/* "begin 644 name"; the name may be missing. */
static bool is_uu_begin(struct nr_str line)
{
    static const struct nr_str begin = NR_STR("begin ");
    size_t at = begin.len;
    if (!nr_str_starts(line, begin))
        return false;
    while (at < line.len && line.data[at] >= '0' && line.data[at] <= '7')
        at++;
    size_t digits = at - begin.len;
    return (digits == 3 || digits == 4) && (at == line.len || line.data[at] == ' ');
}

/* Moves *rest behind the lines of uuencode that it begins with, and the line "end" behind those.
 * Returns how many there are; *whole: there is an end. */
static size_t skip_uu(struct nr_str *rest, bool *whole)
{
    size_t lines = 0;
    *whole = false;
    while (rest->len) {
        struct nr_str behind = *rest, line = nr_mail_line(&behind);
        *whole = nr_str_is(nr_str_trim(line), "end");
        if (!*whole && !is_uu(line) && !(lines && !line.len))
            break;
        lines += !*whole && line.len;
        *rest = behind;
        if (*whole)
            break;
    }
    return lines;
}

static size_t count_full(struct nr_str rest)
{
    size_t n = 0;
    while (n < RUN && is_full_uu(nr_mail_line(&rest)))
        n++;
    return n;
}

/* Moves behind "=yend ...", or to the end. */
static void skip_yenc(struct nr_str *rest)
{
    while (rest->len && !nr_str_starts(nr_mail_line(rest), nr_str_of("=yend")))
        continue;
}

/* Whether text begins with a file. *behind: what follows it. */
static bool is_file(struct nr_str text, struct nr_str *behind)
{
    bool whole;
    char first = text.len ? text.data[0] : '\0';
    *behind = text;
    if (first == 'M' && count_full(text) == RUN)
        return skip_uu(behind, &whole);
    if (first == 'b' && is_uu_begin(nr_mail_line(behind))) {
        size_t lines = skip_uu(behind, &whole);
        return lines >= ENOUGH || (lines && whole);
    }
    if (first != '=' || !nr_str_starts(text, nr_str_of("=ybegin ")))
        return false;
    skip_yenc(behind);
    return true;
}

struct nr_str nr_mail_cut_files(struct nr_arena *arena, struct nr_str text, size_t *count)
{
    struct nr_buf kept = {0};
    struct nr_str rest = text, from = text, behind;
    size_t files = 0;
    while (rest.len) {
        if (!is_file(rest, &behind)) {
            nr_mail_line(&rest);
            continue;
        }
        nr_buf_add(&kept, from.data, (size_t)(rest.data - from.data));
        from = rest = behind;
        files++;
    }
    *count += files;
    if (files)
        nr_buf_add_str(&kept, from);
    struct nr_str left = files ? nr_arena_str(arena, nr_buf_str(&kept)) : text;
    nr_buf_free(&kept);
    return left;
}
