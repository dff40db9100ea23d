/* Entities: the persons, organisations and places that a text names.
 *
 * Spans of type "person", "organisation" and "place":
 *   person        the name without titles: "Mr. [Lee]", "President [Ann B. Lee] Jr."
 *   organisation  bodies, companies, agencies, parties, teams, bands, outlets: "[Bank of Elbonia]"
 *   place         countries, regions, cities, waters, mountains, streets, buildings
 * Nationalities and their adjectives, titles of works, products, events, days and months are none.
 *
 * Candidates are runs of capitalised words with what links them (of, de, and). A linear model reads
 * each, from its words and those beside it, their forms, what the gazetteer knows of them, which
 * words are used like them, and whether the text writes a word small elsewhere; the best sequence
 * of labels is taken. Then all are read again, with what the same words were found to be all over
 * the text. Rules say what the gazetteer is sure of: that GDP and Qtr name nobody, that a capital
 * says nothing where it begins the line of a table, that a company is what ends with Inc, has a
 * share's sign behind it, or is so called elsewhere in the text. Names are made consistent, and a
 * value is set: of a person whose surname alone is given, the full name that the text has for it. A
 * name may go over the end of a line where the text is wrapped; its value is on one line.
 *
 * The model knows English; names in other languages that write names, and not all nouns, with a
 * capital are found by their form and the gazetteer, with less success. Words in capitals are read
 * only where not all around them are.
 *
 * Arithmetic is in integers: the same text gives the same spans everywhere. Linear in the text; of
 * a document so many distinct words are remembered as NR_ENTITIES_KNOWN says. */
#ifndef NEWSREEL_TAGS_ENTITIES_H
#define NEWSREEL_TAGS_ENTITIES_H

#include "newsreel/tags/gazetteer.h"
#include "newsreel/tags/spans.h"
#include "newsreel/tags/tokens.h"

enum { NR_ENTITIES_KNOWN = 4096 };

/* Made once, then only read, by any number of threads. */
struct nr_entities;
struct nr_entities *nr_entities_new(void);
void nr_entities_free(struct nr_entities *x);
const struct nr_gazetteer *nr_entities_gazetteer(const struct nr_entities *x);

/* What is remembered of one document. */
struct nr_entities_state;
struct nr_entities_state *nr_entities_state_new(void);
void nr_entities_state_free(struct nr_entities_state *s);

/* Before the first block of a text; of English and languages whose nouns are written small careful
 * is false, else names are found only where the gazetteer or a title speaks for them. */
void nr_entities_begin(struct nr_entities_state *s, bool careful);

/* Reads one block. Its entities are added to spans now or later; nobody may move or remove them
 * until the end. */
void nr_entities_read(const struct nr_entities *x, struct nr_entities_state *s,
                      const struct nr_tokens *block, struct nr_spans *spans);

/* Behind the last block: adds what is left, and sets the values, and types where the text as a
 * whole decides. */
void nr_entities_end(const struct nr_entities *x, struct nr_entities_state *s, struct nr_str text,
                     struct nr_spans *spans);

#endif
