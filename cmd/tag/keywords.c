/* The tag "keywords": the words that a text is about, and the background they are weighed
 * against. */
#include "newsreel/json/json.h"
#include "tagging.h"

void tag_keywords_block(struct tagging *t, const struct nr_tokens *block)
{
    nr_keywords_read(t->keywords, block);
}

enum nr_status tag_keywords(struct tagging *t)
{
    struct nr_str found[NR_KEYWORDS_FOUND];
    size_t count = nr_keywords_result(t->keywords, t->config->background, found);
    tagging_begin(t);
    nr_buf_add_char(t->json, '[');
    for (size_t i = 0; i < count; i++) {
        if (i)
            nr_buf_add_char(t->json, ',');
        nr_json_add_text(t->json, found[i]);
    }
    nr_buf_add_char(t->json, ']');
    return tagging_set_new(t, "keywords");
}

struct nr_str tag_keywords_words(struct tagging *t)
{
    tagging_begin(t);
    nr_keywords_words(t->keywords, t->json);
    if (!t->json->len)
        nr_buf_add_char(t->json, '\n'); /* a text without words is a text */
    return nr_arena_str(t->arena, nr_buf_str(t->json));
}
