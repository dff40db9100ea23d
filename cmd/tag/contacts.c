#include "newsreel/tags/contacts.h"
#include "newsreel/json/anchored.h"
#include "tagging.h"

static const char *const types[] = {"email", "url",   "ip",     "card",
                                    "iban",  "phone", "handle", "hashtag"};
enum { TYPES = sizeof types / sizeof types[0] };

static unsigned bit_of(struct nr_str type)
{
    for (unsigned i = 0; i < TYPES; i++)
        if (nr_str_is(type, types[i]))
            return 1u << i;
    return 0;
}

enum nr_status tagging_mask_list(unsigned *mask, const char *list, struct nr_error *e)
{
    struct nr_str rest = nr_str_of(list), name;
    while (nr_str_split(&rest, ',', &name)) {
        unsigned bit = nr_str_is(name, "all") ? (1u << TYPES) - 1 : bit_of(name);
        if (!bit) {
            nr_error_set(e, "no contact '%.*s' to mask; there are: " MASK_NAMES,
                         name.len < 60 ? (int)name.len : 60, name.data);
            return NR_FAIL;
        }
        *mask |= bit;
    }
    return NR_OK;
}

/* Appends the placeholder of a contact to the new text, and its span to those of the record. */
static void add_placeholder(struct tagging *t, struct nr_buf *text, struct nr_str type)
{
    size_t start = text->len;
    nr_buf_add_char(text, '[');
    nr_buf_add_str(text, type);
    nr_buf_add_char(text, ']');
    nr_spans_add(t->spans, "", start, text->len)->type = type;
}

enum nr_status tagging_mask(struct tagging *t, uint64_t *count)
{
    struct nr_spans found = {.arena = t->arena};
    struct nr_buf text = {0};
    size_t at = 0;
    *count = 0;
    nr_contacts_read(t->text, &found);
    for (size_t i = 0; i < found.count; i++) {
        const struct nr_span *span = &found.items[i];
        if (!(bit_of(span->type) & t->config->mask))
            continue;
        nr_buf_add_str(&text, nr_str_sub(t->text, at, span->start));
        add_placeholder(t, &text, span->type);
        at = span->end;
        ++*count;
    }
    enum nr_status status = NR_OK;
    if (*count) {
        nr_buf_add_str(&text, nr_str_sub(t->text, at, t->text.len));
        t->text = nr_arena_str(t->arena, nr_buf_str(&text));
        t->rewritten = true;
        bool removed; /* what pointed into the text as it was */
        status = nr_record_set_text(t->record, nr_str_of("text"), t->text, t->e);
        if (status == NR_OK)
            status = nr_anchored_remove(t->record, &removed, t->e);
    }
    nr_buf_free(&text);
    nr_spans_free(&found);
    return status;
}

enum nr_status tag_contacts(struct tagging *t)
{
    nr_contacts_read(t->text, t->spans);
    return NR_OK;
}
