/* Reads a condition. The functions call each other in a circle, once for each level of parentheses,
 * whose number is limited. */
#include "where.h"
#include "newsreel/core/mem.h"
#include "newsreel/core/utf8.h"
#include "newsreel/json/json.h"
#include <stdlib.h>

enum token {
    END,
    NAME,
    VALUE, /* a number, string, null, true or false */
    OPERATOR,
    MARK, /* ! ( ) [ ] , */
    WRONG,
};

struct reader {
    struct nr_where *where;
    struct nr_str all, rest; /* rest begins behind the token */
    enum token token;
    struct nr_str text; /* of the token */
    struct where_value value;
    enum where_op op;
    size_t nest;
    struct nr_error *e;
};

static bool fail(struct reader *r, const char *what)
{
    struct nr_str before = nr_str_sub(r->all, 0, (size_t)(r->text.data - r->all.data));
    if (!r->text.len)
        nr_error_set(r->e, "column %zu: %s at the end", nr_utf8_count(before) + 1, what);
    else
        nr_error_set(r->e, "column %zu: %s at '%.*s'", nr_utf8_count(before) + 1, what,
                     (int)nr_utf8_head(r->text, 40).len, r->text.data);
    return false;
}

static const struct {
    const char *text;
    enum where_op op;
} operators[] = {{"==", WHERE_EQUAL},
                 {"!=", WHERE_UNEQUAL},
                 {"<=", WHERE_LESS_EQUAL},
                 {"<", WHERE_LESS},
                 {">=", WHERE_GREATER_EQUAL},
                 {">", WHERE_GREATER},
                 {"&&", WHERE_AND},
                 {"||", WHERE_OR},
                 {"contains", WHERE_CONTAINS},
                 {"in", WHERE_IN}};
enum { OPERATORS = sizeof operators / sizeof operators[0], WORDS = 8 };

static bool is_name_byte(char c)
{
    return nr_ascii_is_letter(c) || nr_ascii_is_digit(c) || c == '_' || c == '-' || c == '.';
}

/* A name with dots, or one of the words that mean something. */
static void read_word(struct reader *r)
{
    size_t len = 0;
    while (len < r->text.len && is_name_byte(r->text.data[len]))
        len++;
    r->text = nr_str_sub(r->text, 0, len);
    r->token = NAME;
    for (size_t i = WORDS; i < OPERATORS; i++)
        if (nr_str_is(r->text, operators[i].text)) {
            r->token = OPERATOR;
            r->op = operators[i].op;
        }
    static const struct where_value words[] = {{NR_JSON_NULL, NR_STR("null")},
                                               {NR_JSON_TRUE, NR_STR("true")},
                                               {NR_JSON_FALSE, NR_STR("false")}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (nr_str_eq(r->text, words[i].text)) {
            r->token = VALUE;
            r->value = words[i];
        }
    bool dots =
        nr_str_ends(r->text, nr_str_of(".")) || nr_str_find(r->text, nr_str_of("..")) < r->text.len;
    r->token = dots ? WRONG : r->token;
}

static void read_string(struct reader *r)
{
    char quote = r->text.data[0];
    size_t len = 1;
    while (len < r->text.len && r->text.data[len] != quote)
        len += r->text.data[len] == '\\' && quote == '"' && len + 1 < r->text.len ? 2 : 1;
    if (len == r->text.len) {
        r->token = WRONG;
        return;
    }
    r->text.len = len + 1;
    r->value.type = NR_JSON_STRING;
    r->value.text = nr_str_sub(r->text, 1, len);
    struct nr_json json;
    struct nr_error e;
    if (quote == '"' && nr_json_scan(r->text, &json, &e) != NR_OK)
        r->token = WRONG;
    else if (quote == '"')
        r->value.text = nr_json_text(json, &r->where->arena, NULL);
}

static void read_number(struct reader *r)
{
    size_t len = 1;
    while (len < r->text.len && (is_name_byte(r->text.data[len]) || r->text.data[len] == '+'))
        len++;
    r->text.len = len;
    struct nr_json json;
    struct nr_error e;
    r->value = (struct where_value){NR_JSON_NUMBER, r->text};
    if (nr_json_scan(r->text, &json, &e) != NR_OK || len > 400)
        r->token = WRONG;
}

static void read_mark(struct reader *r)
{
    r->token = OPERATOR;
    for (size_t i = 0; i < WORDS; i++)
        if (nr_str_starts(r->text, nr_str_of(operators[i].text))) {
            r->text.len = strlen(operators[i].text);
            r->op = operators[i].op;
            return;
        }
    bool known = r->text.data[0] && strchr("!()[],", r->text.data[0]);
    r->token = known ? MARK : WRONG;
    r->text.len = known ? 1 : r->text.len;
}

static void next(struct reader *r)
{
    r->rest = nr_str_sub(r->rest, r->text.len, r->rest.len);
    while (r->rest.len && nr_ascii_is_blank(r->rest.data[0]))
        r->rest = nr_str_sub(r->rest, 1, r->rest.len);
    r->text = r->rest;
    char c = r->rest.len ? r->rest.data[0] : '\0';
    r->token = VALUE;
    if (!r->rest.len)
        r->token = END;
    else if (nr_ascii_is_letter(c) || c == '_')
        read_word(r);
    else if (c == '"' || c == '\'')
        read_string(r);
    else if (nr_ascii_is_digit(c) || c == '-')
        read_number(r);
    else
        read_mark(r);
}

static struct where_step *add(struct reader *r, enum where_op op)
{
    struct nr_where *w = r->where;
    if (w->count == w->capacity)
        w->steps = nr_grow_array(w->steps, &w->capacity, w->count + 1, sizeof *w->steps);
    struct where_step *step = &w->steps[w->count++];
    *step = (struct where_step){.op = op};
    return step;
}

static bool is_mark(const struct reader *r, char mark)
{
    return r->token == MARK && r->text.data[0] == mark;
}

static void add_constant(struct reader *r)
{
    struct where_step *step = add(r, WHERE_CONSTANT);
    step->constant.type = r->value.type;
    step->constant.text = nr_arena_str(&r->where->arena, r->value.text);
    next(r);
}

static bool read_or(struct reader *r);

static bool read_parentheses(struct reader *r)
{
    if (++r->nest > NR_WHERE_NEST)
        return fail(r, "more than 64 parentheses in each other");
    next(r);
    if (!read_or(r))
        return false;
    if (!is_mark(r, ')'))
        return fail(r, "an operator or ')' is expected");
    r->nest--;
    next(r);
    return true;
}

static bool read_value(struct reader *r)
{
    if (is_mark(r, '('))
        return read_parentheses(r);
    if (r->token == VALUE) {
        add_constant(r);
        return true;
    }
    if (r->token != NAME)
        return fail(r, "a member or a value is expected");
    add(r, WHERE_MEMBER)->path = nr_arena_str(&r->where->arena, r->text);
    next(r);
    return true;
}

/* Behind "in". */
static bool read_list(struct reader *r)
{
    if (!is_mark(r, '['))
        return fail(r, "'[' and a list of values is expected");
    add(r, WHERE_IN);
    size_t at = r->where->count;
    do {
        next(r);
        if (r->token != VALUE)
            return fail(r, "a number, string, null, true or false is expected");
        add_constant(r);
    } while (is_mark(r, ','));
    if (!is_mark(r, ']'))
        return fail(r, "',' or ']' is expected");
    r->where->steps[at - 1].count = r->where->count - at;
    next(r);
    return true;
}

static bool read_comparison(struct reader *r)
{
    if (!read_value(r))
        return false;
    if (r->token == WRONG && r->text.data[0] == '=')
        return fail(r, "'==' compares; '=' means nothing");
    if (r->token != OPERATOR || r->op == WHERE_AND || r->op == WHERE_OR)
        return true;
    enum where_op op = r->op;
    next(r);
    if (op == WHERE_IN)
        return read_list(r);
    if (!read_value(r))
        return false;
    add(r, op);
    if (r->token == OPERATOR && r->op != WHERE_AND && r->op != WHERE_OR)
        return fail(r, "a comparison of a comparison needs parentheses");
    return true;
}

static bool read_not(struct reader *r)
{
    size_t count = 0;
    for (; is_mark(r, '!'); count++)
        next(r);
    if (count && !is_mark(r, '(')) { /* !a == b would be read in two ways */
        if (!read_value(r))
            return false;
        if (r->token == OPERATOR && r->op != WHERE_AND && r->op != WHERE_OR)
            return fail(r, "what is behind '!' needs parentheses");
    } else if (!read_comparison(r)) {
        return false;
    }
    for (size_t i = 0; i < (count ? 2 - count % 2 : 0); i++)
        add(r, WHERE_NOT);
    return true;
}

/* A chain of one operator, as one jump each to the end of the next part: each of them then jumps
 * again. */
static bool read_chain(struct reader *r, enum where_op op, bool (*part)(struct reader *r))
{
    if (!part(r))
        return false;
    while (r->token == OPERATOR && r->op == op) {
        next(r);
        add(r, op);
        size_t at = r->where->count;
        if (!part(r))
            return false;
        r->where->steps[at - 1].count = r->where->count - at;
    }
    return true;
}

static bool read_and(struct reader *r)
{
    return read_chain(r, WHERE_AND, read_not);
}

static bool read_or(struct reader *r)
{
    return read_chain(r, WHERE_OR, read_and);
}

static bool read_all(struct reader *r)
{
    r->text = nr_str_sub(r->all, 0, 0);
    if (nr_utf8_valid(r->all) < r->all.len) {
        nr_error_set(r->e, "not valid UTF-8");
        return false;
    }
    next(r);
    return read_or(r) && (r->token == END || fail(r, "'&&' or '||' is expected"));
}

struct nr_where *nr_where_new(struct nr_str text, struct nr_error *e)
{
    struct nr_where *where = nr_alloc_zero(1, sizeof *where);
    if (!text.data)
        text = nr_str_of("");
    struct reader r = {.where = where, .all = text, .rest = text, .e = e};
    if (read_all(&r))
        return where;
    nr_where_free(where);
    return NULL;
}

void nr_where_free(struct nr_where *where)
{
    if (!where)
        return;
    nr_arena_free(&where->arena);
    free(where->steps);
    free(where);
}
