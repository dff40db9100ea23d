#include "root.h"

/* s behind the first end mark in it; empty when there is none. */
static struct nr_str behind(struct nr_str s, const char *end)
{
    struct nr_str mark = nr_str_of(end);
    return nr_str_sub(s, nr_str_find(s, mark) + mark.len, s.len);
}

/* s, which begins with a document type, behind it and the declarations in its brackets. */
static struct nr_str behind_doctype(struct nr_str s)
{
    size_t end = nr_str_find_char(s, '>'), bracket = nr_str_find_char(s, '[');
    return bracket < end ? behind(behind(s, "]"), ">") : nr_str_sub(s, end + 1, s.len);
}

static bool is_name_char(char c)
{
    return nr_ascii_is_letter(c) || nr_ascii_is_digit(c) || c == '.' || c == '-' || c == '_' ||
           c == ':';
}

bool nr_root_find(struct nr_str head, struct nr_root *root)
{
    struct nr_str s = head;
    if (nr_str_starts(s, nr_str_of("\xef\xbb\xbf")))
        s = nr_str_sub(s, 3, s.len);
    for (;;) {
        s = nr_str_trim(s);
        if (nr_str_starts(s, nr_str_of("<?")))
            s = behind(s, "?>");
        else if (nr_str_starts(s, nr_str_of("<!--")))
            s = behind(s, "-->");
        else if (nr_str_starts_fold(s, nr_str_of("<!doctype")))
            s = behind_doctype(s);
        else
            break;
    }
    size_t n = 1;
    while (n < s.len && is_name_char(s.data[n]))
        n++;
    if (s.len < 2 || s.data[0] != '<' || !nr_ascii_is_letter(s.data[1]) || n == s.len)
        return false;
    struct nr_str name = nr_str_sub(s, 1, n);
    size_t colon = nr_str_find_char(name, ':');
    root->name = colon < name.len ? nr_str_sub(name, colon + 1, name.len) : name;
    root->tag = nr_str_sub(s, 0, nr_str_find_char(s, '>') + 1);
    return true;
}
