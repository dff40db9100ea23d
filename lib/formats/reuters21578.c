/* Reuters-21578, the news of a wire of 1987: files of 1,000 elements REUTERS.
 *
 *     DATE                            created: the day alone, for nothing says in which zone
 *     TITLE, AUTHOR                   headline, by
 *     DATELINE                        located; the line itself stays where it is, before the text
 *     TOPICS to EXCHANGES: D          subjects
 *     keyword of the wire's header    slugline, cut at 24 characters as it was sent
 *     NEWID                           id: reuters21578-NEWID
 *
 * TEXT TYPE="BRIEF" is a headline without a text ("Blah blah blah." is not one). TYPE="UNPROC" has
 * no elements inside: its first line is the headline where a blank line or a line set in follows.
 * What the wire set at the end of a story, "Reuter" or "More", goes. */
#include "copy.h"
#include "formats.h"
#include "sgml.h"
#include "wire.h"

enum { SUBJECTS_MOST = 500, HEADER_MOST = 1024 };

/* The wire's lines were of 63 columns, nearly always. */
static const struct nr_copy_layout layout = {.indent = 4, .full = 56};

static bool reuters_begins(struct nr_str head, struct nr_str name)
{
    struct nr_sgml_tag tag;
    (void)name;
    if (nr_str_starts(head, nr_str_of("\xef\xbb\xbf")))
        head = nr_str_sub(head, 3, head.len);
    head = nr_str_trim(head);
    for (size_t at = 0; nr_sgml_next(head, at, &tag) && tag.from == at; at = tag.to) {
        if (nr_sgml_is(&tag, "REUTERS"))
            return nr_sgml_attribute(&tag, "NEWID").len && nr_sgml_attribute(&tag, "OLDID").len;
        if (tag.name.len)
            return false;
        while (tag.to < head.len && nr_ascii_is_blank(head.data[tag.to]))
            tag.to++;
    }
    return false;
}

static enum nr_status reuters_cut(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    return nr_sgml_cut(cut, bytes, last, "REUTERS");
}

static struct nr_str find(struct nr_str text, const char *name)
{
    struct nr_str content = {NULL, 0};
    size_t at = 0;
    nr_sgml_element(text, name, &at, &content);
    return content;
}

static void read_subjects(struct nr_str piece, struct nr_story *story, struct nr_arena *arena)
{
    static const char *const lists[] = {"TOPICS", "PLACES", "PEOPLE", "ORGS", "EXCHANGES"};
    size_t count = 0;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct nr_str list = find(piece, lists[i]), item;
        for (size_t at = 0; count < SUBJECTS_MOST && nr_sgml_element(list, "D", &at, &item);
             count++)
            nr_texts_add(&story->subjects, arena, nr_sgml_line(arena, item));
    }
}

/* What the corpus calls unknown is the header that the wire sent. */
static struct nr_str read_slugline(struct nr_str piece, struct nr_arena *arena)
{
    struct nr_str header, line;
    for (size_t at = 0; nr_sgml_element(piece, "UNKNOWN", &at, &header);) {
        struct nr_str rest = nr_str_sub(header, 0, HEADER_MOST);
        struct nr_wire_keyword keyword;
        while (nr_str_split(&rest, '\n', &line))
            if (nr_wire_keyword(line, &keyword))
                return nr_sgml_line(arena, keyword.keyword);
    }
    return nr_str(NULL, 0);
}

/* Whether a line is no more than what the wire set at the end of a story: "REUTER E", "Reuter...",
 * "More". */
static bool is_end_mark(struct nr_str line)
{
    static const struct nr_str marks[] = {NR_STR("reuter"), NR_STR("reuters"), NR_STR("more")};
    line = nr_str_trim(line);
    if (line.len > 2 && line.data[line.len - 2] == ' ' &&
        nr_ascii_is_letter(line.data[line.len - 1]))
        line.len -= 2;
    while (line.len && line.data[line.len - 1] == '.')
        line.len--;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (nr_str_eq_fold(line, marks[i]))
            return true;
    return false;
}

/* text without the end marks, which may stand behind the last sentence too. */
static struct nr_str cut_end_marks(struct nr_str text)
{
    static const struct nr_str mark = NR_STR(" REUTER");
    for (;;) {
        struct nr_str line = nr_wire_last_line(&text);
        if (line.len && is_end_mark(line))
            text.len -= line.len;
        else if (nr_str_ends(text, mark))
            text.len -= mark.len;
        else
            return text;
    }
}

/* Appends the text of an element. Some lines end with a carriage return written out as "^M". */
static void add_lines(struct nr_buf *out, struct nr_str raw)
{
    static const struct nr_str mark = NR_STR("^M\n");
    for (;;) {
        size_t at = nr_str_find(raw, mark);
        nr_sgml_add_text(out, nr_str_sub(raw, 0, at));
        if (at == raw.len)
            return;
        raw = nr_str_sub(raw, at + 2, raw.len);
    }
}

/* The dateline has ended, whose blanks are no matter: a line goes on behind its dash, and else a
 * new one begins, as where the "dateline" is a row of a table. */
static void end_dateline(struct nr_buf *out, bool *goes_on)
{
    while (out->len && nr_ascii_is_blank(out->data[out->len - 1]))
        out->len--;
    struct nr_str s = nr_buf_str(out);
    *goes_on = nr_str_ends(s, nr_str_of("-")) && !nr_str_ends(s, nr_str_of("--"));
    nr_buf_add_char(out, *goes_on ? ' ' : '\n');
}

/* Appends what is in TEXT but for headline and author: dateline, body, and what stands between
 * them, as it stood before the tags came. */
static void add_story(struct nr_buf *out, struct nr_str text)
{
    struct nr_sgml_tag tag;
    size_t from = 0;
    bool goes_on = false, more = true, inside = false; /* headline or author */
    for (size_t at = 0; more; at = tag.to) {
        more = nr_sgml_next(text, at, &tag);
        bool aside = more && (nr_sgml_is(&tag, "TITLE") || nr_sgml_is(&tag, "AUTHOR"));
        bool dateline = more && nr_sgml_is(&tag, "DATELINE");
        if (more && !aside && !dateline && !nr_sgml_is(&tag, "BODY"))
            continue;
        struct nr_str part = nr_str_sub(text, from, more ? tag.from : text.len);
        while (goes_on && part.len && nr_ascii_is_blank(part.data[0]))
            part = nr_str_sub(part, 1, part.len);
        if (!inside)
            add_lines(out, part);
        inside = aside && !tag.end;
        goes_on &= part.len == 0;
        if (dateline && tag.end)
            end_dateline(out, &goes_on);
        from = more ? tag.to : text.len;
    }
}

static struct nr_str join(struct nr_str copy, const struct nr_reading *r, struct nr_arena *arena)
{
    struct nr_buf text = {0};
    if (r->options->keep_lines)
        nr_copy_add(&text, copy, true, arena);
    else
        nr_copy_add_indented(&text, copy, &layout);
    struct nr_str joined = nr_arena_str(arena, nr_buf_str(&text));
    nr_buf_free(&text);
    return joined;
}

static void read_normal(struct nr_story *story, struct nr_str text, const struct nr_reading *r,
                        struct nr_arena *arena)
{
    struct nr_buf lines = {0};
    bool sure;
    struct nr_str dateline = find(text, "DATELINE");
    struct nr_str author = nr_sgml_line(arena, find(text, "AUTHOR"));
    if (nr_str_ends_fold(author, nr_str_of(", reuters")))
        author.len -= strlen(", reuters");
    nr_wire_byline(&story->by, arena, author);
    story->headline = nr_sgml_line(arena, find(text, "TITLE"));
    story->located = nr_wire_place(nr_sgml_line(arena, dateline), &sure);
    if (!sure)
        story->located.len = 0;
    add_story(&lines, text);
    struct nr_str copy = cut_end_marks(nr_buf_str(&lines));
    story->text = join(copy, r, arena);
    nr_buf_free(&lines);
}

static struct nr_str skip_blank_lines(struct nr_str text)
{
    size_t at = 0;
    for (size_t i = 0; i < text.len && nr_ascii_is_blank(text.data[i]); i++)
        if (text.data[i] == '\n')
            at = i + 1;
    return nr_str_sub(text, at, text.len);
}

/* The first line, where it is certain that it is a headline: it stands at the margin, and what
 * follows does not, or is a dateline. */
static struct nr_str take_headline(struct nr_str *text, struct nr_arena *arena)
{
    struct nr_str rest = skip_blank_lines(*text), line = {NULL, 0};
    nr_str_split(&rest, '\n', &line);
    bool alone = rest.len && (nr_ascii_is_blank(rest.data[0]) || nr_wire_place_in(arena, rest).len);
    if (!alone || nr_ascii_is_blank(line.data[0]))
        return nr_str(NULL, 0);
    *text = rest;
    return line;
}

static void read_unprocessed(struct nr_story *story, struct nr_str text, const struct nr_reading *r,
                             struct nr_arena *arena)
{
    struct nr_buf lines = {0};
    add_lines(&lines, text);
    struct nr_str copy = cut_end_marks(nr_buf_str(&lines));
    story->headline = nr_story_line(arena, take_headline(&copy, arena));
    story->located = nr_wire_place_in(arena, copy);
    story->text = join(copy, r, arena);
    nr_buf_free(&lines);
}

static void read_text(struct nr_story *story, struct nr_str piece, const struct nr_reading *r,
                      struct nr_arena *arena)
{
    struct nr_sgml_tag tag = {.from = 0};
    bool found = false;
    for (size_t at = 0; !found && nr_sgml_next(piece, at, &tag); at = tag.to)
        found = !tag.end && nr_sgml_is(&tag, "TEXT");
    if (!found)
        return;
    struct nr_str type = nr_sgml_attribute(&tag, "TYPE");
    struct nr_str text = find(nr_str_sub(piece, tag.from, piece.len), "TEXT");
    if (nr_str_eq_fold(type, nr_str_of("BRIEF")))
        story->headline = nr_sgml_line(arena, find(text, "TITLE"));
    else if (nr_str_eq_fold(type, nr_str_of("UNPROC")))
        read_unprocessed(story, text, r, arena);
    else
        read_normal(story, text, r, arena);
}

static enum nr_status reuters_read(const struct nr_reading *r, struct nr_stories *stories,
                                   struct nr_error *e)
{
    static const struct nr_str prefix = NR_STR("reuters21578-");
    struct nr_arena *arena = stories->arena;
    struct nr_sgml_tag tag;
    if (!nr_sgml_next(r->bytes, 0, &tag) || tag.end || !nr_sgml_is(&tag, "REUTERS")) {
        nr_error_set(e, "no REUTERS element");
        return NR_BAD;
    }
    struct nr_story *story = nr_story_new(stories);
    struct nr_str id = nr_sgml_line(arena, nr_sgml_attribute(&tag, "NEWID"));
    struct nr_buf whole = {0};
    nr_buf_add_str(&whole, prefix);
    nr_buf_add_str(&whole, id);
    if (id.len)
        story->id = nr_arena_str(arena, nr_buf_str(&whole));
    nr_buf_free(&whole);
    story->created = nr_story_date(arena, nr_sgml_line(arena, find(r->bytes, "DATE")));
    story->slugline = read_slugline(r->bytes, arena);
    read_subjects(r->bytes, story, arena);
    read_text(story, r->bytes, r, arena);
    return NR_OK;
}

const struct nr_format nr_format_reuters21578 = {
    .name = "reuters21578",
    .mime = "text/sgml",
    .decoded = true,
    .signs = "<",
    .begins = reuters_begins,
    .cut = reuters_cut,
    .read = reuters_read,
};
