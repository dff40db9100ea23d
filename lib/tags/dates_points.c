#include "dates_parts.h"

void dates_reset(struct dates_when *w)
{
    *w = (struct dates_when){.clock = dates_no_clock, .until = dates_no_clock};
}

size_t dates_read_first(const dates_reading *readers, size_t count, const struct dates_reader *r,
                        size_t i, struct dates_when *w)
{
    for (size_t k = 0; k < count; k++) {
        dates_reset(w);
        size_t end = readers[k](r, i, w);
        if (end)
            return end;
    }
    return 0;
}

/* Behind what joins a day and a time: "at", "," "around"; or i. */
static size_t skip_at(const struct dates_reader *r, size_t i, bool *sure)
{
    size_t at = i + (dates_mark(r, i, ',') || (dates_is_dash(r, i) && dates_close(r, i)));
    *sure = dates_is(r, at, W_AT) || dates_is(r, at, W_ABOUT);
    at = dates_skip(r, at, W_AT);
    return dates_skip(r, at, W_ABOUT);
}

/* A time with the part of the day that says which half: "5 in the morning", "in the morning at
 * 7" */
static size_t read_time(const struct dates_reader *r, size_t i, bool sure, struct dates_when *w)
{
    bool plural, at;
    size_t end = dates_read_clock(r, i, sure, &w->clock), more;
    if (!end && !sure)
        end = dates_read_clock(r, i, true, &w->clock);
    else
        sure = true;
    if (end) {
        more = dates_read_part(r, end, &w->part, &plural);
        if (more && (sure || (!plural && dates_is(r, end, W_IN)))) {
            dates_apply_part(&w->clock, w->part);
            w->part = NULL;
            return more;
        }
        w->part = NULL;
        return sure ? end : 0;
    }
    end = dates_read_part(r, i, &w->part, &plural);
    bool name = i + 1 == end && r->t->items[i].flags & NR_TOKEN_CAPITAL;
    if (!end || name || (i && dates_is(r, i - 1, W_HOLIDAY)))
        return 0;
    more = skip_at(r, end, &at);
    if (at && (more = dates_read_clock(r, more, true, &w->clock))) {
        dates_apply_part(&w->clock, w->part);
        w->part = NULL;
        return more;
    }
    w->clock = dates_no_clock;
    return end;
}

static size_t read_tonight(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    size_t at = dates_is(r, i, W_EARLY) || dates_is(r, i, W_LATE) ? i + 1 : i;
    bool last = dates_is(r, at, W_LAST), next = dates_is(r, at, W_NEXT);
    bool named = last || next || dates_is(r, at, W_THIS);
    size_t end = at + 1 + named;
    if (dates_is(r, at, W_TONIGHT))
        w->part = dates_parts[PART_NIGHT];
    else if (named && dates_is(r, at + 1, W_PART))
        w->part = dates_parts[dates_value(r, at + 1)];
    else
        return 0;
    w->day = dates_of_number(r, r->today + next - last);
    bool sure;
    struct dates_clock c;
    size_t behind = skip_at(r, end, &sure);
    size_t clock = sure ? dates_read_clock(r, behind, true, &c) : 0;
    if (clock && !dates_joined_after(r, clock)) {
        w->clock = c;
        if (w->part != dates_parts[PART_NIGHT])
            dates_apply_part(&w->clock, w->part);
        w->part = NULL;
        end = clock;
    }
    w->shape = w->part ? DATES_DATETIMERANGE : DATES_DATETIME;
    return end;
}

static size_t read_present(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    size_t at = dates_skip(r, i, W_RIGHT), end = 0;
    if (dates_is(r, at, W_NOW))
        end = at + 1;
    else if (dates_is(r, i, W_AT) && dates_is(r, i + 1, W_PRESENT) &&
             r->t->items[i + 2].kind != NR_TOKEN_WORD)
        end = i + 2;
    else if (dates_is(r, i, W_AT) && dates_is(r, i + 1, W_THIS) && dates_is(r, i + 2, W_TIME))
        end = i + 3;
    w->present = true;
    w->shape = DATES_DATETIME;
    return end;
}

/* A day, and the time or part of the day behind it. */
static size_t read_day_time(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    bool sure, plural;
    size_t end = dates_read_day(r, i, &w->day), more;
    if (!end)
        return 0;
    w->shape = DATES_DATE;
    if (dates_is(r, end - 1, W_EVE) || dates_is(r, end - 1, W_HOLIDAY))
        return end;
    size_t at = skip_at(r, end, &sure);
    struct dates_when time;
    dates_reset(&time);
    if ((more = dates_read_part(r, end, &time.part, &plural)) && !plural)
        at = end;
    if ((more = read_time(r, at, sure, &time)) && !(time.clock.hour < 0 && !time.part) &&
        !(dates_is_dash(r, more) && dates_digits(r, more + 1) && !sure)) {
        w->clock = time.clock;
        w->part = time.part;
        w->shape = w->part ? DATES_DATETIMERANGE : DATES_DATETIME;
        return more;
    }
    return end;
}

/* A time, and the day behind it: "8am this morning", "3pm today", "five-thirty tomorrow evening" */
static size_t read_time_day(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    size_t at = i + (dates_is(r, i, W_AT) && dates_mark(r, i + 2, '.')), more;
    at = dates_skip(r, at, W_ABOUT);
    size_t end = read_time(r, at, false, w);
    if (!end && (dates_is(r, i, W_CARDINAL) || dates_is(r, i, W_DIGITS))) {
        end = dates_read_clock(r, i, true, &w->clock);
        if (!end || !(dates_is(r, end, W_OFFSET)))
            return 0;
    }
    if (!end)
        return 0;
    struct dates_when day;
    dates_reset(&day);
    size_t on = dates_skip(r, end, W_ON);
    if ((more = read_tonight(r, on, &day)) || (more = read_day_time(r, on, &day))) {
        if (w->part && day.clock.hour < 0 && !day.part)
            w->shape = DATES_DATETIMERANGE;
        else if (day.part && w->clock.hour >= 0)
            dates_apply_part(&w->clock, day.part);
        if (day.clock.hour < 0 &&
            (day.day.month || day.day.weekday || day.shape == DATES_DATE || day.part)) {
            w->day = day.day;
            w->shape = w->part ? DATES_DATETIMERANGE : DATES_DATETIME;
            return more;
        }
    }
    w->shape = w->part ? DATES_TIMERANGE : DATES_TIME;
    return end;
}

/* ---- Offsets ---- */

static bool is_fine(const struct dates_length *l)
{
    return l->of[DATES_HOUR] || l->of[DATES_MINUTE] || l->of[DATES_SECOND];
}

/* A moment that is seconds from the reference. */
static void set_moment(const struct dates_reader *r, const struct dates_length *l, int sign,
                       struct dates_when *w)
{
    int64_t seconds =
        (l->of[DATES_HOUR] * 3600 + l->of[DATES_MINUTE] * 60 + l->of[DATES_SECOND]) / DATES_MILLI;
    int64_t now = r->now->hour * 3600L + r->now->minute * 60L + r->now->second;
    int64_t at = now + sign * seconds, days = at / 86400 - (at % 86400 < 0);
    w->shape = DATES_DATETIME;
    w->day = dates_of_number(r, r->today + (long)days);
    at -= days * 86400;
    w->clock = (struct dates_clock){
        .hour = (int)(at / 3600), .minute = (int)(at / 60 % 60), .second = (int)(at % 60)};
    if (!dates_known(r))
        w->clock = dates_no_clock;
}

/* "yesterday", "from now", "next Friday", behind a length and before, after or from. */
static size_t read_base(const struct dates_reader *r, size_t i, int sign,
                        const struct dates_length *l, struct dates_when *w)
{
    struct dates_day base;
    size_t end = dates_is(r, i, W_NOW) ? i + 1 : dates_read_day(r, i, &base);
    if (!end || (is_fine(l) && !dates_is(r, i, W_NOW)))
        return 0;
    if (is_fine(l)) {
        set_moment(r, l, sign, w);
        return end;
    }
    w->shape = DATES_DATE;
    base = dates_is(r, i, W_NOW) ? dates_of_number(r, r->today) : dates_resolve(r, base);
    w->day = base.year ? dates_shift(r, dates_number(&base), l, sign) : (struct dates_day){0};
    return end;
}

size_t dates_read_offset(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    struct dates_length l;
    bool in = dates_is(r, i, W_IN);
    size_t end = dates_read_length(r, i + in, &l);
    int sign = dates_is(r, end, W_AGO) || dates_is(r, end, W_EARLIER) ? -1 : 1;
    if (!end)
        return 0;
    if (dates_is(r, end, W_AGO) || dates_is(r, end, W_LATER) || dates_is(r, end, W_EARLIER) ||
        dates_is(r, end, W_HENCE))
        end++;
    else if (dates_is(r, end, W_BEFORE) || dates_is(r, end, W_AFTER) || dates_is(r, end, W_FROM))
        return read_base(r, end + 1, dates_is(r, end, W_BEFORE) ? -1 : 1, &l, w);
    else if (!in)
        return 0;
    if (is_fine(&l)) {
        set_moment(r, &l, sign, w);
        return end;
    }
    w->shape = DATES_DATE;
    w->day = dates_shift(r, r->today, &l, sign);
    return end;
}

/* "late July", "end of 2000": what is before a period and belongs to it. */
static size_t skip_edge(const struct dates_reader *r, size_t i)
{
    if (dates_is(r, i, W_EARLY) || dates_is(r, i, W_LATE) || dates_is(r, i, W_MID) ||
        dates_is(r, i, W_LATER) || dates_is(r, i, W_EARLIER))
        return i + 1 + (dates_is_dash(r, i + 1) && dates_close(r, i + 1));
    if (dates_is(r, i, W_END) || dates_is(r, i, W_BEGINNING) || dates_is(r, i, W_MIDDLE))
        return dates_is(r, i + 1, W_OF) ? i + 2 : i;
    return i;
}

static size_t read_period(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    size_t at = skip_edge(r, i);
    size_t end = dates_read_period(r, at, &w->period);
    w->shape = DATES_DATERANGE;
    return end;
}

static size_t find_point(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    static const dates_reading readers[] = {read_present,  read_tonight, dates_read_offset,
                                            read_day_time, read_period,  read_time_day};
    return dates_read_first(readers, sizeof readers / sizeof readers[0], r, i, w);
}

size_t dates_read_point(const struct dates_reader *r, size_t i, struct dates_when *w)
{
    struct dates_found *found = &r->found[i % DATES_FOUND];
    if (found->at != i + 1) {
        found->end = find_point(r, i, &found->when);
        found->at = i + 1;
    }
    if (found->end)
        *w = found->when;
    return found->end;
}
