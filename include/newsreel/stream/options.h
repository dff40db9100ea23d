/* One table of options feeds parsing, --help, the check of the man pages and shell completion. */
#ifndef NEWSREEL_STREAM_OPTIONS_H
#define NEWSREEL_STREAM_OPTIONS_H

#include "newsreel/core/err.h"

/* What an option's argument is. */
enum nr_argument {
    NR_ARG_NONE,
    NR_ARG_TEXT, /* free text, a number, a size, a list */
    NR_ARG_FILE,
    NR_ARG_CHOICE, /* one of choices: the frame refuses any other */
};

/* A table ends with an entry without name. Names are long options without the dashes. */
struct nr_option {
    const char *name;
    char letter; /* short form; 0: none */
    enum nr_argument kind;
    const char *argument; /* placeholder in the help: "FILE"; NULL with NR_ARG_NONE */
    const char *help;     /* what it does: lower case, no full stop */
    int code;             /* handed to the filter's option function */
    const char *choices;  /* NR_ARG_CHOICE: separated by blanks */
};

/* A size with an optional suffix K, M or G (powers of 1024) and nothing else. NR_FAIL with a
 * message that names the option. */
enum nr_status nr_option_size(const char *option, const char *argument, uint64_t *size,
                              struct nr_error *e);
/* A decimal number from low to high. */
enum nr_status nr_option_number(const char *option, const char *argument, uint64_t low,
                                uint64_t high, uint64_t *number, struct nr_error *e);

#endif
