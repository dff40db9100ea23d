/* A term is looked up by its first word; the others are compared by their hashes, the longest term
 * first. Each term is there twice, as it is and with an s. */
#include "newsreel/tags/topics.h"
#include "newsreel/core/arena.h"
#include "newsreel/core/mem.h"
#include "newsreel/text/chars.h"
#include "topics_table.h"
#include <stdlib.h>

struct entry {
    const char *first; /* word */
    uint32_t rest[NR_TOPICS_TERM - 1];
    uint32_t term; /* the number of the line's term: both its forms have one */
    uint16_t topic;
    uint8_t words, weight;
};

struct nr_topics {
    struct nr_arena arena;
    struct nr_str names[NR_TOPICS_MOST];
    size_t topics;
    struct entry *entries; /* sorted by first word, of the same the longest first */
    size_t count, capacity, terms;
    struct nr_vocabulary *firsts; /* the first entry of a word, plus 1 */
};

static enum nr_status complain(struct nr_error *e, const char *what)
{
    nr_error_set(e, "%s", what);
    return NR_FAIL;
}

/* The number of a topic, which may be new; NR_TOPICS_MOST when there are too many. */
static size_t topic_of(struct nr_topics *t, struct nr_str name)
{
    size_t i = 0;
    while (i < t->topics && !nr_str_eq(t->names[i], name))
        i++;
    if (i == t->topics && i < NR_TOPICS_MOST)
        t->names[t->topics++] = nr_arena_str(&t->arena, name);
    return i;
}

/* Words of a term, in lower case. */
struct words {
    struct nr_str word[NR_TOPICS_TERM];
    size_t count;
};

/* False when there is none, or more than a term may have. */
static bool split_term(struct words *words, struct nr_str lower)
{
    struct nr_tokens tokens = {0};
    bool fits = true;
    words->count = 0;
    nr_tokens_begin(&tokens, lower);
    while (nr_tokens_next(&tokens)) {
        for (size_t i = 0; i < tokens.count; i++) {
            if (tokens.items[i].kind != NR_TOKEN_WORD)
                continue;
            fits &= words->count < NR_TOPICS_TERM;
            if (fits)
                words->word[words->count++] = nr_token_text(&tokens, &tokens.items[i]);
        }
    }
    nr_tokens_free(&tokens);
    return fits && words->count;
}

static void add_entry(struct nr_topics *t, const struct words *words, struct entry entry)
{
    entry.first = nr_arena_cstr(&t->arena, words->word[0]);
    entry.words = (uint8_t)words->count;
    for (size_t i = 1; i < words->count; i++)
        entry.rest[i - 1] = nr_token_hash(words->word[i]);
    t->entries = nr_grow_array(t->entries, &t->capacity, t->count + 1, sizeof *t->entries);
    t->entries[t->count++] = entry;
}

static enum nr_status add_term(struct nr_topics *t, struct nr_str term, struct entry entry,
                               struct nr_error *e)
{
    struct nr_buf lower = {0};
    struct words words;
    nr_text_fold(&lower, term);
    bool fits = split_term(&words, nr_buf_str(&lower));
    if (fits) {
        struct nr_str *last = &words.word[words.count - 1];
        entry.term = (uint32_t)t->terms++;
        add_entry(t, &words, entry);
        if (last->data[last->len - 1] != 's') {
            char *plural = nr_arena_alloc(&t->arena, last->len + 1);
            memcpy(plural, last->data, last->len);
            plural[last->len] = 's';
            *last = nr_str(plural, last->len + 1);
            add_entry(t, &words, entry);
        }
    }
    nr_buf_free(&lower);
    return fits ? NR_OK : complain(e, "a term is a word, or up to four of them");
}

static enum nr_status add_line(struct nr_topics *t, struct nr_str line, struct nr_error *e)
{
    struct nr_str topic, weight, terms = nr_str_trim(line), term;
    unsigned long long number;
    if (!terms.len || terms.data[0] == '#')
        return NR_OK;
    if (nr_utf8_valid(terms) != terms.len)
        return complain(e, "invalid UTF-8 in a line of the lexicon");
    if (!nr_str_split(&terms, '\t', &topic) || !nr_str_split(&terms, '\t', &weight) || !terms.len)
        return complain(e, "no tab between topic, weight and terms");
    if (!nr_str_u64(weight, &number) || number < 1 || number > 9)
        return complain(e, "the weight is a number from 1 to 9");
    size_t of = topic_of(t, nr_str_trim(topic));
    if (of == NR_TOPICS_MOST)
        return complain(e, "more than 256 topics");
    struct entry entry = {.topic = (uint16_t)of, .weight = (uint8_t)number};
    while (nr_str_split(&terms, ',', &term))
        if (add_term(t, term, entry, e) != NR_OK)
            return NR_FAIL;
    return NR_OK;
}

static enum nr_status add_lines(struct nr_topics *t, struct nr_str list, struct nr_error *e)
{
    struct nr_str line;
    for (uint64_t number = 1; list.len && nr_str_split(&list, '\n', &line); number++) {
        if (add_line(t, line, e) != NR_OK) {
            e->line = number;
            return NR_FAIL;
        }
    }
    return NR_OK;
}

static int by_word(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = strcmp(x->first, y->first);
    if (!order)
        order = (int)y->words - (int)x->words;
    return order ? order : (x->term > y->term) - (x->term < y->term);
}

static void build(struct nr_topics *t)
{
    if (t->count)
        qsort(t->entries, t->count, sizeof *t->entries, by_word);
    struct nr_vocabulary_entry *firsts = nr_alloc_zero(t->count, sizeof *firsts);
    size_t count = 0;
    for (size_t i = 0; i < t->count; i++)
        if (!i || strcmp(t->entries[i].first, t->entries[i - 1].first) != 0)
            firsts[count++] = (struct nr_vocabulary_entry){t->entries[i].first, (uint32_t)i + 1};
    t->firsts = nr_vocabulary_new(firsts, count);
    free(firsts);
}

enum nr_status nr_topics_new(struct nr_topics **topics, struct nr_str list, struct nr_error *e)
{
    struct nr_topics *t = nr_alloc_zero(1, sizeof *t);
    enum nr_status status = NR_OK;
    if (list.len)
        status = add_lines(t, list, e);
    for (size_t i = 0; !list.len && status == NR_OK && nr_topics_builtin(i).len; i++)
        status = add_lines(t, nr_topics_builtin(i), e);
    build(t);
    *topics = t;
    if (status != NR_OK) {
        nr_topics_free(t);
        *topics = NULL;
    }
    return status;
}

void nr_topics_free(struct nr_topics *t)
{
    if (!t)
        return;
    nr_vocabulary_free(t->firsts);
    nr_arena_free(&t->arena);
    free(t->entries);
    free(t);
}

/* The words that follow a token, as far as a term goes: an apostrophe or a hyphen inside a word is
 * no end, other marks are. */
struct ahead {
    uint32_t hash[NR_TOPICS_TERM - 1];
    size_t count;
};

static void look_ahead(struct ahead *ahead, const struct nr_token *at)
{
    const struct nr_token *token = at + 1;
    ahead->count = 0;
    for (size_t i = 1; i < NR_TOKENS_MARGIN && ahead->count < NR_TOPICS_TERM - 1; i++, token++) {
        if (token->kind == NR_TOKEN_WORD)
            ahead->hash[ahead->count++] = token->hash;
        else if (!nr_token_is_mark(token, '-') && !nr_token_is_mark(token, '\''))
            break;
    }
}

static bool begins(const struct entry *entry, const struct ahead *ahead)
{
    return ahead->count + 1u >= entry->words &&
           memcmp(entry->rest, ahead->hash, (entry->words - 1u) * sizeof entry->rest[0]) == 0;
}

/* The longest term that begins at a token, as the number of its entry; t->count: none. */
static size_t term_at(const struct nr_topics *t, const struct nr_tokens *block,
                      const struct nr_token *token)
{
    size_t at = nr_vocabulary_of(t->firsts, block, token);
    struct ahead ahead = {.count = 0};
    if (!at)
        return t->count;
    const char *first = t->entries[--at].first;
    if (t->entries[at].words > 1)
        look_ahead(&ahead, token);
    for (; at < t->count && strcmp(t->entries[at].first, first) == 0; at++)
        if (begins(&t->entries[at], &ahead))
            return at;
    return t->count;
}

static void ready(const struct nr_topics *t, struct nr_topics_count *count)
{
    if (count->size != t->terms) {
        nr_topics_count_free(count);
        count->size = t->terms;
        count->seen = nr_alloc_zero(t->terms, sizeof *count->seen);
        count->found = nr_alloc_zero(t->terms, sizeof *count->found);
    }
}

/* A term may speak for more topics than one: all entries of the same words count. */
static void take(const struct nr_topics *t, struct nr_topics_count *count, size_t at)
{
    const struct entry *first = &t->entries[at];
    for (const struct entry *e = first; e < t->entries + t->count; e++) {
        if (e->words != first->words || strcmp(e->first, first->first) != 0)
            break;
        if (memcmp(e->rest, first->rest, sizeof e->rest) != 0)
            continue;
        if (!count->seen[e->term]++)
            count->found[count->found_count++] = (size_t)(e - t->entries);
    }
}

void nr_topics_read(const struct nr_topics *t, struct nr_topics_count *count,
                    const struct nr_tokens *block)
{
    ready(t, count);
    for (size_t i = 0; i < block->count; i++) {
        size_t at = term_at(t, block, &block->items[i]);
        if (at == t->count)
            continue;
        take(t, count, at);
        for (size_t words = t->entries[at].words; words > 1; words--)
            do
                i++;
            while (block->items[i].kind != NR_TOKEN_WORD);
    }
}

static unsigned log2_of(uint32_t n)
{
    unsigned bits = 0;
    while (n >>= 1)
        bits++;
    return bits;
}

/* Puts a topic among the best, which are in order. */
static size_t rank(size_t best[NR_TOPICS_FOUND], size_t count, const uint64_t *points, size_t topic)
{
    size_t i = count;
    while (i > 0 && points[best[i - 1]] < points[topic])
        i--;
    if (i == NR_TOPICS_FOUND)
        return count;
    count += count < NR_TOPICS_FOUND;
    memmove(&best[i + 1], &best[i], (count - i - 1) * sizeof *best);
    best[i] = topic;
    return count;
}

size_t nr_topics_result(const struct nr_topics *t, struct nr_topics_count *count,
                        struct nr_topic found[NR_TOPICS_FOUND])
{
    uint64_t points[NR_TOPICS_MOST] = {0}, all = 0;
    size_t best[NR_TOPICS_FOUND], ranked = 0, results = 0;
    for (size_t i = 0; i < count->found_count; i++) {
        const struct entry *e = &t->entries[count->found[i]];
        uint64_t more = e->weight * (uint64_t)(1 + log2_of(count->seen[e->term]));
        points[e->topic] += more;
        all += more;
        count->seen[e->term] = 0;
    }
    count->found_count = 0;
    for (size_t i = 0; i < t->topics; i++)
        if (points[i] >= NR_TOPICS_SCORE && points[i] * 5 >= all)
            ranked = rank(best, ranked, points, i);
    for (; results < ranked; results++)
        found[results] =
            (struct nr_topic){t->names[best[results]], nr_topic_code(t->names[best[results]]),
                              (unsigned)(points[best[results]] * 100 / all)};
    return results;
}

void nr_topics_count_free(struct nr_topics_count *count)
{
    free(count->seen);
    free(count->found);
    *count = (struct nr_topics_count){0};
}
