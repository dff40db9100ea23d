/* Whatever is read as a seal is written as a line that is one again, and says the same. */
#include "newsreel/stream/seal.h"
#include "newsreel/json/record.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct nr_seal seal, const struct nr_stages *stages)
{
    struct nr_buf first = {0}, second = {0};
    struct nr_stages again = {0};
    struct nr_seal other;
    struct nr_record record = {0};
    struct nr_error e;
    nr_seal_write(seal, stages, &first);
    assert(nr_record_scan(&record, nr_str_sub(nr_buf_str(&first), 0, first.len - 1), &e) == NR_OK);
    assert(nr_record_is_seal(&record));
    assert(nr_seal_read(record.line, &other, &again, &e) == NR_OK);
    assert(other.records == seal.records && other.hash.high == seal.hash.high &&
           other.hash.low == seal.hash.low);
    nr_seal_write(other, &again, &second);
    assert(nr_str_eq(nr_buf_str(&first), nr_buf_str(&second)));
    nr_record_free(&record);
    nr_stages_free(&again);
    nr_buf_free(&first);
    nr_buf_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_seal seal;
    struct nr_stages stages = {0};
    struct nr_error e;
    if (nr_seal_read(nr_str((const char *)data, size), &seal, &stages, &e) == NR_OK)
        check(seal, &stages);
    nr_stages_free(&stages);
    return 0;
}
