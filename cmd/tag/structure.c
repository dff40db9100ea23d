#include "newsreel/tags/structure.h"
#include "newsreel/html/date.h"
#include "newsreel/json/json.h"
#include "newsreel/text/agencies.h"
#include "newsreel/text/top_lines.h"
#include "tagging.h"

enum { SOURCES_MOST = 32 };

/* A record's structure on its way into members. */
struct structure {
    struct tagging *t;
    struct nr_buf *json;
    const struct nr_structure *found;
};

/* What an array holds so far. */
struct list {
    struct nr_str names[SOURCES_MOST];
    size_t count;
};

static void add_text(struct nr_buf *json, const char *key, struct nr_str text)
{
    if (text.len)
        nr_object_add_text(json, key, text);
}

static enum nr_status set_dateline(struct structure *s)
{
    const struct nr_dateline *d = &s->found->dateline;
    char date[NR_DATELINE_DATE_SIZE];
    if (!d->percent)
        return NR_OK;
    nr_buf_reset(s->json, 1 << 20);
    nr_object_begin(s->json);
    size_t start = (size_t)(d->whole.text.data - s->t->text.data);
    struct nr_offset unit = {.text = s->t->text, .unit = s->t->config->offsets};
    nr_object_add_u64(s->json, "s", nr_offset_at(&unit, start));
    nr_object_add_u64(s->json, "e", nr_offset_at(&unit, start + d->whole.text.len));
    add_text(s->json, "place", d->place.text);
    if (nr_dateline_date(d, s->t->created, date))
        nr_object_add_text(s->json, "date", nr_str_of(date));
    add_text(s->json, "agency", d->agency.text);
    nr_buf_addf(s->json, ",\"c\":0.%02u", d->percent % 100);
    nr_object_end(s->json);
    return tagging_set_new(s->t, "dateline");
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

static enum nr_status set_by(struct structure *s)
{
    struct list list = {.count = 0};
    struct nr_str rest = names_of(s->found), name;
    nr_buf_reset(s->json, 1 << 20);
    while (nr_byline_next(&rest, &name)) {
        bool title = list.count && is_word(name) && !is_word(list.names[0]);
        if (title || nr_agency_of(name).len || !joins(&list, name))
            continue;
        nr_buf_add_char(s->json, list.count > 1 ? ',' : '[');
        nr_json_add_text(s->json, name);
    }
    if (!list.count)
        return NR_OK;
    nr_buf_add_char(s->json, ']');
    return tagging_set_new(s->t, "by");
}

static void add_source(struct structure *s, struct list *list, struct nr_str name, const char *role)
{
    if (!name.len || !joins(list, name))
        return;
    nr_buf_add_char(s->json, list->count > 1 ? ',' : '[');
    nr_object_begin(s->json);
    nr_object_add_text(s->json, "name", name);
    nr_object_add_text(s->json, "role", nr_str_of(role));
    nr_object_end(s->json);
}

/* The name by which the agency is known, or the one that is given. */
static struct nr_str agency_name(struct nr_str agency)
{
    struct nr_str known = nr_agency_of(agency);
    return known.len ? known : agency;
}

static enum nr_status set_sources(struct structure *s)
{
    struct list list = {.count = 0};
    struct nr_str rest = names_of(s->found), name;
    const char *role = NULL;
    struct nr_credit credit;
    nr_buf_reset(s->json, 1 << 20);
    add_source(s, &list, agency_name(s->found->dateline.agency.text), "agency");
    while (nr_byline_next(&rest, &name))
        add_source(s, &list, nr_agency_of(name), "agency");
    rest = s->found->credit.text;
    while (nr_credit_next(&rest, &role, &credit))
        add_source(s, &list, agency_name(credit.name), credit.role);
    if (!list.count)
        return NR_OK;
    nr_buf_add_char(s->json, ']');
    return tagging_set_new(s->t, "infoSources");
}

static enum nr_status set_embargo(struct structure *s)
{
    char date[NR_DATE_SIZE];
    bool known = s->found->embargo.text.len && nr_date_parse(s->found->embargo.text, date);
    return known ? tagging_set_text(s->t, "embargoedUntil", nr_str_of(date)) : NR_OK;
}

enum nr_status tag_structure(struct tagging *t)
{
    struct structure s = {.t = t, .json = t->json, .found = tagging_structure(t)};
    if (set_dateline(&s) == NR_BAD || set_by(&s) == NR_BAD || set_sources(&s) == NR_BAD ||
        tagging_set_text(t, "section", s.found->kicker.text) == NR_BAD ||
        tagging_set_text(t, "correction", s.found->correction.text) == NR_BAD ||
        set_embargo(&s) == NR_BAD)
        return NR_BAD;
    return NR_OK;
}
