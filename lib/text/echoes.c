#include "echoes.h"
#include "newsreel/core/hash.h"
#include "newsreel/core/utf8.h"

enum {
    KEY_BYTES = 80,    /* that tell paragraphs apart */
    WORDS = 32,        /* longer words of a paragraph that are looked at */
    WORD_BYTES = 5,    /* of a longer word, at least */
    PROSE_BYTES = 240, /* of prose, whose words are kept */
    LINE_BYTES = 160,  /* of a paragraph, whose words are looked up */
    FEW_PROSE = 3,     /* paragraphs of prose that have too few words */
    AROUND = 12,       /* paragraphs that may have the same pattern */
};

/* How often a key was seen, and where last. */
struct seen {
    uint64_t key;
    uint32_t count, last;
};

struct table {
    struct seen *seen;
    size_t mask;
};

static struct table new_table(size_t keys, struct nr_arena *arena)
{
    size_t size = 16;
    while (size < 2 * keys)
        size *= 2;
    return (struct table){nr_arena_zero(arena, size, sizeof(struct seen)), size - 1};
}

/* key: odd. */
static struct seen *find(const struct table *table, uint64_t key)
{
    size_t i = (size_t)(key >> 8) & table->mask;
    while (table->seen[i].key && table->seen[i].key != key)
        i = (i + 1) & table->mask;
    return &table->seen[i];
}

static struct seen *add(const struct table *table, uint64_t key)
{
    struct seen *seen = find(table, key);
    seen->key = key;
    seen->count++;
    return seen;
}

/* A paragraph for comparing: ASCII letters and digits alone, lower case, every digit 0; other
 * characters as they are. */
static uint64_t rough_key(struct nr_str s)
{
    char key[KEY_BYTES];
    size_t n = 0;
    for (size_t i = 0; i < s.len && n < sizeof key; i++) {
        char c = nr_ascii_lower(s.data[i]);
        if (nr_ascii_is_digit(c))
            key[n++] = '0';
        else if ((c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80)
            key[n++] = c;
    }
    return nr_hash64(nr_str(key, n)) | 1;
}

static unsigned char by_length(const struct nr_traits *t, int step)
{
    return (unsigned char)(step * 3 + t->length);
}

static int level(uint32_t count)
{
    return count > 2 ? 2 : count > 1;
}

static void mark_repeated(struct nr_traits *t, const uint64_t *keys, size_t count,
                          struct nr_arena *arena)
{
    struct table table = new_table(count, arena);
    for (size_t i = 0; i < count; i++)
        add(&table, keys[i]);
    for (size_t i = 0; i < count; i++)
        t[i].value[NR_TRAIT_REPEATED] = by_length(&t[i], level(find(&table, keys[i])->count));
}

static uint64_t pair_key(const uint64_t *keys, size_t i)
{
    return (keys[i] * 31 + keys[i + 1]) | 1;
}

/* A menu that stands twice repeats its order too; prices and dates alone do not. */
static void mark_pairs(struct nr_traits *t, const uint64_t *keys, size_t count,
                       struct nr_arena *arena)
{
    struct table table = new_table(count, arena);
    for (size_t i = 0; i + 1 < count; i++)
        add(&table, pair_key(keys, i));
    for (size_t i = 0; i < count; i++) {
        uint32_t above = i > 0 ? find(&table, pair_key(keys, i - 1))->count : 0;
        uint32_t below = i + 1 < count ? find(&table, pair_key(keys, i))->count : 0;
        int pairs = (above > 1) + (below > 1) + (above > 2 || below > 2);
        t[i].value[NR_TRAIT_PAIR] = by_length(&t[i], pairs);
    }
}

/* Hashes of the longer words in the first bytes of s; pairs of characters of scripts without
 * spaces. At most WORDS of them; returns how many. */
static size_t hash_words(struct nr_str s, size_t bytes, uint64_t *keys)
{
    static const uint64_t fnv_offset = 14695981039346656037u, fnv_prime = 1099511628211u;
    struct nr_str head = nr_utf8_head(s, bytes);
    uint64_t hash = fnv_offset;
    size_t n = 0, from = 0;
    for (size_t i = 0; i <= head.len && n < WORDS; i++) {
        unsigned char c = i < head.len ? (unsigned char)nr_ascii_lower(head.data[i]) : ' ';
        bool wide = c >= 0xe3 && c < 0xee && i + 2 < head.len;
        if (wide && i + 5 < head.len && (unsigned char)head.data[i + 3] >= 0xe3)
            keys[n++] = nr_hash64(nr_str(head.data + i, 6)) | 1;
        if (!wide && ((c >= 'a' && c <= 'z') || c >= 0x80)) {
            hash = (hash ^ c) * fnv_prime;
            continue;
        }
        if (!wide && i - from >= WORD_BYTES)
            keys[n++] = hash | 1;
        i += wide ? 2 : 0;
        from = i + 1;
        hash = fnv_offset;
    }
    return n;
}

/* As many as hash_words may find. */
static size_t most_words(struct nr_str s)
{
    size_t most = s.len / 3 + 1;
    return most < WORDS ? most : WORDS;
}

/* A word counts once for a paragraph. */
static void keep_words(const struct table *table, struct nr_str s, uint32_t place)
{
    uint64_t keys[WORDS];
    size_t n = hash_words(s, PROSE_BYTES, keys);
    for (size_t i = 0; i < n; i++) {
        struct seen *seen = add(table, keys[i]);
        seen->count -= seen->last == place;
        seen->last = place;
    }
}

/* How much of the longer words stands in prose elsewhere, in steps: what belongs to an article
 * speaks of the same as the rest of it. */
static int shared_step(const struct table *table, struct nr_str s, uint32_t place)
{
    static const unsigned char limits[] = {0, 20, 40, 60, 80};
    uint64_t keys[WORDS];
    size_t n = hash_words(s, LINE_BYTES, keys), found = 0;
    int step = 0;
    for (size_t i = 0; i < n; i++) {
        const struct seen *seen = find(table, keys[i]);
        found += seen->count > 1 || (seen->count == 1 && seen->last != place);
    }
    while (step < 5 && n && found * 100 > limits[step] * n)
        step++;
    return n ? step + 2 : 0;
}

static void mark_shared(struct nr_traits *t, const struct nr_str *paragraphs, size_t count,
                        struct nr_arena *arena)
{
    size_t prose = 0, words = 0;
    for (size_t i = 0; i < count; i++) {
        prose += t[i].prose > 0;
        words += t[i].prose ? most_words(paragraphs[i]) : 0;
    }
    struct table table = new_table(words, arena);
    for (size_t i = 0; i < count; i++)
        if (t[i].prose)
            keep_words(&table, paragraphs[i], (uint32_t)i + 1);
    for (size_t i = 0; i < count; i++) {
        int step = shared_step(&table, paragraphs[i], (uint32_t)i + 1);
        t[i].value[NR_TRAIT_SHARED] = by_length(&t[i], prose < FEW_PROSE && step ? 1 : step);
    }
}

/* What a line looks like, as a number. */
static uint32_t look_of(const struct nr_traits *t)
{
    const unsigned char *v = t->value;
    return (uint32_t)v[NR_TRAIT_LENGTH] | (uint32_t)v[NR_TRAIT_FIRST] << 8 |
           (uint32_t)(v[NR_TRAIT_END] / 3) << 16 | (uint32_t)(v[NR_TRAIT_SIGN] / 2) << 24 |
           (uint32_t)(v[NR_TRAIT_DIGITS] > 0) << 31;
}

static void mark_patterns(struct nr_traits *t, size_t count, struct nr_arena *arena)
{
    uint32_t *looks = nr_arena_zero(arena, count, sizeof *looks);
    for (size_t i = 0; i < count; i++)
        looks[i] = look_of(&t[i]);
    for (size_t i = 0; i < count; i++) {
        size_t from = i > AROUND ? i - AROUND : 0, to = count - i > AROUND ? i + AROUND + 1 : count;
        int n = 0;
        for (size_t k = from; k + 1 < i; k++)
            n += looks[k] == looks[i];
        for (size_t k = i + 2; k < to; k++)
            n += looks[k] == looks[i];
        t[i].value[NR_TRAIT_PATTERN] = by_length(&t[i], (n > 0) + (n > 2) + (n > 5) + (n > 10));
    }
}

void nr_echoes_mark(struct nr_traits *t, const struct nr_str *paragraphs, size_t count,
                    struct nr_arena *arena)
{
    uint64_t *keys = nr_arena_zero(arena, count, sizeof *keys);
    for (size_t i = 0; i < count; i++)
        keys[i] = rough_key(paragraphs[i]);
    mark_repeated(t, keys, count, arena);
    mark_pairs(t, keys, count, arena);
    mark_shared(t, paragraphs, count, arena);
    mark_patterns(t, count, arena);
}
