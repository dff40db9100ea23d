/* Walks lists of objects: they are met a hundred times in a record, and reading each for its end
 * first would cost as much as reading it. What is read here was scanned before, so nothing is
 * checked. */
#include "newsreel/json/json.h"
#include "plain.h"
#include "scan.h"

static const char *skip_blanks(const char *at)
{
    while ((unsigned char)*at <= ' ')
        at++;
    return at;
}

/* Behind the string that begins at the quote at. */
static const char *read_string(const char *at, const char *end, struct nr_json *string)
{
    const char *from = at++;
    string->type = NR_JSON_STRING;
    string->escaped = false;
    while (*(at = nr_plain_end(at, end)) != '"') {
        string->escaped = true;
        at += 2;
    }
    string->raw = nr_str(from, (size_t)(at + 1 - from));
    return at + 1;
}

static const char *read_number(const char *at, struct nr_json *value)
{
    const char *from = at;
    while (nr_ascii_is_digit(*at) || *at == '.' || *at == '-' || *at == '+' || (*at | 0x20) == 'e')
        at++;
    *value = (struct nr_json){.type = NR_JSON_NUMBER, .raw = nr_str(from, (size_t)(at - from))};
    return at;
}

static const char *read_value(const char *at, const char *end, struct nr_json *value)
{
    struct nr_scan s;
    switch (*at) {
    case '"':
        return read_string(at, end, value);
    case 't':
        *value = (struct nr_json){.type = NR_JSON_TRUE, .raw = nr_str(at, 4)};
        return at + 4;
    case 'f':
        *value = (struct nr_json){.type = NR_JSON_FALSE, .raw = nr_str(at, 5)};
        return at + 5;
    case 'n':
        *value = (struct nr_json){.type = NR_JSON_NULL, .raw = nr_str(at, 4)};
        return at + 4;
    case '[':
    case '{':
        nr_scan_valid(&s, nr_str(at, (size_t)(end - at)));
        nr_scan_value(&s, 0, value);
        return s.at;
    default:
        return read_number(at, value);
    }
}

enum nr_status nr_json_enter_object(struct nr_str *rest)
{
    const char *end = rest->data + rest->len, *at = skip_blanks(rest->data);
    if (*at == ']')
        return NR_END;
    at = skip_blanks(at + 1); /* the bracket, or a comma */
    if (*at == ']')
        return NR_END;
    if (*at != '{')
        return NR_BAD;
    *rest = nr_str(at, (size_t)(end - at));
    return NR_OK;
}

enum nr_status nr_json_next_inside(struct nr_str *rest, struct nr_json *key, struct nr_json *value)
{
    const char *end = rest->data + rest->len, *at = skip_blanks(rest->data);
    if (*at != '}') {
        at = skip_blanks(at + 1); /* the brace, or a comma */
        if (*at != '}') {
            at = skip_blanks(read_string(at, end, key));
            at = read_value(skip_blanks(at + 1), end, value);
            *rest = nr_str(at, (size_t)(end - at));
            return NR_OK;
        }
    }
    at++;
    *rest = nr_str(at, (size_t)(end - at));
    return NR_END;
}
