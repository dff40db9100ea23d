#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/text/emoji.h"

/* Every place in text is inside but the ends. */
static void assert_one(const char *text)
{
    struct nr_str s = nr_str_of(text);
    assert_false(nr_emoji_is_inside(s, 0));
    assert_false(nr_emoji_is_inside(s, s.len));
    for (size_t at = 1; at < s.len; at++) {
        if (((unsigned char)s.data[at] & 0xc0) == 0x80)
            continue;
        assert_true(nr_emoji_is_inside(s, at));
        assert_int_equal(nr_emoji_start(s, at), 0);
        assert_int_equal(nr_emoji_end(s, at), s.len);
    }
}

static void sequences_are_one(void **state)
{
    (void)state;
    assert_one("\U0001f468\u200d\U0001f469\u200d\U0001f467"); /* a family */
    assert_one("\U0001f469\U0001f3fd\u200d\U0001f680");       /* with a skin tone */
    assert_one("\u2764\ufe0f\u200d\U0001f525");               /* a heart on fire */
    assert_one("1\ufe0f\u20e3");                              /* a keycap */
    assert_one("\U0001f1e9\U0001f1ea");                       /* a flag */
    assert_one("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e007f"); /* of tags */
}

static void what_stands_side_by_side_is_apart(void **state)
{
    (void)state;
    struct nr_str flags = nr_str_of("\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7");
    assert_true(nr_emoji_is_inside(flags, 4));
    assert_false(nr_emoji_is_inside(flags, 8));
    assert_true(nr_emoji_is_inside(flags, 12));
    struct nr_str faces = nr_str_of("\U0001f600\U0001f600 a\u00e9");
    assert_false(nr_emoji_is_inside(faces, 4));
    assert_false(nr_emoji_is_inside(faces, 8));
    assert_false(nr_emoji_is_inside(faces, 10));
    assert_int_equal(nr_emoji_start(faces, 4), 4);
    assert_int_equal(nr_emoji_end(faces, 4), 4);
}

static void joined_letters_are_no_emoji(void **state)
{
    (void)state;
    struct nr_str s = nr_str_of("\u0dc1\u0dca\u200d\u0dbb");
    assert_false(nr_emoji_is_inside(s, 3));
    assert_false(nr_emoji_is_inside(s, 9));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sequences_are_one),
        cmocka_unit_test(what_stands_side_by_side_is_apart),
        cmocka_unit_test(joined_letters_are_no_emoji),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
