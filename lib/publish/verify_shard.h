/* Comparing the files of one shard with the manifest, and what is found by it (library
 * internal). */
#ifndef NEWSREEL_LIB_PUBLISH_VERIFY_SHARD_H
#define NEWSREEL_LIB_PUBLISH_VERIFY_SHARD_H

#include "dataset_manifest.h"
#include "newsreel/core/hash.h"

/* ---- Findings ---- */

/* Lines "folder/name: what", without anything in them that could be taken for another line. */
struct findings {
    const char *folder;
    struct nr_buf lines;
    uint64_t count;
    struct nr_buf path;
};

void findings_add(struct findings *f, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void findings_add_error(struct findings *f, const char *name, const struct nr_error *what);
/* what, and what errno says. */
void findings_add_system(struct findings *f, const char *name, const char *what);
/* True when both are the same. */
bool findings_compare(struct findings *f, const char *name, const char *unit, uint64_t is,
                      uint64_t stated);
void findings_free(struct findings *f);

/* ---- Files ---- */

/* A file of the folder for reading, and its size; -1 with errno. A pipe would be waited for, and a
 * device never end. */
int verify_open(struct findings *f, const char *name, uint64_t *bytes);

/* The next len bytes, in place of what out holds. False, with errno, or with 0 where the file ends
 * before; out then holds those that came. */
bool verify_read(int fd, size_t len, struct nr_buf *out);

/* ---- Shards ---- */

/* What one thread needs, zero-initialised at first. */
struct verifier {
    struct nr_buf packed, lines;
    struct nr_sha256 *sha256[DATASET_KINDS];
};
void verifier_free(struct verifier *r);

/* A shard, and its rows of the index of frames, which begin with line number line. */
struct shard_rows {
    uint64_t number, line;
    struct nr_str rows;
    bool indexed; /* false: there are no rows to go by */
};

/* Reads each file of a shard once: its frames one by one as the index has them, each unpacked on
 * its own, and what is left when they are not as it says; all of it is hashed. */
void verify_shard(struct verifier *r, const struct dataset_manifest *m,
                  const struct shard_rows *shard, struct findings *f);

#endif
