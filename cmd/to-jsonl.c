/* to-jsonl: gives every record the same keys, in the same order, each of one type. */
#include "newsreel/publish/schema.h"
#include "newsreel/stream/filter.h"
#include <stdlib.h>

enum { FIELDS = 1, LOSSES, PRINT_SCHEMA, SEALED };

static const struct nr_option options[] = {
    {"fields", 'f', NR_ARG_TEXT, "LIST",
     "write these fields, in this order, separated by commas (a wrong name lists them all)", FIELDS,
     NULL},
    {"losses", 0, NR_ARG_FILE, "FILE",
     "write what could not be published as it was to FILE, as JSONL: id, member, loss", LOSSES,
     NULL},
    {"print-schema", 0, NR_ARG_CHOICE, "FORMAT",
     "print the schema for another program to read, and end: duckdb or spark", PRINT_SCHEMA,
     "duckdb spark"},
    {"sealed", 0, NR_ARG_NONE, NULL,
     "fail, and leave no file, unless the input ends with a seal that agrees", SEALED, NULL},
    {0},
};

struct config {
    struct nr_schema schema;
    unsigned format; /* enum nr_schema_format, with print_schema */
    bool print_schema, sealed;
};

static enum nr_status choose_format(struct config *c, const char *argument, struct nr_error *e)
{
    static const char *const names[] = {[NR_SCHEMA_DUCKDB] = "duckdb", [NR_SCHEMA_SPARK] = "spark"};
    for (c->format = 0; c->format < sizeof names / sizeof *names; c->format++)
        if (strcmp(argument, names[c->format]) == 0) {
            c->print_schema = true;
            return NR_OK;
        }
    nr_error_set(e, "--print-schema: '%s' is none of duckdb, spark", argument);
    return NR_FAIL;
}

static enum nr_status option(void *config, int code, const char *argument, struct nr_error *e)
{
    struct config *c = config;
    if (code == LOSSES)
        return NR_OK;
    if (code == SEALED) {
        c->sealed = true;
        return NR_OK;
    }
    if (code == FIELDS) {
        free(c->schema.fields); /* of an earlier --fields: the last one counts */
        return nr_schema_choose(&c->schema, nr_str_of(argument), e);
    }
    return choose_format(c, argument, e);
}

static enum nr_status start(void *config, struct nr_error *e)
{
    struct config *c = config;
    return c->schema.count ? NR_OK : nr_schema_choose(&c->schema, nr_str(NULL, 0), e);
}

static bool answer(const void *config, struct nr_buf *out)
{
    const struct config *c = config;
    if (c->print_schema)
        nr_schema_describe(&c->schema, (enum nr_schema_format)c->format, out);
    return c->print_schema;
}

static bool needs_seals(const void *config)
{
    return ((const struct config *)config)->sealed;
}

static enum nr_status map(const void *config, void *scratch, struct nr_job *job, struct nr_error *e)
{
    const struct config *c = config;
    (void)scratch;
    struct nr_losses losses = {.lines = job->side[0]};
    enum nr_status status =
        nr_schema_row(&c->schema, job->record, job->arena, job->out, &losses, e);
    nr_job_note(job, "characters-replaced", losses.characters);
    nr_job_note(job, "times-nulled", losses.times);
    return status;
}

static void stop(void *config)
{
    struct config *c = config;
    free(c->schema.fields);
}

static const struct nr_filter to_jsonl = {
    .name = "to-jsonl",
    .summary = "write records as lines of one fixed schema",
    .operands = "[FILE ...]",
    .options = options,
    .config_size = sizeof(struct config),
    .ends_stream = true,
    .sides = {"losses"},
    .option = option,
    .start = start,
    .answer = answer,
    .needs_seals = needs_seals,
    .map = map,
    .stop = stop,
};

int main(int argc, char *argv[])
{
    return nr_filter_main(&to_jsonl, argc, argv);
}
