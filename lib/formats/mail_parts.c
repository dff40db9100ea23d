#include "mail.h"
#include "newsreel/core/mem.h"
#include <stdlib.h>

/* A message is read from its first line to its last. What is open at a place, multiparts and the
 * messages in them, lies on a stack; a line that is the boundary of one of them ends all that is
 * above it. A message that is coded as a whole is decoded and read as a source of its own, then
 * reading goes on where it stood. */

enum { SOURCES = 4 /* coded messages in coded messages */ };

struct level {
    bool message; /* else a multipart */
    bool whole;   /* a message that becomes a story */
    bool begun, closed, aside;
    enum nr_mime_multi multi;
    struct nr_str boundary;
    size_t first;        /* parts before it */
    size_t mark;         /* of a multipart: parts before its present child */
    size_t best;         /* of alternatives: what is kept */
    size_t body;         /* of a multipart: where it begins */
    size_t digested;     /* stories made out of what is inside */
    struct nr_mime mime; /* of a multipart */
    struct nr_mail_head head;
    struct nr_str outer; /* of a message that is a source of its own: the source around it */
    size_t outer_at, outer_base;
};

struct walk {
    struct nr_mail *mail;
    struct nr_str bytes; /* the source */
    size_t at;           /* always at the beginning of a line */
    struct nr_mail_part *parts;
    size_t count, capacity;
    size_t depth, base; /* levels; where those of this source begin */
    size_t sources;
    size_t messages; /* of digests */
    bool leaf;       /* a part has begun that is text, or a message that is coded */
    struct nr_mime mime;
    size_t leaf_at;
    struct level *levels;
    size_t level_capacity;
};

/* A line that is a boundary. */
struct hit {
    size_t end; /* of what is before it */
    size_t line, next;
    size_t level;
    bool closing;
};

static struct level *top(struct walk *w)
{
    return &w->levels[w->depth - 1];
}

/* --- Text --- */

/* Text that is none after all. Few control characters besides those of ISO 2022 come in mail. */
static bool is_binary(struct nr_str bytes, struct nr_str charset)
{
    unsigned control = 0, nuls = 0;
    struct nr_str head = nr_str_sub(bytes, 0, 4096);
    if (nr_str_starts_fold(charset, nr_str_of("utf-16")) ||
        nr_str_starts_fold(charset, nr_str_of("utf-32")))
        return false;
    for (size_t i = 0; i < head.len; i++) {
        unsigned char c = (unsigned char)head.data[i], blank = (unsigned char)(c - '\t');
        control += (c < ' ') & (blank > '\r' - '\t') & (c != 0x1b);
        nuls += c == 0;
    }
    return control > head.len / 20 || (nuls && control > head.len / 50);
}

static struct nr_str without_transfer_coding(struct walk *w, struct nr_str body)
{
    if (w->mime.coding == NR_MIME_PLAIN)
        return body;
    w->mail->coded.len = 0;
    nr_mime_decode(&w->mail->coded, w->mime.coding, body);
    return nr_buf_str(&w->mail->coded);
}

static void add_part(struct walk *w, struct nr_mail_part part)
{
    part.text = nr_arena_str(w->mail->arena, part.text);
    w->parts = nr_grow_array(w->parts, &w->capacity, w->count + 1, sizeof *w->parts);
    w->parts[w->count++] = part;
}

static void lay_out(struct walk *w, struct nr_mail_part *part)
{
    struct nr_buf *out = &w->mail->text;
    out->len = 0;
    if (w->mime.kind == NR_MIME_ENRICHED)
        nr_mail_add_enriched(out, part->text);
    else if (w->mime.flowed)
        nr_mail_add_flowed(out, part->text, w->mime.delsp);
    else
        nr_mail_add_plain(out, part->text);
    bool fixed = w->mime.kind == NR_MIME_ENRICHED || w->mime.flowed;
    part->layout = fixed ? NR_MAIL_FIXED : NR_MAIL_WRAPPED;
    part->text = nr_buf_str(out);
}

static void read_text(struct walk *w, struct nr_str body)
{
    struct nr_mail *mail = w->mail;
    struct nr_mail_part part = {.layout = NR_MAIL_HTML};
    bool page = w->mime.kind == NR_MIME_HTML;
    body = without_transfer_coding(w, body);
    if (!nr_str_trim(body).len)
        return;
    if (!page)
        body = nr_mail_cut_files(mail->arena, body, &mail->stories->attachments);
    if (w->count >= NR_MAIL_TEXTS || is_binary(body, w->mime.charset)) {
        mail->stories->attachments++;
        return;
    }
    part.text = nr_mail_utf8(mail, body, w->mime.charset, page, &part.charset);
    if (!page)
        lay_out(w, &part);
    if (nr_str_trim(part.text).len)
        add_part(w, part);
}

/* --- Levels --- */

/* What the parts from from on are worth among alternatives. */
static size_t worth(const struct walk *w, size_t from)
{
    size_t best = 0;
    for (size_t i = from; i < w->count; i++) {
        size_t one = w->parts[i].layout == NR_MAIL_HTML ? 1 : 2;
        best = one > best ? one : best;
    }
    return best;
}

static void end_child(struct walk *w, struct level *l)
{
    size_t added = w->count - l->mark, value = worth(w, l->mark);
    if (l->multi == NR_MIME_ALTERNATIVE && value <= l->best) {
        w->count = l->mark;
    } else if (l->multi == NR_MIME_ALTERNATIVE) {
        if (l->first < l->mark)
            memmove(w->parts + l->first, w->parts + l->mark, added * sizeof *w->parts);
        w->count = l->first + added;
        l->best = value;
    }
    l->aside |= l->multi == NR_MIME_RELATED && w->count > l->first;
    l->mark = w->count;
}

/* Ends the level on top. end: of what is inside. */
static void pop(struct walk *w, size_t end)
{
    struct level *l = top(w);
    if (l->message && l->whole) {
        size_t count = w->count - l->first;
        if (count || !l->digested)
            nr_mail_story(w->mail, &l->head, count ? w->parts + l->first : NULL, count);
        w->count = l->first;
    } else if (!l->message && l->begun && !l->closed) {
        end_child(w, l);
    } else if (!l->message && !l->begun && l->aside) {
        w->mail->stories->attachments++;
    } else if (!l->message && !l->begun) {
        w->mime = l->mime;
        w->mime.kind = NR_MIME_TEXT;
        read_text(w, nr_str_sub(w->bytes, l->body, end));
    }
    size_t digested = l->digested + (l->message && l->whole);
    if (--w->depth)
        top(w)->digested += digested;
}

static void push(struct walk *w, struct level level)
{
    level.first = level.mark = w->count;
    level.body = w->at;
    w->levels = nr_grow_array(w->levels, &w->level_capacity, w->depth + 1, sizeof *w->levels);
    w->levels[w->depth++] = level;
}

/* Whether parts inside the level on top are left aside, as those beside the root of related ones
 * are. */
static bool is_aside(const struct walk *w)
{
    return w->levels[w->depth - 1].aside;
}

/* Whether a message that begins now is one of a digest. */
static bool is_digested(struct walk *w)
{
    return !top(w)->message && top(w)->multi == NR_MIME_DIGEST;
}

/* Begins a message inside. Returns whether its header is what comes next. */
static bool begin_message(struct walk *w)
{
    bool returned = !top(w)->message && top(w)->multi == NR_MIME_REPORT;
    bool attached = w->mime.attached && !is_digested(w);
    bool full = is_digested(w) && w->messages == NR_MAIL_TEXTS;
    if (w->depth == NR_MAIL_LEVELS || is_aside(w) || returned || attached || full) {
        w->mail->stories->attachments++;
        return false;
    }
    w->messages += is_digested(w);
    w->leaf = w->mime.coding != NR_MIME_PLAIN;
    if (!w->leaf)
        push(w, (struct level){.message = true, .whole = is_digested(w)});
    return !w->leaf;
}

/* Begins what the fields that have been read say. Returns whether more fields come next. */
static bool begin_body(struct walk *w)
{
    struct nr_stories *stories = w->mail->stories;
    bool attached = w->mime.attached && !top(w)->message;
    w->leaf = false;
    w->leaf_at = w->at;
    if (w->mime.kind == NR_MIME_MESSAGE)
        return begin_message(w);
    if (w->mime.kind == NR_MIME_MULTIPART && w->depth < NR_MAIL_LEVELS)
        push(w, (struct level){.multi = w->mime.multi,
                               .boundary = w->mime.boundary,
                               .mime = w->mime,
                               .aside = is_aside(w)});
    else if (w->mime.kind >= NR_MIME_MULTIPART || attached || is_aside(w))
        stories->attachments++;
    else
        w->leaf = true;
    return false;
}

/* Begins the part whose fields come next, and the message that it is. */
static void begin_part(struct walk *w)
{
    bool more = true;
    while (more) {
        struct nr_mail_head head;
        struct level *l = top(w);
        struct nr_str rest = nr_str_sub(w->bytes, w->at, w->bytes.len);
        if (l->message)
            rest = nr_mail_start(rest);
        size_t skipped = w->bytes.len - w->at - rest.len;
        w->at += skipped + nr_mail_head_read(&head, rest);
        if (l->message && l->whole)
            l->head = head;
        nr_mime_read(&w->mime, &head, is_digested(w), w->mail->arena);
        more = begin_body(w);
    }
}

/* Ends the part that has begun. Returns whether it is a message whose header is what comes next; at
 * is where to go on behind it. */
static bool end_leaf(struct walk *w, size_t end, size_t at)
{
    struct nr_str body = nr_str_sub(w->bytes, w->leaf_at, end);
    w->leaf = false;
    if (w->mime.kind != NR_MIME_MESSAGE) {
        read_text(w, body);
        return false;
    }
    if (w->sources == SOURCES) {
        w->mail->stories->attachments++;
        return false;
    }
    struct level level = {.message = true,
                          .whole = is_digested(w),
                          .outer = w->bytes,
                          .outer_at = at,
                          .outer_base = w->base};
    w->bytes = nr_arena_str(w->mail->arena, without_transfer_coding(w, body));
    w->at = 0;
    w->base = w->depth;
    w->sources++;
    push(w, level);
    return true;
}

/* Ends the source and goes back to the one around it. False: there is none. */
static bool leave_source(struct walk *w)
{
    while (w->depth > w->base + 1)
        pop(w, w->bytes.len);
    struct level *l = top(w);
    struct nr_str outer = l->outer;
    size_t at = l->outer_at, base = l->outer_base;
    pop(w, w->bytes.len);
    w->bytes = outer;
    w->at = at;
    w->base = base;
    w->sources--;
    return w->depth > 0;
}

/* --- Boundaries --- */

static bool is_open(const struct level *l)
{
    return !l->message && !l->closed && l->boundary.len;
}

static bool has_boundary(const struct walk *w)
{
    for (size_t i = w->base; i < w->depth; i++)
        if (is_open(&w->levels[i]))
            return true;
    return false;
}

/* Whether line, which begins with "--", is a boundary: of the innermost multipart that it fits. */
static bool is_boundary(const struct walk *w, struct nr_str line, struct hit *hit)
{
    while (line.len && nr_ascii_is_blank(line.data[line.len - 1]))
        line.len--;
    line = nr_str_sub(line, 2, line.len);
    for (size_t i = w->depth; i-- > w->base;) {
        struct nr_str boundary = w->levels[i].boundary;
        if (!is_open(&w->levels[i]) || !nr_str_starts(line, boundary))
            continue;
        struct nr_str rest = nr_str_trim(nr_str_sub(line, boundary.len, line.len));
        hit->level = i;
        hit->closing = rest.len != 0;
        if (!rest.len || nr_str_is(rest, "--"))
            return true;
    }
    return false;
}

/* The end of the line before the one at at. */
static size_t line_end_before(struct nr_str s, size_t at)
{
    if (at > 0)
        at--;
    return at > 0 && s.data[at - 1] == '\r' ? at - 1 : at;
}

/* Finds the next boundary from where reading stands. Where there is none, the source ends. */
static bool find_boundary(const struct walk *w, struct hit *hit)
{
    static const struct nr_str mark = NR_STR("\n--");
    struct nr_str s = w->bytes;
    hit->end = hit->line = s.len;
    size_t at = has_boundary(w) ? w->at : s.len;
    while (at < s.len) {
        struct nr_str rest = nr_str_sub(s, at, s.len), behind = rest;
        if (nr_str_starts(rest, nr_str_sub(mark, 1, 3)) &&
            is_boundary(w, nr_mail_line(&behind), hit)) {
            hit->end = line_end_before(s, at);
            hit->line = at;
            hit->next = s.len - behind.len;
            return true;
        }
        at += nr_str_find(rest, mark) + 1;
    }
    return false;
}

static void pass_boundary(struct walk *w, const struct hit *hit)
{
    while (w->depth - 1 > hit->level)
        pop(w, hit->end);
    struct level *l = top(w);
    if (l->begun)
        end_child(w, l);
    l->begun = true;
    l->closed = hit->closing;
    w->at = hit->next;
    if (!hit->closing)
        begin_part(w);
}

void nr_mail_read_parts(struct nr_mail *mail, struct nr_str message)
{
    struct walk w = {.mail = mail, .bytes = message};
    bool more = true;
    push(&w, (struct level){.message = true, .whole = true});
    begin_part(&w);
    while (more) {
        struct hit hit;
        bool found = find_boundary(&w, &hit);
        if (w.leaf && end_leaf(&w, hit.end, hit.line))
            begin_part(&w);
        else if (found)
            pass_boundary(&w, &hit);
        else
            more = leave_source(&w);
    }
    free(w.parts);
    free(w.levels);
}
