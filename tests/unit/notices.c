/* What speaks of rights, consent and the site itself loses score. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../lib/html/model.h"
#include "../../lib/html/notices.h"

/* What was added to the score of a page's only block. */
static int32_t weighed(const char *page, int32_t score)
{
    struct nr_dom dom = {0};
    struct nr_arena arena = {0};
    struct nr_buf text = {0};
    struct nr_block_info *blocks;
    int32_t scores[1] = {score};
    nr_dom_parse(&dom, nr_str_of(page));
    assert_int_equal(nr_blocks_cut(&dom, &text, &arena, &blocks), 1);
    nr_notices_weigh(blocks, 1, nr_buf_str(&text), scores);
    nr_dom_free(&dom);
    nr_buf_free(&text);
    nr_arena_free(&arena);
    return scores[0] - score;
}

static bool is_notice(const char *page)
{
    int32_t change = weighed(page, 0);
    assert_true(change <= 0);
    return change < 0;
}

static void tells_notices(void **state)
{
    (void)state;
    assert_true(
        is_notice("<p>We use Cookies to personalise this website. See our Privacy Policy."));
    assert_true(is_notice("<p>This material may not be reproduced or redistributed without the "
                          "written permission of the Harbour Gazette. All rights reserved."));
    assert_true(is_notice("<p>Die Vervielfältigung ist ohne Zustimmung nicht erlaubt. Angaben zum "
                          "Datenschutz stehen im Impressum."));
    assert_true(is_notice("<p>Перепечатка материалов возможна только с разрешения редакции, "
                          "гиперссылка на сайт обязательна."));
    assert_true(is_notice("<p>Wyrażam zgodę na przetwarzanie moich danych osobowych przez wydawcę "
                          "portalu w celach marketingowych."));
    assert_true(is_notice("<p>声明：本网文章仅代表作者观点，未经授权不得转载，版权归原作者所有。"));
    assert_true(is_notice("<p>記事の無断転載を禁じます。著作権は新聞社に帰属します。"));
}

/* News about such things says more than that. */
static void leaves_news(void **state)
{
    (void)state;
    assert_false(is_notice("<p>The keeper of the lighthouse asked for permission to rest."));
    assert_false(is_notice("<p>Copyright."));
    assert_false(is_notice(
        "<p>The court heard on Monday that the baker had sold cookies under the name of a rival "
        "for "
        "eleven years, and that nobody in the town had noticed until a tourist complained about "
        "the "
        "taste of one; the judge asked for a box of them before she would hear anything about "
        "copyright, and the clerk went out to buy it in the rain."));
    assert_false(is_notice("<p>港口的灯塔星期天夜里熄灭了，这是建成以来的第一次，看守人说。"));
}

/* What is not kept anyway is not read, nor what is surely kept. */
static void leaves_what_is_sure(void **state)
{
    const char *page = "<p>We use cookies to personalise this website. See our privacy policy.";
    (void)state;
    assert_true(weighed(page, 3 * NR_MODEL_ONE) < 0);
    assert_int_equal(weighed(page, -3 * NR_MODEL_ONE), 0);
    assert_int_equal(weighed(page, 5 * NR_MODEL_ONE), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_notices),
        cmocka_unit_test(leaves_news),
        cmocka_unit_test(leaves_what_is_sure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
