/* nr_story: what a format of the news trade says about one document.
 *
 * The members are those of the stream's records (newsreel-record(5)), named after ninjs. Views are
 * valid UTF-8 without NUL and live as long as the arena that the stories were made in. An empty
 * view means: the format does not say. */
#ifndef NEWSREEL_FORMATS_STORY_H
#define NEWSREEL_FORMATS_STORY_H

#include "newsreel/core/arena.h"
#include "newsreel/core/buf.h"

/* A list of texts, in the order that they were added: at most NR_TEXTS. */
struct nr_texts {
    struct nr_text_item *first, *last;
    size_t count;
};

enum { NR_TEXTS = 1000 };

struct nr_text_item {
    struct nr_text_item *next;
    struct nr_str text;
};

struct nr_story {
    struct nr_story *next;
    struct nr_str id;                /* the format's own; need not be unique in the world */
    struct nr_str fragment;          /* where there is no id: tells the story from the others of the
                                        piece, whatever comes of these */
    size_t part;                     /* what it comes out of: 0 the piece, n parts[n - 1] */
    struct nr_str inside;            /* where in the piece it stood, if that has parts with names */
    struct nr_str url;               /* where it was published */
    struct nr_str created, modified; /* RFC 3339, or a day: nr_story_date */
    struct nr_str language;          /* BCP 47 as given */
    struct nr_str headline, summary, section, site, located, slugline, copyright;
    struct nr_texts by, subjects;
    struct nr_str text; /* paragraphs, one blank line between them */
    struct nr_str html; /* a page or a part of one, where clean should look for the article in it;
                           then text is empty */
    bool wrapped;       /* text's lines are cut at a column: they are joined */
    bool truncated;     /* the piece ends before the story does */
    struct nr_str charset; /* where the document has a charset of its own: its name */
};

/* What is lost of a piece while the rest of it comes out. */
struct nr_story_loss {
    struct nr_story_loss *next;
    struct nr_str path; /* of what is lost, as in nr_file_part; empty: the piece's own */
    const char *text;   /* one sentence, in the arena or constant */
};

/* The stories of one piece, in its order. Zero-initialised but for arena is ready. */
struct nr_stories {
    struct nr_arena *arena;
    struct nr_story *first, *last;
    const char *drop;   /* why there is none, or NULL: a constant word, "picture", "package" */
    size_t attachments; /* parts that are no text and were left aside */
    size_t replaced;    /* invalid parts that became U+FFFD, beside those in r->replaced */
    size_t mended;      /* documents that were not well-formed */
    size_t shared;      /* blocks that are named for more than one story, and went to the first */
    size_t missing;     /* blocks that are named and not on their page */
    bool guessed;       /* the charset of a part was */
    struct nr_story_loss *losses, *last_loss;
    size_t loss_count;
};

enum { NR_STORY_LOSSES = 1000 };

/* Reports a loss. Of more than NR_STORY_LOSSES only the number is kept. */
void nr_story_lose(struct nr_stories *stories, struct nr_str path, const char *text);

/* A new story, empty, at the end of the list. */
struct nr_story *nr_story_new(struct nr_stories *stories);

/* Appends a copy of text, blanks at its ends cut and runs of blanks made one; empty text, and one
 * that is in the list already, is not added, nor is any to a list that is full. */
void nr_texts_add(struct nr_texts *texts, struct nr_arena *arena, struct nr_str text);

/* A copy of text with blanks at its ends cut and runs of blanks (no-break ones too) made one
 * space. */
struct nr_str nr_story_line(struct nr_arena *arena, struct nr_str text);

/* text as RFC 3339, or a day alone, or empty: whatever nr_date_parse understands, and the compact
 * forms of ISO 8601 that agencies use ("20220719T080000Z", "20220719T1000+0200", "20220719",
 * "20220719080000", "20220719T080000.125+02"; fractions of these are dropped). */
struct nr_str nr_story_date(struct nr_arena *arena, struct nr_str text);

/* A piece of HTML, valid UTF-8, as text: every visible block but captions a paragraph, a table's
 * row a line with tabs between the cells. Text without any markup comes back with its blanks
 * collapsed. */
struct nr_str nr_story_html(struct nr_arena *arena, struct nr_str html);

#endif
