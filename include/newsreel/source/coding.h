/* Undoing the compressions that HTTP knows (RFC 9110 section 8.4.1): gzip, deflate, br, zstd.
 *
 * Whole bodies in memory. What a header says is believed only where the bytes agree: gzip and zstd
 * begin with their magic numbers; deflate is wrapped as RFC 1950 says, or bare as some servers send
 * it; bare deflate and brotli have no mark, so they must decode to their end, or to the end of
 * bytes that are no text. */
#ifndef NEWSREEL_SOURCE_CODING_H
#define NEWSREEL_SOURCE_CODING_H

#include "newsreel/core/err.h"

enum nr_coding {
    NR_CODING_NONE, /* identity, or a name that nobody knows */
    NR_CODING_GZIP,
    NR_CODING_DEFLATE,
    NR_CODING_BROTLI,
    NR_CODING_ZSTD,
    NR_CODING_CHUNKED, /* a transfer coding: see nr_http_undo */
};

/* The coding of a name as it stands in Content-Encoding or Transfer-Encoding, in any case. */
enum nr_coding nr_coding_named(struct nr_str name);

/* Appends the decoded bytes of in to out.
 * NR_OK: done; *broken is set when the compressed bytes are cut short, damaged, or fail their
 * checksum, and out then has what could be decoded before that.
 * NR_END: in is not coded this way, or nothing of it can be decoded; out is as it was.
 * NR_BAD: more than max bytes would come out; out is as it was. */
enum nr_status nr_coding_undo(enum nr_coding coding, struct nr_str in, size_t max,
                              struct nr_buf *out, bool *broken, struct nr_error *e);

#endif
