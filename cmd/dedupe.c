/* dedupe: passes the first record of each text, and drops or marks those that repeat it. What it
 * does with records is in cmd/dedupe/, by mode. */
#include "dedupe/dedupe.h"
#include "newsreel/json/json.h"
#include <stdio.h>
#include <stdlib.h>

enum {
    MARK = 1,
    KEY,
    MEMORY,
    FOLD,
    BITS,
    NEAR,
    NGRAM,
    CONTAINED,
    PARAGRAPHS,
    MIN_WORDS,
    DRY_RUN,
    KEEP,
    WINDOW,
    EXPLAIN,
    SIGN,
    PAIRS,
    RESOLVE,
    DROP,
    SHARD,
    CROWD,
    INDEX,
    VERIFY,
};

enum {
    MIN_WORDS_DEFAULT = 10,
    SHOWN = 10,         /* crowds in a report */
    CROWD_LEAST = 100,  /* records that one has swallowed before it is worth a warning, and */
    CROWD_SHARE = 100,  /* one in so many of all */
    DAY = 24 * 60 * 60, /* seconds */
    MOST_DAYS = 100000,
};

static const struct nr_option options[] = {
    {"bits", 0, NR_ARG_CHOICE, "N",
     "compare N bits of a text's fingerprint: 64 or 128 (default 128)", BITS, "64 128"},
    {"contained", 0, NR_ARG_TEXT, "T",
     "drop a record whose n-grams lie in those of a kept one to a share of T (0 to 1)", CONTAINED,
     NULL},
    {"crowd", 0, NR_ARG_TEXT, "N",
     "with --pairs: of more than N different records with one key, compare with the first N "
     "(default 2000)",
     CROWD, NULL},
    {"drop", 0, NR_ARG_FILE, "FILE",
     "drop or mark the records that FILE lists, which --resolve has made", DROP, NULL},
    {"dry-run", 0, NR_ARG_NONE, NULL,
     "pass nothing; print what would be dropped, as one JSON object", DRY_RUN, NULL},
    {"explain", 0, NR_ARG_FILE, "FILE",
     "write what is dropped or marked to FILE, as JSONL: id, reason, duplicate_of, similarity",
     EXPLAIN, NULL},
    {"fold", 0, NR_ARG_NONE, NULL, "case and punctuation do not count", FOLD, NULL},
    {"index", 0, NR_ARG_FILE, "DIR",
     "compare with what earlier runs have kept, too; DIR holds it, and then what this one keeps",
     INDEX, NULL},
    {"keep", 0, NR_ARG_CHOICE, "COPY",
     "which copy stays: first, longest or earliest; the last two read the files twice (default "
     "first)",
     KEEP, "first longest earliest"},
    {"key", 'k', NR_ARG_TEXT, "MEMBER",
     "compare the exact value of MEMBER instead of the text; records without it pass", KEY, NULL},
    {"mark", 0, NR_ARG_NONE, NULL,
     "pass duplicates too, with duplicate_of (id of the record kept) and similarity", MARK, NULL},
    {"memory", 0, NR_ARG_TEXT, "SIZE", "fail before more than SIZE is needed to remember records",
     MEMORY, NULL},
    {"min-words", 0, NR_ARG_TEXT, "N", "with --paragraphs: those of fewer words stay (default 10)",
     MIN_WORDS, NULL},
    {"near", 0, NR_ARG_TEXT, "T",
     "drop a record whose n-grams have a Jaccard similarity of T or more (0 to 1) with a kept "
     "one's",
     NEAR, NULL},
    {"ngram", 0, NR_ARG_TEXT, "N", "compare runs of N words, up to 32 (default 5)", NGRAM, NULL},
    {"pairs", 0, NR_ARG_NONE, NULL,
     "read sorted lines of --sign, write a line for each pair of duplicates", PAIRS, NULL},
    {"paragraphs", 0, NR_ARG_NONE, NULL,
     "drop paragraphs that were seen before, and records in which nothing is new", PARAGRAPHS,
     NULL},
    {"resolve", 0, NR_ARG_NONE, NULL, "read sorted lines of --pairs, write which records go",
     RESOLVE, NULL},
    {"shard", 0, NR_ARG_TEXT, "N",
     "with --sign and --drop: the first FILE is number N of all files (default 0)", SHARD, NULL},
    {"sign", 0, NR_ARG_NONE, NULL,
     "write lines by which duplicates find each other, with the same options as --pairs", SIGN,
     NULL},
    {"verify", 0, NR_ARG_NONE, NULL,
     "with --index: first read all of it, and compare it with its checksums", VERIFY, NULL},
    {"window", 0, NR_ARG_TEXT, "DAYS", "compare only records that were created at most DAYS apart",
     WINDOW, NULL},
    {0},
};

/* ---- Options ---- */

static enum nr_status threshold(const char *name, const char *argument, double *value,
                                struct nr_error *e)
{
    char *end;
    *value = strtod(argument, &end);
    if (*end == '\0' && end > argument && *value > 0 && *value <= 1 && argument[0] != ' ')
        return NR_OK;
    nr_error_set(e, "%s: a number above 0 and up to 1, not '%s'", name, argument);
    return NR_FAIL;
}

static enum keep keep_of(const char *copy)
{
    return strcmp(copy, "longest") == 0    ? KEEP_LONGEST
           : strcmp(copy, "earliest") == 0 ? KEEP_EARLIEST
                                           : KEEP_FIRST;
}

static enum nr_status number(struct config *c, int code, const char *argument, struct nr_error *e)
{
    uint64_t days;
    if (code == NGRAM)
        return nr_option_number("--ngram", argument, 1, NR_SHINGLES_MOST_WORDS, &c->ngram, e);
    if (code == SHARD)
        return nr_option_number("--shard", argument, 0, NR_REF_MOST_SHARD, &c->steps.shard, e);
    if (code == CROWD)
        return nr_option_number("--crowd", argument, 1, NR_PAIRS_MOST_CLASSES, &c->steps.crowd, e);
    if (code == MIN_WORDS)
        return nr_option_number("--min-words", argument, 1, UINT32_MAX, &c->min_words, e);
    if (nr_option_number("--window", argument, 1, MOST_DAYS, &days, e) != NR_OK)
        return NR_FAIL;
    c->options.window = (int64_t)days * DAY;
    return NR_OK;
}

static enum nr_status option(void *config, int code, const char *argument, struct nr_error *e)
{
    struct config *c = config;
    c->mark |= code == MARK;
    c->fold |= code == FOLD;
    c->dry_run |= code == DRY_RUN;
    c->explains |= code == EXPLAIN;
    c->paragraphs |= code == PARAGRAPHS;
    c->verify |= code == VERIFY;
    c->steps.sign |= code == SIGN;
    c->steps.pairs |= code == PAIRS;
    c->steps.resolve |= code == RESOLVE;
    switch (code) {
    case KEY:
        c->key = nr_str_of(argument);
        return c->key.len ? NR_OK : dedupe_fail(e, "--key: the name of a member is empty");
    case INDEX:
        c->folder = argument;
        return *argument ? NR_OK : dedupe_fail(e, "--index: the name of the folder is empty");
    case MEMORY:
        return nr_option_size("--memory", argument, &c->options.memory, e);
    case BITS:
        c->options.bits = strcmp(argument, "64") == 0 ? 64 : 128;
        return NR_OK;
    case NEAR:
        return threshold("--near", argument, &c->options.near, e);
    case CONTAINED:
        return threshold("--contained", argument, &c->options.contained, e);
    case KEEP:
        c->keep = keep_of(argument);
        return NR_OK;
    case DROP:
        c->steps.drop = argument;
        return NR_OK;
    case NGRAM:
    case SHARD:
    case CROWD:
    case MIN_WORDS:
    case WINDOW:
        return number(c, code, argument, e);
    default:
        return NR_OK;
    }
}

static enum nr_status check_options(const struct config *c, struct nr_error *e)
{
    bool alike = c->options.near > 0 || c->options.contained > 0;
    if (c->key.len && (alike || c->paragraphs || c->fold))
        return dedupe_fail(
            e, "--key compares exact values: not with --near, --contained, --paragraphs or "
               "--fold");
    if (c->paragraphs && (alike || c->mark || c->keep != KEEP_FIRST || c->options.window))
        return dedupe_fail(
            e, "--paragraphs: not with --near, --contained, --mark, --keep or --window");
    if (c->fold && alike)
        return dedupe_fail(e, "--fold: n-grams are folded anyway");
    if (c->ngram && !alike)
        return dedupe_fail(e, "--ngram: only with --near or --contained");
    if (c->min_words && !c->paragraphs)
        return dedupe_fail(e, "--min-words: only with --paragraphs");
    if (c->verify && !c->folder)
        return dedupe_fail(e, "--verify: only with --index");
    if (c->folder && steps_asked(&c->steps))
        return dedupe_fail(e, "--index: not with --sign, --pairs, --resolve or --drop");
    return steps_check(c, e);
}

static enum nr_status start(void *config, struct nr_error *e)
{
    struct config *c = config;
    if (check_options(c, e) != NR_OK)
        return NR_FAIL;
    c->ngram = c->ngram ? c->ngram : NR_SHINGLES_WORDS;
    c->min_words = c->min_words ? c->min_words : MIN_WORDS_DEFAULT;
    c->options.bits = c->options.bits ? c->options.bits : 128;
    c->options.ids =
        c->folder ||
        (!c->paragraphs && (steps_asked(&c->steps) || c->mark || c->dry_run || c->explains ||
                            c->options.window || c->options.near > 0 || c->options.contained > 0));
    if (c->options.near > 0) {
        c->bands = nr_bands_choose(c->options.near);
        nr_minhash_init(&c->minhash, c->bands.bands * c->bands.rows);
    }
    if (steps_asked(&c->steps))
        return (c->mode = steps_start(c, e)) ? NR_OK : NR_FAIL;
    c->mode = c->paragraphs           ? &paragraphs_mode
              : c->keep != KEEP_FIRST ? &best_mode
              : c->options.ids        ? &records_mode
                                      : &bare_mode;
    return NR_OK;
}

static enum nr_status plan(void *config, struct nr_paths *operands, struct nr_paths *study,
                           struct nr_error *e)
{
    struct config *c = config;
    if (c->keep != KEEP_FIRST && operands->count == 0)
        return dedupe_fail(
            e, "--keep: longest and earliest read the files twice, which standard input cannot be");
    if (steps_asked(&c->steps))
        return steps_plan(&c->steps, operands, e);
    if (c->keep != KEEP_FIRST)
        *study = *operands;
    if (c->folder && dedupe_open_index(c, operands, e) != NR_OK)
        return NR_FAIL;
    return nr_seen_open(&c->seen, &c->options, e);
}

static bool writes_lines(const void *config)
{
    const struct steps *s = &((const struct config *)config)->steps;
    return s->sign || s->pairs || s->resolve;
}

static bool reads_lines(const void *config)
{
    return steps_reads_lines(&((const struct config *)config)->steps);
}

/* ---- The run ---- */

static enum nr_status map(const void *config, void *scratch, struct nr_job *job, struct nr_error *e)
{
    const struct config *c = config;
    return c->mode->map(c, scratch, job, e);
}

static void ahead(const void *config, const uint64_t key[NR_KEY])
{
    const struct config *c = config;
    if (c->mode == &bare_mode || c->mode == &records_mode)
        nr_seen_prefetch(c->seen, (struct nr_hash128){key[KEY_WHOLE], 0});
}

static enum nr_verdict commit(void *config, struct nr_commit *commit, struct nr_error *e)
{
    struct config *c = config;
    return c->mode->commit(c, commit, e);
}

void dedupe_scratch_free(void *scratch)
{
    struct scratch *s = scratch;
    nr_buf_free(&s->text);
    nr_buf_free(&s->packed);
    nr_buf_free(&s->encoded);
    nr_shingles_free(&s->shingles);
    nr_grams_free(&s->grams);
}

/* ---- The end ---- */

/* How many of those that were dropped are how alike, by steps of .05. */
static void add_bins(const struct config *c, struct nr_buf *out)
{
    struct nr_buf bins = {0};
    nr_object_begin(&bins);
    for (int i = 0; i < BINS; i++) {
        char name[8];
        snprintf(name, sizeof name, "%.2f", i / (double)BINS);
        if (c->bins[i])
            nr_object_add_u64(&bins, name, c->bins[i]);
    }
    nr_object_end(&bins);
    nr_object_add_raw(out, "similarity", nr_buf_str(&bins));
    nr_buf_free(&bins);
}

static void add_crowds(struct config *c, struct nr_buf *out)
{
    struct nr_buf list = {0};
    nr_crowds_sort(&c->crowds);
    nr_buf_add_char(&list, '[');
    for (int i = 0; i < SHOWN && c->crowds.crowds[i].count; i++) {
        if (i)
            nr_buf_add_char(&list, ',');
        nr_object_begin(&list);
        nr_object_add_text(&list, "id", nr_buf_str(&c->crowds.crowds[i].name));
        nr_object_add_u64(&list, "duplicates", c->crowds.crowds[i].count);
        if (c->crowds.lost)
            nr_object_add_u64(&list, "at_most", c->crowds.crowds[i].count + c->crowds.lost);
        nr_object_end(&list);
    }
    nr_buf_add_char(&list, ']');
    nr_object_add_raw(out, "largest", nr_buf_str(&list));
    nr_buf_free(&list);
}

static enum nr_status finish(void *config, struct nr_buf *out, struct nr_error *e)
{
    struct config *c = config;
    if (steps_finish(&c->steps, out, e) != NR_OK || best_finish(c, e) != NR_OK)
        return NR_FAIL;
    if (!c->dry_run)
        return NR_OK;
    nr_object_begin(out);
    nr_object_add_u64(out, "records", c->records);
    nr_object_add_u64(out, "kept", c->kept);
    nr_object_add_u64(out, "dropped", c->dropped);
    add_bins(c, out);
    add_crowds(c, out);
    nr_object_end(out);
    nr_buf_add_char(out, '\n');
    return NR_OK;
}

static void warn(void *config, struct nr_buf *lines)
{
    struct config *c = config;
    nr_crowds_sort(&c->crowds);
    struct nr_crowd *largest = &c->crowds.crowds[0];
    if (largest->count >= CROWD_LEAST && largest->count * CROWD_SHARE >= c->records)
        nr_buf_addf(lines,
                    "warning: %llu of %llu records are taken for duplicates of one, %s%s: is it a "
                    "template?\n",
                    (unsigned long long)largest->count, (unsigned long long)c->records,
                    c->options.ids ? "" : "the same as ", nr_buf_cstr(&largest->name));
    if (c->index && nr_index_stats(c->index).taken_back)
        nr_buf_add_cstr(lines,
                        "warning: this run was in the index already, but had not come to its "
                        "end: it has been taken back and done again\n");
    if (c->index && nr_index_stats(c->index).forgotten_all)
        nr_buf_add_cstr(lines,
                        "warning: all earlier runs of the index lie outside the window and are "
                        "forgotten: is a date wrong?\n");
    uint64_t stay = c->index ? nr_index_stats(c->index).undated : 0;
    if (stay)
        nr_buf_addf(lines,
                    "warning: older than the window, but kept for records without a date: %llu of "
                    "the runs in the index\n",
                    (unsigned long long)stay);
    uint64_t doubts = c->seen ? nr_seen_doubts(c->seen) : 0;
    if (doubts)
        nr_buf_addf(
            lines,
            "warning: %llu records stay whose duplicates may have been missed: too many others "
            "share their keys\n",
            (unsigned long long)doubts);
    steps_warn(&c->steps, lines);
}

static void stop(void *config)
{
    struct config *c = config;
    steps_stop(&c->steps);
    nr_seen_close(c->seen);
    nr_index_close(c->index);
    best_free(c->best);
    nr_crowds_free(&c->crowds);
    nr_buf_free(&c->repeated);
    nr_buf_free(&c->rest);
    nr_record_free(&c->record);
}

static const struct nr_filter dedupe = {
    .name = "dedupe",
    .summary = "drop records whose text has been seen before",
    .operands = "[FILE ...]",
    .options = options,
    .config_size = sizeof(struct config),
    .scratch_size = sizeof(struct scratch),
    .sides = {"explain"},
    .option = option,
    .start = start,
    .plan = plan,
    .reads_lines = reads_lines,
    .writes_lines = writes_lines,
    .study = &dedupe_study,
    .map = map,
    .scratch_free = dedupe_scratch_free,
    .ahead = ahead,
    .commit = commit,
    .finish = finish,
    .settle = dedupe_settle,
    .unsettle = dedupe_unsettle,
    .warn = warn,
    .stop = stop,
};

int main(int argc, char *argv[])
{
    return nr_filter_main(&dedupe, argc, argv);
}
