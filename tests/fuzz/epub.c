/* Whatever looks like a book: its pages and fields are valid UTF-8 without NUL. */
#include "newsreel/core/utf8.h"
#include "newsreel/formats/format.h"
#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct nr_str s)
{
    assert(nr_utf8_valid(s) == s.len);
    assert(!s.len || !memchr(s.data, 0, s.len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_charset_scratch charset = {0};
    struct nr_arena arena = {0};
    struct nr_error e;
    const struct nr_format_options options = {.keep_lines = false};
    const struct nr_reading r = {
        .bytes = nr_str((const char *)data, size), .charset = &charset, .options = &options};
    struct nr_stories stories = {.arena = &arena};
    enum nr_status status = nr_format_named(nr_str_of("epub"))->read(&r, &stories, &e);
    assert((status == NR_OK) == (stories.first != NULL));
    for (const struct nr_story *s = stories.first; s; s = s->next) {
        const struct nr_str fields[] = {s->html, s->section, s->created, s->language, s->copyright};
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
            check(fields[i]);
        assert(s->html.len);
    }
    nr_arena_free(&arena);
    nr_charset_scratch_free(&charset);
    return 0;
}
