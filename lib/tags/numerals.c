#include "newsreel/tags/numerals.h"
#include "newsreel/core/mem.h"
#include "numeral_reading.h"
#include <stdlib.h>

struct nr_numerals {
    struct nr_vocabulary *words;
};

struct nr_numerals *nr_numerals_new(void)
{
    struct nr_numerals *n = nr_alloc(sizeof *n);
    n->words = numeral_words_new();
    return n;
}

void nr_numerals_free(struct nr_numerals *n)
{
    if (n)
        nr_vocabulary_free(n->words);
    free(n);
}

static const struct {
    uint32_t mark;
    uint8_t above, below;
} vulgar[] = {
    {0xbc, 1, 4},   {0xbd, 1, 2},   {0xbe, 3, 4},   {0x2150, 1, 7}, {0x2151, 1, 9}, {0x2152, 1, 10},
    {0x2153, 1, 3}, {0x2154, 2, 3}, {0x2155, 1, 5}, {0x2156, 2, 5}, {0x2157, 3, 5}, {0x2158, 4, 5},
    {0x2159, 1, 6}, {0x215a, 5, 6}, {0x215b, 1, 8}, {0x215c, 3, 8}, {0x215d, 5, 8}, {0x215e, 7, 8},
};

/* "¾" */
static bool read_vulgar(const struct nr_token *token, struct nr_decimal *part)
{
    if (token->kind != NR_TOKEN_MARK || token->mark < 0xbc)
        return false;
    for (size_t i = 0; i < sizeof vulgar / sizeof vulgar[0]; i++) {
        if (vulgar[i].mark == token->mark) {
            *part = nr_decimal_of(vulgar[i].above);
            return nr_decimal_divide(part, vulgar[i].below);
        }
    }
    return false;
}

/* "3/4": of the divisors that prices and measures have, so that 9/11 and 24/7 are none. */
static bool read_slashed(const struct nr_tokens *t, size_t at, struct nr_decimal *part)
{
    const uint64_t divisors = 1ull << 2 | 1ull << 3 | 1ull << 4 | 1ull << 5 | 1ull << 6 |
                              1ull << 7 | 1ull << 8 | 1ull << 9 | 1ull << 10 | 1ull << 16 |
                              1ull << 32;
    const struct nr_token *above = &t->items[at];
    struct nr_numeral a, b;
    uint64_t below;
    if (above->kind != NR_TOKEN_DIGITS || !nr_token_is_mark(above + 1, '/') ||
        !nr_token_is_close(above + 1) || !nr_token_is_close(above + 2) ||
        nr_token_is_mark(above + 3, '/') || !nr_numerals_read_digits(t, at, 0, &a) ||
        !nr_numerals_read_digits(t, at + 2, 0, &b) || !nr_decimal_whole(b.value, &below))
        return false;
    *part = a.value;
    return below < 64 && divisors >> below & 1 && a.value.coefficient &&
           nr_decimal_compare(a.value, b.value) < 0 && b.end == at + 3 &&
           nr_decimal_divide(part, below);
}

/* A fraction at a token, alone or behind a whole number. */
static bool read_fraction_at(const struct nr_tokens *t, size_t at, struct nr_decimal *part,
                             size_t *end)
{
    if (read_vulgar(&t->items[at], part))
        *end = at + 1;
    else if (read_slashed(t, at, part))
        *end = at + 3;
    else
        return false;
    return true;
}

/* Whether digits go on in a way that makes them something else: a time, a date, an address. */
static bool is_tied(const struct nr_tokens *t, size_t at)
{
    const struct nr_token *mark = &t->items[at];
    return (nr_token_is_mark(mark, ':') || nr_token_is_mark(mark, '/')) &&
           nr_token_is_close(mark) && mark[1].kind == NR_TOKEN_DIGITS &&
           nr_token_is_close(&mark[1]);
}

/* Digits, and a fraction of two numbers behind: "2 1/4", "7-1/2", "10½". */
static bool read_mixed(struct reading *r, size_t at)
{
    struct nr_numeral n;
    struct nr_decimal part;
    size_t end;
    r->flags = NR_NUMERAL_DIGITS;
    r->some = true;
    r->room = 1;
    if (read_fraction_at(r->t, at, &r->group, &r->end)) {
        r->flags |= NR_NUMERAL_PART;
        return true;
    }
    if (!nr_numerals_read_digits(r->t, at, r->how, &n) || is_tied(r->t, n.end))
        return false;
    r->group = n.value;
    r->flags = n.flags;
    r->end = n.end;
    if (n.flags & NR_NUMERAL_PLAIN && kind_at(r, n.end) == WORD_ENDING &&
        nr_token_is_close(&r->t->items[n.end])) {
        r->flags |= NR_NUMERAL_ORDINAL;
        r->done = true;
        r->end++;
        return true;
    }
    bool hyphen = reading_is_hyphen(r->t, n.end) && nr_token_is_close(&r->t->items[n.end]);
    if (!n.value.exponent && read_fraction_at(r->t, n.end + hyphen, &part, &end) &&
        nr_decimal_add(&r->group, part)) {
        r->flags = NR_NUMERAL_DIGITS | NR_NUMERAL_PART;
        r->end = end;
    }
    return true;
}

/* "a million", "a couple of hundred", "a half of", "a third of". */
static bool read_article(struct reading *r, size_t at)
{
    uint32_t word = word_at(r, at + 1);
    enum word_kind kind = word_kind(word);
    struct part part;
    r->flags = NR_NUMERAL_ARTICLE;
    r->some = true;
    r->room = 1;
    r->end = at + 1;
    r->group = nr_decimal_of(1);
    if (kind == WORD_COUPLE && kind_at(r, at + 2) == WORD_OF) {
        r->group = nr_decimal_of(2);
        r->end = at + 3;
        return true;
    }
    if (!(word & (WORD_ORDINAL | WORD_PLURAL | WORD_FOREIGN)) &&
        (kind == WORD_HUNDRED || kind == WORD_SCALE || kind == WORD_DOZEN))
        return true;
    size_t end = at + 1;
    if (!reading_divisor(r, &end, &part) || part.plural)
        return false;
    size_t begin = end > at + 2 ? at : at + 1, scaled = end;
    bool of = kind_at(r, end) == WORD_OF;
    bool alone = begin == at ? reading_is_alone(r, at, end) : of || reading_is_end(r, end);
    if (!(alone || reading_scale_of_part(r, &scaled)) ||
        !nr_decimal_divide(&r->group, part.divisor))
        return false;
    r->end = end;
    r->flags |= NR_NUMERAL_PART;
    return true;
}

/* "half a million", "quarter million", "half a dozen". */
static bool read_bare_part(struct reading *r, size_t at)
{
    size_t end = at + 1;
    struct part part;
    bool article = kind_at(r, end) == WORD_ARTICLE;
    if (kind_at(r, at) != WORD_PART || !reading_part(r, at, &part) || part.plural)
        return false;
    r->group = nr_decimal_of(1);
    r->some = true;
    r->room = 1;
    r->flags = NR_NUMERAL_PART;
    r->end = end;
    if (kind_at(r, end + article) == WORD_DOZEN)
        r->end = end + article;
    else if (!reading_scale_of_part(r, &end))
        return false;
    return nr_decimal_divide(&r->group, part.divisor);
}

static bool read_start(struct reading *r, size_t at)
{
    const struct nr_token *token = &r->t->items[at];
    uint32_t word = word_at(r, at);
    switch (token->kind == NR_TOKEN_WORD ? word_kind(word) : WORD_NONE) {
    case WORD_ARTICLE:
        return read_article(r, at);
    case WORD_PART:
        return read_bare_part(r, at);
    case WORD_SCALE:
    case WORD_DOZEN:
        return false;
    case WORD_NONE:
        return token->kind != NR_TOKEN_WORD && read_mixed(r, at);
    default:
        return reading_take_word(r, at, false);
    }
}

static bool result(const struct reading *r, struct nr_numeral *out)
{
    out->value = r->total;
    out->flags = r->flags;
    out->end = r->end;
    return !r->some || nr_decimal_add(&out->value, r->group);
}

/* The number without a sign and without what may divide it. */
static bool read_number(const struct nr_numerals *n, const struct nr_tokens *t, size_t at,
                        unsigned how, struct reading *r, struct nr_numeral *out)
{
    *r = (struct reading){
        .words = n->words, .t = t, .how = how, .room = NO_LIMIT, .last = NO_SCALE, .end = at};
    if (!read_start(r, at))
        return false;
    bool part = r->flags & NR_NUMERAL_PART;
    if (!part || r->flags & NR_NUMERAL_DIGITS || kind_at(r, r->end) == WORD_DOZEN)
        reading_take_all(r);
    if (!result(r, out))
        return false;
    if (r->end > at + 1 || !(r->flags & NR_NUMERAL_DIGITS) || r->last != NO_SCALE)
        out->flags &= ~(unsigned)NR_NUMERAL_PLAIN;
    if (part)
        reading_apply_scale_of_part(r, out);
    else if (!reading_apply_part(r, at, out)) {
        reading_apply_point(r, out);
        reading_apply_and_part(r, out);
    }
    return !(out->flags & NR_NUMERAL_DIGITS) || r->last != NO_SCALE ||
           out->flags & (NR_NUMERAL_PART | NR_NUMERAL_ORDINAL) || reading_apply_power(r, out);
}

/* "one out of three", and "one over three". */
static void apply_division(const struct nr_numerals *n, const struct reading *r,
                           struct nr_numeral *out)
{
    struct reading other;
    struct nr_numeral by;
    uint64_t value, divisor;
    size_t at = out->end;
    bool over = kind_at(r, at) == WORD_OVER;
    if (out->flags & ~(unsigned)(NR_NUMERAL_DIGITS | NR_NUMERAL_PLAIN) ||
        !(over || (kind_at(r, at) == WORD_OUT && kind_at(r, at + 1) == WORD_OF)) ||
        !read_number(n, r->t, at + (over ? 1 : 2), r->how & ~(unsigned)NR_NUMERAL_MONEY, &other,
                     &by) ||
        by.flags & NR_NUMERAL_ORDINAL || !nr_decimal_whole(out->value, &value) ||
        !nr_decimal_whole(by.value, &divisor))
        return;
    if (!value || value >= divisor || (over && value != 1) ||
        !nr_decimal_divide(&out->value, divisor))
        return;
    out->end = by.end;
    out->flags |= NR_NUMERAL_PART;
}

/* Whether there is only white space of ASCII before a token, and behind one. Tokens end where
 * others are, so that no stretch is looked at from more than the tokens beside it. */
static bool is_first_of_text(const struct nr_tokens *t, const struct nr_token *token)
{
    size_t at = token->start;
    while (at && (unsigned char)t->text.data[at - 1] <= ' ')
        at--;
    return !at;
}

static bool is_last_of_text(const struct nr_tokens *t, const struct nr_token *token)
{
    size_t at = token->end;
    while (at < t->text.len && (unsigned char)t->text.data[at] <= ' ')
        at++;
    return at == t->text.len;
}

/* A minus before a space. */
static bool is_free_sign(const struct nr_tokens *t, size_t at)
{
    static const uint32_t operators[] = {'=', 0x2248, 0x2264, 0x2265, 0xd7, 0xf7};
    const struct nr_token *token = &t->items[at];
    if (!(nr_token_is_mark(token, '-') || nr_token_is_mark(token, 0x2212)) ||
        token[1].kind <= NR_TOKEN_WORD || nr_token_is_close(&token[1]))
        return false;
    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++)
        if (nr_token_is_mark(token - 1, operators[i]))
            return true;
    return at == 0 && is_first_of_text(t, token);
}

/* Whether what a free minus begins may end there: it is behind an operator, or the whole text. */
static bool is_free_end(const struct nr_tokens *t, size_t at, size_t end)
{
    return at > 0 || (end == t->count && is_last_of_text(t, &t->items[end - 1]));
}

/* A sign that does not part two things: the next stands close to it, the one before does not. */
static bool is_sign(const struct nr_numerals *n, const struct nr_tokens *t, size_t at)
{
    const struct nr_token *token = &t->items[at];
    if (nr_token_is_mark(token, '-') || nr_token_is_mark(token, 0x2212))
        return token[1].kind > NR_TOKEN_WORD && nr_token_is_close(&token[1]) &&
               (!nr_token_is_close(token) || nr_token_is_mark(token - 1, '('));
    return word_kind(nr_vocabulary_of(n->words, t, token)) == WORD_MINUS;
}

bool nr_numerals_read(const struct nr_numerals *n, const struct nr_tokens *t, size_t at,
                      unsigned how, struct nr_numeral *out)
{
    struct reading r;
    bool is_free = is_free_sign(t, at), sign = is_free || is_sign(n, t, at);
    if (!read_number(n, t, at + sign, how, &r, out) || (is_free && !is_free_end(t, at, out->end)))
        return false;
    apply_division(n, &r, out);
    if (sign) {
        out->value.negative = true;
        out->flags = (out->flags | NR_NUMERAL_SIGNED) & ~(unsigned)NR_NUMERAL_PLAIN;
    }
    return !(sign && out->flags & NR_NUMERAL_ORDINAL);
}

bool nr_numerals_may_begin(const struct nr_numerals *n, const struct nr_tokens *t, size_t at)
{
    const struct nr_token *token = &t->items[at];
    struct nr_decimal part;
    if (token->kind == NR_TOKEN_DIGITS)
        return true;
    if (token->kind == NR_TOKEN_MARK)
        return (nr_token_is_close(&token[1]) &&
                ((token->mark == '.' && token[1].kind == NR_TOKEN_DIGITS) ||
                 ((token->mark == '-' || token->mark == 0x2212) &&
                  token[1].kind > NR_TOKEN_WORD))) ||
               is_free_sign(t, at) || read_vulgar(token, &part);
    enum word_kind kind = word_kind(nr_vocabulary_of(n->words, t, token));
    return (kind >= WORD_UNIT && kind <= WORD_HUNDRED) || kind == WORD_PART ||
           kind == WORD_ARTICLE || kind == WORD_MINUS;
}

unsigned nr_numerals_scale(const struct nr_numerals *n, const struct nr_tokens *t, size_t at,
                           bool money)
{
    uint32_t word = nr_vocabulary_of(n->words, t, &t->items[at]);
    if (word & WORD_SUFFIX && (money || !(word & WORD_CURRENCY)))
        return word_power(word);
    return word_kind(word) == WORD_SCALE ? word_number(word) : 0;
}
