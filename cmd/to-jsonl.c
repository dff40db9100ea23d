/* to-jsonl: gives every record the same keys, in the same order, each of one type. */
#include "newsreel/publish/attributes.h"
#include "newsreel/publish/summary.h"
#include "newsreel/publish/where.h"
#include "newsreel/source/input.h"
#include "to-jsonl/data_set.h"

enum {
    AS = 1,
    ATTRIBUTES,
    FIELDS,
    FLATTEN,
    LOSSES,
    PRINT_SCHEMA,
    REPLACE,
    REPORT,
    SCHEMA,
    SEALED,
    SHARD_FORMAT,
    SHARD_SIZE,
    TEXT_APART,
    VERIFY,
    WHERE
};

#define DEFAULT_SHARD_SIZE (256 << 20)

enum { LOSSES_SIDE, ATTRIBUTES_SIDE, REPORT_SIDE };

static const struct nr_option options[] = {
    {"as", 0, NR_ARG_CHOICE, "PRESET",
     "write the fields of flat (default), dolma, datatrove or ninjs", AS, NR_SCHEMA_BUILT_IN},
    {"attributes", 0, NR_ARG_FILE, "FILE",
     "write the spans of each line to FILE, as attributes of dolma", ATTRIBUTES, NULL},
    {"fields", 'f', NR_ARG_TEXT, "LIST",
     "write these fields, in this order, separated by commas (see --print-schema newsreel)", FIELDS,
     NULL},
    {"flatten", 0, NR_ARG_NONE, NULL,
     "write no objects: their fields as fields like dateline_place", FLATTEN, NULL},
    {"losses", 0, NR_ARG_FILE, "FILE",
     "write what could not be published as it was to FILE, as JSONL: id, member, loss", LOSSES,
     NULL},
    {"print-schema", 0, NR_ARG_CHOICE, "FORMAT",
     "print the schema, in the form of FILE or for another program to read, and end", PRINT_SCHEMA,
     NR_SCHEMA_FORMAT_NAMES},
    {"replace", 0, NR_ARG_NONE, NULL, "write a folder anew that is complete already", REPLACE,
     NULL},
    {"report", 0, NR_ARG_FILE, "FILE",
     "write a page to FILE that shows what the records are like; - prints tables", REPORT, NULL},
    {"schema", 0, NR_ARG_FILE, "FILE", "write the fields of FILE: lines of name and type", SCHEMA,
     NULL},
    {"sealed", 0, NR_ARG_NONE, NULL,
     "fail, and leave no file, unless the input ends with a seal that agrees", SEALED, NULL},
    {"shard-format", 0, NR_ARG_CHOICE, "FORMAT", "pack shards as zst (default), gz or plain",
     SHARD_FORMAT, NR_PACKING_NAMES},
    {"shard-size", 0, NR_ARG_TEXT, "SIZE",
     "with -o DIR/: begin a new shard before SIZE bytes, as packed (default 256M)", SHARD_SIZE,
     NULL},
    {"text-apart", 0, NR_ARG_NONE, NULL,
     "with -o DIR/: write the texts to shards of their own, line for line", TEXT_APART, NULL},
    {"verify", 0, NR_ARG_NONE, NULL, "compare the folders that are named with their manifests",
     VERIFY, NULL},
    {"where", 0, NR_ARG_TEXT, "EXPR",
     "write records that meet EXPR, like language == \"en\" && words >= 50 && !duplicate_of", WHERE,
     NULL},
    {0},
};

struct config {
    const char *as, *fields, *path; /* as the options say; path of --schema */
    struct nr_schema *schema;
    struct nr_where *where;       /* NULL: all records */
    struct nr_summary *summary;   /* NULL: nobody asked */
    enum nr_schema_format format; /* with print_schema */
    bool print_schema, sealed, flat, verify;
    struct data_set data_set;
};

static enum nr_status read_where(struct config *c, const char *argument, struct nr_error *e)
{
    nr_where_free(c->where); /* of an earlier one: the last one counts */
    struct nr_error why;
    c->where = nr_where_new(nr_str_of(argument), &why);
    if (!c->where)
        nr_error_set(e, "--where: %s", why.text);
    return c->where ? NR_OK : NR_FAIL;
}

static enum nr_status option_of_shards(struct config *c, int code, const char *argument,
                                       struct nr_error *e)
{
    struct nr_shards_options *o = &c->data_set.options;
    c->data_set.asked = code == REPLACE        ? "--replace"
                        : code == SHARD_FORMAT ? "--shard-format"
                        : code == SHARD_SIZE   ? "--shard-size"
                                               : "--text-apart";
    o->replace |= code == REPLACE;
    o->text_apart |= code == TEXT_APART;
    if (code == SHARD_SIZE)
        return nr_option_size("--shard-size", argument, &o->shard_size, e);
    if (code == SHARD_FORMAT)
        nr_packing_find(nr_str_of(argument), &o->packing);
    return NR_OK;
}

static enum nr_status option(void *config, int code, const char *argument, struct nr_error *e)
{
    struct config *c = config;
    switch (code) {
    case AS:
        c->as = argument;
        break;
    case FIELDS:
        c->fields = argument;
        break;
    case FLATTEN:
        c->flat = true;
        break;
    case PRINT_SCHEMA:
        c->print_schema = nr_schema_format_find(nr_str_of(argument), &c->format);
        break;
    case REPORT:
        c->summary = c->summary ? c->summary : nr_summary_new();
        break;
    case SCHEMA:
        c->path = argument;
        break;
    case SEALED:
        c->sealed = true;
        break;
    case REPLACE:
    case SHARD_FORMAT:
    case SHARD_SIZE:
    case TEXT_APART:
        return option_of_shards(c, code, argument, e);
    case VERIFY:
        c->verify = true;
        break;
    case WHERE:
        return read_where(c, argument, e);
    default:
        break;
    }
    return NR_OK;
}

static enum nr_status load_schema(struct config *c, struct nr_error *e)
{
    struct nr_buf file = {0};
    struct nr_str text = nr_schema_built_in(c->as ? c->as : "flat");
    enum nr_status status = NR_OK;
    if (c->path) {
        status = nr_input_read_all(c->path, &file, e);
        text = nr_buf_str(&file);
    }
    if (status == NR_OK)
        c->schema = nr_schema_new(text, e);
    if (c->path)
        e->path = nr_str_of(c->path);
    nr_buf_free(&file);
    return c->schema ? NR_OK : NR_FAIL;
}

static enum nr_status start(void *config, struct nr_error *e)
{
    struct config *c = config;
    if (!c->data_set.options.shard_size)
        c->data_set.options.shard_size = DEFAULT_SHARD_SIZE;
    if (c->path && c->as) {
        nr_error_set(e, "--as and --schema are two schemas");
        return NR_FAIL;
    }
    if (load_schema(c, e) != NR_OK)
        return NR_FAIL;
    return nr_schema_use(c->schema, nr_str_of(c->fields), c->flat, e);
}

static bool answer(const void *config, struct nr_buf *out)
{
    const struct config *c = config;
    if (c->print_schema)
        nr_schema_describe(c->schema, c->format, out);
    return c->print_schema;
}

/* ---- Folders ---- */

static bool verify(void *config, const struct nr_paths *folders, unsigned jobs, struct nr_buf *out,
                   struct nr_buf *messages, int *status)
{
    bool asked = ((struct config *)config)->verify;
    if (asked)
        *status = data_sets_verify(folders, jobs, out, messages);
    return asked;
}

static enum nr_status publish_open(void *config, const char *path, unsigned jobs,
                                   struct nr_error *e)
{
    struct config *c = config;
    return data_set_open(&c->data_set, c->schema, path, jobs, e);
}

static enum nr_status publish_write(void *config, struct nr_str lines, struct nr_error *e)
{
    return nr_shards_write(((struct config *)config)->data_set.shards, lines, e);
}

static enum nr_status publish_close(void *config, const struct nr_account *account,
                                    struct nr_error *e)
{
    struct config *c = config;
    return data_set_close(&c->data_set, c->schema, account, e);
}

/* ---- Records ---- */

static bool needs_seals(const void *config)
{
    return ((const struct config *)config)->sealed;
}

static enum nr_status map(const void *config, void *scratch, struct nr_job *job, struct nr_error *e)
{
    const struct config *c = config;
    size_t row_from = job->out->len;
    bool met = true;
    if (c->where && nr_where_test(c->where, job->record, job->arena, &met, e) != NR_OK)
        return NR_BAD;
    if (!met) {
        job->drop = "where";
        return NR_OK;
    }
    struct nr_losses losses = {.lines = job->side[LOSSES_SIDE]};
    enum nr_status status = nr_schema_row(c->schema, job->record, job->arena, job->out, &losses, e);
    nr_job_note(job, "characters-replaced", losses.characters);
    nr_job_note(job, "times-nulled", losses.times);
    nr_job_note(job, "values-nulled", losses.values);
    nr_job_note(job, "members-left-out", losses.left_out);
    if (status == NR_OK && job->side[ATTRIBUTES_SIDE])
        status = nr_attributes_row(job->record, job->arena, job->side[ATTRIBUTES_SIDE], e);
    if (status == NR_OK && job->side[REPORT_SIDE])
        nr_facts_add(job->side[REPORT_SIDE], job->record,
                     nr_str_sub(nr_buf_str(job->out), row_from, job->out->len), scratch,
                     job->arena);
    return status;
}

static void scratch_free(void *scratch)
{
    nr_sample_free(scratch);
}

static bool gather(void *config, int side, struct nr_str lines)
{
    if (side == REPORT_SIDE)
        nr_summary_add(((struct config *)config)->summary, lines);
    return side == REPORT_SIDE;
}

static void report(void *config, const struct nr_account *account, bool plain, struct nr_buf *out)
{
    struct nr_summary *summary = ((struct config *)config)->summary;
    nr_summary_end(summary, account->stages, account->sealed, account->bytes_in);
    if (plain)
        nr_summary_tables(summary, out);
    else
        nr_summary_page(summary, out);
}

static void stop(void *config)
{
    struct config *c = config;
    nr_schema_free(c->schema);
    nr_where_free(c->where);
    nr_summary_free(c->summary);
}

static const struct nr_filter to_jsonl = {
    .name = "to-jsonl",
    .summary = "write records as lines of one fixed schema",
    .operands = "[FILE ...]",
    .options = options,
    .config_size = sizeof(struct config),
    .ends_stream = true,
    .scratch_size = sizeof(struct nr_sample), /* of records that the report may show */
    .sides = {[LOSSES_SIDE] = "losses", [ATTRIBUTES_SIDE] = "attributes", [REPORT_SIDE] = "report"},
    .report_side = "report",
    .asides = {"replace", "sealed"},
    .option = option,
    .start = start,
    .answer = answer,
    .errand = verify,
    .publish_open = publish_open,
    .publish_write = publish_write,
    .publish_close = publish_close,
    .needs_seals = needs_seals,
    .map = map,
    .scratch_free = scratch_free,
    .gather = gather,
    .report = report,
    .stop = stop,
};

int main(int argc, char *argv[])
{
    return nr_filter_main(&to_jsonl, argc, argv);
}
