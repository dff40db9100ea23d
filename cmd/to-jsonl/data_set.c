#include "data_set.h"
#include <sys/stat.h>

int data_sets_verify(const struct nr_paths *folders, unsigned jobs, struct nr_buf *out,
                     struct nr_buf *messages)
{
    if (!folders->count) {
        nr_buf_add_cstr(messages, "--verify: no folder is named\n");
        return 2;
    }
    enum nr_status status = nr_shards_verify(folders->paths, folders->count, jobs, out, messages);
    return status == NR_OK ? 0 : status == NR_BAD ? 1 : 2;
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

enum nr_status data_set_open(struct data_set *d, const struct nr_schema *schema, const char *path,
                             unsigned jobs, struct nr_error *e)
{
    if (!path || !is_folder(path)) {
        if (!d->asked)
            return NR_END;
        nr_error_set(e, "%s is for a folder: -o DIR/", d->asked);
        return NR_FAIL;
    }
    if (d->options.text_apart && !has_text(schema)) {
        nr_error_set(e, "--text-apart: there is no field 'text' of type text");
        return NR_FAIL;
    }
    d->options.threads = jobs;
    return nr_shards_open(&d->shards, path, &d->options, e);
}

/* The schema of the lines, in which there is no text when it is apart. */
static void describe_lines(const struct nr_schema *schema, bool text_apart, struct nr_buf *out)
{
    struct nr_buf all = {0};
    struct nr_str rest, line;
    nr_schema_describe(schema, NR_SCHEMA_NEWSREEL, &all);
    rest = nr_buf_str(&all);
    while (rest.len && nr_str_split(&rest, '\n', &line))
        if (!text_apart || !nr_str_starts(line, nr_str_of("text "))) {
            nr_buf_add_str(out, line);
            nr_buf_add_char(out, '\n');
        }
    nr_buf_free(&all);
}

enum nr_status data_set_close(struct data_set *d, const struct nr_schema *schema,
                              const struct nr_account *account, struct nr_error *e)
{
    struct nr_buf text = {0};
    enum nr_status status = NR_OK;
    if (account) {
        describe_lines(schema, d->options.text_apart, &text);
        struct nr_shards_account a = {nr_str_of("to-jsonl"), nr_str_of(NR_VERSION),
                                      nr_buf_str(&text), account->stages, account->sealed};
        status = nr_shards_close(d->shards, &a, e);
    } else {
        nr_shards_abort(d->shards);
    }
    d->shards = NULL;
    nr_buf_free(&text);
    return status;
}
