/* Kinds are tried from the surest sign to the weakest: JSON (of which the first line alone
 * decides), magic numbers, archive headers, markup, and last whether the bytes look like text at
 * all. Signs of two or three letters that could begin a text as well ("BM", "MZ") count only with a
 * second sign. */
#include "newsreel/source/sniff.h"
#include "newsreel/source/arc.h"
#include <stdint.h>

struct magic {
    enum nr_kind kind;
    size_t at;
    struct nr_str bytes;
    size_t also_at; /* a second sign, where also is not empty */
    struct nr_str also;
};

#define AT(kind, at, bytes)                                                                        \
    {                                                                                              \
        NR_KIND_##kind, at, NR_STR(bytes), 0, NR_STR("")                                           \
    }
#define TWO(kind, at, bytes, also_at, also)                                                        \
    {                                                                                              \
        NR_KIND_##kind, at, NR_STR(bytes), also_at, NR_STR(also)                                   \
    }

static const struct magic magics[] = {
    AT(ZIP, 0, "PK\3\4"),
    AT(ZIP, 0, "PK\5\6"),
    AT(ZIP, 0, "PK\7\10"),
    AT(7Z, 0, "7z\xbc\xaf\x27\x1c"),
    AT(TAR, 257, "ustar"),
    AT(ARC, 0, "filedesc://"),
    AT(RAR, 0, "Rar!\x1a\7"),
    AT(AR, 0, "!<arch>\n"),
    AT(CAB, 0, "MSCF\0\0"),
    AT(ARCHIVE, 0, "xar!\0"),
    TWO(LHA, 2, "-lh", 6, "-"),
    TWO(LHA, 2, "-lz", 6, "-"),
    AT(COMPRESSED, 0, "\x1f\x8b\x08"),
    AT(COMPRESSED, 0, "\x1f\x9d"),
    AT(COMPRESSED, 0, "\x28\xb5\x2f\xfd"),
    AT(COMPRESSED, 0,
       "\xfd"
       "7zXZ\0"),
    TWO(COMPRESSED, 0, "BZh", 4, "1AY&SY"),
    AT(COMPRESSED, 0, "\x04\x22\x4d\x18"),
    AT(COMPRESSED, 0, "LZIP\1"),
    AT(PDF, 0, "%PDF-"),
    AT(DOCUMENT, 0, "%!PS"),
    AT(DOCUMENT, 0, "{\\rtf"),
    AT(DOCUMENT, 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    AT(IMAGE, 0, "\x89PNG\r\n\x1a\n"),
    AT(IMAGE, 0, "\xff\xd8\xff"),
    AT(IMAGE, 0, "GIF87a"),
    AT(IMAGE, 0, "GIF89a"),
    TWO(IMAGE, 0, "RIFF", 8, "WEBP"),
    TWO(IMAGE, 0, "BM", 6, "\0\0\0\0"),
    AT(IMAGE, 0, "II*\0"),
    AT(IMAGE, 0, "MM\0*"),
    AT(IMAGE, 0, "\0\0\1\0"),
    AT(IMAGE, 0, "\0\0\2\0"),
    AT(IMAGE, 0, "8BPS\0\1"),
    AT(IMAGE, 0, "\xff\x0a"),
    AT(IMAGE, 4, "JXL \r\n\x87\n"),
    AT(IMAGE, 4, "jP  \r\n\x87\n"),
    AT(IMAGE, 4, "ftypavif"),
    AT(IMAGE, 4, "ftypheic"),
    AT(IMAGE, 4, "ftypmif1"),
    TWO(AUDIO, 0, "RIFF", 8, "WAVE"),
    AT(AUDIO, 4, "ftypM4A"),
    AT(AUDIO, 0, "ID3\2"),
    AT(AUDIO, 0, "ID3\3"),
    AT(AUDIO, 0, "ID3\4"),
    AT(AUDIO, 0, "\xff\xfb"),
    AT(AUDIO, 0, "\xff\xf3"),
    AT(AUDIO, 0, "\xff\xf1"),
    AT(AUDIO, 0, "\xff\xf9"),
    AT(AUDIO, 0, "fLaC\0"),
    AT(AUDIO, 0, "OggS\0"),
    AT(AUDIO, 0, "MThd\0"),
    TWO(AUDIO, 0, "FORM", 8, "AIFF"),
    TWO(VIDEO, 0, "RIFF", 8, "AVI "),
    TWO(VIDEO, 0, "\0\0", 4, "ftyp"),
    AT(VIDEO, 0, "\x1a\x45\xdf\xa3"),
    AT(VIDEO, 0, "\0\0\1\xba"),
    AT(VIDEO, 0, "\0\0\1\xb3"),
    AT(VIDEO, 0, "FLV\1"),
    AT(VIDEO, 0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11"),
    TWO(FONT, 0, "wOFF", 4, "\0\1\0\0"),
    AT(FONT, 0, "wOFFOTTO"),
    AT(FONT, 0, "wOF2"),
    AT(FONT, 0, "\0\1\0\0\0"),
    AT(FONT, 0, "OTTO\0"),
    AT(FONT, 0, "ttcf\0"),
    AT(BINARY, 0, "\177ELF"),
};

static bool has_at(struct nr_str s, size_t at, struct nr_str bytes)
{
    return nr_str_eq(nr_str_sub(s, at, at + bytes.len), bytes);
}

static bool is_magic(struct nr_str head, enum nr_kind *kind)
{
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const struct magic *m = &magics[i];
        if (m->at == 0 && m->bytes.data[0] != head.data[0])
            continue; /* most, most of the time */
        if (has_at(head, m->at, m->bytes) &&
            (m->also.len == 0 || has_at(head, m->also_at, m->also))) {
            *kind = m->kind;
            return true;
        }
    }
    return false;
}

static bool is_warc(struct nr_str head)
{
    return head.len > 5 && nr_str_starts_fold(head, nr_str_of("WARC/")) &&
           nr_ascii_is_digit(head.data[5]);
}

/* Indexes of web archives: CDX with or without its first line that names the columns, CDXJ, and the
 * index of either. A line begins with a URL, its host reversed, and a time. */
static bool is_index(struct nr_str head)
{
    if (nr_str_starts(head, nr_str_of(" CDX ")) || nr_str_starts(head, nr_str_of("!meta ")) ||
        nr_str_starts(head, nr_str_of("!OpenWayback-CDXJ")))
        return true;
    size_t at = nr_str_find_char(head, ' '), digits = 0;
    struct nr_str key = nr_str_sub(head, 0, at), time = nr_str_sub(head, at + 1, at + 16);
    while (digits < time.len && nr_ascii_is_digit(time.data[digits]))
        digits++;
    return digits == 14 && time.len == 15 && (time.data[14] == ' ' || time.data[14] == '\t') &&
           nr_str_find(key, nr_str_of(")/")) < key.len && nr_str_find_char(key, '\n') == key.len;
}

/* The list of pages in a WACZ. */
static bool is_page_list(struct nr_str json)
{
    struct nr_str begin = nr_str_sub(json, 0, 128);
    return nr_str_find(begin, nr_str_of("\"json-pages-")) < begin.len;
}

/* Tar from before 1988 has no magic, only a sum over its header, with the sum's own field counted
 * as blanks. Some old writers summed signed bytes. */
bool nr_sniff_tar_header(struct nr_str head)
{
    if (head.len < 512 || head.data[0] == '\0')
        return false;
    struct nr_str field = nr_str_trim(nr_str_sub(head, 148, 156));
    int64_t plain = 0, with_sign = 0, want = 0;
    size_t digits = 0;
    for (; digits < field.len && field.data[digits] >= '0' && field.data[digits] <= '7'; digits++)
        want = want * 8 + (field.data[digits] - '0');
    if (digits == 0)
        return false;
    for (size_t i = 0; i < 512; i++) {
        bool own = i >= 148 && i < 156;
        plain += own ? ' ' : (unsigned char)head.data[i];
        with_sign += own ? ' ' : (signed char)head.data[i];
    }
    return want == plain || want == with_sign;
}

/* Cpio's headers are numbers: hexadecimal or octal digits after a magic of six digits; in the first
 * format binary ones after a magic of two bytes, in either order, with a zero byte somewhere. */
static bool is_cpio(struct nr_str head)
{
    bool binary = has_at(head, 0, nr_str_of("\xc7\x71")) || has_at(head, 0, nr_str_of("\x71\xc7"));
    if (binary)
        return head.len >= 26 && nr_str_find_char(nr_str_sub(head, 2, 26), '\0') < 24;
    if (head.len < 76 || !has_at(head, 0, nr_str_of("0707")) || head.data[4] != '0')
        return false;
    static const struct nr_str digits = NR_STR("0123456789abcdefABCDEF");
    size_t i = 5;
    while (i < 76 && nr_str_find_char(digits, head.data[i]) < digits.len)
        i++;
    return i == 76 && (head.data[5] == '1' || head.data[5] == '2' || head.data[5] == '7');
}

/* The head without a byte order mark of UTF-8 and without blanks before the first sign. */
static struct nr_str skip_blanks(struct nr_str head)
{
    if (nr_str_starts(head, nr_str_of("\xef\xbb\xbf")))
        head = nr_str_sub(head, 3, head.len);
    while (head.len && nr_ascii_is_blank(head.data[0]))
        head = nr_str_sub(head, 1, head.len);
    return head;
}

/* JSON lines: the first line is an object, or what is there of it begins like one, or the next line
 * begins another. One object over many lines is JSON of another kind, as is an array. */
static enum nr_kind json_kind(struct nr_str text)
{
    struct nr_str inner = skip_blanks(nr_str_sub(text, 1, text.len));
    char first = inner.len ? inner.data[0] : '\0';
    if (text.data[0] == '[')
        return first == '{' || first == '"' || first == '[' ? NR_KIND_JSON : NR_KIND_TEXT;
    if (first != '"' && first != '}')
        return NR_KIND_TEXT;
    size_t end = nr_str_find_char(text, '\n');
    struct nr_str line = nr_str_trim(nr_str_sub(text, 0, end));
    struct nr_str rest = skip_blanks(nr_str_sub(text, end, text.len));
    bool whole = line.data[line.len - 1] == '}';
    bool long_one = end == text.len && line.len > 1;
    bool another = line.len > 1 && rest.len && rest.data[0] == '{';
    return whole || long_one || another ? NR_KIND_JSONL : NR_KIND_JSON;
}

struct nr_width nr_sniff_width(struct nr_str head)
{
    static const struct {
        struct nr_str mark;
        struct nr_width width;
    } marks[] = {
        {NR_STR("\0\0\xfe\xff"), {4, 4, true}}, {NR_STR("\xff\xfe\0\0"), {4, 4, false}},
        {NR_STR("\xfe\xff"), {2, 2, true}},     {NR_STR("\xff\xfe"), {2, 2, false}},
        {NR_STR("\0<\0"), {2, 0, true}},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (nr_str_starts(head, marks[i].mark))
            return marks[i].width;
    if (head.len >= 4 && head.data[0] == '<' && head.data[1] == '\0' && head.data[2] != '\0' &&
        head.data[3] == '\0')
        return (struct nr_width){2, 0, false};
    return (struct nr_width){1, 0, false};
}

struct nr_str nr_sniff_narrow(struct nr_str head, char out[NR_SNIFF_HEAD])
{
    size_t n = 0;
    struct nr_width w = nr_sniff_width(head);
    if (w.unit == 1)
        return head;
    for (size_t at = w.skip; at + w.unit <= head.len; at += w.unit) {
        uint32_t c = 0;
        for (size_t i = 0; i < w.unit; i++)
            c = c << 8 | (unsigned char)head.data[at + (w.big ? i : w.unit - 1 - i)];
        out[n++] = c < 0x80 ? (char)c : '?';
    }
    return nr_str(out, n);
}

/* Elements that a page or a fragment of one may begin with. */
static const char *const html_elements[] = {
    "html",  "head",  "body",   "title",    "meta",       "link",    "script", "style",   "div",
    "span",  "p",     "h1",     "h2",       "h3",         "h4",      "table",  "a",       "b",
    "br",    "i",     "em",     "strong",   "img",        "ul",      "ol",     "center",  "font",
    "base",  "form",  "iframe", "frameset", "main",       "article", "header", "section", "nav",
    "hr",    "aside", "figure", "noscript", "tbody",      "td",      "tr",     "li",      "dl",
    "input", "label", "button", "picture",  "blockquote",
};

enum { ELEMENT_MOST = 80 };

/* The name that follows "<" in s, or nothing when no element can begin so. */
static struct nr_str element_name(struct nr_str s)
{
    size_t n = 1;
    s = nr_str_sub(s, 0, ELEMENT_MOST);
    while (n < s.len && !nr_ascii_is_blank(s.data[n]) && s.data[n] != '>' && s.data[n] != '/')
        n++;
    bool letter = s.len > 1 && (nr_ascii_is_letter(s.data[1]) || s.data[1] == '_');
    return letter && n < s.len ? nr_str_sub(s, 1, n) : nr_str(NULL, 0);
}

static bool is_html_element(struct nr_str name)
{
    for (size_t i = 0; i < sizeof html_elements / sizeof *html_elements; i++)
        if (nr_str_eq_fold(name, nr_str_of(html_elements[i])))
            return true;
    return false;
}

/* Roots of markup that may hold HTML and is none. A name with a prefix belongs to none either. */
static bool is_xml_root(struct nr_str name)
{
    static const char *const roots[] = {
        "rss",          "feed",    "nitf", "newsml", "newsitem",  "newsmessage", "urlset",
        "sitemapindex", "opml",    "tei",  "tei.2",  "mediawiki", "doc",         "reuters",
        "entry",        "channel", "item", "alto",   "mets"};
    if (nr_str_find_char(name, ':') < name.len)
        return true;
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (nr_str_eq_fold(name, nr_str_of(roots[i])))
            return true;
    return false;
}

/* A page in a wrapping of somebody's own: elements that other markup for texts seldom has. */
static bool holds_html(struct nr_str s)
{
    static const char *const elements[] = {"div",  "td", "script", "span", "img",
                                           "form", "br", "style",  "font", "input"};
    for (size_t at = 0; at < s.len; at++) {
        at += nr_str_find_char(nr_str_sub(s, at, s.len), '<');
        struct nr_str name = at < s.len ? element_name(nr_str_sub(s, at, s.len)) : s;
        for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
            if (nr_str_eq_fold(name, nr_str_of(elements[i])))
                return true;
    }
    return false;
}

/* s behind its leading comments and processing instructions; *xml is set by an XML declaration. */
static struct nr_str skip_prolog(struct nr_str s, bool *xml)
{
    for (s = skip_blanks(s);; s = skip_blanks(s)) {
        const char *end;
        if (nr_str_starts(s, nr_str_of("<!--")))
            end = "-->";
        else if (nr_str_starts(s, nr_str_of("<?")))
            end = "?>";
        else
            return s;
        *xml |= nr_str_starts(s, nr_str_of("<?xml"));
        size_t at = nr_str_find(nr_str_sub(s, 2, s.len), nr_str_of(end));
        s = nr_str_sub(s, 2 + at + strlen(end), s.len);
    }
}

/* A page that begins with something else (a warning of the server, a line of text) still says soon
 * what it is. */
static bool says_html(struct nr_str s)
{
    static const struct nr_str signs[] = {NR_STR("<!doctype html"), NR_STR("<html"),
                                          NR_STR("<head"), NR_STR("<body")};
    s = nr_str_sub(s, 0, 1024);
    for (size_t at = 0; at < s.len; at++) {
        at += nr_str_find_char(nr_str_sub(s, at, s.len), '<');
        struct nr_str rest = nr_str_sub(s, at, s.len);
        for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
            size_t end = signs[i].len;
            if (end < rest.len && nr_str_starts_fold(rest, signs[i]) &&
                (rest.data[end] == '>' || nr_ascii_is_blank(rest.data[end])))
                return true;
        }
    }
    return false;
}

static enum nr_kind markup_kind(struct nr_str s)
{
    static const struct nr_str doctype = NR_STR("<!doctype");
    bool xml = false;
    s = skip_prolog(s, &xml);
    if (nr_str_starts_fold(s, doctype)) {
        struct nr_str what = nr_str_trim(nr_str_sub(s, doctype.len, doctype.len + 64));
        if (nr_str_starts_fold(what, nr_str_of("html")) || nr_str_starts(what, nr_str_of(">")))
            return NR_KIND_HTML;
        return nr_str_starts_fold(what, nr_str_of("svg")) ? NR_KIND_IMAGE : NR_KIND_XML;
    }
    struct nr_str name = s.len && s.data[0] == '<' ? element_name(s) : nr_str(NULL, 0);
    if (nr_str_eq_fold(name, nr_str_of("svg")))
        return NR_KIND_IMAGE;
    if (xml)
        return nr_str_eq_fold(name, nr_str_of("html")) ? NR_KIND_HTML : NR_KIND_XML;
    if (!name.len)
        return says_html(s) ? NR_KIND_HTML : NR_KIND_TEXT;
    if (is_html_element(name) || (!is_xml_root(name) && says_html(s)))
        return NR_KIND_HTML;
    if (nr_str_find(s, nr_str_of("</")) == s.len)
        return NR_KIND_TEXT;
    return !is_xml_root(name) && holds_html(s) ? NR_KIND_HTML : NR_KIND_XML;
}

/* How many bytes are controls, line ends and tabs among them. The inner loop counts in a byte and
 * does not branch, so that compilers make vectors of it. */
static size_t count_below_blank(struct nr_str head)
{
    enum { BLOCK = 128 };
    size_t all = 0;
    for (size_t from = 0; from < head.len; from += BLOCK) {
        struct nr_str block = nr_str_sub(head, from, from + BLOCK);
        unsigned char n = 0;
        for (size_t i = 0; i < block.len; i++)
            n = (unsigned char)(n + ((unsigned char)block.data[i] < 0x20));
        all += n;
    }
    return all;
}

/* UTF-16 without a mark, of which high is the place of the higher byte: a quarter of its characters
 * are of ASCII, with a blank among them, and none is a control character. */
static bool is_wide_text(struct nr_str head, size_t high)
{
    enum { LEAST = 16 };
    size_t count = head.len / 2, ascii = 0, blanks = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned char c = (unsigned char)head.data[2 * i + 1 - high];
        if (head.data[2 * i + high] != 0)
            continue;
        if ((c < ' ' && !nr_ascii_is_blank((char)c)) || (c >= 0x7f && c < 0xa0))
            return false;
        ascii += c < 0x80;
        blanks += c <= ' ';
    }
    return count >= LEAST && ascii >= count / 4 && blanks > 0;
}

/* Text has no NUL and few control characters. Those of teletypes, typesetters, ISO 2022 and DOS
 * (SOH to EOT, BEL, BS, SO, SI, SUB, ESC) do occur in it, so up to a tenth is let pass. */
static bool is_binary(struct nr_str head)
{
    size_t control = 0;
    if (nr_str_find_char(head, '\0') < head.len)
        return !is_wide_text(head, 0) && !is_wide_text(head, 1);
    if (count_below_blank(head) <= head.len / 10)
        return false;
    for (size_t i = 0; i < head.len; i++) {
        char c = head.data[i];
        control += (unsigned char)c < 0x20 && !nr_ascii_is_blank(c) && c != 0x1b;
    }
    return control > head.len / 10;
}

/* An image of a disc (ISO 9660) has 32 KiB for the system, as a rule zeros, before the descriptor
 * that names it. */
enum { DISC_MARK = 32 * 1024 + 1, DISC = DISC_MARK + 5 };

static bool may_be_disc(struct nr_str head)
{
    size_t n = 0;
    head = nr_str_sub(head, 0, NR_SNIFF_HEAD);
    while (n < head.len && head.data[n] == '\0')
        n++;
    return n == NR_SNIFF_HEAD;
}

static bool is_disc(struct nr_str head)
{
    return may_be_disc(head) && has_at(head, DISC_MARK, nr_str_of("CD001"));
}

/* How many bytes of text the first object in it takes; more than there are where it does not
 * end. */
static size_t first_object(struct nr_str text)
{
    size_t depth = 0;
    bool string = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c == '\\' && string)
            i++;
        else if (c == '"')
            string = !string;
        else if (!string && c == '{')
            depth++;
        else if (!string && c == '}' && --depth == 0)
            return i + 1;
    }
    return text.len + 1;
}

/* Of an array of objects the first object is looked at, which tells what the others are. */
static size_t array_wants(struct nr_str head, struct nr_str text)
{
    struct nr_str inner = skip_blanks(nr_str_sub(text, 1, text.len));
    if (inner.len && inner.data[0] != '{')
        return NR_SNIFF_HEAD;
    size_t end = (size_t)(text.data - head.data) + first_object(text);
    if (end <= head.len)
        return end;
    return head.len < NR_SNIFF_HEAD ? head.len + 1 : NR_SNIFF_HEAD;
}

size_t nr_sniff_wants(struct nr_str head)
{
    if (may_be_disc(head))
        return DISC;
    struct nr_str text = skip_blanks(nr_str_sub(head, 0, NR_SNIFF_HEAD));
    if (text.len && text.data[0] == '[')
        return array_wants(head, text);
    if (text.len == 0 || text.data[0] != '{')
        return text.len ? NR_SNIFF_HEAD : head.len < NR_SNIFF_HEAD ? head.len + 1 : NR_SNIFF_HEAD;
    struct nr_str inner = skip_blanks(nr_str_sub(text, 1, text.len));
    if (inner.len == 0)
        return head.len < NR_SNIFF_HEAD ? head.len + 1 : NR_SNIFF_HEAD;
    if (inner.data[0] != '"' && inner.data[0] != '}')
        return NR_SNIFF_HEAD;
    size_t start = (size_t)(text.data - head.data);
    struct nr_str seen = nr_str_sub(head, start, NR_SNIFF_LINE);
    size_t end = nr_str_find_char(seen, '\n');
    if (end == seen.len)
        return start + seen.len < NR_SNIFF_LINE ? start + seen.len + 1 : NR_SNIFF_LINE;
    size_t line = start + end + 1;
    bool whole = nr_str_ends(nr_str_trim(nr_str_sub(seen, 0, end)), nr_str_of("}"));
    return whole || line > NR_SNIFF_HEAD ? line : NR_SNIFF_HEAD;
}

enum nr_kind nr_sniff(struct nr_str head)
{
    if (head.len == 0)
        return NR_KIND_EMPTY;
    if (is_disc(head))
        return NR_KIND_ISO;
    struct nr_str json = skip_blanks(nr_str_sub(head, 0, nr_sniff_wants(head)));
    head = nr_str_sub(head, 0, NR_SNIFF_HEAD);
    enum nr_kind kind = NR_KIND_TEXT;
    if (is_warc(head))
        return NR_KIND_WARC;
    if (json.len && (json.data[0] == '{' || json.data[0] == '['))
        kind = is_page_list(json) ? NR_KIND_INDEX : json_kind(json);
    if (nr_arc_begins(head))
        return NR_KIND_ARC;
    if (is_index(head))
        return NR_KIND_INDEX;
    if (kind != NR_KIND_TEXT || is_magic(head, &kind))
        return kind;
    if (nr_sniff_tar_header(head))
        return NR_KIND_TAR;
    if (is_cpio(head))
        return NR_KIND_CPIO;
    char narrowed[NR_SNIFF_HEAD];
    struct nr_width width = nr_sniff_width(head);
    kind = markup_kind(nr_sniff_narrow(head, narrowed));
    return kind == NR_KIND_TEXT && width.unit == 1 && is_binary(head) ? NR_KIND_BINARY : kind;
}

const char *nr_kind_name(enum nr_kind kind)
{
    static const char *const names[] = {
        [NR_KIND_EMPTY] = "empty",       [NR_KIND_HTML] = "html",
        [NR_KIND_TEXT] = "text",         [NR_KIND_JSONL] = "jsonl",
        [NR_KIND_WARC] = "warc",         [NR_KIND_TAR] = "tar",
        [NR_KIND_ZIP] = "zip",           [NR_KIND_7Z] = "7z",
        [NR_KIND_CPIO] = "cpio",         [NR_KIND_AR] = "ar",
        [NR_KIND_CAB] = "cab",           [NR_KIND_LHA] = "lha",
        [NR_KIND_ISO] = "iso",           [NR_KIND_RAR] = "rar",
        [NR_KIND_JSON] = "json",         [NR_KIND_XML] = "xml",
        [NR_KIND_ARC] = "arc",           [NR_KIND_INDEX] = "index",
        [NR_KIND_ARCHIVE] = "archive",   [NR_KIND_COMPRESSED] = "compressed",
        [NR_KIND_IMAGE] = "image",       [NR_KIND_AUDIO] = "audio",
        [NR_KIND_VIDEO] = "video",       [NR_KIND_PDF] = "pdf",
        [NR_KIND_DOCUMENT] = "document", [NR_KIND_FONT] = "font",
        [NR_KIND_BINARY] = "binary",
    };
    return names[kind];
}
