/* Records with few different keys, so that there are crowds, against a plain list of all entries:
 * what is found is there, and all of what is there is found unless something was cut. */
#include "newsreel/dupes/near.h"
#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { KEYS = 4, MOST_RECORDS = 2000 };

/* Two bits more of the byte choose among keys that stand in the same line of the table. */
static uint64_t key_of(uint8_t byte)
{
    return (uint64_t)(byte & 0x3f) * 0x9e3779b97f4a7c15u ^ (uint64_t)(byte >> 6) << 32;
}

static void keys_of(const uint8_t *record, uint64_t keys[KEYS])
{
    for (int i = 0; i < KEYS; i++)
        keys[i] = key_of(record[i]);
}

static uint32_t in_common(const uint8_t *a, const uint8_t *b)
{
    uint32_t count = 0;
    for (int i = 0; i < KEYS; i++)
        for (int k = 0; k < KEYS; k++)
            count += key_of(a[i]) == key_of(b[k]);
    return count < NR_NEAR_MOST_KEYS ? count : NR_NEAR_MOST_KEYS;
}

static void check(const struct nr_candidates *c, const uint8_t *data, size_t records, bool cut)
{
    const uint8_t *wanted = data + records * KEYS;
    size_t k = 0;
    for (uint32_t i = 0; i < records; i++) {
        uint32_t keys = in_common(data + (size_t)i * KEYS, wanted);
        bool found = k < c->count && c->found[k].ordinal == i;
        assert(cut || found == (keys > 0));
        if (found) {
            assert(keys >= 1 && (cut ? c->found[k].keys <= keys : c->found[k].keys == keys));
            k++;
        }
    }
    assert(k == c->count && c->count <= NR_NEAR_MOST);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_near *n = nr_near_new();
    struct nr_candidates c = {0};
    size_t records = size / KEYS < MOST_RECORDS ? size / KEYS : MOST_RECORDS;
    for (size_t i = 0; i < records; i++) {
        uint64_t keys[KEYS];
        uint64_t cut = c.cut_keys + c.cut_records;
        keys_of(data + i * KEYS, keys);
        nr_near_find(n, keys, KEYS, &c);
        check(&c, data, i, c.cut_keys + c.cut_records > cut);
        nr_near_add(n, (uint32_t)i, keys, KEYS);
    }
    assert(nr_near_entries(n) == records * KEYS);
    nr_candidates_free(&c);
    nr_near_free(n);
    return 0;
}
