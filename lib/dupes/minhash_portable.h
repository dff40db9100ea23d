/* nr_minhash_sign without vector instructions that not every processor has, for the tests (library
 * internal). */
#ifndef NEWSREEL_LIB_DUPES_MINHASH_PORTABLE_H
#define NEWSREEL_LIB_DUPES_MINHASH_PORTABLE_H

#include "newsreel/dupes/minhash.h"

void nr_minhash_sign_portable(const struct nr_minhash *m, const uint32_t *hashes, size_t count,
                              uint32_t values[NR_MINHASH_MOST]);

#endif
