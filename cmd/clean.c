/* clean: pages become the text of their article, and text becomes normal.
 *
 * What the record knew before wins over what the page says: unwrap took it from the archive. */
#include "newsreel/html/article.h"
#include "newsreel/html/metadata.h"
#include "newsreel/json/json.h"
#include "newsreel/stream/filter.h"
#include "newsreel/text/furniture.h"
#include "newsreel/text/normalize.h"

enum { EXPLAIN = 1 };

static const struct nr_option options[] = {
    {"explain", 0, NR_ARG_FILE, "FILE",
     "write every piece of text that is left out to FILE, as JSONL: id, reason, piece", EXPLAIN,
     NULL},
    {0},
};

struct scratch {
    struct nr_dom dom;
    struct nr_article article;
    struct nr_metadata metadata;
    struct nr_buf text, json;
};

enum { KEEP_BYTES = 1 << 20 };

/* Sets a member that is not there, or null, to JSON; no JSON changes nothing. */
static enum nr_status offer_json(struct nr_record *r, const char *key, struct nr_str json,
                                 struct nr_error *e)
{
    struct nr_json old;
    enum nr_status status = nr_record_find(r, nr_str_of(key), &old, e);
    if (status == NR_BAD)
        return NR_BAD;
    if (json.len == 0 || (status == NR_OK && old.type != NR_JSON_NULL))
        return NR_OK;
    return nr_record_set(r, nr_str_of(key), json, e);
}

static enum nr_status offer(struct nr_record *r, const char *key, struct nr_str text,
                            struct nr_error *e)
{
    struct nr_buf json = {0};
    if (text.len)
        nr_json_add_text(&json, text);
    enum nr_status status = offer_json(r, key, nr_buf_str(&json), e);
    nr_buf_free(&json);
    return status;
}

/* Appends a name to the array that json is becoming. */
static void add_name(struct nr_buf *json, struct nr_str name)
{
    nr_buf_add_char(json, json->len ? ',' : '[');
    nr_json_add_text(json, name);
}

/* Offers the array as the authors, where there are names in it. */
static enum nr_status offer_names(struct nr_record *r, struct nr_buf *json, struct nr_error *e)
{
    if (json->len)
        nr_buf_add_char(json, ']');
    return offer_json(r, "by", nr_buf_str(json), e);
}

static enum nr_status offer_metadata(struct nr_record *r, struct scratch *s, struct nr_error *e)
{
    const struct nr_metadata *m = &s->metadata;
    char date[NR_DATE_SIZE];
    struct nr_str created = m->created;
    if (!created.len && nr_article_date(&s->article, date))
        created = nr_str_of(date);
    const struct {
        const char *key;
        struct nr_str value;
    } members[] = {{"headline", m->headline},
                   {"created", created},
                   {"section", m->section},
                   {"url", m->url},
                   {"language", m->language}};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (offer(r, members[i].key, members[i].value, e) != NR_OK)
            return NR_BAD;
    s->json.len = 0;
    for (size_t i = 0; i < m->by_count; i++)
        add_name(&s->json, m->by[i]);
    return offer_names(r, &s->json, e);
}

static void explain(struct nr_job *job, struct nr_str id, const char *reason, struct nr_str piece)
{
    if (!job->side[0])
        return;
    nr_object_begin(job->side[0]);
    nr_object_add_text(job->side[0], "id", id);
    nr_object_add_text(job->side[0], "reason", nr_str_of(reason));
    nr_object_add_text(job->side[0], "piece", piece);
    nr_object_end(job->side[0]);
    nr_buf_add_char(job->side[0], '\n');
}

/* The kept blocks as paragraphs, in s->text. */
static void join_blocks(struct nr_job *job, struct scratch *s, struct nr_str id)
{
    nr_article_drop_phrases(&s->article);
    s->json.len = 0;
    for (size_t i = 0; i < s->article.count; i++) {
        const struct nr_block *b = &s->article.blocks[i];
        if (b->removed) {
            explain(job, id, b->removed, b->text);
            continue;
        }
        if (s->json.len)
            nr_buf_add_cstr(&s->json, "\n\n");
        nr_buf_add_str(&s->json, b->text);
    }
    s->text.len = 0;
    nr_text_normalize(&s->text, nr_buf_str(&s->json));
}

/* Text of a member, or nothing; false when it is something else. */
static bool member(struct nr_job *job, const char *key, struct nr_str *text, struct nr_error *e)
{
    *text = nr_str(NULL, 0);
    return nr_record_text(job->record, nr_str_of(key), job->arena, text, e) != NR_BAD;
}

static enum nr_status clean_page(struct nr_job *job, struct scratch *s, struct nr_str id,
                                 struct nr_str html, struct nr_error *e)
{
    struct nr_str url, headline;
    if (!member(job, "url", &url, e) || !member(job, "headline", &headline, e))
        return NR_BAD;
    nr_dom_parse(&s->dom, html);
    nr_metadata_read(&s->metadata, &s->dom, url);
    nr_article_extract(&s->article, &s->dom);
    nr_article_drop(&s->article, headline.len ? headline : s->metadata.headline, "headline");
    join_blocks(job, s, id);
    if (s->text.len == 0) {
        job->drop = "no-text";
        return NR_OK;
    }
    if (nr_record_remove(job->record, nr_str_of("html"), e) != NR_OK ||
        nr_record_set_text(job->record, nr_str_of("text"), nr_buf_str(&s->text), e) != NR_OK)
        return NR_BAD;
    return offer_metadata(job->record, s, e);
}

/* A record of a page that has text and no page any more has been cleaned before: its short lines
 * are an article's list, not a page's furniture. */
static bool is_from_page(struct nr_job *job)
{
    struct nr_error ignored;
    struct nr_str mime;
    return nr_record_text(job->record, nr_str_of("mime"), job->arena, &mime, &ignored) == NR_OK &&
           (nr_str_starts(mime, nr_str_of("text/html")) ||
            nr_str_starts(mime, nr_str_of("application/xhtml+xml")));
}

static enum nr_status normalize_text(struct nr_job *job, struct scratch *s, struct nr_str text,
                                     struct nr_error *e)
{
    s->text.len = 0;
    nr_text_normalize(&s->text, text);
    if (nr_str_eq(nr_buf_str(&s->text), text))
        return NR_OK;
    return nr_record_set_text(job->record, nr_str_of("text"), nr_buf_str(&s->text), e);
}

/* Text without markup: what is not article leaves it, for a member of its own or for good. */
static enum nr_status clean_text(struct nr_job *job, struct scratch *s, struct nr_str id,
                                 struct nr_str text, struct nr_error *e)
{
    struct nr_parts parts;
    struct nr_parts_known known;
    if (!member(job, "headline", &known.headline, e) || !member(job, "section", &known.section, e))
        return NR_BAD;
    s->json.len = s->text.len = 0;
    nr_text_normalize(&s->json, text);
    nr_parts_sort(&parts, nr_arena_str(job->arena, nr_buf_str(&s->json)), known, job->arena);
    nr_parts_text(&parts, &s->text);
    for (size_t i = 0; i < parts.count; i++)
        if (parts.parts[i].place == NR_PLACE_GONE)
            explain(job, id, parts.parts[i].reason, parts.parts[i].text);
    if (!nr_str_eq(nr_buf_str(&s->text), text) &&
        nr_record_set_text(job->record, nr_str_of("text"), nr_buf_str(&s->text), e) != NR_OK)
        return NR_BAD;
    if (offer(job->record, "headline", parts.headline, e) != NR_OK ||
        offer(job->record, "section", parts.section, e) != NR_OK)
        return NR_BAD;
    struct nr_str by = parts.by, name;
    s->json.len = 0;
    while (nr_byline_next(&by, &name))
        add_name(&s->json, name);
    return offer_names(job->record, &s->json, e);
}

static enum nr_status map(const void *config, void *scratch, struct nr_job *job, struct nr_error *e)
{
    struct scratch *s = scratch;
    struct nr_json id_value;
    struct nr_str html, text, id = {NULL, 0};
    (void)config;
    if (!member(job, "html", &html, e) || !member(job, "text", &text, e))
        return NR_BAD;
    if (nr_record_find(job->record, nr_str_of("id"), &id_value, e) == NR_OK)
        id = id_value.type == NR_JSON_STRING ? nr_json_text(id_value, job->arena, NULL)
                                             : id_value.raw;
    enum nr_status status = NR_OK;
    if (html.data)
        status = clean_page(job, s, id, html, e);
    else if (text.data && is_from_page(job))
        status = normalize_text(job, s, text, e);
    else if (text.data)
        status = clean_text(job, s, id, text, e);
    nr_job_note(job, "html-before-text", html.data && text.data);
    nr_job_note(job, "surrogates-replaced", job->record->replaced);
    if (status == NR_OK && !job->drop)
        nr_record_write(job->record, job->out);
    nr_buf_reset(&s->text, KEEP_BYTES);
    nr_buf_reset(&s->json, KEEP_BYTES);
    return status;
}

static void scratch_free(void *scratch)
{
    struct scratch *s = scratch;
    nr_dom_free(&s->dom);
    nr_article_free(&s->article);
    nr_metadata_free(&s->metadata);
    nr_buf_free(&s->text);
    nr_buf_free(&s->json);
}

static const struct nr_filter clean = {
    .name = "clean",
    .summary = "turn pages into the text of their articles",
    .operands = "[FILE ...]",
    .options = options,
    .scratch_size = sizeof(struct scratch),
    .sides = {"explain"},
    .map = map,
    .scratch_free = scratch_free,
};

int main(int argc, char *argv[])
{
    return nr_filter_main(&clean, argc, argv);
}
