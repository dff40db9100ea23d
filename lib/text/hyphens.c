#include "hyphens.h"
#include "compounds.h"
#include "newsreel/text/chars.h"

/* At a line's end a hyphen was put there for the line in ninety-nine of a hundred cases, whatever
 * the language. The hundredth is what this file is about, in this order: what the text itself does
 * with the word elsewhere, capitals within words, and the compounds that English, German and French
 * write with a hyphen by rule. */

/* Times that a text has to write so for it to be no accident. */
enum { HABIT = 4 };

struct word {
    struct nr_word_cut cut;
    bool linked; /* one of the parts is a small word between two hyphens: "up-to-date" */
    const struct nr_compound_part *head, *tail;
};

static size_t mark_length(const struct nr_line *a)
{
    return a->last < 0x80 ? 1 : a->last < 0x800 ? 2 : 3;
}

static struct word take_apart(const struct nr_line *a, const struct nr_line *b)
{
    struct word w;
    w.cut = nr_word_cut_of(nr_str_sub(a->text, 0, a->text.len - mark_length(a)), b->text);
    w.head = nr_compounds_find(w.cut.head);
    w.tail = nr_compounds_find(w.cut.tail);
    const char *from = w.cut.head.data, *to = w.cut.tail.data + w.cut.tail.len;
    w.linked = (w.head->is & NR_LINK && from > a->text.data && from[-1] == '-') ||
               (w.tail->is & NR_LINK && to < b->text.data + b->text.len && *to == '-');
    return w;
}

/* "old-fashioned", "kind-hearted": but "shortened" is one word. */
static bool is_participle(const struct word *w)
{
    return w->head->is & NR_QUALITY && w->cut.tail.len >= 6 &&
           nr_str_ends(w->cut.tail, nr_str("ed", 2)) &&
           !nr_str_ends(w->cut.tail, nr_str("ened", 4));
}

/* Some papers wrote "Oxford-street" and "non-party", others do not. */
static bool is_habit(const struct word *w, const struct nr_hyphenated *uses)
{
    bool name = nr_char_is_upper((unsigned char)w->cut.head.data[0]);
    return uses->both >= HABIT || (w->tail->is & NR_STREET && name && uses->tail >= HABIT) ||
           (w->head->is & NR_NON && uses->head >= HABIT);
}

static bool is_english(const struct word *w)
{
    return nr_compounds_english(w->head, w->tail) || is_participle(w);
}

/* "dit-il": French syllables begin with a consonant where there is one. */
static bool is_french(const struct word *w)
{
    char last = nr_ascii_lower(w->cut.head.data[w->cut.head.len - 1]);
    return nr_compounds_french(w->head, w->tail) || w->tail->is & NR_PRONOUN ||
           (w->tail->is & NR_SUBJECT && (last == 't' || last == 'd'));
}

/* "deutsch-französische" */
static bool is_german(const struct word *w)
{
    struct nr_str head = w->cut.head, tail = w->cut.tail, isch = NR_STR("isch");
    size_t at = nr_str_find(tail, isch);
    return at > 0 && at + 4 <= tail.len && at + 6 >= tail.len &&
           (nr_str_ends(head, isch) || nr_str_ends(head, nr_str("eutsch", 6)));
}

/* The word is one that has a hyphen. The languages are tried before it is asked which one it is:
 * that takes longer. */
static bool is_compound(const struct word *w, struct nr_words_seen *seen)
{
    if ((w->head->is & NR_PREFIX && !(w->tail->is & NR_BOUND)) || w->linked)
        return true;
    if (w->cut.head.len == 1 && !(w->head->is & NR_VOWEL))
        return true; /* "X-ray": one consonant is no syllable */
    const bool of[NR_TONGUES] = {
        [NR_ENGLISH] = is_english(w), [NR_GERMAN] = is_german(w), [NR_FRENCH] = is_french(w)};
    return (of[NR_ENGLISH] || of[NR_GERMAN] || of[NR_FRENCH]) && of[nr_words_seen_tongue(seen)];
}

/* What the word looks like says that the hyphen stays. */
static bool looks_hyphenated(const struct word *w, const struct nr_line *a, const struct nr_line *b,
                             struct nr_words_seen *seen)
{
    if (b->lower)
        return is_compound(w, seen);
    return nr_char_is_upper(b->first) && !nr_line_goes_on_in_capitals(a, b) &&
           !(w->head->is & NR_PARTICLE);
}

enum nr_seam nr_hyphens_decide(const struct nr_line *a, const struct nr_line *b,
                               struct nr_words_seen *seen)
{
    if (!nr_char_is_letter(b->first))
        return NR_SEAM_NOTHING;
    struct word w = take_apart(a, b);
    if (w.cut.head.len == 0 || w.cut.tail.len == 0)
        return NR_SEAM_NOTHING;
    if (w.tail->is & NR_JOINS && nr_words_seen_tongue(seen) == NR_GERMAN)
        return NR_SEAM_SPACE;
    if (nr_words_seen_divides_softly(seen))
        return NR_SEAM_NOTHING;
    struct nr_hyphenated uses = nr_words_seen_hyphenated(seen, w.cut);
    if (!is_habit(&w, &uses) && !looks_hyphenated(&w, a, b, seen))
        return NR_SEAM_DROP_MARK;
    if (!b->lower)
        return NR_SEAM_NOTHING;
    unsigned whole = nr_words_seen_whole(seen, w.cut);
    return whole && whole >= uses.both ? NR_SEAM_DROP_MARK : NR_SEAM_NOTHING;
}

bool nr_hyphens_is_stroke(const struct nr_line *a, struct nr_words_seen *seen)
{
    const char *p = a->text.data + a->text.len - 1;
    if (p == a->text.data || !nr_char_is_letter(nr_utf8_previous(&p, a->text.data)))
        return false;
    return nr_words_seen_divides_with_strokes(seen);
}
