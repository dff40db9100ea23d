/* A reference at a place where NR_REF_LENGTH bytes are known to be (library internal). */
#ifndef NEWSREEL_LIB_DUPES_REF_H
#define NEWSREEL_LIB_DUPES_REF_H

#include "hex.h"
#include "newsreel/dupes/ref.h"

/* The shard's digits are read as if four zeros stood before them. */
static inline bool ref_parse(const char *p, uint64_t *ref)
{
    uint32_t shard, line;
    bool good_shard = hex32_value(little_load(p) << 32 | UINT64_C(0x30303030), &shard);
    bool good_line = hex32_parse(p + 5, &line);
    *ref = nr_ref(shard, line);
    return good_shard && good_line && p[4] == '-';
}

#endif
