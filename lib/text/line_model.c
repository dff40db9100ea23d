#include "line_model.h"
#include "weights.h"

enum {
    MOST_SCORE = 2500,
    RECURS = -300,       /* of a line of the site, at most */
    MOST_COLUMNS = 1000, /* of a paragraph that count */
    STEPS = 50,          /* of chances that are told apart */
    F1_SHARE = 40,       /* percent of the best expected F1 that a paragraph's chance must have */
    ALL_F1 = 98,         /* percent of what is chosen that all must have, to stay */
};

static int sum_own(const short weights[NR_TRAIT_OWN][NR_TRAIT_VALUES], const struct nr_traits *t)
{
    int sum = 0;
    for (int g = 0; g < NR_TRAIT_OWN; g++)
        sum += weights[g][t->value[g]];
    return sum;
}

static int sum_all(const short weights[NR_TRAITS][NR_TRAIT_VALUES], const struct nr_traits *t)
{
    int sum = 0;
    for (int g = 0; g < NR_TRAITS; g++)
        sum += weights[g][t->value[g]];
    return sum;
}

static int clip(int score)
{
    return score > MOST_SCORE ? MOST_SCORE : score < -MOST_SCORE ? -MOST_SCORE : score;
}

static struct nr_line_scores score(const struct nr_traits *t, size_t count, size_t i)
{
    const struct nr_traits *above = i > 0 ? &t[i - 1] : NULL, *own = i < count ? &t[i] : NULL;
    struct nr_line_scores s = {0, 0, 0};
    if (own) {
        s.inside = sum_all(own_weights, own) + (above ? sum_own(above_weights, above) : 0) +
                   (i + 1 < count ? sum_own(below_weights, own + 1) : 0);
        s.begin = sum_all(begin_weights, own) + (above ? sum_own(begin_above_weights, above) : 0);
        if (own->recurs && s.inside > RECURS)
            s.inside = RECURS;
    }
    if (above)
        s.end = sum_all(end_weights, above) + (own ? sum_own(end_below_weights, own) : 0);
    return (struct nr_line_scores){clip(s.inside), clip(s.begin), clip(s.end)};
}

void nr_line_model_score(const struct nr_traits *t, size_t count, struct nr_line_scores *s)
{
    for (size_t i = 0; i <= count; i++)
        s[i] = score(t, count, i);
}

/* The exponential of a score, made of products, which are the same on every machine, as those of
 * libraries are not. */
static double odds(int score)
{
    /* exp(0.01), exp(0.02), exp(0.04), ... */
    static const double powers[] = {1.010050167084168,  1.0202013400267558, 1.0408107741923882,
                                    1.0832870676749586, 1.1735108709918103, 1.3771277643359572,
                                    1.8964808793049515, 3.5966397255692817, 12.935817315543076,
                                    167.3353696211041,  28001.12592623153,  784063053.1366755};
    unsigned left = (unsigned)(score < 0 ? -score : score);
    double product = 1;
    for (size_t i = 0; left; i++, left >>= 1)
        product *= left & 1 ? powers[i] : 1;
    return score < 0 ? 1 / product : product;
}

/* How much speaks for being outside and inside, in sum 1. */
struct mass {
    double out, in;
};

struct step {
    struct mass above; /* of all that is above the paragraph */
    double inside, begin, end;
};

static struct mass mass(double out, double in)
{
    return (struct mass){out / (out + in), in / (out + in)};
}

/* The forward and backward passes of Rabiner (1989). */
void nr_line_model_weigh(const struct nr_line_scores *s, size_t count, unsigned short *chances,
                         struct nr_arena *arena)
{
    struct step *steps = nr_arena_zero(arena, count, sizeof *steps);
    struct mass now = {1, 0};
    for (size_t i = 0; i < count; i++) {
        struct step *p = &steps[i];
        *p = (struct step){now, odds(s[i].inside), odds(s[i].begin), odds(s[i].end)};
        now = mass(now.out + now.in * p->end, p->inside * (now.in + now.out * p->begin));
    }
    struct mass below = {1, count ? odds(s[count].end) : 0};
    for (size_t i = count; i-- > 0;) {
        const struct step *p = &steps[i];
        double in = p->inside * below.in, out = below.out;
        struct mass m = mass((p->above.out + p->above.in * p->end) * out,
                             (p->above.in + p->above.out * p->begin) * in);
        chances[i] = (unsigned short)(NR_LINE_CERTAIN * m.in + 0.5);
        below = mass(out + p->begin * in, in + p->end * out);
    }
}

/* What is expected of a set of paragraphs: columns that are kept, and parts of columns that are
 * kept and wanted. */
struct expected {
    uint64_t kept, right;
};

static uint64_t columns_of(const struct nr_traits *t)
{
    return t->columns < MOST_COLUMNS ? t->columns : MOST_COLUMNS;
}

static void expect(struct expected *e, const struct nr_traits *t, unsigned chance)
{
    e->kept += columns_of(t);
    e->right += columns_of(t) * chance;
}

/* In thousandths; wanted are the parts of columns that are wanted on the page. */
static uint64_t expected_f1(struct expected e, uint64_t wanted)
{
    return e.kept ? 2000 * e.right / (e.kept * NR_LINE_CERTAIN + wanted) : 0;
}

/* The best expected F1 of a set of paragraphs: those from some chance on. Sets what is wanted. */
static uint64_t best_f1(const struct nr_traits *t, const unsigned short *chances, size_t count,
                        uint64_t *wanted)
{
    struct expected steps[STEPS + 1] = {{0}}, e = {0};
    uint64_t best = 0;
    *wanted = 0;
    for (size_t i = 0; i < count; i++) {
        expect(&steps[chances[i] * STEPS / NR_LINE_CERTAIN], &t[i], chances[i]);
        *wanted += columns_of(&t[i]) * chances[i];
    }
    for (unsigned i = STEPS + 1; i-- > 0;) {
        e.kept += steps[i].kept;
        e.right += steps[i].right;
        uint64_t f1 = expected_f1(e, *wanted);
        best = f1 > best ? f1 : best;
    }
    return best;
}

static bool is_furniture(const struct nr_traits *t)
{
    return t->phrase || t->recurs;
}

/* A paragraph alone between two that stay, such as a subhead, needs half the chance. One sentence
 * right behind what stays belongs to it: the last words of an article are often few. */
static void fill(const struct nr_traits *t, const unsigned short *chances, size_t count,
                 uint64_t least, bool *chosen)
{
    size_t alone = count;
    bool above = false;
    for (size_t i = 0; i < count; i++) {
        if (is_furniture(&t[i]))
            continue;
        if (chosen[i] && alone < count)
            chosen[alone] = true;
        alone = above && !chosen[i] && chances[i] * 2u >= least ? i : count;
        above = chosen[i];
    }
    for (size_t i = count; i-- > 1;)
        chosen[i] |= t[i].sentence && chosen[i - 1] && !is_furniture(&t[i]);
}

/* Of independent paragraphs those belong to the set with the best expected F1 whose chance is more
 * than half of that F1 (Lipton et al., 2014); chances of pages of an unknown kind are too sure, so
 * somewhat less is enough. Where all of the text is nearly as good as what would be chosen, all
 * stays: what has been cleaned would crumble else, as it is sorted until nothing changes. */
void nr_line_model_choose(const struct nr_traits *t, const unsigned short *chances, size_t count,
                          bool *chosen)
{
    uint64_t wanted, best = best_f1(t, chances, count, &wanted), least = best * F1_SHARE / 100;
    struct expected all = {0};
    for (size_t i = 0; i < count; i++)
        if (!is_furniture(&t[i]))
            expect(&all, &t[i], chances[i]);
    if (expected_f1(all, wanted) * 100 >= best * ALL_F1)
        least = 0;
    for (size_t i = 0; i < count; i++)
        chosen[i] = chances[i] >= least && !is_furniture(&t[i]);
    fill(t, chances, count, least, chosen);
}
