#include "envelope.h"
#include "../json/plain.h"
#include "newsreel/formats/mapping.h"

static const char *const lists[] = {"articles", "items",   "documents", "docs",
                                    "results",  "posts",   "entries",   "stories",
                                    "news",     "records", "data",      "hits"};
static const char *const wrappers[] = {"response", "result", "data", "hits", "feed", "channel"};

/* The head on its way through. */
struct walk {
    struct nr_str s;
    size_t at;
    bool feed; /* the object says that it is a JSON Feed */
};

static bool one_of(struct nr_str key, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (nr_str_eq_fold(key, nr_str_of(names[i])))
            return true;
    return false;
}

/* The next byte that is no blank, or NUL at the end. */
static char next_sign(struct walk *w)
{
    while (w->at < w->s.len && nr_ascii_is_blank(w->s.data[w->at]))
        w->at++;
    return w->at < w->s.len ? w->s.data[w->at] : '\0';
}

/* Behind the string that begins at `at`, or 0. */
static size_t string_end(struct nr_str s, size_t at)
{
    const char *end = s.data + s.len, *p = s.data + at + 1;
    for (;;) {
        p = nr_plain_end(p, end);
        if (p == end)
            return 0;
        if (*p == '"')
            return (size_t)(p - s.data) + 1;
        if (*p != '\\' || end - p < 2)
            return 0;
        p += 2;
    }
}

size_t nr_envelope_value(struct nr_str s)
{
    size_t depth = 0;
    for (size_t at = 0; at < s.len;) {
        char c = s.data[at];
        bool opens = c == '{' || c == '[', closes = c == '}' || c == ']';
        if (depth == 0 && (closes || c == ',' || nr_ascii_is_blank(c)))
            return at;
        at = c == '"' ? string_end(s, at) : at + 1;
        depth += opens;
        depth -= closes;
        if (at == 0)
            return 0;
        if (depth == 0 && (closes || c == '"'))
            return at;
    }
    return 0;
}

/* Takes a member's name and the colon. */
static bool take_key(struct walk *w, struct nr_str *key)
{
    size_t end = next_sign(w) == '"' ? string_end(w->s, w->at) : 0;
    if (end == 0)
        return false;
    *key = nr_str_sub(w->s, w->at + 1, end - 1);
    w->at = end;
    if (next_sign(w) != ':')
        return false;
    w->at++;
    return true;
}

static bool take_value(struct walk *w)
{
    next_sign(w);
    size_t length = nr_envelope_value(nr_str_sub(w->s, w->at, w->s.len));
    w->at += length;
    return length > 0;
}

/* The first element, at its brace: whether it is a document. */
static enum nr_envelope judge_element(struct walk w)
{
    size_t known = 0;
    for (char c = '{'; c == '{' || c == ','; c = next_sign(&w)) {
        struct nr_str key;
        w.at++;
        if (!take_key(&w, &key))
            break;
        known += nr_mapping_knows(key);
        if (known == 2)
            return NR_ENVELOPE_FOUND;
        if (!take_value(&w))
            break;
    }
    return w.at < w.s.len && next_sign(&w) == '}' ? NR_ENVELOPE_NONE : NR_ENVELOPE_UNSURE;
}

/* An array of the right name, at its bracket. */
static enum nr_envelope judge_list(struct walk w)
{
    w.at++;
    char c = next_sign(&w);
    if (c == '\0')
        return NR_ENVELOPE_UNSURE;
    if (c != '{')
        return NR_ENVELOPE_NONE;
    return w.feed ? NR_ENVELOPE_FOUND : judge_element(w);
}

static bool is_feed(const struct walk *w, struct nr_str key)
{
    struct nr_str value = nr_str_sub(w->s, w->at, w->s.len);
    return nr_str_is(key, "version") &&
           (nr_str_starts(value, nr_str_of("\"https://jsonfeed.org/")) ||
            nr_str_starts(value, nr_str_of("\"http://jsonfeed.org/")));
}

/* One member, w->at behind the brace or comma before it. NR_ENVELOPE_NONE: go on. */
static enum nr_envelope judge_member(struct walk *w, unsigned *depth, bool *document)
{
    struct nr_str key;
    if (!take_key(w, &key))
        return NR_ENVELOPE_UNSURE;
    char c = next_sign(w);
    if (c == '[' && one_of(key, lists, sizeof lists / sizeof *lists)) {
        enum nr_envelope list = judge_list(*w);
        if (list != NR_ENVELOPE_NONE)
            return list;
    }
    w->feed |= is_feed(w, key);
    *document = !w->feed && (nr_mapping_knows(key) || nr_str_is(key, "id"));
    if (c == '{' && *depth < NR_ENVELOPE_DEPTH &&
        one_of(key, wrappers, sizeof wrappers / sizeof *wrappers)) {
        ++*depth;
        return NR_ENVELOPE_NONE;
    }
    return take_value(w) ? NR_ENVELOPE_NONE : NR_ENVELOPE_UNSURE;
}

static enum nr_envelope judge(struct walk *w, unsigned *depth)
{
    for (*depth = 1;;) {
        bool document = false;
        char c = next_sign(w);
        if (c == '\0')
            return NR_ENVELOPE_UNSURE;
        if (c != '{' && c != ',' && c != '}')
            return NR_ENVELOPE_NONE;
        if (c == '}') {
            w->at++;
            if (--*depth == 0)
                return NR_ENVELOPE_NONE;
            continue;
        }
        w->at++;
        if (next_sign(w) == '}')
            continue;
        enum nr_envelope found = judge_member(w, depth, &document);
        if (found != NR_ENVELOPE_NONE || document)
            return document ? NR_ENVELOPE_NONE : found;
    }
}

enum nr_envelope nr_envelope_find(struct nr_str head, bool last, size_t *inside, unsigned *depth)
{
    struct walk w = {.s = nr_str_sub(head, 0, NR_ENVELOPE_HEAD)};
    enum nr_envelope found = judge(&w, depth);
    *inside = w.at + 1;
    if (found == NR_ENVELOPE_UNSURE && (last || head.len >= NR_ENVELOPE_HEAD))
        return NR_ENVELOPE_NONE;
    return found;
}
