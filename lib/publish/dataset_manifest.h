/* The manifest of a data set, as text and as values (library internal).
 *
 *     {"newsreel_manifest":1,"program":"to-jsonl","version":"0.1.0","sealed":true,"packing":"zst",
 *     "records":2,"raw_bytes":90,"bytes":80,"schema":"id text required\n...",
 *     "shards":[
 *     {"name":"part-000000.jsonl.zst","bytes":80,"raw_bytes":90,"records":2,"sha256":"..."}],
 *     "texts":[...],
 *     "frames":{"name":"frames.tsv","bytes":120,"sha256":"..."},
 *     "stages":[...]}
 *
 * raw_bytes are those before packing; bytes and raw_bytes of the whole are the sums over shards and
 * texts. texts is there with text_apart alone, as long as shards, record for record. */
#ifndef NEWSREEL_LIB_PUBLISH_DATASET_MANIFEST_H
#define NEWSREEL_LIB_PUBLISH_DATASET_MANIFEST_H

#include "dataset.h"
#include "newsreel/json/record.h"

enum { SHA256_DIGITS = 64 };

/* A file as the manifest states it, or as it is. */
struct listed {
    uint64_t bytes, raw_bytes, records; /* of the index of frames, bytes alone */
    char sha256[SHA256_DIGITS + 1];
};

/* Appends an element of shards or texts, or the value of frames. */
void dataset_manifest_add_file(struct nr_buf *list, const char *name, const struct listed *file,
                               bool with_lines);

/* What a manifest is made of: the elements with commas between them. texts empty: there is none. */
struct dataset_manifest_lists {
    struct nr_str shards, texts, frames;
    enum nr_packing packing;
    struct listed sums;
};
void dataset_manifest_write(const struct dataset_manifest_lists *lists,
                            const struct nr_shards_account *account, struct nr_buf *out);

struct dataset_manifest {
    enum nr_packing packing;
    bool sealed;
    struct listed sums;                  /* without sha256 */
    struct listed *files[DATASET_KINDS]; /* the names are those that they have to have */
    size_t counts[DATASET_KINDS];        /* of texts 0 where they are not apart */
    bool text_apart;
    struct listed frames;
    struct nr_str stages; /* a JSON array; a view into the text */
};

/* NR_BAD with the reason when text, of which views are kept, is no manifest. Freed in any case. */
enum nr_status dataset_manifest_read(struct dataset_manifest *m, struct nr_str text,
                                     struct nr_error *e);
void dataset_manifest_free(struct dataset_manifest *m);

#endif
