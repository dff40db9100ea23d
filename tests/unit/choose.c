/* Which blocks are kept, by their scores alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../lib/html/choose.h"
#include "../../lib/html/model.h"

enum { MOST = 12 };

/* Scores in tenths of a log-odds of one, words of each block; what is kept as "+-". marks says of
 * each block: 'e' it ends an article, 'c' it heads comments, 'o' it is outside of what scores best,
 * 'h' it stands elsewhere, '3' it stands elsewhere and has as many of the title's keys. */
static const char *kept_on(struct nr_choice_page page, const int *tenths, const uint32_t *words,
                           const char *marks, size_t count)
{
    static char out[MOST + 1];
    struct nr_arena arena = {0};
    struct nr_choice blocks[MOST] = {0};
    for (size_t i = 0; i < count; i++)
        blocks[i] = (struct nr_choice){
            .score = tenths[i] * NR_MODEL_ONE / 10,
            .words = words[i],
            .topic = marks[i] >= '0' && marks[i] <= '9' ? (1ull << (marks[i] - '0')) - 1 : 0,
            .home = marks[i] == 'h' || (marks[i] >= '0' && marks[i] <= '9') ? 1 + (i > 4) : 0,
            .scored = marks[i] != 'o',
            .ends = marks[i] == 'e',
            .comments = marks[i] == 'c'};
    nr_choose(blocks, count, page, &arena);
    for (size_t i = 0; i < count; i++)
        out[i] = blocks[i].keep ? '+' : '-';
    out[count] = '\0';
    nr_arena_free(&arena);
    return out;
}

static const char *kept_marked(const int *tenths, const uint32_t *words, const char *marks,
                               size_t count)
{
    return kept_on((struct nr_choice_page){0}, tenths, words, marks, count);
}

static const char *kept(const int *tenths, const uint32_t *words, size_t count)
{
    return kept_marked(tenths, words, "............", count);
}

static void keeps_the_likely(void **state)
{
    const uint32_t words[] = {50, 50, 50, 50};
    (void)state;
    assert_string_equal(kept((int[]){40, 40, -40, -40}, words, 4), "++--");
    assert_string_equal(kept((int[]){-40, -40, -40, -40}, words, 4), "----");
}

/* Where nothing is sure, the best there is counts. */
static void lowers_the_threshold(void **state)
{
    const uint32_t words[] = {50, 50, 50};
    (void)state;
    assert_string_equal(kept((int[]){-8, -40, -40}, words, 3), "+--");
    assert_string_equal(kept((int[]){-18, -40, 60}, words, 3), "--+");
}

static void neighbours_vote(void **state)
{
    const uint32_t words[] = {50, 5, 50, 50, 5, 50};
    (void)state;
    assert_string_equal(kept((int[]){50, -5, 50, 50, 50, 50}, words, 6), "++++++");
    assert_string_equal(kept((int[]){50, 50, -50, -5, -50, -50}, words, 6), "++----");
}

/* What stands apart behind the article and is much less likely goes as a whole; what is about as
 * likely, stands near, or comes first stays. */
static void leaves_islands(void **state)
{
    const uint32_t words[] = {80, 80, 80, 5, 5, 5, 5, 5, 40, 40, 40};
    (void)state;
    assert_string_equal(kept((int[]){50, 50, 50, -50, -50, -50, -50, -50, 15, 15, 15}, words, 11),
                        "+++--------");
    assert_string_equal(kept((int[]){50, 50, 50, -50, -50, -50, -50, -50, 35, 35, 35}, words, 11),
                        "+++-----+++");
    assert_string_equal(kept((int[]){50, 50, 50, -50, -50, -50, 15, 15, 15}, words, 9),
                        "+++---+++");
    const uint32_t back[] = {40, 40, 5, 5, 5, 5, 5, 80, 80, 80};
    assert_string_equal(kept((int[]){20, 20, -50, -50, -50, -50, -50, 60, 60, 60}, back, 10),
                        "++-----+++");
}

/* Less is enough for what is longer than the article, or stands behind "Comments"; more is needed
 * outside of the element that scores best. */
static void weighs_islands(void **state)
{
    const int scores[] = {50, 50, -50, -50, -50, -50, -50, 32, 32};
    const uint32_t shorter[] = {80, 80, 5, 5, 5, 5, 5, 70, 70};
    const uint32_t longer[] = {80, 80, 5, 5, 5, 5, 5, 90, 90};
    (void)state;
    assert_string_equal(kept(scores, shorter, 9), "++-----++");
    assert_string_equal(kept(scores, longer, 9), "++-------");
    assert_string_equal(kept_marked(scores, shorter, "....e....", 9), "++-------");
    assert_string_equal(kept_marked(scores, shorter, "e........", 9), "++-----++");
    assert_string_equal(kept_marked(scores, longer, ".......oo", 9), "++-----++");
}

/* What stands behind "13 comments" stands apart, however near it is. */
static void cuts_comments_off(void **state)
{
    const int scores[] = {50, 50, -50, 32, 32};
    const uint32_t words[] = {80, 80, 3, 70, 70};
    (void)state;
    assert_string_equal(kept_marked(scores, words, ".....", 5), "++-++");
    assert_string_equal(kept_marked(scores, words, "..c..", 5), "++---");
    assert_string_equal(kept_marked(scores, words, "...c.", 5), "++---");
    assert_string_equal(kept_marked(scores, words, "c....", 5), "++-++");
    const int likely[] = {50, 50, 40, -50, 45};
    assert_string_equal(kept_marked(likely, (uint32_t[]){80, 80, 3, 9, 70}, "..c..", 5), "+++-+");
    assert_string_equal(kept_marked(likely, (uint32_t[]){80, 80, 3, 9, 7}, "..c..", 5), "++---");
}

/* Other stories have other titles. */
static void knows_the_topic(void **state)
{
    const int scores[] = {50, 50, -50, -50, -50, -50, -50, 32, 32};
    const uint32_t words[] = {80, 80, 5, 5, 5, 5, 5, 70, 70};
    const struct nr_choice_page page = {.keys = 6};
    (void)state;
    assert_string_equal(kept_on(page, scores, words, "23.....00", 9), "++-------");
    assert_string_equal(kept_on(page, scores, words, "23.....01", 9), "++-----++");
    assert_string_equal(kept_on(page, scores, words, "11.....00", 9), "++-----++");
}

/* Another story stands elsewhere; what stands among the article's paragraphs is its own. */
static void knows_its_home(void **state)
{
    const int scores[] = {50, 50, 50, -50, -50, -50, -50, 32, 32, 32};
    const uint32_t words[] = {10, 80, 80, 5, 5, 5, 5, 70, 10, 10};
    const struct nr_choice_page page = {.keys = 6};
    (void)state;
    assert_string_equal(kept_on(page, scores, words, "2.........", 10), "+++----+++");
    assert_string_equal(kept_on(page, scores, words, "2......hhh", 10), "+++-------");
    assert_string_equal(kept_on(page, scores, words, "2.......hh", 10), "+++----+++");
}

/* Where no article stands out, blocks stand for themselves; where next to nothing would be kept of
 * a page with many words, the best there is has to do. */
static void takes_what_there_is(void **state)
{
    const uint32_t words[] = {50, 50, 50, 50, 50, 50};
    (void)state;
    assert_string_equal(kept((int[]){-5, -40, -5, -40, -5, -40}, words, 6), "+-+-+-");
    assert_string_equal(kept((int[]){-25, -60, -25, -60, -60, -60}, words, 6), "+-+---");
    assert_string_equal(kept((int[]){-60, -60, -60, -60, -60, -60}, words, 6), "------");
    assert_string_equal(kept((int[]){-25, -60}, (uint32_t[]){20, 50}, 2), "--");
}

static void expects_little_of_doubt(void **state)
{
    struct nr_arena arena = {0};
    const struct nr_choice sure = {.score = 5 * NR_MODEL_ONE, .words = 50};
    const struct nr_choice not = {.score = -5 * NR_MODEL_ONE, .words = 50};
    const struct nr_choice maybe = {.score = -NR_MODEL_ONE, .words = 50};
    (void)state;
    assert_true(nr_choose_expect((struct nr_choice[]){sure, not }, 2, &arena) > NR_CHOOSE_SURE);
    assert_true(nr_choose_expect((struct nr_choice[]){maybe, not }, 2, &arena) < NR_CHOOSE_SURE);
    assert_int_equal(nr_choose_expect(NULL, 0, &arena), 0);
    nr_arena_free(&arena);
}

/* A discussion is longer than the article, which is the one that the title is about. */
static void finds_the_article_by_its_title(void **state)
{
    const int scores[] = {38, 38, -50, -50, -50, -50, -50, 8, 8, 8};
    const uint32_t words[] = {40, 40, 5, 5, 5, 5, 5, 300, 300, 300};
    (void)state;
    assert_string_equal(
        kept_on((struct nr_choice_page){.keys = 4}, scores, words, "44.....111", 10), "++--------");
    assert_string_equal(
        kept_on((struct nr_choice_page){.keys = 4, .forum = true}, scores, words, "44.....111", 10),
        "++-----+++");
}

static void takes_extremes(void **state)
{
    const uint32_t words[] = {0, UINT32_MAX, 1};
    (void)state;
    assert_string_equal(kept((int[]){400000, 400000, -400000}, words, 3), "++-");
    assert_string_equal(kept((int[]){0}, words, 0), "");
}

/* Leaves and splits of the trees stay within their tables, whatever the evidence. */
static void trees_are_sound(void **state)
{
    struct nr_evidence e;
    (void)state;
    for (int16_t value = -100; value < 3000; value = (int16_t)(value + 31)) {
        for (int i = 0; i < NR_EVIDENCE_COUNT; i++)
            e.of[i] = (int16_t)(i % 3 == 0 ? value : i % 3 == 1 ? -value : value / 7);
        int32_t score = nr_trees_score(&e);
        assert_in_range(score + 100 * NR_MODEL_ONE, 0, 200 * NR_MODEL_ONE);
        assert_int_equal(score, nr_trees_score(&e));
        int32_t fully = nr_trees_score_fully(&e);
        assert_in_range(fully + 100 * NR_MODEL_ONE, 0, 200 * NR_MODEL_ONE);
        assert_true(score < -2 * NR_MODEL_ONE || score == fully);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_the_likely),        cmocka_unit_test(lowers_the_threshold),
        cmocka_unit_test(neighbours_vote),         cmocka_unit_test(leaves_islands),
        cmocka_unit_test(weighs_islands),          cmocka_unit_test(knows_the_topic),
        cmocka_unit_test(cuts_comments_off),       cmocka_unit_test(finds_the_article_by_its_title),
        cmocka_unit_test(takes_extremes),          cmocka_unit_test(trees_are_sound),
        cmocka_unit_test(knows_its_home),          cmocka_unit_test(takes_what_there_is),
        cmocka_unit_test(expects_little_of_doubt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
