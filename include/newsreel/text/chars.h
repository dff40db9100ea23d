/* What a character is, as far as working on lines and paragraphs needs to know. All of Unicode, by
 * the tables of utf8proc, with ASCII answered at once. */
#ifndef NEWSREEL_TEXT_CHARS_H
#define NEWSREEL_TEXT_CHARS_H

#include "newsreel/core/utf8.h"

bool nr_char_is_upper(uint32_t c); /* upper or title case */
bool nr_char_is_lower(uint32_t c);
bool nr_char_is_letter(uint32_t c); /* letters and the marks that belong to them */
bool nr_char_is_digit(uint32_t c);  /* decimal digits of any script */

/* Horizontal white space of any width, the no-break ones included. Not the line ends. */
bool nr_char_is_blank(uint32_t c);

/* Han, kana and bopomofo with their punctuation: each character stands for a word or a part of one,
 * and no space goes between lines. */
bool nr_char_is_cjk(uint32_t c);
/* Scripts whose words are not separated by spaces: CJK, Thai, Lao, Khmer, Myanmar. Korean is not
 * among them. */
bool nr_char_is_unspaced(uint32_t c);

bool nr_char_ends_sentence_beyond_ascii(uint32_t c);
/* A mark that ends a sentence in any of the major scripts: . ! ? … 。 ！ ？ ؟ । and so on. */
static inline bool nr_char_ends_sentence(uint32_t c)
{
    return c < 0x80 ? c == '.' || c == '!' || c == '?' : nr_char_ends_sentence_beyond_ascii(c);
}
/* A closing quotation mark or bracket. */
bool nr_char_closes(uint32_t c);
/* An opening quotation mark or bracket. */
bool nr_char_opens(uint32_t c);

/* True when s ends with a mark that ends a sentence, closing marks and blanks behind it apart. */
bool nr_text_ends_sentence(struct nr_str s);

/* The first code point of s that is no opening mark, or 0. */
uint32_t nr_text_first(struct nr_str s);

/* Width in columns of a terminal: code points, those of East Asia twice. Valid UTF-8. */
size_t nr_text_columns(struct nr_str s);

/* Appends s in lower case for comparing: letters by Unicode's simple mapping, the typographic
 * apostrophe as ', runs of white space and controls as one space, none at the ends. */
void nr_text_fold(struct nr_buf *out, struct nr_str s);

#endif
