/* JSON is cut into the same pieces however it comes, and an array that is valid into its elements.
 * The first byte: whether it begins behind damage. */
#include "cutting.h"
#include "newsreel/json/json.h"
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_elements(struct nr_str bytes, struct nr_str got)
{
    struct nr_json array, element;
    struct nr_error e;
    struct nr_buf want = {0};
    if (nr_json_scan(bytes, &array, &e) != NR_OK || array.type != NR_JSON_ARRAY)
        return;
    for (struct nr_str rest = array.raw; nr_json_next_element(&rest, &element) == NR_OK;) {
        nr_buf_addf(&want, "%zu+%zu ", (size_t)(element.raw.data - bytes.data), element.raw.len);
        nr_buf_add_str(&want, element.raw);
        nr_buf_add_char(&want, '\n');
    }
    assert(nr_str_eq(got, nr_buf_str(&want)));
    nr_buf_free(&want);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct nr_format *json = nr_format_named(nr_str_of("json"));
    struct nr_buf pieces = {0};
    if (size < 1)
        return 0;
    struct nr_str bytes = nr_str((const char *)data + 1, size - 1);
    bool lost = data[0] & 1;
    json->begins(nr_str_sub(bytes, 0, 4096), nr_str_of("x"));
    check_cutting(json, bytes, lost, 0, &pieces);
    if (!lost)
        check_elements(bytes, nr_buf_str(&pieces));
    nr_buf_free(&pieces);
    return 0;
}
