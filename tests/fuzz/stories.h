/* What every format promises, for its fuzz target: pieces do not depend on how the bytes come, and
 * stories are text. */
#ifndef NEWSREEL_TESTS_FUZZ_STORIES_H
#define NEWSREEL_TESTS_FUZZ_STORIES_H

#include "newsreel/core/utf8.h"
#include "newsreel/formats/format.h"
#include <stdint.h>
#include <stdlib.h>

static inline void check(bool holds)
{
    if (!holds)
        abort();
}

/* Cuts all, shown step bytes more at a time, and notes where the pieces lie. */
static inline void cut_all(const struct nr_format *format, struct nr_str all, size_t step,
                           struct nr_buf *places)
{
    struct nr_cut cut = {.at = 0};
    size_t base = 0, seen = step < all.len ? step : all.len;
    while (base < all.len) {
        struct nr_str view = nr_str_sub(all, base, seen);
        enum nr_status status = view.len ? format->cut(&cut, view, seen == all.len) : NR_END;
        if (status == NR_OK) {
            check(cut.from <= cut.to && cut.to <= cut.next && cut.next <= view.len);
            check(cut.next > 0);
            nr_buf_addf(places, "%zu-%zu ", base + cut.from, base + cut.to);
            base += cut.next;
            cut = (struct nr_cut){.state = cut.state};
        } else {
            check(status == NR_END);
            if (seen == all.len)
                return;
            seen = all.len - seen < step ? all.len : seen + step;
        }
    }
}

static inline void check_cuts(const struct nr_format *format, struct nr_str all, size_t step)
{
    struct nr_buf whole = {0}, steps = {0};
    cut_all(format, all, all.len, &whole);
    cut_all(format, all, step, &steps);
    check(nr_str_eq(nr_buf_str(&whole), nr_buf_str(&steps)));
    nr_buf_free(&whole);
    nr_buf_free(&steps);
}

static inline void check_text(struct nr_str s)
{
    check(nr_utf8_valid(s) == s.len && !(s.len && memchr(s.data, 0, s.len)));
}

static inline void check_texts(const struct nr_texts *texts)
{
    for (const struct nr_text_item *i = texts->first; i; i = i->next) {
        check(i->text.len > 0);
        check_text(i->text);
    }
}

static inline void check_story(const struct nr_story *s)
{
    const struct nr_str fields[] = {s->id,        s->url,     s->created, s->modified, s->language,
                                    s->headline,  s->summary, s->section, s->located,  s->slugline,
                                    s->copyright, s->text,    s->html};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        check_text(fields[i]);
    check_texts(&s->by);
    check_texts(&s->subjects);
}

static inline void check_reading(const struct nr_format *format, struct nr_str preamble,
                                 struct nr_str bytes, const struct nr_format_options *options)
{
    struct nr_arena arena = {0};
    struct nr_charset_scratch charset = {.text = {0}};
    struct nr_stories stories = {.arena = &arena};
    struct nr_error e = {.text = ""};
    const struct nr_reading r = {
        .bytes = bytes, .preamble = preamble, .charset = &charset, .options = options};
    enum nr_status status = format->read(&r, &stories, &e);
    check(status == NR_OK || (status == NR_BAD && e.text[0]));
    for (const struct nr_story *s = stories.first; s; s = s->next)
        check_story(s);
    nr_charset_scratch_free(&charset);
    nr_arena_free(&arena);
}

/* Reads all the pieces of text as the workers would. */
static inline void check_pieces(const struct nr_format *format, struct nr_str text,
                                const struct nr_format_options *options)
{
    struct nr_cut cut = {.at = 0};
    struct nr_str preamble = {NULL, 0};
    if (!format->cut) {
        check_reading(format, preamble, text, options);
        return;
    }
    for (bool first = true; format->cut(&cut, text, true) == NR_OK; first = false) {
        if (first)
            preamble = nr_str_sub(text, 0, cut.from < NR_PREAMBLE ? cut.from : NR_PREAMBLE);
        check_reading(format, preamble, nr_str_sub(text, cut.from, cut.to), options);
        text = nr_str_sub(text, cut.next, text.len);
        cut = (struct nr_cut){.state = cut.state};
    }
}

/* data as what the frame hands to a format: valid UTF-8 without NUL. */
static inline void make_text(struct nr_buf *text, const uint8_t *data, size_t size)
{
    nr_utf8_repair(text, nr_str((const char *)data, size));
    for (size_t i = 0; i < text->len; i++)
        if (!text->data[i])
            text->data[i] = ' ';
}

#endif
