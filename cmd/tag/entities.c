#include "newsreel/tags/entities.h"
#include "newsreel/json/json.h"
#include "tagging.h"
#include <stdlib.h>

enum { UNSURE = 90 }; /* percent of a dateline that is nothing but capitals before a dash */

/* Nouns are written with a capital in them. */
static bool is_noun_capital(struct nr_str language)
{
    static const struct nr_str those[] = {NR_STR("de"), NR_STR("lb"), NR_STR("nds"), NR_STR("gsw")};
    struct nr_str primary = nr_str_sub(language, 0, nr_str_find_char(language, '-'));
    for (size_t i = 0; i < sizeof those / sizeof those[0]; i++)
        if (nr_str_eq_fold(primary, those[i]))
            return true;
    return false;
}

enum nr_status tag_entities_begin(struct tagging *t)
{
    struct nr_json language;
    enum nr_status status = nr_record_find(t->record, nr_str_of("language"), &language, t->e);
    if (status == NR_BAD)
        return NR_BAD;
    bool known = status == NR_OK && language.type == NR_JSON_STRING;
    nr_entities_begin(t->entities,
                      known && is_noun_capital(nr_json_text(language, t->arena, NULL)));
    return NR_OK;
}

void tag_entities_block(struct tagging *t, const struct nr_tokens *block)
{
    nr_entities_read(t->config->entities, t->entities, block, t->spans);
}

/* A name that is summed up: how often it is there, and where first. */
struct sum {
    struct nr_str name;
    size_t count, first;
};

static int by_name(const void *a, const void *b)
{
    const struct sum *x = a, *y = b;
    int order = nr_str_cmp(x->name, y->name);
    return order ? order : (x->first > y->first) - (x->first < y->first);
}

static int by_count(const void *a, const void *b)
{
    const struct sum *x = a, *y = b;
    int order = (x->count < y->count) - (x->count > y->count);
    return order ? order : (x->first > y->first) - (x->first < y->first);
}

static struct sum *sum_up(const struct tagging *t, const char *type, size_t *count)
{
    struct sum *sums = nr_arena_alloc(t->arena, (t->spans->count + 1) * sizeof *sums);
    struct nr_str wanted = nr_str_of(type);
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < t->spans->count; i++)
        if (nr_str_eq(t->spans->items[i].type, wanted))
            sums[n++] = (struct sum){t->spans->items[i].value, 1, t->spans->items[i].start};
    qsort(sums, n, sizeof *sums, by_name);
    for (size_t i = 0; i < n; i++) {
        if (kept && nr_str_eq(sums[kept - 1].name, sums[i].name))
            sums[kept - 1].count++;
        else
            sums[kept++] = sums[i];
    }
    qsort(sums, kept, sizeof *sums, by_count);
    *count = kept;
    return sums;
}

static void add_country(const struct tagging *t, struct nr_str name)
{
    char code[3];
    const struct nr_gazetteer *g = nr_entities_gazetteer(t->config->entities);
    nr_name_country(nr_gazetteer_of(g, name), code);
    if (code[0])
        nr_object_add_text(t->json, "country", nr_str_of(code));
}

static enum nr_status set_sums(struct tagging *t, const char *type, const char *key)
{
    size_t count;
    const struct sum *sums = sum_up(t, type, &count);
    if (!count)
        return NR_OK;
    nr_buf_reset(t->json, 1 << 20);
    for (size_t i = 0; i < count; i++) {
        nr_buf_add_char(t->json, i ? ',' : '[');
        nr_object_begin(t->json);
        nr_object_add_text(t->json, "name", sums[i].name);
        nr_object_add_u64(t->json, "count", sums[i].count);
        if (nr_str_is(nr_str_of(type), "place"))
            add_country(t, sums[i].name);
        nr_object_end(t->json);
    }
    nr_buf_add_char(t->json, ']');
    return tagging_set_new(t, key);
}

/* The name of a place as the text behind the dateline writes it, or as it is. */
static struct nr_str name_in_text(const struct tagging *t, struct nr_str name, size_t dateline)
{
    for (size_t i = 0; i < t->spans->count; i++) {
        const struct nr_span *s = &t->spans->items[i];
        if (s->start >= dateline && nr_str_is(s->type, "place") && nr_str_eq_fold(s->value, name))
            return s->value;
    }
    return name;
}

/* Whether what is called so in a dateline is a place: "UNITED BANK - Profits" has no date and no
 * agency, and is in no list. */
static bool is_place(const struct tagging *t, const struct nr_dateline *d, struct nr_str name)
{
    char code[3];
    const struct nr_gazetteer *g = nr_entities_gazetteer(t->config->entities);
    nr_name_country(nr_gazetteer_of(g, name), code);
    return d->percent > UNSURE || code[0];
}

/* In capitals, as agencies write where they are, a place looks like an organisation, and like
 * another place than the one that the text speaks of. */
static void read_dateline(struct tagging *t)
{
    const struct nr_dateline *d = &tagging_structure(t)->dateline;
    struct nr_str place = d->place.text;
    size_t start = place.len ? (size_t)(place.data - t->text.data) : 0;
    for (size_t i = t->listed; i < t->spans->count && place.len; i++) {
        struct nr_span *s = &t->spans->items[i];
        bool known = nr_str_is(s->type, "place");
        bool other = nr_str_is(s->type, "person") || nr_str_is(s->type, "organisation");
        if ((!known && !other) || s->start < start || s->end > start + place.len)
            continue;
        struct nr_str name = nr_str_sub(t->text, s->start, s->end);
        if (other && !is_place(t, d, name))
            continue;
        if (other)
            s->value = nr_spans_line(t->spans, name);
        s->type = nr_str_of("place");
        s->value = name_in_text(t, s->value, start + place.len);
    }
}

enum nr_status tag_entities(struct tagging *t)
{
    nr_entities_end(t->config->entities, t->entities, t->text, t->spans);
    read_dateline(t);
    if (set_sums(t, "person", "people") == NR_BAD ||
        set_sums(t, "organisation", "organisations") == NR_BAD ||
        set_sums(t, "place", "places") == NR_BAD)
        return NR_BAD;
    return NR_OK;
}
