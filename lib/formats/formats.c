#include "formats.h"

/* The surest signs come first: what is asked later may take what an earlier format has left. */
/* clang-format off */
const struct nr_format *const nr_formats[] = {
    &nr_format_epub,
    &nr_format_gutenberg,
    &nr_format_anpa,
    &nr_format_iptc7901,
    &nr_format_reuters21578,
    &nr_format_trec,
    &nr_format_nitf,
    &nr_format_newsml,
    &nr_format_newsml_g2,
    &nr_format_newsitem,
    &nr_format_ninjs,
    &nr_format_newsxml,
    &nr_format_mbox,
    &nr_format_news,
    &nr_format_mail,
    &nr_format_rss,
    &nr_format_atom,
    &nr_format_mediawiki,
    &nr_format_alto,
    &nr_format_mets,
    &nr_format_tei,
    &nr_format_json, /* behind other formats that are JSON */
    &nr_format_tsv,  /* tables last: their signs are the weakest */
    &nr_format_csv,
    NULL,
};
/* clang-format on */

static char first_sign(struct nr_str head)
{
    static const struct nr_str mark = NR_STR("\xef\xbb\xbf");
    size_t at = nr_str_starts(head, mark) ? mark.len : 0;
    while (at < head.len && (unsigned char)head.data[at] <= ' ')
        at++;
    return at < head.len ? head.data[at] : '\0';
}

const struct nr_format *nr_format_find(struct nr_str head, struct nr_str name)
{
    char first = first_sign(head);
    for (size_t i = 0; nr_formats[i]; i++) {
        const struct nr_format *f = nr_formats[i];
        if ((!f->signs || (first && strchr(f->signs, first))) && f->begins(head, name))
            return f;
    }
    return NULL;
}

const struct nr_format *nr_format_named(struct nr_str name)
{
    for (size_t i = 0; nr_formats[i]; i++)
        if (nr_str_is(name, nr_formats[i]->name))
            return nr_formats[i];
    return NULL;
}
