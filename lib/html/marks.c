#include "marks.h"

/* Words that stand alone say nothing certain ("text", "list"), so some bits are only hints that
 * count in company: ARTICLE and BODY words make NR_MARK_BODY together. */

enum {
    WORD_ARTICLE = 1 << 20, /* article, story, post */
    WORD_BODY = 1 << 21,    /* body, content, text */
    WORD_MORE = 1 << 22,
    WORD_READ = 1 << 23,
    WORD_STRONG = 1 << 24, /* says by itself that the whole token is something else */
    WORD_BITS = WORD_ARTICLE | WORD_BODY | WORD_MORE | WORD_READ | WORD_STRONG,
};

struct word {
    struct nr_str name; /* lower case; an asterisk at the end: any word that begins so */
    uint32_t marks;
};

#define W(name, marks)                                                                             \
    {                                                                                              \
        NR_STR(name), marks                                                                        \
    }
/* Ordered by first letter. */
static const struct word words[] = {
    W("ad", NR_MARK_ADVERT),
    W("addthis", NR_MARK_SHARE),
    W("ads", NR_MARK_ADVERT),
    W("adsense", NR_MARK_ADVERT),
    W("adv", NR_MARK_ADVERT),
    W("advert*", NR_MARK_ADVERT),
    W("art", WORD_ARTICLE),
    W("article", WORD_ARTICLE),
    W("articlebody", WORD_ARTICLE | WORD_BODY),
    W("articlecontent", WORD_ARTICLE | WORD_BODY),
    W("articles", 0),
    W("articletext", WORD_ARTICLE | WORD_BODY),
    W("aside", NR_MARK_SIDEBAR),
    W("author*", NR_MARK_META),
    W("banner*", NR_MARK_ADVERT),
    W("blog", WORD_ARTICLE),
    W("blogpost", WORD_ARTICLE),
    W("body", WORD_BODY),
    W("bodytext", WORD_ARTICLE | WORD_BODY),
    W("breadcrumb*", NR_MARK_NAVIGATION),
    W("byline*", NR_MARK_META),
    W("caption*", NR_MARK_MEDIA),
    W("carousel", NR_MARK_RELATED),
    W("colophon", NR_MARK_FOOTER),
    W("comment*", NR_MARK_COMMENTS),
    W("consent", NR_MARK_NOTICE),
    W("content", WORD_BODY),
    W("contents", WORD_BODY),
    W("cookie*", NR_MARK_NOTICE),
    W("copyright", NR_MARK_FOOTER),
    W("copy", WORD_BODY),
    W("credit*", NR_MARK_MEDIA),
    W("crumb*", NR_MARK_NAVIGATION),
    W("dek", NR_MARK_LEAD),
    W("deck", NR_MARK_LEAD),
    W("dateline", NR_MARK_META),
    W("disqus", NR_MARK_COMMENTS),
    W("entry", WORD_ARTICLE),
    W("entrytext", WORD_ARTICLE | WORD_BODY),
    W("facebook", NR_MARK_SHARE),
    W("follow", NR_MARK_SHARE),
    W("footer*", NR_MARK_FOOTER),
    W("fulltext", WORD_ARTICLE | WORD_BODY),
    W("gdpr", NR_MARK_NOTICE),
    W("hentry", WORD_ARTICLE),
    W("header", NR_MARK_HEADER),
    W("intro", NR_MARK_LEAD),
    W("latest", NR_MARK_RELATED),
    W("lead", NR_MARK_LEAD),
    W("legend", NR_MARK_MEDIA),
    W("login", NR_MARK_NOTICE),
    W("main", WORD_ARTICLE),
    W("masthead", NR_MARK_HEADER),
    W("menu*", NR_MARK_NAVIGATION),
    W("meta", NR_MARK_META),
    W("metadata", NR_MARK_META),
    W("modal", NR_MARK_NOTICE),
    W("more", WORD_MORE),
    W("mostread", NR_MARK_RELATED),
    W("nav", NR_MARK_NAVIGATION),
    W("navbar", NR_MARK_NAVIGATION),
    W("navi", NR_MARK_NAVIGATION),
    W("navigation", NR_MARK_NAVIGATION),
    W("news", WORD_ARTICLE),
    W("newsletter*", NR_MARK_NOTICE),
    W("noprint", NR_MARK_HIDDEN),
    W("outbrain", NR_MARK_RELATED),
    W("overlay", NR_MARK_NOTICE),
    W("pager", NR_MARK_NAVIGATION),
    W("pagination", NR_MARK_NAVIGATION),
    W("paywall", NR_MARK_NOTICE),
    W("popular", NR_MARK_RELATED),
    W("popup", NR_MARK_NOTICE),
    W("post", WORD_ARTICLE),
    W("postbody", WORD_ARTICLE | WORD_BODY),
    W("postcontent", WORD_ARTICLE | WORD_BODY),
    W("postmeta*", NR_MARK_META),
    W("postmetadata", NR_MARK_META),
    W("promo*", NR_MARK_ADVERT),
    W("rail", NR_MARK_SIDEBAR),
    W("rating*", NR_MARK_META),
    W("read", WORD_READ),
    W("recirc*", NR_MARK_RELATED),
    W("recommend*", NR_MARK_RELATED),
    W("related*", NR_MARK_RELATED),
    W("relate", NR_MARK_RELATED),
    W("replies", NR_MARK_COMMENTS),
    W("reply", NR_MARK_COMMENTS),
    W("respond", NR_MARK_COMMENTS),
    W("share*", NR_MARK_SHARE),
    W("sharing", NR_MARK_SHARE),
    W("shoutbox", NR_MARK_COMMENTS),
    W("sidebar*", NR_MARK_SIDEBAR),
    W("signup", NR_MARK_NOTICE),
    W("similar", NR_MARK_RELATED),
    W("sociable", NR_MARK_SHARE),
    W("social*", NR_MARK_SHARE),
    W("sponsor*", NR_MARK_ADVERT),
    W("standfirst", NR_MARK_LEAD),
    W("story", WORD_ARTICLE),
    W("storybody", WORD_ARTICLE | WORD_BODY),
    W("subnav", NR_MARK_NAVIGATION),
    W("subscribe*", NR_MARK_NOTICE),
    W("subscription*", NR_MARK_NOTICE),
    W("summary", NR_MARK_LEAD),
    W("taboola", NR_MARK_RELATED),
    W("tag", NR_MARK_META),
    W("tagcloud", NR_MARK_META),
    W("taglist", NR_MARK_META),
    W("tags", NR_MARK_META),
    W("teaser*", NR_MARK_RELATED),
    W("text", WORD_BODY),
    W("timestamp", NR_MARK_META),
    W("toolbar", NR_MARK_NAVIGATION),
    W("topbar", NR_MARK_NAVIGATION),
    W("trending", NR_MARK_RELATED),
    W("twitter", NR_MARK_SHARE),
    W("widget*", NR_MARK_SIDEBAR),
    W("whatsapp", NR_MARK_SHARE),
};

/* Whole tokens and values. */
static const struct word hidden_tokens[] = {
    W("hidden", 0),         W("hide", 0),
    W("invisible", 0),      W("screen-reader-text", 0),
    W("sr-only", 0),        W("visually-hidden", 0),
    W("visuallyhidden", 0), W("print-only", 0),
};

static const struct word roles[] = {
    W("alert", NR_MARK_NOTICE),          W("alertdialog", NR_MARK_NOTICE),
    W("article", NR_MARK_CONTENT),       W("banner", NR_MARK_HEADER),
    W("complementary", NR_MARK_SIDEBAR), W("contentinfo", NR_MARK_FOOTER),
    W("dialog", NR_MARK_NOTICE),         W("form", NR_MARK_FORM),
    W("main", NR_MARK_CONTENT),          W("menu", NR_MARK_NAVIGATION),
    W("menubar", NR_MARK_NAVIGATION),    W("navigation", NR_MARK_NAVIGATION),
    W("search", NR_MARK_FORM),           W("toolbar", NR_MARK_NAVIGATION),
};

static const uint32_t tag_marks[NR_TAG_COUNT] = {
    [NR_TAG_ADDRESS] = NR_MARK_META,     [NR_TAG_ARTICLE] = NR_MARK_CONTENT,
    [NR_TAG_ASIDE] = NR_MARK_SIDEBAR,    [NR_TAG_CAPTION] = NR_MARK_MEDIA,
    [NR_TAG_DIALOG] = NR_MARK_NOTICE,    [NR_TAG_FIELDSET] = NR_MARK_FORM,
    [NR_TAG_FIGCAPTION] = NR_MARK_MEDIA, [NR_TAG_FIGURE] = NR_MARK_MEDIA,
    [NR_TAG_FOOTER] = NR_MARK_FOOTER,    [NR_TAG_FORM] = NR_MARK_FORM,
    [NR_TAG_HEADER] = NR_MARK_HEADER,    [NR_TAG_MAIN] = NR_MARK_CONTENT,
    [NR_TAG_MENU] = NR_MARK_NAVIGATION,  [NR_TAG_NAV] = NR_MARK_NAVIGATION,
    [NR_TAG_NOSCRIPT] = NR_MARK_HIDDEN,  [NR_TAG_TITLE] = NR_MARK_HEADER,
};

#define COUNT(a) (sizeof(a) / sizeof *(a))

static uint32_t find_whole(const struct word *list, size_t count, struct nr_str s, bool *found)
{
    for (size_t i = 0; i < count; i++) {
        if (nr_str_eq_fold(list[i].name, s)) {
            *found = true;
            return list[i].marks;
        }
    }
    return 0;
}

/* The first of words that begins with letter or a later one. */
static size_t words_from(char letter)
{
    size_t low = 0, high = COUNT(words);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (words[middle].name.data[0] < letter)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint32_t find_word(struct nr_str s)
{
    for (size_t i = words_from(s.data[0]); i < COUNT(words); i++) {
        struct nr_str name = words[i].name;
        if (name.data[0] != s.data[0])
            break;
        if (name.data[name.len - 1] == '*' ? nr_str_starts(s, nr_str_sub(name, 0, name.len - 1))
                                           : nr_str_eq(s, name))
            return words[i].marks;
    }
    return 0;
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* The marks of one token of class or id: its words end at anything but a letter, and before a
 * capital that follows a small letter. */
static uint32_t token_marks(struct nr_str token)
{
    uint32_t all = 0;
    char word[24];
    size_t len = 0;
    for (size_t i = 0; i <= token.len; i++) {
        char c = i < token.len ? token.data[i] : ' ';
        bool letter = is_lower(c) || is_upper(c);
        bool hump = i > 0 && is_upper(c) && is_lower(token.data[i - 1]);
        if ((!letter || hump) && len > 1)
            all |= find_word(nr_str(word, len));
        if (!letter || hump)
            len = 0;
        if (letter && len < sizeof word)
            word[len++] = nr_ascii_lower(c);
    }
    return all;
}

/* What the words of one token say together. */
static uint32_t join_words(uint32_t found)
{
    uint32_t marks = found & ~(uint32_t)WORD_BITS;
    if ((found & WORD_READ) && (found & WORD_MORE))
        marks |= NR_MARK_RELATED;
    if (marks & NR_MARKS_OTHER)
        return marks;
    if ((found & WORD_ARTICLE) && (found & WORD_BODY))
        marks |= NR_MARK_BODY;
    else if (found & (WORD_ARTICLE | WORD_BODY))
        marks |= NR_MARK_CONTENT;
    return marks;
}

/* A style sheet can give an element dozens of classes; what counts stands in the first. */
enum { MAX_NAMES = 512 };

static uint32_t name_marks(struct nr_str names)
{
    uint32_t marks = 0;
    names = nr_str_sub(names, 0, MAX_NAMES);
    for (size_t at = 0; at < names.len;) {
        size_t to = at;
        while (to < names.len && !nr_ascii_is_blank(names.data[to]))
            to++;
        struct nr_str token = nr_str_sub(names, at, to);
        bool hidden = false;
        if (token.len)
            find_whole(hidden_tokens, COUNT(hidden_tokens), token, &hidden);
        marks |= hidden ? NR_MARK_HIDDEN : join_words(token_marks(token));
        at = to + 1;
    }
    return marks;
}

/* "display:none", with blanks anywhere. What is only invisible waits for a script to show it. */
static bool style_hides(struct nr_str style)
{
    char flat[256];
    size_t len = 0;
    for (size_t i = 0; i < style.len && len < sizeof flat; i++)
        if (!nr_ascii_is_blank(style.data[i]))
            flat[len++] = style.data[i];
    struct nr_str s = nr_str(flat, len);
    return nr_str_find_fold(s, nr_str_of("display:none")) < len;
}

static uint32_t property_marks(struct nr_str names)
{
    struct nr_str name, rest = names;
    while (nr_str_split(&rest, ' ', &name)) {
        if (nr_str_eq_fold(name, nr_str_of("articleBody")) ||
            nr_str_eq_fold(name, nr_str_of("reviewBody")))
            return NR_MARK_BODY;
        if (nr_str_eq_fold(name, nr_str_of("author")) ||
            nr_str_eq_fold(name, nr_str_of("datePublished")))
            return NR_MARK_META;
    }
    return 0;
}

static uint32_t attribute_marks(const struct nr_attribute *a)
{
    bool found = false;
    switch (a->name) {
    case NR_ATTR_CLASS:
    case NR_ATTR_ID:
        return name_marks(a->value);
    case NR_ATTR_ROLE:
        return find_whole(roles, COUNT(roles), nr_str_trim(a->value), &found);
    case NR_ATTR_ITEMPROP:
        return property_marks(a->value);
    case NR_ATTR_STYLE:
        return style_hides(a->value) ? NR_MARK_HIDDEN : 0;
    case NR_ATTR_HIDDEN:
        return NR_MARK_HIDDEN;
    case NR_ATTR_ARIA_HIDDEN:
        return nr_str_eq_fold(a->value, nr_str_of("true")) ? NR_MARK_HIDDEN : 0;
    default:
        return 0;
    }
}

uint32_t nr_marks(const struct nr_dom *d, uint32_t node)
{
    const struct nr_node *n = &d->nodes[node];
    if (n->tag == NR_TAG_TEXT)
        return 0;
    uint32_t marks = tag_marks[n->tag];
    for (uint16_t i = 0; i < n->attribute_count; i++)
        marks |= attribute_marks(&n->attributes[i]);
    return marks;
}
