/* The tag "topics": what a text is about, as the member of that name. */
#include "newsreel/json/json.h"
#include "tagging.h"

void tag_topics_block(struct tagging *t, const struct nr_tokens *block)
{
    nr_topics_read(t->config->topics, t->topics, block);
}

static void add_topic(struct nr_buf *json, const struct nr_topic *topic)
{
    nr_object_begin(json);
    nr_object_add_text(json, "name", topic->name);
    if (topic->code.len)
        nr_object_add_text(json, "code", topic->code);
    nr_object_add_u64(json, "confidence", topic->percent);
    nr_object_end(json);
}

enum nr_status tag_topics(struct tagging *t)
{
    struct nr_topic found[NR_TOPICS_FOUND];
    size_t count = nr_topics_result(t->config->topics, t->topics, found);
    tagging_begin(t);
    nr_buf_add_char(t->json, '[');
    for (size_t i = 0; i < count; i++) {
        if (i)
            nr_buf_add_char(t->json, ',');
        add_topic(t->json, &found[i]);
    }
    nr_buf_add_char(t->json, ']');
    return tagging_set_new(t, "topics");
}
