/* The files that a METS file names, and what names of files mean.
 *
 * A name in METS (FLocat's href) is relative to the METS file: "alto/0001.xml",
 * "file://./text/0001.xml", ".\\text\\0001.xml", "../alto/0001.xml". An absolute one
 * ("file:///D:/scans/1887/0001.xml", "https://...") is that of a disk or a server which is not
 * there: only its last part is believed. Nothing is opened by these names: they are compared with
 * those of the files that lie beside the METS file anyway. */
#ifndef NEWSREEL_FORMATS_METS_H
#define NEWSREEL_FORMATS_METS_H

#include "newsreel/core/arena.h"

/* path without "." and empty parts, and with ".." resolved, which leads out of no archive: what is
 * before the last "!/" stays. In the arena. */
struct nr_str nr_mets_path(struct nr_arena *arena, struct nr_str path);

/* What href means in the METS file of that path (of nr_mets_path): such a path, or of an absolute
 * one its last part behind "*" and "/". Empty when href names nothing. In the arena. */
struct nr_str nr_mets_target(struct nr_arena *arena, struct nr_str mets, struct nr_str href);

/* The length of the folder's part of a path, with the slash; 0: there is none. */
size_t nr_mets_folder(struct nr_str path);

/* As strcmp. Upper and lower case are the same, as they are where many of these files come from. */
int nr_mets_compare(struct nr_str a, struct nr_str b);

enum {
    NR_METS_TARGETS = 1 << 16,
    NR_METS_OVER = 1, /* nr_reading's state: the pages are too large to be held, and come alone */
};

struct nr_mets_files {
    struct nr_str *targets; /* of nr_mets_target, in no order, at most NR_METS_TARGETS */
    size_t count;
    bool areas; /* parts of files are named, not files alone */
};

/* Looks at the tags of a METS file alone, which costs less than to parse it. mets: its path. */
void nr_mets_look(struct nr_mets_files *files, struct nr_arena *arena, struct nr_str mets,
                  struct nr_str text);

#endif
