#include "offers.h"
#include "newsreel/core/address.h"
#include "newsreel/core/utf8.h"
#include "newsreel/text/language_tag.h"
#include "newsreel/text/normalize.h"
#include "newsreel/text/repair.h"

enum { MAX_KEYWORD = 100 };

/* Printable ASCII with single blanks inside and no references: what nothing would change. */
static bool is_plain(struct nr_str s)
{
    char last = ' ';
    for (size_t i = 0; i < s.len; i++) {
        char c = s.data[i];
        if (c < ' ' || c > '~' || c == '&' || (c == ' ' && last == ' '))
            return false;
        last = c;
    }
    return last != ' ' || s.len == 0;
}

/* The length of the tag that s begins with; 0: it is none. The end of the value may have cut one
 * among its attributes. */
static size_t tag_length(struct nr_str s)
{
    size_t name = s.len > 1 && s.data[1] == '/' ? 2 : 1;
    if (s.len <= name || !nr_ascii_is_letter(s.data[name]))
        return 0;
    size_t end = nr_str_find_char(s, '>');
    if (end < s.len)
        return end + 1;
    return nr_str_find_char(s, '=') < s.len ? s.len : 0;
}

/* Whether a tag may stand inside a word. */
static bool is_inside_words(struct nr_str tag)
{
    static const char inside[] = "a b i u em strong span font mark small sub sup";
    struct nr_str rest = nr_str_of(inside), one, name = nr_str_sub(tag, 1, tag.len);
    if (nr_str_starts(name, nr_str_of("/")))
        name = nr_str_sub(name, 1, name.len);
    for (size_t i = 0; i < name.len; i++)
        if (!nr_ascii_is_letter(name.data[i]))
            name.len = i;
    while (nr_str_split(&rest, ' ', &one))
        if (nr_str_eq_fold(one, name))
            return true;
    return false;
}

struct nr_str nr_plain_value(struct nr_arena *arena, struct nr_str value)
{
    if (value.len <= NR_VALUE_MOST && is_plain(value))
        return nr_arena_str(arena, value);
    struct nr_buf decoded = {0}, flat = {0};
    value = nr_str_sub(value, 0, NR_VALUE_MOST);
    value.len = nr_utf8_valid(value);
    if (!nr_references_resolve(&decoded, value))
        nr_buf_add_str(&decoded, value);
    for (size_t i = 0; i < decoded.len; i++)
        if (decoded.data[i] == '\n')
            decoded.data[i] = ' ';
    nr_text_normalize(&flat, nr_buf_str(&decoded));
    for (size_t i = 0; i < flat.len; i++)
        if (flat.data[i] == '\n' || flat.data[i] == '\t')
            flat.data[i] = ' ';
    decoded.len = 0;
    nr_text_normalize(&decoded, nr_buf_str(&flat));
    struct nr_str out = nr_arena_str(arena, nr_buf_str(&decoded));
    nr_buf_free(&decoded);
    nr_buf_free(&flat);
    return out;
}

static bool is_letter(char c)
{
    return (unsigned char)c >= 0x80 || nr_ascii_is_digit(c) || nr_ascii_is_letter(c);
}

bool nr_same_letters(struct nr_str a, struct nr_str b)
{
    for (size_t i = 0, k = 0;; i++, k++) {
        while (i < a.len && !is_letter(a.data[i]))
            i++;
        while (k < b.len && !is_letter(b.data[k]))
            k++;
        if (i >= a.len || k >= b.len)
            return i >= a.len && k >= b.len;
        if (!nr_str_eq_fold(nr_str_sub(a, i, i + 1), nr_str_sub(b, k, k + 1)))
            return false;
    }
}

static struct nr_str absolute(struct nr_arena *arena, struct nr_str url, struct nr_str base)
{
    struct nr_str none = {NULL, 0};
    if (nr_str_find_char(url, ' ') < url.len)
        return none;
    if (nr_str_starts_fold(url, nr_str_of("http://")) ||
        nr_str_starts_fold(url, nr_str_of("https://")))
        return url;
    size_t path = nr_address_path(base);
    if (url.len < 2 || url.data[0] != '/' || path == 0)
        return none;
    struct nr_buf out = {0};
    nr_buf_add_str(
        &out, nr_str_sub(base, 0, url.data[1] == '/' ? nr_str_find_char(base, ':') + 1 : path));
    nr_buf_add_str(&out, url);
    url = nr_arena_str(arena, nr_buf_str(&out));
    nr_buf_free(&out);
    return url;
}

static void add_keywords(struct nr_offers *o, struct nr_str list)
{
    struct nr_str one;
    char separator = nr_str_find_char(list, ',') < list.len ? ',' : ';';
    while (o->keyword_count < NR_KEYWORDS && nr_str_split(&list, separator, &one)) {
        one = nr_str_trim(one);
        bool known = one.len == 0 || one.len > MAX_KEYWORD;
        for (size_t i = 0; i < o->keyword_count && !known; i++)
            known = nr_str_eq_fold(o->keywords[i], one);
        if (!known)
            o->keywords[o->keyword_count++] = one;
    }
}

/* The date in RFC 3339; nothing when there is none, or one that cannot be. */
static struct nr_str date_of(const struct nr_offers *o, struct nr_str value)
{
    char date[NR_DATE_SIZE];
    if (!nr_date_of_epoch(value, date) && !nr_date_parse_in(value, o->order, date))
        return nr_str(NULL, 0);
    struct nr_str found = nr_str_of(date);
    if (nr_str_starts(found, nr_str_of("1970-01-01")) ||
        nr_str_starts(found, nr_str_of("1969-12-31")))
        return nr_str(NULL, 0);
    return nr_arena_str(o->arena, found);
}

static bool is_date(enum nr_offered field)
{
    return field == NR_FIELD_CREATED || field == NR_FIELD_MODIFIED;
}

/* How far a date is trusted that lies behind the fetch: it is believed when nobody knows better,
 * for the clock of who fetched the page may be wrong. But what was only seen may be any date. */
static enum nr_trust trust_of_date(const struct nr_offers *o, enum nr_trust trust,
                                   struct nr_str date)
{
    long last = nr_date_day(o->latest);
    if (last < 0 || nr_date_day(date) <= last + 1)
        return trust;
    return trust <= NR_TRUST_ITEM ? (enum nr_trust)(NR_TRUST_LATE + trust) : NR_TRUST_NONE;
}

/* Keeps the first title of each source, whatever the best is. */
static void keep_title(struct nr_offers *o, enum nr_trust trust, struct nr_str value)
{
    if (trust <= NR_TRUST_ITEM && !o->titles[trust - 1].len)
        o->titles[trust - 1] = nr_plain_value(o->arena, value);
}

static void add_blank(struct nr_buf *out)
{
    if (out->len && out->data[out->len - 1] != ' ')
        nr_buf_add_char(out, ' ');
}

/* A plain value without the tags of a page that has put markup into it. */
static struct nr_str without_tags(struct nr_arena *arena, struct nr_str value)
{
    struct nr_buf out = {0};
    if (nr_str_find_char(value, '<') == value.len)
        return value;
    for (size_t len; value.len; value = nr_str_sub(value, len ? len : 1, value.len)) {
        len = *value.data == '<' ? tag_length(value) : 0;
        if (*value.data == ' ' || (len && !is_inside_words(nr_str_sub(value, 0, len))))
            add_blank(&out);
        else if (!len)
            nr_buf_add_char(&out, *value.data);
    }
    struct nr_str text = nr_arena_str(arena, nr_str_trim(nr_buf_str(&out)));
    nr_buf_free(&out);
    return text;
}

/* A day that is known gets the time that another source states of the same day. */
static void refine(struct nr_offers *o, enum nr_offered field, struct nr_str date)
{
    if (o->value[field].len && date.len > o->value[field].len &&
        nr_str_starts(date, o->value[field]))
        o->value[field] = date;
}

/* Fields of which one source gives several. */
static bool is_list(enum nr_offered field)
{
    return field == NR_FIELD_AUTHOR || field == NR_FIELD_KEYWORD;
}

/* The first of several sections, where "and" does not make one of them. */
static struct nr_str first_section(struct nr_str value)
{
    static const struct nr_str joints[] = {NR_STR("&"),    NR_STR(" and "), NR_STR(" und "),
                                           NR_STR(" et "), NR_STR(" y "),   NR_STR(" e "),
                                           NR_STR(" и "),  NR_STR(" i "),   NR_STR(" en ")};
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
        if (nr_str_find(value, joints[i]) < value.len)
            return value;
    return nr_str_trim(nr_str_sub(value, 0, nr_str_find_char(value, ',')));
}

static struct nr_str value_of(struct nr_offers *o, enum nr_offered field, struct nr_str value,
                              struct nr_str base)
{
    value = nr_plain_value(o->arena, value);
    if (is_date(field))
        return date_of(o, value);
    if (field == NR_FIELD_SUMMARY)
        return without_tags(o->arena, value);
    if (field == NR_FIELD_SECTION)
        return first_section(value);
    if (field == NR_FIELD_LANGUAGE)
        return nr_language_tag(o->arena, value);
    return field == NR_FIELD_URL ? absolute(o->arena, value, base) : value;
}

/* The names in value; anew: in place of those that a worse source gave, which stay where there are
 * none in it. */
static bool take_authors(struct nr_offers *o, struct nr_str value, bool anew)
{
    size_t worse = o->author_count;
    struct nr_str names[NR_AUTHORS];
    memcpy(names, o->authors, sizeof names);
    if (anew)
        o->author_count = 0;
    nr_offer_names(o, without_tags(o->arena, value));
    if (o->author_count)
        return true;
    memcpy(o->authors, names, sizeof names);
    o->author_count = worse;
    return false;
}

void nr_offer(struct nr_offers *o, enum nr_offered field, enum nr_trust trust, struct nr_str value,
              struct nr_str base)
{
    enum nr_trust best = o->trust[field] ? o->trust[field] : NR_TRUST_NONE;
    if (field == NR_FIELD_HEADLINE) {
        keep_title(o, trust, value);
        return;
    }
    if (is_date(field) && trust >= best && trust <= NR_TRUST_ITEM) {
        refine(o, field, value_of(o, field, value, base));
        return;
    }
    if (trust > best || (trust == best && !is_list(field)))
        return;
    value = value_of(o, field, value, base);
    if (value.len && is_date(field))
        trust = trust_of_date(o, trust, value);
    if (value.len == 0 || (is_date(field) && trust >= best))
        return;
    if (field == NR_FIELD_AUTHOR && !take_authors(o, value, trust < best))
        return;
    if (field == NR_FIELD_KEYWORD) {
        if (trust < best)
            o->keyword_count = 0;
        add_keywords(o, value);
    }
    if (field == NR_FIELD_LANGUAGE)
        o->order = nr_date_order_of(value);
    o->value[field] = value;
    o->trust[field] = trust;
}
