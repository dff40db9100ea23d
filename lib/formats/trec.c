/* Files of documents as TREC and the LDC have them, TIPSTER, AQUAINT, Gigaword, and corpora in
 * their shape: elements DOC without a root.
 *
 *     DOCNO, DOCID, <DOC id=>          id
 *     FILEID, TRAILER                  created, where there is a stamp; else the day in an id of a
 *                                      known shape (AP880212-, LA010189-, AFP_ENG_19940512.), else
 *                                      DATE, DD, DATE_TIME and the like, numbers read as in America
 *     HEADLINE, HEAD, HL, TI, TTL ...  headline; second ones summary
 *     BYLINE, AUTHOR                   by; also a line "By ..." between elements
 *     DATELINE                         located, or what the text begins with
 *     2ND_LINE, SLUG, 1ST_LINE         slugline
 *     SECTION; type=, if not "story"   section; or the category in 1ST_LINE
 *     SUBJECT, SUMMARY, LANG           subjects, summary, language; the latter from an id too
 *     DOCHDR                           url; what follows is a page: html
 *     TEXT, LP, LEADPARA               text, in their order; without any, what is in no element
 *
 * Documents of the types multi, advis and other are documents too: whoever wants none of them has
 * the section. ``Quotes'' are the wires' own and stay. Inside the text only what is certain to be a
 * tag is one: a name that the corpora use, an attribute, an end tag. */
#include "copy.h"
#include "formats.h"
#include "newsreel/text/chars.h"
#include "sgml.h"
#include "wire.h"

enum { SUBJECTS_MOST = 500, DATES_MOST = 8, LOOSE_MOST = 4096, BEGIN_MOST = 1024 };

enum field {
    NONE,
    NUMBER,
    SECOND_NUMBER,
    STAMP,
    DATE,
    HEADLINE,
    BYLINE,
    DATELINE,
    KEYWORD,
    SLUG,
    SECTION,
    SUBJECT,
    SUMMARY,
    LANGUAGE,
    WEB_HEADER,
    TEXT,
};

static enum field field_of(const struct nr_sgml_tag *tag)
{
    static const struct {
        const char *name;
        enum field field;
    } table[] = {
        {"DOCNO", NUMBER},      {"DOCID", SECOND_NUMBER}, {"FILEID", STAMP},
        {"TRAILER", STAMP},     {"DATE", DATE},           {"DD", DATE},
        {"DATE_TIME", DATE},    {"DATETIME", DATE},       {"DATE1", DATE},
        {"HEADLINE", HEADLINE}, {"HEAD", HEADLINE},       {"HL", HEADLINE},
        {"TI", HEADLINE},       {"TTL", HEADLINE},        {"TITLE", HEADLINE},
        {"BYLINE", BYLINE},     {"AUTHOR", BYLINE},       {"DATELINE", DATELINE},
        {"1ST_LINE", KEYWORD},  {"FIRST", KEYWORD},       {"HEADER", KEYWORD},
        {"2ND_LINE", SLUG},     {"SECOND", SLUG},         {"SLUG", SLUG},
        {"SECTION", SECTION},   {"SUBJECT", SUBJECT},     {"TEXT", TEXT},
        {"LP", TEXT},           {"LEADPARA", TEXT},       {"SUMMARY", SUMMARY},
        {"ABSTRACT", SUMMARY},  {"LANG", LANGUAGE},       {"DOCHDR", WEB_HEADER},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (nr_sgml_is(tag, table[i].name))
            return table[i].field;
    return NONE;
}

/* A document on its way. */
struct doc {
    struct nr_arena *arena;
    struct nr_story *story;
    const struct nr_reading *r;
    struct nr_str number, stamp, category;
    struct nr_str dates[DATES_MOST];
    size_t date_count, subject_count;
    struct nr_buf text;
    struct nr_buf loose; /* what is in no element that is known */
    bool has_text;
};

/* Tags inside text that end a paragraph. */
static bool is_block(const struct nr_sgml_tag *tag)
{
    static const char *const blocks[] = {"P",  "H1", "H2",   "H3", "H4",    "H5",
                                         "H6", "H7", "H8",   "TI", "TTL",   "TABLE",
                                         "Q",  "LP", "TURN", "T",  "QUOTE", "POST"};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (nr_sgml_is(tag, blocks[i]))
            return true;
    return false;
}

/* "less than" signs are not escaped everywhere, so what looks like a tag may be text. */
static bool is_markup(const struct nr_sgml_tag *tag)
{
    bool attribute = nr_str_find_char(tag->attributes, '=') < tag->attributes.len;
    return tag->name.len == 0 || tag->end || attribute || nr_sgml_is(tag, "F") ||
           nr_sgml_is(tag, "FIG") || is_block(tag) || field_of(tag) != NONE;
}

/* The next tag that is one. */
static bool next_markup(struct nr_str text, size_t at, struct nr_sgml_tag *tag)
{
    while (nr_sgml_next(text, at, tag)) {
        if (is_markup(tag))
            return true;
        at = tag->to;
    }
    return false;
}

/* Appends raw with a space for each tag. */
static void add_plain(struct nr_buf *out, struct nr_str raw)
{
    struct nr_sgml_tag tag;
    size_t from = 0;
    for (; next_markup(raw, from, &tag); from = tag.to) {
        nr_sgml_add_text(out, nr_str_sub(raw, from, tag.from));
        nr_buf_add_char(out, ' ');
    }
    nr_sgml_add_text(out, nr_str_sub(raw, from, raw.len));
}

static struct nr_str plain_line(struct doc *d, struct nr_str raw)
{
    struct nr_buf text = {0};
    add_plain(&text, raw);
    struct nr_str line = nr_story_line(d->arena, nr_buf_str(&text));
    nr_buf_free(&text);
    return line;
}

/* A piece of the text has ended; paragraph: it is known to be one. */
static void flush(struct doc *d, struct nr_buf *piece, bool paragraph)
{
    struct nr_copy_layout layout;
    struct nr_str text = nr_buf_str(piece);
    bool keep = d->r->options->keep_lines;
    if (!paragraph || keep || nr_copy_survey(text, &layout))
        nr_copy_add(&d->text, text, keep, d->arena);
    else
        nr_copy_add_paragraph(&d->text, text);
    piece->len = 0;
}

static void add_text(struct doc *d, struct nr_str raw)
{
    struct nr_buf piece = {0};
    struct nr_sgml_tag tag;
    bool paragraph = false, more = true;
    for (size_t from = 0; more; from = tag.to) {
        more = next_markup(raw, from, &tag);
        nr_sgml_add_text(&piece, nr_str_sub(raw, from, more ? tag.from : raw.len));
        if (more && !is_block(&tag))
            continue;
        flush(d, &piece, paragraph);
        paragraph = more && !tag.end;
    }
    nr_buf_free(&piece);
    d->has_text = true;
}

/* The lines of a headline: in those of the Wall Street Journal "@" stands before the second and
 * later ones, and the byline may be among them. */
static void add_headline(struct doc *d, struct nr_str raw)
{
    struct nr_buf plain = {0}, headline = {0};
    add_plain(&plain, raw);
    struct nr_str rest = nr_buf_str(&plain), line;
    bool signed_by = false;
    while (!signed_by && nr_str_split(&rest, '\n', &line)) {
        line = nr_str_trim(line);
        while (line.len && (line.data[0] == '@' || line.data[0] == ' '))
            line = nr_str_sub(line, 1, line.len);
        signed_by = headline.len && nr_wire_is_byline(line);
        if (signed_by)
            nr_wire_byline(&d->story->by, d->arena, line);
        else if (line.len && !nr_str_starts(line, nr_str_of("----")))
            nr_buf_add_cstr(&headline, headline.len ? " " : ""), nr_buf_add_str(&headline, line);
    }
    struct nr_str *member = d->story->headline.len ? &d->story->summary : &d->story->headline;
    if (!member->len && !nr_wire_is_note(nr_buf_str(&headline)))
        *member = nr_story_line(d->arena, nr_buf_str(&headline));
    nr_buf_free(&plain);
    nr_buf_free(&headline);
}

/* A header may have its fields on several lines. */
static void read_keyword(struct doc *d, struct nr_str raw)
{
    struct nr_buf plain = {0};
    struct nr_wire_keyword keyword;
    struct nr_str line;
    add_plain(&plain, nr_str_sub(raw, 0, BEGIN_MOST));
    for (struct nr_str rest = nr_buf_str(&plain); nr_str_split(&rest, '\n', &line);)
        if (nr_wire_keyword(line, &keyword)) {
            d->category = nr_arena_str(d->arena, keyword.category);
            if (!d->story->slugline.len)
                d->story->slugline = nr_story_line(d->arena, keyword.keyword);
        }
    nr_buf_free(&plain);
}

static void add_subjects(struct doc *d, struct nr_str line)
{
    struct nr_str subject;
    for (; d->subject_count < SUBJECTS_MOST && nr_str_split(&line, ';', &subject);
         d->subject_count++)
        nr_texts_add(&d->story->subjects, d->arena, subject);
}

/* Collections of web pages have an address and what the server said before each page. */
static void take_page(struct doc *d, struct nr_str header, struct nr_str page)
{
    struct nr_str address = nr_wire_word(&header);
    if (nr_str_find(address, nr_str_of("://")) < address.len)
        d->story->url = nr_sgml_line(d->arena, address);
    d->story->html = nr_arena_str(d->arena, page);
}

static void take_line(struct doc *d, enum field field, struct nr_str line)
{
    struct nr_story *story = d->story;
    bool sure;
    if (field == NUMBER || (field == SECOND_NUMBER && !d->number.len))
        d->number = line;
    else if (field == STAMP && !d->stamp.len)
        d->stamp = nr_wire_stamp(d->arena, line);
    else if (field == DATE && d->date_count < DATES_MOST)
        d->dates[d->date_count++] = line;
    else if (field == BYLINE && (!story->by.first || !nr_wire_is_post(line)))
        nr_wire_byline(&story->by, d->arena, line);
    else if (field == DATELINE && !story->located.len)
        story->located = nr_wire_place(line, &sure);
    else if (field == SLUG)
        story->slugline = nr_wire_slug(line);
    else if (field == SECTION)
        story->section = nr_str_trim(nr_str_sub(line, 0, nr_str_find_char(line, ';')));
    else if (field == SUBJECT)
        add_subjects(d, line);
    else if (field == SUMMARY && !story->summary.len)
        story->summary = line;
    else if (field == LANGUAGE && line.len < 9)
        story->language = line;
}

static void take_field(struct doc *d, enum field field, struct nr_str raw)
{
    if (field == TEXT)
        add_text(d, raw);
    else if (field == HEADLINE)
        add_headline(d, raw);
    else if (field == KEYWORD)
        read_keyword(d, raw);
    else
        take_line(d, field, plain_line(d, raw));
}

/* Where the element that open begins ends: its content, and what is behind it. Inside a text only
 * its own end tag ends it, other fields end where another begins too. */
static size_t find_end(struct nr_str body, const struct nr_sgml_tag *open, size_t *behind)
{
    struct nr_sgml_tag tag;
    bool text = field_of(open) == TEXT;
    for (size_t at = open->to; next_markup(body, at, &tag); at = tag.to) {
        bool closes = tag.end && nr_str_eq_fold(tag.name, open->name);
        if (closes || (!text && !tag.end && field_of(&tag) != NONE)) {
            *behind = closes ? tag.to : tag.from;
            return tag.from;
        }
    }
    return *behind = body.len;
}

static void read_fields(struct doc *d, struct nr_str body)
{
    struct nr_sgml_tag tag;
    size_t from = 0;
    for (size_t at = 0; next_markup(body, at, &tag);) {
        at = tag.to;
        if (tag.end || field_of(&tag) == NONE)
            continue;
        nr_buf_add_str(&d->loose, nr_str_sub(body, from, tag.from));
        nr_buf_add_char(&d->loose, '\n');
        size_t end = find_end(body, &tag, &at);
        if (field_of(&tag) == WEB_HEADER) {
            take_page(d, nr_str_sub(body, tag.to, end), nr_str_sub(body, at, body.len));
            return;
        }
        take_field(d, field_of(&tag), nr_str_sub(body, tag.to, end));
        from = at;
    }
    nr_buf_add_str(&d->loose, nr_str_sub(body, from, body.len));
}

/* The New York Times has its bylines between the elements. */
static void read_loose(struct doc *d)
{
    struct nr_buf plain = {0};
    struct nr_str line;
    if (!d->has_text && !d->story->html.len)
        add_text(d, nr_buf_str(&d->loose));
    if (!d->has_text || d->story->by.first)
        return;
    add_plain(&plain, nr_str_sub(nr_buf_str(&d->loose), 0, LOOSE_MOST));
    for (struct nr_str rest = nr_buf_str(&plain); nr_str_split(&rest, '\n', &line);)
        if (nr_wire_is_byline(line))
            nr_wire_byline(&d->story->by, d->arena, line);
    nr_buf_free(&plain);
}

static unsigned number_at(struct nr_str s, size_t at, size_t digits)
{
    unsigned long long n = 0;
    return nr_str_u64(nr_str_sub(s, at, at + digits), &n) ? (unsigned)n : 0;
}

static size_t count_digits(struct nr_str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.len && nr_ascii_is_digit(s.data[at + n]))
        n++;
    return n;
}

/* The day in the number of a document, where its shape is known. */
static struct nr_str day_in_number(struct doc *d, struct nr_str number)
{
    static const struct nr_str year_first[] = {NR_STR("AP"), NR_STR("WSJ"), NR_STR("FR"),
                                               NR_STR("GH")};
    size_t at = 0;
    while (at < number.len && !nr_ascii_is_digit(number.data[at]))
        at++;
    struct nr_str prefix = nr_str_sub(number, 0, at);
    size_t digits = count_digits(number, at);
    bool ends = at + digits == number.len ||
                nr_str_find_char(nr_str("-.", 2), number.data[at + digits]) < 2;
    unsigned a = number_at(number, at, 2), b = number_at(number, at + 2, 2),
             c = number_at(number, at + 4, 2);
    if (ends && at > 0 && digits == 8)
        return nr_wire_day(d->arena, 100 * a + b, c, number_at(number, at + 6, 2));
    if (ends && digits == 6 && nr_str_is(prefix, "LA"))
        return nr_wire_day(d->arena, c, a, b);
    for (size_t i = 0; ends && digits == 6 && i < sizeof year_first / sizeof *year_first; i++)
        if (nr_str_eq(prefix, year_first[i]))
            return nr_wire_day(d->arena, a, b, c);
    return nr_str(NULL, 0);
}

/* The day in a date: "910514", "= 891102", "03/24/87", "08/18/1998 15:32:00", or what a date may
 * look like anywhere. */
static struct nr_str day_in_date(struct doc *d, struct nr_str date)
{
    size_t at = 0;
    while (at < date.len && (date.data[at] == '=' || date.data[at] == ' '))
        at++;
    date = nr_str_sub(date, at, date.len);
    size_t month = count_digits(date, 0), day = count_digits(date, month + 1);
    size_t slash = month + 1 + day, year = count_digits(date, slash + 1);
    if (month == 6 && (date.len == 6 || nr_ascii_is_blank(date.data[6])))
        return nr_wire_day(d->arena, number_at(date, 0, 2), number_at(date, 2, 2),
                           number_at(date, 4, 2));
    if (month && month < 3 && day && day < 3 && (year == 2 || year == 4) &&
        date.data[month] == '/' && date.data[slash] == '/')
        return nr_wire_day(d->arena, number_at(date, slash + 1, year), number_at(date, 0, month),
                           number_at(date, month + 1, day));
    return nr_story_date(d->arena, date);
}

static struct nr_str find_created(struct doc *d)
{
    struct nr_str created = d->stamp.len ? d->stamp : day_in_number(d, d->number);
    for (size_t i = 0; !created.len && i < d->date_count; i++)
        created = day_in_date(d, d->dates[i]);
    return created;
}

/* "XIN_CMN_20020303.0008": the language is in the number. */
static const char *find_language(struct nr_str number)
{
    static const struct {
        const char *code, *tag;
    } table[] = {
        {"_ENG_", "en"}, {"_FRE_", "fr"}, {"_FRA_", "fr"}, {"_SPA_", "es"},
        {"_ARB_", "ar"}, {"_ARA_", "ar"}, {"_CMN_", "zh"}, {"_CHI_", "zh"},
        {"_RUS_", "ru"}, {"_DEU_", "de"}, {"_GER_", "de"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (nr_str_find(number, nr_str_of(table[i].code)) < number.len)
            return table[i].tag;
    return NULL;
}

/* Headlines of the Financial Times begin with a date: "FT  27 MAY 92 / World News In Brief". */
static void mend_headline(struct doc *d)
{
    struct nr_str headline = d->story->headline;
    size_t slash = nr_str_find(nr_str_sub(headline, 0, 20), nr_str_of(" / "));
    if (slash < 20 && slash < headline.len && nr_str_starts(headline, nr_str_of("FT ")))
        d->story->headline = nr_str_trim(nr_str_sub(headline, slash + 3, headline.len));
}

static void read_attributes(struct doc *d, const struct nr_sgml_tag *tag)
{
    struct nr_str type = nr_sgml_attribute(tag, "type");
    d->number = nr_sgml_line(d->arena, nr_sgml_attribute(tag, "id"));
    d->story->url = nr_sgml_line(d->arena, nr_sgml_attribute(tag, "url"));
    d->story->headline = nr_sgml_line(d->arena, nr_sgml_attribute(tag, "title"));
    if (!nr_str_eq_fold(type, nr_str_of("story")))
        d->story->section = nr_sgml_line(d->arena, type);
}

static void finish(struct doc *d)
{
    struct nr_story *story = d->story;
    story->id = d->number;
    story->created = find_created(d);
    if (!story->language.len && find_language(d->number))
        story->language = nr_str_of(find_language(d->number));
    story->section = story->section.len ? story->section : d->category;
    story->text = nr_arena_str(d->arena, nr_buf_str(&d->text));
    if (!story->located.len)
        story->located = nr_wire_place_in(d->arena, story->text);
    mend_headline(d);
}

static enum nr_status trec_read(const struct nr_reading *r, struct nr_stories *stories,
                                struct nr_error *e)
{
    struct nr_sgml_tag tag;
    if (!nr_sgml_next(r->bytes, 0, &tag) || tag.end || !nr_sgml_is(&tag, "DOC")) {
        nr_error_set(e, "no DOC element");
        return NR_BAD;
    }
    struct doc d = {.arena = stories->arena, .r = r, .story = nr_story_new(stories)};
    struct nr_str body = nr_str_sub(r->bytes, tag.to, r->bytes.len);
    if (nr_str_ends_fold(nr_str_trim(body), nr_str_of("</DOC>")))
        body = nr_str_sub(nr_str_trim(body), 0, nr_str_trim(body).len - strlen("</DOC>"));
    read_attributes(&d, &tag);
    read_fields(&d, body);
    read_loose(&d);
    finish(&d);
    nr_buf_free(&d.text);
    nr_buf_free(&d.loose);
    return NR_OK;
}

/* Whether the first element is a DOC that has a number. In lower case it is a name that anybody may
 * use, so it needs all that those who write such files give it. */
static bool trec_begins(struct nr_str head, struct nr_str name)
{
    struct nr_sgml_tag tag;
    (void)name;
    if (nr_str_starts(head, nr_str_of("\xef\xbb\xbf")))
        head = nr_str_sub(head, 3, head.len);
    head = nr_str_trim(head);
    if (!nr_sgml_next(head, 0, &tag) || tag.from != 0 || tag.end || !nr_sgml_is(&tag, "DOC"))
        return false;
    struct nr_str behind = nr_str_sub(head, tag.to, tag.to + BEGIN_MOST);
    bool id = nr_sgml_attribute(&tag, "id").len, upper = nr_str_is(tag.name, "DOC");
    bool page = nr_sgml_attribute(&tag, "url").len && nr_sgml_attribute(&tag, "title").len;
    bool number = nr_str_find_fold(behind, nr_str_of("<DOCNO>")) < behind.len ||
                  nr_str_find_fold(behind, nr_str_of("<DOCID>")) < behind.len;
    return number || (id && (upper || page));
}

static enum nr_status trec_cut(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    return nr_sgml_cut(cut, bytes, last, "DOC");
}

const struct nr_format nr_format_trec = {
    .name = "trec",
    .mime = "text/sgml",
    .decoded = true,
    .signs = "<",
    .begins = trec_begins,
    .cut = trec_cut,
    .read = trec_read,
};
