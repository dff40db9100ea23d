/* A run: the file that holds the records of one commit, or of several that were merged (library
 * internal).
 *
 *     header    RUN_FIELDS numbers of 8 bytes, see struct run_facts
 *     data      for each record, as it was added: length of the value (LEB128), value
 *     entries   for each key of each record: key (8 bytes), place of the record in the data (5);
 *               ascending by key, then by place
 *     filter    after up to 63 zeros, so that it begins at a multiple of 64 in the file: a block of 64
 *               bytes for every 64 entries and for the rest of them
 *
 * The filter answers for most keys that are not there, with one line of the cache and without a
 * look at the entries: 2 or 3 of 100 of them pass it (F. Putze, P. Sanders and J. Singler, "Cache-,
 * hash- and space-efficient Bloom filters", 2007). The upper bits of a key choose the block, so the
 * blocks can be written one after the other when the keys are in order.
 *
 * Numbers begin with their lowest byte on every platform. The header ends with a checksum of its
 * own, which stands in the manifest too; it has one of all that follows, which is made over blocks
 * of RUN_BLOCK bytes. */
#ifndef NEWSREEL_LIB_STORE_RUN_H
#define NEWSREEL_LIB_STORE_RUN_H

#include "../core/little.h"
#include "newsreel/core/err.h"

enum {
    RUN_FIELDS = 9,
    RUN_HEADER = RUN_FIELDS * 8,
    RUN_ENTRY = 13,
    RUN_BLOCK = 64 << 10,
    RUN_FILTER = 64, /* bytes of a block of the filter, and entries for each */
    RUN_PLACE_BITS = 40,
    RUN_NAME = 32, /* bytes of a name, with its NUL */
};

#define RUN_DATA_MOST (UINT64_C(1) << RUN_PLACE_BITS)

struct run_facts {
    uint64_t number;
    uint64_t records, undated; /* all; those without a date */
    int64_t newest;            /* date of the others; INT64_MIN: there is none */
    uint64_t data, entries;    /* bytes of data; number of entries */
    uint64_t body, sum;        /* checksums: of all behind the header; of the header */
};

/* Entries in order, anywhere in memory. */
struct run_entries {
    const char *at;
    uint64_t count;
};

struct run {
    struct run_facts facts;
    char *path; /* for messages; NULL: the bytes are somebody else's */
    struct nr_str bytes;
    struct nr_str data;
    struct run_entries entries;
    struct nr_str filter;
};

/* "17.run"; suffix is of a few bytes. */
void run_name(uint64_t number, const char *suffix, char name[RUN_NAME]);

static inline uint64_t run_key(struct run_entries s, uint64_t i)
{
    return little_load(s.at + i * RUN_ENTRY);
}

static inline uint64_t run_place(struct run_entries s, uint64_t i)
{
    return little_load(s.at + i * RUN_ENTRY + RUN_ENTRY - 8) >> 24;
}

/* place < RUN_DATA_MOST */
static inline void run_store_entry(char *to, uint64_t key, uint64_t place)
{
    char bytes[8];
    little_store(to, key);
    little_store(bytes, place);
    memcpy(to + 8, bytes, RUN_ENTRY - 8);
}

/* Bytes of the whole file, where its entries end and its filter begins. */
struct run_layout {
    uint64_t entries_end, filter, size;
};

static inline struct run_layout run_layout(uint64_t data, uint64_t entries)
{
    uint64_t end = RUN_HEADER + data + entries * RUN_ENTRY;
    uint64_t filter = (end + RUN_FILTER - 1) / RUN_FILTER * RUN_FILTER;
    uint64_t blocks = (entries + RUN_FILTER - 1) / RUN_FILTER;
    return (struct run_layout){end, filter, filter + blocks * RUN_FILTER};
}

/* The number of a key's block in a filter of so many. */
static inline uint64_t run_filter_block(uint64_t key, uint64_t blocks)
{
    __extension__ typedef unsigned __int128 wide;
    return (uint64_t)((wide)key * blocks >> 64);
}

/* Five bits of a block for a key. */
void run_filter_add(unsigned char block[RUN_FILTER], uint64_t key);
bool run_filter_has(const struct run *r, uint64_t key);

/* Asks for what run_filter_has will read. */
void run_filter_prefetch(const struct run *r, uint64_t key);

/* Pages of a mapped file that are not needed again soon need no memory of the process. */
void run_let_go(const char *at, size_t len);

/* Writes the header of facts, but for facts->sum, which is set. */
void run_seal(struct run_facts *facts, char header[RUN_HEADER]);

/* Maps the file at path, and checks its header and its size. NR_FAIL; to be closed in any case. */
enum nr_status run_open(struct run *r, const char *path, struct nr_error *e);
void run_close(struct run *r);

/* As run_open, of bytes that live longer than r. */
enum nr_status run_view(struct run *r, struct nr_str bytes, struct nr_error *e);

/* The entries of a key: *from..*to. Three guesses from the key alone, which mostly end in the page
 * of the file that it is in, and then a search whose steps double: at most 2 log2(entries) reads,
 * whatever the keys are. */
void run_find(const struct run *r, uint64_t key, uint64_t *from, uint64_t *to);

/* The value at a place. NR_FAIL when the file is damaged there. */
enum nr_status run_value(const struct run *r, uint64_t place, struct nr_str *value,
                         struct nr_error *e);

/* Reads all of it: checksum, records, order of the keys, filter. */
enum nr_status run_verify(const struct run *r, struct nr_error *e);

/* The checksum of a body as it grows, block by block; only the last may be shorter. */
uint64_t run_add_sum(uint64_t sum, struct nr_str block);

#endif
