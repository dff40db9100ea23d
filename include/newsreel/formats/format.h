/* nr_format: a way in which documents are wrapped that is no archive of files: an agency's XML,
 * wire copy, a corpus, mail, a table, a dump.
 *
 * A format is a constant table of functions; formats.c lists them all. The reader of files asks
 * each whether content begins like it, cuts the content into pieces (a message, a row, a page of a
 * dump) on one thread, and hands the pieces to workers, which read stories out of them:
 *
 *     content ── begins? ──► cut ──► piece, piece, ...        the reader's thread
 *                                      │
 *                                      └──► read ──► stories  many threads
 *
 * So whatever is large is never held as a whole, and one broken piece costs that piece alone.
 *
 * The functions are pure: bytes in, stories out; no files, no globals. */
#ifndef NEWSREEL_FORMATS_FORMAT_H
#define NEWSREEL_FORMATS_FORMAT_H

#include "newsreel/charset/charset.h"
#include "newsreel/core/err.h"
#include "newsreel/formats/story.h"

/* What is known when pieces are cut. Zeroed before the first piece of a file, but for what is said
 * to come in; after each piece all but state, too. */
struct nr_cut {
    /* The answer: the piece is bytes[from..to), the next one may begin at next (>= to). What is
     * before from belongs to no piece. */
    size_t from, to, next;
    /* The memory between calls that ask for more. at: bytes that have been looked at, where to go
     * on; what is before at - NR_CUT_BACK may be gone by the next call, at and from are lowered by
     * as much (this happens only inside a piece that is given up for its size). */
    size_t at;
    size_t piece_depth;
    unsigned piece_state;
    unsigned state; /* of the file, the format's own: a delimiter, for instance; read gets it too */
    bool lost;      /* in: bytes begin in the middle of something, after damage; the format looks
                         for where a piece begins, and clears it */
    unsigned columns; /* in: how many columns of a table have been given names; 0: none */
    bool headless; /* out, with the first piece of a format that has a header: this file has none,
                         the piece is a document */
};

enum { NR_CUT_BACK = 256 };

/* How a worker is told to read. */
struct nr_format_options {
    bool keep_lines;       /* leave hard-wrapped lines as they are */
    struct nr_str columns; /* a table's, by name, separated by commas; empty: its first row */
};

/* Another file that the piece refers to, as it lies in the archive. */
struct nr_file_part {
    struct nr_str path; /* operand!/folder/member, without the suffix of a compression */
    struct nr_str bytes;
};

/* A piece, as read gets it. */
struct nr_reading {
    struct nr_str bytes;    /* UTF-8 where the format is decoded, else as it lies in the file */
    struct nr_str preamble; /* what the file has before its first piece, at most NR_PREAMBLE bytes,
                               UTF-8 as bytes: a table's first row, a dump's header */
    struct nr_str name;     /* last part of the file's or member's name */
    struct nr_str path;     /* all of it, as in nr_file_part */
    const struct nr_file_part *parts;
    size_t part_count;
    unsigned state;      /* cut's, as it was behind the piece */
    struct nr_buf *kept; /* what read or object makes once of preamble and state, for all pieces:
                               emptied by the caller when these are others than the last time */
    struct nr_charset_scratch *charset; /* for parts that have a charset of their own */
    const struct nr_format_options *options;
};

enum { NR_PREAMBLE = 64 << 10 };

struct nr_format {
    const char *name; /* of --format */
    const char *mime; /* of its records */
    bool decoded;     /* read gets UTF-8: the bytes' charset is found out and undone before */
    bool markup;      /* the bytes declare their charset as XML or HTML does */
    bool uniform;     /* pieces may be too short to tell their charset: what the first that is not
                         UTF-8 is in, judged with what follows it, holds for the file; decoded */
    bool header;      /* the first piece is the file's preamble and no document, unless columns have
                         been given names, or cut says otherwise */

    /* The signs that content of it can begin with, behind a byte order mark, blanks and controls.
     * NULL: any. begins is asked only where one of them does, which spares most formats most
     * files. */
    const char *signs;

    /* Whether content begins like this format. head: its first bytes, up to NR_SNIFF_HEAD, UTF-16
     * made ASCII (of JSON its first line, up to NR_SNIFF_LINE); name: what the file is called,
     * without the suffix of a compression. Must be strict: ordinary text and pages are asked about
     * too. */
    bool (*begins)(struct nr_str head, struct nr_str name);

    /* Finds the next piece. bytes: from where the last piece's next was; last: all there is,
     * perhaps nothing. NR_OK: see cut. NR_END: more bytes are needed (the next call may still bring
     * none); with last, there is no further piece. NULL: the file is one piece. bytes are of
     * single-byte characters or UTF-8. */
    enum nr_status (*cut)(struct nr_cut *cut, struct nr_str bytes, bool last);

    /* Appends the stories of a piece. Either this or object. NR_BAD: the piece is damaged so that
     * nothing can be read. The reading's bytes live as long as the arena's. */
    enum nr_status (*read)(const struct nr_reading *r, struct nr_stories *stories,
                           struct nr_error *e);

    /* Appends the piece as one JSON object, line feeds between tokens allowed: for data that has
     * members of its own, which pass through as a record of JSONL does. Nothing appended: the piece
     * is empty. */
    enum nr_status (*object)(const struct nr_reading *r, struct nr_arena *arena, struct nr_buf *out,
                             struct nr_error *e);
};

/* The format that content begins like, or NULL. */
const struct nr_format *nr_format_find(struct nr_str head, struct nr_str name);

/* The format of that name, or NULL. */
const struct nr_format *nr_format_named(struct nr_str name);

/* All formats, in the order in which they are asked; NULL ends the list. */
extern const struct nr_format *const nr_formats[];

#endif
