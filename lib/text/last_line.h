/* Private to lib/text. */
#ifndef NEWSREEL_TEXT_LAST_LINE_H
#define NEWSREEL_TEXT_LAST_LINE_H

#include "newsreel/core/str.h"

/* Cuts the last line off *rest, with the line feed before it, which is in neither. */
static inline struct nr_str nr_text_cut_last_line(struct nr_str *rest)
{
    size_t n = rest->len;
    while (n > 0 && rest->data[n - 1] != '\n')
        n--;
    struct nr_str line = nr_str_sub(*rest, n, rest->len);
    rest->len = n ? n - 1 : 0;
    return line;
}

#endif
