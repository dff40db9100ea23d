#include "published.h"
#include "marks.h"
#include "newsreel/core/utf8.h"

enum {
    MAX_TEXT = 160, /* bytes of an element that is a date and little else */
    MAX_CLASS = 200,
    MAX_ALONE = 64,     /* bytes of a text that is a date and little else */
    MAX_BEGINNING = 28, /* bytes of a longer one that its date may take */
    MIN_DATE = 6,
    TEASER = 32, /* nodes of an item in a list */
    TITLE = 25,  /* bytes of the shortest title */
};

enum kind { NO_DATE, PUBLISHED, CHANGED };

/* A word of a class begins at byte i: behind a mark, or with a capital in the middle. */
static bool begins_word(struct nr_str class, size_t i)
{
    if (i == 0 || !nr_ascii_is_letter(class.data[i - 1]))
        return true;
    return class.data[i] < 'a' && class.data[i - 1] >= 'a';
}

/* A letter that one of the words below begins with, quickly. */
static bool may_begin(char c)
{
    enum {
        FIRST = 1 << ('p' & 31) | 1 << ('e' & 31) | 1 << ('c' & 31) | 1 << ('d' & 31) |
                1 << ('o' & 31) | 1 << ('f' & 31) | 1 << ('t' & 31) | 1 << ('m' & 31) |
                1 << ('u' & 31) | 1 << ('l' & 31)
    };
    return FIRST >> (c & 31) & 1;
}

/* What the words of a class say. Many name the date of publication with both words ("published
 * updated", "entry-date updated"): those that are clear win. */
static enum kind kind_of_class(struct nr_str class)
{
    static const struct {
        struct nr_str word;
        enum kind kind;
        bool clear;
    } words[] = {
        {NR_STR("publi"), PUBLISHED, true},      {NR_STR("pubdate"), PUBLISHED, true},
        {NR_STR("entry-date"), PUBLISHED, true}, {NR_STR("posted"), PUBLISHED, true},
        {NR_STR("created"), PUBLISHED, true},    {NR_STR("postdate"), PUBLISHED, true},
        {NR_STR("date"), PUBLISHED, false},      {NR_STR("time"), PUBLISHED, false},
        {NR_STR("datum"), PUBLISHED, false},     {NR_STR("odate"), PUBLISHED, false},
        {NR_STR("fecha"), PUBLISHED, false},     {NR_STR("dato"), PUBLISHED, false},
        {NR_STR("modified"), CHANGED, false},    {NR_STR("updated"), CHANGED, false},
        {NR_STR("lastmod"), CHANGED, false},
    };
    enum kind kind = NO_DATE;
    class = nr_str_sub(class, 0, MAX_CLASS);
    for (size_t i = 0; i < class.len; i++) {
        if (!begins_word(class, i) || !may_begin(class.data[i]))
            continue;
        struct nr_str rest = nr_str_sub(class, i, class.len);
        for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
            if ((rest.data[0] | 0x20) != words[k].word.data[0] ||
                !nr_str_starts_fold(rest, words[k].word))
                continue;
            if (words[k].clear)
                return PUBLISHED;
            kind = kind == NO_DATE || words[k].kind == CHANGED ? words[k].kind : kind;
        }
    }
    return kind;
}

void nr_published_note(struct nr_dated *d, const struct nr_dom *dom, uint32_t node)
{
    if (d->count == NR_DATED)
        return;
    if (dom->nodes[node].tag == NR_TAG_TIME ||
        kind_of_class(nr_dom_attribute(dom, node, NR_ATTR_CLASS)) != NO_DATE)
        d->nodes[d->count++] = node;
}

static const struct nr_str labels[] = {
    NR_STR("published"),    NR_STR("posted"),       NR_STR("date:"),      NR_STR("datum:"),
    NR_STR("erstellt am"),  NR_STR("erschienen"),   NR_STR("publiziert"), NR_STR("veröffentlicht"),
    NR_STR("publié"),       NR_STR("pubblicato"),   NR_STR("publicado"),  NR_STR("gepubliceerd"),
    NR_STR("publicerad"),   NR_STR("publisert"),    NR_STR("julkaistu"),  NR_STR("opublikowano"),
    NR_STR("опубликовано"), NR_STR("Опубликовано"), NR_STR("发布时间"),   NR_STR("公開日")};

static const struct nr_str changes[] = {
    NR_STR("updat"),       NR_STR("modifi"),     NR_STR("aktualisiert"), NR_STR("geändert"),
    NR_STR("nderung"),     NR_STR("mis à jour"), NR_STR("mise à jour"),  NR_STR("actualiza"),
    NR_STR("aggiorn"),     NR_STR("atualiza"),   NR_STR("bijgewerkt"),   NR_STR("gewijzigd"),
    NR_STR("обновл"),      NR_STR("aktualiz"),   NR_STR("uppdater"),     NR_STR("oppdater"),
    NR_STR("opdater"),     NR_STR("päivitet"),   NR_STR("更新"),         NR_STR("修改"),
    NR_STR("edited"),      NR_STR("amended"),    NR_STR("corrected"),    NR_STR("bearbeitet"),
    NR_STR("last change"), NR_STR("Обновл"),     NR_STR("수정"),         NR_STR("güncelle"),
    NR_STR("cập nhật"),    NR_STR("diperbarui"), NR_STR("تحديث"),        NR_STR("अपडेट")};

enum { LABELS = sizeof labels / sizeof *labels, CHANGES = sizeof changes / sizeof *changes };

static bool is_labelled(struct nr_str text)
{
    for (size_t i = 0; i < LABELS; i++)
        if (nr_str_starts_fold(text, labels[i]))
            return true;
    return false;
}

/* The first of the words in text begins here; text.len: there is none. */
static size_t find_one_of(struct nr_str text, const struct nr_str *words, size_t count)
{
    size_t first = text.len;
    for (size_t i = 0; i < count; i++) {
        size_t at = nr_str_find_fold(text, words[i]);
        first = at < first ? at : first;
    }
    return first;
}

static size_t first_digit(struct nr_str text)
{
    size_t digit = 0;
    while (digit < text.len && !nr_ascii_is_digit(text.data[digit]))
        digit++;
    return digit;
}

/* Words before the first digit make a date one of a change. */
static bool says_changed(struct nr_str text)
{
    text.len = first_digit(text);
    return find_one_of(text, changes, CHANGES) < text.len;
}

/* "Updated 15 March 2023; published 14 March 2023": what stands behind the first date from the
 * label on that makes another one of it than kind. */
static struct nr_str second_date(struct nr_str text, enum kind kind)
{
    text = nr_str_sub(text, first_digit(text), text.len);
    size_t at =
        kind == CHANGED ? find_one_of(text, labels, LABELS) : find_one_of(text, changes, CHANGES);
    return nr_str_sub(text, at, text.len);
}

void nr_date_line(struct nr_str line, char created[NR_DATE_SIZE], char modified[NR_DATE_SIZE])
{
    bool changed = says_changed(line);
    char *first = changed ? modified : created, *second = changed ? created : modified;
    *created = *modified = '\0';
    if (nr_date_parse(line, first) &&
        !nr_date_parse(second_date(line, changed ? CHANGED : PUBLISHED), second))
        *second = '\0';
}

bool nr_published_in_line(struct nr_str text, char out[NR_DATE_SIZE])
{
    return (says_changed(text) && nr_date_parse(second_date(text, CHANGED), out)) ||
           nr_date_parse(text, out);
}

/* An item of a list, which links to another story by its title. */
static bool is_teaser(const struct nr_dom *dom, uint32_t item)
{
    struct nr_buf text = {0};
    bool found = false;
    for (uint32_t i = item + 1; i < dom->nodes[item].end && i < item + TEASER && !found; i++) {
        if (dom->nodes[i].tag != NR_TAG_A)
            continue;
        text.len = 0;
        nr_dom_text(dom, i, MAX_TEXT, &text);
        found = nr_str_trim(nr_buf_str(&text)).len >= TITLE;
    }
    nr_buf_free(&text);
    return found;
}

/* An ancestor below the one that it shares with the headline says that this is something else. */
static bool is_elsewhere(const struct nr_dom *dom, uint32_t node, uint32_t headline)
{
    static const uint32_t others = NR_MARK_COMMENTS | NR_MARK_RELATED | NR_MARK_SIDEBAR |
                                   NR_MARK_FOOTER | NR_MARK_NAVIGATION | NR_MARK_HIDDEN |
                                   NR_MARK_ADVERT;
    bool inside = false; /* an item of a list, the innermost */
    for (uint32_t i = node; i > 0; i = dom->nodes[i].parent) {
        if (headline >= i && headline < dom->nodes[i].end)
            return false;
        unsigned tag = dom->nodes[i].tag;
        if (tag == NR_TAG_BODY)
            return false;
        if (tag == NR_TAG_NAV || tag == NR_TAG_FOOTER || tag == NR_TAG_ASIDE ||
            tag == NR_TAG_BLOCKQUOTE || (nr_marks(dom, i) & others) ||
            (tag == NR_TAG_LI && !inside && is_teaser(dom, i)))
            return true;
        inside |= tag == NR_TAG_LI;
    }
    return false;
}

/* The text that stands right before node, beside it. */
static struct nr_str label_of(const struct nr_dom *dom, uint32_t node)
{
    const struct nr_node *before = &dom->nodes[node > 0 ? node - 1 : 0];
    bool beside = before->tag == NR_TAG_TEXT && before->parent == dom->nodes[node].parent;
    return beside && before->text.len < MAX_TEXT ? before->text : nr_str(NULL, 0);
}

static enum kind read_date(const struct nr_dom *dom, uint32_t node, struct nr_buf *text,
                           enum nr_date_order order, char out[NR_DATE_SIZE])
{
    text->len = 0;
    nr_dom_text(dom, node, MAX_TEXT + 1, text);
    struct nr_str said = nr_str_trim(nr_buf_str(text));
    struct nr_str given = nr_dom_attribute(dom, node, NR_ATTR_DATETIME);
    if (!given.len)
        given = nr_dom_attribute(dom, node, NR_ATTR_CONTENT);
    if (!given.len) /* <abbr class="published" title="2022-07-19T10:00:00Z"> */
        given = nr_dom_attribute(dom, node, NR_ATTR_TITLE);
    if (!(given.len && nr_date_parse_in(given, order, out)) &&
        (said.len > MAX_TEXT || !nr_date_parse_in(said, order, out)))
        return NO_DATE;
    enum kind kind = kind_of_class(nr_dom_attribute(dom, node, NR_ATTR_CLASS));
    bool changed = says_changed(said) || says_changed(label_of(dom, node));
    return kind == CHANGED || changed ? CHANGED : PUBLISHED;
}

/* One before the headline counts as twice as far: it may be the page's. */
static uint32_t distance(uint32_t node, uint32_t headline)
{
    return node >= headline ? node - headline : (headline - node) * 2;
}

/* The date that a text is, with little else, or that it begins with: "(4 March 2021) The ferry
 * ...". */
static bool read_beginning(struct nr_str text, enum nr_date_order order, char out[NR_DATE_SIZE])
{
    static const struct nr_str ends[] = {NR_STR(")"),   NR_STR(" – "), NR_STR(" - "), NR_STR(" — "),
                                         NR_STR(" | "), NR_STR(": "),  NR_STR(" „"),  NR_STR(" “")};
    if (text.len <= MAX_ALONE)
        return nr_date_parse_in(text, order, out);
    text = nr_str_sub(text, nr_str_starts(text, nr_str_of("(")), MAX_BEGINNING);
    size_t end = text.len;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t at = nr_str_find(text, ends[i]);
        end = at < end ? at : end;
    }
    return end < text.len && nr_ascii_is_digit(*text.data) &&
           nr_date_parse_in(nr_str_sub(text, 0, end), order, out);
}

/* A date and little else in the text around the headline, where no element is named for it. */
static void read_text(struct nr_published *p, const struct nr_dom *dom, uint32_t headline,
                      enum nr_date_order order)
{
    uint32_t best = NR_NEAR, from = headline > NR_NEAR / 4 ? headline - NR_NEAR / 4 : 1;
    for (uint32_t i = from; i < dom->count && i < headline + NR_NEAR; i++) {
        const struct nr_node *n = &dom->nodes[i];
        char date[NR_DATE_SIZE];
        if (n->tag != NR_TAG_TEXT || n->text.len < MIN_DATE || distance(i, headline) >= best ||
            !read_beginning(n->text, order, date) || says_changed(n->text) ||
            says_changed(label_of(dom, n->parent)) || is_elsewhere(dom, n->parent, headline))
            continue;
        best = distance(i, headline);
        memcpy(p->created, date, sizeof date);
    }
}

/* The first date anywhere that says of itself that it is the one. */
static void read_labelled(struct nr_published *p, const struct nr_dom *dom, uint32_t headline,
                          enum nr_date_order order)
{
    for (uint32_t i = 1; i < dom->count && !*p->created; i++) {
        const struct nr_node *n = &dom->nodes[i];
        if (n->tag != NR_TAG_TEXT || n->text.len > MAX_ALONE || n->text.len < MIN_DATE ||
            !is_labelled(nr_str_trim(n->text)) || is_elsewhere(dom, n->parent, headline))
            continue;
        if (!nr_date_parse_in(n->text, order, p->created))
            *p->created = '\0';
    }
}

/* The nearest of each kind stays, the first of those that are as near. */
static void offer_date(struct nr_published *p, uint32_t best[CHANGED + 1], enum kind kind,
                       uint32_t away, const char date[NR_DATE_SIZE])
{
    if (best[kind] && best[kind] <= away)
        return;
    best[kind] = away;
    memcpy(kind == CHANGED ? p->modified : p->created, date, NR_DATE_SIZE);
}

void nr_published_read(struct nr_published *p, const struct nr_dated *d, const struct nr_dom *dom,
                       uint32_t headline, enum nr_date_order order)
{
    struct nr_buf text = {0};
    *p = (struct nr_published){.near = false};
    uint32_t best[CHANGED + 1] = {0};
    for (size_t i = 0; i < d->count; i++) {
        char date[NR_DATE_SIZE];
        uint32_t node = d->nodes[i], away = distance(node, headline) + 1;
        enum kind kind = read_date(dom, node, &text, order, date);
        if (kind == NO_DATE || is_elsewhere(dom, node, headline))
            continue;
        struct nr_str other = second_date(nr_buf_str(&text), kind);
        offer_date(p, best, kind, away, date);
        if (text.len <= MAX_TEXT && nr_date_parse_in(other, order, date))
            offer_date(p, best, kind == CHANGED ? PUBLISHED : CHANGED, away, date);
    }
    p->near = headline && best[PUBLISHED] && best[PUBLISHED] <= NR_NEAR;
    if (headline && !p->near)
        read_text(p, dom, headline, order);
    if (!*p->created)
        read_labelled(p, dom, headline, order);
    nr_buf_free(&text);
}
