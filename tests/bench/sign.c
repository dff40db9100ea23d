/* What finding near-duplicates costs for a text file, step by step: sign FILE [RECORD] cuts it into
 * records of about RECORD bytes (2048) and prints name, tab, value: MB/s of processor time, and
 * bytes of the stored sets. Signing is shingles, the signature of 128 numbers, and the keys of the
 * bands for a threshold of .7. */
#include "newsreel/core/mem.h"
#include "newsreel/dupes/bands.h"
#include "newsreel/dupes/grams.h"
#include "newsreel/dupes/near.h"
#include "newsreel/dupes/shingles.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct work {
    struct nr_str text;
    size_t record;
    struct nr_shingles shingles;
    struct nr_minhash all, few; /* 128 numbers; as many as the bands need */
    struct nr_bands bands;
    struct nr_grams grams;
    struct nr_buf stored;
    struct nr_near *near;
    struct nr_candidates candidates;
    uint32_t number;
    size_t sum; /* of what came out, so that nothing is optimised away */
};

static void do_shingles(struct work *w, struct nr_str text)
{
    nr_shingles_make(&w->shingles, text, NR_SHINGLES_WORDS);
    w->sum += w->shingles.count;
}

static void sign(struct work *w, struct nr_str text, const struct nr_minhash *m, uint64_t *keys)
{
    uint32_t values[NR_MINHASH_MOST];
    do_shingles(w, text);
    nr_minhash_sign(m, w->shingles.hashes, w->shingles.count, values);
    nr_bands_keys(w->bands, values, keys);
    w->sum += (size_t)keys[0];
}

static void do_sign(struct work *w, struct nr_str text)
{
    uint64_t keys[NR_MINHASH_MOST];
    sign(w, text, &w->all, keys);
}

static void do_sign_few(struct work *w, struct nr_str text)
{
    uint64_t keys[NR_MINHASH_MOST];
    sign(w, text, &w->few, keys);
}

static void do_store(struct work *w, struct nr_str text)
{
    do_sign_few(w, text);
    nr_grams_make(&w->grams, w->shingles.hashes, w->shingles.count, w->shingles.second);
    nr_grams_encode(&w->grams, &w->stored);
}

static void do_index(struct work *w, struct nr_str text)
{
    uint64_t keys[NR_MINHASH_MOST];
    sign(w, text, &w->few, keys);
    nr_near_find(w->near, keys, w->bands.bands, &w->candidates);
    nr_near_add(w->near, w->number++, keys, w->bands.bands);
    w->sum += w->candidates.count;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void run(struct work *w, void (*task)(struct work *, struct nr_str))
{
    for (size_t at = 0, end; at < w->text.len; at = end) {
        end = at + w->record;
        while (end < w->text.len && w->text.data[end] != ' ' && w->text.data[end] != '\n')
            end++;
        task(w, nr_str_sub(w->text, at, end));
        end = end < w->text.len ? end : w->text.len;
    }
}

/* MB/s in the best of several rounds. */
static double speed(struct work *w, void (*task)(struct work *, struct nr_str))
{
    double best = 0;
    for (int round = 0; round < 7; round++) {
        w->stored.len = 0;
        w->number = 0;
        nr_near_free(w->near);
        w->near = nr_near_new();
        double start = now();
        run(w, task);
        double spent = now() - start;
        best = (double)w->text.len / spent > best ? (double)w->text.len / spent : best;
    }
    return best / 1e6;
}

static struct nr_str read_file(const char *path)
{
    struct nr_buf b = {0};
    FILE *f = fopen(path, "rb");
    size_t n = 1;
    while (f && n) {
        n = fread(nr_buf_reserve(&b, 1 << 20), 1, 1 << 20, f);
        b.len += n;
    }
    if (!f || ferror(f) || b.len == 0) {
        fprintf(stderr, "sign: %s: cannot be read, or is empty\n", path);
        exit(2);
    }
    fclose(f);
    return nr_buf_str(&b);
}

int main(int argc, char *argv[])
{
    struct work w = {.record = argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) : 2048};
    if (argc < 2 || w.record == 0) {
        fprintf(stderr, "usage: sign FILE [RECORD]\n");
        return 2;
    }
    w.text = read_file(argv[1]);
    w.bands = nr_bands_choose(.7);
    nr_minhash_init(&w.all, NR_MINHASH_MOST);
    nr_minhash_init(&w.few, w.bands.bands * w.bands.rows);
    printf("shingles\t%.0f\n", speed(&w, do_shingles));
    printf("sign-128\t%.0f\n", speed(&w, do_sign));
    printf("sign-%u\t%.0f\n", w.few.count, speed(&w, do_sign_few));
    printf("sign-%u-index\t%.0f\n", w.few.count, speed(&w, do_index));
    printf("sign-%u-store\t%.0f\n", w.few.count, speed(&w, do_store));
    do_shingles(&w, w.text);
    printf("stored-bytes-per-shingle\t%.2f\n", (double)w.stored.len / (double)w.shingles.count);
    nr_near_free(w.near);
    nr_candidates_free(&w.candidates);
    nr_shingles_free(&w.shingles);
    nr_grams_free(&w.grams);
    nr_buf_free(&w.stored);
    free((char *)(uintptr_t)w.text.data);
    return w.sum == 0;
}
