#include "../../lib/source/wide.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct stream {
    struct nr_str rest;
    size_t step;
};

/* "!" stands for a gap. */
static enum nr_status read_some(void *self, struct nr_str *chunk, struct nr_error *e)
{
    struct stream *s = self;
    *chunk = nr_str_sub(s->rest, 0, s->step);
    if (chunk->len && chunk->data[0] == '!') {
        s->rest = nr_str_sub(s->rest, 1, s->rest.len);
        nr_error_set(e, "damage");
        return NR_BAD;
    }
    size_t gap = nr_str_find_char(*chunk, '!');
    *chunk = nr_str_sub(*chunk, 0, gap);
    s->rest = nr_str_sub(s->rest, chunk->len, s->rest.len);
    return chunk->len ? NR_OK : NR_END;
}

static void expect(struct nr_str bytes, const char *want)
{
    const struct nr_input_options options = {.stop_fd = -1};
    for (size_t step = 1; step <= bytes.len; step++) {
        struct stream stream = {bytes, step};
        struct nr_input *in;
        struct nr_error e;
        struct nr_str chunk;
        struct nr_buf got = {0};
        enum nr_status status;
        assert_int_equal(nr_input_open_nested(&in, read_some, &stream, &options, &e), NR_OK);
        struct nr_wide *w = nr_wide_open(in, nr_sniff_width(bytes));
        while ((status = nr_wide_read(w, &chunk, &e)) != NR_END) {
            if (status == NR_OK)
                nr_buf_add_str(&got, chunk);
            else
                nr_buf_addf(&got, "(%s)", e.text);
        }
        assert_string_equal(nr_buf_cstr(&got), want);
        nr_wide_close(w);
        nr_input_close(in);
        nr_buf_free(&got);
    }
}

#define EXPECT(literal, want) expect(nr_str(literal, sizeof(literal) - 1), want)

static void all_widths_become_utf8(void **state)
{
    (void)state;
    EXPECT("\xff\xfe"
           "a\0\xe9\0\x3d\xd8\0\xde",
           "aé😀");
    EXPECT("\xfe\xff\0a\0\xe9\xd8\x3d\xde\0", "aé😀");
    EXPECT("\xff\xfe\0\0a\0\0\0\0\xf6\x01\0", "a😀");
    EXPECT("\0\0\xfe\xff\0\0\0a\0\x01\xf6\0", "a😀");
    EXPECT("\xff\xfe", "");
}

static void what_is_no_character_is_replaced(void **state)
{
    (void)state;
    EXPECT("\xfe\xff\xd8\x3d\0a\xde\0\xd8\x3d\xd8\x3d\xde\0", "\xef\xbf\xbd"
                                                              "a\xef\xbf\xbd\xef\xbf\xbd😀");
    EXPECT("\xfe\xff\0a\xd8\x3d", "a\xef\xbf\xbd");
    EXPECT("\xfe\xff\0a\0", "a\xef\xbf\xbd");
    EXPECT("\0\0\xfe\xff\0\x11\0\0\0\0\0a\0", "\xef\xbf\xbd"
                                              "a\xef\xbf\xbd");
    EXPECT("\xfe\xff\0a!\0b", "a(damage)b");
    EXPECT("\xfe\xff\xd8\x3d!\0b", "(damage)b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_widths_become_utf8),
        cmocka_unit_test(what_is_no_character_is_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
