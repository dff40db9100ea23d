#include "convert.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

/* Single-byte encodings go through a table of 128 code points that is asked of iconv once; all
 * others go through iconv itself. Opening a descriptor reads files, so descriptors are kept. */
struct nr_charset_cache {
    struct slot {
        bool tried, mapped;
        iconv_t cd;
        uint16_t map[128];
    } slots[NR_ENCODINGS];
};

enum { BLOCK = 64 << 10, REPLACEMENT = 0xfffd };

static iconv_t open_first(struct nr_str names)
{
    iconv_t cd = (iconv_t)-1;
    struct nr_str one;
    char name[32];
    while (cd == (iconv_t)-1 && nr_str_split(&names, ' ', &one)) {
        if (one.len >= sizeof name)
            continue;
        memcpy(name, one.data, one.len);
        name[one.len] = '\0';
        cd = iconv_open("UTF-8", name);
    }
    return cd;
}

static struct slot *slot_of(struct nr_charset_cache **cache, int encoding)
{
    if (!*cache)
        *cache = nr_alloc_zero(1, sizeof **cache);
    struct slot *slot = &(*cache)->slots[encoding];
    if (!slot->tried)
        slot->cd = open_first(nr_str_of(nr_encodings[encoding].iconv));
    slot->tried = true;
    return slot;
}

static uint16_t ask(iconv_t cd, unsigned char byte)
{
    char in = (char)byte, utf8[16], *from = &in, *to = utf8;
    size_t left = 1, room = sizeof utf8;
    iconv(cd, NULL, NULL, NULL, NULL);
    if (iconv(cd, &from, &left, &to, &room) == (size_t)-1 ||
        iconv(cd, NULL, NULL, &to, &room) == (size_t)-1 || to == utf8)
        return REPLACEMENT;
    const char *at = utf8;
    uint32_t c = nr_utf8_next(&at, to);
    return c <= UINT16_MAX ? (uint16_t)c : REPLACEMENT;
}

/* iconv refuses the bytes that windows-1252 has no character for. */
static void fill_map(struct slot *slot, bool cp1252)
{
    for (unsigned i = 0; i < 128; i++) {
        unsigned char byte = (unsigned char)(0x80 + i);
        slot->map[i] = cp1252 ? (uint16_t)nr_utf8_western(byte) : ask(slot->cd, byte);
    }
    slot->mapped = true;
}

/* Room for three bytes a character was reserved. */
static char *put(char *to, unsigned c)
{
    if (c < 0x800) {
        *to++ = (char)(0xc0 | c >> 6);
    } else {
        *to++ = (char)(0xe0 | c >> 12);
        *to++ = (char)(0x80 | (c >> 6 & 0x3f));
    }
    *to++ = (char)(0x80 | (c & 0x3f));
    return to;
}

static size_t convert_single(const uint16_t map[128], struct nr_str bytes, struct nr_buf *out)
{
    size_t replaced = 0;
    for (size_t at = 0; at < bytes.len;) {
        struct nr_str block = nr_str_sub(bytes, at, at + BLOCK);
        char *to = nr_buf_reserve(out, 3 * block.len), *start = to;
        for (size_t i = 0; i < block.len; i++) {
            unsigned char b = (unsigned char)block.data[i];
            if (b < 0x80) {
                *to++ = (char)b;
            } else {
                to = put(to, map[b - 0x80]);
                replaced += map[b - 0x80] == REPLACEMENT;
            }
        }
        out->len += (size_t)(to - start);
        at += block.len;
    }
    return replaced;
}

/* How many bytes one replacement stands for: as in the Encoding Standard, a lead byte does not take
 * an ASCII byte with it. */
static size_t width_of_bad(enum nr_encoding_form form, const char *p, size_t left)
{
    size_t width = form == NR_FORM_UTF16 ? 2 : form == NR_FORM_UTF32 ? 4 : 1;
    if (form == NR_FORM_DOUBLE && left > 1 && (unsigned char)p[1] >= 0x80)
        width = 2;
    return width < left ? width : left;
}

static size_t convert_iconv(iconv_t cd, enum nr_encoding_form form, struct nr_str bytes,
                            struct nr_buf *out)
{
    char *from = (char *)(uintptr_t)bytes.data;
    size_t left = bytes.len, replaced = 0;
    iconv(cd, NULL, NULL, NULL, NULL);
    for (bool flushed = false; !flushed;) {
        size_t want = left < BLOCK ? left + left / 2 + 64 : BLOCK;
        char *to = nr_buf_reserve(out, want);
        size_t room = out->cap - out->len, had = room;
        flushed = left == 0;
        size_t code = iconv(cd, flushed ? NULL : &from, flushed ? NULL : &left, &to, &room);
        out->len += had - room;
        if (code != (size_t)-1)
            continue;
        if (errno == E2BIG) {
            flushed = false;
            nr_buf_reserve(out, BLOCK);
            continue;
        }
        size_t bad = errno == EINVAL ? left : width_of_bad(form, from, left);
        from += bad;
        left -= bad;
        nr_utf8_add(out, REPLACEMENT);
        replaced++;
        if (form != NR_FORM_STATE)
            iconv(cd, NULL, NULL, NULL, NULL);
    }
    return replaced;
}

size_t nr_convert(struct nr_charset_cache **cache, int encoding, struct nr_str bytes,
                  struct nr_buf *out)
{
    const struct nr_encoding *e = &nr_encodings[encoding];
    if (e->form == NR_FORM_UTF8)
        return nr_utf8_repair(out, bytes);
    struct slot *slot = slot_of(cache, encoding);
    bool cp1252 = strcmp(e->name, "windows-1252") == 0;
    if (slot->cd == (iconv_t)-1 && !cp1252)
        return NR_CONVERT_NEVER;
    if (e->form != NR_FORM_SINGLE)
        return convert_iconv(slot->cd, e->form, bytes, out);
    if (!slot->mapped)
        fill_map(slot, cp1252);
    return convert_single(slot->map, bytes, out);
}

void nr_charset_cache_free(struct nr_charset_cache *cache)
{
    for (size_t i = 0; cache && i < NR_ENCODINGS; i++)
        if (cache->slots[i].tried && cache->slots[i].cd != (iconv_t)-1)
            iconv_close(cache->slots[i].cd);
    free(cache);
}
