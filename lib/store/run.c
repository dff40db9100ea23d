#include "run.h"
#include "newsreel/core/hash.h"
#include "newsreel/core/mem.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { VARINT_MOST = 10 };

static const char magic[8] = "nrrun 1\n";

void run_name(uint64_t number, const char *suffix, char name[RUN_NAME])
{
    snprintf(name, RUN_NAME, "%llu.%s", (unsigned long long)number, suffix);
}

void run_seal(struct run_facts *facts, char header[RUN_HEADER])
{
    const uint64_t fields[] = {
        facts->number, facts->records, facts->undated, (uint64_t)facts->newest,
        facts->data,   facts->entries, facts->body,
    };
    memcpy(header, magic, sizeof magic);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        little_store(header + 8 * (i + 1), fields[i]);
    facts->sum = nr_hash64(nr_str(header, RUN_HEADER - 8));
    little_store(header + RUN_HEADER - 8, facts->sum);
}

static enum nr_status refuse(const struct run *r, const char *why, struct nr_error *e)
{
    nr_error_set(e, "the index is damaged: %s", why);
    e->path = nr_str_of(r->path);
    return NR_FAIL;
}

/* Sizes are compared with what is there before anything is read by them; bounded so that no sum of
 * them overflows. */
static bool has_room(const struct run *r)
{
    const struct run_facts *f = &r->facts;
    return f->data <= r->bytes.len && f->entries <= r->bytes.len / RUN_ENTRY &&
           f->data <= RUN_DATA_MOST && run_layout(f->data, f->entries).size == r->bytes.len;
}

static void set_parts(struct run *r)
{
    struct run_layout l = run_layout(r->facts.data, r->facts.entries);
    size_t entries = RUN_HEADER + (size_t)r->facts.data;
    r->data = nr_str_sub(r->bytes, RUN_HEADER, entries);
    r->entries = (struct run_entries){r->bytes.data + entries, r->facts.entries};
    r->filter = nr_str_sub(r->bytes, (size_t)l.filter, (size_t)l.size);
}

static enum nr_status check(struct run *r, struct nr_error *e)
{
    struct run_facts *f = &r->facts;
    const char *p = r->bytes.data;
    if (r->bytes.len < RUN_HEADER)
        return refuse(r, "the file is too short", e);
    f->sum = little_load(p + RUN_HEADER - 8);
    if (memcmp(p, magic, sizeof magic) != 0)
        return refuse(r, "the file does not begin as a run does", e);
    if (f->sum != nr_hash64(nr_str(p, RUN_HEADER - 8)))
        return refuse(r, "the checksum of the header is wrong", e);
    f->number = little_load(p + 8);
    f->records = little_load(p + 16);
    f->undated = little_load(p + 24);
    f->newest = (int64_t)little_load(p + 32);
    f->data = little_load(p + 40);
    f->entries = little_load(p + 48);
    f->body = little_load(p + 56);
    if (!has_room(r))
        return refuse(r, "the file has another size than its header says", e);
    set_parts(r);
    return NR_OK;
}

enum nr_status run_view(struct run *r, struct nr_str bytes, struct nr_error *e)
{
    *r = (struct run){.bytes = bytes};
    return check(r, e);
}

static enum nr_status map(struct run *r, int fd, struct nr_error *e)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < RUN_HEADER ||
        (uint64_t)st.st_size > SIZE_MAX)
        return refuse(r, "the file is too short", e);
    size_t size = (size_t)st.st_size;
    void *p = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    if (p == MAP_FAILED) {
        nr_error_system(e, "cannot map", errno);
        e->path = nr_str_of(r->path);
        return NR_FAIL;
    }
    r->bytes = nr_str(p, size);
    return check(r, e);
}

enum nr_status run_open(struct run *r, const char *path, struct nr_error *e)
{
    *r = (struct run){.path = strdup(path)};
    if (!r->path)
        nr_die_of_memory();
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        nr_error_system(e, "cannot open a file of the index", errno);
        e->path = nr_str_of(r->path);
        return NR_FAIL;
    }
    enum nr_status status = map(r, fd, e);
    close(fd);
    return status;
}

void run_close(struct run *r)
{
    if (r->path && r->bytes.data)
        munmap((void *)(uintptr_t)r->bytes.data, r->bytes.len);
    free(r->path);
    *r = (struct run){0};
}

void run_let_go(const char *at, size_t len)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), skip = (size_t)((uintptr_t)at % page);
    if (len + skip >= page)
        madvise((void *)(uintptr_t)(at - skip), (len + skip) / page * page, MADV_DONTNEED);
}

/* ---- The filter ---- */

enum { FILTER_BITS = 5, FILTER_SHIFT = 9 /* log2 of the bits of a block */ };

/* All bits of the key count, but those that chose the block most. */
static uint64_t spread(uint64_t key)
{
    return (key * 0x9e3779b97f4a7c15u) >> (64 - FILTER_BITS * FILTER_SHIFT);
}

void run_filter_add(unsigned char block[RUN_FILTER], uint64_t key)
{
    uint64_t bits = spread(key);
    for (int i = 0; i < FILTER_BITS; i++, bits >>= FILTER_SHIFT)
        block[bits / 8 % RUN_FILTER] |= (unsigned char)(1u << bits % 8);
}

static const char *filter_block(const struct run *r, uint64_t key)
{
    return r->filter.data + RUN_FILTER * run_filter_block(key, r->filter.len / RUN_FILTER);
}

void run_filter_prefetch(const struct run *r, uint64_t key)
{
    if (r->filter.len)
        __builtin_prefetch(filter_block(r, key));
}

bool run_filter_has(const struct run *r, uint64_t key)
{
    uint64_t bits = spread(key);
    if (r->filter.len == 0)
        return false;
    const char *block = filter_block(r, key);
    for (int i = 0; i < FILTER_BITS; i++, bits >>= FILTER_SHIFT)
        if (!((unsigned char)block[bits / 8 % RUN_FILTER] >> bits % 8 & 1))
            return false;
    return true;
}

/* ---- Looking up ---- */

/* The first entry with at least this key in low..high, where it lies. */
static uint64_t halve(struct run_entries s, uint64_t key, uint64_t low, uint64_t high)
{
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (run_key(s, middle) < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The same of all entries, near at (< s.count) with luck. */
static uint64_t search(struct run_entries s, uint64_t key, uint64_t at)
{
    uint64_t step = 1;
    if (run_key(s, at) < key) {
        uint64_t low = at + 1;
        for (; step < s.count - at && run_key(s, at + step) < key; step *= 2)
            low = at + step + 1;
        return halve(s, key, low, step < s.count - at ? at + step : s.count);
    }
    uint64_t high = at;
    for (; step <= at && run_key(s, at - step) >= key; step *= 2)
        high = at - step;
    return halve(s, key, step <= at ? at - step + 1 : 0, high);
}

/* Where a key lies if the keys are spread evenly, and then from what is found there: the error is
 * about the square root of the distance each time. */
static uint64_t guess(struct run_entries s, uint64_t key)
{
    __extension__ typedef unsigned __int128 wide;
    enum { GUESSES = 3 };
    uint64_t at = (uint64_t)((wide)key * s.count >> 64);
    for (int i = 1; i < GUESSES; i++) {
        uint64_t there = run_key(s, at);
        uint64_t off = (uint64_t)((wide)(there < key ? key - there : there - key) * s.count >> 64);
        if (there < key)
            at = off < s.count - at ? at + off : s.count - 1;
        else
            at = off <= at ? at - off : 0;
    }
    return at;
}

void run_find(const struct run *r, uint64_t key, uint64_t *from, uint64_t *to)
{
    *from = *to = 0;
    if (r->entries.count == 0)
        return;
    *from = *to = search(r->entries, key, guess(r->entries, key));
    if (*from == r->entries.count || run_key(r->entries, *from) != key)
        return;
    *to = key == UINT64_MAX ? r->entries.count : search(r->entries, key + 1, *from);
}

/* False when no value begins at a place. */
static bool value_at(const struct run *r, uint64_t place, struct nr_str *value)
{
    uint64_t len = 0;
    for (unsigned i = 0; i < VARINT_MOST && place < r->data.len; i++) {
        unsigned char byte = (unsigned char)r->data.data[place++];
        len |= (uint64_t)(byte & 0x7f) << 7 * i;
        if (byte < 0x80) {
            *value = nr_str(r->data.data + place, (size_t)len);
            return len <= r->data.len - place;
        }
    }
    return false;
}

enum nr_status run_value(const struct run *r, uint64_t place, struct nr_str *value,
                         struct nr_error *e)
{
    return value_at(r, place, value) ? NR_OK : refuse(r, "a value is cut", e);
}

/* ---- Verifying ---- */

uint64_t run_add_sum(uint64_t sum, struct nr_str block)
{
    char both[16];
    little_store(both, sum);
    little_store(both + 8, nr_hash64(block));
    return nr_hash64(nr_str(both, sizeof both));
}

static enum nr_status verify_sum(const struct run *r, struct nr_error *e)
{
    uint64_t sum = 0;
    for (size_t at = RUN_HEADER; at < r->bytes.len; at += RUN_BLOCK) {
        struct nr_str block = nr_str_sub(r->bytes, at, at + RUN_BLOCK);
        sum = run_add_sum(sum, block);
        if (r->path)
            run_let_go(block.data, block.len);
    }
    return sum == r->facts.body ? NR_OK : refuse(r, "the checksum of the file is wrong", e);
}

static enum nr_status verify_data(const struct run *r, struct nr_error *e)
{
    uint64_t records = 0;
    struct nr_str value;
    for (size_t at = 0; at < r->data.len; records++) {
        if (!value_at(r, at, &value))
            return refuse(r, "a value is cut", e);
        at = (size_t)(value.data + value.len - r->data.data);
    }
    if (records != r->facts.records)
        return refuse(r, "it holds another number of records than its header says", e);
    return NR_OK;
}

static enum nr_status verify_entries(const struct run *r, struct nr_error *e)
{
    uint64_t last = 0;
    for (uint64_t i = 0; i < r->entries.count; i++) {
        uint64_t key = run_key(r->entries, i);
        if (key < last || !run_filter_has(r, key))
            return refuse(r, key < last ? "keys are out of order" : "the filter lacks a key", e);
        last = key;
    }
    return NR_OK;
}

enum nr_status run_verify(const struct run *r, struct nr_error *e)
{
    if (verify_sum(r, e) != NR_OK || verify_data(r, e) != NR_OK)
        return NR_FAIL;
    return verify_entries(r, e);
}
