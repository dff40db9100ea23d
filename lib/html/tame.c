#include "tame.h"
#include "newsreel/html/dom.h"
#include <stdint.h>

/* The scan knows just enough of HTML to find where tags begin and end: comments, quotes in
 * attributes, and the raw text of scripts and styles. It counts an element for each start tag and
 * takes one off for each end tag, from the true depth at the begin of the chunk on; void elements
 * and end tags left out make the count too high, by as much as fits into one chunk, and it is set
 * right at the next. */

enum { CHUNK = 4096 };

/* Bytes from..to of the page become blanks in the chunk. */
static void blank_out(struct nr_tame *t, size_t from, size_t to)
{
    nr_buf_add_str(t->out, nr_str_sub(t->page, t->copied, from));
    memset(nr_buf_reserve(t->out, to - from), ' ', to - from);
    t->out->len += to - from;
    t->copied = to;
}

/* Where end_tag ("</script") stands from from on, or the end of the page. */
static size_t raw_text_end(struct nr_str page, size_t from, struct nr_str end_tag)
{
    for (size_t at = from; at < page.len; at++) {
        at += nr_str_find_char(nr_str_sub(page, at, page.len), '<');
        if (nr_str_eq_fold(nr_str_sub(page, at, at + end_tag.len), end_tag))
            return at;
    }
    return page.len;
}

struct tag_scan {
    size_t end;    /* behind the '>' */
    size_t excess; /* where attributes past the limit begin; end when there are none */
};

/* Scans the attributes of a tag from the byte behind its name. A quote counts only where a value
 * begins, as in the parser. */
static struct tag_scan scan_tag(struct nr_str page, size_t at)
{
    size_t excess = SIZE_MAX, count = 0;
    char before = ' ';
    while (at < page.len && page.data[at] != '>') {
        char c = page.data[at];
        if ((c == '"' || c == '\'') && before == '=') {
            at++;
            at += nr_str_find_char(nr_str_sub(page, at, page.len), c);
            before = ' ';
        } else {
            bool between = nr_ascii_is_blank(before) || before == '/';
            if (between && !nr_ascii_is_blank(c) && c != '=' && ++count == NR_DOM_ATTRIBUTES)
                excess = at;
            if (!nr_ascii_is_blank(c) || before != '=')
                before = c;
        }
        at += at < page.len;
    }
    struct tag_scan s = {at + (at < page.len), 0};
    s.excess = excess < at ? excess : s.end;
    return s;
}

static const struct {
    struct nr_str name;
    struct nr_str end_tag;
} raw_elements[] = {{NR_STR("script"), NR_STR("</script")}, {NR_STR("style"), NR_STR("</style")}};

/* The void elements that come in numbers. */
static bool is_void(struct nr_str name)
{
    static const struct nr_str names[] = {NR_STR("br"),    NR_STR("hr"),   NR_STR("img"),
                                          NR_STR("input"), NR_STR("link"), NR_STR("meta")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nr_str_eq_fold(name, names[i]))
            return true;
    return false;
}

/* Behind the raw text that begins at at, behind the start tag called name with these attributes;
 * at where the element has none. *wanted: it is a script that the page describes itself with. */
static size_t skip_raw_text(struct nr_str page, struct nr_str name, struct nr_str attributes_in,
                            size_t at, bool *wanted)
{
    for (size_t i = 0; i < sizeof raw_elements / sizeof *raw_elements; i++) {
        if (!nr_str_eq_fold(name, raw_elements[i].name))
            continue;
        *wanted = nr_str_find_fold(attributes_in, nr_str_of("ld+json")) < attributes_in.len;
        return raw_text_end(page, at, raw_elements[i].end_tag);
    }
    return at;
}

/* The tag that begins at at. Returns the position behind it; *next is behind its raw text too,
 * where nobody wants that. */
static size_t tame_tag(struct nr_tame *t, size_t at, size_t *depth, size_t *next)
{
    struct nr_str page = t->page;
    bool closing = page.data[at + 1] == '/', deep = *depth >= NR_DOM_DEPTH, wanted = true;
    size_t from = at + 1 + closing, to = from;
    while (to < page.len && !nr_ascii_is_blank(page.data[to]) && page.data[to] != '>' &&
           page.data[to] != '/')
        to++;
    struct nr_str name = nr_str_sub(page, from, to);
    struct tag_scan s = scan_tag(page, to);
    if (closing)
        *depth -= *depth > 0;
    else
        *depth += !is_void(name);
    if (deep)
        blank_out(t, at, s.end);
    else if (s.excess + 1 < s.end)
        blank_out(t, s.excess, s.end - 1);
    *next = s.end;
    if (!closing)
        *next = skip_raw_text(page, name, nr_str_sub(page, to, s.end), s.end, &wanted);
    return wanted && !deep ? *next : s.end;
}

static bool is_tag(struct nr_str s)
{
    return s.len > 2 &&
           (nr_ascii_is_letter(s.data[1]) || (s.data[1] == '/' && nr_ascii_is_letter(s.data[2])));
}

static bool is_comment(struct nr_str s)
{
    return s.len > 3 && memcmp(s.data, "<!--", 4) == 0;
}

/* Where the page goes on behind comments that begin at at. */
static size_t skip_comments(struct nr_str page, size_t at)
{
    while (is_comment(nr_str_sub(page, at, page.len))) {
        struct nr_str rest = nr_str_sub(page, at + 4, page.len);
        size_t end = nr_str_find(rest, nr_str_of("-->"));
        at = end < rest.len ? at + 4 + end + 3 : page.len;
    }
    return at;
}

/* Goes through tags until the chunk is large enough or something follows that is left out. Returns
 * its end; the next begins at t->at. */
static size_t scan_chunk(struct nr_tame *t, size_t depth)
{
    struct nr_str page = t->page;
    size_t from = t->at, at = from, next = at;
    while (next == at && at < page.len && at - from < CHUNK) {
        at += nr_str_find_char(nr_str_sub(page, at, page.len), '<');
        next = at;
        struct nr_str rest = nr_str_sub(page, at, page.len);
        if (is_comment(rest))
            break;
        if (is_tag(rest))
            at = tame_tag(t, at, &depth, &next);
        else
            next = at += at < page.len;
    }
    t->at = next;
    return at;
}

static bool is_lost(char c)
{
    return (unsigned char)c < ' ' && c != '\t' && c != '\n' && c != '\r';
}

bool nr_tame_next(struct nr_tame *t, size_t depth, struct nr_str *chunk)
{
    size_t from = t->at = skip_comments(t->page, t->at);
    if (from >= t->page.len)
        return false;
    t->out->len = 0;
    t->copied = from;
    size_t end = scan_chunk(t, depth), lost = 0;
    *chunk = nr_str_sub(t->page, from, end);
    bool changed = t->copied > from;
    if (changed) {
        nr_buf_add_str(t->out, nr_str_sub(t->page, t->copied, end));
        *chunk = nr_buf_str(t->out);
    }
    while (lost < chunk->len && !is_lost(chunk->data[lost]))
        lost++;
    if (lost == chunk->len)
        return true;
    if (!changed)
        nr_buf_add_str(t->out, *chunk);
    for (; lost < t->out->len; lost++)
        if (is_lost(t->out->data[lost]))
            t->out->data[lost] = ' ';
    *chunk = nr_buf_str(t->out);
    return true;
}
