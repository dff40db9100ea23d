#include "mail.h"
#include "newsreel/core/moment.h"

/* The parts of a date are told apart by their shape: a month by its name, a time by its colon, a
 * zone by its sign behind the time, and the first of the other numbers is the day. So the order
 * hardly matters, and what old software and asctime write is read by the same few rules. A part
 * that is not there yet is 0. */

enum {
    MOST = 200, /* bytes looked at */
    OLDEST = 1900,
    NEWEST = 2199,
};

/* s without its comments, in out. */
static struct nr_str strip_comments(struct nr_str s, char out[MOST])
{
    size_t n = 0, depth = 0;
    for (size_t i = 0; i < s.len; i++) {
        depth += s.data[i] == '(';
        if (depth == 0)
            out[n++] = s.data[i];
        else if (s.data[i] == ')' && --depth == 0)
            out[n++] = ' ';
    }
    return nr_str_trim(nr_str(out, n));
}

static int month_of(struct nr_str word)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    for (int i = 0; i < 12 && word.len >= 3; i++)
        if (nr_str_eq_fold(nr_str_sub(word, 0, 3), nr_str(names + 3 * i, 3)))
            return i + 1;
    return 0;
}

/* Zones of RFC 822 and those that mail is full of and that mean one thing. The military ones do
 * not: RFC 822 had their signs the wrong way round. */
static int zone_of(struct nr_str word)
{
    static const struct {
        struct nr_str name;
        int minutes;
    } zones[] = {
        {NR_STR("ut"), 0},     {NR_STR("gmt"), 0},    {NR_STR("utc"), 0},    {NR_STR("z"), 0},
        {NR_STR("est"), -300}, {NR_STR("edt"), -240}, {NR_STR("cst"), -360}, {NR_STR("cdt"), -300},
        {NR_STR("mst"), -420}, {NR_STR("mdt"), -360}, {NR_STR("pst"), -480}, {NR_STR("pdt"), -420},
        {NR_STR("hst"), -600}, {NR_STR("wet"), 0},    {NR_STR("west"), 60},  {NR_STR("met"), 60},
        {NR_STR("mez"), 60},   {NR_STR("cet"), 60},   {NR_STR("mest"), 120}, {NR_STR("mesz"), 120},
        {NR_STR("cest"), 120}, {NR_STR("eet"), 120},  {NR_STR("eest"), 180}, {NR_STR("msk"), 180},
        {NR_STR("jst"), 540},  {NR_STR("kst"), 540},  {NR_STR("aest"), 600}, {NR_STR("aedt"), 660},
        {NR_STR("nzst"), 720}, {NR_STR("nzdt"), 780},
    };
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (nr_str_eq_fold(word, zones[i].name))
            return zones[i].minutes;
    return NR_NO_ZONE;
}

static bool take_number(struct nr_str *s, int *value, size_t *digits)
{
    *value = 0;
    for (*digits = 0; *digits < s->len && nr_ascii_is_digit(s->data[*digits]); ++*digits)
        if (*digits < 6)
            *value = *value * 10 + (s->data[*digits] - '0');
    *s = nr_str_sub(*s, *digits, s->len);
    return *digits > 0;
}

/* The minutes or seconds behind a colon, blanks around it. */
static bool take_behind_colon(struct nr_str *s, int *value)
{
    struct nr_str rest = nr_str_trim(*s);
    size_t digits;
    if (!rest.len || rest.data[0] != ':')
        return false;
    rest = nr_str_trim(nr_str_sub(rest, 1, rest.len));
    if (!take_number(&rest, value, &digits) || digits > 2)
        return false;
    *s = rest;
    return true;
}

/* "+0200", "-05:00" or "-600" behind a time. */
static void read_offset(struct nr_str *s, struct nr_moment_parts *d)
{
    bool west = s->data[0] == '-';
    int value, minutes = 0;
    size_t digits;
    *s = nr_str_sub(*s, 1, s->len);
    if (!take_number(s, &value, &digits))
        return;
    if (digits == 2 && !take_behind_colon(s, &minutes))
        minutes = -1;
    else if (digits == 3 || digits == 4)
        minutes = value % 100, value /= 100;
    bool real = digits >= 2 && digits <= 4 && minutes >= 0 && minutes < 60 && value <= 14;
    d->zone = !real ? NR_NO_ZONE : west ? -(60 * value + minutes) : 60 * value + minutes;
}

static int full_year(int year, size_t digits)
{
    if (digits == 2)
        return year + (year < 50 ? 2000 : 1900);
    return digits == 3 ? year + 1900 : year;
}

/* A number: the hour where minutes follow, else the day, then the year. False: one too many. */
static bool read_number(struct nr_str *s, struct nr_moment_parts *d)
{
    int value;
    size_t digits;
    if (!take_number(s, &value, &digits))
        return false;
    if (!d->timed && digits <= 2 && take_behind_colon(s, &d->minute)) {
        d->hour = value;
        d->timed = true;
        if (!take_behind_colon(s, &d->second))
            d->second = 0;
        return true;
    }
    if (!d->day && digits <= 2)
        d->day = value;
    else if (!d->year && d->day && digits >= 2 && digits <= 4)
        d->year = full_year(value, digits);
    else
        return false;
    return true;
}

/* A word with a comma behind it, before the day, is one of the week, in whatever language. */
static void read_word(struct nr_str *s, struct nr_moment_parts *d)
{
    size_t n = 0;
    while (n < s->len && nr_ascii_is_letter(s->data[n]))
        n++;
    struct nr_str word = nr_str_sub(*s, 0, n);
    bool weekday = !d->day && n < s->len && s->data[n] == ',';
    if (!d->month && !weekday)
        d->month = month_of(word);
    if (d->timed && nr_str_eq_fold(word, nr_str_of("pm")))
        d->hour += d->hour < 12 ? 12 : 0;
    else if (d->timed && nr_str_eq_fold(word, nr_str_of("am")))
        d->hour -= d->hour == 12 ? 12 : 0;
    else if (d->timed && d->zone == NR_NO_ZONE)
        d->zone = zone_of(word);
    *s = nr_str_sub(*s, n, s->len);
}

static bool read_parts(struct nr_str s, struct nr_moment_parts *d)
{
    while ((s = nr_str_trim(s)).len) {
        char c = s.data[0];
        if (nr_ascii_is_letter(c))
            read_word(&s, d);
        else if (d->timed && (c == '+' || c == '-'))
            read_offset(&s, d);
        else if (nr_ascii_is_digit(c) && !read_number(&s, d))
            return false;
        else if (!nr_ascii_is_digit(c))
            s = nr_str_sub(s, 1, s.len);
    }
    return true;
}

struct nr_str nr_mail_date(struct nr_arena *arena, struct nr_str raw)
{
    char plain[MOST], date[NR_MOMENT_SIZE];
    struct nr_moment_parts d = {.zone = NR_NO_ZONE};
    struct nr_str s = strip_comments(nr_str_sub(nr_str_trim(raw), 0, MOST), plain);
    if (!read_parts(s, &d) || d.year < OLDEST || d.year > NEWEST ||
        !nr_moment_is_day(d.year, d.month, d.day))
        return nr_story_date(arena, s);
    nr_moment_write(&d, date);
    return nr_arena_str(arena, nr_str_of(date));
}
