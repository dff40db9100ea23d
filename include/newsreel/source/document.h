/* A member of an archive as one line of the stream.
 *
 * Members of the record, in this order, each only where it is known:
 *
 *     id source offset length url mime charset added language html|text digest truncated
 *
 * and of a story out of a format (formats/story.h):
 *
 *     id source offset length url mime charset created modified language section site headline by
 *     located slugline subjects summary copyrightNotice html|text truncated
 *
 * A page comes as html, as it was but in UTF-8; everything else that is text as text. What is
 * neither, or not worth a record, is dropped for a reason: "image", "pdf", "binary" and the other
 * names of nr_kind_name, "code" for style sheets and scripts, "http-status", "empty".
 *
 * Where the archive has no id of its own, the id is the 32 digits of nr_hash128 over: source, a NUL
 * byte, the member's ordinal as a decimal number (for a line of NDJSON, the number of the line from
 * 1). */
#ifndef NEWSREEL_SOURCE_DOCUMENT_H
#define NEWSREEL_SOURCE_DOCUMENT_H

#include "newsreel/charset/charset.h"
#include "newsreel/core/arena.h"
#include "newsreel/formats/mapping.h"
#include "newsreel/json/record.h"
#include "newsreel/source/http.h"
#include "newsreel/source/members.h"

struct nr_document_options {
    bool digest;           /* add digest: "sha256:" and the SHA-256 of the body, decoded but for its
                          charset */
    bool keep_lines;       /* leave the lines of plain text as they are */
    bool any_status;       /* keep responses other than 200 */
    bool verify_digests;   /* hold records against the digests that their archive states */
    struct nr_str columns; /* see nr_format_options */
    const struct nr_mapping *mapping; /* of the members of data; NULL: names stay */
    size_t max_record;                /* bytes that a body may expand to; 0 is NR_MAX_RECORD */
};

/* What became of a member. */
struct nr_document_fate {
    const char *drop;   /* a constant string: left out, for this reason; else NULL */
    bool guessed;       /* the charset was: nothing declared it, and the bytes do not prove it */
    size_t replaced;    /* parts that were invalid in the charset and became U+FFFD */
    bool truncated;     /* the archive or a broken coding cut it, or its markup does not end */
    bool extra_line;    /* an empty line before the body was taken away (source/http.h) */
    bool unchecked;     /* a digest of a kind that is not known, with verify_digests */
    size_t attachments; /* parts that are no text and were left aside */
    size_t mended;      /* XML documents that were not well-formed */
    size_t shared;      /* blocks of pages that several documents claim */
    size_t missing;     /* and such as are not there */
    const struct nr_story_loss *losses; /* of parts of the member, in the arena; the first
                                           NR_STORY_LOSSES of loss_count */
    size_t loss_count;
};

/* What one worker keeps between members. Zero-initialised is ready. */
struct nr_document_scratch {
    struct nr_http_scratch http;
    struct nr_charset_scratch charset;
    struct nr_buf unified, joined; /* plain text on its way */
    struct nr_arena lines;         /* what joining lines needs */
    struct nr_record record;       /* data on its way */
    struct nr_buf kept;            /* see nr_reading; for pieces of a file of this kind: */
    const struct nr_format *kept_format;
    unsigned kept_state;
    struct nr_buf kept_preamble, kept_text; /* as it came, and decoded */
    const char *kept_charset;               /* that the preamble was in, and is declared to be */
    const char *kept_declared;
};

/* Appends the member's line to out: NR_OK, with fate->drop set and out as it was
 * when the member is left out. NR_BAD when it cannot be decoded, or does not have the digest that
 * its archive states. arena is only used during the
 * call; the caller resets it. Not for NR_MEMBER_LINES. */
enum nr_status nr_document_write(const struct nr_document_options *options,
                                 struct nr_document_scratch *scratch,
                                 const struct nr_member *member, struct nr_arena *arena,
                                 struct nr_buf *out, struct nr_document_fate *fate,
                                 struct nr_error *e);

/* A line of NDJSON: adds to the scanned record what it lacks of id, source, offset and length. An
 * id that is a number becomes a string of its digits; null and the empty string are none. line is
 * its number in its file, from 1; at is where it begins in member->bytes. NR_BAD when one of these
 * members occurs twice. */
enum nr_status nr_document_complete(struct nr_record *record, const struct nr_member *member,
                                    uint64_t line, size_t at, struct nr_error *e);

/* The same for a piece of a format that has become a record; number is its ordinal. */
enum nr_status nr_document_place(struct nr_record *record, const struct nr_member *member,
                                 uint64_t number, struct nr_error *e);

void nr_document_scratch_free(struct nr_document_scratch *scratch);

#endif
