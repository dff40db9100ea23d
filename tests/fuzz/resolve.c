/* Pair lines as they come, and sorted: however they are cut, the same drops come out, in order, and
 * nothing is dropped for a record that was dropped itself. */
#include "newsreel/dupes/resolve.h"
#include "newsreel/dupes/drops.h"
#include "sorted.h"
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static bool resolve_all(struct nr_str lines, size_t n, struct nr_buf *out)
{
    struct nr_error e;
    struct nr_resolve *r = nr_resolve_new();
    bool good = true;
    while (good && lines.len)
        good = nr_resolve_add(r, cut_lines(&lines, n), out, &e) == NR_OK;
    nr_resolve_finish(r, out);
    check(nr_resolve_bytes(r) > 0);
    nr_resolve_free(r);
    return good;
}

/* A list that was made is one that can be read along. */
static void check_drops(struct nr_str list)
{
    struct nr_error e;
    struct nr_drops along, other;
    struct nr_drop_line drop, kept, line;
    struct nr_str rest = list, text;
    uint64_t before = 0;
    nr_drops_init(&along, list);
    while (rest.len && nr_str_split(&rest, '\n', &text)) {
        check(nr_drop_line_parse(text, &line) && line.ref > before);
        before = line.ref;
        check(nr_drops_find(&along, line.ref, &drop, &e) == NR_OK && drop.kept == line.kept);
        nr_drops_init(&other, list);
        check(nr_drops_find(&other, line.kept, &kept, &e) != NR_OK);
    }
    check(nr_drops_finish(&along, &e) == NR_OK);
}

static void try(struct nr_str lines)
{
    struct nr_buf whole = {0}, pieces = {0};
    bool good = resolve_all(lines, SIZE_MAX, &whole);
    check(resolve_all(lines, 1, &pieces) == good);
    check(nr_str_eq(nr_buf_str(&whole), nr_buf_str(&pieces)));
    check_drops(nr_buf_str(&whole));
    nr_buf_free(&whole);
    nr_buf_free(&pieces);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_str bytes = nr_str((const char *)data, size);
    struct nr_buf sorted = {0};
    try(bytes);
    add_sorted(bytes, &sorted);
    try(nr_buf_str(&sorted));
    nr_buf_free(&sorted);
    return 0;
}
