#include "offers.h"

/* The names that values have in meta elements and in microdata. PLAIN: names that say less than
 * what is marked in the page itself; many systems put the day of the last change, or of the
 * delivery, there. FAR: when the page was made of what it says. */

struct key {
    struct nr_str name;
    struct nr_key key;
};

static const struct key meta_keys[] = {
    {NR_STR("og:title"), {NR_FIELD_HEADLINE, NR_TRUST_GRAPH}},
    {NR_STR("twitter:title"), {NR_FIELD_HEADLINE, NR_TRUST_META}},
    {NR_STR("headline"), {NR_FIELD_HEADLINE, NR_TRUST_META}},
    {NR_STR("dc.title"), {NR_FIELD_HEADLINE, NR_TRUST_META}},
    {NR_STR("sailthru.title"), {NR_FIELD_HEADLINE, NR_TRUST_META}},
    {NR_STR("parsely-title"), {NR_FIELD_HEADLINE, NR_TRUST_META}},
    {NR_STR("article:published_time"), {NR_FIELD_CREATED, NR_TRUST_GRAPH}},
    {NR_STR("og:article:published_time"), {NR_FIELD_CREATED, NR_TRUST_GRAPH}},
    {NR_STR("article:published"), {NR_FIELD_CREATED, NR_TRUST_GRAPH}},
    {NR_STR("og:published_time"), {NR_FIELD_CREATED, NR_TRUST_GRAPH}},
    {NR_STR("og:pubdate"), {NR_FIELD_CREATED, NR_TRUST_GRAPH}},
    {NR_STR("datepublished"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("date"), {NR_FIELD_CREATED, NR_TRUST_PLAIN}},
    {NR_STR("pubdate"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("publishdate"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("publish-date"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("publish_date"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("publication_date"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("published-date"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("published_time_telegram"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("dc.date"), {NR_FIELD_CREATED, NR_TRUST_PLAIN}},
    {NR_STR("dc.date.issued"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("dc.date.created"), {NR_FIELD_CREATED, NR_TRUST_PLAIN}},
    {NR_STR("dcterms.created"), {NR_FIELD_CREATED, NR_TRUST_PLAIN}},
    {NR_STR("dcterms.date"), {NR_FIELD_CREATED, NR_TRUST_PLAIN}},
    {NR_STR("dcterms.issued"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("sailthru.date"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("parsely-pub-date"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("article_date_original"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("cxenseparse:recs:publishtime"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("citation_date"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("citation_publication_date"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("article:modified_time"), {NR_FIELD_MODIFIED, NR_TRUST_GRAPH}},
    {NR_STR("og:updated_time"), {NR_FIELD_MODIFIED, NR_TRUST_GRAPH}},
    {NR_STR("datemodified"), {NR_FIELD_MODIFIED, NR_TRUST_META}},
    {NR_STR("last-modified"), {NR_FIELD_MODIFIED, NR_TRUST_META}},
    {NR_STR("article:section"), {NR_FIELD_SECTION, NR_TRUST_GRAPH}},
    {NR_STR("og:section"), {NR_FIELD_SECTION, NR_TRUST_GRAPH}},
    {NR_STR("section"), {NR_FIELD_SECTION, NR_TRUST_META}},
    {NR_STR("articlesection"), {NR_FIELD_SECTION, NR_TRUST_META}},
    {NR_STR("parsely-section"), {NR_FIELD_SECTION, NR_TRUST_META}},
    {NR_STR("og:url"), {NR_FIELD_URL, NR_TRUST_META}},
    {NR_STR("og:site_name"), {NR_FIELD_SITE, NR_TRUST_GRAPH}},
    {NR_STR("application-name"), {NR_FIELD_SITE, NR_TRUST_PAGE}},
    {NR_STR("og:description"), {NR_FIELD_SUMMARY, NR_TRUST_GRAPH}},
    {NR_STR("description"), {NR_FIELD_SUMMARY, NR_TRUST_META}},
    {NR_STR("article:author"), {NR_FIELD_AUTHOR, NR_TRUST_GRAPH}},
    {NR_STR("author"), {NR_FIELD_AUTHOR, NR_TRUST_META}},
    {NR_STR("byl"), {NR_FIELD_AUTHOR, NR_TRUST_META}},
    {NR_STR("dc.creator"), {NR_FIELD_AUTHOR, NR_TRUST_META}},
    {NR_STR("dcterms.creator"), {NR_FIELD_AUTHOR, NR_TRUST_META}},
    {NR_STR("parsely-author"), {NR_FIELD_AUTHOR, NR_TRUST_META}},
    {NR_STR("sailthru.author"), {NR_FIELD_AUTHOR, NR_TRUST_META}},
    {NR_STR("shareaholic:article_published_time"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("cxenseparse:publishtime"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("article.published"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("article.created"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("article:post_date"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("date_published"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("date.created"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("datecreated"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("dc.created"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("dc.issued"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("dc.date.published"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("dc:date"), {NR_FIELD_CREATED, NR_TRUST_PLAIN}},
    {NR_STR("dcterms:date"), {NR_FIELD_CREATED, NR_TRUST_PLAIN}},
    {NR_STR("dcterms.available"), {NR_FIELD_CREATED, NR_TRUST_PLAIN}},
    {NR_STR("dc.date.available"), {NR_FIELD_CREATED, NR_TRUST_PLAIN}},
    {NR_STR("originalpublicationdate"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("pub_date"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("publishtime"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("publication-date"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("publicationdate"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("published"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("published_date"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("published_at"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("rnews:datepublished"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("prism.publicationdate"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("bt:pubdate"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("vr:published_time"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("og:release_date"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("video:release_date"), {NR_FIELD_CREATED, NR_TRUST_PLAIN}},
    {NR_STR("article_publication_date"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("citation_online_date"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("dcsext.articlefirstpublished"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("date.issued"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("news_publish_date"), {NR_FIELD_CREATED, NR_TRUST_META}},
    {NR_STR("created"), {NR_FIELD_CREATED, NR_TRUST_PLAIN}},
    {NR_STR("creation_date"), {NR_FIELD_CREATED, NR_TRUST_PLAIN}},
    {NR_STR("gentime"), {NR_FIELD_CREATED, NR_TRUST_FAR}},
    {NR_STR("ptime"), {NR_FIELD_CREATED, NR_TRUST_PLAIN}},
    {NR_STR("pdate"), {NR_FIELD_CREATED, NR_TRUST_PLAIN}},
    {NR_STR("timestamp"), {NR_FIELD_CREATED, NR_TRUST_PLAIN}},
    {NR_STR("dateupdate"), {NR_FIELD_MODIFIED, NR_TRUST_META}},
    {NR_STR("dc.date.modified"), {NR_FIELD_MODIFIED, NR_TRUST_META}},
    {NR_STR("dcterms.modified"), {NR_FIELD_MODIFIED, NR_TRUST_META}},
    {NR_STR("dc.modified"), {NR_FIELD_MODIFIED, NR_TRUST_META}},
    {NR_STR("article:modified"), {NR_FIELD_MODIFIED, NR_TRUST_GRAPH}},
    {NR_STR("lastmod"), {NR_FIELD_MODIFIED, NR_TRUST_META}},
    {NR_STR("modified"), {NR_FIELD_MODIFIED, NR_TRUST_META}},
    {NR_STR("date.modified"), {NR_FIELD_MODIFIED, NR_TRUST_META}},
    {NR_STR("revised"), {NR_FIELD_MODIFIED, NR_TRUST_META}},
    {NR_STR("citation_title"), {NR_FIELD_HEADLINE, NR_TRUST_META}},
    {NR_STR("dcterms.title"), {NR_FIELD_HEADLINE, NR_TRUST_META}},
    {NR_STR("dc:title"), {NR_FIELD_HEADLINE, NR_TRUST_META}},
    {NR_STR("cxenseparse:title"), {NR_FIELD_HEADLINE, NR_TRUST_META}},
    {NR_STR("cxenseparse:author"), {NR_FIELD_AUTHOR, NR_TRUST_META}},
    {NR_STR("article:author_name"), {NR_FIELD_AUTHOR, NR_TRUST_META}},
    {NR_STR("citation_author"), {NR_FIELD_AUTHOR, NR_TRUST_META}},
    {NR_STR("twitter:description"), {NR_FIELD_SUMMARY, NR_TRUST_META}},
    {NR_STR("dc.description"), {NR_FIELD_SUMMARY, NR_TRUST_META}},
    {NR_STR("dcterms.description"), {NR_FIELD_SUMMARY, NR_TRUST_META}},
    {NR_STR("cxenseparse:articlesection"), {NR_FIELD_SECTION, NR_TRUST_META}},
    {NR_STR("dc.publisher"), {NR_FIELD_SITE, NR_TRUST_PAGE}},
    {NR_STR("publisher"), {NR_FIELD_SITE, NR_TRUST_PAGE}},
    {NR_STR("language"), {NR_FIELD_LANGUAGE, NR_TRUST_TITLE}},
    {NR_STR("dc.language"), {NR_FIELD_LANGUAGE, NR_TRUST_TITLE}},
    {NR_STR("og:locale"), {NR_FIELD_LANGUAGE, NR_TRUST_TITLE}},
    {NR_STR("article:tag"), {NR_FIELD_KEYWORD, NR_TRUST_GRAPH}},
    {NR_STR("news_keywords"), {NR_FIELD_KEYWORD, NR_TRUST_META}},
    {NR_STR("keywords"), {NR_FIELD_KEYWORD, NR_TRUST_META}},
    {NR_STR("parsely-tags"), {NR_FIELD_KEYWORD, NR_TRUST_META}},
    {NR_STR("sailthru.tags"), {NR_FIELD_KEYWORD, NR_TRUST_META}},
    {NR_STR("dc.subject"), {NR_FIELD_KEYWORD, NR_TRUST_META}},
    {NR_STR("dcterms.subject"), {NR_FIELD_KEYWORD, NR_TRUST_META}},
};

static const struct key item_keys[] = {
    {NR_STR("headline"), {NR_FIELD_HEADLINE, NR_TRUST_ITEM}},
    {NR_STR("datepublished"), {NR_FIELD_CREATED, NR_TRUST_ITEM}},
    {NR_STR("datecreated"), {NR_FIELD_CREATED, NR_TRUST_ITEM}},
    {NR_STR("datemodified"), {NR_FIELD_MODIFIED, NR_TRUST_ITEM}},
    {NR_STR("articlesection"), {NR_FIELD_SECTION, NR_TRUST_ITEM}},
    {NR_STR("author"), {NR_FIELD_AUTHOR, NR_TRUST_ITEM}},
    {NR_STR("dc:date"), {NR_FIELD_CREATED, NR_TRUST_ITEM}},
    {NR_STR("dc:created"), {NR_FIELD_CREATED, NR_TRUST_ITEM}},
    {NR_STR("dcterms:created"), {NR_FIELD_CREATED, NR_TRUST_ITEM}},
    {NR_STR("dcterms:modified"), {NR_FIELD_MODIFIED, NR_TRUST_ITEM}},
};

static bool find(const struct key *keys, size_t count, struct nr_str name, struct nr_key *key)
{
    for (size_t i = 0; i < count; i++) {
        if (!nr_str_eq_fold(keys[i].name, name))
            continue;
        *key = keys[i].key;
        return true;
    }
    return false;
}

bool nr_key_of_meta(struct nr_str name, struct nr_key *key)
{
    return find(meta_keys, sizeof meta_keys / sizeof *meta_keys, name, key);
}

bool nr_key_of_item(struct nr_str name, struct nr_key *key)
{
    static const struct nr_str prefixes[] = {NR_STR("schema:"), NR_STR("rnews:")};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (nr_str_starts_fold(name, prefixes[i]))
            name = nr_str_sub(name, prefixes[i].len, name.len);
    return find(item_keys, sizeof item_keys / sizeof *item_keys, name, key);
}
