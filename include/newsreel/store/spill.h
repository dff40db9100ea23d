/* nr_spill: strings that are too many to keep in memory, in a file that nobody sees.
 *
 * The file is made in the folder that TMPDIR names (/tmp without it) and unlinked at once, so it is
 * gone whatever ends the process. Strings are appended and read back by the offset they were given;
 * the newest stay in a buffer until it is full. Memory: 64 KiB. For one thread. */
#ifndef NEWSREEL_STORE_SPILL_H
#define NEWSREEL_STORE_SPILL_H

#include "newsreel/core/err.h"

struct nr_spill;

/* NR_OK or NR_FAIL. */
enum nr_status nr_spill_open(struct nr_spill **spill, struct nr_error *e);

/* Appends s. *offset names it. NR_FAIL when the file cannot be written (a full disk); the spill is
 * of no more use then. Strings over 4 GiB - 1 are refused with NR_FAIL. */
enum nr_status nr_spill_add(struct nr_spill *spill, struct nr_str s, uint64_t *offset,
                            struct nr_error *e);

/* The offset that the next string will get. */
uint64_t nr_spill_size(const struct nr_spill *spill);

/* Appends the string named by offset to out. offset comes from nr_spill_add. NR_FAIL when the file
 * cannot be read back. */
enum nr_status nr_spill_get(struct nr_spill *spill, uint64_t offset, struct nr_buf *out,
                            struct nr_error *e);

/* The offset of the string behind one of len bytes at offset. */
uint64_t nr_spill_after(uint64_t offset, size_t len);

/* Closes it; NULL is allowed. */
void nr_spill_close(struct nr_spill *spill);

#endif
