/* What the parts of the schema share: the fields as a tree, and walking it. */
#ifndef NEWSREEL_LIB_PUBLISH_SCHEMA_H
#define NEWSREEL_LIB_PUBLISH_SCHEMA_H

#include "newsreel/publish/schema.h"

/* How long the key of a field with null may be to be copied at once, with as many bytes. */
enum { AT_ONCE = 48 };

struct nr_schema {
    struct nr_arena arena;  /* all there is */
    struct nr_field *all;   /* as the text has them */
    struct nr_field *used;  /* after nr_schema_use */
    struct nr_field *asked; /* left out, where nobody named any */
    struct nr_slots slots;  /* members of the record */
};

/* The name of a type as the text of a schema has it, without :N and []. */
extern const char *const nr_field_type_names[NR_FIELD_TYPES];

/* Names one by one; the number of a name comes back, and stays. */
size_t nr_slots_add(struct nr_slots *slots, struct nr_arena *arena, struct nr_str name);
/* Makes the table, when all names are there. */
void nr_slots_end(struct nr_slots *slots, struct nr_arena *arena);

static inline size_t nr_slots_hash(struct nr_str s)
{
    size_t len = s.len;
    return len * 31 + (size_t)(unsigned char)s.data[0] * 7 +
           (size_t)(unsigned char)s.data[len / 2] * 131 + (unsigned char)s.data[len - 1];
}

/* Most names inside objects are a letter. */
static inline bool nr_slots_is(struct nr_str a, struct nr_str b)
{
    return a.len == b.len && a.data[0] == b.data[0] &&
           (a.len == 1 || memcmp(a.data, b.data, a.len) == 0);
}

/* The number of a name, or slots->count. */
static inline size_t nr_slots_find(const struct nr_slots *slots, struct nr_str name)
{
    if (!name.len)
        return slots->count;
    for (size_t at = nr_slots_hash(name) & slots->mask; slots->table[at];
         at = (at + 1) & slots->mask)
        if (nr_slots_is(slots->names[slots->table[at] - 1u], name))
            return slots->table[at] - 1u;
    return slots->count;
}

#endif
