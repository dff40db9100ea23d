/* nr_walk: operands of a command line as a sequence of files.
 *
 * A folder gives the regular files below it, depth first, the names of each folder in byte order;
 * links to files count as files. What is neither a file nor a folder is passed over and counted:
 * links to folders and to nothing, pipes, sockets, devices. A file that has gone by the time it is
 * looked at is none. An operand that is anything else is given as it is, "-" among them.
 *
 * Holds the names of the folders between an operand and the file at hand, and one open folder at
 * most. */
#ifndef NEWSREEL_SOURCE_WALK_H
#define NEWSREEL_SOURCE_WALK_H

#include "newsreel/core/err.h"

struct nr_walk;

/* operands[count] must outlive the object; none is "-". Looks at nothing yet. */
struct nr_walk *nr_walk_open(const char *const *operands, size_t count);

/* NR_OK: the next path, NUL-terminated, valid until the next call. NR_FAIL: this operand does not
 * exist or this folder cannot be read, see the error; go on with the next call. NR_END. */
enum nr_status nr_walk_next(struct nr_walk *w, const char **path, struct nr_error *e);

enum nr_passed_over {
    NR_PASSED_DANGLING, /* links to nothing, or to themselves */
    NR_PASSED_FOLDER,   /* links to folders */
    NR_PASSED_SPECIAL,  /* pipes, sockets, devices */
    NR_PASSED,
};

/* How many have been passed over so far. */
uint64_t nr_walk_passed(const struct nr_walk *w, enum nr_passed_over what);

/* Bytes in all operands; 0 unless every one is a regular file. Asks the system for each of them. */
uint64_t nr_walk_total(const struct nr_walk *w);

void nr_walk_close(struct nr_walk *w);

#endif
