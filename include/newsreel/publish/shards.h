/* nr_shards: lines as a data set, many files in a folder and a manifest that proves them.
 *
 *     DIR/part-000000.jsonl.zst    shards: whole lines, in order; the names sort
 *     DIR/text-000000.jsonl.zst    with text_apart: line for line beside them, the texts as JSON strings
 *     DIR/frames.tsv               where each frame lies
 *     DIR/manifest.json            what all of it has to be; written last of all, atomically
 *
 * Invariants
 *   - A folder with a manifest is complete: every file of it was on disk before. What was there before stays
 *     until all that takes its place is on disk.
 *   - A folder without a manifest is unfinished. Where a run was cut short in it, the next starts over and
 *     removes what it left.
 *   - Two runs do not write one folder at the same time: the second is refused.
 *   - The same lines give the same bytes (of one version of the compressing library), however they are
 *     cut into calls, and for any number of threads.
 *   - Files that have not the name of a part of a data set are neither read nor removed.
 *
 * A shard is a row of frames: a zstd frame with content size and checksum, a gzip member, or plain
 * lines. Each can be unpacked on its own, and none is skippable (DuckDB refuses those). A frame
 * ends with the line that brings it to 4 MiB, or to a quarter of the shard size where that is less,
 * and is no longer than 16 MiB unless one line is. The index of frames is a file of its own,
 * tab-separated, with the names of its columns in the first line: file, offset and bytes of the
 * frame in the file, raw_offset and raw_bytes of its lines among the file's, first_record and
 * records. A shard is not larger than the shard size, unless one frame is.
 *
 * Frames are packed on threads of their own, at least one. That takes 12 MiB, and 8 for each
 * further thread, or more where lines are longer than 4 MiB. */
#ifndef NEWSREEL_PUBLISH_SHARDS_H
#define NEWSREEL_PUBLISH_SHARDS_H

#include "newsreel/core/err.h"

enum nr_packing { NR_PACKING_ZSTD, NR_PACKING_GZIP, NR_PACKING_PLAIN, NR_PACKINGS };
#define NR_PACKING_NAMES "zst gz plain"

/* Whether there is a packing of that name. */
bool nr_packing_find(struct nr_str name, enum nr_packing *packing);

struct nr_shards_options {
    uint64_t shard_size; /* bytes as they lie on disk; at least 1 */
    enum nr_packing packing;
    unsigned threads; /* that pack; 0 is 1 */
    bool replace;     /* a data set that is there gives way */
    bool text_apart;  /* member text leaves the lines */
};

struct nr_shards;

/* folder is made when it is not there, but not the folders around it; the name has to live as long
 * as the object. NR_FAIL when it is complete already or holds files of a data set that no run of
 * this has left (without replace), or another run writes it. */
enum nr_status nr_shards_open(struct nr_shards **shards, const char *folder,
                              const struct nr_shards_options *options, struct nr_error *e);

/* Whole lines, each a JSON object, as rows of a schema are. NR_FAIL may be about lines of earlier
 * calls. */
enum nr_status nr_shards_write(struct nr_shards *s, struct nr_str lines, struct nr_error *e);

/* What a manifest says besides. */
struct nr_shards_account {
    struct nr_str program, version; /* what writes it */
    struct nr_str schema;           /* text of the lines' schema */
    struct nr_str stages;           /* a JSON array, see stream/seal.h */
    bool sealed;                    /* all input ended with its seal */
};

/* Ends the data set and frees the object. NR_FAIL when it could not be written: then there is no
 * manifest, as after nr_shards_abort. e->path lives as long as folder. */
enum nr_status nr_shards_close(struct nr_shards *s, const struct nr_shards_account *account,
                               struct nr_error *e);

/* Removes what was written, also the folder where it was made for it and holds nothing else, and
 * frees the object. NULL is fine. */
void nr_shards_abort(struct nr_shards *s);

/* Compares folders with their manifests: that every file is there, of the size and SHA-256 that are
 * stated, and none beside them; that each frame unpacks on its own to the lines that the index
 * says; that the sums are right, texts and lines in step, and each stage has passed, dropped or
 * rejected what it has read. Each file is read once. Appends a line for each finding, and for each
 * folder where all is as stated one to summaries that says how much that is; the same lines for any
 * number of jobs, at least 1: threads that read shards, each with memory for a frame and its lines,
 * of 32 MiB each at most.
 *
 * NR_OK: all is as stated. NR_BAD: there are findings, a manifest that cannot be understood among
 * them. NR_FAIL: there is a folder without a manifest, or whose manifest cannot be read, which is a
 * finding too. */
enum nr_status nr_shards_verify(const char *const *folders, size_t count, unsigned jobs,
                                struct nr_buf *summaries, struct nr_buf *findings);

#endif
