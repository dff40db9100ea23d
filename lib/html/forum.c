#include "forum.h"

static bool names_a_forum(struct nr_str s)
{
    return nr_str_find(s, nr_str_of("DiscussionForumPosting")) < s.len ||
           nr_str_find(s, nr_str_of("QAPage")) < s.len;
}

/* Of an element: its type, or what is inside it where that is a script. */
static struct nr_str type_of(const struct nr_dom *d, uint32_t node)
{
    const struct nr_node *n = &d->nodes[node];
    if (n->tag == NR_TAG_SCRIPT)
        return n->end > node + 1 ? d->nodes[node + 1].text : nr_str(NULL, 0);
    return n->tag == NR_TAG_TEXT ? nr_str(NULL, 0) : nr_dom_attribute(d, node, NR_ATTR_ITEMTYPE);
}

bool nr_forum_is(const struct nr_dom *d)
{
    for (uint32_t i = 1; i < d->count; i++) {
        struct nr_str type = type_of(d, i);
        if (type.len && names_a_forum(type))
            return true;
    }
    return false;
}
