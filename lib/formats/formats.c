#include "formats.h"

/* The surest signs come first: what is asked later may take what an earlier format has left. */
const struct nr_format *const nr_formats[] = {
    &nr_format_json, /* behind other formats that are JSON */
    &nr_format_tsv,  /* tables last: their signs are the weakest */
    &nr_format_csv,
    NULL,
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
