/* What a word may be to the tagger of dates. */
#ifndef NEWSREEL_LIB_TAGS_DATES_WORDS_H
#define NEWSREEL_LIB_TAGS_DATES_WORDS_H

#include "newsreel/tags/numerals.h"
#include "newsreel/tags/tokens.h"

/* Each with the value behind it, where there is one. */
enum dates_word {
    W_NONE,
    W_DIGITS,     /* of ASCII; the number, at most 0xffffff */
    W_MONTH,      /* 1 to 12 */
    W_WEAK_MONTH, /* may, march, sept, mar: a month in capitals, or beside a number */
    W_WEEKDAY,    /* 1 to 7 */
    W_WEAK_DAY,   /* sun, sat, mon, wed: the same */
    W_WEEKDAYS,   /* mondays */
    W_UNIT,       /* enum dates_unit */
    W_SHORT_UNIT, /* h, min, y: close behind a number, or behind one and a blank */
    W_SECOND,     /* a unit and an ordinal */
    W_QUARTER,    /* a unit, of an hour, and of anything */
    W_CARDINAL,   /* 0 to 19 */
    W_TENS,
    W_HUNDRED,
    W_THOUSAND,
    W_ORDINAL,
    W_SUFFIX, /* st, nd, rd, th */
    W_A,
    W_COUPLE,
    W_FEW, /* few, some, several */
    W_HALF,
    W_NEXT,       /* next, coming, upcoming */
    W_AFTER_THIS, /* following, subsequent */
    W_LAST,       /* last, previous */
    W_PAST,
    W_THIS,   /* this, current */
    W_SAME,   /* same, that */
    W_OFFSET, /* yesterday 9, today 10, tomorrow 11: days from today and 10 */
    W_TONIGHT,
    W_NOW,
    W_PART,  /* of the day: index of dates_parts */
    W_PARTS, /* mornings */
    W_NOON,  /* noon, midday */
    W_MIDNIGHT,
    W_SEASON,      /* 1 spring to 4 winter */
    W_WEAK_SEASON, /* fall, spring */
    W_HALF_NAME,   /* h1, h2 are letter and digits: h */
    W_Q,
    W_EVERY, /* every, each */
    W_ANY,
    W_OTHER,
    W_PERIODIC, /* daily: a unit; times 1 */
    W_BI,
    W_SEMI,
    W_ONCE, /* once 1, twice 2 */
    W_AM,
    W_PM,
    W_P,
    W_M,
    W_AMPM,
    W_OCLOCK, /* o: then ' and clock; oclock */
    W_CLOCK,
    W_FROM,
    W_BETWEEN,
    W_TO,
    W_UNTIL, /* until, till, through, thru */
    W_AND,
    W_OR,
    W_BEFORE,
    W_AFTER,
    W_SINCE,
    W_BY,
    W_IN,
    W_ON,
    W_AT,
    W_OF,
    W_THE,
    W_FOR,
    W_WITHIN,
    W_DURING,
    W_ABOUT, /* about, around, circa, approximately */
    W_MORE,  /* more, less, longer, fewer */
    W_THAN,
    W_NO,
    W_AGO,
    W_LATER,
    W_EARLIER,
    W_HENCE,
    W_BACK,
    W_EARLY,
    W_LATE,
    W_MID,
    W_MIDDLE,
    W_END,
    W_BEGINNING, /* beginning, start */
    W_STARTING,  /* starting, beginning: "on" follows */
    W_REST,      /* rest, remaining, remainder */
    W_ALL,       /* all, whole, entire, full */
    W_YEAR_KIND, /* fiscal 1, school 2, calendar 3 */
    W_CY,
    W_FY,
    W_BUSINESS, /* business, working, work, week before a day or days */
    W_DATE,
    W_TIME,
    W_AS,
    W_EOD,
    W_PRESENT,
    W_RIGHT,
    W_CURRENT,
    W_AN,
    W_S,       /* the s of 1990s, and of 's */
    W_LUNCH,   /* lunchtime: index of dates_parts */
    W_HOLIDAY, /* the first word of some: the table of holidays is looked at */
    W_EVE,
    W_W,
    W_C,
    W_NEN, /* 年 */
    W_TSUKI,
    W_NICHI,
    W_DE,   /* de, d', del, of others */
    W_ZONE, /* gmt, utc, est */
};

/* TIMEX3's names of the parts of a day, by the value of W_PART. */
extern const char *const dates_parts[];
enum {
    PART_MORNING,
    PART_AFTERNOON,
    PART_EVENING,
    PART_NIGHT,
    PART_DAYTIME,
    PART_NIGHTTIME,
    PART_LUNCH,
    PART_DINNER,
    PART_BREAKFAST
};

struct nr_dates {
    struct nr_vocabulary *words;
    struct nr_numerals *numerals;
};

uint32_t dates_word_of(const struct nr_dates *d, const struct nr_tokens *t,
                       const struct nr_token *token);

#endif
