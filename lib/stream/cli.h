/* The command line: one table of options, the filter's and the common ones, for parsing, --help and
 * completion. */
#ifndef NEWSREEL_LIB_STREAM_CLI_H
#define NEWSREEL_LIB_STREAM_CLI_H

#include "newsreel/stream/filter.h"

/* What the common options say. */
struct nr_cli {
    const char *program; /* name that the program was called by, without folders */
    unsigned jobs;
    const char *output, *rejects, *stats, *losses, *checkpoint; /* NULL: none */
    uint64_t resume_at, resume_ordinal;
    const char *sides[NR_SIDES];
    const char *completion; /* the shell to print a completion script for */
    bool verbose, quiet, strict, progress, help, version, seal;
    /* A JSON array of those that what comes out depends on, as they were given; the owner frees
     * it. */
    struct nr_buf options;
    int window_log;
    uint64_t max_record;
    struct nr_str stdin_name;
    int operands; /* index in argv of the first operand */
};

/* Reads argv; the filter's own options go to its option function with config. NR_FAIL: misuse,
 * described in e. */
enum nr_status nr_cli_parse(const struct nr_filter *filter, void *config, int argc, char *argv[],
                            struct nr_cli *cli, struct nr_error *e);

void nr_cli_usage(const struct nr_filter *filter, const char *program, struct nr_buf *out);
void nr_cli_help(const struct nr_filter *filter, const char *program, struct nr_buf *out);
void nr_cli_version(const struct nr_filter *filter, struct nr_buf *out);
/* shell: bash, zsh or fish. */
void nr_cli_completion(const struct nr_filter *filter, const char *program, const char *shell,
                       struct nr_buf *out);

/* All options of a filter, its own first, those of programs that read archives second: calls visit
 * for each. */
typedef void nr_cli_visit(const struct nr_option *option, void *context);
void nr_cli_each(const struct nr_filter *filter, nr_cli_visit *visit, void *context);

#endif
