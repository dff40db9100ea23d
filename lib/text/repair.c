#include "newsreel/text/repair.h"
#include "newsreel/text/normalize.h"

enum { ROUNDS = 8, MISREADINGS = 4 };

struct work {
    struct nr_buf buf[2];
};

/* text after every repair: text itself when none had anything to do, else a view into w. What was
 * misread several times is read back in one go: in between stand control characters and no-break
 * spaces that are bytes, which normal form would take away. */
static struct nr_str apply(struct work *w, struct nr_str text, enum nr_repairs how)
{
    static const struct {
        bool (*repair)(struct nr_buf *, struct nr_str);
        int times;
    } repairs[] = {
        {nr_references_resolve, 1},
        {nr_mojibake_undo, MISREADINGS},
        {nr_controls_undo, 1},
        {nr_quotes_to_ascii, 1},
    };
    size_t count = how & NR_REPAIR_ASCII_QUOTES ? 4 : 3, turn = 0;
    for (size_t i = 0; i < count; i++) {
        for (int n = 0; n < repairs[i].times; n++) {
            struct nr_buf *to = &w->buf[turn];
            to->len = 0;
            if (!repairs[i].repair(to, text))
                break;
            text = nr_buf_str(to);
            turn ^= 1;
        }
    }
    return text;
}

/* Appends what text is when nothing changes any more; false when there is no such end in sight. */
static bool settle(struct nr_buf *out, struct work *w, struct nr_str text, enum nr_repairs how)
{
    size_t begin = out->len;
    struct nr_str repaired = apply(w, text, how);
    nr_text_normalize(out, repaired);
    if (repaired.data == text.data && nr_str_eq(nr_str_sub(nr_buf_str(out), begin, out->len), text))
        return true;
    for (int i = 1; i < ROUNDS; i++) {
        struct nr_str now = nr_str_sub(nr_buf_str(out), begin, out->len);
        struct nr_str next = apply(w, now, how);
        if (next.data == now.data)
            return true;
        out->len = begin;
        nr_text_normalize(out, next);
    }
    out->len = begin;
    return false;
}

/* A text that does not settle is tried again in normal form, and stays in it: so the second time
 * goes the way of the first. */
void nr_text_repair(struct nr_buf *out, struct nr_str text, enum nr_repairs how)
{
    struct work w = {0};
    if (!settle(out, &w, text, how)) {
        struct nr_buf normal = {0};
        nr_text_normalize(&normal, text);
        if (!settle(out, &w, nr_buf_str(&normal), how))
            nr_buf_add_str(out, nr_buf_str(&normal));
        nr_buf_free(&normal);
    }
    nr_buf_free(&w.buf[0]);
    nr_buf_free(&w.buf[1]);
}
