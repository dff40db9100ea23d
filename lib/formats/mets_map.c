#include "mets_map.h"
#include "newsreel/core/mem.h"
#include "newsreel/formats/mets.h"
#include "xml.h"
#include <stdlib.h>

enum {
    METADATA_MOST = 16, /* descriptions that a div refers to */
    TYPE_MOST = 32,     /* letters of a type that are looked at */
};

/* ---- Types ---- */

enum kind {
    OTHER, /* in no list */
    DOCUMENT,
    OUTER,
    MATTER,  /* around documents, or a part of one */
    SECTION, /* the same */
    PART,
    FIGURE, /* a part, or a document where it stands alone */
    BODY,
    HEADING,
    AUTHOR,
};

/* Letters alone, in lower case: "np:Title_Section" is "titlesection". */
static struct nr_str plain_type(struct nr_str type, char out[TYPE_MOST])
{
    size_t colon = nr_str_find_char(type, ':'), n = 0;
    if (colon < type.len)
        type = nr_str_sub(type, colon + 1, type.len);
    for (size_t i = 0; i < type.len && n < TYPE_MOST; i++)
        if (nr_ascii_is_letter(type.data[i]))
            out[n++] = nr_ascii_lower(type.data[i]);
    return nr_str(out, n);
}

static bool is_in(struct nr_str word, const char *list)
{
    struct nr_str rest = nr_str_of(list), one;
    while (nr_str_split(&rest, ' ', &one))
        if (nr_str_eq(one, word))
            return true;
    return false;
}

static enum kind kind_named(struct nr_str type)
{
    static const struct {
        enum kind kind;
        const char *names;
    } table[] = {
        {DOCUMENT, "article advertisement deathnotice obituary letter titlesection masthead"},
        {OUTER, "newspaper periodical journal magazine serial publication volume year month day "
                "issue edition"},
        {MATTER, "front main back frontmatter backmatter cover page pages"},
        {SECTION, "section supplement"},
        {BODY, "body bodycontent content"},
        {HEADING, "heading headline head title maintitle subtitle subheadline subheading overline "
                  "kicker"},
        {AUTHOR, "author byline"},
        {FIGURE, "illustration image picture photo photograph figure graphic graph drawing map "
                 "table chart chartdiagram"},
        {PART, "text textblock textregion block paragraph para p line column zone region part "
               "segment crossheading crosshead lead intro introduction abstract caption captions "
               "formula list item footnote note quote quotation verse stanza dateline credit "
               "copyright logo continuation separator ornament"},
    };
    if (!type.len)
        return PART;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (is_in(type, table[i].names))
            return table[i].kind;
    return nr_str_ends(type, nr_str_of("section")) ? SECTION : OTHER;
}

/* inside: of a document. There, only what is known to be another is one. */
static enum kind kind_of(struct nr_str type, bool inside)
{
    char plain[TYPE_MOST];
    enum kind kind = kind_named(plain_type(type, plain));
    if (kind == OTHER || kind == FIGURE)
        return inside ? PART : DOCUMENT;
    if (kind == MATTER || kind == SECTION)
        return inside ? PART : kind == MATTER ? OUTER : SECTION;
    return kind;
}

/* ---- Descriptions ---- */

/* Something that can be referred to by its ID. */
struct named {
    struct nr_str id;
    size_t place; /* the first of those with one ID counts */
    const xmlNode *node;
    struct nr_mods *about; /* NULL: not read yet */
    struct nr_str path;    /* of a file */
    size_t part;           /* of a file: the page that it is, or NR_METS_NONE */
    bool told;             /* that it is missing */
};

struct names {
    struct named *list;
    size_t count, room;
};

static void add_name(struct names *names, struct nr_str id, const xmlNode *node)
{
    names->list = nr_grow_array(names->list, &names->room, names->count + 1, sizeof *names->list);
    names->list[names->count] =
        (struct named){.id = id, .place = names->count, .node = node, .part = NR_METS_NONE};
    names->count++;
}

static int by_id(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = nr_str_cmp(x->id, y->id);
    return order ? order : x->place < y->place ? -1 : x->place > y->place;
}

static void sort_names(struct names *names)
{
    if (names->count)
        qsort(names->list, names->count, sizeof *names->list, by_id);
}

static struct named *find_name(const struct names *names, struct nr_str id)
{
    size_t from = 0, to = names->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (nr_str_cmp(names->list[middle].id, id) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    bool found = id.len && from < names->count && nr_str_eq(names->list[from].id, id);
    return found ? &names->list[from] : NULL;
}

/* What is read, and what is known on the way. */
struct reader {
    struct nr_mets_map *map;
    const struct nr_reading *r;
    struct nr_stories *stories;
    struct nr_arena *arena;
    struct names descriptions, files;
    size_t div_room, claim_room;
    bool undeclared; /* files that are not listed have been told of */
};

/* dmdSec, and what is in it: a description of an issue may have those of articles in it. */
static void find_descriptions(struct reader *d, const xmlNode *root)
{
    for (const xmlNode *s = nr_xml_child(root, "dmdSec"); s; s = nr_xml_next(s, "dmdSec"))
        for (const xmlNode *n = s; n; n = nr_xml_step(s, n, true)) {
            struct nr_str id = nr_xml_attribute(n, "ID", d->arena);
            if (id.len)
                add_name(&d->descriptions, id, n);
        }
    sort_names(&d->descriptions);
}

/* The element whose children describe. */
static const xmlNode *description_in(const xmlNode *n)
{
    const xmlNode *found = nr_xml_is(n, "dmdSec") ? nr_xml_find(n, "mods") : n;
    if (found)
        return found;
    found = nr_xml_find(n, "title");
    return found ? found->parent : n;
}

/* Each is read once, however many divs refer to it. */
static const struct nr_mods *describe(struct reader *d, struct named *named)
{
    if (!named->about) {
        named->about = nr_arena_zero(d->arena, 1, sizeof *named->about);
        nr_mods_read(named->about, description_in(named->node), d->arena);
    }
    return named->about;
}

static struct nr_str first_of(struct nr_str known, struct nr_str other)
{
    return known.len ? known : other;
}

static void describe_div(struct reader *d, const xmlNode *div, struct nr_mods *about)
{
    struct nr_str ids = nr_xml_attribute(div, "DMDID", d->arena), id;
    for (size_t n = 0; n < METADATA_MOST && nr_str_split(&ids, ' ', &id); n++) {
        struct named *named = find_name(&d->descriptions, id);
        if (named)
            nr_mods_add(about, describe(d, named));
    }
}

/* ---- Files ---- */

/* A page by its path, or by its last part behind "*" and "/". */
struct page {
    struct nr_str path;
    size_t part;
};

static int by_path(const void *a, const void *b)
{
    const struct page *x = a, *y = b;
    int order = nr_mets_compare(x->path, y->path);
    return order ? order : x->part < y->part ? -1 : x->part > y->part;
}

static struct page *list_pages(struct reader *d, size_t *count)
{
    struct page *pages = nr_alloc_zero(2 * d->r->part_count + 1, sizeof *pages);
    *count = 0;
    for (size_t i = 0; i < d->r->part_count; i++) {
        struct nr_buf last = {0};
        struct nr_str path = nr_mets_path(d->arena, d->r->parts[i].path);
        nr_buf_add_cstr(&last, "*/");
        nr_buf_add_str(&last, nr_str_sub(path, nr_mets_folder(path), path.len));
        pages[(*count)++] = (struct page){path, i};
        pages[(*count)++] = (struct page){nr_arena_str(d->arena, nr_buf_str(&last)), i};
        nr_buf_free(&last);
    }
    qsort(pages, *count, sizeof *pages, by_path);
    return pages;
}

static size_t find_page(const struct page *pages, size_t count, struct nr_str path)
{
    size_t from = 0, to = count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (nr_mets_compare(pages[middle].path, path) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    bool found = from < count && nr_mets_compare(pages[from].path, path) == 0;
    return found ? pages[from].part : NR_METS_NONE;
}

/* A file has a place for each copy of it. */
static void find_files(struct reader *d, const xmlNode *root)
{
    size_t count;
    struct page *pages = list_pages(d, &count);
    struct nr_str mets = nr_mets_path(d->arena, d->r->path);
    const xmlNode *list = nr_xml_child(root, "fileSec");
    for (const xmlNode *n = list; n; n = nr_xml_step(list, n, true)) {
        if (!nr_xml_is(n, "FLocat") || !nr_xml_is(n->parent, "file"))
            continue;
        struct nr_str id = nr_xml_attribute(n->parent, "ID", d->arena);
        struct nr_str path = nr_mets_target(d->arena, mets, nr_xml_attribute(n, "href", d->arena));
        if (!id.len || !path.len)
            continue;
        add_name(&d->files, id, n);
        d->files.list[d->files.count - 1].part = find_page(pages, count, path);
        d->files.list[d->files.count - 1].path = path;
    }
    free(pages);
    sort_names(&d->files);
}

/* Of several places of a file, the first that is there. */
static struct named *find_file(const struct reader *d, struct nr_str id)
{
    struct named *first = find_name(&d->files, id);
    const struct named *end = first ? d->files.list + d->files.count : NULL;
    for (struct named *n = first; n < end && nr_str_eq(n->id, id); n++)
        if (n->part != NR_METS_NONE)
            return n;
    return first;
}

static void tell_missing(struct reader *d, struct named *file)
{
    bool *told = file ? &file->told : &d->undeclared;
    if (d->r->part_count && !*told)
        nr_story_lose(d->stories, file ? file->path : nr_str(NULL, 0),
                      file ? "a page that the METS file names is not there"
                           : "pages are named that the METS file does not list");
    *told = true;
}

/* ---- The map ---- */

/* A div that is open while the tree is walked. */
struct open {
    const xmlNode *node;
    size_t div;   /* that blocks belong to here */
    bool inside;  /* of a document */
    bool in_body; /* where headings are text */
    enum nr_mets_role role;
};

static size_t add_div(struct reader *d, const xmlNode *node, enum kind kind, size_t up)
{
    struct nr_mets_map *map = d->map;
    struct nr_mets_div div = {.up = up, .outer = kind == OUTER, .section = kind == SECTION};
    map->divs = nr_grow_array(map->divs, &d->div_room, map->div_count + 1, sizeof div);
    div.id = nr_xml_attribute(node, "ID", d->arena);
    div.type = nr_xml_attribute(node, "TYPE", d->arena);
    div.label = nr_story_line(d->arena, nr_xml_attribute(node, "LABEL", d->arena));
    describe_div(d, node, &div.about);
    div.created = div.about.created;
    if (up != NR_METS_NONE) {
        const struct nr_mets_div *around = &map->divs[up];
        div.created = first_of(div.created, around->created);
        div.language = first_of(around->about.language, around->language);
        div.site = around->site;
    }
    if (div.outer)
        div.site = first_of(div.site, div.about.title);
    map->divs[map->div_count] = div;
    return map->div_count++;
}

static struct open open_div(struct reader *d, const xmlNode *node, const struct open *around)
{
    struct open o = *around;
    enum kind kind = kind_of(nr_xml_attribute(node, "TYPE", d->arena), around->inside);
    o.node = node;
    switch (kind) {
    case DOCUMENT:
    case OUTER:
    case SECTION:
        o.div = add_div(d, node, kind, around->div);
        o.inside = kind == DOCUMENT;
        o.in_body = false;
        o.role = NR_METS_TEXT;
        break;
    case BODY:
        o.in_body = true;
        o.role = NR_METS_TEXT;
        break;
    case HEADING:
        o.role = o.in_body ? o.role : NR_METS_HEADING;
        break;
    case AUTHOR:
        o.role = NR_METS_AUTHOR;
        break;
    default:
        break;
    }
    return o;
}

static void take_area(struct reader *d, const struct open *o, const xmlNode *area)
{
    struct nr_mets_map *map = d->map;
    struct nr_str block = nr_xml_attribute(area, "BEGIN", d->arena);
    struct nr_str type = nr_xml_attribute(area, "BETYPE", d->arena);
    if (o->div == NR_METS_NONE || !block.len ||
        (type.len && !nr_str_eq_fold(type, nr_str_of("IDREF"))))
        return;
    struct named *file = find_file(d, nr_xml_attribute(area, "FILEID", d->arena));
    map->areas = map->divs[o->div].named = true;
    if (!file || file->part == NR_METS_NONE) {
        map->divs[o->div].lost = true;
        tell_missing(d, file);
        return;
    }
    map->claims =
        nr_grow_array(map->claims, &d->claim_room, map->claim_count + 1, sizeof *map->claims);
    map->claims[map->claim_count] = (struct nr_mets_claim){.part = file->part,
                                                           .block = block,
                                                           .div = o->div,
                                                           .rank = map->claim_count,
                                                           .role = o->role};
    map->claim_count++;
}

/* The divs around the node at hand are those on the stack that it stands in. */
static void read_tree(struct reader *d, const xmlNode *tree)
{
    struct open *stack = NULL;
    size_t depth = 0, room = 0;
    const struct open none = {.node = tree, .div = NR_METS_NONE};
    for (const xmlNode *n = tree; (n = nr_xml_step(tree, n, true));) {
        bool div = nr_xml_is(n, "div");
        if (!div && !nr_xml_is(n, "area"))
            continue;
        const xmlNode *around = n->parent;
        while (around != tree && !nr_xml_is(around, "div"))
            around = around->parent;
        while (depth && stack[depth - 1].node != around)
            depth--;
        const struct open *top = depth ? &stack[depth - 1] : &none;
        if (!div) {
            take_area(d, top, n);
            continue;
        }
        struct open o = open_div(d, n, top);
        stack = nr_grow_array(stack, &room, depth + 1, sizeof *stack);
        stack[depth++] = o;
    }
    free(stack);
}

static int by_block(const void *a, const void *b)
{
    const struct nr_mets_claim *x = a, *y = b;
    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    int order = nr_str_cmp(x->block, y->block);
    return order ? order : x->rank < y->rank ? -1 : x->rank > y->rank;
}

/* Of several claims on a block the first counts. */
static void sort_claims(struct nr_mets_map *map)
{
    size_t n = 0;
    if (map->claim_count)
        qsort(map->claims, map->claim_count, sizeof *map->claims, by_block);
    for (size_t i = 0; i < map->claim_count; i++) {
        const struct nr_mets_claim *c = &map->claims[i], *kept = n ? &map->claims[n - 1] : NULL;
        if (kept && kept->part == c->part && nr_str_eq(kept->block, c->block))
            map->shared += kept->div != c->div;
        else
            map->claims[n++] = *c;
    }
    map->claim_count = n;
}

/* ---- Names of divs ---- */

struct div_name {
    struct nr_str id;
    size_t div;
};

static int by_div_name(const void *a, const void *b)
{
    const struct div_name *x = a, *y = b;
    int order = nr_str_cmp(x->id, y->id);
    return order ? order : x->div < y->div ? -1 : x->div > y->div;
}

/* A div without an ID, or with one that another has before it, gets its number too. */
static void name_divs(struct nr_mets_map *map, struct nr_arena *arena)
{
    struct div_name *names = nr_alloc_zero(map->div_count + 1, sizeof *names);
    for (size_t i = 0; i < map->div_count; i++)
        names[i] = (struct div_name){map->divs[i].id, i};
    qsort(names, map->div_count, sizeof *names, by_div_name);
    for (size_t i = 0; i < map->div_count; i++) {
        struct nr_mets_div *div = &map->divs[names[i].div];
        if (div->id.len && (i == 0 || !nr_str_eq(names[i - 1].id, div->id)))
            continue;
        struct nr_buf id = {0};
        nr_buf_add_str(&id, names[i].id);
        nr_buf_addf(&id, "/%zu", names[i].div);
        div->id = nr_arena_str(arena, nr_buf_str(&id));
        nr_buf_free(&id);
    }
    free(names);
}

/* ---- All of it ---- */

/* What is said of the issue, where its divs refer to nothing. */
static void find_issue(struct reader *d)
{
    struct nr_mets_map *map = d->map;
    for (size_t i = 0; i < map->div_count; i++) {
        map->created = first_of(map->created, map->divs[i].created);
        map->site = first_of(map->site, map->divs[i].site);
    }
    for (size_t i = 0; i < d->descriptions.count && !map->created.len; i++)
        map->created = describe(d, &d->descriptions.list[i])->created;
    for (size_t i = 0; i < map->div_count; i++)
        map->divs[i].created = first_of(map->divs[i].created, map->created);
}

void nr_mets_map_read(struct nr_mets_map *map, const xmlNode *root, const struct nr_reading *r,
                      struct nr_stories *stories)
{
    struct reader d = {.map = map, .r = r, .stories = stories, .arena = stories->arena};
    *map = (struct nr_mets_map){.divs = NULL};
    find_descriptions(&d, root);
    find_files(&d, root);
    for (const xmlNode *n = nr_xml_child(root, "structMap"); n; n = nr_xml_next(n, "structMap"))
        if (nr_str_starts_fold(nr_xml_attribute(n, "TYPE", d.arena), nr_str_of("logical")))
            read_tree(&d, n);
    sort_claims(map);
    name_divs(map, d.arena);
    find_issue(&d);
    free(d.descriptions.list);
    free(d.files.list);
}

void nr_mets_map_free(struct nr_mets_map *map)
{
    free(map->divs);
    free(map->claims);
}
