#include "newsreel/text/recurring.h"
#include "newsreel/core/address.h"
#include "newsreel/core/hash.h"
#include "newsreel/core/mem.h"
#include "newsreel/text/chars.h"
#include <stdlib.h>

enum {
    WAYS = 8, /* entries of a set: a key is in the set of its hash or nowhere */
    LINE_SETS = 1 << 18,
    SITE_SETS = 1 << 15,
    DOCUMENT_SETS = 1 << 16,
    SHORT_WORDS = 20,
    SHORT_SHARE = 20, /* percent */
    LONG_SHARE = 50,
    STRANGERS = 1000, /* documents without a site, for each that a line of them must be in */
    KEEP_BYTES = 64 << 10,
};

struct entry {
    uint64_t key;
    uint32_t count; /* of documents; 0: free */
    uint32_t last;  /* the document that counted last */
};

struct nr_recurring {
    struct entry *lines, *sites, *documents;
    uint32_t document; /* number of the last one */
};

struct nr_recurring *nr_recurring_new(void)
{
    struct nr_recurring *r = nr_alloc_zero(1, sizeof *r);
    r->lines = nr_alloc_zero((size_t)LINE_SETS * WAYS, sizeof *r->lines);
    r->sites = nr_alloc_zero((size_t)SITE_SETS * WAYS, sizeof *r->sites);
    r->documents = nr_alloc_zero((size_t)DOCUMENT_SETS * WAYS, sizeof *r->documents);
    return r;
}

void nr_recurring_free(struct nr_recurring *r)
{
    if (!r)
        return;
    free(r->lines);
    free(r->sites);
    free(r->documents);
    free(r);
}

uint64_t nr_recurring_key(struct nr_str line, struct nr_buf *fold)
{
    bool letters = false;
    nr_buf_reset(fold, KEEP_BYTES);
    nr_text_fold(fold, line);
    char *out = fold->data;
    const char *end = fold->data + fold->len;
    for (const char *p = fold->data; p < end;) {
        const char *from = p;
        uint32_t c = nr_utf8_next(&p, end);
        bool letter = nr_char_is_letter(c);
        letters |= letter;
        if (letter)
            for (; from < p; from++)
                *out++ = *from;
        else if (nr_char_is_digit(c))
            *out++ = '0';
    }
    return letters ? nr_hash64(nr_str(fold->data, (size_t)(out - fold->data))) | 1 : 0;
}

uint64_t nr_recurring_site(struct nr_str url, struct nr_str source)
{
    struct nr_str site = nr_address_host(url);
    if (nr_address_path(url) == 0)
        site = nr_str_sub(source, 0, nr_str_find(source, nr_str_of("!/")));
    else if (nr_str_starts(site, nr_str_of("www.")))
        site = nr_str_sub(site, 4, site.len);
    return site.len ? nr_hash64(site) | 1 : 0;
}

/* The key of a line on a site, and the key of all of a site's documents. */
static uint64_t together(uint64_t site, uint64_t key)
{
    uint64_t both[2] = {site, key};
    return nr_hash64(nr_str((const char *)both, sizeof both));
}

static struct entry *set_of(struct entry *table, size_t sets, uint64_t key)
{
    return table + (key >> 32) % sets * WAYS;
}

static struct entry *find(struct entry *table, size_t sets, uint64_t key)
{
    struct entry *set = set_of(table, sets, key);
    for (int i = 0; i < WAYS; i++)
        if (set[i].count && set[i].key == key)
            return &set[i];
    return NULL;
}

static struct entry *rarest(struct entry *set)
{
    struct entry *e = set;
    for (int i = 1; i < WAYS; i++)
        if (set[i].count < e->count || (set[i].count == e->count && set[i].last < e->last))
            e = &set[i];
    return e;
}

static struct entry *oldest(struct entry *set)
{
    struct entry *e = set;
    for (int i = 1; i < WAYS; i++)
        if (set[i].last < e->last)
            e = &set[i];
    return e;
}

/* Counts the document for the key. In a full set, a key that was seen once makes room; where there
 * is none, all others lose one count instead. */
static void count_line(struct nr_recurring *r, uint64_t key)
{
    struct entry *e = find(r->lines, LINE_SETS, key);
    if (e) {
        e->count += e->last != r->document;
        e->last = r->document;
        return;
    }
    struct entry *set = set_of(r->lines, LINE_SETS, key);
    e = rarest(set);
    if (e->count <= 1) {
        *e = (struct entry){key, 1, r->document};
        return;
    }
    for (int i = 0; i < WAYS; i++)
        set[i].count--;
}

/* False where the site cannot be learnt. */
static bool count_site(struct nr_recurring *r, uint64_t key)
{
    struct entry *e = find(r->sites, SITE_SETS, key);
    if (!e) {
        e = rarest(set_of(r->sites, SITE_SETS, key));
        if (e->count)
            return false;
        e->key = key;
    }
    e->count++;
    return true;
}

void nr_recurring_add(struct nr_recurring *r, uint64_t site, const uint64_t *keys, size_t count)
{
    uint64_t whole = nr_hash64(nr_str((const char *)keys, count * sizeof *keys));
    uint64_t document = together(site, whole & ~(uint64_t)1);
    if (count == 0 || find(r->documents, DOCUMENT_SETS, document))
        return;
    r->document++;
    *oldest(set_of(r->documents, DOCUMENT_SETS, document)) =
        (struct entry){document, 1, r->document};
    if (!count_site(r, together(site, 0)))
        return;
    for (size_t i = 0; i < count; i++)
        if (keys[i])
            count_line(r, together(site, keys[i]));
}

bool nr_recurring_is(const struct nr_recurring *r, uint64_t site, uint64_t key, uint64_t words)
{
    const struct entry *all = find(r->sites, SITE_SETS, together(site, 0));
    const struct entry *line = key ? find(r->lines, LINE_SETS, together(site, key)) : NULL;
    if (!all || !line || line->count < NR_RECURRING_LEAST)
        return false;
    uint64_t share = (uint64_t)line->count * 100 / all->count;
    bool is_short = words <= SHORT_WORDS;
    if (!site)
        return is_short && (uint64_t)line->count * STRANGERS >= all->count;
    return share >= (is_short ? SHORT_SHARE : LONG_SHARE);
}
