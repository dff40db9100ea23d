#include "wacz.h"

static bool starts_with(struct nr_str name, const char *prefix)
{
    return nr_str_starts(name, nr_str_of(prefix));
}

static bool is_warc(struct nr_str name)
{
    static const char *const suffixes[] = {".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (nr_str_ends_fold(name, nr_str_of(suffixes[i])))
            return true;
    return false;
}

bool nr_wacz_leaves(struct nr_wacz *w, struct nr_str archive, struct nr_str member)
{
    if (!w->zip)
        return false;
    w->certain |= nr_str_ends_fold(archive, nr_str_of(".wacz"));
    if (starts_with(member, "archive/")) {
        w->probable |= is_warc(member);
        return false;
    }
    bool own = starts_with(member, "indexes/") || starts_with(member, "pages/") ||
               starts_with(member, "logs/") || starts_with(member, "datapackage");
    return w->certain || (w->probable && own);
}

void nr_wacz_add_index(struct nr_wacz *w, struct nr_str member)
{
    w->probable |= starts_with(member, "indexes/") || starts_with(member, "pages/");
}

bool nr_wacz_is_package(struct nr_wacz *w, struct nr_str member, struct nr_str content)
{
    bool package = w->zip && nr_str_is(member, "datapackage.json") &&
                   nr_str_find(content, nr_str_of("\"wacz_version\"")) < content.len;
    w->certain |= package;
    return package;
}
