#include "newsreel/core/buf.h"
#include "newsreel/formats/mets.h"
#include "xml.h"

/* ---- Paths ---- */

/* A path on its way. Nothing before floor is taken back. */
struct path {
    struct nr_buf text; /* ends with a slash, or is empty */
    size_t floor;
};

static size_t last_part(const struct path *p)
{
    return nr_mets_folder(nr_str_sub(nr_buf_str(&p->text), 0, p->text.len ? p->text.len - 1 : 0));
}

static void climb(struct path *p)
{
    size_t at = last_part(p);
    struct nr_str part = nr_str_sub(nr_buf_str(&p->text), at, p->text.len);
    if (at >= p->floor && p->text.len > p->floor && !nr_str_is(part, "../") &&
        !nr_str_is(part, "/"))
        p->text.len = at;
    else if (!p->floor && !nr_str_is(part, "/"))
        nr_buf_add_cstr(&p->text, "../");
}

/* The parts of s, the last of which is a file's name unless a slash follows it. */
static void add_parts(struct path *p, struct nr_str s, bool archives)
{
    struct nr_str part;
    if (!p->text.len && s.len && s.data[0] == '/')
        nr_buf_add_char(&p->text, '/');
    while (nr_str_split(&s, '/', &part)) {
        if (nr_str_is(part, "..")) {
            climb(p);
        } else if (part.len && !nr_str_is(part, ".")) {
            nr_buf_add_str(&p->text, part);
            nr_buf_add_char(&p->text, '/');
            if (archives && part.data[part.len - 1] == '!')
                p->floor = p->text.len;
        }
    }
}

/* As a file's name. */
static struct nr_str finish(struct path *p, struct nr_arena *arena)
{
    struct nr_str text = nr_buf_str(&p->text);
    if (text.len > 1)
        text.len--;
    struct nr_str copy = nr_arena_str(arena, text);
    nr_buf_free(&p->text);
    return copy;
}

struct nr_str nr_mets_path(struct nr_arena *arena, struct nr_str path)
{
    struct path p = {.floor = 0};
    add_parts(&p, path, true);
    return finish(&p, arena);
}

size_t nr_mets_folder(struct nr_str path)
{
    size_t at = path.len;
    while (at > 0 && path.data[at - 1] != '/')
        at--;
    return at;
}

static int hex(char c)
{
    c = nr_ascii_lower(c);
    return nr_ascii_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Slashes as they should be, and "%20" undone. */
static void add_plain(struct nr_buf *out, struct nr_str href)
{
    for (size_t i = 0; i < href.len; i++) {
        char c = href.data[i];
        int high = c == '%' && i + 2 < href.len ? hex(href.data[i + 1]) : -1;
        int low = high >= 0 ? hex(href.data[i + 2]) : -1;
        if (low >= 0)
            i += 2;
        nr_buf_add_char(out, low >= 0 ? (char)(high * 16 + low) : c == '\\' ? '/' : c);
    }
}

static bool has_scheme(struct nr_str s)
{
    size_t colon = nr_str_find_char(s, ':');
    for (size_t i = 0; i < colon; i++)
        if (!nr_ascii_is_letter(s.data[i]) && (!i || !nr_ascii_is_digit(s.data[i])))
            return false;
    return colon > 0 && colon < s.len;
}

/* Takes "file:" off, with the two slashes of a host that is none. False: s is absolute. */
static bool make_relative(struct nr_str *s)
{
    static const struct nr_str scheme = NR_STR("file:"), slashes = NR_STR("//");
    if (nr_str_starts_fold(*s, scheme))
        *s = nr_str_sub(*s, scheme.len, s->len);
    if (nr_str_starts(*s, slashes))
        *s = nr_str_sub(*s, slashes.len, s->len);
    return !has_scheme(*s) && !(s->len && s->data[0] == '/');
}

struct nr_str nr_mets_target(struct nr_arena *arena, struct nr_str mets, struct nr_str href)
{
    struct path p = {.floor = 0};
    struct nr_buf plain = {0};
    add_plain(&plain, nr_str_trim(href));
    struct nr_str s = nr_buf_str(&plain);
    bool relative = make_relative(&s);
    struct nr_str last = nr_str_sub(s, nr_mets_folder(s), s.len);
    bool file = last.len && !nr_str_is(last, ".") && !nr_str_is(last, "..");
    if (relative)
        add_parts(&p, nr_str_sub(mets, 0, nr_mets_folder(mets)), true);
    else
        nr_buf_add_cstr(&p.text, "*/");
    add_parts(&p, relative ? s : last, false);
    if (!file)
        p.text.len = 0;
    nr_buf_free(&plain);
    return finish(&p, arena);
}

int nr_mets_compare(struct nr_str a, struct nr_str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    for (size_t i = 0; i < n; i++) {
        unsigned char x = (unsigned char)nr_ascii_lower(a.data[i]);
        unsigned char y = (unsigned char)nr_ascii_lower(b.data[i]);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return a.len < b.len ? -1 : a.len > b.len;
}

/* ---- Tags ---- */

/* Cuts the next tag that begins an element off *rest: what is between its "<" and the next ">". */
static bool next_tag(struct nr_str *rest, struct nr_str *tag)
{
    while (rest->len) {
        *rest = nr_str_sub(*rest, nr_str_find_char(*rest, '<'), rest->len);
        if (rest->len > 1 && nr_ascii_is_letter(rest->data[1])) {
            *tag = nr_str_sub(*rest, 1, nr_str_find_char(*rest, '>'));
            *rest = nr_str_sub(*rest, 1 + tag->len, rest->len);
            return true;
        }
        *rest = nr_str_sub(*rest, 1, rest->len);
    }
    return false;
}

static bool is_named(struct nr_str tag, const char *name)
{
    size_t end = 0;
    while (end < tag.len && !nr_ascii_is_blank(tag.data[end]) && tag.data[end] != '/')
        end++;
    struct nr_str own = nr_str_sub(tag, 0, end);
    size_t colon = nr_str_find_char(own, ':');
    return nr_str_is(colon < own.len ? nr_str_sub(own, colon + 1, own.len) : own, name);
}

static struct nr_str skip_blanks(struct nr_str s)
{
    size_t at = 0;
    while (at < s.len && nr_ascii_is_blank(s.data[at]))
        at++;
    return nr_str_sub(s, at, s.len);
}

/* The value of an attribute, whatever its prefix; empty: there is none. */
static struct nr_str value_of(struct nr_str tag, const char *name)
{
    struct nr_str needle = nr_str_of(name);
    for (size_t at; (at = nr_str_find(tag, needle)) < tag.len;) {
        bool whole = at > 0 && (nr_ascii_is_blank(tag.data[at - 1]) || tag.data[at - 1] == ':');
        tag = nr_str_sub(tag, at + needle.len, tag.len);
        struct nr_str value = skip_blanks(tag);
        if (!whole || !value.len || value.data[0] != '=')
            continue;
        value = skip_blanks(nr_str_sub(value, 1, value.len));
        if (value.len > 1 && (value.data[0] == '"' || value.data[0] == '\'')) {
            char quote = value.data[0];
            value = nr_str_sub(value, 1, value.len);
            return nr_str_sub(value, 0, nr_str_find_char(value, quote));
        }
    }
    return nr_str(NULL, 0);
}

void nr_mets_look(struct nr_mets_files *files, struct nr_arena *arena, struct nr_str mets,
                  struct nr_str text)
{
    struct nr_buf list = {0};
    struct nr_str tag;
    *files = (struct nr_mets_files){.areas = false};
    while (next_tag(&text, &tag)) {
        if (is_named(tag, "area"))
            files->areas |= value_of(tag, "BEGIN").len > 0;
        if (files->count == NR_METS_TARGETS || !is_named(tag, "FLocat"))
            continue;
        struct nr_str href = nr_xml_unescape(arena, value_of(tag, "href"));
        struct nr_str target = nr_mets_target(arena, mets, href);
        if (target.len) {
            nr_buf_add(&list, (const char *)&target, sizeof target);
            files->count++;
        }
    }
    files->targets = nr_arena_zero(arena, files->count, sizeof *files->targets);
    if (files->count)
        memcpy(files->targets, list.data, list.len);
    nr_buf_free(&list);
}
