/* What is open at a time is a stack: the operand's file at the bottom, above it the member of an
 * archive that is being taken apart, the member of that, and so on.
 *
 *     news.tar.zst      level 0: container
 *       07.zip          level 1: container
 *         a.warc.gz     level 2: records
 *
 * A level begins unknown: its first bytes say what it is. Small members of archives, which most
 * are, never become a level: they are read whole and, when they are documents, handed out. */
#ifndef NEWSREEL_SOURCE_STACK_H
#define NEWSREEL_SOURCE_STACK_H

#include "issues.h"
#include "newsreel/source/arc.h"
#include "newsreel/source/blocks.h"
#include "newsreel/source/container.h"
#include "newsreel/source/members.h"
#include "newsreel/source/pieces.h"
#include "newsreel/source/segments.h"
#include "newsreel/source/walk.h"
#include "wacz.h"
#include "wide.h"
#include <stdatomic.h>

enum {
    NR_SMALL = 1 << 20, /* members of archives up to this size are read whole */
    NR_KINDS = NR_KIND_BINARY + 1,
    NR_TYPES = NR_WARC_OTHER + 1,
};

/* A step's outcome beside those of nr_status: nothing to hand out yet. */
enum { NR_AGAIN = NR_END + 1 };

enum nr_reader {
    NR_READER_UNKNOWN,   /* to be recognised */
    NR_READER_RECORDS,   /* of a WARC or an ARC */
    NR_READER_CONTAINER, /* its members */
    NR_READER_LINES,     /* of JSON */
    NR_READER_PIECES,    /* of a format */
    NR_READER_REST,      /* behind the end of a container */
};

struct nr_level {
    enum nr_reader reader;
    struct nr_input *in;         /* NULL when a container reads the file itself */
    struct nr_segments segments; /* of a WARC */
    struct nr_arc *arc;          /* or NULL */
    struct nr_container *container;
    struct nr_wacz wacz; /* of a zip archive */
    struct nr_blocks blocks;
    struct nr_pieces pieces;
    bool some;            /* pieces have come out */
    bool damaged;         /* what it begins with is lost */
    struct nr_wide *wide; /* makes in's bytes out of those of wide_in, or NULL */
    struct nr_input *wide_in;
    size_t label;          /* length of the label of what is open here */
    struct nr_buf content; /* what in shows, when that is memory */
};

struct nr_members {
    struct nr_members_options options;
    struct nr_walk *walk; /* NULL: the operand is memory */
    struct nr_str memory, memory_name;
    bool memory_done;
    struct nr_level *levels;
    size_t depth;
    const char *path; /* of level 0 */
    struct nr_buf label;
    struct nr_buf whole; /* the last document that was read whole */
    uint64_t ordinal;
    uint64_t documents_before; /* where the file is begun; of lines of JSON: lines */
    /* Of a file that is not begun at its beginning: what it is. */
    bool resumed;
    enum nr_kind resumed_kind;
    const struct nr_format *resumed_format;
    struct nr_buf resumed_preamble;
    struct nr_issues *issues; /* NULL: the user has said what content is */
    bool broken;              /* error belongs to the member that was handed out last */
    struct nr_error error;
    uint64_t budget; /* bytes that may still come out of this file */
    uint64_t skipped[NR_KINDS], skipped_types[NR_TYPES];
    struct nr_members_skips skips[NR_KINDS + NR_TYPES + NR_PASSED];
    _Atomic uint64_t consumed;
    uint64_t finished; /* bytes of the operands' files that are done */
    uint64_t size;
};

/* Bytes taken from the file at the bottom. */
uint64_t nr_level_consumed(const struct nr_level *l);

/* Opens a level under the label as it is now. Takes in and content. */
void nr_stack_push(struct nr_members *m, struct nr_input *in, struct nr_buf content);
/* Closes the top level. */
void nr_stack_close(struct nr_members *m);

/* How a step ends without a document; e is given the label. Lose: something is lost, what is open
 * stays open. Give up: so is the top level, which is closed. Fail: the same for a member of an
 * archive; for an operand's file (and for all of it, when it has outgrown its budget) NR_FAIL. */
int nr_stack_lose(struct nr_members *m, struct nr_error *e);
int nr_stack_give_up(struct nr_members *m, struct nr_error *e);
int nr_stack_fail(struct nr_members *m, struct nr_error *e);
/* Leaves the top level aside, counts it under kind and closes it. */
int nr_stack_skip(struct nr_members *m, enum nr_kind kind);

/* Counts bytes that come out of the operand's file. False, with an error: more than allowed. */
bool nr_stack_spend(struct nr_members *m, uint64_t bytes, struct nr_error *e);
/* Fills in what the stack knows of a member. NR_OK. */
int nr_stack_hand_out(struct nr_members *m, enum nr_member_kind kind, struct nr_str bytes,
                      struct nr_member *member);

/* Content that is a document, and content that holds documents. */
bool nr_level_is_document(enum nr_kind kind);
bool nr_level_is_archive(const struct nr_members *m, enum nr_kind kind);
/* name: without the suffix of a compression. kind, or what the name says where content is no
 * help. */
enum nr_kind nr_level_promised(struct nr_str name, enum nr_kind kind);
/* The format of content of that kind that is no archive and no picture, or NULL. name as above. */
const struct nr_format *nr_level_format(const struct nr_members *m, struct nr_str name,
                                        enum nr_kind kind, struct nr_str head);

/* Looks at the beginning of the file that is to be begun in its middle. NR_FAIL: it cannot be. */
enum nr_status nr_level_probe(struct nr_members *m, const struct nr_input_options *options,
                              struct nr_error *e);

/* Steps: NR_AGAIN, or what nr_members_next says. The first finds out what a level is, the others
 * take the next piece out of one. */
int nr_level_recognise(struct nr_members *m, struct nr_member *member, struct nr_error *e);
int nr_level_block(struct nr_members *m, struct nr_member *member, struct nr_error *e);
int nr_level_piece(struct nr_members *m, struct nr_member *member, struct nr_error *e);
int nr_level_record(struct nr_members *m, struct nr_member *member, struct nr_error *e);
int nr_level_entry(struct nr_members *m, struct nr_member *member, struct nr_error *e);
int nr_level_rest(struct nr_members *m, struct nr_error *e);

#endif
