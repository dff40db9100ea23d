/* Prefixes are anybody's choice and addresses of namespaces are mistyped; so an address counts when
 * it has the telling part in it, and a prefix where there is no address. */
#include "feed.h"

enum vocabulary {
    PLAIN, /* RSS, Atom, or none */
    DC,
    TERMS,
    CONTENT,
    EXCERPT,
    WORDPRESS,
    SLASH,
    ITUNES,
    MEDIA,
    BURNER,
    XHTML,
    OTHER
};

static enum vocabulary of_address(struct nr_str address)
{
    static const struct {
        struct nr_str part;
        enum vocabulary vocabulary;
    } table[] = {
        {NR_STR("purl.org/dc/terms"), TERMS},
        {NR_STR("purl.org/dc/"), DC},
        {NR_STR("rss/1.0/modules/content"), CONTENT},
        {NR_STR("rss/1.0/modules/slash"), SLASH},
        {NR_STR("rss/1.0/modules/"), OTHER},
        {NR_STR("wordpress.org/export/1.0/excerpt"), EXCERPT},
        {NR_STR("wordpress.org/export/1.1/excerpt"), EXCERPT},
        {NR_STR("wordpress.org/export/1.2/excerpt"), EXCERPT},
        {NR_STR("wordpress.org/export"), WORDPRESS},
        {NR_STR("itunes.com/"), ITUNES},
        {NR_STR("/mrss"), MEDIA},
        {NR_STR("feedburner"), BURNER},
        {NR_STR("pheedo.com/namespace"), BURNER},
        {NR_STR("w3.org/1999/xhtml"), XHTML},
        {NR_STR("w3.org/2005/atom"), PLAIN},
        {NR_STR("purl.org/atom"), PLAIN},
        {NR_STR("purl.org/rss/1.0"), PLAIN},
        {NR_STR("netscape.com/rdf"), PLAIN},
        {NR_STR("backend.userland.com"), PLAIN},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (nr_str_find_fold(address, table[i].part) < address.len)
            return table[i].vocabulary;
    return OTHER;
}

static enum vocabulary of_prefix(struct nr_str prefix)
{
    static const struct {
        const char *prefix;
        enum vocabulary vocabulary;
    } table[] = {
        {"", PLAIN},          {"rss", PLAIN},         {"atom", PLAIN},    {"atom10", PLAIN},
        {"dc", DC},           {"dcterms", TERMS},     {"dct", TERMS},     {"content", CONTENT},
        {"excerpt", EXCERPT}, {"wp", WORDPRESS},      {"slash", SLASH},   {"itunes", ITUNES},
        {"media", MEDIA},     {"feedburner", BURNER}, {"pheedo", BURNER}, {"xhtml", XHTML},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (nr_str_eq_fold(prefix, nr_str_of(table[i].prefix)))
            return table[i].vocabulary;
    return OTHER;
}

static struct nr_str name_of(const xmlNode *n)
{
    return nr_str_of((const char *)n->name);
}

struct nr_str nr_feed_name(const xmlNode *n)
{
    struct nr_str name = name_of(n);
    size_t colon = nr_str_find_char(name, ':');
    return colon < name.len ? nr_str_sub(name, colon + 1, name.len) : name;
}

static enum vocabulary vocabulary_of(const xmlNode *n)
{
    struct nr_str name = name_of(n), prefix = {NULL, 0};
    size_t colon = nr_str_find_char(name, ':');
    if (colon < name.len)
        prefix = nr_str_sub(name, 0, colon);
    if (!n->ns)
        return of_prefix(prefix);
    if (n->ns->prefix)
        prefix = nr_str_of((const char *)n->ns->prefix);
    enum vocabulary v = of_address(nr_str_of((const char *)n->ns->href));
    return v == OTHER ? of_prefix(prefix) : v;
}

static const struct {
    enum vocabulary vocabulary;
    const char *name;
    enum nr_feed_field field;
} fields[] = {
    {PLAIN, "title", NR_FEED_TITLE},
    {PLAIN, "link", NR_FEED_LINK},
    {PLAIN, "guid", NR_FEED_ID},
    {PLAIN, "id", NR_FEED_ID},
    {PLAIN, "pubDate", NR_FEED_PUBLISHED},
    {PLAIN, "published", NR_FEED_PUBLISHED},
    {PLAIN, "issued", NR_FEED_PUBLISHED},
    {PLAIN, "created", NR_FEED_DC_DATE},
    {PLAIN, "updated", NR_FEED_UPDATED},
    {PLAIN, "modified", NR_FEED_UPDATED},
    {PLAIN, "author", NR_FEED_AUTHOR},
    {PLAIN, "category", NR_FEED_CATEGORY},
    {PLAIN, "content", NR_FEED_CONTENT},
    {PLAIN, "fullitem", NR_FEED_CONTENT},
    {PLAIN, "body", NR_FEED_BODY},
    {PLAIN, "description", NR_FEED_SUMMARY},
    {PLAIN, "summary", NR_FEED_SUMMARY},
    {PLAIN, "abstract", NR_FEED_SUMMARY},
    {PLAIN, "copyright", NR_FEED_RIGHTS},
    {PLAIN, "rights", NR_FEED_RIGHTS},
    {PLAIN, "language", NR_FEED_LANGUAGE},
    {PLAIN, "source", NR_FEED_SOURCE},
    {DC, "title", NR_FEED_DC_TITLE},
    {DC, "identifier", NR_FEED_DC_ID},
    {DC, "date", NR_FEED_DC_DATE},
    {DC, "creator", NR_FEED_CREATOR},
    {DC, "author", NR_FEED_CREATOR},
    {DC, "subject", NR_FEED_SUBJECT},
    {DC, "description", NR_FEED_DC_SUMMARY},
    {DC, "rights", NR_FEED_RIGHTS},
    {DC, "language", NR_FEED_LANGUAGE},
    {TERMS, "title", NR_FEED_DC_TITLE},
    {TERMS, "issued", NR_FEED_PUBLISHED},
    {TERMS, "created", NR_FEED_DC_DATE},
    {TERMS, "date", NR_FEED_DC_DATE},
    {TERMS, "modified", NR_FEED_UPDATED},
    {TERMS, "creator", NR_FEED_CREATOR},
    {TERMS, "subject", NR_FEED_SUBJECT},
    {TERMS, "abstract", NR_FEED_DC_SUMMARY},
    {CONTENT, "encoded", NR_FEED_ENCODED},
    {EXCERPT, "encoded", NR_FEED_EXCERPT},
    {WORDPRESS, "post_date_gmt", NR_FEED_POSTED},
    {WORDPRESS, "post_modified_gmt", NR_FEED_REPOSTED},
    {WORDPRESS, "status", NR_FEED_STATUS},
    {WORDPRESS, "post_type", NR_FEED_POST_TYPE},
    {SLASH, "section", NR_FEED_SECTION},
    {ITUNES, "author", NR_FEED_ITUNES_AUTHOR},
    {ITUNES, "summary", NR_FEED_ITUNES_SUMMARY},
    {MEDIA, "group", NR_FEED_MEDIA_GROUP},
    {MEDIA, "title", NR_FEED_MEDIA_TITLE},
    {MEDIA, "description", NR_FEED_MEDIA_SUMMARY},
    {BURNER, "origLink", NR_FEED_ORIGIN},
    {XHTML, "body", NR_FEED_BODY},
    {XHTML, "div", NR_FEED_BODY},
};

enum nr_feed_field nr_feed_field(const xmlNode *n)
{
    if (n->type != XML_ELEMENT_NODE)
        return NR_FEED_NONE;
    enum vocabulary v = vocabulary_of(n);
    struct nr_str name = nr_feed_name(n);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (fields[i].vocabulary == v && nr_str_eq_fold(name, nr_str_of(fields[i].name)))
            return fields[i].field;
    return NR_FEED_NONE;
}
