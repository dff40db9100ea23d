/* The files of a data set and their names (library internal; see publish/shards.h). */
#ifndef NEWSREEL_LIB_PUBLISH_DATASET_H
#define NEWSREEL_LIB_PUBLISH_DATASET_H

#include "newsreel/publish/shards.h"

#define DATASET_MANIFEST "manifest.json"
#define DATASET_FRAMES   "frames.tsv"

enum { DATASET_VERSION = 1, DATASET_NAME = 64, DATASET_SHARDS = 1000000 };

/* A shard is one file, or two in step. */
enum dataset_kind { DATASET_PART, DATASET_TEXT, DATASET_KINDS };

/* A shard's name: "part-000042.jsonl.zst". number is below DATASET_SHARDS. */
void dataset_name(char name[DATASET_NAME], enum dataset_kind kind, uint64_t number,
                  enum nr_packing packing);

/* A name in the folder of a data set. */
enum dataset_role {
    DATASET_OTHER,
    DATASET_FILE,   /* a shard, or the index of frames */
    DATASET_STAGED, /* one of these under its temporary name */
};
enum dataset_role dataset_role(struct nr_str name);

/* Calls visit with the name and role of each file of a data set. NR_FAIL when the folder cannot be
 * read, or visit said so. */
enum nr_status dataset_each(const char *folder,
                            enum nr_status (*visit)(void *state, const char *name,
                                                    enum dataset_role role, struct nr_error *e),
                            void *state, struct nr_error *e);

/* ".NAME.part", under which a file is written. */
void dataset_staged(char staged[DATASET_NAME], const char *name);

/* The name of a packing. */
const char *dataset_packing(enum nr_packing packing);

/* folder/name, into path. */
const char *dataset_path(struct nr_buf *path, const char *folder, const char *name);

#endif
