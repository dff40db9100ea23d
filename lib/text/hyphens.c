#include "hyphens.h"
#include "newsreel/text/chars.h"

/* At a line's end a hyphen was put there for the line in ninety-nine of a hundred cases, whatever
 * the language. The hundredth is what this file is about, in this order: what the text itself does
 * with the word elsewhere, capitals within words, and the compounds that English, German and French
 * write with a hyphen by rule. */

enum {
    HABIT = 4,   /* times that a text has to write so for it to be no accident */
    LONGEST = 64 /* bytes of a word */
};

struct halves {
    struct nr_str head, tail; /* what is to be joined, without the marks around it */
    struct nr_str before;     /* the last part of head, behind its last hyphen */
    struct nr_str behind;     /* the first part of tail */
    char lower[2][LONGEST];   /* before and behind, in lower case, a blank on both sides */
};

/* Compounds: each of the heads goes with each of the tails. No head is, with a tail, a word that is
 * written in one. */
struct compounds {
    const char *heads, *tails;
};

static const struct compounds english[] = {
    {" north south ",
     " east west eastern western easterly westerly eastward westward eastwards westwards "},
    {" twenty thirty forty fifty sixty seventy eighty ninety ",
     " one two three four five six seven eight nine first second third fourth fifth sixth seventh "
     "eighth ninth "},
    {" one two three four five six seven eight nine ",
     " half halves third thirds fourths fifths sixths sevenths eighths ninths tenths quarters "},
    {" year month week day hour ", " old olds "},
    {" well ill ", " known being to off bred read built kept made born worn done earned "},
    {" so ", " called "},
    {" attorney governor solicitor postmaster adjutant surgeon inspector director consul major "
     "lieutenant brigadier quartermaster auditor registrar secretary ",
     " general generals "},
    {" lieutenant sergeant drum vice ",
     " colonel governor commander major admiral president chairman chancellor consul principal "},
    {" ex ",
     " president king emperor queen premier minister mayor governor senator soldier soldiers "
     "service convict convicts wife husband chief officer officers champion member members "
     "judge police prime "},
    {" half ", " past hour hours hourly mile miles year yearly dozen crown crowns brother sister "
               "time price mast pint inch "},
    {" first second third fourth high low middle ", " class rate hand born year grade "},
};

static const struct compounds french[] = {
    {" vingt trente quarante cinquante soixante quatre dix ",
     " deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt "
     "vingts "},
    {" nord sud ", " est ouest "},
    {" ex vice sous ", " président roi empereur ministre maire député reine amiral consul préfet "
                       "secrétaire lieutenant directeur officier marin "},
    {" grand grands beau beaux belle belles petit petite petits ",
     " père pères mère mères frère frères sœur soeur sœurs fils fille filles parents enfants neveu "
     "nièce duc oncle tante arts "},
    {" au par ci là ", " dessus dessous delà devant dehors bas haut contre joint jointe après "},
    {" lui elle eux elles moi toi soi nous vous celui celle ceux celles ", " même mêmes ci là "},
    {" ce cet cette ", " ci là "},
    {" après avant ", " midi demain hier guerre dernier dernière "},
    {" peut ", " être "},
    {" est ", " ce "},
    {" nouveau nouveaux ", " né nés venu "},
    {" new ", " yorkais yorkaise yorkaises "},
};

/* Words that stay apart from whatever follows; and what follows where they are part of a word. */
static const char prefixes[] = " self demi anglo franco germano russo italo austro gréco hispano "
                               "sino nippo indo serbo balto ";
static const char bound[] = " ish ishly ishness less lessly lessness same ";

/* "state-of-the-art": parts of a compound that are words of their own and never ends of words. */
static const char links[] = " in of to and the by at on for de la le du des en sur sous lès à ";

static const char streets[] = " street road lane avenue terrace square parade crescent quay row ";

/* "Ein- und Ausfuhr" */
static const char conjunctions[] = " und oder bzw sowie bis ";

static bool has_word(const char *list, struct nr_str word)
{
    return word.len > 2 && nr_str_find(nr_str_of(list), word) < strlen(list);
}

static struct nr_str strip(struct nr_str w, bool front)
{
    const char *p = w.data, *end = w.data + w.len;
    while (p < end) {
        const char *at = front ? p : end;
        uint32_t c = front ? nr_utf8_next(&at, end) : nr_utf8_previous(&at, p);
        if (nr_char_is_letter(c) || nr_char_is_digit(c))
            break;
        if (front)
            p = at;
        else
            end = at;
    }
    return nr_str(p, (size_t)(end - p));
}

/* The last word of s, up to LONGEST bytes, and the first one. */
static struct nr_str last_word(struct nr_str s)
{
    size_t i = s.len;
    while (i > 0 && s.data[i - 1] != ' ' && s.len - i < LONGEST)
        i--;
    return strip(nr_str_sub(s, i, s.len), true);
}

static struct nr_str first_word(struct nr_str s)
{
    size_t at = nr_str_find_char(nr_str_sub(s, 0, LONGEST), ' ');
    return strip(nr_str_sub(s, 0, at), false);
}

/* part in lower case and between blanks, as the lists have it. Empty where it is too long. */
static struct nr_str listed(char *to, struct nr_str part)
{
    if (part.len + 2 > LONGEST)
        return nr_str(to, 0);
    to[0] = ' ';
    for (size_t i = 0; i < part.len; i++)
        to[i + 1] = nr_ascii_lower(part.data[i]);
    to[part.len + 1] = ' ';
    return nr_str(to, part.len + 2);
}

static size_t mark_length(const struct nr_line *a)
{
    return a->last < 0x80 ? 1 : a->last < 0x800 ? 2 : 3;
}

static void take_apart(struct halves *h, const struct nr_line *a, const struct nr_line *b)
{
    h->head = last_word(nr_str_sub(a->text, 0, a->text.len - mark_length(a)));
    h->tail = first_word(b->text);
    size_t from = h->head.len, to = nr_str_find_char(h->tail, '-');
    while (from > 0 && h->head.data[from - 1] != '-' && h->head.data[from - 1] != '\'')
        from--;
    h->before = listed(h->lower[0], nr_str_sub(h->head, from, h->head.len));
    to = to < h->tail.len ? to : nr_str_find_char(h->tail, '\'');
    h->behind = listed(h->lower[1], nr_str_sub(h->tail, 0, to));
}

static bool is_listed(const struct compounds *list, size_t n, const struct halves *h)
{
    for (size_t i = 0; i < n; i++)
        if (has_word(list[i].tails, h->behind) && has_word(list[i].heads, h->before))
            return true;
    return false;
}

static bool is_linked(const struct halves *h)
{
    bool head_has = nr_str_find_char(h->head, '-') < h->head.len;
    bool tail_has = nr_str_find_char(h->tail, '-') < h->tail.len;
    return (head_has && has_word(links, h->before)) || (tail_has && has_word(links, h->behind));
}

/* "old-fashioned", "kind-hearted": but "shortened" is one word. */
static bool is_participle(const struct halves *h)
{
    static const char heads[] = " old new good ill well cold hot warm kind light long short broad "
                                "left right single double hard soft middle high low sharp ";
    size_t n = h->behind.len;
    struct nr_str tail = nr_str_sub(h->behind, 1, n - 1);
    return tail.len >= 6 && nr_str_ends(tail, nr_str("ed", 2)) &&
           !nr_str_ends(tail, nr_str("ened", 4)) && has_word(heads, h->before);
}

/* Some papers wrote "Oxford-street" and "non-party", others do not: as the text does elsewhere. */
static bool has_habit(const struct halves *h, struct nr_seen *seen)
{
    struct nr_str none = {NULL, 0}, hyphen = NR_STR("-");
    if (has_word(streets, h->behind) && nr_char_is_upper((unsigned char)h->head.data[0]))
        return nr_seen_count(seen, none, hyphen, h->tail) >= HABIT;
    return nr_str_is(h->before, " non ") && nr_seen_count(seen, h->head, hyphen, none) >= HABIT;
}

static bool keeps_in_english(const struct halves *h, struct nr_seen *seen)
{
    return is_listed(english, sizeof english / sizeof *english, h) || is_participle(h) ||
           has_habit(h, seen);
}

/* "dit-il": French syllables begin with a consonant where there is one. */
static bool is_inversion(const struct halves *h)
{
    char last = nr_ascii_lower(h->head.data[h->head.len - 1]);
    return ((last == 't' || last == 'd') && has_word(" il ils elle elles on ", h->behind)) ||
           has_word(" je nous vous ", h->behind);
}

static bool keeps_in_french(const struct halves *h)
{
    return is_listed(french, sizeof french / sizeof *french, h) || is_inversion(h);
}

/* "deutsch-französische" */
static bool keeps_in_german(const struct halves *h)
{
    struct nr_str tail = nr_str_trim(h->behind);
    size_t at = nr_str_find(tail, nr_str("isch", 4));
    struct nr_str head = nr_str_trim(h->before);
    return at > 0 && at + 6 >= tail.len && at < tail.len &&
           (nr_str_ends(head, nr_str("isch", 4)) || nr_str_is(head, "deutsch"));
}

/* One consonant is no syllable: "X-ray", "T-shirt". */
static bool is_letter_alone(const struct halves *h)
{
    return h->head.len == 1 && !has_word(" a e i o u y ", h->before);
}

static bool keeps_by_rule(const struct halves *h, struct nr_seen *seen)
{
    if (has_word(prefixes, h->before) && !has_word(bound, h->behind))
        return true;
    if (is_linked(h) || is_letter_alone(h))
        return true;
    enum nr_tongue tongue = nr_seen_tongue(seen);
    return tongue == NR_FRENCH   ? keeps_in_french(h)
           : tongue == NR_GERMAN ? keeps_in_german(h)
                                 : keeps_in_english(h, seen);
}

/* "McDonald", "DeSoto": parts of names that are no names. */
static bool is_name_prefix(const struct halves *h)
{
    return has_word(" mc mac de du la le di da ", h->before);
}

enum nr_seam nr_hyphens_decide(const struct nr_line *a, const struct nr_line *b,
                               struct nr_seen *seen)
{
    struct halves h;
    if (!nr_char_is_letter(b->first))
        return NR_SEAM_NOTHING;
    take_apart(&h, a, b);
    if (h.head.len == 0 || h.tail.len == 0)
        return NR_SEAM_NOTHING;
    if (has_word(conjunctions, h.behind) && nr_seen_tongue(seen) == NR_GERMAN)
        return NR_SEAM_SPACE;
    if (nr_seen_divides_softly(seen))
        return NR_SEAM_NOTHING;
    unsigned whole = nr_seen_count(seen, h.head, nr_str(NULL, 0), h.tail);
    unsigned parts = nr_seen_count(seen, h.head, nr_str("-", 1), h.tail);
    if (whole || parts >= HABIT)
        return whole >= parts ? NR_SEAM_DROP_MARK : NR_SEAM_NOTHING;
    if (!b->lower && !nr_line_goes_on_in_capitals(a, b))
        return nr_char_is_upper(b->first) && !is_name_prefix(&h) ? NR_SEAM_NOTHING
                                                                 : NR_SEAM_DROP_MARK;
    return keeps_by_rule(&h, seen) ? NR_SEAM_NOTHING : NR_SEAM_DROP_MARK;
}
