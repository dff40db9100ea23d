#include "mail.h"

/* The line that separates messages was never specified, and people write "From " too. So a line
 * counts only between a blank line and a field. Content-Length settles what is left: a message that
 * holds another mailbox. */

enum {
    LINE_MOST = 1000, /* bytes of a From_ line */
    NAME_MOST = 100,  /* of a field's name, and the blanks before its colon */
    NUMBER_MOST = 64, /* from a line's end to that of a Content-Length behind it */
    AHEAD = 1 << 20,  /* bytes behind a From_ line in which Content-Length is looked for */
    UUCP_LINES = 3,   /* ">From " lines behind it */
};

enum { SEEKING, IN_HEAD, IN_BODY };

enum answer { NO, YES, LATER /* more bytes are needed */ };

static const struct nr_str from_mark = NR_STR("From "), quoted_mark = NR_STR(">From ");

/* Whether s, which goes on unless last, begins with prefix. */
static enum answer begins_with(struct nr_str s, struct nr_str prefix, bool last)
{
    if (s.len >= prefix.len || last)
        return nr_str_starts(s, prefix) ? YES : NO;
    return nr_str_starts(prefix, s) ? LATER : NO;
}

/* A time and a year: "10:05", "1993". */
static bool has_moment(struct nr_str line)
{
    bool time = false, year = false;
    for (size_t i = 0; i + 4 < line.len; i++) {
        const char *p = line.data + i;
        time |= nr_ascii_is_digit(p[0]) && nr_ascii_is_digit(p[1]) && p[2] == ':' &&
                nr_ascii_is_digit(p[3]);
        year |= p[0] == ' ' && ((p[1] == '1' && p[2] == '9') || (p[1] == '2' && p[2] == '0')) &&
                nr_ascii_is_digit(p[3]) && nr_ascii_is_digit(p[4]);
    }
    return time && year;
}

/* Whether a field begins s. from: the From_ line before it. */
static enum answer is_field(struct nr_str s, struct nr_str from, bool last)
{
    struct nr_str start = nr_str_sub(s, 0, NAME_MOST);
    size_t end = nr_str_find_char(start, '\n');
    struct nr_str name = nr_mail_field_name(nr_str_sub(start, 0, end));
    if (name.len)
        return nr_mail_field_is_known(name) || has_moment(from) ? YES : NO;
    return end == start.len && start.len < NAME_MOST && !last ? LATER : NO;
}

/* Whether a message begins at s, as far as s alone tells. */
static enum answer is_start(struct nr_str s, bool last)
{
    enum answer answer = begins_with(s, from_mark, last);
    struct nr_str from = nr_str_sub(s, 0, LINE_MOST);
    size_t end = nr_str_find_char(from, '\n');
    if (answer != YES)
        return answer;
    if (end == from.len)
        return from.len == LINE_MOST || last ? NO : LATER;
    from = nr_str_sub(from, 0, end);
    s = nr_str_sub(s, end + 1, s.len);
    for (size_t i = 0; i < UUCP_LINES && (answer = begins_with(s, quoted_mark, last)) == YES; i++) {
        struct nr_str line = nr_str_sub(s, 0, LINE_MOST);
        end = nr_str_find_char(line, '\n');
        if (end == line.len)
            return line.len == LINE_MOST || last ? NO : LATER;
        s = nr_str_sub(s, end + 1, s.len);
    }
    return answer == LATER ? LATER : is_field(s, from, last);
}

/* Whether the line that ends at at is blank. */
static bool ends_blank_line(struct nr_str s, size_t at)
{
    if (at > 0 && s.data[at - 1] == '\r')
        at--;
    return at == 0 || s.data[at - 1] == '\n';
}

/* Where "From " stands in s, from from on, behind before; s.len when it is nowhere. Capital letters
 * are rarer than line ends. */
static size_t find_from(struct nr_str s, size_t from, char before)
{
    for (size_t at = from; at < s.len; at++) {
        at += nr_str_find_char(nr_str_sub(s, at, s.len), 'F');
        if (at > 0 && at < s.len && s.data[at - 1] == before &&
            nr_str_starts(nr_str_sub(s, at, s.len), from_mark))
            return at;
    }
    return s.len;
}

/* Moves on, and nearer to where Content-Length says that the message ends: piece_depth bytes less
 * one from at on, or 0 when nothing says so. */
static void advance(struct nr_cut *cut, size_t at)
{
    size_t n = at - cut->at;
    cut->piece_depth = n < cut->piece_depth ? cut->piece_depth - n : 0;
    cut->at = at;
}

/* Looks for a blank line with a message behind it. YES: it begins at *start. Else cut->at is where
 * to go on. */
static enum answer find_start(struct nr_cut *cut, struct nr_str s, bool last, size_t *start)
{
    size_t keep = last ? 0 : from_mark.len, at = cut->at + 1;
    while ((at = find_from(s, at, '\n')) < s.len) {
        enum answer answer =
            ends_blank_line(s, at - 1) ? is_start(nr_str_sub(s, at, s.len), last) : NO;
        if (answer != NO) {
            advance(cut, at - 1);
            *start = at;
            return answer;
        }
        at++;
    }
    if (s.len > cut->at + keep)
        advance(cut, s.len - keep);
    return NO;
}

/* Finds where the piece begins. What is no mailbox at all is one piece. */
static bool seek(struct nr_cut *cut, struct nr_str s, bool last)
{
    size_t start = nr_str_starts(s, nr_str_of("\xef\xbb\xbf")) ? 3 : 0;
    enum answer answer = cut->at ? NO : is_start(nr_str_sub(s, start, s.len), last);
    if (answer == NO)
        answer = find_start(cut, s, last, &start);
    bool foreign = last && !cut->state && !cut->lost && nr_str_trim(s).len;
    if (answer != YES && !foreign)
        return false;
    cut->from = cut->at = answer == YES ? start : 0;
    cut->piece_depth = 0;
    cut->piece_state = IN_HEAD;
    cut->state = 1;
    cut->lost = false;
    return true;
}

/* The value of Content-Length, if it is the field that s begins with, and one more; else 0. */
static size_t read_length(struct nr_str s)
{
    static const struct nr_str field = NR_STR("Content-Length:");
    unsigned long long n;
    if (!nr_str_starts_fold(s, field))
        return 0;
    struct nr_str line = nr_mail_line(&s);
    bool number = nr_str_u64(nr_str_trim(nr_str_sub(line, field.len, line.len)), &n);
    return number && n < SIZE_MAX / 4 ? (size_t)n + 1 : 0;
}

/* Goes on behind the blank line that ends the header. Until then piece_depth is Content-Length and
 * one more. */
static bool pass_head(struct nr_cut *cut, struct nr_str s, bool last)
{
    for (;;) {
        size_t at = cut->at + nr_str_find_char(nr_str_sub(s, cut->at, s.len), '\n');
        struct nr_str next = nr_str_sub(s, at + 1, at + 1 + NUMBER_MOST);
        size_t blank =
            nr_str_starts(next, nr_str_of("\r\n")) ? 2 : nr_str_starts(next, nr_str_of("\n"));
        cut->at = at < s.len ? at : s.len;
        if (next.len < NUMBER_MOST && !last)
            return false;
        if (blank || at >= s.len) {
            cut->at += blank;
            cut->piece_depth += cut->piece_depth > 0;
            cut->piece_state = IN_BODY;
            return true;
        }
        size_t length = read_length(next);
        cut->piece_depth = length ? length : cut->piece_depth;
        cut->at++;
    }
}

/* Whether a message begins, or the file ends, at at or behind line ends there. *end: where. */
static enum answer settles(struct nr_str s, size_t at, bool last, size_t *end)
{
    enum { LINE_ENDS = 4 };
    if (at + LINE_ENDS > s.len && !last)
        return LATER;
    for (size_t i = 0; i < LINE_ENDS && at < s.len; i++)
        at += s.data[at] == '\r' || s.data[at] == '\n';
    *end = at;
    if (at > s.len || s.data[at - 1] != '\n')
        return NO;
    return at == s.len && last ? YES : is_start(nr_str_sub(s, at, s.len), last);
}

static bool find_end(struct nr_cut *cut, struct nr_str s, bool last)
{
    size_t start = s.len, end = 0;
    enum answer answer = find_start(cut, s, last, &start), settled = NO;
    if (answer == LATER || (answer == NO && !last))
        return false;
    size_t promised = cut->piece_depth ? cut->at + cut->piece_depth - 1 : 0;
    if (answer == YES && promised > start && promised - start <= AHEAD)
        settled = settles(s, promised, last, &end);
    if (settled == LATER)
        return false;
    cut->to = cut->next = settled == YES ? end : start;
    return true;
}

enum nr_status nr_mailbox_cut(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    if (cut->piece_state == SEEKING && !seek(cut, bytes, last))
        return NR_END;
    if (cut->piece_state == IN_HEAD && !pass_head(cut, bytes, last))
        return NR_END;
    return find_end(cut, bytes, last) ? NR_OK : NR_END;
}

bool nr_mailbox_begins(struct nr_str head, struct nr_str name)
{
    if (nr_str_starts(head, nr_str_of("\xef\xbb\xbf")))
        head = nr_str_sub(head, 3, head.len);
    while (head.len && (head.data[0] == '\n' || head.data[0] == '\r'))
        head = nr_str_sub(head, 1, head.len);
    if (is_start(head, true) != YES)
        return false;
    size_t want = nr_str_ends_fold(name, nr_str_of(".mbox")) ? 1 : 2;
    return nr_mail_survey(head).names >= want;
}

/* Where the next line of s begins, from from on, that is a From_ line behind any number of ">" but
 * none; s.len when there is none. */
static size_t find_quoted(struct nr_str s, size_t from)
{
    for (size_t at = from; (at = find_from(s, at, '>')) < s.len; at++) {
        size_t line = at;
        while (line > from && s.data[line - 1] == '>')
            line--;
        if (line > 0 && s.data[line - 1] == '\n')
            return line;
    }
    return s.len;
}

struct nr_str nr_mailbox_message(struct nr_arena *arena, struct nr_str piece)
{
    struct nr_str s = piece;
    if (nr_str_starts(s, from_mark))
        nr_mail_line(&s);
    size_t at = find_quoted(s, 0), from = 0, n = 0;
    if (at == s.len)
        return s;
    char *copy = nr_arena_alloc(arena, s.len);
    for (; from < s.len; at = find_quoted(s, from)) {
        memcpy(copy + n, s.data + from, at - from);
        n += at - from;
        from = at + (at < s.len);
    }
    return nr_str(copy, n);
}
