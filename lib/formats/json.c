/* JSON that is not one object a line: an array of objects, objects one after the other with or
 * without something between them (RFC 7464 has a control character), one object over many lines, an
 * envelope around a list.
 *
 * The cutter follows strings and brackets and leaves the grammar to the scan of each piece. What it
 * does check is what tells that it has lost its way, because a quote or bracket is missing or too
 * many: control characters in strings, letters of no JSON word outside of them, brackets that do
 * not fit those that are open. Then the element is cut where the next one begins. That is an object
 * whose first name is that of the file's first element: inside a string its quotes would be
 * escaped, so only an object inside an element can be taken for it. */
#include "../json/plain.h"
#include "envelope.h"
#include "formats.h"
#include "newsreel/core/hash.h"
#include "newsreel/json/record.h"

enum {
    SEPARATOR = 0x1e,
    SIGN_MOST = 200,  /* bytes in which an object shows its first name */
    BACK_MOST = 1024, /* bytes that are followed again where a break came too late to notice */
    STACK_MOST = 62,  /* brackets whose kinds are kept */
    DEEP_MOST = NR_JSON_DEPTH, /* those inside of them that are only counted */
};

/* cut->state: what is open around the pieces, and by what they are known. */
enum place { TOP, ARRAY, REST }; /* REST: behind the list, in its envelope */
enum {
    PLACE = 3,
    DEPTH_SHIFT = 2, /* how many objects are open around the list */
    DEPTH = 3 << DEPTH_SHIFT,
    DOUBT = 1 << 4, /* an element was broken, and none has been whole since */
    SIGN_SHIFT = 8,
};

/* cut->piece_state; cut->piece_depth is a stack of bits, 1 for an open object and 0 for an array,
 * with a 1 below them. */
enum phase { BETWEEN, INSIDE, WORD, SEARCH };
enum {
    PHASE = 3,
    STRING = 1 << 2, /* inside a string */
    COLON = 1 << 3,  /* the last sign was a colon */
    DEEP_SHIFT = 8,  /* how many brackets are open above the stack */
};

enum step { AGAIN, MORE, DONE };
enum followed { OPEN_STILL, CLOSED, BROKEN };

static enum place place_of(const struct nr_cut *cut)
{
    return (enum place)(cut->state & PLACE);
}

static void set_place(struct nr_cut *cut, enum place place, unsigned depth)
{
    cut->state = (cut->state & ~(unsigned)(PLACE | DEPTH)) | (unsigned)place | depth << DEPTH_SHIFT;
}

static enum step go(struct nr_cut *cut, enum phase phase, size_t at)
{
    cut->piece_state = phase;
    cut->at = at;
    return AGAIN;
}

/* The piece ends at `to`. */
static enum step end_piece(struct nr_cut *cut, size_t to)
{
    cut->to = cut->next = to;
    cut->lost = false;
    return DONE;
}

/* ---- Signs of elements ---- */

/* The first name of the object whose brace is at `at`. NR_END: it does not show yet. */
static enum nr_status first_name(struct nr_str bytes, size_t at, struct nr_str *name)
{
    struct nr_str head = nr_str_sub(bytes, at + 1, at + 1 + SIGN_MOST);
    enum nr_status ends = head.len < SIGN_MOST ? NR_END : NR_BAD;
    size_t from = 0;
    while (from < head.len && nr_ascii_is_blank(head.data[from]))
        from++;
    if (from == head.len)
        return ends;
    if (head.data[from] != '"')
        return NR_BAD;
    *name = nr_str_sub(head, from + 1, head.len);
    size_t end = nr_str_find_char(*name, '"');
    struct nr_str rest = nr_str_sub(*name, end + 1, name->len);
    *name = nr_str_sub(*name, 0, end);
    while (rest.len && nr_ascii_is_blank(rest.data[0]))
        rest = nr_str_sub(rest, 1, rest.len);
    if (!rest.len)
        return ends;
    return rest.data[0] == ':' ? NR_OK : NR_BAD;
}

/* The file's elements are known by their first name, as a number that is not 0. */
static unsigned sign_of(struct nr_str name)
{
    return ((unsigned)nr_hash64(name) & 0x7fffffu) * 2 + 1;
}

/* From the element at hand, broken or not, unless they are known already. */
static void learn(struct nr_cut *cut, struct nr_str bytes)
{
    struct nr_str name, seen = nr_str_sub(bytes, 0, cut->at);
    if (cut->state >> SIGN_SHIFT == 0 && bytes.data[cut->from] == '{' &&
        first_name(seen, cut->from, &name) == NR_OK)
        cut->state |= sign_of(name) << SIGN_SHIFT;
}

/* Whether the brace at `at`, which may stand inside an element that is broken, begins one. NR_END:
 * what follows has to be seen. */
static enum nr_status begins_element(const struct nr_cut *cut, struct nr_str bytes, size_t at)
{
    struct nr_str name;
    size_t back = at;
    unsigned want = cut->state >> SIGN_SHIFT;
    if (at > 0 && bytes.data[at - 1] == SEPARATOR)
        return NR_OK;
    while (back > 0 && at - back < SIGN_MOST && nr_ascii_is_blank(bytes.data[back - 1]))
        back--;
    if (back > 0 && bytes.data[back - 1] == ':')
        return NR_BAD;
    enum nr_status status = first_name(bytes, at, &name);
    bool line = at > 0 && bytes.data[at - 1] == '\n';
    if (status == NR_OK && want && !line && sign_of(name) != want)
        return NR_BAD;
    return status;
}

/* ---- The phases ---- */

enum sign { OTHER, BLANK, QUOTE, OPEN, CLOSE, PLAIN };

/* Letters are those of true, false, null, and of NaN and Infinity, which some programs write. */
static enum sign sign(char c)
{
    static const unsigned char table[256] = {
        [' '] = BLANK, ['\t'] = BLANK, ['\n'] = BLANK, ['\r'] = BLANK, ['"'] = QUOTE, ['{'] = OPEN,
        ['['] = OPEN,  ['}'] = CLOSE,  [']'] = CLOSE,  [','] = PLAIN,  [':'] = PLAIN, ['+'] = PLAIN,
        ['-'] = PLAIN, ['.'] = PLAIN,  ['0'] = PLAIN,  ['1'] = PLAIN,  ['2'] = PLAIN, ['3'] = PLAIN,
        ['4'] = PLAIN, ['5'] = PLAIN,  ['6'] = PLAIN,  ['7'] = PLAIN,  ['8'] = PLAIN, ['9'] = PLAIN,
        ['a'] = PLAIN, ['e'] = PLAIN,  ['f'] = PLAIN,  ['i'] = PLAIN,  ['l'] = PLAIN, ['n'] = PLAIN,
        ['r'] = PLAIN, ['s'] = PLAIN,  ['t'] = PLAIN,  ['u'] = PLAIN,  ['y'] = PLAIN, ['E'] = PLAIN,
        ['I'] = PLAIN, ['N'] = PLAIN,
    };
    return (enum sign)table[(unsigned char)c];
}

/* A string to behind its quote. */
static enum followed follow_string(struct nr_cut *cut, struct nr_str bytes)
{
    const char *end = bytes.data + bytes.len, *at = bytes.data + cut->at;
    for (;;) {
        at = nr_plain_end(at, end);
        cut->at = (size_t)(at - bytes.data);
        if (at == end || (*at == '\\' && end - at < 2))
            return OPEN_STILL;
        if (*at == '"') {
            cut->at++;
            cut->piece_state &= ~(unsigned)STRING;
            return CLOSED;
        }
        if (*at != '\\')
            return BROKEN;
        at += 2;
    }
}

static bool open_bracket(struct nr_cut *cut, char bracket)
{
    size_t stack = cut->piece_depth;
    unsigned deep = cut->piece_state >> DEEP_SHIFT;
    bool in_object = stack > 1 && stack & 1 && !deep;
    if ((in_object && !(cut->piece_state & COLON)) || deep == DEEP_MOST)
        return false;
    if (deep || stack >> STACK_MOST)
        cut->piece_state += 1 << DEEP_SHIFT;
    else
        cut->piece_depth = stack << 1 | (bracket == '{');
    return true;
}

static bool close_bracket(struct nr_cut *cut, char bracket)
{
    size_t stack = cut->piece_depth;
    if (cut->piece_state >> DEEP_SHIFT) {
        cut->piece_state -= 1 << DEEP_SHIFT;
        return true;
    }
    cut->piece_depth = stack >> 1;
    return stack > 1 && (stack & 1) == (bracket == '}');
}

/* Until all that is open has been closed. */
static enum followed follow(struct nr_cut *cut, struct nr_str bytes)
{
    while (cut->at < bytes.len || cut->piece_state & STRING) {
        if (cut->piece_state & STRING) {
            enum followed string = follow_string(cut, bytes);
            if (string != CLOSED || cut->piece_depth == 1)
                return string;
            continue;
        }
        char c = bytes.data[cut->at];
        enum sign s = sign(c);
        if (s == OTHER || (s == OPEN && !open_bracket(cut, c)) ||
            (s == CLOSE && !close_bracket(cut, c)))
            return BROKEN;
        cut->at++;
        if (s == BLANK)
            continue;
        cut->piece_state &= ~(unsigned)COLON;
        cut->piece_state |= (c == ':' ? COLON : 0) | (s == QUOTE ? STRING : 0);
        if (cut->piece_depth == 1)
            return CLOSED;
    }
    return OPEN_STILL;
}

/* An element, an envelope or nonsense begins. */
static enum step begin(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    char c = bytes.data[cut->at];
    size_t inside;
    unsigned depth;
    cut->from = cut->at;
    if (c == '{' && place_of(cut) == TOP && !(cut->state & DOUBT)) {
        struct nr_str head = nr_str_sub(bytes, cut->at, cut->at + NR_ENVELOPE_HEAD);
        enum nr_envelope envelope = nr_envelope_find(head, last, &inside, &depth);
        if (envelope == NR_ENVELOPE_UNSURE)
            return MORE;
        if (envelope == NR_ENVELOPE_FOUND) {
            set_place(cut, ARRAY, depth);
            return go(cut, BETWEEN, cut->at + inside);
        }
    }
    enum sign s = sign(c);
    if (s == OTHER || s == CLOSE || c == ':' || c == '+' || c == '.')
        return go(cut, SEARCH, cut->at);
    if (s == PLAIN)
        return go(cut, WORD, cut->at);
    go(cut, INSIDE, cut->at + 1);
    cut->piece_depth = 1;
    if (s == QUOTE)
        cut->piece_state |= STRING;
    else
        open_bracket(cut, c);
    return AGAIN;
}

/* The end of the input. What is still open was cut off: that is said with a piece of nothing. */
static enum step finish(struct nr_cut *cut, size_t at)
{
    if (place_of(cut) == TOP || cut->lost)
        return MORE;
    set_place(cut, TOP, 0);
    cut->from = at;
    return end_piece(cut, at);
}

static enum step close_list(struct nr_cut *cut)
{
    unsigned depth = (cut->state & DEPTH) >> DEPTH_SHIFT;
    set_place(cut, depth ? REST : TOP, depth);
    cut->piece_depth = ((size_t)2 << depth) - 1;
    cut->piece_state = BETWEEN;
    return AGAIN;
}

static enum step between(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    static const struct nr_str mark = NR_STR("\xef\xbb\xbf");
    while (cut->at < bytes.len) {
        char c = bytes.data[cut->at];
        if (c == mark.data[0]) {
            struct nr_str here = nr_str_sub(bytes, cut->at, cut->at + mark.len);
            if (here.len < mark.len && !last)
                return MORE;
            if (!nr_str_eq(here, mark))
                return begin(cut, bytes, last);
            cut->at += mark.len;
        } else if (sign(c) == BLANK || c == ',' || c == SEPARATOR) {
            cut->at++;
        } else if (c == '[' && place_of(cut) == TOP) {
            cut->at++;
            set_place(cut, ARRAY, 0);
        } else if (c == ']') {
            cut->at++;
            close_list(cut);
            if (place_of(cut) == REST)
                return AGAIN;
        } else {
            return begin(cut, bytes, last);
        }
    }
    return last ? finish(cut, cut->at) : MORE;
}

/* Behind the list, to the end of its envelope. */
static enum step skip_rest(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    enum followed rest = follow(cut, bytes);
    if (rest == OPEN_STILL)
        return last ? finish(cut, cut->at) : MORE;
    set_place(cut, TOP, 0);
    cut->from = cut->at;
    return go(cut, rest == CLOSED ? BETWEEN : SEARCH, cut->at);
}

/* The element at hand is broken: the next one may begin before the place where that was noticed. */
static enum step go_back(struct nr_cut *cut, struct nr_str bytes)
{
    learn(cut, bytes);
    size_t from = cut->at > BACK_MOST ? cut->at - BACK_MOST : 0;
    cut->state |= DOUBT;
    return go(cut, SEARCH, from > cut->from ? from : cut->from + 1);
}

static enum step inside(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    enum followed element = follow(cut, bytes);
    if (element == BROKEN)
        return go_back(cut, bytes);
    if (element == OPEN_STILL && !last)
        return MORE;
    if (element == OPEN_STILL)
        set_place(cut, TOP, 0);
    else
        learn(cut, bytes);
    cut->state &= ~(unsigned)DOUBT;
    return end_piece(cut, cut->at);
}

/* A number or a word. */
static enum step word(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    while (cut->at < bytes.len && sign(bytes.data[cut->at]) == PLAIN && bytes.data[cut->at] != ',')
        cut->at++;
    if (cut->at == bytes.len)
        return last ? end_piece(cut, cut->at) : MORE;
    char c = bytes.data[cut->at];
    if (sign(c) == BLANK || c == ',' || c == ']' || c == SEPARATOR)
        return end_piece(cut, cut->at);
    return go(cut, SEARCH, cut->from + 1);
}

static enum step search(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    for (;; cut->at++) {
        cut->at += nr_str_find_char(nr_str_sub(bytes, cut->at, bytes.len), '{');
        if (cut->at >= bytes.len)
            break;
        enum nr_status status = begins_element(cut, bytes, cut->at);
        if (status == NR_END && !last)
            return MORE;
        if (status == NR_OK && cut->lost) {
            cut->lost = false;
            return go(cut, BETWEEN, cut->at);
        }
        if (status == NR_OK)
            return end_piece(cut, cut->at);
    }
    if (!last || cut->lost)
        return MORE;
    set_place(cut, TOP, 0);
    return end_piece(cut, bytes.len);
}

/* Behind damage. Where the envelope was being left, it is not known any more where that ends. */
static void lose(struct nr_cut *cut)
{
    if (place_of(cut) == REST)
        set_place(cut, TOP, 0);
    go(cut, SEARCH, 0);
}

static enum nr_status cut_json(struct nr_cut *cut, struct nr_str bytes, bool last)
{
    enum step step = AGAIN;
    if (cut->lost && (cut->piece_state & PHASE) == BETWEEN)
        lose(cut);
    while (step == AGAIN) {
        switch ((enum phase)(cut->piece_state & PHASE)) {
        case BETWEEN:
            step = (place_of(cut) == REST ? skip_rest : between)(cut, bytes, last);
            break;
        case INSIDE:
            step = inside(cut, bytes, last);
            break;
        case WORD:
            step = word(cut, bytes, last);
            break;
        case SEARCH:
            step = search(cut, bytes, last);
            break;
        }
    }
    return step == DONE ? NR_OK : NR_END;
}

static enum nr_status json_object(const struct nr_reading *r, struct nr_arena *arena,
                                  struct nr_buf *out, struct nr_error *e)
{
    (void)arena;
    if (!r->bytes.len) {
        nr_error_set(e, "cut off: an array is not closed");
        return NR_BAD;
    }
    nr_buf_add_str(out, r->bytes);
    return NR_OK;
}

/* ---- Recognition ---- */

static struct nr_str skip_blanks(struct nr_str s)
{
    while (s.len && nr_ascii_is_blank(s.data[0]))
        s = nr_str_sub(s, 1, s.len);
    return s;
}

/* Whether s, at a brace, begins like an object. */
static bool is_object(struct nr_str s)
{
    struct nr_str inner = skip_blanks(nr_str_sub(s, 1, s.len));
    return s.len && s.data[0] == '{' && inner.len && (inner.data[0] == '"' || inner.data[0] == '}');
}

/* An array of objects, or of nothing at all. */
static bool begins_array(struct nr_str head)
{
    struct nr_str inner = skip_blanks(nr_str_sub(head, 1, head.len));
    if (inner.len && inner.data[0] == ']')
        return !skip_blanks(nr_str_sub(inner, 1, inner.len)).len;
    return is_object(inner);
}

/* Whether the line ends outside of strings, as far as its quotes tell. */
static bool is_balanced(struct nr_str line)
{
    bool inside = false;
    for (size_t i = 0; i < line.len; i++) {
        if (line.data[i] == '"')
            inside = !inside;
        else if (line.data[i] == '\\')
            i++;
    }
    return !inside;
}

/* An object that is not alone on the first line, which would be JSONL: it goes on behind that line,
 * something follows it there, or it is an envelope. */
static bool begins_object(struct nr_str head)
{
    size_t inside, line = nr_str_find_char(head, '\n');
    unsigned depth;
    if (nr_envelope_find(head, true, &inside, &depth) == NR_ENVELOPE_FOUND)
        return true;
    size_t end = nr_envelope_value(head);
    if (end == 0) {
        struct nr_str next = nr_str_sub(head, line + 1, head.len);
        return next.len && next.data[0] != '{' && is_balanced(nr_str_sub(head, 0, line));
    }
    struct nr_str rest = skip_blanks(nr_str_sub(head, end, line));
    return end > line ||
           (rest.len && (rest.data[0] == '{' || rest.data[0] == ',' || rest.data[0] == SEPARATOR));
}

static bool begins_json(struct nr_str head, struct nr_str name)
{
    (void)name;
    if (nr_str_starts(head, nr_str_of("\xef\xbb\xbf")))
        head = nr_str_sub(head, 3, head.len);
    head = skip_blanks(head);
    if (head.len && head.data[0] == SEPARATOR)
        return is_object(skip_blanks(nr_str_sub(head, 1, head.len)));
    if (head.len && head.data[0] == '[')
        return begins_array(head);
    return is_object(head) && begins_object(head);
}

const struct nr_format nr_format_json = {
    .name = "json",
    .mime = "application/json",
    .signs = "{[",
    .begins = begins_json,
    .cut = cut_json,
    .object = json_object,
};
