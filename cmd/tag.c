/* tag: describes the text of each record: its language, its size, what it says of itself, and the
 * spans in it that mean something. Each tag is a row of the table of taggers. */
#include "newsreel/core/utf8.h"
#include "newsreel/json/json.h"
#include "newsreel/source/input.h"
#include "newsreel/stream/filter.h"
#include "newsreel/tags/language.h"
#include "newsreel/text/sentences.h"
#include "newsreel/text/words.h"
#include "tag/tagging.h"

enum { LEXICON = 1, OFFSETS, ONLY, WITHOUT };

static const struct nr_option options[] = {
    {"lexicon", 'l', NR_ARG_FILE, "FILE",
     "mark the terms of FILE, lines of term, tab and label, as spans", LEXICON, NULL},
    {"offsets", 0, NR_ARG_CHOICE, "UNIT", "count ranges in UNIT: point, byte or utf16 (point)",
     OFFSETS, "point byte utf16"},
    {"only", 0, NR_ARG_TEXT, "LIST", "set these tags only: " TAG_NAMES, ONLY, NULL},
    {"without", 0, NR_ARG_TEXT, "LIST", "leave these tags out", WITHOUT, NULL},
    {0},
};

static enum nr_status set_offsets(struct tag_config *c, struct nr_str unit, struct nr_error *e)
{
    static const char *const units[] = {
        [NR_OFFSETS_POINT] = "point", [NR_OFFSETS_BYTE] = "byte", [NR_OFFSETS_UTF16] = "utf16"};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (nr_str_is(unit, units[i])) {
            c->offsets = (enum nr_offsets)i;
            return NR_OK;
        }
    }
    nr_error_set(e, "--offsets is point, byte or utf16");
    return NR_FAIL;
}

static enum nr_status option(void *config, int code, const char *argument, struct nr_error *e)
{
    struct tag_config *c = config;
    if (code == OFFSETS)
        return set_offsets(c, nr_str_of(argument), e);
    const char **where = code == LEXICON ? &c->lexicon_path : code == ONLY ? &c->only : &c->without;
    *where = argument;
    return NR_OK;
}

/* What is known from elsewhere stays where the text says nothing. */
static enum nr_status tag_language(struct tagging *t)
{
    struct nr_language found = nr_language_detect(t->text);
    struct nr_json known;
    enum nr_status status = nr_record_find(t->record, nr_str_of("language"), &known, t->e);
    if (status == NR_OK && known.type == NR_JSON_STRING && nr_str_is(found.tag, "und"))
        return NR_OK;
    return nr_record_set_text(t->record, nr_str_of("language"), found.tag, t->e);
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
    struct nr_lexicon_walk walk = nr_lexicon_walk(t->config->lexicon, t->text);
    for (struct nr_lexicon_match m; nr_lexicon_next(&walk, &m);) {
        struct nr_span *span = nr_spans_add(t->spans, "", m.from, m.to);
        span->type = m.label;
        span->value = m.term;
    }
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
    {.name = "lexicon", .tag = tag_lexicon, .spans = true, .asked = true},
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

static bool is_on(const struct tag_config *c, enum nr_status (*tag)(struct tagging *t))
{
    for (size_t i = 0; i < TAGGERS; i++)
        if (taggers[i].tag == tag)
            return c->on[i];
    return false;
}

static enum nr_status read_file(const char *path, struct nr_buf *bytes, struct nr_error *e)
{
    struct nr_input *in;
    struct nr_input_options o = {.stop_fd = -1};
    struct nr_str view;
    enum nr_status status = nr_input_open(&in, path, &o, e);
    if (status != NR_OK)
        return NR_FAIL;
    while ((status = nr_input_peek(in, 1, &view, e)) == NR_OK) {
        nr_buf_add_str(bytes, view);
        nr_input_skip(in, view.len);
    }
    nr_input_close(in);
    e->path = nr_str_of(path); /* what the input showed is gone */
    return status == NR_END ? NR_OK : NR_FAIL;
}

static enum nr_status load_lexicon(struct tag_config *c, struct nr_error *e)
{
    struct nr_buf list = {0};
    if (!c->lexicon_path) {
        nr_error_set(e, "the tag lexicon needs --lexicon FILE");
        return NR_FAIL;
    }
    enum nr_status status = read_file(c->lexicon_path, &list, e);
    if (status == NR_OK)
        status = nr_lexicon_new(&c->lexicon, nr_buf_str(&list), e);
    e->path = nr_str_of(c->lexicon_path);
    nr_buf_free(&list);
    return status;
}

static enum nr_status start(void *config, struct nr_error *e)
{
    struct tag_config *c = config;
    for (size_t i = 0; i < TAGGERS; i++)
        c->on[i] =
            !c->only && (!taggers[i].asked || (taggers[i].tag == tag_lexicon && c->lexicon_path));
    if (switch_taggers(c, c->only, true, e) != NR_OK ||
        switch_taggers(c, c->without, false, e) != NR_OK)
        return NR_FAIL;
    for (size_t i = 0; i < TAGGERS; i++)
        c->spans |= c->on[i] && taggers[i].spans;
    for (size_t i = 0; i < TAGGERS; i++)
        c->blocks |= c->on[i] && taggers[i].block;
    if (is_on(c, tag_entities_begin))
        c->entities = nr_entities_new();
    return is_on(c, tag_lexicon) ? load_lexicon(c, e) : NR_OK;
}

struct scratch {
    struct nr_buf json;
    struct nr_spans spans;
    struct nr_tokens tokens;
    struct nr_entities_state *entities;
};

static void tag_blocks(struct tagging *t)
{
    nr_tokens_begin(t->tokens, t->text);
    while (nr_tokens_next(t->tokens))
        for (size_t i = 0; i < TAGGERS; i++)
            if (t->config->on[i] && taggers[i].block)
                taggers[i].block(t, t->tokens);
}

static enum nr_status tag_record(struct tagging *t)
{
    struct nr_json created;
    enum nr_status status = nr_record_find(t->record, nr_str_of("created"), &created, t->e);
    if (status == NR_BAD)
        return NR_BAD;
    if (status == NR_OK && created.type == NR_JSON_STRING)
        t->created = nr_json_text(created, t->arena, NULL);
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
                        .tokens = &s->tokens,
                        .entities = s->entities,
                        .e = e};
    enum nr_status status = nr_record_text(job->record, nr_str_of("text"), job->arena, &t.text, e);
    nr_spans_reset(&s->spans, job->arena);
    if (status == NR_BAD || (status == NR_OK && tag_record(&t) != NR_OK))
        return NR_BAD;
    nr_record_write(job->record, job->out);
    return NR_OK;
}

static void scratch_free(void *scratch)
{
    struct scratch *s = scratch;
    nr_buf_free(&s->json);
    nr_spans_free(&s->spans);
    nr_tokens_free(&s->tokens);
    nr_entities_state_free(s->entities);
}

static void stop(void *config)
{
    struct tag_config *c = config;
    nr_lexicon_free(c->lexicon);
    nr_entities_free(c->entities);
}

static const struct nr_filter tag = {
    .name = "tag",
    .summary = "describe the text of each record: language, size, terms of a lexicon",
    .operands = "[FILE ...]",
    .options = options,
    .config_size = sizeof(struct tag_config),
    .scratch_size = sizeof(struct scratch),
    .option = option,
    .start = start,
    .map = map,
    .scratch_free = scratch_free,
    .stop = stop,
};

int main(int argc, char *argv[])
{
    return nr_filter_main(&tag, argc, argv);
}
