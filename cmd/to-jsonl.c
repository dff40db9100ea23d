/* to-jsonl: gives every record the same keys, in the same order, each of one type. */
#include "newsreel/publish/attributes.h"
#include "newsreel/publish/schema.h"
#include "newsreel/publish/shards.h"
#include "newsreel/publish/summary.h"
#include "newsreel/publish/where.h"
#include "newsreel/source/input.h"
#include "newsreel/stream/filter.h"
#include <sys/stat.h>

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
     "with -o DIR/: begin a new shard before SIZE bytes, as packed (256M)", SHARD_SIZE, NULL},
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
    struct nr_shards_options sharding;
    const char *sharding_option; /* one that asks for shards, or NULL */
    struct nr_shards *shards;
};

static enum nr_status choose_format(struct config *c, const char *argument, struct nr_error *e)
{
    c->print_schema = true;
    if (nr_schema_format_find(nr_str_of(argument), &c->format))
        return NR_OK;
    nr_error_set(e, "--print-schema: '%.60s' is none of " NR_SCHEMA_FORMAT_NAMES, argument);
    return NR_FAIL;
}

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
    c->sharding_option = code == REPLACE        ? "--replace"
                         : code == SHARD_FORMAT ? "--shard-format"
                         : code == SHARD_SIZE   ? "--shard-size"
                                                : "--text-apart";
    c->sharding.replace |= code == REPLACE;
    c->sharding.text_apart |= code == TEXT_APART;
    if (code == SHARD_SIZE)
        return nr_option_size("--shard-size", argument, &c->sharding.shard_size, e);
    if (code == SHARD_FORMAT && !nr_packing_find(nr_str_of(argument), &c->sharding.packing)) {
        nr_error_set(e, "--shard-format: '%.60s' is none of " NR_PACKING_NAMES, argument);
        return NR_FAIL;
    }
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
        return choose_format(c, argument, e);
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

static enum nr_status read_file(const char *path, struct nr_buf *bytes, struct nr_error *e)
{
    struct nr_input *in;
    struct nr_input_options o = {.stop_fd = -1};
    struct nr_str view;
    enum nr_status status = nr_input_open(&in, path, &o, e);
    if (status != NR_OK)
        return NR_FAIL;
    while ((status = nr_input_peek(in, 1, &view, e)) == NR_OK) {
        nr_buf_add_str(bytes, view);
        nr_input_skip(in, view.len);
    }
    nr_input_close(in);
    return status == NR_END ? NR_OK : NR_FAIL;
}

static enum nr_status load_schema(struct config *c, struct nr_error *e)
{
    struct nr_buf file = {0};
    struct nr_str text = nr_schema_built_in(c->as ? c->as : "flat");
    enum nr_status status = NR_OK;
    if (c->path) {
        status = read_file(c->path, &file, e);
        text = nr_buf_str(&file);
    } else if (!text.len) {
        nr_error_set(e, "--as: '%.60s' is none of " NR_SCHEMA_BUILT_IN, c->as);
        status = NR_FAIL;
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
    if (!c->sharding.shard_size)
        c->sharding.shard_size = DEFAULT_SHARD_SIZE;
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

static int verify_one(const char *folder, struct nr_buf *out, struct nr_buf *messages)
{
    struct nr_error e;
    enum nr_status status = nr_shards_verify(folder, out, messages, &e);
    if (status != NR_FAIL)
        return status == NR_OK ? 0 : 1;
    nr_error_describe(&e, messages);
    nr_buf_add_char(messages, '\n');
    return 2;
}

static bool verify(void *config, const struct nr_paths *folders, struct nr_buf *out,
                   struct nr_buf *messages, int *status)
{
    struct config *c = config;
    if (!c->verify)
        return false;
    *status = folders->count ? 0 : 2;
    if (!folders->count)
        nr_buf_add_cstr(messages, "--verify: no folder is named\n");
    for (size_t i = 0; i < folders->count; i++) {
        int one = verify_one(folders->paths[i], out, messages);
        *status = one > *status ? one : *status;
    }
    return true;
}

static bool is_folder(const char *path)
{
    struct stat st;
    return nr_str_ends(nr_str_of(path), nr_str_of("/")) ||
           (stat(path, &st) == 0 && S_ISDIR(st.st_mode));
}

static bool has_text(const struct nr_schema *schema)
{
    const struct nr_field *f = nr_schema_fields(schema);
    while (f && !nr_str_is(f->name, "text"))
        f = f->next;
    return f && f->type == NR_FIELD_TEXT && !f->list;
}

static enum nr_status publish_open(void *config, const char *path, unsigned jobs,
                                   struct nr_error *e)
{
    struct config *c = config;
    if (!path || !is_folder(path)) {
        if (!c->sharding_option)
            return NR_END;
        nr_error_set(e, "%s is for a folder: -o DIR/", c->sharding_option);
        return NR_FAIL;
    }
    if (c->sharding.text_apart && !has_text(c->schema)) {
        nr_error_set(e, "--text-apart: there is no field 'text' of type text");
        return NR_FAIL;
    }
    c->sharding.threads = jobs;
    return nr_shards_open(&c->shards, path, &c->sharding, e);
}

static enum nr_status publish_write(void *config, struct nr_str lines, struct nr_error *e)
{
    return nr_shards_write(((struct config *)config)->shards, lines, e);
}

/* The schema of the lines, in which there is no text when it is apart. */
static void describe_lines(const struct config *c, struct nr_buf *out)
{
    struct nr_buf all = {0};
    struct nr_str rest, line;
    nr_schema_describe(c->schema, NR_SCHEMA_NEWSREEL, &all);
    rest = nr_buf_str(&all);
    while (rest.len && nr_str_split(&rest, '\n', &line))
        if (!c->sharding.text_apart || !nr_str_starts(line, nr_str_of("text "))) {
            nr_buf_add_str(out, line);
            nr_buf_add_char(out, '\n');
        }
    nr_buf_free(&all);
}

static enum nr_status publish_close(void *config, const struct nr_account *account,
                                    struct nr_error *e)
{
    struct config *c = config;
    struct nr_buf schema = {0};
    enum nr_status status = NR_OK;
    if (account) {
        describe_lines(c, &schema);
        struct nr_shards_account a = {nr_str_of("to-jsonl"), nr_str_of(NR_VERSION),
                                      nr_buf_str(&schema), account->stages, account->sealed};
        status = nr_shards_close(c->shards, &a, e);
    } else {
        nr_shards_abort(c->shards);
    }
    c->shards = NULL;
    nr_buf_free(&schema);
    return status;
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
