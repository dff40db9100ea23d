/* What a news story says of itself at its edges: kicker, byline, dateline and notices at the top,
 * notices and the credit of the wire at the end.
 *
 *   kicker      a word above the headline: "World"
 *   by          the line that names the authors, "By Ann Lee, Harbour Post"
 *   dateline    what the first paragraph begins with, its end behind the dash (or what stands for
 *               one: "/TASS/.", "(PTI)", "电"):
 *                   KYIV, July 19 (Reuters) -      NEW YORK, March 2 -      (CNN) --
 *                   BERLIN, 3. März (dpa) -        МОСКВА, 5 мар - РИА Новости.
 *                   (ANSA) - ROMA, 05 MAR -        新华社北京3月5日电        (서울=연합뉴스)
 *   credit      "(Reporting by Ann Lee; Editing by Bo Ek)", or the agency alone
 *   correction  "Corrects spelling of name in second paragraph", "This story has been corrected ..."
 *   embargo     "EMBARGOED UNTIL 1 March 2022 06:00 GMT"
 *
 * Only the first eight paragraphs, up to the first of prose, and what begins in the last 3,000
 * bytes are looked at, so the time does not depend on the length of the text but for the counting
 * of code points.
 *
 * Invariants
 *   - Views show bytes of the text. A mark that was not found has an empty text and start == end.
 *   - start and end are a half-open range of code points of the text, and what lies there is text.
 *   - place, date and agency lie inside the dateline and do not overlap.
 *   - A dateline has a date, or an agency, or a place in capitals before a dash. */
#ifndef NEWSREEL_TAGS_STRUCTURE_H
#define NEWSREEL_TAGS_STRUCTURE_H

#include "newsreel/core/str.h"

struct nr_mark {
    struct nr_str text;
    size_t start, end;
};

struct nr_dateline {
    struct nr_mark whole, place, date, agency; /* agency without its brackets */
    unsigned year, month, day; /* 0: not said; a day has no month in "MADRID, 2 (EFE)" */
    unsigned percent; /* of such lines those that are datelines, by estimate; 0: there is none */
};

struct nr_structure {
    struct nr_mark kicker, by, credit, correction, embargo;
    size_t by_intro; /* bytes of by before the names */
    struct nr_dateline dateline;
};

/* text is valid UTF-8, with a blank line between paragraphs. */
void nr_structure_read(struct nr_structure *s, struct nr_str text);

enum { NR_DATELINE_DATE_SIZE = 32 };

/* The date of a dateline as ISO 8601, with X for what is not said: "XXXX-07-19", "XXXX-XX-02",
 * NUL-terminated. A year that is not said is the one that brings the day closest to created (RFC
 * 3339, or empty), where that is at most 60 days away. False when there is no date, or one that no
 * calendar has. */
bool nr_dateline_date(const struct nr_dateline *d, struct nr_str created,
                      char out[NR_DATELINE_DATE_SIZE]);

struct nr_credit {
    struct nr_str name;
    const char *role; /* reporter, writer, editor, translator, agency */
};

/* Cuts the next name off *rest, which begins as the text of a credit; *role carries from one call
 * to the next and begins as NULL. False when none is left. */
bool nr_credit_next(struct nr_str *rest, const char **role, struct nr_credit *credit);

#endif
