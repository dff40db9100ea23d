/* XML of agencies, feeds and dumps as a tree of libxml2, parsed with a forgiving eye.
 *
 * Before the parse the text is made into what XML allows: bytes before the first tag go, control
 * characters become blanks, references to HTML's named characters (&eacute;) become these, and an
 * ampersand that begins no reference becomes &amp;. Then libxml2 recovers what it can: entities
 * that are kept outside of the document, in files too, are empty, attributes that are only declared
 * are not there, a tag has no more than 1000, a document declares no more than 1000 namespaces, and
 * depth, length and expansion have libxml2's limits (256 elements, 10 MB). Names are compared
 * without their prefix: namespaces are right too seldom to insist on them. */
#ifndef NEWSREEL_LIB_FORMATS_XML_H
#define NEWSREEL_LIB_FORMATS_XML_H

#include "newsreel/formats/format.h"
#include <libxml/tree.h>

/* The local name of the first element that head shows, which the declarations, comments and
 * document type before it may hide as long as they like; where head ends inside the document type,
 * the name that this one gives. Empty when head shows none, or begins with text. The rest of the
 * tag (what is there of it) goes to *attributes, which may be NULL. A view into head. */
struct nr_str nr_xml_root(struct nr_str head, struct nr_str *attributes);

/* The cut (formats/format.h) of files that hold XML documents one after the other: a piece ends
 * behind the end tag of its first element. Elements of that name do not nest. */
enum nr_status nr_xml_cut(struct nr_cut *cut, struct nr_str bytes, bool last);

/* Calls read with the root element of each document in text, which may be several ones after
 * another. One that is not well-formed is read as it is and mended (mend.h), what says more is
 * taken, and it is counted in stories->mended; where it does not end, its last story is truncated.
 * NR_BAD when none of them has an element, or all are so damaged that nothing comes out. */
enum nr_status nr_xml_each(struct nr_str text, struct nr_stories *stories, struct nr_error *e,
                           void (*read)(const xmlNode *root, struct nr_stories *stories));

enum nr_xml_fate {
    NR_XML_FINE,
    NR_XML_BROKEN, /* not well-formed: elements may stand where they do not belong, or be missing */
    NR_XML_CUT,    /* past the limits: all that comes behind is missing */
};

/* The document's tree, or NULL when there is no element in it. text is valid UTF-8, whatever its
 * declaration says. The caller frees it with xmlFreeDoc. fate may be NULL. */
xmlDoc *nr_xml_parse(struct nr_str text, enum nr_xml_fate *fate);

/* The same of what nr_mend has made, which declares nothing and is not deep: without the limits of
 * libxml2. */
xmlDoc *nr_xml_parse_mended(struct nr_str text);

/* text with the references that are left in it replaced: editors' systems escape what is escaped
 * already, so that "R&amp;amp;D" comes out of a parse as "R&amp;D". Named characters of HTML and
 * numeric references are known. A view into text or the arena. */
struct nr_str nr_xml_unescape(struct nr_arena *arena, struct nr_str text);

/* An element's name without its prefix; empty for anything else, and NULL. A view into n. */
struct nr_str nr_xml_name(const xmlNode *n);
bool nr_xml_is(const xmlNode *n, const char *name);

/* The first child element of that name, or NULL; n may be NULL. */
const xmlNode *nr_xml_child(const xmlNode *n, const char *name);
/* The next sibling element of that name, or NULL. */
const xmlNode *nr_xml_next(const xmlNode *n, const char *name);
/* Child of child: "head/docdata/date.issue". */
const xmlNode *nr_xml_path(const xmlNode *n, const char *path);
/* The next node in document order inside root, or NULL: a walk begins with at = root. into: false
 * passes over what is inside at. */
const xmlNode *nr_xml_step(const xmlNode *root, const xmlNode *at, bool into);
/* The first element of that name inside root, in document order, or NULL. */
const xmlNode *nr_xml_find(const xmlNode *root, const char *name);

/* An attribute's value, blanks at its ends cut; empty when there is none, or n is NULL or no
 * element. A view into the arena. */
struct nr_str nr_xml_attribute(const xmlNode *n, const char *name, struct nr_arena *arena);
/* All text inside n as one line; empty when n is NULL. */
struct nr_str nr_xml_line(const xmlNode *n, struct nr_arena *arena);
/* All text inside n as it stands there. */
struct nr_str nr_xml_text(const xmlNode *n, struct nr_arena *arena);

/* Appends the text inside n as paragraphs, one blank line between them: p, headings, list items,
 * quotes and the like (of XHTML and NITF) begin and end one, br is a newline, a row of a table is a
 * line with tabs between the cells, the lines of pre stay. Pictures, media and their captions, the
 * header element, what NITF describes a block with, and its notes for the desk are left out. out
 * may have text already: what comes is set off by a blank line. */
void nr_xml_flow(const xmlNode *n, struct nr_buf *out);

#endif
