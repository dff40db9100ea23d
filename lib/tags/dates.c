#include "newsreel/tags/dates.h"
#include "dates_parts.h"

/* ---- Sets ---- */

static void set_times(struct dates_when *w, enum dates_unit unit, int times)
{
    w->shape = DATES_SET;
    dates_add_unit(&w->length, unit, (int64_t)times * DATES_MILLI);
}

/* The time or part behind a weekday of a set; or i. */
static size_t read_set_time(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    bool plural, at = dates_is(r, i, W_AT);
    size_t end = dates_read_part(r, i, &w->part, &plural);
    if (end)
        return end;
    end = dates_read_clock(r, i + at, at, &w->clock);
    return end ? end : i;
}

/* "every Monday at 4", "each two days", "every other Friday", "any weekend" */
static size_t read_every(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    enum dates_unit unit;
    int times = 1, weekday;
    size_t at = i + 1, end;
    if (!dates_is(r, i, W_EVERY) && !dates_is(r, i, W_ANY))
        return 0;
    if (dates_is(r, at, W_OTHER))
        times = 2, at++;
    else if ((end = dates_read_small(r, at, &times)) || (end = dates_read_ordinal(r, at, &times)))
        at = end;
    else if (dates_digits(r, at) && dates_digits(r, at) < 3)
        times = dates_value(r, at++);
    w->shape = DATES_SET;
    if ((end = dates_read_weekday(r, at, &weekday))) {
        w->day.weekday = weekday;
        return read_set_time(r, end, w);
    }
    if (dates_is(r, at, W_PART)) {
        w->part = dates_parts[dates_value(r, at)];
        end = dates_is(r, at + 1, W_AT) ? dates_read_clock(r, at + 2, true, &w->clock) : 0;
        if (end)
            dates_apply_part(&w->clock, w->part);
        return end ? end : at + 1;
    }
    end = dates_read_unit(r, at, &unit);
    if (!end || times < 1)
        return 0;
    set_times(w, unit, times);
    return end;
}

static size_t read_periodic(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    bool half = dates_is(r, i, W_SEMI);
    bool more = dates_is(r, i, W_BI) || half;
    size_t at = i + more + (more && dates_mark(r, i + 1, '-'));
    if (!dates_is(r, at, W_PERIODIC) || (!more && r->t->items[at].flags & NR_TOKEN_CAPITAL &&
                                         !(r->t->items[at].flags & NR_TOKEN_FIRST)))
        return 0;
    enum dates_unit unit = (enum dates_unit)dates_value(r, at);
    set_times(w, unit == DATES_WEEKEND ? DATES_DAY : unit, more && !half ? dates_value(r, i) : 1);
    for (size_t k = 0; half && k < DATES_UNITS; k++)
        w->length.of[k] /= 2;
    return at + 1;
}

/* "once a week", "one a day" */
static size_t read_once(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    enum dates_unit unit;
    bool once = dates_is(r, i, W_ONCE) || (dates_is(r, i, W_CARDINAL) && dates_value(r, i) == 1);
    if (!once || !dates_is(r, i + 1, W_A))
        return 0;
    size_t end = dates_read_unit(r, i + 2, &unit);
    if (end)
        set_times(w, unit, 1);
    return end;
}

/* "Thursdays at 17.30", "Friday mornings" */
static size_t read_weekdays(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    w->shape = DATES_SET;
    w->day.weekday = dates_value(r, i);
    if (dates_is(r, i, W_WEEKDAYS))
        return read_set_time(r, i + 1, w);
    if (!dates_is(r, i, W_WEEKDAY) || !dates_is(r, i + 1, W_PARTS))
        return 0;
    w->part = dates_parts[dates_value(r, i + 1)];
    return i + 2;
}

/* "3pm each day", "6am everyday" */
static size_t read_time_set(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    enum dates_unit unit;
    size_t at = dates_read_clock(r, i, false, &w->clock);
    w->shape = DATES_SET;
    if (!at)
        return 0;
    if (dates_is(r, at, W_PERIODIC) && dates_value(r, at) == DATES_DAY)
        return at + 1;
    size_t end = dates_is(r, at, W_EVERY) ? dates_read_unit(r, at + 1, &unit) : 0;
    return end && unit == DATES_DAY ? end : 0;
}

static bool may_be_set(enum dates_word kind)
{
    switch (kind) {
    case W_EVERY:
    case W_ANY:
    case W_BI:
    case W_SEMI:
    case W_PERIODIC:
    case W_ONCE:
    case W_WEEKDAYS:
    case W_WEEKDAY:
    case W_CARDINAL:
    case W_TENS:
    case W_DIGITS:
    case W_NOON:
    case W_MIDNIGHT:
    case W_MID:
    case W_HALF:
    case W_QUARTER:
    case W_A:
        return true;
    default:
        return false;
    }
}

size_t dates_read_set(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    if (!may_be_set(dates_kind(r, i)))
        return 0;
    static const dates_reading readers[] = {read_every, read_periodic, read_once, read_weekdays,
                                            read_time_set};
    return dates_read_first(readers, sizeof readers / sizeof readers[0], r, i, w);
}

/* ---- Ranges ---- */

static size_t read_joint(const struct dates_reader *r, size_t i, bool between)
{
    size_t at = i;
    if (dates_is_dash(r, i) || dates_is(r, i, W_UNTIL) || dates_is(r, i, W_TO) ||
        (between && dates_is(r, i, W_AND)))
        at = i + 1;
    return at > i ? at : 0;
}

/* 12 hours later where that is needed to come after the start. */
static void order_clocks(struct dates_clock *from, struct dates_clock *to)
{
    long a = from->hour * 60L + (from->minute > 0 ? from->minute : 0);
    long b = to->hour * 60L + (to->minute > 0 ? to->minute : 0);
    /* "9 to 10 pm", and not "9:00 to 22:00" */
    if (from->either && to->half && to->hour >= 12 && from->hour < 12 && a + 720 < b)
        from->hour += 12;
    else if (to->either && a >= b && to->hour < 12 && a < b + 720) /* or else it is the next day */
        to->hour += 12;
}

static size_t read_end_part(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    bool plural;
    const char *part = NULL;
    size_t end = dates_read_part(r, i, &part, &plural);
    if (!end)
        return i;
    dates_apply_part(&w->clock, part);
    dates_apply_part(&w->until, part);
    return end;
}

/* "5 to 6pm", "between 9 and 10:30", "3-8pm"; loose: numbers alone will do. */
static size_t read_clocks(const struct dates_reader *r, size_t i, bool loose, struct dates_when *w)
{
    bool between = dates_is(r, i, W_BETWEEN), from = dates_is(r, i, W_FROM), plural;
    const char *part;
    size_t at = i + (between || from), joint, end, more;
    struct dates_clock c;
    if (!(at = dates_read_clock(r, at, true, &w->clock)))
        return 0;
    if ((more = dates_read_part(r, at, &part, &plural))) {
        dates_apply_part(&w->clock, part);
        at = more;
    }
    if (!(joint = read_joint(r, at, between)) ||
        !(end = dates_read_clock(r, joint, true, &w->until)))
        return 0;
    bool sure = dates_read_clock(r, joint, false, &c) ||
                dates_read_clock(r, i + (between || from), false, &c) ||
                (dates_digits(r, joint) == 4 && dates_value(r, joint) < 1000) ||
                (dates_is(r, joint, W_CARDINAL) && w->until.minute >= 0);
    more = read_end_part(r, end, w);
    if (!sure && more == end && !loose && !dates_is(r, end, W_OFFSET) && !dates_is(r, end, W_ZONE))
        return 0;
    order_clocks(&w->clock, &w->until);
    w->range = true;
    w->shape = DATES_TIMERANGE;
    return more;
}

/* A range of the clock with its day before or behind. */
static size_t read_day_clocks(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    struct dates_when day;
    size_t at, end;
    dates_reset(&day);
    bool from = dates_is(r, i, W_FROM) || dates_is(r, i, W_BETWEEN);
    if (!from && !dates_is(r, i, W_DIGITS) && !dates_is(r, i, W_CARDINAL) &&
        (at = dates_read_point(r, i, &day)) &&
        (day.shape == DATES_DATE || (day.shape == DATES_DATETIMERANGE && day.part)) &&
        (end = read_clocks(r, at, true, w))) {
        if (day.part) {
            dates_apply_part(&w->clock, day.part);
            dates_apply_part(&w->until, day.part);
        }
        w->day = w->until_day = day.day;
        w->shape = DATES_DATETIMERANGE;
        return end;
    }
    dates_reset(w);
    if (!from && !dates_is(r, i, W_DIGITS) && !dates_is(r, i, W_CARDINAL))
        return 0;
    if (!(at = read_clocks(r, i, false, w)))
        return 0;
    struct dates_when point;
    end = dates_read_point(r, dates_skip(r, at, W_ON), &point);
    if (!end || (point.shape != DATES_DATE && !(point.part && point.shape == DATES_DATETIMERANGE)))
        return at;
    if (point.part) {
        dates_apply_part(&w->clock, point.part);
        dates_apply_part(&w->until, point.part);
    }
    w->day = w->until_day = point.day;
    w->shape = DATES_DATETIMERANGE;
    return end;
}

/* The first day of what an end of a range is; *unit: how fine it is. False where it has none. */
static bool first_day(const struct dates_reader *r, const struct dates_when *w,
                      struct dates_day *day, enum dates_unit *unit)
{
    *unit = DATES_DAY;
    *day = w->day;
    if (w->present)
        *day = dates_of_number(r, r->today);
    if (w->shape == DATES_DATE || w->present)
        return true;
    const struct dates_period *p = &w->period;
    if (w->shape != DATES_DATERANGE)
        return false;
    *day = (struct dates_day){.year = p->year, .month = p->month ? p->month : 1, .day = 1};
    *unit = p->kind == DATES_OF_YEAR ? DATES_YEAR : DATES_MONTH;
    if (p->kind == DATES_OF_SPAN)
        *day = p->from;
    return p->kind == DATES_OF_YEAR || p->kind == DATES_OF_MONTH ||
           (p->kind == DATES_OF_SPAN && p->length.of[DATES_MONTH]);
}

static void set_range_length(const struct dates_reader *r, struct dates_when *w,
                             enum dates_unit unit)
{
    struct dates_day a = w->day, b = w->until_day;
    if (dates_is_weekday(&b) && (dates_is_weekday(&a) || dates_resolve(r, a).year)) {
        w->length.of[DATES_DAY] = dates_until_weekday(r, a, b.weekday) * DATES_MILLI;
        return;
    }
    if (!a.year && b.year)
        w->day.year = a.year = b.year - (a.month > b.month);
    a = a.year ? a : dates_resolve(r, a);
    b = b.year ? b : dates_resolve(r, b);
    bool unknown = dates_is_weekday(&a) || dates_is_weekday(&b) || (!a.month && !b.month);
    if (unknown && (!a.year || !b.year)) {
        w->length.of[unit] = -1; /* nobody knows */
        return;
    }
    if (!a.year || !b.year)
        a.year = b.year = 2000;
    if (!w->until_day.year)
        b.year = a.year + (a.month > b.month || (a.month == b.month && a.day > b.day));
    long n = dates_number(&b) - dates_number(&a);
    if (unit != DATES_DAY)
        n = 12L * (b.year - a.year) + b.month - a.month;
    if (unit == DATES_YEAR)
        n /= 12;
    w->length.of[unit] = n * DATES_MILLI;
}

static int months_of(const struct dates_when *end)
{
    if (end->present || end->shape != DATES_DATERANGE)
        return 0;
    switch (end->period.kind) {
    case DATES_OF_YEAR:
        return 12;
    case DATES_OF_MONTH:
        return 1;
    default:
        return (int)(end->period.length.of[DATES_MONTH] / DATES_MILLI % 120);
    }
}

/* "9 to 12 of June": a number, the other with its month. */
static size_t read_bare_day(const struct dates_reader *r, size_t i, int *day)
{
    size_t end = dates_read_ordinal(r, dates_skip(r, i, W_THE), day);
    if (!end && dates_digits(r, i) && dates_digits(r, i) < 3) {
        *day = dates_value(r, i);
        end = i + 1;
    }
    return end && *day >= 1 && *day <= 31 ? end : 0;
}

static size_t read_days(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    bool between = dates_is(r, i, W_BETWEEN);
    size_t at = i + (between || dates_is(r, i, W_FROM)), joint, end;
    int number;
    enum dates_unit a, b;
    struct dates_when from, to;
    w->shape = DATES_DATERANGE;
    w->range = true;
    end = read_bare_day(r, at, &number);
    if (end && (joint = read_joint(r, end, between)) &&
        (end = dates_read_day(r, dates_skip(r, joint, W_THE), &w->until_day)) &&
        w->until_day.month && !dates_is(r, joint, W_DIGITS) == !dates_is(r, at, W_DIGITS) &&
        !dates_mark(r, joint + 1, '/') && number < w->until_day.day) {
        w->day = w->until_day;
        w->day.day = number;
        set_range_length(r, w, DATES_DAY);
        return dates_exists(&w->day) ? end : 0;
    }
    if (!(at = dates_read_point(r, at, &from)) || !first_day(r, &from, &w->day, &a) ||
        !(joint = read_joint(r, at, between)))
        return 0;
    joint = dates_is(r, joint, W_THE) && dates_is(r, joint + 1, W_END) ? joint + 1 : joint;
    if ((end = dates_read_point(r, joint, &to)) && first_day(r, &to, &w->until_day, &b)) {
        w->until_months = months_of(&to);
        set_range_length(r, w, a > b ? a : b);
        return w->length.of[a > b ? a : b] >= 0 && dates_exists(&w->day) &&
                       dates_exists(&w->until_day)
                   ? end
                   : 0;
    }
    if (from.shape != DATES_DATE || !w->day.month || w->day.year ||
        !(end = read_bare_day(r, joint, &number)) || number <= w->day.day ||
        dates_joined_after(r, end) || dates_is(r, end, W_MONTH))
        return 0;
    w->until_day = w->day;
    w->until_day.day = number;
    size_t behind = dates_read_year(r, end + dates_mark(r, end, ','), &w->until_day.year);
    set_range_length(r, w, DATES_DAY);
    if (!dates_exists(&w->until_day))
        return 0;
    return behind ? behind : end;
}

/* "since August", "before 4pm", "no later than January 1", "after 2010": the value is that of the
 * end that is named. */
static void set_bound(struct dates_when *w)
{
    w->bound = true;
    if (w->shape == DATES_DATE) {
        w->period = (struct dates_period){.kind = DATES_OF_DAY, .from = w->day};
        w->shape = DATES_DATERANGE;
    } else if (w->shape == DATES_TIME) {
        w->shape = DATES_TIMERANGE;
    } else if (w->shape == DATES_DATETIME) {
        w->shape = DATES_DATETIMERANGE;
    }
}

/* "Tuesday after 1pm", "2012 or later" */
static size_t read_bound_behind(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    bool plural;
    const char *part;
    size_t end = dates_read_point(r, i, w), more;
    if (!end || w->present)
        return 0;
    if ((dates_is(r, end, W_OR) || dates_is(r, end, W_AND)) && dates_is(r, end + 1, W_LATER)) {
        set_bound(w);
        return end + 2;
    }
    if (w->shape != DATES_DATE || !(dates_is(r, end, W_BEFORE) || dates_is(r, end, W_AFTER) ||
                                    dates_is(r, end, W_BY) || dates_is(r, end, W_UNTIL)))
        return 0;
    struct dates_clock c;
    if (!(more = dates_read_clock(r, end + 1, true, &c)))
        return 0;
    size_t behind = dates_read_part(r, more, &part, &plural);
    if (!behind && !dates_read_clock(r, end + 1, false, &c))
        return 0;
    if (behind)
        dates_apply_part(&c, part);
    w->clock = c;
    w->shape = DATES_DATETIMERANGE;
    w->bound = true;
    return behind ? behind : more;
}

static size_t read_bound(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    size_t at = i;
    if (dates_is(r, i, W_NO) && (dates_is(r, i + 1, W_LATER) || dates_is(r, i + 1, W_EARLIER)))
        at++;
    if ((dates_is(r, at, W_LATER) || dates_is(r, at, W_EARLIER)) && dates_is(r, at + 1, W_THAN))
        at += 2;
    else if (dates_is(r, i, W_BEFORE) || dates_is(r, i, W_AFTER) || dates_is(r, i, W_SINCE) ||
             (dates_is(r, i, W_UNTIL) && dates_value(r, i)))
        at = i + 1;
    else if (dates_is(r, i, W_STARTING) || (dates_is(r, i, W_BEGINNING) && dates_value(r, i)))
        at = dates_skip(r, i + 1, W_ON);
    else
        return 0;
    size_t the =
        dates_is(r, at, W_THE) && (dates_is(r, at + 1, W_END) || dates_is(r, at + 1, W_BEGINNING) ||
                                   (dates_is(r, at + 1, W_UNIT) && dates_digits(r, at + 2)));
    size_t end = dates_read_point(r, at + the, w);
    if (!end || w->present)
        return 0;
    set_bound(w);
    return end;
}

/* ---- Durations ---- */

static size_t read_duration(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    enum dates_unit unit;
    size_t at = dates_is(r, i, W_MORE) && dates_is(r, i + 1, W_THAN) ? i + 2 : i;
    size_t end;
    w->shape = DATES_DURATION;
    if (dates_is(r, i, W_ALL) && (end = dates_read_unit(r, i + 1, &unit)) && unit < DATES_UNITS) {
        dates_add_unit(&w->length, unit, DATES_MILLI);
        return end;
    }
    return dates_read_length(r, at, &w->length);
}

size_t dates_read_when(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    static const dates_reading readers[] = {dates_read_set, read_day_clocks,   read_days,
                                            read_bound,     read_bound_behind, dates_read_point,
                                            read_duration};
    return dates_read_first(readers, sizeof readers / sizeof readers[0], r, i, w);
}

/* ---- The walk ---- */

static void set_ends(const struct dates_reader *r, const struct dates_when *w, struct nr_span *span,
                     struct nr_spans *spans)
{
    struct dates_day first, last;
    if (!dates_read_ends(r, w, &first, &last))
        return;
    span->first = dates_write_moment(&first, &w->clock, spans);
    span->last = dates_write_moment(&last, &w->until, spans);
}

static void walk(const struct dates_reader *r, struct nr_spans *spans)
{
    for (size_t i = 0; i < r->t->count;) {
        struct dates_when w;
        size_t end = dates_may_begin(r, i) ? dates_read_when(r, i, &w) : 0;
        if (!end || end > r->t->count) {
            i++;
            continue;
        }
        struct nr_str value = dates_write(r, &w, spans);
        struct nr_span *span =
            nr_spans_add(spans, dates_type(&w), r->t->items[i].start, r->t->items[end - 1].end);
        span->value = value;
        set_ends(r, &w, span, spans);
        i = end;
    }
}

void nr_dates_read(const struct nr_dates *d, const struct nr_dates_now *now,
                   const struct nr_tokens *block, struct nr_spans *spans)
{
    uint32_t words[NR_TOKENS_MOST];
    for (size_t i = 0; i < block->count && i < NR_TOKENS_MOST; i++)
        words[i] = dates_word_of(d, block, &block->items[i]);
    struct dates_found found[DATES_FOUND] = {{0}};
    struct dates_reader r = {.found = found, .d = d, .now = now, .t = block, .words = words};
    if (now->year)
        r.today = nr_calendar_number(now->year, now->month, now->day);
    walk(&r, spans);
}
