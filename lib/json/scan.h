/* The scanner behind nr_record_scan and nr_json_scan: a strict pass over the text of one value.
 *
 * The functions return false on an error; error then says what is wrong and at where. They check
 * everything but UTF-8, which nr_scan_begin has checked in one go: end stands before the first
 * invalid byte, so running into end is either a text that ends early or invalid UTF-8. */
#ifndef NEWSREEL_LIB_JSON_SCAN_H
#define NEWSREEL_LIB_JSON_SCAN_H

#include "newsreel/json/record.h"
#include "plain.h"

/* The value of a hexadecimal digit; 0xff for any other byte. */
extern const unsigned char nr_scan_hex[256];

/* The number that the four hexadecimal digits at p make, or -1 if these are none. A lookup, as text
 * with an escape for every letter is common. */
static inline int32_t nr_scan_unit(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    unsigned a = nr_scan_hex[u[0]], b = nr_scan_hex[u[1]];
    unsigned c = nr_scan_hex[u[2]], d = nr_scan_hex[u[3]];
    return (a | b | c | d) > 0xf ? -1 : (int32_t)(a << 12 | b << 8 | c << 4 | d);
}

struct nr_scan {
    struct nr_str all;
    const char *at, *end;
    const char *error; /* constant */
    bool newline;      /* there was a line feed between two tokens */
};

void nr_scan_begin(struct nr_scan *s, struct nr_str text);
/* The same for text that is known to be valid UTF-8. */
void nr_scan_valid(struct nr_scan *s, struct nr_str text);

/* The next byte, or NUL at the end. */
static inline char nr_scan_peek(const struct nr_scan *s)
{
    return s->at < s->end ? *s->at : '\0';
}

static inline void nr_scan_blanks(struct nr_scan *s)
{
    for (; s->at < s->end && (unsigned char)*s->at <= ' '; s->at++) {
        if (*s->at == '\n')
            s->newline = true;
        else if (*s->at != ' ' && *s->at != '\t' && *s->at != '\r')
            return;
    }
}

bool nr_scan_fail(struct nr_scan *s, const char *error);

/* The rest of a string, from its first byte that is not plain to its closing quote. */
bool nr_scan_escapes(struct nr_scan *s);

/* s->at is at the opening quote. Nearly all strings are plain to their end. */
static inline bool nr_scan_string(struct nr_scan *s, struct nr_json *string)
{
    const char *from = s->at;
    s->at = nr_plain_end(from + 1, s->end);
    string->type = NR_JSON_STRING;
    string->escaped = nr_scan_peek(s) == '\\';
    if (nr_scan_peek(s) != '"' && !nr_scan_escapes(s))
        return false;
    s->at++;
    string->raw = nr_str(from, (size_t)(s->at - from));
    return true;
}

/* A member's name with the blanks before it, the colon, and the blanks around that. */
static inline bool nr_scan_key(struct nr_scan *s, struct nr_json *key)
{
    nr_scan_blanks(s);
    if (nr_scan_peek(s) != '"')
        return nr_scan_fail(s, "invalid JSON: member name expected");
    if (!nr_scan_string(s, key))
        return false;
    nr_scan_blanks(s);
    if (nr_scan_peek(s) != ':')
        return nr_scan_fail(s, "invalid JSON: ':' expected");
    s->at++;
    nr_scan_blanks(s);
    return true;
}

/* A value with the blanks before it, inside depth open arrays and objects. */
bool nr_scan_value(struct nr_scan *s, size_t depth, struct nr_json *value);
/* Blanks and the end. */
bool nr_scan_finish(struct nr_scan *s);

/* Turns the failure into NR_BAD with text and column. */
enum nr_status nr_scan_report(const struct nr_scan *s, struct nr_error *e);

#endif
