#include "newsreel/tags/gazetteer.h"
#include "gazetteer_names.h"
#include "newsreel/core/mem.h"
#include "newsreel/tags/tokens.h"
#include <stdlib.h>

enum { SLOTS = 1 << 18, COUNTRY = 22, LETTERS = 26 };

struct entry {
    uint32_t key, found; /* an empty one has found 0 */
};

struct nr_gazetteer {
    struct entry *entries;
};

static size_t slot_of(const struct nr_gazetteer *g, uint32_t key)
{
    size_t i = (key * 0x85ebca6bu) >> 14;
    while (g->entries[i].found && g->entries[i].key != key)
        i = (i + 1) & (SLOTS - 1);
    return i;
}

static void add(struct nr_gazetteer *g, uint32_t key, uint32_t found)
{
    struct entry *entry = &g->entries[slot_of(g, key)];
    entry->key = key;
    entry->found |= found;
}

static void add_name(struct nr_gazetteer *g, struct nr_str name, uint32_t found)
{
    struct nr_str word;
    uint32_t key = 0;
    while (nr_str_split(&name, ' ', &word)) {
        if (key)
            add(g, key, NR_NAME_LONGER);
        key = nr_name_key(key, nr_token_hash(word));
    }
    add(g, key, found);
}

static uint32_t pack(const struct nr_name_list *list)
{
    uint32_t country =
        list->country[0]
            ? (uint32_t)((list->country[0] - 'A' + 1) * (LETTERS + 1) + list->country[1] - 'A' + 1)
            : 0;
    return list->kinds | country << COUNTRY;
}

void nr_name_country(uint32_t found, char code[3])
{
    uint32_t country = found >> COUNTRY;
    code[0] = code[1] = code[2] = '\0';
    if (!country)
        return;
    code[0] = (char)('A' - 1 + country / (LETTERS + 1));
    code[1] = (char)('A' - 1 + country % (LETTERS + 1));
}

struct nr_gazetteer *nr_gazetteer_new(void)
{
    struct nr_gazetteer *g = nr_alloc(sizeof *g);
    g->entries = nr_alloc_zero(SLOTS, sizeof *g->entries);
    for (const struct nr_name_list *list = nr_gazetteer_names; list->kinds; list++) {
        for (const char *const *names = list->names; *names; names++) {
            struct nr_str rest = nr_str_of(*names), name;
            while (nr_str_split(&rest, ',', &name) && name.len)
                add_name(g, name, pack(list));
        }
    }
    return g;
}

void nr_gazetteer_free(struct nr_gazetteer *g)
{
    if (g)
        free(g->entries);
    free(g);
}

uint32_t nr_gazetteer_find(const struct nr_gazetteer *g, uint32_t key)
{
    return g->entries[slot_of(g, key)].found;
}

uint32_t nr_gazetteer_of(const struct nr_gazetteer *g, struct nr_str name)
{
    struct nr_tokens tokens = {.count = 0};
    uint32_t key = 0;
    nr_tokens_begin(&tokens, name);
    while (nr_tokens_next(&tokens))
        for (size_t i = 0; i < tokens.count; i++)
            if (tokens.items[i].kind == NR_TOKEN_WORD)
                key = nr_name_key(key, tokens.items[i].hash);
    nr_tokens_free(&tokens);
    return nr_gazetteer_find(g, key);
}
