/* The tables that formats.c lists, each defined in the file of its format. */
#ifndef NEWSREEL_LIB_FORMATS_FORMATS_H
#define NEWSREEL_LIB_FORMATS_FORMATS_H

#include "newsreel/formats/format.h"

extern const struct nr_format nr_format_rss;
extern const struct nr_format nr_format_atom;
extern const struct nr_format nr_format_mediawiki;
extern const struct nr_format nr_format_alto;
extern const struct nr_format nr_format_mets;
extern const struct nr_format nr_format_tei;

#endif
