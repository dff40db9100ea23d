/* nr_worker: what one worker thread holds, and what it does with a slot. */
#ifndef NEWSREEL_LIB_STREAM_WORK_H
#define NEWSREEL_LIB_STREAM_WORK_H

#include "slot.h"

#define NR_WORK_LONG_LINE "line longer than %zu bytes"

struct nr_worker {
    struct nr_record record;
    struct nr_arena arena;
    void *scratch;
};

/* What all workers share and none changes. */
struct nr_work {
    const struct nr_filter *filter;
    const void *config;
    size_t max_record;    /* bytes of a line */
    bool blocks;          /* lines are no records: map gets them in blocks */
    bool sides[NR_SIDES]; /* which side outputs somebody asked for */
};

/* Turns the pieces of a slot into results and output. */
void nr_work_slot(const struct nr_work *work, struct nr_worker *worker, struct nr_slot *slot);

#endif
