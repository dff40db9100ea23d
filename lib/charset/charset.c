#include "newsreel/charset/charset.h"
#include "convert.h"
#include "double.h"
#include "newsreel/core/utf8.h"
#include <stdlib.h>
#include <uchardet/uchardet.h>

/* A page says what charset it is in up to three times, and often it is wrong each time; its bytes
 * hardly ever lie. Text in any other charset is next to never valid UTF-8, so valid UTF-8 is UTF-8
 * whatever is declared. Only what is not goes on to the slower questions. */

enum {
    PAGE_HEAD = 4096,        /* where a page declares itself; browsers look at 1024 */
    NUL_SAMPLE = 4096,       /* where UTF-16 without a mark is looked for */
    UTF8_SAMPLE = 64 << 10,  /* bytes that may tell that the rest is no UTF-8 either */
    UTF8_SAMPLE_BAD = 64,    /* invalid sequences in it that do */
    DETECT_MOST = 128 << 10, /* bytes shown to the detector, which is slow */
    GOOD_FOR_ONE_BAD = 8,    /* UTF-8: valid sequences that outweigh an invalid one */
    HIGH_FOR_ONE_BAD = 50,   /* others: bytes >= 0x80 that outweigh a replaced part */
    HIGH_FOR_RARE = 16,      /* bytes >= 0x80 that make a rare charset believable */
    EVEN_RUNS = 4,           /* runs of an even number of such bytes that are no chance */
    WESTERN_RUN = 3,         /* mean length of runs of bytes >= 0x80 that no western text has */
};

const char *nr_charset_name(struct nr_str label)
{
    int found = nr_encoding_find(label);
    return found == NR_ENCODING_NONE ? NULL : nr_encodings[found].name;
}

static int find(const char *label)
{
    return nr_encoding_find(nr_str_of(label));
}

static bool is_named(int encoding, const char *name)
{
    return encoding != NR_ENCODING_NONE && strcmp(nr_encodings[encoding].name, name) == 0;
}

/* The value of an attribute-like name=value in tag: behind the name, blanks, '=', blanks, perhaps a
 * quote. */
static struct nr_str value_of(struct nr_str tag, const char *name)
{
    size_t length = strlen(name);
    for (;;) {
        size_t at = nr_str_find_fold(tag, nr_str(name, length));
        if (at == tag.len)
            return nr_str(NULL, 0);
        tag = nr_str_sub(tag, at + length, tag.len);
        struct nr_str value = nr_str_trim(tag);
        if (!value.len || value.data[0] != '=')
            continue;
        value = nr_str_trim(nr_str_sub(value, 1, value.len));
        if (value.len && (value.data[0] == '"' || value.data[0] == '\''))
            value = nr_str_trim(nr_str_sub(value, 1, value.len));
        size_t end = 0;
        while (end < value.len && !memchr(" \t\r\n\f\"';,/<>?", value.data[end], 13))
            end++;
        return nr_str_sub(value, 0, end);
    }
}

/* rest up to the end mark, which rest then starts behind; all of it where there is none. */
static struct nr_str cut_to(struct nr_str *rest, const char *end)
{
    struct nr_str mark = nr_str_of(end);
    size_t at = nr_str_find(*rest, mark);
    struct nr_str part = nr_str_sub(*rest, 0, at);
    *rest = nr_str_sub(*rest, at + mark.len, rest->len);
    return part;
}

struct nr_str nr_charset_in_page(struct nr_str page)
{
    static const struct nr_str xml = NR_STR("<?xml"), comment = NR_STR("<!--"),
                               meta = NR_STR("<meta");
    struct nr_str rest = nr_str_trim(nr_str_sub(page, 0, PAGE_HEAD));
    struct nr_str label = {NULL, 0};
    if (nr_str_starts_fold(rest, xml))
        label = value_of(cut_to(&rest, "?>"), "encoding");
    while (!label.len && rest.len) {
        rest = nr_str_sub(rest, nr_str_find_char(rest, '<'), rest.len);
        if (nr_str_starts(rest, comment))
            cut_to(&rest, "-->");
        else if (nr_str_starts_fold(rest, meta))
            label = value_of(cut_to(&rest, ">"), "charset");
        else
            rest = nr_str_sub(rest, 1, rest.len);
    }
    return label;
}

static int mark_of(struct nr_str bytes, size_t *length)
{
    static const struct {
        struct nr_str mark;
        const char *name;
    } marks[] = {
        {NR_STR("\xef\xbb\xbf"), "utf-8"},    {NR_STR("\xff\xfe\0\0"), "utf-32le"},
        {NR_STR("\0\0\xfe\xff"), "utf-32be"}, {NR_STR("\xff\xfe"), "utf-16le"},
        {NR_STR("\xfe\xff"), "utf-16be"},
    };
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (nr_str_starts(bytes, marks[i].mark)) {
            *length = marks[i].mark.len;
            for (int e = 0; e < NR_ENCODINGS; e++)
                if (is_named(e, marks[i].name))
                    return e;
        }
    return NR_ENCODING_NONE;
}

/* UTF-16 without a mark: in any text with markup or blanks, many of the high halves are NUL and few
 * of the low ones. */
static int unmarked_utf16(struct nr_str bytes)
{
    size_t nuls[2] = {0, 0};
    struct nr_str sample = nr_str_sub(bytes, 0, NUL_SAMPLE);
    for (size_t i = 0; i < sample.len; i++)
        nuls[i & 1] += sample.data[i] == 0;
    size_t enough = sample.len / 8;
    if (sample.len < 8 || (nuls[0] < enough && nuls[1] < enough))
        return NR_ENCODING_NONE;
    if (nuls[1] > 8 * nuls[0])
        return find("utf-16le");
    return nuls[0] > 8 * nuls[1] ? find("utf-16be") : NR_ENCODING_NONE;
}

/* Escape sequences of RFC 1468 that switch to two-byte characters. */
static bool is_iso2022jp(struct nr_str bytes)
{
    return nr_str_find(bytes, nr_str_of("\x1b$B")) < bytes.len ||
           nr_str_find(bytes, nr_str_of("\x1b$@")) < bytes.len;
}

struct shape {
    size_t high;     /* bytes >= 0x80 */
    size_t runs;     /* of such bytes */
    size_t odd;      /* runs of an odd number of bytes */
    bool c1;         /* bytes 0x80 to 0x9f */
    bool seen[0x80]; /* which bytes from 0x80 on */
};

static struct shape shape_of(struct nr_str bytes)
{
    struct shape s = {.high = 0};
    bool before = false;
    size_t run = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char b = (unsigned char)bytes.data[i];
        bool high = b >= 0x80;
        s.odd += before && !high && run % 2;
        run = high ? run + 1 : 0;
        s.high += high;
        s.runs += high && !before;
        if (high)
            s.seen[b - 0x80] = true;
        before = high;
    }
    for (size_t i = 0; i < 0x20; i++)
        s.c1 |= s.seen[i];
    return s;
}

static bool sees_one_of(const struct shape *s, const char *bytes)
{
    for (; *bytes; bytes++)
        if (s->seen[(unsigned char)*bytes & 0x7f])
            return true;
    return false;
}

/* Nobody means the C1 controls of ISO 8859: text that seems to have them is in the windows charset
 * beside it. */
static int windows_twin(int encoding, const struct shape *shape)
{
    static const char *const twins[][2] = {
        {"iso-8859-2", "windows-1250"},  {"iso-8859-5", "windows-1251"},
        {"iso-8859-6", "windows-1256"},  {"iso-8859-7", "windows-1253"},
        {"iso-8859-8", "windows-1255"},  {"iso-8859-13", "windows-1257"},
        {"iso-8859-15", "windows-1252"},
    };
    for (size_t i = 0; shape->c1 && i < sizeof twins / sizeof twins[0]; i++)
        if (is_named(encoding, twins[i][0]))
            return find(twins[i][1]);
    return encoding;
}

/* How often byte begins a Greek word. */
static size_t begins_greek(struct nr_str bytes, unsigned char byte)
{
    size_t n = 0;
    bool inside = false; /* a word */
    for (size_t i = 0; i + 1 < bytes.len; i++) {
        unsigned char b = (unsigned char)bytes.data[i], next = (unsigned char)bytes.data[i + 1];
        n += b == byte && !inside && next >= 0xb8;
        inside = b >= 0xb8;
    }
    return n;
}

/* Charsets that hardly any page is in: for a handful of bytes the detector names them by chance. */
static bool is_rare(int encoding)
{
    static const char *const rare[] = {"iso-8859-3",  "iso-8859-4",   "iso-8859-10",
                                       "iso-8859-14", "windows-1258", "ibm852"};
    for (size_t i = 0; i < sizeof rare / sizeof rare[0]; i++)
        if (is_named(encoding, rare[i]))
            return true;
    return false;
}

/* Lithuanian and Latvian use many letters, but neither the one at 0xfa nor the one at 0xfd, which
 * in windows-1252 are the accented u and y of Icelandic; Albanian uses two letters. */
static bool is_baltic(const struct shape *shape)
{
    size_t different = 0;
    for (size_t i = 0x40; i < 0x80; i++)
        different += shape->seen[i];
    return different > 4 && !sees_one_of(shape, "\xfa\xfd");
}

/* The DOS charset has its most common letters below 0xa0, and no letters at 0xf0 and 0xfe. */
static bool is_dos(const struct shape *shape)
{
    return shape->c1 && !sees_one_of(shape, "\xf0\xfe");
}

/* What is an s with caron in iso-8859-2 is the Polish a with ogonek in windows-1250; beside Polish
 * letters, and without those of its neighbours or iso-8859-2's own a and s, it is that. */
static bool is_polish_1250(const struct shape *shape)
{
    return sees_one_of(shape, "\xb9") && sees_one_of(shape, "\xb3\xbf") &&
           !sees_one_of(shape, "\xb1\xb6\xe8\xbe");
}

static int correct_greek(struct nr_str bytes, const struct shape *shape)
{
    bool iso = !shape->c1 && begins_greek(bytes, 0xb6) > begins_greek(bytes, 0xa2);
    return find(iso ? "iso-8859-7" : "windows-1253");
}

/* The detector mixes up charsets that share most letters. Text of some length in windows-1250 has
 * letters or quotation marks between 0x80 and 0x9f; the two Greek charsets differ in where a
 * capital alpha with tonos is; koi8-u has letters where koi8-r draws boxes; iso-8859-16 came too
 * late to be used. */
static int correct(int found, struct nr_str bytes, const struct shape *shape)
{
    if (is_named(found, "iso-8859-2") && is_polish_1250(shape))
        return find("windows-1250");
    if (is_named(found, "windows-1250") || is_named(found, "iso-8859-16"))
        return find(shape->c1 || is_polish_1250(shape) ? "windows-1250" : "iso-8859-2");
    if (is_named(found, "windows-1253") || is_named(found, "iso-8859-7"))
        return correct_greek(bytes, shape);
    if (is_named(found, "koi8-r") && sees_one_of(shape, "\xa4\xa6\xa7\xad\xb4\xb6\xb7\xbd"))
        return find("koi8-u");
    bool baltic = is_named(found, "windows-1257") || is_named(found, "iso-8859-13");
    bool chance = (shape->high < HIGH_FOR_RARE && is_rare(found)) ||
                  (is_named(found, "ibm852") && !is_dos(shape)) || (baltic && !is_baltic(shape));
    return chance || is_named(found, "utf-8") ? NR_ENCODING_NONE : found;
}

static int detect(struct nr_str bytes, const struct shape *shape)
{
    uchardet_t detector = uchardet_new();
    struct nr_str sample = nr_str_sub(bytes, 0, DETECT_MOST);
    int found = NR_ENCODING_NONE;
    if (detector && uchardet_handle_data(detector, sample.data, sample.len) == 0) {
        uchardet_data_end(detector);
        found = find(uchardet_get_charset(detector));
    }
    if (detector)
        uchardet_delete(detector);
    return correct(found, bytes, shape);
}

/* Converts as encoding into the scratch; false when too much of it has to be replaced. */
static bool try_encoding(struct nr_charset_scratch *scratch, int encoding, struct nr_str bytes,
                         const struct shape *shape, struct nr_decoded *d)
{
    scratch->text.len = 0;
    size_t replaced = nr_convert(&scratch->cache, encoding, bytes, &scratch->text);
    d->text = nr_buf_str(&scratch->text);
    d->charset = nr_encodings[encoding].name;
    d->replaced = replaced;
    size_t allowed = shape->high / HIGH_FOR_ONE_BAD + (shape->high >= GOOD_FOR_ONE_BAD);
    return replaced != NR_CONVERT_NEVER && replaced <= allowed;
}

/* Repairs bytes into the scratch; true when valid sequences outweigh the invalid ones. What is cut
 * off at the very end counts for nothing. */
static bool repair_utf8(struct nr_charset_scratch *scratch, struct nr_str bytes, size_t *bad)
{
    scratch->text.len = 0;
    *bad = nr_utf8_repair(&scratch->text, bytes);
    struct nr_str text = nr_buf_str(&scratch->text);
    size_t good = 0;
    for (size_t i = 0; i < text.len; i++)
        good += ((unsigned char)text.data[i] & 0xc0) == 0xc0;
    good -= *bad < good ? *bad : good;
    bool cut = *bad == 1 && bytes.len - nr_utf8_valid(bytes) < 4;
    return good > 0 && (cut || *bad * GOOD_FOR_ONE_BAD <= good);
}

/* A cut or slightly damaged text in UTF-8. A sample tells that a large text is none. */
static bool try_damaged_utf8(struct nr_charset_scratch *scratch, struct nr_str bytes,
                             struct nr_decoded *d)
{
    size_t bad;
    struct nr_str sample = nr_str_sub(bytes, 0, UTF8_SAMPLE);
    if (sample.len < bytes.len && !repair_utf8(scratch, sample, &bad) && bad >= UTF8_SAMPLE_BAD)
        return false;
    bool good = repair_utf8(scratch, bytes, &bad);
    *d = (struct nr_decoded){
        .text = nr_buf_str(&scratch->text), .charset = "utf-8", .replaced = bad};
    return good;
}

/* The declared encodings, most believable first. A server that says latin1 for everything is common
 * enough that a page which says otherwise is right. */
static size_t declared_encodings(struct nr_str declared, struct nr_str bytes, bool markup,
                                 int list[2])
{
    size_t n = 0;
    int server = nr_encoding_find(declared);
    int page = markup ? nr_encoding_find(nr_charset_in_page(bytes)) : NR_ENCODING_NONE;
    if (server == find("windows-1252") && page != NR_ENCODING_NONE) {
        int swap = server;
        server = page;
        page = swap;
    }
    if (server != NR_ENCODING_NONE)
        list[n++] = server;
    if (page != NR_ENCODING_NONE && page != server)
        list[n++] = page;
    return n;
}

static bool is_double(int encoding)
{
    return encoding != NR_ENCODING_NONE && nr_encodings[encoding].form == NR_FORM_DOUBLE;
}

/* The detector takes short texts of East Asia for Latin ones, and some for Greek or Cyrillic: but
 * runs of letters of one byte are odd in number as often as not. */
static bool may_be_double(int found, const struct shape *shape)
{
    static const char *const others[] = {
        "windows-1251", "windows-1253", "windows-1255", "windows-1256",  "windows-874",
        "iso-8859-5",   "iso-8859-6",   "iso-8859-7",   "iso-8859-8",    "koi8-r",
        "koi8-u",       "ibm866",       "ibm855",       "x-mac-cyrillic"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (is_named(found, others[i]))
            return !shape->odd && shape->runs >= EVEN_RUNS;
    return true;
}

static void decode_legacy(struct nr_charset_scratch *scratch, struct nr_str bytes,
                          struct nr_str declared, bool markup, struct nr_decoded *d)
{
    struct shape shape = shape_of(bytes);
    bool western = shape.high < WESTERN_RUN * shape.runs;
    int list[2], latin = find("windows-1252");
    size_t n = declared_encodings(declared, bytes, markup, list);
    for (size_t i = 0; i < n; i++) {
        enum nr_encoding_form form = nr_encodings[list[i]].form;
        if (form == NR_FORM_UTF8 || form == NR_FORM_UTF16 || (list[i] == latin && !western))
            continue;
        if (try_encoding(scratch, windows_twin(list[i], &shape), bytes, &shape, d))
            return;
    }
    d->guessed = true;
    int found = detect(bytes, &shape);
    const char *label = NULL;
    if (!is_double(found) && may_be_double(found, &shape))
        label = nr_double_byte_guess(bytes, western);
    found = label ? find(label) : found;
    if (found != NR_ENCODING_NONE && (found != latin || western) &&
        try_encoding(scratch, windows_twin(found, &shape), bytes, &shape, d))
        return;
    try_encoding(scratch, latin, bytes, &shape, d);
}

/* In place, from the end: a NUL becomes three bytes. */
static void replace_nuls(struct nr_charset_scratch *scratch, struct nr_decoded *d)
{
    size_t nuls = 0;
    if (d->text.len == 0 || !memchr(d->text.data, 0, d->text.len))
        return;
    struct nr_buf *b = &scratch->text;
    if (d->text.data != b->data) {
        b->len = 0;
        nr_buf_add_str(b, d->text);
    }
    for (size_t i = 0; i < b->len; i++)
        nuls += b->data[i] == 0;
    nr_buf_reserve(b, 2 * nuls);
    size_t to = b->len + 2 * nuls;
    for (size_t from = b->len; from > 0; from--) {
        if (b->data[from - 1] != 0) {
            b->data[--to] = b->data[from - 1];
        } else {
            to -= 3;
            memcpy(b->data + to, "\xef\xbf\xbd", 3);
        }
    }
    b->len += 2 * nuls;
    d->text = nr_buf_str(b);
    d->replaced += nuls;
}

/* Whether the text may have NULs. */
static bool decode(struct nr_charset_scratch *scratch, struct nr_str bytes, struct nr_str declared,
                   bool markup, struct nr_decoded *d)
{
    size_t mark = 0;
    int certain = mark_of(bytes, &mark);
    struct nr_str text = nr_str_sub(bytes, mark, bytes.len);
    bool nuls = text.len && memchr(text.data, 0, text.len);
    if (certain == NR_ENCODING_NONE && nuls)
        certain = unmarked_utf16(text);
    bool utf8 = certain == NR_ENCODING_NONE || nr_encodings[certain].form == NR_FORM_UTF8;
    if (utf8 && nr_utf8_valid(text) == text.len) {
        *d = (struct nr_decoded){.text = text, .charset = "utf-8"};
        if (!text.len || !memchr(text.data, 0x1b, text.len) || !is_iso2022jp(text))
            return nuls;
        certain = find("iso-2022-jp");
    }
    struct shape all = {.high = SIZE_MAX};
    if (certain != NR_ENCODING_NONE && try_encoding(scratch, certain, text, &all, d))
        return true;
    if (!try_damaged_utf8(scratch, text, d))
        decode_legacy(scratch, text, declared, markup, d);
    return true;
}

void nr_charset_decode(struct nr_charset_scratch *scratch, struct nr_str bytes,
                       struct nr_str declared, bool markup, struct nr_decoded *decoded)
{
    *decoded = (struct nr_decoded){.charset = "utf-8"};
    if (decode(scratch, bytes, declared, markup, decoded))
        replace_nuls(scratch, decoded);
}

void nr_charset_scratch_reset(struct nr_charset_scratch *scratch, size_t keep)
{
    nr_buf_reset(&scratch->text, keep);
}

void nr_charset_scratch_free(struct nr_charset_scratch *scratch)
{
    nr_buf_free(&scratch->text);
    nr_charset_cache_free(scratch->cache);
    scratch->cache = NULL;
}
