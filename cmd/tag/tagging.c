#include "tagging.h"
#include "newsreel/json/json.h"

enum { JSON_KEPT = 1 << 20 };

const struct nr_structure *tagging_structure(struct tagging *t)
{
    if (!t->structure_read)
        nr_structure_read(&t->structure, t->text);
    t->structure_read = true;
    return &t->structure;
}

void tagging_begin(struct tagging *t)
{
    nr_buf_reset(t->json, JSON_KEPT);
}

enum nr_status tagging_set_new(struct tagging *t, const char *key)
{
    struct nr_json known;
    enum nr_status status = nr_record_find(t->record, nr_str_of(key), &known, t->e);
    if (status == NR_BAD || (status == NR_OK && known.type != NR_JSON_NULL))
        return status;
    return nr_record_set(t->record, nr_str_of(key), nr_buf_str(t->json), t->e);
}

enum nr_status tagging_set_text(struct tagging *t, const char *key, struct nr_str text)
{
    if (!text.len)
        return NR_OK;
    tagging_begin(t);
    nr_json_add_text(t->json, text);
    return tagging_set_new(t, key);
}

static void add_range(struct nr_buf *json, struct nr_offset *unit, struct nr_range range,
                      const char *start, const char *end)
{
    if (range.start == range.end)
        return;
    nr_object_add_u64(json, start, nr_offset_at(unit, range.start));
    nr_object_add_u64(json, end, nr_offset_at(unit, range.end));
}

static void add_span(struct nr_buf *json, struct nr_offset *unit, const struct nr_span *span)
{
    if (json->data[json->len - 1] != '[')
        nr_buf_add_char(json, ',');
    nr_object_begin(json);
    nr_object_add_u64(json, "s", nr_offset_at(unit, span->start));
    nr_object_add_u64(json, "e", nr_offset_at(unit, span->end));
    nr_object_add_text(json, "t", span->type);
    if (span->value.len)
        nr_object_add_text(json, "v", span->value);
    if (span->percent == 100)
        nr_object_add_u64(json, "c", 1);
    else if (span->percent)
        nr_buf_addf(json, ",\"c\":0.%02u", span->percent);
    add_range(json, unit, span->speaker, "speaker_s", "speaker_e");
    add_range(json, unit, span->cue, "cue_s", "cue_e");
    add_range(json, unit, span->via, "via_s", "via_e");
    nr_object_end(json);
}

enum rank { OTHER, NUMBER, AMOUNT, DATE, CONTACT };

static enum rank rank_of(struct nr_str type)
{
    static const struct {
        const char *type;
        enum rank rank;
    } ranks[] = {
        {"number", NUMBER}, {"percent", AMOUNT}, {"money", AMOUNT},   {"quantity", AMOUNT},
        {"date", DATE},     {"time", DATE},      {"datetime", DATE},  {"duration", DATE},
        {"set", DATE},      {"daterange", DATE}, {"timerange", DATE}, {"datetimerange", DATE},
        {"email", CONTACT}, {"url", CONTACT},    {"ip", CONTACT},     {"card", CONTACT},
        {"iban", CONTACT},  {"phone", CONTACT},  {"handle", CONTACT}, {"hashtag", CONTACT},
    };
    for (size_t i = 0; i < sizeof ranks / sizeof ranks[0]; i++)
        if (nr_str_is(type, ranks[i].type))
            return ranks[i].rank;
    return OTHER;
}

/* Whether a span of the first rank gives way to one of the second that overlaps it. */
static bool gives_way(enum rank a, enum rank b)
{
    return (a == NUMBER && b >= DATE) || (a == AMOUNT && b == CONTACT);
}

/* A date that is a part of a number or an amount is none: "five and a quarter percent", "2 1/4". */
static void drop_parts_of_numbers(struct nr_spans *s)
{
    struct nr_range number = {0, 0};
    size_t kept = 0;
    for (size_t i = 0; i < s->count; i++) {
        struct nr_span span = s->items[i];
        enum rank rank = rank_of(span.type);
        bool is_part = rank == DATE && span.end <= number.end && span.start >= number.start &&
                       span.end - span.start < number.end - number.start;
        if (rank == NUMBER || rank == AMOUNT)
            number = (struct nr_range){span.start, span.end};
        if (!is_part)
            s->items[kept++] = span;
    }
    s->count = kept;
}

/* Takes out the spans that give way; they are sorted. One pass each way, with the edge of what was
 * passed of each rank. */
static void drop_covered(struct nr_spans *s)
{
    size_t ends[CONTACT + 1] = {0}, starts[CONTACT + 1], kept = 0;
    for (size_t r = 0; r <= CONTACT; r++)
        starts[r] = SIZE_MAX;
    for (size_t i = s->count; i-- > 0;) {
        enum rank rank = rank_of(s->items[i].type);
        for (enum rank r = DATE; r <= CONTACT; r++)
            if (gives_way(rank, r) && s->items[i].end > starts[r])
                s->items[i].type = nr_str_of("");
        starts[rank] = s->items[i].start;
    }
    for (size_t i = 0; i < s->count; i++) {
        struct nr_span span = s->items[i];
        enum rank rank = rank_of(span.type);
        bool drop = !span.type.len;
        for (enum rank r = DATE; r <= CONTACT; r++)
            drop |= gives_way(rank, r) && span.start < ends[r];
        ends[rank] = span.end > ends[rank] ? span.end : ends[rank];
        if (!drop)
            s->items[kept++] = span;
    }
    s->count = kept;
}

enum nr_status tagging_write_spans(struct tagging *t)
{
    const struct nr_str key = nr_str_of("spans");
    struct nr_offset unit = {.text = t->text, .unit = t->config->offsets};
    struct nr_json known;
    enum nr_status status = nr_record_find(t->record, key, &known, t->e);
    if (status == NR_BAD)
        return NR_BAD;
    bool some = status == NR_OK && !t->rewritten && known.type != NR_JSON_NULL;
    if (some && known.type != NR_JSON_ARRAY) {
        nr_error_set(t->e, "member \"spans\" is not an array");
        return NR_BAD;
    }
    nr_spans_sort(t->spans);
    drop_parts_of_numbers(t->spans);
    drop_covered(t->spans);
    tagging_begin(t);
    nr_buf_add_str(t->json, some ? nr_str_trim(nr_str_sub(known.raw, 0, known.raw.len - 1))
                                 : nr_str_of("["));
    for (size_t i = 0; i < t->spans->count; i++)
        add_span(t->json, &unit, &t->spans->items[i]);
    nr_buf_add_char(t->json, ']');
    return nr_record_set(t->record, key, nr_buf_str(t->json), t->e);
}
