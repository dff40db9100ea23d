#include "told.h"
#include "model.h"
#include "newsreel/core/utf8.h"
#include "newsreel/text/words.h"

enum {
    RUN = 4,          /* words that are compared at a time */
    LEAST_WORDS = 60, /* of an articleBody that counts */
    MOST_BYTES = 1 << 20,
    MOST_WORDS = 1 << 17,
    TOLD = 50,    /* percent of a block's runs */
    ON_PAGE = 60, /* percent of the told words */
    EVIDENCE = NR_MODEL_ONE,
};

/* Hashes of the runs of words, open addressing; 0: free. */
struct told {
    uint64_t *runs;
    size_t mask, words;
};

/* ---- The text ---- */

/* The number of four hexadecimal digits; -1: there are none. */
static int hex4(struct nr_str s)
{
    static const char digits[] = "0123456789abcdef";
    int n = 0;
    for (size_t i = 0; i < 4; i++) {
        const char *digit =
            i < s.len ? memchr(digits, nr_ascii_lower(s.data[i]), sizeof digits - 1) : NULL;
        if (!digit)
            return -1;
        n = n << 4 | (int)(digit - digits);
    }
    return n;
}

/* The character of an escape at s, behind its backslash; *len: its bytes. Surrogates pair up. */
static uint32_t unescape(struct nr_str s, size_t *len)
{
    *len = 1;
    if (s.data[0] != 'u')
        return s.data[0] == '"' || s.data[0] == '/' || s.data[0] == '\\'
                   ? (uint32_t)(unsigned char)s.data[0]
                   : ' ';
    int high = hex4(nr_str_sub(s, 1, 5));
    if (high < 0)
        return ' ';
    *len = 5;
    if (high < 0xd800 || high > 0xdfff)
        return (uint32_t)high;
    int low = s.len > 6 && s.data[5] == '\\' && s.data[6] == 'u' ? hex4(nr_str_sub(s, 7, 11)) : -1;
    if (high > 0xdbff || low < 0xdc00 || low > 0xdfff)
        return ' ';
    *len = 11;
    return 0x10000 + ((uint32_t)(high & 0x3ff) << 10 | (uint32_t)(low & 0x3ff));
}

/* The JSON string that s begins with, to its closing quote or the end of s. A lone slash at the end
 * of a broken one says nothing. */
static void read_string(struct nr_buf *out, struct nr_str s)
{
    for (size_t i = 1; i < s.len && s.data[i] != '"'; i++) {
        if (s.data[i] != '\\') {
            nr_buf_add_char(out, s.data[i]);
        } else if (i + 1 < s.len) {
            size_t len;
            nr_utf8_add(out, unescape(nr_str_sub(s, i + 1, s.len), &len));
            i += len;
        }
    }
}

/* Appends the articleBody in the text of a script, valid JSON or not. */
static void read_body(struct nr_buf *out, struct nr_str script)
{
    struct nr_str key = nr_str_of("\"articleBody\"");
    size_t at = nr_str_find(script, key);
    if (at == script.len)
        return;
    struct nr_str rest = nr_str_trim(nr_str_sub(script, at + key.len, script.len));
    if (!nr_str_starts(rest, nr_str_of(":")))
        return;
    rest = nr_str_sub(nr_str_trim(nr_str_sub(rest, 1, rest.len)), 0, MOST_BYTES);
    if (nr_str_starts(rest, nr_str_of("\"")))
        read_string(out, rest);
}

/* The longest on the page. */
static void find_body(struct nr_buf *body, const struct nr_dom *d)
{
    struct nr_buf other = {0};
    for (uint32_t i = 1; i < d->count; i++) {
        const struct nr_node *n = &d->nodes[i];
        if (n->tag != NR_TAG_TEXT || d->nodes[n->parent].tag != NR_TAG_SCRIPT)
            continue;
        other.len = 0;
        read_body(&other, n->text);
        if (other.len > body->len) {
            struct nr_buf longer = other;
            other = *body;
            *body = longer;
        }
    }
    nr_buf_free(&other);
}

/* ---- Runs of words ---- */

struct runs {
    struct nr_str rest;
    uint64_t last[RUN];
    size_t words;
};

static uint64_t word_hash(struct nr_str word)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < word.len; i++)
        h = (h ^ (unsigned char)nr_ascii_lower(word.data[i])) * 1099511628211u;
    return h;
}

/* The hash of the next run; false at the end. */
static bool next_run(struct runs *r, uint64_t *hash)
{
    struct nr_str word;
    while (nr_words_next(&r->rest, &word)) {
        r->last[r->words++ % RUN] = word_hash(word);
        if (r->words < RUN)
            continue;
        *hash = 0;
        for (size_t i = 0; i < RUN; i++)
            *hash = (*hash ^ r->last[(r->words + i) % RUN]) * 1099511628211u;
        *hash = *hash ? *hash : 1;
        return true;
    }
    return false;
}

static uint64_t *place_of(const struct told *t, uint64_t hash)
{
    size_t at = (size_t)(hash ^ hash >> 32) & t->mask;
    while (t->runs[at] && t->runs[at] != hash)
        at = (at + 1) & t->mask;
    return &t->runs[at];
}

static void learn(struct told *t, struct nr_str body, struct nr_arena *arena)
{
    struct runs r = {.rest = body};
    uint64_t hash;
    size_t most = body.len / 2 + 1 < MOST_WORDS ? body.len / 2 + 1 : MOST_WORDS;
    for (t->mask = 64; t->mask < 2 * most; t->mask *= 2)
        ;
    t->runs = nr_arena_zero(arena, t->mask, sizeof *t->runs);
    t->mask--;
    while (r.words < most && next_run(&r, &hash))
        *place_of(t, hash) = hash;
    t->words = r.words;
}

/* Percent of a text's runs that are told; -1: too short to say. */
static int share_told(const struct told *t, struct nr_str s)
{
    struct runs r = {.rest = s};
    uint64_t hash;
    int runs = 0, found = 0;
    while (next_run(&r, &hash)) {
        runs++;
        found += *place_of(t, hash) != 0;
    }
    return runs ? (int)((int64_t)found * 100 / runs) : -1;
}

void nr_told_weigh(const struct nr_dom *d, const struct nr_block_info *blocks, size_t count,
                   struct nr_str text, int32_t *scores, struct nr_arena *arena)
{
    struct nr_buf body = {0};
    struct told t = {0};
    find_body(&body, d);
    if (body.len)
        learn(&t, nr_buf_str(&body), arena);
    nr_buf_free(&body);
    if (t.words < LEAST_WORDS)
        return;
    int8_t *shares = nr_arena_zero(arena, count, sizeof *shares);
    uint64_t words = 0;
    for (size_t i = 0; i < count; i++) {
        shares[i] = (int8_t)share_told(&t, nr_str(text.data + blocks[i].from, blocks[i].len));
        words += shares[i] > TOLD
                     ? nr_words_count(nr_str(text.data + blocks[i].from, blocks[i].len))
                     : 0;
    }
    if (words * 100 < (uint64_t)t.words * ON_PAGE)
        return;
    for (size_t i = 0; i < count; i++)
        if (shares[i] >= 0)
            scores[i] += shares[i] > TOLD ? EVIDENCE : -EVIDENCE;
}
