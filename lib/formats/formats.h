/* The tables that formats.c lists, each defined in the file of its format. */
#ifndef NEWSREEL_LIB_FORMATS_FORMATS_H
#define NEWSREEL_LIB_FORMATS_FORMATS_H

#include "newsreel/formats/format.h"

extern const struct nr_format nr_format_anpa;
extern const struct nr_format nr_format_iptc7901;
extern const struct nr_format nr_format_reuters21578;
extern const struct nr_format nr_format_trec;

#endif
