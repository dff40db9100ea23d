/* What the files of contacts.c share. */
#ifndef NEWSREEL_LIB_TAGS_CONTACT_PARTS_H
#define NEWSREEL_LIB_TAGS_CONTACT_PARTS_H

#include "newsreel/tags/spans.h"

struct contact {
    const char *type;
    size_t start, end;
};

static inline char contact_at(struct nr_str text, size_t at)
{
    return at < text.len ? text.data[at] : '\0';
}

static inline bool contact_is_word(char c)
{
    return nr_ascii_is_letter(c) || nr_ascii_is_digit(c) || (unsigned char)c >= 0x80;
}

/* Whether the label is a top domain, in lower case or not. */
bool contact_is_top_domain(struct nr_str label);

/* What begins with the digit, plus or bracket at at: an address, a card, a phone number. *skip is
 * where to go on in any case. */
bool contact_read_number(struct nr_str text, size_t at, size_t taken, struct contact *c,
                         size_t *skip);
bool contact_read_ip6(struct nr_str text, size_t colon, size_t taken, struct contact *c);
bool contact_read_iban(struct nr_str text, size_t at, struct contact *c);
/* Whether text is four numbers of a byte. */
bool contact_is_ip4(struct nr_str text);

#endif
