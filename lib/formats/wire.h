/* What the wires of news agencies have in common, whatever their copy is wrapped in: the lines that
 * say where, when and by whom, and the framing of messages (ISO 646: SOH header STX text ETX EOT).
 * Views are valid UTF-8 in, and views into it or into the arena out. */
#ifndef NEWSREEL_LIB_FORMATS_WIRE_H
#define NEWSREEL_LIB_FORMATS_WIRE_H

#include "newsreel/formats/format.h"

enum { NR_WIRE_SOH = 1, NR_WIRE_STX = 2, NR_WIRE_ETX = 3, NR_WIRE_EOT = 4 };

/* Whether a line begins as a byline does: By, Von, Par, Por with a name behind. */
bool nr_wire_is_byline(struct nr_str line);

/* What stands behind the word that a byline begins with; empty when line begins with none. */
struct nr_str nr_wire_behind_by(struct nr_str line);

/* Adds the names of a byline: "By PAUL BYRNE and ANA SOTO" are two. What follows a comma (a paper,
 * a post) stays with the name. A list that has 32 gets no more. */
void nr_wire_byline(struct nr_texts *by, struct nr_arena *arena, struct nr_str line);

/* Whether a line below a byline names a post or an employer: "AP Sports Writer". */
bool nr_wire_is_post(struct nr_str line);

/* Whether a line is a note to editors: "Eds: With photos.", "AP Photo XNP101". */
bool nr_wire_is_note(struct nr_str line);

/* The place that a dateline names: "NEW YORK, Feb 26 -" and "LEONIA, N.J. (AP)" give "NEW YORK" and
 * "LEONIA, N.J.". *sure: a date or an agency stands behind it, so it is a dateline. */
struct nr_str nr_wire_place(struct nr_str dateline, bool *sure);

/* The place of the dateline that a story's text begins with, in one line; empty when it begins with
 * none, or with something that may be none. */
struct nr_str nr_wire_place_in(struct nr_arena *arena, struct nr_str text);

/* The time stamp of an American wire, "AP-NR-02-12-88 1637EST", anywhere in s, as RFC 3339, or the
 * day alone where the zone is not known. Years below 70 are of this century. */
struct nr_str nr_wire_stamp(struct nr_arena *arena, struct nr_str s);

/* Year, month and day as "YYYY-MM-DD"; empty when there is no such day. Years below 100 as above.
 */
struct nr_str nr_wire_day(struct nr_arena *arena, unsigned year, unsigned month, unsigned day);

/* The month that a word names or begins, three letters at least, in the languages of the large
 * agencies; 0 when none. */
unsigned nr_wire_month(struct nr_str word);

/* A line of an ANPA header, "r w AM-PeanutSupports     02-12 0155": priority, category, keyword,
 * date, words. False when it is none. Controls between the fields are ignored. */
struct nr_wire_keyword {
    struct nr_str category, keyword;
};
bool nr_wire_keyword(struct nr_str line, struct nr_wire_keyword *out);

/* A keyword without the number of words behind it: "AM-Ferry Fares,150". */
struct nr_str nr_wire_slug(struct nr_str keyword);

/* Cuts the next word off *rest, which is between blanks or the ends; empty when there is none. */
struct nr_str nr_wire_word(struct nr_str *rest);

/* Takes the blanks off the end of *text. Returns the line that it then ends with. */
struct nr_str nr_wire_last_line(struct nr_str *text);

/* A message: what stands between its controls. Lines keep their ends. */
struct nr_wire_message {
    struct nr_str header;  /* behind SOH */
    struct nr_str text;    /* behind STX; empty when there is none */
    struct nr_str trailer; /* behind ETX */
};

/* Splits a piece that begins with SOH. A text without ETX goes to the end. */
void nr_wire_split(struct nr_str piece, struct nr_wire_message *message);

/* What stands behind SOH when content begins with a message, fill characters (SYN, NUL, DEL,
 * blanks) before it aside; else empty. */
struct nr_str nr_wire_head(struct nr_str head);

/* cut for SOH ... EOT: a piece goes from SOH to behind EOT, or to the next SOH, or to the end. */
enum nr_status nr_wire_cut(struct nr_cut *cut, struct nr_str bytes, bool last);

#endif
