#include "cut.h"

static const struct nr_format *format(const char *name)
{
    return nr_format_named(nr_str_of(name));
}

static void csv(const char *bytes, const char *want)
{
    expect_cut(format("csv"), nr_str_of(bytes), NULL, want);
}

static void tsv(const char *bytes, const char *want)
{
    expect_cut(format("tsv"), nr_str_of(bytes), NULL, want);
}

static void rows_become_objects_of_strings(void **state)
{
    (void)state;
    csv("a,b\n1,x\n0012,\"y\"\n", "{\"a\":\"1\",\"b\":\"x\"}\n{\"a\":\"0012\",\"b\":\"y\"}\n");
    csv("\xef\xbb\xbf\"a\",b\r\n\"1\"\"2\r\n3, \",x\r\n4,\"\"\"\"",
        "{\"a\":\"1\\\"2\\r\\n3, \",\"b\":\"x\"}\n{\"a\":\"4\",\"b\":\"\\\"\"}\n");
    csv("a,b\n\n\r\n1,2\n\n", "{\"a\":\"1\",\"b\":\"2\"}\n");
    csv("a,b\r1,2\r3,\"x\ry\"\r", "{\"a\":\"1\",\"b\":\"2\"}\n{\"a\":\"3\",\"b\":\"x\\ry\"}\n");
    csv("a,b\nx\ry,2\n", "{\"a\":\"x\\ry\",\"b\":\"2\"}\n");
    csv("a,b\n \"x\" , 2 \n", "{\"a\":\" \\\"x\\\" \",\"b\":\" 2 \"}\n");
    csv("a,b\n", "");
    csv("a,b", "");
    csv("", "");
}

static void empty_cells_are_no_members(void **state)
{
    (void)state;
    csv("a,b,c\n,x,\n\"\",\" \",\n,,\n", "{\"b\":\"x\"}\n{\"b\":\" \"}\n\n");
}

static void rows_may_be_too_short_or_too_long(void **state)
{
    (void)state;
    csv("a,b\n1\n1,2,3,,5\n",
        "{\"a\":\"1\"}\n{\"a\":\"1\",\"b\":\"2\",\"column3\":\"3\",\"column5\":\"5\"}\n");
}

static void every_column_has_a_name_of_its_own(void **state)
{
    (void)state;
    csv(",b,,b,B, c ,\"d \"\"e\"\"\"\n1,2,3,4,5,6,7\n",
        "{\"column1\":\"1\",\"b\":\"2\",\"column3\":\"3\",\"b_4\":\"4\",\"B\":\"5\",\"c\":\"6\","
        "\"d \\\"e\\\"\":\"7\"}\n");
    csv("column3,b,,b_4,b_4\n1,2,3,4,5,6\n", "{\"column3_1\":\"1\",\"b\":\"2\",\"column3\":\"3\","
                                             "\"b_4\":\"4\",\"b_4_5\":\"5\",\"column6\":\"6\"}\n");
    csv("b,b_3,b\n1,2,3\n", "{\"b\":\"1\",\"b_3\":\"2\",\"b_3_3\":\"3\"}\n");
}

static void stray_quotes_are_characters(void **state)
{
    (void)state;
    csv("a,b\n5\" disk,\"he said \"hi\" to, us\"\n1,2\n",
        "{\"a\":\"5\\\" disk\",\"b\":\"he said \\\"hi\\\" to, us\"}\n{\"a\":\"1\",\"b\":\"2\"}\n");
    csv("a,b\n\"x\" ,\"y\"\t\r\n1,2\n", "{\"a\":\"x\",\"b\":\"y\"}\n{\"a\":\"1\",\"b\":\"2\"}\n");
    csv("a,b\nx\"\",y\"\"z\n", "{\"a\":\"x\\\"\\\"\",\"b\":\"y\\\"\\\"z\"}\n");
    csv("a,b\n1,\"open\nx,y\n", "*a cell in quotes does not end\n");
}

static void delimiters_are_found_out(void **state)
{
    (void)state;
    csv("a;b\n1;x,y\n", "{\"a\":\"1\",\"b\":\"x,y\"}\n");
    csv("a|b\n1|x\n", "{\"a\":\"1\",\"b\":\"x\"}\n");
    csv("a\tb\n1\t\"x\ty\"\n", "{\"a\":\"1\",\"b\":\"x\\ty\"}\n");
    csv("\"a;c\",b\n1,x\n", "{\"a;c\":\"1\",\"b\":\"x\"}\n");
    csv("sep=|\r\na|b\n1|x,y;z\n", "{\"a\":\"1\",\"b\":\"x,y;z\"}\n");
    csv("sep=x", "");
    /* more than one in the first line: the one that all rows agree on */
    csv("a, or b;c;d\n1;2;3\nx, y, z;5;6\n", "{\"a, or b\":\"1\",\"c\":\"2\",\"d\":\"3\"}\n{\"a, "
                                             "or b\":\"x, y, z\",\"c\":\"5\",\"d\":\"6\"}\n");
    csv("\"a\nb\",c\n1,2\n", "{\"a\\nb\":\"1\",\"c\":\"2\"}\n");
    /* none: one column */
    csv("text\nHello, world; and | all\n\"x \"\"y\"\"\"\n",
        "{\"text\":\"Hello, world; and | all\"}\n{\"text\":\"x \\\"y\\\"\"}\n");
}

static void columns_can_be_named(void **state)
{
    (void)state;
    expect_cut(format("csv"), nr_str_of("1,x\n2,y,z\n"), "n,\"a,b\"",
               "{\"n\":\"1\",\"a,b\":\"x\"}\n{\"n\":\"2\",\"a,b\":\"y\",\"column3\":\"z\"}\n");
    expect_cut(
        format("csv"), nr_str_of("1;a,b,c;x\n2;d;y\n"), "p,q,r",
        "{\"p\":\"1\",\"q\":\"a,b,c\",\"r\":\"x\"}\n{\"p\":\"2\",\"q\":\"d\",\"r\":\"y\"}\n");
    expect_cut(format("tsv"), nr_str_of("1\tx\n"), "a,,a", "{\"a\":\"1\",\"column2\":\"x\"}\n");
}

static void a_first_row_of_data_is_no_header(void **state)
{
    (void)state;
    csv("1,https://hollin.example/a\n2,b\n",
        "{\"column1\":\"1\",\"column2\":\"https://hollin.example/"
        "a\"}\n{\"column1\":\"2\",\"column2\":\"b\"}\n");
    csv("3,Rates stay\n4,Owl\n", "{\"column1\":\"3\",\"column2\":\"Rates stay\"}\n"
                                 "{\"column1\":\"4\",\"column2\":\"Owl\"}\n");
    csv("\"0\",1,2\nx,y,z\n", "{\"0\":\"x\",\"1\":\"y\",\"2\":\"z\"}\n");
    csv("town,2019,2020\nOrme,1,2\n", "{\"town\":\"Orme\",\"2019\":\"1\",\"2020\":\"2\"}\n");
    struct nr_buf table = {0}, want = {0};
    nr_buf_add_cstr(&table, "a,");
    for (int i = 0; i < 129; i++)
        nr_buf_add_char(&table, 'x');
    nr_buf_addf(&want, "{\"column1\":\"a\",\"column2\":\"%s\"}\n", nr_buf_cstr(&table) + 2);
    csv(nr_buf_cstr(&table), nr_buf_cstr(&want));
    nr_buf_free(&table);
    nr_buf_free(&want);
}

static void without_quotes_every_line_is_a_row(void **state)
{
    (void)state;
    tsv("a\tb\n\"x\ty\"\n\"A\" z\t\\t\\n\r\n",
        "{\"a\":\"\\\"x\",\"b\":\"y\\\"\"}\n{\"a\":\"\\\"A\\\" z\",\"b\":\"\\\\t\\\\n\"}\n");
}

/* A row that begins behind a gap shows by its number of cells. */
static void behind_a_gap_a_row_is_found(void **state)
{
    (void)state;
    csv("a,b,c\n1,2,3\n4,\"x\a no, it\nis, not\n\",6\n7,8,9\n",
        "{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"}\n!damage\n{\"a\":\"7\",\"b\":\"8\",\"c\":\"9\"}\n");
    csv("a,b\n1,2\n3\a,4\n5,6", "{\"a\":\"1\",\"b\":\"2\"}\n!damage\n{\"a\":\"5\",\"b\":\"6\"}\n");
    csv("\ax,y\n5,6\n7,8\n",
        "!damage\n{\"column1\":\"5\",\"column2\":\"6\"}\n{\"column1\":\"7\",\"column2\":\"8\"}\n");
    csv("a,b\n1,2\a", "!damage\n");
}

static const char *taken_as(const char *name, const char *head)
{
    static const char *const tables[] = {"tsv", "csv"};
    for (size_t i = 0; i < 2; i++)
        if (format(tables[i])->begins(nr_str_of(head), nr_str_of(name)))
            return tables[i];
    return "none";
}

static void names_make_tables(void **state)
{
    (void)state;
    assert_string_equal(taken_as("a.csv", "one column\nof text\n"), "csv");
    assert_string_equal(taken_as("dir/A.CSV", "x"), "csv");
    assert_string_equal(taken_as("a.tsv", "a\tb\n"), "tsv");
    assert_string_equal(taken_as("a.tsv", "a\nb\n"), "tsv");
    assert_string_equal(taken_as("a.tsv", "a,b\n1,2\n"), "csv");
    assert_string_equal(taken_as("a.tsv", "a\tb\n1\t\"x\ty\"\n"), "csv");
    assert_string_equal(taken_as("a.tsv", "\"a\"\t\"b\"\n1\tx\n"), "csv");
    assert_string_equal(taken_as("a.tsv", "a\tb\n1\t\"x\" y\n\"z\"\t\"\"\"\n"), "tsv");
    assert_string_equal(taken_as("a.csv", "<!DOCTYPE html>"), "none");
    assert_string_equal(taken_as("a.csv", "{\"a\":1}"), "none");
    assert_string_equal(taken_as("a.csv", "[{\"a\":1}]"), "none");
    assert_string_equal(taken_as("a.csv", ""), "none");
    assert_string_equal(taken_as("a.csv", "\n\n"), "none");
    assert_false(format("csv")->begins(nr_str("a\0b", 3), nr_str_of("a.csv")));
}

static void content_has_to_be_certain(void **state)
{
    (void)state;
    assert_string_equal(taken_as("x", "id,title,text\n1,a,b\n2,c,d\n"), "csv");
    assert_string_equal(taken_as("x", "\xef\xbb\xbfid;Title;n\r\n1;a;\"b\nb\"\r\n2;c;d\r\n"),
                        "csv");
    assert_string_equal(taken_as("x", ",title,x\n0,a,b\n1,c,d"), "csv");
    assert_string_equal(taken_as("x", "title\tx\na\tb\nc\td\n"), "tsv");
    assert_string_equal(taken_as("x", "title\tx\na\t\"b\n\"\nc\td\n"), "csv");
    assert_string_equal(taken_as("x", "sep=;\ntitle;content\na;b\n"), "csv");
    /* no known name, too few rows, uneven rows, names that are none */
    assert_string_equal(taken_as("x", "id,name\n1,a\n2,b\n"), "none");
    assert_string_equal(taken_as("x", "id,title\n1,a\n"), "none");
    assert_string_equal(taken_as("x", "title,content\n"), "none");
    assert_string_equal(taken_as("x", "title,content\n\"a\",\"b"), "none");
    assert_string_equal(taken_as("x", "title,x\na,b\nc,d,e\n"), "none");
    assert_string_equal(taken_as("x", "title,title\na,b\nc,d\n"), "none");
    assert_string_equal(taken_as("x", "Title, text\na, b\nc, d\n"), "none");
    assert_string_equal(taken_as("x", "text,Is this a name?\na,b\nc,d\n"), "none");
    assert_string_equal(taken_as("x", "text\na\nb\n"), "none");
    /* prose */
    assert_string_equal(taken_as("x", "Roses are red,\nviolets are blue,\nsugar is sweet,\n"),
                        "none");
    assert_string_equal(
        taken_as("x", "The story, the body\nand the text, all of it\nin the end, this\n"), "none");
    assert_string_equal(taken_as("x", "Story\tPage\nOne\t1\nTwo\t2\tsee there\n"), "none");
}

/* The first row is longer than what is seen of it. */
static void content_may_begin_with_long_rows(void **state)
{
    (void)state;
    static char head[4097] = "title,content\na,\"b,";
    memset(head + strlen(head), 'x', 4096 - strlen(head));
    assert_string_equal(taken_as("x", head), "csv");
    memcpy(head, "title,con,x,y", 13);
    assert_string_equal(taken_as("x", head), "none");
}

/* Names are made in a time that grows with their number. */
static void a_crowd_of_columns(void **state)
{
    (void)state;
    struct nr_buf table = {0}, out = {0};
    for (int i = 0; i < 20000; i++)
        nr_buf_add_cstr(&table, i ? ",a" : "a");
    nr_buf_add_cstr(&table, "\n1,2\n");
    cut_by(format("csv"), nr_buf_str(&table), SIZE_MAX, NULL, &out);
    assert_string_equal(nr_buf_cstr(&out), "{\"a\":\"1\",\"a_2\":\"2\"}\n");
    nr_buf_free(&table);
    nr_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_become_objects_of_strings),
        cmocka_unit_test(empty_cells_are_no_members),
        cmocka_unit_test(rows_may_be_too_short_or_too_long),
        cmocka_unit_test(every_column_has_a_name_of_its_own),
        cmocka_unit_test(stray_quotes_are_characters),
        cmocka_unit_test(delimiters_are_found_out),
        cmocka_unit_test(columns_can_be_named),
        cmocka_unit_test(a_first_row_of_data_is_no_header),
        cmocka_unit_test(without_quotes_every_line_is_a_row),
        cmocka_unit_test(behind_a_gap_a_row_is_found),
        cmocka_unit_test(names_make_tables),
        cmocka_unit_test(content_has_to_be_certain),
        cmocka_unit_test(content_may_begin_with_long_rows),
        cmocka_unit_test(a_crowd_of_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
