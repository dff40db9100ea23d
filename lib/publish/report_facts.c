/* What the report wants to know of one record. Runs for each of them, on the workers: the members
 * are gone through once, and nothing is decoded that has no escapes. */
#include "newsreel/core/address.h"
#include "newsreel/core/hash.h"
#include "newsreel/core/utf8.h"
#include "report.h"
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { NAME_BYTES = NR_TOP_NAME + 4, HOST_BYTES = 255, ENDS = 32 };

/* So that nobody puts a record into samples by what other programs hash. */
static const uint64_t secret = 0x6e7273756d6d6172u;

static void add_fact(struct nr_buf *out, unsigned fact, const void *data, size_t size)
{
    char *to = nr_buf_reserve(out, size + 1);
    *to = (char)fact;
    memcpy(to + 1, data, size);
    out->len += size + 1;
}

static void add_hashed(struct nr_buf *out, enum list list, struct nr_str name, uint64_t hash)
{
    struct nr_str head = nr_utf8_head(name, NAME_BYTES);
    char *to = nr_buf_reserve(out, sizeof hash + 2 + NAME_BYTES);
    *to++ = (char)(FACT_NAME + list);
    memcpy(to, &hash, sizeof hash);
    to[sizeof hash] = (char)head.len;
    memcpy(to + sizeof hash + 1, head.data, head.len);
    out->len += sizeof hash + 2 + head.len;
}

static void add_name(struct nr_buf *out, enum list list, struct nr_str name)
{
    if (name.len)
        add_hashed(out, list, name, nr_hash64(name));
}

static struct nr_str text_of(struct nr_json string, struct nr_arena *arena)
{
    if (string.escaped)
        return nr_json_text(string, arena, NULL);
    return nr_str(string.raw.data + 1, string.raw.len - 2);
}

/* ---- Lengths ---- */

struct counts {
    size_t fewer; /* bytes that are no characters: those behind the first of one, and backslashes */
    bool hard;    /* there are escapes of more than one character, or of a backslash */
};

enum { STEP = 32, STEPS = 127 /* of which bytes can hold the sums */ };

#ifdef __SSE2__

/* Of 16 bytes; the one behind them is read. A byte of *sum is one less for each that is fewer. */
static inline __m128i count_16(const char *s, __m128i *sum)
{
    const __m128i backslash = _mm_set1_epi8('\\'), u = _mm_set1_epi8('u');
    __m128i at = _mm_loadu_si128((const __m128i *)(const void *)s);
    __m128i next = _mm_loadu_si128((const __m128i *)(const void *)(s + 1));
    __m128i escape = _mm_cmpeq_epi8(at, backslash);
    __m128i second = _mm_or_si128(_mm_cmpeq_epi8(next, backslash), _mm_cmpeq_epi8(next, u));
    *sum = _mm_add_epi8(*sum, _mm_or_si128(escape, _mm_cmpgt_epi8(_mm_set1_epi8(-64), at)));
    return _mm_and_si128(escape, second);
}

static void count_steps(const char *s, size_t steps, struct counts *c)
{
    const __m128i zero = _mm_setzero_si128();
    __m128i sum = zero, hard = zero;
    for (const char *end = s + steps * STEP; s < end; s += STEP)
        hard = _mm_or_si128(hard, _mm_or_si128(count_16(s, &sum), count_16(s + 16, &sum)));
    sum = _mm_sad_epu8(_mm_sub_epi8(zero, sum), zero);
    c->fewer += (size_t)_mm_cvtsi128_si32(sum) + (size_t)_mm_extract_epi16(sum, 4);
    c->hard |= _mm_movemask_epi8(hard) != 0;
}

#else

static void count_steps(const char *s, size_t steps, struct counts *c)
{
    for (size_t i = 0; i < steps * STEP; i++) {
        c->fewer += (signed char)s[i] < -64 || s[i] == '\\';
        c->hard |= s[i] == '\\' && (s[i + 1] == '\\' || s[i + 1] == 'u');
    }
}

#endif

/* Both bytes of an escape are in s, so nothing behind it means anything. */
static struct counts count(struct nr_str s)
{
    struct counts sum = {0, false};
    char end[STEP + 1] = {
        0}; /* at most a step is left: it is filled with what counts for nothing */
    size_t i = 0;
    while (i + STEP < s.len) {
        size_t steps = (s.len - i - 1) / STEP;
        steps = steps < STEPS ? steps : STEPS;
        count_steps(s.data + i, steps, &sum);
        i += steps * STEP;
    }
    memcpy(end, s.data + i, s.len - i);
    count_steps(end, 1, &sum);
    return sum;
}

/* Whether \uXXXX is the first or the second half of a surrogate pair. */
static bool is_high(const char *s)
{
    char c = s[3] | 0x20;
    return (s[2] | 0x20) == 'd' && (s[3] == '8' || s[3] == '9' || c == 'a' || c == 'b');
}

static bool is_low(const char *s)
{
    char c = s[3] | 0x20;
    return (s[2] | 0x20) == 'd' && c >= 'c' && c <= 'f';
}

/* What escapes have more than the character that they stand for. */
static size_t escaped_surplus(struct nr_str s)
{
    const char *at = s.data, *end = s.data + s.len;
    size_t surplus = 0;
    while ((at = memchr(at, '\\', (size_t)(end - at)))) {
        bool pair = at[1] == 'u' && end - at >= 12 && at[6] == '\\' && at[7] == 'u' &&
                    is_high(at) && is_low(at + 6);
        size_t len = at[1] != 'u' ? 2 : pair ? 12 : 6;
        surplus += len - 1;
        at += len;
    }
    return surplus;
}

/* Code points; half of a surrogate pair is one, as it becomes one. */
static size_t length_of(struct nr_json string)
{
    struct nr_str inside = nr_str_sub(string.raw, 1, string.raw.len - 1);
    struct counts c = count(inside);
    return c.hard ? nr_utf8_count(inside) - escaped_surplus(inside) : inside.len - c.fewer;
}

/* ---- Members ---- */

static void add_day(struct nr_buf *out, struct nr_str created)
{
    struct nr_day day;
    if (nr_moment_day(created, &day))
        add_fact(out, FACT_DAY, &day, sizeof day);
}

/* What lies in an archive has the archive for its source. */
static void add_source(struct nr_buf *out, struct nr_str source)
{
    bool inside = source.len && memchr(source.data, '!', source.len);
    size_t end = inside ? nr_str_find(source, nr_str_of("!/")) : source.len;
    add_name(out, LIST_SOURCES, nr_str_sub(source, 0, end));
}

/* The host of an address, without the user and the port. */
static struct nr_str host_of(struct nr_str url)
{
    size_t end = 0, at = nr_str_starts(url, nr_str_of("https://"))  ? 8
                         : nr_str_starts(url, nr_str_of("http://")) ? 7
                                                                    : 0;
    struct nr_str host = at ? nr_str_sub(url, at, url.len) : nr_address_host(url);
    while (end < host.len && host.data[end] != '/' && host.data[end] != '?' &&
           host.data[end] != '#')
        end++;
    host = nr_str_sub(host, 0, end);
    size_t user = nr_str_find_char(host, '@');
    host = user < host.len ? nr_str_sub(host, user + 1, host.len) : host;
    if (nr_str_starts(host, nr_str_of("["))) /* an address of IPv6 */
        return nr_str_sub(host, 0, nr_str_find_char(host, ']') + 1);
    return nr_str_sub(host, 0, nr_str_find_char(host, ':'));
}

/* In lower case, without "www.". */
static void add_site(struct nr_buf *out, struct nr_str url)
{
    char lower[HOST_BYTES];
    struct nr_str host = host_of(url);
    if (host.len > sizeof lower)
        return;
    for (size_t i = 0; i < host.len; i++)
        lower[i] = nr_ascii_lower(host.data[i]);
    host = nr_str(lower, host.len);
    if (nr_str_starts(host, nr_str_of("www.")))
        host = nr_str_sub(host, 4, host.len);
    add_name(out, LIST_SITES, host);
}

/* The first member "name" of the object that was entered. */
static struct nr_str name_inside(struct nr_str *rest, struct nr_arena *arena)
{
    struct nr_str name = {NULL, 0};
    struct nr_json member, value;
    while (nr_json_next_inside(rest, &member, &value) == NR_OK)
        if (!name.len && value.type == NR_JSON_STRING && nr_str_is(member.raw, "\"name\""))
            name = text_of(value, arena);
    return name;
}

static bool is_among(const uint64_t *hashes, size_t count, uint64_t hash)
{
    size_t i = 0;
    while (i < count && hashes[i] != hash)
        i++;
    return i < count;
}

/* Each name of a list once. */
static void add_names(struct nr_buf *out, enum list list, struct nr_json json,
                      struct nr_arena *arena)
{
    uint64_t met[NR_FACTS_NAMES];
    struct nr_str rest = json.raw;
    size_t count = 0;
    for (size_t n = 0; n < NR_FACTS_NAMES && nr_json_enter_object(&rest) == NR_OK; n++) {
        struct nr_str name = name_inside(&rest, arena);
        uint64_t hash = nr_hash64(name);
        if (!name.len || is_among(met, count, hash))
            continue;
        met[count++] = hash;
        add_hashed(out, list, name, hash);
    }
}

static void add_words(struct nr_buf *out, struct nr_json json)
{
    unsigned long long words;
    if (!nr_str_u64(json.raw, &words) || words > UINT32_MAX)
        return;
    uint64_t n = words;
    add_fact(out, FACT_WORDS, &n, sizeof n);
}

static void add_length(struct nr_buf *out, struct nr_json text)
{
    uint64_t length = length_of(text);
    add_fact(out, FACT_LENGTH, &length, sizeof length);
}

enum wanted { NOTHING, TEXT, CREATED, CREATED_DATE, SOURCE, URL, WORDS, LIST /* + enum list */ };

static unsigned wanted(struct nr_str key)
{
    switch (key.len) {
    case 3:
        return nr_str_is(key, "url") ? URL : NOTHING;
    case 4:
        return nr_str_is(key, "text") ? TEXT : NOTHING;
    case 5:
        return nr_str_is(key, "words") ? WORDS : NOTHING;
    case 6:
        return nr_str_is(key, "source")   ? SOURCE
               : nr_str_is(key, "people") ? LIST + LIST_PEOPLE
               : nr_str_is(key, "places") ? LIST + LIST_PLACES
               : nr_str_is(key, "topics") ? LIST + LIST_TOPICS
                                          : NOTHING;
    case 7:
        return nr_str_is(key, "created") ? CREATED : NOTHING;
    case 8:
        return nr_str_is(key, "language") ? LIST + LIST_LANGUAGES : NOTHING;
    case 12:
        return nr_str_is(key, "duplicate_of")   ? LIST + LIST_KEPT
               : nr_str_is(key, "created_date") ? CREATED_DATE
                                                : NOTHING;
    case 13:
        return nr_str_is(key, "organisations") ? LIST + LIST_ORGANISATIONS : NOTHING;
    default:
        return NOTHING;
    }
}

/* Lists that have one name of a record, or none. */
static bool is_single(unsigned what)
{
    return what == LIST + LIST_LANGUAGES || what == LIST + LIST_KEPT;
}

static void add_member(struct nr_buf *out, unsigned what, const struct nr_json *v,
                       struct nr_arena *arena)
{
    bool string = v->type == NR_JSON_STRING;
    if (what == TEXT && string)
        add_length(out, *v);
    else if (what == CREATED && string)
        add_day(out, text_of(*v, arena));
    else if (what == SOURCE && string)
        add_source(out, text_of(*v, arena));
    else if (what == URL && string)
        add_site(out, text_of(*v, arena));
    else if (what == WORDS && v->type == NR_JSON_NUMBER)
        add_words(out, *v);
    else if (what >= LIST && string)
        add_name(out, (enum list)(what - LIST), text_of(*v, arena));
    else if (what >= LIST && v->type == NR_JSON_ARRAY && !is_single(what))
        add_names(out, (enum list)(what - LIST), *v, arena);
}

/* The lengths of cards come in front of them. */
static void add_card(struct nr_buf *out, uint64_t hash, const struct nr_record *record,
                     struct nr_str row, struct nr_arena *arena)
{
    uint32_t size = 0;
    add_fact(out, FACT_CARD, &hash, sizeof hash);
    size_t at = out->len;
    nr_buf_add(out, (const char *)&size, sizeof size);
    report_add_card(out, record, row, arena);
    size = (uint32_t)(out->len - at - sizeof size);
    memcpy(out->data + at, &size, sizeof size);
}

/* Of its length and both its ends: to hash all of it would cost as much as all the rest. */
static uint64_t hash_of_ends(struct nr_str line)
{
    uint64_t hash = nr_hash64(nr_str_sub(line, 0, ENDS));
    if (line.len > ENDS)
        hash ^= nr_mix64(nr_hash64(nr_str_sub(line, line.len - ENDS, line.len)));
    return nr_mix64(hash + line.len + secret);
}

void nr_facts_add(struct nr_buf *out, const struct nr_record *record, struct nr_str row,
                  struct nr_sample *cards, struct nr_arena *arena)
{
    unsigned met = 0; /* a bit for each that is wanted: the first of a name counts */
    struct nr_json day = {.type = NR_JSON_NULL}; /* where no more than that is known */
    bool dated = false;
    nr_buf_add_char(out, FACT_RECORD);
    for (size_t i = 0; i < record->scanned; i++) {
        unsigned what = wanted(record->members[i].key);
        if (what == NOTHING || met >> what & 1)
            continue;
        met |= 1u << what;
        dated |= what == CREATED && record->members[i].value.type == NR_JSON_STRING;
        if (what == CREATED_DATE)
            day = record->members[i].value;
        add_member(out, what, &record->members[i].value, arena);
    }
    if (!dated)
        add_member(out, CREATED, &day, arena);
    uint64_t hash = hash_of_ends(record->line);
    cards->size = NR_SUMMARY_CARDS;
    if (!nr_sample_wants(cards, hash) || nr_sample_has(cards, hash))
        return;
    nr_sample_add(cards, hash, nr_str(NULL, 0));
    add_card(out, hash, record, row, arena);
}
