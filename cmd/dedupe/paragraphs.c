/* Paragraphs that were seen before leave their documents. map takes the text apart: what has to be
 * known of its paragraphs, and each as it would be written. commit puts together what stays; where
 * all of it does, the record stays as it came. */
#include "newsreel/text/paragraphs.h"
#include "dedupe.h"
#include "newsreel/dupes/fingerprint.h"
#include "newsreel/json/anchored.h"
#include "newsreel/json/json.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/words.h"

enum { KEEP_BYTES = 1 << 20 };

/* Before the id and the paragraphs: where the value of text lies in the record's line. */
struct head {
    size_t from, to, count, id;
};

/* A paragraph, and behind it its JSON text. */
struct entry {
    struct nr_hash128 key; /* {0, 0}: too short to be compared */
    bool words;            /* there are any */
    size_t len;
};

/* Exact below most, at least that beyond it. Letters of Thai and others are words, as they are
 * elsewhere here; those of Chinese are counted anyway. */
static uint64_t count_words(struct nr_str s, uint64_t most)
{
    uint64_t words = nr_words_count(s);
    const char *p = s.data, *end = s.data + s.len;
    while (words < most && p < end) {
        uint32_t c = nr_utf8_next(&p, end);
        words += c >= 0x80 && nr_char_is_unspaced(c) && !nr_char_is_cjk(c);
    }
    return words;
}

static void add_entry(const struct config *c, struct scratch *s, struct nr_str paragraph)
{
    struct entry entry = {0};
    bool blank = false;
    uint64_t words = count_words(paragraph, c->min_words);
    entry.words = words > 0;
    if (words >= c->min_words)
        entry.key = c->fold ? nr_fingerprint_fold(paragraph, &s->text, &blank)
                            : nr_fingerprint(paragraph, &s->text, &blank);
    if (blank)
        entry.key = (struct nr_hash128){0, 0};
    s->encoded.len = 0;
    nr_json_add_text(&s->encoded, paragraph);
    struct nr_str inner = nr_str_sub(nr_buf_str(&s->encoded), 1, s->encoded.len - 1);
    entry.len = inner.len;
    nr_buf_add(&s->packed, (const char *)&entry, sizeof entry);
    nr_buf_add_str(&s->packed, inner);
}

static enum nr_status map(const struct config *c, struct scratch *s, struct nr_job *job,
                          struct nr_error *e)
{
    struct nr_str text;
    struct nr_json value;
    struct nr_paragraphs walk;
    struct nr_paragraph p;
    struct head head = {0};
    struct nr_str id;
    if (dedupe_id(job, &id, e) != NR_OK)
        return NR_BAD;
    if (!id.len && c->explains)
        id = dedupe_place(c, job);
    head.id = id.len;
    enum nr_status status = nr_record_text(job->record, nr_str_of("text"), job->arena, &text, e);
    if (status == NR_BAD || nr_anchored_check(job->record, e) != NR_OK ||
        dedupe_write(c, job, e) != NR_OK)
        return NR_BAD;
    nr_buf_reset(&s->packed, KEEP_BYTES);
    nr_buf_add(&s->packed, (const char *)&head, sizeof head);
    nr_buf_add_str(&s->packed, id);
    if (status == NR_OK && nr_record_find(job->record, nr_str_of("text"), &value, e) == NR_OK) {
        head.from = (size_t)(value.raw.data - job->bytes.data);
        head.to = head.from + value.raw.len;
        nr_paragraphs_init(&walk, text);
        for (; nr_paragraphs_next(&walk, &p); head.count++)
            add_entry(c, s, p.text);
        memcpy(s->packed.data, &head, sizeof head);
    }
    nr_buf_reset(&s->encoded, KEEP_BYTES);
    job->label = nr_buf_str(&s->packed);
    return NR_OK;
}

/* The next paragraph of the label. */
static struct nr_str next(struct nr_str *rest, struct entry *entry)
{
    memcpy(entry, rest->data, sizeof *entry);
    struct nr_str text = nr_str_sub(*rest, sizeof *entry, sizeof *entry + entry->len);
    *rest = nr_str_sub(*rest, sizeof *entry + entry->len, rest->len);
    return text;
}

static enum nr_status look_up(struct config *c, struct nr_hash128 key, bool *repeated,
                              struct nr_error *e)
{
    struct nr_match match;
    struct nr_sketch k;
    nr_sketch_init(&k);
    k.whole = key;
    *repeated = false;
    if (!(key.high | key.low))
        return NR_OK;
    enum nr_status status = nr_seen_add(c->seen, &k, &match, e);
    *repeated = status == NR_END;
    return status == NR_FAIL ? NR_FAIL : NR_OK;
}

struct decision {
    size_t repeated, compared, gone;
};

/* Marks in c->repeated which paragraphs may go: they were seen before, and are not the first with
 * words, which is only counted as repeated. */
static enum nr_status decide(struct config *c, struct nr_str rest, struct decision *d,
                             struct nr_error *e)
{
    bool first = true;
    *d = (struct decision){0};
    c->repeated.len = 0;
    while (rest.len) {
        struct entry entry;
        bool repeated;
        next(&rest, &entry);
        if (look_up(c, entry.key, &repeated, e) != NR_OK)
            return NR_FAIL;
        d->compared += (entry.key.high | entry.key.low) != 0;
        d->repeated += repeated;
        d->gone += repeated && !first;
        nr_buf_add_char(&c->repeated, (char)(repeated && !first));
        first &= !entry.words;
    }
    return NR_OK;
}

static void explain(struct nr_buf *side, struct nr_str id, size_t paragraph, struct nr_str text)
{
    nr_object_begin(side);
    nr_object_add_text(side, "id", id);
    nr_object_add_text(side, "reason", nr_str_of("duplicate"));
    nr_object_add_u64(side, "paragraph", paragraph);
    nr_buf_addf(side, ",\"piece\":\"");
    nr_buf_add_str(side, text);
    nr_buf_add_char(side, '"');
    nr_object_end(side);
    nr_buf_add_char(side, '\n');
}

/* The record with the paragraphs that stay. */
static void write_rest(struct config *c, struct nr_commit *commit, struct nr_str rest,
                       const struct head *head)
{
    bool empty = true;
    struct nr_buf *out = &c->rest;
    nr_buf_reset(out, KEEP_BYTES);
    nr_buf_add_str(out, nr_str_sub(commit->out, 0, head->from));
    nr_buf_add_char(out, '"');
    for (size_t i = 0; rest.len; i++) {
        struct entry entry;
        struct nr_str text = next(&rest, &entry);
        if (c->repeated.data[i])
            continue;
        nr_buf_add_cstr(out, empty ? "" : "\\n\\n");
        nr_buf_add_str(out, text);
        empty = false;
    }
    nr_buf_add_char(out, '"');
    nr_buf_add_str(out, nr_str_sub(commit->out, head->to, commit->out.len - 1));
}

/* The same, without what pointed into the whole text. */
static enum nr_status write_unanchored(struct config *c, struct nr_commit *commit,
                                       struct nr_error *e)
{
    bool removed;
    if (nr_record_scan(&c->record, nr_buf_str(&c->rest), e) != NR_OK ||
        nr_anchored_remove(&c->record, &removed, e) != NR_OK)
        return NR_BAD;
    nr_record_write(&c->record, commit->before);
    return NR_OK;
}

static void explain_all(struct config *c, struct nr_buf *side, struct nr_str id, struct nr_str rest,
                        bool whole)
{
    for (size_t i = 0; rest.len; i++) {
        struct entry entry;
        struct nr_str text = next(&rest, &entry);
        if (whole || c->repeated.data[i])
            explain(side, id, i, text);
    }
}

static enum nr_verdict commit(struct config *c, struct nr_commit *commit, struct nr_error *e)
{
    struct head head;
    struct decision d;
    c->records++;
    memcpy(&head, commit->label.data, sizeof head);
    struct nr_str id = nr_str_sub(commit->label, sizeof head, sizeof head + head.id);
    struct nr_str rest = nr_str_sub(commit->label, sizeof head + head.id, commit->label.len);
    if (decide(c, rest, &d, e) != NR_OK)
        return NR_STOP;
    bool whole = d.compared && d.repeated == d.compared; /* nothing new in it */
    size_t gone = whole ? head.count : d.gone;
    commit->note = (struct nr_note){"paragraphs-dropped", gone};
    if (commit->side[0])
        explain_all(c, commit->side[0], id, rest, whole);
    commit->reason = "duplicate";
    c->dropped += whole;
    c->kept += !whole;
    if (whole)
        return NR_DROP;
    if (gone == 0 || c->dry_run)
        return c->dry_run ? NR_ABSORB : NR_KEEP;
    write_rest(c, commit, rest, &head);
    return write_unanchored(c, commit, e) == NR_OK ? NR_ABSORB : NR_STOP;
}

const struct mode paragraphs_mode = {map, commit};
