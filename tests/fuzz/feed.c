/* Feeds: the first byte says how many bytes come at a time. */
#include "../../lib/formats/formats.h"
#include "stories.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct nr_format_options options = {.keep_lines = false};
    struct nr_buf text = {0};
    if (!size)
        return 0;
    struct nr_str bytes = nr_str((const char *)data + 1, size - 1);
    nr_format_find(nr_str_sub(bytes, 0, 4096), nr_str(NULL, 0));
    check_cuts(&nr_format_rss, bytes, (data[0] & 0x3fu) + 1);
    make_text(&text, data + 1, size - 1);
    check_pieces(&nr_format_rss, nr_buf_str(&text), &options);
    nr_buf_free(&text);
    return 0;
}
