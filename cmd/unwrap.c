/* unwrap: archives in, one document a line out. */
#include "newsreel/core/utf8.h"
#include "newsreel/source/document.h"
#include "newsreel/source/warc.h"
#include "newsreel/stream/filter.h"

enum {
    ANY_STATUS,
    COLUMNS,
    DIGEST,
    FORMAT,
    KEEP_LINES,
    MAP,
    MAX_DEPTH,
    MAX_EXPANSION,
    MAX_RATIO,
    RAR,
    TYPES,
    VERIFY
};

static const struct nr_option options[] = {
    {"any-status", 0, NR_ARG_NONE, NULL, "keep HTTP responses with a status other than 200",
     ANY_STATUS, NULL},
    {"columns", 0, NR_ARG_TEXT, "LIST", "names of the columns of tables that have no row of names",
     COLUMNS, NULL},
    {"digest", 0, NR_ARG_NONE, NULL, "add the SHA-256 of each body before charset decoding", DIGEST,
     NULL},
    {"format", 0, NR_ARG_TEXT, "NAME", "read what is no archive as NAME", FORMAT, NULL},
    {"keep-lines", 0, NR_ARG_NONE, NULL, "leave hard-wrapped lines of plain text as they are",
     KEEP_LINES, NULL},
    {"map", 0, NR_ARG_TEXT, "LIST", "members of data to rename: NAME=SOURCE,...; none: as they are",
     MAP, NULL},
    {"max-depth", 0, NR_ARG_TEXT, "N", "open archives in archives down to N (default 4)", MAX_DEPTH,
     NULL},
    {"max-expansion", 0, NR_ARG_TEXT, "SIZE",
     "give a file up when more than SIZE comes out of it (default no limit)", MAX_EXPANSION, NULL},
    {"max-ratio", 0, NR_ARG_TEXT, "N",
     "give a file up that expands to more than N times its size; 0 never (default 1000)", MAX_RATIO,
     NULL},
    {"rar", 0, NR_ARG_NONE, NULL, "open rar archives too", RAR, NULL},
    {"types", 0, NR_ARG_TEXT, "LIST",
     "records of web archives to take (default response,resource,conversion)", TYPES, NULL},
    {"verify-digests", 0, NR_ARG_NONE, NULL,
     "reject records that do not have the digest their archive states", VERIFY, NULL},
    {0},
};

struct config {
    struct nr_document_options document;
    struct nr_mapping *mapping;
    const struct nr_format *format;
    uint64_t max_depth, max_expansion, max_ratio;
    bool any_ratio, rar;
    unsigned types;
    unsigned columns;
};

/* Adds the types that a list of names names. An unknown one is answered with all there are. */
static enum nr_status types_option(const char *argument, unsigned *types, struct nr_error *e)
{
    struct nr_str list = nr_str_of(argument), name;
    bool good = list.len > 0;
    *types = 0;
    while (good && nr_str_split(&list, ',', &name)) {
        enum nr_warc_type type = nr_warc_type_named(name);
        if (nr_str_is(name, "all"))
            *types |= NR_WARC_ALL;
        else if (nr_str_eq_fold(name, nr_str_of(nr_warc_type_name(type))))
            *types |= 1u << type;
        else
            good = false;
    }
    if (good)
        return NR_OK;
    struct nr_buf names = {0};
    for (unsigned type = 0; NR_WARC_ALL >> type; type++)
        nr_buf_addf(&names, "%s, ", nr_warc_type_name((enum nr_warc_type)type));
    nr_error_set(e, "--types: '%s' is no list of %sall", argument, nr_buf_cstr(&names));
    nr_buf_free(&names);
    return NR_FAIL;
}

/* An unknown name is answered with all names there are. */
static enum nr_status format_option(const char *name, const struct nr_format **format,
                                    struct nr_error *e)
{
    struct nr_buf names = {0};
    *format = nr_format_named(nr_str_of(name));
    if (*format)
        return NR_OK;
    for (size_t i = 0; nr_formats[i]; i++)
        nr_buf_addf(&names, " %s", nr_formats[i]->name);
    nr_error_set(e, "--format: '%s' is none of%s", name, nr_buf_cstr(&names));
    nr_buf_free(&names);
    return NR_FAIL;
}

/* Names are separated by commas as in a table, so there is one more than there are commas outside
 * of quotes. */
static enum nr_status columns_option(struct config *c, const char *list, struct nr_error *e)
{
    bool quoted = false;
    struct nr_str names = nr_str_of(list);
    if (!names.len || nr_utf8_valid(names) != names.len) {
        nr_error_set(e, "--columns: %s", names.len ? "not valid UTF-8" : "no names");
        return NR_FAIL;
    }
    c->document.columns = names;
    c->columns = 1;
    for (size_t i = 0; i < names.len; i++) {
        quoted ^= names.data[i] == '"';
        c->columns += names.data[i] == ',' && !quoted;
    }
    return NR_OK;
}

/* Without the option the table is made at the start. */
static struct nr_mapping *mapping(struct config *c)
{
    if (!c->mapping)
        c->document.mapping = c->mapping = nr_mapping_new();
    return c->mapping;
}

static enum nr_status start(void *config, struct nr_error *e)
{
    (void)e;
    mapping(config);
    return NR_OK;
}

static void stop(void *config)
{
    struct config *c = config;
    nr_mapping_free(c->mapping);
}

static enum nr_status option(void *config, int code, const char *argument, struct nr_error *e)
{
    struct config *c = config;
    switch (code) {
    case DIGEST:
        c->document.digest = true;
        break;
    case KEEP_LINES:
        c->document.keep_lines = true;
        break;
    case TYPES:
        return types_option(argument, &c->types, e);
    case VERIFY:
        c->document.verify_digests = true;
        break;
    case ANY_STATUS:
        c->document.any_status = true;
        break;
    case FORMAT:
        return format_option(argument, &c->format, e);
    case RAR:
        c->rar = true;
        break;
    case COLUMNS:
        return columns_option(c, argument, e);
    case MAP:
        return nr_mapping_add(mapping(c), nr_str_of(argument), e);
    case MAX_DEPTH:
        return nr_option_number("--max-depth", argument, 1, 64, &c->max_depth, e);
    case MAX_EXPANSION:
        return nr_option_size("--max-expansion", argument, &c->max_expansion, e);
    case MAX_RATIO:
        c->any_ratio = true;
        return nr_option_number("--max-ratio", argument, 0, 1000000000, &c->max_ratio, e);
    default:
        break;
    }
    return NR_OK;
}

static void sources(void *config, struct nr_members_options *members)
{
    struct config *c = config;
    members->format = c->format;
    members->rar = c->rar;
    members->types = c->types;
    members->columns = c->columns;
    members->max_depth = (unsigned)c->max_depth;
    members->input.max_ratio = c->any_ratio ? c->max_ratio : NR_RATIO;
    members->max_expansion = c->max_expansion;
    c->document.max_record = members->max_record;
}

static enum nr_status map_line(const struct config *c, struct nr_job *job, struct nr_error *e)
{
    size_t at = (size_t)(job->bytes.data - job->member->bytes.data);
    if (nr_mapping_apply(c->mapping, job->record, job->arena, e) != NR_OK ||
        nr_document_complete(job->record, job->member, job->member->line + job->line, at, e) !=
            NR_OK)
        return NR_BAD;
    nr_record_write(job->record, job->out);
    return NR_OK;
}

/* What is lost of the member while the rest of it comes out. */
static void report_losses(struct nr_job *job, const struct nr_document_fate *fate)
{
    struct nr_buf text = {0};
    size_t listed = 0;
    for (const struct nr_story_loss *l = fate->losses; l; l = l->next, listed++)
        nr_job_lose(job, l->path.len ? l->path : job->member->source, l->text);
    if (fate->loss_count > listed) {
        nr_buf_addf(&text, "%zu more losses", fate->loss_count - listed);
        nr_job_lose(job, job->member->source, nr_buf_cstr(&text));
    }
    nr_buf_free(&text);
}

static enum nr_status map(const void *config, void *scratch, struct nr_job *job, struct nr_error *e)
{
    const struct config *c = config;
    if (job->record)
        return map_line(c, job, e);
    struct nr_document_fate fate;
    enum nr_status status =
        nr_document_write(&c->document, scratch, job->member, job->arena, job->out, &fate, e);
    job->drop = fate.drop;
    nr_job_note(job, "charset-guessed", fate.guessed);
    nr_job_note(job, "invalid-replaced", fate.replaced);
    nr_job_note(job, "truncated", fate.truncated);
    nr_job_note(job, "length-corrected", job->member->corrected);
    nr_job_note(job, "http-extra-line", fate.extra_line);
    nr_job_note(job, "digest-unchecked", fate.unchecked);
    nr_job_note(job, "attachments-skipped", fate.attachments);
    nr_job_note(job, "xml-mended", fate.mended);
    nr_job_note(job, "blocks-shared", fate.shared);
    nr_job_note(job, "blocks-missing", fate.missing);
    report_losses(job, &fate);
    return status;
}

static void scratch_free(void *scratch)
{
    nr_document_scratch_free(scratch);
}

static const struct nr_filter unwrap = {
    .name = "unwrap",
    .summary = "take archives apart into one document a line",
    .operands = "[FILE|DIR ...]",
    .options = options,
    .config_size = sizeof(struct config),
    .scratch_size = sizeof(struct nr_document_scratch),
    .reads_members = true,
    .option = option,
    .start = start,
    .sources = sources,
    .map = map,
    .scratch_free = scratch_free,
    .stop = stop,
};

int main(int argc, char *argv[])
{
    return nr_filter_main(&unwrap, argc, argv);
}
