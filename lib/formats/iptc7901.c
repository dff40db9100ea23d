/* IPTC 7901, the format of European wires: SOH header, keywords STX text ETX time EOT.
 *
 *     header "eca062 4 i 211": the third field   section, as it is
 *     keywords                                  slugline
 *     lines above the text, the last "... ="    headline, by; labels ("1ST LEAD", "(Achtung)") are
 *                                               left out
 *     "Berlin (dpa) -"                          located; it stays in the text
 *     time "131137 GMT Nov 13"                  created: day, hour, minute; without a zone the day
 *                                               alone
 *
 * Notes to editors at the end (dpa's "# Notebook", and what says of itself that it is not for
 * publication) are no text. A 7-bit charset of a nation, where "[" is a letter, is not told from
 * ASCII. */
#include "copy.h"
#include "formats.h"
#include "newsreel/html/date.h"
#include "newsreel/text/chars.h"
#include "wire.h"
#include <stdio.h>

enum { HEADER_MOST = 1024, HEAD_LINES = 8, PLAIN_HEAD_LINES = 3, HEAD_LINE_MOST = 120 };

static bool is_number(struct nr_str s)
{
    unsigned long long n;
    return nr_str_u64(s, &n);
}

static bool is_letters(struct nr_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!nr_ascii_is_letter(s.data[i]))
            return false;
    return s.len > 0;
}

/* The fields of a header, "eca062 4 i 211": false when it is none. */
static bool read_fields(struct nr_str header, struct nr_str *category)
{
    struct nr_str rest = nr_str_sub(header, 0, nr_str_find_char(header, '\n'));
    struct nr_str service = nr_wire_word(&rest), priority = nr_wire_word(&rest);
    *category = nr_wire_word(&rest);
    struct nr_str words = nr_wire_word(&rest);
    size_t letters = 0;
    while (letters < service.len && nr_ascii_is_letter(service.data[letters]))
        letters++;
    return letters > 0 && letters < 5 && is_number(nr_str_sub(service, letters, service.len)) &&
           priority.len == 1 && is_number(priority) && category->len < 6 && is_letters(*category) &&
           words.len < 7 && is_number(words);
}

static bool iptc7901_begins(struct nr_str head, struct nr_str name)
{
    struct nr_str text = nr_str_sub(nr_wire_head(head), 0, HEADER_MOST), category;
    (void)name;
    return nr_str_find_char(text, NR_WIRE_STX) < text.len && read_fields(text, &category);
}

/* Appends raw: CR LF is LF, other controls are spaces. */
static void add_clean(struct nr_buf *out, struct nr_str raw)
{
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.data[i];
        bool control = ((unsigned char)c < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
        if (c == '\r' && i + 1 < raw.len && raw.data[i + 1] == '\n')
            continue;
        nr_buf_add_char(out, c == '\r' ? '\n' : control ? ' ' : c);
    }
}

static struct nr_str clean_line(struct nr_arena *arena, struct nr_str raw)
{
    struct nr_buf clean = {0};
    add_clean(&clean, raw);
    struct nr_str line = nr_story_line(arena, nr_buf_str(&clean));
    nr_buf_free(&clean);
    return line;
}

/* The lines above a text, and where they end. */
struct head {
    struct nr_str lines[HEAD_LINES];
    size_t count, end;
    bool marked; /* the last one ends with "=" */
};

static void find_head(struct nr_str text, struct head *head)
{
    struct nr_str rest = text, line;
    while (head->count < HEAD_LINES && !head->marked && nr_str_split(&rest, '\n', &line)) {
        bool set_in = line.len > 2 && nr_str_starts(line, nr_str_of("   "));
        struct nr_str trimmed = nr_str_trim(line);
        if (!trimmed.len && !head->count)
            continue;
        if (!trimmed.len || set_in || line.len > HEAD_LINE_MOST)
            break;
        head->marked = nr_str_ends(trimmed, nr_str_of("="));
        trimmed.len -= head->marked;
        head->lines[head->count++] = nr_str_trim(trimmed);
        head->end = (size_t)(line.data - text.data) + line.len;
    }
}

/* Without the mark only what looks like a headline is one: the text may begin at once. */
static bool is_head(const struct head *head)
{
    if (head->marked)
        return true;
    for (size_t i = 0; i < head->count; i++)
        if (nr_text_ends_sentence(head->lines[i]))
            return false;
    return head->count > 0 && head->count <= PLAIN_HEAD_LINES;
}

/* "1ST LEAD", "(Achtung)". */
static bool is_label(struct nr_str line)
{
    if (nr_str_starts(line, nr_str_of("(")) && nr_str_ends(line, nr_str_of(")")))
        return true;
    const char *at = line.data, *end = at + line.len;
    while (at < end)
        if (nr_char_is_lower(nr_utf8_next(&at, end)))
            return false;
    return line.len < 24;
}

/* "By Ana Soto, dpa": the agency is the wire's. */
static void add_byline(struct nr_story *story, struct nr_arena *arena, struct nr_str line)
{
    static const struct nr_str agency = NR_STR(", dpa");
    if (nr_str_ends_fold(line, agency))
        line.len -= agency.len;
    nr_wire_byline(&story->by, arena, line);
}

static void read_head(struct nr_story *story, struct nr_arena *arena, const struct head *head)
{
    struct nr_buf headline = {0};
    size_t count = head->count;
    while (count > 1 && nr_wire_behind_by(head->lines[count - 1]).len)
        add_byline(story, arena, head->lines[--count]);
    for (size_t i = 0; i < count; i++) {
        if (i + 1 < count && headline.len == 0 && is_label(head->lines[i]))
            continue;
        if (headline.len)
            nr_buf_add_char(&headline, ' ');
        nr_buf_add_str(&headline, head->lines[i]);
    }
    story->headline = nr_story_line(arena, nr_buf_str(&headline));
    nr_buf_free(&headline);
}

static bool begins_notes(struct nr_str line)
{
    static const struct nr_str notes[] = {NR_STR("# Notebook"),
                                          NR_STR("# dpa NOTEBOOK"),
                                          NR_STR("# dpa-Notizblock"),
                                          NR_STR("# Notizblock"),
                                          NR_STR("The following information is not"),
                                          NR_STR("Die folgenden Informationen sind nicht")};
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (nr_str_starts_fold(line, notes[i]))
            return true;
    return false;
}

/* The initials below a text: "dpa wsz jln npr". */
static bool is_initials(struct nr_str line)
{
    struct nr_str word = nr_wire_word(&line);
    size_t count = 0;
    if (!nr_str_is(word, "dpa"))
        return false;
    for (word = nr_wire_word(&line); word.len; word = nr_wire_word(&line), count++)
        if (word.len > 4 || !is_letters(word))
            return false;
    return count > 0;
}

/* text without the notes to editors and the initials. */
static struct nr_str cut_notes(struct nr_str text)
{
    struct nr_str rest = text, line;
    while (nr_str_split(&rest, '\n', &line))
        if (begins_notes(line)) {
            text.len = (size_t)(line.data - text.data);
            break;
        }
    for (;;) {
        line = nr_wire_last_line(&text);
        if (!is_initials(line) && !nr_str_is(line, "* * * *"))
            return text;
        text.len -= line.len;
    }
}

/* "131137 GMT Nov 13": the 13th, 11:37. */
static struct nr_str read_time(struct nr_arena *arena, struct nr_str trailer)
{
    struct nr_str rest = nr_str_sub(trailer, 0, HEADER_MOST), word = nr_wire_word(&rest), zone;
    char text[48], date[NR_DATE_SIZE];
    unsigned long long time, year;
    if (word.len != 6 || !nr_str_u64(word, &time))
        return nr_str(NULL, 0);
    zone = nr_wire_word(&rest);
    unsigned month = nr_wire_month(zone);
    if (!month)
        month = nr_wire_month(nr_wire_word(&rest));
    else
        zone.len = 0;
    if (!month || !nr_str_u64(nr_wire_word(&rest), &year) || year > 9999)
        return nr_str(NULL, 0);
    struct nr_str day = nr_wire_day(arena, (unsigned)year, month, (unsigned)(time / 10000));
    snprintf(text, sizeof text, "%.*s %02u:%02u %.*s", (int)day.len, day.data ? day.data : "",
             (unsigned)(time / 100 % 100), (unsigned)(time % 100), zone.len < 8 ? (int)zone.len : 0,
             zone.data);
    return day.len && nr_date_parse(nr_str_of(text), date) ? nr_arena_str(arena, nr_str_of(date))
                                                           : nr_str(NULL, 0);
}

static void read_text(struct nr_story *story, struct nr_str raw, bool keep_lines,
                      struct nr_arena *arena)
{
    struct nr_buf clean = {0}, text = {0};
    struct head head = {.count = 0};
    add_clean(&clean, raw);
    struct nr_str copy = cut_notes(nr_buf_str(&clean));
    find_head(copy, &head);
    if (is_head(&head)) {
        read_head(story, arena, &head);
        copy = nr_str_sub(copy, head.end, copy.len);
    }
    nr_copy_add(&text, copy, keep_lines, arena);
    story->text = nr_arena_str(arena, nr_buf_str(&text));
    story->located = nr_wire_place_in(arena, story->text);
    nr_buf_free(&clean);
    nr_buf_free(&text);
}

static enum nr_status iptc7901_read(const struct nr_reading *r, struct nr_stories *stories,
                                    struct nr_error *e)
{
    struct nr_wire_message parts;
    struct nr_str category;
    struct nr_arena *arena = stories->arena;
    if (!r->bytes.len || r->bytes.data[0] != NR_WIRE_SOH) {
        nr_error_set(e, "no start of a message");
        return NR_BAD;
    }
    struct nr_story *story = nr_story_new(stories);
    nr_wire_split(r->bytes, &parts);
    if (read_fields(parts.header, &category))
        story->section = clean_line(arena, category);
    size_t line = nr_str_find_char(parts.header, '\n');
    struct nr_str slug = clean_line(arena, nr_str_sub(parts.header, line, parts.header.len));
    if (nr_str_ends(slug, nr_str_of("/")))
        slug.len--;
    story->slugline = slug;
    story->created = read_time(arena, parts.trailer);
    read_text(story, parts.text, r->options->keep_lines, arena);
    return NR_OK;
}

const struct nr_format nr_format_iptc7901 = {
    .name = "iptc7901",
    .mime = "text/plain",
    .decoded = true,
    .begins = iptc7901_begins,
    .cut = nr_wire_cut,
    .read = iptc7901_read,
};
