/* nr_index: records of earlier runs, in a folder, by keys of 64 bits.
 *
 * A record is some keys (evenly spread: fingerprints, keys of bands) and a value, bytes that mean
 * something to the caller only. The records that a run adds become one more file when it commits.
 * Look-ups see what earlier runs have committed, and nothing of the run itself.
 *
 *     nr_index_open ── nr_index_find ... nr_index_add ... ── nr_index_commit ── nr_index_close
 *
 * The folder. MANIFEST names the runs and what they were made with, NUMBER.run holds the records of
 * a run, lock keeps other processes out, running says who is at work. Files of runs never change. A
 * commit writes a new one, syncs it, and replaces MANIFEST by a rename: it has happened or it has
 * not.
 *
 * Interruption. A process that is killed at any moment leaves an index that opens, and whoever
 * starts the same work again gets the same answers: before its commit nothing has happened, and
 * after it, but before nr_index_close, the next nr_index_open with the same identity takes the
 * commit back. So commit when all other output is complete and on disk, and close as the very last
 * thing. What a commit replaces is kept until the next nr_index_open.
 *
 * Merging. When there are NR_INDEX_FAN runs of a size and less at the end of the list, the commit
 * makes one of them, in their order. Sizes count in powers of NR_INDEX_FAN: a look-up goes to a
 * logarithmic number of runs, and a record is copied a logarithmic number of times.
 *
 * Disk, for each record: 14 bytes for each key (one of them is the filter's, which answers for most
 * keys that are not there), the value, and its length in 1 byte up to 127, 2 up to 16383 and so on;
 * for each run at most 199 bytes. What a merge replaces stays as long again, see above. With the
 * values that dedupe stores, in bytes:
 *
 *                          keys                         value with its length
 *     exact, 64 bits       14                           6 + id
 *     exact, 128 bits      14                           14 + id
 *     near                 14 for each band             42 + id + 3.1 for each n-gram
 *     contained            14 for every fourth n-gram   42 + id + 3.1 for each n-gram
 *
 * so that a story of 400 words takes 1520 bytes and its id for near .7 (17 bands).
 *
 * Memory: files are mapped, and read where a look-up needs it, which is mostly a byte for each key:
 * memory that the system takes back when it has a better use. Adding takes NR_INDEX_MEMORY bytes, a
 * commit 128 KiB for each NR_INDEX_SORTED keys added and for each run that is merged, and 2 MiB. */
#ifndef NEWSREEL_STORE_INDEX_H
#define NEWSREEL_STORE_INDEX_H

#include "newsreel/core/err.h"

enum {
    NR_INDEX_FAN = 8,
    NR_INDEX_SORTED = 512 << 10,            /* keys that are sorted at a time */
    NR_INDEX_MEMORY = 32 * NR_INDEX_SORTED, /* bytes for that, from the first nr_index_add on */
    NR_INDEX_CROWD = 256,                   /* records of a key that a look-up reads in a run */
    NR_INDEX_MOST_KEYS = 128,               /* of a look-up */
    NR_INDEX_MOST = 256,                    /* matches of a look-up */
};

#define NR_INDEX_UNDATED INT64_MIN

/* What an index is made with: records that were made otherwise cannot be compared. */
struct nr_index_setting {
    const char *name; /* "ngram"; a literal that needs no escaping in JSON */
    struct nr_str value;
};

struct nr_index_options {
    const char *folder;                      /* made when missing, its parent is not */
    const struct nr_index_setting *settings; /* are copied */
    size_t setting_count;
    struct nr_str identity; /* of the work that is about to be done; any bytes */
    size_t sorted;          /* 0: NR_INDEX_SORTED */
    bool look;              /* to find only: nothing is made, changed or removed on disk */
    bool verify; /* all of it is read and compared with its checksums, before anything changes */
};

struct nr_index;

/* Opens the folder, or begins an index in it (to look: one that is not there is empty). Takes back
 * what the same work has committed before it was interrupted, and deletes what was left over.
 * Checks the manifest and the header and size of every run, with options->verify every byte of it.
 * *index has to be closed in any case; paths in errors live until then. NR_FAIL: a system error;
 * another process is at work; a setting differs (the message has its name and both values); a file
 * is missing, damaged or of another version (the error has its path). */
enum nr_status nr_index_open(struct nr_index **index, const struct nr_index_options *options,
                             struct nr_error *e);

struct nr_index_match {
    uint32_t run;        /* from 0: the oldest */
    uint32_t keys;       /* that it has in common with what was looked for */
    uint64_t place;      /* in the run */
    struct nr_str value; /* lives until nr_index_close */
};

/* Zero-initialised is ready; one for each thread. */
struct nr_index_matches {
    struct nr_index_match *found; /* by run and place: in the order they were added; each once */
    size_t count, cap;
    uint64_t cut_keys;    /* keys whose crowd was not read to its end, over all look-ups */
    uint64_t cut_records; /* matches that were too many, over all look-ups */
    uint32_t least; /* of the last look-up: those have at most so many keys in common; 0: none */
    uint64_t *entries;
    size_t entry_room;
};

/* Finds the records of earlier runs that have one of the keys. count <= NR_INDEX_MOST_KEYS. Any
 * number of threads may do so at a time. NR_FAIL when a file is damaged where it was read.
 *
 * Of a key that very many records of a run have, the first 8 and the newest are read, at most
 * NR_INDEX_CROWD; of all records those with the most keys in common are returned, at most
 * NR_INDEX_MOST, the earliest of those that have equally many. Both cuts are counted. Work: for
 * each key and run one line of the filter, and where that lets the key pass, two or three pages. */
enum nr_status nr_index_find(const struct nr_index *index, const uint64_t *keys, size_t count,
                             struct nr_index_matches *m, struct nr_error *e);

void nr_index_matches_free(struct nr_index_matches *m);

/* Adds a record to the run, which is written to the folder as it grows, under names that mean
 * nothing before the commit. created is in seconds since 1970, or NR_INDEX_UNDATED. One thread at a
 * time. */
enum nr_status nr_index_add(struct nr_index *index, const uint64_t *keys, size_t count,
                            int64_t created, struct nr_str value, struct nr_error *e);

/* Makes what was added a part of the index. When nothing was added, nothing happens. After it the
 * index can only be closed, and described. NR_FAIL: see the error; the same work may be started
 * again.
 *
 * window > 0 (seconds) forgets: runs whose newest record was created longer than that before the
 * newest record of all are left out, and runs that are more than an eighth of it apart are not
 * merged. A run with a record that has no date stays. Of 100 records of a run and more, one in a
 * hundred may have a wrong date in the future: the last days, with so few records, do not count. A
 * run of one or two dates says nothing of how old the others are, unless all are so small. */
enum nr_status nr_index_commit(struct nr_index *index, int64_t window, struct nr_error *e);

/* The work has failed after the commit: whoever starts it again takes the commit back, as after a
 * kill. */
void nr_index_doubt(struct nr_index *index);

/* The end of the work: it will not be taken back any more, unless nr_index_commit has failed.
 * Without a commit what was added is gone. NULL is allowed. */
void nr_index_close(struct nr_index *index);

struct nr_index_stats {
    uint64_t runs, records, keys, bytes; /* of the index as it is on disk */
    uint64_t added;                      /* records, by this run */
    uint64_t undated;                    /* runs that a window does not forget */
    bool forgotten_all;                  /* the last commit forgot all runs before it */
    bool taken_back;                     /* a commit of the same work, by nr_index_open */
};

struct nr_index_stats nr_index_stats(const struct nr_index *index);

#endif
