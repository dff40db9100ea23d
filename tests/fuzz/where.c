/* A condition on the first line, a record on the second: a condition that is taken is met or not,
 * and its negation the other way round. */
#include "newsreel/publish/where.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum nr_status test(struct nr_str condition, struct nr_record *record, bool *met)
{
    struct nr_error e;
    struct nr_arena arena = {0};
    struct nr_where *where = nr_where_new(condition, &e);
    enum nr_status status = NR_FAIL;
    if (where)
        status = nr_where_test(where, record, &arena, met, &e);
    else
        assert(strstr(e.text, "column ") == e.text || strstr(e.text, "UTF-8"));
    nr_where_free(where);
    nr_arena_free(&arena);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_str rest = nr_str((const char *)data, size), condition;
    struct nr_record record = {0};
    struct nr_error e;
    bool met = false, unmet = false;
    if (!size || !nr_str_split(&rest, '\n', &condition))
        return 0;
    if (nr_record_scan(&record, rest, &e) != NR_OK)
        assert(nr_record_scan(&record, nr_str_of("{\"a\":[1,{\"b\":\"x\"}],\"b\":{\"c\":-1.5}}"),
                              &e) == NR_OK);
    enum nr_status status = test(condition, &record, &met);
    struct nr_buf not = {0};
    nr_buf_add_cstr(&not, "!(");
    nr_buf_add_str(&not, condition);
    nr_buf_add_char(&not, ')');
    enum nr_status other = test(nr_buf_str(&not ), &record, &unmet);
    /* "a) != (b" is one only inside of it; one more level may be too deep. */
    assert(status == NR_FAIL || other == NR_FAIL || status == other);
    assert(status != NR_OK || other != NR_OK || met != unmet);
    nr_buf_free(&not );
    nr_record_free(&record);
    return 0;
}
