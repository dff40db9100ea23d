#!/bin/sh
# Writes lib/tags/top_domains.c from the list of public suffixes (Debian: publicsuffix):
#     sh tests/train/top_domains.sh /usr/share/publicsuffix/public_suffix_list.dat >lib/tags/top_domains.c
# Of the part for registries, the last label of each suffix: they are all top domains.
set -eu
names=$(sed '/===END ICANN DOMAINS===/,$d; /^\/\//d; /^[[:space:]]*$/d' "$1" | awk '{print $1}' |
    sed 's/.*\.//; s/^[*!]*//' | grep . | LC_ALL=C sort -u)
cat <<'END'
/* Written by tests/train/top_domains.sh from the list of public suffixes, https://publicsuffix.org/. */
#include "contact_parts.h"
#include <stdlib.h>

/* In the order of bytes. */
static const char *const names[] = {
END
printf '%s\n' "$names" | awk '
    {item = "\"" $0 "\", "; if (length(line item) > 94) {print "    " line; line = ""} line = line item}
    END {print "    " line}' | sed 's/ *$//'
cat <<'END'
};

static int compare(const void *label, const void *name)
{
    return nr_str_cmp(*(const struct nr_str *)label, nr_str_of(*(const char *const *)name));
}

bool contact_is_top_domain(struct nr_str label)
{
    char lower[64];
    if (label.len > sizeof lower)
        return false;
    for (size_t i = 0; i < label.len; i++)
        lower[i] = nr_ascii_lower(label.data[i]);
    label = nr_str(lower, label.len);
    return bsearch(&label, names, sizeof names / sizeof names[0], sizeof names[0], compare) != NULL;
}
END
