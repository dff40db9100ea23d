/* Lines of all kinds of steps: what is read is what was written, and there is one way to write
 * it. */
#include "newsreel/dupes/steps.h"
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void check_line(const struct nr_buf *written, struct nr_str line)
{
    check(written->len == line.len + 1 && written->data[line.len] == '\n');
    check(nr_str_eq(nr_str_sub(nr_buf_str(written), 0, line.len), line));
}

static void check_key_line(struct nr_str line, struct nr_buf *b)
{
    struct nr_key_line k;
    if (!nr_key_line_parse(line, &k))
        return;
    b->len = 0;
    nr_buf_addf(b, "%016llx\t", (unsigned long long)k.key);
    nr_ref_add(b, k.ref);
    nr_buf_add_char(b, '\t');
    nr_buf_add_str(b, k.sketch);
    nr_buf_add_char(b, '\t');
    nr_buf_add_str(b, k.id);
    nr_buf_add_char(b, '\n');
    check_line(b, line);
    check(nr_str_find_char(k.sketch, '\t') == k.sketch.len);
}

static void check_others(struct nr_str line, struct nr_buf *b)
{
    struct nr_pair_line p;
    struct nr_drop_line d;
    b->len = 0;
    if (nr_pair_line_parse(line, &p)) {
        check(p.earlier < p.later && p.millionths <= NR_MILLION);
        nr_pair_line_add(b, &p);
        check_line(b, line);
    }
    b->len = 0;
    if (nr_drop_line_parse(line, &d)) {
        check(d.kept < d.ref && d.millionths <= NR_MILLION);
        nr_drop_line_add(b, &d);
        check_line(b, line);
    }
}

/* Any bytes as an id, and as an escaped one. */
static void check_id(struct nr_str bytes, struct nr_buf *b)
{
    struct nr_buf back = {0};
    b->len = 0;
    nr_step_id_add(b, bytes);
    check(nr_str_find_char(nr_buf_str(b), '\n') == b->len);
    check(nr_str_find_char(nr_buf_str(b), '\t') == b->len);
    check(nr_step_id_decode(&back, nr_buf_str(b)) && nr_str_eq(nr_buf_str(&back), bytes));
    back.len = b->len = 0;
    if (nr_step_id_decode(&back, bytes)) {
        nr_step_id_add(b, nr_buf_str(&back));
        check(nr_str_eq(nr_buf_str(b), bytes));
    } else {
        check(back.len == 0);
    }
    nr_buf_free(&back);
}

static void check_signing(struct nr_str bytes, struct nr_buf *b)
{
    struct nr_buf scratch = {0};
    struct nr_sketch s = {.id = nr_str_sub(bytes, 0, bytes.len / 2),
                          .grams = nr_str_sub(bytes, bytes.len / 2, bytes.len),
                          .whole = {bytes.len, 1},
                          .keys = {bytes.len, bytes.len / 9, 5, 5},
                          .key_count = 4};
    for (int near = 0; near < 2; near++) {
        b->len = 0;
        nr_step_sign(&s, nr_ref(bytes.len & 0xffff, bytes.len), near, &scratch, b);
        struct nr_str rest = nr_buf_str(b), line;
        struct nr_key_line k;
        while (rest.len && nr_str_split(&rest, '\n', &line))
            check(nr_key_line_parse(line, &k) && k.ref == nr_ref(bytes.len & 0xffff, bytes.len));
    }
    nr_buf_free(&scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf b = {0};
    struct nr_str bytes = nr_str((const char *)data, size), rest = bytes, line;
    while (rest.len && nr_str_split(&rest, '\n', &line)) {
        uint32_t millionths;
        check_key_line(line, &b);
        check_others(line, &b);
        b.len = 0;
        if (nr_millionths_parse(line, &millionths)) {
            nr_millionths_add(&b, millionths);
            check(nr_str_eq(nr_buf_str(&b), line));
        }
    }
    check_id(bytes, &b);
    check_signing(bytes, &b);
    nr_buf_free(&b);
    return 0;
}
