#include "newsreel/tags/contacts.h"
#include "contact_parts.h"
#include "newsreel/core/buf.h"
#include "newsreel/core/utf8.h"
#include "newsreel/text/chars.h"

enum { LOCAL_MOST = 64, LABEL_MOST = 63, HOST_MOST = 253, TAG_LENGTH_MOST = 140 };

static bool is_local(char c)
{
    return nr_ascii_is_letter(c) || nr_ascii_is_digit(c) || (c && strchr("._%+-'", c));
}

static bool is_host(char c)
{
    return contact_is_word(c) || c == '-' || c == '.';
}

/* The end of the host from at, at most HOST_MOST bytes on, without points or hyphens at its end. */
static size_t host_end(struct nr_str text, size_t at)
{
    size_t end = at;
    while (end < text.len && end - at < HOST_MOST && is_host(text.data[end]) &&
           !(text.data[end] == '.' && contact_at(text, end + 1) == '.'))
        end++;
    while (end > at && (text.data[end - 1] == '.' || text.data[end - 1] == '-'))
        end--;
    return end;
}

static struct nr_str top_of(struct nr_str host)
{
    size_t at = host.len;
    while (at && host.data[at - 1] != '.')
        at--;
    return nr_str_sub(host, at, host.len);
}

/* Two labels or more, the last a top domain, none empty. Characters that are no letters of ASCII at
 * the end of the last, as where text without spaces follows, make it none. */
static bool is_domain(struct nr_str host)
{
    struct nr_str top = top_of(host);
    if (top.len + 1 >= host.len || host.data[0] == '.' || host.data[0] == '-')
        return false;
    for (size_t i = 1; i < host.len; i++)
        if (host.data[i] == '.' && host.data[i - 1] == '.')
            return false;
    return contact_is_top_domain(top);
}

/* Letters of alphabets that are written with spaces: before an @ they are of one word with it. */
static bool is_alphabetic(uint32_t c)
{
    return (c < 0x590 || (c >= 0x1e00 && c < 0x2000)) && nr_char_is_letter(c);
}

/* Where the name before the @ at at begins. Linear over all @ of a text, as none is in a name. */
static size_t local_start(struct nr_str text, size_t at, size_t taken)
{
    const char *begin = text.data + taken, *start = text.data + at;
    while (start > begin) {
        const char *before = start;
        uint32_t c = nr_utf8_previous(&before, begin);
        if (!(c < 0x80 ? is_local((char)c) : is_alphabetic(c)))
            break;
        start = before;
    }
    return (size_t)(start - text.data);
}

/* An email around the @ at at. */
static bool read_email(struct nr_str text, size_t at, size_t taken, struct contact *c)
{
    size_t start = local_start(text, at, taken);
    while (start < at && text.data[start] == '\'')
        start++;
    struct nr_str local = nr_str_sub(text, start, at);
    size_t end = host_end(text, at + 1);
    while (end > at + 1 && (unsigned char)text.data[end - 1] >= 0x80 &&
           !is_domain(nr_str_sub(text, at + 1, end)))
        end--; /* at most HOST_MOST bytes */
    char behind = contact_at(text, end);
    if (!local.len || local.len > LOCAL_MOST || local.data[0] == '.' ||
        local.data[local.len - 1] == '.' || nr_str_find(local, nr_str_of("..")) < local.len ||
        behind == '_' || behind == '@' || !is_domain(nr_str_sub(text, at + 1, end)))
        return false;
    *c = (struct contact){"email", start, end};
    return true;
}

static bool is_name(char c)
{
    return contact_is_word(c) || c == '_';
}

/* A name behind @ or #. */
static size_t name_end(struct nr_str text, size_t at, bool ascii, bool *letters)
{
    size_t end = at;
    *letters = false;
    for (; end < text.len && end - at < TAG_LENGTH_MOST && is_name(text.data[end]); end++) {
        unsigned char c = (unsigned char)text.data[end];
        if (c >= 0x80 && (ascii || c == 0xe2 || c == 0xc2 ||
                          (c == 0xe3 && (unsigned char)text.data[end + 1] == 0x80) ||
                          (c == 0xef && (unsigned char)text.data[end + 1] == 0xb8) ||
                          (c == 0xf0 && (unsigned char)text.data[end + 1] == 0x9f)))
            break; /* neither general punctuation nor emoji are part of a name */
        *letters |= !nr_ascii_is_digit(text.data[end]);
    }
    while (end > at && end < text.len && ((unsigned char)text.data[end] & 0xc0) == 0x80)
        end--;
    return end;
}

static bool read_handle(struct nr_str text, size_t at, size_t taken, struct contact *c)
{
    bool letters;
    size_t end = name_end(text, at + 1, true, &letters);
    char before = at > taken ? text.data[at - 1] : ' ', behind = contact_at(text, end);
    bool capital = contact_at(text, at + 1) >= 'A' && contact_at(text, at + 1) <= 'Z';
    if (end == at + 1 || !letters || behind == '@' ||
        (is_name(before) && (!capital || nr_ascii_is_digit(before) ||
                             (behind == '.' && contact_is_word(contact_at(text, end + 1))))))
        return false;
    *c = (struct contact){"handle", at, end};
    return true;
}

static bool read_hashtag(struct nr_str text, size_t at, size_t taken, struct contact *c)
{
    bool letters;
    size_t end = name_end(text, at + 1, false, &letters);
    char before = at > taken ? text.data[at - 1] : ' ', behind = contact_at(text, end);
    if (end == at + 1 || (!letters && end - at < 4) || is_name(before) || behind == '#' ||
        before == '&' || before == '/' || before == '#' ||
        (!letters && nr_ascii_is_digit(contact_at(text, end + (behind == '-')))) || end - at > 100)
        return false;
    *c = (struct contact){"hashtag", at, end};
    return true;
}

static bool ends_url(struct nr_str text, size_t at)
{
    static const char *const quotes[] = {
        "\xc2\xab",     "\xc2\xbb",     "\xe2\x80\x9c", "\xe2\x80\x9d", "\xe2\x80\x98",
        "\xe2\x80\x99", "\xe3\x80\x82", "\xef\xbc\x8c", "\xe2\x80\xa6", "\xc2\xa0"};
    unsigned char c = (unsigned char)text.data[at];
    if (c <= ' ' || c == '<' || c == '>' || c == '"' || c == '`' || c == 0x7f || c == '{' ||
        c == '}' || c == '\\' || c == '|')
        return true;
    for (size_t i = 0; c >= 0xc2 && i < sizeof quotes / sizeof quotes[0]; i++)
        if (nr_str_starts(nr_str_sub(text, at, text.len), nr_str_of(quotes[i])))
            return true;
    return false;
}

/* Cuts marks off that belong to the sentence around, and closing brackets that were not opened. */
static size_t cut_marks(struct nr_str text, size_t start, size_t end)
{
    long round = 0, square = 0;
    for (size_t i = start; i < end; i++) {
        round += (text.data[i] == '(') - (text.data[i] == ')');
        square += (text.data[i] == '[') - (text.data[i] == ']');
    }
    for (; end > start; end--) {
        char c = text.data[end - 1];
        if (c == ')' && round < 0)
            round++;
        else if (c == ']' && square < 0)
            square++;
        else if (!strchr(".,;:!?'*", c))
            break;
    }
    return end;
}

/* Port, path and the rest behind a host. */
static size_t path_end(struct nr_str text, size_t at)
{
    size_t end = at, port = at;
    if (contact_at(text, end) == ':') {
        for (port++; nr_ascii_is_digit(contact_at(text, port)) && port - end < 6; port++)
            ;
        end = port > end + 1 ? port : end;
    }
    char c = contact_at(text, end);
    if (c != '/' && c != '?' && c != '#')
        return end;
    size_t begin = end;
    while (end < text.len && !ends_url(text, end))
        end++;
    return cut_marks(text, begin, end);
}

/* Behind the @ of a name, with or without a password, that stands before a host; or at. What it
 * looks at has no slash, so the next url begins behind it. */
static size_t user_end(struct nr_str text, size_t at)
{
    size_t end = at, last = at;
    while (end < text.len && (is_local(text.data[end]) || text.data[end] == '~'))
        end++;
    if (contact_at(text, end) == '@')
        last = end;
    else if (contact_at(text, end) == ':')
        for (; end < text.len && !ends_url(text, end) && !strchr("/?#", text.data[end]); end++)
            last = text.data[end] == '@' ? end : last;
    return last > at && contact_is_word(contact_at(text, last + 1)) ? last + 1 : at;
}

/* The end of a host behind a scheme, which may be one that nobody else knows. */
static size_t named_host_end(struct nr_str text, size_t at)
{
    size_t end = at, foreign = at;
    while (end < text.len && (is_host(text.data[end]) || text.data[end] == '_') &&
           !ends_url(text, end) && !(text.data[end] == '.' && contact_at(text, end + 1) == '.'))
        end++;
    while (end > at && strchr(".-_", text.data[end - 1]))
        end--;
    if (end == at || !contact_is_word(text.data[at]))
        return at;
    if (is_domain(nr_str_sub(text, at, end)))
        return end;
    /* scripts without spaces may go on behind it */
    while (foreign < end && (unsigned char)text.data[foreign] < 0xe2)
        foreign++;
    return foreign > at ? foreign : end;
}

/* A host that is an address of version 6, in brackets. */
static size_t bracketed_end(struct nr_str text, size_t at)
{
    size_t end = at + 1;
    while (end - at < 46 && contact_at(text, end) &&
           strchr(":.0123456789abcdefABCDEF", text.data[end]))
        end++;
    return end > at + 2 && contact_at(text, end) == ']' ? end + 1 : at;
}

/* A url around the colon of "://". */
static bool read_url(struct nr_str text, size_t colon, size_t taken, struct contact *c)
{
    static const char *const schemes[] = {"https", "http", "ftps", "ftp"};
    struct nr_str before = nr_str_sub(text, taken, colon);
    size_t len = 0;
    for (size_t i = 0; !len && i < sizeof schemes / sizeof schemes[0]; i++)
        if (nr_str_ends_fold(before, nr_str_of(schemes[i])))
            len = strlen(schemes[i]);
    if (!len)
        return false;
    size_t at = user_end(text, colon + 3);
    size_t end = contact_at(text, at) == '[' ? bracketed_end(text, at) : named_host_end(text, at);
    *c = (struct contact){"url", colon - len, path_end(text, end)};
    struct nr_str host = nr_str_sub(text, at, end);
    /* one word alone may be anything */
    return host.len && (at > colon + 3 || c->end > end || nr_str_find_char(host, '.') < host.len ||
                        host.data[0] == '[' || nr_str_eq_fold(host, nr_str_of("localhost")));
}

static bool is_among(struct nr_str label, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (nr_str_is(label, words[i]))
            return true;
    return false;
}
#define IS_AMONG(label, words) is_among(label, words, sizeof(words) / sizeof(words)[0])

/* Words that are top domains too: where a space is missing behind a sentence they are words. */
static const char *const tops_of_prose[] = {"is", "in", "it", "to", "no", "so", "us",
                                            "me", "my", "be", "at", "am", "do", "as",
                                            "by", "de", "la", "el", "es", "he"};
/* Endings of files, and members in programs, that are top domains too. */
static const char *const tops_of_code[] = {"cc", "gd", "id", "md", "ml", "mo", "pm",
                                           "ps", "py", "rs", "sh", "so", "tf"};
/* Members in programs, and endings of files, of more letters. */
static const char *const tops_of_members[] = {
    "app",    "author", "bar",   "bid",   "bio",   "blue",   "box",    "call", "click", "cloud",
    "data",   "date",   "day",   "dev",   "email", "fail",   "foo",    "fun",  "group", "host",
    "how",    "java",   "link",  "live",  "map",   "menu",   "mov",    "name", "new",   "now",
    "open",   "page",   "photo", "play",  "plus",  "post",   "prime",  "read", "red",   "report",
    "rest",   "room",   "run",   "safe",  "save",  "search", "select", "size", "space", "store",
    "stream", "style",  "talk",  "total", "video", "watch",  "zip",    "zone"};
/* Second labels below which a country's top domain has its names. */
static const char *const seconds[] = {"ac", "co",  "com", "edu", "go",  "gob", "gov", "gub",
                                      "in", "mil", "net", "or",  "org", "sch", "web"};

/* Whether a host may stand in a text without a scheme, www. or a path. */
static bool is_bare_host(struct nr_str host, struct nr_str top)
{
    struct nr_str rest = nr_str_sub(host, 0, host.len - top.len - 1), second = top_of(rest);
    bool more = second.len < rest.len;
    if (IS_AMONG(top, tops_of_code))
        return more && IS_AMONG(second, seconds);
    return more || !(IS_AMONG(top, tops_of_prose) || IS_AMONG(top, tops_of_members));
}

/* A host without a scheme around the point at at; *skip is behind the run of its characters. */
static bool read_host(struct nr_str text, size_t point, size_t taken, struct contact *c,
                      size_t *skip)
{
    size_t start = point;
    while (start > taken && point - start <= LABEL_MOST && is_host(text.data[start - 1]) &&
           (unsigned char)text.data[start - 1] < 0x80)
        start--;
    size_t end = host_end(text, start), run = point + 1;
    while (run < text.len && is_host(text.data[run]))
        run++;
    *skip = run;
    struct nr_str host = nr_str_sub(text, start, end), top = top_of(host);
    char before = start > taken ? text.data[start - 1] : ' ', behind = contact_at(text, run);
    /* A word goes on behind a host that is too long: then nothing of the run is one. */
    if (end <= point || before == '@' || before == '/' || before == '_' || behind == '@' ||
        is_name(contact_at(text, end)) || (unsigned char)before >= 0x80 ||
        point - start > LABEL_MOST || !is_domain(host))
        return false;
    for (size_t i = 0; i < top.len; i++)
        if (top.data[i] >= 'A' && top.data[i] <= 'Z')
            return false;
    bool www = nr_str_starts_fold(host, nr_str_of("www."));
    bool path = contact_at(text, end) == '/' && contact_is_word(contact_at(text, end + 1));
    if (!www && !path && !is_bare_host(host, top))
        return false;
    *c = (struct contact){"url", start, path_end(text, end)};
    return true;
}

static struct nr_str in_lower_case(struct nr_arena *arena, struct nr_str s)
{
    struct nr_buf lower = {0};
    nr_text_fold(&lower, s);
    s = nr_arena_str(arena, nr_buf_str(&lower));
    nr_buf_free(&lower);
    return s;
}

static void add(struct nr_spans *spans, struct nr_str text, const struct contact *c)
{
    struct nr_span *span = nr_spans_add(spans, c->type, c->start, c->end);
    struct nr_str surface = nr_str_sub(text, c->start, c->end);
    char kind = c->type[0] == 'i' ? c->type[1] : c->type[0];
    if (kind == 'u' || kind == 'h' || kind == 'e') { /* url, handle, hashtag, email */
        span->value = kind == 'u' ? surface : in_lower_case(spans->arena, surface);
        return;
    }
    char *value = nr_arena_alloc(spans->arena, surface.len + 1);
    size_t len = 0;
    bool digits = kind == 'c' || c->type[0] == 'p', first = true;
    bool ip4 = kind == 'p' && c->type[0] == 'i' && nr_str_find_char(surface, ':') == surface.len;
    for (size_t i = 0; i < surface.len; i++) {
        char ch = surface.data[i];
        if (ip4 && ch == '0' && first && nr_ascii_is_digit(contact_at(surface, i + 1)))
            continue;
        first = ch == '.';
        if (digits ? nr_ascii_is_digit(ch) || (ch == '+' && !len) || ch == 'x' : ch != ' ')
            value[len++] = ch;
    }
    span->value = nr_str(value, len);
}

/* What may be at a byte; *skip is where to go on without it. */
static bool read_at(struct nr_str text, size_t at, size_t taken, struct contact *c, size_t *skip)
{
    char ch = text.data[at];
    *skip = at + 1;
    switch (ch) {
    case '@':
        return read_email(text, at, taken, c) || read_handle(text, at, taken, c);
    case '#':
        return read_hashtag(text, at, taken, c);
    case '.':
        return at > taken && contact_is_word(text.data[at - 1]) &&
               contact_is_word(contact_at(text, at + 1)) && read_host(text, at, taken, c, skip);
    case ':':
        if (contact_at(text, at + 1) == '/' && contact_at(text, at + 2) == '/')
            return read_url(text, at, taken, c);
        return contact_read_ip6(text, at, taken, c);
    case '+':
    case '(':
        return contact_read_number(text, at, taken, c, skip);
    default:
        if (nr_ascii_is_digit(ch))
            return contact_read_number(text, at, taken, c, skip);
        return contact_read_iban(text, at, c);
    }
}

void nr_contacts_read(struct nr_str text, struct nr_spans *spans)
{
    static const bool begins[256] = {
        ['@'] = true, ['#'] = true, ['.'] = true, [':'] = true, ['+'] = true, ['('] = true,
        ['0'] = true, ['1'] = true, ['2'] = true, ['3'] = true, ['4'] = true, ['5'] = true,
        ['6'] = true, ['7'] = true, ['8'] = true, ['9'] = true};
    size_t taken = 0;
    for (size_t i = 0; i < text.len;) {
        struct contact c;
        size_t skip;
        bool country = text.data[i] >= 'A' && text.data[i] <= 'Z' &&
                       nr_ascii_is_digit(contact_at(text, i + 2)) &&
                       nr_ascii_is_digit(contact_at(text, i + 3));
        if (!begins[(unsigned char)text.data[i]] && !country) {
            i++;
        } else if (read_at(text, i, taken, &c, &skip)) {
            add(spans, text, &c);
            taken = i = c.end;
        } else {
            i = skip;
        }
    }
}
