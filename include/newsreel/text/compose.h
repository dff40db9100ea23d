/* Unicode's normalisation form C: a letter and its marks as one character where there is one, and
 * marks in one order. Nothing else changes. */
#ifndef NEWSREEL_TEXT_COMPOSE_H
#define NEWSREEL_TEXT_COMPOSE_H

#include "newsreel/core/buf.h"
#include <stdbool.h>

/* False for a text that is in form C, as nearly all are: some gigabytes a second for Latin, Greek,
 * Cyrillic and East Asian text. True for one that is not, and for few others. Text is valid UTF-8,
 * here and below; other bytes do no harm. */
bool nr_text_may_compose(struct nr_str text);

/* Appends text in form C. A letter with more than a hundred marks stays as it is, for it is none,
 * and to put marks in order is not linear. */
void nr_text_compose(struct nr_buf *out, struct nr_str text);

#endif
