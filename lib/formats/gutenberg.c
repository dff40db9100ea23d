/* Texts of Project Gutenberg, without header and licence. */
#include "newsreel/text/gutenberg.h"
#include "formats.h"

/* "Project Gutenberg", on one line or two. Few texts have the first word, with its rare letter. */
static bool is_named(struct nr_str head)
{
    static const struct nr_str name = NR_STR("Gutenberg"), project = NR_STR("Project");
    if (nr_str_find_fold(head, project) == head.len)
        return false;
    for (size_t at; (at = nr_str_find_fold(head, name)) < head.len;) {
        struct nr_str before = nr_str_sub(head, 0, at), word = nr_str_trim(before);
        size_t gap = (size_t)(before.data + at - (word.data + word.len));
        if (nr_str_ends_fold(word, project) &&
            (gap == 1 || (gap == 2 && before.data[at - 1] == '\n')))
            return true;
        head = nr_str_sub(head, at + name.len, head.len);
    }
    return false;
}

/* What is called so in the first lines, and has the lines of a header or the mark behind it. */
static bool begins(struct nr_str head, struct nr_str name)
{
    static const struct nr_str signs[] = {NR_STR("*** START OF TH"), NR_STR("***START OF TH"),
                                          NR_STR("\nTitle: "), NR_STR("*END*THE SMALL PRINT")};
    bool shown = false;
    (void)name;
    if (!head.len || head.data[0] == '<' || !is_named(head))
        return false;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        shown |= nr_str_find_fold(head, signs[i]) < head.len;
    return shown;
}

/* The code of a language's English name; empty when it is not known. */
static struct nr_str language_code(struct nr_str name)
{
    static const struct {
        const char *name, *code;
    } table[] = {
        {"Afrikaans", "af"},  {"Catalan", "ca"},   {"Chinese", "zh"},   {"Czech", "cs"},
        {"Danish", "da"},     {"Dutch", "nl"},     {"English", "en"},   {"Esperanto", "eo"},
        {"Finnish", "fi"},    {"French", "fr"},    {"German", "de"},    {"Greek", "el"},
        {"Hebrew", "he"},     {"Hungarian", "hu"}, {"Icelandic", "is"}, {"Italian", "it"},
        {"Japanese", "ja"},   {"Latin", "la"},     {"Norwegian", "no"}, {"Polish", "pl"},
        {"Portuguese", "pt"}, {"Romanian", "ro"},  {"Russian", "ru"},   {"Spanish", "es"},
        {"Swedish", "sv"},    {"Tagalog", "tl"},   {"Welsh", "cy"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (nr_str_eq_fold(name, nr_str_of(table[i].name)))
            return nr_str_of(table[i].code);
    return nr_str(NULL, 0);
}

static enum nr_status read_text(const struct nr_reading *r, struct nr_stories *stories,
                                struct nr_error *e)
{
    struct nr_gutenberg g;
    struct nr_story *story = nr_story_new(stories);
    (void)e;
    nr_gutenberg_find(&g, r->bytes, stories->arena);
    story->headline = g.title;
    nr_texts_add(&story->by, stories->arena, g.author);
    story->language = language_code(g.language);
    story->text = g.text;
    story->wrapped = true;
    return NR_OK;
}

const struct nr_format nr_format_gutenberg = {.name = "gutenberg",
                                              .mime = "text/plain",
                                              .decoded = true,
                                              .begins = begins,
                                              .read = read_text};
