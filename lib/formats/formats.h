/* The tables that formats.c lists, each defined in the file of its format. */
#ifndef NEWSREEL_LIB_FORMATS_FORMATS_H
#define NEWSREEL_LIB_FORMATS_FORMATS_H

#include "newsreel/formats/format.h"

extern const struct nr_format nr_format_anpa;
extern const struct nr_format nr_format_iptc7901;
extern const struct nr_format nr_format_reuters21578;
extern const struct nr_format nr_format_trec;
extern const struct nr_format nr_format_epub;
extern const struct nr_format nr_format_gutenberg;
extern const struct nr_format nr_format_nitf;
extern const struct nr_format nr_format_newsml;
extern const struct nr_format nr_format_newsml_g2;
extern const struct nr_format nr_format_newsitem;
extern const struct nr_format nr_format_ninjs;
extern const struct nr_format nr_format_newsxml;
extern const struct nr_format nr_format_mbox;
extern const struct nr_format nr_format_news;
extern const struct nr_format nr_format_mail;
extern const struct nr_format nr_format_rss;
extern const struct nr_format nr_format_atom;
extern const struct nr_format nr_format_mediawiki;
extern const struct nr_format nr_format_alto;
extern const struct nr_format nr_format_mets;
extern const struct nr_format nr_format_tei;
extern const struct nr_format nr_format_json;
extern const struct nr_format nr_format_tsv;
extern const struct nr_format nr_format_csv;

#endif
