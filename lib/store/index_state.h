/* What the files of nr_index share (library internal). */
#ifndef NEWSREEL_LIB_STORE_INDEX_STATE_H
#define NEWSREEL_LIB_STORE_INDEX_STATE_H

#include "manifest.h"
#include "newsreel/core/arena.h"
#include "run_writer.h"
#include "sorter.h"

struct nr_index {
    struct folder folder;
    struct nr_index_setting *settings;
    size_t setting_count;
    struct nr_arena arena; /* settings */
    struct manifest manifest;
    struct run *runs; /* of the manifest */
    size_t run_count;
    struct manifest_running running;
    bool at_work; /* the folder says so */
    bool unsure;  /* what was committed may have to be taken back */
    struct run_writer writer;
    uint32_t *days; /* how many of its records were created on each */
    struct sorter sorter;
    struct nr_index_stats stats;
};

#define INDEX_MANIFEST "MANIFEST"
#define INDEX_RUNNING  "running"

/* Writes the manifest. */
enum nr_status index_replace_manifest(struct nr_index *x, bool *named, struct nr_error *e);

struct manifest_run index_describe(const struct run_facts *facts);

#endif
