/* The command line: what is accepted, what is refused and in which words, and that help and
 * completion know every option. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "../../lib/stream/cli.h"
#include <getopt.h>
#include <stdio.h>
#include <string.h>

enum { LEVEL, MARK, EXPLAIN, ORDER };

struct config {
    bool mark;
    const char *explain;
    uint64_t level;
};

static enum nr_status option(void *config, int code, const char *argument, struct nr_error *e)
{
    struct config *c = config;
    if (code == LEVEL)
        return nr_option_number("--level", argument, 1, 9, &c->level, e);
    c->mark |= code == MARK;
    c->explain = code == EXPLAIN ? argument : c->explain;
    return NR_OK;
}

static const struct nr_option options[] = {
    {"level", 'l', NR_ARG_TEXT, "N", "how hard to try", LEVEL, NULL},
    {"mark", 0, NR_ARG_NONE, NULL, "mark, do not drop", MARK, NULL},
    {"explain", 0, NR_ARG_FILE, "FILE", "say why", EXPLAIN, NULL},
    {"order", 0, NR_ARG_CHOICE, "WHICH", "in which order", ORDER, "up down"},
    {0},
};

static const struct nr_filter filter = {
    .name = "toy",
    .summary = "do nothing much",
    .operands = "[FILE ...]",
    .options = options,
    .config_size = sizeof(struct config),
    .sides = {"explain"},
    .option = option,
};

static struct config config;
static struct nr_cli cli;
static struct nr_error e;

/* words is split at blanks. */
static enum nr_status parse(const char *words)
{
    static char copy[256];
    static char *argv[32];
    int argc = 0;
    snprintf(copy, sizeof copy, "/usr/bin/toy %s", words);
    for (char *at = copy; *at;) {
        argv[argc++] = at;
        at += strcspn(at, " ");
        if (*at)
            *at++ = '\0';
    }
    argv[argc] = NULL;
    config = (struct config){0};
    nr_buf_free(&cli.options);
    optind = 0; /* getopt starts over */
    return nr_cli_parse(&filter, &config, argc, argv, &cli, &e);
}

static void refuse(const char *words, const char *message)
{
    assert_int_equal(parse(words), NR_FAIL);
    assert_string_equal(e.text, message);
}

static void test_defaults(void **state)
{
    (void)state;
    assert_int_equal(parse("a b"), NR_OK);
    assert_string_equal(cli.program, "toy");
    assert_int_equal(cli.jobs, 1);
    assert_int_equal(cli.max_record, 64 << 20);
    assert_int_equal(cli.operands, 1);
    assert_null(cli.output);
    assert_null(cli.sides[0]);
}

static void test_own_and_common_options(void **state)
{
    (void)state;
    assert_int_equal(parse("--level=3 -j4 -o out --mark --explain why --max-record 2K -qv x"),
                     NR_OK);
    assert_int_equal(config.level, 3);
    assert_true(config.mark);
    assert_int_equal(cli.jobs, 4);
    assert_string_equal(cli.output, "out");
    assert_string_equal(cli.sides[0], "why");
    assert_string_equal(config.explain, "why");
    assert_int_equal(cli.max_record, 2048);
    assert_true(cli.quiet && cli.verbose);
    assert_int_equal(parse("-l 9 -j 0"), NR_OK);
    assert_int_equal(config.level, 9);
    assert_true(cli.jobs >= 1);
}

static void test_misuse_is_named(void **state)
{
    (void)state;
    refuse("--nonsense", "unknown option '--nonsense'");
    refuse("-Z", "unknown option '-Z'");
    refuse("--mark=1", "option '--mark=1' takes no argument");
    refuse("--level", "option '--level' wants an argument");
    refuse("-l", "option '-l' wants an argument");
    refuse("--level 10", "--level: '10' is not a number from 1 to 9");
    refuse("--level 1x", "--level: '1x' is not a number from 1 to 9");
    refuse("-j 257", "--jobs: '257' is not a number from 0 to 256");
    refuse("--long 32", "--long: '32' is not a number from 10 to 31");
}

static void test_choices_are_checked(void **state)
{
    (void)state;
    assert_int_equal(parse("--order up"), NR_OK);
    assert_int_equal(parse("--order down"), NR_OK);
    refuse("--order=", "--order: '' is none of up, down");
    refuse("--order u", "--order: 'u' is none of up, down");
    refuse("--order upper", "--order: 'upper' is none of up, down");
    refuse("--completion csh", "--completion: 'csh' is none of bash, zsh, fish");
}

static void test_sizes(void **state)
{
    (void)state;
    uint64_t n;
    assert_int_equal(nr_option_size("--x", "1", &n, &e), NR_OK);
    assert_int_equal(n, 1);
    assert_int_equal(nr_option_size("--x", "3M", &n, &e), NR_OK);
    assert_int_equal(n, 3 << 20);
    assert_int_equal(nr_option_size("--x", "4G", &n, &e), NR_OK);
    assert_int_equal(n, (uint64_t)4 << 30);
    static const char *const bad[] = {"",   "0",   "K",    "1k",          "1KB",
                                      "-1", "1 K", "1.5M", "99999999999G"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(nr_option_size("--x", bad[i], &n, &e), NR_FAIL);
    assert_string_equal(e.text, "--x: '99999999999G' is not a size (a number, with K, M or G)");
}

/* Every option must stand in the text, in the form that belongs there. */
struct look {
    struct nr_str text;
    const char *format;
};

static void look_for(const struct nr_option *o, void *context)
{
    const struct look *look = context;
    struct nr_buf want = {0};
    nr_buf_addf(&want, "%s%s", look->format, o->name);
    assert_true(nr_str_find(look->text, nr_buf_str(&want)) < look->text.len);
    nr_buf_free(&want);
}

static void test_help_and_completion_know_every_option(void **state)
{
    (void)state;
    struct nr_buf help = {0};
    nr_cli_help(&filter, "toy", &help);
    nr_cli_each(&filter, look_for, &(struct look){nr_buf_str(&help), "--"});
    nr_buf_free(&help);
    static const char *const shells[][2] = {{"bash", "--"}, {"zsh", "--"}, {"fish", "-l "}};
    for (int i = 0; i < 3; i++) {
        struct nr_buf script = {0};
        nr_cli_completion(&filter, "my-toy", shells[i][0], &script);
        nr_cli_each(&filter, look_for, &(struct look){nr_buf_str(&script), shells[i][1]});
        assert_true(nr_str_find(nr_buf_str(&script), nr_str_of("my-toy")) < script.len);
        nr_buf_free(&script);
    }
}

static void test_usage_fits_a_terminal(void **state)
{
    (void)state;
    struct nr_buf usage = {0};
    nr_cli_help(&filter, "toy", &usage);
    struct nr_str rest = nr_buf_str(&usage), line;
    assert_true(nr_str_starts(
        rest, nr_str_of("usage: toy [-l N] [--mark] [--explain FILE] [--order WHICH]")));
    while (nr_str_split(&rest, '\n', &line))
        assert_true(line.len < 80);
    nr_buf_free(&usage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_own_and_common_options),
        cmocka_unit_test(test_misuse_is_named),
        cmocka_unit_test(test_choices_are_checked),
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_help_and_completion_know_every_option),
        cmocka_unit_test(test_usage_fits_a_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
