/* SGML of corpora, as it is and not as it should be: documents one after the other without a root,
 * names that begin with a digit, ampersands and "less than" signs that begin nothing. No DTD is
 * read: a tag is what looks like one. */
#ifndef NEWSREEL_LIB_FORMATS_SGML_H
#define NEWSREEL_LIB_FORMATS_SGML_H

#include "newsreel/core/arena.h"
#include "newsreel/core/buf.h"
#include "newsreel/formats/format.h"

struct nr_sgml_tag {
    struct nr_str name;       /* as written; empty for comments and declarations */
    struct nr_str attributes; /* what stands between the name and the end */
    size_t from, to;          /* the tag is text[from..to) */
    bool end;                 /* </NAME> */
};

enum { NR_SGML_TAG_MOST = 1024 }; /* bytes of a tag; what looks like a longer one is text */

/* The next tag at or behind at; false when there is none. A tag, comments and declarations too,
 * ends with the first '>' and has no '<' inside. Calls that go on at tag.to take linear time over
 * the whole text. */
bool nr_sgml_next(struct nr_str text, size_t at, struct nr_sgml_tag *tag);

/* Whether the tag has that name, in any case. */
bool nr_sgml_is(const struct nr_sgml_tag *tag, const char *name);

/* The value of an attribute, in any case, without its quotes; empty when there is none. */
struct nr_str nr_sgml_attribute(const struct nr_sgml_tag *tag, const char *name);

/* What is inside the next element of that name at or behind *at, which moves behind it; to the end
 * of text when the element is not closed. False, and *at stays, when there is none. */
bool nr_sgml_element(struct nr_str text, const char *name, size_t *at, struct nr_str *content);

/* Appends raw, valid UTF-8, as text: references to characters become these, those to controls and
 * to typesetters' codes (&#3; &QL; &Cx13;) a space, as controls themselves do, so that no words are
 * glued; what is no known reference stays as it is. CR LF and CR become LF. Tags are not looked at.
 */
void nr_sgml_add_text(struct nr_buf *out, struct nr_str raw);

/* raw as one line. */
struct nr_str nr_sgml_line(struct nr_arena *arena, struct nr_str raw);

/* cut of formats whose pieces are elements of that name. A piece that is not closed ends where a
 * line begins another, or with the file. */
enum nr_status nr_sgml_cut(struct nr_cut *cut, struct nr_str bytes, bool last, const char *name);

#endif
