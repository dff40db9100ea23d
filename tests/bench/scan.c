/* What a pass over news records costs: the scan, an edit, the kernels beneath, and as the measure
 * of them a jansson load and dump of the same bytes. Prints name, tab, value: MB/s, and ratios. */
#include "newsreel/core/utf8.h"
#include "newsreel/json/json.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RECORDS = 4000 };

static uint64_t random_state = 20260101;

/* Knuth's MMIX generator, its better half. */
static unsigned below(unsigned n)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(random_state >> 33) % n;
}

static const char *const latin[] = {
    "the",     "council", "said",   "on",           "Tuesday",        "that",
    "a",       "harbour", "would",  "be",           "closed",         "for",
    "repairs", "until",   "spring", "and",          "fishers",        "asked",
    "who",     "pays",    "in",     "caf\xc3\xa9s", "\xe2\x80\x9cwe", "wait\xe2\x80\x9d",
    "12.5",    "million", "\"no\"", "was",          "heard",          "again",
};
static const char *const cyrillic[] = {
    "\xd1\x81\xd0\xbe\xd0\xb2\xd0\xb5\xd1\x82",
    "\xd0\xbd\xd0\xb0",
    "\xd0\xbf\xd0\xbe\xd1\x80\xd1\x82",
    "\xd0\xb7\xd0\xb0\xd0\xba\xd1\x80\xd1\x8b\xd1\x82",
    "\xd0\xb2\xd0\xb5\xd1\x81\xd0\xbd\xd0\xbe\xd0\xb9",
};
static const char *const chinese[] = {
    "\xe6\xb8\xaf\xe5\x8f\xa3",
    "\xe5\x85\xb3\xe9\x97\xad",
    "\xe5\x88\xb0\xe6\x98\xa5\xe5\xa4\xa9",
    "\xe3\x80\x82",
};

struct language {
    const char *name;
    const char *const *words;
    unsigned count;
    const char *space;
};

static const struct language languages[] = {
    {"latin", latin, sizeof latin / sizeof *latin, " "},
    {"cyrillic", cyrillic, sizeof cyrillic / sizeof *cyrillic, " "},
    {"chinese", chinese, sizeof chinese / sizeof *chinese, ""},
};

static void make_text(struct nr_buf *out, const struct language *l, size_t len)
{
    out->len = 0;
    while (out->len < len) {
        nr_buf_add_cstr(out, l->words[below(l->count)]);
        nr_buf_add_cstr(out, below(60) ? l->space : ".\n\n");
    }
}

static void make_record(struct nr_buf *out, struct nr_buf *text, const struct language *l,
                        unsigned number)
{
    nr_object_begin(out);
    make_text(text, l, 40);
    nr_object_add_u64(out, "id", number);
    nr_object_add_text(out, "source", nr_str_of("archive-2024.warc.gz"));
    nr_object_add_u64(out, "offset", number * UINT64_C(77777));
    nr_object_add_text(out, "url", nr_str_of("https://news.example/2024/harbour-closed"));
    nr_object_add_text(out, "created", nr_str_of("2024-03-05T08:00:00Z"));
    nr_object_add_text(out, "headline", nr_buf_str(text));
    make_text(text, l, 1000 + below(2200));
    nr_object_add_text(out, "text", nr_buf_str(text));
    nr_object_add_raw(out, "by", nr_str_of("[\"Ann Odd\",\"Bo Even\"]"));
    nr_object_add_raw(out, "quality", nr_str_of("{\"words\":312,\"mean\":4.97,\"ok\":true}"));
    nr_object_end(out);
}

struct corpus {
    struct nr_buf bytes;
    struct nr_str lines[RECORDS], texts[RECORDS];
    struct nr_json encoded[RECORDS];
    struct nr_arena arena;
};

static void must(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "scan: %s failed\n", what);
        exit(2);
    }
}

/* The texts, decoded into an arena that lives on, and as they stand in the lines. */
static void note_texts(struct corpus *c)
{
    struct nr_record r = {0};
    struct nr_error e;
    for (size_t i = 0; i < RECORDS; i++) {
        must(nr_record_scan(&r, c->lines[i], &e) == NR_OK, "scan");
        must(nr_record_find(&r, nr_str_of("text"), &c->encoded[i], &e) == NR_OK, "text");
        c->texts[i] = nr_json_text(c->encoded[i], &c->arena, NULL);
    }
    nr_record_free(&r);
}

static void make_corpus(struct corpus *c, const struct language *l)
{
    size_t from[RECORDS + 1] = {0};
    struct nr_buf text = {0};
    c->bytes.len = 0;
    for (unsigned i = 0; i < RECORDS; i++) {
        make_record(&c->bytes, &text, l, i);
        from[i + 1] = c->bytes.len;
    }
    for (size_t i = 0; i < RECORDS; i++)
        c->lines[i] = nr_str_sub(nr_buf_str(&c->bytes), from[i], from[i + 1]);
    nr_arena_reset(&c->arena);
    note_texts(c);
    nr_buf_free(&text);
}

struct work {
    struct corpus *corpus;
    struct nr_record record;
    struct nr_arena arena;
    struct nr_buf out;
    size_t sum; /* of what came out, so that nothing is optimised away */
};

/* A task works on record i and returns how many bytes it has read. */
static size_t do_scan(struct work *w, size_t i)
{
    struct nr_error e;
    must(nr_record_scan(&w->record, w->corpus->lines[i], &e) == NR_OK, "scan");
    w->sum += w->record.count;
    return w->corpus->lines[i].len;
}

static size_t do_edit(struct work *w, size_t i)
{
    struct nr_error e;
    struct nr_str text;
    do_scan(w, i);
    nr_arena_reset(&w->arena);
    w->out.len = 0;
    must(nr_record_text(&w->record, nr_str_of("text"), &w->arena, &text, &e) == NR_OK, "text");
    must(nr_record_set_text(&w->record, nr_str_of("text"), text, &e) == NR_OK, "set");
    nr_record_write(&w->record, &w->out);
    w->sum += w->out.len;
    return w->corpus->lines[i].len;
}

static size_t do_decode(struct work *w, size_t i)
{
    nr_arena_reset(&w->arena);
    w->sum += nr_json_text(w->corpus->encoded[i], &w->arena, NULL).len;
    return w->corpus->encoded[i].raw.len;
}

static size_t do_encode(struct work *w, size_t i)
{
    w->out.len = 0;
    nr_json_add_text(&w->out, w->corpus->texts[i]);
    w->sum += w->out.len;
    return w->corpus->texts[i].len;
}

static size_t do_valid(struct work *w, size_t i)
{
    w->sum += nr_utf8_valid(w->corpus->texts[i]);
    return w->corpus->texts[i].len;
}

static size_t do_count(struct work *w, size_t i)
{
    w->sum += nr_utf8_count(w->corpus->texts[i]);
    return w->corpus->texts[i].len;
}

static size_t do_jansson(struct work *w, size_t i)
{
    json_error_t why;
    struct nr_str line = w->corpus->lines[i];
    json_t *json = json_loadb(line.data, line.len, 0, &why);
    char *text = json_dumps(json, JSON_COMPACT);
    must(json && text, "jansson");
    w->sum += (size_t)text[0];
    free(text);
    json_decref(json);
    return line.len;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* MB/s of processor time in the best of several rounds of at least 50 ms. */
static double speed(struct work *w, size_t (*task)(struct work *, size_t))
{
    double best = 0;
    for (int round = 0; round < 7; round++) {
        double start = now(), spent;
        double bytes = 0;
        do {
            for (size_t i = 0; i < RECORDS; i++)
                bytes += (double)task(w, i);
            spent = now() - start;
        } while (spent < .05);
        best = bytes / spent > best ? bytes / spent : best;
    }
    return best / 1e6;
}

static const struct {
    const char *name;
    size_t (*task)(struct work *, size_t);
} tasks[] = {
    {"scan", do_scan},     {"scan-edit-write", do_edit}, {"decode", do_decode},
    {"encode", do_encode}, {"utf8-valid", do_valid},     {"utf8-count", do_count},
};

int main(void)
{
    static struct corpus corpus;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        struct work w = {.corpus = &corpus};
        const char *language = languages[i].name;
        make_corpus(&corpus, &languages[i]);
        double jansson = speed(&w, do_jansson);
        printf("%s-record-bytes\t%zu\n", language, corpus.bytes.len / RECORDS);
        printf("%s-jansson\t%.1f\n", language, jansson);
        for (size_t k = 0; k < sizeof tasks / sizeof *tasks; k++) {
            double mb = speed(&w, tasks[k].task);
            printf("%s-%s\t%.0f\n", language, tasks[k].name, mb);
            if (k < 2)
                printf("%s-%s-to-jansson\t%.1f\n", language, tasks[k].name, mb / jansson);
        }
        nr_record_free(&w.record);
        nr_arena_free(&w.arena);
        nr_buf_free(&w.out);
    }
    nr_buf_free(&corpus.bytes);
    nr_arena_free(&corpus.arena);
    return 0;
}
