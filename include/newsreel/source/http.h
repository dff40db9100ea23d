/* An HTTP response as web archives store it: status line, fields, body.
 *
 * Reads what servers and crawlers really wrote: any version, names in any case, folded fields,
 * lines that end in LF alone, no status line at all. Content-Length is ignored but for one thing,
 * since the archive knows where the block ends. Crawlers that undo codings before they store a body
 * rename the fields (X-Crawler-Content-Encoding): nothing is undone for those. */
#ifndef NEWSREEL_SOURCE_HTTP_H
#define NEWSREEL_SOURCE_HTTP_H

#include "newsreel/core/err.h"

/* Views into the block that was split, and after nr_http_undo into the scratch. */
struct nr_http {
    unsigned status;      /* 100 to 999; 0 when there is no status line: then all is body */
    struct nr_str fields; /* the lines between status line and body */
    struct nr_str body;
    struct nr_str stored; /* body as the block has it, with all its line ends and codings */
    bool extra_line;      /* there was one before or behind body, see nr_http_split */
    bool truncated;       /* a coding was cut short or damaged: body is what came before */
};

/* Zero-initialised is ready. */
struct nr_http_scratch {
    struct nr_buf buf[2];
};

/* Interim responses (1xx, but for 101) and a proxy's answer to CONNECT are passed over. A block
 * that begins with fields of HTTP and lacks only the status line has status 0, and fields.
 *
 * The writer of one crawl (CC-MAIN-2018-34) put an empty line between the end of the fields and
 * each body; others counted the line end behind a block to it. It is taken away where
 * Content-Length, or the body's coding, says that it is none of the body's. */
void nr_http_split(struct nr_str block, struct nr_http *http);

/* Cuts the first field off *rest (start with fields). Lines that are no field are passed over. The
 * value has no blanks around it; where it is folded, the line ends are in it. False after the last.
 */
bool nr_http_next_field(struct nr_str *rest, struct nr_str *name, struct nr_str *value);

/* The value of the last field of that name that is not empty; empty when there is none. */
struct nr_str nr_http_field(const struct nr_http *http, const char *name);

/* Undoes transfer codings, then content codings from the last to the first, each of them only where
 * the bytes agree that they are coded so, and gzip once more where text is packed that no header
 * says to be; body is then the decoded bytes. NR_BAD when one of them expands to more than max
 * bytes. */
enum nr_status nr_http_undo(struct nr_http *http, struct nr_http_scratch *scratch, size_t max,
                            struct nr_error *e);
/* Its two halves, to be called in this order: transfer codings, content codings. */
enum nr_status nr_http_undo_transfer(struct nr_http *http, struct nr_http_scratch *scratch,
                                     size_t max, struct nr_error *e);
enum nr_status nr_http_undo_content(struct nr_http *http, struct nr_http_scratch *scratch,
                                    size_t max, struct nr_error *e);

/* Takes a Content-Type apart: "text/html; charset=x" gives the type without parameters, and the
 * charset, which may be empty. Case is left as it is. */
void nr_http_media_type(struct nr_str value, struct nr_str *type, struct nr_str *charset);

void nr_http_scratch_reset(struct nr_http_scratch *scratch, size_t keep);
void nr_http_scratch_free(struct nr_http_scratch *scratch);

#endif
