/* The name of a language as pages, feeds and archives write it, as the BCP 47 tag that a record
 * has. */
#ifndef NEWSREEL_TEXT_LANGUAGE_TAG_H
#define NEWSREEL_TEXT_LANGUAGE_TAG_H

#include "newsreel/core/arena.h"

/* s without blanks around it, with '-' in place of '_', when that is a well-formed tag (RFC 5646,
 * 2.1) that begins with the two or three letters of a language or is private ("x-"); else empty.
 * Letters keep their case, and whether such a language exists is not asked. The tags of one word
 * that older lists have ("i-klingon", "en-GB-oed") are none. A view of s where nothing had to be
 * changed, else in the arena. */
struct nr_str nr_language_tag(struct nr_arena *arena, struct nr_str s);

#endif
