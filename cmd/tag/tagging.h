/* What the taggers of tag share: the options, and one record while it is tagged. */
#ifndef NEWSREEL_CMD_TAG_TAGGING_H
#define NEWSREEL_CMD_TAG_TAGGING_H

#include "newsreel/json/record.h"
#include "newsreel/tags/entities.h"
#include "newsreel/tags/lexicon.h"
#include "newsreel/tags/spans.h"
#include "newsreel/tags/tokens.h"

/* The names of the tags, for people. */
#define TAG_NAMES "language, counts, structure, entities, lexicon"
enum { TAG_MOST = 16 };

struct tag_config {
    const char *only, *without;
    bool on[TAG_MOST]; /* by the row of the tagger */
    bool spans;        /* one of them is on that adds spans */
    bool blocks;       /* one of them is on that reads block by block */
    enum nr_offsets offsets;
    const char *lexicon_path;
    struct nr_lexicon *lexicon;
    struct nr_entities *entities;
};

struct tagging {
    const struct tag_config *config;
    struct nr_record *record;
    struct nr_str text;
    struct nr_str created; /* as the record says: RFC 3339 if all is well, or empty */
    struct nr_arena *arena;
    struct nr_buf *json;      /* to work in */
    struct nr_tokens *tokens; /* to walk the text with */
    struct nr_entities_state *entities;
    struct nr_spans *spans; /* written as the member of that name in the end */
    struct nr_error *e;
};

/* Sets a member that the record does not have, or has as null, to what t->json holds. */
enum nr_status tagging_set_new(struct tagging *t, const char *key);

/* The same, to a text; the empty one sets nothing. */
enum nr_status tagging_set_text(struct tagging *t, const char *key, struct nr_str text);

/* "spans": those that the record has already stay, in front. */
enum nr_status tagging_write_spans(struct tagging *t);

/* The taggers that set members of their own. */
enum nr_status tag_structure(struct tagging *t);

/* Before the blocks, each of them, and behind them. */
enum nr_status tag_entities_begin(struct tagging *t);
void tag_entities_block(struct tagging *t, const struct nr_tokens *block);
enum nr_status tag_entities(struct tagging *t);

#endif
