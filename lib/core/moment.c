#include "newsreel/core/moment.h"

/* Reads digits as a number from low to high, and moves behind them. */
static bool take(struct nr_str *s, size_t digits, int low, int high, int *value)
{
    if (s->len < digits)
        return false;
    *value = 0;
    for (size_t i = 0; i < digits; i++) {
        if (s->data[i] < '0' || s->data[i] > '9')
            return false;
        *value = *value * 10 + (s->data[i] - '0');
    }
    *s = nr_str_sub(*s, digits, s->len);
    return *value >= low && *value <= high;
}

static bool take_char(struct nr_str *s, const char *choices)
{
    if (s->len == 0 || s->data[0] == '\0' || !strchr(choices, s->data[0]))
        return false;
    *s = nr_str_sub(*s, 1, s->len);
    return true;
}

static int days_of(int year, int month)
{
    static const signed char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

bool nr_moment_is_day(int year, int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= days_of(year, month);
}

/* Writes sign, then n in two digits; returns what is behind them. */
static char *put(char *at, char sign, int n)
{
    *at++ = sign;
    *at++ = (char)('0' + n / 10 % 10);
    *at++ = (char)('0' + n % 10);
    return at;
}

void nr_moment_write(const struct nr_moment_parts *p, char out[NR_MOMENT_SIZE])
{
    int minutes = p->zone < 0 ? -p->zone : p->zone;
    bool timed = p->timed && p->hour < 24 && p->minute < 60 && p->second <= 60;
    char *at = put(out, (char)('0' + p->year / 1000 % 10), p->year / 10);
    *at++ = (char)('0' + p->year % 10);
    at = put(put(at, '-', p->month), '-', p->day);
    if (timed && p->zone != NR_NO_ZONE)
        at = put(put(put(at, 'T', p->hour), ':', p->minute), ':', p->second);
    if (timed && p->zone == 0)
        *at++ = 'Z';
    else if (timed && p->zone != NR_NO_ZONE)
        at = put(put(at, p->zone < 0 ? '-' : '+', minutes / 60), ':', minutes % 60);
    *at = '\0';
}

static bool take_zone(struct nr_str *s, int *zone)
{
    *zone = 0;
    if (take_char(s, "Zz"))
        return true;
    bool west = s->len && s->data[0] == '-';
    int hours, minutes;
    if (!take_char(s, "+-") || !take(s, 2, 0, 23, &hours) || !take_char(s, ":") ||
        !take(s, 2, 0, 59, &minutes))
        return false;
    *zone = (west ? -1 : 1) * (60 * hours + minutes);
    return true;
}

static bool take_time(struct nr_str *s, struct nr_moment_parts *p)
{
    if (!take_char(s, "Tt ") || !take(s, 2, 0, 23, &p->hour) || !take_char(s, ":") ||
        !take(s, 2, 0, 59, &p->minute) || !take_char(s, ":") || !take(s, 2, 0, 60, &p->second))
        return false;
    if (take_char(s, ".")) {
        if (!take_char(s, "0123456789"))
            return false;
        while (take_char(s, "0123456789"))
            ;
    }
    return take_zone(s, &p->zone) && s->len == 0;
}

/* Takes the zone off: less than a day either way, so the date moves by one at most. */
static void to_utc(struct nr_moment_parts *p)
{
    int minutes = 60 * p->hour + p->minute - p->zone;
    if (minutes < 0 && --p->day == 0) {
        p->month = p->month == 1 ? 12 : p->month - 1;
        p->year -= p->month == 12;
        p->day = days_of(p->year, p->month);
    }
    if (minutes >= 24 * 60 && ++p->day > days_of(p->year, p->month)) {
        p->day = 1;
        p->month = p->month == 12 ? 1 : p->month + 1;
        p->year += p->month == 1;
    }
    minutes = (minutes + 24 * 60) % (24 * 60);
    p->hour = minutes / 60;
    p->minute = minutes % 60;
    if (p->second == 60)
        p->second = 59;
    p->zone = 0;
}

/* The parts of s, a time of them in UTC. */
static enum nr_moment read_parts(struct nr_str s, struct nr_moment_parts *p)
{
    *p = (struct nr_moment_parts){.timed = true};
    if (!take(&s, 4, 1, 9999, &p->year) || !take_char(&s, "-") || !take(&s, 2, 1, 12, &p->month) ||
        !take_char(&s, "-") || !take(&s, 2, 1, days_of(p->year, p->month), &p->day))
        return NR_MOMENT_NONE;
    if (s.len == 0)
        return NR_MOMENT_DAY;
    if (!take_time(&s, p))
        return NR_MOMENT_NONE;
    to_utc(p);
    return p->year < 1 || p->year > 9999 ? NR_MOMENT_NONE : NR_MOMENT_TIME;
}

enum nr_moment nr_moment_parse(struct nr_str s, char day[11], char utc[21])
{
    struct nr_moment_parts p;
    char text[NR_MOMENT_SIZE];
    enum nr_moment moment = read_parts(s, &p);
    if (moment == NR_MOMENT_NONE)
        return moment;
    memcpy(day, s.data, 10);
    day[10] = '\0';
    if (moment == NR_MOMENT_TIME) {
        nr_moment_write(&p, text);
        memcpy(utc, text, 21);
    }
    return moment;
}

/* The number of two digits, or 100. */
static inline unsigned two_digits(const char *s)
{
    unsigned tens = (unsigned char)(s[0] - '0'), ones = (unsigned char)(s[1] - '0');
    return tens > 9 || ones > 9 ? 100 : 10 * tens + ones;
}

bool nr_moment_day(struct nr_str s, struct nr_day *day)
{
    if (s.len < 10 || s.data[4] != '-' || s.data[7] != '-' ||
        (s.len > 10 && (s.data[10] | 0x20) != 't' && s.data[10] != ' '))
        return false;
    unsigned century = two_digits(s.data), year = two_digits(s.data + 2),
             month = two_digits(s.data + 5), number = two_digits(s.data + 8);
    if (century > 99 || year > 99 || century + year == 0)
        return false;
    *day = (struct nr_day){(int)(100 * century + year), (int)month, (int)number};
    return month > 0 && number > 0 && month <= 12 &&
           (number <= 28 || nr_moment_is_day(day->year, day->month, day->day));
}

bool nr_moment_seconds(struct nr_str s, int64_t *seconds)
{
    struct nr_moment_parts p;
    if (read_parts(s, &p) == NR_MOMENT_NONE)
        return false;
    /* Years that begin in March, so that a leap day is the last of one. */
    int64_t year = p.year - (p.month < 3), month = (p.month + 9) % 12;
    int64_t days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + p.day -
                   1 - 719468;
    *seconds = ((days * 24 + p.hour) * 60 + p.minute) * 60 + p.second;
    return true;
}
