/* Addresses: scheme://host/path. */
#ifndef NEWSREEL_CORE_ADDRESS_H
#define NEWSREEL_CORE_ADDRESS_H

#include "newsreel/core/str.h"

/* Where the path of an address begins, its '/', or the end where it has none; 0 where it has no
 * scheme and host. */
static inline size_t nr_address_path(struct nr_str address)
{
    size_t scheme = nr_str_find(address, nr_str_of("://"));
    struct nr_str rest = nr_str_sub(address, scheme + 3, address.len);
    return scheme == address.len ? 0 : scheme + 3 + nr_str_find_char(rest, '/');
}

/* The host, with its port where one is given. */
static inline struct nr_str nr_address_host(struct nr_str address)
{
    size_t scheme = nr_str_find(address, nr_str_of("://"));
    return nr_str_sub(address, scheme + 3, nr_address_path(address));
}

#endif
