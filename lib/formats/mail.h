/* Mail and news: messages of RFC 5322 and RFC 1036, alone (a file, a maildir, a news spool) or in
 * a mailbox (mbox).
 *
 * What becomes of a message
 *   Subject ("Re:" and all)      headline
 *   From                         by: the display name, else the comment, else the address
 *   Date                         created: nr_mail_date
 *   Message-ID                   id, without its brackets
 *   Newsgroups, Keywords         subjects, one each
 *   List-Id                      section: the list's name, else its id
 *   Summary                      summary
 *   Content-Language             language: the first
 *   Archived-At, and Snapshot-Content-Location of pages saved as mail    url
 *   the body                     text, or html where there is no other text in it
 * Of a field that occurs twice the first counts that is not empty.
 *
 * The body: of alternatives the first with plain text, else the first with HTML; of related parts
 * the first with text; otherwise all parts that are text, a blank line between them, HTML made
 * text where there is plain text beside it. A message inside (forwarded, or the first part of a
 * message/partial) gives its text and not its header; each message of a multipart/digest is a story
 * of its own, before the one of the digest, which is there only where it has a text too.
 * Attachments and what is no text are left aside and counted: parts with the disposition
 * attachment, messages that are attached or returned, other types, uuencoded and yEnc files inside
 * the text, text that is binary after all. Preamble and epilogue are left out. A multipart whose
 * boundary never comes is read as text.
 *
 * The text: quoted paragraphs begin with ">", once per level and a space behind each; lines are
 * joined only within a level, and only the first line of a paragraph has the marks. A signature is
 * a paragraph that begins with a line "-- " (a last "--" alone is made one; "--" where blanks at
 * line ends have been cut). Lines that say who wrote what is quoted stay. format=flowed and
 * text/enriched say where paragraphs end, all other text counts as wrapped.
 *
 * Everything is linear in the message, memory a small multiple of it. There is an end to
 * everything: NR_MAIL_FIELD bytes of a value are looked at; NR_MAIL_LEVELS of parts and messages
 * inside each other, NR_MAIL_TEXTS parts with text and messages of digests are read, what is beyond
 * is left aside and counted; encoded words are decoded until the charsets of sixteen texts had to
 * be guessed. */
#ifndef NEWSREEL_LIB_FORMATS_MAIL_H
#define NEWSREEL_LIB_FORMATS_MAIL_H

#include "newsreel/formats/format.h"

enum {
    NR_MAIL_FIELD = 64 << 10,
    NR_MAIL_LEVELS = 64,
    NR_MAIL_TEXTS = 10000,
};

/* What the readers of one message share. */
struct nr_mail {
    struct nr_arena *arena;
    struct nr_charset_scratch *charset;
    struct nr_stories *stories;
    const struct nr_format_options *options;
    struct nr_buf coded, text; /* on its way; the caller frees them */
    size_t guesses;            /* charsets that nobody declared, so far */
};

/* bytes as UTF-8 without NUL. declared may be empty, markup as in nr_charset_decode. *name, unless
 * name is NULL, becomes the charset's. The view lives until the next call. */
struct nr_str nr_mail_utf8(struct nr_mail *mail, struct nr_str bytes, struct nr_str declared,
                           bool markup, const char **name);

/* --- Fields: mail_head.c --- */

enum nr_mail_field {
    NR_MAIL_SUBJECT,
    NR_MAIL_FROM,
    NR_MAIL_DATE,
    NR_MAIL_ID,
    NR_MAIL_GROUPS,
    NR_MAIL_LIST,
    NR_MAIL_KEYWORDS,
    NR_MAIL_SUMMARY,
    NR_MAIL_LANGUAGE,
    NR_MAIL_URL,
    NR_MAIL_TYPE,
    NR_MAIL_CODING,
    NR_MAIL_DISPOSITION,
    NR_MAIL_FIELDS,
};

/* Values as they stand in the message, folded and coded. */
struct nr_mail_head {
    struct nr_str fields[NR_MAIL_FIELDS];
};

/* Reads the fields that s begins with. Returns where the body begins. A line that is no field ends
 * them, unless a field with a known name follows. */
size_t nr_mail_head_read(struct nr_mail_head *head, struct nr_str s);

/* s without a byte order mark and the blank lines at its beginning. */
struct nr_str nr_mail_start(struct nr_str s);

/* Cuts the next line off *rest, the end of the line (LF or CR LF) apart. */
struct nr_str nr_mail_line(struct nr_str *rest);

/* The name of the field that line begins, or empty. */
struct nr_str nr_mail_field_name(struct nr_str line);

/* Whether mail has fields of that name. */
bool nr_mail_field_is_known(struct nr_str name);

/* What the beginning of a file looks like. */
struct nr_mail_signs {
    size_t names; /* different known fields */
    bool proof;   /* an address where mail has one, or a trace of its way */
    bool news;    /* it has Newsgroups */
    bool broken;  /* a line among them is no field */
};

struct nr_mail_signs nr_mail_survey(struct nr_str head);

/* --- Values: mail_words.c, mail_address.c, mail_date.c --- */

/* A value as text on one line, encoded words of RFC 2047 decoded; what is not in ASCII and not
 * encoded is decoded as declared, else as the bytes look. Broken words stay as they are. Arena. */
struct nr_str nr_mail_text(struct nr_mail *mail, struct nr_str raw, struct nr_str declared);

/* The same of what is UTF-8 already. */
struct nr_str nr_mail_words(struct nr_mail *mail, struct nr_str text);

/* The names in a From field, or addresses where there is no name. */
void nr_mail_authors(struct nr_mail *mail, struct nr_str raw, struct nr_str declared,
                     struct nr_texts *by);

/* The text before an address in brackets, else what stands in them: "List of Lists <a.b.c>". */
struct nr_str nr_mail_phrase(struct nr_mail *mail, struct nr_str raw, struct nr_str declared);

/* A date of RFC 822, RFC 5322 or asctime, else whatever nr_story_date takes. Comments are skipped,
 * years of two digits are those from 1950 to 2049. A day alone where the time has no zone, or one
 * that does not tell how far from UTC it is. */
struct nr_str nr_mail_date(struct nr_arena *arena, struct nr_str raw);

/* --- Parts: mime.c, mime_coding.c, mail_parts.c --- */

enum nr_mime_kind {
    NR_MIME_TEXT,
    NR_MIME_ENRICHED,
    NR_MIME_HTML,
    NR_MIME_MULTIPART,
    NR_MIME_MESSAGE,
    NR_MIME_OTHER, /* left aside */
};

enum nr_mime_multi {
    NR_MIME_MIXED,
    NR_MIME_ALTERNATIVE,
    NR_MIME_RELATED,
    NR_MIME_DIGEST,
    NR_MIME_REPORT,
};

enum nr_mime_coding { NR_MIME_PLAIN, NR_MIME_QUOTED, NR_MIME_BASE64, NR_MIME_UU };

/* What the fields say about a body. */
struct nr_mime {
    enum nr_mime_kind kind;
    enum nr_mime_multi multi;
    enum nr_mime_coding coding;
    struct nr_str charset, boundary; /* arena */
    bool attached, flowed, delsp;
};

/* in_digest: without a type it is a message, not text. */
void nr_mime_read(struct nr_mime *mime, const struct nr_mail_head *head, bool in_digest,
                  struct nr_arena *arena);

/* The parameter of that name in a field's value, RFC 2231's parts joined and their %XX decoded, or
 * empty. Arena. */
struct nr_str nr_mime_parameter(struct nr_str value, const char *name, struct nr_arena *arena);

/* The value of a hexadecimal digit, or -1. */
int nr_mime_hex(char c);

/* Appends body decoded, as much of it as can be. */
void nr_mime_decode(struct nr_buf *out, enum nr_mime_coding coding, struct nr_str body);

/* Appends the bytes that a Q or B encoded word of RFC 2047 holds. */
void nr_mime_decode_word(struct nr_buf *out, char coding, struct nr_str text);

/* A part of the body that is text. */
struct nr_mail_part {
    struct nr_str text; /* UTF-8, LF; arena */
    enum { NR_MAIL_WRAPPED, NR_MAIL_FIXED, NR_MAIL_HTML } layout;
    const char *charset;
};

/* Takes a message apart: calls nr_mail_story for it and for each message of a digest. */
void nr_mail_read_parts(struct nr_mail *mail, struct nr_str message);

/* Makes a story of a header and its parts: mail.c. */
void nr_mail_story(struct nr_mail *mail, const struct nr_mail_head *head,
                   const struct nr_mail_part *parts, size_t count);

/* --- Text: mail_files.c, mail_layout.c --- */

/* text without the uuencoded and yEnc files in it, *count raised for each; text itself where there
 * is none, else arena. A uuencoded file without its first line, the middle of a longer one, counts
 * from eight full lines on. */
struct nr_str nr_mail_cut_files(struct nr_arena *arena, struct nr_str text, size_t *count);

/* Append text with LF as line end, and with quote marks and signatures as said above; no blank
 * lines at the ends. flowed: RFC 3676. enriched: RFC 1896 and RFC 1341, marks taken off. */
void nr_mail_add_plain(struct nr_buf *out, struct nr_str text);
void nr_mail_add_flowed(struct nr_buf *out, struct nr_str text, bool delsp);
void nr_mail_add_enriched(struct nr_buf *out, struct nr_str text);

/* --- Mailboxes: mailbox.c --- */

bool nr_mailbox_begins(struct nr_str head, struct nr_str name);

/* A message begins with a line "From " at the beginning or behind a blank line, where a field
 * follows whose name is known, or any field and the line has a time and a year. Content-Length is
 * believed where such a line (or the end) stands where it says. */
enum nr_status nr_mailbox_cut(struct nr_cut *cut, struct nr_str bytes, bool last);

/* A message without its From_ line, and lines with ">From " behind any number of ">" one shorter.
 * A view into piece, or arena. */
struct nr_str nr_mailbox_message(struct nr_arena *arena, struct nr_str piece);

#endif
