/* Datelines of China, Japan and Korea, where no blank or dash tells their parts:
 *
 *     新华社北京3月5日电    （中央社記者某某台北5日電）    ［東京　５日　ロイター］    【3月5日 AFP】
 *     (서울=연합뉴스) 홍길동 기자 = */
#include "newsreel/text/agencies.h"
#include "structure_parts.h"

enum { SIGHT = 150, BRACKET_MOST = 100, PLACE_MOST = 45, REPORTER_MOST = 60 };

/* Cuts a number of one to four digits, narrow or wide, off s. */
static bool cut_number(struct nr_str *s, unsigned *n)
{
    const char *p = s->data, *end = p + s->len;
    size_t digits = 0;
    for (*n = 0; p < end && digits < 4; digits++) {
        const char *next = p;
        uint32_t c = nr_utf8_next(&next, end);
        c = c >= 0xff10 && c <= 0xff19 ? c - 0xff10 + '0' : c;
        if (c < '0' || c > '9')
            break;
        *n = *n * 10 + (unsigned)(c - '0');
        p = next;
    }
    *s = nr_str(p, (size_t)(end - p));
    return digits > 0;
}

static bool cut_sign(struct nr_str *s, const char *sign)
{
    struct nr_str wanted = nr_str_of(sign);
    if (!nr_str_starts(*s, wanted))
        return false;
    *s = nr_str_sub(*s, wanted.len, s->len);
    return true;
}

/* Cuts "2022年3月5日", "3月5日" or "5日" off s. */
static bool cut_date(struct nr_str *s, struct nr_dated *date)
{
    struct nr_str rest = *s;
    unsigned n;
    *date = (struct nr_dated){.year = 0};
    if (!cut_number(&rest, &n))
        return false;
    if (cut_sign(&rest, "年")) {
        date->year = n;
        if (!cut_number(&rest, &n))
            return false;
    }
    if (cut_sign(&rest, "月") || cut_sign(&rest, "월")) {
        date->month = n;
        rest = nr_str_sub(rest, nr_structure_blanks(rest), rest.len);
        if (!cut_number(&rest, &n))
            return false;
    }
    date->day = n;
    if ((!cut_sign(&rest, "日") && !cut_sign(&rest, "일")) || n < 1 || n > 31 || date->month > 12 ||
        (date->year && (date->year < 1800 || date->year > 2199)))
        return false;
    date->text = nr_str_sub(*s, 0, s->len - rest.len);
    *s = rest;
    return true;
}

/* Where the first date in s begins, which is cut off with all before it; s.len when there is
 * none. */
static size_t find_date(struct nr_str *s, struct nr_dated *date)
{
    struct nr_str all = *s;
    for (size_t at = 0; at < all.len;) {
        struct nr_str rest = nr_str_sub(all, at, all.len);
        const char *p = rest.data;
        if (cut_date(&rest, date)) {
            *s = rest;
            return at;
        }
        unsigned n;
        rest = nr_str_sub(all, at, all.len);
        if (cut_number(&rest, &n))
            return all.len;
        nr_utf8_next(&p, all.data + all.len);
        at = (size_t)(p - all.data);
    }
    return all.len;
}

/* s as a place, when it is nothing but letters. */
static struct nr_str place_of(struct nr_str s)
{
    static const struct nr_str marks[] = {NR_STR("　"), NR_STR("＝"), NR_STR("=")};
    for (size_t before = s.len + 1; before != s.len;) {
        before = s.len;
        s = nr_str_trim(s);
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            if (nr_str_ends(s, marks[i]))
                s.len -= marks[i].len;
    }
    for (const char *p = s.data, *end = p + s.len; p < end;) {
        uint32_t c = nr_utf8_next(&p, end);
        if (!nr_char_is_letter(c) && !nr_char_is_blank(c) && c != 0x30fb && c != '/')
            return nr_str(NULL, 0);
    }
    return s.len <= PLACE_MOST ? s : nr_str(NULL, 0);
}

/* The length of an opening bracket at the beginning of s, and which closes it. */
static size_t opening(struct nr_str s, const char **close)
{
    static const struct {
        struct nr_str open;
        const char *close;
    } pairs[] = {{NR_STR("（"), "）"}, {NR_STR("［"), "］"}, {NR_STR("【"), "】"},
                 {NR_STR("〔"), "〕"}, {NR_STR("("), ")"},   {NR_STR("["), "]"},
                 {NR_STR("「"), "」"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (nr_str_starts(s, pairs[i].open)) {
            *close = pairs[i].close;
            return pairs[i].open.len;
        }
    return 0;
}

/* Cuts brackets with what is in them off s. */
static bool cut_brackets(struct nr_str *s, struct nr_str *content)
{
    const char *close = NULL;
    size_t open = opening(*s, &close);
    if (!open)
        return false;
    struct nr_str rest = nr_str_sub(*s, open, s->len);
    size_t end = nr_str_find(rest, nr_str_of(close));
    if (end == rest.len || end > BRACKET_MOST)
        return false;
    *content = nr_str_sub(rest, 0, end);
    *s = nr_str_sub(rest, end + strlen(close), rest.len);
    return true;
}

/* ---- Telegrams ("电") ---- */

static bool cut_telegram(struct nr_str *s)
{
    struct nr_str behind = *s, aside;
    if (cut_brackets(&behind, &aside) && (cut_sign(&behind, "电") || cut_sign(&behind, "電"))) {
        *s = behind;
        return true;
    }
    return cut_sign(s, "电") || cut_sign(s, "電");
}

static bool read_telegram(struct nr_str head, struct nr_dateline_found *found)
{
    struct nr_str rest = head, name;
    const char *close = NULL;
    size_t length, open = opening(rest, &close);
    if (open && cut_brackets(&rest, &name) && nr_agency_of(name).len) {
        found->agency = name;
    } else {
        rest = nr_str_sub(head, open, head.len);
        if (nr_agency_at(rest, &length).len) {
            found->agency = nr_str_sub(rest, 0, length);
            rest = nr_str_sub(rest, length, rest.len);
        }
    }
    rest = nr_str_sub(rest, nr_structure_blanks(rest), rest.len);
    struct nr_str before = nr_str_sub(rest, 0, SIGHT), behind = rest;
    before.len = find_date(&behind, &found->date);
    bool reporter = nr_str_find(before, nr_str_of("记者")) < before.len ||
                    nr_str_find(before, nr_str_of("記者")) < before.len;
    found->place = reporter ? nr_str(NULL, 0) : place_of(before);
    if (before.len == rest.len || before.len > SIGHT || !cut_telegram(&behind) ||
        (before.len && !found->place.len && !(reporter && found->agency.len)) ||
        (!before.len && !found->agency.len))
        return false;
    if (open && close)
        cut_sign(&behind, close);
    if (!found->agency.len && behind.len && nr_char_is_letter(nr_text_first(behind)) &&
        !nr_structure_blanks(behind) && !opening(behind, &close))
        return false; /* "电力": the word goes on */
    found->whole = nr_str_sub(head, 0, head.len - behind.len);
    found->percent = 99;
    return true;
}

/* ---- Brackets ---- */

/* "東京　５日　ロイター", "3月5日 AFP", "ワシントン共同", "서울=연합뉴스" */
static bool read_content(struct nr_str content, struct nr_dateline_found *found)
{
    size_t length;
    if (!nr_agency_before(content, &length).len)
        return false;
    found->agency = nr_str_sub(content, content.len - length, content.len);
    struct nr_str rest = nr_str_sub(content, 0, content.len - length), behind = rest;
    size_t date = find_date(&behind, &found->date);
    if (date == rest.len)
        found->date = (struct nr_dated){.year = 0};
    else if (place_of(behind).len || nr_str_find(behind, nr_str_of("日")) < behind.len)
        return false;
    struct nr_str before = nr_str_sub(rest, 0, date);
    found->place = place_of(before);
    return found->place.len || nr_str_trim(before).len == 0;
}

/* Behind "홍길동 기자 =" at s, or 0. */
static size_t reporter(struct nr_str s)
{
    size_t end = nr_str_find_char(nr_str_sub(s, 0, REPORTER_MOST), '=');
    struct nr_str name = nr_str_sub(s, 0, end);
    bool is = nr_str_find(name, nr_str_of("기자")) < name.len ||
              nr_str_find(name, nr_str_of("특파원")) < name.len;
    return is && end < s.len && end < REPORTER_MOST ? end + 1 : 0;
}

static bool is_wide(struct nr_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.data[i] & 0x80)
            return true;
    return false;
}

static bool read_brackets(struct nr_str head, struct nr_dateline_found *found)
{
    struct nr_str rest = head, content;
    if (!cut_brackets(&rest, &content) || !is_wide(nr_str_sub(head, 0, head.len - rest.len)) ||
        !read_content(content, found))
        return false;
    size_t named = reporter(rest), space = nr_structure_blanks(rest);
    static const struct nr_str dashes[] = {NR_STR("-"), NR_STR("–"), NR_STR("—"), NR_STR("＝"),
                                           NR_STR("=")};
    for (size_t i = 0; !named && i < sizeof dashes / sizeof *dashes; i++)
        if (nr_str_starts(nr_str_sub(rest, space, rest.len), dashes[i]))
            named = space + dashes[i].len;
    found->whole = nr_str_sub(head, 0, head.len - rest.len + named);
    found->percent = 97;
    return true;
}

bool nr_dateline_find_east(struct nr_str head, struct nr_dateline_found *found)
{
    if (!is_wide(nr_str_sub(head, 0, SIGHT)))
        return false;
    if (read_telegram(head, found))
        return true;
    *found = (struct nr_dateline_found){.percent = 0};
    if (read_brackets(head, found))
        return true;
    *found = (struct nr_dateline_found){.percent = 0};
    return false;
}
