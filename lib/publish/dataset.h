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

/* Whether a file of this name is a shard or the index of frames, or one of them that is not finished. */
bool dataset_is_part(struct nr_str name);

/* folder/name, into path. */
const char *dataset_path(struct nr_buf *path, const char *folder, const char *name);

#endif
