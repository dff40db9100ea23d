/* Which languages write a comma before the fraction. */
#include "newsreel/tags/numerals.h"

/* Those that part thousands by points, or by spaces and in haste by points. */
static const char comma_languages[] = "az be bg bs ca cs da de el et eu fi fo fr gl hr hu hy id is "
                                      "it ka kk ky lb lt lv mk nb nl nn no pl pt ro ru sk sl sq sr "
                                      "sv tk tr uk uz vi ";
/* Countries whose numbers are written in the English way. */
static const char spanish_points[] = "DO GT HN MX NI PA PR SV US ";
static const char swiss_points[] = "CH LI ";

/* Whether a list of codes of two letters, each with a space behind, has one; in whatever case. */
static bool has(const char *list, struct nr_str code)
{
    char first, second;
    if (code.len != 2)
        return false;
    first = (char)(code.data[0] | 0x20);
    second = (char)(code.data[1] | 0x20);
    for (; *list; list += 3)
        if ((list[0] | 0x20) == first && (list[1] | 0x20) == second)
            return true;
    return false;
}

/* The region of a tag of BCP 47: the first subtag of two letters behind the language. */
static struct nr_str region_of(struct nr_str tag)
{
    for (size_t i = 2; i + 2 < tag.len; i++) {
        bool begins = tag.data[i] == '-' || tag.data[i] == '_';
        bool ends = i + 3 == tag.len || tag.data[i + 3] == '-' || tag.data[i + 3] == '_';
        if (begins && ends)
            return nr_str_sub(tag, i + 1, i + 3);
    }
    return nr_str(NULL, 0);
}

unsigned nr_numerals_marks_of(struct nr_str language)
{
    if (language.len < 2 || language.len > 35)
        return 0;
    struct nr_str code = nr_str_sub(language, 0, 2), region = region_of(language);
    if (language.len > 2 && language.data[2] != '-' && language.data[2] != '_')
        return 0;
    if (nr_str_eq_fold(code, nr_str_of("es")))
        return has(spanish_points, region) ? 0 : NR_NUMERAL_POINT_GROUPS;
    bool swiss = nr_str_eq_fold(code, nr_str_of("de")) || nr_str_eq_fold(code, nr_str_of("it"));
    if (!has(comma_languages, code) || (swiss && has(swiss_points, region)))
        return 0;
    return NR_NUMERAL_POINT_GROUPS | NR_NUMERAL_COMMA_FRACTION;
}
