/* What the option table says to people and to shells. */
#include "cli.h"
#include <archive.h>
#include <isa-l.h>
#include <libxml/xmlversion.h>
#include <zstd.h>

enum { WIDTH = 79, HELP_COLUMN = 26 };

/* ---- Usage ---- */

struct usage {
    struct nr_buf *out;
    size_t column, indent;
};

static void add_word(struct usage *u, const char *word, size_t len)
{
    if (u->column + 1 + len > WIDTH) {
        nr_buf_addf(u->out, "\n%*s", (int)u->indent, "");
        u->column = u->indent;
    } else {
        nr_buf_add_char(u->out, ' ');
        u->column++;
    }
    nr_buf_add(u->out, word, len);
    u->column += len;
}

static void add_usage_option(const struct nr_option *option, void *context)
{
    struct nr_buf word = {0};
    nr_buf_add_char(&word, '[');
    if (option->letter)
        nr_buf_addf(&word, "-%c", option->letter);
    else
        nr_buf_addf(&word, "--%s", option->name);
    if (option->argument)
        nr_buf_addf(&word, " %s", option->argument);
    nr_buf_add_char(&word, ']');
    add_word(context, word.data, word.len);
    nr_buf_free(&word);
}

void nr_cli_usage(const struct nr_filter *filter, const char *program, struct nr_buf *out)
{
    size_t indent = strlen("usage: ") + strlen(program) + 1;
    struct usage u = {.out = out, .column = indent - 1, .indent = indent};
    nr_buf_addf(out, "usage: %s", program);
    nr_cli_each(filter, add_usage_option, &u);
    add_word(&u, filter->operands, strlen(filter->operands));
    nr_buf_add_char(out, '\n');
}

/* ---- Help ---- */

static void add_help_text(struct nr_buf *out, const char *text)
{
    struct usage u = {.out = out, .column = HELP_COLUMN - 1, .indent = HELP_COLUMN};
    struct nr_str rest = nr_str_of(text), word;
    while (nr_str_split(&rest, ' ', &word))
        add_word(&u, word.data, word.len);
    nr_buf_add_char(out, '\n');
}

static void add_help_option(const struct nr_option *option, void *context)
{
    struct nr_buf *out = context;
    size_t from = out->len;
    if (option->letter)
        nr_buf_addf(out, "  -%c, --%s", option->letter, option->name);
    else
        nr_buf_addf(out, "      --%s", option->name);
    if (option->argument)
        nr_buf_addf(out, " %s", option->argument);
    size_t column = out->len - from;
    if (column >= HELP_COLUMN - 1) {
        nr_buf_add_char(out, '\n');
        column = 0;
    }
    nr_buf_addf(out, "%*s", (int)(HELP_COLUMN - 1 - column), "");
    add_help_text(out, option->help);
}

void nr_cli_help(const struct nr_filter *filter, const char *program, struct nr_buf *out)
{
    nr_cli_usage(filter, program, out);
    nr_buf_addf(out, "\n%s\n\n", filter->summary);
    nr_cli_each(filter, add_help_option, out);
    nr_buf_addf(out, "\nWithout operands, and where one is -, standard input is read. See %s(1).\n",
                program);
}

void nr_cli_version(const struct nr_filter *filter, struct nr_buf *out)
{
    nr_buf_addf(out, "%s (newsreel) " NR_VERSION "\n", filter->name);
    nr_buf_addf(out, "%s, isa-l %d.%d.%d, zstd %s, libxml2 " LIBXML_DOTTED_VERSION "\n",
                archive_version_string(), ISAL_MAJOR_VERSION, ISAL_MINOR_VERSION,
                ISAL_PATCH_VERSION, ZSTD_versionString());
}

/* ---- Completion ---- */

/* A quoted word for all three shells: the help texts are ours and hold no quote; what could confuse
 * zsh is escaped. */
static void add_shell_text(struct nr_buf *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("[]:\\", *text))
            nr_buf_add_char(out, '\\');
        nr_buf_add_char(out, *text);
    }
}

static void add_bash_words(const struct nr_option *option, void *context)
{
    struct nr_buf *out = context;
    nr_buf_addf(out, " --%s", option->name);
    if (option->letter)
        nr_buf_addf(out, " -%c", option->letter);
}

static void add_bash_case(const struct nr_option *option, void *context)
{
    struct nr_buf *out = context;
    if (option->kind == NR_ARG_NONE)
        return;
    nr_buf_addf(out, "    --%s", option->name);
    if (option->letter)
        nr_buf_addf(out, "|-%c", option->letter);
    if (option->kind == NR_ARG_CHOICE)
        nr_buf_addf(out, ") COMPREPLY=($(compgen -W '%s' -- \"$word\")); return ;;\n",
                    option->choices);
    else if (option->kind == NR_ARG_FILE)
        nr_buf_add_cstr(out, ") COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n");
    else
        nr_buf_add_cstr(out, ") return ;;\n");
}

static void add_bash(const struct nr_filter *filter, const char *program, struct nr_buf *out)
{
    nr_buf_add_cstr(out, "_newsreel_");
    nr_buf_addf(out,
                "%s()\n{\n    local word=${COMP_WORDS[COMP_CWORD]}\n    case "
                "${COMP_WORDS[COMP_CWORD-1]} in\n",
                filter->name);
    nr_cli_each(filter, add_bash_case, out);
    nr_buf_add_cstr(out, "    esac\n    case $word in\n    -*) COMPREPLY=($(compgen -W '");
    nr_cli_each(filter, add_bash_words, out);
    nr_buf_addf(
        out,
        "' -- \"$word\")) ;;\n    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n    esac\n}\n"
        "complete -o filenames -F _newsreel_%s %s\n",
        filter->name, program);
}

static void add_zsh_option(const struct nr_option *option, void *context)
{
    struct nr_buf *out = context;
    nr_buf_add_cstr(out, " \\\n    ");
    if (option->letter)
        nr_buf_addf(out, "'(-%c --%s)'{-%c,--%s}", option->letter, option->name, option->letter,
                    option->name);
    else
        nr_buf_addf(out, "--%s", option->name);
    nr_buf_add_cstr(out, "'[");
    add_shell_text(out, option->help);
    nr_buf_add_char(out, ']');
    if (option->kind != NR_ARG_NONE)
        nr_buf_addf(out, ":%s:", option->argument);
    if (option->kind == NR_ARG_CHOICE)
        nr_buf_addf(out, "(%s)", option->choices);
    else if (option->kind == NR_ARG_FILE)
        nr_buf_add_cstr(out, "_files");
    nr_buf_add_char(out, '\'');
}

static void add_zsh(const struct nr_filter *filter, const char *program, struct nr_buf *out)
{
    nr_buf_addf(out, "#compdef %s\n_arguments -s", program);
    nr_cli_each(filter, add_zsh_option, out);
    nr_buf_add_cstr(out, " \\\n    '*:file:_files'\n");
}

struct fish {
    struct nr_buf *out;
    const char *program;
};

static void add_fish_option(const struct nr_option *option, void *context)
{
    const struct fish *f = context;
    nr_buf_addf(f->out, "complete -c %s -l %s", f->program, option->name);
    if (option->letter)
        nr_buf_addf(f->out, " -s %c", option->letter);
    if (option->kind == NR_ARG_FILE)
        nr_buf_add_cstr(f->out, " -r -F");
    else if (option->kind == NR_ARG_CHOICE)
        nr_buf_addf(f->out, " -x -a '%s'", option->choices);
    else if (option->kind == NR_ARG_TEXT)
        nr_buf_add_cstr(f->out, " -x");
    nr_buf_addf(f->out, " -d '%s'\n", option->help);
}

static void add_fish(const struct nr_filter *filter, const char *program, struct nr_buf *out)
{
    struct fish f = {out, program};
    nr_cli_each(filter, add_fish_option, &f);
}

void nr_cli_completion(const struct nr_filter *filter, const char *program, const char *shell,
                       struct nr_buf *out)
{
    if (strcmp(shell, "bash") == 0)
        add_bash(filter, program, out);
    else if (strcmp(shell, "zsh") == 0)
        add_zsh(filter, program, out);
    else
        add_fish(filter, program, out);
}
