/* nr_arc: the records of an ARC file (Internet Archive, 1996), what web archives were before WARC.
 *
 *     filedesc://crawl.arc 0.0.0.0 20080430204825 text/plain 76
 *     1 0 InternetArchive
 *     URL IP-address Archive-date Content-type Archive-length
 *
 *     http://a.example/ 10.0.0.1 20080430204826 text/html 1591
 *     HTTP/1.1 200 OK
 *     ...
 *
 * A header is one line: URL, address, date, type, length (version 1), with result code, checksum,
 * location, offset and file name before the length in version 2. It is read from the right, for
 * URLs and types have blanks in them. Lengths are put right as those of a WARC; that of the version
 * block is not asked at all, for writers counted it in three ways.
 *
 * A record is told as one of a WARC: a capture as a response, the version block as a warcinfo. It
 * has no id; date is RFC 3339, in UTC, and empty where the archive's is none. */
#ifndef NEWSREEL_SOURCE_ARC_H
#define NEWSREEL_SOURCE_ARC_H

#include "newsreel/source/warc.h"

enum { NR_ARC_LINE = 16 * 1024 }; /* longest header */

struct nr_arc;

/* Whether bytes begin with a header's line; it has to be there to its end. */
bool nr_arc_begins(struct nr_str bytes);

/* As nr_warc_open, _next and _close. */
struct nr_arc *nr_arc_open(struct nr_input *in, size_t max_record, unsigned types);
enum nr_status nr_arc_next(struct nr_arc *a, struct nr_warc_record *record, struct nr_error *e);
void nr_arc_close(struct nr_arc *a);

#endif
