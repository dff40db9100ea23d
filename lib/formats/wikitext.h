/* The markup of MediaWiki as plain text.
 *
 * What a reader of the page would see as its running text stays: links are their labels, headings
 * paragraphs of their own (unless nothing stands under them), lists a line for each item.
 * Templates, tables, pictures, references, formulas and galleries go, nested ones too; of a few
 * templates that stand for a word in a sentence ({{w|Paris}}, {{lang|fr|soupe}}) the word stays. A
 * template or table that is never closed costs the paragraph that it begins in.
 *
 * Time is linear in the text, and nothing recurses: markup nests NR_WIKI_DEPTH deep, what is deeper
 * goes with what is around it. */
#ifndef NEWSREEL_LIB_FORMATS_WIKITEXT_H
#define NEWSREEL_LIB_FORMATS_WIKITEXT_H

#include "newsreel/core/arena.h"
#include "newsreel/core/buf.h"
#include "newsreel/formats/story.h"

enum { NR_WIKI_DEPTH = 64 };

/* The names that a wiki gives its namespaces of files and of categories, beside the English ones;
 * empty where they are not known. */
struct nr_wiki_names {
    struct nr_str file, category;
};

/* What the markup says beside the text. Views live in the arena. */
struct nr_wiki_page {
    struct nr_texts categories;
    struct nr_str date;  /* of the first {{date|...}}, in whatever language; as it stands there */
    struct nr_str place; /* of {{byline|location=...}} */
};

/* Appends the text of wikitext, valid UTF-8, to out: paragraphs, one blank line between them. *page
 * is filled in; it may not be NULL. */
void nr_wikitext(struct nr_str wikitext, const struct nr_wiki_names *names, struct nr_arena *arena,
                 struct nr_buf *out, struct nr_wiki_page *page);

#endif
