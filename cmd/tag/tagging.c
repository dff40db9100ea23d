#include "tagging.h"
#include "newsreel/core/hash.h"
#include "newsreel/core/utf8.h"
#include "newsreel/json/anchored.h"
#include "newsreel/json/json.h"
#include "newsreel/text/emoji.h"
#include <stdlib.h>

enum { JSON_KEPT = 1 << 20 };

const struct nr_structure *tagging_structure(struct tagging *t)
{
    if (!t->structure_read)
        nr_structure_read(&t->structure, t->text);
    t->structure_read = true;
    return &t->structure;
}

struct nr_range tagging_dateline(struct tagging *t)
{
    struct nr_str whole = tagging_structure(t)->dateline.whole.text;
    size_t start = whole.len ? (size_t)(whole.data - t->text.data) : 0;
    return (struct nr_range){start, start + whole.len};
}

void tagging_begin(struct tagging *t)
{
    nr_buf_reset(t->json, JSON_KEPT);
}

enum nr_status tagging_set_new(struct tagging *t, const char *key)
{
    struct nr_json known;
    enum nr_status status = nr_record_find(t->record, nr_str_of(key), &known, t->e);
    bool gone = status == NR_OK && t->rewritten && nr_anchored_is(nr_str_of(key), known);
    if (status == NR_BAD || (status == NR_OK && known.type != NR_JSON_NULL && !gone))
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

/* A member that is a number, with what is before it. */
static void add_place(struct nr_buf *json, struct nr_str before, size_t place)
{
    char digits[NR_DIGITS];
    nr_buf_add_str(json, before);
    nr_buf_add_str(json, nr_str_decimal(place, digits));
}

static void add_range(struct nr_buf *json, struct nr_offset *unit, struct nr_range range,
                      struct nr_str start, struct nr_str end)
{
    if (range.start == range.end)
        return;
    add_place(json, start, nr_offset_at(unit, range.start));
    add_place(json, end, nr_offset_at(unit, range.end));
}

static void add_span(struct nr_buf *json, struct nr_offset *unit, const struct nr_span *span)
{
    if (json->data[json->len - 1] != '[')
        nr_buf_add_char(json, ',');
    add_place(json, nr_str_of("{\"s\":"), nr_offset_at(unit, span->start));
    add_place(json, nr_str_of(",\"e\":"), nr_offset_at(unit, span->end));
    nr_object_add_text(json, "t", span->type);
    if (span->value.len)
        nr_object_add_text(json, "v", span->value);
    if (span->first.len)
        nr_object_add_text(json, "first", span->first);
    if (span->last.len)
        nr_object_add_text(json, "last", span->last);
    if (span->percent == 100)
        nr_buf_add_cstr(json, ",\"c\":1");
    else if (span->percent)
        add_place(json, nr_str_of(span->percent < 10 ? ",\"c\":0.0" : ",\"c\":0."), span->percent);
    add_range(json, unit, span->speaker, nr_str_of(",\"speaker_s\":"),
              nr_str_of(",\"speaker_e\":"));
    add_range(json, unit, span->cue, nr_str_of(",\"cue_s\":"), nr_str_of(",\"cue_e\":"));
    add_range(json, unit, span->via, nr_str_of(",\"via_s\":"), nr_str_of(",\"via_e\":"));
    nr_object_end(json);
}

enum rank { OTHER, NUMBER, AMOUNT, DATE, CONTACT };

static enum rank rank_of(struct nr_str type)
{
    static const struct {
        struct nr_str type;
        enum rank rank;
    } ranks[] = {
        {NR_STR("number"), NUMBER},   {NR_STR("percent"), AMOUNT},  {NR_STR("money"), AMOUNT},
        {NR_STR("quantity"), AMOUNT}, {NR_STR("date"), DATE},       {NR_STR("time"), DATE},
        {NR_STR("datetime"), DATE},   {NR_STR("duration"), DATE},   {NR_STR("set"), DATE},
        {NR_STR("daterange"), DATE},  {NR_STR("timerange"), DATE},  {NR_STR("datetimerange"), DATE},
        {NR_STR("email"), CONTACT},   {NR_STR("url"), CONTACT},     {NR_STR("ip"), CONTACT},
        {NR_STR("card"), CONTACT},    {NR_STR("iban"), CONTACT},    {NR_STR("phone"), CONTACT},
        {NR_STR("handle"), CONTACT},  {NR_STR("hashtag"), CONTACT},
    };
    for (size_t i = 0; type.len && i < sizeof ranks / sizeof ranks[0]; i++)
        if (type.data[0] == ranks[i].type.data[0] && nr_str_eq(type, ranks[i].type))
            return ranks[i].rank;
    return OTHER;
}

/* Whether a span of the first rank gives way to one of the second that overlaps it. */
static bool gives_way(enum rank a, enum rank b)
{
    return (a == NUMBER && b >= DATE) || (a == AMOUNT && b == CONTACT);
}

/* A time whose number goes on as one of an amount is none: "at 10.30 dollars". */
static void drop_torn_times(struct nr_spans *s)
{
    size_t kept = s->count, amount_start = SIZE_MAX, amount_end = 0;
    for (size_t i = s->count; i-- > 0;) {
        struct nr_span span = s->items[i];
        enum rank rank = rank_of(span.type);
        bool torn =
            nr_str_is(span.type, "time") && span.end > amount_start && span.end < amount_end;
        if (rank == NUMBER || rank == AMOUNT) {
            amount_start = span.start;
            amount_end = span.end;
        }
        if (!torn)
            s->items[--kept] = span;
    }
    s->count -= kept;
    if (kept)
        memmove(s->items, s->items + kept, s->count * sizeof *s->items);
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

/* An emoji of several code points is in a span or is not. */
static void keep_emoji_whole(struct nr_spans *s, struct nr_str text)
{
    for (size_t i = 0; i < s->count; i++) {
        s->items[i].start = nr_emoji_start(text, s->items[i].start);
        s->items[i].end = nr_emoji_end(text, s->items[i].end);
    }
}

/* Spans that the record has already, by their fingerprints in order. */
struct known {
    uint64_t *hashes;
    size_t count;
};

static int compare(const void *x, const void *y)
{
    const uint64_t *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

static struct known read_known(struct nr_str array, struct nr_arena *arena)
{
    struct known k = {0};
    struct nr_json element;
    for (struct nr_str rest = array; nr_json_next_element(&rest, &element) == NR_OK;)
        k.count++;
    k.hashes = nr_arena_zero(arena, k.count, sizeof *k.hashes);
    k.count = 0;
    for (struct nr_str rest = array; nr_json_next_element(&rest, &element) == NR_OK;)
        k.hashes[k.count++] = nr_hash64(element.raw);
    if (k.count)
        qsort(k.hashes, k.count, sizeof *k.hashes, compare);
    return k;
}

/* Takes back what was written from there on, behind a comma or the bracket, if the record has
 * it. */
static void drop_known(struct nr_buf *json, size_t from, const struct known *k)
{
    if (k->count == 0)
        return;
    size_t comma = json->data[from] == ',';
    uint64_t hash = nr_hash64(nr_str_sub(nr_buf_str(json), from + comma, json->len));
    if (bsearch(&hash, k->hashes, k->count, sizeof hash, compare))
        json->len = from;
}

enum nr_status tagging_write_spans(struct tagging *t)
{
    const struct nr_str key = nr_str_of("spans");
    struct nr_offset unit = {.text = t->text, .unit = t->config->offsets};
    if (nr_utf8_ascii(t->text) == t->text.len)
        unit.unit = NR_OFFSETS_BYTE; /* all units are the same */
    struct nr_json known;
    enum nr_status status = nr_record_find(t->record, key, &known, t->e);
    if (status == NR_BAD)
        return NR_BAD;
    bool some = status == NR_OK && !t->rewritten && known.type != NR_JSON_NULL;
    if (some && known.type != NR_JSON_ARRAY) {
        nr_error_set(t->e, "member \"spans\" is not an array");
        return NR_BAD;
    }
    if (unit.unit != NR_OFFSETS_BYTE || t->config->offsets == NR_OFFSETS_BYTE)
        keep_emoji_whole(t->spans, t->text);
    nr_spans_sort(t->spans);
    drop_torn_times(t->spans);
    drop_parts_of_numbers(t->spans);
    drop_covered(t->spans);
    tagging_begin(t);
    struct known again = read_known(some ? known.raw : nr_str_of("[]"), t->arena);
    nr_buf_add_str(t->json, some ? nr_str_trim(nr_str_sub(known.raw, 0, known.raw.len - 1))
                                 : nr_str_of("["));
    for (size_t i = 0; i < t->spans->count; i++) {
        size_t from = t->json->len;
        add_span(t->json, &unit, &t->spans->items[i]);
        drop_known(t->json, from, &again);
    }
    nr_buf_add_char(t->json, ']');
    return nr_record_set(t->record, key, nr_buf_str(t->json), t->e);
}
