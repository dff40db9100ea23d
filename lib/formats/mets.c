/* METS, which says what scans belong together and has no text itself. */
#include "formats.h"
#include "root.h"

static bool begins(struct nr_str head, struct nr_str name)
{
    struct nr_root root;
    (void)name;
    return nr_root_find(head, &root) && nr_str_eq_fold(root.name, nr_str_of("mets"));
}

static enum nr_status read_file(const struct nr_reading *r, struct nr_stories *stories,
                                struct nr_error *e)
{
    (void)r;
    (void)e;
    stories->drop = "mets";
    return NR_OK;
}

const struct nr_format nr_format_mets = {
    .name = "mets",
    .mime = "application/xml",
    .decoded = true,
    .markup = true,
    .signs = "<",
    .begins = begins,
    .read = read_file,
};
