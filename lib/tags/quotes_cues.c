#include "quotes_parts.h"

/* How far the words of one attribution reach, in tokens. */
enum { SIGHT = 40, PHRASE = 14, BEFORE = 8 };

/* A verb at hand, and the tokens around it that may belong to it. */
struct around {
    struct nr_quotes_state *s;
    const struct nr_tokens *block;
    const struct nr_token *items;
    const uint32_t *bits;
    struct cue *cue;
    size_t begin; /* of what is before it */
    size_t end;   /* of what is behind it */
    size_t left;  /* behind the last word of a subject before it: adverbs are left out */
    bool comma;   /* one stands there */
};

static bool is_word(const struct around *a, size_t at, const char *word)
{
    return nr_str_eq_fold(nr_token_text(a->block, &a->items[at]), nr_str_of(word));
}

static bool is_mark(const struct around *a, size_t at, uint32_t mark)
{
    return nr_token_is_mark(&a->items[at], mark);
}

static bool is_adverb(const struct around *a, size_t at)
{
    if (a->items[at].kind != NR_TOKEN_WORD)
        return false;
    struct nr_str word = nr_token_text(a->block, &a->items[at]);
    return a->bits[at] & QW_AUXILIARY || (word.len > 4 && a->items[at].flags & NR_TOKEN_LOWER &&
                                          nr_str_ends(word, nr_str_of("ly")));
}

static struct nr_range range_of(const struct around *a, size_t from, size_t to)
{
    return (struct nr_range){a->items[from].start, a->items[to - 1].end};
}

/* The name that covers a token, or NULL. */
static struct name *name_at(const struct around *a, size_t token)
{
    size_t i = quotes_name_from(a->s, token);
    return i < a->s->name_count && a->s->names[i].from <= token ? &a->s->names[i] : NULL;
}

static void look_around(struct around *a)
{
    const struct nr_quotes_state *s = a->s;
    size_t at = a->cue->at;
    for (a->begin = at; a->begin > s->sentence[at] && at - a->begin < SIGHT; a->begin--)
        if (s->quote_of[a->begin - 1] || is_mark(a, a->begin - 1, ';'))
            break;
    while (a->begin < at && a->items[a->begin].kind == NR_TOKEN_MARK)
        a->begin++;
    for (a->end = a->cue->end; a->end < a->block->count && a->end - at < SIGHT; a->end++)
        if (s->quote_of[a->end] || s->sentence[a->end] != s->sentence[at] ||
            is_mark(a, a->end, ';') || is_mark(a, a->end, ':'))
            break;
    a->left = at;
    while (a->left > a->begin && is_adverb(a, a->left - 1) && !name_at(a, a->left - 1))
        a->left--;
    a->comma = a->left > a->begin && is_mark(a, a->left - 1, ',');
    if (a->comma)
        a->left--;
}

static void set_name(const struct around *a, struct name *name, unsigned less)
{
    static const unsigned percents[] = {
        [NAME_OTHER] = 80, [NAME_PLACE] = 75, [NAME_BODY] = 85, [NAME_PERSON] = 95};
    struct voice *v = &a->cue->voice;
    quotes_meet(a->s, a->block, name);
    v->speaker = range_of(a, name->from, name->to);
    v->value = name->value;
    v->sex = name->sex;
    v->kind = name->kind;
    v->percent = percents[name->kind] - less - (name->full || name->kind != NAME_PERSON ? 0 : 5);
}

static void set_phrase(const struct around *a, size_t from, size_t to)
{
    struct voice *v = &a->cue->voice;
    v->speaker = range_of(a, from, to);
    v->percent = a->bits[from] & (QW_ARTICLE | QW_PRONOUN) ? 60 : 50;
    v->kind = NAME_NONE;
}

static bool fits(enum sex sex, uint32_t bits)
{
    return sex == SEX_UNKNOWN || (sex == SEX_MAN && bits & QW_HE) ||
           (sex == SEX_WOMAN && bits & QW_SHE);
}

static void set_value(struct voice *v, struct nr_str value, enum sex sex, unsigned percent)
{
    v->value = value;
    v->sex = sex;
    v->percent = percent;
    v->kind = NAME_PERSON;
}

/* A pronoun is the last speaker if it can be, or the last person that it can be. */
static void set_pronoun(const struct around *a, size_t at)
{
    struct nr_quotes_state *s = a->s;
    struct voice *v = &a->cue->voice;
    uint32_t bits = a->bits[at];
    enum sex sex = bits & QW_SHE ? SEX_WOMAN : SEX_MAN;
    set_phrase(a, at, at + 1);
    if (bits & QW_IT && s->body.value.len) {
        v->value = s->body.value;
        v->kind = NAME_BODY;
        v->percent = 65;
    }
    if (!(bits & (QW_HE | QW_SHE)))
        return;
    if (s->last.value.len && s->last.kind == NAME_PERSON && fits(s->last.sex, bits)) {
        set_value(v, s->last.value, sex, 75);
        return;
    }
    for (size_t i = s->person_count; i-- > 0;) {
        if (!fits(s->persons[i].sex, bits))
            continue;
        set_value(v, s->persons[i].value, sex, 65);
        return;
    }
}

/* The best name in a range: the last person, or else the last. */
static struct name *last_name(const struct around *a, size_t from, size_t to)
{
    struct name *best = NULL;
    for (size_t i = quotes_name_from(a->s, from); i < a->s->name_count; i++) {
        struct name *n = &a->s->names[i];
        if (n->to > to)
            break;
        if (n->from >= from && !n->owns && (!best || n->kind >= best->kind))
            best = n;
    }
    return best;
}

/* "Ann Lee, who heads the office of Bo Ek, said": the name at the front of the clause, when a comma
 * follows it. */
static struct name *front_name(const struct around *a)
{
    size_t i = quotes_name_from(a->s, a->begin);
    if (i == a->s->name_count || a->s->names[i].to > a->left)
        return NULL;
    struct name *n = &a->s->names[i];
    for (size_t k = a->begin; k < n->from; k++)
        if (a->bits[k] & QW_PREPOSITION || is_mark(a, k, ','))
            return NULL;
    if (n->from - a->begin > 6 || !is_mark(a, n->to, ',') || n->owns)
        return NULL;
    return n;
}

/* "Ann Lee laughed and said": the subject of the clause before. */
static bool set_joined(const struct around *a)
{
    size_t i = quotes_name_from(a->s, a->begin);
    bool some = i < a->s->name_count && a->s->names[i].to < a->left;
    struct name *n = some ? &a->s->names[i] : NULL;
    if (n && !n->owns && n->from - a->begin <= 4)
        set_name(a, n, 20);
    else if (a->bits[a->begin] & QW_PRONOUN)
        set_pronoun(a, a->begin);
    else
        return false;
    return true;
}

/* Where the noun phrase begins that ends at `to`. */
static size_t phrase_begin(const struct around *a, size_t to)
{
    const uint32_t stops = QW_AND | QW_THAT | QW_WHO | QW_BE | QW_PRONOUN | QW_SAY;
    size_t at = to - 1;
    while (at > a->begin && to - at < PHRASE) {
        const struct nr_token *t = &a->items[at - 1];
        if (a->bits[at] & QW_ARTICLE && !(a->bits[at - 1] & QW_PREPOSITION))
            break;
        if (t->kind == NR_TOKEN_MARK
                ? nr_token_is_mark(t, ',') || t->mark > 0x2018 || t->mark == '('
                : (a->bits[at - 1] & stops) != 0)
            break;
        at--;
    }
    while (at + 1 < to && (a->bits[at] & QW_PREPOSITION || a->items[at].kind == NR_TOKEN_MARK))
        at++;
    return at;
}

static bool is_noun(const struct around *a, size_t at)
{
    const uint32_t others = QW_THAT | QW_PREPOSITION | QW_ARTICLE | QW_MODAL | QW_BE | QW_CUE |
                            QW_AND | QW_TIME | QW_WHO;
    return a->items[at].kind == NR_TOKEN_WORD && !(a->bits[at] & others) &&
           !(a->items[at].flags & NR_TOKEN_SINGLE);
}

/* "Bo Ek of the Harbour Office said": a name with nothing but a preposition's words behind it. */
static struct name *name_with_place(const struct around *a)
{
    for (size_t i = quotes_name_from(a->s, a->left - 1) + 1; i-- > 0;) {
        struct name *n = i < a->s->name_count ? &a->s->names[i] : NULL;
        if (!n || n->to >= a->left)
            continue;
        if (n->from < a->begin)
            return NULL;
        for (size_t k = n->to; k < a->left; k++)
            if (is_mark(a, k, ',') || a->bits[k] & (QW_AND | QW_CUE | QW_BE))
                return NULL;
        if (n->kind == NAME_PERSON && !n->owns && a->bits[n->to] & QW_PREPOSITION)
            return n;
    }
    return NULL;
}

/* What is left of a verb behind an apostrophe: "we'd say", "let's say"; not of "Acme's unit". */
static bool is_contraction(const struct around *a, size_t at)
{
    static const char *const parts[] = {"d", "m", "t", "ll", "ve", "re"};
    if (at < 2 || !nr_token_is_close(&a->items[at]) || !nr_token_is_close(&a->items[at - 1]) ||
        (!is_mark(a, at - 1, '\'') && !is_mark(a, at - 1, 0x2019)))
        return false;
    if (is_word(a, at, "s"))
        return at + 1 == a->left || is_word(a, at - 2, "let") || is_word(a, at - 2, "it") ||
               is_word(a, at - 2, "that");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (is_word(a, at, parts[i]))
            return true;
    return false;
}

/* The subject right before the verb. */
static bool set_left(const struct around *a)
{
    if (a->left <= a->begin)
        return false;
    size_t head = a->left - 1;
    struct name *name = name_at(a, head);
    if (a->bits[head] & QW_WHO) {
        size_t to = head - (head > a->begin && is_mark(a, head - 1, ','));
        name = to > a->begin ? name_at(a, to - 1) : NULL;
        if (name && name->from >= a->begin)
            set_name(a, name, 15);
        return name && name->from >= a->begin;
    }
    if (name && name->from >= a->begin && !name->owns) {
        set_name(a, name, 0);
        return true;
    }
    if (a->bits[head] & QW_PRONOUN) {
        set_pronoun(a, head);
        return true;
    }
    if (a->bits[head] & QW_AND)
        return set_joined(a);
    if (!is_noun(a, head))
        return false;
    name = name_with_place(a);
    size_t from = phrase_begin(a, a->left);
    if (!name && (is_contraction(a, from) || is_word(a, from, "let")))
        return false;
    if (name)
        set_name(a, name, 10);
    else
        set_phrase(a, from, a->left);
    return true;
}

/* The subject of "..., said": in front when it is set off by commas, or else behind. */
static bool set_apart(const struct around *a)
{
    struct name *front = front_name(a);
    if (front)
        set_name(a, front, 5);
    return front != NULL;
}

static bool set_before_comma(const struct around *a)
{
    struct name *last = last_name(a, a->begin, a->left);
    if (last && last->kind >= NAME_BODY) {
        set_name(a, last, 10);
        return true;
    }
    if (a->bits[a->begin] & QW_PRONOUN) {
        set_pronoun(a, a->begin);
        return true;
    }
    return false;
}

/* The end of the noun phrase that begins at `from`. */
static size_t phrase_end(const struct around *a, size_t from)
{
    const uint32_t stops =
        QW_AND | QW_THAT | QW_WHO | QW_BE | QW_TIME | QW_CUE | QW_PRONOUN | QW_AUXILIARY;
    size_t at = from;
    for (; at < a->end && at - from < PHRASE; at++) {
        bool of = is_word(a, at, "of") || is_word(a, at, "for") || is_word(a, at, "at");
        bool joint = is_mark(a, at, '-') || is_mark(a, at, '\'') || is_mark(a, at, 0x2019) ||
                     is_mark(a, at, '&');
        if (a->items[at].kind == NR_TOKEN_MARK && !joint)
            break;
        if (at > from && ((a->bits[at] & QW_PREPOSITION && !of) || a->bits[at] & stops))
            break;
    }
    while (at > from && (a->items[at - 1].kind == NR_TOKEN_MARK ||
                         a->bits[at - 1] & (QW_PREPOSITION | QW_ARTICLE)))
        at--;
    return at;
}

/* The person in the phrase from `from` on, or right behind a comma that ends it. */
static struct name *person_in(const struct around *a, size_t from)
{
    size_t at = from;
    bool behind = false;
    struct name *body = NULL;
    for (size_t i = quotes_name_from(a->s, from); i < a->s->name_count; i++) {
        struct name *n = &a->s->names[i];
        if (n->to > a->end || n->from - from > PHRASE)
            return body;
        for (; at < n->from; at++) {
            bool comma = is_mark(a, at, ',');
            if (comma && (behind || at + 4 < n->from))
                return body;
            if (comma || a->bits[at] & QW_PREPOSITION)
                behind = !comma;
            if (a->bits[at] & (QW_AND | QW_THAT | QW_CUE | QW_BE) || is_mark(a, at, '('))
                return body;
        }
        bool in_front = a->bits[n->to] & QW_TITLE && a->items[n->to].flags & NR_TOKEN_LOWER;
        if (in_front && !body && !behind)
            body = n;
        if (n->kind == NAME_PERSON && !n->owns && !behind && !in_front)
            return n;
        if (n->kind > NAME_PLACE && !behind && n->from == from && !n->owns)
            body = n;
        at = n->to;
    }
    return body;
}

/* Whether the verb stands right behind a quote. */
static bool takes_up(const struct around *a)
{
    size_t at = a->cue->at;
    return at && (a->s->quote_of[at - 1] ||
                  (at > 1 && a->items[at - 1].kind == NR_TOKEN_MARK && a->s->quote_of[at - 2]));
}

/* The subject behind the verb. */
static bool set_right(const struct around *a, bool certain)
{
    size_t from = a->cue->end;
    while (from < a->end && (is_mark(a, from, '-') || (is_adverb(a, from) && !name_at(a, from))))
        from++;
    if (from >= a->end)
        return false;
    const struct nr_token *next = &a->items[from + 1];
    if (a->bits[from] & QW_PRONOUN) {
        bool alone = (next->kind != NR_TOKEN_WORD && next->kind != NR_TOKEN_DIGITS) || takes_up(a);
        if (alone)
            set_pronoun(a, from);
        return alone;
    }
    struct name *n = person_in(a, from);
    size_t noun = from + (a->bits[from] & QW_ARTICLE ? 1 : 0);
    if (!n && noun < a->end)
        n = name_at(a, noun);
    if (n && !n->owns &&
        (n->kind == NAME_PERSON || n->to >= a->end || is_noun(a, n->to) == false)) {
        set_name(a, n, 0);
        return true;
    }
    size_t to = phrase_end(a, from);
    if (!certain || to <= from || (to == from + 1 && a->bits[from] & QW_ARTICLE) ||
        a->bits[from] & (QW_PREPOSITION | QW_THAT | QW_AND | QW_TIME) ||
        (!(a->bits[from] & QW_ARTICLE) && !is_noun(a, from)))
        return false;
    set_phrase(a, from, to);
    return true;
}

/* "quoted": the speaker before it in the passive, or behind it with the outlet before. */
static bool set_quoted(const struct around *a)
{
    size_t at = a->cue->at;
    bool passive = at > a->begin && a->bits[at - 1] & QW_BE;
    if (passive) {
        struct around b = *a;
        while (b.left > b.begin && b.bits[b.left - 1] & (QW_BE | QW_AUXILIARY))
            b.left--;
        return set_left(&b);
    }
    if (!set_right(a, true))
        return false;
    struct name *outlet = a->left > a->begin ? name_at(a, a->left - 1) : NULL;
    if (outlet && outlet->from >= a->begin)
        a->cue->voice.via = range_of(a, outlet->from, outlet->to);
    a->cue->right = true;
    return true;
}

/* "saying", "adding": as the verb before in the sentence has it. */
static bool set_saying(const struct around *a)
{
    const struct nr_quotes_state *s = a->s;
    size_t sentence = s->sentence[a->cue->at];
    const struct cue *most = a->cue - s->cues > BEFORE ? a->cue - BEFORE : s->cues;
    for (const struct cue *c = a->cue; c-- > most && s->sentence[c->at] == sentence;) {
        if (!c->voice.percent)
            continue;
        struct nr_range cue = a->cue->voice.cue;
        a->cue->voice = c->voice;
        a->cue->voice.cue = cue;
        a->cue->voice.via = (struct nr_range){0, 0};
        a->cue->voice.percent -= c->voice.percent > 20 ? 10 : 0;
        return true;
    }
    return set_joined(a);
}

/* Whether nobody says anything here: "is said to", "the said", "declined to say". */
static bool is_denied(const struct around *a)
{
    size_t at = a->cue->at;
    if (a->cue->bits & (QW_QUOTED | QW_ACCORDING | QW_SAYING) || a->left <= a->begin)
        return false;
    size_t before = a->left - 1;
    if (a->comma)
        return false;
    return (a->bits[before] & (QW_BE | QW_MODAL) && a->left == at) ||
           (a->bits[at - 1] & QW_MODAL && !(a->bits[at - 1] & QW_AUXILIARY)) ||
           (a->bits[before] & QW_ARTICLE && a->items[before].flags & NR_TOKEN_LOWER &&
            !(a->bits[before] & (QW_PRONOUN | QW_AUXILIARY)) &&
            a->block->items[at].flags & NR_TOKEN_LOWER && !is_word(a, before, "a"));
}

static bool set_subject(const struct around *a)
{
    uint32_t bits = a->cue->bits;
    if (bits & QW_ACCORDING) {
        a->cue->right = true;
        return set_right(a, true);
    }
    if (bits & QW_QUOTED)
        return set_quoted(a);
    if (bits & QW_SAYING)
        return set_saying(a);
    if (a->comma ? set_apart(a) : set_left(a))
        return true;
    bool empty = a->left <= a->begin;
    bool behind = a->comma || empty || !is_noun(a, a->left - 1);
    a->cue->right = behind && (empty || !(bits & QW_TO_SOMEONE)) && set_right(a, empty || a->comma);
    if (a->cue->right)
        return true;
    a->cue->voice.percent = 0;
    a->cue->voice.speaker = (struct nr_range){0, 0};
    a->cue->voice.value = nr_str(NULL, 0);
    return a->comma && set_before_comma(a);
}

/* "told CNN", "as quoted by RIA". */
static void set_via(const struct around *a)
{
    struct voice *v = &a->cue->voice;
    size_t at = a->cue->end + (a->bits[a->cue->end] & QW_ARTICLE ? 1 : 0);
    struct name *n = a->cue->bits & QW_TO_SOMEONE && at < a->end ? name_at(a, at) : NULL;
    if (n && n->kind == NAME_BODY)
        v->via = range_of(a, n->from, n->to);
    for (size_t i = a->cue->end; v->via.start == v->via.end && i + 2 < a->end; i++) {
        bool by = (a->bits[i] & (QW_QUOTED | QW_REPORT) && is_word(a, i + 1, "by")) ||
                  (a->bits[i] & QW_SAYING && is_word(a, i + 1, "by")) ||
                  (a->bits[i] & QW_ACCORDING && is_word(a, i + 1, "to"));
        size_t name = i + 2 + (a->bits[i + 2] & QW_ARTICLE ? 1 : 0);
        n = by && name < a->end ? name_at(a, name) : NULL;
        if (n && n->kind != NAME_PERSON)
            v->via = range_of(a, n->from, n->to);
    }
}

static void note_speaker(struct nr_quotes_state *s, const struct voice *v)
{
    if (!v->value.len)
        return;
    if (v->kind == NAME_PERSON)
        s->last = *v;
    else
        s->body = *v;
}

/* "as quoted by RIA" belongs to the verb before. */
static bool is_aside(const struct around *a, size_t at)
{
    const struct nr_quotes_state *s = a->s;
    const struct cue *before = s->cue_count ? &s->cues[s->cue_count - 1] : NULL;
    if (!before || s->sentence[before->at] != s->sentence[at])
        return false;
    return (a->bits[at] & QW_QUOTED && is_word(a, at + 1, "by")) ||
           (a->bits[at] & QW_SAYING && at && is_word(a, at - 1, "as"));
}

static void read_cue(struct around *a, size_t at)
{
    struct nr_quotes_state *s = a->s;
    bool according = a->bits[at] & QW_ACCORDING;
    if (according && !is_word(a, at + 1, "to"))
        return;
    a->cue = &s->cues[s->cue_count];
    *a->cue = (struct cue){.at = at, .end = at + 1 + according, .bits = a->bits[at]};
    a->cue->voice.cue = range_of(a, at, a->cue->end);
    look_around(a);
    if (is_aside(a, at) || is_denied(a))
        return;
    if (set_subject(a))
        set_via(a);
    note_speaker(s, &a->cue->voice);
    s->cue_count++;
}

void quotes_read_cues(struct nr_quotes_state *s, const struct nr_tokens *block)
{
    struct around a = {
        .s = s, .block = block, .items = block->items, .bits = s->bits + NR_TOKENS_MARGIN};
    size_t name = 0;
    s->cue_count = 0;
    for (size_t i = 0; i < block->count; i++) {
        if (!(a.bits[i] & QW_CUE) || s->quote_of[i] || name_at(&a, i))
            continue;
        for (; name < s->name_count && s->names[name].from < i; name++)
            quotes_meet(s, block, &s->names[name]);
        read_cue(&a, i);
    }
    for (; name < s->name_count; name++)
        quotes_meet(s, block, &s->names[name]);
}
