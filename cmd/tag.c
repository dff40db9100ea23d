/* tag: describes the text of each record: its language, its size, the terms of a lexicon in it, and
 * what it says of itself. */
#include "newsreel/core/utf8.h"
#include "newsreel/json/json.h"
#include "newsreel/source/input.h"
#include "newsreel/stream/filter.h"
#include "newsreel/tags/language.h"
#include "newsreel/tags/lexicon.h"
#include "newsreel/text/sentences.h"
#include "newsreel/text/words.h"
#include "tag/structure.h"
#include <stdlib.h>

enum { LEXICON = 1, ONLY, WITHOUT };

static const struct nr_option options[] = {
    {"lexicon", 'l', NR_ARG_FILE, "FILE",
     "mark the terms of FILE, lines of term, tab and label, as spans", LEXICON, NULL},
    {"only", 0, NR_ARG_TEXT, "LIST", "set these tags only: language, counts, structure, lexicon",
     ONLY, NULL},
    {"without", 0, NR_ARG_TEXT, "LIST", "leave these tags out", WITHOUT, NULL},
    {0},
};

enum { LANGUAGE, COUNTS, STRUCTURE, TERMS, TAGGERS };
static const char *const tagger_names[TAGGERS] = {"language", "counts", "structure", "lexicon"};

struct config {
    const char *path;
    const char *only, *without;
    bool on[TAGGERS];
    struct nr_lexicon *lexicon;
};

struct scratch {
    struct nr_buf json;
};

static enum nr_status option(void *config, int code, const char *argument, struct nr_error *e)
{
    struct config *c = config;
    (void)e;
    const char **where = code == LEXICON ? &c->path : code == ONLY ? &c->only : &c->without;
    *where = argument;
    return NR_OK;
}

/* Switches the taggers of a list on or off. */
static enum nr_status switch_taggers(struct config *c, const char *list, bool on,
                                     struct nr_error *e)
{
    struct nr_str rest = nr_str_of(list), name;
    while (list && nr_str_split(&rest, ',', &name)) {
        size_t i = 0;
        while (i < TAGGERS && !nr_str_is(name, tagger_names[i]))
            i++;
        if (i == TAGGERS) {
            nr_error_set(e, "no tag '%.*s'; there are: language, counts, structure, lexicon",
                         name.len < 60 ? (int)name.len : 60, name.data);
            return NR_FAIL;
        }
        c->on[i] = on;
    }
    return NR_OK;
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

static enum nr_status load_lexicon(struct config *c, struct nr_error *e)
{
    struct nr_buf list = {0};
    enum nr_status status = read_file(c->path, &list, e);
    if (status == NR_OK)
        status = nr_lexicon_new(&c->lexicon, nr_buf_str(&list), e);
    e->path = nr_str_of(c->path);
    nr_buf_free(&list);
    return status;
}

static enum nr_status start(void *config, struct nr_error *e)
{
    struct config *c = config;
    for (size_t i = 0; i < TAGGERS; i++)
        c->on[i] = !c->only && (i != TERMS || c->path);
    if (switch_taggers(c, c->only, true, e) != NR_OK ||
        switch_taggers(c, c->without, false, e) != NR_OK)
        return NR_FAIL;
    if (c->on[TERMS] && !c->path) {
        nr_error_set(e, "the tag lexicon needs --lexicon FILE");
        return NR_FAIL;
    }
    return c->on[TERMS] ? load_lexicon(c, e) : NR_OK;
}

/* What is known from elsewhere stays where the text says nothing. */
static enum nr_status tag_language(struct nr_job *job, struct nr_str text, struct nr_error *e)
{
    struct nr_language found = nr_language_detect(text);
    struct nr_json known;
    enum nr_status status = nr_record_find(job->record, nr_str_of("language"), &known, e);
    if (status == NR_OK && known.type == NR_JSON_STRING && nr_str_is(found.tag, "und"))
        return NR_OK;
    return nr_record_set_text(job->record, nr_str_of("language"), found.tag, e);
}

static enum nr_status tag_counts(struct nr_job *job, struct nr_str text, struct nr_error *e)
{
    const struct {
        const char *name;
        size_t count;
    } counts[] = {
        {"characters", nr_utf8_count(text)},
        {"words", nr_words_count(text)},
        {"sentences", nr_sentences_count(text)},
    };
    enum nr_status status = NR_OK;
    for (size_t i = 0; status == NR_OK && i < sizeof counts / sizeof counts[0]; i++)
        status = nr_record_set_u64(job->record, nr_str_of(counts[i].name), counts[i].count, e);
    return status;
}

static void add_span(struct nr_buf *json, const struct nr_lexicon_match *m)
{
    if (json->data[json->len - 1] != '[')
        nr_buf_add_char(json, ',');
    nr_object_begin(json);
    nr_object_add_u64(json, "s", m->start);
    nr_object_add_u64(json, "e", m->end);
    nr_object_add_text(json, "t", m->label);
    nr_object_add_text(json, "v", m->term);
    nr_object_end(json);
}

/* Spans that are there stay, in front. */
static enum nr_status tag_terms(const struct config *c, struct scratch *s, struct nr_job *job,
                                struct nr_str text, struct nr_error *e)
{
    const struct nr_str spans = nr_str_of("spans");
    struct nr_json known;
    enum nr_status status = nr_record_find(job->record, spans, &known, e);
    bool some = status == NR_OK && known.type != NR_JSON_NULL;
    if (some && known.type != NR_JSON_ARRAY) {
        nr_error_set(e, "member \"spans\" is not an array");
        return NR_BAD;
    }
    if (status == NR_BAD)
        return NR_BAD;
    nr_buf_reset(&s->json, 1 << 20);
    nr_buf_add_str(&s->json, some ? nr_str_trim(nr_str_sub(known.raw, 0, known.raw.len - 1))
                                  : nr_str_of("["));
    struct nr_lexicon_walk walk = nr_lexicon_walk(c->lexicon, text);
    for (struct nr_lexicon_match m; nr_lexicon_next(&walk, &m);)
        add_span(&s->json, &m);
    nr_buf_add_char(&s->json, ']');
    return nr_record_set(job->record, spans, nr_buf_str(&s->json), e);
}

static enum nr_status map(const void *config, void *scratch, struct nr_job *job, struct nr_error *e)
{
    const struct config *c = config;
    struct scratch *s = scratch;
    struct nr_str text;
    enum nr_status status = nr_record_text(job->record, nr_str_of("text"), job->arena, &text, e);
    if (status == NR_BAD)
        return NR_BAD;
    if (status == NR_OK) {
        if ((c->on[LANGUAGE] && tag_language(job, text, e) != NR_OK) ||
            (c->on[COUNTS] && tag_counts(job, text, e) != NR_OK) ||
            (c->on[STRUCTURE] &&
             structure_tag(job->record, text, job->arena, &s->json, e) != NR_OK) ||
            (c->on[TERMS] && tag_terms(c, s, job, text, e) != NR_OK))
            return NR_BAD;
    }
    nr_record_write(job->record, job->out);
    return NR_OK;
}

static void scratch_free(void *scratch)
{
    nr_buf_free(&((struct scratch *)scratch)->json);
}

static void stop(void *config)
{
    nr_lexicon_free(((struct config *)config)->lexicon);
}

static const struct nr_filter tag = {
    .name = "tag",
    .summary = "describe the text of each record: language, size, terms of a lexicon",
    .operands = "[FILE ...]",
    .options = options,
    .config_size = sizeof(struct config),
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
