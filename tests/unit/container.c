#include "newsreel/source/container.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "archive.h"

static const struct nr_input_options options = {.stop_fd = -1};

/* "name=text" of every file, and what was lost. */
static void tell(struct nr_container *c, struct nr_buf *out)
{
    struct nr_entry entry;
    struct nr_error e;
    struct nr_str chunk;
    enum nr_status status;
    while ((status = nr_container_next(c, &entry, &e)) != NR_END && status != NR_FAIL) {
        nr_buf_add_str(out, entry.name);
        nr_buf_add_char(out, '=');
        if (status == NR_OK)
            while ((status = nr_container_read(c, &chunk, &e)) == NR_OK)
                nr_buf_add_str(out, chunk);
        nr_buf_add_cstr(out, status == NR_END ? "\n" : status == NR_BAD ? "(lost)\n" : "(fail)\n");
        if (status == NR_FAIL)
            return;
    }
    if (status == NR_FAIL)
        nr_buf_add_cstr(out, "damaged\n");
}

static void read_archive(struct nr_str bytes, enum nr_kind kind, uint64_t budget,
                         struct nr_buf *out)
{
    struct nr_input *in;
    struct nr_container *c;
    struct nr_error e;
    assert_int_equal(nr_input_open_memory(&in, bytes, &options, &e), NR_OK);
    if (nr_container_open(&c, kind, in, NULL, 1 << 20, &budget, &e) == NR_OK) {
        tell(c, out);
        nr_container_close(c);
    } else {
        nr_buf_add_cstr(out, "not opened\n");
    }
    nr_input_close(in);
}

static const struct file tidings[] = {
    {"a.txt", NR_STR("Alpha.\n"), 0},    {"b", NR_STR(""), AE_IFDIR},
    {"b/c.html", NR_STR("<p>Gamma"), 0}, {"b/l", NR_STR("a.txt"), AE_IFLNK},
    {"b/empty", NR_STR(""), 0},
};

enum { TIDINGS = sizeof tidings / sizeof *tidings };

static void test_formats(void **state)
{
    (void)state;
    static const struct {
        const char *format;
        enum nr_kind kind;
    } formats[] = {{"pax", NR_KIND_TAR},    {"ustar", NR_KIND_TAR}, {"v7tar", NR_KIND_TAR},
                   {"gnutar", NR_KIND_TAR}, {"zip", NR_KIND_ZIP},   {"7zip", NR_KIND_7Z},
                   {"newc", NR_KIND_CPIO},  {"odc", NR_KIND_CPIO},  {"bin", NR_KIND_CPIO}};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct nr_buf b = {0}, got = {0};
        write_archive(&b, formats[i].format, tidings, TIDINGS);
        assert_string_equal(nr_kind_name(nr_sniff(nr_buf_str(&b))), nr_kind_name(formats[i].kind));
        read_archive(nr_buf_str(&b), formats[i].kind, UINT64_MAX, &got);
        const char *text = nr_buf_cstr(&got);
        assert_non_null(strstr(text, "a.txt=Alpha.\n\n"));
        assert_non_null(strstr(text, "b/c.html=<p>Gamma\n"));
        assert_non_null(strstr(text, "b/empty=\n"));
        assert_int_equal(got.len, strlen("a.txt=Alpha.\n\nb/c.html=<p>Gamma\nb/empty=\n"));
        nr_buf_free(&b);
        nr_buf_free(&got);
    }
}

/* A path lets libarchive read back and forth. */
static void test_path(void **state)
{
    (void)state;
    char path[] = "/tmp/newsreel-test-XXXXXX";
    int fd = mkstemp(path);
    struct nr_buf b = {0}, got = {0};
    struct nr_container *c;
    struct nr_error e;
    uint64_t budget = UINT64_MAX;
    assert_true(fd >= 0);
    write_archive(&b, "7zip", tidings, TIDINGS);
    assert_int_equal(write(fd, b.data, b.len), b.len);
    assert_int_equal(nr_container_open(&c, NR_KIND_7Z, NULL, path, 0, &budget, &e), NR_OK);
    tell(c, &got);
    assert_non_null(strstr(nr_buf_cstr(&got), "a.txt=Alpha.\n"));
    assert_true(nr_container_consumed(c) > 0);
    nr_container_close(c);
    close(fd);
    unlink(path);
    nr_buf_free(&b);
    nr_buf_free(&got);
}

/* Names outside ASCII in the C locale, control characters, invalid bytes. */
static void test_names(void **state)
{
    (void)state;
    static const struct file files[] = {{"\xd0\xbd\xd0\xbe\xd0\xb2\xd0\xbe.txt", NR_STR("1"), 0},
                                        {"a\n\x1b[2J", NR_STR("2"), 0},
                                        {"\xff", NR_STR("3"), 0}};
    struct nr_buf b = {0}, got = {0};
    write_archive(&b, "ustar", files, 3);
    read_archive(nr_buf_str(&b), NR_KIND_TAR, UINT64_MAX, &got);
    assert_string_equal(nr_buf_cstr(&got),
                        "\xd0\xbd\xd0\xbe\xd0\xb2\xd0\xbe.txt=1\na??[2J=2\n\xef\xbf\xbd=3\n");
    nr_buf_free(&b);
    nr_buf_free(&got);
}

static void test_truncated(void **state)
{
    (void)state;
    struct nr_buf b = {0}, got = {0};
    write_archive(&b, "ustar", tidings, TIDINGS);
    read_archive(nr_str(b.data, 512 + 512 + 512 + 100), NR_KIND_TAR, UINT64_MAX, &got);
    assert_string_equal(nr_buf_cstr(&got), "a.txt=Alpha.\n\ndamaged\n");
    nr_buf_free(&got);
    read_archive(nr_str_of("no archive"), NR_KIND_7Z, UINT64_MAX, &got);
    const char *text = nr_buf_cstr(&got);
    assert_true(strcmp(text, "not opened\n") == 0 || strcmp(text, "damaged\n") == 0);
    nr_buf_free(&b);
    nr_buf_free(&got);
}

/* A damaged header costs what it heads, not what follows. */
static void test_damaged_header(void **state)
{
    (void)state;
    static const struct file files[] = {
        {"a", NR_STR("A"), 0}, {"b", NR_STR("B"), 0}, {"c", NR_STR("C"), 0}, {"d", NR_STR("D"), 0}};
    struct nr_buf b = {0}, got = {0};
    write_archive(&b, "ustar", files, 4);
    b.data[1024 + 150] ^= 1;
    read_archive(nr_buf_str(&b), NR_KIND_TAR, UINT64_MAX, &got);
    assert_string_equal(nr_buf_cstr(&got), "a=A\n=(lost)\nc=C\nd=D\n");
    nr_buf_free(&got);
    /* Three bytes of a's content are missing: nothing lies where it should any more. */
    memmove(b.data + 600, b.data + 603, b.len - 603);
    read_archive(nr_str(b.data, b.len - 3), NR_KIND_TAR, UINT64_MAX, &got);
    assert_non_null(strstr(nr_buf_cstr(&got), "a=A\n=(lost)\nc=C\nd=D\n"));
    nr_buf_free(&b);
    nr_buf_free(&got);
}

static void test_encrypted(void **state)
{
    (void)state;
    struct nr_buf b = {0}, got = {0};
    write_archive_with(&b, "zip", "secret", tidings, TIDINGS);
    read_archive(nr_buf_str(&b), NR_KIND_ZIP, UINT64_MAX, &got);
    assert_non_null(strstr(nr_buf_cstr(&got), "a.txt=(lost)\nb/c.html=(lost)\n"));
    nr_buf_free(&b);
    nr_buf_free(&got);
}

static void test_concatenated(void **state)
{
    (void)state;
    static const struct file more[] = {{"z.txt", NR_STR("Omega"), 0}};
    struct nr_buf b = {0}, got = {0};
    write_archive(&b, "ustar", tidings, 1);
    write_archive(&b, "ustar", more, 1);
    read_archive(nr_buf_str(&b), NR_KIND_TAR, UINT64_MAX, &got);
    assert_string_equal(nr_buf_cstr(&got), "a.txt=Alpha.\n\nz.txt=Omega\n");
    nr_buf_free(&b);
    nr_buf_free(&got);
}

static void test_budget(void **state)
{
    (void)state;
    struct nr_buf b = {0}, got = {0};
    write_archive(&b, "ustar", tidings, TIDINGS);
    read_archive(nr_buf_str(&b), NR_KIND_TAR, 10, &got);
    assert_string_equal(nr_buf_cstr(&got), "a.txt=Alpha.\n\nb/c.html=(fail)\n");
    nr_buf_free(&b);
    nr_buf_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formats),        cmocka_unit_test(test_path),
        cmocka_unit_test(test_names),          cmocka_unit_test(test_truncated),
        cmocka_unit_test(test_concatenated),   cmocka_unit_test(test_budget),
        cmocka_unit_test(test_damaged_header), cmocka_unit_test(test_encrypted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
