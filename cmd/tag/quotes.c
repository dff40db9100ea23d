#include "newsreel/tags/quotes.h"
#include "tagging.h"

void tag_quotes(struct tagging *t, const struct nr_tokens *block)
{
    nr_quotes_read(t->config->quotes, t->quotes, block, t->spans);
}
