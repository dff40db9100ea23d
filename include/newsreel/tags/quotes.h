/* nr_quotes: who says what. Adds to a text's spans
 *
 *   quote        direct speech: from its opening to its closing mark, both included
 *   attribution  indirect speech: the words that name the speaker and the act, as in "the minister
 *                said" or "according to the ministry"; those of a quote have no span of their own
 *
 * Both carry speaker, the name, pronoun or noun phrase that speaks; cue, the verb (or "according
 * to", or a colon); via, the outlet it was said to or is quoted from ("told CNN", "as quoted by
 * RIA"); value, the speaker's name; and percent, how certain the speaker is, 0 where there is none.
 *
 * Marks: " " and the forms of it, “ ” „ “ „ ” ” ”, « » » «, ‹ ›, ‘ ’ ‚ ‘ ' ', `` '', 「 」 『 』 〝 〟.
 * The pair that is outermost counts; what is quoted inside of a quote is part of it. A paragraph
 * that begins with an opening mark while the one before was not closed continues it, and the quote
 * ends with the last of them, closed or not. Speech behind a dash alone is not found.
 *
 * What is in marks is speech when
 *   - a verb of saying leads to it (said, "...) or takes it up (...," said), and it has two words
 *     or more, or an end mark inside; titles (each word with a capital) need the end mark;
 *   - such a verb is elsewhere in the sentence, and it has three words or more and is no title;
 *   - there is none, and it is no title and has eight words, or begins with a capital, ends with
 *     an end mark and has four. In single marks this needs the capital and the end mark always.
 * The rest are titles, scare quotes and terms, and get no span. A character of a script without
 * spaces counts as half a word.
 *
 * The speaker is the name, pronoun or noun phrase beside the verb. Where there is no verb it is
 * that of the quote before in the same paragraph, or of a paragraph that led up to it. A surname
 * gets the last full name that ends with it, a pronoun the last speaker or else person that it
 * fits, at a lower percent. A noun phrase ("a spokesman") has no value.
 *
 * Names come from spans of the types person, organisation and place that are there already (`tag`
 * reads quotes behind all others for them), and from capital letters where there are none.
 *
 * Linear in the text, and what is held does not grow with it but for the names among the spans. */
#ifndef NEWSREEL_TAGS_QUOTES_H
#define NEWSREEL_TAGS_QUOTES_H

#include "newsreel/tags/spans.h"
#include "newsreel/tags/tokens.h"

/* What words mean: made once, then only read, by any number of threads. */
struct nr_quotes;

struct nr_quotes *nr_quotes_new(void);
void nr_quotes_free(struct nr_quotes *q);

/* What is known of a text from block to block: one for each thread, used for text after text. */
struct nr_quotes_state;

struct nr_quotes_state *nr_quotes_state_new(void);
void nr_quotes_state_free(struct nr_quotes_state *s);

/* Forgets the text before. Has to come before the first block of each. */
void nr_quotes_begin(struct nr_quotes_state *s);

/* Says where the first sentence of the text begins, in bytes, when a dateline stands before it:
 * nobody there is the subject of what follows. After nr_quotes_begin, before the first block. */
void nr_quotes_set_dateline(struct nr_quotes_state *s, size_t end);

/* Reads the next block of a text, all of which have to come in order. The spans of names that lie
 * in it were added before, in any order; those that this adds may reach back to earlier blocks.
 * Values are views of the text, of other spans' values, or in the arena. */
void nr_quotes_read(const struct nr_quotes *q, struct nr_quotes_state *s,
                    const struct nr_tokens *block, struct nr_spans *spans);

#endif
