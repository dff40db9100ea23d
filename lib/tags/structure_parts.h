/* The parts of the structure tagger. All take the text of one paragraph, valid UTF-8, and give
 * views into it. */
#ifndef NEWSREEL_LIB_TAGS_STRUCTURE_PARTS_H
#define NEWSREEL_LIB_TAGS_STRUCTURE_PARTS_H

#include "newsreel/core/utf8.h"
#include "newsreel/text/chars.h"

/* Bytes of blanks that s begins with. */
static inline size_t nr_structure_blanks(struct nr_str s)
{
    size_t n = 0;
    while (n < s.len) {
        const char *p = s.data + n;
        if (!nr_char_is_blank(nr_utf8_next(&p, s.data + s.len)))
            break;
        n = (size_t)(p - s.data);
    }
    return n;
}

struct nr_dated {
    struct nr_str text; /* empty: no date */
    unsigned year, month, day;
};

struct nr_dateline_found {
    struct nr_str whole, place, agency;
    struct nr_dated date;
    unsigned percent;
};

/* The dateline that a paragraph begins with. */
bool nr_dateline_find(struct nr_str paragraph, struct nr_dateline_found *found);

/* The forms of China, Japan and Korea. head is the first line of a paragraph, or its beginning. */
bool nr_dateline_find_east(struct nr_str head, struct nr_dateline_found *found);

/* Cuts a written date off the end of *s, with the marks around it. A day alone counts where
 * day_alone is set. */
bool nr_dateline_cut_date(struct nr_str *s, bool day_alone, struct nr_dated *date);

/* s without marks and blanks at its ends that are no part of a place's name; empty where s does not
 * have the form of one or several places. */
struct nr_str nr_dateline_place_of(struct nr_str s);

/* What of a paragraph is a notice; empty when nothing is. */
struct nr_str nr_notice_correction(struct nr_str paragraph);
struct nr_str nr_notice_embargo(struct nr_str paragraph);
struct nr_str nr_notice_credit(struct nr_str paragraph);

#endif
