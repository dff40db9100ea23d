/* to-jsonl: gives every record the same keys, in the same order, each of one type. */
#include "newsreel/publish/schema.h"
#include "newsreel/stream/filter.h"
#include <stdlib.h>

enum { FIELDS = 1, LOSSES };

static const struct nr_option options[] = {
    {"fields", 'f', NR_ARG_TEXT, "LIST",
     "write these fields, in this order, separated by commas (a wrong name lists them all)", FIELDS,
     NULL},
    {"losses", 0, NR_ARG_FILE, "FILE",
     "write what could not be published as it was to FILE, as JSONL: id, member, loss", LOSSES,
     NULL},
    {0},
};

struct config {
    struct nr_str list;
    struct nr_schema schema;
};

static enum nr_status option(void *config, int code, const char *argument, struct nr_error *e)
{
    struct config *c = config;
    (void)e;
    if (code == FIELDS)
        c->list = nr_str_of(argument);
    return NR_OK;
}

static enum nr_status start(void *config, struct nr_error *e)
{
    struct config *c = config;
    return nr_schema_choose(&c->schema, c->list, e);
}

static enum nr_status map(const void *config, void *scratch, struct nr_job *job, struct nr_error *e)
{
    const struct config *c = config;
    (void)scratch;
    struct nr_losses losses = {.lines = job->side[0]};
    return nr_schema_row(&c->schema, job->record, job->arena, job->out, &losses, e);
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
    .sides = {"losses"},
    .option = option,
    .start = start,
    .map = map,
    .stop = stop,
};

int main(int argc, char *argv[])
{
    return nr_filter_main(&to_jsonl, argc, argv);
}
