#include "sgml.h"
#include "newsreel/core/utf8.h"
#include "newsreel/formats/story.h"
#include <libxml/HTMLparser.h>

enum { REFERENCE_MOST = 32, MARK_MOST = 32 };

static bool is_name_char(char c)
{
    return nr_ascii_is_letter(c) || nr_ascii_is_digit(c) || c == '_' || c == '-' || c == '.';
}

/* The length of the name that rest has at from, 0 when no tag can begin so. */
static size_t name_length(struct nr_str rest, size_t from)
{
    size_t n = 0;
    while (from + n < rest.len && is_name_char(rest.data[from + n]))
        n++;
    if (n == 0 || from + n == rest.len || rest.data[from] == '-' || rest.data[from] == '.')
        return 0;
    char behind = rest.data[from + n];
    return behind == '>' || behind == '/' || nr_ascii_is_blank(behind) ? n : 0;
}

/* The tag that text has at from, where a '<' is. */
static bool read_tag(struct nr_str text, size_t from, struct nr_sgml_tag *tag)
{
    struct nr_str rest = nr_str_sub(text, from, from + NR_SGML_TAG_MOST);
    char second = rest.len > 1 ? rest.data[1] : '\0';
    bool declaration = second == '!' || second == '?';
    *tag = (struct nr_sgml_tag){.from = from, .end = second == '/'};
    size_t begin = tag->end ? 2 : 1, length = declaration ? 0 : name_length(rest, begin);
    if (!declaration && length == 0)
        return false;
    size_t end = begin + length;
    while (end < rest.len && rest.data[end] != '>' && rest.data[end] != '<')
        end++;
    if (end == rest.len || rest.data[end] == '<')
        return false;
    tag->name = nr_str_sub(rest, begin, begin + length);
    tag->attributes = nr_str_trim(nr_str_sub(rest, begin + length, end));
    tag->to = from + end + 1;
    return true;
}

bool nr_sgml_next(struct nr_str text, size_t at, struct nr_sgml_tag *tag)
{
    for (; at < text.len; at++) {
        at += nr_str_find_char(nr_str_sub(text, at, text.len), '<');
        if (at < text.len && read_tag(text, at, tag))
            return true;
    }
    return false;
}

bool nr_sgml_is(const struct nr_sgml_tag *tag, const char *name)
{
    size_t i = 0;
    while (i < tag->name.len && name[i] &&
           nr_ascii_lower(tag->name.data[i]) == nr_ascii_lower(name[i]))
        i++;
    return i == tag->name.len && !name[i];
}

/* Cuts the next NAME=VALUE off *rest. False when there is none. */
static bool read_attribute(struct nr_str *rest, struct nr_str *name, struct nr_str *value)
{
    size_t equals = nr_str_find_char(*rest, '=');
    if (equals == rest->len)
        return false;
    *name = nr_str_trim(nr_str_sub(*rest, 0, equals));
    size_t blank = name->len;
    while (blank > 0 && is_name_char(name->data[blank - 1]))
        blank--;
    *name = nr_str_sub(*name, blank, name->len);
    *rest = nr_str_trim(nr_str_sub(*rest, equals + 1, rest->len));
    bool quoted = rest->len && (rest->data[0] == '"' || rest->data[0] == '\'');
    size_t end = quoted ? 1 + nr_str_find_char(nr_str_sub(*rest, 1, rest->len), rest->data[0]) : 0;
    while (!quoted && end < rest->len && !nr_ascii_is_blank(rest->data[end]))
        end++;
    *value = nr_str_sub(*rest, quoted, end);
    *rest = nr_str_sub(*rest, end + quoted, rest->len);
    return true;
}

struct nr_str nr_sgml_attribute(const struct nr_sgml_tag *tag, const char *name)
{
    struct nr_str rest = tag->attributes, key, value;
    while (read_attribute(&rest, &key, &value))
        if (nr_str_eq_fold(key, nr_str_of(name)))
            return nr_str_trim(value);
    return nr_str(NULL, 0);
}

bool nr_sgml_element(struct nr_str text, const char *name, size_t *at, struct nr_str *content)
{
    struct nr_sgml_tag tag, end;
    size_t from = *at;
    do {
        if (!nr_sgml_next(text, from, &tag))
            return false;
        from = tag.to;
    } while (tag.end || !nr_sgml_is(&tag, name));
    for (size_t next = tag.to; nr_sgml_next(text, next, &end); next = end.to)
        if (end.end && nr_sgml_is(&end, name)) {
            *content = nr_str_sub(text, tag.to, end.from);
            *at = end.to;
            return true;
        }
    *content = nr_str_sub(text, tag.to, text.len);
    *at = text.len;
    return true;
}

/* A space for what is no character: none where blanks are anyway. */
static void add_space(struct nr_buf *out, struct nr_str behind)
{
    bool before = !out->len || nr_ascii_is_blank(out->data[out->len - 1]);
    if (!before && !(behind.len && nr_ascii_is_blank(behind.data[0])))
        nr_buf_add_char(out, ' ');
}

/* "#3", "#x2019": the character that it names, a space for a control. */
static void add_numbered(struct nr_buf *out, struct nr_str digits, struct nr_str behind)
{
    bool hex = digits.len && (digits.data[0] | 0x20) == 'x';
    uint32_t c = 0;
    for (size_t i = hex; i < digits.len && c <= 0x10ffff; i++) {
        char d = nr_ascii_lower(digits.data[i]);
        c = c * (hex ? 16 : 10) + (uint32_t)(nr_ascii_is_digit(d) ? d - '0' : d - 'a' + 10);
    }
    if ((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0))
        add_space(out, behind);
    else
        nr_utf8_add(out, c);
}

static bool is_number(struct nr_str digits)
{
    bool hex = digits.len && (digits.data[0] | 0x20) == 'x';
    for (size_t i = hex; i < digits.len; i++) {
        char d = nr_ascii_lower(digits.data[i]);
        if (!nr_ascii_is_digit(d) && !(hex && d >= 'a' && d <= 'f'))
            return false;
    }
    return digits.len > hex;
}

/* Names that the corpora have made for themselves: codes of typesetters, which are "", and signs.
 */
static const char *own_reference(struct nr_str name)
{
    static const struct {
        const char *name, *text;
    } table[] = {
        {"LR", ""}, {"UR", ""}, {"QL", ""},  {"QC", ""},     {"QR", ""},
        {"HT", ""}, {"UX", ""}, {"MD", "—"}, {"blank", " "}, {"hyph", "-"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (nr_str_is(name, table[i].name))
            return table[i].text;
    return name.len == 4 && nr_str_starts(name, nr_str_of("Cx")) ? "" : NULL;
}

/* HTML knows the names of the others. Only of the oldest are there copies in capitals. */
static bool add_named(struct nr_buf *out, struct nr_str name, struct nr_str behind)
{
    static const char *const oldest[] = {"amp", "lt", "gt", "quot"};
    char key[REFERENCE_MOST + 1];
    const char *own = own_reference(name);
    if (own && *own)
        nr_buf_add_cstr(out, own);
    else if (own)
        add_space(out, behind);
    if (own)
        return true;
    memcpy(key, name.data, name.len);
    key[name.len] = '\0';
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)key);
    for (size_t i = 0; !entity && i < sizeof oldest / sizeof *oldest; i++)
        if (nr_str_eq_fold(name, nr_str_of(oldest[i])))
            entity = htmlEntityLookup((const xmlChar *)oldest[i]);
    if (entity)
        nr_utf8_add(out, (uint32_t)entity->value);
    return entity;
}

/* Writes what rest, at an ampersand, begins with. Returns how many bytes it took. */
static size_t add_reference(struct nr_buf *out, struct nr_str rest)
{
    struct nr_str head = nr_str_sub(rest, 1, REFERENCE_MOST);
    size_t end = nr_str_find_char(head, ';');
    struct nr_str name = nr_str_sub(head, 0, end);
    struct nr_str behind = nr_str_sub(rest, 1 + end + 1, rest.len);
    bool number = name.len && name.data[0] == '#' && is_number(nr_str_sub(name, 1, name.len));
    if (end < head.len && number)
        add_numbered(out, nr_str_sub(name, 1, name.len), behind);
    else if (end == head.len || name.len == 0 || !add_named(out, name, behind)) {
        nr_buf_add_char(out, '&');
        return 1;
    }
    return 1 + end + 1;
}

static bool stays(unsigned char c)
{
    return (c >= 0x20 && c != '&' && c != 0x7f) || c == '\n' || c == '\t';
}

void nr_sgml_add_text(struct nr_buf *out, struct nr_str raw)
{
    for (size_t i = 0; i < raw.len;) {
        size_t from = i;
        while (i < raw.len && stays((unsigned char)raw.data[i]))
            i++;
        nr_buf_add_str(out, nr_str_sub(raw, from, i));
        if (i == raw.len)
            break;
        if (raw.data[i] == '&') {
            i += add_reference(out, nr_str_sub(raw, i, raw.len));
        } else if (raw.data[i] == '\r') {
            nr_buf_add_char(out, '\n');
            i += i + 1 < raw.len && raw.data[i + 1] == '\n' ? 2 : 1;
        } else {
            i++;
            add_space(out, nr_str_sub(raw, i, raw.len));
        }
    }
}

struct nr_str nr_sgml_line(struct nr_arena *arena, struct nr_str raw)
{
    struct nr_buf text = {0};
    nr_sgml_add_text(&text, raw);
    struct nr_str line = nr_story_line(arena, nr_buf_str(&text));
    nr_buf_free(&text);
    return line;
}

/* Whether rest, at a '<', is a tag of that name as far as its first MARK_MOST bytes tell. */
static bool is_mark(struct nr_str rest, bool end, struct nr_str name)
{
    size_t from = end ? 2 : 1, to = from + name.len;
    if (rest.len <= to || (end && rest.data[1] != '/'))
        return false;
    return nr_str_eq_fold(nr_str_sub(rest, from, to), name) &&
           (rest.data[to] == '>' || nr_ascii_is_blank(rest.data[to]));
}

/* The next '<' of bytes, from at on, that has all of MARK_MOST bytes behind it or is in the last
 * bytes; else where to go on. */
static bool next_mark(struct nr_str bytes, size_t *at, bool last)
{
    *at += nr_str_find_char(nr_str_sub(bytes, *at, bytes.len), '<');
    return *at < bytes.len && (last || bytes.len - *at >= MARK_MOST);
}

static bool find_start(struct nr_cut *cut, struct nr_str bytes, bool last, struct nr_str name)
{
    for (size_t at = cut->at;; at++) {
        if (!next_mark(bytes, &at, last)) {
            cut->at = at;
            return false;
        }
        if (is_mark(nr_str_sub(bytes, at, bytes.len), false, name)) {
            cut->from = at;
            cut->at = at + 1;
            return true;
        }
    }
}

/* Behind the end tag at at. */
static size_t behind_mark(struct nr_str bytes, size_t at)
{
    struct nr_str tag = nr_str_sub(bytes, at + 1, at + MARK_MOST);
    struct nr_str inner = nr_str_sub(tag, 0, nr_str_find_char(tag, '<'));
    size_t end = nr_str_find_char(inner, '>');
    return at + 1 + (end < inner.len ? end + 1 : inner.len);
}

enum nr_status nr_sgml_cut(struct nr_cut *cut, struct nr_str bytes, bool last, const char *name)
{
    struct nr_str key = nr_str_of(name);
    if (!cut->piece_state) {
        if (!find_start(cut, bytes, last, key))
            return NR_END;
        cut->piece_state = 1;
        cut->lost = false;
    }
    size_t at = cut->at;
    for (; next_mark(bytes, &at, last); at++) {
        struct nr_str rest = nr_str_sub(bytes, at, bytes.len);
        bool ends = is_mark(rest, true, key);
        if (ends || (bytes.data[at - 1] == '\n' && is_mark(rest, false, key))) {
            cut->to = cut->next = ends ? behind_mark(bytes, at) : at;
            return NR_OK;
        }
    }
    cut->at = at;
    cut->to = cut->next = bytes.len;
    return last ? NR_OK : NR_END;
}
