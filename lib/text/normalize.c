#include "newsreel/text/normalize.h"
#include "compose.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/compose.h"

/* Two stages. The first drops, replaces and folds white space, and notices whether anything may not
 * be in form C; it never grows the text. Most of its time goes into plain_run, which finds the next
 * byte that needs a decision. The second, seldom needed, sends the stretches in question through
 * utf8proc: it must come second, because what it composes may have stood apart before. */

enum { MOST_MARKS = 16 };

enum kind {
    PLAIN, /* copied */
    BLANK,
    TAB,
    NEWLINE,
    BLANK_LINE,
    GONE,
    JOINER, /* stays where the letters around need it */
};

static enum kind kind_of_control(uint32_t c)
{
    switch (c) {
    case '\t':
        return TAB;
    case '\n':
    case '\v':
    case '\f':
    case '\r':
    case 0x85:
        return NEWLINE;
    default:
        return GONE;
    }
}

static bool is_format(uint32_t c)
{
    return c == 0xad || c == 0x61c || c == 0x180e || c == 0x200e || c == 0x200f ||
           (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
           (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

static enum kind kind_of(uint32_t c)
{
    if (c < 0x20 || (c >= 0x7f && c < 0xa0))
        return kind_of_control(c);
    if (c == 0x2028)
        return NEWLINE;
    if (c == 0x2029)
        return BLANK_LINE;
    if (nr_char_is_blank(c))
        return BLANK;
    if (c >= 0x200b && c <= 0x200d)
        return JOINER;
    return is_format(c) ? GONE : PLAIN;
}

/* Arabic to Indic, South-East Asian and Mongolian letters take their shape from joiners. */
static bool takes_joiner(uint32_t c)
{
    return (c >= 0x0600 && c <= 0x0dff) || (c >= 0x0f00 && c <= 0x109f) ||
           (c >= 0x1780 && c <= 0x18af) || (c >= 0xa840 && c <= 0xabff) ||
           (c >= 0xfb50 && c <= 0xfefc) || (c >= 0x10a00 && c <= 0x11fff) ||
           (c >= 0x1e900 && c <= 0x1e95f);
}

static bool is_emoji(uint32_t c)
{
    return (c >= 0x1f000 && c <= 0x1faff) || c == 0xfe0f || (c >= 0x2600 && c <= 0x27bf) ||
           (c >= 0x2b00 && c <= 0x2bff) || (c >= 0x2190 && c <= 0x21ff) ||
           (c >= 0x231a && c <= 0x2328);
}

/* Scripts without blanks between words, where a zero-width space says where a word ends. */
static bool parts_words(uint32_t c)
{
    return nr_char_is_unspaced(c) && !nr_char_is_cjk(c);
}

static bool keeps_joiner(uint32_t before, uint32_t joiner, uint32_t after)
{
    if (joiner == 0x200b)
        return parts_words(before) && parts_words(after);
    return (takes_joiner(before) && takes_joiner(after)) ||
           (joiner == 0x200d && is_emoji(before) && is_emoji(after));
}

struct writer {
    char *at; /* where the next byte goes */
    char *begin;
    unsigned lines; /* newlines since the last character, at most 2 */
    bool blank, tab;
    uint32_t previous; /* the last character, 0 behind white space */
    int class;         /* its combining class */
    unsigned marks;    /* in a row */
    bool compose;      /* the second stage is needed */
};

static void write_white(struct writer *w)
{
    if (w->at > w->begin) {
        if (w->lines)
            for (; w->lines; w->lines--)
                *w->at++ = '\n';
        else if (w->blank)
            *w->at++ = w->tab ? '\t' : ' ';
    }
    w->lines = 0;
    w->blank = w->tab = false;
}

static void note_newline(struct writer *w, unsigned n)
{
    w->lines = w->lines + n < 2 ? w->lines + n : 2;
    w->blank = w->tab = false;
    w->previous = 0;
    w->class = 0;
}

/* What form C might change about c behind what was written last. */
static bool may_compose(struct writer *w, uint32_t c)
{
    const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)c);
    int class = p->combining_class;
    bool may = compose_is_replaced(p, c) || compose_is_second(p, c) || (class && class < w->class);
    w->class = class;
    return may;
}

static void write_char(struct writer *w, uint32_t c, const char *bytes, size_t n)
{
    if (c >= 0x300) {
        w->compose |= may_compose(w, c);
        w->marks = compose_is_mark(c) ? w->marks + 1 : 0;
        if (w->marks > MOST_MARKS)
            return;
    }
    if (w->lines || w->blank)
        write_white(w);
    memcpy(w->at, bytes, n);
    w->at += n;
    w->previous = c;
}

/* 2 or 3 for the first byte of a sequence all of whose characters are plain. */
static unsigned plain_lead(unsigned char c)
{
    if (c >= 0xe4)
        return c == 0xea || c > 0xed ? 0 : 3; /* Han, Hangul */
    if (c >= 0xc3)
        return c <= 0xcb || c == 0xcf || c == 0xd0 || c == 0xd1 || c == 0xd3 || c == 0xd4 ? 2 : 0;
    return 0;
}

/* The frequent plain characters of blocks that have others too. */
static unsigned plain_mixed(const unsigned char *p)
{
    switch (p[0]) {
    case 0xc2:
        return p[1] > 0xa0 && p[1] != 0xad ? 2 : 0;
    case 0xce: /* Greek, but for the ano teleia */
        return p[1] != 0x87 ? 2 : 0;
    case 0xe2: /* dashes, quotation marks, ellipsis */
        return p[1] == 0x80 && p[2] >= 0x90 && p[2] <= 0xa6 ? 3 : 0;
    case 0xe3: /* kana and East Asian punctuation, but for the space, tone and sounding marks */
        if (p[1] == 0x80)
            return p[2] > 0x80 && (p[2] < 0xaa || p[2] > 0xaf) ? 3 : 0;
        if (p[1] == 0x82)
            return p[2] < 0x99 || p[2] > 0x9a ? 3 : 0;
        return p[1] == 0x81 || p[1] == 0x83 ? 3 : 0;
    case 0xef: /* full-width forms */
        return p[1] == 0xbc || p[1] == 0xbd ? 3 : 0;
    default:
        return 0;
    }
}

/* True when one of the 8 bytes is a control or not ASCII, or a blank has a blank behind it. */
static bool needs_look(uint64_t x)
{
    const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
    uint64_t other = x | (x + ones) | (x - 0x20 * ones); /* >= 0x80, 0x7f, < 0x20 */
    uint64_t y = x ^ 0x20 * ones;
    uint64_t blanks = ~(((y & ~high) + (ones * 0x7f)) | y) & high;
    return ((other & high) | (blanks & blanks << 8)) != 0;
}

/* The end of the stretch from p that can be copied as it is, but for a blank at its end. */
static const char *plain_run(const char *p, const char *end)
{
    for (;;) {
        uint64_t x;
        for (; end - p >= 8; p += 8) {
            memcpy(&x, p, 8);
            if (needs_look(x))
                break;
            if (p[7] == ' ')
                return p + 8;
        }
        if (p >= end)
            return p;
        unsigned char c = (unsigned char)*p;
        if (c >= 0x80) {
            unsigned n = plain_lead(c);
            n = n ? n : plain_mixed((const unsigned char *)p);
            if (!n)
                return p;
            p += n;
        } else if (c < 0x20 || c == 0x7f) {
            return p;
        } else {
            p++;
            if (c == ' ' && (p == end || *p == ' '))
                return p;
        }
    }
}

static void copy_run(struct writer *w, const char *from, const char *to)
{
    size_t n = (size_t)(to - from);
    if (w->lines || w->blank)
        write_white(w);
    memcpy(w->at, from, n);
    w->at += n;
    w->class = 0;
    w->marks = 0;
    if (w->at[-1] == ' ') {
        w->at--;
        w->blank = true;
        w->previous = 0;
    } else {
        const char *last = to;
        w->previous = nr_utf8_previous(&last, from);
    }
}

static void handle(struct writer *w, const char **p, const char *end)
{
    const char *from = *p;
    uint32_t c = nr_utf8_next(p, end);
    switch (kind_of(c)) {
    case PLAIN:
        write_char(w, c, from, (size_t)(*p - from));
        break;
    case BLANK:
    case TAB:
        w->blank = w->lines == 0;
        w->tab |= c == '\t' && w->lines == 0;
        w->previous = 0;
        w->class = 0;
        break;
    case NEWLINE:
        if (c == '\r' && *p < end && **p == '\n')
            ++*p;
        note_newline(w, 1);
        break;
    case BLANK_LINE:
        note_newline(w, 2);
        break;
    case JOINER: {
        const char *ahead = *p;
        uint32_t after = ahead < end ? nr_utf8_next(&ahead, end) : 0;
        if (keeps_joiner(w->previous, c, after) && kind_of(after) == PLAIN)
            write_char(w, c, from, 3);
        break;
    }
    case GONE:
        break;
    }
}

static bool fold_white(struct nr_buf *out, struct nr_str text)
{
    char *room = nr_buf_reserve(out, text.len + 16);
    struct writer w = {.at = room, .begin = room};
    const char *end = text.data + text.len;
    for (const char *p = text.data; p < end;) {
        const char *run = *p == ' ' ? p : plain_run(p, end);
        if (run > p)
            copy_run(&w, p, run);
        p = run;
        if (p < end && *p == '\n') {
            note_newline(&w, 1);
            p++;
        } else if (p < end) {
            handle(&w, &p, end);
        }
    }
    out->len += (size_t)(w.at - room);
    return w.compose;
}

void nr_text_normalize(struct nr_buf *out, struct nr_str text)
{
    size_t begin = out->len;
    if (text.len == 0 || !fold_white(out, text))
        return;
    struct nr_buf composed = {0};
    nr_text_compose(&composed, nr_str(out->data + begin, out->len - begin));
    out->len = begin;
    nr_buf_add_str(out, nr_buf_str(&composed));
    nr_buf_free(&composed);
}
