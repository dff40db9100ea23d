/* nr_record: one line of the stream, seen without building a tree.
 *
 * A record is one JSON object on one line. nr_record_scan checks the whole line once, strictly (RFC
 * 8259, UTF-8, nesting at most NR_JSON_DEPTH), without recursion, and notes where each top-level
 * member lies. Members are then looked up by decoded key ("te\u0078t" is "text"), decoded on
 * demand, and changed; nr_record_write splices the changes into the line and copies everything else
 * byte for byte.
 *
 * Invariants
 *   - Views that come back show bytes of the line, of the record or of the arena passed in. They
 *     live until the next scan on the record, the end of the line's bytes, or the reset of the
 *     arena.
 *   - A replaced member stays where it was; a new one is appended in the order of the nr_record_set
 *     calls. Setting a member twice keeps the last value. Removing takes exactly one comma with it.
 *   - A key that is looked up or set and occurs twice in the line makes the record bad. Other
 *     repeated keys pass.
 *   - Zero-initialised is ready for nr_record_scan; the owner calls nr_record_free. Steady state
 *     allocates nothing.
 *
 * Offsets in errors are columns: bytes from 1 in the line. */
#ifndef NEWSREEL_JSON_RECORD_H
#define NEWSREEL_JSON_RECORD_H

#include "newsreel/core/arena.h"
#include "newsreel/core/buf.h"
#include "newsreel/core/err.h"

enum { NR_JSON_DEPTH = 512 };

enum nr_json_type {
    NR_JSON_NULL,
    NR_JSON_FALSE,
    NR_JSON_TRUE,
    NR_JSON_NUMBER,
    NR_JSON_STRING,
    NR_JSON_ARRAY,
    NR_JSON_OBJECT,
};

/* A value as it stands in the line: raw has no blanks around it; a string's raw includes the
 * quotes. */
struct nr_json {
    enum nr_json_type type;
    bool escaped; /* a string with at least one backslash */
    struct nr_str raw;
};

struct nr_record_member {
    struct nr_str key; /* decoded */
    struct nr_json value;
    size_t from, to;   /* from the opening quote of the key to the end of the value, in the line */
    struct nr_str set; /* raw JSON that replaces the value when changed */
    bool changed, removed, renamed;
};

struct nr_record {
    struct nr_str line;               /* without the newline; a trailing CR is white space */
    struct nr_record_member *members; /* of the line, then the appended ones */
    size_t count, scanned, capacity;  /* members, those of the line, room */
    size_t replaced; /* lone surrogates that nr_record_text turned into U+FFFD since the scan */
    bool newline;    /* the line holds line feeds between tokens; written as spaces */
    struct nr_arena arena; /* decoded keys and new values */
    struct nr_buf scratch;
};

/* NR_OK, or NR_BAD with the reason and the column; the record is then without members. line must
 * live as long as the record is used. */
enum nr_status nr_record_scan(struct nr_record *r, struct nr_str line, struct nr_error *e);

/* The same for a line that is known to be valid UTF-8. */
enum nr_status nr_record_scan_utf8(struct nr_record *r, struct nr_str line, struct nr_error *e);

/* The member's value in the line (changes do not show). NR_END when there is none, NR_BAD when
 * there are two. */
enum nr_status nr_record_find(struct nr_record *r, struct nr_str key, struct nr_json *value,
                              struct nr_error *e);

/* The decoded text of a string member: a view into the line where nothing is escaped, else in the
 * arena. NR_END when the member is absent or null, NR_BAD when it is of another type or occurs
 * twice. */
enum nr_status nr_record_text(struct nr_record *r, struct nr_str key, struct nr_arena *arena,
                              struct nr_str *text, struct nr_error *e);

/* Replaces or appends a member. json is one valid JSON value (from nr_json_add_..., or raw of a
 * scanned value); it is copied. NR_BAD when the key occurs twice in the line. */
enum nr_status nr_record_set(struct nr_record *r, struct nr_str key, struct nr_str json,
                             struct nr_error *e);
enum nr_status nr_record_set_text(struct nr_record *r, struct nr_str key, struct nr_str text,
                                  struct nr_error *e);
enum nr_status nr_record_set_u64(struct nr_record *r, struct nr_str key, uint64_t n,
                                 struct nr_error *e);
/* Gives a member of the line another name: it keeps its place, and its value's bytes. From then on
 * it is looked up and set by the new name. NR_END when there is no such member. NR_BAD when key
 * occurs twice, or a member of the new name is there already. */
enum nr_status nr_record_rename(struct nr_record *r, struct nr_str key, struct nr_str name,
                                struct nr_error *e);
/* No effect where the member is absent. */
enum nr_status nr_record_remove(struct nr_record *r, struct nr_str key, struct nr_error *e);

/* Appends the line with all changes, and a newline. What is appended is one line: a line feed
 * between two tokens (of an object that was not read as a line) comes out as a space. */
void nr_record_write(const struct nr_record *r, struct nr_buf *out);

/* True for a seal: an object whose one member is "newsreel_seal". */
bool nr_record_is_seal(const struct nr_record *r);

void nr_record_free(struct nr_record *r);

#endif
