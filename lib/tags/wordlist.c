/* Two lexicons. The lines of each stand where they do in the list, with empty ones between, so that
 * the numbers of bad lines are right. */
#include "newsreel/tags/wordlist.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include <stdlib.h>
#include <utf8proc.h>

enum { EXACT, ANY_CASE, KINDS };

struct nr_wordlist {
    struct nr_lexicon *kinds[KINDS];
    struct nr_expressions *expressions;
};

/* The list while it is sorted into its kinds. */
struct sorting {
    struct nr_buf lists[KINDS];
    struct nr_expressions *expressions;
};

/* Appends s, which is valid, in lower case and as long as it was. */
static void add_lower(struct nr_buf *out, struct nr_str s)
{
    char *to = nr_buf_reserve(out, s.len + 4);
    const char *p = s.data, *end = s.data + s.len;
    while (p < end) {
        unsigned char c = (unsigned char)*p;
        if (c < 0x80) {
            *to++ = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
            p++;
            continue;
        }
        const char *begin = p;
        uint32_t point = nr_utf8_next(&p, end);
        size_t len = (size_t)(p - begin);
        if (nr_utf8_put(to, (uint32_t)utf8proc_tolower((utf8proc_int32_t)point)) != len)
            memcpy(to, begin, len);
        to += len;
    }
    out->len += s.len;
}

/* A line whose flags are known goes to where they say, without them. */
static enum nr_status add_flagged(struct sorting *s, struct nr_str line, size_t label, size_t end,
                                  struct nr_error *e)
{
    struct nr_str flags = nr_str_trim(nr_str_sub(line, end + 1, line.len));
    struct nr_str term = nr_str_trim(nr_str_sub(line, 0, label - 1));
    struct nr_str name = nr_str_trim(nr_str_sub(line, label, end));
    bool any_case = nr_str_find_char(flags, 'i') < flags.len;
    bool expression = nr_str_find_char(flags, 'x') < flags.len;
    if (flags.len > (size_t)any_case + (size_t)expression) {
        nr_error_set(e, "unknown flag in the third column: i and x are known");
        return NR_FAIL;
    }
    if (expression && term.len && name.len && nr_utf8_valid(line) == line.len)
        return nr_expressions_add(s->expressions, term, name, any_case, e);
    if (any_case && nr_utf8_valid(line) == line.len) {
        add_lower(&s->lists[ANY_CASE], nr_str_sub(line, 0, label));
        nr_buf_add_str(&s->lists[ANY_CASE], nr_str_sub(line, label, end));
    } else {
        nr_buf_add_str(&s->lists[EXACT], nr_str_sub(line, 0, end));
    }
    return NR_OK;
}

static enum nr_status add_line(struct sorting *s, struct nr_str line, struct nr_error *e)
{
    enum nr_status status = NR_OK;
    size_t label = nr_str_find_char(line, '\t') + 1, end = label;
    bool comment = line.len && line.data[0] == '#';
    if (label < line.len)
        end += nr_str_find_char(nr_str_sub(line, label, line.len), '\t');
    if (!comment && end < line.len)
        status = add_flagged(s, line, label, end, e);
    else
        nr_buf_add_str(&s->lists[EXACT], line);
    nr_buf_add_char(&s->lists[EXACT], '\n');
    nr_buf_add_char(&s->lists[ANY_CASE], '\n');
    return status;
}

enum nr_status nr_wordlist_new(struct nr_wordlist **list, struct nr_str text, struct nr_error *e)
{
    struct nr_wordlist *l = nr_alloc_zero(1, sizeof *l);
    struct sorting s = {.expressions = l->expressions = nr_expressions_new()};
    struct nr_str rest = text, line;
    enum nr_status status = NR_OK;
    for (uint64_t number = 1; status == NR_OK && rest.len && nr_str_split(&rest, '\n', &line);
         number++)
        if ((status = add_line(&s, line, e)) != NR_OK)
            e->line = number;
    for (size_t i = 0; i < KINDS; i++) {
        if (status == NR_OK)
            status = nr_lexicon_new(&l->kinds[i], nr_buf_str(&s.lists[i]), e);
        nr_buf_free(&s.lists[i]);
    }
    if (status == NR_OK)
        *list = l;
    else
        nr_wordlist_free(l);
    return status;
}

void nr_wordlist_free(struct nr_wordlist *l)
{
    for (size_t i = 0; l && i < KINDS; i++)
        if (l->kinds[i])
            nr_lexicon_free(l->kinds[i]);
    if (l)
        nr_expressions_free(l->expressions);
    free(l);
}

const struct nr_expressions *nr_wordlist_expressions(const struct nr_wordlist *l)
{
    return l->expressions;
}

/* Reads the next match of a kind, if there is one. */
static void pull(struct nr_wordlist_walk *w, size_t kind)
{
    w->have[kind] = nr_lexicon_next(&w->walks[kind], &w->heads[kind]);
}

struct nr_wordlist_walk nr_wordlist_walk(const struct nr_wordlist *l, struct nr_str text,
                                         struct nr_buf *lower)
{
    struct nr_wordlist_walk w = {.text = text};
    lower->len = 0;
    if (nr_lexicon_count(l->kinds[ANY_CASE]))
        add_lower(lower, text);
    w.walks[EXACT] = nr_lexicon_walk(l->kinds[EXACT], text);
    w.walks[ANY_CASE] = nr_lexicon_walk(l->kinds[ANY_CASE], nr_buf_str(lower));
    pull(&w, EXACT);
    pull(&w, ANY_CASE);
    return w;
}

/* Passes over the matches of a kind that overlap the last one but are not of the same bytes. */
static void pass_hidden(struct nr_wordlist_walk *w, size_t kind)
{
    const struct nr_lexicon_match *m = &w->heads[kind];
    while (w->have[kind] && m->from < w->to && (m->from != w->from || m->to != w->to))
        pull(w, kind);
}

bool nr_wordlist_next(struct nr_wordlist_walk *w, struct nr_lexicon_match *match)
{
    const struct nr_lexicon_match *a = &w->heads[EXACT], *b = &w->heads[ANY_CASE];
    pass_hidden(w, EXACT);
    pass_hidden(w, ANY_CASE);
    if (!w->have[EXACT] && !w->have[ANY_CASE])
        return false;
    size_t kind = !w->have[EXACT];
    if (w->have[EXACT] && w->have[ANY_CASE])
        kind = b->from < a->from || (b->from == a->from && b->to > a->to);
    *match = w->heads[kind];
    if (kind == ANY_CASE)
        match->term = nr_str_sub(w->text, match->from, match->to);
    w->from = match->from;
    w->to = match->to;
    pull(w, kind);
    return true;
}
