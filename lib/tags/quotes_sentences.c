#include "newsreel/text/chars.h"
#include "quotes_parts.h"

enum { TITLE_MOST = 4 };

/* The full stop of an initial, or of a title cut short, or before a number: "J.", "Gen.", "No.
 * 3". */
static bool is_inside(const struct nr_quotes_state *s, const struct nr_token *items, size_t stop)
{
    const uint32_t *bits = s->bits + NR_TOKENS_MARGIN;
    const struct nr_token *word = &items[stop] - 1;
    if (items[stop].mark != '.' || !stop || word->kind != NR_TOKEN_WORD ||
        !nr_token_is_close(&items[stop]))
        return false;
    size_t len = word->end - word->start;
    return len == 1 || (len <= TITLE_MOST && bits[stop - 1] & QW_TITLE) ||
           (len <= TITLE_MOST && items[stop + 1].kind == NR_TOKEN_DIGITS);
}

static bool ends_here(const struct nr_quotes_state *s, const struct nr_token *items, size_t at)
{
    const struct nr_token *t = &items[at], *next = t + 1;
    if (t->kind != NR_TOKEN_MARK || !nr_char_ends_sentence(t->mark) || is_inside(s, items, at))
        return false;
    return !nr_token_is_close(next) || next->kind == NR_TOKEN_END || t->mark >= 0x3000 ||
           (next->kind == NR_TOKEN_MARK && nr_char_closes(next->mark));
}

/* Whether the sentence is at its end behind a quote: "...?" may be taken up by a verb still. */
static bool ends_quoted(const struct nr_token *items, const struct quoted *q)
{
    const struct nr_token *last = &items[q->last] - 1;
    return q->last > q->first && last->kind == NR_TOKEN_MARK &&
           (last->mark == '.' || last->mark == 0x3002);
}

void quotes_read_sentences(struct nr_quotes_state *s, const struct nr_tokens *block)
{
    size_t begin = 0;
    bool ended = false;
    for (size_t i = 0; i < block->count; i++) {
        const struct nr_token *t = &block->items[i];
        size_t in = s->quote_of[i];
        bool opens = in && s->quoted[in - 1].from == i;
        if (i && t->start >= s->dateline && t[-1].start < s->dateline)
            begin = i;
        if (ended && (opens || (!in && t->kind != NR_TOKEN_MARK))) {
            if (opens || !(t->flags & NR_TOKEN_LOWER))
                begin = i;
            ended = false;
        }
        s->sentence[i] = (uint16_t)begin;
        if (in && s->quoted[in - 1].to == i + 1)
            ended = ends_quoted(block->items, &s->quoted[in - 1]);
        else if (!in && ends_here(s, block->items, i))
            ended = true;
    }
    s->sentence[block->count] = (uint16_t)block->count;
}
