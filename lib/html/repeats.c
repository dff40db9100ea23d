#include "repeats.h"
#include "newsreel/text/words.h"

/* Words of a block that is not said twice on purpose; and places of the table that are looked at,
 * for a page may be made to fill some of them. */
enum { LEAST_WORDS = 20, PROBES = 32 };

/* Never 0. */
static uint64_t hash_of(struct nr_str text)
{
    struct nr_str word;
    uint64_t hash = 0;
    while (nr_words_next(&text, &word))
        hash = (hash ^ nr_word_hash(word)) * 1099511628211u;
    return hash ? hash : 1;
}

/* True where it was there before. The table is never more than half full. */
static bool add(uint64_t *table, size_t mask, uint64_t hash)
{
    size_t at = (size_t)(hash ^ hash >> 32) & mask;
    for (int i = 0; i < PROBES && table[at] != hash; i++, at = (at + 1) & mask)
        if (!table[at]) {
            table[at] = hash;
            return false;
        }
    return table[at] == hash;
}

void nr_repeats_find(const struct nr_block_info *blocks, size_t count, struct nr_str text,
                     const bool *keep, bool *again, struct nr_arena *arena)
{
    size_t kept = 0, size = 16;
    for (size_t i = 0; i < count; i++)
        kept += keep[i];
    while (size < 2 * kept)
        size *= 2;
    uint64_t *table = nr_arena_zero(arena, size, sizeof *table);
    for (size_t i = 0; i < count; i++) {
        struct nr_str s = nr_str(text.data + blocks[i].from, blocks[i].len);
        again[i] = keep[i] && blocks[i].words >= LEAST_WORDS && add(table, size - 1, hash_of(s));
    }
}
