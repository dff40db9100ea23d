/* An HTTP response of any bytes: views stay inside, limits hold, and what is decoded does not
 * depend on what the scratch held before. */
#include "newsreel/source/http.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX = 1 << 20 };

static void check_fields(const struct nr_http *http)
{
    struct nr_str rest = http->fields, name, value, type, charset;
    size_t n = 0;
    while (nr_http_next_field(&rest, &name, &value)) {
        nr_http_media_type(value, &type, &charset);
        assert(type.len + charset.len <= value.len);
        assert(nr_str_trim(value).len == value.len && nr_str_trim(name).len == name.len);
        assert(nr_str_find_char(name, '\n') == name.len);
        n += name.len + value.len + 1;
    }
    assert(n <= http->fields.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_str block = nr_str((const char *)data, size);
    struct nr_http http, again;
    struct nr_error e;
    nr_http_split(block, &http);
    assert(http.fields.len + http.body.len <= size);
    assert(http.status || http.fields.len || http.body.len == size);
    check_fields(&http);

    struct nr_http_scratch one = {0}, two = {0};
    nr_buf_add_cstr(&two.buf[0], "left over");
    nr_buf_add_cstr(&two.buf[1], "from before");
    again = http;
    enum nr_status status = nr_http_undo(&http, &one, MAX, &e);
    assert(nr_http_undo(&again, &two, MAX, &e) == status);
    if (status == NR_OK) {
        assert(nr_str_eq(http.body, again.body) && http.truncated == again.truncated);
        assert(http.body.len <= MAX || http.body.len <= size);
    } else {
        assert(status == NR_BAD);
    }
    nr_http_scratch_free(&one);
    nr_http_scratch_free(&two);
    return 0;
}
