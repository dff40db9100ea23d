/* The stages of a chain, out of the JSON that seals carry. It may come from anywhere: what is not
 * as it should be counts as 0 or is left out. */
#include "newsreel/core/err.h"
#include "report.h"
#include <stdlib.h>

static uint64_t number_of(struct nr_json json, uint64_t none)
{
    unsigned long long n;
    return json.type == NR_JSON_NUMBER && nr_str_u64(json.raw, &n) ? n : none;
}

static struct nr_str text_of(struct nr_summary *s, struct nr_json json)
{
    if (json.type != NR_JSON_STRING)
        return nr_str(NULL, 0);
    return nr_arena_str(&s->arena, nr_json_text(json, &s->arena, NULL));
}

static uint64_t add(uint64_t a, uint64_t b)
{
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static struct reason *reason_for(struct nr_summary *s, struct nr_str program, struct nr_str why,
                                 bool bad)
{
    for (size_t i = 0; i < s->reason_count; i++) {
        struct reason *r = &s->reasons[i];
        if (r->bad == bad && nr_str_eq(r->program, program) && nr_str_eq(r->why, why))
            return r;
    }
    if (s->reason_count == REASONS_MOST)
        return NULL;
    struct reason *r = &s->reasons[s->reason_count++];
    *r = (struct reason){program, why, bad, 0};
    return r;
}

static void add_reason(struct nr_summary *s, struct nr_str program, struct nr_str why, bool bad,
                       uint64_t count)
{
    struct reason *r = count ? reason_for(s, program, why, bad) : NULL;
    if (r)
        r->count = add(r->count, count);
    else
        s->reasons_left_out = add(s->reasons_left_out, count);
}

static uint64_t read_drops(struct nr_summary *s, struct nr_str program, struct nr_json drops)
{
    uint64_t sum = 0;
    struct nr_json key, value;
    if (drops.type != NR_JSON_OBJECT)
        return 0;
    while (nr_json_next_member(&drops.raw, &key, &value) == NR_OK) {
        uint64_t count = number_of(value, 0);
        add_reason(s, program, text_of(s, key), false, count);
        sum = add(sum, count);
    }
    return sum;
}

/* The size of all inputs, where it is known of each. */
static uint64_t read_inputs(struct nr_json inputs, uint64_t count)
{
    uint64_t sum = 0, named = 0;
    struct nr_json input, key, value;
    if (inputs.type != NR_JSON_ARRAY)
        return NR_NOWHERE;
    for (; nr_json_next_element(&inputs.raw, &input) == NR_OK; named++) {
        uint64_t bytes = NR_NOWHERE;
        while (input.type == NR_JSON_OBJECT &&
               nr_json_next_member(&input.raw, &key, &value) == NR_OK)
            if (nr_str_is(key.raw, "\"bytes\""))
                bytes = number_of(value, NR_NOWHERE);
        if (bytes == NR_NOWHERE)
            return NR_NOWHERE;
        sum = add(sum, bytes);
    }
    return named && named == count ? sum : NR_NOWHERE;
}

static void read_stage(struct nr_summary *s, struct nr_json object)
{
    struct stage stage = {.bytes = NR_NOWHERE};
    struct nr_json key, value, drops = {.type = NR_JSON_NULL}, inputs = {.type = NR_JSON_NULL};
    const struct {
        const char *key;
        uint64_t *number;
    } numbers[] = {{"\"stage\"", &stage.number},      {"\"in\"", &stage.in},
                   {"\"passed\"", &stage.passed},     {"\"rejected\"", &stage.rejected},
                   {"\"out\"", &stage.out},           {"\"bytes\"", &stage.bytes},
                   {"\"input_count\"", &stage.inputs}};
    while (nr_json_next_member(&object.raw, &key, &value) == NR_OK) {
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
            if (nr_str_is(key.raw, numbers[i].key))
                *numbers[i].number = number_of(value, *numbers[i].number);
        if (nr_str_is(key.raw, "\"program\""))
            stage.program = text_of(s, value);
        if (nr_str_is(key.raw, "\"dropped\""))
            drops = value;
        if (nr_str_is(key.raw, "\"inputs\""))
            inputs = value;
    }
    stage.dropped = read_drops(s, stage.program, drops);
    add_reason(s, stage.program, nr_str_of("could not be read"), true, stage.rejected);
    stage.bytes_in = read_inputs(inputs, stage.inputs);
    s->dropped = add(s->dropped, stage.dropped);
    s->unread = add(s->unread, stage.rejected);
    if (!s->stage_count || stage.number == s->stages[0].number)
        s->came_in = add(s->came_in, stage.in);
    if (s->stage_count == STAGES_MOST)
        s->stages_left_out++;
    else
        s->stages[s->stage_count++] = stage;
}

static int compare_reasons(const void *a, const void *b)
{
    const struct reason *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    int programs = nr_str_cmp(x->program, y->program);
    return programs ? programs : nr_str_cmp(x->why, y->why);
}

void report_read_stages(struct nr_summary *s, struct nr_str json, uint64_t bytes_in)
{
    struct nr_error ignored;
    struct nr_json array, element;
    if (nr_json_scan(json, &array, &ignored) != NR_OK || array.type != NR_JSON_ARRAY)
        return;
    while (nr_json_next_element(&array.raw, &element) == NR_OK)
        if (element.type == NR_JSON_OBJECT)
            read_stage(s, element);
    if (s->stage_count && !s->stages_left_out)
        s->stages[s->stage_count - 1].bytes_in = bytes_in;
    qsort(s->reasons, s->reason_count, sizeof *s->reasons, compare_reasons);
}
