#include "newsreel/core/moment.h"
#include "newsreel/json/json.h"
#include "newsreel/tags/structure.h"
#include "tagging.h"

static int number(struct nr_str s, size_t from, size_t to)
{
    unsigned long long n;
    return nr_str_u64(nr_str_sub(s, from, to), &n) ? (int)n : 0;
}

/* A day, and a time as the writer's clock showed it. */
static void set_now(struct nr_dates_now *now, struct nr_str moment)
{
    int64_t seconds;
    if (!nr_moment_seconds(moment, &seconds))
        return;
    now->year = number(moment, 0, 4);
    now->month = number(moment, 5, 7);
    now->day = number(moment, 8, 10);
    now->hour = number(moment, 11, 13);
    now->minute = number(moment, 14, 16);
    now->second = number(moment, 17, 19);
}

/* Month first is the order of the United States: "en" alone and "en-US" are read so. */
static void set_language(struct nr_dates_now *now, struct nr_str language)
{
    bool english = nr_str_is(language, "en") || nr_str_starts(language, nr_str_of("en-"));
    now->foreign = !english && language.len && !nr_str_is(language, "und");
    now->day_first = now->foreign || (language.len > 2 && !nr_str_is(language, "en-US") && english);
}

enum nr_status tag_dates(struct tagging *t)
{
    char date[NR_DATELINE_DATE_SIZE];
    t->now = (struct nr_dates_now){0};
    set_now(&t->now, t->created);
    if (!t->now.year) {
        const struct nr_dateline *d = &tagging_structure(t)->dateline;
        if (d->percent && nr_dateline_date(d, t->created, date))
            set_now(&t->now, nr_str_of(date));
    }
    set_language(&t->now, t->language);
    return NR_OK;
}

void tag_dates_block(struct tagging *t, const struct nr_tokens *block)
{
    nr_dates_read(t->config->dates, &t->now, block, t->spans);
}
