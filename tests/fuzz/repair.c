/* Repair: once is enough, and what comes out is in the form that normalize.h promises. */
#include "newsreel/text/repair.h"
#include "normal.h"
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_repair(struct nr_str in, enum nr_repairs how)
{
    struct nr_buf out = {0}, again = {0};
    nr_text_repair(&out, in, how);
    check(out.len <= 3 * in.len);
    check_normal(nr_buf_str(&out));
    nr_text_repair(&again, nr_buf_str(&out), how);
    check(nr_str_eq(nr_buf_str(&out), nr_buf_str(&again)));
    nr_buf_free(&out);
    nr_buf_free(&again);
}

/* A repair by itself appends a text that is not longer, or nothing. */
static void check_step(bool (*repair)(struct nr_buf *, struct nr_str), struct nr_str in)
{
    struct nr_buf out = {0};
    bool changed = repair(&out, in);
    check(out.len <= in.len && (changed || out.len == 0));
    check(nr_utf8_valid(nr_buf_str(&out)) == out.len);
    nr_buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf in = {0};
    nr_utf8_repair(&in, nr_str((const char *)data, size));
    check_repair(nr_buf_str(&in), NR_REPAIR_ONLY);
    check_repair(nr_buf_str(&in), NR_REPAIR_ASCII_QUOTES);
    check_step(nr_references_resolve, nr_buf_str(&in));
    check_step(nr_mojibake_undo, nr_buf_str(&in));
    check_step(nr_quotes_to_ascii, nr_buf_str(&in));
    nr_buf_free(&in);
    return 0;
}
