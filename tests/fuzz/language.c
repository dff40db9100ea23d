/* Language: an answer for any text, the same each time, with shares that are in order and add up to
 * no more than all. */
#include "newsreel/tags/language.h"
#include "newsreel/core/buf.h"
#include "newsreel/core/utf8.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct nr_str text)
{
    struct nr_language found = nr_language_detect(text), again = nr_language_detect(text);
    unsigned sum = 0;
    assert(found.tag.len && nr_str_eq(found.tag, again.tag) && found.count == again.count);
    assert(found.count <= NR_LANGUAGE_TOP);
    assert((found.count == 0) == nr_str_is(found.tag, "und"));
    assert(found.count == 0 || nr_str_eq(found.tag, found.top[0].tag));
    for (size_t i = 0; i < found.count; i++) {
        assert(found.top[i].percent > 0 && !nr_str_is(found.top[i].tag, "und"));
        assert(i == 0 || found.top[i].percent <= found.top[i - 1].percent);
        sum += found.top[i].percent;
    }
    assert(sum <= 100);
    assert(nr_language_of_part(text, found.tag).len);
    assert(nr_language_of_part(text, nr_str_of("en")).len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf valid = {0}, longer = {0};
    nr_utf8_repair(&valid, nr_str((const char *)data, size));
    check(nr_buf_str(&valid));
    while (valid.len && longer.len < 3 * (size_t)NR_LANGUAGE_SAMPLE)
        nr_buf_add_str(&longer, nr_buf_str(&valid));
    check(nr_buf_str(&longer));
    nr_buf_free(&longer);
    nr_buf_free(&valid);
    return 0;
}
