/* A message of any bytes: stories hold valid UTF-8 without NUL, dates are dates, text has LF alone
 * as line end, and what was read before does not matter. */
#include "../../lib/formats/mail.h"
#include "newsreel/core/moment.h"
#include "newsreel/core/utf8.h"
#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add(struct nr_buf *out, struct nr_str s)
{
    assert(nr_utf8_valid(s) == s.len);
    assert(nr_str_find_char(s, '\0') == s.len);
    nr_buf_add_str(out, s);
    nr_buf_add_char(out, '|');
}

static void add_line(struct nr_buf *out, struct nr_str s)
{
    assert(nr_str_find_char(s, '\n') == s.len && nr_str_find_char(s, '\r') == s.len);
    assert(nr_str_trim(s).len == s.len);
    add(out, s);
}

static void add_list(struct nr_buf *out, const struct nr_texts *texts)
{
    for (const struct nr_text_item *i = texts->first; i; i = i->next) {
        assert(i->text.len);
        add_line(out, i->text);
    }
}

static void add_story(struct nr_buf *out, const struct nr_story *s)
{
    char day[11], utc[21];
    add_line(out, s->headline);
    add_line(out, s->id);
    add_line(out, s->section);
    add_line(out, s->summary);
    add_line(out, s->language);
    add_line(out, s->url);
    add_list(out, &s->by);
    add_list(out, &s->subjects);
    add(out, s->created);
    assert(!s->created.len || nr_moment_parse(s->created, day, utc) != NR_MOMENT_NONE);
    add(out, s->html);
    add(out, s->text);
    assert(nr_str_find_char(s->text, '\r') == s->text.len);
    assert(!s->text.len || !s->html.len);
    assert(!s->html.len || !s->wrapped);
}

static void read_all(const char *format, struct nr_str bytes, struct nr_charset_scratch *charset,
                     struct nr_buf *out)
{
    static const struct nr_format_options options = {.keep_lines = false};
    struct nr_arena arena = {0};
    struct nr_stories stories = {.arena = &arena};
    struct nr_reading r = {.bytes = bytes, .charset = charset, .options = &options};
    struct nr_error e;
    enum nr_status status = nr_format_named(nr_str_of(format))->read(&r, &stories, &e);
    assert(status == NR_OK);
    size_t count = 0;
    for (const struct nr_story *s = stories.first; s; s = s->next, count++)
        add_story(out, s);
    assert(count <= NR_MAIL_TEXTS + 1);
    nr_buf_addf(out, "%zu %zu", stories.attachments, stories.replaced);
    nr_arena_free(&arena);
}

/* A scratch that has seen many messages, and now and then, for opening converters takes its time, a
 * fresh one. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct nr_charset_scratch used;
    struct nr_str bytes = nr_str((const char *)data, size);
    struct nr_charset_scratch fresh = {0};
    struct nr_buf one = {0}, other = {0};
    nr_mail_survey(bytes);
    read_all("mail", bytes, &used, &one);
    if (size % 16 == 0) {
        read_all("mail", bytes, &fresh, &other);
        assert(nr_str_eq(nr_buf_str(&one), nr_buf_str(&other)));
    }
    if (nr_str_starts(bytes, nr_str_of("From ")))
        read_all("mbox", bytes, &used, &other);
    nr_buf_free(&one);
    nr_buf_free(&other);
    nr_charset_scratch_free(&fresh);
    return 0;
}
