/* What earlier runs have kept, in a folder. */
#include "dedupe.h"
#include <stdio.h>
#include <sys/stat.h>

enum { SETTINGS = 6, NUMBER = 24 };

/* What decides about a record: the same work on the same operands gives the same bytes. A file of
 * another size is another operand; one that was only copied again is not. */
static void identify(const struct config *c, const struct nr_paths *operands, struct nr_buf *out)
{
    struct stat st;
    nr_buf_addf(out, "%.17g %.17g %lld %d %llu", c->options.near, c->options.contained,
                (long long)c->options.window, (int)c->keep, (unsigned long long)c->min_words);
    for (size_t i = 0; i < operands->count; i++) {
        nr_buf_add(out, operands->paths[i], strlen(operands->paths[i]) + 1);
        if (stat(operands->paths[i], &st) == 0 && S_ISREG(st.st_mode))
            nr_buf_addf(out, "%lld ", (long long)st.st_size);
    }
}

enum nr_status dedupe_open_index(struct config *c, const struct nr_paths *operands,
                                 struct nr_error *e)
{
    char bits[NUMBER], ngram[NUMBER], near[2 * NUMBER];
    bool contained = c->options.contained > 0, alike = contained || c->options.near > 0;
    snprintf(bits, sizeof bits, "%u", c->options.bits);
    snprintf(ngram, sizeof ngram, "%llu", (unsigned long long)c->ngram);
    snprintf(near, sizeof near, "%u bands of %u", c->bands.bands, c->bands.rows);
    const struct nr_index_setting settings[SETTINGS] = {
        {"compare", c->key.len ? c->key : nr_str_of(c->paragraphs ? "(paragraphs)" : "(text)")},
        {"fold", nr_str_of(c->fold ? "yes" : "no")},
        {"bits", nr_str_of(bits)},
        {"near", nr_str_of(c->options.near > 0 ? near : "no")},
        {"contained", nr_str_of(contained ? "yes" : "no")},
        {"ngram", nr_str_of(alike ? ngram : "no")},
    };
    struct nr_buf identity = {0};
    identify(c, operands, &identity);
    const struct nr_index_options o = {.folder = c->folder,
                                       .settings = settings,
                                       .setting_count = SETTINGS,
                                       .identity = nr_buf_str(&identity),
                                       .look = c->dry_run,
                                       .verify = c->verify};
    enum nr_status status = nr_index_open(&c->index, &o, e);
    nr_buf_free(&identity);
    c->options.index = c->index;
    return status;
}

enum nr_status dedupe_settle(void *config, struct nr_error *e)
{
    struct config *c = config;
    if (!c->index || c->dry_run)
        return NR_OK;
    if (nr_seen_store(c->seen, e) != NR_OK)
        return NR_FAIL;
    return nr_index_commit(c->index, c->options.window, e);
}

void dedupe_unsettle(void *config)
{
    struct config *c = config;
    if (c->index)
        nr_index_doubt(c->index);
}
