/* What is left of links and templates. */
#include "wiki.h"

enum { NAME_MOST = 48, ARGUMENTS_MOST = 8 };

/* Names of the two namespaces in the larger wikis; their own names come from the dump, these are
 * what older pages and other wikis' habits call them. */
static const char *const file_names[] = {
    "file",       "image",    "media",       "datei",    "bild", "fichier", "archivo",
    "imagen",     "immagine", "ficheiro",    "imagem",   "plik", "grafika", "bestand",
    "afbeelding", "Файл",     "Изображение", "ファイル", "画像", "文件",    "图像",
    "檔案",       "圖像",     "파일",        "그림",     "ملف",  "صورة",    "קובץ",
    "תמונה",      "fil",      "soubor",      "dosya",    "fájl", "kép",     "Зображення",
    "fișier",     "imagine",  "پرونده",      "tiedosto", "kuva", "tập tin", "berkas",
};
static const char *const category_names[] = {
    "category",  "kategorie", "catégorie", "categoría", "categoria", "kategoria", "categorie",
    "Категория", "カテゴリ",  "分类",      "分類",      "분류",      "تصنيف",     "קטגוריה",
    "kategori",  "luokka",    "Категорія", "kategória", "رده",       "thể loại",
};

static bool one_of(struct nr_str name, struct nr_str own, const char *const *names, size_t count)
{
    if (own.len && nr_str_eq_fold(name, own))
        return true;
    for (size_t i = 0; i < count; i++)
        if (nr_str_eq_fold(name, nr_str_of(names[i])))
            return true;
    return false;
}

static bool is_file(const struct nr_wiki *w, struct nr_str name)
{
    return one_of(name, w->names->file, file_names, sizeof file_names / sizeof *file_names);
}

static bool is_category(const struct nr_wiki *w, struct nr_str name)
{
    return one_of(name, w->names->category, category_names,
                  sizeof category_names / sizeof *category_names);
}

/* A code as languages have: the link leads to the same page of another wiki, and is no text. */
static bool is_language(struct nr_str name)
{
    if (name.len < 2 || name.len > 12)
        return false;
    size_t letters = 0;
    while (letters < name.len && name.data[letters] >= 'a' && name.data[letters] <= 'z')
        letters++;
    bool longer = nr_str_find_char(name, '-') < name.len;
    for (size_t i = letters; i < name.len; i++)
        if (name.data[i] != '-' && !(name.data[i] >= 'a' && name.data[i] <= 'z'))
            return false;
    return nr_str_is(name, "simple") ||
           ((letters == 2 || letters == 3) && (longer || letters == name.len));
}

/* Replaces what has been written from from on. text shows a part of it. */
static void leave(struct nr_wiki *w, size_t from, struct nr_str text)
{
    if (text.len)
        memmove(w->out->data + from, text.data, text.len);
    w->out->len = from + text.len;
}

void nr_wiki_end_link(struct nr_wiki *w, size_t from)
{
    struct nr_str inside = nr_str_sub(nr_buf_str(w->out), from + NR_WIKI_MARK, w->out->len);
    size_t bar = nr_str_find_char(inside, '|');
    struct nr_str target = nr_str_sub(inside, 0, bar);
    struct nr_str label = nr_str_sub(inside, bar + 1, inside.len);
    if (nr_str_find_char(target, '\n') < target.len)
        return;
    bool plain = target.len && target.data[0] == ':';
    size_t colon = nr_str_find_char(nr_str_sub(target, 0, NAME_MOST), ':');
    struct nr_str space = nr_str_trim(nr_str_sub(target, 0, colon));
    bool spaced = !plain && colon < target.len && colon < NAME_MOST;
    if (spaced && is_category(w, space)) {
        nr_texts_add(&w->page->categories, w->arena, nr_str_sub(target, colon + 1, target.len));
        w->out->len = from;
    } else if (spaced && (is_file(w, space) || (!label.len && is_language(space)))) {
        w->out->len = from;
    } else {
        leave(w, from, label.len ? label : nr_str_sub(target, plain, target.len));
    }
}

struct arguments {
    struct nr_str name, all[ARGUMENTS_MOST]; /* without names, in their order */
    size_t count;
    struct nr_str text, date, place; /* named ones */
};

/* A named argument: "date=...". True when it was one. */
static bool take_named(struct arguments *a, struct nr_str argument)
{
    size_t sign = nr_str_find_char(argument, '=');
    struct nr_str name = nr_str_trim(nr_str_sub(argument, 0, sign));
    struct nr_str value = nr_str_trim(nr_str_sub(argument, sign + 1, argument.len));
    if (sign == argument.len || nr_str_find_char(name, ' ') < name.len)
        return false;
    if (nr_str_is(name, "1") || nr_str_is(name, "text") || nr_str_is(name, "quote"))
        a->text = value;
    else if (nr_str_is(name, "date"))
        a->date = value;
    else if (nr_str_is(name, "location"))
        a->place = value;
    return true;
}

static void read_arguments(struct nr_str inside, struct arguments *a)
{
    struct nr_str part;
    *a = (struct arguments){.count = 0};
    nr_str_split(&inside, '|', &a->name);
    a->name = nr_str_trim(a->name);
    while (a->count < ARGUMENTS_MOST && nr_str_split(&inside, '|', &part))
        if (!take_named(a, part))
            a->all[a->count++] = nr_str_trim(part);
    if (!a->text.len && a->count)
        a->text = a->all[0];
}

/* How a template's words stand in the text: the first argument, the second, the last, the first two
 * as a quantity, a quotation of its own, or a date or byline, which say something else. */
enum words { NOTHING, FIRST, SECOND, LAST, QUANTITY, QUOTATION, DATE };

static enum words words_of(struct nr_str name)
{
    static const struct {
        const char *name;
        enum words words;
    } table[] = {
        {"w", LAST},
        {"lang", SECOND},
        {"nowrap", FIRST},
        {"nobr", FIRST},
        {"abbr", FIRST},
        {"small", FIRST},
        {"nihongo", FIRST},
        {"ill", FIRST},
        {"interlanguage link", FIRST},
        {"convert", QUANTITY},
        {"cvt", QUANTITY},
        {"quote", QUOTATION},
        {"cquote", QUOTATION},
        {"blockquote", QUOTATION},
        {"zitat", QUOTATION},
        {"citation bloc", QUOTATION},
        {"date", DATE},
        {"datum", DATE},
        {"fecha", DATE},
        {"data", DATE},
        {"дата", DATE},
        {"Дата", DATE},
        {"byline", DATE},
        {"dată", DATE},
        {"日付", DATE},
        {"tarih", DATE},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (nr_str_eq_fold(name, nr_str_of(table[i].name)))
            return table[i].words;
    return NOTHING;
}

static void note_date(struct nr_wiki *w, const struct arguments *a)
{
    if (!w->page->date.len)
        w->page->date = nr_story_line(w->arena, a->date.len ? a->date : a->text);
    if (!w->page->place.len)
        w->page->place = nr_story_line(w->arena, a->place);
}

/* {{convert|10|km|mi}} is "10 km". The two stand one behind the other already. */
static void leave_quantity(struct nr_wiki *w, size_t from, const struct arguments *a)
{
    if (a->count < 2) {
        leave(w, from, a->text);
        return;
    }
    size_t n = a->all[0].len, unit = a->all[1].len;
    const char *unit_at = a->all[1].data;
    memmove(w->out->data + from, a->all[0].data, n);
    w->out->data[from + n] = ' ';
    memmove(w->out->data + from + n + 1, unit_at, unit);
    w->out->len = from + n + 1 + unit;
}

void nr_wiki_end_template(struct nr_wiki *w, size_t from)
{
    struct nr_str inside = nr_str_sub(nr_buf_str(w->out), from + NR_WIKI_MARK, w->out->len);
    struct nr_str head = nr_str_sub(inside, 0, NAME_MOST);
    enum words words = words_of(nr_str_trim(nr_str_sub(head, 0, nr_str_find_char(head, '|'))));
    struct arguments a;
    if (words == NOTHING) {
        w->out->len = from;
        return;
    }
    read_arguments(inside, &a);
    struct nr_str last = a.count ? a.all[a.count - 1] : a.text;
    if (words == DATE) {
        note_date(w, &a);
        w->out->len = from;
    } else if (words == QUANTITY) {
        leave_quantity(w, from, &a);
    } else if (words == SECOND) {
        leave(w, from, a.count > 1 ? a.all[1] : a.text);
    } else if (words == LAST) {
        leave(w, from, last.len ? last : a.text);
    } else {
        leave(w, from, a.text);
    }
    if (words == QUOTATION)
        nr_buf_add_cstr(w->out, "\n\n");
}
