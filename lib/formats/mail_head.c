#include "mail.h"

/* What a field says about where it stands. */
enum proof {
    NO_PROOF,
    WITH_ADDRESS, /* proof of mail when an address is in it */
    PROOF,
};

enum { OTHER = NR_MAIL_FIELDS };

static const struct known {
    struct nr_str name;
    unsigned field; /* enum nr_mail_field, or OTHER */
    enum proof proof;
} known[] = {
    {NR_STR("subject"), NR_MAIL_SUBJECT, NO_PROOF},
    {NR_STR("from"), NR_MAIL_FROM, WITH_ADDRESS},
    {NR_STR("date"), NR_MAIL_DATE, NO_PROOF},
    {NR_STR("message-id"), NR_MAIL_ID, WITH_ADDRESS},
    {NR_STR("newsgroups"), NR_MAIL_GROUPS, NO_PROOF},
    {NR_STR("list-id"), NR_MAIL_LIST, NO_PROOF},
    {NR_STR("keywords"), NR_MAIL_KEYWORDS, NO_PROOF},
    {NR_STR("summary"), NR_MAIL_SUMMARY, NO_PROOF},
    {NR_STR("content-language"), NR_MAIL_LANGUAGE, NO_PROOF},
    {NR_STR("archived-at"), NR_MAIL_URL, NO_PROOF},
    {NR_STR("snapshot-content-location"), NR_MAIL_URL, NO_PROOF},
    {NR_STR("content-type"), NR_MAIL_TYPE, NO_PROOF},
    {NR_STR("content-transfer-encoding"), NR_MAIL_CODING, NO_PROOF},
    {NR_STR("content-disposition"), NR_MAIL_DISPOSITION, NO_PROOF},
    {NR_STR("mime-version"), OTHER, PROOF},
    {NR_STR("received"), OTHER, PROOF},
    {NR_STR("return-path"), OTHER, PROOF},
    {NR_STR("path"), OTHER, WITH_ADDRESS},
    {NR_STR("delivered-to"), OTHER, WITH_ADDRESS},
    {NR_STR("envelope-to"), OTHER, WITH_ADDRESS},
    {NR_STR("sender"), OTHER, WITH_ADDRESS},
    {NR_STR("reply-to"), OTHER, WITH_ADDRESS},
    {NR_STR("to"), OTHER, NO_PROOF},
    {NR_STR("cc"), OTHER, NO_PROOF},
    {NR_STR("bcc"), OTHER, NO_PROOF},
    {NR_STR("references"), OTHER, NO_PROOF},
    {NR_STR("in-reply-to"), OTHER, NO_PROOF},
    {NR_STR("organization"), OTHER, NO_PROOF},
    {NR_STR("lines"), OTHER, NO_PROOF},
    {NR_STR("status"), OTHER, NO_PROOF},
    {NR_STR("x-status"), OTHER, NO_PROOF},
    {NR_STR("xref"), OTHER, NO_PROOF},
    {NR_STR("x-from"), OTHER, NO_PROOF},
    {NR_STR("x-mailer"), OTHER, NO_PROOF},
    {NR_STR("x-received"), OTHER, NO_PROOF},
    {NR_STR("x-mozilla-status"), OTHER, NO_PROOF},
    {NR_STR("x-gm-thrid"), OTHER, NO_PROOF},
    {NR_STR("x-gmail-labels"), OTHER, NO_PROOF},
    {NR_STR("distribution"), OTHER, NO_PROOF},
    {NR_STR("followup-to"), OTHER, NO_PROOF},
    {NR_STR("nntp-posting-host"), OTHER, NO_PROOF},
    {NR_STR("relay-version"), OTHER, NO_PROOF},
    {NR_STR("posting-version"), OTHER, NO_PROOF},
    {NR_STR("article-i.d."), OTHER, NO_PROOF},
    {NR_STR("title"), NR_MAIL_SUBJECT, NO_PROOF},
    {NR_STR("posted"), NR_MAIL_DATE, NO_PROOF},
    {NR_STR("content-length"), OTHER, NO_PROOF},
    {NR_STR("user-agent"), OTHER, NO_PROOF},
    {NR_STR("dkim-signature"), OTHER, NO_PROOF},
    {NR_STR("delivery-date"), OTHER, NO_PROOF},
    {NR_STR("precedence"), OTHER, NO_PROOF},
    {NR_STR("errors-to"), OTHER, NO_PROOF},
    {NR_STR("resent-from"), OTHER, NO_PROOF},
    {NR_STR("resent-date"), OTHER, NO_PROOF},
};

_Static_assert(sizeof known / sizeof *known <= 64, "a bit for each");

static const struct known *find_known(struct nr_str name)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (nr_str_eq_fold(known[i].name, name))
            return &known[i];
    return NULL;
}

bool nr_mail_field_is_known(struct nr_str name)
{
    return find_known(name) != NULL;
}

struct nr_str nr_mail_line(struct nr_str *rest)
{
    size_t end = nr_str_find_char(*rest, '\n');
    struct nr_str line = nr_str_sub(*rest, 0, end);
    *rest = nr_str_sub(*rest, end + 1, rest->len);
    if (line.len && line.data[line.len - 1] == '\r')
        line.len--;
    return line;
}

static bool is_indent(char c)
{
    return c == ' ' || c == '\t';
}

/* Blanks before the colon are allowed, as they were once. */
struct nr_str nr_mail_field_name(struct nr_str line)
{
    size_t n = 0;
    while (n < line.len && line.data[n] > ' ' && line.data[n] < 0x7f && line.data[n] != ':')
        n++;
    size_t colon = n;
    while (colon < line.len && is_indent(line.data[colon]))
        colon++;
    bool is = n > 0 && colon < line.len && line.data[colon] == ':';
    return is ? nr_str_sub(line, 0, n) : nr_str(NULL, 0);
}

static struct nr_str value_of(struct nr_str line)
{
    return nr_str_sub(line, nr_str_find_char(line, ':') + 1, line.len);
}

struct nr_str nr_mail_start(struct nr_str s)
{
    if (nr_str_starts(s, nr_str_of("\xef\xbb\xbf")))
        s = nr_str_sub(s, 3, s.len);
    for (struct nr_str rest = s; rest.len; s = rest)
        if (nr_str_trim(nr_mail_line(&rest)).len)
            return s;
    return s;
}

enum line {
    FIELD,
    FOLDED, /* goes on with the field before it */
    NOISE,  /* to be skipped */
    BLANK,  /* the body begins behind it */
    BODY,   /* the body begins with it */
};

static bool is_from_line(struct nr_str line)
{
    return nr_str_starts(line, nr_str_of("From ")) || nr_str_starts(line, nr_str_of(">From "));
}

/* A line of blanks alone is folded where something is folded behind it or fields go on; often
 * somebody's blank line got a blank. */
static enum line classify_blank(struct nr_str next, bool any)
{
    bool folded = next.len && is_indent(next.data[0]) && nr_str_trim(next).len;
    return any && (folded || nr_mail_field_name(next).len) ? FOLDED : BLANK;
}

/* rest: what follows the line; any: there has been a field before. */
static enum line classify(struct nr_str line, struct nr_str rest, bool any)
{
    if (line.len == 0)
        return BLANK;
    if (is_indent(line.data[0])) {
        if (nr_str_trim(line).len)
            return any ? FOLDED : BODY;
        return classify_blank(nr_mail_line(&rest), any);
    }
    if (nr_str_starts(line, nr_str_of("--")))
        return BODY; /* a boundary, of whatever */
    if (nr_mail_field_name(line).len)
        return FIELD;
    if (!any)
        return is_from_line(line) ? NOISE : BODY;
    return nr_mail_field_is_known(nr_mail_field_name(nr_mail_line(&rest))) ? NOISE : BODY;
}

size_t nr_mail_head_read(struct nr_mail_head *head, struct nr_str s)
{
    struct nr_str rest = s;
    struct nr_str *field = NULL; /* the one that is being read */
    bool any = false;
    *head = (struct nr_mail_head){.fields = {{NULL, 0}}};
    while (rest.len) {
        const char *from = rest.data;
        struct nr_str line = nr_mail_line(&rest);
        enum line kind = classify(line, rest, any);
        if (kind == BLANK || kind == BODY)
            return (size_t)((kind == BODY ? from : rest.data) - s.data);
        if (kind == FOLDED && field)
            field->len = (size_t)(line.data + line.len - field->data);
        if (kind != FIELD)
            continue;
        const struct known *k = find_known(nr_mail_field_name(line));
        field = k && k->field != OTHER ? &head->fields[k->field] : NULL;
        if (field && nr_str_trim(*field).len)
            field = NULL;
        if (field)
            *field = value_of(line);
        any = true;
    }
    return s.len;
}

static bool has_address(struct nr_str value)
{
    return nr_str_find_char(value, '@') < value.len || nr_str_find_char(value, '!') < value.len;
}

struct nr_mail_signs nr_mail_survey(struct nr_str head)
{
    struct nr_mail_signs signs = {0};
    unsigned long long seen = 0;
    bool any = false;
    head = nr_mail_start(head);
    while (head.len && !signs.broken) {
        bool whole = nr_str_find_char(head, '\n') < head.len;
        struct nr_str line = nr_mail_line(&head);
        enum line kind = classify(line, head, any);
        if (kind == BLANK || !whole)
            break;
        signs.broken = kind == BODY;
        any |= kind == FIELD;
        const struct known *k = kind == FIELD ? find_known(nr_mail_field_name(line)) : NULL;
        if (!k)
            continue;
        unsigned long long bit = 1ULL << (k - known);
        signs.names += !(seen & bit);
        seen |= bit;
        signs.news |= k->field == NR_MAIL_GROUPS;
        signs.proof |=
            k->proof == PROOF || (k->proof == WITH_ADDRESS && has_address(value_of(line)));
    }
    return signs;
}
