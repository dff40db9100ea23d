#include "dates_calendar.h"

enum { DAYS_400 = 146097, TO_1970 = 719468, FROM_MARCH = 306 };

static long floor_div(long a, long b)
{
    return a / b - (a % b < 0);
}

/* Years that begin in March, so that a leap day is the last of one. */
long nr_calendar_number(int year, int month, int day)
{
    long months = 12L * year + month - 3;
    long y = floor_div(months, 12), m = months - 12 * y;
    return 365 * y + floor_div(y, 4) - floor_div(y, 100) + floor_div(y, 400) + (153 * m + 2) / 5 +
           day - 1 - TO_1970;
}

void nr_calendar_date(long number, int *year, int *month, int *day)
{
    long n = number + TO_1970, era = floor_div(n, DAYS_400), left = n - era * DAYS_400;
    long y = (left - left / 1460 + left / 36524 - left / 146096) / 365;
    long of_year = left - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * m + 2) / 5 + 1);
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *year = (int)(y + 400 * era + (of_year >= FROM_MARCH));
}

int nr_calendar_days(int year, int month)
{
    return (int)(nr_calendar_number(year, month + 1, 1) - nr_calendar_number(year, month, 1));
}

/* 1970 began on a Thursday. */
int nr_calendar_weekday(long number)
{
    return (int)(number + 3 - 7 * floor_div(number + 3, 7)) + 1;
}

/* A week belongs to the year of its Thursday. */
int nr_calendar_week(long number, int *year)
{
    long thursday = number - nr_calendar_weekday(number) + 4;
    int month, day;
    nr_calendar_date(thursday, year, &month, &day);
    return (int)((thursday - nr_calendar_number(*year, 1, 1)) / 7) + 1;
}

int nr_calendar_weeks(int year)
{
    int of;
    return nr_calendar_week(nr_calendar_number(year, 12, 28), &of);
}

/* The fourth of January is always in the first. */
long nr_calendar_of_week(int year, int week)
{
    long fourth = nr_calendar_number(year, 1, 4);
    return fourth - nr_calendar_weekday(fourth) + 1 + 7L * (week - 1);
}

long nr_calendar_add_months(long number, int months)
{
    int year, month, day;
    nr_calendar_date(number, &year, &month, &day);
    int most = nr_calendar_days(year, month + months);
    return nr_calendar_number(year, month + months, day < most ? day : most);
}

long nr_calendar_nth(int year, int month, int weekday, int nth)
{
    long first = nr_calendar_number(year, month, 1);
    if (nth < 0) {
        long last = first + nr_calendar_days(year, month) - 1;
        return last - (nr_calendar_weekday(last) - weekday + 7) % 7;
    }
    return first + (weekday - nr_calendar_weekday(first) + 7) % 7 + 7L * (nth - 1);
}

/* The anonymous algorithm of 1876 (Nature 13, 487), as in Meeus, Astronomical Algorithms, chapter
 * 8. */
long nr_calendar_easter(int year)
{
    int a = year % 19, b = year / 100, c = year % 100;
    int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
    return nr_calendar_number(year, n / 31, n % 31 + 1);
}
