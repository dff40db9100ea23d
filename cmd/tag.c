/* tag: describes the text of each record: its language, its size, what it says of itself, and the
 * spans in it that mean something. Each tag is a row of the table of taggers. */
#include "newsreel/core/utf8.h"
#include "newsreel/json/json.h"
#include "newsreel/source/input.h"
#include "newsreel/stream/filter.h"
#include "newsreel/text/sentences.h"
#include "newsreel/text/words.h"
#include "tag/tagging.h"

enum {
    BACKGROUND = 1,
    LEARN,
    LEXICON,
    MASK,
    OFFSETS,
    ONLY,
    PARAGRAPH_LANGUAGE,
    QUALITY,
    TOPICS,
    WITHOUT
};

static const struct nr_option options[] = {
    {"background", 0, NR_ARG_FILE, "FILE",
     "set keywords, weighed by how many texts of FILE have them (see --learn)", BACKGROUND, NULL},
    {"learn", 0, NR_ARG_FILE, "FILE", "write to FILE in how many of the texts each word is", LEARN,
     NULL},
    {"lexicon", 'l', NR_ARG_FILE, "FILE",
     "mark the terms of FILE, lines of term, tab and label, as spans", LEXICON, NULL},
    {"mask", 0, NR_ARG_TEXT, "LIST", "replace in text these contacts: " MASK_NAMES, MASK, NULL},
    {"offsets", 0, NR_ARG_CHOICE, "UNIT",
     "count ranges in UNIT: point, byte or utf16 (default point)", OFFSETS, "point byte utf16"},
    {"only", 0, NR_ARG_TEXT, "LIST", "set these tags only: " TAG_NAMES, ONLY, NULL},
    {"paragraph-language", 0, NR_ARG_NONE, NULL, "mark each paragraph as a span of its language",
     PARAGRAPH_LANGUAGE, NULL},
    {"quality", 0, NR_ARG_TEXT, "LIST", "measure quality by the definitions of: " NR_QUALITY_NAMES,
     QUALITY, NULL},
    {"topics", 0, NR_ARG_FILE, "FILE",
     "find topics by the words of FILE: lines of topic, weight and terms", TOPICS, NULL},
    {"without", 0, NR_ARG_TEXT, "LIST", "leave these tags out", WITHOUT, NULL},
    {0},
};

static enum nr_offsets offsets_of(const char *unit)
{
    return strcmp(unit, "byte") == 0    ? NR_OFFSETS_BYTE
           : strcmp(unit, "utf16") == 0 ? NR_OFFSETS_UTF16
                                        : NR_OFFSETS_POINT;
}

static enum nr_status option(void *config, int code, const char *argument, struct nr_error *e)
{
    struct tag_config *c = config;
    if (code == MASK)
        return tagging_mask_list(&c->mask, argument, e);
    if (code == QUALITY)
        return tagging_set_quality(c, nr_str_of(argument), e);
    switch (code) {
    case BACKGROUND:
        c->background_path = argument;
        break;
    case LEARN:
        c->learns = true;
        break;
    case LEXICON:
        c->lexicon_path = argument;
        break;
    case OFFSETS:
        c->offsets = offsets_of(argument);
        break;
    case ONLY:
        c->only = argument;
        break;
    case PARAGRAPH_LANGUAGE:
        c->paragraph_language = true;
        break;
    case TOPICS:
        c->topics_path = argument;
        break;
    default:
        c->without = argument;
        break;
    }
    return NR_OK;
}

static enum nr_status tag_counts(struct tagging *t)
{
    const struct {
        const char *name;
        size_t count;
    } counts[] = {
        {"characters", nr_utf8_count(t->text)},
        {"words", nr_words_count(t->text)},
        {"sentences", nr_sentences_count(t->text)},
    };
    enum nr_status status = NR_OK;
    for (size_t i = 0; status == NR_OK && i < sizeof counts / sizeof counts[0]; i++)
        status = nr_record_set_u64(t->record, nr_str_of(counts[i].name), counts[i].count, t->e);
    return status;
}

static enum nr_status tag_lexicon(struct tagging *t)
{
    struct nr_wordlist_walk walk = nr_wordlist_walk(t->config->lexicon, t->text, t->json);
    for (struct nr_lexicon_match m; nr_wordlist_next(&walk, &m);) {
        struct nr_span *span = nr_spans_add(t->spans, "", m.from, m.to);
        span->type = m.label;
        span->value = m.term;
    }
    t->gave_up =
        nr_expressions_read(nr_wordlist_expressions(t->config->lexicon), t->text, t->spans);
    return NR_OK;
}

/* In the order in which they run: each tag once, then, over the text's tokens, all that read block
 * by block together. */
static const struct tagger {
    const char *name;
    enum nr_status (*tag)(struct tagging *t);
    void (*block)(struct tagging *t, const struct nr_tokens *block);
    enum nr_status (*finish)(struct tagging *t); /* behind the last block */
    bool spans;                                  /* it adds to the member spans */
    bool asked;                                  /* it runs only when an option asks for it */
} taggers[] = {
    {.name = "language", .tag = tag_language},
    {.name = "counts", .tag = tag_counts},
    {.name = "structure", .tag = tag_structure},
    {.name = "entities",
     .tag = tag_entities_begin,
     .block = tag_entities_block,
     .finish = tag_entities,
     .spans = true},
    {.name = "contacts", .tag = tag_contacts, .spans = true},
    {.name = "dates", .tag = tag_dates, .block = tag_dates_block, .spans = true},
    {.name = "quantities", .block = tag_quantities, .spans = true},
    {.name = "quotes", .block = tag_quotes_block, .finish = tag_quotes, .spans = true},
    {.name = "topics", .block = tag_topics_block, .finish = tag_topics},
    {.name = "keywords", .block = tag_keywords_block, .finish = tag_keywords, .asked = true},
    {.name = "lexicon", .tag = tag_lexicon, .spans = true, .asked = true},
    {.name = "quality", .tag = tag_quality, .asked = true},
};
enum { TAGGERS = sizeof taggers / sizeof taggers[0] };
_Static_assert(sizeof taggers / sizeof taggers[0] <= TAG_MOST, "tag_config.on has one for each");

/* Switches the taggers of a list on or off. */
static enum nr_status switch_taggers(struct tag_config *c, const char *list, bool on,
                                     struct nr_error *e)
{
    struct nr_str rest = nr_str_of(list), name;
    while (list && nr_str_split(&rest, ',', &name)) {
        size_t i = 0;
        while (i < TAGGERS && !nr_str_is(name, taggers[i].name))
            i++;
        if (i == TAGGERS) {
            nr_error_set(e, "no tag '%.*s'; there are: " TAG_NAMES,
                         name.len < 60 ? (int)name.len : 60, name.data);
            return NR_FAIL;
        }
        c->on[i] = on;
    }
    return NR_OK;
}

static bool is_on(const struct tag_config *c, const char *name)
{
    for (size_t i = 0; i < TAGGERS; i++)
        if (c->on[i] && strcmp(taggers[i].name, name) == 0)
            return true;
    return false;
}

static enum nr_status load_lexicon(struct tag_config *c, struct nr_error *e)
{
    struct nr_buf list = {0};
    if (!c->lexicon_path) {
        nr_error_set(e, "the tag lexicon needs --lexicon FILE");
        return NR_FAIL;
    }
    enum nr_status status = nr_input_read_all(c->lexicon_path, &list, e);
    if (status == NR_OK)
        status = nr_wordlist_new(&c->lexicon, nr_buf_str(&list), e);
    e->path = nr_str_of(c->lexicon_path);
    nr_buf_free(&list);
    return status;
}

static enum nr_status load_topics(struct tag_config *c, struct nr_error *e)
{
    struct nr_buf list = {0};
    enum nr_status status = c->topics_path ? nr_input_read_all(c->topics_path, &list, e) : NR_OK;
    if (status == NR_OK)
        status = nr_topics_new(&c->topics, nr_buf_str(&list), e);
    e->path = nr_str_of(c->topics_path);
    nr_buf_free(&list);
    return status;
}

static enum nr_status load_background(struct tag_config *c, struct nr_error *e)
{
    struct nr_buf list = {0};
    enum nr_status status = nr_input_read_all(c->background_path, &list, e);
    if (status == NR_OK)
        status = nr_background_new(&c->background, nr_buf_str(&list), e);
    e->path = nr_str_of(c->background_path);
    nr_buf_free(&list);
    return status;
}

/* An option of a tag that is off would have no effect, and nobody would notice. */
static enum nr_status refuse_idle(const struct tag_config *c, struct nr_error *e)
{
    const struct {
        bool given;
        const char *option, *tag;
    } options_of[] = {{c->background_path, "--background", "keywords"},
                      {c->lexicon_path, "--lexicon", "lexicon"},
                      {c->paragraph_language, "--paragraph-language", "language"},
                      {c->quality_count, "--quality", "quality"},
                      {c->topics_path, "--topics", "topics"}};
    for (size_t i = 0; i < sizeof options_of / sizeof options_of[0]; i++) {
        if (options_of[i].given && !is_on(c, options_of[i].tag)) {
            nr_error_set(e, "%s: only with the tag %s", options_of[i].option, options_of[i].tag);
            return NR_FAIL;
        }
    }
    return NR_OK;
}

static enum nr_status start(void *config, struct nr_error *e)
{
    struct tag_config *c = config;
    for (size_t i = 0; i < TAGGERS; i++)
        c->on[i] = !c->only && !taggers[i].asked;
    if (!c->only && c->lexicon_path)
        switch_taggers(c, "lexicon", true, e);
    if (!c->only && c->background_path)
        switch_taggers(c, "keywords", true, e);
    if (!c->only && c->quality_count)
        switch_taggers(c, "quality", true, e);
    if (switch_taggers(c, c->only, true, e) != NR_OK ||
        switch_taggers(c, c->without, false, e) != NR_OK || refuse_idle(c, e) != NR_OK)
        return NR_FAIL;
    c->spans = c->mask;
    c->keywords = c->learns || is_on(c, "keywords");
    c->quotes = is_on(c, "quotes") ? nr_quotes_new() : NULL;
    for (size_t i = 0; i < TAGGERS; i++) {
        c->spans |= c->on[i] &&
                    (taggers[i].spans || (taggers[i].tag == tag_language && c->paragraph_language));
        c->blocks |= c->learns || (c->on[i] && taggers[i].block);
    }
    if (is_on(c, "entities"))
        c->entities = nr_entities_new();
    if (is_on(c, "dates"))
        c->dates = nr_dates_new();
    if (is_on(c, "quantities"))
        c->quantities = nr_quantities_new();
    if ((is_on(c, "lexicon") && load_lexicon(c, e) != NR_OK) ||
        (is_on(c, "topics") && load_topics(c, e) != NR_OK) ||
        (c->background_path && load_background(c, e) != NR_OK) ||
        (c->learns && nr_background_new(&c->learnt, nr_str(NULL, 0), e) != NR_OK))
        return NR_FAIL;
    return NR_OK;
}

struct scratch {
    struct nr_buf json;
    struct nr_spans spans;
    struct nr_quality *quality;
    struct nr_tokens tokens;
    struct nr_entities_state *entities;
    struct nr_topics_count topics;
    struct nr_keywords *keywords;
    struct nr_quotes_state *quotes;
    struct nr_tokens_kept kept;
};

static void tag_blocks(struct tagging *t)
{
    nr_tokens_begin(t->tokens, t->text);
    t->listed = t->spans->count;
    while (nr_tokens_next(t->tokens)) {
        for (size_t i = 0; i < TAGGERS; i++)
            if (t->config->on[i] && taggers[i].block)
                taggers[i].block(t, t->tokens);
        if (t->config->learns && !is_on(t->config, "keywords"))
            tag_keywords_block(t, t->tokens);
    }
}

/* A member that means nothing to the tags where it is no string. */
static enum nr_status find_text(struct tagging *t, const char *key, struct nr_str *text)
{
    struct nr_json value;
    enum nr_status status = nr_record_find(t->record, nr_str_of(key), &value, t->e);
    if (status == NR_OK && value.type == NR_JSON_STRING)
        *text = nr_json_text(value, t->arena, NULL);
    return status == NR_BAD ? NR_BAD : NR_OK;
}

static enum nr_status tag_record(struct tagging *t)
{
    if (find_text(t, "created", &t->created) != NR_OK ||
        (!t->created.len && find_text(t, "created_date", &t->created) != NR_OK) ||
        find_text(t, "language", &t->language) != NR_OK)
        return NR_BAD;
    for (size_t i = 0; i < TAGGERS; i++)
        if (t->config->on[i] && taggers[i].tag && taggers[i].tag(t) != NR_OK)
            return NR_BAD;
    if (t->config->blocks)
        tag_blocks(t);
    for (size_t i = 0; i < TAGGERS; i++)
        if (t->config->on[i] && taggers[i].finish && taggers[i].finish(t) != NR_OK)
            return NR_BAD;
    return t->config->spans ? tagging_write_spans(t) : NR_OK;
}

static struct nr_keywords *keywords_of(struct scratch *s, const struct tag_config *c)
{
    if (s->keywords)
        nr_keywords_reset(s->keywords);
    else if (c->keywords)
        s->keywords = nr_keywords_new();
    return s->keywords;
}

static struct nr_quotes_state *quotes_of(struct scratch *s, const struct tag_config *c)
{
    if (c->quotes && !s->quotes)
        s->quotes = nr_quotes_state_new();
    if (s->quotes)
        nr_quotes_begin(s->quotes);
    nr_tokens_forget(&s->kept);
    return s->quotes;
}

static enum nr_status map(const void *config, void *scratch, struct nr_job *job, struct nr_error *e)
{
    struct scratch *s = scratch;
    if (((const struct tag_config *)config)->entities && !s->entities)
        s->entities = nr_entities_state_new();
    struct tagging t = {.config = config,
                        .record = job->record,
                        .arena = job->arena,
                        .json = &s->json,
                        .spans = &s->spans,
                        .quality = &s->quality,
                        .tokens = &s->tokens,
                        .entities = s->entities,
                        .topics = &s->topics,
                        .keywords = keywords_of(s, config),
                        .quotes = quotes_of(s, config),
                        .kept = &s->kept,
                        .e = e};
    enum nr_status status = nr_record_text(job->record, nr_str_of("text"), job->arena, &t.text, e);
    nr_spans_reset(&s->spans, job->arena);
    uint64_t masked = 0;
    if (status == NR_OK && t.config->mask)
        status = tagging_mask(&t, &masked);
    if (status == NR_BAD || (status == NR_OK && tag_record(&t) != NR_OK))
        return NR_BAD;
    nr_job_note(job, "masked", masked);
    nr_job_note(job, "expressions-given-up", t.gave_up);
    if (t.config->learns && status == NR_OK)
        job->label = tag_keywords_words(&t);
    nr_record_write(job->record, job->out);
    return NR_OK;
}

static enum nr_verdict commit(void *config, struct nr_commit *commit, struct nr_error *e)
{
    struct tag_config *c = config;
    (void)e;
    if (c->learns && commit->label.len)
        nr_background_add(c->learnt, commit->label);
    return NR_KEEP;
}

static void finish_side(void *config, int side, struct nr_buf *out)
{
    (void)side;
    nr_background_write(((struct tag_config *)config)->learnt, out);
}

static void scratch_free(void *scratch)
{
    struct scratch *s = scratch;
    nr_buf_free(&s->json);
    nr_spans_free(&s->spans);
    nr_quality_free(s->quality);
    nr_tokens_free(&s->tokens);
    nr_entities_state_free(s->entities);
    nr_topics_count_free(&s->topics);
    nr_keywords_free(s->keywords);
    nr_quotes_state_free(s->quotes);
    nr_tokens_kept_free(&s->kept);
}

static void stop(void *config)
{
    struct tag_config *c = config;
    nr_wordlist_free(c->lexicon);
    nr_entities_free(c->entities);
    nr_dates_free(c->dates);
    nr_quantities_free(c->quantities);
    nr_quotes_free(c->quotes);
    nr_topics_free(c->topics);
    nr_background_free(c->background);
    nr_background_free(c->learnt);
}

static const struct nr_filter tag = {
    .name = "tag",
    .summary = "describe the text of each record: language, names, dates, numbers, quotes, topics",
    .operands = "[FILE ...]",
    .options = options,
    .sides = {"learn"},
    .config_size = sizeof(struct tag_config),
    .scratch_size = sizeof(struct scratch),
    .option = option,
    .start = start,
    .map = map,
    .commit = commit,
    .finish_side = finish_side,
    .scratch_free = scratch_free,
    .stop = stop,
};

int main(int argc, char *argv[])
{
    return nr_filter_main(&tag, argc, argv);
}
