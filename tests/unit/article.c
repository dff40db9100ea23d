#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "newsreel/core/utf8.h"
#include "newsreel/html/article.h"

#define ONE                                                                                        \
    "The lighthouse of Port Alder went dark on Sunday night, for the first time since it was "     \
    "built, the keeper said."
#define TWO                                                                                        \
    "Two fishing boats waited outside the bay until morning, and nobody on board of them was "     \
    "hurt."
#define THREE "Workers found a broken cable, which had been in place for more than forty years."

#define MENU "<ul class=menu><li><a href=/1>Home</a><li><a href=/2>World</a></ul>"

struct fixture {
    struct nr_dom dom;
    struct nr_article article;
    struct nr_buf text;
};

static const char *kept(struct fixture *f, const char *page)
{
    nr_dom_parse(&f->dom, nr_str_of(page));
    nr_article_extract(&f->article, &f->dom, nr_str(NULL, 0));
    f->text.len = 0;
    for (size_t i = 0; i < f->article.count; i++) {
        if (f->article.blocks[i].removed)
            continue;
        if (f->text.len)
            nr_buf_add_char(&f->text, '|');
        nr_buf_add_str(&f->text, f->article.blocks[i].text);
    }
    return nr_buf_cstr(&f->text);
}

static void done(struct fixture *f)
{
    nr_article_free(&f->article);
    nr_dom_free(&f->dom);
    nr_buf_free(&f->text);
}

/* Why the block that holds part was left out. */
static const char *reason(const struct fixture *f, const char *part)
{
    for (size_t i = 0; i < f->article.count; i++) {
        struct nr_str text = f->article.blocks[i].text;
        if (nr_str_find(text, nr_str_of(part)) < text.len)
            return f->article.blocks[i].removed;
    }
    return "not there";
}

static void finds_the_article(void **state)
{
    struct fixture f = {0};
    (void)state;
    assert_string_equal(kept(&f, "<body>" MENU "<div><p>" ONE "</p><p>" TWO "</p><p>" THREE
                                 "</p></div><div class=sidebar><p>Weather is fine today.</p></div>"
                                 "<footer><p>All rights are ours.</p></footer>"),
                        ONE "|" TWO "|" THREE);
    assert_string_equal(reason(&f, "World"), "navigation");
    assert_string_equal(reason(&f, "Weather"), "sidebar");
    assert_string_equal(reason(&f, "rights"), "footer");
    done(&f);
}

static void keeps_blocks_apart_and_words_together(void **state)
{
    struct fixture f = {0};
    (void)state;
    assert_string_equal(kept(&f, "<div><p>" ONE
                                 "</p>The <b>light</b>house <i>is</i>\n <a href=/x>old</a>, "
                                 "we hear.<h2>Later</h2><p>" TWO "<div>" THREE "</div></div>"),
                        ONE "|The lighthouse is old, we hear.|Later|" TWO "|" THREE);
    done(&f);
}

static void breaks_lines(void **state)
{
    struct fixture f = {0};
    (void)state;
    assert_string_equal(kept(&f, "<div>" ONE "<br>" TWO "<br><br>" THREE "<br></div>"),
                        ONE "\n" TWO "|" THREE);
    done(&f);
}

static void keeps_the_lead_above(void **state)
{
    struct fixture f = {0};
    (void)state;
    assert_string_equal(
        kept(&f, "<body>" MENU "<header><h1>Dark</h1><p>For one night, Port Alder had no light at "
                 "all.</p><span>Monday</span></header><div class=article-body><p>" ONE "<p>" TWO
                 "<p>" THREE "</div>"),
        "For one night, Port Alder had no light at all.|" ONE "|" TWO "|" THREE);
    done(&f);
}

static void keeps_the_head_of_a_table(void **state)
{
    struct fixture f = {0};
    (void)state;
    assert_string_equal(
        kept(&f,
             "<body><div><p>" ONE "</p><p>" TWO "</p><table><thead><tr><th>Light<th>Year</tr>"
             "</thead><tr><td>Alder<td>1931</tr><tr><td>Mill<td>1907<br>1911</tr></table><p>" THREE
             "</p></div>"),
        ONE "|" TWO "|Light\tYear|Alder\t1931|Mill\t1907 1911|" THREE);
    done(&f);
}

static void leaves_out_the_date_above(void **state)
{
    struct fixture f = {0};
    (void)state;
    assert_string_equal(kept(&f, "<body><div><p><b>Sunday, March 12, 2023</b></p><p>" ONE
                                 "</p><p>" TWO "</p><p>March 12, 2023</p><p>" THREE "</p></div>"),
                        ONE "|" TWO "|March 12, 2023|" THREE);
    assert_string_equal(reason(&f, "Sunday, March"), "date line");
    done(&f);
}

static void takes_no_date_out_of_a_sentence(void **state)
{
    struct fixture f = {0};
    char date[NR_DATE_SIZE];
    (void)state;
    kept(&f, "<body><div><p>" ONE "</p><p>" TWO "</p><p>" THREE
             "</p><p>This story was amended on 13 March 2023 to correct the cost.</p></div>");
    assert_false(nr_article_date(&f.article, date));
    kept(&f, "<body><div><p>Published on 12 March 2023.</p><p>" ONE "</p><p>" TWO "</p></div>");
    assert_true(nr_article_date(&f.article, date));
    assert_string_equal(date, "2023-03-12");
    done(&f);
}

static void leaves_out_captions_by_their_class(void **state)
{
    struct fixture f = {0};
    (void)state;
    assert_string_equal(kept(&f, "<body><div><p>" ONE "</p><div class='wp-caption alignnone'><img>"
                                 "<p class=wp-caption-text>The tower in May.</p></div><p>" TWO
                                 "</p><p>" THREE "</p></div>"),
                        ONE "|" TWO "|" THREE);
    assert_string_equal(reason(&f, "The tower in May"), "caption");
    done(&f);
}

static void keeps_a_gallery(void **state)
{
    struct fixture f = {0};
    (void)state;
    assert_string_equal(kept(&f, "<body><article><h1>Dark</h1><figure><img><figcaption>" ONE
                                 "</figcaption></figure>"
                                 "<figure><img><figcaption>" TWO
                                 "</figcaption></figure><figure><img><figcaption>" THREE
                                 "</figcaption></figure></article>"),
                        "Dark|" ONE "|" TWO "|" THREE);
    done(&f);
}

static void cuts_tables(void **state)
{
    struct fixture f = {0};
    (void)state;
    kept(&f,
         "<div><p>" ONE "<table><tr><th>Day</th><th>Boats</th><tr><td>Monday <b>morning</b></td>"
         "<td>4</td></tr></table><p>" TWO "</div>");
    assert_int_equal(f.article.count, 4);
    assert_true(nr_str_is(f.article.blocks[1].text, "Day\tBoats"));
    assert_true(nr_str_is(f.article.blocks[2].text, "Monday morning\t4"));
    assert_int_equal(f.article.blocks[2].role, NR_BLOCK_TABLE);
    done(&f);
}

static void knows_roles(void **state)
{
    static const enum nr_block_role roles[] = {NR_BLOCK_HEADING, NR_BLOCK_BODY, NR_BLOCK_ITEM,
                                               NR_BLOCK_QUOTE, NR_BLOCK_VERBATIM};
    struct fixture f = {0};
    (void)state;
    kept(&f, "<div><h2>Sub</h2><p>" ONE "<ul><li>An item.</ul><blockquote><p>" TWO
             "</blockquote><pre>a\n  b</pre></div>");
    assert_int_equal(f.article.count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(f.article.blocks[i].role, roles[i]);
    assert_true(nr_str_is(f.article.blocks[4].text, "a\nb"));
    done(&f);
}

/* A name does not cost an article. */
static void doubts_names(void **state)
{
    struct fixture f = {0};
    (void)state;
    assert_string_equal(kept(&f, "<div class=sidebar><p>" ONE "<p>" TWO "</div>"), ONE "|" TWO);
    assert_string_equal(kept(&f, "<body class='no-sidebar comments-open'><p>" ONE "<p>" TWO),
                        ONE "|" TWO);
    done(&f);
}

static void drops_inside(void **state)
{
    struct fixture f = {0};
    (void)state;
    assert_string_equal(
        kept(&f,
             "<article><p>" ONE "</p><div class=shareButtons>Share it</div><p>" TWO
             "</p><figure><figcaption>The tower in May.</figcaption></figure><p style='display: "
             "none'>Unseen words.</p><p>" THREE "</p><div class='related-posts'><a href=/z>Older "
             "lighthouse news</a></div><div id=comments><p>I saw it "
             "too.</p></div><span>Tag</span></article>"),
        ONE "|" TWO "|" THREE);
    assert_string_equal(reason(&f, "Share"), "share");
    assert_string_equal(reason(&f, "tower"), "media");
    assert_string_equal(reason(&f, "Unseen"), "hidden");
    assert_string_equal(reason(&f, "Older"), "related");
    assert_string_equal(reason(&f, "too"), "comments");
    assert_string_equal(reason(&f, "Tag"), "trailing");
    assert_string_equal(
        kept(&f, "<article><p>" ONE "<p>" TWO "<p>" THREE "</p><span>Tag</span></article>"),
        ONE "|" TWO "|" THREE);
    assert_string_equal(reason(&f, "Tag"), "trailing");
    done(&f);
}

static void keeps_captions_and_comments(void **state)
{
    struct fixture f = {0};
    (void)state;
    kept(&f,
         "<article><p>" ONE "</p><figure><figcaption>The tower in May.</figcaption></figure><p>" TWO
         "</p></article><div id=comments><p>I saw it from the pier.</p><a href=/r>Reply</a></div>");
    assert_int_equal(f.article.count, 5);
    assert_int_equal(f.article.blocks[1].role, NR_BLOCK_CAPTION);
    assert_non_null(f.article.blocks[1].removed);
    nr_article_keep_captions(&f.article);
    assert_null(f.article.blocks[1].removed);
    assert_int_equal(f.article.blocks[3].role, NR_BLOCK_COMMENT);
    assert_string_equal(f.article.blocks[3].removed, "comments");
    assert_int_not_equal(f.article.blocks[4].role, NR_BLOCK_COMMENT);
    done(&f);
}

/* The article for telephones beside the one for desks: marks and case may differ. */
static void keeps_one_of_two_copies(void **state)
{
    struct fixture f = {0};
    (void)state;
#define FOUR                                                                                       \
    "The harbour office said that it would look at all the other cables in May, before the "       \
    "first of the summer's ferries arrive."
    assert_string_equal(kept(&f, "<div class=desk><p>" ONE "<p>" FOUR "<p>" TWO
                                 "</div><div class=phone><p>- " ONE "<p>" FOUR "<p>" TWO "</div>"),
                        ONE "|" FOUR "|" TWO "|" TWO);
    assert_string_equal(f.article.blocks[3].removed, "repeated");
    done(&f);
}

/* A refrain is meant. */
static void keeps_short_repeats(void **state)
{
    struct fixture f = {0};
    (void)state;
    assert_string_equal(kept(&f, "<div><p>" ONE "<p>" TWO "<p>" THREE "<p>" TWO "</div>"),
                        ONE "|" TWO "|" THREE "|" TWO);
    done(&f);
}

static void reads_scripts_without_blanks(void **state)
{
    struct fixture f = {0};
    (void)state;
#define JA "東京は雨です。明日は晴れるでしょう。週末はまた雨が降ると気象庁は発表しました。"
#define JB "大阪は晴れです。明日は曇るでしょう。来週はまた雪が降ると気象庁は発表しました。"
    assert_string_equal(kept(&f, "<body>" MENU "<div><p>" JA "</p><p>" JB "</p></div>"), JA "|" JB);
    done(&f);
}

static void drops_the_headline_and_phrases(void **state)
{
    struct fixture f = {0};
    (void)state;
    kept(&f, "<div><h1>Light out!</h1><p>" ONE "<p>Share on Facebook<p>" TWO "</div>");
    nr_article_drop(&f.article, nr_str_of("Light Out"), "headline");
    nr_article_drop_phrases(&f.article);
    assert_string_equal(reason(&f, "Light out"), "headline");
    assert_non_null(reason(&f, "Share on"));
    assert_null(reason(&f, "lighthouse"));
    done(&f);
}

static uint32_t node_of(const struct nr_dom *d, enum nr_tag tag)
{
    uint32_t i = 1;
    while (d->nodes[i].tag != tag)
        i++;
    return i;
}

static void drops_the_heading_and_the_title(void **state)
{
    struct fixture f = {0};
    (void)state;
    nr_dom_parse(&f.dom,
                 nr_str_of("<title>Light out - Post</title><h1>Sea Light out!</h1><p>" ONE));
    uint32_t heading = node_of(&f.dom, NR_TAG_H1);
    nr_article_cut(&f.article, &f.dom);
    nr_article_drop_heading(&f.article, &f.dom, heading, "headline");
    assert_string_equal(reason(&f, "Light out - Post"), "headline");
    assert_string_equal(reason(&f, "Sea Light"), "headline");
    assert_null(reason(&f, "lighthouse"));
    nr_article_cut(&f.article, &f.dom);
    nr_article_drop_heading(&f.article, &f.dom, 0, "headline");
    assert_string_equal(reason(&f, "Light out - Post"), "headline");
    assert_null(reason(&f, "Sea Light"));
    done(&f);
}

static void keeps_a_heading_that_is_all(void **state)
{
    struct fixture f = {0};
    (void)state;
    nr_dom_parse(&f.dom, nr_str_of("<h1>Light out</h1>"));
    nr_article_cut(&f.article, &f.dom);
    nr_article_drop_heading(&f.article, &f.dom, node_of(&f.dom, NR_TAG_H1), "headline");
    assert_null(reason(&f, "Light out"));
    done(&f);
}

static void finds_the_date_in_sight(void **state)
{
    struct fixture f = {0};
    char date[NR_DATE_SIZE];
    (void)state;
    kept(&f, "<body><p>Today is 1 May 2020</p>" MENU "<h1>Dark</h1><span>Monday, 4 May 2020</span>"
             "<div class=article-body><p>" ONE "<p>" TWO "</div><p>5 May 2020</p>");
    assert_true(nr_article_date(&f.article, date));
    assert_string_equal(date, "2020-05-04");
    kept(&f, "<p>" ONE "<p>" TWO "<div id=comments><p>1 May 2020</div>");
    assert_false(nr_article_date(&f.article, date));
    kept(&f, "");
    assert_false(nr_article_date(&f.article, date));
    done(&f);
}

static void takes_empty_pages(void **state)
{
    struct fixture f = {0};
    (void)state;
    assert_string_equal(kept(&f, ""), "");
    assert_string_equal(kept(&f, "<p>--- * ---</p><script>x</script>"), "");
    assert_int_equal(f.article.count, 0);
    done(&f);
}

/* Where a page says that it is a discussion, what is marked as comments is its text. */
static void keeps_answers_of_a_discussion(void **state)
{
    static const char page[] =
        "<title>The cable</title><body>" MENU "<div itemscope itemtype='https://schema.org/%s'>"
        "<h1>The cable</h1><div class=post><p>" ONE "<p>" TWO "</div>"
        "<div class=comments><div class=comment><p>" THREE "</div>"
        "<div class=comment><p>It had been mended once, as far as I know.</div></div></div>";
    struct fixture f = {0};
    char said[2048];
    (void)state;
    snprintf(said, sizeof said, page, "DiscussionForumPosting");
    kept(&f, said);
    assert_null(reason(&f, THREE));
    assert_null(reason(&f, "It had been mended"));
    snprintf(said, sizeof said, page, "NewsArticle");
    kept(&f, said);
    assert_non_null(reason(&f, THREE));
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_answers_of_a_discussion),
        cmocka_unit_test(finds_the_article),
        cmocka_unit_test(keeps_blocks_apart_and_words_together),
        cmocka_unit_test(breaks_lines),
        cmocka_unit_test(keeps_the_lead_above),
        cmocka_unit_test(cuts_tables),
        cmocka_unit_test(keeps_the_head_of_a_table),
        cmocka_unit_test(leaves_out_the_date_above),
        cmocka_unit_test(keeps_a_gallery),
        cmocka_unit_test(leaves_out_captions_by_their_class),
        cmocka_unit_test(takes_no_date_out_of_a_sentence),
        cmocka_unit_test(knows_roles),
        cmocka_unit_test(doubts_names),
        cmocka_unit_test(drops_inside),
        cmocka_unit_test(keeps_captions_and_comments),
        cmocka_unit_test(keeps_one_of_two_copies),
        cmocka_unit_test(keeps_short_repeats),
        cmocka_unit_test(reads_scripts_without_blanks),
        cmocka_unit_test(drops_the_headline_and_phrases),
        cmocka_unit_test(drops_the_heading_and_the_title),
        cmocka_unit_test(keeps_a_heading_that_is_all),
        cmocka_unit_test(finds_the_date_in_sight),
        cmocka_unit_test(takes_empty_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
