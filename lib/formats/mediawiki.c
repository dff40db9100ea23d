/* Dumps of wikis: <siteinfo>, then a <page> after the other, written by one program, so that
 * looking for tags is as good as parsing, and several times as fast. */
#include "formats.h"
#include "newsreel/core/utf8.h"
#include "root.h"
#include "wikitext.h"
#include <stdio.h>

static bool mediawiki_begins(struct nr_str head, struct nr_str name)
{
    struct nr_root root;
    (void)name;
    return nr_root_find(head, &root) && nr_str_is(root.name, "mediawiki");
}

static const struct nr_str page_begin = NR_STR("<page>"), page_end = NR_STR("</page>");

/* piece_state: inside a page. Its text has no tags of its own: they are escaped. */
static enum nr_status mediawiki_cut(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    for (;;) {
        struct nr_str mark = cut->piece_state ? page_end : page_begin;
        size_t from = cut->at;
        size_t at = from + nr_str_find(nr_str_sub(bytes, from, bytes.len), mark);
        cut->lost = false;
        if (at >= bytes.len) {
            size_t most = bytes.len > mark.len ? bytes.len - mark.len : 0;
            cut->at = most > from ? most : from;
            cut->to = cut->next = bytes.len;
            return last && cut->piece_state ? NR_OK : NR_END;
        }
        cut->at = at + mark.len;
        if (cut->piece_state) {
            cut->to = cut->next = cut->at;
            return NR_OK;
        }
        cut->from = at;
        cut->piece_state = 1;
    }
}

/* What stands between <name ...> and </name>; empty where there is none. *end (may be NULL): behind
 * the element. */
static struct nr_str element(struct nr_str s, const char *name, size_t *end)
{
    char open[24], close[24];
    size_t n = (size_t)snprintf(open, sizeof open, "<%s", name);
    size_t m = (size_t)snprintf(close, sizeof close, "</%s>", name);
    size_t from = 0;
    for (;; from++) {
        from += nr_str_find(nr_str_sub(s, from, s.len), nr_str(open, n));
        if (from >= s.len)
            return nr_str(NULL, 0);
        char behind = from + n < s.len ? s.data[from + n] : '\0';
        if (behind == '>' || behind == '/' || nr_ascii_is_blank(behind))
            break;
    }
    size_t tag = from + nr_str_find_char(nr_str_sub(s, from, s.len), '>') + 1;
    bool empty = tag <= s.len && s.data[tag - 2] == '/';
    size_t to = empty ? tag : tag + nr_str_find(nr_str_sub(s, tag, s.len), nr_str(close, m));
    if (end)
        *end = empty ? tag : to + m < s.len ? to + m : s.len;
    return nr_str_sub(s, tag, to);
}

/* Appends s with the references of XML undone. */
static void unescape(struct nr_str s, struct nr_buf *out)
{
    static const struct {
        struct nr_str reference;
        char c;
    } table[] = {{NR_STR("&lt;"), '<'},   {NR_STR("&gt;"), '>'},    {NR_STR("&amp;"), '&'},
                 {NR_STR("&quot;"), '"'}, {NR_STR("&apos;"), '\''}, {NR_STR("&#039;"), '\''},
                 {NR_STR("&#39;"), '\''}};
    while (s.len) {
        size_t at = nr_str_find_char(s, '&'), taken = 0;
        nr_buf_add_str(out, nr_str_sub(s, 0, at));
        s = nr_str_sub(s, at, s.len);
        for (size_t i = 0; s.len && !taken && i < sizeof table / sizeof *table; i++)
            if (nr_str_starts(s, table[i].reference)) {
                nr_buf_add_char(out, table[i].c);
                taken = table[i].reference.len;
            }
        if (s.len && !taken) {
            nr_buf_add_char(out, '&');
            taken = 1;
        }
        s = nr_str_sub(s, taken, s.len);
    }
}

static struct nr_str line_of(struct nr_str s, struct nr_arena *arena)
{
    struct nr_buf out = {0};
    unescape(s, &out);
    struct nr_str line = nr_story_line(arena, nr_buf_str(&out));
    nr_buf_free(&out);
    return line;
}

/* What a dump says of its wiki. */
struct site {
    struct nr_str base, name, language; /* base: what titles are put behind to make addresses */
    struct nr_wiki_names names;
    bool news;
};

static struct nr_str namespace_of(struct nr_str preamble, const char *key, struct nr_arena *arena)
{
    size_t at = nr_str_find(preamble, nr_str_of(key));
    struct nr_str rest = nr_str_sub(preamble, at, preamble.len);
    rest = nr_str_sub(rest, nr_str_find_char(rest, '>') + 1, rest.len);
    return line_of(nr_str_sub(rest, 0, nr_str_find_char(rest, '<')), arena);
}

static struct nr_str language_of(struct nr_str preamble)
{
    struct nr_str mark = nr_str_of("xml:lang=\"");
    size_t at = nr_str_find(preamble, mark);
    struct nr_str rest = nr_str_sub(preamble, at + mark.len, preamble.len);
    return nr_str_sub(rest, 0, nr_str_find_char(rest, '"'));
}

/* The base is the address of the main page: its title goes. Old dumps have no name for their wiki;
 * then its host is one. */
static void read_site(struct nr_str preamble, struct nr_arena *arena, struct site *site)
{
    struct nr_str base = line_of(element(preamble, "base", NULL), arena);
    size_t end = base.len;
    while (end > 0 && base.data[end - 1] != '/' && base.data[end - 1] != '=')
        end--;
    site->base = nr_str_sub(base, 0, end);
    site->name = line_of(element(preamble, "dbname", NULL), arena);
    if (!site->name.len) {
        size_t host = nr_str_find(base, nr_str_of("//")) + 2;
        struct nr_str rest = nr_str_sub(base, host, base.len);
        site->name = nr_str_sub(rest, 0, nr_str_find_char(rest, '/'));
    }
    site->language = language_of(preamble);
    site->names.file = namespace_of(preamble, "<namespace key=\"6\"", arena);
    site->names.category = namespace_of(preamble, "<namespace key=\"14\"", arena);
    site->news = nr_str_find_fold(preamble, nr_str_of("wikinews")) < preamble.len;
}

/* Titles in addresses as MediaWiki writes them: blanks are underscores, what is not allowed there
 * is written in percents. */
static struct nr_str address_of(const struct site *site, struct nr_str title,
                                struct nr_arena *arena)
{
    static const struct nr_str allowed = NR_STR("-_.;@$!*(),/~:");
    struct nr_buf url = {0};
    if (!site->base.len)
        return nr_str(NULL, 0);
    nr_buf_add_str(&url, site->base);
    for (size_t i = 0; i < title.len; i++) {
        char c = title.data[i];
        if (c == ' ')
            nr_buf_add_char(&url, '_');
        else if (nr_ascii_is_letter(c) || nr_ascii_is_digit(c) ||
                 nr_str_find_char(allowed, c) < allowed.len)
            nr_buf_add_char(&url, c);
        else
            nr_buf_addf(&url, "%%%02X", (unsigned char)c);
    }
    struct nr_str copy = nr_arena_str(arena, nr_buf_str(&url));
    nr_buf_free(&url);
    return copy;
}

/* The revision with the latest time; of those without one, the last. */
static struct nr_str latest_revision(struct nr_str page)
{
    struct nr_str best = {NULL, 0}, best_time = {NULL, 0};
    for (size_t end = 0; page.len; page = nr_str_sub(page, end, page.len)) {
        end = page.len;
        struct nr_str revision = element(page, "revision", &end);
        struct nr_str time = element(revision, "timestamp", NULL);
        if (revision.data && nr_str_cmp(time, best_time) >= 0) {
            best = revision;
            best_time = time;
        }
    }
    return best;
}

/* Why the page is no document, or NULL. head: what it has before its revisions. */
static const char *reason_to_drop(struct nr_str head, struct nr_str revision, struct nr_str text)
{
    struct nr_str number = nr_str_trim(element(head, "ns", NULL));
    struct nr_str model = nr_str_trim(element(revision, "model", NULL));
    if (number.len && !nr_str_is(number, "0"))
        return "namespace";
    size_t redirect = nr_str_find(head, nr_str_of("<redirect"));
    if (redirect < head.len || nr_str_starts_fold(nr_str_trim(text), nr_str_of("#redirect")))
        return "redirect";
    return model.len && !nr_str_is(model, "wikitext") ? "no-wikitext" : NULL;
}

static void add_text(const struct site *site, struct nr_str text, struct nr_arena *arena,
                     struct nr_story *story)
{
    struct nr_buf wikitext = {0}, out = {0};
    struct nr_wiki_page page;
    unescape(text, &wikitext);
    nr_wikitext(nr_buf_str(&wikitext), &site->names, arena, &out, &page);
    story->text = nr_arena_str(arena, nr_buf_str(&out));
    story->subjects = page.categories;
    if (site->news) {
        story->created = nr_story_date(arena, page.date);
        story->located = page.place;
    }
    nr_buf_free(&wikitext);
    nr_buf_free(&out);
}

static enum nr_status mediawiki_read(const struct nr_reading *r, struct nr_stories *stories,
                                     struct nr_error *e)
{
    struct nr_arena *arena = stories->arena;
    struct site site;
    struct nr_str head = nr_str_sub(r->bytes, 0, nr_str_find(r->bytes, nr_str_of("<revision")));
    struct nr_str title = line_of(element(head, "title", NULL), arena);
    if (!title.len) {
        nr_error_set(e, "page without a title");
        return NR_BAD;
    }
    struct nr_str revision = latest_revision(r->bytes);
    struct nr_str text = element(revision, "text", NULL);
    stories->drop = reason_to_drop(head, revision, text);
    if (stories->drop)
        return NR_OK;
    read_site(r->preamble, arena, &site);
    struct nr_story *story = nr_story_new(stories);
    struct nr_buf id = {0};
    nr_buf_add_str(&id, site.name);
    nr_buf_add_char(&id, ':');
    nr_buf_add_str(&id, nr_story_line(arena, element(head, "id", NULL)));
    story->id = nr_arena_str(arena, nr_buf_str(&id));
    nr_buf_free(&id);
    story->headline = title;
    story->truncated = !nr_str_ends(r->bytes, page_end);
    story->url = address_of(&site, title, arena);
    story->language = site.language;
    story->modified = nr_story_date(arena, nr_str_trim(element(revision, "timestamp", NULL)));
    add_text(&site, text, arena, story);
    return NR_OK;
}

const struct nr_format nr_format_mediawiki = {
    .name = "mediawiki",
    .mime = "text/x-wiki",
    .decoded = true,
    .markup = true,
    .signs = "<",
    .begins = mediawiki_begins,
    .cut = mediawiki_cut,
    .read = mediawiki_read,
};
