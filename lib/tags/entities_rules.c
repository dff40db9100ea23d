/* What the gazetteer is sure of, behind the model. */
#include "entities_parts.h"

uint32_t nr_found_names(const struct nr_found *f)
{
    bool whole = f->first->place == 1 && f->last->place == 3 && f->first->phrase == f->last->phrase;
    return f->first == f->last ? f->first->names : whole ? f->first->phrase : 0;
}

static bool is_alone(const struct nr_found *f)
{
    return f->first == f->last;
}

static bool is_legal_form(const struct nr_unit *u)
{
    uint32_t legal = NR_NAME_ORGCUE | NR_NAME_ABBR;
    return (u->names & legal) == legal;
}

enum nr_body nr_found_body(const struct nr_found *f)
{
    uint32_t names = f->last->names;
    if (f->last->flags & NR_UNIT_LISTED)
        return NR_BODY_LEGAL;
    if (is_alone(f) || !(f->last->flags & NR_UNIT_CAPITAL) || !(names & NR_NAME_ORGCUE) ||
        names & NR_NAME_PLACECUE)
        return NR_BODY_NONE;
    return is_legal_form(f->last) ? NR_BODY_LEGAL : NR_BODY_CUE;
}

/* ---- Its ends ---- */

/* The last unit of the name in the gazetteer that begins at u, or u alone. */
static struct nr_found known_at(const struct nr_unit *u, const struct nr_unit *last)
{
    const struct nr_unit *end = u;
    while (u->place == 1 && end < last && end->place != 3)
        end++;
    return (struct nr_found){u, u->place == 1 && end->place == 3 ? end : u, NR_LABEL_NONE};
}

/* Where the title ends that the name begins with; NULL: it has none. */
static const struct nr_unit *end_of_title(const struct nr_unit *first, const struct nr_unit *last)
{
    const struct nr_unit *end = NULL;
    while (first < last) {
        struct nr_found title = known_at(first, last);
        uint32_t names = nr_found_names(&title), others = NR_PERSONAL | NR_NAME_RARE | NR_NAME_ORG;
        if (title.last == last || !(names & NR_NAME_ROLE) || names & (others | NR_SURE_PLACE) ||
            title.last->shape == NR_SHAPE_ABBR || !(title.last[1].flags & NR_UNIT_CAPITAL))
            break;
        end = title.last;
        first = end + 1;
    }
    return end;
}

/* "Finance Minister Kiichi Miyazawa" is no organisation: none of the words behind a title belongs
 * to one, and they are two or three. */
static bool is_person(const struct nr_unit *first, const struct nr_unit *last)
{
    for (const struct nr_unit *u = first; u <= last; u++)
        if (!(u->flags & NR_UNIT_CAPITAL) ||
            u->names & (NR_NAME_ORGCUE | NR_NAME_PLACECUE | NR_NAME_COMMON | NR_NAME_ORG))
            return false;
    return last - first == 1 || last - first == 2;
}

static void leave_out_title(struct nr_found *f)
{
    const struct nr_unit *end = end_of_title(f->first, f->last);
    if (f->label == NR_LABEL_PLACE || !end)
        return;
    if (f->label == NR_LABEL_ORG && !is_person(end + 1, f->last))
        return;
    f->label = NR_LABEL_PERSON;
    f->first = end + 1;
}

/* Whether all units are known as one of these kinds, and none as part of names. */
static bool are_only(const struct nr_unit *first, const struct nr_unit *last, uint32_t kinds)
{
    for (const struct nr_unit *u = first; u <= last; u++)
        if (!(u->names & kinds) || u->names & NR_PART_OF_NAMES)
            return false;
    return true;
}

/* "New York Sept", "U.S. Dollar": words that only stand beside the name of a place. */
static void leave_out_beside(struct nr_found *f)
{
    struct nr_found place = known_at(f->first, f->last);
    uint32_t names = nr_found_names(&place), beside = NR_NAME_TIME | NR_NAME_THING;
    if (names & NR_NAME_COUNTRY)
        beside |= NR_NAME_COMMON;
    if (f->label == NR_LABEL_PLACE && names & NR_SURE_PLACE &&
        are_only(place.last + 1, f->last, beside))
        f->last = place.last;
}

/* Whether a sentence may end behind a unit of a name: "Acme Inc. All", "the U.S. Officials". */
static bool is_end_of_sentence(const struct nr_unit *u, const struct nr_unit *last)
{
    uint32_t both = NR_UNIT_FIRST | NR_UNIT_CAPITAL;
    if ((u[1].flags & both) != both)
        return false;
    if (u->shape == NR_SHAPE_ABBR)
        return is_legal_form(u) && !(u[1].names & NR_NAME_ORGCUE);
    return u->shape == NR_SHAPE_DOTTED && u->names & NR_NAME_COUNTRY && u + 1 == last &&
           are_only(last, last, NR_NAME_COMMON);
}

static void cut_behind_sentence(struct nr_found *f)
{
    for (const struct nr_unit *u = f->first; u < f->last; u++)
        if (is_end_of_sentence(u, f->last))
            f->last = u;
}

/* ---- Its label ---- */

static uint8_t judge_alone(const struct nr_unit *unit, uint8_t label)
{
    uint32_t names = unit->names;
    bool title = unit->shape == NR_SHAPE_TITLE;
    if (names & (NR_NAME_TIME | NR_NAME_DEMONYM) && !(names & (NR_SURE_PLACE | NR_NAME_ORG)))
        return label == NR_LABEL_PERSON && !(names & NR_NAME_TIME) && names & NR_PERSONAL
                   ? label
                   : NR_LABEL_NONE;
    if (unit->flags & NR_UNIT_FIRST && title && names & NR_NAME_COMMON && label == NR_LABEL_PLACE &&
        !(names & (NR_SURE_PLACE | NR_NAME_ORGCUE)))
        return NR_LABEL_NONE;
    if (names & NR_NAME_ORG && unit->shape == NR_SHAPE_UPPER && !(names & NR_NAME_COUNTRY))
        return NR_LABEL_ORG;
    return label;
}

/* The label of a name that the gazetteer is sure of; else the one that it has. */
static uint8_t judge(const struct nr_found *f, uint32_t names)
{
    uint8_t label = is_alone(f) ? judge_alone(f->first, f->label) : f->label;
    if (label == NR_LABEL_NONE)
        return label;
    if (names & NR_NAME_ORG && !(names & (NR_SURE_PLACE | NR_PERSONAL)))
        return NR_LABEL_ORG;
    if (is_alone(f) && names & NR_NAME_COUNTRY && !(names & NR_PERSONAL) &&
        f->first->shape != NR_SHAPE_UPPER)
        return NR_LABEL_PLACE;
    bool sure = names & NR_SURE_PLACE && !(names & (NR_PERSONAL | NR_NAME_ORG));
    return sure && (label == NR_LABEL_PERSON || names & NR_NAME_COUNTRY) ? NR_LABEL_PLACE : label;
}

/* The last word says what it is: "Joe Gold Corp", "Ministry" behind a name, "Baker Street". */
static uint8_t label_by_end(const struct nr_found *f, uint32_t names)
{
    enum nr_body body = nr_found_body(f);
    bool given = f->label == NR_LABEL_PERSON && f->first->names & NR_NAME_FIRST;
    if (body == NR_BODY_LEGAL || (body && !given && !(names & NR_SURE_PLACE)))
        return NR_LABEL_ORG;
    if (f->label == NR_LABEL_PERSON && !is_alone(f) && f->last->names & NR_NAME_PLACECUE &&
        !(f->last->names & (NR_NAME_LAST | NR_NAME_RARE)))
        return NR_LABEL_PLACE;
    return f->label;
}

/* ---- Whether it is one ---- */

/* Whether more than a capital speaks for a name, where all nouns have one. */
static bool is_proven(const struct nr_found *f, uint32_t names)
{
    if (f->label == NR_LABEL_PLACE)
        return names & NR_SURE_PLACE;
    if (f->label == NR_LABEL_ORG)
        return names & NR_NAME_ORG || f->last->shape == NR_SHAPE_UPPER;
    return (!is_alone(f) && f->first->names & NR_NAME_FIRST) || f->first[-1].names & NR_NAME_ROLE;
}

/* "Polish Prime" before "Minister": nationality and office name nobody. */
static bool is_office(const struct nr_found *f)
{
    for (const struct nr_unit *u = f->first; u <= f->last; u++) {
        bool office = u->place && u->phrase & NR_NAME_ROLE && !(u->phrase & NR_NAME_ORG);
        if (!office && !(u->names & NR_NAME_DEMONYM))
            return false;
    }
    return !is_alone(f) || f->first->place;
}

/* What is left of a name that was cut in two: "P" of "S & P", "Co Inc" behind a line's end. */
static bool is_rest(const struct nr_found *f)
{
    if (is_alone(f) && (f->first->shape == NR_SHAPE_LETTER || f->first->shape == NR_SHAPE_INITIAL))
        return true;
    for (const struct nr_unit *u = f->first; u <= f->last; u++)
        if (!is_legal_form(u))
            return false;
    return true;
}

/* "GDP", "Qtr 3", "Class A": words that name nobody, whatever their capitals. */
static bool is_thing(const struct nr_found *f)
{
    bool some = false;
    for (const struct nr_unit *u = f->first; u <= f->last; u++) {
        bool thing = u->names & NR_NAME_THING &&
                     !(u->shape == NR_SHAPE_TITLE && u->names & (NR_PERSONAL | NR_SURE_PLACE));
        bool number = u->shape == NR_SHAPE_DIGITS || u->shape == NR_SHAPE_NUMBERED;
        if (!thing && !number && u->shape != NR_SHAPE_LETTER)
            return false;
        some |= thing;
    }
    return some;
}

/* "April One" */
static bool is_date(const struct nr_found *f)
{
    return f->first < f->last && f->first->names & NR_NAME_TIME &&
           are_only(f->first + 1, f->last, NR_NAME_COMMON | NR_NAME_TIME);
}

/* "West German" */
static bool is_nationality(const struct nr_found *f)
{
    return f->label == NR_LABEL_PLACE && f->last - f->first == 1 &&
           f->first->names & NR_NAME_PLACECUE && f->last->names & NR_NAME_DEMONYM &&
           !(f->last->names & NR_SURE_PLACE);
}

static bool is_tied_to_none(const struct nr_unit *unit, uint8_t label)
{
    return unit->flags & NR_UNIT_ADJECTIVE || (unit->flags & NR_UNIT_WEAK && label != NR_LABEL_ORG);
}

/* Whether its words name nobody and nothing that is asked for. */
static bool is_none(const struct nr_found *f, uint32_t names)
{
    if (is_rest(f) || is_office(f) || is_thing(f) || is_date(f))
        return true;
    return (is_nationality(f) && !(names & NR_SURE_PLACE)) ||
           (is_alone(f) && !names && is_tied_to_none(f->first, f->label));
}

bool nr_found_judge(struct nr_found *f, bool careful)
{
    cut_behind_sentence(f);
    leave_out_title(f);
    leave_out_beside(f);
    uint32_t names = nr_found_names(f);
    f->label = label_by_end(f, names);
    f->label = judge(f, names);
    return f->label != NR_LABEL_NONE && !is_none(f, names) && (!careful || is_proven(f, names));
}

/* ---- Tables and titles ---- */

static bool is_doubtful(const struct nr_unit *first, const struct nr_unit *last)
{
    for (const struct nr_unit *u = first; u <= last; u++)
        if ((u->flags & NR_UNIT_CAPITAL && !(u->flags & NR_UNIT_DOUBTFUL)) ||
            (u->place && u->phrase & (NR_NAME_ORG | NR_SURE_PLACE | NR_PERSONAL)))
            return false;
    return true;
}

static bool is_a_name_elsewhere(const struct nr_unit *unit, struct nr_entities_memory *m)
{
    const struct nr_known *k = nr_memory_of(m, unit->key, false);
    return k && (k->labels[0] || k->labels[1] || k->labels[2]);
}

static bool begins_name(uint8_t label)
{
    return label == NR_LABEL_PERSON || label == NR_LABEL_ORG || label == NR_LABEL_PLACE;
}

void nr_drop_doubtful(const struct nr_unit *units, size_t count, struct nr_entities_memory *m,
                      uint8_t *labels)
{
    for (size_t i = 0; i < count; i++) {
        size_t behind = i + 1;
        if (!(units[i].flags & NR_UNIT_DOUBTFUL) || !begins_name(labels[i]))
            continue;
        while (behind < count && labels[behind] == labels[i] + 1)
            behind++;
        if (is_doubtful(&units[i], &units[behind - 1]) && !is_a_name_elsewhere(&units[i], m))
            memset(&labels[i], NR_LABEL_NONE, behind - i);
    }
}
