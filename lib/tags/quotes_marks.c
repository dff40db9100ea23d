#include "newsreel/text/chars.h"
#include "quotes_parts.h"

/* A quotation mark of one or two tokens. */
struct sign {
    enum family family;
    uint32_t mark; /* of two alike, that of each */
    size_t width;
};

/* What surrounds a mark. */
struct around {
    bool before; /* a new word may begin here */
    bool after;  /* something stands close behind */
    bool word;   /* and it is a word or a number */
};

enum role { ROLE_NONE, ROLE_OPENS, ROLE_CLOSES };

struct opener {
    struct sign sign;
    size_t from, first;
    bool continued;
};

struct pairing {
    struct nr_quotes_state *s;
    const struct nr_tokens *block;
    struct opener stack[QUOTES_DEPTH];
    size_t depth;
    size_t role_end; /* behind the last mark that had a role */
    enum role role;
};

static bool is_double(const struct nr_token *t, uint32_t mark)
{
    return nr_token_is_mark(t + 1, mark) && nr_token_is_close(t + 1);
}

static bool family_of(uint32_t mark, enum family *family)
{
    switch (mark) {
    case '"':
    case 0xff02:
    case 0x201c:
    case 0x201d:
    case 0x201e:
    case 0x201f:
        *family = FAMILY_DOUBLE;
        return true;
    case 0xab:
    case 0xbb:
        *family = FAMILY_ANGLE;
        return true;
    case 0x2039:
    case 0x203a:
        *family = FAMILY_ANGLE_SINGLE;
        return true;
    case '\'':
    case '`':
    case 0x2018:
    case 0x2019:
    case 0x201a:
    case 0x201b:
        *family = FAMILY_SINGLE;
        return true;
    case 0x300c:
    case 0x300d:
    case 0xff62:
    case 0xff63:
        *family = FAMILY_CORNER;
        return true;
    case 0x300e:
    case 0x300f:
        *family = FAMILY_WHITE_CORNER;
        return true;
    case 0x301d:
    case 0x301e:
    case 0x301f:
        *family = FAMILY_PRIME;
        return true;
    default:
        return false;
    }
}

static bool sign_at(const struct nr_token *t, struct sign *sign)
{
    *sign = (struct sign){.mark = t->mark, .width = 1};
    if (t->kind != NR_TOKEN_MARK || !family_of(t->mark, &sign->family))
        return false;
    if (sign->family != FAMILY_SINGLE || !is_double(t, t->mark) || t->mark == 0x201a)
        return true;
    sign->family = FAMILY_DOUBLE;
    sign->width = 2;
    return true;
}

static bool is_dash(uint32_t mark)
{
    return mark == '-' || (mark >= 0x2010 && mark <= 0x2015);
}

static struct around look_around(const struct pairing *p, size_t at, size_t width)
{
    const struct nr_token *t = &p->block->items[at], *next = t + width;
    struct around a = {.after = next->kind != NR_TOKEN_END && nr_token_is_close(next)};
    a.word = a.after && next->kind != NR_TOKEN_MARK;
    if (at == 0 || !nr_token_is_close(t))
        a.before = true;
    else if (p->role != ROLE_NONE && p->role_end == at)
        a.before = p->role == ROLE_OPENS;
    else
        a.before = t[-1].kind == NR_TOKEN_MARK &&
                   (is_dash(t[-1].mark) || t[-1].mark == ':' || t[-1].mark == '/' ||
                    (nr_char_opens(t[-1].mark) && !nr_char_closes(t[-1].mark)));
    return a;
}

/* The innermost open mark of the family, or NULL. */
static struct opener *open_one(struct pairing *p, enum family family)
{
    for (size_t i = p->depth; i-- > 0;)
        if (p->stack[i].sign.family == family)
            return &p->stack[i];
    return NULL;
}

static enum role role_of_double(struct sign sign, struct around a, const struct opener *open)
{
    bool opening = a.before && a.after, closing = !a.before && !a.word;
    switch (sign.mark) {
    case 0x201e:
    case 0x201f:
    case '`':
    case 0x2018:
        return ROLE_OPENS;
    case 0x201c:
        return open && !opening && (closing || open->sign.mark == 0x201e) ? ROLE_CLOSES
                                                                          : ROLE_OPENS;
    case 0x201d:
    case '\'':
    case 0x2019:
        return open ? ROLE_CLOSES : opening ? ROLE_OPENS : ROLE_NONE;
    default:
        if (opening || (!open && !closing))
            return ROLE_OPENS;
        return open ? ROLE_CLOSES : ROLE_NONE;
    }
}

/* Of marks that point: back is the one that opens in German and closes in French. */
static enum role role_of_angle(struct sign sign, struct around a, const struct opener *open)
{
    bool back = sign.mark == 0xbb || sign.mark == 0x203a, opening = a.before && a.after;
    if (!back)
        return open && open->sign.mark != sign.mark ? ROLE_CLOSES : ROLE_OPENS;
    if (open && !(opening && open->sign.mark == sign.mark))
        return ROLE_CLOSES;
    return opening ? ROLE_OPENS : ROLE_NONE;
}

/* The apostrophe of "the players' union": behind an s, in front of a word in lower case. */
static bool is_possessive(const struct nr_tokens *block, size_t at)
{
    const struct nr_token *t = &block->items[at], *next = t + 1;
    if (t[-1].kind != NR_TOKEN_WORD || !nr_token_is_close(t) || !(next->flags & NR_TOKEN_LOWER))
        return false;
    char last = block->text.data[t[-1].end - 1];
    return last == 's' || last == 'S' || last == 'z' || last == 'x';
}

static enum role role_of_single(const struct nr_tokens *block, size_t at, struct sign sign,
                                struct around a, const struct opener *open)
{
    bool opening = a.before && a.after && block->items[at + 1].kind != NR_TOKEN_DIGITS;
    bool closing = open && !a.before && !a.word;
    switch (sign.mark) {
    case 0x2018:
    case 0x201b:
        if (open && open->sign.mark == 0x201a && !opening)
            return ROLE_CLOSES;
        return opening ? ROLE_OPENS : ROLE_NONE;
    case 0x201a:
        return opening ? ROLE_OPENS : ROLE_NONE;
    case '`':
        return opening ? ROLE_OPENS : closing && open->sign.mark == '`' ? ROLE_CLOSES : ROLE_NONE;
    default:
        if (closing)
            return is_possessive(block, at) ? ROLE_NONE : ROLE_CLOSES;
        return opening && sign.mark == '\'' ? ROLE_OPENS : ROLE_NONE;
    }
}

static enum role role_of(struct pairing *p, size_t at, struct sign sign)
{
    const struct opener *open = open_one(p, sign.family);
    struct around a = look_around(p, at, sign.width);
    switch (sign.family) {
    case FAMILY_DOUBLE:
        return role_of_double(sign, a, open);
    case FAMILY_ANGLE:
    case FAMILY_ANGLE_SINGLE:
        return role_of_angle(sign, a, open);
    case FAMILY_SINGLE:
        return role_of_single(p->block, at, sign, a, open);
    case FAMILY_CORNER:
        return sign.mark == 0x300c || sign.mark == 0xff62 ? ROLE_OPENS : ROLE_CLOSES;
    case FAMILY_WHITE_CORNER:
        return sign.mark == 0x300e ? ROLE_OPENS : ROLE_CLOSES;
    default:
        return sign.mark == 0x301d ? ROLE_OPENS : ROLE_CLOSES;
    }
}

static void push(struct pairing *p, struct opener opener)
{
    if (p->depth == QUOTES_DEPTH)
        memmove(p->stack, p->stack + 1, --p->depth * sizeof *p->stack);
    p->stack[p->depth++] = opener;
}

/* A mark that opens where one that looks alike is open shows that the latter was never closed. */
static void open_mark(struct pairing *p, struct sign sign, size_t at)
{
    struct opener *open = open_one(p, sign.family);
    bool alike = sign.family == FAMILY_SINGLE || sign.mark == '"' || sign.mark == 0xbb ||
                 sign.mark == 0x203a || sign.mark == 0x201d;
    if (open && alike && open->sign.mark == sign.mark)
        p->depth = (size_t)(open - p->stack);
    push(p, (struct opener){sign, at, at + sign.width, false});
}

/* Whether single marks may hold what is between them: an apostrophe easily seems to open. */
static bool may_hold(const struct pairing *p, const struct opener *open)
{
    const struct nr_quotes_state *s = p->s;
    bool holds = s->quoted_count && s->quoted[s->quoted_count - 1].from > open->from;
    return !holds || open->sign.mark != '\'' ||
           p->block->items[open->first].flags & NR_TOKEN_CAPITAL;
}

static struct quoted *record(struct pairing *p, const struct opener *open, size_t last, size_t to)
{
    struct nr_quotes_state *s = p->s;
    while (s->quoted_count && s->quoted[s->quoted_count - 1].from >= open->from)
        s->quoted_count--;
    struct quoted *quoted = &s->quoted[s->quoted_count++];
    *quoted = (struct quoted){.from = open->from,
                              .first = open->first,
                              .last = last,
                              .to = to,
                              .family = open->sign.family,
                              .mark = open->sign.mark,
                              .continued = open->continued};
    return quoted;
}

static void close_mark(struct pairing *p, struct sign sign, size_t at)
{
    const struct opener *open = open_one(p, sign.family);
    if (!open || (sign.family == FAMILY_SINGLE && !may_hold(p, open)))
        return;
    record(p, open, at, at + sign.width);
    p->depth = (size_t)(open - p->stack);
}

/* What comes behind a block. */
struct behind {
    uint32_t mark; /* the first code point of it; 0: nothing */
    bool same_paragraph;
};

static struct behind look_behind(const struct nr_tokens *block)
{
    const char *p = block->text.data + block->at, *end = block->text.data + block->text.len;
    struct behind b = {0};
    size_t lines = 0;
    while (p < end) {
        uint32_t c = nr_utf8_next(&p, end);
        lines += c == '\n';
        if (c == '\n' || c == '\r' || nr_char_is_blank(c))
            continue;
        b.mark = c;
        break;
    }
    b.same_paragraph = b.mark && lines < 2;
    return b;
}

static bool continues(const struct opener *open, uint32_t mark)
{
    if (open->sign.mark == '\'')
        return false;
    return mark == open->sign.mark || (open->sign.mark == 0xab && mark == 0xbb);
}

/* The mark that is open at the end of the block and goes on behind it. One that others closed
 * behind was forgotten. */
static void finish(struct pairing *p)
{
    struct nr_quotes_state *s = p->s;
    struct behind behind = look_behind(p->block);
    for (size_t i = p->depth; i-- > 0;) {
        struct opener *open = &p->stack[i];
        if (s->quoted_count && s->quoted[s->quoted_count - 1].from > open->from)
            return;
        bool goes_on = behind.same_paragraph ? open->sign.family != FAMILY_SINGLE
                                             : continues(open, behind.mark);
        if (!goes_on && !open->continued)
            continue;
        struct quoted *quoted = record(p, open, p->block->count, p->block->count);
        quoted->goes_on = goes_on;
        quoted->inside = goes_on && behind.same_paragraph;
        return;
    }
}

/* Opens what the block before left open; returns the token to go on with. */
static size_t take_up(struct pairing *p)
{
    struct unclosed *u = &p->s->unclosed;
    struct sign sign;
    size_t width = 0;
    if (!u->is)
        return 0;
    if (!u->same_paragraph)
        width = sign_at(&p->block->items[0], &sign) ? sign.width : 1;
    push(p, (struct opener){{u->family, u->mark, 1}, 0, width, true});
    p->role = ROLE_OPENS;
    p->role_end = width;
    return width;
}

static void mark_tokens(struct nr_quotes_state *s, size_t count)
{
    size_t at = 0;
    for (size_t i = 0; i < s->quoted_count; i++) {
        for (; at < s->quoted[i].from; at++)
            s->quote_of[at] = 0;
        for (; at < s->quoted[i].to; at++)
            s->quote_of[at] = (uint16_t)(i + 1);
    }
    for (; at <= count; at++)
        s->quote_of[at] = 0;
}

void quotes_read_marks(struct nr_quotes_state *s, const struct nr_tokens *block)
{
    struct pairing p = {.s = s, .block = block};
    struct sign sign;
    s->quoted_count = 0;
    for (size_t i = take_up(&p); i < block->count; i++) {
        if (block->items[i].kind != NR_TOKEN_MARK || !sign_at(&block->items[i], &sign))
            continue;
        enum role role = role_of(&p, i, sign);
        if (role == ROLE_OPENS)
            open_mark(&p, sign, i);
        else if (role == ROLE_CLOSES)
            close_mark(&p, sign, i);
        if (role != ROLE_NONE) {
            p.role = role;
            p.role_end = i + sign.width;
        }
        i += sign.width - 1;
    }
    finish(&p);
    mark_tokens(s, block->count);
}
