#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/core/buf.h"
#include "newsreel/tags/tokens.h"

static char kind_of(const struct nr_token *t)
{
    return "EWDM"[t->kind];
}

/* "W:text" for each token, a blank in front of those behind white space, | between blocks. */
static void assert_tokens(const char *text, const char *want)
{
    struct nr_tokens t = {0};
    struct nr_buf got = {0};
    nr_tokens_begin(&t, nr_str_of(text));
    while (nr_tokens_next(&t)) {
        nr_buf_addf(&got, "|");
        for (size_t i = 0; i < t.count; i++) {
            struct nr_str word = nr_token_text(&t, &t.items[i]);
            nr_buf_addf(&got, "%s%c:%.*s", nr_token_is_close(&t.items[i]) ? "" : " ",
                        kind_of(&t.items[i]), (int)word.len, word.data);
        }
    }
    assert_string_equal(nr_buf_cstr(&got), want);
    nr_buf_free(&got);
    nr_tokens_free(&t);
}

static void words_digits_and_marks(void **state)
{
    (void)state;
    assert_tokens("The U.S. isn't 3rd", "| W:The W:UM:.W:SM:. W:isnM:'W:t D:3W:rd");
    assert_tokens("$1,250.5", "| M:$D:1M:,D:250M:.D:5");
    assert_tokens("Ünïcødé Δέλτα", "| W:Ünïcødé W:Δέλτα");
    assert_tokens("\xe6\x97\xa5\xe6\x9c\xac"
                  "a12",
                  "| W:\xe6\x97\xa5W:\xe6\x9c\xacW:aD:12");
    assert_tokens("\xef\xbc\xa3\xef\xbd\x83", "| W:\xef\xbc\xa3W:\xef\xbd\x83"); /* wide letters */
    assert_tokens("1\xd9\xa1", "| D:1D:\xd9\xa1");
    assert_tokens("\xef\xbc\xa1\xef\xbc\xa2", "| W:\xef\xbc\xa1W:\xef\xbc\xa2"); /* wide A, B */
    assert_tokens("", "");
    assert_tokens(" \n\n ", "");
}

static void a_block_is_a_paragraph(void **state)
{
    (void)state;
    assert_tokens("a b\nc\n\nd\n \n\ne", "| W:a W:b W:c| W:d| W:e");
    assert_tokens("\n\na", "| W:a");
}

static void flags(void **state)
{
    (void)state;
    struct nr_tokens t = {0};
    nr_tokens_begin(&t, nr_str_of("\"NATO said.\" Ann\nÉlan éa Mixed"));
    assert_true(nr_tokens_next(&t));
    enum { CASE = NR_TOKEN_CAPITAL | NR_TOKEN_UPPER | NR_TOKEN_LOWER | NR_TOKEN_FIRST };
    const struct {
        size_t token;
        int flags;
    } want[] = {
        {0, 0},
        {1, NR_TOKEN_CAPITAL | NR_TOKEN_UPPER | NR_TOKEN_FIRST},
        {2, NR_TOKEN_LOWER},
        {5, NR_TOKEN_CAPITAL | NR_TOKEN_FIRST},
        {6, NR_TOKEN_CAPITAL},
        {7, NR_TOKEN_LOWER},
        {8, NR_TOKEN_CAPITAL},
    };
    for (size_t i = 0; i < sizeof want / sizeof want[0]; i++)
        assert_int_equal(t.items[want[i].token].flags & CASE, want[i].flags);
    assert_true(t.items[6].flags & NR_TOKEN_LINE);
    assert_true(t.items[6].flags & NR_TOKEN_NOT_ASCII);
    assert_false(t.items[5].flags & NR_TOKEN_NOT_ASCII);
    nr_tokens_free(&t);
}

static void the_margins_are_ends(void **state)
{
    (void)state;
    struct nr_tokens t = {0};
    nr_tokens_begin(&t, nr_str_of("a b c d e f g h i j k l\n\nm"));
    while (nr_tokens_next(&t)) {
        for (size_t i = 0; i < NR_TOKENS_MARGIN; i++) {
            assert_int_equal(t.items[t.count + i].kind, NR_TOKEN_END);
            assert_int_equal((t.items - 1 - i)->kind, NR_TOKEN_END);
        }
    }
    nr_tokens_free(&t);
}

/* Nothing is lost where a long paragraph is cut, and white space is still seen. */
static void long_paragraphs_are_cut_behind_sentences(void **state)
{
    (void)state;
    struct nr_buf text = {0};
    struct nr_tokens t = {0};
    size_t words = 0, blocks = 0;
    for (size_t i = 0; i < 3000; i++)
        nr_buf_addf(&text, "Word%s ", i % 10 == 9 ? "." : " word");
    nr_tokens_begin(&t, nr_buf_str(&text));
    for (; nr_tokens_next(&t); blocks++) {
        for (size_t i = 0; i < t.count; i++) {
            words += t.items[i].kind == NR_TOKEN_WORD;
            assert_int_equal(nr_token_is_close(&t.items[i]), t.items[i].mark == '.');
        }
        assert_true(nr_token_is_mark(&t.items[t.count - 1], '.'));
    }
    assert_int_equal(words, 3000 + 2700);
    assert_int_equal(blocks, 2);
    nr_buf_free(&text);
    nr_tokens_free(&t);
}

/* What is kept is what was cut, and goes on where the rest begins. */
static void blocks_are_kept_while_they_have_room(void **state)
{
    (void)state;
    struct nr_buf buf = {0};
    struct nr_tokens t = {0}, again;
    struct nr_tokens_kept kept = {0};
    for (size_t i = 0; i < NR_TOKENS_KEPT; i++)
        nr_buf_addf(&buf, "Word %s", i % 1000 == 999 ? ".\n\n" : "");
    struct nr_str text = nr_buf_str(&buf);
    nr_tokens_begin(&t, text);
    while (nr_tokens_next(&t))
        nr_tokens_keep(&kept, &t);
    assert_true(kept.full && kept.count <= NR_TOKENS_KEPT && kept.block_count > 10);
    nr_tokens_begin(&t, text);
    size_t i = 0;
    for (; nr_tokens_again(&kept, i, text, &again); i++) {
        assert_true(nr_tokens_next(&t));
        assert_int_equal(again.count, t.count);
        assert_int_equal(again.at, t.at);
        for (size_t k = 0; k < t.count + NR_TOKENS_MARGIN; k++) {
            assert_int_equal(again.items[k].start, t.items[k].start);
            assert_int_equal(again.items[k].kind, t.items[k].kind);
        }
        for (size_t k = 1; k <= NR_TOKENS_MARGIN; k++)
            assert_int_equal((again.items - k)->kind, NR_TOKEN_END);
    }
    assert_int_equal(i, kept.block_count);
    assert_true(nr_tokens_next(&t));
    nr_tokens_forget(&kept);
    assert_false(nr_tokens_again(&kept, 0, text, &again));
    nr_tokens_kept_free(&kept);
    nr_tokens_free(&t);
    nr_buf_free(&buf);
}

static void a_vocabulary_knows_its_words_in_any_case(void **state)
{
    (void)state;
    static const struct nr_vocabulary_entry entries[] = {
        {"may", 5}, {"mai", 8}, {"may", 16}, {"été", 7}, {"ß", 9}};
    struct nr_vocabulary *v = nr_vocabulary_new(entries, sizeof entries / sizeof entries[0]);
    static const uint32_t want[] = {21, 21, 8, 7, 0, 0, 0};
    struct nr_tokens t = {0};
    nr_tokens_begin(&t, nr_str_of("May MAY Mai Été ma 5 mayo"));
    assert_true(nr_tokens_next(&t));
    for (size_t i = 0; i < t.count; i++)
        assert_int_equal(nr_vocabulary_of(v, &t, &t.items[i]), want[i]);
    nr_tokens_free(&t);
    nr_vocabulary_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_digits_and_marks),
        cmocka_unit_test(a_block_is_a_paragraph),
        cmocka_unit_test(flags),
        cmocka_unit_test(the_margins_are_ends),
        cmocka_unit_test(long_paragraphs_are_cut_behind_sentences),
        cmocka_unit_test(blocks_are_kept_while_they_have_room),
        cmocka_unit_test(a_vocabulary_knows_its_words_in_any_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
