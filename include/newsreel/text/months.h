/* The names of months in the languages of news. */
#ifndef NEWSREEL_TEXT_MONTHS_H
#define NEWSREEL_TEXT_MONTHS_H

#include "newsreel/core/str.h"

/* 1 to 12 for a name, one of its cases, or an abbreviation of three letters or more, in lower case;
 * 0 for other words. */
unsigned nr_month_of(struct nr_str word);

#endif
