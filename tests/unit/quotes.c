#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/core/buf.h"
#include "newsreel/tags/quotes.h"

static void add_range(struct nr_buf *out, struct nr_str text, struct nr_range r)
{
    nr_buf_add_char(out, '|');
    nr_buf_add_str(out, nr_str_sub(text, r.start, r.end));
}

/* The spans of a text as lines "quote|speaker|cue|via|value", with "@" in front of attributions. */
static void read_spans(struct nr_buf *out, struct nr_str text, size_t dateline,
                       struct nr_spans *spans)
{
    struct nr_quotes *q = nr_quotes_new();
    struct nr_quotes_state *s = nr_quotes_state_new();
    struct nr_tokens t = {0};
    nr_quotes_begin(s);
    nr_quotes_set_dateline(s, dateline);
    nr_tokens_begin(&t, text);
    while (nr_tokens_next(&t))
        nr_quotes_read(q, s, &t, spans);
    nr_spans_sort(spans);
    for (size_t i = 0; i < spans->count; i++) {
        const struct nr_span *span = &spans->items[i];
        bool quote = nr_str_is(span->type, "quote");
        if (!quote && !nr_str_is(span->type, "attribution"))
            continue;
        nr_buf_add_cstr(out, out->len ? "\n" : "");
        nr_buf_add_cstr(out, quote ? "" : "@");
        nr_buf_add_str(out, nr_str_sub(text, span->start, span->end));
        add_range(out, text, span->speaker);
        add_range(out, text, span->cue);
        add_range(out, text, span->via);
        nr_buf_add_char(out, '|');
        nr_buf_add_str(out, span->value);
    }
    nr_tokens_free(&t);
    nr_quotes_state_free(s);
    nr_quotes_free(q);
}

static void assert_spans_behind(size_t dateline, const char *text, const char *want)
{
    struct nr_arena arena = {0};
    struct nr_spans spans = {.arena = &arena};
    struct nr_buf got = {0};
    read_spans(&got, nr_str_of(text), dateline, &spans);
    assert_string_equal(nr_buf_cstr(&got), want);
    nr_buf_free(&got);
    nr_spans_free(&spans);
    nr_arena_free(&arena);
}

static void assert_spans(const char *text, const char *want)
{
    assert_spans_behind(0, text, want);
}

struct example {
    const char *text, *want;
};

static void assert_all(const struct example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_spans(examples[i].text, examples[i].want);
}

#define ASSERT_ALL(examples) assert_all(examples, sizeof(examples) / sizeof(examples)[0])

static void speaker_behind(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"\"The mole will hold,\" Ann Lee said.", "\"The mole will hold,\"|Ann Lee|said||Ann Lee"},
        {"\"The mole will hold,\" said Ann Lee.", "\"The mole will hold,\"|Ann Lee|said||Ann Lee"},
        {"“No,” said Bo Ek, head of the harbour office.", "“No,”|Bo Ek|said||Bo Ek"},
        {"“Will it hold?” asked Ann Lee.", "“Will it hold?”|Ann Lee|asked||Ann Lee"},
        {"“It held!” Ann Lee shouted.", "“It held!”|Ann Lee|shouted||Ann Lee"},
        {"\"We sail at noon,\" said ferry captain Bo Ek.",
         "\"We sail at noon,\"|Bo Ek|said||Bo Ek"},
        {"\"We sail at noon,\" Acme Shipping analyst Bo Ek said.",
         "\"We sail at noon,\"|Bo Ek|said||Bo Ek"},
        {"\"We sail at noon,\" said Acme Shipping analyst Bo Ek.",
         "\"We sail at noon,\"|Bo Ek|said||Bo Ek"},
        {"“We sail at noon,” the head of the ferry line, Bo Ek, said.",
         "“We sail at noon,”|Bo Ek|said||Bo Ek"},
        {"“We sail at noon,” Bo Ek, an aide to Mayor Cy Roe, said.",
         "“We sail at noon,”|Bo Ek|said||Bo Ek"},
        {"“We sail at noon,” Bo Ek of the ferry line said.",
         "“We sail at noon,”|Bo Ek|said||Bo Ek"},
        {"“We sail at noon,” the ministry said.", "“We sail at noon,”|the ministry|said||"},
        {"“We sail at noon,” said a spokesman for the ferry line.",
         "“We sail at noon,”|a spokesman for the ferry line|said||"},
        {"“We sail at noon,” the company also said in a statement.",
         "“We sail at noon,”|the company|said||"},
        {"“We sail at noon”, Ann Lee wrote.", "“We sail at noon”|Ann Lee|wrote||Ann Lee"},
        {"“We sail at noon” — Ann Lee added.", "“We sail at noon”|Ann Lee|added||Ann Lee"},
        {"\"We sail at noon,\" the U.S. Harbour Department said.",
         "\"We sail at noon,\"|U.S. Harbour Department|said||U.S. Harbour Department"},
        {"\"We sail at noon,\" NATO said.", "\"We sail at noon,\"|NATO|said||NATO"},
        {"\"We sail at noon,\" according to Ann Lee.",
         "\"We sail at noon,\"|Ann Lee|according to||Ann Lee"},
    };
    ASSERT_ALL(examples);
}

static void speaker_in_front(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"Ann Lee said: \"The mole will hold.\"", "\"The mole will hold.\"|Ann Lee|said||Ann Lee"},
        {"Ann Lee said, \"Yes.\"", "\"Yes.\"|Ann Lee|said||Ann Lee"},
        {"Ann Lee told reporters: \"The mole will hold.\"",
         "\"The mole will hold.\"|Ann Lee|told||Ann Lee"},
        {"Bo Ek, mayor of Orme, told reporters on Tuesday: “It holds.”",
         "“It holds.”|Bo Ek|told||Bo Ek"},
        {"Ann Lee said the plan was “a complete waste of money” for the town.",
         "“a complete waste of money”|Ann Lee|said||Ann Lee"},
        {"Ann Lee called the plan “a complete waste of money”.",
         "“a complete waste of money”|Ann Lee|called||Ann Lee"},
        {"The ferry will sail, Ann Lee said, adding: “If the ice allows.”",
         "@Ann Lee said|Ann Lee|said||Ann Lee\n“If the ice allows.”|Ann Lee|adding||Ann Lee"},
        {"Ann Lee: “The mole will hold.”", "“The mole will hold.”|Ann Lee|:||Ann Lee"},
        {"The office said in a statement: “The mole will hold.”",
         "“The mole will hold.”|The office|said||"},
        {"Ann Lee laughed and said: “The mole will hold.”",
         "“The mole will hold.”|Ann Lee|said||Ann Lee"},
        {"Ann Lee, who built the mole, said: “It will hold.”",
         "“It will hold.”|Ann Lee|said||Ann Lee"},
    };
    ASSERT_ALL(examples);
}

static void speaker_in_the_middle(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"\"The mole,\" Ann Lee said, \"will hold the ice.\"",
         "\"The mole,\"|Ann Lee|said||Ann Lee\n\"will hold the ice.\"|Ann Lee|said||Ann Lee"},
        {"“It holds,” said Ann Lee. “We sail at noon.”",
         "“It holds,”|Ann Lee|said||Ann Lee\n“We sail at noon.”|Ann Lee|||Ann Lee"},
        {"“It holds,” said Ann Lee. “We sail,” said Bo Ek.",
         "“It holds,”|Ann Lee|said||Ann Lee\n“We sail,”|Bo Ek|said||Bo Ek"},
    };
    ASSERT_ALL(examples);
}

static void carried_over(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"“It holds,” said Ann Lee.\n\n“We sail at noon, all of us.”",
         "“It holds,”|Ann Lee|said||Ann Lee\n“We sail at noon, all of us.”|Ann Lee|||Ann Lee"},
        {"Ann Lee told reporters:\n\n“We sail at noon, all of us.”",
         "@Ann Lee told|Ann Lee|told||Ann Lee\n“We sail at noon, all of us.”|Ann Lee|||Ann Lee"},
        {"Ann Lee shook her head. “We sail at noon, all of us.”",
         "“We sail at noon, all of us.”|Ann Lee|||Ann Lee"},
        {"It rained.\n\n“We sail at noon, all of us.”", "“We sail at noon, all of us.”||||"},
    };
    ASSERT_ALL(examples);
}

static void names_are_resolved(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"Ann Lee came in. “It holds,” she said.", "“It holds,”|she|said||Ann Lee"},
        {"Ann Lee met Bill Ek. “It holds,” she said.", "“It holds,”|she|said||Ann Lee"},
        {"Ann Lee met Bill Ek. “It holds,” he said.", "“It holds,”|he|said||Bill Ek"},
        {"Ann Lee came in.\n\n“It holds,” Lee said.", "“It holds,”|Lee|said||Ann Lee"},
        {"Ann Lee came in.\n\n“It holds,” Mrs. Lee said.", "“It holds,”|Lee|said||Ann Lee"},
        {"“It holds,” he said.", "“It holds,”|he|said||"},
        {"“It holds,” said Ann Lee. “We sail,” she added.",
         "“It holds,”|Ann Lee|said||Ann Lee\n“We sail,”|she|added||Ann Lee"},
        {"Acme Corp said it lost money. “We sail at noon,” it said.",
         "@Acme Corp said|Acme Corp|said||Acme Corp\n“We sail at noon,”|it|said||Acme Corp"},
        {"“It holds,” said Dr. Lee.", "“It holds,”|Lee|said||Lee"},
    };
    ASSERT_ALL(examples);
}

static void outlets(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"“The work is going on. We are ready to continue it,” aide to the Danish President, Yury "
         "Ek, said at a briefing as quoted by RIA.",
         "“The work is going on. We are ready to continue it,”|Yury Ek|said|RIA|Yury Ek"},
        {"“It speaks volumes about both nations,” the National Harbour Council coordinator for "
         "strategic communications John Roe told CNN last week.",
         "“It speaks volumes about both nations,”|John Roe|told|CNN|John Roe"},
        {"\"It holds,\" Ann Lee told the BBC.", "\"It holds,\"|Ann Lee|told|BBC|Ann Lee"},
        {"TASS quoted Ann Lee as saying: “The mole holds.”",
         "“The mole holds.”|Ann Lee|quoted|TASS|Ann Lee"},
    };
    ASSERT_ALL(examples);
}

static void paragraphs(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"“The mole holds.\n\n“We sail at noon,” Ann Lee said.",
         "“The mole holds.\n\n“We sail at noon,”|Ann Lee|said||Ann Lee"},
        {"Ann Lee said: \"The mole holds.\n\n\"It always has.\n\n\"We sail at noon.\"",
         "\"The mole holds.\n\n\"It always has.\n\n\"We sail at noon.\"|Ann Lee|said||Ann Lee"},
        {"« Le port ferme.\n\n» La digue tient », a déclaré Anne Roe.",
         "« Le port ferme.\n\n» La digue tient »|Anne Roe|déclaré||Anne Roe"},
        {"“The mole holds.\n\nThe ferry sails at noon.", ""},
        {"“The mole holds, all of it stays.\n\n“The ferry sails at noon.",
         "“The mole holds, all of it stays.\n\n“The ferry sails at noon.||||"},
    };
    ASSERT_ALL(examples);
}

static void marks(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"‘The mole will hold,’ Ann Lee said.", "‘The mole will hold,’|Ann Lee|said||Ann Lee"},
        {"'The mole doesn't move,' Ann Lee said.",
         "'The mole doesn't move,'|Ann Lee|said||Ann Lee"},
        {"'The players' mole will hold,' Ann Lee said.",
         "'The players' mole will hold,'|Ann Lee|said||Ann Lee"},
        {"``The mole will hold,'' Ann Lee said.", "``The mole will hold,''|Ann Lee|said||Ann Lee"},
        {"„Die Mole hält“, sagte Anne Roe.", "„Die Mole hält“|Anne Roe|sagte||Anne Roe"},
        {"»Die Mole hält«, sagte Anne Roe am Montag.", "»Die Mole hält«|Anne Roe|sagte||Anne Roe"},
        {"Anne Roe sagte: „Die Mole hält.”", "„Die Mole hält.”|Anne Roe|sagte||Anne Roe"},
        {"« La digue tient », a déclaré Anne Roe.",
         "« La digue tient »|Anne Roe|déclaré||Anne Roe"},
        {"«El puerto cierra», dijo Ana Roe.", "«El puerto cierra»|Ana Roe|dijo||Ana Roe"},
        {"“Il porto chiude”, ha detto Anna Roe.", "“Il porto chiude”|Anna Roe|detto||Anna Roe"},
        {"“O porto fecha”, disse Ana Roe.", "“O porto fecha”|Ana Roe|disse||Ana Roe"},
        {"«Порт закрыт», — сказал Иван Ро.", "«Порт закрыт»|Иван Ро|сказал||Иван Ро"},
        {"”Hamnen stänger”, säger Anna Roe.", "”Hamnen stänger”|Anna Roe|säger||Anna Roe"},
        {"「港口今天因为冰而关闭。」", "「港口今天因为冰而关闭。」||||"},
        {"Ann Lee said: \"He told me, 'Go home,' and I went.\"",
         "\"He told me, 'Go home,' and I went.\"|Ann Lee|said||Ann Lee"},
        {"“He said ‘no’ to me,” Ann Lee said.", "“He said ‘no’ to me,”|Ann Lee|said||Ann Lee"},
    };
    ASSERT_ALL(examples);
}

static void no_speech(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "\"",
        "The “so-called” zone is closed.",
        "They send “hundreds” of ferries.",
        "He wrote a book, “The Old Man of the Harbour”, last year.",
        "The pipe is 5\" wide and the other 6\" wide.",
        "In the '90s rock 'n' roll was big in the players' club.",
        "Don't say it's the players' fault.",
        "Home » News » Sport",
        "It is said to be closed.",
        "She declined to say more.",
        "It comes amid new claims that the ferry sails.",
        "She bought it from a seller called “E-Life,” a name for Orme Batteries.",
        "\" \" ' ' “ ” « »",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_spans(texts[i], "");
}

static void contractions(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"It ran for, let's say, two months, and we’d even say three.", ""},
        {"Now let’s say that the mole will hold.", ""},
        {"He’ll come, the harbour's office said.",
         "@the harbour's office said|the harbour's office|said||"},
    };
    ASSERT_ALL(examples);
}

static void attributions(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"The ferry sails at noon, according to the ministry.",
         "@according to the ministry|the ministry|according to||"},
        {"The ferry sails at noon, said the Kremlin.", "@said the Kremlin|Kremlin|said||Kremlin"},
        {"The minister said on Tuesday that the ferry sails.",
         "@The minister said|The minister|said||"},
        {"Ann Lee warned that the ferry sails.", "@Ann Lee warned|Ann Lee|warned||Ann Lee"},
        {"Ann Lee told CNN that the ferry sails.", "@Ann Lee told|Ann Lee|told|CNN|Ann Lee"},
        {"Prices fall, analysts said.", "@analysts said|analysts|said||"},
        {"Acme Corp reported a loss.", ""},
    };
    ASSERT_ALL(examples);
}

static void names_of_others_count(void **state)
{
    (void)state;
    const char *text = "“It holds,” said lee of the mole.";
    struct nr_arena arena = {0};
    struct nr_spans spans = {.arena = &arena};
    struct nr_buf got = {0};
    nr_spans_add(&spans, "person", 21, 24)->value = nr_str_of("Ann Lee");
    read_spans(&got, nr_str_of(text), 0, &spans);
    assert_string_equal(nr_buf_cstr(&got), "“It holds,”|lee|said||Ann Lee");
    nr_buf_free(&got);
    nr_spans_free(&spans);
    nr_arena_free(&arena);
}

/* Who stands in the dateline is no subject of the sentence behind it. */
static void datelines(void **state)
{
    (void)state;
    const char *text = "BRASTOVA, March 18 - Acme Shipping Co, a unit of Orme Lines, said it has "
                       "sold two ferries.";
    const char *want = "@Acme Shipping Co, a unit of Orme Lines, said|Acme Shipping Co|said||"
                       "Acme Shipping Co";
    assert_spans_behind(strlen("BRASTOVA, March 18 -"), text, want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(speaker_behind),
        cmocka_unit_test(speaker_in_front),
        cmocka_unit_test(speaker_in_the_middle),
        cmocka_unit_test(carried_over),
        cmocka_unit_test(names_are_resolved),
        cmocka_unit_test(outlets),
        cmocka_unit_test(paragraphs),
        cmocka_unit_test(marks),
        cmocka_unit_test(no_speech),
        cmocka_unit_test(contractions),
        cmocka_unit_test(attributions),
        cmocka_unit_test(names_of_others_count),
        cmocka_unit_test(datelines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
