#include "misread.h"
#include "newsreel/core/utf8.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/repair.h"

/* Sequences that follow each other without a gap are judged together, as a chain. What is no more
 * than fair in itself is believed when the rest of the text is proven. No chain begins inside of
 * another, for no character is both a first and a later one: so every character is read once. */

enum { BELIEVED_FROM = 3 }; /* proven chains */

struct chain {
    const char *end;
    int weight; /* of all its sequences */
    bool proven;
    bool quote; /* a double quotation mark opens in it */
};

struct reader {
    enum nr_misread charset;
    struct nr_str text;
    size_t proven;   /* chains */
    size_t against;  /* letters that are not ASCII, outside of chains */
    bool has_quotes; /* in one of the chains */
};

static bool is_foreign_letter(uint32_t c)
{
    return c >= 0xc0 && nr_char_is_letter(c);
}

static uint32_t char_before(struct nr_str text, const char *p)
{
    return p > text.data ? nr_utf8_previous(&p, text.data) : 0;
}

static uint32_t char_at(struct nr_str text, const char *p)
{
    const char *end = text.data + text.len;
    return p < end ? nr_utf8_next(&p, end) : 0;
}

/* The chain that begins at p; false when there is none. It is proven by one sequence that is proof,
 * or, where no other letters stand around it, by three that are fair. */
static bool read_chain(const struct reader *r, const char *p, struct chain *chain)
{
    const char *end = r->text.data + r->text.len;
    uint32_t first = char_before(r->text, p), before = first;
    struct nr_misread_sequence s;
    *chain = (struct chain){.end = p};
    while (chain->end < end && nr_misread_read(r->charset, chain->end, end, &s)) {
        int weight = nr_misread_weigh(r->charset, &s, before, char_at(r->text, s.end));
        if (weight == NR_WEIGHT_NONE)
            break;
        chain->weight += weight;
        chain->proven |= weight == NR_WEIGHT_PROOF;
        chain->quote |= s.c == 0x201c;
        chain->end = s.end;
        before = s.c;
    }
    bool alone = !is_foreign_letter(first) && !is_foreign_letter(char_at(r->text, chain->end));
    chain->proven |= alone && chain->weight >= NR_WEIGHT_PROOF;
    chain->weight = alone || chain->proven ? chain->weight : 0;
    return chain->end > p;
}

/* A first character whose second was taken for a blank or left out as a control. */
static bool has_lost(uint32_t c)
{
    return c == 0xc2 || c == 0xc3 || c == 0xe2;
}

static void survey(struct reader *r)
{
    const char *end = r->text.data + r->text.len;
    struct chain chain;
    for (const char *p = r->text.data; p < end;) {
        p += nr_utf8_ascii(nr_str(p, (size_t)(end - p)));
        if (p == end)
            break;
        if (read_chain(r, p, &chain)) {
            r->proven += chain.proven;
            r->has_quotes |= chain.quote && chain.proven;
            p = chain.end;
            continue;
        }
        uint32_t c = nr_utf8_next(&p, end);
        r->against += is_foreign_letter(c) && !has_lost(c);
    }
}

static void add_chain(struct nr_buf *out, const struct reader *r, const char *p, const char *end)
{
    struct nr_misread_sequence s;
    while (p < end && nr_misread_read(r->charset, p, end, &s)) {
        nr_utf8_add(out, s.c);
        p = s.end;
    }
}

/* What a sequence whose later bytes are lost must have been, in a text where others are proven:
 * windows-1252 has no character for the last byte of the closing double quotation mark, and the
 * no-break space has become a plain one. Moves *p behind it; false when there is none. */
static bool add_rest(struct nr_buf *out, const struct reader *r, const char **p)
{
    static const struct nr_str quote = NR_STR("\xc3\xa2\xe2\x82\xac"), space = NR_STR("\xc3\x82");
    struct nr_str rest = nr_str(*p, (size_t)(r->text.data + r->text.len - *p));
    if (r->charset != NR_MISREAD_1252)
        return false;
    if (nr_str_starts(rest, quote) && r->has_quotes) {
        nr_utf8_add(out, 0x201d);
        *p += quote.len;
        return true;
    }
    if (!nr_str_starts(rest, space) || nr_char_is_upper(char_before(r->text, *p)) ||
        (rest.len > space.len && !nr_ascii_is_blank(rest.data[space.len])))
        return false;
    *p += space.len;
    return true;
}

static void rewrite(struct nr_buf *out, const struct reader *r)
{
    const char *end = r->text.data + r->text.len;
    bool believed = r->proven >= BELIEVED_FROM && r->against == 0;
    struct chain chain;
    for (const char *p = r->text.data; p < end;) {
        size_t ascii = nr_utf8_ascii(nr_str(p, (size_t)(end - p)));
        nr_buf_add(out, p, ascii);
        p += ascii;
        if (p == end)
            break;
        const char *from = p;
        if (read_chain(r, p, &chain)) {
            p = chain.end;
            if (chain.proven || (believed && chain.weight > 0)) {
                add_chain(out, r, from, p);
                continue;
            }
        } else if (add_rest(out, r, &p)) {
            continue;
        } else {
            nr_utf8_next(&p, end);
        }
        nr_buf_add(out, from, (size_t)(p - from));
    }
}

/* True when a chain in one of the charsets proves that something was misread. */
static bool is_damaged(struct nr_str text)
{
    const char *end = text.data + text.len;
    struct chain chain;
    for (const char *p = text.data; (p = nr_misread_find(p, end)) < end;) {
        const char *next = p + 1;
        for (int i = 0; i < NR_MISREADS; i++) {
            struct reader r = {.charset = (enum nr_misread)i, .text = text};
            if (!read_chain(&r, p, &chain))
                continue;
            if (chain.proven)
                return true;
            next = chain.end > next ? chain.end : next;
        }
        p = next;
    }
    return false;
}

bool nr_mojibake_undo(struct nr_buf *out, struct nr_str text)
{
    struct reader best = {0};
    if (text.len == 0 || !is_damaged(text))
        return false;
    for (int i = 0; i < NR_MISREADS; i++) {
        struct reader r = {.charset = (enum nr_misread)i, .text = text};
        survey(&r);
        if (r.proven > best.proven)
            best = r;
    }
    if (best.proven == 0)
        return false;
    rewrite(out, &best);
    return true;
}
