/* nr_keeper: bytes that several hold, and that nobody writes to any more.
 *
 * Whoever gets a view together with a keeper may hold the bytes longer than the view is promised to
 * live. The last one to drop them, on whichever thread, gives them back. */
#ifndef NEWSREEL_CORE_KEEPER_H
#define NEWSREEL_CORE_KEEPER_H

#include <stdatomic.h>

struct nr_keeper {
    _Atomic unsigned holders;
    void (*release)(struct nr_keeper *self); /* called once, when nobody holds them */
};

/* k, with one more holder; NULL stays NULL. */
static inline struct nr_keeper *nr_keeper_hold(struct nr_keeper *k)
{
    if (k)
        atomic_fetch_add_explicit(&k->holders, 1, memory_order_relaxed);
    return k;
}

static inline void nr_keeper_drop(struct nr_keeper *k)
{
    if (k && atomic_fetch_sub_explicit(&k->holders, 1, memory_order_acq_rel) == 1)
        k->release(k);
}

#endif
