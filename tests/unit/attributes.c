#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/publish/attributes.h"

static enum nr_status row(const char *line, struct nr_buf *out)
{
    struct nr_record record = {0};
    struct nr_arena arena = {0};
    struct nr_error e;
    assert_int_equal(nr_record_scan(&record, nr_str_of(line), &e), NR_OK);
    enum nr_status status = nr_attributes_row(&record, &arena, out, &e);
    nr_buf_cstr(out);
    nr_record_free(&record);
    nr_arena_free(&arena);
    return status;
}

static void assert_has(const char *line, const char *part)
{
    struct nr_buf out = {0};
    assert_int_equal(row(line, &out), NR_OK);
    if (!strstr(out.data, part))
        fail_msg("%s is not in %s", part, out.data);
    nr_buf_free(&out);
}

static void assert_bad(const char *line)
{
    struct nr_buf out = {0};
    assert_int_equal(row(line, &out), NR_BAD);
    nr_buf_free(&out);
}

static void spans_by_type(void **state)
{
    (void)state;
    const char *line =
        "{\"spans\":[{\"s\":3,\"e\":4,\"t\":\"date\"},{\"t\":\"person\",\"c\":0.50,\"e\":2,\"s\":0}"
        ","
        "{\"s\":5,\"e\":5,\"t\":\"RIVER\",\"c\":1},{\"s\":7,\"e\":9,\"t\":\"date\",\"c\":null}],"
        "\"id\":\"a\"}";
    assert_has(line, "{\"id\":\"a\",\"attributes\":{\"newsreel__person\":[[0,2,0.50]],");
    assert_has(line, "\"newsreel__date\":[[3,4,1.0],[7,9,1.0]],");
    assert_has(line, "\"newsreel__place\":[],");
    assert_has(line, ",\"newsreel__other\":[[5,5,1.0]]}}\n");
}

static void no_spans(void **state)
{
    (void)state;
    assert_has("{}", "{\"id\":null,\"attributes\":{\"newsreel__person\":[],");
    assert_has("{\"spans\":null}", "\"newsreel__other\":[]}}\n");
    assert_has("{\"spans\":[ ]}", "\"newsreel__other\":[]}}\n");
}

static void other_spans(void **state)
{
    (void)state;
    assert_bad("{\"spans\":{}}");
    assert_bad("{\"spans\":[1]}");
    assert_bad("{\"spans\":[{}]}");
    assert_bad("{\"spans\":[{\"s\":1,\"e\":2}]}");
    assert_bad("{\"spans\":[{\"s\":-1,\"e\":2,\"t\":\"x\"}]}");
    assert_bad("{\"spans\":[{\"s\":3,\"e\":2,\"t\":\"x\"}]}");
    assert_bad("{\"spans\":[{\"s\":1,\"e\":2,\"t\":5}]}");
    assert_bad("{\"spans\":[{\"s\":1,\"s\":1,\"e\":2,\"t\":\"x\"}]}");
    assert_bad("{\"spans\":[{\"s\":1,\"e\":2,\"t\":\"x\",\"c\":\"1\"}]}");
    assert_bad("{\"spans\":[],\"spans\":[]}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans_by_type),
        cmocka_unit_test(no_spans),
        cmocka_unit_test(other_spans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
