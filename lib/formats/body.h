/* The text of a story, as the formats of agencies hold it. */
#ifndef NEWSREEL_LIB_FORMATS_BODY_H
#define NEWSREEL_LIB_FORMATS_BODY_H

#include "xml.h"

/* The paragraphs inside n, as nr_xml_flow gives them; a paragraph that is HTML which was escaped
 * becomes the text of that, and what was escaped twice is unescaped. A view into the arena. */
struct nr_str nr_body_text(struct nr_arena *arena, const xmlNode *n);

/* The same of paragraphs that are there already. */
struct nr_str nr_body_clean(struct nr_arena *arena, struct nr_str paragraphs);

/* A text from a string that may be HTML or plain text. *plain: it was not HTML, so that its lines
 * may be cut at a column. A view into text or the arena. */
struct nr_str nr_body_string(struct nr_arena *arena, struct nr_str text, bool *plain);

/* Appends text, if there is any, a blank line before it. */
void nr_body_add(struct nr_buf *out, struct nr_str text);

/* What element n of another format holds: NITF, XHTML, or a string that may be HTML. */
struct nr_str nr_body_content(struct nr_arena *arena, const xmlNode *n, bool *plain);

/* All text inside n as one line, without that inside of elements called without. */
struct nr_str nr_body_line(struct nr_arena *arena, const xmlNode *n, const char *without);

/* A line of a story: unescaped as nr_body_text does it. */
struct nr_str nr_body_headline(struct nr_arena *arena, const xmlNode *n);

/* Once all is filled in: a headline that the text begins with is taken out of it, a summary that
 * says no more than the headline is none, and lines that were cut at a column are marked so. */
void nr_body_finish(struct nr_story *story);

/* What begins with the letters that the whole of start has, whatever the blanks. */
bool nr_body_begins(struct nr_str text, struct nr_str start);

#endif
