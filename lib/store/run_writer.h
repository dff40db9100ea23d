/* Makes a run: a file that grows block by block, and gets its name when all of it is on disk
 * (library internal). */
#ifndef NEWSREEL_LIB_STORE_RUN_WRITER_H
#define NEWSREEL_LIB_STORE_RUN_WRITER_H

#include "folder.h"
#include "run.h"

struct run_writer {
    struct folder *folder;
    char name[RUN_NAME]; /* as long as it is not complete */
    int fd;              /* -1: none is being made */
    struct run_facts facts;
    struct nr_buf block;
};

/* Begins the file of a number. suffix makes its name while it is not complete. The rest is of no
 * more use after NR_FAIL; to be closed in any case. */
enum nr_status run_writer_open(struct run_writer *w, struct folder *folder, uint64_t number,
                               const char *suffix, struct nr_error *e);

/* Appends to the data, and later to the entries: the caller keeps count of both in w->facts. */
enum nr_status run_writer_put(struct run_writer *w, struct nr_str bytes, struct nr_error *e);

/* A record. *place is where it will be found. */
enum nr_status run_writer_add(struct run_writer *w, struct nr_str value, uint64_t *place,
                              struct nr_error *e);

/* Writes what is buffered, so that all of the data can be read back from the file. */
enum nr_status run_writer_flush(struct run_writer *w, struct nr_error *e);

/* Completes it, with the filter of its entries: on disk, and under its name. */
enum nr_status run_writer_finish(struct run_writer *w, struct nr_error *e);

/* Without run_writer_finish the file is removed. */
void run_writer_close(struct run_writer *w);

#endif
