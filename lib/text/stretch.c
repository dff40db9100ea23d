#include "stretch.h"

enum {
    LINE_COST = 20,    /* half words that a paragraph must have to gain */
    END_COST = 100,    /* of a phrase that ends articles */
    MOST_WORDS = 1000, /* of a paragraph that count */
    NEAR = 2,          /* paragraphs that may separate sentences from the stretch */
    SENTENCE_WORDS = 4,
    NEAR_WORDS = 8,
    ENOUGH_WORDS = 60, /* before comments are believed */
};

long nr_stretch_gain(const struct nr_traits *t)
{
    if (t->phrase)
        return t->ends ? -END_COST : -LINE_COST;
    long words = t->words < MOST_WORDS ? (long)t->words : MOST_WORDS;
    return words * (t->sentence ? 2 : 1) - LINE_COST;
}

/* A maximal segment, as in Kadane's algorithm. */
static void find_largest(const struct nr_traits *t, size_t count, size_t *first, size_t *last)
{
    long best = 0, now = 0;
    size_t from = 0;
    *first = *last = 0;
    for (size_t i = 0; i < count; i++) {
        now += nr_stretch_gain(&t[i]);
        if (now <= 0) {
            now = 0;
            from = i + 1;
        } else if (now > best) {
            best = now;
            *first = from;
            *last = i + 1;
        }
    }
}

static bool is_sentence(const struct nr_traits *t, uint32_t words)
{
    return t->sentence && t->words >= words;
}

static void cut_comments(const struct nr_traits *t, size_t first, size_t *last)
{
    uint32_t words = 0;
    for (size_t i = first; i < *last; i++) {
        if (t[i].ends && words >= ENOUGH_WORDS && strcmp(t[i].phrase, "comments") == 0)
            *last = i;
        else if (is_sentence(&t[i], SENTENCE_WORDS))
            words += t[i].words < ENOUGH_WORDS ? t[i].words : ENOUGH_WORDS;
    }
}

static void grow(const struct nr_traits *t, size_t count, size_t *first, size_t *last)
{
    for (size_t i = *last; i < count && i <= *last + NEAR && !t[i].ends; i++)
        if (is_sentence(&t[i], i == *last ? SENTENCE_WORDS : NEAR_WORDS))
            *last = i + 1;
    for (size_t i = *first; i > 0 && *first - i <= NEAR && !t[i - 1].ends; i--)
        if (is_sentence(&t[i - 1], i == *first ? SENTENCE_WORDS : NEAR_WORDS))
            *first = i - 1;
}

void nr_stretch_find(const struct nr_traits *t, size_t count, size_t *first, size_t *last)
{
    find_largest(t, count, first, last);
    if (*first == *last)
        return;
    cut_comments(t, *first, last);
    grow(t, count, first, last);
}
