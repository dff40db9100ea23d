/* Numbers in digits: thousands and fractions, by the marks between the runs of digits. */
#include "newsreel/core/utf8.h"
#include "newsreel/tags/numerals.h"

enum separator { NONE, COMMA, POINT, QUOTE, BLANK };
enum { GROUPS_MOST = 12 }; /* more than have room in a value */

/* The zeros of scripts whose digits follow each other. */
static const uint32_t zeros[] = {0x660, 0x6f0,  0x7c0,  0x966,  0x9e6, 0xa66, 0xae6,
                                 0xb66, 0xbe6,  0xc66,  0xce6,  0xd66, 0xe50, 0xed0,
                                 0xf20, 0x1040, 0x17e0, 0x1810, 0xff10};

static unsigned digit_of(uint32_t c)
{
    if (c < 0x80)
        return c - '0';
    for (size_t i = 0; i < sizeof zeros / sizeof zeros[0]; i++)
        if (c >= zeros[i] && c < zeros[i] + 10)
            return c - zeros[i];
    return 10;
}

/* Appends the digits of a token, those of a fraction behind the point. */
static bool push_digits(const struct nr_tokens *t, const struct nr_token *token,
                        struct nr_decimal *d, bool fraction)
{
    struct nr_str text = nr_token_text(t, token);
    const char *p = text.data, *end = p + text.len;
    while (p < end) {
        unsigned digit = digit_of(nr_utf8_next(&p, end));
        if (digit > 9 || !nr_decimal_push(d, digit))
            return false;
        if (fraction && d->exponent-- == -NR_DECIMAL_PLACES)
            return false;
    }
    return true;
}

static size_t count_of(const struct nr_tokens *t, const struct nr_token *token)
{
    size_t bytes = token->end - token->start;
    return token->flags & NR_TOKEN_NOT_ASCII ? nr_utf8_count(nr_token_text(t, token)) : bytes;
}

static enum separator separator_of(uint32_t mark)
{
    switch (mark) {
    case ',':
    case 0x66c: /* Arabic thousands */
        return COMMA;
    case '.':
    case 0x66b: /* Arabic decimal */
        return POINT;
    case '\'':
    case 0x2019:
        return QUOTE;
    default:
        return NONE;
    }
}

/* Whether between two tokens is one space and no line end. */
static bool is_one_blank(const struct nr_tokens *t, const struct nr_token *a)
{
    struct nr_str gap = nr_str_sub(t->text, a->end, a[1].start);
    return nr_str_is(gap, " ") || nr_str_is(gap, "\xc2\xa0") || nr_str_is(gap, "\xe2\x80\xaf") ||
           nr_str_is(gap, "\xe2\x80\x89");
}

/* What parts a run of digits from the next, which *next is then. */
static enum separator separator_behind(const struct nr_tokens *t, const struct nr_token *run,
                                       const struct nr_token **next)
{
    *next = run + 2;
    if (run[1].kind == NR_TOKEN_MARK && nr_token_is_close(&run[1]) &&
        run[2].kind == NR_TOKEN_DIGITS && nr_token_is_close(&run[2]))
        return separator_of(run[1].mark);
    *next = run + 1;
    return run[1].kind == NR_TOKEN_DIGITS && is_one_blank(t, run) ? BLANK : NONE;
}

/* A plain space also stands between two numbers, and between a name and its number. */
static bool is_blank_trusted(const struct nr_token *first)
{
    const struct nr_token *before = first - 1;
    return before->kind != NR_TOKEN_DIGITS &&
           (before->kind != NR_TOKEN_WORD || !(before->flags & NR_TOKEN_CAPITAL) ||
            before->flags & NR_TOKEN_FIRST);
}

/* The last run of the groups of thousands that begin with first, which is first when there are
 * none. Groups are of three digits; or, as in India, of two, and the last of three. Of one group
 * behind a mark that may also be that of a fraction the language decides. */
static const struct nr_token *last_group(const struct nr_tokens *t, const struct nr_token *first,
                                         unsigned how, enum separator *by)
{
    const struct nr_token *last = first, *next;
    size_t groups = 0, count = 0;
    *by = separator_behind(t, first, &next);
    if (*by == NONE || count_of(t, first) > 3 || t->text.data[first->start] == '0')
        return first;
    bool one = *by == POINT   ? how & NR_NUMERAL_POINT_GROUPS
               : *by == COMMA ? !(how & NR_NUMERAL_COMMA_FRACTION)
                              : true;
    bool indian = *by == COMMA && count_of(t, next) == 2;
    for (; groups < GROUPS_MOST && separator_behind(t, last, &next) == *by; groups++) {
        count = count_of(t, next);
        if (count != 3 && !(indian && count == 2))
            break;
        last = next;
        if (indian && count == 3)
            break;
    }
    if (count != 3 || separator_behind(t, last, &next) == *by || (!one && groups < 2) ||
        (*by == BLANK && !is_blank_trusted(first)))
        return first;
    return last;
}

/* A fraction behind the last run of the whole; false when it is none of a number. */
static bool read_fraction(const struct nr_tokens *t, const struct nr_token **last,
                          enum separator by, unsigned how, struct nr_numeral *out)
{
    const struct nr_token *next, *after;
    enum separator s = separator_behind(t, *last, &next);
    bool grouped = out->flags & NR_NUMERAL_SEPARATED;
    if ((s != COMMA && s != POINT) || (grouped && s == by))
        return true;
    enum separator more = separator_behind(t, next, &after);
    if (s == POINT && (more == POINT || more == QUOTE))
        return false;
    bool any = !out->value.coefficient || how & NR_NUMERAL_COMMA_FRACTION;
    if (s == COMMA && (more == COMMA || (!any && count_of(t, next) > 2)))
        return true; /* a list */
    if (!push_digits(t, next, &out->value, true))
        return false;
    out->flags |= NR_NUMERAL_SEPARATED;
    *last = next;
    return true;
}

/* ".25": the point stands free, or behind a mark of currency or a bracket. */
static bool read_point(const struct nr_tokens *t, size_t at, struct nr_numeral *out)
{
    const struct nr_token *point = &t->items[at], *next;
    if (!nr_token_is_mark(point, '.') || point[1].kind != NR_TOKEN_DIGITS ||
        !nr_token_is_close(&point[1]) ||
        (nr_token_is_close(point) && (point[-1].kind != NR_TOKEN_MARK || point[-1].mark == '.')))
        return false;
    if (separator_behind(t, &point[1], &next) == POINT ||
        !push_digits(t, &point[1], &out->value, true))
        return false;
    out->end = at + 2;
    out->flags |= NR_NUMERAL_SEPARATED;
    return true;
}

bool nr_numerals_read_digits(const struct nr_tokens *t, size_t at, unsigned how,
                             struct nr_numeral *out)
{
    const struct nr_token *first = &t->items[at], *last, *token = first;
    enum separator by;
    *out = (struct nr_numeral){.flags = NR_NUMERAL_DIGITS};
    if (first->kind != NR_TOKEN_DIGITS)
        return read_point(t, at, out);
    last = last_group(t, first, how, &by);
    if (last != first)
        out->flags |= NR_NUMERAL_SEPARATED;
    for (; token <= last; token++)
        if (token->kind == NR_TOKEN_DIGITS && !push_digits(t, token, &out->value, false))
            return false;
    if (!read_fraction(t, &last, by, how, out))
        return false;
    if (!(out->flags & NR_NUMERAL_SEPARATED))
        out->flags |= NR_NUMERAL_PLAIN;
    out->end = (size_t)(last - t->items) + 1;
    return true;
}
