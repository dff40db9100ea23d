#include "segments.h"

void nr_segments_choose(const long *gains, size_t count, long cost, long skip, bool *chosen,
                        struct nr_arena *arena)
{
    /* Whether the best way to be inside, or outside, behind element i comes from inside. */
    struct step {
        bool in_from_in, out_from_in;
    } *steps = nr_arena_zero(arena, count, sizeof *steps);
    long in = -cost, out = 0;
    for (size_t i = 0; i < count; i++) {
        long gain = gains[i] > -skip ? gains[i] : -skip;
        steps[i].in_from_in = i > 0 && in >= out - cost;
        steps[i].out_from_in = i > 0 && in > out;
        long inside = (steps[i].in_from_in ? in : out - cost) + gain;
        out = steps[i].out_from_in ? in : out;
        in = inside;
    }
    bool inside = in > out;
    for (size_t i = count; i-- > 0;) {
        chosen[i] = inside;
        inside = inside ? steps[i].in_from_in : steps[i].out_from_in;
    }
}
