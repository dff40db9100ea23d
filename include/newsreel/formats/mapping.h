/* nr_mapping: what data calls its members, and what the stream calls them.
 *
 * JSON and tables come with names of their own: "content", "Title", "pubDate". A mapping gives them
 * the stream's names (newsreel-record(5)) where a record has no member of that name yet, or only an
 * empty one. A renamed member keeps its place and its bytes; nothing else in the record changes.
 *
 * For each target the first source that is there and not empty is taken; those after it stay as
 * they are. Names are compared without case where only one member fits. What a member may hold:
 *
 *     text, html, headline, url, language, section   a string
 *     created    a date that can be read; as RFC 3339, or a day
 *     by         a string, an object with a name, or an array of these; as an array of names
 *     any other  anything but null and the empty string
 *
 * What is something else stays under its own name. So does, beside the new member, a source that
 * says more than that can hold: a time of day without its zone, an author who is an object.
 *
 * The default table, first names first; ninjs, JSON Feed and what data sets of news are seen to
 * use:
 *
 *     html       content_html body_html body_xhtml
 *     text       maintext full_text article_text body_text content_text content body article story
 *                document raw_content
 *     headline   title
 *     url        link canonical_link
 *     created    published date_published published_at publishedAt publish_date date_publish pubDate
 *                date datetime timestamp
 *     by         authors author byline
 *     language   lang
 *     section    category
 *
 * A record that has one of text and html is left alone as to both. A source of text that begins and
 * ends with a tag becomes html. A name that occurs twice is nobody's source.
 *
 * A mapping does not change once it is used, so that many threads may use it. */
#ifndef NEWSREEL_FORMATS_MAPPING_H
#define NEWSREEL_FORMATS_MAPPING_H

#include "newsreel/json/record.h"

struct nr_mapping;

/* The default table. */
struct nr_mapping *nr_mapping_new(void);
void nr_mapping_free(struct nr_mapping *m);

/* Adds "text=body|content,headline=kicker": the user's sources of a target in place of the default
 * ones. These win over a member that has the target's name already, which then gets a number
 * ("text_2"). "none" switches the default table off. NR_FAIL, with a message, when list cannot be
 * understood; the mapping is then of no use. */
enum nr_status nr_mapping_add(struct nr_mapping *m, struct nr_str list, struct nr_error *e);

/* Renames the members of a scanned record. m may be NULL: nothing is renamed. arena is used during
 * the call only. NR_BAD when a source or target that the user named occurs twice. */
enum nr_status nr_mapping_apply(const struct nr_mapping *m, struct nr_record *record,
                                struct nr_arena *arena, struct nr_error *e);

/* Whether the default table has the name, as a target or a source, in any case. */
bool nr_mapping_knows(struct nr_str name);

#endif
