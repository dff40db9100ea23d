#include "newsreel/tags/language.h"
#include "cld2.h"
#include "language_model.h"
#include "newsreel/core/utf8.h"

/* Margins and weights are in units of the model's, per root of the number of features: what the
 * model learnt was the sum over that root. Squared, as the comparison needs no root then. */
enum {
    SURE = 36,                /* CLD2 need not be asked */
    SURE_OF_EACH = 10,        /* sixteenths: nor by the margin per feature */
    APART = 64,               /* a part is in another language than the whole */
    CLD2_WEIGHT = 5,          /* what the word of CLD2 adds to a language */
    RELIABLE = 9,             /* no other language comes near */
    STRANGER_BYTES = 40,      /* of letters that CLD2 must have seen, to name a language */
    PART_STRANGER_BYTES = 80, /* the same, against the language around */
    STRANGER_PERCENT = 80,    /* of them that are in it */
    LETTERS = 3,              /* of a script with several languages, to say anything */
    WINDOWS = NR_LANGUAGE_SAMPLE / NR_LANGUAGE_WINDOW,
    SLACK = 24, /* bytes that a window may grow or shrink by, to begin and end between words */
};

static const struct nr_str unknown = NR_STR("und");

struct part {
    struct nr_str text;
    enum nr_script script; /* of most of its letters; NR_SCRIPT_NONE: it has none */
    size_t bytes;          /* of letters of that script */
    struct nr_language_sums sums;
};

/* What is known of a text or of several parts of it in one script. */
struct verdict {
    struct nr_str tag;
    size_t best; /* number of the language in the model; past its languages: not of the model */
    bool reliable;
};

struct reading {
    struct part parts[WINDOWS];
    size_t count;
    struct part all; /* of all parts in the script that most letters are of */
    struct verdict whole;
};

static bool is_modelled(enum nr_script script)
{
    return script < NR_SCRIPT_MODELLED;
}

/* margin / sqrt(features) > sqrt(square), for a margin that may be negative. */
static bool is_past(int32_t margin, uint32_t features, uint32_t square)
{
    return margin > 0 && (uint64_t)margin * (uint64_t)margin > (uint64_t)features * square;
}

static int32_t root(uint32_t x)
{
    uint32_t r = 0;
    for (uint32_t bit = 1u << 15; bit; bit >>= 1)
        if ((uint64_t)(r + bit) * (r + bit) <= x)
            r += bit;
    return (int32_t)r;
}

/* at, moved on to the end of the word that it is in, if that is near, or to the next code point. */
static size_t between_words(struct nr_str text, size_t at)
{
    for (size_t i = at; i > 0 && i < text.len && i < at + SLACK; i++)
        if (text.data[i] == ' ' || text.data[i] == '\n')
            return i;
    while (at < text.len && ((unsigned char)text.data[at] & 0xc0) == 0x80)
        at++;
    return at < text.len ? at : text.len;
}

static size_t sample_size(size_t len)
{
    size_t size = NR_LANGUAGE_WHOLE + len / 8;
    return len <= NR_LANGUAGE_WHOLE ? len : size < NR_LANGUAGE_SAMPLE ? size : NR_LANGUAGE_SAMPLE;
}

/* Paragraph by paragraph; the last part takes what is left. */
static void cut_all(struct reading *r, struct nr_str text)
{
    size_t from = 0;
    for (r->count = 0; from < text.len && r->count < WINDOWS; r->count++) {
        size_t to = from;
        while (to < text.len && (text.data[to] != '\n' || to + 1 == text.len ||
                                 text.data[to + 1] != '\n' || r->count + 1 == WINDOWS))
            to++;
        r->parts[r->count] = (struct part){.text = nr_str_sub(text, from, to)};
        while (to < text.len && text.data[to] == '\n')
            to++;
        from = to;
    }
}

/* Windows of an equal distance. */
static void cut(struct reading *r, struct nr_str text, size_t size)
{
    if (size == text.len) {
        cut_all(r, text);
        return;
    }
    r->count = (size + NR_LANGUAGE_WINDOW - 1) / NR_LANGUAGE_WINDOW;
    for (size_t i = 0; i < r->count; i++) {
        size_t from = text.len / r->count * i, next = text.len / r->count * (i + 1);
        size_t to = from + NR_LANGUAGE_WINDOW < next ? from + NR_LANGUAGE_WINDOW : next;
        from = between_words(text, from);
        to = between_words(text, to);
        r->parts[i] = (struct part){.text = nr_str_sub(text, from, to)};
    }
}

static void read_part(struct part *p)
{
    size_t bytes[NR_SCRIPTS] = {0};
    nr_script_count(p->text, bytes);
    p->script = NR_SCRIPT_NONE;
    for (int i = 0; i < NR_SCRIPTS; i++) {
        if (bytes[i] > p->bytes) {
            p->bytes = bytes[i];
            p->script = (enum nr_script)i;
        }
    }
    if (is_modelled(p->script))
        nr_language_add(&p->sums, p->script, p->text);
}

static void add_part(struct part *to, const struct part *p)
{
    to->bytes += p->bytes;
    to->sums.features += p->sums.features;
    for (size_t i = 0; i < 32; i++) {
        to->sums.half[0][i] += p->sums.half[0][i];
        to->sums.half[1][i] += p->sums.half[1][i];
    }
}

/* The parts in the script of most letters, as one. */
static void join(struct reading *r)
{
    size_t bytes[NR_SCRIPTS + 1] = {0};
    r->all = (struct part){.script = NR_SCRIPT_NONE};
    for (size_t i = 0; i < r->count; i++)
        bytes[r->parts[i].script] += r->parts[i].bytes;
    for (int i = 0; i < NR_SCRIPTS; i++)
        if (bytes[i] > bytes[r->all.script])
            r->all.script = (enum nr_script)i;
    for (size_t i = 0; i < r->count; i++)
        if (r->parts[i].script == r->all.script)
            add_part(&r->all, &r->parts[i]);
}

/* BCP 47 for a code of CLD2: two of its codes are withdrawn ones, one is of two languages, and
 * "un", "xxx", "xx-Thai" (a script, no language), "zzp" (its jokes) say that it does not know. */
static struct nr_str tag_of(struct nr_str code, enum nr_script script)
{
    static const char *const other[][2] = {{"iw", "he"}, {"jw", "jv"}, {"no", "nb"}};
    for (size_t i = 0; i < sizeof other / sizeof other[0]; i++)
        if (nr_str_is(code, other[i][0]))
            return nr_str_of(other[i][1]);
    if (nr_str_is(code, "sr") && script == NR_SCRIPT_LATIN)
        return nr_str_of("sr-Latn");
    if (code.len == 0 || nr_str_is(code, "un") || nr_str_starts(code, nr_str_of("xx")) ||
        nr_str_starts(code, nr_str_of("zz")))
        return unknown;
    return code;
}

struct opinion {
    struct nr_str tag;
    bool certain; /* enough to name a language that the model does not have */
};

/* CLD2 reads words, so the parts are joined by a space. */
static struct opinion ask_cld2(const struct reading *r)
{
    char text[NR_LANGUAGE_SAMPLE + WINDOWS * (SLACK + 1)];
    size_t len = 0;
    for (size_t i = 0; i < r->count; i++) {
        struct nr_str part = r->parts[i].text;
        memcpy(text + len, part.data, part.len);
        len += part.len;
        text[len++] = ' ';
    }
    struct nr_cld2 found = nr_cld2_detect(text, (int)len);
    struct nr_str tag = tag_of(nr_str_of(found.code), r->all.script);
    return (struct opinion){.tag = tag,
                            .certain = !nr_str_eq(tag, unknown) && found.reliable &&
                                       found.percent >= STRANGER_PERCENT &&
                                       r->all.bytes >= STRANGER_BYTES};
}

/* The language with the largest sum, and the margin to the next; favourite (or none: past the
 * languages) counts as larger by weight. */
static size_t best_of(const struct part *p, size_t favourite, int32_t weight, int32_t *margin)
{
    size_t best = 0, count = nr_language_groups[p->script].languages;
    int32_t most = INT32_MIN, next = INT32_MIN;
    for (size_t i = 0; i < count; i++) {
        int32_t sum = nr_language_sum(&p->sums, p->script, i) + (i == favourite ? weight : 0);
        if (sum > most) {
            next = most;
            most = sum;
            best = i;
        } else if (sum > next) {
            next = sum;
        }
    }
    *margin = most - next;
    return best;
}

/* Languages of the model that no other language is so near to that the model takes it for them. */
static const char far_from_others[] = "cs da de en es fi fr hu it nl pl pt ro sv tr vi";

/* Of these neighbours CLD2 takes one for the other more often than the model does. */
static const char blurred[] = "bs hr sr-Latn id ms";

static bool is_one_of(struct nr_str tag, const char *list)
{
    struct nr_str rest = nr_str_of(list), one;
    while (nr_str_split(&rest, ' ', &one))
        if (nr_str_eq(tag, one))
            return true;
    return false;
}

static bool is_sure(const struct part *p, size_t best, int32_t margin)
{
    return is_past(margin, p->sums.features, SURE) &&
           margin * 16 > (int32_t)p->sums.features * SURE_OF_EACH && p->script == NR_SCRIPT_LATIN &&
           is_one_of(nr_language_code(p->script, best), far_from_others);
}

/* Chinese: CLD2 knows which of its scripts. */
static struct nr_str chinese(const struct reading *r)
{
    struct opinion said = ask_cld2(r);
    return nr_str_starts(said.tag, nr_str_of("zh")) ? said.tag : nr_str_of("zh");
}

static struct verdict judge_with_cld2(const struct reading *r)
{
    const struct part *all = &r->all;
    struct opinion said = ask_cld2(r);
    size_t number = nr_language_number(all->script, said.tag);
    int32_t margin;
    if (number == nr_language_groups[all->script].languages && said.certain &&
        !nr_str_starts(said.tag, nr_str_of("zh")))
        return (struct verdict){.tag = said.tag, .best = NR_LANGUAGE_MOST, .reliable = true};
    if (is_one_of(said.tag, blurred))
        number = NR_LANGUAGE_MOST;
    size_t best = best_of(all, number, root(all->sums.features * CLD2_WEIGHT), &margin);
    return (struct verdict){.tag = nr_language_code(all->script, best),
                            .best = best,
                            .reliable = is_past(margin, all->sums.features, RELIABLE)};
}

static struct verdict judge_modelled(const struct reading *r)
{
    const struct part *all = &r->all;
    struct verdict v = {.tag = unknown, .best = NR_LANGUAGE_MOST};
    int32_t margin;
    if (all->script != NR_SCRIPT_HAN && all->bytes < LETTERS)
        return v;
    v.best = best_of(all, NR_LANGUAGE_MOST, 0, &margin);
    v.tag = nr_language_code(all->script, v.best);
    v.reliable = is_sure(all, v.best, margin);
    if (!v.reliable)
        v = judge_with_cld2(r);
    if (nr_str_is(v.tag, "zh"))
        v.tag = chinese(r);
    return v;
}

/* Hebrew letters are Yiddish as well, Bengali ones Assamese, and so on. */
static struct verdict judge_single(const struct reading *r)
{
    static const char *const others[][2] = {
        {"he", "yi"}, {"bn", "as"}, {"am", "ti"}, {"bo", "dz"}, {"el", "cop"}};
    struct verdict v = {
        .tag = nr_script_language(r->all.script), .best = NR_LANGUAGE_MOST, .reliable = true};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (nr_str_is(v.tag, others[i][0]) && nr_str_is(ask_cld2(r).tag, others[i][1]))
            v.tag = nr_str_of(others[i][1]);
    return v;
}

static struct nr_str part_tag(const struct reading *r, const struct part *p)
{
    if (p->script == r->all.script) {
        size_t whole = r->whole.best;
        if (!is_modelled(p->script) || whole >= nr_language_groups[p->script].languages)
            return r->whole.tag;
        int32_t margin;
        size_t best = best_of(p, NR_LANGUAGE_MOST, 0, &margin);
        margin = nr_language_sum(&p->sums, p->script, best) -
                 nr_language_sum(&p->sums, p->script, whole);
        return is_past(margin, p->sums.features, APART) ? nr_language_code(p->script, best)
                                                        : r->whole.tag;
    }
    if (!is_modelled(p->script))
        return nr_script_language(p->script);
    int32_t margin;
    size_t best = best_of(p, NR_LANGUAGE_MOST, 0, &margin);
    return is_past(margin, p->sums.features, RELIABLE) ? nr_language_code(p->script, best)
                                                       : unknown;
}

struct shares {
    struct nr_str tags[WINDOWS];
    size_t bytes[WINDOWS], count, all;
};

static void add_share(struct shares *s, struct nr_str tag, size_t bytes)
{
    size_t i = 0;
    while (i < s->count && !nr_str_eq(s->tags[i], tag))
        i++;
    if (i == s->count)
        s->tags[s->count++] = tag;
    s->bytes[i] += bytes;
    s->all += bytes;
}

/* Moves the largest shares into top; of equal ones the first. */
static void take_top(struct nr_language *found, struct shares *s)
{
    while (found->count < NR_LANGUAGE_TOP && found->count < s->count) {
        size_t most = 0;
        for (size_t i = 1; i < s->count; i++)
            most = s->bytes[i] > s->bytes[most] ? i : most;
        unsigned percent = (unsigned)(100 * s->bytes[most] / s->all);
        if (!percent)
            return;
        found->top[found->count++] = (struct nr_language_share){s->tags[most], percent};
        s->bytes[most] = 0;
    }
}

static struct nr_language summed(const struct reading *r)
{
    struct nr_language found = {.tag = unknown};
    struct shares shares = {.count = 0};
    if (nr_str_eq(r->whole.tag, unknown))
        return found;
    for (size_t i = 0; i < r->count; i++) {
        const struct part *p = &r->parts[i];
        struct nr_str tag = p->script == NR_SCRIPT_NONE ? unknown : part_tag(r, p);
        if (!nr_str_eq(tag, unknown))
            add_share(&shares, tag, p->bytes);
    }
    take_top(&found, &shares);
    if (found.count) {
        found.tag = found.top[0].tag;
        found.percent = found.top[0].percent;
        found.reliable = r->whole.reliable && nr_str_eq(found.tag, r->whole.tag);
    }
    return found;
}

static void read_text(struct reading *r, struct nr_str text, size_t size)
{
    cut(r, text, size);
    for (size_t i = 0; i < r->count; i++)
        read_part(&r->parts[i]);
    join(r);
}

static void judge(struct reading *r)
{
    r->whole = (struct verdict){.tag = unknown, .best = NR_LANGUAGE_MOST};
    if (r->all.script != NR_SCRIPT_NONE)
        r->whole = is_modelled(r->all.script) ? judge_modelled(r) : judge_single(r);
}

/* A first look that leaves doubt is followed by a longer one. */
static void read_and_judge(struct reading *r, struct nr_str text)
{
    size_t first = sample_size(text.len);
    size_t second = text.len < NR_LANGUAGE_SAMPLE ? text.len : NR_LANGUAGE_SAMPLE;
    read_text(r, text, first);
    judge(r);
    if (!r->whole.reliable && second > first) {
        read_text(r, text, second);
        judge(r);
    }
}

struct nr_language nr_language_detect(struct nr_str text)
{
    struct reading r;
    read_and_judge(&r, text);
    return summed(&r);
}

/* Whether the text speaks clearly against a language of its script. */
static bool is_apart(const struct reading *r, size_t number)
{
    const struct part *all = &r->all;
    int32_t margin = nr_language_sum(&all->sums, all->script, r->whole.best) -
                     nr_language_sum(&all->sums, all->script, number);
    return is_past(margin, all->sums.features, APART);
}

struct nr_str nr_language_of_part(struct nr_str text, struct nr_str around)
{
    struct reading r;
    read_and_judge(&r, text);
    if (r.all.script == NR_SCRIPT_NONE)
        return unknown;
    struct nr_str own = r.whole.tag;
    bool mute = nr_str_eq(own, unknown);
    if (!is_modelled(r.all.script) || nr_str_eq(around, unknown))
        return own;
    size_t number = nr_language_number(r.all.script, around);
    if (number == nr_language_groups[r.all.script].languages)
        return mute ? around : own;
    if (r.whole.best == NR_LANGUAGE_MOST)
        return r.all.bytes < PART_STRANGER_BYTES ? around : own;
    return is_apart(&r, number) ? own : around;
}
