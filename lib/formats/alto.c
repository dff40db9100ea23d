/* ALTO, the layout and text of a scanned page (versions 1 to 4). */
#include "alto.h"
#include "formats.h"
#include "mend.h"
#include "newsreel/core/mem.h"
#include "newsreel/text/chars.h"
#include "root.h"
#include "xml.h"
#include <stdint.h>
#include <stdlib.h>

static bool begins(struct nr_str head, struct nr_str name)
{
    struct nr_root root;
    (void)name;
    return nr_root_find(head, &root) && nr_str_eq_fold(root.name, nr_str_of("alto"));
}

/* A page's text on its way. */
struct page {
    const struct nr_alto_reader *reader;
    struct nr_arena *arena; /* of the page alone */
    struct nr_buf *out;
    bool keep_lines;
    bool spaced;  /* spaces between words are elements of their own */
    bool space;   /* owed before the next word */
    bool hyphen;  /* the line before has ended in the middle of a word */
    bool soft;    /* and that hyphen is there for the line's end only */
    bool whole;   /* the word's other half has been written with it */
    bool halved;  /* a first half has been written alone */
    size_t begin; /* of the block, in out */
};

/* The hyphen at the end of a word: its length, or 0. */
static size_t hyphen_length(struct nr_str s, bool *soft)
{
    static const struct {
        struct nr_str mark;
        bool soft;
    } marks[] = {{NR_STR("-"), false},
                 {NR_STR("\xe2\x80\x90"), false},
                 {NR_STR("\xe2\xb8\x97"), false},
                 {NR_STR("\xc2\xac"), true},
                 {NR_STR("\xc2\xad"), true}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t length = marks[i].mark.len;
        if (s.len <= length || !nr_str_ends(s, marks[i].mark))
            continue;
        *soft = marks[i].soft;
        char before = s.data[s.len - length - 1];
        return before == ' ' || before == '-' ? 0 : length;
    }
    return 0;
}

/* A hyphen of a compound stays: before a capital or a digit. */
static void add_word(struct page *p, struct nr_str word)
{
    if (!word.len)
        return;
    if (p->hyphen && !p->soft && !nr_char_is_lower(nr_text_first(word)))
        nr_buf_add_char(p->out, '-');
    else if (!p->hyphen && p->space && p->out->len > p->begin)
        nr_buf_add_char(p->out, ' ');
    p->hyphen = p->space = false;
    nr_buf_add_str(p->out, word);
}

static void add_string(struct page *p, const xmlNode *n)
{
    struct nr_str word = nr_xml_attribute(n, "CONTENT", p->arena);
    struct nr_str type = nr_xml_attribute(n, "SUBS_TYPE", p->arena);
    struct nr_str whole = nr_xml_attribute(n, "SUBS_CONTENT", p->arena);
    bool first = nr_str_is(type, "HypPart1"), second = nr_str_is(type, "HypPart2");
    if (!p->spaced)
        p->space = true;
    if (p->keep_lines) {
        add_word(p, word);
    } else if (second && (p->whole || (whole.len && !p->halved))) {
        p->whole = false;
    } else {
        add_word(p, first && whole.len ? whole : word);
        p->whole = first && whole.len;
        p->halved = first && !whole.len;
    }
}

/* Half of a word that is whole already has no hyphen; some programs write it twice. */
static void add_hyphen(struct page *p, const xmlNode *n)
{
    struct nr_str mark = nr_xml_attribute(n, "CONTENT", p->arena);
    bool soft;
    if (!p->whole && !hyphen_length(nr_buf_str(p->out), &soft))
        nr_buf_add_str(p->out, mark.len ? mark : nr_str_of("-"));
}

static void end_line(struct page *p)
{
    p->hyphen = p->soft = false;
    if (p->keep_lines) {
        nr_buf_add_char(p->out, '\n');
        p->space = false;
        return;
    }
    size_t length = p->whole ? 0 : hyphen_length(nr_buf_str(p->out), &p->soft);
    p->hyphen = length > 0 && p->out->len > p->begin + length;
    p->out->len -= p->hyphen ? length : 0;
    p->space = !p->hyphen;
}

static void add_block(struct page *p, const xmlNode *block)
{
    p->begin = p->out->len;
    p->space = p->hyphen = p->halved = false;
    for (const xmlNode *line = nr_xml_child(block, "TextLine"); line;
         line = nr_xml_next(line, "TextLine")) {
        for (const xmlNode *n = line->children; n; n = n->next) {
            if (nr_xml_is(n, "String"))
                add_string(p, n);
            else if (nr_xml_is(n, "HYP"))
                add_hyphen(p, n);
            else if (nr_xml_is(n, "SP"))
                p->space = true;
        }
        end_line(p);
    }
    if (p->hyphen && !p->soft)
        nr_buf_add_char(p->out, '-');
    while (p->out->len > p->begin && p->out->data[p->out->len - 1] == '\n')
        p->out->len--;
}

static uint64_t number_of(const xmlNode *n, const char *name, struct nr_arena *arena)
{
    struct nr_str s = nr_xml_attribute(n, name, arena);
    uint64_t value = 0;
    for (size_t i = 0; i < s.len && i < 9 && nr_ascii_is_digit(s.data[i]); i++)
        value = value * 10 + (uint64_t)(s.data[i] - '0');
    return value;
}

/* Cells are blocks; those at about one height are a row. */
static void add_table(struct page *p, const xmlNode *table)
{
    uint64_t row = 0; /* below this a new one begins */
    bool first = true;
    for (const xmlNode *n = table; (n = nr_xml_step(table, n, true));) {
        if (!nr_xml_is(n, "TextBlock"))
            continue;
        uint64_t top = number_of(n, "VPOS", p->arena), height = number_of(n, "HEIGHT", p->arena);
        bool same = !first && top < row;
        if (!first)
            nr_buf_add_char(p->out, same ? '\t' : '\n');
        if (!same)
            row = top + height / 2 + 1;
        first = false;
        add_block(p, n);
    }
}

/* A block of text or a table, and where it stands in the reading order. */
struct unit {
    const xmlNode *node;
    size_t rank, place;
    size_t claim;
};

struct units {
    struct unit *list;
    size_t count, capacity;
};

static bool is_margin(const xmlNode *n)
{
    return nr_xml_is(n, "TopMargin") || nr_xml_is(n, "BottomMargin") ||
           nr_xml_is(n, "LeftMargin") || nr_xml_is(n, "RightMargin");
}

static size_t claim_on(const struct page *p, const xmlNode *n)
{
    struct nr_str id = nr_xml_attribute(n, "ID", p->arena);
    return id.len ? p->reader->claim(p->reader->self, id) : NR_ALTO_UNCLAIMED;
}

static size_t claim_inside(const struct page *p, const xmlNode *around)
{
    size_t claim = NR_ALTO_UNCLAIMED;
    for (const xmlNode *n = around;
         claim == NR_ALTO_UNCLAIMED && (n = nr_xml_step(around, n, true));)
        claim = claim_on(p, n);
    return claim;
}

static size_t claim_around(const struct page *p, const xmlNode *n)
{
    size_t claim = NR_ALTO_UNCLAIMED;
    for (; n && n->type == XML_ELEMENT_NODE && claim == NR_ALTO_UNCLAIMED; n = n->parent)
        claim = claim_on(p, n);
    return claim;
}

/* Claims on what is no block, or has no text, are to be known of too. */
static void ask_all(const struct page *p, const xmlNode *page)
{
    for (const xmlNode *n = page; n; n = nr_xml_step(page, n, true))
        claim_on(p, n);
}

/* The nearest claim around a block counts before those on parts of it. */
static size_t claim_of(const struct page *p, const xmlNode *block)
{
    if (!p->reader->claim)
        return NR_ALTO_UNCLAIMED;
    size_t claim = claim_around(p, block);
    return claim == NR_ALTO_UNCLAIMED ? claim_inside(p, block) : claim;
}

/* A table is one block, unless there are claims on its cells alone. */
static bool is_table(const struct page *p, const xmlNode *n)
{
    if (!nr_xml_is(n, "ComposedBlock") ||
        !nr_str_eq_fold(nr_xml_attribute(n, "TYPE", p->arena), nr_str_of("table")))
        return false;
    return !p->reader->claim || claim_around(p, n) != NR_ALTO_UNCLAIMED ||
           claim_inside(p, n) == NR_ALTO_UNCLAIMED;
}

static bool is_inside(const xmlNode *around, const xmlNode *n)
{
    while (n && n != around)
        n = n->parent;
    return n != NULL;
}

static void find_units(const struct page *p, const xmlNode *page, struct units *units)
{
    bool into = true;
    for (const xmlNode *n = page, *margin = NULL; (n = nr_xml_step(page, n, into));) {
        if (margin && !is_inside(margin, n))
            margin = NULL;
        if (is_margin(n))
            margin = n;
        bool unit = is_table(p, n) || nr_xml_is(n, "TextBlock");
        into = !unit && (!margin || p->reader->claim);
        if (!unit)
            continue;
        size_t claim = claim_of(p, n);
        if (margin && claim == NR_ALTO_UNCLAIMED)
            continue;
        units->list =
            nr_grow_array(units->list, &units->capacity, units->count + 1, sizeof *units->list);
        units->list[units->count] = (struct unit){n, SIZE_MAX, units->count, claim};
        units->count++;
    }
}

/* What the reading order refers to, sorted by name. */
struct reference {
    struct nr_str id;
    size_t rank;
};

static int compare_references(const void *a, const void *b)
{
    const struct reference *x = a, *y = b;
    int order = nr_str_cmp(x->id, y->id);
    return order ? order : x->rank < y->rank ? -1 : x->rank > y->rank;
}

static int compare_ids(const void *a, const void *b)
{
    const struct reference *x = a, *y = b;
    return nr_str_cmp(x->id, y->id);
}

static int compare_units(const void *a, const void *b)
{
    const struct unit *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

/* The place in the order of a unit, or of what is around it. */
static size_t rank_of(const xmlNode *n, const struct reference *list, size_t count,
                      struct nr_arena *arena)
{
    for (; n && n->type == XML_ELEMENT_NODE && !nr_xml_is(n, "Page"); n = n->parent) {
        struct reference key = {nr_xml_attribute(n, "ID", arena), 0};
        const struct reference *found =
            key.id.len ? bsearch(&key, list, count, sizeof *list, compare_ids) : NULL;
        if (found)
            return found->rank;
    }
    return SIZE_MAX;
}

/* Blocks that the reading order does not name come last, as they stand. */
static void sort_units(const xmlNode *root, struct units *units, struct nr_arena *arena)
{
    const xmlNode *order = nr_xml_find(root, "ReadingOrder");
    struct reference *list = NULL;
    size_t count = 0, capacity = 0;
    for (const xmlNode *n = order; n && (n = nr_xml_step(order, n, true));) {
        if (!nr_xml_is(n, "ElementRef"))
            continue;
        list = nr_grow_array(list, &capacity, count + 1, sizeof *list);
        list[count] = (struct reference){nr_xml_attribute(n, "REF", arena), count};
        count++;
    }
    if (count && units->count) {
        qsort(list, count, sizeof *list, compare_references);
        for (size_t i = 0; i < units->count; i++)
            units->list[i].rank = rank_of(units->list[i].node, list, count, arena);
        qsort(units->list, units->count, sizeof *units->list, compare_units);
    }
    free(list);
}

static struct nr_str language_of(const xmlNode *block, struct nr_arena *arena)
{
    struct nr_str language = nr_xml_attribute(block, "LANG", arena);
    return language.len ? language : nr_xml_attribute(block, "language", arena);
}

/* Blocks come out alone: a word that is written whole where its first half stands does not come
 * again with the second, wherever that is. */
static void read_page(const xmlNode *root, const xmlNode *node, struct page *p)
{
    struct units units = {.count = 0};
    const struct nr_alto_reader *r = p->reader;
    r->page(r->self);
    if (r->claim)
        ask_all(p, node);
    p->whole = false;
    find_units(p, node, &units);
    sort_units(root, &units, p->arena);
    for (size_t i = 0; i < units.count; i++) {
        const struct unit *unit = &units.list[i];
        p->out->len = 0;
        if (nr_xml_is(unit->node, "TextBlock"))
            add_block(p, unit->node);
        else
            add_table(p, unit->node);
        const struct nr_alto_block block = {unit->claim, nr_buf_str(p->out),
                                            language_of(unit->node, p->arena)};
        r->block(r->self, &block);
    }
    free(units.list);
    nr_arena_reset(p->arena);
}

bool nr_alto_read(struct nr_str text, const struct nr_alto_reader *reader)
{
    struct nr_buf out = {0};
    struct nr_arena arena = {0};
    xmlDoc *doc = nr_mend_parse(text);
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    const xmlNode *layout = root ? nr_xml_find(root, "Layout") : NULL;
    struct page page = {
        .reader = reader, .arena = &arena, .out = &out, .keep_lines = reader->keep_lines};
    page.spaced = layout && nr_xml_find(layout, "SP");
    for (const xmlNode *n = nr_xml_child(layout, "Page"); n; n = nr_xml_next(n, "Page"))
        read_page(root, n, &page);
    nr_arena_free(&arena);
    nr_buf_free(&out);
    xmlFreeDoc(doc);
    return layout != NULL;
}

/* ---- A file on its own: a document for each page ---- */

struct file {
    struct nr_stories *stories;
    struct nr_buf text; /* of the page at hand */
};

static void end_page(struct file *f)
{
    if (f->stories->last)
        f->stories->last->text = nr_arena_str(f->stories->arena, nr_buf_str(&f->text));
    f->text.len = 0;
}

static void begin_page(void *file)
{
    struct file *f = file;
    end_page(f);
    nr_story_new(f->stories);
}

static void take_block(void *file, const struct nr_alto_block *block)
{
    struct file *f = file;
    struct nr_story *story = f->stories->last;
    if (f->text.len && block->text.len)
        nr_buf_add_cstr(&f->text, "\n\n");
    nr_buf_add_str(&f->text, block->text);
    if (!story->language.len)
        story->language = nr_arena_str(f->stories->arena, block->language);
}

static enum nr_status read_file(const struct nr_reading *r, struct nr_stories *stories,
                                struct nr_error *e)
{
    struct file f = {.stories = stories};
    const struct nr_alto_reader reader = {
        .self = &f, .keep_lines = r->options->keep_lines, .page = begin_page, .block = take_block};
    bool read = nr_alto_read(r->bytes, &reader);
    end_page(&f);
    nr_buf_free(&f.text);
    if (!read)
        nr_error_set(e, "ALTO without a layout");
    return read ? NR_OK : NR_BAD;
}

const struct nr_format nr_format_alto = {
    .name = "alto",
    .mime = "application/xml",
    .decoded = true,
    .markup = true,
    .signs = "<",
    .begins = begins,
    .read = read_file,
};
