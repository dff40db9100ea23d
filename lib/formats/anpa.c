/* ANPA 1312, the format of American wires: SYN SYN SOH header STX text ETX stamp EOT.
 *
 *     header: priority, category, keyword    section (the letter), slugline if the text has none
 *     first line, "^BC-Keyword,Words<"       slugline, without the number of words; what is behind
 *                                            "--" in it is the headline of a story that has none
 *                                            (market and weather tables)
 *     lines "^...<" and "^...=" below        headline, summary, by; posts of the writers and notes
 *                                            to editors ("Eds:", "AP Photo") are left out. Some
 *                                            wires set no "^": then up to four lines at the margin
 *                                            above a text that is set in
 *     stamp                                  created
 *     "PLACE (AGENCY) _"                     located; it stays in the text
 *
 * Typesetting becomes structure: "^" begins a line that stands alone, a line set in begins a
 * paragraph, a line at the margin goes on, BS begins a row of a table, whose cells RS, US and ";"
 * part: tabs here. "<" and "=" at line ends say how the line is set, a line of "_" is a rule. Other
 * controls are spaces. Signs that a wire has put in the place of others stay: "_" for a dash,
 * ``quotes'', "{" for a half in tables.
 *
 * The number of a message starts again every day and is no id. */
#include "formats.h"
#include "wire.h"

enum { BS = 8, TABULAR = 0x12, HEADER_MOST = 512, SHORT = 100, HEADS_MOST = 24, PLAIN_HEADS = 4 };

static bool anpa_begins(struct nr_str head, struct nr_str name)
{
    struct nr_wire_keyword keyword;
    struct nr_str text = nr_wire_head(head), line;
    (void)name;
    if (text.len < 8 || !nr_ascii_is_letter(text.data[0]))
        return false;
    for (size_t i = 1; i < 4; i++)
        if (!nr_ascii_is_digit(text.data[i]))
            return false;
    text = nr_str_sub(text, 0, HEADER_MOST);
    size_t stx = nr_str_find_char(text, NR_WIRE_STX);
    struct nr_str header = nr_str_sub(text, 0, stx);
    for (unsigned n = 0; n < 3 && stx < text.len && nr_str_split(&header, '\n', &line); n++)
        if (n > 0 && nr_wire_keyword(line, &keyword))
            return true;
    return false;
}

/* What a line of the text is. */
enum kind { BLANK, ALONE, OPENING, REST, ROW };

struct line {
    enum kind kind;
    struct nr_str text; /* clean */
    bool left;          /* it ends with "<", which is taken off */
};

struct message {
    struct nr_arena *arena;
    struct nr_story *story;
    struct nr_buf text;
    struct line before; /* in the text */
    bool tabular, keep_lines, gap;
    bool in_head, has_byline, opened;
    bool plain_head; /* lines at the margin above the text are its head, for it is set in */
    size_t heads;
};

static bool is_separator(char c)
{
    return c >= 0x1c && c <= 0x1f;
}

/* raw without its controls. Runs of separators with the blanks between them are one tab. */
static struct nr_str clean(struct nr_arena *arena, struct nr_str raw, bool row)
{
    char *out = nr_arena_alloc(arena, raw.len);
    size_t n = 0;
    bool tab = false, blank = false;
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.data[i];
        bool control = (unsigned char)c < 0x20 || c == 0x7f;
        if (is_separator(c) || (row && c == ';'))
            tab = true;
        else if (control || c == ' ')
            blank = true;
        if (control || c == ' ' || (row && c == ';'))
            continue;
        if ((tab && (n || row)) || (blank && n))
            out[n++] = tab ? '\t' : ' ';
        tab = blank = false;
        out[n++] = c;
    }
    return nr_str(out, n);
}

static bool ends_with(struct nr_str *s, char c)
{
    *s = nr_str_trim(*s);
    if (!s->len || s->data[s->len - 1] != c)
        return false;
    s->len--;
    return true;
}

static bool is_rule(struct nr_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.data[i] != '_')
            return false;
    return s.len > 1;
}

static void read_line(struct nr_arena *arena, struct nr_str raw, struct line *line)
{
    *line = (struct line){.kind = BLANK};
    while (raw.len && (raw.data[0] == '\r' || raw.data[0] == '\v' || raw.data[0] == '\f'))
        raw = nr_str_sub(raw, 1, raw.len);
    if (!nr_str_trim(raw).len)
        return;
    bool row = raw.data[0] == BS, set_in = nr_ascii_is_blank(raw.data[0]);
    raw = nr_str_sub(raw, row, raw.len);
    bool alone = !set_in && raw.len && raw.data[0] == '^';
    raw = nr_str_sub(raw, alone, raw.len);
    line->left = ends_with(&raw, '<');
    if (alone || is_rule(nr_str_sub(raw, 0, raw.len - 1)))
        ends_with(&raw, '='); /* what is centred */
    line->text = clean(arena, raw, row);
    line->kind = row ? ROW : alone ? ALONE : set_in ? OPENING : REST;
    if (!nr_str_trim(line->text).len || is_rule(line->text) ||
        (alone && nr_str_is(line->text, "END")))
        line->kind = BLANK;
}

static const char *seam(const struct message *m, const struct line *line)
{
    enum kind before = m->before.kind;
    bool shorts = m->tabular && line->text.len < SHORT && m->before.text.len < SHORT;
    if (!m->text.len)
        return "";
    if (line->kind == REST && !m->gap && !m->before.left && before != ROW && before != ALONE)
        return m->keep_lines ? "\n" : " ";
    if (m->gap || line->kind == REST)
        return "\n\n";
    if (line->kind == ALONE)
        return before == ALONE ? "\n" : "\n\n";
    if (line->kind == ROW)
        return before == ROW || before == ALONE ? "\n" : "\n\n";
    return shorts ? "\n" : "\n\n";
}

static void add_line(struct message *m, const struct line *line)
{
    nr_buf_add_cstr(&m->text, seam(m, line));
    nr_buf_add_str(&m->text, line->text);
    m->before = *line;
    m->gap = false;
}

/* The first line that stands alone; a selector may stand before it: "*9006< ^Keyword<". */
static void take_slugline(struct message *m, struct nr_str text)
{
    size_t at = nr_str_find_char(text, '^');
    if (at < text.len)
        text = nr_str_sub(text, at + 1, text.len);
    m->story->slugline = nr_story_line(m->arena, nr_wire_slug(text));
}

/* A line above the text. False: it belongs to the text. */
static bool take_head(struct message *m, const struct line *line)
{
    struct nr_story *story = m->story;
    if (m->heads++ == 0 && line->kind == ALONE)
        take_slugline(m, line->text);
    else if (nr_wire_is_byline(line->text)) {
        nr_wire_byline(&story->by, m->arena, line->text);
        m->has_byline = true;
    } else if (nr_wire_is_note(line->text) || (m->has_byline && nr_wire_is_post(line->text)))
        return true;
    else if (nr_str_starts(line->text, nr_str_of("EDITOR'S NOTE")) || m->has_byline)
        return false;
    else if (!story->headline.len)
        story->headline = nr_story_line(m->arena, line->text);
    else if (!story->summary.len && line->left)
        story->summary = nr_story_line(m->arena, line->text);
    else
        return false;
    return true;
}

static void take_line(struct message *m, struct nr_str raw)
{
    struct line line;
    read_line(m->arena, raw, &line);
    if (line.kind == BLANK) {
        m->gap = true;
        return;
    }
    bool head = line.kind == ALONE || (m->plain_head && line.kind == REST);
    m->in_head = m->in_head && head && m->heads < HEADS_MOST;
    if (line.kind == OPENING && !m->opened)
        m->story->located = nr_wire_place_in(m->arena, line.text);
    m->opened |= line.kind == OPENING;
    if (!m->in_head || !take_head(m, &line))
        add_line(m, &line);
}

/* Whether text begins with a few lines at the margin, and some line below is set in. */
static bool has_plain_head(struct nr_str text)
{
    struct nr_str line;
    for (size_t n = 0; n <= PLAIN_HEADS && nr_str_split(&text, '\n', &line); n++) {
        bool blank = !nr_str_trim(line).len, set_in = line.len && nr_ascii_is_blank(line.data[0]);
        if (!blank && (set_in || line.data[0] == '^' || line.len > SHORT))
            return n > 0 && set_in;
    }
    return false;
}

static void read_header(struct message *m, struct nr_str header)
{
    struct nr_wire_keyword keyword;
    struct nr_str line;
    header = nr_str_sub(header, 0, HEADER_MOST);
    m->tabular = nr_str_find_char(header, TABULAR) < header.len;
    while (nr_str_split(&header, '\n', &line))
        if (nr_wire_keyword(line, &keyword)) {
            struct nr_str slug = clean(m->arena, keyword.keyword, false);
            m->story->section = nr_arena_str(m->arena, keyword.category);
            m->story->slugline = nr_story_line(m->arena, slug);
        }
}

/* "BC-WEA--Global Weather-Fahrenheit," is all that says what a table is about. */
static struct nr_str headline_of(struct nr_str slug)
{
    size_t at = nr_str_find(slug, nr_str_of("--"));
    if (at < slug.len)
        slug = nr_str_sub(slug, at + 2, slug.len);
    while (slug.len && slug.data[slug.len - 1] == ',')
        slug.len--;
    return slug;
}

static enum nr_status anpa_read(const struct nr_reading *r, struct nr_stories *stories,
                                struct nr_error *e)
{
    struct nr_wire_message parts;
    struct nr_str line;
    if (!r->bytes.len || r->bytes.data[0] != NR_WIRE_SOH) {
        nr_error_set(e, "no start of a message");
        return NR_BAD;
    }
    struct message m = {.arena = stories->arena,
                        .story = nr_story_new(stories),
                        .keep_lines = r->options->keep_lines,
                        .in_head = true};
    nr_wire_split(r->bytes, &parts);
    read_header(&m, parts.header);
    m.plain_head = has_plain_head(parts.text);
    while (nr_str_split(&parts.text, '\n', &line))
        take_line(&m, line);
    m.story->created = nr_wire_stamp(m.arena, nr_str_sub(parts.trailer, 0, HEADER_MOST));
    m.story->text = nr_arena_str(m.arena, nr_buf_str(&m.text));
    if (!m.story->headline.len)
        m.story->headline = headline_of(m.story->slugline);
    nr_buf_free(&m.text);
    return NR_OK;
}

const struct nr_format nr_format_anpa = {
    .name = "anpa",
    .mime = "text/plain",
    .decoded = true,
    .begins = anpa_begins,
    .cut = nr_wire_cut,
    .read = anpa_read,
};
