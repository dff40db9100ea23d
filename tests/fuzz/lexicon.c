/* Input: a lexicon, a NUL, a text. The matches are those that trying every term at every word
 * finds; they are apart, and their offsets count code points. */
#include "newsreel/tags/lexicon.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/emoji.h"
#include <assert.h>
#include <stdlib.h>
#include <utf8proc.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_mark(uint32_t c)
{
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    return c == 0x200c || nr_emoji_is_extender(c) ||
           (k >= UTF8PROC_CATEGORY_MN && k <= UTF8PROC_CATEGORY_ME);
}

static bool is_letter(uint32_t c)
{
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO) || k == UTF8PROC_CATEGORY_ND ||
           k == UTF8PROC_CATEGORY_NL;
}

/* A letter or digit of a script whose words stand apart. */
static bool is_joined(uint32_t c)
{
    return is_letter(c) && !nr_char_is_unspaced(c);
}

static bool is_symbol(uint32_t c)
{
    return !is_mark(c) && !is_letter(c);
}

/* For each byte of the text and its end, whether no word is cut there. */
static bool *breaks_of(struct nr_str text)
{
    bool *breaks = nr_alloc_zero(text.len + 1, sizeof *breaks);
    breaks[text.len] = true;
    if (text.len == 0)
        return breaks;
    const char *end = text.data + text.len;
    bool run = false, symbol = false, flag = false;
    uint32_t before = 0;
    for (const char *p = text.data, *next = p; p < end; p = next) {
        uint32_t c = nr_utf8_next(&next, end);
        bool first = p == text.data;
        bool joins = is_mark(c) || (run && is_joined(c)) || (flag && nr_emoji_is_flag_letter(c)) ||
                     (symbol && is_symbol(c) && before == 0x200d);
        bool begins = breaks[p - text.data] = first || !joins;
        run = is_joined(c) || (is_mark(c) && (first || run));
        symbol = begins ? is_symbol(c) : symbol;
        flag = begins && nr_emoji_is_flag_letter(c);
        before = c;
    }
    return breaks;
}

/* A line of the list as a term, or false. */
static bool term_of(struct nr_str line, struct nr_str *term, struct nr_str *label)
{
    if (line.len == 0 || line.data[0] == '#' || nr_str_is(line, "\r"))
        return false;
    size_t tab = nr_str_find_char(line, '\t');
    *term = nr_str_trim(nr_str_sub(line, 0, tab));
    *label = nr_str_trim(nr_str_sub(line, tab + 1, line.len));
    return true;
}

/* Length of the longest term at a break of the text, or 0. */
static size_t longest_at(struct nr_str list, struct nr_str text, const bool *breaks, size_t at)
{
    size_t longest = 0;
    struct nr_str line, term, label;
    while (list.len && nr_str_split(&list, '\n', &line))
        if (term_of(line, &term, &label) && term.len > longest &&
            nr_str_starts(nr_str_sub(text, at, text.len), term) && breaks[at + term.len])
            longest = term.len;
    return longest;
}

/* Takes the matches of one place off the walk: one for each label, in order. */
static void check_labels(struct nr_lexicon_walk *walk, struct nr_str list, struct nr_str found,
                         size_t from)
{
    struct nr_str rest = list, line, term, label;
    while (rest.len && nr_str_split(&rest, '\n', &line)) {
        struct nr_str before = nr_str(list.data, (size_t)(line.data - list.data));
        bool is_new = term_of(line, &term, &label) && nr_str_eq(term, found);
        struct nr_str line2, term2, label2;
        while (is_new && before.len && nr_str_split(&before, '\n', &line2))
            is_new = !(term_of(line2, &term2, &label2) && nr_str_eq(term2, term) &&
                       nr_str_eq(label2, label));
        struct nr_lexicon_match m;
        if (!is_new)
            continue;
        assert(nr_lexicon_next(walk, &m));
        assert(m.from == from && m.to == from + found.len);
        assert(m.start == nr_utf8_count(nr_str_sub(walk->text, 0, m.from)));
        assert(m.end == nr_utf8_count(nr_str_sub(walk->text, 0, m.to)));
        assert(nr_str_eq(m.term, found) && nr_str_eq(m.label, label));
    }
}

static void check(const struct nr_lexicon *l, struct nr_str list, struct nr_str text)
{
    struct nr_lexicon_walk walk = nr_lexicon_walk(l, text);
    struct nr_lexicon_match m;
    bool *breaks = breaks_of(text);
    for (size_t at = 0; at < text.len;) {
        size_t len = breaks[at] ? longest_at(list, text, breaks, at) : 0;
        if (len)
            check_labels(&walk, list, nr_str_sub(text, at, at + len), at);
        at += len ? len : 1;
    }
    assert(!nr_lexicon_next(&walk, &m));
    assert(!nr_lexicon_next(&walk, &m));
    free(breaks);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nr_str all = nr_str((const char *)data, size);
    struct nr_str list = nr_str_sub(all, 0, nr_str_find_char(all, '\0'));
    struct nr_lexicon *l;
    struct nr_error e = {0};
    if (size > 4096)
        return 0;
    if (nr_lexicon_new(&l, list, &e) != NR_OK) {
        assert(e.line > 0 && e.text[0]);
        return 0;
    }
    struct nr_buf text = {0};
    nr_utf8_repair(&text, nr_str_sub(all, list.len + 1, all.len));
    check(l, list, nr_buf_str(&text));
    nr_lexicon_free(l);
    nr_buf_free(&text);
    return 0;
}
