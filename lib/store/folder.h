/* A folder of an index, and the files in it that are small: read and replaced as a whole (library
 * internal). Names are without a slash. Errors show the path, which lives until the next call. */
#ifndef NEWSREEL_LIB_STORE_FOLDER_H
#define NEWSREEL_LIB_STORE_FOLDER_H

#include "newsreel/core/err.h"

struct folder {
    struct nr_buf path, name; /* NUL-terminated; path ends with a slash */
    int lock;
};

/* Makes it when it is missing, and keeps other processes out until folder_close. To be closed in
 * any case. look: nothing is made; what is missing is empty. */
enum nr_status folder_open(struct folder *f, const char *path, bool look, struct nr_error *e);
void folder_close(struct folder *f);

/* The path of a name, until the next call. */
const char *folder_path(struct folder *f, const char *name);

/* NR_FAIL, with what and errno's words, or with the words of printf. */
enum nr_status folder_fail(struct folder *f, const char *name, const char *what,
                           struct nr_error *e);
enum nr_status folder_refuse(struct folder *f, const char *name, const char *why,
                             struct nr_error *e);

/* Fills out with a file of at most limit bytes. NR_END when there is none. */
enum nr_status folder_read(struct folder *f, const char *name, size_t limit, struct nr_buf *out,
                           struct nr_error *e);

/* All of bytes on disk under the name, or what was there before; whatever happens meanwhile. *named
 * (may be NULL) tells whether the new bytes have the name: they may although it failed. */
enum nr_status folder_replace(struct folder *f, const char *name, struct nr_str bytes, bool *named,
                              struct nr_error *e);

/* Gives a file that is on disk its name, and syncs the folder. */
enum nr_status folder_rename(struct folder *f, const char *from, const char *to, bool *named,
                             struct nr_error *e);

enum nr_status folder_remove(struct folder *f, const char *name, struct nr_error *e);

/* Calls visit with each name, of a folder that is not there with none. A name may be removed by
 * it. */
enum nr_status folder_list(struct folder *f,
                           enum nr_status (*visit)(void *state, const char *name,
                                                   struct nr_error *e),
                           void *state, struct nr_error *e);

/* write(2) until all is written. -1 with errno. */
int folder_write(int fd, const char *data, size_t len);

#endif
