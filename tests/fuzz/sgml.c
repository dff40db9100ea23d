/* Tags lie one behind the other and inside the text; what becomes of text is valid. */
#include "../../lib/formats/sgml.h"
#include "newsreel/core/utf8.h"
#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_inside(struct nr_str part, struct nr_str whole)
{
    return !part.len || (part.data >= whole.data && part.data + part.len <= whole.data + whole.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf in = {0}, out = {0};
    struct nr_sgml_tag tag;
    struct nr_str content;
    nr_utf8_repair(&in, nr_str((const char *)data, size));
    struct nr_str text = nr_buf_str(&in);
    for (size_t at = 0; nr_sgml_next(text, at, &tag); at = tag.to) {
        assert(tag.from >= at && tag.to > tag.from && tag.to <= text.len);
        assert(text.data[tag.from] == '<' && text.data[tag.to - 1] == '>');
        assert(tag.to - tag.from <= NR_SGML_TAG_MOST);
        struct nr_str whole = nr_str_sub(text, tag.from, tag.to);
        assert(is_inside(tag.name, whole) && is_inside(tag.attributes, whole));
        assert(is_inside(nr_sgml_attribute(&tag, "id"), whole));
    }
    for (size_t at = 0, before = 0; nr_sgml_element(text, "P", &at, &content); before = at)
        assert(at > before && at <= text.len && is_inside(content, text));
    nr_sgml_add_text(&out, text);
    assert(nr_utf8_valid(nr_buf_str(&out)) == out.len);
    assert(!out.len || !memchr(out.data, '\r', out.len));
    nr_buf_free(&in);
    nr_buf_free(&out);
    return 0;
}
