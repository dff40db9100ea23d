#include "newsreel/tags/language.h"
#include "newsreel/json/json.h"
#include "newsreel/text/paragraphs.h"
#include "tagging.h"

static enum nr_status set_shares(struct tagging *t, const struct nr_language *found)
{
    tagging_begin(t);
    for (size_t i = 0; i < found->count; i++) {
        const struct nr_language_share *share = &found->top[i];
        nr_buf_add_char(t->json, i ? ',' : '[');
        nr_object_begin(t->json);
        nr_object_add_text(t->json, "language", share->tag);
        if (share->percent == 100)
            nr_object_add_u64(t->json, "share", 1);
        else
            nr_buf_addf(t->json, ",\"share\":0.%02u", share->percent);
        nr_object_end(t->json);
    }
    nr_buf_add_char(t->json, ']');
    return nr_record_set(t->record, nr_str_of("languages"), nr_buf_str(t->json), t->e);
}

static void add_paragraphs(struct tagging *t, struct nr_str around)
{
    struct nr_paragraphs walk;
    struct nr_paragraph p;
    nr_paragraphs_init(&walk, t->text);
    while (nr_paragraphs_next(&walk, &p)) {
        size_t start = (size_t)(p.text.data - t->text.data);
        struct nr_span *span = nr_spans_add(t->spans, "language", start, start + p.text.len);
        span->value = nr_language_of_part(p.text, around);
    }
}

/* What is known from elsewhere stays where the text says nothing; "und" has no shares. */
enum nr_status tag_language(struct tagging *t)
{
    const struct nr_str key = nr_str_of("language");
    struct nr_language found = nr_language_detect(t->text);
    struct nr_json known;
    if (t->config->paragraph_language)
        add_paragraphs(t, found.tag);
    enum nr_status status = nr_record_find(t->record, key, &known, t->e);
    if (found.count == 0 && status == NR_OK && known.type == NR_JSON_STRING &&
        !nr_str_is(nr_json_text(known, t->arena, NULL), "und"))
        return NR_OK;
    if (status == NR_BAD || nr_record_set_text(t->record, key, found.tag, t->e) != NR_OK)
        return NR_BAD;
    t->language = found.tag;
    return found.count ? set_shares(t, &found)
                       : nr_record_remove(t->record, nr_str_of("languages"), t->e);
}
