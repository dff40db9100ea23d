/* nr_members: every document in a list of files and folders, still undecoded.
 *
 * Operands are opened one after the other (folders are walked in byte order of names, without
 * following links to folders), decompressed, recognised by content, and taken apart: WARC and WET
 * records, captures in an ARC, members of archives (source/container.h), nested to a depth limit,
 * lines of JSONL, the pieces of a format (formats/format.h), or one document a file. What comes out
 * is a member: the bytes as they lay in the archive, and what the archive said about them. Decoding
 * (HTTP, charsets, text) is left to the workers, and so is
 * what an HTTP response holds; of everything else only pages and text are handed out, and other
 * content is counted by kind and left aside.
 *
 * Content decides what something is (source/sniff.h). A name counts only where content is no help:
 * a file called .warc or .jsonl that begins like neither is read as one all the same, because then
 * its beginning is damaged.
 *
 * Damage is confined to the record, line or member of an archive that it lies in, wherever the
 * format lets a reader find its way again; what cannot be told apart from sound data is handed out
 * (a tar archive has no checksums of its own, and a checksum at the end of a compressed file comes
 * after its documents). Damage in a page or text that is a file on its own costs the page; where
 * what came before it is sound, because the file is cut off or something else begins in it, that is
 * handed out, marked as truncated, and followed by NR_BAD. Either way the error names all that is
 * lost, to the end of the file.
 *
 * Names from archives are labels only: nothing is ever opened or created by them. */
#ifndef NEWSREEL_SOURCE_MEMBERS_H
#define NEWSREEL_SOURCE_MEMBERS_H

#include "newsreel/formats/format.h"
#include "newsreel/source/input.h"
#include "newsreel/source/sniff.h"

enum { NR_MAX_RECORD = 64 << 20 }; /* bytes of one member where nothing else is said */

enum nr_member_kind {
    NR_MEMBER_FILE,  /* a document on its own: a page, a text, a piece of a format */
    NR_MEMBER_HTTP,  /* an HTTP response: header and body */
    NR_MEMBER_TEXT,  /* plain text in UTF-8, not wrapped (WET conversion) */
    NR_MEMBER_LINES, /* whole lines of NDJSON */
};

/* Views live until the next call of nr_members_next. Empty views mean: the archive does not say. */
struct nr_member {
    enum nr_member_kind kind;
    enum nr_kind content; /* NR_MEMBER_FILE: NR_KIND_HTML or NR_KIND_TEXT, by content and name */
    const struct nr_format *format; /* NR_MEMBER_FILE: what it is a piece of, or NULL */
    struct nr_str bytes;
    struct nr_str preamble; /* what format's file has before its pieces */
    unsigned state;         /* format's, behind the piece */
    const char *charset;    /* of what is not UTF-8 in format's file, where that is known */
    const char *wide; /* charset that bytes were made UTF-8 from; NULL: they lie so in the file */
    struct nr_keeper *keeper; /* of bytes, to hold them for longer; may be NULL */
    struct nr_str source;     /* operand!/member!/member, with valid UTF-8 */
    struct nr_str name;       /* last part of source: what a file name would be */
    struct nr_str id;         /* WARC-Record-ID without brackets */
    struct nr_str url;        /* WARC-Target-URI without brackets */
    struct nr_str added;      /* WARC-Date, RFC 3339 when it is one */
    struct nr_str mime;       /* as declared by the archive, not by HTTP */
    struct nr_str language;   /* as declared */
    bool inside;              /* lines: of a file in an archive, not of the operand itself */
    bool truncated; /* the archive says that it cut the document (WARC-Truncated), or damage did */
    bool corrected; /* the archive states a false length for it */
    bool placed;    /* offset and length are known */
    uint64_t offset, length; /* in the outermost file, as in CDX */
    uint64_t ordinal;        /* from 0 within source's outermost file; a line counts as one */
    uint64_t line;           /* NR_MEMBER_LINES: number of the first line, from 1 */

    /* Of a METS file: the pages that it names, which are handed out with it and not by themselves.
     * They have format, bytes, source, name, wide and ordinal, and live as long as bytes do. */
    const struct nr_member *parts;
    size_t part_count;

    /* As a WARC states them: "sha1:..." */
    struct nr_str block_digest, payload_digest;
};

struct nr_members_options {
    struct nr_input_options input;
    struct nr_str stdin_name;       /* label of standard input; empty is "-" */
    size_t max_record;              /* bytes of one member; 0 is NR_MAX_RECORD */
    const struct nr_format *format; /* of content that is no archive; NULL: what it begins like */
    bool rar;                       /* open rar archives too */
    unsigned types;         /* records of WARCs to take (source/warc.h); 0 is NR_WARC_DOCUMENTS */
    unsigned columns;       /* how many columns of tables have been given names; 0: none */
    unsigned max_depth;     /* archives in archives; 0 is 4 */
    uint64_t max_expansion; /* bytes out of one operand; 0 is no limit */
    /* Where the first file is begun: a place out of an earlier run, at which a record, line, piece
     * or member lies, and how many documents are before it (for ids). What the file is, is seen
     * from its beginning. */
    uint64_t resume_at, resume_ordinal;
};

/* What was met and left aside, by kind of content, for the summary. */
struct nr_members_skips {
    const char *kind; /* "image", "audio", "binary", "warc-request", ... */
    uint64_t count;
};

struct nr_members;

/* paths[count] as on the command line; none is standard input. They must outlive the object. Opens
 * nothing yet. */
struct nr_members *nr_members_open(const char *const *paths, size_t count,
                                   const struct nr_members_options *options);

/* One operand, which lies in memory and outlives the object. */
struct nr_members *nr_members_open_memory(struct nr_str name, struct nr_str bytes,
                                          const struct nr_members_options *options);

/* NR_OK: the next member. NR_BAD: something is lost, see the error; go on. NR_FAIL: an operand
 * could not be opened or read on; go on with the next one (the run then ends with exit status 2).
 * NR_END. */
enum nr_status nr_members_next(struct nr_members *m, struct nr_member *member, struct nr_error *e);

/* True when the next member has to be waited for. */
bool nr_members_would_block(struct nr_members *m);
/* Bytes read of all operands, and their total size (0 when not known). Any thread. */
uint64_t nr_members_consumed(const struct nr_members *m);
uint64_t nr_members_size(const struct nr_members *m);

/* skips[0..n): n comes back. Valid until the next call of this function. */
size_t nr_members_skips(struct nr_members *m, const struct nr_members_skips **skips);
void nr_members_close(struct nr_members *m);

#endif
