/* trees FILE: what it costs to parse the pages of a file of records into trees of libxml2's and to
 * free them. Prints seconds of processor time; reading the file and decoding its JSON do not
 * count. */
#include "newsreel/json/record.h"
#include <libxml/HTMLparser.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double parse(struct nr_str page)
{
    if (page.len == 0 || page.len > INT_MAX)
        return 0;
    double start = now();
    htmlDocPtr tree = htmlReadMemory(page.data, (int)page.len, NULL, "UTF-8",
                                     HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                         HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    xmlFreeDoc(tree);
    return now() - start;
}

static double parse_pages(FILE *in)
{
    struct nr_record record = {0};
    struct nr_arena arena = {0};
    struct nr_error e;
    struct nr_str page;
    char *line = NULL;
    size_t room = 0;
    double spent = 0;
    for (ssize_t len; (len = getline(&line, &room, in)) > 0;) {
        nr_arena_reset(&arena);
        if (nr_record_scan(&record, nr_str(line, (size_t)len), &e) == NR_OK &&
            nr_record_text(&record, nr_str_of("html"), &arena, &page, &e) == NR_OK)
            spent += parse(page);
    }
    free(line);
    nr_arena_free(&arena);
    nr_record_free(&record);
    return spent;
}

int main(int argc, char *argv[])
{
    FILE *in = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (!in) {
        fprintf(stderr, "usage: trees FILE\n");
        return 2;
    }
    xmlInitParser();
    printf("%.3f\n", parse_pages(in));
    fclose(in);
    xmlCleanupParser();
    return 0;
}
