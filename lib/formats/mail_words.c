#include "mail.h"
#include "newsreel/core/utf8.h"

enum {
    GUESSES = 16,     /* charsets that are detected in one message */
    LABEL_MOST = 100, /* bytes of an encoded word's charset */
};

/* A charset that says no more than that nothing is known. */
static bool says_nothing(struct nr_str charset)
{
    static const char *const labels[] = {"us-ascii",     "ascii",     "ansi_x3.4-1968",
                                         "unknown-8bit", "x-unknown", "unknown"};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (nr_str_eq_fold(charset, nr_str_of(labels[i])))
            return true;
    return false;
}

struct nr_str nr_mail_utf8(struct nr_mail *mail, struct nr_str bytes, struct nr_str declared,
                           bool markup, const char **name)
{
    struct nr_decoded decoded;
    if (says_nothing(declared))
        declared = nr_str(NULL, 0);
    nr_charset_decode(mail->charset, bytes, declared, markup, &decoded);
    mail->guesses += decoded.guessed;
    mail->stories->replaced += decoded.replaced;
    if (name)
        *name = decoded.charset;
    return decoded.text;
}

/* =?charset*language?coding?text?= */
struct word {
    struct nr_str charset, text;
    char coding; /* 'b' or 'q' */
    size_t end;  /* where it ends */
};

/* Where the text of an encoded word ends that begins s: at its "?=", question marks before it
 * apart; s.len where another word begins first. */
static size_t end_of_text(struct nr_str s)
{
    for (size_t i = 0; i + 1 < s.len; i++) {
        i += nr_str_find_char(nr_str_sub(s, i, s.len), '?');
        if (i + 1 < s.len && s.data[i + 1] == '=')
            return i;
        if (i > 0 && i < s.len && s.data[i - 1] == '=')
            return s.len;
    }
    return s.len;
}

/* The encoded word that begins at at, where there is "=?". */
static bool read_word(struct nr_str s, size_t at, struct word *w)
{
    size_t from = at + 2;
    struct nr_str label = nr_str_sub(s, from, from + LABEL_MOST);
    size_t mark = nr_str_find_char(label, '?');
    size_t text = from + mark + 3;
    if (mark == label.len || mark == 0 || text > s.len || s.data[text - 1] != '?')
        return false;
    label = nr_str_sub(label, 0, mark);
    w->charset = nr_str_sub(label, 0, nr_str_find_char(label, '*'));
    w->coding = nr_ascii_lower(s.data[text - 2]);
    if ((w->coding != 'b' && w->coding != 'q') || nr_str_find_char(label, ' ') < label.len)
        return false;
    struct nr_str rest = nr_str_sub(s, text, s.len);
    size_t end = end_of_text(rest);
    w->text = nr_str_sub(rest, 0, end);
    w->end = text + end + 2;
    return end < rest.len;
}

/* Words on their way: bytes that have been decoded but for their charset. A character may be cut by
 * the end of a word, so neighbours of one charset are decoded as one. */
struct words {
    struct nr_mail *mail;
    struct nr_buf out, bytes;
    struct nr_str charset;
};

static void flush(struct words *w)
{
    if (w->bytes.len)
        nr_buf_add_str(&w->out,
                       nr_mail_utf8(w->mail, nr_buf_str(&w->bytes), w->charset, false, NULL));
    w->bytes.len = 0;
}

static void add_word(struct words *w, const struct word *word)
{
    if (!nr_str_eq_fold(word->charset, w->charset))
        flush(w);
    w->charset = word->charset;
    nr_mime_decode_word(&w->bytes, word->coding, word->text);
}

/* Text between words. Blanks between two of them are no part of the text. */
static void add_between(struct words *w, struct nr_str text, bool between)
{
    if (text.len == 0 || (between && nr_str_trim(text).len == 0))
        return;
    flush(w);
    nr_buf_add_str(&w->out, text);
}

struct nr_str nr_mail_words(struct nr_mail *mail, struct nr_str text)
{
    static const struct nr_str mark = NR_STR("=?");
    struct words w = {.mail = mail};
    struct word word;
    size_t from = 0, at = nr_str_find(text, mark);
    bool between = false;
    if (at == text.len)
        return text.len ? nr_story_line(mail->arena, text) : text;
    while (at < text.len && mail->guesses < GUESSES) {
        if (read_word(text, at, &word)) {
            add_between(&w, nr_str_sub(text, from, at), between);
            add_word(&w, &word);
            from = at = word.end;
            between = true;
        } else {
            at += 2;
        }
        at += nr_str_find(nr_str_sub(text, at, text.len), mark);
    }
    add_between(&w, nr_str_sub(text, from, text.len), between);
    flush(&w);
    struct nr_str line = nr_story_line(mail->arena, nr_buf_str(&w.out));
    nr_buf_free(&w.out);
    nr_buf_free(&w.bytes);
    return line;
}

struct nr_str nr_mail_text(struct nr_mail *mail, struct nr_str raw, struct nr_str declared)
{
    raw = nr_str_trim(nr_str_sub(raw, 0, NR_MAIL_FIELD));
    struct nr_str text = nr_mail_utf8(mail, raw, declared, false, NULL);
    return nr_mail_words(mail, nr_arena_str(mail->arena, text));
}
