/* nr_sealing: the seals of a run: checks those that come in, counts and hashes what goes out.
 *
 * A stream is an operand, or a file of records inside an archive. The output of a filter of records
 * is sealed when each of its operands has ended with a seal that agrees; a stream of which
 * something has been lost, with a message, cannot be checked any more, and its seal counts for
 * nothing. */
#ifndef NEWSREEL_LIB_STREAM_SEALING_H
#define NEWSREEL_LIB_STREAM_SEALING_H

#include "newsreel/stream/seal.h"
#include "slot.h"

struct nr_sealing {
    struct nr_hasher *in, *out; /* NULL: nobody asks */
    bool members;               /* streams are files in archives: not all of them are known */
    uint64_t stream;            /* the one that is being read; 0: none yet */
    uint64_t records;           /* of it */
    bool ended, broken;         /* by a seal; something of it is lost */
    uint64_t open;              /* the first operand without; 0: none so far */
    struct nr_stages stages;    /* of all seals */
};

/* Goes through a slot's records before they are drained. A record that must end the run (it follows
 * a seal, or is a seal that does not agree) gets the error, and stops set. In a file inside an
 * archive only the seal is bad. */
void nr_sealing_watch(struct nr_sealing *s, struct nr_slot *slot);

/* After the last slot: whether all of so many operands were sealed. Else s->open is the first that
 * was not. */
bool nr_sealing_proven(struct nr_sealing *s, uint64_t operands);

void nr_sealing_free(struct nr_sealing *s);

#endif
