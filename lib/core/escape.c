#include "newsreel/core/escape.h"

#define REPLACEMENT "\xef\xbf\xbd"

static const char *reference(char c)
{
    switch (c) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\n':
        return "&#10;";
    case '\t':
        return NULL;
    default:
        return (unsigned char)c < 0x20 || c == 0x7f ? REPLACEMENT : NULL;
    }
}

/* Bytes at i that are a control character of Latin-1, U+FFFE or U+FFFF; else 0. */
static size_t unfit(struct nr_str s, size_t i)
{
    const unsigned char *p = (const unsigned char *)s.data + i;
    if (s.len - i >= 2 && p[0] == 0xc2 && p[1] < 0xa0)
        return 2;
    return s.len - i >= 3 && p[0] == 0xef && p[1] == 0xbf && p[2] >= 0xbe ? 3 : 0;
}

void nr_html_add_text(struct nr_buf *out, struct nr_str s)
{
    size_t done = 0;
    for (size_t i = 0; i < s.len; i++) {
        const char *other = reference(s.data[i]);
        size_t taken = other ? 1 : unfit(s, i);
        if (!taken)
            continue;
        nr_buf_add_str(out, nr_str_sub(s, done, i));
        nr_buf_add_cstr(out, other ? other : REPLACEMENT);
        done = i + taken;
        i = done - 1;
    }
    nr_buf_add_str(out, nr_str_sub(s, done, s.len));
}

void nr_html_begin(struct nr_buf *out)
{
    nr_buf_add_cstr(
        out, "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
             "<meta charset=\"utf-8\"/>\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
             "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\"/>\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
             "<meta name=\"referrer\" content=\"no-referrer\"/>\n");
}
