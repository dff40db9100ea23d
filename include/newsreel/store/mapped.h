/* nr_mapped: a file as it lies, for those who look at a part of it only. */
#ifndef NEWSREEL_STORE_MAPPED_H
#define NEWSREEL_STORE_MAPPED_H

#include "newsreel/core/err.h"

struct nr_mapped {
    struct nr_str bytes; /* of the file, until nr_mapped_close; not to be written */
};

/* NR_OK or NR_FAIL: no such file, or one that cannot be mapped (a pipe). The file must not shrink
 * while it is mapped. */
enum nr_status nr_mapped_open(struct nr_mapped *m, const char *path, struct nr_error *e);

/* Zero-initialised is closed. */
void nr_mapped_close(struct nr_mapped *m);

#endif
