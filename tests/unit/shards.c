/* A data set: what is written can be read, each frame on its own; it is the same for any cutting
 * and any number of threads; unfinished ones are started over; and verify finds whatever is
 * changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "folder.h"
#include "newsreel/core/hash.h"
#include "newsreel/publish/shards.h"
#include "newsreel/source/input.h"
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define STAGES                                                                                     \
    "[{\"stage\":0,\"program\":\"unwrap\",\"version\":\"1\",\"options\":[],\"in\":%d,\"passed\":"  \
    "%d,\"dropped\":{},\"rejected\":0,\"out\":%d,\"notes\":{},\"input_count\":1,\"inputs\":[]}]"

/* Lines of changing length, hardly to be compressed. */
static struct nr_buf some_lines(int count)
{
    struct nr_buf b = {0};
    unsigned state = 7;
    for (int i = 0; i < count; i++) {
        nr_buf_addf(&b, "{\"id\":\"%d\",\"text\":\"a \\\"text\\\" of %d ", i, i);
        for (int n = 0; n < i % 90; n++)
            nr_buf_addf(&b, "%x", (state = state * 1664525 + 1013904223) >> 8);
        nr_buf_addf(&b, "\",\"words\":%d}\n", i % 90);
    }
    return b;
}

static enum nr_status close_with(struct nr_shards *s, int records, struct nr_error *e)
{
    struct nr_buf stages = {0};
    nr_buf_addf(&stages, STAGES, records, records, records);
    struct nr_shards_account account = {nr_str_of("to-jsonl"), nr_str_of("1"),
                                        nr_str_of("id text\n"), nr_buf_str(&stages), true};
    enum nr_status status = nr_shards_close(s, &account, e);
    nr_buf_free(&stages);
    return status;
}

/* Writes lines in pieces of step lines. */
static void publish(const char *folder, const struct nr_shards_options *o, int records, size_t step)
{
    struct nr_error e;
    struct nr_shards *s;
    struct nr_buf lines = some_lines(records);
    assert_int_equal(nr_shards_open(&s, folder, o, &e), NR_OK);
    for (struct nr_str rest = nr_buf_str(&lines), line; rest.len;) {
        const char *from = rest.data;
        for (size_t i = 0; i < step && rest.len; i++)
            assert_true(nr_str_split(&rest, '\n', &line));
        struct nr_str piece = nr_str(from, (size_t)(line.data + line.len + 1 - from));
        assert_int_equal(nr_shards_write(s, piece, &e), NR_OK);
    }
    if (close_with(s, records, &e) != NR_OK)
        fail_msg("%s", e.text);
    nr_buf_free(&lines);
}

static void assert_verified(const char *folder, const char *finding)
{
    struct nr_buf summary = {0}, findings = {0};
    enum nr_status status = nr_shards_verify(&folder, 1, 1, &summary, &findings);
    if (status != (finding ? NR_BAD : NR_OK))
        fail_msg("status %d: %s", status, nr_buf_cstr(&findings));
    if (finding && nr_str_find(nr_buf_str(&findings), nr_str_of(finding)) == findings.len)
        fail_msg("wanted '%s': %s", finding, nr_buf_cstr(&findings));
    assert_int_equal(findings.len > 0, finding != NULL);
    nr_buf_free(&summary);
    nr_buf_free(&findings);
}

static void unpack(const char *folder, const char *name, struct nr_buf *out)
{
    char path[4096];
    struct nr_error e;
    struct nr_input *in;
    struct nr_str view;
    enum nr_status status;
    struct nr_input_options o = {.stop_fd = -1};
    assert_int_equal(nr_input_open(&in, folder_file(folder, name, path), &o, &e), NR_OK);
    while ((status = nr_input_peek(in, 1, &view, &e)) == NR_OK) {
        nr_buf_add_str(out, view);
        nr_input_skip(in, view.len);
    }
    assert_int_equal(status, NR_END);
    nr_input_close(in);
}

/* All shards of a kind, one behind the other. */
static struct nr_buf unpack_all(const char *folder, const char *kind, const char *suffix)
{
    struct nr_buf all = {0};
    for (int i = 0;; i++) {
        char name[64], path[4096];
        struct stat st;
        snprintf(name, sizeof name, "%s-%06d.jsonl%s", kind, i, suffix);
        if (stat(folder_file(folder, name, path), &st) != 0)
            return all;
        unpack(folder, name, &all);
    }
}

static const char *const suffixes[] = {".zst", ".gz", ""};

static void what_is_written_is_read(void **state)
{
    (void)state;
    for (int packing = 0; packing < NR_PACKINGS; packing++) {
        char *folder = folder_make("set");
        struct nr_shards_options o = {.shard_size = 40000, .packing = (enum nr_packing)packing};
        publish(folder, &o, 3000, 7);
        assert_verified(folder, NULL);
        assert_true(folder_count(folder) > 5);
        struct nr_buf lines = some_lines(3000), got = unpack_all(folder, "part", suffixes[packing]);
        assert_true(nr_str_eq(nr_buf_str(&lines), nr_buf_str(&got)));
        nr_buf_free(&lines);
        nr_buf_free(&got);
        folder_drop(folder);
    }
}

static void no_shard_is_larger_than_asked(void **state)
{
    (void)state;
    char *folder = folder_make("set"), path[4096], name[64];
    struct stat st;
    struct nr_shards_options o = {.shard_size = 30000};
    publish(folder, &o, 2000, 100);
    int n = 0;
    for (;; n++) {
        snprintf(name, sizeof name, "part-%06d.jsonl.zst", n);
        if (stat(folder_file(folder, name, path), &st) != 0)
            break;
        assert_in_range(st.st_size, 1, 30000);
    }
    assert_true(n > 2);
    folder_drop(folder);
}

static void any_cut_and_any_threads_give_the_same(void **state)
{
    (void)state;
    struct nr_buf first = {0};
    for (unsigned i = 0; i < 5; i++) {
        char *folder = folder_make("set");
        struct nr_buf dump = {0};
        struct nr_shards_options o = {.shard_size = 20000, .threads = i, .text_apart = true};
        publish(folder, &o, 2000, i * i * i + 1);
        folder_dump(folder, i ? &dump : &first);
        if (i)
            assert_true(nr_str_eq(nr_buf_str(&first), nr_buf_str(&dump)));
        nr_buf_free(&dump);
        folder_drop(folder);
    }
    nr_buf_free(&first);
}

static void texts_stand_line_for_line(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_shards *s;
    char *folder = folder_make("set");
    struct nr_shards_options o = {.shard_size = 1, .packing = NR_PACKING_PLAIN, .text_apart = true};
    assert_int_equal(nr_shards_open(&s, folder, &o, &e), NR_OK);
    assert_int_equal(nr_shards_write(s,
                                     nr_str_of("{\"text\":\"a\\\"}\",\"n\":1}\n"
                                               "{\"o\":{\"text\":2},\"text\":null}\n"
                                               "{\"text\":\"\"}\n{\"n\":3}\n"),
                                     &e),
                     NR_OK);
    assert_int_equal(close_with(s, 4, &e), NR_OK);
    assert_verified(folder, NULL);
    struct nr_buf parts = unpack_all(folder, "part", ""), texts = unpack_all(folder, "text", "");
    assert_string_equal(nr_buf_cstr(&parts), "{\"n\":1}\n{\"o\":{\"text\":2}}\n{}\n{\"n\":3}\n");
    assert_string_equal(nr_buf_cstr(&texts), "\"a\\\"}\"\nnull\n\"\"\nnull\n");
    nr_buf_free(&parts);
    nr_buf_free(&texts);
    folder_drop(folder);
}

static void nothing_gives_one_empty_shard(void **state)
{
    (void)state;
    for (int packing = 0; packing < NR_PACKINGS; packing++) {
        char *folder = folder_make("set");
        struct nr_shards_options o = {.shard_size = 1000, .packing = (enum nr_packing)packing};
        publish(folder, &o, 0, 1);
        assert_int_equal(folder_count(folder), 3);
        assert_verified(folder, NULL);
        folder_drop(folder);
    }
}

static void a_complete_folder_is_kept(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_shards *s;
    char *folder = folder_make("set");
    struct nr_shards_options o = {.shard_size = 10000};
    publish(folder, &o, 1000, 10);
    assert_int_equal(nr_shards_open(&s, folder, &o, &e), NR_FAIL);
    assert_null(s);
    assert_non_null(strstr(e.text, "complete"));
    assert_verified(folder, NULL);
    o.replace = true;
    publish(folder, &o, 10, 10);
    assert_int_equal(folder_count(folder), 3);
    assert_verified(folder, NULL);
    folder_drop(folder);
}

static void strangers_are_not_removed(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_shards *s;
    struct nr_str x = nr_str_of("x");
    char *folder = folder_make("set"), path[4096];
    assert_int_equal(mkdir(folder, 0777), 0);
    folder_put(folder, "part-000007.jsonl.gz", x);
    struct nr_shards_options o = {.shard_size = 10000};
    assert_int_equal(nr_shards_open(&s, folder, &o, &e), NR_FAIL);
    assert_non_null(strstr(e.text, "holds part-000007.jsonl.gz and no manifest"));
    assert_int_equal(folder_count(folder), 1);
    assert_int_not_equal(access(folder_file(folder, ".manifest.json.part", path), F_OK), 0);
    o.replace = true;
    publish(folder, &o, 10, 10);
    assert_int_equal(folder_count(folder), 3);
    folder_drop(folder);
}

static void what_is_replaced_stays_until_the_end(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_shards *s;
    char *folder = folder_make("set");
    struct nr_shards_options o = {.shard_size = 10000};
    struct nr_buf lines = some_lines(1000);
    publish(folder, &o, 100, 10);
    o.replace = true;
    assert_int_equal(nr_shards_open(&s, folder, &o, &e), NR_OK);
    assert_int_equal(nr_shards_write(s, nr_buf_str(&lines), &e), NR_OK);
    nr_shards_abort(s);
    assert_verified(folder, NULL);
    nr_buf_free(&lines);
    folder_drop(folder);
}

/* Whatever cannot be removed: here it is a folder. */
static void what_is_there_stays_with_its_manifest(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_shards *s;
    char *folder = folder_make("set"), path[4096];
    struct nr_shards_options o = {.shard_size = 10000};
    struct nr_buf lines = some_lines(1000);
    publish(folder, &o, 100, 10);
    size_t files = folder_count(folder);
    folder_remove_file(folder, "manifest.json");
    assert_int_equal(mkdir(folder_file(folder, "manifest.json", path), 0777), 0);
    o.replace = true;
    assert_int_equal(nr_shards_open(&s, folder, &o, &e), NR_OK);
    assert_int_equal(nr_shards_write(s, nr_buf_str(&lines), &e), NR_OK);
    assert_int_equal(close_with(s, 1000, &e), NR_FAIL);
    assert_true(nr_str_find(nr_str_of(e.text), nr_str_of("cannot remove")) < strlen(e.text));
    assert_int_equal(folder_count(folder), files);
    assert_int_equal(rmdir(path), 0);
    nr_buf_free(&lines);
    folder_drop(folder);
}

static void links_and_pipes_give_way(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_shards *s;
    char *folder = folder_make("set"), path[4096];
    struct nr_shards_options o = {.shard_size = 10000, .replace = true};
    assert_int_equal(mkdir(folder, 0777), 0);
    assert_int_equal(symlink("/dev/null", folder_file(folder, "manifest.json", path)), 0);
    assert_int_equal(mkfifo(folder_file(folder, "part-000000.jsonl.zst", path), 0666), 0);
    publish(folder, &o, 10, 10);
    assert_verified(folder, NULL);
    folder_drop(folder);

    folder = folder_make("set");
    assert_int_equal(mkdir(folder, 0777), 0);
    assert_int_equal(mkfifo(folder_file(folder, ".manifest.json.part", path), 0666), 0);
    assert_int_equal(nr_shards_open(&s, folder, &o, &e), NR_FAIL);
    assert_int_equal(unlink(path), 0);
    folder_drop(folder);
}

static void leftovers_go_and_other_files_stay(void **state)
{
    (void)state;
    struct nr_str x = nr_str_of("x");
    char *folder = folder_make("set"), path[4096];
    assert_int_equal(mkdir(folder, 0777), 0);
    static const char *const ours[] = {"part-000007.jsonl.gz", "text-123456.jsonl", "frames.tsv",
                                       ".part-000001.jsonl.zst.part", ".manifest.json.part"};
    static const char *const others[] = {"part-1.jsonl", "part-000007.jsonl.xz",
                                         "Part-000007.jsonl", "notes", "part-000007.jsonl.gz.old"};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        folder_put(folder, ours[i], x);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        folder_put(folder, others[i], x);
    struct nr_shards_options o = {.shard_size = 10000};
    publish(folder, &o, 10, 10);
    assert_verified(folder, NULL);
    assert_int_equal(folder_count(folder), 3 + sizeof others / sizeof *others);
    assert_int_not_equal(access(folder_file(folder, ours[3], path), F_OK), 0);
    folder_drop(folder);
}

static void two_runs_do_not_write_one_folder(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_shards *s, *other;
    char *folder = folder_make("set");
    struct nr_shards_options o = {.shard_size = 10000};
    assert_int_equal(nr_shards_open(&s, folder, &o, &e), NR_OK);
    assert_int_equal(nr_shards_open(&other, folder, &o, &e), NR_FAIL);
    assert_non_null(strstr(e.text, "another"));
    nr_shards_abort(s);
    assert_int_not_equal(access(folder, F_OK), 0); /* it was made for this */
    *strrchr(folder, '/') = '\0';
    assert_int_equal(rmdir(folder), 0);
    free(folder);
}

/* No file may be larger than this. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_failed_run_leaves_nothing(void **state)
{
    (void)state;
    struct nr_error e;
    struct nr_shards *s;
    char *folder = folder_make("set");
    struct nr_buf lines = some_lines(3000);
    struct nr_shards_options o = {.shard_size = 40000, .packing = NR_PACKING_PLAIN};
    assert_int_equal(nr_shards_open(&s, folder, &o, &e), NR_OK);
    limit_files(30000);
    enum nr_status status = nr_shards_write(s, nr_buf_str(&lines), &e);
    if (status == NR_OK)
        status = close_with(s, 3000, &e);
    else
        nr_shards_abort(s);
    limit_files(RLIM_INFINITY);
    assert_int_equal(status, NR_FAIL);
    assert_non_null(strstr(e.text, "cannot write"));
    assert_int_not_equal(access(folder, F_OK), 0);
    nr_buf_free(&lines);
    *strrchr(folder, '/') = '\0';
    assert_int_equal(rmdir(folder), 0);
    free(folder);
}

/* Replaces the first occurrence of what in a file. */
static void change(const char *folder, const char *name, const char *what, const char *with)
{
    struct nr_buf old = {0}, new = {0};
    folder_get(folder, name, &old);
    size_t at = nr_str_find(nr_buf_str(&old), nr_str_of(what));
    assert_true(at < old.len);
    nr_buf_add(&new, old.data, at);
    nr_buf_add_cstr(&new, with);
    nr_buf_add_str(&new, nr_str_sub(nr_buf_str(&old), at + strlen(what), old.len));
    folder_put(folder, name, nr_buf_str(&new));
    nr_buf_free(&old);
    nr_buf_free(&new);
}

static void flip(const char *folder, const char *name, size_t at)
{
    struct nr_buf b = {0};
    folder_get(folder, name, &b);
    assert_true(at < b.len);
    b.data[at] ^= 4;
    folder_put(folder, name, nr_buf_str(&b));
    nr_buf_free(&b);
}

static void cut(const char *folder, const char *name, size_t keep)
{
    struct nr_buf b = {0};
    folder_get(folder, name, &b);
    folder_put(folder, name, nr_str_sub(nr_buf_str(&b), 0, keep));
    nr_buf_free(&b);
}

/* As if the shards had been published with what is there now. */
static void restate(const char *folder, const char *name, const char *to)
{
    change(folder, "manifest.json", name, to);
}

/* Lets the manifest state the SHA-256 that a file has now. */
static void restate_hash(const char *folder, const char *name)
{
    char hex[65], entry[128];
    struct nr_buf b = {0}, manifest = {0};
    folder_get(folder, name, &b);
    nr_sha256_hex(nr_buf_str(&b), hex);
    folder_get(folder, "manifest.json", &manifest);
    snprintf(entry, sizeof entry, "\"name\":\"%s\"", name);
    size_t at = nr_str_find(nr_buf_str(&manifest), nr_str_of(entry));
    struct nr_str rest = nr_str_sub(nr_buf_str(&manifest), at, manifest.len);
    size_t hash = at + nr_str_find(rest, nr_str_of("sha256")) + strlen("sha256\":\"");
    assert_true(hash + 64 < manifest.len);
    memcpy(manifest.data + hash, hex, 64);
    folder_put(folder, "manifest.json", nr_buf_str(&manifest));
    nr_buf_free(&b);
    nr_buf_free(&manifest);
}

static char *published_plain(void)
{
    char *folder = folder_make("set");
    struct nr_shards_options o = {
        .shard_size = 40000, .text_apart = true, .packing = NR_PACKING_PLAIN};
    publish(folder, &o, 1000, 10);
    return folder;
}

static char *published(void)
{
    char *folder = folder_make("set");
    struct nr_shards_options o = {.shard_size = 40000, .text_apart = true};
    publish(folder, &o, 1000, 10);
    return folder;
}

static void changes_are_found(void **state)
{
    (void)state;
    char *folder = published();
    flip(folder, "part-000000.jsonl.zst", 500);
    assert_verified(folder, "part-000000.jsonl.zst: its SHA-256 is not");
    folder_drop(folder);

    folder = published();
    cut(folder, "text-000001.jsonl.zst", 1000);
    assert_verified(folder, "text-000001.jsonl.zst: 1000 bytes, the manifest says");
    folder_drop(folder);

    folder = published();
    folder_remove_file(folder, "part-000001.jsonl.zst");
    assert_verified(folder, "part-000001.jsonl.zst: cannot open: No such file");
    folder_drop(folder);

    folder = published();
    folder_put(folder, "part-000042.jsonl.zst", nr_str_of("x"));
    assert_verified(folder, "part-000042.jsonl.zst: is not in the manifest");
    folder_drop(folder);

    folder = published();
    change(folder, "frames.tsv", "\t0\t", "\t1\t");
    assert_verified(folder, "frames.tsv: its SHA-256");
    assert_verified(folder, "part-000000.jsonl.zst: a frame is not where");
    folder_drop(folder);

    folder = published();
    folder_remove_file(folder, "frames.tsv");
    assert_verified(folder, "frames.tsv: cannot open");
    folder_drop(folder);
}

/* With hashes that agree, so that only what is looked for is wrong. */
static void wrong_frames_are_found(void **state)
{
    (void)state;
    char *folder = published_plain();
    change(folder, "part-000000.jsonl", "}\n{", "} {");
    change(folder, "part-000000.jsonl", "} {", "}  ");
    restate_hash(folder, "part-000000.jsonl");
    assert_verified(folder, "part-000000.jsonl: a frame has other lines than the index says");
    folder_drop(folder);

    folder = published();
    flip(folder, "part-000000.jsonl.zst", 500);
    restate_hash(folder, "part-000000.jsonl.zst");
    assert_verified(folder, "part-000000.jsonl.zst: a frame cannot be unpacked");
    folder_drop(folder);

    folder = published();
    change(folder, "frames.tsv", "part-000001", "part-000002");
    restate_hash(folder, "frames.tsv");
    assert_verified(folder, "is no index of these shards");
    folder_drop(folder);
}

static void texts_out_of_step_are_found(void **state)
{
    (void)state;
    char *folder = published_plain();
    struct nr_buf old = {0}, new = {0};
    folder_get(folder, "manifest.json", &old);
    size_t texts = nr_str_find(nr_buf_str(&old), nr_str_of("\"texts\":["));
    size_t at = texts + nr_str_find(nr_str_sub(nr_buf_str(&old), texts, old.len),
                                    nr_str_of("\"records\":"));
    assert_true(at < old.len);
    nr_buf_add(&new, old.data, at);
    nr_buf_add_cstr(&new, "\"records\":1"); /* and more digits */
    nr_buf_add_str(&new, nr_str_sub(nr_buf_str(&old), at + strlen("\"records\":"), old.len));
    folder_put(folder, "manifest.json", nr_buf_str(&new));
    assert_verified(folder, "text-000000.jsonl: 1");
    assert_verified(folder, "texts for its records, the manifest says");
    nr_buf_free(&old);
    nr_buf_free(&new);
    folder_drop(folder);
}

static void wrong_sums_are_found(void **state)
{
    (void)state;
    char *folder = published();
    restate(folder, "\"records\":1000,", "\"records\":999,");
    assert_verified(folder, "1000 records in all shards, the manifest says 999");
    assert_verified(folder, "1000 records out of the last stage");
    folder_drop(folder);

    folder = published();
    restate(folder, "\"in\":1000", "\"in\":1001");
    assert_verified(folder, "unwrap has read 1001 records, and passed, dropped and rejected 1000");
    folder_drop(folder);

    folder = published();
    restate(folder, "\"in\":1000,\"passed\":1000", "\"in\":999,\"passed\":18446744073709551615");
    assert_verified(folder, "unwrap has read 999 records");
    folder_drop(folder);
}

static void what_is_no_manifest_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "", "{}", "[]", "{\"newsreel_manifest\":2}", "{\"newsreel_manifest\":1}", "{\"newsreel",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct nr_buf summary = {0}, findings = {0};
        char *folder = published();
        const char *folders[] = {folder};
        folder_put(folder, "manifest.json", nr_str_of(texts[i]));
        assert_int_equal(nr_shards_verify(folders, 1, 2, &summary, &findings), NR_BAD);
        assert_int_equal(summary.len, 0);
        assert_true(nr_str_starts(nr_buf_str(&findings), nr_str_of(folder)));
        assert_non_null(strstr(nr_buf_cstr(&findings), "/manifest.json:"));
        nr_buf_free(&findings);
        folder_drop(folder);
    }
}

/* Of a good folder between two bad ones, and of no folder. */
static void any_threads_find_the_same(void **state)
{
    (void)state;
    char *folders[] = {published(), published_plain(), published(), published()};
    struct nr_buf summaries[4] = {{0}}, findings[4] = {{0}};
    enum nr_status status[4];
    flip(folders[0], "part-000001.jsonl.zst", 500);
    flip(folders[0], "part-000003.jsonl.zst", 500);
    folder_remove_file(folders[0], "text-000001.jsonl.zst");
    folder_put(folders[2], "part-000042.jsonl.zst", nr_str_of("x"));
    folder_remove_file(folders[3], "manifest.json");
    for (unsigned i = 0; i < 4; i++) {
        const char *const names[] = {folders[0], folders[1], folders[2], folders[3]};
        status[i] = nr_shards_verify(names, i ? 4 : 3, i ? i : 5, &summaries[i], &findings[i]);
        assert_true(nr_str_starts(nr_buf_str(&findings[i]), nr_buf_str(&findings[0])));
        assert_true(nr_str_eq(nr_buf_str(&summaries[i]), nr_buf_str(&summaries[0])));
        assert_true(nr_str_eq(nr_buf_str(&findings[i]), nr_buf_str(&findings[i ? 1 : 0])));
        assert_int_equal(status[i], i ? NR_FAIL : NR_BAD);
    }
    for (unsigned i = 0; i < 4; i++) {
        nr_buf_free(&summaries[i]);
        nr_buf_free(&findings[i]);
        folder_drop(folders[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(no_shard_is_larger_than_asked),
        cmocka_unit_test(any_cut_and_any_threads_give_the_same),
        cmocka_unit_test(texts_stand_line_for_line),
        cmocka_unit_test(nothing_gives_one_empty_shard),
        cmocka_unit_test(a_complete_folder_is_kept),
        cmocka_unit_test(strangers_are_not_removed),
        cmocka_unit_test(what_is_replaced_stays_until_the_end),
        cmocka_unit_test(what_is_there_stays_with_its_manifest),
        cmocka_unit_test(links_and_pipes_give_way),
        cmocka_unit_test(leftovers_go_and_other_files_stay),
        cmocka_unit_test(two_runs_do_not_write_one_folder),
        cmocka_unit_test(a_failed_run_leaves_nothing),
        cmocka_unit_test(changes_are_found),
        cmocka_unit_test(wrong_frames_are_found),
        cmocka_unit_test(texts_out_of_step_are_found),
        cmocka_unit_test(wrong_sums_are_found),
        cmocka_unit_test(what_is_no_manifest_is_refused),
        cmocka_unit_test(any_threads_find_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
