#include "dates_parts.h"

enum { NOON = 12 };

const struct dates_clock dates_no_clock = {.hour = -1, .minute = -1, .second = -1};

/* "pm", "p.m.", "p" close behind a number: 12, "am" 0, none -1. Moves *i behind it. The letter
 * alone is enough where a time is called for: "888p" are pence. */
static int read_half_of_day(const struct dates_reader *r, size_t *i, bool sure)
{
    size_t at = *i;
    if (dates_is(r, at, W_AM) || dates_is(r, at, W_PM)) {
        *i = at + 1;
        return dates_value(r, at);
    }
    if (!dates_is(r, at, W_A) && !dates_is(r, at, W_P))
        return -1;
    int half = dates_is(r, at, W_P) ? NOON : 0;
    if (dates_mark(r, at + 1, '.') && dates_is(r, at + 2, W_M)) {
        *i = at + 3 + (dates_mark(r, at + 3, '.') && dates_close(r, at + 3));
        return half;
    }
    if (dates_is(r, at + 1, W_M) && dates_close(r, at) == 0) {
        *i = at + 2;
        return half;
    }
    if (!sure || !dates_close(r, at) || dates_close(r, at + 1) > dates_mark(r, at + 1, '.'))
        return -1;
    *i = at + 1;
    return half;
}

static void set_half(struct dates_clock *c, int half)
{
    c->either = false;
    c->half = true;
    if (half == NOON && c->hour < NOON)
        c->hour += NOON;
    else if (half == 0 && c->hour == NOON)
        c->hour = 0;
}

/* ":30", ".30" close behind a number; 0 seconds are those said. */
static size_t read_minutes(const struct dates_reader *r, size_t i, uint32_t mark,
                           struct dates_clock *c)
{
    if (!dates_mark(r, i, mark) || !dates_close(r, i) || !dates_close(r, i + 1) ||
        dates_digits(r, i + 1) != 2 || dates_value(r, i + 1) > 59)
        return 0;
    c->minute = dates_value(r, i + 1);
    i += 2;
    if (mark == ':' && dates_mark(r, i, ':') && dates_close(r, i) && dates_close(r, i + 1) &&
        dates_digits(r, i + 1) == 2 && dates_value(r, i + 1) < 60) {
        c->second = dates_value(r, i + 1);
        i += 2;
    }
    return i;
}

/* "o'clock" behind a number; or i. */
static size_t skip_oclock(const struct dates_reader *r, size_t i)
{
    if (!dates_is(r, i, W_OCLOCK))
        return i;
    if (dates_value(r, i) == 0)
        return i + 1;
    bool tick = dates_mark(r, i + 1, '\'') || dates_mark(r, i + 1, 0x2019);
    return tick && dates_is(r, i + 2, W_CLOCK) ? i + 3 : i;
}

/* Whether what follows makes an amount of a number: "at 10.30 dollars", "at 17-1/4", "at 5%". */
static bool goes_on(const struct dates_reader *r, size_t i)
{
    static const struct nr_str of[] = {
        NR_STR("hundred"), NR_STR("thousand"), NR_STR("million"), NR_STR("mln"),
        NR_STR("billion"), NR_STR("bln"),      NR_STR("percent"), NR_STR("pct"),
        NR_STR("per"),     NR_STR("cent"),     NR_STR("cents"),   NR_STR("cts"),
        NR_STR("dollar"),  NR_STR("dollars"),  NR_STR("dlr"),     NR_STR("dlrs"),
        NR_STR("pound"),   NR_STR("pounds"),   NR_STR("pence"),   NR_STR("stg"),
        NR_STR("euro"),    NR_STR("euros"),    NR_STR("franc"),   NR_STR("francs"),
        NR_STR("mark"),    NR_STR("marks"),    NR_STR("yen"),     NR_STR("points")};
    if (dates_mark(r, i, '%') ||
        (dates_is_dash(r, i) && dates_digits(r, i + 1) && dates_mark(r, i + 2, '/')))
        return true;
    struct nr_str word = i < r->t->count ? nr_token_text(r->t, &r->t->items[i]) : nr_str("", 0);
    for (size_t k = 0; k < sizeof of / sizeof of[0]; k++)
        if (nr_str_eq_fold(word, of[k]))
            return true;
    return false;
}

/* Behind the hour and minutes: what tells the half of the day. False where nothing makes a time of
 * them. */
static size_t finish(const struct dates_reader *r, size_t i, bool sure, struct dates_clock *c)
{
    size_t at = i;
    int half = c->hour <= NOON ? read_half_of_day(r, &at, sure) : -1;
    c->either = c->hour >= 1 && c->hour <= NOON;
    if (half >= 0 && c->hour >= 1) {
        set_half(c, half);
        return at;
    }
    if (dates_is(r, i, W_AMPM))
        return i + 1;
    if ((at = skip_oclock(r, i)) > i)
        return at;
    return sure && !goes_on(r, i) ? i : 0;
}

/* "1140 a.m.", "0730" where a time is called for, "1300 GMT" */
static size_t read_military(const struct dates_reader *r, size_t i, bool sure,
                            struct dates_clock *c)
{
    size_t digits = dates_digits(r, i);
    int n = digits ? dates_value(r, i) : 0;
    if ((digits != 4 && digits != 3) || n / 100 > 23 || n % 100 > 59)
        return 0;
    *c = dates_no_clock;
    c->hour = n / 100;
    c->minute = n % 100;
    bool letter =
        (dates_is(r, i + 1, W_A) || dates_is(r, i + 1, W_P)) && !dates_mark(r, i + 2, '.');
    if (letter)
        return 0;
    bool zone = digits == 4 && dates_is(r, i + 1, W_ZONE);
    bool plain = sure && digits == 4 && (n < 1000 || n % 5 == 0) && (n < 1900 || n > 2059);
    size_t end = finish(r, i + 1, zone || plain, c);
    if (zone)
        c->either = false;
    return end;
}

static size_t read_digits(const struct dates_reader *r, size_t i, bool sure, struct dates_clock *c)
{
    if (dates_joined_before(r, i) && !dates_is_dash(r, i - 1))
        return 0;
    if (dates_digits(r, i) > 2)
        return read_military(r, i, sure, c);
    *c = dates_no_clock;
    c->hour = dates_value(r, i);
    if (c->hour > 24)
        return 0;
    size_t end = read_minutes(r, i + 1, ':', c);
    if (end)
        return finish(r, end, true, c);
    /* "closed at 4.17" */
    bool at = i > 0 && dates_is(r, i - 1, W_AT) && dates_value(r, i + 2) % 5 == 0;
    if (c->hour < 24 && (end = read_minutes(r, i + 1, '.', c)) &&
        (end = finish(r, end, (sure || at) && !dates_joined_after(r, end), c)))
        return end;
    *c = dates_no_clock;
    c->hour = dates_value(r, i);
    return c->hour < 24 && !(sure && dates_joined_after(r, i + 1) && !dates_is_dash(r, i + 1) &&
                             r->t->items[i + 1].kind == NR_TOKEN_MARK)
               ? finish(r, i + 1, sure, c)
               : 0;
}

/* "seven", "seven thirty", "six forty-three minutes" */
static size_t read_words(const struct dates_reader *r, size_t i, bool sure, struct dates_clock *c)
{
    int hour, minute;
    *c = dates_no_clock;
    if (!dates_is(r, i, W_CARDINAL) || (hour = dates_value(r, i)) < 1 || hour > NOON)
        return 0;
    c->hour = hour;
    size_t at = i + 1;
    if (dates_mark(r, at, '-') && dates_close(r, at) && dates_close(r, at + 1))
        at++;
    size_t end = dates_read_small(r, at, &minute);
    if (!end || minute < 10 || minute > 59)
        return finish(r, i + 1, sure, c);
    c->minute = minute;
    if (dates_is(r, end, W_UNIT) && dates_value(r, end) == DATES_MINUTE)
        end++;
    return finish(r, end, sure, c);
}

/* The minutes of "half past", "quarter to", "20 min past"; *sign 1 or -1. */
static size_t read_distance(const struct dates_reader *r, size_t i, int *minutes, int *sign)
{
    size_t at = i;
    if (dates_is(r, at, W_HALF))
        *minutes = 30, at++;
    else if (dates_is(r, dates_skip(r, at, W_A), W_QUARTER))
        *minutes = 15, at = dates_skip(r, at, W_A) + 1;
    else if (dates_digits(r, at) && dates_digits(r, at) < 3)
        *minutes = dates_value(r, at), at++;
    else if (!(at = dates_read_small(r, at, minutes)))
        return 0;
    bool unit = (dates_is(r, at, W_UNIT) || dates_is(r, at, W_SHORT_UNIT)) &&
                dates_value(r, at) == DATES_MINUTE;
    at += unit;
    *sign = dates_is(r, at, W_PAST) ? 1 : -1;
    bool to = dates_is(r, at, W_TO) && (dates_is(r, at - 1, W_QUARTER) || unit);
    return (dates_is(r, at, W_PAST) || to) && *minutes < 60 ? at + 1 : 0;
}

static size_t read_past(const struct dates_reader *r, size_t i, struct dates_clock *c)
{
    int minutes, sign, hour;
    size_t at = read_distance(r, i, &minutes, &sign);
    if (!at)
        return 0;
    if (dates_digits(r, at) && dates_digits(r, at) < 3)
        hour = dates_value(r, at);
    else if (dates_is(r, at, W_CARDINAL))
        hour = dates_value(r, at);
    else
        return 0;
    if (hour < 1 || hour > NOON)
        return 0;
    *c = dates_no_clock;
    c->hour = sign < 0 ? (hour == 1 ? NOON : hour - 1) : hour;
    c->minute = sign < 0 ? 60 - minutes : minutes;
    return finish(r, at + 1, true, c);
}

static size_t read_named(const struct dates_reader *r, size_t i, struct dates_clock *c)
{
    size_t at =
        i + (dates_is(r, i, W_DIGITS) && dates_value(r, i) == 12 && dates_is(r, i + 1, W_NOON));
    *c = dates_no_clock;
    if (dates_is(r, at, W_NOON))
        c->hour = NOON;
    else if (dates_is(r, at, W_MIDNIGHT))
        c->hour = 0;
    else if (dates_is(r, at, W_MID) && dates_is(r, at + 1, W_PART) &&
             dates_value(r, at + 1) == PART_NIGHT)
        c->hour = 0, at++;
    else
        return 0;
    return at + 1;
}

size_t dates_read_clock(const struct dates_reader *r, size_t i, bool sure, struct dates_clock *c)
{
    size_t end = read_named(r, i, c);
    if (end || (end = read_past(r, i, c)))
        return end;
    return dates_is(r, i, W_DIGITS) ? read_digits(r, i, sure, c) : read_words(r, i, sure, c);
}

static bool is_part(const char *part, int number)
{
    return part == dates_parts[number];
}

void dates_apply_part(struct dates_clock *c, const char *part)
{
    bool late = is_part(part, PART_AFTERNOON) || is_part(part, PART_EVENING) ||
                (is_part(part, PART_NIGHT) && c->hour >= 5 && c->hour < NOON);
    if (!part || !c->either)
        return;
    set_half(c, late ? NOON : 0);
}

/* "the", "early", "late", "later in the" before a part of the day. */
static size_t skip_shade(const struct dates_reader *r, size_t i)
{
    size_t at = i;
    while (at < i + 3 && (dates_is(r, at, W_EARLY) || dates_is(r, at, W_LATE) ||
                          dates_is(r, at, W_LATER) || dates_is(r, at, W_EARLIER)))
        at++;
    return at;
}

size_t dates_read_part(const struct dates_reader *r, size_t i, const char **part, bool *plural)
{
    size_t at = skip_shade(r, i);
    bool in = dates_is(r, at, W_IN);
    at += in;
    at = in ? skip_shade(r, dates_skip(r, at, W_THE)) : at;
    *plural = dates_is(r, at, W_PARTS);
    if (dates_is(r, at, W_PART) && dates_value(r, at) == PART_NIGHT && dates_is_dash(r, at + 1) &&
        dates_is(r, at + 2, W_TIME)) {
        *part = dates_parts[PART_NIGHTTIME];
        return at + 3;
    }
    if (!dates_is(r, at, W_PART) && !*plural)
        return 0;
    *part = dates_parts[dates_value(r, at)];
    return at + 1;
}
