#include "mail.h"

enum { SECTIONS = 64 /* of a parameter that is cut into sections */ };

/* s behind blanks and comments. */
static struct nr_str skip_blanks(struct nr_str s)
{
    size_t depth = 0, i = 0;
    for (; i < s.len; i++) {
        char c = s.data[i];
        depth += c == '(';
        if (depth == 0 && !nr_ascii_is_blank(c))
            break;
        depth -= depth && c == ')';
    }
    return nr_str_sub(s, i, s.len);
}

/* Where the quoted string that begins s ends, at its last quote. */
static size_t end_of_quoted(struct nr_str s)
{
    size_t i = 1;
    while (i < s.len && s.data[i] != '"')
        i += s.data[i] == '\\' ? 2 : 1;
    return i < s.len ? i : s.len;
}

/* A quoted string, its marks and line ends taken off. *s is at its first quote and moves behind its
 * last. */
static struct nr_str take_quoted(struct nr_str *s, struct nr_arena *arena)
{
    size_t end = end_of_quoted(*s), n = 0;
    char *copy = nr_arena_alloc(arena, end);
    for (size_t i = 1; i < end; i++) {
        if (s->data[i] == '\\' && i + 1 < end)
            i++;
        if (s->data[i] != '\r' && s->data[i] != '\n')
            copy[n++] = s->data[i];
    }
    *s = nr_str_sub(*s, end + 1, s->len);
    return nr_str(copy, n);
}

/* What reaches to the next blank, semicolon or stop. */
static struct nr_str take_token(struct nr_str *s, char stop)
{
    size_t n = 0;
    while (n < s->len && !nr_ascii_is_blank(s->data[n]) && s->data[n] != ';' && s->data[n] != stop)
        n++;
    struct nr_str token = nr_str_sub(*s, 0, n);
    *s = nr_str_sub(*s, n, s->len);
    return token;
}

struct parameter {
    struct nr_str name, value;
};

/* The next parameter. Semicolons between them may be missing, or be too many. */
static bool take_parameter(struct nr_str *s, struct parameter *p, struct nr_arena *arena)
{
    *s = skip_blanks(*s);
    while (s->len && s->data[0] == ';')
        *s = skip_blanks(nr_str_sub(*s, 1, s->len));
    if (!s->len)
        return false;
    p->name = take_token(s, '=');
    *s = skip_blanks(*s);
    p->value = nr_str(NULL, 0);
    if (!s->len || s->data[0] != '=')
        return true;
    *s = skip_blanks(nr_str_sub(*s, 1, s->len));
    p->value = s->len && s->data[0] == '"' ? take_quoted(s, arena) : take_token(s, ';');
    return true;
}

static void add_percent_decoded(struct nr_buf *out, struct nr_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        int high = i + 2 < s.len && s.data[i] == '%' ? nr_mime_hex(s.data[i + 1]) : -1;
        int low = high >= 0 ? nr_mime_hex(s.data[i + 2]) : -1;
        nr_buf_add_char(out, low >= 0 ? (char)(16 * high + low) : s.data[i]);
        i += low >= 0 ? 2 : 0;
    }
}

/* The sections of one parameter: name*0, name*1*, ... or name*, or name alone. */
struct sections {
    struct nr_str plain;
    bool has_plain;
    struct nr_str values[SECTIONS];
    bool given[SECTIONS], coded[SECTIONS];
};

/* suffix: what stands behind the parameter's name: "", "*", "*0", "*0*". */
static void add_section(struct sections *s, struct nr_str suffix, struct nr_str value)
{
    unsigned long long number = 0;
    if (!suffix.len) {
        s->plain = s->has_plain ? s->plain : value;
        s->has_plain = true;
        return;
    }
    bool coded = suffix.data[suffix.len - 1] == '*';
    struct nr_str digits = nr_str_sub(suffix, 1, suffix.len - (coded && suffix.len > 1));
    if (suffix.data[0] != '*' || (digits.len && !nr_str_u64(digits, &number)) ||
        number >= SECTIONS || s->given[number])
        return;
    s->values[number] = value;
    s->given[number] = true;
    s->coded[number] = coded;
}

/* value without the charset and the language before it: utf-8'en'... */
static struct nr_str strip_charset(struct nr_str value)
{
    size_t first = nr_str_find_char(value, '\'');
    struct nr_str rest = nr_str_sub(value, first + 1, value.len);
    size_t second = nr_str_find_char(rest, '\'');
    return second < rest.len ? nr_str_sub(rest, second + 1, rest.len) : value;
}

static struct nr_str join_sections(const struct sections *s, struct nr_arena *arena)
{
    struct nr_buf joined = {0};
    if (s->has_plain)
        return s->plain;
    for (size_t i = 0; i < SECTIONS && s->given[i]; i++) {
        struct nr_str value = i == 0 && s->coded[0] ? strip_charset(s->values[0]) : s->values[i];
        if (s->coded[i])
            add_percent_decoded(&joined, value);
        else
            nr_buf_add_str(&joined, value);
    }
    struct nr_str copy = nr_arena_str(arena, nr_buf_str(&joined));
    nr_buf_free(&joined);
    return copy;
}

struct nr_str nr_mime_parameter(struct nr_str value, const char *name, struct nr_arena *arena)
{
    struct sections sections = {.has_plain = false};
    struct nr_str want = nr_str_of(name);
    struct parameter p;
    value = skip_blanks(nr_str_sub(value, 0, NR_MAIL_FIELD));
    take_token(&value, ';');
    while (take_parameter(&value, &p, arena))
        if (nr_str_starts_fold(p.name, want))
            add_section(&sections, nr_str_sub(p.name, want.len, p.name.len), p.value);
    return join_sections(&sections, arena);
}

static enum nr_mime_kind kind_of_text(struct nr_str type)
{
    static const struct {
        struct nr_str type;
        enum nr_mime_kind kind;
    } table[] = {
        {NR_STR("text/plain"), NR_MIME_TEXT},
        {NR_STR("text"), NR_MIME_TEXT},
        {NR_STR("text/markdown"), NR_MIME_TEXT},
        {NR_STR("text/html"), NR_MIME_HTML},
        {NR_STR("application/xhtml+xml"), NR_MIME_HTML},
        {NR_STR("text/enriched"), NR_MIME_ENRICHED},
        {NR_STR("text/richtext"), NR_MIME_ENRICHED},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (nr_str_eq_fold(type, table[i].type))
            return table[i].kind;
    return NR_MIME_OTHER;
}

static enum nr_mime_multi multi_of(struct nr_str subtype)
{
    static const struct {
        struct nr_str name;
        enum nr_mime_multi multi;
    } table[] = {
        {NR_STR("alternative"), NR_MIME_ALTERNATIVE},
        {NR_STR("related"), NR_MIME_RELATED},
        {NR_STR("digest"), NR_MIME_DIGEST},
        {NR_STR("report"), NR_MIME_REPORT},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (nr_str_eq_fold(subtype, table[i].name))
            return table[i].multi;
    return NR_MIME_MIXED;
}

/* Of a message that was sent in pieces, only the first is text: the others may begin anywhere in a
 * coded part. */
static bool is_message(struct nr_str type, struct nr_str value, struct nr_arena *arena)
{
    if (nr_str_eq_fold(type, nr_str_of("message/partial")))
        return nr_str_is(nr_mime_parameter(value, "number", arena), "1");
    return nr_str_eq_fold(type, nr_str_of("message/rfc822")) ||
           nr_str_eq_fold(type, nr_str_of("message/news")) ||
           nr_str_eq_fold(type, nr_str_of("message/global"));
}

static void read_type(struct nr_mime *mime, struct nr_str value, struct nr_arena *arena)
{
    static const struct nr_str multipart = NR_STR("multipart/");
    struct nr_str rest = skip_blanks(nr_str_sub(value, 0, NR_MAIL_FIELD));
    struct nr_str type = take_token(&rest, ';');
    if (!type.len)
        return;
    if (nr_str_starts_fold(type, multipart)) {
        mime->kind = NR_MIME_MULTIPART;
        mime->multi = multi_of(nr_str_sub(type, multipart.len, type.len));
        mime->boundary = nr_str_trim(nr_mime_parameter(value, "boundary", arena));
        return;
    }
    mime->kind = is_message(type, value, arena) ? NR_MIME_MESSAGE : kind_of_text(type);
    if (mime->kind == NR_MIME_TEXT || mime->kind == NR_MIME_ENRICHED || mime->kind == NR_MIME_HTML)
        mime->charset = nr_mime_parameter(value, "charset", arena);
    if (mime->kind != NR_MIME_TEXT)
        return;
    mime->flowed = nr_str_eq_fold(nr_mime_parameter(value, "format", arena), nr_str_of("flowed"));
    mime->delsp = nr_str_eq_fold(nr_mime_parameter(value, "delsp", arena), nr_str_of("yes"));
}

/* What nobody has heard of leaves the body as it is; codings of somebody's own do not. */
static void read_coding(struct nr_mime *mime, struct nr_str value)
{
    static const struct {
        struct nr_str name;
        enum nr_mime_coding coding;
    } table[] = {
        {NR_STR("quoted-printable"), NR_MIME_QUOTED},
        {NR_STR("quoted"), NR_MIME_QUOTED},
        {NR_STR("base64"), NR_MIME_BASE64},
        {NR_STR("x-uuencode"), NR_MIME_UU},
        {NR_STR("x-uue"), NR_MIME_UU},
        {NR_STR("uuencode"), NR_MIME_UU},
    };
    struct nr_str rest = skip_blanks(nr_str_sub(value, 0, NR_MAIL_FIELD));
    struct nr_str name = take_token(&rest, ';');
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (nr_str_eq_fold(name, table[i].name)) {
            mime->coding = table[i].coding;
            return;
        }
    if (nr_str_starts_fold(name, nr_str_of("x-")) && mime->kind != NR_MIME_MULTIPART)
        mime->kind = NR_MIME_OTHER;
}

void nr_mime_read(struct nr_mime *mime, const struct nr_mail_head *head, bool in_digest,
                  struct nr_arena *arena)
{
    *mime = (struct nr_mime){.kind = in_digest ? NR_MIME_MESSAGE : NR_MIME_TEXT};
    read_type(mime, head->fields[NR_MAIL_TYPE], arena);
    read_coding(mime, head->fields[NR_MAIL_CODING]);
    struct nr_str rest =
        skip_blanks(nr_str_sub(head->fields[NR_MAIL_DISPOSITION], 0, NR_MAIL_FIELD));
    mime->attached = nr_str_eq_fold(take_token(&rest, ';'), nr_str_of("attachment"));
}
