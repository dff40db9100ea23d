#include "tame.h"
#include "newsreel/text/repair.h"
#include <stdint.h>

/* An element counts for each start tag, and one is taken off for each end tag, from the true depth
 * at the begin of the chunk on. Void elements and end tags left out make the count too high; where
 * it reaches the limit by that, the chunk ends, so that the parser says how deep it really is. */

enum {
    CHUNK = 4096,
    NAME_MOST = 100, /* bytes of an element's name that libxml2 reads */
    BASE =
        NR_ATTR_COUNT + 1, /* NR_TAME_NAME's value: where the first is, times this, and how many */
};

static const struct nr_str attributes[NR_ATTR_COUNT] = {
#define ATTRIBUTE(id, name) NR_STR(name),
    NR_ATTRS(ATTRIBUTE)
#undef ATTRIBUTE
};

enum nr_attr nr_tame_attribute(struct nr_str name)
{
    if (nr_str_eq_fold(name, nr_str_of("xml:lang")))
        return NR_ATTR_LANG;
    for (unsigned i = 0; i < NR_ATTR_COUNT; i++)
        if (name.len == attributes[i].len &&
            nr_ascii_lower(name.data[0]) == attributes[i].data[0] &&
            nr_str_eq_fold(name, attributes[i]))
            return (enum nr_attr)i;
    return NR_ATTR_COUNT;
}

static bool is_lost(char c)
{
    return (unsigned char)c < ' ' && c != '\t' && c != '\n' && c != '\r';
}

void nr_tame_controls(char *data, size_t len)
{
    for (size_t i = 0; i < len; i++)
        data[i] = is_lost(data[i]) ? ' ' : data[i];
}

static size_t skip_blanks(struct nr_str page, size_t at)
{
    while (at < page.len && nr_ascii_is_blank(page.data[at]))
        at++;
    return at;
}

/* Behind the attribute that begins at at. */
static size_t scan_attribute(struct nr_str page, size_t at, struct nr_attribute *a,
                             struct nr_str *name)
{
    size_t from = at++;
    while (at < page.len && !nr_ascii_is_blank(page.data[at]) && page.data[at] != '=' &&
           page.data[at] != '>' && page.data[at] != '/')
        at++;
    *name = nr_str_sub(page, from, at);
    a->value = nr_str("", 0);
    size_t sign = skip_blanks(page, at);
    if (sign >= page.len || page.data[sign] != '=')
        return sign;
    from = at = skip_blanks(page, sign + 1);
    char quote = at < page.len ? page.data[at] : '>';
    if (quote == '"' || quote == '\'') {
        at = ++from;
        at += nr_str_find_char(nr_str_sub(page, at, page.len), quote);
        a->value = nr_str_sub(page, from, at);
        return at + (at < page.len);
    }
    while (at < page.len && !nr_ascii_is_blank(page.data[at]) && page.data[at] != '>')
        at++;
    a->value = nr_str_sub(page, from, at);
    return at;
}

/* A tag as it stands in the page. */
struct tag {
    struct nr_str name;
    bool closing, closed; /* </p>, <p/> */
    size_t end;           /* behind the '>' */
    bool whole;           /* there was one */
    bool described;       /* application/ld+json or the like is its type */
    bool crowded;
};

/* In quotes: libxml2 waits for the second of a pair of them even where none is a quote. */
static void add_attribute(struct nr_buf *out, struct nr_attribute a)
{
    struct nr_str rest = a.value, part;
    nr_buf_add_char(out, ' ');
    nr_buf_add_str(out, attributes[a.name]);
    nr_buf_add_cstr(out, "=\"");
    for (bool first = true; nr_str_split(&rest, '"', &part); first = false) {
        nr_buf_add_cstr(out, first ? "" : "&#34;");
        nr_references_western(out, part);
    }
    nr_buf_add_char(out, '"');
}

/* Keeps an attribute in the chunk or aside, unless nobody reads it or it stood there before. */
static void keep_attribute(struct nr_tame *t, struct tag *tag, struct nr_attribute a,
                           uint32_t *seen)
{
    if (a.name == NR_ATTR_COUNT || (*seen & 1u << a.name) || tag->closing)
        return;
    *seen |= 1u << a.name;
    if (a.name == NR_ATTR_TYPE)
        tag->described = nr_str_find_fold(a.value, nr_str_of("ld+json")) < a.value.len;
    if (t->count < NR_TAME_ASIDE && nr_str_find_char(a.value, '&') == a.value.len)
        t->aside[t->count++] = a;
    else
        add_attribute(t->out, a);
}

static void scan_attributes(struct nr_tame *t, struct tag *tag, size_t at)
{
    struct nr_str page = t->page, name;
    uint32_t seen = 0;
    for (size_t count = 0; at < page.len && page.data[at] != '>';) {
        char c = page.data[at];
        if (nr_ascii_is_blank(c) || c == '/') {
            tag->closed = c == '/' && at + 1 < page.len && page.data[at + 1] == '>';
            at++;
            continue;
        }
        struct nr_attribute a;
        size_t end = scan_attribute(page, at, &a, &name);
        if (++count > NR_DOM_ATTRIBUTES) {
            tag->crowded = true;
        } else {
            a.name = nr_tame_attribute(name);
            keep_attribute(t, tag, a, &seen);
        }
        at = end;
    }
    tag->whole = at < page.len;
    tag->end = at + tag->whole;
}

static bool is_name(char c)
{
    return nr_ascii_is_letter(c) || nr_ascii_is_digit(c) || c == ':' || c == '-' || c == '_' ||
           c == '.';
}

/* The elements that a page is in. Their end says nothing, as in the standard, where what follows
 * goes on in the body; libxml2 would stop there. */
static bool is_frame(struct nr_str name)
{
    return nr_str_eq_fold(name, nr_str_of("html")) || nr_str_eq_fold(name, nr_str_of("body"));
}

/* Adds the tag that begins at at to the chunk, without what is not kept. */
static struct tag add_tag(struct nr_tame *t, size_t at)
{
    struct nr_str page = t->page;
    struct tag tag = {.closing = page.data[at + 1] == '/'};
    size_t aside = t->count, from = at + 1 + tag.closing, to = from;
    while (to < page.len && to - from < NAME_MOST && is_name(page.data[to]))
        to++;
    tag.name = nr_str_sub(page, from, to);
    nr_buf_add_str(t->out, nr_str_sub(page, at, to));
    while (to < page.len && !nr_ascii_is_blank(page.data[to]) && page.data[to] != '>' &&
           page.data[to] != '/')
        to++;
    scan_attributes(t, &tag, to);
    tag.closed &= !tag.closing && !is_frame(tag.name);
    if (t->count > aside) {
        char digits[NR_DIGITS];
        nr_buf_add_cstr(t->out, " " NR_TAME_NAME "=");
        nr_buf_add_str(t->out, nr_str_decimal(aside * BASE + t->count - aside, digits));
    }
    nr_buf_add_cstr(t->out, tag.closed ? " />" : ">");
    return tag;
}

size_t nr_tame_aside(const struct nr_tame *t, struct nr_str value,
                     const struct nr_attribute **attributes_out)
{
    unsigned long long n;
    if (!nr_str_u64(value, &n) || n / BASE + n % BASE > t->count)
        return 0;
    *attributes_out = t->aside + n / BASE;
    return n % BASE;
}

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

static const struct {
    struct nr_str name, end_tag;
} raw_elements[] = {{NR_STR("script"), NR_STR("</script")}, {NR_STR("style"), NR_STR("</style")}};

/* Goes on behind the raw text that begins behind the tag, if any does; adds it to the chunk where
 * it is wanted. */
static size_t skip_raw_text(struct nr_tame *t, const struct tag *tag, bool deep)
{
    for (size_t i = 0; !tag->closing && i < sizeof raw_elements / sizeof *raw_elements; i++) {
        if (!nr_str_eq_fold(tag->name, raw_elements[i].name))
            continue;
        size_t end = raw_text_end(t->page, tag->end, raw_elements[i].end_tag);
        if (tag->described && !deep)
            nr_buf_add_str(t->out, nr_str_sub(t->page, tag->end, end));
        return end;
    }
    return tag->end;
}

static bool is_button(const struct tag *tag)
{
    static const struct nr_str button = NR_STR("button");
    return tag->name.len == button.len && nr_str_eq_fold(tag->name, button);
}

static void note_button(struct nr_tame *t, const struct tag *tag)
{
    if (is_button(tag)) {
        t->button = !tag->closing && !tag->closed;
        t->divs = 0;
    } else if (t->button && nr_str_eq_fold(tag->name, nr_str_of("div"))) {
        if (!tag->closing)
            t->divs += !tag->closed;
        else if (t->divs == 0)
            t->button = false;
        else
            t->divs--;
    }
}

/* The end tag of a button, with those of the divs in it that have none. Returns of how many. */
static size_t end_button(struct nr_tame *t, size_t depth)
{
    size_t divs = t->divs < depth ? t->divs : depth;
    for (size_t i = 0; i < divs; i++)
        nr_buf_add_cstr(t->out, "</div>");
    nr_buf_add_cstr(t->out, "</button>");
    return divs;
}

/* The tag that begins at at. Returns where the page goes on. */
static size_t tame_tag(struct nr_tame *t, size_t at, size_t *depth)
{
    size_t len = t->out->len, aside = t->count;
    bool deep = *depth >= NR_DOM_DEPTH;
    struct tag tag = add_tag(t, at);
    /* Neither does an end before anything has begun, and there it stops too. */
    bool ends_nothing = tag.closing && (!t->begun || is_frame(tag.name));
    if (!tag.whole || deep || ends_nothing) {
        t->out->len = len;
        t->count = aside;
        nr_buf_add_char(t->out, ' ');
    } else {
        if (tag.closing && t->divs > 0 && is_button(&tag)) {
            t->out->len = len;
            *depth -= end_button(t, *depth);
        }
        note_button(t, &tag);
    }
    t->begun |= !tag.closing && tag.whole;
    if (tag.closing)
        *depth -= *depth > 0 && !ends_nothing;
    else
        *depth += !is_void(tag.name) && !tag.closed;
    t->deep += deep && tag.whole && !tag.closing;
    t->crowded += tag.crowded;
    return skip_raw_text(t, &tag, deep);
}

/* Behind the comment whose "<!--" stands at at. */
static size_t skip_comment(struct nr_str page, size_t at)
{
    for (size_t end = at + 4; end < page.len; end++) {
        end += nr_str_find_char(nr_str_sub(page, end, page.len), '>');
        if (nr_str_ends(nr_str_sub(page, at + 2, end), nr_str_of("--")) ||
            nr_str_ends(nr_str_sub(page, at + 4, end), nr_str_of("--!")))
            return end + (end < page.len);
    }
    return page.len;
}

/* What is a comment to all browsers: "<![if !mso]>", "<?php ?>", "</ p>". What is behind
 * a heart, "</3", is text, where no ">" ends it. */
static bool is_bogus(struct nr_str s)
{
    char c = s.len > 1 ? s.data[1] : ' ';
    if (c != '/')
        return c == '!' || c == '?';
    struct nr_str inner = nr_str_sub(s, 2, s.len);
    inner = nr_str_sub(inner, 0, nr_str_find_char(inner, '<'));
    return nr_str_find_char(inner, '>') < inner.len;
}

/* What stands at at, which is a '<'. Returns where the page goes on. */
static size_t tame_markup(struct nr_tame *t, size_t at, size_t *depth)
{
    struct nr_str rest = nr_str_sub(t->page, at, t->page.len);
    char c = rest.len > 1 ? rest.data[1] : ' ';
    if (nr_str_starts(rest, nr_str_of("<!--")))
        return skip_comment(t->page, at);
    if (nr_ascii_is_letter(c) || (c == '/' && rest.len > 2 && nr_ascii_is_letter(rest.data[2])))
        return tame_tag(t, at, depth);
    size_t end = is_bogus(rest) ? nr_str_find_char(rest, '>') + 1 : 1;
    if (end == 1 || end > rest.len || nr_str_starts_fold(rest, nr_str_of("<!doctype")))
        nr_buf_add_str(t->out, nr_str_sub(rest, 0, end));
    return at + (end < rest.len ? end : rest.len);
}

void nr_tame_start(struct nr_tame *t, struct nr_str page, struct nr_buf *out)
{
    t->page = page;
    t->out = out;
    t->begun = t->button = false;
    t->divs = 0;
    t->at = t->count = t->deep = t->crowded = 0;
}

void nr_tame_forget(struct nr_tame *t)
{
    t->count = 0;
}

bool nr_tame_next(struct nr_tame *t, size_t depth, struct nr_str *chunk)
{
    struct nr_str page = t->page;
    bool deep = depth >= NR_DOM_DEPTH;
    t->out->len = 0;
    while (t->at < page.len && t->out->len < CHUNK && (deep || depth < NR_DOM_DEPTH)) {
        struct nr_str rest = nr_str_sub(page, t->at, page.len);
        size_t text = nr_str_find_char(rest, '<');
        nr_references_western(t->out, nr_str_sub(rest, 0, text));
        t->at += text;
        if (t->at < page.len)
            t->at = tame_markup(t, t->at, &depth);
    }
    nr_tame_controls(t->out->data, t->out->len);
    *chunk = nr_buf_str(t->out);
    return t->out->len > 0;
}
