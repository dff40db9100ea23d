/* split-paragraphs: one record per paragraph, and back.
 *
 * Splitting is map alone. Joining needs order and memory of one document: map writes each
 * paragraph's record as the document's would look and says where the text is; commit takes the text
 * of consecutive paragraphs of a document together and writes the record when the next one begins.
 */
#include "newsreel/core/mem.h"
#include "newsreel/json/anchored.h"
#include "newsreel/json/json.h"
#include "newsreel/stream/filter.h"
#include "newsreel/text/paragraphs.h"
#include <stdlib.h>

enum { CARRY = 1, JOIN };

static const char standard[] = "source,url,created,language,section,headline";

static const struct nr_option options[] = {
    {"carry", 'c', NR_ARG_TEXT, "LIST",
     "members that paragraphs take from their document, separated by commas; all: every one "
     "(default source,url,created,language,section,headline)",
     CARRY, NULL},
    {"join", 0, NR_ARG_NONE, NULL, "put consecutive paragraphs of a document together again", JOIN,
     NULL},
    {0},
};

struct config {
    struct nr_str *carry; /* names of members; NULL: nothing said */
    size_t carried;
    bool all; /* every member, whatever carry says */
    bool join;

    /* The document that is being joined, as one line: up to the end of its text, and from there. */
    struct nr_buf doc, head, tail;
    bool open, cut; /* cut: paragraphs of it were dropped */
    uint64_t last;  /* number of the paragraph before, from 1 */
    size_t max_record;
    struct nr_record whole; /* a document that was cut, to say so in it */
    uint64_t dropped;
};

struct scratch {
    struct nr_buf members;   /* that every paragraph of a document carries */
    struct nr_record joined; /* the rewritten line, to find the text in it */
};

static void set_carry(struct config *c, const char *list)
{
    struct nr_str rest = nr_str_of(list), name;
    c->all = nr_str_is(rest, "all");
    c->carried = 0;
    size_t room = rest.len + 1;
    c->carry = nr_realloc_array(c->carry, room, sizeof *c->carry);
    while (!c->all && nr_str_split(&rest, ',', &name))
        if (name.len)
            c->carry[c->carried++] = name;
}

static enum nr_status option(void *config, int code, const char *argument, struct nr_error *e)
{
    struct config *c = config;
    (void)e;
    if (code == CARRY)
        set_carry(c, argument);
    else
        c->join = true;
    return NR_OK;
}

static enum nr_status start(void *config, struct nr_error *e)
{
    struct config *c = config;
    (void)e;
    if (!c->carry)
        set_carry(c, standard);
    return NR_OK;
}

static void sources(void *config, struct nr_members_options *source)
{
    struct config *c = config;
    c->max_record = source->max_record;
}

/* What a paragraph has of its own. */
static bool is_own(struct nr_str key)
{
    static const char *const own[] = {"id", "text", "doc", "paragraph", "start", "end", "role"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (nr_str_is(key, own[i]))
            return true;
    return false;
}

static void add_member(struct nr_buf *out, const struct nr_record *r,
                       const struct nr_record_member *m)
{
    nr_buf_add_char(out, ',');
    nr_buf_add_str(out, nr_str_sub(r->line, m->from, m->to));
}

/* The carried members as they stand in the line: ,"url":"...",... */
static enum nr_status add_carried(const struct config *c, struct nr_record *r, struct nr_buf *out,
                                  struct nr_error *e)
{
    struct nr_json value;
    for (size_t i = 0; i < c->carried; i++)
        if (nr_record_find(r, c->carry[i], &value, e) == NR_BAD)
            return NR_BAD;
    for (size_t i = 0; i < r->count; i++) {
        const struct nr_record_member *m = &r->members[i];
        bool wanted = c->all;
        for (size_t k = 0; k < c->carried && !wanted; k++)
            wanted = nr_str_eq(m->key, c->carry[k]);
        if (wanted && !is_own(m->key) && !nr_anchored_is(m->key, m->value))
            add_member(out, r, m);
    }
    return NR_OK;
}

static void write_paragraph(struct nr_job *job, struct nr_str id, size_t number,
                            const struct nr_paragraph *p, struct nr_str carried)
{
    struct nr_buf *out = job->out;
    struct nr_buf name = {0};
    nr_buf_add_str(&name, id);
    nr_buf_addf(&name, "#%zu", number);
    nr_object_begin(out);
    nr_object_add_text(out, "id", nr_buf_str(&name));
    nr_object_add_text(out, "doc", id);
    nr_object_add_u64(out, "paragraph", number);
    nr_object_add_u64(out, "start", p->start);
    nr_object_add_u64(out, "end", p->end);
    nr_object_add_text(out, "role", nr_str_of(p->role));
    nr_buf_add_str(out, carried);
    nr_object_add_text(out, "text", p->text);
    nr_object_end(out);
    nr_buf_add_char(out, '\n');
    nr_buf_free(&name);
}

static enum nr_status get_text(struct nr_job *job, const char *key, struct nr_str *value,
                               struct nr_error *e)
{
    enum nr_status status = nr_record_text(job->record, nr_str_of(key), job->arena, value, e);
    if (status == NR_END)
        nr_error_set(e, "no member \"%s\"", key);
    return status;
}

static enum nr_status split(const struct config *c, struct scratch *scratch, struct nr_job *job,
                            struct nr_error *e)
{
    struct nr_str id, text;
    enum nr_status status = get_text(job, "text", &text, e);
    if (status == NR_END)
        job->drop = "no-text";
    if (status != NR_OK)
        return status == NR_END ? NR_OK : status;
    if (get_text(job, "id", &id, e) != NR_OK)
        return NR_BAD;
    scratch->members.len = 0;
    if (add_carried(c, job->record, &scratch->members, e) != NR_OK)
        return NR_BAD;
    struct nr_paragraphs walk;
    struct nr_paragraph p;
    size_t number = 0;
    for (nr_paragraphs_init(&walk, text); nr_paragraphs_next(&walk, &p); number++)
        write_paragraph(job, id, number, &p, nr_buf_str(&scratch->members));
    if (number == 0)
        job->drop = "no-text";
    return NR_OK;
}

/* Turns a paragraph's record into its document's, with the paragraph as the text. */
static enum nr_status rewrite(struct nr_record *r, struct nr_str doc, struct nr_error *e)
{
    static const char *const removed[] = {"doc", "paragraph", "start", "end", "role"};
    for (size_t i = 0; i < sizeof removed / sizeof *removed; i++)
        if (nr_record_remove(r, nr_str_of(removed[i]), e) != NR_OK)
            return NR_BAD;
    return nr_record_set_text(r, nr_str_of("id"), doc, e) == NR_OK ? NR_OK : NR_BAD;
}

/* The number of a paragraph, from 1; 0 where the record does not say. */
static enum nr_status number_of(struct nr_record *r, uint64_t *number, struct nr_error *e)
{
    struct nr_json value;
    unsigned long long n;
    enum nr_status status = nr_record_find(r, nr_str_of("paragraph"), &value, e);
    *number = 0;
    if (status == NR_OK && value.type == NR_JSON_NUMBER && nr_str_u64(value.raw, &n))
        *number = n + 1;
    return status == NR_BAD ? NR_BAD : NR_OK;
}

/* key[0] is where the text's JSON string begins in the line, from 1, and key[1] where it ends;
 * key[0] = 0 where the record is no paragraph and passes as it is. key[2] is its number. */
static enum nr_status join(struct scratch *scratch, struct nr_job *job, struct nr_error *e)
{
    struct nr_json text;
    enum nr_status status =
        nr_record_text(job->record, nr_str_of("doc"), job->arena, &job->label, e);
    if (status == NR_END)
        nr_record_write(job->record, job->out);
    if (status != NR_OK)
        return status == NR_END ? NR_OK : status;
    if (number_of(job->record, &job->key[2], e) != NR_OK ||
        rewrite(job->record, job->label, e) != NR_OK)
        return NR_BAD;
    size_t from = job->out->len;
    nr_record_write(job->record, job->out);
    struct nr_str line = nr_str(job->out->data + from, job->out->len - from - 1);
    if (nr_record_scan(&scratch->joined, line, e) != NR_OK)
        return NR_BAD;
    status = nr_record_find(&scratch->joined, nr_str_of("text"), &text, e);
    if (status != NR_OK || text.type != NR_JSON_STRING) {
        nr_error_set(e, "no string \"text\"");
        return NR_BAD;
    }
    job->key[0] = (uint64_t)(text.raw.data - line.data) + 1;
    job->key[1] = job->key[0] - 1 + text.raw.len;
    return NR_OK;
}

static enum nr_status map(const void *config, void *scratch, struct nr_job *job, struct nr_error *e)
{
    const struct config *c = config;
    return c->join ? join(scratch, job, e) : split(c, scratch, job, e);
}

/* The member may be there already, and where it is there twice the line stays as it is. */
static void write_cut(struct config *c, struct nr_buf *out)
{
    struct nr_error e;
    nr_buf_add_str(&c->head, nr_buf_str(&c->tail));
    struct nr_str line = nr_str(c->head.data, c->head.len - 1);
    if (nr_record_scan(&c->whole, line, &e) == NR_OK &&
        nr_record_set(&c->whole, nr_str_of("truncated"), nr_str_of("true"), &e) == NR_OK)
        nr_record_write(&c->whole, out);
    else
        nr_buf_add_str(out, nr_buf_str(&c->head));
}

static void close_document(struct config *c, struct nr_buf *out)
{
    if (c->open && c->cut) {
        write_cut(c, out);
    } else if (c->open) {
        nr_buf_add_str(out, nr_buf_str(&c->head));
        nr_buf_add_str(out, nr_buf_str(&c->tail));
    }
    c->open = c->cut = false;
}

/* Whether the open document stays a record that others read, with another paragraph of that length
 * and the member that says that it was cut. */
static bool has_room(const struct config *c, size_t len)
{
    size_t others = c->tail.len - 1 + strlen(",\"truncated\":true");
    return !c->cut && c->head.len + len + others <= c->max_record;
}

static void open_document(struct config *c, const struct nr_commit *commit)
{
    nr_buf_reset(&c->doc, 1 << 20);
    nr_buf_reset(&c->head, 1 << 20);
    nr_buf_reset(&c->tail, 1 << 20);
    nr_buf_add_str(&c->doc, commit->label);
    nr_buf_add_str(&c->head, nr_str_sub(commit->out, 0, commit->key[1] - 1));
    nr_buf_add_str(&c->tail, nr_str_sub(commit->out, commit->key[1] - 1, commit->out.len));
    c->open = true;
}

/* What comes behind a paragraph that had no place has none either: a text must not have a hole. */
static enum nr_verdict add_paragraph(struct config *c, struct nr_commit *commit)
{
    struct nr_str text = nr_str_sub(commit->out, commit->key[0], commit->key[1] - 1);
    struct nr_str gap = nr_str_of("\\n\\n");
    if (!has_room(c, gap.len + text.len)) {
        c->cut = true;
        c->dropped++;
        commit->reason = "document-too-large";
        return NR_DROP;
    }
    nr_buf_add_str(&c->head, gap);
    nr_buf_add_str(&c->head, text);
    return NR_ABSORB;
}

/* Two documents may have one id, and stand beside each other: the second begins where numbers do
 * not rise. */
static bool continues(const struct config *c, const struct nr_commit *commit)
{
    bool rises = commit->key[2] == 0 || commit->key[2] > c->last;
    return c->open && rises && nr_str_eq(nr_buf_str(&c->doc), commit->label);
}

static enum nr_verdict commit(void *config, struct nr_commit *commit, struct nr_error *e)
{
    (void)e;
    struct config *c = config;
    if (!c->join)
        return NR_KEEP;
    if (commit->key[0] == 0) {
        close_document(c, commit->before);
        return NR_KEEP;
    }
    bool more = continues(c, commit);
    c->last = commit->key[2];
    if (more)
        return add_paragraph(c, commit);
    close_document(c, commit->before);
    open_document(c, commit);
    return NR_ABSORB;
}

static enum nr_status finish(void *config, struct nr_buf *out, struct nr_error *e)
{
    (void)e;
    close_document(config, out);
    return NR_OK;
}

static void warn(void *config, struct nr_buf *lines)
{
    const struct config *c = config;
    if (c->dropped)
        nr_buf_addf(lines,
                    "paragraphs dropped whose documents would be larger than --max-record: %llu\n",
                    (unsigned long long)c->dropped);
}

static void scratch_free(void *scratch)
{
    struct scratch *s = scratch;
    nr_buf_free(&s->members);
    nr_record_free(&s->joined);
}

static void stop(void *config)
{
    struct config *c = config;
    free(c->carry);
    nr_buf_free(&c->doc);
    nr_buf_free(&c->head);
    nr_buf_free(&c->tail);
    nr_record_free(&c->whole);
}

static const struct nr_filter split_paragraphs = {
    .name = "split-paragraphs",
    .summary = "one record per paragraph, and back",
    .operands = "[FILE ...]",
    .options = options,
    .config_size = sizeof(struct config),
    .scratch_size = sizeof(struct scratch),
    .option = option,
    .start = start,
    .sources = sources,
    .map = map,
    .scratch_free = scratch_free,
    .commit = commit,
    .finish = finish,
    .warn = warn,
    .stop = stop,
};

int main(int argc, char *argv[])
{
    return nr_filter_main(&split_paragraphs, argc, argv);
}
