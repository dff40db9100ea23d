#include "newsreel/tags/quotes.h"
#include "tagging.h"

void tag_quotes_block(struct tagging *t, const struct nr_tokens *block)
{
    nr_tokens_keep(t->kept, block);
}

/* After the others: it is their names that speak. */
enum nr_status tag_quotes(struct tagging *t)
{
    struct nr_tokens block;
    nr_quotes_set_dateline(t->quotes, tagging_dateline(t).end);
    nr_tokens_begin(t->tokens, t->text);
    for (size_t i = 0; nr_tokens_again(t->kept, i, t->text, &block); i++) {
        nr_quotes_read(t->config->quotes, t->quotes, &block, t->spans);
        t->tokens->at = block.at;
    }
    while (nr_tokens_next(t->tokens))
        nr_quotes_read(t->config->quotes, t->quotes, t->tokens, t->spans);
    return NR_OK;
}
