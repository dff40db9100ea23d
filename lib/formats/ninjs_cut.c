#include "ninjs.h"

/* What tells an item of ninjs, of any version and of the agencies that bend it, from other JSON. */
static const struct {
    const char *key;
    unsigned weight;
} signs_table[] = {
    {"versioncreated", 2},
    {"pubstatus", 2},
    {"representationtype", 2},
    {"body_xhtml", 2},
    {"description_text", 2},
    {"description_html", 2},
    {"copyrightholder", 2},
    {"copyrightnotice", 2},
    {"usageterms", 2},
    {"firstcreated", 2},
    {"contentcreated", 2},
    {"altids", 2},
    {"infosource", 2},
    {"infosources", 2},
    {"renditions", 2},
    {"associations", 2},
    {"trustindicator", 2},
    {"trustindicators", 2},
    {"eventdetails", 2},
    {"plannedcoverage", 2},
    {"digitalsourcetype", 2},
    {"$standard", 2},
    {"ednote", 2},
    {"uri", 1},
    {"guid", 1},
    {"type", 1},
    {"version", 1},
    {"profile", 1},
    {"headline", 1},
    {"headlines", 1},
    {"by", 1},
    {"byline", 1},
    {"body_text", 1},
    {"body_html", 1},
    {"bodies", 1},
    {"descriptions", 1},
    {"located", 1},
    {"slugline", 1},
    {"subject", 1},
    {"subjects", 1},
    {"language", 1},
    {"urgency", 1},
    {"genre", 1},
    {"genres", 1},
    {"place", 1},
    {"places", 1},
    {"person", 1},
    {"people", 1},
    {"organisation", 1},
    {"organisations", 1},
    {"mimetype", 1},
    {"standard", 1},
};

static bool is_one_of(struct nr_str key, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (nr_str_eq_fold(key, nr_str_of(names[i])))
            return true;
    return false;
}

#define ONE_OF(key, names) is_one_of(key, names, sizeof(names) / sizeof *(names))

void nr_ninjs_sign(struct nr_ninjs_signs *signs, struct nr_str key)
{
    static const char *const names[] = {"uri", "guid", "versioncreated"};
    static const char *const own[] = {"text", "html"};
    signs->named |= ONE_OF(key, names);
    signs->foreign |= ONE_OF(key, own);
    for (size_t i = 0; i < sizeof signs_table / sizeof *signs_table; i++)
        if (nr_str_eq_fold(key, nr_str_of(signs_table[i].key))) {
            signs->weight += signs_table[i].weight;
            signs->certain |= signs_table[i].weight > 1;
        }
}

bool nr_ninjs_is_item(const struct nr_ninjs_signs *signs)
{
    return signs->named && signs->certain && signs->weight >= 4 && !signs->foreign;
}

bool nr_ninjs_is_wrapper(struct nr_str key)
{
    static const char *const wrappers[] = {"item", "items",   "_items",    "newsitem", "newsitems",
                                           "data", "results", "documents", "_source",  "hits"};
    return ONE_OF(key, wrappers);
}

/* An object or an array that is open where a head is looked at. */
struct open {
    bool array, wraps; /* wraps: what begins now may be an item */
    struct nr_ninjs_signs signs;
};

enum { LEVELS = 24 };

/* Behind the string whose quote is at s.data[at]; s.len where it does not end in s. */
static size_t string_end(struct nr_str s, size_t at)
{
    for (at++; at < s.len && s.data[at] != '"'; at++)
        at += s.data[at] == '\\';
    return at < s.len ? at + 1 : s.len;
}

static bool is_key(struct nr_str s, size_t end)
{
    while (end < s.len && nr_ascii_is_blank(s.data[end]))
        end++;
    return end < s.len && s.data[end] == ':';
}

static const struct nr_str byte_order_mark = NR_STR("\xef\xbb\xbf");

bool nr_ninjs_begins(struct nr_str head, struct nr_str name)
{
    struct open open[LEVELS] = {{.array = true, .wraps = true}};
    size_t depth = 0;
    (void)name;
    if (nr_str_starts(head, byte_order_mark))
        head = nr_str_sub(head, byte_order_mark.len, head.len);
    struct nr_str trimmed = nr_str_trim(head);
    if (!trimmed.len || (trimmed.data[0] != '{' && trimmed.data[0] != '['))
        return false;
    for (size_t i = 0; i < head.len; i++) {
        char c = head.data[i];
        struct open *o = &open[depth];
        if (c == '{' || c == '[') {
            if (++depth == LEVELS)
                return false;
            open[depth] = (struct open){.array = c == '[', .wraps = o->wraps && c == '['};
            open[depth].signs.foreign = !o->wraps;
        } else if (c == '}' || c == ']') {
            if (depth == 0 || nr_ninjs_is_item(&o->signs))
                return depth > 0;
            depth--;
        } else if (c == '"') {
            size_t end = string_end(head, i);
            struct nr_str key = nr_str_sub(head, i + 1, end - 1);
            if (!o->array && is_key(head, end)) {
                nr_ninjs_sign(&o->signs, key);
                o->wraps = !o->signs.foreign && nr_ninjs_is_wrapper(key);
            }
            i = end - 1;
        }
    }
    for (; depth > 0; depth--)
        if (nr_ninjs_is_item(&open[depth].signs))
            return true;
    return false;
}

/* Between objects: blanks, what separates the elements of an array, and record separators. */
static bool is_between(char c)
{
    return nr_ascii_is_blank(c) || c == ',' || c == '[' || c == ']' || c == '\x1e';
}

static size_t skip_between(struct nr_str s)
{
    size_t at = nr_str_starts(s, byte_order_mark) ? byte_order_mark.len : 0;
    while (at < s.len && is_between(s.data[at]))
        at++;
    return at;
}

/* What is known of the object at hand, in nr_cut.piece_state. */
enum { BEGUN = 1, IN_STRING = 2, ESCAPED = 4, LINES = 8, FEED = 16 };

/* Moves on by one byte. False: the object ends with it, or before it. */
static bool take(struct nr_cut *cut, char c)
{
    unsigned s = cut->piece_state;
    bool string = s & IN_STRING, fed = s & FEED;
    cut->piece_state &= ~(unsigned)(ESCAPED | FEED);
    if (c == '\n') { /* in no string; the first one inside tells lines from objects over lines */
        cut->piece_state &= ~(unsigned)IN_STRING;
        cut->piece_state |= s & LINES ? LINES : LINES | FEED;
    } else if (string) {
        cut->piece_state |= c == '\\' && !(s & ESCAPED) ? ESCAPED : 0;
        cut->piece_state ^= c == '"' && !(s & ESCAPED) ? IN_STRING : 0;
    } else if (c == '"') {
        cut->piece_state |= IN_STRING;
    } else if (c == '{' && fed) {
        return false;
    } else if (c == '{' || c == '[') {
        cut->piece_depth++;
    } else if (c == '}' || c == ']') {
        cut->piece_depth--;
    }
    return cut->piece_depth > 0;
}

/* A piece is an object, or whatever else stands between two of them up to the end of its line. */
static bool begin(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    if (!last && bytes.len < byte_order_mark.len)
        return false;
    size_t at = skip_between(bytes);
    if (cut->lost) { /* an object at the beginning of a line is one that stands alone */
        at = nr_str_find(bytes, nr_str_of("\n{"));
        at += at < bytes.len ? 1 : 0;
    }
    cut->at = at;
    if (at == bytes.len) {
        cut->at -= at > 4 ? 4 : at;
        return false;
    }
    cut->lost = false;
    cut->from = at;
    cut->piece_state = BEGUN;
    cut->piece_depth = bytes.data[at] == '{';
    cut->at = at + 1;
    return true;
}

enum nr_status nr_ninjs_cut(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    if (!cut->piece_state && !begin(cut, bytes, last))
        return NR_END;
    bool object = cut->piece_depth > 0, open = true;
    while (open && cut->at < bytes.len) {
        char c = bytes.data[cut->at];
        open = object ? take(cut, c) : c != '\n';
        bool before = object && !open && c == '{';
        cut->at += !before;
    }
    if (open && !last)
        return NR_END;
    cut->to = cut->next = cut->at;
    return NR_OK;
}
