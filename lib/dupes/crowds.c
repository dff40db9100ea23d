#include "newsreel/dupes/crowds.h"
#include <stdlib.h>

void nr_crowds_count(struct nr_crowds *c, uint64_t key, struct nr_str name)
{
    struct nr_crowd *free = NULL;
    for (int i = 0; i < NR_CROWDS; i++) {
        struct nr_crowd *crowd = &c->crowds[i];
        if (crowd->count && crowd->key == key) {
            crowd->count++;
            return;
        }
        if (!crowd->count && !free)
            free = crowd;
    }
    if (free) {
        free->key = key;
        free->count = 1;
        free->name.len = 0;
        nr_buf_add_str(&free->name, name);
        return;
    }
    c->lost++;
    for (int i = 0; i < NR_CROWDS; i++)
        c->crowds[i].count--;
}

static int compare(const void *a, const void *b)
{
    const struct nr_crowd *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return (x->key > y->key) - (x->key < y->key);
}

void nr_crowds_sort(struct nr_crowds *c)
{
    qsort(c->crowds, NR_CROWDS, sizeof *c->crowds, compare);
}

void nr_crowds_free(struct nr_crowds *c)
{
    for (int i = 0; i < NR_CROWDS; i++)
        nr_buf_free(&c->crowds[i].name);
}
