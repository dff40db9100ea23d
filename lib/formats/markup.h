/* Texts of feeds: plain, HTML, HTML that has been escaped once too often, and the writing that
 * WordPress turns into HTML. Valid UTF-8 in, text in the arena out: paragraphs, one blank line
 * between them. Control characters that were meant as windows-1252 become what they were meant as.
 */
#ifndef NEWSREEL_LIB_FORMATS_MARKUP_H
#define NEWSREEL_LIB_FORMATS_MARKUP_H

#include "newsreel/core/arena.h"

/* Whether s, of which nobody says what it is, is HTML: it has a reference to a character, or a tag:
 * where HTML is expected any one, else one that a text would hardly speak about (an end tag, p, br,
 * img ...). */
bool nr_markup_is_html(struct nr_str s, bool expected);

/* HTML as text. Where there is no tag, but escaped ones, these are taken for tags. */
struct nr_str nr_markup_html(struct nr_arena *arena, struct nr_str s);

/* Plain text: blank lines part paragraphs, other white space is one space. */
struct nr_str nr_markup_plain(struct nr_arena *arena, struct nr_str s);

/* What an author types into WordPress: HTML in which a blank line begins a paragraph and, where
 * there are no p elements, a line end a line; shortcodes ("[gallery ids=...]") are left out, those
 * around a text ("[dropcap]T[/dropcap]he") only leave it bare, but for captions. */
struct nr_str nr_markup_wordpress(struct nr_arena *arena, struct nr_str s);

#endif
