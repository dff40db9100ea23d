#include "newsreel/html/review.h"
#include "newsreel/json/json.h"

/* The strings of an array, separated by commas; false when there is anything else in it. */
static bool join(struct nr_str array, struct nr_arena *arena, struct nr_str *joined)
{
    struct nr_json element;
    struct nr_buf text = {0};
    bool strings = true;
    while (strings && nr_json_next_element(&array, &element) == NR_OK) {
        strings = element.type == NR_JSON_STRING;
        nr_buf_add_cstr(&text, text.len ? ", " : "");
        if (strings)
            nr_buf_add_str(&text, nr_json_text(element, arena, NULL));
    }
    if (strings)
        *joined = nr_arena_str(arena, nr_buf_str(&text));
    nr_buf_free(&text);
    return strings;
}

/* As people read it: a string decoded, strings in a row, anything else as it is written. */
static struct nr_str readable(struct nr_str raw, struct nr_arena *arena)
{
    struct nr_error ignored;
    struct nr_json value;
    struct nr_str joined;
    if (nr_json_scan(raw, &value, &ignored) != NR_OK)
        return raw;
    if (value.type == NR_JSON_STRING)
        return nr_json_text(value, arena, NULL);
    return value.type == NR_JSON_ARRAY && join(value.raw, arena, &joined) ? joined : value.raw;
}

void nr_review_members(struct nr_card *card, const struct nr_record *r, struct nr_arena *arena)
{
    struct nr_member_shown *members = nr_arena_zero(arena, NR_CARD_MEMBERS, sizeof *members);
    size_t n = 0;
    for (size_t i = 0; i < r->count && n < NR_CARD_MEMBERS; i++) {
        const struct nr_record_member *m = &r->members[i];
        if (m->removed || nr_str_is(m->key, "text") || nr_str_is(m->key, "html"))
            continue;
        struct nr_str value = readable(m->changed ? m->set : m->value.raw, arena);
        members[n++] = (struct nr_member_shown){m->key, value, m->changed};
        if (nr_str_is(m->key, "headline") || (nr_str_is(m->key, "url") && !card->title.len))
            card->title = value;
    }
    card->members = members;
    card->member_count = n;
}
