/* Whatever an operand holds: the walk ends, labels are valid, limits hold, and a second walk says
 * the same. */
#include "newsreel/source/members.h"
#include "newsreel/core/hash.h"
#include "newsreel/core/utf8.h"
#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_RECORD = 4096, MAX_EXPANSION = 1 << 20 };

static void walk(struct nr_str bytes, struct nr_buf *out)
{
    static const struct nr_members_options options = {.input = {.stop_fd = -1},
                                                      .max_record = MAX_RECORD,
                                                      .max_depth = 3,
                                                      .max_expansion = MAX_EXPANSION};
    struct nr_members *m = nr_members_open_memory(nr_str_of("operand"), bytes, &options);
    struct nr_member member;
    struct nr_error e;
    enum nr_status status;
    uint64_t ordinal = 0;
    while ((status = nr_members_next(m, &member, &e)) != NR_END) {
        nr_buf_addf(out, "%d ", (int)status);
        if (status != NR_OK) {
            assert(nr_str_starts(e.path, nr_str_of("operand")));
            assert(e.text[0]);
            nr_error_describe(&e, out);
            continue;
        }
        assert(nr_utf8_valid(member.source) == member.source.len);
        assert(nr_str_starts(member.source, nr_str_of("operand")));
        assert(nr_str_ends(member.source, member.name));
        /* An issue stands where the first of its files stood. */
        assert(member.part_count || member.ordinal >= ordinal);
        ordinal = member.part_count ? ordinal : member.ordinal + 1;
        for (size_t i = 0; i < member.part_count; i++)
            nr_buf_addf(out, "%llu ", (unsigned long long)nr_hash64(member.parts[i].bytes));
        assert(member.kind == NR_MEMBER_LINES || member.bytes.len <= MAX_RECORD);
        assert(!member.placed || member.offset + member.length <= bytes.len);
        nr_buf_add_str(out, member.source);
        nr_buf_addf(out, " %llu ", (unsigned long long)nr_hash64(member.bytes));
    }
    nr_members_close(m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf first = {0}, second = {0};
    walk(nr_str((const char *)data, size), &first);
    walk(nr_str((const char *)data, size), &second);
    assert(nr_str_eq(nr_buf_str(&first), nr_buf_str(&second)));
    nr_buf_free(&first);
    nr_buf_free(&second);
    return 0;
}
