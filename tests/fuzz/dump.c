/* Dumps of wikis and digitised pages: the first byte says which, and how many bytes come at a time.
 */
#include "../../lib/formats/formats.h"
#include "stories.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct nr_format *const formats[] = {&nr_format_mediawiki, &nr_format_alto,
                                                      &nr_format_tei, &nr_format_alto};
    struct nr_buf text = {0};
    if (!size)
        return 0;
    const struct nr_format *format = formats[data[0] & 3];
    const struct nr_format_options options = {.keep_lines = (data[0] & 3) == 3};
    struct nr_str bytes = nr_str((const char *)data + 1, size - 1);
    if (format->cut)
        check_cuts(format, bytes, (data[0] >> 2) + 1u);
    make_text(&text, data + 1, size - 1);
    check_pieces(format, nr_buf_str(&text), &options);
    nr_buf_free(&text);
    return 0;
}
