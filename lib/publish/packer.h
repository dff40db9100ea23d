/* Packing lines into a frame that can be unpacked on its own (library internal). A packer is for
 * one thread. */
#ifndef NEWSREEL_LIB_PUBLISH_PACKER_H
#define NEWSREEL_LIB_PUBLISH_PACKER_H

#include "newsreel/publish/shards.h"

struct packer;

struct packer *packer_new(enum nr_packing packing);
/* Appends the frame to out. The same lines give the same frame. */
enum nr_status packer_pack(struct packer *p, struct nr_str lines, struct nr_buf *out,
                           struct nr_error *e);
void packer_free(struct packer *p);

/* Appends the lines of a frame, which have to be len bytes, to out. False when the frame is
 * anything else than one whole frame of that packing with so many bytes in it. */
bool packer_unpack(enum nr_packing packing, struct nr_str frame, size_t len, struct nr_buf *out);

#endif
