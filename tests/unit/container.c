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
                   {"newc", NR_KIND_CPIO},  {"odc", NR_KIND_CPIO},  {"bin", NR_KIND_CPIO},
                   {"iso9660", NR_KIND_ISO}};
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

static void add_little(struct nr_buf *out, uint64_t value, size_t bytes)
{
    for (; bytes > 0; bytes--, value >>= 8)
        nr_buf_add_char(out, (char)(value & 0xff));
}

/* A cabinet with one file, stored. */
static void add_cab(struct nr_buf *out, const char *name, struct nr_str text)
{
    uint64_t files = 36 + 8, data = files + 16 + strlen(name) + 1, end = data + 8 + text.len;
    const uint64_t header[] = {0, end, 0, files, 0};
    nr_buf_add_cstr(out, "MSCF");
    for (size_t i = 0; i < 5; i++)
        add_little(out, header[i], 4);
    add_little(out, 0x0103, 2); /* version */
    add_little(out, 1, 2);      /* folders */
    add_little(out, 1, 2);      /* files */
    add_little(out, 0, 6);
    add_little(out, data, 4);
    add_little(out, 1, 2); /* blocks */
    add_little(out, 0, 2); /* not compressed */
    add_little(out, text.len, 4);
    add_little(out, 0, 4 + 2);
    add_little(out, 0x5421, 2); /* a date */
    add_little(out, 0, 2 + 2);
    nr_buf_add(out, name, strlen(name) + 1);
    add_little(out, 0, 4);
    add_little(out, text.len, 2);
    add_little(out, text.len, 2);
    nr_buf_add_str(out, text);
}

static unsigned crc16(struct nr_str s)
{
    unsigned crc = 0;
    for (size_t i = 0; i < s.len; i++) {
        crc ^= (unsigned char)s.data[i];
        for (unsigned bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xa001 : crc >> 1;
    }
    return crc;
}

/* An LHA member, stored. */
static void add_lha(struct nr_buf *out, const char *name, struct nr_str text)
{
    struct nr_buf header = {0};
    unsigned char sum = 0;
    nr_buf_add_cstr(&header, "-lh0-");
    add_little(&header, text.len, 4);
    add_little(&header, text.len, 4);
    add_little(&header, 0x54210000, 4);
    add_little(&header, 0x20, 1);
    add_little(&header, 0, 1); /* level */
    add_little(&header, strlen(name), 1);
    nr_buf_add_cstr(&header, name);
    add_little(&header, crc16(text), 2);
    for (size_t i = 0; i < header.len; i++)
        sum = (unsigned char)(sum + (unsigned char)header.data[i]);
    add_little(out, header.len, 1);
    add_little(out, sum, 1);
    nr_buf_add_str(out, nr_buf_str(&header));
    nr_buf_add_str(out, text);
    nr_buf_free(&header);
}

static void assert_kind_and_files(struct nr_buf *b, enum nr_kind kind, const char *files)
{
    struct nr_buf got = {0};
    assert_string_equal(nr_kind_name(nr_sniff(nr_buf_str(b))), nr_kind_name(kind));
    read_archive(nr_buf_str(b), kind, UINT64_MAX, &got);
    assert_string_equal(nr_buf_cstr(&got), files);
    nr_buf_free(&got);
    b->len = 0;
}

static void test_rarer_formats(void **state)
{
    static const struct file flat[] = {{"a.txt", NR_STR("Alpha."), 0}, {"b", NR_STR("Beta."), 0}};
    struct nr_buf b = {0};
    (void)state;
    add_cab(&b, "a.txt", nr_str_of("Alpha."));
    assert_kind_and_files(&b, NR_KIND_CAB, "a.txt=Alpha.\n");
    add_lha(&b, "a.txt", nr_str_of("Alpha."));
    add_lha(&b, "b", nr_str_of("Beta."));
    nr_buf_add_char(&b, '\0');
    assert_kind_and_files(&b, NR_KIND_LHA, "a.txt=Alpha.\nb=Beta.\n");
    write_archive(&b, "argnu", flat, 2);
    assert_kind_and_files(&b, NR_KIND_AR, "a.txt=Alpha.\nb=Beta.\n");
    write_archive(&b, "arbsd", flat, 2);
    assert_kind_and_files(&b, NR_KIND_AR, "a.txt=Alpha.\nb=Beta.\n");
    nr_buf_free(&b);
}

/* Archives of the nineties have names in the charset of their time. */
static void test_legacy_names(void **state)
{
    static const char name[] = "\xcd\xee\xe2\xee\xf1\xf2\xe8 \xe3\xee\xf0\xee\xe4\xe0 \xe7\xe0 "
                               "\xff\xed\xe2\xe0\xf0\xfc.txt"; /* windows-1251 */
    struct nr_buf b = {0};
    (void)state;
    add_lha(&b, name, nr_str_of("1"));
    nr_buf_add_char(&b, '\0');
    assert_kind_and_files(&b, NR_KIND_LHA, "Новости города за январь.txt=1\n");
    nr_buf_free(&b);
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
                        "\xd0\xbd\xd0\xbe\xd0\xb2\xd0\xbe.txt=1\na??[2J=2\n\xc3\xbf=3\n");
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

static void test_damaged_cpio(void **state)
{
    (void)state;
    static const struct file files[] = {{"a", NR_STR("A"), 0}, {"b", NR_STR("B"), 0}};
    struct nr_buf b = {0}, whole = {0}, got = {0};
    write_archive(&b, "odc", files, 2);
    nr_buf_add(&whole, b.data, 79);
    nr_buf_add_cstr(&whole, "garbage");
    nr_buf_add(&whole, b.data + 79, b.len - 79);
    read_archive(nr_buf_str(&whole), NR_KIND_CPIO, UINT64_MAX, &got);
    assert_string_equal(nr_buf_cstr(&got), "a=A\n=(lost)\nb=B\n");
    nr_buf_free(&b);
    nr_buf_free(&whole);
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
        cmocka_unit_test(test_concatenated),   cmocka_unit_test(test_rarer_formats),
        cmocka_unit_test(test_legacy_names),   cmocka_unit_test(test_budget),
        cmocka_unit_test(test_damaged_header), cmocka_unit_test(test_encrypted),
        cmocka_unit_test(test_damaged_cpio),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
