#include "tagging.h"

void tag_quantities(struct tagging *t, const struct nr_tokens *block)
{
    nr_quantities_read(t->config->quantities, block, t->language, t->spans);
}
