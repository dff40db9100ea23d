/* Notices and credits, by the words they begin with. */
#include "newsreel/tags/structure.h"
#include "newsreel/text/agencies.h"
#include "newsreel/text/top_lines.h"
#include "structure_parts.h"

enum {
    NOTICE_MOST = 1500, /* bytes of a paragraph that is one */
    REMARK_MOST = 600,  /* of one that says it in a sentence */
    REMARK_SIGHT = 240, /* where it has to say so */
    REMARK_LONGEST = 40,
    EMBARGO_MOST = 400,
    EMBARGO_LEAD = 40,   /* bytes before the word */
    CREDIT_SIGHT = 1000, /* bytes at the end of a paragraph where a credit in brackets begins */
    SIGN_OFF_MOST = 60,
};

static struct nr_str skip_marks(struct nr_str s)
{
    static const struct nr_str dashes[] = {NR_STR("–"), NR_STR("—"), NR_STR("（"), NR_STR("【")};
    for (size_t before = s.len + 1; before != s.len;) {
        before = s.len;
        s = nr_str_trim(s);
        if (s.len && s.data[0] && strchr("([*_-", s.data[0]))
            s = nr_str_sub(s, 1, s.len);
        for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
            if (nr_str_starts(s, dashes[i]))
                s = nr_str_sub(s, dashes[i].len, s.len);
    }
    return s;
}

static struct nr_str trim_end(struct nr_str s)
{
    s = nr_str_trim(s);
    while (s.len && s.data[s.len - 1] && strchr(")]*_-., ", s.data[s.len - 1]))
        s.len--;
    return s;
}

static bool starts_with_phrase(struct nr_str s, const struct nr_str *phrases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (nr_ascii_lower(phrases[i].data[0]) == nr_ascii_lower(s.data[0]) &&
            nr_str_starts_fold(s, phrases[i]))
            return true;
    return false;
}

/* One of the letters that each remark on a correction has in it, in any language: a look at all
 * bytes that takes no branch is much cheaper than to try phrases at each word. */
static bool has_remark_stem(struct nr_str s)
{
    unsigned char found = 0;
    for (size_t i = 0; i + 4 <= s.len; i++) {
        const char a = s.data[i] | 0x20, b = s.data[i + 1] | 0x20, c = s.data[i + 2] | 0x20,
                   d = s.data[i + 3] | 0x20;
        found |= (unsigned char)((a == 'v') & (b == 'e') & (c == 'r') & (d == 's'));
        found |= (unsigned char)((a == 'c') & (b == 'o') & (c == 'r') & (d == 'r'));
        found |= (unsigned char)((a == 'c') & (b == 'l') & (c == 'a') & (d == 'r'));
    }
    return found;
}

/* A bit for the first two bytes of a phrase or a word, case of ASCII apart. */
static uint64_t pair_bit(const char *p)
{
    unsigned first = (unsigned char)nr_ascii_lower(p[0]),
             second = (unsigned char)nr_ascii_lower(p[1]);
    return UINT64_C(1) << ((first * 31 + second * 7) & 63);
}

/* Whether one of the phrases (of two bytes at least) begins, as a word does, in s up to reach. */
static bool has_phrase(struct nr_str s, size_t reach, const struct nr_str *phrases, size_t count)
{
    bool begins = true;
    uint64_t pairs = 0;
    for (size_t i = 0; i < count; i++)
        pairs |= pair_bit(phrases[i].data);
    for (size_t at = 0; at + 1 < s.len && at <= reach; at++) {
        if (begins && pairs & pair_bit(s.data + at) &&
            starts_with_phrase(nr_str_sub(s, at, s.len), phrases, count))
            return true;
        begins = !nr_ascii_is_letter(s.data[at]) && !(s.data[at] & 0x80);
    }
    return false;
}

#define HAS_PHRASE(s, reach, phrases)                                                              \
    has_phrase(s, reach, phrases, sizeof(phrases) / sizeof *(phrases))

/* ---- Corrections ---- */

static const struct nr_str titles[] = {
    NR_STR("correction"),    NR_STR("corrections"),    NR_STR("clarification"),
    NR_STR("korrektur"),     NR_STR("berichtigung"),   NR_STR("richtigstellung"),
    NR_STR("rectificatif"),  NR_STR("erratum"),        NR_STR("corrección"),
    NR_STR("rectificación"), NR_STR("fe de errores"),  NR_STR("fe de erratas"),
    NR_STR("rettifica"),     NR_STR("errata corrige"), NR_STR("correzione"),
    NR_STR("correção"),      NR_STR("errata"),         NR_STR("rectificatie"),
    NR_STR("correctie"),     NR_STR("rättelse"),       NR_STR("rettelse"),
    NR_STR("sprostowanie"),  NR_STR("düzeltme"),       NR_STR("исправление"),
    NR_STR("Исправление"),   NR_STR("ИСПРАВЛЕНИЕ"),    NR_STR("Уточнение"),
    NR_STR("Поправка"),      NR_STR("更正"),           NR_STR("订正"),
    NR_STR("訂正"),
};

/* A title counts with a colon or a dash behind it. s is not empty. */
static bool has_title(struct nr_str s)
{
    static const struct nr_str marks[] = {NR_STR(":"), NR_STR("："), NR_STR("-"), NR_STR("–"),
                                          NR_STR("—")};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        if (nr_ascii_lower(titles[i].data[0]) != nr_ascii_lower(s.data[0]) ||
            !nr_str_starts_fold(s, titles[i]))
            continue;
        struct nr_str rest = nr_str_trim(nr_str_sub(s, titles[i].len, s.len));
        for (size_t k = 0; k < sizeof marks / sizeof *marks; k++)
            if (nr_str_starts(rest, marks[k]))
                return true;
    }
    return false;
}

struct nr_str nr_notice_correction(struct nr_str paragraph)
{
    static const struct nr_str openings[] = {NR_STR("corrects "), NR_STR("clarifies "),
                                             NR_STR("corrige "), NR_STR("corrigiert ")};
    static const struct nr_str remarks[] = {
        /* each with a stem of has_remark_stem */
        NR_STR("story has been corrected"),
        NR_STR("article has been corrected"),
        NR_STR("story was corrected"),
        NR_STR("article was corrected"),
        NR_STR("report has been corrected"),
        NR_STR("has been updated to correct"),
        NR_STR("was updated to correct"),
        NR_STR("earlier version of this"),
        NR_STR("previous version of this"),
        NR_STR("story corrects"),
        NR_STR("version corrects"),
        NR_STR("story has been clarified"),
        NR_STR("in einer früheren version"),
        NR_STR("une version précédente de cet"),
        NR_STR("una versión anterior de este"),
        NR_STR("una versione precedente di questo"),
        NR_STR("uma versão anterior d"),
    };
    struct nr_str s = skip_marks(paragraph);
    if (!s.len || s.len > NOTICE_MOST)
        return nr_str(NULL, 0);
    bool upper = nr_char_is_upper(nr_text_first(s));
    bool is =
        has_title(s) || (upper && HAS_PHRASE(s, 0, openings)) ||
        (s.len <= REMARK_MOST && has_remark_stem(nr_str_sub(s, 0, REMARK_SIGHT + REMARK_LONGEST)) &&
         HAS_PHRASE(s, REMARK_SIGHT, remarks));
    return is ? nr_str_trim(paragraph) : nr_str(NULL, 0);
}

/* ---- Embargoes ---- */

struct nr_str nr_notice_embargo(struct nr_str paragraph)
{
    static const struct nr_str phrases[] = {
        NR_STR("embargoed until"),
        NR_STR("embargoed till"),
        NR_STR("embargoed for"),
        NR_STR("embargoed to "),
        NR_STR("embargoed:"),
        NR_STR("embargo until"),
        NR_STR("embargo:"),
        NR_STR("not for release before"),
        NR_STR("not for release until"),
        NR_STR("not for publication before"),
        NR_STR("not for publication until"),
        NR_STR("not to be published before"),
        NR_STR("not to be released before"),
        NR_STR("do not publish before"),
        NR_STR("hold for release"),
        NR_STR("sperrfrist"),
        NR_STR("embargo bis"),
        NR_STR("embargo jusqu"),
        NR_STR("bajo embargo hasta"),
        NR_STR("embargo hasta"),
        NR_STR("embargado hasta"),
        NR_STR("embargo fino"),
        NR_STR("embargo até"),
        NR_STR("embargado até"),
        NR_STR("embargo tot"),
        NR_STR("эмбарго до"),
        NR_STR("ЭМБАРГО ДО"),
        NR_STR("Эмбарго до"),
    };
    struct nr_str s = skip_marks(paragraph);
    bool is = s.len <= EMBARGO_MOST && HAS_PHRASE(s, EMBARGO_LEAD, phrases);
    return is ? nr_str_trim(paragraph) : nr_str(NULL, 0);
}

/* ---- Credits ---- */

static const struct {
    struct nr_str words;
    const char *role;
} intros[] = {
    {NR_STR("reporting and writing by "), "reporter"},
    {NR_STR("reporting and editing by "), "reporter"},
    {NR_STR("additional reporting by "), "reporter"},
    {NR_STR("additional reporting from "), "reporter"},
    {NR_STR("with reporting by "), "reporter"},
    {NR_STR("reporting by "), "reporter"},
    {NR_STR("writing and editing by "), "writer"},
    {NR_STR("additional writing by "), "writer"},
    {NR_STR("writing by "), "writer"},
    {NR_STR("written by "), "writer"},
    {NR_STR("compiled by "), "writer"},
    {NR_STR("editing and translation by "), "editor"},
    {NR_STR("editing by "), "editor"},
    {NR_STR("edited by "), "editor"},
    {NR_STR("translation by "), "translator"},
    {NR_STR("translated by "), "translator"},
    {NR_STR("bericht von "), "reporter"},
    {NR_STR("berichtet von "), "reporter"},
    {NR_STR("reporter: "), "reporter"},
    {NR_STR("geschrieben von "), "writer"},
    {NR_STR("redigiert von "), "editor"},
    {NR_STR("reportage de "), "reporter"},
    {NR_STR("reportages de "), "reporter"},
    {NR_STR("rédigé par "), "writer"},
    {NR_STR("édité par "), "editor"},
    {NR_STR("Édité par "), "editor"},
    {NR_STR("version française "), "translator"},
    {NR_STR("reporte adicional de "), "reporter"},
    {NR_STR("reportes de "), "reporter"},
    {NR_STR("reporte de "), "reporter"},
    {NR_STR("información de "), "reporter"},
    {NR_STR("escrito por "), "writer"},
    {NR_STR("editado por "), "editor"},
    {NR_STR("editado en español por "), "editor"},
    {NR_STR("traducido por "), "translator"},
    {NR_STR("reportagem adicional de "), "reporter"},
    {NR_STR("reportagem de "), "reporter"},
    {NR_STR("edição de "), "editor"},
    {NR_STR("edição por "), "editor"},
    {NR_STR("scritto da "), "writer"},
    {NR_STR("tradotto da "), "translator"},
    {NR_STR("geschreven door "), "writer"},
    {NR_STR("bewerkt door "), "editor"},
};

/* The length of what introduces names in a credit, a name behind it; 0 when s begins with none. */
static size_t intro_of(struct nr_str s, const char **role)
{
    for (size_t i = 0; i < sizeof intros / sizeof *intros; i++) {
        size_t n = intros[i].words.len;
        if (!s.len || nr_ascii_lower(s.data[0]) != intros[i].words.data[0] ||
            !nr_str_starts_fold(s, intros[i].words) || n == s.len)
            continue;
        uint32_t c = nr_text_first(nr_str_sub(s, n, s.len));
        if (!nr_char_is_letter(c) || nr_char_is_lower(c))
            continue;
        *role = intros[i].role;
        return n;
    }
    return 0;
}

/* The credit in brackets that a paragraph ends with. */
static struct nr_str in_brackets(struct nr_str s)
{
    const char *role;
    struct nr_str end = trim_end(s);
    if (end.len == s.len || !memchr(end.data + end.len, ')', s.len - end.len))
        return nr_str(NULL, 0);
    for (size_t at = s.len; at-- > 0 && s.len - at < CREDIT_SIGHT;)
        if (s.data[at] == '(' && intro_of(nr_str_sub(s, at + 1, s.len), &role))
            return nr_str_sub(s, at, s.len);
    return nr_str(NULL, 0);
}

struct nr_str nr_notice_credit(struct nr_str paragraph)
{
    const char *role;
    struct nr_str whole = nr_str_trim(paragraph), s = skip_marks(whole);
    if (!s.len)
        return s;
    if (whole.len <= NOTICE_MOST && intro_of(s, &role))
        return whole;
    if (whole.len <= SIGN_OFF_MOST && nr_agency_of(trim_end(s)).len)
        return whole;
    return in_brackets(whole);
}

/* name up to the next introduction inside of it, which goes back to *rest. */
static struct nr_str cut_sentence(struct nr_str *rest, struct nr_str name)
{
    const char *role, *end = rest->data + rest->len;
    for (size_t at = 1; at < name.len; at++) {
        struct nr_str behind = nr_str_sub(name, at, name.len);
        if (!nr_ascii_is_blank(name.data[at - 1]) || !intro_of(behind, &role))
            continue;
        *rest = nr_str(behind.data, (size_t)(end - behind.data));
        return nr_str_sub(name, 0, at);
    }
    return name;
}

/* name without the place that it worked in. */
static struct nr_str cut_place(struct nr_str name)
{
    static const struct nr_str ins[] = {NR_STR(" in "), NR_STR(" à "),  NR_STR(" en "),
                                        NR_STR(" em "), NR_STR(" at "), NR_STR(" from ")};
    for (size_t i = 0; i < sizeof ins / sizeof *ins; i++)
        name.len = nr_str_find(name, ins[i]);
    return name;
}

bool nr_credit_next(struct nr_str *rest, const char **role, struct nr_credit *credit)
{
    struct nr_str name;
    while (nr_byline_next(rest, &name)) {
        name = skip_marks(name);
        name = nr_str_sub(name, intro_of(name, role), name.len);
        name = trim_end(cut_place(cut_sentence(rest, name)));
        bool agency = nr_agency_of(name).len > 0;
        if (!name.len || (!*role && !agency) || nr_char_is_lower(nr_text_first(name)))
            continue;
        *credit = (struct nr_credit){name, agency ? "agency" : *role};
        return true;
    }
    return false;
}
