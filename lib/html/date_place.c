#include "newsreel/core/address.h"
#include "newsreel/html/date.h"

/* What is known of dates from where they stand: the order in a language, the day in an address; and
 * days as numbers. */

enum { OLDEST = 1990, NEWEST = 2099 }; /* in addresses */

enum nr_date_order nr_date_order_of(struct nr_str language)
{
    static const struct nr_str year_first[] = {NR_STR("zh"), NR_STR("ja"), NR_STR("ko"),
                                               NR_STR("hu"), NR_STR("lt"), NR_STR("mn"),
                                               NR_STR("eu")};
    struct nr_str base = nr_str_sub(language, 0, 2), region = nr_str_sub(language, 3, 5);
    if (base.len < 2 || (language.len > 2 && nr_ascii_is_letter(language.data[2])))
        return NR_DATE_ORDER_UNKNOWN;
    for (size_t i = 0; i < sizeof year_first / sizeof *year_first; i++)
        if (nr_str_eq_fold(base, year_first[i]))
            return NR_DATE_ORDER_UNKNOWN;
    if (!nr_str_eq_fold(base, nr_str_of("en")))
        return NR_DATE_DAY_FIRST;
    if (nr_str_eq_fold(region, nr_str_of("us")))
        return NR_DATE_MONTH_FIRST;
    /* Canada and the Philippines write both. */
    bool both = region.len < 2 || nr_str_eq_fold(region, nr_str_of("ca")) ||
                nr_str_eq_fold(region, nr_str_of("ph"));
    return both ? NR_DATE_ORDER_UNKNOWN : NR_DATE_DAY_FIRST;
}

/* The run of digits at *at, at most eight, which moves behind it. */
static int number_at(struct nr_str s, size_t *at, size_t *digits)
{
    int value = 0;
    for (*digits = 0; *at < s.len && *digits < 9 && nr_ascii_is_digit(s.data[*at]); ++*digits)
        value = value * 10 + (s.data[(*at)++] - '0');
    return value;
}

/* Three numbers of one separator, or one of eight digits. */
static bool read_parts(struct nr_str s, int parts[3])
{
    size_t at = 0, digits, first;
    parts[0] = number_at(s, &at, &first);
    if (first == 8) {
        parts[2] = parts[0] % 100;
        parts[1] = parts[0] / 100 % 100;
        parts[0] /= 10000;
        return true;
    }
    char separator = at < s.len ? s.data[at] : 0;
    for (size_t i = 1; i < 3; i++) {
        if (at >= s.len || s.data[at] != separator ||
            (separator != '/' && separator != '-' && separator != '_' && separator != '.'))
            return false;
        at++;
        parts[i] = number_at(s, &at, &digits);
        if (digits == 0 || digits > 4 || (digits > 2 && !(i == 2 && first <= 2)))
            return false;
    }
    return first == 4 || (first <= 2 && digits == 4 && parts[0] > 12);
}

bool nr_date_in_address(struct nr_str url, char out[NR_DATE_SIZE])
{
    size_t path = nr_address_path(url);
    url = nr_str_sub(url, 0, path ? nr_str_find_char(url, '?') : 0);
    for (size_t at = path + 1; at < url.len; at++) {
        int parts[3];
        if (!nr_ascii_is_digit(url.data[at]) || nr_ascii_is_digit(url.data[at - 1]) ||
            !read_parts(nr_str_sub(url, at, url.len), parts))
            continue;
        bool last = parts[2] > 99;
        struct nr_moment_parts date = {.year = last ? parts[2] : parts[0],
                                       .month = parts[1],
                                       .day = last ? parts[0] : parts[2]};
        if (date.year < OLDEST || date.year > NEWEST ||
            !nr_moment_is_day(date.year, date.month, date.day))
            continue;
        nr_moment_write(&date, out);
        return true;
    }
    return false;
}

long nr_date_day(struct nr_str date)
{
    char written[11], utc[21];
    unsigned long long year, month, day;
    date = nr_str_sub(date, 0, 10);
    if (nr_moment_parse(date, written, utc) != NR_MOMENT_DAY ||
        !nr_str_u64(nr_str_sub(date, 0, 4), &year) || !nr_str_u64(nr_str_sub(date, 5, 7), &month) ||
        !nr_str_u64(nr_str_sub(date, 8, 10), &day) || year < 1970)
        return -1;
    /* Years that begin in March have the odd day at their end. */
    year -= month <= 2;
    unsigned long long since = (month + 9) % 12;
    return (long)(365 * year + year / 4 - year / 100 + year / 400 + (since * 306 + 5) / 10 + day -
                  1) -
           719468;
}

/* The day of the Gregorian calendar that many days since 1970-01-01, which is in years of March to
 * February, of which 400 have always as many days. */
static void set_day(struct nr_moment_parts *m, unsigned long long days)
{
    unsigned long long z = days + 719468, of_era = z % 146097;
    unsigned long long year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    unsigned long long of_year = of_era - (365 * year + year / 4 - year / 100);
    unsigned long long month = (5 * of_year + 2) / 153;
    m->day = (int)(of_year - (153 * month + 2) / 5 + 1);
    m->month = (int)(month < 10 ? month + 3 : month - 9);
    m->year = (int)(year + z / 146097 * 400 + (m->month <= 2));
}

bool nr_date_of_epoch(struct nr_str s, char out[NR_DATE_SIZE])
{
    enum { NEXT_DECADE = 1893456000 }; /* the first second of 2030 */
    unsigned long long seconds;
    if ((s.len != 10 && s.len != 13) || s.data[0] != '1' ||
        !nr_str_u64(nr_str_sub(s, 0, 10), &seconds))
        return false;
    for (size_t i = 10; i < s.len; i++)
        if (!nr_ascii_is_digit(s.data[i]))
            return false;
    if (seconds >= NEXT_DECADE)
        return false;
    struct nr_moment_parts m = {.timed = true, .zone = 0};
    set_day(&m, seconds / 86400);
    m.hour = (int)(seconds / 3600 % 24);
    m.minute = (int)(seconds / 60 % 60);
    m.second = (int)(seconds % 60);
    nr_moment_write(&m, out);
    return true;
}
