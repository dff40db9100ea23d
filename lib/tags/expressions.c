/* Not compiled to machine code: that counts its steps in another way, where it is there at all, and
 * what is given up must be the same everywhere. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "newsreel/tags/expressions.h"
#include "newsreel/core/mem.h"
#include <pcre2.h>
#include <stdlib.h>

enum { HEAP_KIB = 20000, SIZE_OF_MESSAGE = 160 };

struct expression {
    pcre2_code *code;
    struct nr_str label; /* in the arena */
};

struct nr_expressions {
    struct nr_arena arena;
    struct expression *items;
    size_t count, capacity;
    pcre2_match_context *limits;
};

struct nr_expressions *nr_expressions_new(void)
{
    struct nr_expressions *x = nr_alloc_zero(1, sizeof *x);
    x->limits = pcre2_match_context_create(NULL);
    if (!x->limits)
        nr_die_of_memory();
    pcre2_set_match_limit(x->limits, NR_EXPRESSIONS_STEPS);
    pcre2_set_depth_limit(x->limits, NR_EXPRESSIONS_STEPS);
    pcre2_set_heap_limit(x->limits, HEAP_KIB);
    return x;
}

enum nr_status nr_expressions_add(struct nr_expressions *x, struct nr_str expression,
                                  struct nr_str label, bool any_case, struct nr_error *e)
{
    int number;
    PCRE2_SIZE offset;
    uint32_t options =
        PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | (any_case ? PCRE2_CASELESS : 0);
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)expression.data, expression.len, options, &number, &offset, NULL);
    if (!code) {
        PCRE2_UCHAR message[SIZE_OF_MESSAGE] = "";
        pcre2_get_error_message(number, message, sizeof message);
        nr_error_set(e, "bad expression at its byte %zu: %s", offset, (const char *)message);
        return NR_FAIL;
    }
    x->items = nr_grow_array(x->items, &x->capacity, x->count + 1, sizeof *x->items);
    x->items[x->count++] = (struct expression){code, nr_arena_str(&x->arena, label)};
    return NR_OK;
}

/* The next match from byte at on: 1, 0 for none, or -1 when it gave up. */
static int search(const struct nr_expressions *x, const struct expression *item, struct nr_str text,
                  size_t at, pcre2_match_data *found)
{
    int result = pcre2_match(item->code, (PCRE2_SPTR)text.data, text.len, at,
                             PCRE2_NOTEMPTY | PCRE2_NO_UTF_CHECK, found, x->limits);
    if (result == PCRE2_ERROR_NOMEMORY)
        nr_die_of_memory();
    return result >= 0 ? 1 : result == PCRE2_ERROR_NOMATCH ? 0 : -1;
}

/* Adds the matches of one expression; false when it gave up. */
static bool read_one(const struct nr_expressions *x, const struct expression *item,
                     struct nr_str text, pcre2_match_data *found, struct nr_spans *spans)
{
    const PCRE2_SIZE *range = pcre2_get_ovector_pointer(found);
    size_t at = 0;
    for (size_t matches = 0; at < text.len; matches++) {
        int result = search(x, item, text, at, found);
        if (result <= 0 || matches == NR_EXPRESSIONS_MATCHES)
            return result == 0;
        if (range[1] <= at || range[0] >= range[1]) /* \K: behind the start that it moved */
            return false;
        struct nr_span *span = nr_spans_add(spans, "", range[0], range[1]);
        span->type = item->label;
        span->value = nr_str_sub(text, range[0], range[1]);
        at = range[1];
    }
    return true;
}

size_t nr_expressions_read(const struct nr_expressions *x, struct nr_str text,
                           struct nr_spans *spans)
{
    size_t gave_up = 0;
    if (!x->count || !text.len)
        return 0;
    pcre2_match_data *found = pcre2_match_data_create(1, NULL);
    if (!found)
        nr_die_of_memory();
    for (size_t i = 0; i < x->count; i++)
        gave_up += !read_one(x, &x->items[i], text, found, spans);
    pcre2_match_data_free(found);
    return gave_up;
}

void nr_expressions_free(struct nr_expressions *x)
{
    if (!x)
        return;
    for (size_t i = 0; i < x->count; i++)
        pcre2_code_free(x->items[i].code);
    pcre2_match_context_free(x->limits);
    nr_arena_free(&x->arena);
    free(x->items);
    free(x);
}
