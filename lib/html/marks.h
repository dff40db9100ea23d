/* nr_marks: what the names that authors gave an element say about it.
 *
 * Class, id, role and a few other attributes are cut into words ("post_content", "postContent" and
 * "post-content" are the same two) and looked up in one table; the result is a set of bits. */
#ifndef NEWSREEL_HTML_MARKS_H
#define NEWSREEL_HTML_MARKS_H

#include "newsreel/html/dom.h"

enum nr_mark {
    /* The element holds the article, or its text. */
    NR_MARK_BODY = 1 << 0,    /* named as the text of the article: articleBody, entry-content */
    NR_MARK_CONTENT = 1 << 1, /* named article, post, story, content, main */
    /* The element holds something else. */
    NR_MARK_HIDDEN = 1 << 2,
    NR_MARK_NAVIGATION = 1 << 3,
    NR_MARK_HEADER = 1 << 4,
    NR_MARK_FOOTER = 1 << 5,
    NR_MARK_SIDEBAR = 1 << 6,
    NR_MARK_SHARE = 1 << 7,
    NR_MARK_ADVERT = 1 << 8,
    NR_MARK_RELATED = 1 << 9,
    NR_MARK_COMMENTS = 1 << 10,
    NR_MARK_META = 1 << 11,   /* byline, date, tags */
    NR_MARK_NOTICE = 1 << 12, /* newsletter, login, cookies */
    NR_MARK_FORM = 1 << 13,
    NR_MARK_MEDIA = 1 << 14, /* pictures, players and their captions */
    NR_MARK_LEAD = 1 << 15,  /* standfirst, summary */
};

#define NR_MARKS_OTHER                                                                             \
    (NR_MARK_HIDDEN | NR_MARK_NAVIGATION | NR_MARK_HEADER | NR_MARK_FOOTER | NR_MARK_SIDEBAR |     \
     NR_MARK_SHARE | NR_MARK_ADVERT | NR_MARK_RELATED | NR_MARK_COMMENTS | NR_MARK_META |          \
     NR_MARK_NOTICE | NR_MARK_FORM | NR_MARK_MEDIA)

/* What is hardly ever an article, even by mistake. */
#define NR_MARKS_UNLIKELY                                                                          \
    (NR_MARK_NAVIGATION | NR_MARK_FOOTER | NR_MARK_SIDEBAR | NR_MARK_RELATED | NR_MARK_COMMENTS |  \
     NR_MARK_ADVERT | NR_MARK_NOTICE)

uint32_t nr_marks(const struct nr_dom *d, uint32_t node);

#endif
