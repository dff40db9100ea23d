/* The spans of quantities, in texts of several languages. */
#include "newsreel/tags/quantities.h"
#include "spans.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read(struct nr_str text, struct nr_spans *spans)
{
    struct nr_tokens t = {0};
    struct nr_quantities *q = nr_quantities_new();
    const struct nr_str language = nr_str_of(text.len % 3 == 0   ? ""
                                             : text.len % 3 == 1 ? "de"
                                                                 : "es-AR");
    nr_tokens_begin(&t, text);
    while (nr_tokens_next(&t))
        nr_quantities_read(q, &t, language, spans);
    nr_quantities_free(q);
    nr_tokens_free(&t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_spans(data, size, read);
    return 0;
}
