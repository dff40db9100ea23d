/* nr_feed: the reading end of a filter. Fills slots with whole lines from its operands, or with the
 * members of archives. */
#ifndef NEWSREEL_LIB_STREAM_FEED_H
#define NEWSREEL_LIB_STREAM_FEED_H

#include "newsreel/stream/ring.h"
#include "slot.h"

struct nr_feed;

struct nr_feed_options {
    bool members; /* take archives apart; else operands are NDJSON */
    size_t batch; /* bytes of a slot at which it is passed on */
    struct nr_members_options source;
};

/* paths[count] must outlive the feed; none is standard input. Opens nothing yet. */
struct nr_feed *nr_feed_open(const char *const *paths, size_t count,
                             const struct nr_feed_options *options);

/* For struct nr_ring_calls. */
enum nr_status nr_feed_fill(struct nr_feed *feed, struct nr_ring *ring, struct nr_slot *slot);

/* Bytes read of the operands and their size in all (0: not known). Any thread. */
uint64_t nr_feed_consumed(const struct nr_feed *feed);
uint64_t nr_feed_size(const struct nr_feed *feed);
/* What members were left aside for their kind. After the last fill. */
size_t nr_feed_skips(const struct nr_feed *feed, const struct nr_members_skips **skips);
void nr_feed_close(struct nr_feed *feed);

#endif
