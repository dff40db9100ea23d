/* nr_container: the files in an archive (tar, zip, 7z, cpio, ar, cab, lha, iso, rar), by
 * libarchive.
 *
 * libarchive is handed bytes that are decompressed already, and knows one format at a time: it
 * never guesses, never runs a program, never writes. */
#ifndef NEWSREEL_SOURCE_CONTAINER_H
#define NEWSREEL_SOURCE_CONTAINER_H

#include "newsreel/source/input.h"
#include "newsreel/source/sniff.h"

struct nr_container;

/* A file in the archive. The name lives until the next call of nr_container_next: valid UTF-8
 * without control characters, never empty; a label only. */
struct nr_entry {
    struct nr_str name;
    bool sized;    /* size is known; the data may differ all the same */
    uint64_t size; /* bytes */
};

/* kind is one of NR_KIND_TAR, ZIP, 7Z, CPIO, AR, CAB, LHA, ISO, RAR. The archive is the plain file
 * path where that is not NULL, else what in holds from its next byte. in stays the caller's. 7z
 * needs to be read back and forth: without a path all of in is held in memory, at most limit bytes.
 * So are small zip archives; large ones without a path are read from front to back, where names
 * that were deleted reappear and links look like files. *budget, which outlives the container, is
 * how many bytes may still come out of it; it is lowered. NR_FAIL: it cannot be read. */
enum nr_status nr_container_open(struct nr_container **c, enum nr_kind kind, struct nr_input *in,
                                 const char *path, size_t limit, uint64_t *budget,
                                 struct nr_error *e);

/* From now on the members may not be more than ratio times as large as the archive
 * (nr_ratio_exceeded). */
void nr_container_limit(struct nr_container *c, uint64_t ratio);

/* The next file; folders, links and devices are passed over. NR_END. NR_BAD: this file cannot be
 * read, or, without a name, a stretch of the archive is damaged; go on. NR_FAIL: the archive is
 * damaged, and what was behind the last file that came is lost. */
enum nr_status nr_container_next(struct nr_container *c, struct nr_entry *entry,
                                 struct nr_error *e);

/* The next bytes of the file; an nr_input_read with the container as self. After NR_BAD the file is
 * over. NR_FAIL: the budget is used up, or the ratio exceeded: then the archive is given up. */
enum nr_status nr_container_read(void *container, struct nr_str *chunk, struct nr_error *e);

/* Bytes of the archive read so far, where it was opened by path. */
uint64_t nr_container_consumed(const struct nr_container *c);

void nr_container_close(struct nr_container *c);

#endif
