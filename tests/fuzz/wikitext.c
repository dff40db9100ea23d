/* Wikitext: whatever the markup, text comes out, in paragraphs and not longer than it can be. */
#include "../../lib/formats/wikitext.h"
#include "stories.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct nr_wiki_names names = {NR_STR("Datei"), NR_STR("Kategorie")};
    struct nr_buf text = {0}, out = {0};
    struct nr_arena arena = {0};
    struct nr_wiki_page page;
    make_text(&text, data, size);
    nr_buf_add_cstr(&out, "before");
    nr_wikitext(nr_buf_str(&text), &names, &arena, &out, &page);
    struct nr_str all = nr_buf_str(&out);
    check(nr_str_starts(all, nr_str_of("before")));
    struct nr_str s = nr_str_sub(all, 6, all.len);
    check_text(s);
    check_text(page.date);
    check_text(page.place);
    check_texts(&page.categories);
    check(s.len <= 3 * text.len + 2);
    check(!s.len || (nr_str_starts(s, nr_str_of("\n\n")) && !nr_ascii_is_blank(s.data[s.len - 1])));
    check(nr_str_find(s, nr_str_of("\n\n\n")) == s.len);
    nr_arena_free(&arena);
    nr_buf_free(&text);
    nr_buf_free(&out);
    return 0;
}
