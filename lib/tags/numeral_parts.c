/* Parts of one and of what a number counts: thirds, "and a half", "point five". */
#include "numeral_reading.h"

bool reading_part(const struct reading *r, size_t at, struct part *part)
{
    uint32_t word = word_at(r, at), number = word_number(word);
    enum word_kind kind = word_kind(word);
    if (kind != WORD_PART && (!(word & WORD_ORDINAL) || (kind == WORD_UNIT && number < 3)))
        return false;
    part->plural = word & WORD_PLURAL;
    part->divisor = number;
    if (kind == WORD_SCALE)
        for (part->divisor = 1; number; number--)
            part->divisor *= 10;
    return true;
}

bool reading_is_end(const struct reading *r, size_t at)
{
    const struct nr_token *token = &r->t->items[at];
    return token->kind == NR_TOKEN_END ||
           (token->kind == NR_TOKEN_MARK && !reading_is_hyphen(r->t, at));
}

bool reading_is_alone(const struct reading *r, size_t begin, size_t end)
{
    return kind_at(r, end) == WORD_OF ||
           (reading_is_end(r, end) && r->t->items[begin].kind != NR_TOKEN_END &&
            (begin == 0 || reading_is_end(r, begin - 1)));
}

bool reading_divisor(const struct reading *r, size_t *at, struct part *part)
{
    if (reading_part(r, *at, part)) {
        ++*at;
        return true;
    }
    if (!reading_words(r, at, true, &part->divisor) || part->divisor < 2)
        return false;
    uint32_t last = word_at(r, *at - 1);
    part->plural = last & WORD_PLURAL;
    bool second = word_kind(last) == WORD_UNIT && word_number(last) == 2;
    return !second || (kind_at(r, *at) == WORD_OF && kind_at(r, *at + 1) == WORD_ARTICLE);
}

unsigned reading_scale_of_part(const struct reading *r, size_t *at)
{
    size_t p = *at;
    if (kind_at(r, p) == WORD_OF)
        p++;
    if (kind_at(r, p) == WORD_ARTICLE)
        p++;
    uint32_t word = word_at(r, p);
    if (word_kind(word) != WORD_SCALE || word & (WORD_FOREIGN | WORD_ORDINAL))
        return 0;
    *at = p + 1;
    return word_number(word);
}

void reading_apply_scale_of_part(const struct reading *r, struct nr_numeral *out)
{
    size_t at = out->end;
    unsigned power = reading_scale_of_part(r, &at);
    if (!power || !nr_decimal_shift(&out->value, (int)power))
        return;
    out->end = at;
    out->flags |= NR_NUMERAL_SCALED;
}

/* Periods of a game or a year: "the first three quarters". */
static bool are_periods(const struct reading *r, size_t begin)
{
    uint32_t word = word_before(r, begin);
    return word_kind(word) == WORD_VAGUE || word & WORD_ORDINAL;
}

/* "two thirds", "one - fourth", "three-quarters": the number is so many parts. */
bool reading_apply_part(const struct reading *r, size_t begin, struct nr_numeral *out)
{
    struct part part;
    uint64_t value;
    size_t at = reading_behind_hyphen(r, out->end), end = at;
    bool digits = out->flags & NR_NUMERAL_DIGITS;
    if (out->flags & NR_NUMERAL_ORDINAL || !nr_decimal_whole(out->value, &value) || !value ||
        !reading_divisor(r, &end, &part))
        return false;
    bool long_name = end > at + 1;
    if (value == 1 ? part.plural || digits || (long_name && !reading_is_alone(r, begin, end))
                   : !part.plural && (long_name || at == out->end))
        return false;
    if ((digits || !part.plural || part.divisor == 4) && value >= part.divisor)
        return false;
    if ((part.divisor == 4 && are_periods(r, begin)) ||
        !nr_decimal_divide(&out->value, part.divisor))
        return false;
    out->end = end;
    out->flags |= NR_NUMERAL_PART;
    reading_apply_scale_of_part(r, out);
    return true;
}

/* Adds so many parts of what the number counts: of one, of its scale, or of a scale behind. */
static void add_part(const struct reading *r, struct nr_decimal part, size_t end,
                     struct nr_numeral *out)
{
    unsigned power = reading_scale_of_part(r, &end);
    bool whole = power && r->last == NO_SCALE;
    struct nr_decimal sum = out->value;
    if (!power && !r->some && r->last != NO_SCALE)
        power = r->last;
    if ((!whole && !nr_decimal_shift(&part, (int)power)) || !nr_decimal_add(&sum, part) ||
        (whole && !nr_decimal_shift(&sum, (int)power)))
        return;
    out->value = sum;
    nr_decimal_round(&out->value);
    out->end = end;
    out->flags |= NR_NUMERAL_PART | (power ? NR_NUMERAL_SCALED : 0);
}

/* So many parts at *at: "a quarter", "three fifths", "fifty-four hundredths". */
static bool read_parts(const struct reading *r, size_t *at, uint64_t *count, struct part *part)
{
    uint32_t word = word_at(r, *at);
    size_t end = reading_behind_hyphen(r, *at + 1);
    bool small = word_kind(word) == WORD_ARTICLE || word_kind(word) == WORD_UNIT;
    *count = word_number(word);
    if (!small || word & WORD_ORDINAL || !reading_divisor(r, &end, part)) {
        end = *at;
        if (!reading_words(r, &end, false, count))
            return false;
        end = reading_behind_hyphen(r, end);
        if (!reading_divisor(r, &end, part) || *count >= part->divisor)
            return false;
    } else if (end > reading_behind_hyphen(r, *at + 1) + 1 && !part->plural &&
               !reading_is_alone(r, *at, end)) {
        return false;
    }
    *at = end;
    return part->plural == (*count > 1);
}

/* The "three" of "twenty and three and three fifths", which *at moves behind; 0: none is there. */
static uint32_t read_unit_between(const struct reading *r, size_t *at)
{
    uint32_t word = word_at(r, *at);
    if (r->room != 10 || !r->some || word_kind(word) != WORD_UNIT || word & WORD_ORDINAL ||
        kind_at(r, *at + 1) != WORD_AND)
        return 0;
    *at += 2;
    return word_number(word);
}

/* "five and a quarter", "one and a half million", "3 million and a half". */
void reading_apply_and_part(const struct reading *r, struct nr_numeral *out)
{
    size_t at = out->end + 1;
    struct part part;
    uint64_t count;
    if (kind_at(r, out->end) != WORD_AND || out->flags & NR_NUMERAL_ORDINAL)
        return;
    uint32_t unit = read_unit_between(r, &at);
    if (!read_parts(r, &at, &count, &part) || (unit && !part.plural) ||
        (out->flags & NR_NUMERAL_DIGITS && part.divisor != 2 && part.divisor != 4))
        return;
    struct nr_decimal parts = {.coefficient = count};
    if (!nr_decimal_divide(&parts, part.divisor) || !nr_decimal_add(&parts, nr_decimal_of(unit)))
        return;
    add_part(r, parts, at, out);
}

/* "nine point nought four", "two hundred point seventy-one". */
void reading_apply_point(const struct reading *r, struct nr_numeral *out)
{
    struct nr_decimal value = out->value;
    size_t at = out->end + 1, begin = at;
    unsigned places = 0, power;
    if (kind_at(r, out->end) != WORD_POINT || out->flags & (NR_NUMERAL_DIGITS | NR_NUMERAL_ORDINAL))
        return;
    for (; at - begin < NR_TOKENS_MARGIN; at++) {
        size_t p = reading_behind_hyphen(r, at);
        uint32_t word = word_at(r, p), number = word_number(word);
        bool unit = word_kind(word) == WORD_UNIT;
        if (word & WORD_ORDINAL || (!unit && (at > begin || (word_kind(word) != WORD_TEEN &&
                                                             word_kind(word) != WORD_TENS))))
            break;
        if (word_kind(word) == WORD_TENS &&
            kind_at(r, reading_behind_hyphen(r, p + 1)) == WORD_UNIT)
            number /= 10;
        if ((number > 9 && !nr_decimal_push(&value, number / 10)) ||
            !nr_decimal_push(&value, number % 10))
            return;
        places += number > 9 ? 2 : 1;
        at = p;
    }
    if (at == begin || !nr_decimal_shift(&value, -(int)places))
        return;
    out->value = value;
    out->end = at;
    if ((power = reading_scale_of_part(r, &at)) && nr_decimal_shift(&out->value, (int)power))
        out->end = at;
}
