#include "double.h"

enum { SAMPLE = 4096 };

/* What the pairs of bytes would be in one charset. */
struct tally {
    size_t pairs;
    size_t common; /* in the block of everyday use, or punctuation */
    size_t kana;
    size_t low;     /* second byte below 0x80 */
    size_t letters; /* of ASCII, outside the pairs */
    bool valid;
};

/* A charset as ranges of its first bytes. */
struct layout {
    const char *label;
    unsigned char lead_from, lead_to; /* of all pairs */
    unsigned char kana_from, kana_to; /* leads of kana; 0, 0: it has none that matter */
    unsigned char use_from, use_to;   /* leads of the block of everyday use */
    bool low;                         /* second bytes may be 0x40 to 0x7e too */
    bool singles;                     /* 0xa1 to 0xdf are characters of one byte, and no leads */
};

static const struct layout euc_jp = {"euc-jp", 0xa1, 0xfe, 0xa4, 0xa5, 0xb0, 0xcf, false, false};
static const struct layout shift_jis = {"shift_jis", 0x81, 0xef, 0x82, 0x83,
                                        0x88,        0x98, true, true};
static const struct layout euc_kr = {"euc-kr", 0xa1, 0xfe, 0, 0, 0xb0, 0xc8, false, false};
static const struct layout gb2312 = {"gb18030", 0xa1, 0xf7, 0, 0, 0xb0, 0xd7, false, false};
static const struct layout big5 = {"big5", 0xa1, 0xf9, 0, 0, 0xa4, 0xc6, true, false};

static bool is_in(unsigned char byte, unsigned char from, unsigned char to)
{
    return byte >= from && byte <= to;
}

static bool is_second(const struct layout *l, unsigned char byte)
{
    bool high = l->singles ? is_in(byte, 0x80, 0xfc) : is_in(byte, 0xa1, 0xfe);
    return high || (l->low && is_in(byte, 0x40, 0x7e));
}

static struct tally count(struct nr_str s, const struct layout *l, bool western)
{
    struct tally t = {.valid = true};
    for (size_t i = 0; i < s.len && t.valid; i++) {
        unsigned char lead = (unsigned char)s.data[i];
        t.letters += nr_ascii_is_letter(s.data[i]);
        if (lead < 0x80 || (l->singles && is_in(lead, 0xa1, 0xdf)))
            continue;
        if (i + 1 == s.len)
            break; /* cut there */
        unsigned char second = (unsigned char)s.data[++i];
        t.valid = is_in(lead, l->lead_from, l->lead_to) && is_second(l, second);
        bool punctuation = is_in(lead, 0xa1, 0xa3) || (l->singles && lead == 0x81);
        t.pairs++;
        t.kana += is_in(lead, l->kana_from, l->kana_to);
        t.common += punctuation || is_in(lead, l->kana_from, l->kana_to) ||
                    is_in(lead, l->use_from, l->use_to);
        t.low += second < 0x80;
    }
    t.valid = t.valid && t.pairs > 0 && (!western || 2 * t.letters <= t.pairs);
    return t;
}

/* Hundredths of the pairs that are in everyday use. */
static size_t share(struct tally t)
{
    return t.valid ? 100 * t.common / t.pairs : 0;
}

/* Japanese is never without kana for long. */
static bool is_japanese(struct tally t)
{
    return share(t) >= 90 && 6 * t.kana >= t.pairs;
}

/* Korean has blanks between its words, and all of its syllables in one block. */
static bool is_korean(struct nr_str s, struct tally t)
{
    return share(t) >= 98 && nr_str_find_char(s, ' ') < s.len;
}

const char *nr_double_byte_guess(struct nr_str bytes, bool western)
{
    struct nr_str s = nr_str_sub(bytes, 0, SAMPLE);
    if (is_japanese(count(s, &euc_jp, western)))
        return euc_jp.label;
    if (is_japanese(count(s, &shift_jis, western)))
        return shift_jis.label;
    struct tally traditional = count(s, &big5, western), simplified = count(s, &gb2312, western);
    if (is_korean(s, count(s, &euc_kr, western)))
        return euc_kr.label;
    bool is_simplified = share(simplified) >= 85;
    if (share(traditional) >= 85 && (traditional.low || !is_simplified))
        return big5.label;
    return is_simplified ? gb2312.label : NULL;
}
