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

/* The address in the path of one that keeps copies of others (archive/2014/http://host/path), else
 * address. */
static inline struct nr_str nr_address_original(struct nr_str address)
{
    size_t path = nr_address_path(address);
    struct nr_str rest = nr_str_sub(address, path, nr_str_find_char(address, '?'));
    size_t at = nr_str_find(rest, nr_str_of("/http://"));
    if (at == rest.len)
        at = nr_str_find(rest, nr_str_of("/https://"));
    return at < rest.len ? nr_str_sub(address, path + at + 1, address.len) : address;
}

/* The host, with its port where one is given. */
static inline struct nr_str nr_address_host(struct nr_str address)
{
    size_t scheme = nr_str_find(address, nr_str_of("://"));
    return nr_str_sub(address, scheme + 3, nr_address_path(address));
}

#endif
