/* What JSON-LD tells of the article's text weighs on the scores of the blocks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../lib/html/told.h"

#define TOLD                                                                                       \
    "One two three four five six seven eight nine ten. Eleven twelve thirteen fourteen fifteen "   \
    "sixteen seventeen eighteen nineteen twenty and so on with \"quotes\" and März "

/* The signs of what was added to the scores of the blocks. */
static const char *weighed(const char *body, const char *page)
{
    static char signs[16];
    struct nr_dom dom = {0};
    struct nr_arena arena = {0};
    struct nr_buf text = {0};
    struct nr_block_info *blocks;
    int32_t scores[16] = {0};
    nr_dom_parse(&dom, nr_str_of(page));
    size_t count = nr_blocks_cut(&dom, &text, &arena, &blocks);
    assert_in_range(count, 1, 15);
    nr_told_weigh(nr_str_of(body), blocks, count, nr_buf_str(&text), scores, &arena);
    for (size_t i = 0; i < count; i++)
        signs[i] = scores[i] > 0 ? '+' : scores[i] < 0 ? '-' : '0';
    signs[count] = '\0';
    nr_dom_free(&dom);
    nr_buf_free(&text);
    nr_arena_free(&arena);
    return signs;
}

static void weighs_what_is_told(void **state)
{
    (void)state;
    assert_string_equal(weighed(TOLD TOLD TOLD, "<p>" TOLD "<p>" TOLD
                                                "<p>Quite another text of some length.<p>Short"),
                        "++-0");
}

static void wants_enough(void **state)
{
    (void)state;
    assert_string_equal(weighed("", "<p>" TOLD), "0");
    assert_string_equal(weighed(TOLD, "<p>" TOLD), "0");
    assert_string_equal(weighed(TOLD TOLD TOLD, "<p>Something else altogether."), "0");
    assert_string_equal(weighed(TOLD TOLD TOLD, "<p>" TOLD "<p>Something else altogether."), "00");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weighs_what_is_told),
        cmocka_unit_test(wants_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
