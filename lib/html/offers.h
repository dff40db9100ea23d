/* nr_offers: candidates for the fields of nr_metadata, the best source's kept. */
#ifndef NEWSREEL_HTML_OFFERS_H
#define NEWSREEL_HTML_OFFERS_H

#include "headline.h"
#include "newsreel/html/date.h"
#include "newsreel/html/metadata.h"

enum nr_offered {
    NR_FIELD_HEADLINE,
    NR_FIELD_CREATED,
    NR_FIELD_MODIFIED,
    NR_FIELD_SECTION,
    NR_FIELD_URL,
    NR_FIELD_LANGUAGE,
    NR_FIELD_SITE,
    NR_FIELD_SUMMARY,
    NR_FIELD_AUTHOR,
    NR_FIELD_KEYWORD,
    NR_FIELD_COUNT
};

/* Lower is better. */
enum nr_trust {
    NR_TRUST_LINKED = 1, /* JSON-LD */
    NR_TRUST_GRAPH,      /* OpenGraph */
    NR_TRUST_META,
    NR_TRUST_ITEM,  /* microdata */
    NR_TRUST_TIME,  /* seen beside the headline */
    NR_TRUST_PLAIN, /* meta elements that say less than their name */
    NR_TRUST_PAGE,
    NR_TRUST_TITLE,
    NR_TRUST_ADDRESS,
    NR_TRUST_FAR,  /* seen elsewhere */
    NR_TRUST_LATE, /* and one of the first four: a date behind the fetch */
    NR_TRUST_NONE = NR_TRUST_LATE + NR_TRUST_ITEM + 1
};

enum { NR_VALUE_MOST = 4000 }; /* bytes of a value that are looked at */

struct nr_offers {
    struct nr_str value[NR_FIELD_COUNT]; /* the best of each but the authors */
    enum nr_trust trust[NR_FIELD_COUNT];
    struct nr_str authors[NR_AUTHORS];
    size_t author_count;
    struct nr_str keywords[NR_KEYWORDS];
    size_t keyword_count;
    struct nr_str titles[NR_TITLES]; /* the first of each source of the page */
    struct nr_str body;              /* the longest articleBody */
    struct nr_str latest;            /* when the page was fetched; may be empty */
    enum nr_date_order order;
    struct nr_arena *arena;
};

struct nr_key {
    enum nr_offered field;
    enum nr_trust trust;
};

/* What the name of a meta element, or an itemprop or property of another one, means; false: nothing
 * that is looked for. */
bool nr_key_of_meta(struct nr_str name, struct nr_key *key);
bool nr_key_of_item(struct nr_str name, struct nr_key *key);

/* Takes a value if no better source has given one: references decoded, blanks collapsed; dates are
 * parsed, addresses made absolute with base, tags taken out of summaries. */
void nr_offer(struct nr_offers *o, enum nr_offered field, enum nr_trust trust, struct nr_str value,
              struct nr_str base);

/* Adds the names in a byline to the authors: without what stands before names, titles, functions,
 * agencies, addresses, and those that are there already. */
void nr_offer_names(struct nr_offers *o, struct nr_str names);

/* Between least and seven words on one line without digits, half of them and the last with
 * a capital, or in a script that has none. text is valid UTF-8. */
bool nr_looks_like_names(struct nr_str text, size_t least);

/* The names in a line that a byline may be, with semicolons between them; empty where it begins
 * with something else. Each has at least that many words, or is written in Han, kana or Hangul.
 * Dates, offices and towns behind names are left out, and so is what stands behind a bar, a
 * bullet or a dash, unless
 * the line is a list of many. In the arena. */
struct nr_str nr_byline_names(struct nr_offers *o, struct nr_str line, size_t least, bool many);

/* "By Ann Lee", "Von Ann Lee", and so on: a line that begins as bylines do and goes on with
 * names. */
bool nr_is_byline(struct nr_str text);

/* All that a JSON-LD document offers. One that is not valid JSON is mended first (json_mend.h). */
void nr_offer_linked_data(struct nr_offers *o, struct nr_str json, struct nr_str base);

/* value with blanks collapsed, control characters out, and the references decoded that are left
 * where a page encoded them too often. In the arena. */
struct nr_str nr_plain_value(struct nr_arena *arena, struct nr_str value);

/* True when the letters and digits of a and b are the same, ASCII case apart. Marks past ASCII
 * count as letters. */
bool nr_same_letters(struct nr_str a, struct nr_str b);

#endif
