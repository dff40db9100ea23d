#include "newsreel/tags/language.h"
#include "cld2.h"
#include "language_model.h"
#include "newsreel/core/utf8.h"

/* Margins and weights are in units of the model's, per root of the number of features: what the
 * model learnt was the sum over that root. Squared, as the comparison needs no root then. */
enum {
    SURE = 36,             /* CLD2 need not be asked */
    SURE_OF_EACH = 2,      /* sixteenths: nor by the margin per feature */
    APART = 18,            /* a part is in another language than the whole */
    CLD2_WEIGHT = 3,       /* what the word of CLD2 adds to a language */
    RELIABLE = 9,          /* no other language comes near */
    STRANGER_BYTES = 40,   /* of letters that CLD2 must have seen, to name a language */
    STRANGER_PERCENT = 80, /* of them that are in it */
    LETTERS = 3,           /* of a script with several languages, to say anything */
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

/* From at on, up to size bytes, moved a little so that no word is cut, if one is cut there. */
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

static void cut(struct reading *r, struct nr_str text)
{
    size_t size = sample_size(text.len);
    r->count = (size + NR_LANGUAGE_WINDOW - 1) / NR_LANGUAGE_WINDOW;
    for (size_t i = 0; i < r->count; i++) {
        size_t from = text.len / r->count * i, next = text.len / r->count * (i + 1);
        size_t to = from + NR_LANGUAGE_WINDOW < next ? from + NR_LANGUAGE_WINDOW : next;
        from = between_words(text, from);
        to = i + 1 == r->count && to == next ? text.len : between_words(text, to);
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

/* BCP 47 for a code of CLD2: two of its codes are withdrawn ones, one is of two languages, and "un",
 * "xxx", "xx-Thai" (a script, no language), "zzp" (its jokes) say that it does not know. */
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
    return (struct opinion){.tag = tag_of(nr_str_of(found.code), r->all.script),
                            .certain = found.reliable && found.percent >= STRANGER_PERCENT &&
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

static bool is_sure(const struct part *p, int32_t margin)
{
    return is_past(margin, p->sums.features, SURE) &&
           margin * 16 > (int32_t)p->sums.features * SURE_OF_EACH;
}

/* Chinese: CLD2 knows which of its scripts. */
static struct nr_str chinese(const struct reading *r)
{
    struct opinion said = ask_cld2(r);
    return nr_str_starts(said.tag, nr_str_of("zh")) ? said.tag : nr_str_of("zh");
}

static struct verdict judge_modelled(const struct reading *r)
{
    const struct part *all = &r->all;
    struct verdict v = {.tag = unknown, .best = NR_LANGUAGE_MOST};
    size_t none = NR_LANGUAGE_MOST;
    int32_t margin;
    if (all->script != NR_SCRIPT_HAN && all->bytes < LETTERS)
        return v;
    v.best = best_of(all, none, 0, &margin);
    if (!is_sure(all, margin)) {
        struct opinion said = ask_cld2(r);
        size_t number = nr_language_number(all->script, said.tag);
        bool known = number < nr_language_groups[all->script].languages;
        if (!known && said.certain && !nr_str_eq(said.tag, unknown) &&
            !nr_str_starts(said.tag, nr_str_of("zh")))
            return (struct verdict){.tag = said.tag, .best = none, .reliable = true};
        v.best = best_of(all, number, root(all->sums.features * CLD2_WEIGHT), &margin);
    }
    v.tag = nr_language_code(all->script, v.best);
    v.reliable = is_past(margin, all->sums.features, RELIABLE);
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
    return nr_language_code(p->script, best_of(p, NR_LANGUAGE_MOST, 0, &margin));
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

static void read_text(struct reading *r, struct nr_str text)
{
    cut(r, text);
    for (size_t i = 0; i < r->count; i++)
        read_part(&r->parts[i]);
    join(r);
}

struct nr_language nr_language_detect(struct nr_str text)
{
    struct reading r;
    read_text(&r, text);
    if (r.all.script == NR_SCRIPT_NONE)
        return (struct nr_language){.tag = unknown};
    r.whole = is_modelled(r.all.script) ? judge_modelled(&r) : judge_single(&r);
    return summed(&r);
}

struct nr_language nr_language_detect_part(struct nr_str text, struct nr_str around)
{
    struct reading r;
    read_text(&r, text);
    if (r.all.script == NR_SCRIPT_NONE)
        return (struct nr_language){.tag = unknown};
    size_t number =
        is_modelled(r.all.script) ? nr_language_number(r.all.script, around) : NR_LANGUAGE_MOST;
    (void)number;
    return nr_language_detect(text);
}
