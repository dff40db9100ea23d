#include "structure.h"
#include "newsreel/html/date.h"
#include "newsreel/json/json.h"
#include "newsreel/tags/structure.h"
#include "newsreel/text/agencies.h"
#include "newsreel/text/furniture.h"

enum { SOURCES_MOST = 32 };

struct tagging {
    struct nr_record *record;
    struct nr_buf *json;
    struct nr_error *e;
    const struct nr_structure *found;
    struct nr_str created;
};

/* What an array holds so far. */
struct list {
    struct nr_str names[SOURCES_MOST];
    size_t count;
};

/* Sets a member that the record does not have, or has as null. */
static enum nr_status set_new(struct tagging *t, const char *key)
{
    struct nr_json known;
    enum nr_status status = nr_record_find(t->record, nr_str_of(key), &known, t->e);
    if (status == NR_BAD || (status == NR_OK && known.type != NR_JSON_NULL))
        return status;
    return nr_record_set(t->record, nr_str_of(key), nr_buf_str(t->json), t->e);
}

static enum nr_status set_text(struct tagging *t, const char *key, struct nr_str text)
{
    if (!text.len)
        return NR_OK;
    nr_buf_reset(t->json, 1 << 20);
    nr_json_add_text(t->json, text);
    return set_new(t, key);
}

static void add_text(struct nr_buf *json, const char *key, struct nr_str text)
{
    if (text.len)
        nr_object_add_text(json, key, text);
}

static enum nr_status set_dateline(struct tagging *t)
{
    const struct nr_dateline *d = &t->found->dateline;
    char date[NR_DATELINE_DATE_SIZE];
    if (!d->percent)
        return NR_OK;
    nr_buf_reset(t->json, 1 << 20);
    nr_object_begin(t->json);
    nr_object_add_u64(t->json, "s", d->whole.start);
    nr_object_add_u64(t->json, "e", d->whole.end);
    add_text(t->json, "place", d->place.text);
    if (nr_dateline_date(d, t->created, date))
        nr_object_add_text(t->json, "date", nr_str_of(date));
    add_text(t->json, "agency", d->agency.text);
    nr_buf_addf(t->json, ",\"c\":0.%02u", d->percent % 100);
    nr_object_end(t->json);
    return set_new(t, "dateline");
}

/* Whether name is new in the list, which it joins. */
static bool joins(struct list *list, struct nr_str name)
{
    for (size_t i = 0; i < list->count; i++)
        if (nr_str_eq(list->names[i], name))
            return false;
    if (list->count == SOURCES_MOST)
        return false;
    list->names[list->count++] = name;
    return true;
}

static struct nr_str names_of(const struct nr_structure *s)
{
    return nr_str_sub(s->by.text, s->by_intro, s->by.text.len);
}

/* Behind a name of more words, one alone is a title or an outlet. */
static bool is_word(struct nr_str s)
{
    return nr_str_find_char(s, ' ') == s.len;
}

static enum nr_status set_by(struct tagging *t)
{
    struct list list = {.count = 0};
    struct nr_str rest = names_of(t->found), name;
    nr_buf_reset(t->json, 1 << 20);
    while (nr_byline_next(&rest, &name)) {
        bool title = list.count && is_word(name) && !is_word(list.names[0]);
        if (title || nr_agency_of(name).len || !joins(&list, name))
            continue;
        nr_buf_add_char(t->json, list.count > 1 ? ',' : '[');
        nr_json_add_text(t->json, name);
    }
    if (!list.count)
        return NR_OK;
    nr_buf_add_char(t->json, ']');
    return set_new(t, "by");
}

static void add_source(struct tagging *t, struct list *list, struct nr_str name, const char *role)
{
    if (!name.len || !joins(list, name))
        return;
    nr_buf_add_char(t->json, list->count > 1 ? ',' : '[');
    nr_object_begin(t->json);
    nr_object_add_text(t->json, "name", name);
    nr_object_add_text(t->json, "role", nr_str_of(role));
    nr_object_end(t->json);
}

/* The name by which the agency is known, or the one that is given. */
static struct nr_str agency_name(struct nr_str agency)
{
    struct nr_str known = nr_agency_of(agency);
    return known.len ? known : agency;
}

static enum nr_status set_sources(struct tagging *t)
{
    struct list list = {.count = 0};
    struct nr_str rest = names_of(t->found), name;
    const char *role = NULL;
    struct nr_credit credit;
    nr_buf_reset(t->json, 1 << 20);
    add_source(t, &list, agency_name(t->found->dateline.agency.text), "agency");
    while (nr_byline_next(&rest, &name))
        add_source(t, &list, nr_agency_of(name), "agency");
    rest = t->found->credit.text;
    while (nr_credit_next(&rest, &role, &credit))
        add_source(t, &list, agency_name(credit.name), credit.role);
    if (!list.count)
        return NR_OK;
    nr_buf_add_char(t->json, ']');
    return set_new(t, "infoSources");
}

static enum nr_status set_embargo(struct tagging *t)
{
    char date[NR_DATE_SIZE];
    bool known = t->found->embargo.text.len && nr_date_parse(t->found->embargo.text, date);
    return known ? set_text(t, "embargoedUntil", nr_str_of(date)) : NR_OK;
}

enum nr_status structure_tag(struct nr_record *record, struct nr_str text, struct nr_arena *arena,
                             struct nr_buf *json, struct nr_error *e)
{
    struct nr_structure found;
    struct tagging t = {record, json, e, &found, {NULL, 0}};
    struct nr_json created;
    nr_structure_read(&found, text);
    enum nr_status status = nr_record_find(record, nr_str_of("created"), &created, e);
    if (status == NR_BAD)
        return NR_BAD;
    if (status == NR_OK && created.type == NR_JSON_STRING)
        t.created = nr_json_text(created, arena, NULL);
    if (set_dateline(&t) == NR_BAD || set_by(&t) == NR_BAD || set_sources(&t) == NR_BAD ||
        set_text(&t, "section", found.kicker.text) == NR_BAD ||
        set_text(&t, "correction", found.correction.text) == NR_BAD || set_embargo(&t) == NR_BAD)
        return NR_BAD;
    return NR_OK;
}
