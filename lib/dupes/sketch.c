#include "newsreel/dupes/sketch.h"
#include "../core/little.h"
#include <stdio.h>

enum { FIXED = 4 * 8 + 4 + 4, KEY = 8 };

static void add64(struct nr_buf *out, uint64_t x)
{
    little_store(nr_buf_reserve(out, 8), x);
    out->len += 8;
}

void nr_sketch_pack(const struct nr_sketch *s, struct nr_buf *out)
{
    add64(out, (uint64_t)s->created);
    add64(out, s->size);
    add64(out, s->whole.high);
    add64(out, s->whole.low);
    add64(out, (uint64_t)s->key_count << 32 | (uint32_t)s->id.len);
    for (unsigned i = 0; i < s->key_count; i++)
        add64(out, s->keys[i]);
    nr_buf_add_str(out, s->id);
    nr_buf_add_str(out, s->grams);
}

bool nr_sketch_unpack(struct nr_sketch *s, struct nr_str packed)
{
    nr_sketch_init(s);
    if (packed.len < FIXED)
        return false;
    const char *p = packed.data;
    uint64_t lengths = little_load(p + 32);
    uint64_t keys = lengths >> 32, id = lengths & UINT32_MAX;
    if (keys > NR_MINHASH_MOST || id + keys * KEY > packed.len - FIXED)
        return false;
    s->created = (int64_t)little_load(p);
    s->size = little_load(p + 8);
    s->whole = (struct nr_hash128){little_load(p + 16), little_load(p + 24)};
    for (p += FIXED; s->key_count < keys; p += KEY)
        s->keys[s->key_count++] = little_load(p);
    s->id = nr_str(p, (size_t)id);
    s->grams = nr_str_sub(packed, FIXED + (size_t)(keys * KEY + id), packed.len);
    return true;
}

uint32_t nr_millionths(double similarity)
{
    double scaled = similarity * NR_MILLION; /* on its own: not to be fused with the addition */
    return scaled < 0 ? 0 : scaled > NR_MILLION ? NR_MILLION : (uint32_t)(scaled + .5);
}

void nr_similarity_write(double similarity, char out[9])
{
    uint32_t millionths = nr_millionths(similarity);
    snprintf(out, 9, "%u.%06u", millionths / NR_MILLION % 10, millionths % NR_MILLION);
    size_t len = 8;
    while (out[len - 1] == '0')
        len--;
    out[len - (out[len - 1] == '.')] = '\0';
}
