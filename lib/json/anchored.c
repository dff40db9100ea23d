#include "newsreel/json/anchored.h"

/* A dateline that is text, as other tools have it, points nowhere. */
static const struct {
    struct nr_str key;
    enum nr_json_type type;
} anchored[] = {{NR_STR("spans"), NR_JSON_ARRAY}, {NR_STR("dateline"), NR_JSON_OBJECT}};

bool nr_anchored_is(struct nr_str key, struct nr_json value)
{
    for (size_t i = 0; i < sizeof anchored / sizeof *anchored; i++)
        if (nr_str_eq(key, anchored[i].key))
            return value.type == anchored[i].type;
    return false;
}

enum nr_status nr_anchored_check(struct nr_record *r, struct nr_error *e)
{
    struct nr_json value;
    for (size_t i = 0; i < sizeof anchored / sizeof *anchored; i++)
        if (nr_record_find(r, anchored[i].key, &value, e) == NR_BAD)
            return NR_BAD;
    return NR_OK;
}

enum nr_status nr_anchored_remove(struct nr_record *r, bool *removed, struct nr_error *e)
{
    *removed = false;
    for (size_t i = 0; i < sizeof anchored / sizeof *anchored; i++) {
        struct nr_json value;
        enum nr_status status = nr_record_find(r, anchored[i].key, &value, e);
        if (status == NR_END || (status == NR_OK && !nr_anchored_is(anchored[i].key, value)))
            continue;
        if (status != NR_OK || nr_record_remove(r, anchored[i].key, e) != NR_OK)
            return NR_BAD;
        *removed = true;
    }
    return NR_OK;
}
