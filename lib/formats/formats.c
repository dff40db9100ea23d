#include "formats.h"

/* The surest signs come first: what is asked later may take what an earlier format has left. */
const struct nr_format *const nr_formats[] = {
    &nr_format_anpa, &nr_format_iptc7901, &nr_format_reuters21578, &nr_format_trec, NULL,
};

const struct nr_format *nr_format_find(struct nr_str head, struct nr_str name)
{
    for (size_t i = 0; nr_formats[i]; i++)
        if (nr_formats[i]->begins(head, name))
            return nr_formats[i];
    return NULL;
}

const struct nr_format *nr_format_named(struct nr_str name)
{
    for (size_t i = 0; nr_formats[i]; i++)
        if (nr_str_is(name, nr_formats[i]->name))
            return nr_formats[i];
    return NULL;
}
