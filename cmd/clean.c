/* clean: pages become the text of their article, and text becomes normal.
 *
 * What the record knew before wins over what the page says: unwrap took it from the archive. */
#include "newsreel/core/hash.h"
#include "newsreel/formats/byline.h"
#include "newsreel/html/article.h"
#include "newsreel/html/carried.h"
#include "newsreel/html/findings.h"
#include "newsreel/html/review.h"
#include "newsreel/json/anchored.h"
#include "newsreel/json/json.h"
#include "newsreel/stream/filter.h"
#include "newsreel/text/furniture.h"

enum { EXPLAIN = 1, HTML_REPORT, REPORT_SAMPLE, CAPTIONS, COMMENTS, QUOTES, SITE_LINES };
enum { EXPLAIN_SIDE, REPORT_SIDE }; /* in the order of the filter's table */
enum { SAMPLE = 50, MAX_SAMPLE = 500 };

static const struct nr_option options[] = {
    {"captions", 0, NR_ARG_NONE, NULL, "keep the captions of the article's pictures", CAPTIONS,
     NULL},
    {"comments", 0, NR_ARG_NONE, NULL, "keep readers' comments, in the member comments", COMMENTS,
     NULL},
    {"explain", 0, NR_ARG_FILE, "FILE",
     "write every piece of text that is left out to FILE, as JSONL: id, reason, piece", EXPLAIN,
     NULL},
    {"html-report", 0, NR_ARG_FILE, "FILE",
     "write a page to FILE that shows what was kept and what was not, for a sample of the records",
     HTML_REPORT, NULL},
    {"quotes", 0, NR_ARG_CHOICE, "KIND", "ascii: write quotation marks and apostrophes as \" and '",
     QUOTES, "ascii keep"},
    {"report-sample", 0, NR_ARG_TEXT, "N", "show N records in the report, up to 500 (default 50)",
     REPORT_SAMPLE, NULL},
    {"site-lines", 0, NR_ARG_FILE, "FILE",
     "learn first which lines recur on the sites of FILE, and leave them out; "
     "without operands, FILE is then cleaned",
     SITE_LINES, NULL},
    {0},
};

struct config {
    struct nr_sample cards; /* of the report */
    enum nr_repairs how;
    bool captions, comments;
    const char *site_lines; /* NULL: nothing is learnt */
    struct nr_recurring *recurring;
    struct nr_buf keys; /* of the document that is being learnt */
};

struct scratch {
    struct nr_dom dom;
    struct nr_article article;
    struct nr_metadata metadata;
    struct nr_findings findings;
    struct nr_buf text, whole;     /* whole: before it is repaired, or sorted */
    struct nr_piece_shown *pieces; /* of the record; in the job's arena */
    size_t piece_count;
    struct nr_sample sample; /* hashes of records that this thread has made cards for */
    struct nr_buf fold;
};

enum { KEEP_BYTES = 1 << 20 };

/* The kept blocks as paragraphs, in s->text. */
static void join_blocks(struct nr_job *job, struct scratch *s)
{
    nr_article_drop_phrases(&s->article);
    s->whole.len = 0;
    for (size_t i = 0; i < s->article.count; i++) {
        const struct nr_block *b = &s->article.blocks[i];
        if (b->removed)
            continue;
        if (s->whole.len)
            nr_buf_add_cstr(&s->whole, "\n\n");
        nr_buf_add_str(&s->whole, b->text);
    }
    s->text.len = 0;
    nr_text_repair(&s->text, nr_buf_str(&s->whole), s->findings.how);
    s->pieces = nr_review_blocks(&s->article, job->arena, &s->piece_count);
}

static enum nr_status offer_comments(struct nr_job *job, struct scratch *s, struct nr_error *e)
{
    struct nr_str *comments = nr_arena_zero(job->arena, s->article.count, sizeof *comments);
    size_t count = 0;
    for (size_t i = 0; i < s->article.count; i++)
        if (s->article.blocks[i].role == NR_BLOCK_COMMENT)
            comments[count++] = s->article.blocks[i].text;
    return nr_findings_offer_list(&s->findings, "comments", comments, count, e);
}

static enum nr_status offer_metadata(struct scratch *s, struct nr_error *e)
{
    char date[NR_DATE_SIZE];
    bool seen = !s->metadata.created.len && nr_article_date(&s->article, date);
    return nr_findings_offer_metadata(&s->findings, &s->metadata, nr_str_of(seen ? date : ""), e);
}

/* Text of a member, or nothing; false when it is something else. */
static bool member(struct nr_job *job, const char *key, struct nr_str *text, struct nr_error *e)
{
    *text = nr_str(NULL, 0);
    return nr_record_text(job->record, nr_str_of(key), job->arena, text, e) != NR_BAD;
}

/* Text of a member where it is text; any other kind of value is as good as none. */
static struct nr_str text_of(struct nr_job *job, const char *key)
{
    struct nr_error ignored;
    struct nr_str text;
    return member(job, key, &text, &ignored) ? text : nr_str(NULL, 0);
}

static uint64_t site_of(struct nr_job *job)
{
    return nr_recurring_site(text_of(job, "url"), text_of(job, "source"));
}

static enum nr_status extract(struct nr_job *job, struct scratch *s, struct nr_str html,
                              struct nr_error *e)
{
    struct nr_str url, headline;
    if (!member(job, "url", &url, e) || !member(job, "headline", &headline, e))
        return NR_BAD;
    nr_dom_parse(&s->dom, html);
    nr_job_note(job, "page-depth-cut", s->dom.deep > 0);
    nr_job_note(job, "page-elements-cut", s->dom.many > 0);
    nr_job_note(job, "page-attributes-cut", s->dom.crowded > 0);
    nr_metadata_read(&s->metadata, &s->dom, url, text_of(job, "added"));
    nr_article_extract(&s->article, &s->dom, s->metadata.body);
    nr_article_drop(&s->article, headline.len ? headline : s->metadata.headline, "headline");
    if (!headline.len && s->metadata.headline.len)
        nr_article_drop_heading(&s->article, &s->dom, s->metadata.heading, "headline");
    return NR_OK;
}

/* The new text. What pointed into the old one goes. */
static enum nr_status set_text(struct nr_job *job, struct scratch *s, struct nr_error *e)
{
    bool removed;
    if (nr_anchored_remove(job->record, &removed, e) != NR_OK)
        return NR_BAD;
    nr_job_note(job, NR_ANCHORED_NOTE, removed);
    return nr_record_set_text(job->record, nr_str_of("text"), nr_buf_str(&s->text), e);
}

/* A page that shows nothing: its data may hold the article, for a script to show it. */
static void take_carried(struct nr_job *job, struct scratch *s)
{
    s->whole.len = 0;
    nr_carried_text(&s->whole, s->metadata.body);
    nr_text_repair(&s->text, nr_buf_str(&s->whole), s->findings.how);
    nr_job_note(job, "text-from-data", s->text.len > 0);
    size_t count = s->piece_count, more;
    struct nr_piece_shown *left_out = s->pieces;
    struct nr_piece_shown *kept = nr_review_text(nr_buf_str(&s->text), job->arena, &more);
    s->piece_count = count + more;
    s->pieces = nr_arena_zero(job->arena, s->piece_count, sizeof *s->pieces);
    if (count)
        memcpy(s->pieces, left_out, count * sizeof *left_out);
    if (more)
        memcpy(s->pieces + count, kept, more * sizeof *kept);
}

static enum nr_status clean_page(struct nr_job *job, struct scratch *s, const struct config *c,
                                 struct nr_str html, struct nr_error *e)
{
    if (extract(job, s, html, e) != NR_OK)
        return NR_BAD;
    if (c->recurring)
        nr_article_drop_recurring(&s->article, c->recurring, site_of(job), &s->fold);
    if (c->captions)
        nr_article_keep_captions(&s->article);
    join_blocks(job, s);
    if (s->text.len == 0)
        take_carried(job, s);
    if (s->text.len == 0) {
        job->drop = "no-text";
        return NR_OK;
    }
    if (nr_record_remove(job->record, nr_str_of("html"), e) != NR_OK ||
        set_text(job, s, e) != NR_OK)
        return NR_BAD;
    if (c->comments && offer_comments(job, s, e) != NR_OK)
        return NR_BAD;
    return offer_metadata(s, e);
}

/* A record of a page that has text and no page any more has been cleaned before: its short lines
 * are an article's list, not a page's furniture. */
static bool is_from_page(struct nr_job *job)
{
    struct nr_str mime = text_of(job, "mime");
    return nr_str_starts(mime, nr_str_of("text/html")) ||
           nr_str_starts(mime, nr_str_of("application/xhtml+xml"));
}

static enum nr_status normalize_text(struct nr_job *job, struct scratch *s, struct nr_str text,
                                     struct nr_error *e)
{
    s->text.len = 0;
    nr_text_repair(&s->text, text, s->findings.how);
    if (job->side[REPORT_SIDE])
        s->pieces = nr_review_text(nr_buf_str(&s->text), job->arena, &s->piece_count);
    return nr_str_eq(nr_buf_str(&s->text), text) ? NR_OK : set_text(job, s, e);
}

static enum nr_status offer_dates(struct scratch *s, struct nr_str line, struct nr_error *e)
{
    char created[NR_DATE_SIZE], modified[NR_DATE_SIZE];
    nr_date_line(line, created, modified);
    if (nr_findings_offer(&s->findings, "created", nr_str_of(created), e) != NR_OK)
        return NR_BAD;
    return nr_findings_offer(&s->findings, "modified", nr_str_of(modified), e);
}

/* Text without markup: what is not article leaves it, for a member of its own or for good. */
static enum nr_status clean_text(struct nr_job *job, struct scratch *s, const struct config *c,
                                 struct nr_str text, struct nr_error *e)
{
    struct nr_parts parts;
    struct nr_parts_known known = {.recurring = c->recurring, .site = site_of(job)};
    if (!member(job, "headline", &known.headline, e) || !member(job, "section", &known.section, e))
        return NR_BAD;
    s->whole.len = s->text.len = 0;
    nr_text_repair(&s->whole, text, s->findings.how);
    nr_parts_sort(&parts, nr_arena_str(job->arena, nr_buf_str(&s->whole)), known, job->arena);
    nr_parts_text(&parts, &s->text);
    s->pieces = nr_review_parts(&parts, job->arena, &s->piece_count);
    if (parts.count && s->text.len == 0) {
        job->drop = "no-text";
        return NR_OK;
    }
    if (!nr_str_eq(nr_buf_str(&s->text), text) && set_text(job, s, e) != NR_OK)
        return NR_BAD;
    if (nr_findings_offer(&s->findings, "headline", parts.headline, e) != NR_OK ||
        nr_findings_offer(&s->findings, "section", parts.section, e) != NR_OK)
        return NR_BAD;
    if (offer_dates(s, parts.date, e) != NR_OK)
        return NR_BAD;
    struct nr_texts by = {0};
    nr_byline_add(&by, job->arena, parts.by);
    struct nr_str *names = nr_arena_zero(job->arena, by.count, sizeof *names);
    size_t count = 0;
    for (const struct nr_text_item *i = by.first; i; i = i->next)
        names[count++] = i->text;
    return nr_findings_offer_list(&s->findings, "by", names, count, e);
}

/* ---- What is said about it ---- */

static struct nr_str id_of(struct nr_job *job)
{
    struct nr_json id;
    struct nr_error ignored;
    if (nr_record_find(job->record, nr_str_of("id"), &id, &ignored) != NR_OK)
        return nr_str(NULL, 0);
    return id.type == NR_JSON_STRING ? nr_json_text(id, job->arena, NULL) : id.raw;
}

/* Every piece that is not in the text any more. */
static void explain(struct nr_job *job, const struct scratch *s)
{
    struct nr_buf *side = job->side[EXPLAIN_SIDE];
    struct nr_str id = id_of(job);
    for (size_t i = 0; i < s->piece_count; i++) {
        if (!s->pieces[i].reason)
            continue;
        nr_object_begin(side);
        nr_object_add_text(side, "id", id);
        nr_object_add_text(side, "reason", nr_str_of(s->pieces[i].reason));
        nr_object_add_text(side, "piece", s->pieces[i].text);
        nr_object_end(side);
        nr_buf_add_char(side, '\n');
    }
}

/* The record's card for the report, where the sample may want it. A record is known by its id, so
 * that two reports on the same records show the same of them. */
static void review(struct nr_job *job, struct scratch *s)
{
    struct nr_card card = {
        .dropped = job->drop, .pieces = s->pieces, .piece_count = s->piece_count};
    struct nr_str id = id_of(job);
    uint64_t hash = nr_hash64(id.len ? id : job->bytes);
    if (!nr_sample_wants(&s->sample, hash))
        return;
    nr_sample_add(&s->sample, hash, nr_str(NULL, 0));
    nr_review_members(&card, job->record, job->arena);
    nr_review_card(job->side[REPORT_SIDE], hash, &card);
}

/* ---- The study of sites ---- */

static void add_key(struct nr_job *job, struct scratch *s, struct nr_str line)
{
    uint64_t key = nr_recurring_key(line, &s->fold);
    nr_buf_add(job->out, (const char *)&key, sizeof key);
}

static void study_text(struct nr_job *job, struct scratch *s, const struct config *c,
                       struct nr_str text)
{
    struct nr_parts parts;
    s->whole.len = 0;
    nr_text_repair(&s->whole, text, c->how);
    nr_parts_split(&parts, nr_buf_str(&s->whole), job->arena);
    for (size_t i = 0; i < parts.count; i++)
        add_key(job, s, parts.parts[i].text);
    nr_buf_reset(&s->whole, KEEP_BYTES);
}

/* The site and the keys of what the record would keep, as they lie in memory. */
static enum nr_status study_map(const void *config, void *scratch, struct nr_job *job,
                                struct nr_error *e)
{
    struct scratch *s = scratch;
    struct nr_str html, text;
    if (!member(job, "html", &html, e) || !member(job, "text", &text, e))
        return NR_BAD;
    job->key[0] = site_of(job);
    if (!html.data) {
        study_text(job, s, config, text);
        return NR_OK;
    }
    if (extract(job, s, html, e) != NR_OK)
        return NR_BAD;
    for (size_t i = 0; i < s->article.count; i++)
        if (!s->article.blocks[i].removed)
            add_key(job, s, s->article.blocks[i].text);
    return NR_OK;
}

static enum nr_verdict study_commit(void *config, struct nr_commit *commit, struct nr_error *e)
{
    struct config *c = config;
    (void)e;
    c->keys.len = 0; /* a copy, because a view may begin at any address */
    nr_buf_add_str(&c->keys, commit->out);
    nr_recurring_add(c->recurring, commit->key[0], (const void *)c->keys.data,
                     c->keys.len / sizeof(uint64_t));
    return NR_ABSORB;
}

static enum nr_status plan(void *config, struct nr_paths *operands, struct nr_paths *study,
                           struct nr_error *e)
{
    const struct config *c = config;
    (void)e;
    if (!c->site_lines)
        return NR_OK;
    *study = (struct nr_paths){&c->site_lines, 1};
    if (operands->count == 0)
        *operands = *study;
    return NR_OK;
}

/* ---- The filter ---- */

static enum nr_status map(const void *config, void *scratch, struct nr_job *job, struct nr_error *e)
{
    struct scratch *s = scratch;
    const struct config *c = config;
    struct nr_str html, text;
    if (!member(job, "html", &html, e) || !member(job, "text", &text, e))
        return NR_BAD;
    s->findings.record = job->record;
    s->findings.how = c->how;
    s->sample.size = c->cards.size;
    s->piece_count = 0;
    enum nr_status status = NR_OK;
    if (html.data)
        status = clean_page(job, s, c, html, e);
    else if (text.data && is_from_page(job))
        status = normalize_text(job, s, text, e);
    else if (text.data)
        status = clean_text(job, s, c, text, e);
    nr_job_note(job, "html-before-text", html.data && text.data);
    nr_job_note(job, "surrogates-replaced", job->record->replaced);
    if (status == NR_OK && !job->drop)
        nr_record_write(job->record, job->out);
    if (status == NR_OK && job->side[EXPLAIN_SIDE])
        explain(job, s);
    if (status == NR_OK && job->side[REPORT_SIDE])
        review(job, s);
    nr_buf_reset(&s->text, KEEP_BYTES);
    nr_buf_reset(&s->whole, KEEP_BYTES);
    nr_findings_reset(&s->findings, KEEP_BYTES);
    return status;
}

static void scratch_free(void *scratch)
{
    struct scratch *s = scratch;
    nr_dom_free(&s->dom);
    nr_article_free(&s->article);
    nr_metadata_free(&s->metadata);
    nr_buf_free(&s->text);
    nr_buf_free(&s->whole);
    nr_findings_free(&s->findings);
    nr_sample_free(&s->sample);
    nr_buf_free(&s->fold);
}

static enum nr_status option(void *config, int code, const char *argument, struct nr_error *e)
{
    struct config *c = config;
    uint64_t size;
    c->captions |= code == CAPTIONS;
    c->comments |= code == COMMENTS;
    if (code == SITE_LINES)
        c->site_lines = argument;
    if (code == QUOTES)
        c->how = strcmp(argument, "ascii") == 0 ? NR_REPAIR_ASCII_QUOTES : NR_REPAIR_ONLY;
    if (code != REPORT_SAMPLE)
        return NR_OK;
    if (nr_option_number("--report-sample", argument, 1, MAX_SAMPLE, &size, e) != NR_OK)
        return NR_FAIL;
    c->cards.size = (size_t)size;
    return NR_OK;
}

static enum nr_status start(void *config, struct nr_error *e)
{
    struct config *c = config;
    (void)e;
    c->cards.size = c->cards.size ? c->cards.size : SAMPLE;
    c->recurring = c->site_lines ? nr_recurring_new() : NULL;
    return NR_OK;
}

/* Cards wait for the page. */
static bool gather(void *config, int side, struct nr_str lines)
{
    if (side == REPORT_SIDE)
        nr_review_gather(&((struct config *)config)->cards, lines);
    return side == REPORT_SIDE;
}

static void finish_side(void *config, int side, struct nr_buf *out)
{
    if (side == REPORT_SIDE)
        nr_review_page(out, &((struct config *)config)->cards);
}

static void stop(void *config)
{
    struct config *c = config;
    nr_sample_free(&c->cards);
    nr_recurring_free(c->recurring);
    nr_buf_free(&c->keys);
}

static const struct nr_filter study = {
    .name = "clean",
    .scratch_size = sizeof(struct scratch),
    .map = study_map,
    .scratch_free = scratch_free,
    .commit = study_commit,
};

static const struct nr_filter clean = {
    .name = "clean",
    .summary = "turn pages into the text of their articles",
    .operands = "[FILE ...]",
    .options = options,
    .config_size = sizeof(struct config),
    .scratch_size = sizeof(struct scratch),
    .sides = {"explain", "html-report"},
    .option = option,
    .start = start,
    .plan = plan,
    .study = &study,
    .map = map,
    .scratch_free = scratch_free,
    .gather = gather,
    .finish_side = finish_side,
    .stop = stop,
};

int main(int argc, char *argv[])
{
    return nr_filter_main(&clean, argc, argv);
}
