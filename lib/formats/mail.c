#include "mail.h"
#include "formats.h"
#include "newsreel/text/lines.h"

enum {
    NAMES = 3,        /* known fields that make mail */
    NAMES_BROKEN = 5, /* the same where a line among them is no field */
    PAGES = 100,      /* parts in HTML that are made text */
    ITEMS = 200,      /* of a list in a field */
};

/* --- Fields --- */

/* The names between commas. */
static void add_items(struct nr_mail *mail, struct nr_str text, struct nr_texts *items)
{
    struct nr_str item;
    for (size_t i = 0; i < ITEMS && nr_str_split(&text, ',', &item); i++)
        nr_texts_add(items, mail->arena, item);
}

/* What stands in angle brackets, else all of it. */
static struct nr_str without_brackets(struct nr_str text)
{
    size_t open = nr_str_find_char(text, '<');
    struct nr_str inside = nr_str_sub(text, open + 1, text.len);
    size_t close = nr_str_find_char(inside, '>');
    return nr_str_trim(close < inside.len ? nr_str_sub(inside, 0, close) : text);
}

static void read_fields(struct nr_mail *mail, const struct nr_mail_head *head,
                        struct nr_story *story)
{
    const struct nr_str *f = head->fields;
    struct nr_mime mime;
    nr_mime_read(&mime, head, false, mail->arena);
    struct nr_str charset = mime.charset;
    story->headline = nr_mail_text(mail, f[NR_MAIL_SUBJECT], charset);
    nr_mail_authors(mail, f[NR_MAIL_FROM], charset, &story->by);
    story->created = nr_mail_date(mail->arena, f[NR_MAIL_DATE]);
    story->id = without_brackets(nr_mail_text(mail, f[NR_MAIL_ID], charset));
    story->section = nr_mail_phrase(mail, f[NR_MAIL_LIST], charset);
    story->summary = nr_mail_text(mail, f[NR_MAIL_SUMMARY], charset);
    story->url = without_brackets(nr_mail_text(mail, f[NR_MAIL_URL], charset));
    add_items(mail, nr_mail_text(mail, f[NR_MAIL_GROUPS], charset), &story->subjects);
    add_items(mail, nr_mail_text(mail, f[NR_MAIL_KEYWORDS], charset), &story->subjects);
    struct nr_str languages = nr_mail_text(mail, f[NR_MAIL_LANGUAGE], charset);
    nr_str_split(&languages, ',', &story->language);
    story->language = nr_str_trim(story->language);
}

/* --- Text --- */

static bool is_all(const struct nr_mail_part *parts, size_t count, int layout)
{
    size_t n = 0;
    while (n < count && (int)parts[n].layout == layout)
        n++;
    return n == count;
}

/* Adds a part as it is to stand in the text. wrapped: the whole text will be joined. */
static void add_text(struct nr_mail *mail, const struct nr_mail_part *part, bool wrapped,
                     struct nr_buf *out)
{
    struct nr_str text = part->text;
    if (part->layout == NR_MAIL_HTML)
        text = nr_story_html(mail->arena, text);
    if (!text.len)
        return;
    if (out->len)
        nr_buf_add_cstr(out, "\n\n");
    if (part->layout == NR_MAIL_WRAPPED && !wrapped && !mail->options->keep_lines)
        nr_lines_join(out, text, mail->arena);
    else
        nr_buf_add_str(out, nr_str_trim(text));
}

static void read_body(struct nr_mail *mail, const struct nr_mail_part *parts, size_t count,
                      struct nr_story *story)
{
    struct nr_buf out = {0};
    size_t pages = 0;
    bool html = count && is_all(parts, count, NR_MAIL_HTML);
    story->wrapped = is_all(parts, count, NR_MAIL_WRAPPED);
    for (size_t i = 0; i < count; i++) {
        pages += parts[i].layout == NR_MAIL_HTML;
        if (parts[i].layout == NR_MAIL_HTML && pages > PAGES)
            mail->stories->attachments++;
        else if (html)
            nr_buf_add_str(&out, parts[i].text);
        else
            add_text(mail, &parts[i], story->wrapped, &out);
    }
    *(html ? &story->html : &story->text) = nr_arena_str(mail->arena, nr_buf_str(&out));
    if (count)
        story->charset = nr_str_of(parts[0].charset);
    nr_buf_free(&out);
}

void nr_mail_story(struct nr_mail *mail, const struct nr_mail_head *head,
                   const struct nr_mail_part *parts, size_t count)
{
    struct nr_story *story = nr_story_new(mail->stories);
    read_fields(mail, head, story);
    read_body(mail, parts, count, story);
}

/* --- Formats --- */

/* A message that somebody saved with wide characters: fields are looked for in single bytes. */
static struct nr_str narrow(struct nr_mail *mail, struct nr_str message)
{
    static const struct nr_str marks[] = {NR_STR("\xff\xfe"), NR_STR("\xfe\xff"),
                                          NR_STR("\0\0\xfe\xff")};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (nr_str_starts(message, marks[i]))
            return nr_arena_str(mail->arena,
                                nr_mail_utf8(mail, message, nr_str(NULL, 0), false, NULL));
    return message;
}

static enum nr_status read_message(const struct nr_reading *r, struct nr_str message,
                                   struct nr_stories *stories)
{
    struct nr_mail mail = {
        .arena = stories->arena, .charset = r->charset, .stories = stories, .options = r->options};
    nr_mail_read_parts(&mail, narrow(&mail, message));
    if (stories->attachments)
        stories->drop = "attachment";
    nr_buf_free(&mail.coded);
    nr_buf_free(&mail.text);
    return NR_OK;
}

static enum nr_status read_mail(const struct nr_reading *r, struct nr_stories *stories,
                                struct nr_error *e)
{
    (void)e;
    return read_message(r, r->bytes, stories);
}

static enum nr_status read_mailbox(const struct nr_reading *r, struct nr_stories *stories,
                                   struct nr_error *e)
{
    (void)e;
    return read_message(r, nr_mailbox_message(stories->arena, r->bytes), stories);
}

/* Names that promise mail: their files need not prove it. */
static bool is_promised(struct nr_str name)
{
    static const struct nr_str suffixes[] = {NR_STR(".eml"), NR_STR(".msg"), NR_STR(".mht"),
                                             NR_STR(".mhtml"), NR_STR(".nws")};
    static const struct nr_str folders[] = {NR_STR("/cur/"), NR_STR("/new/")};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (nr_str_ends_fold(name, suffixes[i]))
            return true;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (nr_str_find(name, folders[i]) < name.len)
            return true;
    return false;
}

static bool begins(struct nr_str head, struct nr_str name, bool news)
{
    struct nr_mail_signs signs = nr_mail_survey(head);
    if (!signs.names || signs.news != news)
        return false;
    if (is_promised(name))
        return true;
    return signs.proof && signs.names >= (signs.broken ? NAMES_BROKEN : NAMES);
}

static bool mail_begins(struct nr_str head, struct nr_str name)
{
    return begins(head, name, false);
}

static bool news_begins(struct nr_str head, struct nr_str name)
{
    return begins(head, name, true);
}

const struct nr_format nr_format_mbox = {.name = "mbox",
                                         .mime = "message/rfc822",
                                         .begins = nr_mailbox_begins,
                                         .cut = nr_mailbox_cut,
                                         .read = read_mailbox};

const struct nr_format nr_format_mail = {.name = "mail",
                                         .mime = "message/rfc822",
                                         .begins = mail_begins,
                                         .read = read_mail};

const struct nr_format nr_format_news = {.name = "news",
                                         .mime = "message/news",
                                         .begins = news_begins,
                                         .read = read_mail};
