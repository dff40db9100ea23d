/* Most records have nothing to rename, and a record costs little more than a microsecond: so the
 * names of a mapping lie ordered by their length and first letter, and a member's name is compared
 * with the one or two that are as long and begin alike. Only a record in which something is found
 * is looked at closer. */
#include "newsreel/formats/mapping.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include "newsreel/formats/story.h"
#include "newsreel/json/json.h"
#include <limits.h>
#include <stdlib.h>

enum {
    LENGTHS = 32, /* names are told apart by length up to this, */
    LETTERS = 32, /* and by these bits of their first byte, the same for both cases of a letter */
    BUCKETS = (LENGTHS + 1) * LETTERS,
    FOUND = 128,    /* members of a record that a mapping has names for; more are left alone */
    DATE_MOST = 80, /* bytes of a value that may be a date */
};

/* What a target holds. */
enum holds { ANYTHING, STRING, DATE, NAMES };

static const struct {
    const char *target;
    enum holds holds;
    const char *sources; /* first ones first, separated by bars */
} defaults[] = {
    {"html", STRING, "content_html|body_html|body_xhtml"},
    {"text", STRING,
     "maintext|full_text|article_text|body_text|content_text|content|body|article|story|document|"
     "raw_content"},
    {"headline", STRING, "title"},
    {"url", STRING, "link|canonical_link"},
    {"created", DATE,
     "published|date_published|published_at|publishedAt|publish_date|date_publish|pubDate|date|"
     "datetime|timestamp"},
    {"by", NAMES, "authors|author|byline"},
    {"language", STRING, "lang"},
    {"section", STRING, "category"},
};

enum { DEFAULTS = sizeof defaults / sizeof *defaults, HTML = 0, TEXT = 1 };

struct target {
    struct nr_str name;
    enum holds holds;
    unsigned sources; /* how many */
    bool named;       /* by the user */
    bool off;         /* the user has named another of that name, or none */
    bool body;        /* text and html: not both */
};

struct entry {
    struct nr_str name;
    unsigned target;
    unsigned rank; /* 0: the target's own name; then the sources */
};

struct nr_mapping {
    struct target *targets;
    size_t target_count, target_room;
    struct entry *entries; /* by bucket */
    size_t count, room;
    unsigned from[BUCKETS + 1]; /* the first entry of each bucket */
    struct nr_arena names;
};

/* ---- The table ---- */

static size_t bucket(struct nr_str name)
{
    size_t length = name.len < LENGTHS ? name.len : LENGTHS;
    return name.len ? length * LETTERS + (size_t)(name.data[0] & (LETTERS - 1)) : 0;
}

static int compare_buckets(const void *a, const void *b)
{
    size_t one = bucket(((const struct entry *)a)->name);
    size_t two = bucket(((const struct entry *)b)->name);
    return (one > two) - (one < two);
}

static void put_in_order(struct nr_mapping *m)
{
    unsigned i = 0;
    qsort(m->entries, m->count, sizeof *m->entries, compare_buckets);
    for (size_t b = 0; b <= BUCKETS; b++) {
        while (i < m->count && bucket(m->entries[i].name) < b)
            i++;
        m->from[b] = i;
    }
}

static void add_entry(struct nr_mapping *m, struct nr_str name, unsigned rank)
{
    m->entries = nr_grow_array(m->entries, &m->room, m->count + 1, sizeof *m->entries);
    m->entries[m->count++] =
        (struct entry){nr_arena_str(&m->names, name), (unsigned)m->target_count - 1, rank};
}

/* A target with the sources in list. */
static void add_target(struct nr_mapping *m, struct target target, struct nr_str list)
{
    struct nr_str source;
    m->targets =
        nr_grow_array(m->targets, &m->target_room, m->target_count + 1, sizeof *m->targets);
    target.name = nr_arena_str(&m->names, target.name);
    m->targets[m->target_count++] = target;
    add_entry(m, target.name, 0);
    while (nr_str_split(&list, '|', &source))
        add_entry(m, source, ++m->targets[m->target_count - 1].sources);
}

struct nr_mapping *nr_mapping_new(void)
{
    struct nr_mapping *m = nr_alloc_zero(1, sizeof *m);
    for (size_t i = 0; i < DEFAULTS; i++) {
        struct target target = {.name = nr_str_of(defaults[i].target),
                                .holds = defaults[i].holds,
                                .body = i == HTML || i == TEXT};
        add_target(m, target, nr_str_of(defaults[i].sources));
    }
    put_in_order(m);
    return m;
}

void nr_mapping_free(struct nr_mapping *m)
{
    if (!m)
        return;
    free(m->targets);
    free(m->entries);
    nr_arena_free(&m->names);
    free(m);
}

bool nr_mapping_knows(struct nr_str name)
{
    for (size_t i = 0; i < DEFAULTS; i++) {
        struct nr_str list = nr_str_of(defaults[i].sources), source;
        if (nr_str_eq_fold(name, nr_str_of(defaults[i].target)))
            return true;
        while (nr_str_split(&list, '|', &source))
            if (nr_str_eq_fold(name, source))
                return true;
    }
    return false;
}

static enum nr_status refuse(struct nr_error *e, struct nr_str item, const char *what)
{
    nr_error_set(e, "--map: '%.*s' %s", item.len < 80 ? (int)item.len : 80, item.data, what);
    return NR_FAIL;
}

/* "text=body|content" */
static enum nr_status add_item(struct nr_mapping *m, struct nr_str item, struct nr_error *e)
{
    struct nr_str sources = item, name, rest, source;
    nr_str_split(&sources, '=', &name);
    if (!name.len || !sources.data)
        return refuse(e, item, "is not NAME=SOURCE");
    for (rest = sources; nr_str_split(&rest, '|', &source);)
        if (!source.len || nr_str_find_char(source, '=') < source.len)
            return refuse(e, item, "is not NAME=SOURCE|SOURCE");
    struct target target = {.name = name, .named = true};
    for (size_t i = 0; i < m->target_count; i++) {
        struct target *t = &m->targets[i];
        if (!nr_str_eq(t->name, name))
            continue;
        if (t->named)
            return refuse(e, name, "is mapped twice");
        t->off = true;
        target.holds = t->holds;
        target.body = t->body;
    }
    add_target(m, target, sources);
    return NR_OK;
}

enum nr_status nr_mapping_add(struct nr_mapping *m, struct nr_str list, struct nr_error *e)
{
    struct nr_str item;
    if (nr_utf8_valid(list) != list.len) {
        nr_error_set(e, "--map: not valid UTF-8");
        return NR_FAIL;
    }
    if (!list.len)
        return refuse(e, nr_str("", 0), "is not NAME=SOURCE");
    while (nr_str_split(&list, ',', &item)) {
        if (!nr_str_is(item, "none")) {
            if (add_item(m, item, e) != NR_OK)
                return NR_FAIL;
            continue;
        }
        for (size_t i = 0; i < m->target_count; i++)
            m->targets[i].off |= !m->targets[i].named;
    }
    put_in_order(m);
    return NR_OK;
}

/* ---- What values hold ---- */

/* Behind the blanks, raw or escaped, that raw bytes of a string begin with. */
static struct nr_str skip_blanks(struct nr_str raw)
{
    for (;;) {
        if (raw.len && nr_ascii_is_blank(raw.data[0]))
            raw = nr_str_sub(raw, 1, raw.len);
        else if (raw.len > 1 && raw.data[0] == '\\' && memchr("nrt", raw.data[1], 3))
            raw = nr_str_sub(raw, 2, raw.len);
        else
            return raw;
    }
}

static struct nr_str inside(const struct nr_json *string)
{
    return nr_str_sub(string->raw, 1, string->raw.len - 1);
}

static bool is_text(const struct nr_json *value)
{
    return value->type == NR_JSON_STRING && skip_blanks(inside(value)).len > 0;
}

static bool is_empty(const struct nr_json *value)
{
    return value->type == NR_JSON_NULL || (value->type == NR_JSON_STRING && !is_text(value));
}

/* Takes one character off the beginning of raw: itself, or escaped as some writers do it. */
static bool take(struct nr_str *raw, const char *plain, const char *escaped)
{
    struct nr_str forms[] = {nr_str_of(plain), nr_str_of(escaped)};
    for (size_t i = 0; i < 2; i++)
        if (nr_str_starts_fold(*raw, forms[i])) {
            *raw = nr_str_sub(*raw, forms[i].len, raw->len);
            return true;
        }
    return false;
}

/* Whether a string begins with a tag and ends with one. */
static bool is_markup(const struct nr_json *string)
{
    struct nr_str raw = skip_blanks(inside(string));
    if (!take(&raw, "<", "\\u003c") || !raw.len ||
        (!nr_ascii_is_letter(raw.data[0]) && raw.data[0] != '!'))
        return false;
    while (raw.len && (nr_ascii_is_blank(raw.data[raw.len - 1]) ||
                       nr_str_ends(raw, nr_str_of("\\n")) || nr_str_ends(raw, nr_str_of("\\r"))))
        raw.len -= nr_ascii_is_blank(raw.data[raw.len - 1]) ? 1 : 2;
    return nr_str_ends(raw, nr_str_of(">")) || nr_str_ends_fold(raw, nr_str_of("\\u003e"));
}

/* How a value goes into a target. */
struct fit {
    struct nr_str json; /* what it becomes; empty: it stays */
    bool beside;        /* the source stays too */
};

/* More digits than a day has: "2020-01-02 03:04", "20200102030405", "2 janvier 2020, 3h05"; or a
 * third number beside words, "January 2, 2020, 3 pm". */
static bool may_have_time(struct nr_str text)
{
    size_t runs = 0, longest = 0, letters = 0;
    for (size_t i = 0, run = 0; i < text.len; i++) {
        run = nr_ascii_is_digit(text.data[i]) ? run + 1 : 0;
        runs += run == 1;
        longest = run > longest ? run : longest;
        letters += nr_ascii_is_letter(text.data[i]);
    }
    return longest > 8 || runs > 3 || (runs == 3 && letters);
}

static bool fit_date(struct nr_str text, struct nr_arena *arena, struct nr_buf *json,
                     struct fit *fit)
{
    if (text.len > DATE_MOST)
        return false;
    struct nr_str date = nr_story_date(arena, text);
    if (!date.len)
        return false;
    fit->beside = date.len == 10 && may_have_time(text);
    if (!nr_str_eq(date, text))
        nr_json_add_text(json, date);
    return true;
}

/* The name of an author that is an object, raw; false when it has none. */
static bool name_of(struct nr_str object, struct nr_json *name)
{
    struct nr_json key;
    while (nr_json_next_member(&object, &key, name) == NR_OK)
        if (nr_str_is(key.raw, "\"name\"") && is_text(name))
            return true;
    return false;
}

static bool add_name(struct nr_buf *json, const struct nr_json *author, struct fit *fit)
{
    struct nr_json name = *author;
    if (author->type == NR_JSON_OBJECT)
        fit->beside = true;
    if (author->type == NR_JSON_OBJECT ? !name_of(author->raw, &name) : !is_text(author))
        return false;
    nr_buf_add_char(json, json->len ? ',' : '[');
    nr_buf_add_str(json, name.raw);
    return true;
}

/* A string in quotes that *rest begins with, which moves behind it. Its escapes are those of both
 * quotes and of the backslash. */
static bool next_quoted(struct nr_str *rest, struct nr_buf *out)
{
    char quote = rest->len ? *rest->data : '\0';
    out->len = 0;
    for (size_t i = 1; (quote == '\'' || quote == '"') && i < rest->len; i++) {
        char c = rest->data[i];
        if (c == quote) {
            *rest = nr_str_sub(*rest, i + 1, rest->len);
            return true;
        }
        if (c == '\\') {
            c = ++i < rest->len ? rest->data[i] : '\0';
            if (c != '\'' && c != '"' && c != '\\')
                return false;
        }
        nr_buf_add_char(out, c);
    }
    return false;
}

/* The names of a list that a cell holds as programs print it: ['Ann Lee', "Bo O'Hara"]. */
static bool add_listed(struct nr_buf *json, struct nr_str list)
{
    struct nr_buf name = {0};
    struct nr_str rest = nr_str_trim(nr_str_sub(list, 1, list.len - 1));
    bool fine = true;
    while (fine && rest.len) {
        fine = next_quoted(&rest, &name);
        rest = nr_str_trim(rest);
        if (fine && nr_str_trim(nr_buf_str(&name)).len) {
            nr_buf_add_char(json, json->len ? ',' : '[');
            nr_json_add_text(json, nr_buf_str(&name));
        }
        fine = fine && (!rest.len || *rest.data == ',');
        rest = nr_str_trim(nr_str_sub(rest, 1, rest.len));
    }
    nr_buf_free(&name);
    return fine;
}

static bool is_list(struct nr_str text)
{
    return text.len > 1 && *text.data == '[' && text.data[text.len - 1] == ']';
}

static bool add_names(struct nr_buf *json, const struct nr_json *value, struct nr_arena *arena,
                      struct fit *fit)
{
    struct nr_str text = {NULL, 0};
    if (value->type == NR_JSON_STRING)
        text = nr_str_trim(nr_json_text(*value, arena, NULL));
    if (is_list(text) && add_listed(json, text))
        return true;
    json->len = 0;
    return add_name(json, value, fit);
}

static bool fit_names(const struct nr_json *value, struct nr_arena *arena, struct nr_buf *json,
                      struct fit *fit)
{
    bool array = value->type == NR_JSON_ARRAY, same = true;
    struct nr_str rest = value->raw;
    struct nr_json author;
    if (!array && !add_names(json, value, arena, fit))
        return false;
    while (array && nr_json_next_element(&rest, &author) == NR_OK) {
        if (is_empty(&author))
            same = false;
        else if (!add_name(json, &author, fit))
            return false;
    }
    if (!json->len)
        return false;
    nr_buf_add_char(json, ']');
    if (array && same && !fit->beside)
        json->len = 0; /* it is what it has to be */
    return true;
}

static bool fits(enum holds holds, const struct nr_json *value, struct nr_arena *arena,
                 struct fit *fit)
{
    struct nr_buf json = {0};
    bool fine = !is_empty(value);
    *fit = (struct fit){.beside = false};
    if (holds == STRING)
        fine = is_text(value);
    else if (holds == DATE)
        fine = is_text(value) && value->raw.len <= 6 * DATE_MOST &&
               fit_date(nr_str_trim(nr_json_text(*value, arena, NULL)), arena, &json, fit);
    else if (holds == NAMES)
        fine = fit_names(value, arena, &json, fit);
    fit->json = fine ? nr_arena_str(arena, nr_buf_str(&json)) : nr_str(NULL, 0);
    nr_buf_free(&json);
    return fine;
}

/* ---- A record ---- */

/* A member with a name that the mapping has. */
struct found {
    size_t member;
    const struct entry *entry;
    bool exact, taken;
};

struct record {
    const struct nr_mapping *mapping;
    struct nr_record *record;
    struct nr_arena *arena;
    struct found found[FOUND];
    size_t count;
    uint64_t wanted; /* targets for which there is a source, by the lowest bits of their number */
    bool body;       /* it has been given a text or a page */
};

static uint64_t bit(size_t target)
{
    return (uint64_t)1 << target % 64;
}

static void find_members(struct record *r)
{
    const struct nr_mapping *m = r->mapping;
    for (size_t i = 0; i < r->record->scanned; i++) {
        struct nr_str key = r->record->members[i].key;
        size_t b = bucket(key);
        for (size_t n = m->from[b]; n < m->from[b + 1] && r->count < FOUND; n++) {
            const struct entry *entry = &m->entries[n];
            if (!nr_str_eq_fold(key, entry->name) || m->targets[entry->target].off)
                continue;
            bool exact = nr_str_eq(key, entry->name);
            r->found[r->count++] = (struct found){.member = i, .entry = entry, .exact = exact};
            r->wanted |= entry->rank > 0 || !exact ? bit(entry->target) : 0;
        }
    }
}

static struct nr_record_member *member_of(const struct record *r, const struct found *f)
{
    return &r->record->members[f->member];
}

/* The member that has the target's name, or NULL. *twice: what there are two of. */
static struct found *owner(struct record *r, size_t target, const struct entry **twice)
{
    struct found *owner = NULL;
    *twice = NULL;
    for (size_t i = 0; i < r->count; i++) {
        struct found *f = &r->found[i];
        if (f->entry->target != target || f->entry->rank || !f->exact || f->taken)
            continue;
        *twice = owner ? f->entry : NULL;
        owner = f;
    }
    return owner;
}

/* The first rank, not before from, for which a member was found; or UINT_MAX. */
static unsigned next_rank(const struct record *r, size_t target, unsigned from)
{
    unsigned rank = UINT_MAX;
    for (size_t i = 0; i < r->count; i++) {
        const struct entry *entry = r->found[i].entry;
        if (entry->target == target && entry->rank >= from && entry->rank < rank)
            rank = entry->rank;
    }
    return rank;
}

/* The one member for a target's source of that rank: the one that is called exactly so, or the only
 * one that is but for its case. */
static struct found *source(struct record *r, size_t target, unsigned rank,
                            const struct entry **twice)
{
    struct found *best = NULL;
    *twice = NULL;
    for (size_t i = 0; i < r->count; i++) {
        struct found *f = &r->found[i];
        if (f->entry->target != target || f->entry->rank != rank || f->taken ||
            (rank == 0 && f->exact) || (best && best->exact && !f->exact))
            continue;
        *twice = best && best->exact == f->exact ? f->entry : NULL;
        best = f;
    }
    return *twice ? NULL : best;
}

/* The member is nobody's source any more, whatever else it was found for. */
static void take_member(struct record *r, size_t member)
{
    for (size_t i = 0; i < r->count; i++)
        r->found[i].taken |= r->found[i].member == member;
}

/* A member that is in the way of the user's gets a number. */
static enum nr_status make_way(struct record *r, struct nr_str name, struct nr_error *e)
{
    struct nr_buf free_name = {0};
    enum nr_status status = NR_BAD;
    for (unsigned n = 2; status == NR_BAD && n < 2 + FOUND; n++) {
        free_name.len = 0;
        nr_buf_addf(&free_name, "%.*s_%u", (int)name.len, name.data, n);
        status = nr_record_rename(r->record, name, nr_buf_str(&free_name), e);
    }
    nr_buf_free(&free_name);
    return status;
}

static enum nr_status move(struct record *r, struct nr_str name, const struct found *from,
                           struct found *there, const struct fit *fit, struct nr_error *e)
{
    struct nr_record *record = r->record;
    struct nr_record_member m = *member_of(r, from); /* they may move */
    struct nr_str json = fit->json.len ? fit->json : m.value.raw;
    bool vacant = there && is_empty(&member_of(r, there)->value);
    if (there && !vacant && make_way(r, name, e) != NR_OK)
        return NR_BAD;
    take_member(r, from->member);
    if (there)
        take_member(r, there->member);
    if (vacant || fit->beside) {
        if (nr_record_set(record, name, json, e) != NR_OK)
            return NR_BAD;
        return fit->beside ? NR_OK : nr_record_remove(record, m.key, e);
    }
    if (nr_record_rename(record, m.key, name, e) != NR_OK)
        return NR_BAD;
    return fit->json.len ? nr_record_set(record, name, json, e) : NR_OK;
}

/* The target and, when it is not the one asked for, html: for a text with tags. */
static size_t kind_of_body(const struct record *r, size_t target, const struct found *from)
{
    const struct target *t = r->mapping->targets;
    bool page = target == TEXT && !t[HTML].off && is_markup(&member_of(r, from)->value);
    return page ? HTML : target;
}

/* What the user has named has to be clear. */
static enum nr_status refuse_two(struct nr_str name, struct nr_error *e)
{
    nr_error_set(e, "member \"%.*s\" occurs twice", name.len < 100 ? (int)name.len : 100,
                 name.data);
    return NR_BAD;
}

static bool has_body(const struct record *r)
{
    bool body = r->body;
    for (size_t i = 0; i < r->count; i++) {
        const struct found *f = &r->found[i];
        body |= r->mapping->targets[f->entry->target].body && f->entry->rank == 0 && f->exact &&
                !f->taken && !is_empty(&member_of(r, f)->value);
    }
    return body;
}

/* Gives the target its member. */
static enum nr_status fill(struct record *r, size_t target, struct nr_error *e)
{
    const struct entry *twice;
    const struct target *t = &r->mapping->targets[target];
    struct found *there = owner(r, target, &twice);
    if (twice)
        return t->named ? refuse_two(twice->name, e) : NR_OK;
    if (!t->named &&
        ((there && !is_empty(&member_of(r, there)->value)) || (t->body && has_body(r))))
        return NR_OK;
    for (unsigned rank = t->named; (rank = next_rank(r, target, rank)) < UINT_MAX; rank++) {
        struct fit fit;
        const struct found *from = source(r, target, rank, &twice);
        if (twice && t->named)
            return refuse_two(twice->name, e);
        if (!from || !fits(t->holds, &member_of(r, from)->value, r->arena, &fit))
            continue;
        size_t to = kind_of_body(r, target, from);
        r->body |= t->body;
        there = owner(r, to, &twice);
        if (twice || (there && there->member == from->member))
            return NR_OK;
        return move(r, r->mapping->targets[to].name, from, there, &fit, e);
    }
    return NR_OK;
}

enum nr_status nr_mapping_apply(const struct nr_mapping *m, struct nr_record *record,
                                struct nr_arena *arena, struct nr_error *e)
{
    struct record r;
    if (!m)
        return NR_OK;
    r.mapping = m;
    r.record = record;
    r.arena = arena;
    r.count = 0;
    r.wanted = 0;
    r.body = false;
    find_members(&r);
    if (!r.wanted || r.count == FOUND)
        return NR_OK;
    for (size_t n = 0; n < m->target_count; n++) { /* the user's first */
        size_t i = (n + DEFAULTS) % m->target_count;
        if (r.wanted & bit(i) && !m->targets[i].off && fill(&r, i, e) != NR_OK)
            return NR_BAD;
    }
    return NR_OK;
}
