/* EPUB 2 and 3: a zip archive whose package file says in which order its pages are read.
 *
 * META-INF/container.xml names the package file, that lists the files (manifest) and their order
 * (spine). The archive lies in memory, and libarchive is shown that alone; two passes over its
 * directory read the package first, then the pages, which are put in the spine's order. */
#include "formats.h"
#include "newsreel/core/mem.h"
#include "xml.h"
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <stdlib.h>

enum {
    FILE_MOST = 16 << 20,  /* bytes of one file in the book */
    BOOK_MOST = 256 << 20, /* of all pages together */
    SPINE_MOST = 1 << 16,
    ABOUT_MOST = 4 << 10, /* what is said about the book; every page says it again */
};

/* A page in the order of reading. */
struct page {
    struct nr_str path; /* inside the archive */
    struct nr_str content;
};

struct book {
    const struct nr_reading *r;
    struct nr_arena *arena;
    struct nr_str package_path;
    const xmlNode *package;
    struct nr_story about; /* what every page says of itself */
    struct page *pages;
    size_t count, room;
    size_t read; /* bytes of pages */
};

/* The first member has the media type as its name says; some writers compress it all the same. */
static bool begins(struct nr_str head, struct nr_str name)
{
    static const struct nr_str type = NR_STR("application/epub+zip");
    struct nr_str first = nr_str_sub(head, 30, 200);
    return nr_str_starts(head, nr_str_of("PK\3\4")) &&
           (nr_str_ends_fold(name, nr_str_of(".epub")) ||
            (nr_str_starts(first, nr_str_of("mimetype")) && nr_str_find(first, type) < first.len));
}

/* ---- The archive ---- */

static struct archive *open_zip(struct nr_str bytes)
{
    struct archive *a = archive_read_new();
    if (!a || archive_read_support_format_zip(a) < ARCHIVE_WARN)
        nr_die_of_memory();
    if (archive_read_open_memory(a, bytes.data, bytes.len) >= ARCHIVE_WARN)
        return a;
    archive_read_free(a);
    return NULL;
}

/* The next file's name; empty at the end, or where the archive cannot be read on. */
static struct nr_str next_name(struct archive *a)
{
    struct archive_entry *entry;
    for (;;) {
        int result = archive_read_next_header(a, &entry);
        if (result != ARCHIVE_OK && result != ARCHIVE_WARN)
            return nr_str(NULL, 0);
        const char *name = archive_entry_pathname(entry);
        if (name && *name)
            return nr_str_of(name);
    }
}

/* What the current file holds; cut where it is damaged or too large. */
static struct nr_str read_file(struct book *b, struct archive *a)
{
    struct nr_buf text = {0};
    la_ssize_t n;
    while (text.len < FILE_MOST &&
           (n = archive_read_data(a, nr_buf_reserve(&text, 1 << 16), 1 << 16)) > 0)
        text.len += (size_t)n;
    struct nr_decoded decoded;
    nr_charset_decode(b->r->charset, nr_buf_str(&text), nr_str(NULL, 0), true, &decoded);
    struct nr_str copy = nr_arena_str(b->arena, decoded.text);
    nr_buf_free(&text);
    return copy;
}

static struct nr_str file_named(struct book *b, struct nr_str path)
{
    struct archive *a = open_zip(b->r->bytes);
    struct nr_str name = {0}, text = {0};
    while (a && (name = next_name(a)).len && !nr_str_eq(name, path))
        continue;
    if (name.len)
        text = read_file(b, a);
    archive_read_free(a);
    return text;
}

/* ---- The package ---- */

/* A reference out of the package file as a path inside the archive: %20 and the like undone, "./"
 * and "x/../" taken out, without what is behind #. */
static struct nr_str resolve(struct book *b, struct nr_str href)
{
    struct nr_buf path = {0};
    size_t folder = b->package_path.len;
    while (folder > 0 && b->package_path.data[folder - 1] != '/')
        folder--;
    nr_buf_add_char(&path, '/');
    nr_buf_add(&path, b->package_path.data, folder);
    href = nr_str_sub(href, 0, nr_str_find_char(href, '#'));
    for (size_t i = 0; i < href.len; i++) {
        unsigned byte = 0;
        char hex[3] = {i + 2 < href.len ? href.data[i + 1] : '\0',
                       i + 2 < href.len ? href.data[i + 2] : '\0', '\0'};
        char *end = hex;
        if (href.data[i] == '%')
            byte = (unsigned)strtoul(hex, &end, 16);
        nr_buf_add_char(&path, end == hex + 2 ? (char)byte : href.data[i]);
        i += end == hex + 2 ? 2 : 0;
        if (path.len >= 3 && nr_str_ends(nr_buf_str(&path), nr_str_of("/./")))
            path.len -= 2;
        if (path.len >= 4 && nr_str_ends(nr_buf_str(&path), nr_str_of("/../")))
            for (path.len -= 4; path.len > 1 && path.data[path.len - 1] != '/';)
                path.len--;
    }
    struct nr_str copy = nr_arena_str(b->arena, nr_str_sub(nr_buf_str(&path), 1, path.len));
    nr_buf_free(&path);
    return copy;
}

/* An item of the manifest. */
struct item {
    struct nr_str id, href;
};

static int by_id(const void *a, const void *b)
{
    return nr_str_cmp(((const struct item *)a)->id, ((const struct item *)b)->id);
}

static struct item *read_manifest(struct book *b, size_t *count)
{
    struct item *items = NULL;
    size_t room = 0;
    *count = 0;
    const xmlNode *n = nr_xml_child(nr_xml_child(b->package, "manifest"), "item");
    for (; n && *count < SPINE_MOST; n = nr_xml_next(n, "item")) {
        items = nr_grow_array(items, &room, *count + 1, sizeof *items);
        items[(*count)++] = (struct item){nr_xml_attribute(n, "id", b->arena),
                                          nr_xml_attribute(n, "href", b->arena)};
    }
    if (*count)
        qsort(items, *count, sizeof *items, by_id);
    return items;
}

static void read_spine(struct book *b)
{
    size_t count;
    struct item *items = read_manifest(b, &count);
    const xmlNode *n = nr_xml_child(nr_xml_child(b->package, "spine"), "itemref");
    for (; n && b->count < SPINE_MOST; n = nr_xml_next(n, "itemref")) {
        struct item key = {.id = nr_xml_attribute(n, "idref", b->arena)};
        const struct item *item = count ? bsearch(&key, items, count, sizeof key, by_id) : NULL;
        if (!item)
            continue;
        b->pages = nr_grow_array(b->pages, &b->room, b->count + 1, sizeof *b->pages);
        b->pages[b->count++] = (struct page){.path = resolve(b, item->href)};
    }
    free(items);
}

/* ---- The pages ---- */

static int by_path(const void *a, const void *b)
{
    return nr_str_cmp((*(struct page *const *)a)->path, (*(struct page *const *)b)->path);
}

/* One walk over the archive fills the pages that are in the spine. */
static void read_pages(struct book *b)
{
    struct page **sorted = nr_alloc_zero(b->count, sizeof *sorted);
    struct archive *a = open_zip(b->r->bytes);
    for (size_t i = 0; i < b->count; i++)
        sorted[i] = &b->pages[i];
    qsort(sorted, b->count, sizeof *sorted, by_path);
    for (struct nr_str name; a && b->read < BOOK_MOST && (name = next_name(a)).len;) {
        struct page wanted = {.path = name}, *key = &wanted;
        struct page **found = bsearch(&key, sorted, b->count, sizeof *sorted, by_path);
        if (found && !(*found)->content.len) {
            (*found)->content = read_file(b, a);
            b->read += (*found)->content.len;
        }
    }
    archive_read_free(a);
    free(sorted);
}

static void add_texts(struct book *b, const xmlNode *metadata, const char *name,
                      struct nr_texts *texts)
{
    for (const xmlNode *n = nr_xml_child(metadata, name); n; n = nr_xml_next(n, name))
        nr_texts_add(texts, b->arena, nr_xml_text(n, b->arena));
}

static size_t length_of(const struct nr_texts *texts)
{
    size_t n = 0;
    for (const struct nr_text_item *i = texts->first; i; i = i->next)
        n += i->text.len;
    return n;
}

/* What the book says, unless it is more than is worth to be said with every page. */
static void read_about(struct book *b)
{
    const xmlNode *metadata = nr_xml_child(b->package, "metadata");
    struct nr_story s = {.next = NULL};
    s.section = nr_xml_line(nr_xml_child(metadata, "title"), b->arena);
    s.language = nr_xml_line(nr_xml_child(metadata, "language"), b->arena);
    s.copyright = nr_xml_line(nr_xml_child(metadata, "rights"), b->arena);
    s.created = nr_story_date(b->arena, nr_xml_line(nr_xml_child(metadata, "date"), b->arena));
    add_texts(b, metadata, "creator", &s.by);
    add_texts(b, metadata, "subject", &s.subjects);
    size_t length = s.section.len + s.language.len + s.copyright.len;
    if (length + length_of(&s.by) + length_of(&s.subjects) <= ABOUT_MOST)
        b->about = s;
}

static void add_story(const struct book *b, const struct page *page, struct nr_stories *stories)
{
    struct nr_story *s = nr_story_new(stories);
    *s = b->about;
    s->html = page->content;
    s->inside = page->path;
}

static xmlDoc *open_package(struct book *b)
{
    xmlDoc *container = nr_xml_parse(file_named(b, nr_str_of("META-INF/container.xml")), NULL);
    if (!container)
        return NULL;
    const xmlNode *rootfile = nr_xml_find(xmlDocGetRootElement(container), "rootfile");
    b->package_path = nr_xml_attribute(rootfile, "full-path", b->arena);
    xmlFreeDoc(container);
    return nr_xml_parse(file_named(b, b->package_path), NULL);
}

static enum nr_status read_book(const struct nr_reading *r, struct nr_stories *stories,
                                struct nr_error *e)
{
    struct book b = {.r = r, .arena = stories->arena};
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t old = utf8 ? uselocale(utf8) : (locale_t)0;
    xmlDoc *package = open_package(&b);
    if (package) {
        b.package = xmlDocGetRootElement(package);
        read_spine(&b);
        read_about(&b);
        if (b.count)
            read_pages(&b);
        for (size_t i = 0; i < b.count; i++)
            if (b.pages[i].content.len)
                add_story(&b, &b.pages[i], stories);
        xmlFreeDoc(package);
    }
    if (utf8) {
        uselocale(old);
        freelocale(utf8);
    }
    free(b.pages);
    if (!stories->first)
        nr_error_set(e, "no page of the book can be read");
    return stories->first ? NR_OK : NR_BAD;
}

const struct nr_format nr_format_epub = {.name = "epub",
                                         .mime = "application/xhtml+xml",
                                         .begins = begins,
                                         .read = read_book};
