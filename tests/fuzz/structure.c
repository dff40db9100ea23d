/* Input: a text. Marks show what lies in their range of code points, those of a dateline lie inside
 * it and apart; names of a credit lie inside it, in order; and what stands far from both edges does
 * not matter. */
#include "newsreel/tags/structure.h"
#include "newsreel/core/buf.h"
#include "newsreel/core/utf8.h"
#include <assert.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool inside(struct nr_str part, struct nr_str whole)
{
    return part.len == 0 ||
           (part.data >= whole.data && part.data + part.len <= whole.data + whole.len);
}

static void check_mark(struct nr_str text, struct nr_mark m)
{
    assert(inside(m.text, text) && m.start <= m.end);
    if (!m.text.len) {
        assert(m.start == m.end);
        return;
    }
    assert(nr_utf8_valid(m.text) == m.text.len);
    assert(m.start == nr_utf8_count(nr_str(text.data, (size_t)(m.text.data - text.data))));
    assert(m.end - m.start == nr_utf8_count(m.text));
}

static bool apart(struct nr_mark a, struct nr_mark b)
{
    return !a.text.len || !b.text.len || a.end <= b.start || b.end <= a.start;
}

static void check_dateline(struct nr_str text, const struct nr_dateline *d)
{
    char date[NR_DATELINE_DATE_SIZE];
    assert((d->percent > 0) == (d->whole.text.len > 0) && d->percent < 100);
    check_mark(text, d->whole);
    check_mark(text, d->place);
    check_mark(text, d->date);
    check_mark(text, d->agency);
    assert(inside(d->place.text, d->whole.text) && inside(d->date.text, d->whole.text) &&
           inside(d->agency.text, d->whole.text));
    assert(apart(d->place, d->date) && apart(d->place, d->agency) && apart(d->date, d->agency));
    assert(!d->percent || d->place.text.len || d->agency.text.len);
    assert((d->day > 0) == (d->date.text.len > 0) && d->day <= 31 && d->month <= 12);
    bool dated = nr_dateline_date(d, nr_str_of("2022-03-01"), date);
    assert(!dated || (d->day && nr_str_of(date).len == 10));
}

static void check_credit(struct nr_str credit)
{
    struct nr_str rest = credit;
    const char *role = NULL;
    struct nr_credit c;
    const char *at = credit.data;
    while (nr_credit_next(&rest, &role, &c)) {
        assert(c.name.len && c.role && inside(c.name, credit) && c.name.data >= at);
        at = c.name.data + c.name.len;
    }
}

static void check_far(const struct nr_structure *s, struct nr_str text)
{
    struct nr_buf longer = {0};
    struct nr_structure other;
    nr_buf_add_str(&longer, text);
    for (int i = 0; i < 80; i++)
        nr_buf_add_cstr(&longer, "\n\nThe ferry to Orme will not sail before noon on Tuesday, the "
                                 "office says, if at all.");
    nr_structure_read(&other, nr_buf_str(&longer));
    assert(nr_str_eq(other.by.text, s->by.text) && other.by.start == s->by.start);
    assert(other.credit.text.len == 0);
    nr_buf_free(&longer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_buf text = {0};
    struct nr_structure s;
    nr_utf8_repair(&text, nr_str((const char *)data, size));
    struct nr_str whole = nr_buf_str(&text);
    nr_structure_read(&s, whole);
    check_mark(whole, s.kicker);
    check_mark(whole, s.by);
    check_mark(whole, s.credit);
    check_mark(whole, s.correction);
    check_mark(whole, s.embargo);
    check_dateline(whole, &s.dateline);
    assert(s.by_intro <= s.by.text.len);
    check_credit(s.credit.text);
    check_far(&s, whole);
    nr_buf_free(&text);
    return 0;
}
