#include "newsreel/json/record.h"
#include "newsreel/core/mem.h"
#include "newsreel/json/json.h"
#include "scan.h"
#include <stdlib.h>

/* One record with a crowd of members, or one huge text, must not hold its memory for the rest of
 * the run. */
enum { KEEP_MEMBERS = 4096, KEEP_SCRATCH = 1 << 20 };

static void start(struct nr_record *r, struct nr_str line)
{
    nr_arena_reset(&r->arena);
    if (r->capacity > KEEP_MEMBERS) {
        free(r->members);
        r->members = NULL;
        r->capacity = 0;
    }
    r->line = line;
    r->count = r->scanned = r->replaced = 0;
    r->newline = false;
}

static struct nr_record_member *new_member(struct nr_record *r)
{
    if (r->count == r->capacity)
        r->members = nr_grow_array(r->members, &r->capacity, r->count + 1, sizeof *r->members);
    return &r->members[r->count++];
}

/* A name and its value, s->at at the name's quote. They are scanned where they will stay: to copy
 * words that have just been written takes longer than to scan them. */
static bool scan_member(struct nr_record *r, struct nr_scan *s)
{
    struct nr_record_member *m = new_member(r);
    struct nr_json key;
    if (!nr_scan_key(s, &key))
        return false;
    m->from = (size_t)(key.raw.data - r->line.data);
    m->key = nr_json_text(key, &r->arena, NULL);
    if (!(nr_scan_peek(s) == '"' ? nr_scan_string(s, &m->value) : nr_scan_value(s, 1, &m->value)))
        return false;
    m->to = (size_t)(s->at - r->line.data);
    m->set = nr_str(NULL, 0);
    m->changed = m->removed = m->renamed = false;
    return true;
}

static bool scan_object(struct nr_record *r, struct nr_scan *s)
{
    nr_scan_blanks(s);
    if (nr_scan_peek(s) != '{')
        return nr_scan_fail(s, "not a JSON object");
    s->at++;
    nr_scan_blanks(s);
    if (nr_scan_peek(s) == '}') {
        s->at++;
        return true;
    }
    for (;;) {
        if (!scan_member(r, s))
            return false;
        nr_scan_blanks(s);
        char c = nr_scan_peek(s);
        if (c != ',' && c != '}')
            return nr_scan_fail(s, "invalid JSON: ',' or '}' expected");
        s->at++;
        if (c == '}')
            return true;
    }
}

static enum nr_status scan(struct nr_record *r, struct nr_scan *s, struct nr_error *e)
{
    start(r, s->all);
    bool good = scan_object(r, s) && nr_scan_finish(s);
    r->newline = s->newline;
    if (!good) {
        r->count = 0;
        return nr_scan_report(s, e);
    }
    r->scanned = r->count;
    return NR_OK;
}

enum nr_status nr_record_scan(struct nr_record *r, struct nr_str line, struct nr_error *e)
{
    struct nr_scan s;
    nr_scan_begin(&s, line);
    return scan(r, &s, e);
}

enum nr_status nr_record_scan_utf8(struct nr_record *r, struct nr_str line, struct nr_error *e)
{
    struct nr_scan s;
    nr_scan_valid(&s, line);
    return scan(r, &s, e);
}

static enum nr_status bad_member(struct nr_str key, size_t at, const char *what, struct nr_error *e)
{
    nr_error_set(e, "member \"%.*s\" %s", key.len < 100 ? (int)key.len : 100, key.data, what);
    e->offset = at + 1;
    return NR_BAD;
}

/* The one member of the line with this key. */
static enum nr_status lookup(struct nr_record *r, struct nr_str key,
                             struct nr_record_member **found, struct nr_error *e)
{
    *found = NULL;
    for (size_t i = 0; i < r->scanned; i++) {
        struct nr_record_member *m = &r->members[i];
        if (!nr_str_eq(m->key, key))
            continue;
        if (*found)
            return bad_member(key, m->from, "occurs twice", e);
        *found = m;
    }
    return *found ? NR_OK : NR_END;
}

enum nr_status nr_record_find(struct nr_record *r, struct nr_str key, struct nr_json *value,
                              struct nr_error *e)
{
    struct nr_record_member *m;
    enum nr_status status = lookup(r, key, &m, e);
    if (status == NR_OK)
        *value = m->value;
    return status;
}

enum nr_status nr_record_text(struct nr_record *r, struct nr_str key, struct nr_arena *arena,
                              struct nr_str *text, struct nr_error *e)
{
    struct nr_record_member *m;
    enum nr_status status = lookup(r, key, &m, e);
    if (status != NR_OK)
        return status;
    if (m->value.type == NR_JSON_NULL)
        return NR_END;
    if (m->value.type != NR_JSON_STRING)
        return bad_member(key, (size_t)(m->value.raw.data - r->line.data), "is not a string", e);
    *text = nr_json_text(m->value, arena, &r->replaced);
    return NR_OK;
}

/* The member to change: the line's, or one that was appended before, or a new one. */
static enum nr_status member_to_set(struct nr_record *r, struct nr_str key,
                                    struct nr_record_member **m, struct nr_error *e)
{
    enum nr_status status = lookup(r, key, m, e);
    for (size_t i = r->scanned; status == NR_END && i < r->count; i++)
        if (nr_str_eq(r->members[i].key, key)) {
            *m = &r->members[i];
            status = NR_OK;
        }
    if (status == NR_END) {
        *m = new_member(r);
        **m = (struct nr_record_member){.key = nr_arena_str(&r->arena, key)};
    }
    return status == NR_BAD ? NR_BAD : NR_OK;
}

enum nr_status nr_record_set(struct nr_record *r, struct nr_str key, struct nr_str json,
                             struct nr_error *e)
{
    struct nr_record_member *m;
    if (member_to_set(r, key, &m, e) != NR_OK)
        return NR_BAD;
    char *copy = nr_arena_cstr(&r->arena, json);
    for (char *at = copy; (at = memchr(at, '\n', (size_t)(copy + json.len - at)));)
        *at = ' '; /* a record is one line */
    m->set = nr_str(copy, json.len);
    m->changed = true;
    m->removed = false;
    return NR_OK;
}

enum nr_status nr_record_set_text(struct nr_record *r, struct nr_str key, struct nr_str text,
                                  struct nr_error *e)
{
    nr_buf_reset(&r->scratch, KEEP_SCRATCH);
    nr_json_add_text(&r->scratch, text);
    return nr_record_set(r, key, nr_buf_str(&r->scratch), e);
}

enum nr_status nr_record_set_u64(struct nr_record *r, struct nr_str key, uint64_t n,
                                 struct nr_error *e)
{
    char digits[NR_DIGITS];
    return nr_record_set(r, key, nr_str_decimal(n, digits), e);
}

enum nr_status nr_record_rename(struct nr_record *r, struct nr_str key, struct nr_str name,
                                struct nr_error *e)
{
    struct nr_record_member *m;
    enum nr_status status = lookup(r, key, &m, e);
    if (status != NR_OK || nr_str_eq(key, name))
        return status;
    for (size_t i = 0; i < r->count; i++)
        if (nr_str_eq(r->members[i].key, name))
            return bad_member(name, m->from, "is there already", e);
    m->key = nr_arena_str(&r->arena, name);
    m->renamed = true;
    return NR_OK;
}

enum nr_status nr_record_remove(struct nr_record *r, struct nr_str key, struct nr_error *e)
{
    struct nr_record_member *m;
    enum nr_status status = lookup(r, key, &m, e);
    if (status == NR_BAD)
        return NR_BAD;
    for (size_t i = r->scanned; !m && i < r->count; i++)
        if (nr_str_eq(r->members[i].key, key))
            m = &r->members[i];
    if (m)
        m->removed = true;
    return NR_OK;
}

/* The line on its way out: bytes before done are written or left out. */
struct splice {
    const struct nr_record *r;
    struct nr_buf *out;
    size_t done;
    bool kept; /* a member has been kept: the next one needs a comma */
};

static void copy_to(struct splice *p, size_t to)
{
    if (p->done >= to)
        return;
    size_t from = p->out->len;
    nr_buf_add(p->out, p->r->line.data + p->done, to - p->done);
    p->done = to;
    for (; p->r->newline && from < p->out->len; from++)
        if (p->out->data[from] == '\n')
            p->out->data[from] = ' ';
}

/* A removed member takes the comma before it along; with nothing kept before it, the comma behind
 * it. kept_to is the end of what must stay. */
static void leave_out(struct splice *p, size_t i, size_t kept_to)
{
    const struct nr_record *r = p->r;
    copy_to(p, kept_to);
    p->done = p->kept || i + 1 == r->scanned ? r->members[i].to : r->members[i + 1].from;
}

/* The end of the member's key, behind its quote. */
static size_t key_end(const struct nr_record *r, const struct nr_record_member *m)
{
    const char *at = m->value.raw.data;
    while (at[-1] != ':')
        at--;
    for (at--; at[-1] != '"'; at--)
        ;
    return (size_t)(at - r->line.data);
}

/* Returns the end of the last member that is kept; without one, of what stands before the first. */
static size_t write_scanned(struct splice *p)
{
    const struct nr_record *r = p->r;
    size_t kept_to =
        r->scanned ? r->members[0].from : nr_str_find_char(r->line, '{') + (r->line.len != 0);
    for (size_t i = 0; i < r->scanned; i++) {
        const struct nr_record_member *m = &r->members[i];
        if (m->removed) {
            leave_out(p, i, kept_to);
            continue;
        }
        if (m->renamed) {
            copy_to(p, m->from);
            nr_json_add_text(p->out, m->key);
            p->done = key_end(r, m);
        }
        if (m->changed) {
            copy_to(p, (size_t)(m->value.raw.data - r->line.data));
            nr_buf_add_str(p->out, m->set);
            p->done = m->to;
        }
        kept_to = m->to;
        p->kept = true;
    }
    return kept_to;
}

void nr_record_write(const struct nr_record *r, struct nr_buf *out)
{
    struct splice p = {.r = r, .out = out};
    copy_to(&p, write_scanned(&p));
    for (size_t i = r->scanned; i < r->count; i++) {
        if (r->members[i].removed)
            continue;
        if (p.kept)
            nr_buf_add_char(out, ',');
        nr_json_add_text(out, r->members[i].key);
        nr_buf_add_char(out, ':');
        nr_buf_add_str(out, r->members[i].set);
        p.kept = true;
    }
    copy_to(&p, r->line.len);
    nr_buf_add_char(out, '\n');
}

bool nr_record_is_seal(const struct nr_record *r)
{
    return r->scanned == 1 && nr_str_is(r->members[0].key, "newsreel_seal");
}

void nr_record_free(struct nr_record *r)
{
    free(r->members);
    nr_arena_free(&r->arena);
    nr_buf_free(&r->scratch);
    *r = (struct nr_record){0};
}
