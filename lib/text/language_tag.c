#include "newsreel/text/language_tag.h"

/* What subtags stand behind one another; of each kind but the first few there may be several. */
enum stage { LANGUAGE, EXTENDED, SCRIPT, REGION, VARIANT, EXTENSION, PRIVATE, NONE };

enum { TAG_MOST = 100, SUBTAG_MOST = 8 };

struct shape {
    size_t length, letters, digits;
};

static struct shape shape_of(struct nr_str subtag)
{
    struct shape s = {.length = subtag.len};
    for (size_t i = 0; i < subtag.len; i++) {
        s.letters += nr_ascii_is_letter(subtag.data[i]);
        s.digits += nr_ascii_is_digit(subtag.data[i]);
    }
    return s;
}

/* The kind of a subtag behind the first. A singleton opens an extension, 'x' what is private. */
static enum stage kind_of(struct nr_str subtag, struct shape s, enum stage before)
{
    bool letters = s.letters == s.length;
    if (before == PRIVATE)
        return PRIVATE;
    if (s.length == 1)
        return *subtag.data == 'x' || *subtag.data == 'X' ? PRIVATE : EXTENSION;
    if (before == EXTENSION)
        return EXTENSION;
    if (letters && s.length == 3)
        return EXTENDED;
    if (letters && s.length == 4)
        return SCRIPT;
    if ((letters && s.length == 2) || (s.digits == 3 && s.length == 3))
        return REGION;
    return s.length >= 5 || (s.length == 4 && nr_ascii_is_digit(*subtag.data)) ? VARIANT : NONE;
}

static enum stage first_of(struct nr_str subtag, struct shape s)
{
    if (s.length == 1 && (*subtag.data == 'x' || *subtag.data == 'X'))
        return PRIVATE;
    return s.letters == s.length && (s.length == 2 || s.length == 3) ? LANGUAGE : NONE;
}

static bool is_well_formed(struct nr_str tag)
{
    enum stage stage = LANGUAGE;
    size_t extended = 0, number = 0;
    bool opened = false; /* a singleton wants a subtag behind it */
    struct nr_str subtag;
    for (; nr_str_split(&tag, '-', &subtag); number++) {
        struct shape s = shape_of(subtag);
        if (!s.length || s.length > SUBTAG_MOST || s.letters + s.digits != s.length)
            return false;
        enum stage kind = number ? kind_of(subtag, s, stage) : first_of(subtag, s);
        bool again = kind == VARIANT || kind >= EXTENSION || (kind == EXTENDED && extended < 3);
        bool single = s.length == 1 && (number == 0 || stage != PRIVATE);
        if (kind == NONE || kind < stage || (number && kind == stage && !again) ||
            (opened && single))
            return false;
        extended += kind == EXTENDED;
        opened = single;
        stage = kind;
    }
    return number && !opened;
}

struct nr_str nr_language_tag(struct nr_arena *arena, struct nr_str s)
{
    s = nr_str_trim(s);
    if (!s.len || s.len > TAG_MOST)
        return nr_str(NULL, 0);
    if (nr_str_find_char(s, '_') < s.len) {
        char *copy = nr_arena_alloc(arena, s.len);
        for (size_t i = 0; i < s.len; i++)
            copy[i] = s.data[i] == '_' ? '-' : s.data[i];
        s = nr_str(copy, s.len);
    }
    return is_well_formed(s) ? s : nr_str(NULL, 0);
}
