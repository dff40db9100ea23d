/* blocks: from records with pages, as unwrap writes them, to what clean sees of each page: one line
 * of JSON a page, {"source": ..., "blocks": [{"text": ..., "evidence": [...]}, ...]}. The first
 * line names the numbers of the evidence. What tests/train/article.py learns from. */
#include "../../lib/html/evidence.h"
#include "newsreel/json/json.h"
#include "newsreel/json/record.h"
#include <stdio.h>
#include <stdlib.h>

static const char *const names[] = {
#define NAME(name) #name,
    NR_EVIDENCE(NAME)
#undef NAME
};

static void print_page(struct nr_str source, struct nr_str html)
{
    static struct nr_dom dom;
    static struct nr_arena arena;
    static struct nr_buf text, out;
    struct nr_block_info *blocks;
    struct nr_candidates c;
    nr_arena_reset(&arena);
    text.len = out.len = 0;
    nr_dom_parse(&dom, html);
    size_t count = nr_blocks_cut(&dom, &text, &arena, &blocks);
    nr_candidates_find(&c, &dom, blocks, count, &arena);
    const struct nr_evidence *e =
        nr_evidence_gather(&c, &dom, blocks, count, nr_buf_str(&text), &arena);
    nr_buf_add_cstr(&out, "{\"source\":");
    nr_json_add_text(&out, source);
    nr_buf_add_cstr(&out, ",\"blocks\":[");
    for (size_t i = 0; i < count; i++) {
        nr_buf_add_cstr(&out, i ? ",{\"text\":" : "{\"text\":");
        nr_json_add_text(&out, nr_str(text.data + blocks[i].from, blocks[i].len));
        nr_buf_add_cstr(&out, ",\"evidence\":[");
        for (int k = 0; k < NR_EVIDENCE_COUNT; k++)
            nr_buf_addf(&out, k ? ",%d" : "%d", e[i].of[k]);
        nr_buf_add_cstr(&out, "]}");
    }
    nr_buf_add_cstr(&out, "]}\n");
    fwrite(out.data, 1, out.len, stdout);
}

int main(void)
{
    char *line = NULL;
    size_t room = 0;
    struct nr_record record = {0};
    struct nr_arena arena = {0};
    struct nr_error e;
    struct nr_str source, html;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        printf("%s%s%s", i ? "\",\"" : "[\"", names[i],
               i + 1 < sizeof names / sizeof *names ? "" : "\"]\n");
    for (ssize_t n; (n = getline(&line, &room, stdin)) > 0; nr_arena_reset(&arena))
        if (nr_record_scan(&record, nr_str(line, (size_t)n), &e) == NR_OK &&
            nr_record_text(&record, nr_str_of("html"), &arena, &html, &e) == NR_OK &&
            nr_record_text(&record, nr_str_of("source"), &arena, &source, &e) == NR_OK)
            print_page(source, html);
    free(line);
    nr_record_free(&record);
    nr_arena_free(&arena);
    return ferror(stdout) || fflush(stdout) != 0;
}
