/* The formats of the news trade, chosen by the first byte: whatever comes, what they say is valid
 * UTF-8 without NUL, dates are dates, the pieces of a cut stand in order, and reading a document
 * twice gives the same. */
#include "../../lib/formats/formats.h"
#include "newsreel/core/moment.h"
#include "newsreel/core/utf8.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct nr_format *const formats[] = {
    &nr_format_nitf,     &nr_format_newsml, &nr_format_newsml_g2,
    &nr_format_newsitem, &nr_format_ninjs,  &nr_format_newsxml,
};

static void check_text(struct nr_str s)
{
    assert(s.len == 0 || s.data);
    assert(nr_utf8_valid(s) == s.len);
    assert(s.len == 0 || !memchr(s.data, '\0', s.len));
}

static void check_date(struct nr_str s)
{
    char day[11], utc[21];
    check_text(s);
    assert(s.len == 0 || nr_moment_parse(s, day, utc) != NR_MOMENT_NONE);
}

static void check_texts(const struct nr_texts *texts)
{
    size_t n = 0;
    for (const struct nr_text_item *i = texts->first; i; i = i->next, n++) {
        check_text(i->text);
        assert(i->text.len && nr_str_trim(i->text).len == i->text.len);
    }
    assert(n == texts->count && n <= NR_TEXTS);
}

static void check_story(const struct nr_story *s)
{
    const struct nr_str fields[] = {s->id,      s->url,     s->language, s->headline,  s->summary,
                                    s->section, s->located, s->slugline, s->copyright, s->text};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        check_text(fields[i]);
    check_date(s->created);
    check_date(s->modified);
    check_texts(&s->by);
    check_texts(&s->subjects);
    assert(s->html.len == 0 && s->charset.len == 0);
}

/* How many bytes of text all stories have. */
static size_t read_all(const struct nr_format *format, struct nr_str text)
{
    struct nr_arena arena = {0};
    struct nr_stories stories = {.arena = &arena};
    struct nr_format_options options = {0};
    struct nr_reading r = {.bytes = text, .options = &options};
    struct nr_error e;
    size_t n = 0;
    enum nr_status status = format->read(&r, &stories, &e);
    assert(status == NR_OK || (status == NR_BAD && e.text[0]));
    for (const struct nr_story *s = stories.first; s; s = s->next) {
        check_story(s);
        n += s->text.len + 1;
    }
    nr_arena_free(&arena);
    return n;
}

/* The pieces of all the text at once, and of text that comes step by step, are the same. */
static void check_cut(const struct nr_format *format, struct nr_str text, size_t step)
{
    struct nr_cut whole = {0}, part = {0};
    size_t from = 0;
    while (format->cut(&whole, nr_str_sub(text, from, text.len), true) == NR_OK) {
        assert(whole.from < whole.to && whole.to <= whole.next && whole.next <= text.len - from);
        enum nr_status status;
        size_t shown = 0;
        do {
            shown = shown + step < text.len - from ? shown + step : text.len - from;
            struct nr_str view = nr_str_sub(text, from, from + shown);
            status = format->cut(&part, view, shown == text.len - from);
            assert(part.at <= view.len);
        } while (status != NR_OK && shown < text.len - from);
        assert(status == NR_OK && part.from == whole.from && part.to == whole.to);
        from += whole.next;
        whole = (struct nr_cut){.state = whole.state};
        part = (struct nr_cut){.state = part.state};
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const struct nr_format *format = formats[data[0] % (sizeof formats / sizeof *formats)];
    struct nr_buf text = {0};
    nr_utf8_repair(&text, nr_str((const char *)data + 1, size - 1));
    for (size_t i = 0; i < text.len; i++)
        if (!text.data[i])
            text.data[i] = ' ';
    struct nr_str all = nr_buf_str(&text);
    format->begins(nr_str_sub(all, 0, 4096), nr_str("", 0));
    size_t n = read_all(format, all);
    assert(read_all(format, all) == n);
    check_cut(format, all, 1 + all.len / 16);
    nr_buf_free(&text);
    return 0;
}
