#include "newsreel/tags/quotes.h"
#include "newsreel/core/mem.h"
#include "newsreel/text/chars.h"
#include "quotes_parts.h"
#include <stdlib.h>

struct nr_quotes {
    struct nr_vocabulary *words;
};

/* Tokens between a verb and its quote, and words that make speech. */
enum {
    LEAD_FAR = 12,
    TAIL_FAR = 25,
    SENTENCE_FAR = 60,
    COLON_FAR = 8,
    FRONT = 4,
    WORDS_LED = 2,
    WORDS_PART = 3,
    WORDS_ENDED = 4,
    WORDS_ALONE = 8,
};

/* How a verb goes with a quote. */
enum bond { BOND_NONE, BOND_LOOSE, BOND_CARRIED, BOND_CLOSE };

/* One quote while it is judged. */
struct judged {
    struct nr_quotes_state *s;
    const struct nr_tokens *block;
    const struct quoted *q;
    struct cue *cue;
    struct measure measure;
    struct voice voice;
    enum bond bond;
};

struct nr_quotes *nr_quotes_new(void)
{
    struct nr_quotes *q = nr_alloc(sizeof *q);
    q->words = quotes_vocabulary();
    return q;
}

void nr_quotes_free(struct nr_quotes *q)
{
    if (q)
        nr_vocabulary_free(q->words);
    free(q);
}

struct nr_quotes_state *nr_quotes_state_new(void)
{
    return nr_alloc_zero(1, sizeof(struct nr_quotes_state));
}

void nr_quotes_state_free(struct nr_quotes_state *s)
{
    if (s)
        free(s->known);
    free(s);
}

void nr_quotes_begin(struct nr_quotes_state *s)
{
    s->person_count = 0;
    s->body = s->last = s->lead = s->quoted_last = (struct voice){.percent = 0};
    s->read = s->quoted_block = 0;
    s->unclosed.is = false;
    s->known_count = s->known_at = s->spans_read = 0;
    s->dateline = 0;
}

void nr_quotes_set_dateline(struct nr_quotes_state *s, size_t end)
{
    s->dateline = end;
}

static void add_measure(struct measure *m, const struct nr_tokens *block, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const struct nr_token *t = &block->items[i];
        if (t->kind == NR_TOKEN_MARK)
            continue;
        if (!m->words)
            m->capital = t->flags & (NR_TOKEN_CAPITAL | NR_TOKEN_SINGLE);
        if (t->flags & NR_TOKEN_SINGLE)
            m->words++;
        else if (i == from || !nr_token_is_close(t))
            m->words += 2;
        if (t->kind != NR_TOKEN_WORD || t->end - t->start < 4)
            continue;
        m->long_words++;
        m->titled += t->flags & NR_TOKEN_CAPITAL ? 1 : 0;
    }
    const struct nr_token *last = &block->items[to] - 1;
    bool mark = to > from && last->kind == NR_TOKEN_MARK;
    m->ended = mark && nr_char_ends_sentence(last->mark);
    m->comma = mark && (last->mark == ',' || last->mark == 0xff0c || last->mark == 0x3001);
}

static bool is_title(const struct measure *m)
{
    return m->long_words && m->titled == m->long_words && m->capital && m->words <= 24;
}

static bool is_speech(const struct judged *j)
{
    const struct measure *m = &j->measure;
    bool whole = m->capital && m->ended && m->words >= 2 * WORDS_ENDED;
    bool single = j->q->family == FAMILY_SINGLE || j->q->family == FAMILY_ANGLE_SINGLE;
    if (!m->words)
        return false;
    bool named = j->cue && j->cue->at < j->q->from && /* "a firm called ..." */
                 !(j->cue->bits & (QW_SAY | QW_REPORT | QW_SAYING | QW_QUOTED));
    if (j->bond == BOND_CLOSE)
        return (!named && (m->ended || m->comma)) || (m->words >= 2 * WORDS_LED && !is_title(m));
    if (is_title(m) && !(m->ended && m->words >= 2 * WORDS_ENDED && m->long_words > 1 && j->bond))
        return false;
    if (j->bond == BOND_LOOSE)
        return m->words >= 2 * WORDS_PART;
    return whole || (m->words >= 2 * WORDS_ALONE && !single);
}

/* The last verb before the quote, in its sentence. */
static struct cue *cue_before(const struct judged *j)
{
    struct nr_quotes_state *s = j->s;
    size_t low = 0, high = s->cue_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->cues[middle].at < j->q->from)
            low = middle + 1;
        else
            high = middle;
    }
    struct cue *c = low ? &s->cues[low - 1] : NULL;
    return c && s->sentence[c->at] == s->sentence[j->q->from] && j->q->from - c->at <= SENTENCE_FAR
               ? c
               : NULL;
}

/* The first verb behind it. */
static struct cue *cue_behind(const struct judged *j, size_t from)
{
    struct nr_quotes_state *s = j->s;
    size_t low = 0, high = s->cue_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->cues[middle].at < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low < s->cue_count && s->sentence[s->cues[low].at] == s->sentence[from] ? &s->cues[low]
                                                                                   : NULL;
}

static bool take(struct judged *j, struct cue *c, enum bond bond)
{
    j->cue = c;
    j->voice = c->voice;
    j->bond = bond;
    return true;
}

/* "said: ...", "said, ...", "said ...". */
static bool led_by(struct judged *j, struct cue *c)
{
    const struct nr_token *items = j->block->items;
    size_t from = j->q->from, gap = from - c->end;
    const struct nr_token *lead = &items[from] - 1;
    bool colon = lead->kind == NR_TOKEN_MARK && (lead->mark == ':' || lead->mark == 0xff1a);
    bool comma = lead->kind == NR_TOKEN_MARK && (lead->mark == ',' || lead->mark == 0xff0c);
    if (gap == 0 || colon)
        return take(j, c, BOND_CLOSE);
    if (c->bits & QW_MANNER && !(c->bits & (QW_SAY | QW_REPORT | QW_SAYING)))
        return gap <= 2 && comma && take(j, c, BOND_CLOSE);
    return comma && gap <= LEAD_FAR && !(c->bits & QW_ACCORDING) && take(j, c, BOND_CLOSE);
}

/* Whether the mark stands between a quote and what takes it up. */
static bool is_hinge(const struct nr_token *t)
{
    return t->kind == NR_TOKEN_MARK &&
           (t->mark == ',' || t->mark == '-' || t->mark == 0xff0c || t->mark == 0x60c ||
            (t->mark >= 0x2010 && t->mark <= 0x2015));
}

static bool has_mark(const struct judged *j, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (j->s->quote_of[i] || nr_token_is_mark(&j->block->items[i], ';'))
            return true;
    return false;
}

/* "..., said", "..." she said. */
static bool taken_up_by(struct judged *j)
{
    const struct nr_token *items = j->block->items;
    const uint32_t *bits = j->s->bits + NR_TOKENS_MARGIN;
    const struct measure *m = &j->measure;
    size_t from = j->q->to;
    while (from < j->block->count && is_hinge(&items[from]))
        from++;
    struct cue *c = from < j->block->count ? cue_behind(j, from) : NULL;
    if (!c || c->at - from > TAIL_FAR || bits[from] & QW_AND || has_mark(j, from, c->at))
        return false;
    bool hinge = from > j->q->to, stop = nr_token_is_mark(&items[j->q->last] - 1, '.');
    if (!c->voice.percent && (c->at != from || !(c->bits & (QW_SAY | QW_REPORT | QW_MANNER))))
        return false;
    if (hinge || m->comma || (m->ended && !stop))
        return take(j, c, BOND_CLOSE);
    if (!m->ended && c->at > from + 1 && !c->right)
        return false;
    bool brief = items[c->end].kind != NR_TOKEN_WORD || c->at == from;
    return c->at - from <= 4 && brief && take(j, c, BOND_CLOSE);
}

/* A verb elsewhere in the sentence. */
static bool is_in_saying(struct judged *j, struct cue *before)
{
    const uint32_t loose = QW_SAY | QW_REPORT | QW_SAYING | QW_MANNER | QW_QUOTED;
    if (before && before->voice.percent && before->bits & loose)
        return take(j, before, BOND_LOOSE);
    struct cue *c = j->q->to < j->block->count ? cue_behind(j, j->q->to) : NULL;
    return c && c->at - j->q->to <= SENTENCE_FAR && c->bits & (QW_SAY | QW_ACCORDING) &&
           c->voice.percent && take(j, c, BOND_LOOSE);
}

static struct nr_range range_of(const struct judged *j, size_t from, size_t to)
{
    return (struct nr_range){j->block->items[from].start, j->block->items[to - 1].end};
}

static void name_voice(struct judged *j, const struct name *n, unsigned percent)
{
    j->voice = (struct voice){.speaker = range_of(j, n->from, n->to),
                              .value = n->value,
                              .sex = n->sex,
                              .kind = n->kind,
                              .percent = percent};
}

/* "Ann Lee: ..." */
static bool led_by_colon(struct judged *j)
{
    struct nr_quotes_state *s = j->s;
    size_t from = j->q->from, begin = from < j->block->count ? s->sentence[from] : from;
    if (from < begin + 2 || from - begin > COLON_FAR ||
        !nr_token_is_mark(&j->block->items[from - 1], ':'))
        return false;
    size_t i = quotes_name_from(s, from - 2);
    if (i == s->name_count || s->names[i].from < begin || s->names[i].to != from - 1)
        return false;
    name_voice(j, &s->names[i], 80);
    j->voice.cue = range_of(j, from - 1, from);
    j->bond = BOND_CLOSE;
    return true;
}

/* The person that the sentence right before a quote is about. */
static const struct name *person_before(const struct judged *j, size_t begin)
{
    const struct nr_quotes_state *s = j->s;
    const struct name *first = NULL;
    size_t from = j->q->from ? s->sentence[j->q->from - 1] : 0;
    for (size_t i = quotes_name_from(s, from > begin ? from : begin);
         i < s->name_count && s->names[i].to <= j->q->from && !first; i++)
        if (s->names[i].kind == NAME_PERSON && s->names[i].from <= from + FRONT &&
            !s->names[i].owns && !s->quote_of[s->names[i].from])
            first = &s->names[i];
    return first;
}

/* Lessens what is known of one quote to what it says of the next. */
static bool carry(struct judged *j, const struct voice *v, unsigned less)
{
    if (!v->percent)
        return false;
    j->voice = *v;
    j->voice.cue = j->voice.via = (struct nr_range){0, 0};
    j->voice.percent = v->percent > less + 10 ? v->percent - less : 10;
    j->bond = BOND_CARRIED;
    return true;
}

/* Whether something takes the quote up that is no verb of saying as far as is known. */
static bool is_taken_up(const struct judged *j)
{
    const struct nr_token *behind = &j->block->items[j->q->to];
    return is_hinge(behind) && behind[1].kind == NR_TOKEN_WORD;
}

/* The quote has no verb: the one before it in the paragraph, or in the one before, may tell. */
static bool carried(struct judged *j, const struct judged *before)
{
    struct nr_quotes_state *s = j->s;
    if (before->q) {
        size_t behind = before->q->to;
        if (before->cue && before->cue->at > behind)
            behind = before->cue->end;
        const struct name *n = person_before(j, behind);
        bool same = n && nr_str_eq(n->value, before->voice.value);
        if (!n || same || n->from < behind + 3)
            return carry(j, &before->voice, 15);
    }
    if (is_taken_up(j))
        return false;
    const struct name *n = person_before(j, 0);
    if (j->q->from && n) {
        name_voice(j, n, 55);
        j->bond = BOND_CARRIED;
        return true;
    }
    if (j->q->from)
        return false;
    if (s->lead.percent)
        return carry(j, &s->lead, 15);
    return s->quoted_block + 1 == s->read && carry(j, &s->quoted_last, 35);
}

/* A verb without a subject, as many languages have it: who spoke before goes on. */
static void leave_out(struct judged *j, const struct judged *before)
{
    const struct voice *v = before->q ? &before->voice : &j->s->last;
    struct nr_range cue = j->voice.cue, via = j->voice.via;
    if (!v->percent)
        return;
    carry(j, v, 40);
    j->voice.cue = cue;
    j->voice.via = via;
    j->bond = BOND_CLOSE;
}

/* Finds who speaks, in the order of certainty. */
static void attribute(struct judged *j, const struct judged *before)
{
    struct cue *c = j->q->continued ? NULL : cue_before(j);
    if ((c && led_by(j, c)) || (!j->q->continued && led_by_colon(j)) ||
        (!j->q->goes_on && taken_up_by(j))) {
        if (!j->voice.percent)
            leave_out(j, before);
        return;
    }
    if (j->q->continued) {
        j->voice = j->s->unclosed.voice;
        j->bond = BOND_CARRIED;
        return;
    }
    if (!j->q->goes_on && is_in_saying(j, c))
        return;
    carried(j, before);
}

static void set_voice(struct nr_spans *spans, struct nr_span *span, const struct voice *v)
{
    span->speaker = v->speaker;
    span->cue = v->cue;
    span->via = v->via;
    span->value = nr_spans_line(spans, v->value);
    span->percent = v->percent;
}

static void add_quote(struct judged *j, struct nr_spans *spans)
{
    const struct quoted *q = j->q;
    size_t start = q->continued ? j->s->unclosed.start : j->block->items[q->from].start;
    struct nr_span *span = nr_spans_add(spans, "quote", start, j->block->items[q->to - 1].end);
    set_voice(spans, span, &j->voice);
}

static void leave_open(struct judged *j)
{
    struct nr_quotes_state *s = j->s;
    const struct quoted *q = j->q;
    struct unclosed u = {.is = true,
                         .same_paragraph = q->inside,
                         .family = q->family,
                         .mark = q->mark,
                         .start = q->continued ? s->unclosed.start : j->block->items[q->from].start,
                         .measure = j->measure,
                         .voice = j->voice};
    s->unclosed = u;
}

static void judge(struct judged *j, const struct judged *before)
{
    if (j->q->continued)
        j->measure = j->s->unclosed.measure;
    add_measure(&j->measure, j->block, j->q->first, j->q->last);
    attribute(j, before);
}

static void read_quotes(struct nr_quotes_state *s, const struct nr_tokens *block,
                        struct nr_spans *spans)
{
    struct judged before = {0};
    bool open = false;
    for (size_t i = 0; i < s->quoted_count; i++) {
        struct judged j = {.s = s, .block = block, .q = &s->quoted[i]};
        judge(&j, &before);
        if (j.q->goes_on) {
            leave_open(&j);
            open = true;
        } else if (is_speech(&j)) {
            add_quote(&j, spans);
        } else {
            continue;
        }
        if (j.cue)
            j.cue->used = true;
        before = j;
        s->quoted_last = j.voice;
        s->quoted_block = s->read;
    }
    s->unclosed.is = open;
}

/* Whether a verb outside of quotes is an attribution. */
static bool is_attribution(const struct nr_quotes_state *s, const struct nr_tokens *block,
                           const struct cue *c)
{
    const uint32_t *bits = s->bits + NR_TOKENS_MARGIN;
    if (c->used || !c->voice.percent)
        return false;
    if (c->bits & (QW_SAY | QW_ACCORDING))
        return true;
    /* "amid claims that" */
    bool noun = c->voice.percent <= 50 && block->text.data[c->voice.cue.end - 1] == 's';
    if (!(c->bits & QW_REPORT) || noun)
        return false;
    for (size_t i = c->end; i < c->end + 4 && i < block->count; i++)
        if (bits[i] & QW_THAT)
            return i == c->end || c->bits & QW_TO_SOMEONE || bits[i - 1] & QW_TIME;
    const struct nr_token *next = &block->items[c->end];
    bool stop = next->kind == NR_TOKEN_END || nr_token_is_mark(next, '.');
    size_t start = c->voice.speaker.start;
    return stop && start > 1 && block->text.data[start - 2] == ',';
}

static void read_attributions(const struct nr_quotes_state *s, const struct nr_tokens *block,
                              struct nr_spans *spans)
{
    for (size_t i = 0; i < s->cue_count; i++) {
        const struct voice *v = &s->cues[i].voice;
        if (!is_attribution(s, block, &s->cues[i]))
            continue;
        size_t start = v->cue.start < v->speaker.start ? v->cue.start : v->speaker.start;
        size_t end = v->cue.end > v->speaker.end ? v->cue.end : v->speaker.end;
        struct nr_span *span = nr_spans_add(spans, "attribution", start, end);
        set_voice(spans, span, v);
    }
}

/* The voice of a block that leads up to the next. */
static void read_lead(struct nr_quotes_state *s, const struct nr_tokens *block)
{
    const struct nr_token *last = &block->items[block->count] - 1;
    const struct cue *c = s->cue_count ? &s->cues[s->cue_count - 1] : NULL;
    bool colon = last->kind == NR_TOKEN_MARK && (last->mark == ':' || last->mark == 0xff1a);
    s->lead = (struct voice){.percent = 0};
    if (colon && c && s->sentence[c->at] == s->sentence[block->count - 1])
        s->lead = c->voice;
}

static void read_bits(const struct nr_quotes *q, struct nr_quotes_state *s,
                      const struct nr_tokens *block)
{
    uint32_t *bits = s->bits + NR_TOKENS_MARGIN;
    for (size_t i = 0; i < block->count; i++)
        bits[i] = nr_vocabulary_of(q->words, block, &block->items[i]);
    memset(bits + block->count, 0, NR_TOKENS_MARGIN * sizeof *bits);
}

void nr_quotes_read(const struct nr_quotes *q, struct nr_quotes_state *s,
                    const struct nr_tokens *block, struct nr_spans *spans)
{
    s->read++;
    read_bits(q, s, block);
    quotes_read_marks(s, block);
    quotes_read_sentences(s, block);
    quotes_read_names(s, block, spans);
    quotes_read_cues(s, block);
    read_quotes(s, block, spans);
    read_attributions(s, block, spans);
    read_lead(s, block);
}
