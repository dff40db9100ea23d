#include "newsreel/tags/contacts.h"
#include "tagging.h"

enum nr_status tag_contacts(struct tagging *t)
{
    nr_contacts_read(t->text, t->spans);
    return NR_OK;
}
