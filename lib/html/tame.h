/* nr_tame: a page cut into chunks that the HTML parser takes in linear time, and fast.
 *
 * libxml2 compares every attribute of a tag with all before it, searches its stack of open
 * elements for every end tag, and decodes an attribute's value character by character into memory
 * of its own. Half of a page, often more, are things that nobody reads. So before the parser sees a
 * chunk,
 *   - comments and the text of styles and of scripts other than application/ld+json are left out;
 *   - so are attributes that nr_dom does not keep, those that stood in the tag before, and those
 *     past NR_DOM_ATTRIBUTES;
 *   - the others are taken out and put aside: the tag has one attribute instead that says where
 *     they are. Those with a character reference in them stay, so that one reader decodes all;
 *   - end tags of html and body, and those before any start tag, are left out: libxml2 would take
 *     them for the end of the page;
 *   - divs that are open where a button ends are ended before it, as in the standard; libxml2 would
 *     leave the button open, and take the rest of the page for its inside;
 *   - tags that would nest deeper than NR_DOM_DEPTH become a blank, and so do the control
 *     characters that make the parser lose text.
 * What is a tag, a comment, an attribute, and where they end is the HTML standard's (13.2.5,
 * Tokenization); what the tags mean is the parser's business. Only where raw text ends is as in
 * libxml2: at the first "</script" or "</style". A tag that the page ends in is none.
 *
 * Chunks end between tags. */
#ifndef NEWSREEL_HTML_TAME_H
#define NEWSREEL_HTML_TAME_H

#include "newsreel/core/buf.h"
#include "newsreel/html/dom.h"

/* The attribute that says where the others are; an HTML name that no page has a use for. */
#define NR_TAME_NAME "."

enum { NR_TAME_ASIDE = 8192 }; /* attributes that can be aside; more stay in their tags */

struct nr_tame {
    struct nr_str page;
    size_t at;          /* how much of the page is done */
    struct nr_buf *out; /* holds the chunk */
    bool begun;         /* there was a start tag */
    bool button;        /* inside one */
    size_t divs;        /* open ones in it */
    size_t count;       /* attributes aside */
    size_t deep;        /* start tags left out since the begin, as they were too deep */
    size_t crowded;     /* tags with more attributes than are looked at */
    struct nr_attribute aside[NR_TAME_ASIDE];
};

/* Begins; what is put aside need not be initialised. */
void nr_tame_start(struct nr_tame *t, struct nr_str page, struct nr_buf *out);

/* The next chunk: a view into out. depth is how many elements the parser has open now. False at the
 * end. */
bool nr_tame_next(struct nr_tame *t, size_t depth, struct nr_str *chunk);

/* Says that the parser has read all chunks to their end: what is aside can go. It may well be
 * behind by many, where it looks for the end of something. */
void nr_tame_forget(struct nr_tame *t);

/* The attributes that the value of NR_TAME_NAME stands for, as views into the page; returns how
 * many, at most NR_ATTR_COUNT, each once. A value that is not nr_tame's gives any or none. */
size_t nr_tame_aside(const struct nr_tame *t, struct nr_str value,
                     const struct nr_attribute **attributes);

/* The attribute called so in any case of ASCII letters, or NR_ATTR_COUNT. */
enum nr_attr nr_tame_attribute(struct nr_str name);

/* Control characters but tab, line feed and carriage return become blanks. */
void nr_tame_controls(char *data, size_t len);

#endif
