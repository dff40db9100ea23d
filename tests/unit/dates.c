#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/core/buf.h"
#include "newsreel/tags/dates.h"

/* A Tuesday. */
static const struct nr_dates_now july = {.year = 2022,
                                         .month = 7,
                                         .day = 19,
                                         .hour = 16,
                                         .minute = 12};

/* The spans of a text, as "surface|type|value" and a line end each. */
static void assert_read(const struct nr_dates_now *now, const char *text, const char *want)
{
    struct nr_arena arena = {0};
    struct nr_spans spans = {.arena = &arena};
    struct nr_tokens tokens = {0};
    struct nr_buf got = {0};
    struct nr_dates *d = nr_dates_new();
    nr_tokens_begin(&tokens, nr_str_of(text));
    while (nr_tokens_next(&tokens))
        nr_dates_read(d, now, &tokens, &spans);
    for (size_t i = 0; i < spans.count; i++) {
        const struct nr_span *s = &spans.items[i];
        if (i)
            nr_buf_add_char(&got, '\n');
        nr_buf_add_str(&got, nr_str_sub(tokens.text, s->start, s->end));
        nr_buf_add_char(&got, '|');
        nr_buf_add_str(&got, s->type);
        nr_buf_add_char(&got, '|');
        nr_buf_add_str(&got, s->value);
    }
    assert_string_equal(nr_buf_cstr(&got), want);
    nr_buf_free(&got);
    nr_tokens_free(&tokens);
    nr_spans_free(&spans);
    nr_arena_free(&arena);
    nr_dates_free(d);
}

/* The first and the last day of the one span of a text. */
static void assert_ends(const struct nr_dates_now *now, const char *text, const char *first,
                        const char *last)
{
    struct nr_arena arena = {0};
    struct nr_spans spans = {.arena = &arena};
    struct nr_tokens tokens = {0};
    struct nr_dates *d = nr_dates_new();
    nr_tokens_begin(&tokens, nr_str_of(text));
    while (nr_tokens_next(&tokens))
        nr_dates_read(d, now, &tokens, &spans);
    assert_int_equal(spans.count, 1);
    assert_true(nr_str_is(spans.items[0].first, first));
    assert_true(nr_str_is(spans.items[0].last, last));
    nr_tokens_free(&tokens);
    nr_spans_free(&spans);
    nr_arena_free(&arena);
    nr_dates_free(d);
}

static void amounts_are_those_of_numbers(void **state)
{
    (void)state;
    assert_read(&july, "in 1,500 hours of work", "in 1,500 hours|datetime|2022-09-20T04:12:00");
    assert_read(&july, "some 1,500 hours", "1,500 hours|duration|PT1500H");
    assert_read(&july, "for 2\u00bd hours", "2\u00bd hours|duration|PT2.5H");
    assert_read(&july, "two hundred and fifty days", "two hundred and fifty days|duration|P250D");
    assert_read(&july, "one and a half years", "one and a half years|duration|P1.5Y");
    assert_read(&july, "the 5 last years", "5 last years|daterange|(2017-07-19,2022-07-19,P5Y)");
    assert_read(&july, "against 16,673 last year", "last year|daterange|2021");
    assert_read(&july, "a thirty-second spot", "thirty-second|duration|PT30S");
    assert_read(&july, "three quarters in a row", "three quarters|duration|P9M");
    assert_read(&july, "three-quarters of them", "");
}

static void ranges_have_ends(void **state)
{
    (void)state;
    const struct nr_dates_now none = {0};
    assert_ends(&july, "in August", "2022-08-01", "2022-08-31");
    assert_ends(&july, "in February", "2022-02-01", "2022-02-28");
    assert_ends(&none, "in February", "", "");
    assert_ends(&none, "in February 2020", "2020-02-01", "2020-02-29");
    assert_ends(&july, "last week", "2022-07-11", "2022-07-17");
    assert_ends(&july, "this weekend", "2022-07-23", "2022-07-24");
    assert_ends(&july, "from 2014 to 2018", "2014-01-01", "2018-12-31");
    assert_ends(&july, "between May and August", "2022-05-01", "2022-08-31");
    assert_ends(&july, "from November to March", "2022-11-01", "2023-03-31");
    assert_ends(&july, "9 to 12 of June", "2022-06-09", "2022-06-12");
    assert_ends(&july, "the 1990s", "1990-01-01", "1999-12-31");
    assert_ends(&july, "the third quarter", "2022-07-01", "2022-09-30");
    assert_ends(&july, "the last 3 days", "2022-07-16", "2022-07-18");
    assert_ends(&july, "Tuesday night", "2022-07-19", "2022-07-19");
    assert_ends(&july, "Friday from 2:00 to 2:30 pm", "2022-07-22T14:00", "2022-07-22T14:30");
    assert_ends(&july, "July 22 from 10pm to 2am", "2022-07-22T22", "2022-07-23T02");
    assert_ends(&july, "since May", "", "");
    assert_ends(&july, "before 2010", "", "");
    assert_ends(&july, "the summer of 2020", "", "");
    assert_ends(&july, "on Tuesday", "", "");
}

static void days(void **state)
{
    (void)state;
    assert_read(&july, "It met on July 13, 2021.", "July 13, 2021|date|2021-07-13");
    assert_read(&july, "It met on the 9th of May.", "the 9th of May|date|2022-05-09");
    assert_read(&july, "He comes on Tuesday.", "Tuesday|date|2022-07-19");
    assert_read(&july, "He came on Friday.", "Friday|date|2022-07-22");
    assert_read(&july, "It was yesterday.", "yesterday|date|2022-07-18");
    assert_read(&july, "Files of 2022-07-13.", "2022-07-13|date|2022-07-13");
    assert_read(&july, "Done on 7/13/2022.", "7/13/2022|date|2022-07-13");
    assert_read(&july, "Am 13.7.2022 war es.", "13.7.2022|date|2022-07-13");
}

static void days_without_reference(void **state)
{
    const struct nr_dates_now none = {0};
    (void)state;
    assert_read(&none, "It met on July 13.", "July 13|date|XXXX-07-13");
    assert_read(&none, "He comes on Tuesday.", "Tuesday|date|XXXX-WXX-2");
    assert_read(&none, "It was yesterday.", "yesterday|date|XXXX-XX-XX");
    assert_read(&none, "It was last week.", "last week|daterange|XXXX-WXX");
}

static void the_order_of_numbers(void **state)
{
    struct nr_dates_now british = july;
    (void)state;
    british.day_first = true;
    assert_read(&july, "On 3/4/2022 it rained.", "3/4/2022|date|2022-03-04");
    assert_read(&british, "On 3/4/2022 it rained.", "3/4/2022|date|2022-04-03");
    assert_read(&july, "On 22/04/2022 it rained.", "22/04/2022|date|2022-04-22");
}

static void other_languages(void **state)
{
    struct nr_dates_now foreign = july;
    (void)state;
    foreign.foreign = foreign.day_first = true;
    assert_read(&july, "el 13 de julio de 2022", "13 de julio de 2022|date|2022-07-13");
    assert_read(&july, "13 июля 2022 года", "13 июля 2022|date|2022-07-13");
    assert_read(&foreign, "am 13. Juli kam er", "13. Juli|date|2022-07-13");
    assert_read(&foreign, "2022年7月13日", "2022年7月13日|date|2022-07-13");
    assert_read(&july, "5 out of 10", "");
}

static void times(void **state)
{
    (void)state;
    assert_read(&july, "It starts at 2 pm.", "2 pm|time|T14");
    assert_read(&july, "half past seven o'clock", "half past seven o'clock|time|T07:30");
    assert_read(&july, "5 in the afternoon", "5 in the afternoon|time|T17");
    assert_read(&july, "tomorrow at 8:30 am", "tomorrow at 8:30 am|datetime|2022-07-20T08:30");
    assert_read(&july, "We go now.", "now|datetime|PRESENT_REF");
    assert_read(&july, "in 5 minutes", "in 5 minutes|datetime|2022-07-19T16:17:00");
    assert_read(&july, "a 4:3 screen won 1:1", "");
}

static void durations_and_sets(void **state)
{
    (void)state;
    assert_read(&july, "It took 2.5 hours.", "2.5 hours|duration|PT2.5H");
    assert_read(&july, "It took two years and 3 months.", "two years and 3 months|duration|P2Y3M");
    assert_read(&july, "every other Friday", "every other Friday|set|XXXX-WXX-5");
    assert_read(&july, "It runs daily.", "daily|set|P1D");
    assert_read(&july, "once a week", "once a week|set|P1W");
}

static void ranges(void **state)
{
    (void)state;
    assert_read(&july, "as early as late July, he said", "late July|daterange|XXXX-07");
    assert_read(&july, "last week", "last week|daterange|2022-W28");
    assert_read(&july, "from 2014 to 2018",
                "from 2014 to 2018|daterange|(2014-01-01,2018-01-01,P4Y)");
    assert_read(&july, "9 to 12 of June", "9 to 12 of June|daterange|(XXXX-06-09,XXXX-06-12,P3D)");
    assert_read(&july, "March 9-13, 2026",
                "March 9-13, 2026|daterange|(2026-03-09,2026-03-13,P4D)");
    assert_read(&july, "the 1990s", "1990s|daterange|(1990-01-01,2000-01-01,P10Y)");
    assert_read(&july, "fiscal 1987", "fiscal 1987|daterange|FY1987");
    assert_read(&july, "5 to 6pm", "5 to 6pm|timerange|(T17,T18,PT1H)");
    assert_read(&july, "Tuesday night", "Tuesday night|datetimerange|XXXX-WXX-2TNI");
    assert_read(&july, "last 2 quarters", "last 2 quarters|daterange|(2022-01-01,2022-07-01,P6M)");
}

static void words_that_are_no_dates(void **state)
{
    (void)state;
    assert_read(&july, "This may or may not march on. The sun sat.", "");
    assert_read(&july, "They deliver 2000 pieces for $1999.", "");
}

static void weekdays_go_over_the_end_of_the_week(void **state)
{
    (void)state;
    const struct nr_dates_now none = {0};
    assert_read(&july, "open Thursday-Sunday",
                "Thursday-Sunday|daterange|(XXXX-WXX-4,XXXX-WXX-7,P3D)");
    assert_read(&july, "from Friday to Monday",
                "from Friday to Monday|daterange|(XXXX-WXX-5,XXXX-WXX-1,P3D)");
    assert_read(&none, "from Monday to Monday",
                "from Monday to Monday|daterange|(XXXX-WXX-1,XXXX-WXX-1,P7D)");
    assert_read(&july, "from today to Monday",
                "from today to Monday|daterange|(2022-07-19,XXXX-WXX-1,P6D)");
    assert_read(&july, "from July 20 to July 20",
                "from July 20 to July 20|daterange|(XXXX-07-20,XXXX-07-20,P0D)");
    assert_read(&none, "from yesterday to Monday",
                "yesterday|date|XXXX-XX-XX\nMonday|date|XXXX-WXX-1");
    assert_ends(&july, "from Friday to Monday", "2022-07-22", "2022-07-25");
    assert_ends(&july, "from Monday to Monday", "2022-07-18", "2022-07-25");
}

static void days_are_those_of_the_calendar(void **state)
{
    (void)state;
    assert_read(&july, "on 29 February 2020", "29 February 2020|date|2020-02-29");
    assert_read(&july, "on 29 February", "29 February|date|2024-02-29");
    assert_read(&july, "June 31", "June 31|date|XXXX-06-31");
    assert_read(&july, "last February 29", "last February 29|date|2020-02-29");
    assert_read(&july, "2021-02-29, 2021-04-31, 29.2.2021", "");
    assert_read(&july,
                "2021\xe5\xb9\xb4"
                "2\xe6\x9c\x88"
                "29\xe6\x97\xa5",
                "");
    assert_read(&july, "June 5 to 31", "June 5|date|2022-06-05");
    assert_read(&july, "from 31 January 2020 to 30 February 2020",
                "31 January 2020|date|2020-01-31\n30 February 2020|date|2020-02-30");
    assert_ends(&july, "from 28 February 2020 to 29 February", "2020-02-28", "2020-02-29");
}

static void numbers_that_are_no_times(void **state)
{
    (void)state;
    assert_read(&july, "It closed at 4.17 and fell 9p to 888p.", "");
    assert_read(&july, "shares at 22.30 dollars", "");
    assert_read(&july, "It traded yesterday at 16.50 euros.", "yesterday|date|2022-07-18");
    assert_read(&july, "sold on July 13 at 15-3/4", "July 13|date|2022-07-13");
    assert_read(&july, "It sails at 10.30 today.", "at 10.30 today|datetime|2022-07-19T10:30");
    assert_read(&july, "It sails today at 9p.", "today at 9p|datetime|2022-07-19T21");
    assert_read(&july, "from 2300 to 0300", "from 2300 to 0300|timerange|(T23:00,T03:00,PT4H)");
    assert_read(&july, "from 11 to 3 p.m.", "from 11 to 3 p.m.|timerange|(T11,T15,PT4H)");
}

static void names_and_phrases_that_are_no_dates(void **state)
{
    (void)state;
    assert_read(&july, "open 24/7", "");
    assert_read(&july, "It met on 24/7.", "24/7|date|2022-07-24");
    assert_read(&july, "wrote USA Today, for the years to come", "");
    assert_read(&july, "It met in Orme today. Today it rained.",
                "today|date|2022-07-19\nToday|date|2022-07-19");
    assert_read(&july, "throughout the year", "the year|daterange|2022");
}

static void hours_of_the_whole_day(void **state)
{
    (void)state;
    assert_read(&july, "from 8:30 to 20:45",
                "from 8:30 to 20:45|timerange|(T08:30,T20:45,PT12H15M)");
    assert_read(&july, "10:00-22:00", "10:00-22:00|timerange|(T10:00,T22:00,PT12H)");
    assert_read(&july, "from 9 to 10pm", "from 9 to 10pm|timerange|(T21,T22,PT1H)");
    assert_read(&july, "from 8 to 8pm", "from 8 to 8pm|timerange|(T08,T20,PT12H)");
    assert_read(&july, "from 9 to 10:30 in the evening",
                "from 9 to 10:30 in the evening|timerange|(T21,T22:30,PT1H30M)");
}

static void shares_are_no_quarters_of_a_year(void **state)
{
    (void)state;
    assert_read(&july, "a quarter of its trade, a quarter point", "");
    assert_read(&july, "two cents a quarter", "a quarter|duration|P3M");
    assert_read(&july, "a quarter of an hour", "a quarter of an hour|duration|PT0.25H");
    assert_read(&july, "three quarters of a century old", "");
}

static void months_of_another_year(void **state)
{
    (void)state;
    static const struct nr_dates_now none = {0};
    assert_read(&july, "in February last year", "February last year|daterange|2021-02");
    assert_read(&july, "in March of this year", "March of this year|daterange|2022-03");
    assert_read(&july, "on May 3 next year", "May 3 next year|date|2023-05-03");
    assert_read(&july, "from May to June last year",
                "from May to June last year|daterange|(2021-05-01,2021-06-01,P1M)");
    assert_read(&none, "in February last year", "February last year|daterange|XXXX-02");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days),
        cmocka_unit_test(days_without_reference),
        cmocka_unit_test(the_order_of_numbers),
        cmocka_unit_test(other_languages),
        cmocka_unit_test(times),
        cmocka_unit_test(durations_and_sets),
        cmocka_unit_test(ranges),
        cmocka_unit_test(amounts_are_those_of_numbers),
        cmocka_unit_test(ranges_have_ends),
        cmocka_unit_test(words_that_are_no_dates),
        cmocka_unit_test(days_are_those_of_the_calendar),
        cmocka_unit_test(numbers_that_are_no_times),
        cmocka_unit_test(names_and_phrases_that_are_no_dates),
        cmocka_unit_test(hours_of_the_whole_day),
        cmocka_unit_test(shares_are_no_quarters_of_a_year),
        cmocka_unit_test(months_of_another_year),
        cmocka_unit_test(weekdays_go_over_the_end_of_the_week),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
