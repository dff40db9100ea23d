/* nr_warc: the records of a WARC file (ISO 28500, versions 0.17 to 1.1), read with a forgiving eye.
 *
 * Field names in any case, folded lines, header lines that end in LF alone (or in CR CR LF), any
 * number of line ends between records, values in <>, dates of any shape. A Content-Length that is
 * false or missing is put right where the next record shows what it should be. What does not begin
 * like a record where one should begin is skipped up to the next line that does, and reported. A
 * record that is damaged, cut short or too large is lost alone, with an error that names it; it is
 * never held in memory.
 *
 * Reading waits for the beginning of the next record before it hands out one: only then is it known
 * that the compressed member behind it was sound. */
#ifndef NEWSREEL_SOURCE_WARC_H
#define NEWSREEL_SOURCE_WARC_H

#include "newsreel/source/input.h"

enum {
    NR_WARC_LINE = 64 * 1024,    /* longest line of a record's header */
    NR_WARC_HEADER = 256 * 1024, /* longest header */
};

enum nr_warc_type {
    NR_WARC_RESPONSE,
    NR_WARC_RESOURCE,
    NR_WARC_CONVERSION,
    /* Records that are no documents, unless somebody asks for them. */
    NR_WARC_WARCINFO,
    NR_WARC_REQUEST,
    NR_WARC_METADATA,
    NR_WARC_REVISIT,
    NR_WARC_CONTINUATION,
    NR_WARC_OTHER, /* types of later versions, or none said */
};

/* Sets of types have a bit for each: 1u << type. */
enum {
    NR_WARC_DOCUMENTS = 1u << NR_WARC_RESPONSE | 1u << NR_WARC_RESOURCE | 1u << NR_WARC_CONVERSION,
    NR_WARC_ALL = (1u << (NR_WARC_OTHER + 1)) - 1,
};

/* Views live until the next call of nr_warc_next. Fields that the record does not have are empty;
 * all but block are valid UTF-8. */
struct nr_warc_record {
    enum nr_warc_type type;
    struct nr_str id, uri; /* without < > */
    struct nr_str date;    /* as it stands there */
    struct nr_str mime;    /* Content-Type, with its parameters */
    struct nr_str language;
    struct nr_str block_digest, payload_digest; /* "sha1:..." */
    struct nr_str block;                        /* what the record holds; empty when skipped */
    struct nr_keeper *keeper;                   /* of block, to hold it for longer; may be NULL */
    bool skipped;         /* larger than max_record, of a type that is not wanted */
    bool truncated;       /* WARC-Truncated, or one of several segments */
    bool corrected;       /* the length in its header was not that of the block */
    uint64_t segment;     /* WARC-Segment-Number; 0: the record is no segment */
    struct nr_str origin; /* WARC-Segment-Origin-ID, without < > */
    uint64_t total;       /* WARC-Segment-Total-Length, of the last segment; else 0 */
    bool placed;
    uint64_t offset, length; /* with the line ends behind it; in the outermost file */
};

struct nr_warc;

/* Reads in from its next byte, which should be a record's first; in stays the caller's. types is
 * the set of those that are wanted: others are skipped, and no loss, when they are too large. */
struct nr_warc *nr_warc_open(struct nr_input *in, size_t max_record, unsigned types);

/* NR_OK, NR_END. NR_BAD: a record or a range of bytes is lost, the error's text names it and its
 * offset (NR_NOWHERE when unknown) tells where; path is not set. NR_FAIL: the input's. */
enum nr_status nr_warc_next(struct nr_warc *w, struct nr_warc_record *record, struct nr_error *e);

/* "response", "warcinfo", ..., "other". */
const char *nr_warc_type_name(enum nr_warc_type type);
/* The type of that name, in any case; NR_WARC_OTHER for "other" and for names that are none. */
enum nr_warc_type nr_warc_type_named(struct nr_str name);

void nr_warc_close(struct nr_warc *w);

#endif
