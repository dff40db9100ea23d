#include "markup.h"
#include "newsreel/core/buf.h"
#include "newsreel/core/utf8.h"
#include "newsreel/formats/story.h"
#include "newsreel/html/dom.h"

enum { TAG_MOST = 16, REFERENCE_MOST = 10 };

static bool is_name_char(char c)
{
    return nr_ascii_is_letter(c) || nr_ascii_is_digit(c) || c == '-' || c == '_';
}

static struct nr_str name_of(struct nr_str s)
{
    size_t n = 0;
    while (n < s.len && n <= TAG_MOST && is_name_char(s.data[n]))
        n++;
    return nr_str_sub(s, 0, n);
}

static bool is_element(struct nr_str name)
{
    static const char *const names[] = {
#define NAME(id, name, kind) name,
        NR_TAGS(NAME)
#undef NAME
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nr_str_eq_fold(name, nr_str_of(names[i])))
            return true;
    return false;
}

/* Elements that a text hardly speaks about without an end tag. */
static bool stands_alone(struct nr_str name)
{
    static const char *const names[] = {"p", "br", "img", "hr", "li", "div"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (nr_str_eq_fold(name, nr_str_of(names[i])))
            return true;
    return false;
}

/* How sure it has to be that something is a tag: any element's will do, or one that is not just
 * being spoken about. */
enum care { LOOSE, CAREFUL, ESCAPED };

/* Whether s, behind a "<" or what stands for one, goes on as a tag. */
static bool is_tag(struct nr_str s, enum care care)
{
    bool end = s.len && s.data[0] == '/', escaped = care == ESCAPED;
    struct nr_str name = name_of(nr_str_sub(s, end, s.len));
    struct nr_str rest = nr_str_sub(s, end + name.len, s.len);
    if (!name.len || !rest.len || !(is_element(name) || (care == LOOSE && end)) ||
        !(care == LOOSE || end || stands_alone(name)))
        return false;
    return nr_ascii_is_blank(rest.data[0]) || rest.data[0] == '/' || rest.data[0] == '>' ||
           (escaped && nr_str_starts(rest, nr_str_of("&gt;")));
}

/* Whether a tag stands behind one of the marks. */
static bool has_tag(struct nr_str s, const char *mark, enum care care)
{
    struct nr_str begin = nr_str_of(mark);
    for (;;) {
        size_t at = nr_str_find(s, begin);
        if (at == s.len)
            return false;
        s = nr_str_sub(s, at + begin.len, s.len);
        if (is_tag(s, care))
            return true;
    }
}

static bool has_reference(struct nr_str s)
{
    for (;;) {
        size_t at = nr_str_find_char(s, '&'), n = 1;
        if (at == s.len)
            return false;
        s = nr_str_sub(s, at, s.len);
        bool number = s.len > 1 && s.data[1] == '#';
        n += number;
        while (n < s.len && n < REFERENCE_MOST &&
               (nr_ascii_is_letter(s.data[n]) || nr_ascii_is_digit(s.data[n])))
            n++;
        if (n > 2 && n < s.len && s.data[n] == ';')
            return true;
        s = nr_str_sub(s, 1, s.len);
    }
}

bool nr_markup_is_html(struct nr_str s, bool expected)
{
    return has_tag(s, "<", expected ? LOOSE : CAREFUL) || has_reference(s);
}

/* The control characters U+0080 to U+009F are bytes of windows-1252 that somebody has taken for
 * numbers of characters. */
static struct nr_str without_controls(struct nr_arena *arena, struct nr_str s)
{
    struct nr_buf out = {0};
    size_t done = 0;
    for (size_t at = 0; at < s.len; at++) {
        at += nr_str_find_char(nr_str_sub(s, at, s.len), '\xc2');
        unsigned char next = at + 1 < s.len ? (unsigned char)s.data[at + 1] : 0;
        if (next < 0x80 || next >= 0xa0)
            continue;
        nr_buf_add_str(&out, nr_str_sub(s, done, at));
        nr_utf8_add(&out, nr_utf8_western(next));
        done = at + 2;
    }
    if (!done)
        return s;
    nr_buf_add_str(&out, nr_str_sub(s, done, s.len));
    s = nr_arena_str(arena, nr_buf_str(&out));
    nr_buf_free(&out);
    return s;
}

struct nr_str nr_markup_html(struct nr_arena *arena, struct nr_str s)
{
    bool again = nr_str_find_char(s, '<') == s.len && has_tag(s, "&lt;", ESCAPED);
    s = without_controls(arena, s);
    struct nr_str text = nr_story_html(arena, s);
    return again ? nr_story_html(arena, text) : text;
}

struct nr_str nr_markup_plain(struct nr_arena *arena, struct nr_str s)
{
    struct nr_buf text = {0};
    size_t breaks = 0;
    bool blank = false;
    s = without_controls(arena, s);
    for (size_t i = 0; i < s.len; i++) {
        if (nr_ascii_is_blank(s.data[i])) {
            breaks += s.data[i] == '\n';
            blank = true;
            continue;
        }
        if (blank && text.len)
            nr_buf_add_cstr(&text, breaks > 1 ? "\n\n" : " ");
        nr_buf_add_char(&text, s.data[i]);
        blank = false;
        breaks = 0;
    }
    struct nr_str copy = nr_arena_str(arena, nr_buf_str(&text));
    nr_buf_free(&text);
    return copy;
}
