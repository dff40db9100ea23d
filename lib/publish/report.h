/* What the parts of the report share: the summary, and the facts that it is made from. */
#ifndef NEWSREEL_LIB_PUBLISH_REPORT_H
#define NEWSREEL_LIB_PUBLISH_REPORT_H

#include "newsreel/json/json.h"
#include "newsreel/publish/days.h"
#include "newsreel/publish/sizes.h"
#include "newsreel/publish/summary.h"
#include "newsreel/publish/top.h"

/* ---- Facts ---- */

/* A fact is a byte that says which, and what belongs to it, in the machine's own order of bytes.
 * Those of one record follow FACT_RECORD. */
enum fact {
    FACT_RECORD,
    FACT_DAY,    /* struct nr_day */
    FACT_LENGTH, /* uint64_t: code points of the text */
    FACT_WORDS,  /* uint64_t */
    FACT_CARD,   /* uint64_t: the hash, uint32_t: bytes that follow */
    FACT_NAME    /* + enum list; uint64_t: the hash, uint8_t: bytes that follow, of the name */
};

enum list {
    LIST_LANGUAGES,
    LIST_SOURCES,
    LIST_SITES,
    LIST_PEOPLE,
    LIST_ORGANISATIONS,
    LIST_PLACES,
    LIST_TOPICS,
    LIST_KEPT, /* ids of records that others are duplicates of */
    LISTS
};

/* ---- Lengths ---- */

/* Bin i holds lengths from lengths_from[i] to below lengths_from[i + 1]. */
enum { LENGTH_BINS = 50 };
extern const uint64_t report_lengths[LENGTH_BINS + 1];
size_t report_length_bin(uint64_t length);

struct lengths {
    uint64_t records, sum, least, most;
    uint64_t bins[LENGTH_BINS];
};

/* The length that so many of a thousand records do not exceed, about. */
uint64_t report_length_at(const struct lengths *l, unsigned thousandths);

/* ---- Stages ---- */

enum { STAGES_MOST = 40, REASONS_MOST = 60, INPUTS_MOST = 12 };

struct stage {
    struct nr_str program;
    uint64_t number, in, passed, rejected, out;
    uint64_t bytes, bytes_in; /* NR_NOWHERE: not known */
    uint64_t dropped, inputs; /* sums */
};

/* Why records went no further, the most frequent reason first. */
struct reason {
    struct nr_str program, why;
    bool bad; /* rejected, not dropped */
    uint64_t count;
};

struct nr_summary {
    uint64_t records, words, worded; /* worded: records whose words are counted */
    uint64_t duplicates;
    struct nr_days days;
    struct lengths lengths;
    struct nr_top lists[LISTS];
    struct nr_sizes clusters;
    struct nr_sample cards;

    struct stage stages[STAGES_MOST];
    size_t stage_count;
    uint64_t stages_left_out;
    uint64_t came_in;         /* to the stages that read what no other has written */
    uint64_t dropped, unread; /* in all stages */
    struct reason reasons[REASONS_MOST];
    size_t reason_count;
    uint64_t reasons_left_out; /* records */
    bool sealed;
    struct nr_arena arena; /* of the names in stages and reasons */
};

void report_read_stages(struct nr_summary *s, struct nr_str json, uint64_t bytes_in);

/* ---- Sizes of clusters ---- */

enum { SIZE_BINS = 9 };

/* Records of a cluster, the one that was kept and those that duplicate it: bin i has
 * report_sizes[i] or more, and fewer than the next. Returns the largest count. */
extern const uint64_t report_sizes[SIZE_BINS];
uint64_t report_count_sizes(const struct nr_summary *s, uint64_t counts[SIZE_BINS]);

/* ---- Cards ---- */

struct shown {
    struct nr_str name, value;
    bool cut;
};

/* One side of a card while it is read. empty: members that are null or empty; more: those that
 * there was no room for. */
struct side {
    struct nr_str rest;
    uint32_t count, empty, more;
};

/* A card of a record as it came, and of the row. */
void report_add_card(struct nr_buf *out, const struct nr_record *record, struct nr_str row,
                     struct nr_arena *arena);
/* Begins with the side that *card begins with, and moves *card behind it: as it came, then as
 * published. */
bool report_open_side(struct nr_str *card, struct side *side);
bool report_next_shown(struct side *side, struct shown *shown);
/* The headline, else the id, else the address; empty when there is none. */
struct nr_str report_card_title(struct nr_str card);

/* ---- What both forms write ---- */

/* "1,234,567" */
void report_add_count(struct nr_buf *out, uint64_t n);
/* "12.3 MB", decimal */
void report_add_bytes(struct nr_buf *out, uint64_t n);
/* "12.3 %"; "0.0 %" of nothing, and with a sign for "at most" where it would be that of
 * something */
void report_add_share(struct nr_buf *out, uint64_t part, uint64_t whole);
/* "1" of one, else "s" */
const char *report_plural(uint64_t n);
/* "2", "6 to 10", "101 and more" */
void report_add_size(struct nr_buf *out, size_t bin);
/* "100 to 149" for the lengths of a bin */
void report_add_length(struct nr_buf *out, size_t bin);
/* Sentences about what is counted how, one by one; false behind the last. */
bool report_next_remark(const struct nr_summary *s, size_t *at, struct nr_buf *out);
/* Names that are shown of a list: the first most. */
size_t report_shown(const struct nr_top *t, size_t most);

extern const char *const report_list_titles[LISTS];

#endif
