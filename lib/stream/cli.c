#include "cli.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include "newsreel/json/json.h"
#include "system.h"
#include <getopt.h>
#include <limits.h>
#include <stdlib.h>

enum {
    COMMON = 1 << 16, /* codes from here on are the frame's */
    JOBS = COMMON,
    OUTPUT,
    VERBOSE,
    QUIET,
    STRICT,
    REJECTS,
    STATS,
    PROGRESS,
    MAX_RECORD,
    LONG,
    SOURCE_NAME,
    LOSSES,
    CHECKPOINT,
    RESUME_AT,
    SEAL,
    HELP,
    VERSION,
    COMPLETION,
};

static const struct nr_option common[] = {
    {"jobs", 'j', NR_ARG_TEXT, "N", "work on N processors; 0 is all of them (default 1)", JOBS,
     NULL},
    {"output", 'o', NR_ARG_FILE, "FILE",
     "write to FILE, complete or not at all; .gz and .zst compress", OUTPUT, NULL},
    {"rejects", 0, NR_ARG_FILE, "FILE", "write bad input to FILE, with the reason, as JSONL",
     REJECTS, NULL},
    {"strict", 0, NR_ARG_NONE, NULL, "stop at the first bad record", STRICT, NULL},
    {"stats", 0, NR_ARG_FILE, "FILE", "write counts to FILE as one JSON object", STATS, NULL},
    {"max-record", 0, NR_ARG_TEXT, "SIZE", "reject records larger than SIZE (default 64M)",
     MAX_RECORD, NULL},
    {"long", 0, NR_ARG_TEXT, "N", "accept zstd windows up to 2^N bytes, 10 to 31 (default 27)",
     LONG, NULL},
    {"source-name", 0, NR_ARG_TEXT, "NAME", "what standard input is called (default -)",
     SOURCE_NAME, NULL},
    {"progress", 0, NR_ARG_NONE, NULL, "show progress even where it is not shown by default",
     PROGRESS, NULL},
    {"quiet", 'q', NR_ARG_NONE, NULL, "no progress, no message for each bad record", QUIET, NULL},
    {"verbose", 'v', NR_ARG_NONE, NULL, "print a summary at the end", VERBOSE, NULL},
    {"help", 'h', NR_ARG_NONE, NULL, "print this help", HELP, NULL},
    {"version", 'V', NR_ARG_NONE, NULL, "print the version, also of the libraries", VERSION, NULL},
    {0},
};

/* Of programs that read archives. */
static const struct nr_option reading[] = {
    {"checkpoint", 0, NR_ARG_FILE, "FILE",
     "append to FILE, every few seconds, how far all has been written", CHECKPOINT, NULL},
    {"losses", 0, NR_ARG_FILE, "FILE",
     "write what is lost to FILE, with its range of bytes, as JSONL", LOSSES, NULL},
    {"resume-at", 0, NR_ARG_TEXT, "PLACE", "begin the first file at PLACE, out of a checkpoint",
     RESUME_AT, NULL},
    {"seal", 0, NR_ARG_NONE, NULL,
     "end the output with a line that proves to the programs behind that all of it came", SEAL,
     NULL},
    {0},
};

/* Not for people: the build installs what it prints. */
static const struct nr_option hidden[] = {
    {"completion", 0, NR_ARG_CHOICE, "SHELL", NULL, COMPLETION, "bash zsh fish"},
    {0},
};

enum nr_status nr_option_number(const char *option, const char *argument, uint64_t low,
                                uint64_t high, uint64_t *number, struct nr_error *e)
{
    unsigned long long n;
    if (nr_str_u64(nr_str_of(argument), &n) && n >= low && n <= high) {
        *number = n;
        return NR_OK;
    }
    nr_error_set(e, "%s: '%s' is not a number from %llu to %llu", option, argument,
                 (unsigned long long)low, (unsigned long long)high);
    return NR_FAIL;
}

enum nr_status nr_option_size(const char *option, const char *argument, uint64_t *size,
                              struct nr_error *e)
{
    static const char suffixes[] = "KMG";
    struct nr_str digits = nr_str_of(argument);
    const char *suffix = digits.len ? strchr(suffixes, digits.data[digits.len - 1]) : NULL;
    unsigned shift = suffix ? 10 * (unsigned)(suffix - suffixes + 1) : 0;
    unsigned long long n;
    digits.len -= suffix != NULL;
    if (nr_str_u64(digits, &n) && n > 0 && n <= UINT64_MAX >> (shift + 1)) {
        *size = (uint64_t)n << shift;
        return NR_OK;
    }
    nr_error_set(e, "%s: '%s' is not a size (a number, with K, M or G)", option, argument);
    return NR_FAIL;
}

static void visit_table(const struct nr_option *table, nr_cli_visit *visit, void *context)
{
    for (; table && table->name; table++)
        visit(table, context);
}

void nr_cli_each(const struct nr_filter *filter, nr_cli_visit *visit, void *context)
{
    visit_table(filter->options, visit, context);
    if (filter->reads_members)
        visit_table(reading, visit, context);
    visit_table(common, visit, context);
}

/* ---- Parsing ---- */

/* What getopt_long returns for the first of the long options: no letter is as large. */
enum { FIRST_LONG = UCHAR_MAX + 1 };

struct tables {
    const struct nr_option **options; /* by index, as handed to getopt_long */
    struct option *longs;
    size_t count;
    char letters[2 * (UCHAR_MAX + 1) + 2];
};

static void collect(const struct nr_option *option, void *context)
{
    struct tables *t = context;
    t->options = nr_realloc_array(t->options, t->count + 1, sizeof *t->options);
    t->longs = nr_realloc_array(t->longs, t->count + 2, sizeof *t->longs);
    t->options[t->count] = option;
    t->longs[t->count] = (struct option){
        .name = option->name,
        .has_arg = option->kind == NR_ARG_NONE ? no_argument : required_argument,
        .val = (int)t->count + FIRST_LONG,
    };
    t->count++;
    t->longs[t->count] = (struct option){0};
    if (option->letter) {
        size_t end = strlen(t->letters);
        t->letters[end] = option->letter;
        t->letters[end + 1] = option->kind == NR_ARG_NONE ? '\0' : ':';
    }
}

static const struct nr_option *find_option(const struct tables *t, int value)
{
    if (value >= FIRST_LONG)
        return t->options[value - FIRST_LONG];
    for (size_t i = 0; i < t->count; i++)
        if (t->options[i]->letter == value)
            return t->options[i];
    return NULL;
}

static enum nr_status set_jobs(struct nr_cli *cli, const char *argument, struct nr_error *e)
{
    uint64_t n;
    if (nr_option_number("--jobs", argument, 0, 256, &n, e) != NR_OK)
        return NR_FAIL;
    cli->jobs = n ? (unsigned)n : nr_system_processors();
    return NR_OK;
}

static enum nr_status set_window(struct nr_cli *cli, const char *argument, struct nr_error *e)
{
    uint64_t n;
    if (nr_option_number("--long", argument, 10, 31, &n, e) != NR_OK)
        return NR_FAIL;
    cli->window_log = (int)n;
    return NR_OK;
}

/* "OFFSET", or "OFFSET,N": N documents lie before it. */
static enum nr_status set_resume(struct nr_cli *cli, const char *argument, struct nr_error *e)
{
    struct nr_str rest = nr_str_of(argument), offset = {0};
    unsigned long long at, ordinal = 0;
    nr_str_split(&rest, ',', &offset);
    if (nr_str_u64(offset, &at) && (!rest.data || nr_str_u64(rest, &ordinal))) {
        cli->resume_at = at;
        cli->resume_ordinal = ordinal;
        return NR_OK;
    }
    nr_error_set(e, "--resume-at: '%s' is not a place (OFFSET or OFFSET,N)", argument);
    return NR_FAIL;
}

static enum nr_status set_common(struct nr_cli *cli, int code, const char *argument,
                                 struct nr_error *e)
{
    switch (code) {
    case JOBS:
        return set_jobs(cli, argument, e);
    case LONG:
        return set_window(cli, argument, e);
    case MAX_RECORD:
        return nr_option_size("--max-record", argument, &cli->max_record, e);
    case RESUME_AT:
        return set_resume(cli, argument, e);
    case LOSSES:
        cli->losses = argument;
        break;
    case CHECKPOINT:
        cli->checkpoint = argument;
        break;
    case OUTPUT:
        cli->output = strcmp(argument, "-") == 0 ? NULL : argument;
        break;
    case REJECTS:
        cli->rejects = argument;
        break;
    case STATS:
        cli->stats = argument;
        break;
    case SOURCE_NAME:
        cli->stdin_name = nr_str_of(argument);
        break;
    case COMPLETION:
        cli->completion = argument;
        break;
    case STRICT:
        cli->strict = true;
        break;
    case SEAL:
        cli->seal = true;
        break;
    case PROGRESS:
        cli->progress = true;
        break;
    case QUIET:
        cli->quiet = true;
        break;
    case VERBOSE:
        cli->verbose = true;
        break;
    case HELP:
        cli->help = true;
        break;
    case VERSION:
        cli->version = true;
        break;
    default:
        break;
    }
    return NR_OK;
}

static enum nr_status set_own(const struct nr_filter *filter, void *config, struct nr_cli *cli,
                              const struct nr_option *option, const char *argument,
                              struct nr_error *e)
{
    for (int i = 0; i < NR_SIDES && filter->sides[i]; i++)
        if (strcmp(filter->sides[i], option->name) == 0)
            cli->sides[i] = argument;
    return filter->option(config, option->code, argument, e);
}

static bool is_side(const struct nr_filter *filter, const struct nr_option *option)
{
    for (int i = 0; i < NR_SIDES && filter->sides[i]; i++)
        if (strcmp(filter->sides[i], option->name) == 0)
            return true;
    return false;
}

/* A file beside the records; the report is one that knows a name "-". */
static bool is_beside(const struct nr_filter *filter, const struct nr_option *option)
{
    if (option->code >= COMMON)
        return option->code == REJECTS || option->code == STATS || option->code == LOSSES ||
               option->code == CHECKPOINT;
    return is_side(filter, option) &&
           !(filter->report_side && strcmp(filter->report_side, option->name) == 0);
}

/* Whether the output depends on it: not on where it goes, how fast, and what is said meanwhile. */
static bool matters(const struct nr_filter *filter, const struct nr_option *option)
{
    if (is_side(filter, option))
        return false;
    for (int i = 0; i < NR_ASIDES && filter->asides[i]; i++)
        if (strcmp(filter->asides[i], option->name) == 0)
            return false;
    return option->code < COMMON || option->code == STRICT || option->code == MAX_RECORD ||
           option->code == LONG || option->code == SOURCE_NAME || option->code == RESUME_AT;
}

static void note_option(struct nr_cli *cli, const struct nr_option *option, const char *argument)
{
    struct nr_buf word = {0}, valid = {0};
    nr_buf_addf(&word, "--%s", option->name);
    if (option->kind != NR_ARG_NONE) {
        nr_buf_add_char(&word, '=');
        nr_buf_add_cstr(&word, argument);
    }
    nr_utf8_repair(&valid, nr_buf_str(&word));
    if (cli->options.len > 1)
        nr_buf_add_char(&cli->options, ',');
    nr_json_add_text(&cli->options, nr_buf_str(&valid));
    nr_buf_free(&word);
    nr_buf_free(&valid);
}

static enum nr_status check_choice(const struct nr_option *option, const char *argument,
                                   struct nr_error *e)
{
    struct nr_buf names = {0};
    struct nr_str rest = nr_str_of(option->choices), choice;
    bool found = false;
    while (!found && nr_str_split(&rest, ' ', &choice)) {
        found = nr_str_is(choice, argument);
        nr_buf_add_cstr(&names, names.len ? ", " : "");
        nr_buf_add_str(&names, choice);
    }
    if (!found)
        nr_error_set(e, "--%s: '%.60s' is none of %s", option->name, argument, nr_buf_cstr(&names));
    nr_buf_free(&names);
    return found ? NR_OK : NR_FAIL;
}

static enum nr_status set(const struct nr_filter *filter, void *config, struct nr_cli *cli,
                          const struct nr_option *option, const char *argument, struct nr_error *e)
{
    if (is_beside(filter, option) && strcmp(argument, "-") == 0) {
        nr_error_set(e, "--%s: '-' is no file: standard output is for the records", option->name);
        return NR_FAIL;
    }
    if (option->kind == NR_ARG_CHOICE && check_choice(option, argument, e) != NR_OK)
        return NR_FAIL;
    if (matters(filter, option))
        note_option(cli, option, argument);
    return option->code >= COMMON ? set_common(cli, option->code, argument, e)
                                  : set_own(filter, config, cli, option, argument, e);
}

static void set_misuse(struct nr_error *e, int value, char *argv[])
{
    const char *word = argv[optind - 1];
    if (value == ':')
        nr_error_set(e, "option '%s' wants an argument", word);
    else if (optopt && optopt <= UCHAR_MAX)
        nr_error_set(e, "unknown option '-%c'", optopt);
    else if (optopt)
        nr_error_set(e, "option '%s' takes no argument", word);
    else
        nr_error_set(e, "unknown option '%s'", word);
}

enum nr_status nr_cli_parse(const struct nr_filter *filter, void *config, int argc, char *argv[],
                            struct nr_cli *cli, struct nr_error *e)
{
    const char *slash = strrchr(argv[0], '/');
    *cli = (struct nr_cli){
        .program = slash ? slash + 1 : argv[0], .jobs = 1, .max_record = NR_MAX_RECORD};
    nr_buf_add_char(&cli->options, '[');
    struct tables t = {.letters = ":"};
    nr_cli_each(filter, collect, &t);
    visit_table(hidden, collect, &t);

    enum nr_status status = NR_OK;
    opterr = 0;
    for (int value;
         status == NR_OK && (value = getopt_long(argc, argv, t.letters, t.longs, NULL)) != -1;) {
        const struct nr_option *option =
            value == '?' || value == ':' ? NULL : find_option(&t, value);
        if (!option) {
            set_misuse(e, value, argv);
            status = NR_FAIL;
        } else {
            status = set(filter, config, cli, option, optarg, e);
        }
    }
    nr_buf_add_char(&cli->options, ']');
    if (status == NR_OK && cli->seal && cli->resume_at) {
        nr_error_set(e, "--seal and --resume-at: what was written before would not be sealed");
        status = NR_FAIL;
    }
    if (status == NR_OK && cli->checkpoint && cli->output) {
        nr_error_set(
            e, "--checkpoint and --output: what is written under a name appears only complete");
        status = NR_FAIL;
    }
    cli->operands = optind;
    free(t.options);
    free(t.longs);
    return status;
}
