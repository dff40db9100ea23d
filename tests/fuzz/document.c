/* Any bytes as a member of any kind (the first byte): one valid line, or a reason, or an error. */
#include "newsreel/source/document.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_line(struct nr_str out)
{
    struct nr_record r = {0};
    struct nr_error e;
    struct nr_json id, html, text;
    assert(out.len && nr_str_find_char(out, '\n') == out.len - 1);
    assert(nr_record_scan(&r, nr_str_sub(out, 0, out.len - 1), &e) == NR_OK);
    assert(nr_record_find(&r, nr_str_of("id"), &id, &e) == NR_OK);
    bool has_html = nr_record_find(&r, nr_str_of("html"), &html, &e) == NR_OK;
    bool has_text = nr_record_find(&r, nr_str_of("text"), &text, &e) == NR_OK;
    assert(has_html != has_text);
    nr_record_free(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum nr_member_kind kinds[] = {NR_MEMBER_FILE, NR_MEMBER_HTTP, NR_MEMBER_TEXT};
    unsigned first = size ? data[0] : 0;
    struct nr_str bytes = nr_str_sub(nr_str((const char *)data, size), 1, size);
    struct nr_document_options options = {
        .digest = first & 4, .keep_lines = first & 8, .any_status = first & 16};
    options.max_record = 1 << 20;
    options.verify_digests = first & 64;
    struct nr_member member = {.kind = kinds[first % 3], .bytes = bytes};
    if (first & 32) {
        struct nr_str line = nr_str_sub(bytes, 0, 40);
        member.source = member.name = member.id = member.url = line;
        member.added = member.mime = member.language = line;
        member.block_digest = member.payload_digest = line;
    }
    struct nr_document_scratch scratch = {0};
    struct nr_arena arena = {0};
    struct nr_buf out = {0};
    struct nr_error e;
    struct nr_document_fate fate;
    enum nr_status status = nr_document_write(&options, &scratch, &member, &arena, &out, &fate, &e);
    assert(status == NR_OK || (status == NR_BAD && out.len == 0));
    if (status == NR_OK && !fate.drop)
        check_line(nr_buf_str(&out));
    else
        assert(out.len == 0);
    nr_document_scratch_free(&scratch);
    nr_arena_free(&arena);
    nr_buf_free(&out);
    return 0;
}
