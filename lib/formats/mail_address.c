#include "mail.h"

enum { AUTHORS_MOST = 50 };

/* One author, while the field is read. */
struct author {
    struct nr_buf name; /* what stands outside of brackets, quotes taken off */
    struct nr_buf comment;
    struct nr_str address;
    bool bracketed;
    bool at; /* there is an "@" in name, outside of quotes */
};

/* Appends what a quoted string holds that begins at at. Returns where it ends. */
static size_t read_quoted(struct nr_str s, size_t at, struct nr_buf *out)
{
    for (at++; at < s.len && s.data[at] != '"'; at++) {
        if (s.data[at] == '\\' && at + 1 < s.len)
            at++;
        nr_buf_add_char(out, s.data[at]);
    }
    return at + 1;
}

/* Appends a comment, inner ones with their brackets. Returns where it ends. */
static size_t read_comment(struct nr_str s, size_t at, struct nr_buf *out)
{
    size_t depth = 1;
    if (out->len)
        nr_buf_add_char(out, ' ');
    for (at++; at < s.len; at++) {
        depth += s.data[at] == '(';
        depth -= s.data[at] == ')';
        if (depth == 0)
            return at + 1;
        if (s.data[at] == '\\' && at + 1 < s.len)
            at++;
        nr_buf_add_char(out, s.data[at]);
    }
    return at;
}

/* A name in quotes that are its own. */
static struct nr_str unquote(struct nr_str s)
{
    s = nr_str_trim(s);
    bool quoted = s.len >= 2 && s.data[0] == '"' && s.data[s.len - 1] == '"';
    return quoted ? nr_str_trim(nr_str_sub(s, 1, s.len - 1)) : s;
}

static void finish(struct nr_mail *mail, struct author *a, struct nr_texts *by)
{
    struct nr_str name = unquote(nr_buf_str(&a->name));
    struct nr_str comment = unquote(nr_buf_str(&a->comment));
    bool words = !a->at && (!comment.len || nr_str_find_char(name, ' ') < name.len);
    bool named = name.len && (a->bracketed || words);
    if (!named && comment.len)
        name = comment;
    else if (!name.len)
        name = a->address;
    if (name.len)
        nr_texts_add(by, mail->arena, nr_mail_words(mail, name));
    a->name.len = a->comment.len = 0;
    a->address = nr_str(NULL, 0);
    a->bracketed = a->at = false;
}

/* A comma between two names of one person: nothing before it can be an address. */
static bool is_inside_name(const struct author *a)
{
    return !a->bracketed && !a->at && !a->comment.len && nr_str_trim(nr_buf_str(&a->name)).len;
}

static void read_author(struct nr_str s, size_t *at, struct author *a, bool group)
{
    char c = s.data[*at];
    if (c == '"') {
        *at = read_quoted(s, *at, &a->name);
    } else if (c == '(') {
        *at = read_comment(s, *at, &a->comment);
    } else if (c == '<') {
        struct nr_str rest = nr_str_sub(s, *at + 1, s.len);
        size_t end = nr_str_find_char(rest, '>');
        a->address = nr_str_trim(nr_str_sub(rest, 0, end));
        a->bracketed = true;
        *at += end + 2;
    } else {
        a->at |= c == '@';
        if (c == ':' && group && is_inside_name(a))
            a->name.len = 0;
        else
            nr_buf_add_char(&a->name, c);
        ++*at;
    }
}

void nr_mail_authors(struct nr_mail *mail, struct nr_str raw, struct nr_str declared,
                     struct nr_texts *by)
{
    struct author a = {.bracketed = false};
    raw = nr_str_trim(nr_str_sub(raw, 0, NR_MAIL_FIELD));
    struct nr_str s = nr_arena_str(mail->arena, nr_mail_utf8(mail, raw, declared, false, NULL));
    bool group = nr_str_find_char(s, ';') < s.len;
    size_t count = 0;
    for (size_t at = 0; at < s.len && count < AUTHORS_MOST;) {
        bool ends = (s.data[at] == ',' && !is_inside_name(&a)) || s.data[at] == ';';
        if (ends) {
            finish(mail, &a, by);
            count++;
            at++;
        } else {
            read_author(s, &at, &a, group);
        }
    }
    finish(mail, &a, by);
    nr_buf_free(&a.name);
    nr_buf_free(&a.comment);
}

struct nr_str nr_mail_phrase(struct nr_mail *mail, struct nr_str raw, struct nr_str declared)
{
    struct nr_str text = nr_mail_text(mail, raw, declared);
    size_t open = nr_str_find_char(text, '<');
    struct nr_str phrase = unquote(nr_str_sub(text, 0, open));
    struct nr_str inside = nr_str_sub(text, open + 1, text.len);
    return phrase.len ? phrase : nr_str_trim(nr_str_sub(inside, 0, nr_str_find_char(inside, '>')));
}
