/* nr_quantities: numbers in a text and what they count, as spans.
 *
 *   percent    v "12.5%"           12.5 percent, 3 per cent, 5 pct, 7%
 *   money      v "20000000 USD"    $20 million, 20 mln dlrs, 5,000 Swiss francs, EUR 3.5bn
 *   quantity   v "20000000 t"      20 million tons, 3-inch, 190,000 square meters, 17 km, 50 km/h
 *   number     v "26"              twenty-six, 1,234, two thirds
 *
 * The currency is the code of ISO 4217 where it is certain: "$" and "dollars" are USD unless
 * letters before the sign or an adjective say otherwise, "¥" is JPY, "£" GBP. Of names that several
 * currencies share without an adjective (franc, peso, rupee, crown, cent) the name stands. Pounds
 * are money when they are sterling or counted in millions and not "of" something, else a weight.
 * Durations are none of these.
 *
 * Ordinals are no numbers here; nor are "one" where it is a pronoun, the number in a name ("Apollo
 * 11", "F-16"), scores and what else digits tied by marks may be.
 *
 * Of a range with a hyphen or dash both numbers have the unit and the scale of the second, "5-10
 * km", unless the first is the larger one or may be short of zeros, "7-800 m": then it is as a
 * score.
 *
 * Spans do not overlap. Linear in the block. */
#ifndef NEWSREEL_TAGS_QUANTITIES_H
#define NEWSREEL_TAGS_QUANTITIES_H

#include "newsreel/tags/spans.h"
#include "newsreel/tags/tokens.h"

struct nr_quantities;
struct nr_quantities *nr_quantities_new(void);
void nr_quantities_free(struct nr_quantities *q);

/* language: that of the text, a tag of BCP 47, or empty where it is not known. It decides what the
 * marks in digits mean, see nr_numerals_marks_of. */
void nr_quantities_read(const struct nr_quantities *q, const struct nr_tokens *block,
                        struct nr_str language, struct nr_spans *spans);

#endif
