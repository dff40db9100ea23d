#include "newsreel/tags/quality.h"
#include "newsreel/json/json.h"
#include "tagging.h"

enum nr_status tagging_set_quality(struct tag_config *c, struct nr_str list, struct nr_error *e)
{
    struct nr_str name;
    c->quality_count = 0;
    while (nr_str_split(&list, ',', &name)) {
        enum nr_quality_set set;
        bool known = nr_quality_find(name, &set);
        for (size_t i = 0; known && i < c->quality_count; i++)
            known = c->quality[i] != set;
        if (!known) {
            nr_error_set(e, "--quality: '%.*s' is unknown or there twice; there are: %s",
                         name.len < 60 ? (int)name.len : 60, name.data, NR_QUALITY_NAMES);
            return NR_FAIL;
        }
        c->quality[c->quality_count++] = set;
    }
    return NR_OK;
}

static void add_span(struct nr_buf *json, const struct nr_signal *s, bool first)
{
    char digits[NR_DIGITS];
    if (!first)
        nr_buf_add_char(json, ',');
    nr_buf_add_char(json, '[');
    nr_buf_add_str(json, nr_str_decimal(s->start, digits));
    nr_buf_add_char(json, ',');
    nr_buf_add_str(json, nr_str_decimal(s->end, digits));
    nr_buf_add_char(json, ',');
    if (s->none)
        nr_buf_add_str(json, nr_str_of("null"));
    else
        nr_json_add_real(json, s->real);
    nr_buf_add_char(json, ']');
}

static void add_signal(struct nr_buf *json, const struct nr_signal *s)
{
    if (s->type == NR_SIGNAL_REAL)
        nr_object_add_real(json, s->key, s->real);
    else if (s->type == NR_SIGNAL_COUNT)
        nr_object_add_u64(json, s->key, s->count);
    else if (s->type == NR_SIGNAL_FLAG)
        nr_object_add_raw(json, s->key, nr_str_of(s->count ? "true" : "false"));
    else if (s->type == NR_SIGNAL_NONE)
        nr_object_add_raw(json, s->key, nr_str_of("null"));
    else
        nr_object_add_raw(json, s->key, nr_str_of(s->type == NR_SIGNAL_LIST ? "[" : "{"));
}

static void add_set(struct nr_buf *json, struct nr_quality *q, enum nr_quality_set set)
{
    size_t count;
    const struct nr_signal *s = nr_quality_signals(q, set, &count);
    bool open = false, list = false;
    nr_object_begin(json);
    for (size_t i = 0; i < count; i++) {
        if (open && !s[i].inside)
            nr_buf_add_char(json, list ? ']' : '}');
        open = s[i].inside || s[i].type == NR_SIGNAL_GROUP || s[i].type == NR_SIGNAL_LIST;
        list = s[i].type == NR_SIGNAL_SPAN || s[i].type == NR_SIGNAL_LIST;
        if (s[i].type == NR_SIGNAL_SPAN)
            add_span(json, &s[i], s[i - 1].type == NR_SIGNAL_LIST);
        else
            add_signal(json, &s[i]);
    }
    if (open)
        nr_buf_add_char(json, list ? ']' : '}');
    nr_object_end(json);
}

enum nr_status tag_quality(struct tagging *t)
{
    static const enum nr_quality_set usual[] = {NR_QUALITY_DOLMA_GOPHER_V2};
    size_t count = t->config->quality_count;
    const enum nr_quality_set *sets = count ? t->config->quality : usual;
    if (t->text.len > NR_QUALITY_LONGEST) {
        nr_error_set(t->e, "the text is too long for the tag quality");
        return NR_BAD;
    }
    if (!*t->quality)
        *t->quality = nr_quality_new();
    nr_quality_begin(*t->quality, t->text, t->language);
    nr_buf_reset(t->json, 1 << 20);
    if (count > 1)
        nr_object_begin(t->json);
    for (size_t i = 0; i < (count ? count : 1); i++) {
        if (count > 1)
            nr_object_add_raw(t->json, nr_quality_name(sets[i]), nr_str(NULL, 0));
        add_set(t->json, *t->quality, sets[i]);
    }
    if (count > 1)
        nr_object_end(t->json);
    return nr_record_set(t->record, nr_str_of("quality"), nr_buf_str(t->json), t->e);
}
