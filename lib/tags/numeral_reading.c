/* The words of a number, one after the other. */
#include "numeral_reading.h"

static bool is_scale_just_taken(const struct reading *r)
{
    return !r->some && r->last != NO_SCALE;
}

/* Whether a hyphen joins token at - 1 to token at + 1, and where the latter is. */
bool reading_is_hyphen(const struct nr_tokens *t, size_t at)
{
    const struct nr_token *mark = &t->items[at];
    return nr_token_is_mark(mark, '-') || nr_token_is_mark(mark, 0x2010) ||
           nr_token_is_mark(mark, 0x2011);
}

/* The token behind a hyphen at at, close on both sides or free on both; else at. */
size_t reading_behind_hyphen(const struct reading *r, size_t at)
{
    const struct nr_token *mark = &r->t->items[at];
    if (!reading_is_hyphen(r->t, at) || mark[1].kind != NR_TOKEN_WORD ||
        nr_token_is_close(mark) != nr_token_is_close(&mark[1]))
        return at;
    return at + 1;
}

static bool finish(struct reading *r, size_t at, uint32_t word)
{
    if (word & WORD_ORDINAL) {
        r->flags |= NR_NUMERAL_ORDINAL;
        r->done = true;
    }
    if (word & WORD_SHORT)
        r->flags |= NR_NUMERAL_SHORT;
    r->end = at + 1;
    return true;
}

static bool take_small(struct reading *r, size_t at, uint32_t word)
{
    uint32_t value = word_number(word);
    if (r->some && (value >= r->room || !value || !nr_decimal_add(&r->group, nr_decimal_of(value))))
        return false;
    if (!r->some)
        r->group = nr_decimal_of(value);
    r->some = true;
    r->room = word_kind(word) == WORD_TENS ? 10 : 1;
    return finish(r, at, word);
}

static bool take_hundred(struct reading *r, size_t at, uint32_t word)
{
    const struct nr_decimal hundred = nr_decimal_of(100);
    if (!r->some && (r->last != NO_SCALE || word_kind(word_before(r, at)) == WORD_VAGUE))
        return false;
    if (!r->some)
        r->group = nr_decimal_of(1);
    else if (!r->group.coefficient || nr_decimal_compare(r->group, hundred) >= 0 ||
             (r->last != NO_SCALE && nr_decimal_compare(r->group, nr_decimal_of(10)) >= 0))
        return false;
    if (!nr_decimal_multiply(&r->group, 100))
        return false;
    r->some = true;
    r->room = 100;
    return finish(r, at, word);
}

/* "three lakh crore", "5 mil millones": a second word of scale multiplies the first. */
static bool take_second_scale(struct reading *r, unsigned power)
{
    struct nr_decimal term = r->total;
    if (r->before.coefficient || power <= r->last || (r->last != 3 && power != 7) ||
        !nr_decimal_shift(&term, (int)power))
        return false;
    r->total = term;
    r->last = power;
    return true;
}

static bool take_scale(struct reading *r, size_t at, unsigned power, uint32_t word)
{
    struct nr_decimal term = r->group, total = r->total, limit = nr_decimal_of(1);
    if (is_scale_just_taken(r))
        return take_second_scale(r, power) && finish(r, at, word);
    if (!r->some || power >= r->last || !nr_decimal_shift(&term, (int)power) ||
        !nr_decimal_add(&total, term))
        return false;
    if (r->last != NO_SCALE &&
        (!nr_decimal_shift(&limit, (int)r->last) || nr_decimal_compare(term, limit) >= 0))
        return false;
    r->before = r->total;
    r->total = total;
    r->group = nr_decimal_of(0);
    r->some = false;
    r->last = power;
    r->room = NO_LIMIT;
    r->flags |= NR_NUMERAL_SCALED;
    return finish(r, at, word);
}

static bool take_dozen(struct reading *r, size_t at, uint32_t word)
{
    if (!r->some || !nr_decimal_multiply(&r->group, 12))
        return false;
    r->done = true;
    r->flags |= NR_NUMERAL_SCALED;
    return finish(r, at, word);
}

static bool is_letter(const struct reading *r, size_t at, char letter)
{
    struct nr_str text = nr_token_text(r->t, &r->t->items[at]);
    return text.len == 1 && text.data[0] == letter;
}

/* The power of a word of scale at a token behind digits or words; 0: it is none there. */
static unsigned scale_at(const struct reading *r, size_t at, uint32_t word)
{
    bool digits = r->flags & NR_NUMERAL_DIGITS;
    bool close = nr_token_is_close(&r->t->items[at]);
    if (word & WORD_SUFFIX && digits && r->last == NO_SCALE &&
        (!(word & WORD_CURRENCY) || r->how & NR_NUMERAL_MONEY || is_letter(r, at, 'M') ||
         (is_letter(r, at, 'b') && r->flags & NR_NUMERAL_SEPARATED)) &&
        (close || (r->flags & NR_NUMERAL_SEPARATED && r->end == at &&
                   r->t->items[at].end - r->t->items[at].start == 1)))
        return word_power(word);
    if (word_kind(word) != WORD_SCALE || (word & WORD_ORDINAL && word & WORD_PLURAL && !r->parts) ||
        (word & WORD_FOREIGN && !digits))
        return 0;
    return word_number(word);
}

bool reading_take_word(struct reading *r, size_t at, bool and)
{
    uint32_t word = word_at(r, at);
    unsigned scale = scale_at(r, at, word);
    if (scale)
        return take_scale(r, at, scale, word);
    switch (word_kind(word)) {
    case WORD_UNIT:
    case WORD_TEEN:
    case WORD_TENS:
        if ((word & WORD_PLURAL && !r->parts) || (r->flags & NR_NUMERAL_DIGITS && !and))
            return false;
        return take_small(r, at, word);
    case WORD_HUNDRED:
        return (!(word & WORD_PLURAL) || r->parts) && take_hundred(r, at, word);
    case WORD_DOZEN:
        return take_dozen(r, at, word);
    default:
        return false;
    }
}

/* Digits within a number of words: "4 thousand 3 hundred and 21". */
static bool take_digits(struct reading *r, size_t at, bool and)
{
    struct nr_numeral n;
    uint64_t value;
    if (!(r->flags & NR_NUMERAL_DIGITS) || !nr_numerals_read_digits(r->t, at, r->how, &n) ||
        !(n.flags & NR_NUMERAL_PLAIN) || !nr_decimal_whole(n.value, &value) || value >= r->room)
        return false;
    enum word_kind next = kind_at(r, n.end);
    if (!and&&(!is_scale_just_taken(r) || (next != WORD_HUNDRED && next != WORD_SCALE)))
        return false;
    if (and&&!(r->some && r->room == 100))
        return false;
    if (!nr_decimal_add(&r->group, n.value))
        return false;
    r->some = true;
    r->room = 1;
    r->end = n.end;
    return true;
}

static bool take(struct reading *r, size_t at, bool and)
{
    return r->t->items[at].kind == NR_TOKEN_DIGITS ? take_digits(r, at, and)
                                                   : reading_take_word(r, at, and);
}

/* Where the next word of the number would be; and tells that an "and" is before it. */
static size_t next_place(const struct reading *r, bool *and)
{
    size_t at = r->end;
    *and = (r->some ? r->room == 100 : r->last != NO_SCALE) && kind_at(r, at) == WORD_AND;
    if (*and)
        return at + 1;
    size_t behind = reading_behind_hyphen(r, at);
    if (behind != at && !nr_token_is_close(&r->t->items[at]) &&
        !(r->room == 10 && kind_at(r, behind) == WORD_UNIT))
        return at;
    return behind;
}

static bool is_name_of_parts(const struct reading *r, size_t at)
{
    struct part part;
    return reading_part(r, at, &part) && part.plural;
}

/* Takes what follows as long as it belongs to the number. What stood before an "and" counts when
 * what follows it is a number of its own, "one million and two million", or so many parts. Tens
 * go with the name of parts behind them: "one hundred thirty fifths" are 100/35. */
void reading_take_all(struct reading *r)
{
    struct reading before = {0}, before_tens = {0};
    size_t begin = r->end;
    while (!r->done && r->end - begin < NR_NUMERAL_TOKENS) {
        bool and;
        struct reading longer = *r;
        size_t at = next_place(r, &and);
        if (take(&longer, at, and)) {
            if (and)
                before = *r;
            if (kind_at(r, at) == WORD_TENS)
                before_tens = *r;
            *r = longer;
            continue;
        }
        enum word_kind kind = kind_at(r, at);
        bool parts = r->end == before.end + 2 && is_name_of_parts(r, at);
        if (before.t && (kind == WORD_HUNDRED || kind == WORD_SCALE || parts))
            *r = before;
        else if (before_tens.t && r->room == 10 && kind == WORD_UNIT && is_name_of_parts(r, at))
            *r = before_tens;
        return;
    }
}

bool reading_words(const struct reading *r, size_t *at, bool parts, uint64_t *value)
{
    struct reading n = {.words = r->words,
                        .t = r->t,
                        .parts = parts,
                        .room = NO_LIMIT,
                        .last = NO_SCALE,
                        .end = *at};
    enum word_kind kind = kind_at(r, *at);
    if (kind < WORD_UNIT || kind > WORD_HUNDRED || !reading_take_word(&n, *at, false))
        return false;
    reading_take_all(&n);
    struct nr_decimal sum = n.total;
    bool ordinal = n.flags & NR_NUMERAL_ORDINAL;
    if (ordinal != parts || (parts && n.end == *at + 1) ||
        (n.some && !nr_decimal_add(&sum, n.group)) || !nr_decimal_whole(sum, value))
        return false;
    *at = n.end;
    return true;
}
