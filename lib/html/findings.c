#include "newsreel/html/findings.h"
#include "newsreel/json/json.h"

/* f->json, where the record has nothing. */
static enum nr_status offer_json(struct nr_findings *f, const char *key, struct nr_error *e)
{
    struct nr_json old;
    enum nr_status status = nr_record_find(f->record, nr_str_of(key), &old, e);
    if (status == NR_BAD)
        return NR_BAD;
    if (f->json.len == 0 || (status == NR_OK && old.type != NR_JSON_NULL))
        return NR_OK;
    return nr_record_set(f->record, nr_str_of(key), nr_buf_str(&f->json), e);
}

enum nr_status nr_findings_offer(struct nr_findings *f, const char *key, struct nr_str text,
                                 struct nr_error *e)
{
    f->json.len = 0;
    if (text.len)
        nr_json_add_text(&f->json, text);
    return offer_json(f, key, e);
}

/* A view that the next call takes. */
static struct nr_str repaired(struct nr_findings *f, struct nr_str words)
{
    f->value.len = 0;
    nr_text_repair(&f->value, words, f->how);
    return nr_buf_str(&f->value);
}

enum nr_status nr_findings_offer_words(struct nr_findings *f, const char *key, struct nr_str words,
                                       struct nr_error *e)
{
    return nr_findings_offer(f, key, repaired(f, words), e);
}

enum nr_status nr_findings_offer_list(struct nr_findings *f, const char *key,
                                      const struct nr_str *words, size_t count, struct nr_error *e)
{
    f->json.len = 0;
    for (size_t i = 0; i < count; i++) {
        nr_buf_add_char(&f->json, i ? ',' : '[');
        nr_json_add_text(&f->json, repaired(f, words[i]));
    }
    if (count)
        nr_buf_add_char(&f->json, ']');
    return offer_json(f, key, e);
}

enum nr_status nr_findings_offer_metadata(struct nr_findings *f, const struct nr_metadata *metadata,
                                          struct nr_str created, struct nr_error *e)
{
    const struct {
        const char *key;
        struct nr_str value;
        enum nr_status (*offer)(struct nr_findings *f, const char *key, struct nr_str text,
                                struct nr_error *e);
    } members[] = {
        {"headline", metadata->headline, nr_findings_offer_words},
        {"created", metadata->created.len ? metadata->created : created, nr_findings_offer},
        {"section", metadata->section, nr_findings_offer_words},
        {"url", metadata->url, nr_findings_offer},
        {"language", metadata->language, nr_findings_offer},
        {"modified", metadata->modified, nr_findings_offer},
        {"site", metadata->site, nr_findings_offer_words},
        {"summary", metadata->summary, nr_findings_offer_words},
    };
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (members[i].offer(f, members[i].key, members[i].value, e) != NR_OK)
            return NR_BAD;
    if (nr_findings_offer_list(f, "by", metadata->by, metadata->by_count, e) != NR_OK)
        return NR_BAD;
    return nr_findings_offer_list(f, "keywords", metadata->keywords, metadata->keyword_count, e);
}

void nr_findings_reset(struct nr_findings *f, size_t keep)
{
    nr_buf_reset(&f->json, keep);
    nr_buf_reset(&f->value, keep);
}

void nr_findings_free(struct nr_findings *f)
{
    nr_buf_free(&f->json);
    nr_buf_free(&f->value);
}
