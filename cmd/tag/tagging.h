/* What the taggers of tag share: the options, and one record while it is tagged. */
#ifndef NEWSREEL_CMD_TAG_TAGGING_H
#define NEWSREEL_CMD_TAG_TAGGING_H

#include "newsreel/json/record.h"
#include "newsreel/tags/dates.h"
#include "newsreel/tags/entities.h"
#include "newsreel/tags/keywords.h"
#include "newsreel/tags/quality.h"
#include "newsreel/tags/quantities.h"
#include "newsreel/tags/quotes.h"
#include "newsreel/tags/spans.h"
#include "newsreel/tags/structure.h"
#include "newsreel/tags/tokens.h"
#include "newsreel/tags/topics.h"
#include "newsreel/tags/wordlist.h"

/* The names of the tags, for people. */
#define TAG_NAMES                                                                                  \
    "language, counts, structure, entities, contacts, dates, quantities, quotes, "                 \
    "topics, keywords, lexicon, quality"
#define MASK_NAMES "email, url, ip, card, iban, phone, handle, hashtag, all"
enum { TAG_MOST = 16 };

struct tag_config {
    const char *only, *without;
    bool on[TAG_MOST]; /* by the row of the tagger */
    bool spans;        /* one of them is on that adds spans */
    bool blocks;       /* one of them is on that reads block by block */
    enum nr_offsets offsets;
    unsigned mask; /* bits of the contacts that are taken out of the text */
    enum nr_quality_set quality[NR_QUALITY_SETS]; /* those asked for, in that order */
    size_t quality_count;
    bool paragraph_language;
    const char *lexicon_path;
    struct nr_wordlist *lexicon;
    struct nr_entities *entities;
    struct nr_dates *dates;
    struct nr_quantities *quantities;
    struct nr_quotes *quotes;
    const char *topics_path;
    struct nr_topics *topics;
    const char *background_path;
    struct nr_background *background; /* NULL: none */
    bool keywords;                    /* are counted, for the tag or to learn */
    bool learns;
    struct nr_background *learnt; /* in commit alone */
};

struct tagging {
    const struct tag_config *config;
    struct nr_record *record;
    struct nr_str text;
    size_t gave_up; /* expressions of the lexicon */
    bool rewritten; /* contacts were masked: spans that the record has do not fit any more */
    struct nr_dates_now now;       /* set by tag_dates */
    struct nr_str created;         /* as the record says: RFC 3339 if all is well, or empty */
    struct nr_str language;        /* as the record says, or the tag; or empty */
    struct nr_structure structure; /* see tagging_structure */
    bool structure_read;
    size_t listed; /* spans before the first that blocks have: of the lexicon and of contacts */
    struct nr_arena *arena;
    struct nr_quality **quality; /* made when it is first needed */
    struct nr_buf *json;         /* to work in */
    struct nr_tokens *tokens;    /* to walk the text with */
    struct nr_topics_count *topics;
    struct nr_keywords *keywords;
    struct nr_entities_state *entities;
    struct nr_quotes_state *quotes;
    struct nr_tokens_kept *kept; /* blocks that are read again, after the others */
    struct nr_spans *spans;      /* written as the member of that name in the end */
    struct nr_error *e;
};

/* What the text says of itself, read when it is first asked for. */
const struct nr_structure *tagging_structure(struct tagging *t);

/* The bytes of the text that its dateline takes; {0, 0} where there is none. */
struct nr_range tagging_dateline(struct tagging *t);

/* Empties t->json for a value. */
void tagging_begin(struct tagging *t);

/* Sets a member that the record does not have, or has as null, to what t->json holds. */
enum nr_status tagging_set_new(struct tagging *t, const char *key);

/* The same, to a text; the empty one sets nothing. */
enum nr_status tagging_set_text(struct tagging *t, const char *key, struct nr_str text);

/* Sets the bits of a list of contacts; NR_FAIL on another name. */
enum nr_status tagging_mask_list(unsigned *mask, const char *list, struct nr_error *e);

/* Replaces the contacts of config->mask in the text by placeholders, "[email]", with spans for
 * them. */
enum nr_status tagging_mask(struct tagging *t, uint64_t *count);

/* "spans": those that the record has already stay, in front, unless the text was rewritten; none is
 * added twice. Numbers and what they count give way to contacts, bare numbers also to dates; but
 * dates within longer numbers or amounts go. */
enum nr_status tagging_write_spans(struct tagging *t);

/* The taggers that set members of their own. */
enum nr_status tag_language(struct tagging *t);
enum nr_status tag_structure(struct tagging *t);
enum nr_status tag_contacts(struct tagging *t);
enum nr_status tag_dates(struct tagging *t);

/* Those that read block by block. */
void tag_dates_block(struct tagging *t, const struct nr_tokens *block);
void tag_quantities(struct tagging *t, const struct nr_tokens *block);
void tag_quotes_block(struct tagging *t, const struct nr_tokens *block);
enum nr_status tag_quotes(struct tagging *t);
void tag_topics_block(struct tagging *t, const struct nr_tokens *block);
enum nr_status tag_topics(struct tagging *t);
void tag_keywords_block(struct tagging *t, const struct nr_tokens *block);
enum nr_status tag_keywords(struct tagging *t);
/* The different words of the text, for the background; never empty. */
struct nr_str tag_keywords_words(struct tagging *t);

enum nr_status tag_quality(struct tagging *t);

/* Reads the argument of --quality. */
enum nr_status tagging_set_quality(struct tag_config *c, struct nr_str list, struct nr_error *e);

/* Before the blocks, each of them, and behind them. */
enum nr_status tag_entities_begin(struct tagging *t);
void tag_entities_block(struct tagging *t, const struct nr_tokens *block);
enum nr_status tag_entities(struct tagging *t);

#endif
