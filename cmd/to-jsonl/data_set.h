/* What -o DIR/ and --verify ask of to-jsonl. */
#ifndef NEWSREEL_CMD_TO_JSONL_DATA_SET_H
#define NEWSREEL_CMD_TO_JSONL_DATA_SET_H

#include "newsreel/publish/schema.h"
#include "newsreel/publish/shards.h"
#include "newsreel/stream/filter.h"

struct data_set {
    struct nr_shards_options options;
    const char *asked; /* an option that is for a folder, as it was given; or NULL */
    struct nr_shards *shards;
};

/* As publish_open of the filter: NR_END where path is no folder. */
enum nr_status data_set_open(struct data_set *d, const struct nr_schema *schema, const char *path,
                             unsigned jobs, struct nr_error *e);
/* As publish_close. */
enum nr_status data_set_close(struct data_set *d, const struct nr_schema *schema,
                              const struct nr_account *account, struct nr_error *e);

/* Compares folders with their manifests, and returns the exit status. */
int data_sets_verify(const struct nr_paths *folders, unsigned jobs, struct nr_buf *out,
                     struct nr_buf *messages);

#endif
