/* A record as it came and as it was published: members by name, cut to what people can take in.
 *
 * In bytes, for each of the two: uint32_t the members shown, those that are empty, those that there
 * was no room for; then of each member shown whether its value is cut, uint16_t the bytes of name
 * and value, and these. */
#include "newsreel/core/utf8.h"
#include "report.h"

enum {
    NAME_BYTES = 60,
    TEXT_BYTES = 900,
    VALUE_BYTES = 240,
    SIDE_BYTES = 6000,
    SIDE_MEMBERS = 32,
};

/* ---- Writing ---- */

static bool is_empty(struct nr_json json)
{
    struct nr_str inside = nr_str_trim(nr_str_sub(json.raw, 1, json.raw.len - 1));
    return json.type == NR_JSON_NULL || (json.type > NR_JSON_NUMBER && !inside.len);
}

static void add_shown(struct nr_buf *out, struct nr_str name, struct nr_str value, size_t most)
{
    struct nr_str n = nr_utf8_head(name, NAME_BYTES), v = nr_utf8_head(value, most);
    uint16_t lengths[2] = {(uint16_t)n.len, (uint16_t)v.len};
    nr_buf_add_char(out, v.len < value.len);
    nr_buf_add(out, (const char *)lengths, sizeof lengths);
    nr_buf_add_str(out, n);
    nr_buf_add_str(out, v);
}

struct writing {
    struct nr_buf *out;
    struct nr_arena *arena;
    size_t from; /* where the side begins */
    struct side counts;
};

static void begin_side(struct writing *w)
{
    w->from = w->out->len;
    w->counts = (struct side){.count = 0};
    nr_buf_add(w->out, (const char *)&w->counts.count, sizeof w->counts.count);
    nr_buf_add(w->out, (const char *)&w->counts.empty, sizeof w->counts.empty);
    nr_buf_add(w->out, (const char *)&w->counts.more, sizeof w->counts.more);
}

static void end_side(struct writing *w)
{
    const uint32_t counts[3] = {w->counts.count, w->counts.empty, w->counts.more};
    memcpy(w->out->data + w->from, counts, sizeof counts);
}

static void add_member(struct writing *w, struct nr_str name, struct nr_json json)
{
    size_t most = nr_str_is(name, "text") ? TEXT_BYTES : VALUE_BYTES;
    if (is_empty(json)) {
        w->counts.empty++;
    } else if (w->counts.count == SIDE_MEMBERS || w->out->len - w->from > SIDE_BYTES) {
        w->counts.more++;
    } else {
        bool string = json.type == NR_JSON_STRING;
        add_shown(w->out, name, string ? nr_json_text(json, w->arena, NULL) : json.raw, most);
        w->counts.count++;
    }
}

void report_add_card(struct nr_buf *out, const struct nr_record *record, struct nr_str row,
                     struct nr_arena *arena)
{
    struct writing w = {.out = out, .arena = arena};
    struct nr_error ignored;
    struct nr_json whole, name, value;
    begin_side(&w);
    for (size_t i = 0; i < record->scanned; i++)
        add_member(&w, record->members[i].key, record->members[i].value);
    end_side(&w);
    begin_side(&w);
    if (nr_json_scan(row, &whole, &ignored) == NR_OK && whole.type == NR_JSON_OBJECT)
        while (nr_json_next_member(&whole.raw, &name, &value) == NR_OK)
            add_member(&w, nr_json_text(name, arena, NULL), value);
    end_side(&w);
}

/* ---- Reading ---- */

static bool take(struct nr_str *rest, void *to, size_t size)
{
    if (rest->len < size)
        return false;
    memcpy(to, rest->data, size);
    *rest = nr_str_sub(*rest, size, rest->len);
    return true;
}

static bool take_view(struct nr_str *rest, size_t len, struct nr_str *view)
{
    *view = nr_str_sub(*rest, 0, len);
    *rest = nr_str_sub(*rest, len, rest->len);
    return view->len == len;
}

bool report_open_side(struct nr_str *card, struct side *side)
{
    uint32_t counts[3];
    struct shown shown;
    if (!take(card, counts, sizeof counts))
        return false;
    *side = (struct side){*card, counts[0], counts[1], counts[2]};
    for (struct side walk = *side; report_next_shown(&walk, &shown);)
        *card = walk.rest;
    return true;
}

bool report_next_shown(struct side *side, struct shown *shown)
{
    unsigned char cut;
    uint16_t lengths[2];
    if (side->count == 0 || !take(&side->rest, &cut, 1) ||
        !take(&side->rest, lengths, sizeof lengths))
        return false;
    side->count--;
    shown->cut = cut;
    return take_view(&side->rest, lengths[0], &shown->name) &&
           take_view(&side->rest, lengths[1], &shown->value);
}

struct nr_str report_card_title(struct nr_str card)
{
    static const char *const names[] = {"headline", "id", "url"};
    struct nr_str titles[3] = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
    struct side side;
    struct shown shown;
    if (report_open_side(&card, &side))
        while (report_next_shown(&side, &shown))
            for (size_t i = 0; i < 3; i++)
                if (nr_str_is(shown.name, names[i]))
                    titles[i] = shown.value;
    return titles[0].len ? titles[0] : titles[1].len ? titles[1] : titles[2];
}
