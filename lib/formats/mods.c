#include "mods.h"
#include "xml.h"

/* ISO 639-2 has other codes for some languages where libraries use it than elsewhere, and BCP 47
 * has two letters for all that have such. */
static struct nr_str short_language(struct nr_str code)
{
    static const char *const table[][2] = {
        {"afr", "af"}, {"ara", "ar"}, {"baq", "eu"}, {"bel", "be"}, {"ben", "bn"}, {"bul", "bg"},
        {"cat", "ca"}, {"chi", "zh"}, {"cze", "cs"}, {"ces", "cs"}, {"dan", "da"}, {"deu", "de"},
        {"dut", "nl"}, {"eng", "en"}, {"epo", "eo"}, {"est", "et"}, {"fin", "fi"}, {"fra", "fr"},
        {"fre", "fr"}, {"fry", "fy"}, {"ger", "de"}, {"gle", "ga"}, {"gre", "el"}, {"heb", "he"},
        {"hin", "hi"}, {"hrv", "hr"}, {"hun", "hu"}, {"ice", "is"}, {"ind", "id"}, {"ita", "it"},
        {"jpn", "ja"}, {"kor", "ko"}, {"lat", "la"}, {"lav", "lv"}, {"lit", "lt"}, {"ltz", "lb"},
        {"may", "ms"}, {"nld", "nl"}, {"nor", "no"}, {"per", "fa"}, {"pol", "pl"}, {"por", "pt"},
        {"rum", "ro"}, {"rus", "ru"}, {"slo", "sk"}, {"slv", "sl"}, {"spa", "es"}, {"srp", "sr"},
        {"swe", "sv"}, {"tur", "tr"}, {"ukr", "uk"}, {"urd", "ur"}, {"wel", "cy"}, {"yid", "yi"}};
    for (size_t i = 0; code.len == 3 && i < sizeof table / sizeof *table; i++)
        if (nr_str_eq_fold(code, nr_str_of(table[i][0])))
            return nr_str_of(table[i][1]);
    return code;
}

/* "Der", "Krieg" and "Ein Bericht" are "Der Krieg: Ein Bericht". */
static struct nr_str title_of(const xmlNode *info, struct nr_arena *arena)
{
    struct nr_str article = nr_xml_line(nr_xml_child(info, "nonSort"), arena);
    struct nr_str title = nr_xml_line(nr_xml_child(info, "title"), arena);
    struct nr_str more = nr_xml_line(nr_xml_child(info, "subTitle"), arena);
    struct nr_buf text = {0};
    nr_buf_add_str(&text, article);
    if (article.len && title.len && article.data[article.len - 1] != '\'')
        nr_buf_add_char(&text, ' ');
    nr_buf_add_str(&text, title);
    if (text.len && more.len)
        nr_buf_add_cstr(&text, ": ");
    nr_buf_add_str(&text, more);
    struct nr_str copy = nr_arena_str(arena, nr_buf_str(&text));
    nr_buf_free(&text);
    return copy;
}

static const xmlNode *first_title(const xmlNode *n)
{
    for (n = nr_xml_child(n, "titleInfo"); n; n = nr_xml_next(n, "titleInfo"))
        if (nr_xml_child(n, "title"))
            break;
    return n;
}

static bool is_author(const xmlNode *name, struct nr_arena *arena)
{
    static const char *const roles[] = {"aut", "author", "cre", "creator"};
    const xmlNode *term = nr_xml_path(name, "role/roleTerm");
    struct nr_str role = nr_xml_line(term ? term : nr_xml_child(name, "role"), arena);
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (nr_str_eq_fold(role, nr_str_of(roles[i])))
            return true;
    return !role.len;
}

/* The parts of a name in the order in which it is said. */
static void add_name(const xmlNode *name, struct nr_texts *by, struct nr_arena *arena)
{
    struct nr_buf given = {0}, rest = {0};
    for (const xmlNode *n = nr_xml_child(name, "namePart"); n; n = nr_xml_next(n, "namePart")) {
        struct nr_str type = nr_xml_attribute(n, "type", arena);
        struct nr_buf *to = nr_str_is(type, "given") ? &given : &rest;
        if (nr_str_is(type, "date") || nr_str_is(type, "termsOfAddress"))
            continue;
        nr_buf_add_char(to, ' ');
        nr_buf_add_str(to, nr_xml_line(n, arena));
    }
    nr_buf_add_str(&given, nr_buf_str(&rest));
    nr_texts_add(by, arena, nr_buf_str(&given));
    nr_buf_free(&given);
    nr_buf_free(&rest);
}

static struct nr_str language_of(const xmlNode *language, struct nr_arena *arena)
{
    const xmlNode *term = nr_xml_child(language, "languageTerm");
    for (const xmlNode *n = term; n; n = nr_xml_next(n, "languageTerm"))
        if (nr_str_is(nr_xml_attribute(n, "type", arena), "code"))
            term = n;
    return short_language(nr_xml_line(term ? term : language, arena));
}

/* The first that is a day. */
static struct nr_str date_in(const xmlNode *n, const char *name, struct nr_arena *arena)
{
    struct nr_str date = {NULL, 0};
    for (n = nr_xml_child(n, name); n && !date.len; n = nr_xml_next(n, name))
        date = nr_story_date(arena, nr_xml_line(n, arena));
    return date;
}

static struct nr_str date_of(const xmlNode *n, struct nr_arena *arena)
{
    struct nr_str date = date_in(n, "date", arena);
    for (const xmlNode *o = nr_xml_child(n, "originInfo"); o && !date.len;
         o = nr_xml_next(o, "originInfo")) {
        date = date_in(o, "dateIssued", arena);
        date = date.len ? date : date_in(o, "dateCreated", arena);
    }
    for (const xmlNode *p = nr_xml_child(n, "part"); p && !date.len; p = nr_xml_next(p, "part"))
        date = date_in(p, "date", arena);
    return date;
}

static struct nr_str url_of(const xmlNode *n, struct nr_arena *arena)
{
    static const struct nr_str http = NR_STR("http");
    struct nr_str url = nr_xml_line(nr_xml_path(n, "location/url"), arena);
    n = nr_xml_child(n, "identifier");
    for (; n && !nr_str_starts_fold(url, http); n = nr_xml_next(n, "identifier"))
        url = nr_xml_line(n, arena);
    return nr_str_starts_fold(url, http) ? url : nr_str(NULL, 0);
}

static void add_lines(const xmlNode *n, const char *name, struct nr_texts *texts,
                      struct nr_arena *arena)
{
    for (n = nr_xml_child(n, name); n; n = nr_xml_next(n, name))
        nr_texts_add(texts, arena, nr_xml_text(n, arena));
}

/* Elements of MODS and of Dublin Core that mean the same have different names, but for language. */
void nr_mods_read(struct nr_mods *mods, const xmlNode *n, struct nr_arena *arena)
{
    const xmlNode *info = first_title(n);
    *mods = (struct nr_mods){.title = info ? title_of(info, arena)
                                           : nr_xml_line(nr_xml_child(n, "title"), arena),
                             .created = date_of(n, arena),
                             .language = language_of(nr_xml_child(n, "language"), arena),
                             .url = url_of(n, arena)};
    for (const xmlNode *name = nr_xml_child(n, "name"); name; name = nr_xml_next(name, "name"))
        if (is_author(name, arena))
            add_name(name, &mods->by, arena);
    add_lines(n, "creator", &mods->by, arena);
    for (const xmlNode *s = nr_xml_child(n, "subject"); s; s = nr_xml_next(s, "subject")) {
        if (nr_xml_child(s, "topic"))
            add_lines(s, "topic", &mods->subjects, arena);
        else
            nr_texts_add(&mods->subjects, arena, nr_xml_text(s, arena));
    }
}

static void add_if_none(struct nr_str *known, struct nr_str other)
{
    if (!known->len)
        *known = other;
}

void nr_mods_add(struct nr_mods *mods, const struct nr_mods *other)
{
    add_if_none(&mods->title, other->title);
    add_if_none(&mods->created, other->created);
    add_if_none(&mods->language, other->language);
    add_if_none(&mods->url, other->url);
    if (!mods->by.first)
        mods->by = other->by;
    if (!mods->subjects.first)
        mods->subjects = other->subjects;
}
