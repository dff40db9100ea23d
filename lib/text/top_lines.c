#include "newsreel/text/top_lines.h"
#include "newsreel/core/buf.h"
#include "newsreel/text/chars.h"
#include "newsreel/text/months.h"
#include "newsreel/text/paragraphs.h"
#include "newsreel/text/words.h"

enum { LONGEST = 160 }; /* bytes of a date line */

/* ---- Bylines ---- */

/* Words that introduce the author. */
static const struct nr_str by_words[] = {
    NR_STR("by "),       NR_STR("by: "),      NR_STR("written by "), NR_STR("von "),
    NR_STR("par "),      NR_STR("por "),      NR_STR("di "),         NR_STR("door "),
    NR_STR("autor: "),   NR_STR("author: "),  NR_STR("reporter: "),  NR_STR("автор: "),
    NR_STR("текст: "),   NR_STR("av "),       NR_STR("af "),         NR_STR("από "),
    NR_STR("γράφει ο "), NR_STR("γράφει η "), NR_STR("του "),        NR_STR("作者："),
    NR_STR("作者:"),     NR_STR("记者："),    NR_STR("記者："),      NR_STR("Автор: "),
    NR_STR("Текст: "),   NR_STR("Από "),      NR_STR("Γράφει ο "),   NR_STR("Γράφει η "),
    NR_STR("par: "),     NR_STR("por: "),     NR_STR("oleh: "),      NR_STR("penulis: "),
    NR_STR("Tác giả: "), NR_STR("yazan: "),   NR_STR("كتب: "),       NR_STR("بقلم: "),
    NR_STR("लेखक: "),
};

size_t nr_byline_intro(struct nr_str line)
{
    for (size_t i = 0; i < sizeof by_words / sizeof *by_words; i++)
        if (nr_str_starts_fold(line, by_words[i]) && line.len > by_words[i].len) {
            struct nr_str name = nr_str_sub(line, by_words[i].len, line.len);
            uint32_t c = nr_text_first(name);
            return nr_char_is_letter(c) && !nr_char_is_lower(c) ? by_words[i].len : 0;
        }
    return 0;
}

/* Position of what separates two names in s, and its length; s.len where there is one name. */
static size_t next_separator(struct nr_str s, size_t *length)
{
    static const struct nr_str separators[] = {
        NR_STR(", "),   NR_STR(" and "), NR_STR(" und "), NR_STR(" et "),  NR_STR(" y "),
        NR_STR(" e "),  NR_STR(" & "),   NR_STR(" / "),   NR_STR("; "),    NR_STR(" | "),
        NR_STR(" en "), NR_STR(" i "),   NR_STR(" и "),   NR_STR(" και "), NR_STR("、"),
    };
    size_t best = s.len;
    *length = 0;
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
        size_t at = nr_str_find(nr_str_sub(s, 0, 1000), separators[i]);
        if (at < best && at < 1000) {
            best = at;
            *length = separators[i].len;
        }
    }
    return best;
}

bool nr_byline_next(struct nr_str *rest, struct nr_str *name)
{
    while (rest->len) {
        size_t length;
        size_t at = next_separator(*rest, &length);
        *name = nr_str_trim(nr_str_sub(*rest, 0, at));
        *rest = nr_str_sub(*rest, at + length, rest->len);
        if (nr_str_starts(*name, nr_str("and ", 4)))
            *name = nr_str_sub(*name, 4, name->len);
        if (name->len)
            return true;
    }
    return false;
}

/* ---- Dates ---- */

static bool is_digit_at(struct nr_str s, size_t i)
{
    return i < s.len && nr_ascii_is_digit(s.data[i]);
}

/* Four digits from 19.. or 20.. at i. */
static bool starts_year(struct nr_str s, size_t i)
{
    return i + 4 <= s.len &&
           (memcmp(s.data + i, "20", 2) == 0 || memcmp(s.data + i, "19", 2) == 0) &&
           is_digit_at(s, i + 2) && is_digit_at(s, i + 3) && !is_digit_at(s, i + 4) &&
           (i == 0 || !is_digit_at(s, i - 1));
}

/* What a line about when the page was published may begin with. */
static const struct nr_str date_words[] = {
    NR_STR("updated"),
    NR_STR("last updated"),
    NR_STR("last modified"),
    NR_STR("published"),
    NR_STR("posted"),
    NR_STR("first published"),
    NR_STR("stand:"),
    NR_STR("publié"),
    NR_STR("mis à jour"),
    NR_STR("publicado"),
    NR_STR("actualizado"),
    NR_STR("pubblicato"),
    NR_STR("aggiornato"),
    NR_STR("atualizado"),
    NR_STR("veröffentlicht"),
    NR_STR("aktualisiert"),
    NR_STR("gepubliceerd"),
    NR_STR("опубликовано"),
    NR_STR("Опубликовано"),
    NR_STR("обновлено"),
    NR_STR("Обновлено"),
    NR_STR("发布时间"),
    NR_STR("发表时间"),
    NR_STR("更新"),
    NR_STR("公開"),
    NR_STR("Δημοσίευση"),
    NR_STR("Τελευταία ενημέρωση"),
    NR_STR("data publikacji"),
    NR_STR("opublikowano"),
    NR_STR("ostatnia aktualizacja"),
};

static bool begins_with_date_word(struct nr_str s)
{
    for (size_t i = 0; i < sizeof date_words / sizeof *date_words; i++)
        if (nr_str_starts_fold(s, date_words[i]))
            return true;
    return false;
}

bool nr_line_tells_date(struct nr_str line)
{
    size_t digits = 0, years = 0, letters = 0;
    if (line.len > LONGEST)
        return false;
    for (size_t i = 0; i < line.len; i++) {
        unsigned char c = (unsigned char)line.data[i];
        if (c >= '0' && c <= '9') {
            digits++;
            years += starts_year(line, i);
        } else if (c >= 0xc0 || (c | 0x20) >= 'a') {
            letters += c >= 0xe3 ? 2 : 1;
        }
    }
    if (digits && begins_with_date_word(line))
        return true;
    return years && digits >= 5 && digits * 4 >= letters;
}

/* A month, or a day of the week in one of the larger languages, in lower case. */
static bool is_calendar_word(struct nr_str word)
{
    static const char days[] =
        "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun "
        "montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi "
        "vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo lunedì "
        "martedì mercoledì giovedì venerdì sabato domenica segunda-feira terça-feira quarta-feira "
        "quinta-feira sexta-feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
        "poniedziałek wtorek środa czwartek piątek sobota niedziela понедельник вторник среда "
        "четверг пятница суббота воскресенье pazartesi salı çarşamba perşembe cuma cumartesi pazar";
    struct nr_str rest = nr_str_of(days), day;
    while (nr_str_split(&rest, ' ', &day))
        if (nr_str_eq(day, word))
            return true;
    return nr_month_of(word) > 0;
}

/* A day in digits, a word for what happened, a month or a day of the week. */
static bool begins_like_date(struct nr_str line)
{
    struct nr_str first = nr_str_sub(line, 0, nr_str_find_char(line, ' '));
    struct nr_buf lower = {0};
    nr_text_fold(&lower, nr_str_sub(first, 0, nr_str_find_char(first, ',')));
    bool begins = nr_ascii_is_digit(line.data[0]) || begins_with_date_word(line) ||
                  is_calendar_word(nr_buf_str(&lower));
    nr_buf_free(&lower);
    return begins;
}

bool nr_line_is_date(struct nr_str line)
{
    return line.len && line.len <= LONGEST && !nr_text_ends_sentence(line) &&
           nr_words_count(line) <= NR_DATE_LINE_WORDS && nr_line_tells_date(line) &&
           begins_like_date(line);
}
