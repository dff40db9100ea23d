/* Input: a byte that says what the rest is: r, a run; m, the index in a manifest; w, the note of
 * who is at work; anything else begins a manifest. Checksums are put right where they would end it
 * all. What is accepted is in order; what is found lies in the input. */
#include "../../lib/store/manifest.h"
#include "../../lib/store/run.h"
#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool lies_in(struct nr_str s, struct nr_str whole)
{
    return s.data >= whole.data && s.len <= whole.len &&
           (size_t)(s.data - whole.data) <= whole.len - s.len;
}

static void check_values(const struct run *r)
{
    struct nr_error e;
    struct nr_str value;
    for (uint64_t i = 0; i < r->entries.count; i++) {
        uint64_t from, to;
        run_find(r, run_key(r->entries, i), &from, &to);
        assert(from <= to && to <= r->entries.count);
        if (run_value(r, run_place(r->entries, i), &value, &e) == NR_OK)
            assert(lies_in(value, r->data));
        else
            assert(e.text[0]);
    }
}

/* Keys that are in order are found where they are. */
static void check_order(const struct run *r)
{
    for (uint64_t i = 0; i < r->entries.count; i++) {
        uint64_t from, to;
        run_find(r, run_key(r->entries, i), &from, &to);
        assert(from <= i && i < to);
    }
}

static uint64_t sum_of_body(struct nr_str bytes)
{
    uint64_t sum = 0;
    for (size_t at = RUN_HEADER; at < bytes.len; at += RUN_BLOCK)
        sum = run_add_sum(sum, nr_str_sub(bytes, at, at + RUN_BLOCK));
    return sum;
}

static void check_run(struct nr_str bytes)
{
    struct nr_error e;
    struct run r;
    struct nr_buf copy = {0};
    nr_buf_add_str(&copy, bytes);
    if (run_view(&r, nr_buf_str(&copy), &e) != NR_OK && copy.len >= RUN_HEADER) {
        little_store(copy.data + RUN_HEADER - 16, sum_of_body(nr_buf_str(&copy)));
        little_store(copy.data + RUN_HEADER - 8, nr_hash64(nr_str(copy.data, RUN_HEADER - 8)));
    }
    if (run_view(&r, nr_buf_str(&copy), &e) == NR_OK) {
        check_values(&r);
        if (run_verify(&r, &e) == NR_OK)
            check_order(&r);
    } else {
        assert(e.text[0]);
    }
    nr_buf_free(&copy);
}

/* The checksum is put right where there is an index at all. */
static void check_manifest(struct nr_str text)
{
    const struct nr_index_setting settings[] = {{"ngram", NR_STR("5")}};
    struct nr_buf whole = {0}, again = {0};
    struct manifest m = {0}, same = {0};
    struct nr_error e;
    nr_buf_addf(&whole, "{\"index\":");
    nr_buf_add_str(&whole, text);
    nr_buf_addf(&whole, ",\"sum\":\"%016llx\"}", (unsigned long long)nr_hash64(text));
    if (manifest_read(&m, nr_buf_str(&whole), settings, 1, &e) == NR_OK) {
        manifest_write(&m, settings, 1, &again);
        assert(manifest_read(&same, nr_buf_str(&again), settings, 1, &e) == NR_OK);
        assert(same.number == m.number && same.runs.count == m.runs.count &&
               same.before.count == m.before.count);
    } else {
        assert(e.text[0]);
    }
    manifest_free(&m);
    manifest_free(&same);
    nr_buf_free(&whole);
    nr_buf_free(&again);
}

static void check_running(struct nr_str text)
{
    struct manifest_running running, same;
    struct nr_buf again = {0};
    if (manifest_read_running(&running, text)) {
        manifest_write_running(running, &again);
        assert(manifest_read_running(&same, nr_buf_str(&again)));
        assert(same.number == running.number && same.identity.low == running.identity.low &&
               same.identity.high == running.identity.high);
    }
    nr_buf_free(&again);
}

static void check_whole(struct nr_str text)
{
    struct manifest m;
    struct nr_error e;
    if (manifest_read(&m, text, NULL, 0, &e) != NR_OK)
        assert(e.text[0]);
    manifest_free(&m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_str input = nr_str((const char *)data, size);
    struct nr_str rest = nr_str_sub(input, 1, size);
    if (size == 0)
        return 0;
    if (data[0] == 'r')
        check_run(rest);
    else if (data[0] == 'm')
        check_manifest(rest);
    else if (data[0] == 'w')
        check_running(rest);
    else
        check_whole(input);
    return 0;
}
