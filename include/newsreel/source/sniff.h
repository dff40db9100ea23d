/* nr_sniff: what plain bytes are, told from their beginning alone.
 *
 * Names and declared types lie too often to be asked. The answer depends on nothing but the bytes:
 * no state, no allocation, work linear in what is looked at (at most NR_SNIFF_LINE bytes). */
#ifndef NEWSREEL_SOURCE_SNIFF_H
#define NEWSREEL_SOURCE_SNIFF_H

#include "newsreel/core/str.h"

enum {
    NR_SNIFF_HEAD = 4096,      /* bytes that settle everything but JSON and disc images */
    NR_SNIFF_LINE = 64 * 1024, /* bytes of a first line of JSON that are looked at */
};

enum nr_kind {
    NR_KIND_EMPTY,
    /* What newsreel reads. */
    NR_KIND_HTML, /* XHTML too */
    NR_KIND_TEXT, /* in any charset, UTF-16 and UTF-32 too */
    NR_KIND_JSONL,
    NR_KIND_WARC,
    NR_KIND_ARC,
    NR_KIND_TAR,
    NR_KIND_ZIP,
    NR_KIND_7Z,
    NR_KIND_CPIO,
    NR_KIND_AR,
    NR_KIND_CAB,
    NR_KIND_LHA,
    NR_KIND_ISO,
    NR_KIND_RAR,
    /* What it leaves aside. */
    NR_KIND_JSON,    /* one value over many lines, or an array */
    NR_KIND_XML,     /* XML and SGML that is not HTML */
    NR_KIND_INDEX,   /* what web archives keep about themselves: CDX, CDXJ, lists of pages */
    NR_KIND_ARCHIVE, /* other archives: xar, lzop ... */
    NR_KIND_COMPRESSED,
    NR_KIND_IMAGE, /* SVG too */
    NR_KIND_AUDIO,
    NR_KIND_VIDEO,
    NR_KIND_PDF,
    NR_KIND_DOCUMENT, /* office formats that are no zip: RTF, OLE, PostScript */
    NR_KIND_FONT,
    NR_KIND_BINARY,
};

/* head is the beginning of the content, and all of it where it is shorter than nr_sniff_wants asks
 * for. Of a longer head only so much is looked at: the answer never depends on how much more than
 * that is at hand. */
enum nr_kind nr_sniff(struct nr_str head);

/* How many bytes nr_sniff wants to see of content that begins with head: at most head.len when it
 * has enough. Streams of JSON lines want no more than their first line, so that a live one is
 * recognised as soon as that has come. Ask again with more until it is content or there is no more.
 */
size_t nr_sniff_wants(struct nr_str head);

/* How wide the characters are, judged by byte order marks, or by the zero bytes of the ASCII signs
 * that every markup has. */
struct nr_width {
    size_t unit; /* bytes a character: 1 unless it is UTF-16 or UTF-32 */
    size_t skip; /* bytes before the first character */
    bool big;    /* the first byte is the highest */
};

struct nr_width nr_sniff_width(struct nr_str head);

/* A head of UTF-16 or UTF-32 as ASCII, with other characters as '?', in out; a head of single bytes
 * comes back as it is. head is at most NR_SNIFF_HEAD bytes. */
struct nr_str nr_sniff_narrow(struct nr_str head, char out[NR_SNIFF_HEAD]);

/* True when block begins with 512 bytes that are a tar header by their checksum. */
bool nr_sniff_tar_header(struct nr_str block);

/* "html", "text", "image", ...: a constant string. */
const char *nr_kind_name(enum nr_kind kind);

#endif
