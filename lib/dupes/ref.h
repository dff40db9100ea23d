/* A reference at a place where NR_REF_LENGTH bytes are known to be (library internal). */
#ifndef NEWSREEL_LIB_DUPES_REF_H
#define NEWSREEL_LIB_DUPES_REF_H

#include "hex.h"
#include "newsreel/dupes/ref.h"

/* Its numbers may be 0. */
static inline bool ref_parse(const char *p, uint64_t *ref)
{
    uint32_t shard, line;
    char digits[HEX32] = {'0', '0', '0', '0', p[0], p[1], p[2], p[3]};
    bool good_shard = hex32_parse(digits, &shard), good_line = hex32_parse(p + 5, &line);
    *ref = nr_ref(shard, line);
    return good_shard && good_line && p[4] == '-';
}

#endif
