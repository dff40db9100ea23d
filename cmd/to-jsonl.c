/* to-jsonl: gives every record the same keys, in the same order, each of one type. */
#include "newsreel/publish/schema.h"
#include "newsreel/stream/filter.h"
#include "newsreel/stream/sink.h"
#include <stdlib.h>

enum { FIELDS = 1, LOSSES, DUCKDB, SPARK };

static const struct nr_option options[] = {
    {"fields", 'f', NR_ARG_TEXT, "LIST",
     "write these fields, in this order, separated by commas (a wrong name lists them all)", FIELDS,
     NULL},
    {"losses", 0, NR_ARG_FILE, "FILE",
     "write what could not be published as it was to FILE, as JSONL: id, member, loss", LOSSES,
     NULL},
    {"duckdb", 0, NR_ARG_FILE, "FILE",
     "write the schema to FILE as a macro read_news(path) for DuckDB", DUCKDB, NULL},
    {"spark", 0, NR_ARG_FILE, "FILE", "write the schema to FILE as DDL for Spark", SPARK, NULL},
    {0},
};

struct config {
    struct nr_str list;
    const char *described[2]; /* file for each enum nr_schema_format */
    struct nr_schema schema;
};

static enum nr_status option(void *config, int code, const char *argument, struct nr_error *e)
{
    struct config *c = config;
    (void)e;
    if (code == FIELDS)
        c->list = nr_str_of(argument);
    if (code == DUCKDB)
        c->described[NR_SCHEMA_DUCKDB] = argument;
    if (code == SPARK)
        c->described[NR_SCHEMA_SPARK] = argument;
    return NR_OK;
}

static enum nr_status start(void *config, struct nr_error *e)
{
    struct config *c = config;
    return nr_schema_choose(&c->schema, c->list, e);
}

static enum nr_status describe(const struct config *c, enum nr_schema_format format,
                               struct nr_error *e)
{
    struct nr_sink *sink;
    struct nr_buf text = {0};
    if (!c->described[format])
        return NR_OK;
    nr_schema_describe(&c->schema, format, &text);
    enum nr_status status = nr_sink_open(&sink, c->described[format], e);
    if (status == NR_OK) {
        status = nr_sink_write(sink, nr_buf_str(&text), e);
        if (status == NR_OK)
            status = nr_sink_close(sink, e);
        else
            nr_sink_abort(sink);
    }
    nr_buf_free(&text);
    return status;
}

static enum nr_status finish(void *config, struct nr_buf *out, struct nr_error *e)
{
    (void)out;
    enum nr_status status = describe(config, NR_SCHEMA_DUCKDB, e);
    return status == NR_OK ? describe(config, NR_SCHEMA_SPARK, e) : status;
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
    .finish = finish,
    .stop = stop,
};

int main(int argc, char *argv[])
{
    return nr_filter_main(&to_jsonl, argc, argv);
}
