#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "newsreel/html/review.h"
#include <libxml/HTMLparser.h>

struct fixture {
    struct nr_sample cards;
    struct nr_buf line, page;
};

static void add(struct fixture *f, uint64_t hash, const struct nr_card *card)
{
    f->cards.size = f->cards.size ? f->cards.size : 10;
    f->line.len = 0;
    nr_review_card(&f->line, hash, card);
    nr_review_gather(&f->cards, nr_buf_str(&f->line));
}

static const char *page(struct fixture *f)
{
    f->page.len = 0;
    nr_review_page(&f->page, &f->cards);
    return nr_buf_cstr(&f->page);
}

static void done(struct fixture *f)
{
    nr_sample_free(&f->cards);
    nr_buf_free(&f->line);
    nr_buf_free(&f->page);
}

static bool holds(const struct fixture *f, const char *part)
{
    struct nr_str whole = nr_buf_str(&f->page);
    return nr_str_find(whole, nr_str_of(part)) < whole.len;
}

static xmlDoc *parse(const struct fixture *f)
{
    return xmlReadMemory(f->page.data, (int)f->page.len, NULL, "UTF-8",
                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
}

static void shows_runs_with_their_reasons(void **state)
{
    static const struct nr_piece_shown pieces[] = {
        {NR_STR("Home"), "navigation", false, NR_BLOCK_ITEM},
        {NR_STR("World"), "navigation", false, NR_BLOCK_ITEM},
        {NR_STR("A headline"), "headline", true, NR_BLOCK_HEADING},
        {NR_STR("A sub-head"), NULL, false, NR_BLOCK_HEADING},
        {NR_STR("A sentence."), NULL, false, NR_BLOCK_BODY},
        {NR_STR("World"), "navigation", false, NR_BLOCK_ITEM},
    };
    (void)state;
    struct fixture f = {0};
    struct nr_card card = {.title = nr_str_of("A title"), .pieces = pieces, .piece_count = 6};
    add(&f, 1, &card);
    page(&f);
    assert_true(
        holds(&f, "<h2 dir=\"auto\">A title</h2><span class=\"sums\">2 kept, 4 not</span>"));
    assert_true(
        holds(&f, "<div class=\"run gone\" role=\"group\" data-why=\"navigation\" "
                  "data-count=\"2\" tabindex=\"0\" title=\"removed: navigation\">"
                  "<b class=\"why\">navigation</b><div class=\"pieces\">"
                  "<p dir=\"auto\">Home</p><p dir=\"auto\">World</p></div></div>"
                  "<div class=\"run moved\" role=\"group\" data-why=\"headline\" "
                  "data-count=\"1\" tabindex=\"0\" title=\"moved out of the text: headline\">"));
    assert_true(holds(&f, "<p dir=\"auto\" class=\"heading\">A sub-head</p>"
                          "<p dir=\"auto\">A sentence.</p>"));
    assert_true(holds(&f, "id=\"why-0\" checked=\"checked\" autocomplete=\"off\"/>kept <b>2</b>"));
    assert_true(
        holds(&f, "id=\"why-2\" checked=\"checked\" autocomplete=\"off\"/>navigation <b>3</b>"));
    assert_true(
        holds(&f, "body:has(#why-2:not(:checked)) [data-why=\"navigation\"]{display:none}"));
    done(&f);
}

static void says_what_became_of_a_record(void **state)
{
    static const struct nr_member_shown members[] = {
        {NR_STR("id"), NR_STR("x1"), false},
        {NR_STR("url"), NR_STR("https://news.example/?a=1&b=\"2"), false},
        {NR_STR("section"), NR_STR("javascript:alert(1)"), true},
    };
    (void)state;
    struct fixture f = {0};
    struct nr_card card = {.dropped = "no-text", .members = members, .member_count = 3};
    add(&f, 1, &card);
    page(&f);
    assert_true(holds(&f, "(no headline)"));
    assert_true(holds(&f, "<b class=\"dropped\">dropped: no-text</b>"));
    assert_true(holds(&f, "There is no text."));
    assert_true(holds(&f, "<dt>id</dt><dd dir=\"auto\">x1</dd>"));
    assert_true(holds(&f, "href=\"https://news.example/?a=1&amp;b=&quot;2\""));
    assert_true(
        holds(&f, "<dt>section <span>found</span></dt><dd dir=\"auto\">javascript:alert(1)<"));
    assert_false(holds(&f, "href=\"javascript"));
    done(&f);
}

/* Whatever stands in a text, a name, a title or a reason. */
static void text_stays_text(void **state)
{
    static const char hostile[] =
        "</p></style><script>x</script><img src=x onerror=\"x\">'&amp;\n]]>\t"
        "\x01\x7f\xc2\x85\xef\xbf\xbf\0<!--";
    (void)state;
    struct fixture f = {0};
    struct nr_str text = nr_str(hostile, sizeof hostile - 1);
    struct nr_piece_shown piece = {.text = text, .reason = "a \"<&'} reason"};
    struct nr_member_shown member = {.name = text, .value = text};
    struct nr_card card = {
        .title = text, .members = &member, .member_count = 1, .pieces = &piece, .piece_count = 1};
    add(&f, 1, &card);
    assert_int_equal(nr_str_find_char(nr_buf_str(&f.line), '\n'), f.line.len - 1);
    page(&f);
    assert_false(holds(&f, "<script"));
    assert_false(holds(&f, "<img"));
    assert_false(holds(&f, "<!--"));
    xmlDoc *d = parse(&f);
    assert_non_null(d);
    xmlFreeDoc(d);
    assert_true(holds(&f,
                      "<p dir=\"auto\">&lt;/p&gt;&lt;/style&gt;&lt;script&gt;x&lt;/script&gt;"
                      "&lt;img src=x onerror=&quot;x&quot;&gt;&#39;&amp;amp;&#10;]]&gt;\t"
                      "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd&lt;!--</p>"));
    done(&f);
}

static void a_long_piece_is_cut_between_characters(void **state)
{
    (void)state;
    struct fixture f = {0};
    struct nr_buf text = {0};
    nr_buf_add_char(&text, 'x');
    while (text.len < NR_PIECE_BYTES + 100)
        nr_buf_add_cstr(&text, "\xd1\x84");
    struct nr_piece_shown piece = {.text = nr_buf_str(&text)};
    struct nr_card card = {.pieces = &piece, .piece_count = 1};
    add(&f, 1, &card);
    page(&f);
    assert_true(holds(&f, "\xd1\x84<i title=\"cut here\">\xe2\x80\xa6</i></p>"));
    xmlDoc *d = parse(&f);
    assert_non_null(d);
    xmlFreeDoc(d);
    nr_buf_free(&text);
    done(&f);
}

static void a_card_is_bounded(void **state)
{
    enum { PIECES = 100000 };
    (void)state;
    struct fixture f = {0};
    struct nr_arena arena = {0};
    struct nr_piece_shown *pieces = nr_arena_zero(&arena, PIECES, sizeof *pieces);
    for (size_t i = 0; i < PIECES; i++)
        pieces[i] = (struct nr_piece_shown){.text = nr_str_of("&&&&"),
                                            .reason = i % 500 < 3 ? "links" : "navigation"};
    struct nr_card card = {.pieces = pieces, .piece_count = PIECES};
    add(&f, 1, &card);
    assert_true(f.line.len < NR_CARD_BYTES + 6 * NR_PIECE_BYTES);
    page(&f);
    assert_true(holds(&f, " more pieces are not shown.</p>"));
    assert_true(holds(&f, "0 kept, 100000 not"));
    nr_arena_free(&arena);
    done(&f);
}

static void members_are_bounded_too(void **state)
{
    (void)state;
    struct fixture f = {0};
    struct nr_buf quotes = {0};
    struct nr_member_shown members[NR_CARD_MEMBERS + 1];
    struct nr_piece_shown piece = {.text = nr_str_of("Text.")};
    nr_buf_add_cstr(&quotes, "https://");
    while (quotes.len < 500)
        nr_buf_add_char(&quotes, '"');
    for (size_t i = 0; i <= NR_CARD_MEMBERS; i++)
        members[i] = (struct nr_member_shown){nr_buf_str(&quotes), nr_buf_str(&quotes), false};
    struct nr_card card = {.title = nr_buf_str(&quotes),
                           .members = members,
                           .member_count = NR_CARD_MEMBERS + 1,
                           .pieces = &piece,
                           .piece_count = 1};
    add(&f, 1, &card);
    assert_true(f.line.len > NR_CARD_BYTES && f.line.len < NR_CARD_BYTES + 6 * NR_PIECE_BYTES);
    page(&f);
    assert_true(holds(&f, "1 more pieces are not shown.</p>"));
    xmlDoc *d = parse(&f);
    assert_non_null(d);
    xmlFreeDoc(d);
    nr_buf_free(&quotes);
    done(&f);
}

static void cards_stand_in_the_order_of_the_input(void **state)
{
    (void)state;
    struct fixture f = {.cards = {.size = 2}};
    static const char *const titles[] = {"first", "second", "third"};
    static const uint64_t hashes[] = {5, 9, 1};
    for (size_t i = 0; i < 3; i++) {
        struct nr_card card = {.title = nr_str_of(titles[i])};
        add(&f, hashes[i], &card);
    }
    struct nr_str s = nr_str_of(page(&f));
    assert_true(nr_str_find(s, nr_str_of("first")) < nr_str_find(s, nr_str_of("third")));
    assert_false(holds(&f, "second"));
    assert_true(holds(&f, "<p>2 records of the run"));
    done(&f);
}

static void a_page_without_cards_is_one(void **state)
{
    (void)state;
    struct fixture f = {.cards = {.size = 1}};
    page(&f);
    xmlDoc *d = parse(&f);
    assert_non_null(d);
    xmlFreeDoc(d);
    assert_true(holds(&f, "<p>0 records of the run"));
    assert_false(holds(&f, "fieldset>"));
    done(&f);
}

/* Everything visible is in the pieces
 * ------------------------------------------------------------------------------- */

static void add_letters(struct nr_buf *out, struct nr_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!nr_ascii_is_blank(s.data[i]))
            nr_buf_add_char(out, s.data[i]);
}

/* The text that another parser finds in the body of a page, blanks apart. */
static void visible(struct nr_buf *out, const char *html)
{
    xmlDoc *d = htmlReadMemory(html, (int)strlen(html), NULL, "UTF-8",
                               HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    assert_non_null(d);
    xmlNode *body = xmlDocGetRootElement(d)->children;
    while (body && strcmp((const char *)body->name, "body") != 0)
        body = body->next;
    assert_non_null(body);
    xmlChar *text = xmlNodeGetContent(body);
    add_letters(out, nr_str_of((const char *)text));
    xmlFree(text);
    xmlFreeDoc(d);
}

#define SENTENCE                                                                                   \
    "The ferry to the islands will run every hour from May on, the harbour office said, and "      \
    "tickets will cost what they cost last year."

static void blocks_are_all_that_is_visible(void **state)
{
    static const char *const pages[] = {
        "<html><body><nav><a href=/>Home</a> <a "
        "href=/w>World</a></nav>"
        "<h1>Ferry runs hourly</h1><p class=byline>By Ada Holm<time>14 March "
        "2023</time><p>" SENTENCE "<p>Advertisement<p>" SENTENCE
        "<br>A line.<ul><li>One<li>Two</ul><table><tr><td>a<td>b"
        "</table><pre>x  y\nz</pre><figure><figcaption>Photo: A. Holm</figcaption></figure>"
        "<div class=comments><p>" SENTENCE "</div><div style='display:none'>secret</div>"
        "<footer>&copy; 2023 &lt;Example&gt;</footer></body></html>",
        "<html><body><ul><li><a href=/1>One</a><li><a href=/2>Two</a></ul>no article</body></html>",
        "<html><body><p></p></body></html>",
    };
    (void)state;
    struct nr_dom d = {0};
    struct nr_article a = {0};
    struct nr_arena arena = {0};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct nr_buf want = {0}, got = {0};
        size_t count, gone = 0;
        visible(&want, pages[i]);
        nr_dom_parse(&d, nr_str_of(pages[i]));
        nr_article_extract(&a, &d, nr_str(NULL, 0));
        nr_article_drop(&a, nr_str_of("Ferry runs hourly"), "headline");
        nr_article_drop_phrases(&a);
        const struct nr_piece_shown *p = nr_review_blocks(&a, &arena, &count);
        for (size_t k = 0; k < count; k++) {
            add_letters(&got, p[k].text);
            gone += p[k].reason != NULL;
        }
        assert_string_equal(nr_buf_cstr(&got), nr_buf_cstr(&want));
        assert_true(i > 0 || (gone > 0 && gone < count));
        nr_buf_free(&want);
        nr_buf_free(&got);
    }
    nr_article_free(&a);
    nr_dom_free(&d);
    nr_arena_free(&arena);
}

static void parts_are_all_of_a_text(void **state)
{
    static const char text[] =
        "World\n\nFerry runs hourly\n\nBy Ada Holm\n\nUpdated 14 March 2023\n\n" SENTENCE
        "\n\nAdvertisement\n\n" SENTENCE "\n\nRelated Articles\n\nBack to top";
    static const char *const reasons[] = {"section", "headline", "byline"};
    (void)state;
    struct nr_arena arena = {0};
    struct nr_parts parts;
    struct nr_buf want = {0}, got = {0}, kept = {0}, kept_here = {0};
    size_t count;
    nr_parts_sort(&parts, nr_str_of(text), (struct nr_parts_known){0}, &arena);
    nr_parts_text(&parts, &kept);
    const struct nr_piece_shown *p = nr_review_parts(&parts, &arena, &count);
    for (size_t i = 0; i < count; i++) {
        add_letters(&got, p[i].text);
        assert_true(!p[i].moved || p[i].reason);
        if (i < 3)
            assert_string_equal(p[i].reason, reasons[i]);
        if (!p[i].reason)
            add_letters(&kept_here, p[i].text);
    }
    add_letters(&want, nr_str_of(text));
    assert_string_equal(nr_buf_cstr(&got), nr_buf_cstr(&want));
    want.len = 0;
    add_letters(&want, nr_buf_str(&kept));
    assert_string_equal(nr_buf_cstr(&kept_here), nr_buf_cstr(&want));
    nr_arena_free(&arena);
    nr_buf_free(&want);
    nr_buf_free(&got);
    nr_buf_free(&kept);
    nr_buf_free(&kept_here);
}

static void text_as_it_is_is_kept(void **state)
{
    (void)state;
    struct nr_arena arena = {0};
    size_t count;
    const struct nr_piece_shown *p =
        nr_review_text(nr_str_of("One.\n\nTwo.\nThree."), &arena, &count);
    assert_int_equal(count, 2);
    assert_true(nr_str_is(p[1].text, "Two.\nThree."));
    assert_null(p[0].reason);
    nr_arena_free(&arena);
}

static void members_are_what_the_record_has_now(void **state)
{
    static const char line[] = "{\"url\":\"http://a.example\",\"text\":\"T\",\"n\":1e2,\"gone\":1,"
                               "\"by\":[\"A\",\"B\\u0021\"],\"odd\":[\"A\",1],\"none\":[]}";
    static const struct nr_member_shown want[] = {
        {NR_STR("url"), NR_STR("http://a.example"), false},
        {NR_STR("n"), NR_STR("1e2"), false},
        {NR_STR("by"), NR_STR("A, B!"), false},
        {NR_STR("odd"), NR_STR("[\"A\",1]"), false},
        {NR_STR("none"), NR_STR(""), false},
        {NR_STR("headline"), NR_STR("A \"headline\""), true},
    };
    (void)state;
    struct nr_record r = {0};
    struct nr_arena arena = {0};
    struct nr_card card = {0};
    struct nr_error e;
    assert_int_equal(nr_record_scan(&r, nr_str_of(line), &e), NR_OK);
    nr_review_members(&card, &r, &arena);
    assert_true(nr_str_is(card.title, "http://a.example"));
    assert_int_equal(nr_record_remove(&r, nr_str_of("gone"), &e), NR_OK);
    nr_record_set_text(&r, nr_str_of("headline"), nr_str_of("A \"headline\""), &e);
    card = (struct nr_card){0};
    nr_review_members(&card, &r, &arena);
    assert_true(nr_str_is(card.title, "A \"headline\""));
    assert_int_equal(card.member_count, sizeof want / sizeof *want);
    for (size_t i = 0; i < card.member_count; i++) {
        assert_true(nr_str_eq(card.members[i].name, want[i].name));
        assert_true(nr_str_eq(card.members[i].value, want[i].value));
        assert_int_equal(card.members[i].found, want[i].found);
    }
    nr_record_free(&r);
    nr_arena_free(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_runs_with_their_reasons),
        cmocka_unit_test(says_what_became_of_a_record),
        cmocka_unit_test(text_stays_text),
        cmocka_unit_test(a_long_piece_is_cut_between_characters),
        cmocka_unit_test(a_card_is_bounded),
        cmocka_unit_test(members_are_bounded_too),
        cmocka_unit_test(cards_stand_in_the_order_of_the_input),
        cmocka_unit_test(a_page_without_cards_is_one),
        cmocka_unit_test(members_are_what_the_record_has_now),
        cmocka_unit_test(blocks_are_all_that_is_visible),
        cmocka_unit_test(parts_are_all_of_a_text),
        cmocka_unit_test(text_as_it_is_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
