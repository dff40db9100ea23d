/* What is being made of one member: shared by the writers of documents (document.c) and of stories
 * (stories.c). */
#ifndef NEWSREEL_LIB_SOURCE_DRAFT_H
#define NEWSREEL_LIB_SOURCE_DRAFT_H

#include "newsreel/source/document.h"

struct nr_draft {
    const struct nr_document_options *options;
    struct nr_document_scratch *scratch;
    const struct nr_member *member;
    struct nr_arena *arena;
    struct nr_str body;    /* without HTTP and its codings */
    struct nr_str type;    /* media type as declared, perhaps empty */
    struct nr_str charset; /* as declared, perhaps empty */
    bool markup, truncated;
    bool extra_line, unchecked; /* as in nr_document_fate */
    struct nr_decoded decoded;
};

/* Text from a header as it may stand in a record: valid UTF-8 without NUL. */
struct nr_str nr_draft_clean(struct nr_arena *arena, struct nr_str s);

/* Adds text, unless it is empty. */
void nr_draft_add_known(struct nr_buf *out, const char *key, struct nr_str text);

/* Adds the members that say where a document comes from: id (the one given, else the archive's,
 * else a hash of source and number), source, offset, length. */
void nr_draft_add_place(const struct nr_draft *d, struct nr_str id, struct nr_str number,
                        struct nr_buf *out);

/* The id that a document of source has which has no other; number as above. */
struct nr_str nr_draft_id(const struct nr_draft *d, struct nr_str source, struct nr_str number);

/* text with its hard-wrapped lines joined, unless the options say otherwise. Line ends become LF.
 * The view lives until the next call. */
struct nr_str nr_draft_join(const struct nr_draft *d, struct nr_str text);

/* Reads the member, a piece of a format, and appends the lines of its stories. As
 * nr_document_write. */
enum nr_status nr_draft_stories(struct nr_draft *d, struct nr_buf *out,
                                struct nr_document_fate *fate, struct nr_error *e);

#endif
