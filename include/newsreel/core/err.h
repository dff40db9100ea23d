/* What a library call says when it is done.
 *
 * Library code never prints and never exits (but for core/mem.h): it returns a status and describes
 * the trouble in a struct nr_error that the caller owns. Only the frame (stream/filter.h) prints.
 */
#ifndef NEWSREEL_CORE_ERR_H
#define NEWSREEL_CORE_ERR_H

#include "newsreel/core/buf.h"
#include <stdint.h>

enum nr_status {
    NR_END = 1,   /* no more; nothing is wrong */
    NR_OK = 0,    /* here it is */
    NR_BAD = -1,  /* a record, member or range of bytes is lost; the next call goes on behind it */
    NR_FAIL = -2, /* this stream is over */
};

#define NR_NOWHERE UINT64_MAX

/* Where and what. The text is one sentence without capital and full stop ("invalid JSON: raw
 * control character in string"); it may hold any bytes, which whoever prints makes harmless. path
 * is a view: it shows bytes of the object that reported (an input, a slot) and lives until the next
 * call on it. */
struct nr_error {
    struct nr_str path; /* file, or file!/member; empty when not known */
    uint64_t line;      /* from 1; 0 when lines mean nothing here */
    uint64_t offset; /* byte, from 0 in the file, or with a line: column, from 1; or NR_NOWHERE */
    char text[256];  /* NUL-terminated */
    /* What is lost by it, as far as it is known: a range of bytes of the outermost file
     * (NR_NOWHERE), how many records (0). */
    uint64_t lost_from, lost_to, lost_records;
    /* What came before the damage is sound: the data ends too early, or something else begins. */
    bool sound;
};

/* Sets the text alone and clears the place (path, line, offset) and what is lost. */
void nr_error_set(struct nr_error *e, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Sets the text to what and the system's words for errno value number. */
void nr_error_system(struct nr_error *e, const char *what, int number);

/* "path:line:offset: text", the parts that are known, control characters and invalid bytes replaced
 * by '?'. */
void nr_error_describe(const struct nr_error *e, struct nr_buf *out);

#endif
