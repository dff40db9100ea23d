#include "newsreel/tags/quantities.h"
#include "newsreel/core/mem.h"
#include "newsreel/tags/numerals.h"
#include "quantity_words.h"
#include <stdlib.h>

enum { INCH_DIGITS = 16 }; /* of feet: as many as a double tells apart */

struct nr_quantities {
    struct nr_numerals *numerals;
    struct nr_vocabulary *words;
};

struct nr_quantities *nr_quantities_new(void)
{
    struct nr_quantities *q = nr_alloc(sizeof *q);
    q->numerals = nr_numerals_new();
    q->words = quantity_words_new();
    return q;
}

void nr_quantities_free(struct nr_quantities *q)
{
    if (!q)
        return;
    nr_numerals_free(q->numerals);
    nr_vocabulary_free(q->words);
    free(q);
}

struct walk {
    const struct nr_quantities *q;
    const struct nr_tokens *t;
    struct nr_spans *spans;
    unsigned marks; /* what they mean in digits: of nr_numerals_marks_of */
    size_t taken;   /* tokens before it are in spans */
};

/* What was found at a place. */
struct finding {
    const char *type, *unit;
    size_t start, end;
    struct nr_decimal value;
    struct nr_numeral last; /* of a range of money, when its end is not 0 */
};

static const struct quantity_word none = {"", "", 0};

static const struct quantity_word *word_of(const struct walk *w, const struct nr_token *token)
{
    uint32_t place = nr_vocabulary_of(w->q->words, w->t, token);
    if (!place)
        return &none;
    const struct quantity_word *word = &quantity_words[place - 1];
    if ((word->flags & QUANTITY_CODE && !(token->flags & NR_TOKEN_UPPER)) ||
        (word->flags & QUANTITY_EXACT && !nr_str_is(nr_token_text(w->t, token), word->unit)))
        return &none;
    return word;
}

static bool is_hyphen(const struct nr_token *token)
{
    return nr_token_is_mark(token, '-') && nr_token_is_close(token) && nr_token_is_close(token + 1);
}

static void add(struct walk *w, const struct finding *f)
{
    char value[NR_DECIMAL_SIZE];
    const struct nr_token *items = w->t->items;
    struct nr_span *span =
        nr_spans_add(w->spans, f->type, items[f->start].start, items[f->end - 1].end);
    size_t len = nr_decimal_write(f->value, value);
    const char *gap = f->unit[0] && f->unit[0] != '%' ? " " : "";
    span->value = nr_spans_value(w->spans, nr_str(value, len), gap, f->unit);
    w->taken = f->end;
}

/* "10pc", as British papers write it. */
static bool is_pc(const struct walk *w, const struct nr_token *token)
{
    return nr_token_is_close(token) && nr_str_is(nr_token_text(w->t, token), "pc") &&
           !is_hyphen(token + 1);
}

/* Percent behind a number: %, percent, per cent, percentage points. */
static bool read_percent(const struct walk *w, struct finding *f)
{
    const struct nr_token *token = &w->t->items[f->end];
    size_t hyphen = is_hyphen(token);
    token += hyphen;
    size_t len = 1;
    if (nr_str_is(nr_token_text(w->t, token), "per") && token[1].kind == NR_TOKEN_WORD &&
        nr_str_eq_fold(nr_token_text(w->t, token + 1), nr_str_of("cent")))
        len = 2;
    else if (!is_pc(w, token) && !nr_token_is_mark(token, '%') &&
             !nr_token_is_mark(token, 0xff05) && !(word_of(w, token)->flags & QUANTITY_PERCENT))
        return false;
    struct nr_str next = nr_token_text(w->t, token + len);
    if (token->kind == NR_TOKEN_WORD && (nr_str_is(next, "point") || nr_str_is(next, "points")))
        len++;
    f->type = "percent";
    f->unit = "%";
    f->end += hyphen + len;
    return true;
}

/* The name of a currency at a token: "dollars", "Swiss francs", "US dollars", "USD", "€". Returns
 * how many tokens it has; 0: none is there. */
static size_t read_currency(const struct walk *w, size_t at, const char **unit, unsigned *flags)
{
    const struct nr_token *token = &w->t->items[at];
    *flags = 0;
    if (token->kind == NR_TOKEN_MARK) {
        *unit = quantity_currency_of_mark(token->mark);
        return *unit ? 1 : 0;
    }
    const struct quantity_word *word = word_of(w, token);
    const char *nation = NULL;
    size_t len = 1;
    if (word->flags & QUANTITY_NATION) {
        nation = word->unit;
        len = 2;
    } else if (nr_token_is_mark(token + 1, '.') && nr_token_is_mark(token + 3, '.') &&
               nr_str_is(nr_token_text(w->t, token), "U") &&
               nr_str_is(nr_token_text(w->t, token + 2), "S")) {
        nation = "US";
        len = 5;
    } else if ((nr_str_is(nr_token_text(w->t, token), "Hong") ||
                nr_str_is(nr_token_text(w->t, token), "New")) &&
               word_of(w, token + 1)->flags & QUANTITY_NATION) {
        nation = word_of(w, token + 1)->unit;
        len = 3;
    }
    if (nation)
        word = word_of(w, token + len - 1);
    *flags = word->flags;
    if (!(word->flags & (QUANTITY_MONEY | QUANTITY_POUND)) ||
        (nation && word->flags & QUANTITY_CODE))
        return 0;
    *unit = nation ? quantity_national(nation, word->unit) : word->unit;
    if (!*unit)
        *unit = word->unit;
    if (nation)
        *flags = QUANTITY_MONEY;
    if (word->flags & QUANTITY_POUND && nr_str_is(nr_token_text(w->t, token + len), "sterling")) {
        *flags = QUANTITY_MONEY;
        *unit = "GBP";
        return len + 1;
    }
    return len;
}

/* "forty-five cents" behind "thirteen dollars", and the bare "50" of "15 dollars 50". */
static void add_cents(const struct walk *w, struct finding *f)
{
    struct nr_numeral n;
    size_t at = f->end + nr_str_is(nr_token_text(w->t, &w->t->items[f->end]), "and");
    if (f->value.exponent < 0 || !nr_numerals_read(w->q->numerals, w->t, at, w->marks, &n) ||
        n.value.exponent || n.value.coefficient >= 100 ||
        n.flags & (NR_NUMERAL_SIGNED | NR_NUMERAL_ORDINAL))
        return;
    const struct nr_token *behind = &w->t->items[n.end];
    bool cents = word_of(w, behind)->flags & QUANTITY_CENT;
    struct nr_decimal sum = f->value;
    if (!cents && (at != f->end || n.value.coefficient < 10 ||
                   (behind->kind != NR_TOKEN_END && !nr_token_is_mark(behind, '.'))))
        return;
    if (nr_decimal_shift(&n.value, -2) && nr_decimal_add(&sum, n.value)) {
        f->value = sum;
        f->end = n.end + cents;
    }
}

/* "120 MEUR" */
static void count_millions(struct finding *f, unsigned flags)
{
    if (flags & QUANTITY_MILLION && nr_decimal_shift(&f->value, 6))
        f->unit++;
}

static bool is_pound_money(const struct walk *w, const struct nr_numeral *n, size_t end)
{
    return n->flags & NR_NUMERAL_SCALED && !nr_str_is(nr_token_text(w->t, &w->t->items[end]), "of");
}

/* Money behind a number. */
static bool read_money(const struct walk *w, const struct nr_numeral *n, struct finding *f)
{
    const struct nr_token *token = &w->t->items[f->end];
    unsigned flags;
    const char *unit;
    size_t skip =
        is_hyphen(token) || (n->flags & NR_NUMERAL_SHORT && nr_token_is_mark(token, '.') &&
                             token[1].flags & NR_TOKEN_SPACE);
    size_t len = read_currency(w, f->end + skip, &unit, &flags);
    token += skip;
    if (!len || (token->kind == NR_TOKEN_MARK && token[1].kind == NR_TOKEN_DIGITS &&
                 nr_token_is_close(token + 1) && !nr_token_is_close(token)))
        return false;
    size_t end = f->end + skip + len;
    if (flags & QUANTITY_POUND) {
        if (!is_pound_money(w, n, end))
            return false;
        unit = "GBP";
    }
    if (flags & QUANTITY_LARGE && !(n->flags & (NR_NUMERAL_SCALED | NR_NUMERAL_SEPARATED)))
        return false;
    f->type = "money";
    f->unit = unit;
    f->end = end;
    count_millions(f, flags);
    unsigned scale =
        n->flags & NR_NUMERAL_SCALED ? 0 : nr_numerals_scale(w->q->numerals, w->t, end, false);
    if (scale >= 6 && nr_decimal_shift(&f->value, (int)scale))
        f->end++;
    else if (!(flags & QUANTITY_CENT) && !skip)
        add_cents(w, f);
    return true;
}

/* "per second", "/h" behind a length. */
static size_t read_rate(const struct walk *w, size_t at, const char **time)
{
    const struct nr_token *token = &w->t->items[at];
    if (!nr_token_is_mark(token, '/') && !nr_str_is(nr_token_text(w->t, token), "per"))
        return 0;
    const struct quantity_word *word = word_of(w, token + 1);
    *time = word->unit;
    return word->flags & QUANTITY_TIME ? 2 : 0;
}

/* "5 ft 2 in", "5 feet and 2 inches". */
static void add_inches(const struct walk *w, struct finding *f)
{
    struct nr_numeral n;
    size_t at = f->end + nr_str_is(nr_token_text(w->t, &w->t->items[f->end]), "and");
    if (f->value.exponent || !nr_numerals_read(w->q->numerals, w->t, at, w->marks, &n) ||
        n.value.exponent || n.value.coefficient >= 12)
        return;
    struct nr_str unit = nr_token_text(w->t, &w->t->items[n.end]);
    struct nr_decimal sum = f->value;
    if ((!nr_str_is(unit, "in") && !nr_str_is(unit, "inch") && !nr_str_is(unit, "inches")) ||
        !nr_decimal_multiply(&sum, 12) || !nr_decimal_add(&sum, n.value) ||
        !nr_decimal_divide_to(&sum, 12, INCH_DIGITS))
        return;
    f->value = sum;
    f->end = n.end + 1;
}

/* "°C", "degrees Celsius" */
static bool read_degrees(const struct walk *w, struct finding *f)
{
    const struct nr_token *token = &w->t->items[f->end];
    struct nr_str next = nr_token_text(w->t, token + 1);
    bool mark = nr_token_is_mark(token, 0xb0);
    if (!mark &&
        !nr_str_is(word_of(w, token)->unit[0] ? nr_str_of(word_of(w, token)->unit) : next, "°"))
        return false;
    bool celsius = nr_str_is(next, "C") || nr_str_eq_fold(next, nr_str_of("celsius")) ||
                   nr_str_eq_fold(next, nr_str_of("centigrade"));
    bool fahrenheit = nr_str_is(next, "F") || nr_str_eq_fold(next, nr_str_of("fahrenheit"));
    f->type = "quantity";
    f->unit = celsius ? "°C" : fahrenheit ? "°F" : "°";
    f->end += celsius || fahrenheit ? 2 : 1;
    return true;
}

/* Words before a unit that change it: square, cubic, metric, nautical. */
static size_t read_before_unit(const struct walk *w, size_t at, const char **power)
{
    const struct quantity_word *word = word_of(w, &w->t->items[at]);
    *power = word->flags & QUANTITY_POWER ? word->unit : "";
    return word->flags & (QUANTITY_POWER | QUANTITY_KIND) ? 1 : 0;
}

/* A unit of measure behind a number. */
static bool read_unit(const struct walk *w, const struct nr_numeral *n, struct finding *f)
{
    const struct nr_token *token = &w->t->items[f->end];
    const char *power, *time;
    size_t skip = is_hyphen(token);
    if (!skip && n->flags & NR_NUMERAL_SHORT && nr_token_is_mark(token, '.'))
        skip = 1;
    if (!skip && read_degrees(w, f))
        return true;
    size_t at = f->end + skip;
    size_t before = read_before_unit(w, at, &power);
    token = &w->t->items[at + before];
    const struct quantity_word *word = word_of(w, token);
    if (!(word->flags & QUANTITY_UNIT) || (power[0] && !(word->flags & QUANTITY_LENGTH)))
        return false;
    if (word->flags & QUANTITY_EXACT &&
        (!(n->flags & NR_NUMERAL_DIGITS) || skip || token[1].kind == NR_TOKEN_DIGITS) &&
        nr_token_is_close(token + 1))
        return false;
    f->type = "quantity";
    f->end = at + before + 1;
    size_t rate = word->flags & QUANTITY_LENGTH && !power[0] ? read_rate(w, f->end, &time) : 0;
    f->unit = word->unit;
    if (power[0] || rate)
        f->unit = nr_spans_value(w->spans, nr_str_of(word->unit), power[0] ? power : "/",
                                 rate ? time : "")
                      .data;
    f->end += rate;
    if (nr_str_is(nr_str_of(word->unit), "ft") && !power[0] && !rate && !skip)
        add_inches(w, f);
    return true;
}

/* Whether the digits at a place are part of something else: a name, a version, a score. */
static bool is_inside(const struct walk *w, size_t at)
{
    const struct nr_token *token = &w->t->items[at], *before = token - 1;
    if (!nr_token_is_close(token) || before->kind == NR_TOKEN_END)
        return false;
    if (before->kind == NR_TOKEN_WORD)
        return !(before->flags & NR_TOKEN_SINGLE) && token->kind == NR_TOKEN_DIGITS;
    if (before->kind == NR_TOKEN_DIGITS)
        return true;
    switch (before->mark) {
    case '-':
    case 0x2010:
    case 0x2011:
        return token->kind == NR_TOKEN_DIGITS && nr_token_is_close(before) &&
               (before[-1].kind == NR_TOKEN_WORD ||
                (before[-1].kind == NR_TOKEN_DIGITS &&
                 before - 1 - w->t->items >= (ptrdiff_t)w->taken));
    case '/':
    case '_':
    case '#':
    case '@':
    case '^':
    case '=':
    case '%':
    case '&':
    case '?':
    case ':':
    case '.':
        return nr_token_is_close(before);
    default:
        return false;
    }
}

/* Whether a number that counts nothing named is one: "one" is also a pronoun, and digits name. */
static bool is_number(const struct walk *w, const struct nr_numeral *n, size_t at)
{
    const struct nr_token *token = &w->t->items[at], *behind = &w->t->items[n->end];
    const struct nr_token *before = token - 1;
    struct nr_str text = nr_token_text(w->t, token), next = nr_token_text(w->t, behind);
    if (n->flags & (NR_NUMERAL_ORDINAL))
        return false;
    if (n->flags & NR_NUMERAL_PLAIN) {
        bool name = before->kind == NR_TOKEN_WORD && before->flags & NR_TOKEN_CAPITAL &&
                    !(before->flags & NR_TOKEN_FIRST);
        bool glued = nr_token_is_close(behind) && behind->kind == NR_TOKEN_WORD;
        return !name && !glued && !(word_of(w, before)->flags & QUANTITY_NAMED) &&
               !(nr_token_is_mark(before, '.') && word_of(w, before - 1)->flags & QUANTITY_NAMED) &&
               !(is_hyphen(behind) && behind[1].kind == NR_TOKEN_DIGITS);
    }
    if (n->end != at + 1 || !nr_str_eq_fold(text, nr_str_of("one")))
        return true;
    static const char *const verbs[] = {"is",  "was",   "who",    "that",  "which", "another",
                                        "can", "could", "should", "must",  "may",   "might",
                                        "has", "had",   "will",   "would", "s",     "to",
                                        "you", "and",   "in",     "or",    "on",    "for"};
    if (behind->kind != NR_TOKEN_WORD || word_of(w, before)->flags & QUANTITY_PRONOUN)
        return behind->kind == NR_TOKEN_END && before->kind == NR_TOKEN_END;
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (nr_str_is(next, verbs[i]))
            return false;
    return !nr_token_is_mark(before, '-');
}

/* Behind another number and a comma: "22,24,26". */
static bool is_in_list(const struct walk *w, size_t at)
{
    const struct nr_token *token = &w->t->items[at];
    return token->kind == NR_TOKEN_DIGITS && nr_token_is_close(token) &&
           nr_token_is_mark(token - 1, ',') && nr_token_is_close(token - 1) &&
           token[-2].kind == NR_TOKEN_DIGITS;
}

/* A number of one run of digits of ASCII. */
static bool read_alone(const struct walk *w, size_t at, struct nr_numeral *n)
{
    struct nr_str text = nr_token_text(w->t, &w->t->items[at]);
    *n = (struct nr_numeral){.end = at + 1, .flags = NR_NUMERAL_DIGITS | NR_NUMERAL_PLAIN};
    for (size_t i = 0; i < text.len; i++)
        if (!nr_ascii_is_digit(text.data[i]) ||
            !nr_decimal_push(&n->value, (unsigned)(text.data[i] - '0')))
            return false;
    return true;
}

/* Whether a suffix of scale that only money has is at a place, or behind a hyphen there. */
static bool is_money_suffix(const struct walk *w, size_t at)
{
    const struct nr_numerals *n = w->q->numerals;
    at += is_hyphen(&w->t->items[at]);
    return nr_numerals_scale(n, w->t, at, true) != nr_numerals_scale(n, w->t, at, false);
}

/* A number at a place, n, and a unit that it may have. Tells whether it has one. */
static bool read_measured(const struct walk *w, size_t at, struct nr_numeral *n, struct finding *f)
{
    struct nr_numeral m;
    bool in_list = is_in_list(w, at);
    *n = (struct nr_numeral){0};
    if (!nr_numerals_read(w->q->numerals, w->t, at, w->marks, &m) || m.flags & NR_NUMERAL_ORDINAL ||
        (in_list && !read_alone(w, at, &m)))
        return false;
    *n = m;
    *f = (struct finding){
        .start = at, .end = n->end, .value = n->value, .type = "number", .unit = ""};
    if (read_percent(w, f) || read_money(w, n, f) || read_unit(w, n, f))
        return true;
    /* "£5m" tells what m is; so does "5m euros", and "800,00 euros" is no part of a list */
    if ((in_list || is_money_suffix(w, n->end)) &&
        nr_numerals_read(w->q->numerals, w->t, at, w->marks | NR_NUMERAL_MONEY, &m) &&
        m.end != n->end) {
        f->end = m.end;
        f->value = m.value;
        if (read_money(w, &m, f))
            return true;
        f->end = n->end;
        f->value = n->value;
    }
    return false;
}

/* A hyphen or an en dash that stands close on both sides. */
static bool is_range_mark(const struct nr_token *token)
{
    return (nr_token_is_mark(token, '-') || nr_token_is_mark(token, 0x2010) ||
            nr_token_is_mark(token, 0x2011) || nr_token_is_mark(token, 0x2013)) &&
           nr_token_is_close(token) && nr_token_is_close(token + 1);
}

/* Gives the first number of a range the scale of the second, whose digits are at a place: both ends
 * of "5-10 million" are millions, but not those of "900,000-1.2 million". False where the first is
 * not the smaller one then: "3-2" is a score. */
static bool share_scale(const struct walk *w, const struct nr_numeral *first, size_t at,
                        struct nr_decimal second, struct nr_decimal *value)
{
    struct nr_numeral digits;
    int scale = -1;
    *value = first->value;
    if (!nr_numerals_read_digits(w->t, at, w->marks, &digits) || !digits.value.coefficient)
        return false;
    bool shares =
        !(first->flags & NR_NUMERAL_SCALED) && nr_decimal_compare(first->value, digits.value) < 0;
    for (; scale < NR_DECIMAL_POWER && nr_decimal_compare(digits.value, second) <= 0; scale++)
        if (!nr_decimal_shift(&digits.value, 1))
            return false;
    return scale >= 0 && (!shares || nr_decimal_shift(value, scale)) &&
           nr_decimal_compare(*value, second) < 0;
}

/* Whether the first number of a range may be short of zeros: "7-800 m", "500-600,000 t". */
static bool is_short(const struct nr_numeral *n, const struct nr_numeral *second)
{
    uint64_t from, to;
    if (!(n->flags & NR_NUMERAL_PLAIN) || second->flags & NR_NUMERAL_SCALED ||
        !nr_decimal_whole(n->value, &from) || !nr_decimal_whole(second->value, &to))
        return false;
    return second->flags & NR_NUMERAL_SEPARATED ? from < 1000 && to >= 1000
                                                : from && from < 10 && to < 1000 && to % 100 == 0;
}

/* A number before a hyphen or dash and a second one with a unit, or a scale, that both have. */
static bool read_range(const struct walk *w, const struct nr_numeral *n, struct finding *f)
{
    struct nr_numeral m;
    struct finding second;
    struct nr_decimal value;
    const struct nr_token *mark = &w->t->items[n->end];
    if (!(n->flags & NR_NUMERAL_DIGITS) || !is_range_mark(mark) ||
        mark[1].kind != NR_TOKEN_DIGITS ||
        !(read_measured(w, n->end + 1, &m, &second) || m.flags & NR_NUMERAL_SCALED) ||
        is_short(n, &m) || !share_scale(w, n, n->end + 1, second.value, &value))
        return false;
    f->value = value;
    f->type = second.type;
    f->unit = second.unit;
    return true;
}

/* What a number at a place counts, without what may be before it. */
static bool read_counted(const struct walk *w, size_t at, struct finding *f)
{
    struct nr_numeral n;
    return nr_numerals_may_begin(w->q->numerals, w->t, at) && !is_inside(w, at) &&
           (read_measured(w, at, &n, f) ||
            (n.end && (read_range(w, &n, f) || is_number(w, &n, at))));
}

/* Where the letters of a dollar begin: C$, HK$, "US $", "c $"; at when there are none. */
static size_t letters_before(const struct walk *w, size_t at, const char **unit)
{
    const struct nr_token *sign = &w->t->items[at], *letters = sign - 1;
    if (sign->mark != '$' || letters->kind != NR_TOKEN_WORD || at <= w->taken)
        return at;
    struct nr_str text = nr_token_text(w->t, letters);
    if (!nr_token_is_close(sign) && !nr_str_is(text, "US") && !nr_str_is(text, "c") &&
        !nr_str_is(text, "C"))
        return at;
    const char *code = quantity_dollar_of(text);
    if (!code)
        return at;
    *unit = code;
    return at - 1;
}

/* The second number of "$5-10 million"; what is money by itself, "$5-$10 million", is read
 * again. */
static void read_money_range(const struct walk *w, const struct nr_numeral *n, struct finding *f)
{
    const struct nr_token *mark = &w->t->items[n->end];
    struct nr_numeral m;
    struct finding second;
    struct nr_decimal value;
    bool sign = mark[1].kind == NR_TOKEN_MARK && quantity_currency_of_mark(mark[1].mark);
    size_t at = n->end + 1 + sign;
    if (!is_range_mark(mark) || w->t->items[at].kind != NR_TOKEN_DIGITS ||
        !nr_token_is_close(&w->t->items[at]) ||
        !nr_numerals_read(w->q->numerals, w->t, at, w->marks | NR_NUMERAL_MONEY, &m) ||
        m.flags & NR_NUMERAL_ORDINAL ||
        (m.flags & NR_NUMERAL_PLAIN && is_hyphen(&w->t->items[m.end])) ||
        !share_scale(w, n, at, m.value, &value))
        return;
    f->value = value;
    bool money = sign || (read_measured(w, at, &(struct nr_numeral){0}, &second) &&
                          nr_str_is(nr_str_of(second.type), "money"));
    if (!money)
        f->last = m;
}

/* A currency before its number: "$5", "EUR 3.5bn", "USD115". */
static bool read_prefixed(const struct walk *w, size_t at, struct finding *f)
{
    const struct nr_token *token = &w->t->items[at];
    const char *unit = NULL;
    struct nr_numeral n;
    size_t start = at;
    unsigned flags = 0;
    if (token[1].kind != NR_TOKEN_DIGITS && !nr_token_is_mark(token + 1, '.'))
        return false;
    if (token->kind == NR_TOKEN_MARK) {
        unit = quantity_currency_of_mark(token->mark);
        start = unit ? letters_before(w, at, &unit) : at;
    } else if (token->kind == NR_TOKEN_WORD) {
        const struct quantity_word *word = word_of(w, token);
        flags = word->flags;
        if (flags & (QUANTITY_CODE | QUANTITY_BEFORE))
            unit = word->unit;
    }
    if (!unit || !nr_numerals_read(w->q->numerals, w->t, at + 1, w->marks | NR_NUMERAL_MONEY, &n) ||
        n.flags & NR_NUMERAL_ORDINAL)
        return false;
    *f = (struct finding){
        .start = start, .end = n.end, .value = n.value, .type = "money", .unit = unit};
    count_millions(f, flags);
    read_money_range(w, &n, f);
    return true;
}

/* "percent of 210", at the beginning. */
static bool read_percent_of(const struct walk *w, struct finding *f)
{
    struct nr_numeral n;
    *f = (struct finding){.type = "number"};
    if (!read_percent(w, f) || !nr_str_is(nr_token_text(w->t, &w->t->items[f->end]), "of") ||
        !nr_numerals_read(w->q->numerals, w->t, f->end + 1, w->marks, &n) || n.end != w->t->count)
        return false;
    f->value = n.value;
    f->end = n.end;
    return true;
}

/* Where to go on behind a token that begins nothing: digits, with what may be their groups of
 * thousands, which are no numbers of their own. */
static size_t next_place(const struct nr_tokens *t, size_t at)
{
    const struct nr_token *digits = &t->items[at];
    if (digits->kind != NR_TOKEN_DIGITS)
        return at + 1;
    while ((nr_token_is_mark(digits + 1, ',') || nr_token_is_mark(digits + 1, '\'') ||
            nr_token_is_mark(digits + 1, 0x2019)) &&
           nr_token_is_close(digits + 1) && digits[2].kind == NR_TOKEN_DIGITS &&
           nr_token_is_close(digits + 2) && digits[2].end - digits[2].start == 3)
        digits += 2;
    return (size_t)(digits - t->items) + 1;
}

void nr_quantities_read(const struct nr_quantities *q, const struct nr_tokens *t,
                        struct nr_str language, struct nr_spans *spans)
{
    struct walk w = {.q = q, .t = t, .spans = spans, .marks = nr_numerals_marks_of(language)};
    for (size_t i = 0; i < t->count;) {
        struct finding f;
        if ((i == 0 && read_percent_of(&w, &f)) || read_prefixed(&w, i, &f) ||
            read_counted(&w, i, &f)) {
            add(&w, &f);
            if (f.last.end) {
                f = (struct finding){f.type, f.unit, f.end + 1, f.last.end, f.last.value, {0}};
                add(&w, &f);
            }
            i = f.end;
        } else {
            i = next_place(t, i);
        }
    }
}
