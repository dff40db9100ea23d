/* A METS file, and behind NULs the pages 1.xml, 2.xml and so on: names do not lead out of the
 * archive, and what comes out is text of the pages that are there. */
#include "newsreel/formats/mets.h"
#include "../../lib/formats/formats.h"
#include "stories.h"

enum { PARTS = 4 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_names(struct nr_str text)
{
    struct nr_arena arena = {0};
    struct nr_mets_files files;
    nr_mets_look(&files, &arena, nr_str_of("x.zip!/d/mets.xml"), text);
    check(files.count <= NR_METS_TARGETS);
    for (size_t i = 0; i < files.count; i++)
        check(nr_str_starts(files.targets[i], nr_str_of("x.zip!/")) ||
              nr_str_starts(files.targets[i], nr_str_of("*/")));
    nr_arena_free(&arena);
}

static void check_issue(struct nr_str mets, const struct nr_file_part *parts, size_t count)
{
    static const struct nr_format_options options = {.keep_lines = false};
    struct nr_arena arena = {0};
    struct nr_charset_scratch charset = {.text = {0}};
    struct nr_stories stories = {.arena = &arena};
    struct nr_error e;
    const struct nr_reading r = {.bytes = mets,
                                 .path = nr_str_of("x.zip!/d/mets.xml"),
                                 .parts = parts,
                                 .part_count = count,
                                 .charset = &charset,
                                 .options = &options};
    check(nr_format_mets.read(&r, &stories, &e) == NR_OK);
    check(stories.drop);
    for (const struct nr_story *s = stories.first; s; s = s->next) {
        check_story(s);
        check_text(s->fragment);
        check(s->part <= count && (s->part == 0) == (s->fragment.len > 0));
        check(s->next || s == stories.last);
    }
    for (const struct nr_story_loss *l = stories.losses; l; l = l->next)
        check_text(l->path);
    nr_charset_scratch_free(&charset);
    nr_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[PARTS] = {"x.zip!/d/1.xml", "x.zip!/d/2.xml", "x.zip!/d/a/3.xml",
                                             "x.zip!/4.xml"};
    struct nr_str rest = nr_str((const char *)data, size), piece = {NULL, 0};
    struct nr_file_part parts[PARTS];
    struct nr_buf mets = {0};
    size_t count = 0;
    nr_str_split(&rest, '\0', &piece);
    check_names(piece);
    make_text(&mets, (const uint8_t *)piece.data, piece.len);
    while (count < PARTS && nr_str_split(&rest, '\0', &piece)) {
        parts[count] = (struct nr_file_part){.path = nr_str_of(names[count]), .bytes = piece};
        count++;
    }
    check_issue(nr_buf_str(&mets), parts, count);
    nr_buf_free(&mets);
    return 0;
}
