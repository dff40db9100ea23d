/* nr_prefetch: units that threads decode ahead of the walk.
 *
 * Where units lie is only guessed, by how they begin; each thread has a decoder of its own, the
 * same that the walk has. A unit comes out of here only when it was decoded to its sound end, and
 * the walk takes it only where it would have begun to decode one itself. So what is read is what
 * one thread reads: a wrong guess, damage, and what is too large cost time and are left to the
 * walk, which alone knows places, gaps and errors.
 *
 * Bounds: it looks at no more than NR_PREFETCH_LOOK compressed bytes behind the walk, and has a
 * copy of as many at most; texts that wait, are held or spare take NR_PREFETCH_TEXT_OF_ONE for each
 * thread, and NR_PREFETCH_TEXT for any number of them. A thread's decoder comes on top: 175 KiB for
 * gzip; for zstd 250 KiB and as much of its window as is written to.
 *
 * It reads only what does not have to be waited for, and starts no thread before there is work for
 * it. One thread at a time calls these functions. */
#ifndef NEWSREEL_SOURCE_PREFETCH_H
#define NEWSREEL_SOURCE_PREFETCH_H

#include "units.h"

enum {
    NR_PREFETCH_LOOK = 5 << 20,
    NR_PREFETCH_TEXT_OF_ONE = 9 << 20,
    NR_PREFETCH_TEXT = 26 << 20,
};

struct nr_prefetch;

/* A unit that was decoded. Units that follow each other in the file often do in memory. */
struct nr_unit {
    size_t packed; /* its length */
    struct nr_str bytes;
    struct nr_keeper *keeper; /* of the bytes */
};

struct nr_prefetch *nr_prefetch_new(const struct nr_codec *codec, unsigned threads);

/* The walk is at a border: looks at what follows and gives it to the threads. self is the walk's
 * decoder. Nothing is looked at before the first unit is over, nor behind one of more than half of
 * NR_PREFETCH_LOOK: there may be nothing but large units. */
void nr_prefetch_look(struct nr_prefetch *p, void *self, struct nr_ahead *in);

/* The unit that begins at position, when it is there or a thread is about to have it; self may
 * decode a whole run for it. Positions never go back. The bytes live until the next one is taken,
 * or as long as they are held. */
bool nr_prefetch_take(struct nr_prefetch *p, void *self, uint64_t position, struct nr_unit *unit);

/* Bytes that are held stay. */
void nr_prefetch_close(struct nr_prefetch *p);

#endif
