#include "notices.h"
#include "model.h"
#include "newsreel/core/utf8.h"

/* What words of a notice begin with, in byte order; with a capital where sentences begin so. 2
 * points for what is hardly ever said elsewhere, 1 for what counts in company. Han and kana count
 * anywhere, since nothing separates their words. No stem begins another one. */
static const struct stem {
    struct nr_str text;
    unsigned points;
} stems[] = {
    {NR_STR("abonn"), 1},
    {NR_STR("accura"), 1},
    {NR_STR("administrator"), 1},
    {NR_STR("advertis"), 1},
    {NR_STR("affiliate"), 1},
    {NR_STR("alıntı"), 1},
    {NR_STR("auteursrecht"), 2},
    {NR_STR("autorsk"), 1},
    {NR_STR("browser"), 1},
    {NR_STR("confidentialit"), 2},
    {NR_STR("consent"), 1},
    {NR_STR("cookie"), 2},
    {NR_STR("copyright"), 2},
    {NR_STR("datenschutz"), 2},
    {NR_STR("derechos"), 1},
    {NR_STR("direitos"), 1},
    {NR_STR("diritti"), 1},
    {NR_STR("disclaim"), 2},
    {NR_STR("données"), 1},
    {NR_STR("droits"), 1},
    {NR_STR("désinscri"), 2},
    {NR_STR("einwillig"), 1},
    {NR_STR("gdpr"), 2},
    {NR_STR("gizlilik"), 2},
    {NR_STR("haftung"), 1},
    {NR_STR("haklar"), 1},
    {NR_STR("handlow"), 1},
    {NR_STR("impressum"), 2},
    {NR_STR("izinsiz"), 1},
    {NR_STR("kişisel"), 1},
    {NR_STR("kopiowani"), 2},
    {NR_STR("liabilit"), 1},
    {NR_STR("liabl"), 1},
    {NR_STR("licens"), 1},
    {NR_STR("login"), 1},
    {NR_STR("légales"), 1},
    {NR_STR("marketing"), 1},
    {NR_STR("moderat"), 1},
    {NR_STR("newsletter"), 1},
    {NR_STR("nutzungsbeding"), 2},
    {NR_STR("osobních"), 1},
    {NR_STR("osobow"), 2},
    {NR_STR("oświadcza"), 1},
    {NR_STR("password"), 1},
    {NR_STR("permission"), 1},
    {NR_STR("personali"), 1},
    {NR_STR("personenbezogen"), 2},
    {NR_STR("personnelles"), 1},
    {NR_STR("persoonsgegevens"), 2},
    {NR_STR("pisemn"), 1},
    {NR_STR("prenumerat"), 1},
    {NR_STR("privacidad"), 2},
    {NR_STR("privacy"), 2},
    {NR_STR("prohibid"), 1},
    {NR_STR("prywatno"), 2},
    {NR_STR("przetwarza"), 2},
    {NR_STR("redakcj"), 1},
    {NR_STR("redistribut"), 2},
    {NR_STR("regulamin"), 2},
    {NR_STR("reprodu"), 1},
    {NR_STR("republish"), 2},
    {NR_STR("reservad"), 1},
    {NR_STR("reserved"), 1},
    {NR_STR("riproduzion"), 2},
    {NR_STR("riservat"), 1},
    {NR_STR("rozpowszechni"), 1},
    {NR_STR("réservés"), 1},
    {NR_STR("saklıdır"), 2},
    {NR_STR("serwis"), 1},
    {NR_STR("sorumlu"), 1},
    {NR_STR("souhlas"), 1},
    {NR_STR("subscrib"), 1},
    {NR_STR("syndicat"), 1},
    {NR_STR("telif"), 2},
    {NR_STR("toestemming"), 1},
    {NR_STR("trademark"), 2},
    {NR_STR("unsubscrib"), 2},
    {NR_STR("urheberrecht"), 2},
    {NR_STR("vervielfältig"), 2},
    {NR_STR("vietat"), 1},
    {NR_STR("voorbehouden"), 1},
    {NR_STR("voorwaarden"), 1},
    {NR_STR("vorbehalten"), 1},
    {NR_STR("vyhrazen"), 2},
    {NR_STR("warranti"), 1},
    {NR_STR("webmaster"), 2},
    {NR_STR("website"), 1},
    {NR_STR("widerruf"), 1},
    {NR_STR("wydawc"), 1},
    {NR_STR("wyrażam"), 2},
    {NR_STR("zastrzeżon"), 2},
    {NR_STR("zgoda"), 1},
    {NR_STR("zgody"), 1},
    {NR_STR("zgodę"), 1},
    {NR_STR("zpracování"), 1},
    {NR_STR("çerez"), 2},
    {NR_STR("αναδημοσ"), 2},
    {NR_STR("αναπαραγωγ"), 2},
    {NR_STR("απαγορεύ"), 1},
    {NR_STR("απορρήτ"), 2},
    {NR_STR("δικαιώμα"), 1},
    {NR_STR("ιστοσελίδ"), 1},
    {NR_STR("ιστότοπ"), 1},
    {NR_STR("πνευματικ"), 1},
    {NR_STR("προσωπικ"), 1},
    {NR_STR("χρήση"), 1},
    {NR_STR("όροι"), 1},
    {NR_STR("όρους"), 1},
    {NR_STR("Авторск"), 1},
    {NR_STR("Владел"), 1},
    {NR_STR("Использовани"), 1},
    {NR_STR("Копировани"), 2},
    {NR_STR("Материал"), 1},
    {NR_STR("Перепечат"), 2},
    {NR_STR("Правообладат"), 2},
    {NR_STR("Редакци"), 1},
    {NR_STR("Свидетельств"), 1},
    {NR_STR("авторск"), 1},
    {NR_STR("використанн"), 1},
    {NR_STR("владел"), 1},
    {NR_STR("гиперссылк"), 2},
    {NR_STR("гіперпосилан"), 2},
    {NR_STR("дозвол"), 1},
    {NR_STR("зарегистр"), 1},
    {NR_STR("защищен"), 1},
    {NR_STR("использовани"), 1},
    {NR_STR("конфиденциальн"), 2},
    {NR_STR("копировани"), 2},
    {NR_STR("материал"), 1},
    {NR_STR("матеріал"), 1},
    {NR_STR("модерат"), 2},
    {NR_STR("ответственност"), 1},
    {NR_STR("передрук"), 2},
    {NR_STR("перепечат"), 2},
    {NR_STR("персональн"), 1},
    {NR_STR("пользовател"), 1},
    {NR_STR("посиланн"), 1},
    {NR_STR("правообладат"), 2},
    {NR_STR("разреш"), 1},
    {NR_STR("регистрац"), 1},
    {NR_STR("редакци"), 1},
    {NR_STR("редакці"), 1},
    {NR_STR("рекламн"), 1},
    {NR_STR("рекламодат"), 2},
    {NR_STR("роскомнадзор"), 1},
    {NR_STR("сайт"), 1},
    {NR_STR("свидетельств"), 1},
    {NR_STR("ссылк"), 1},
    {NR_STR("учредител"), 2},
    {NR_STR("الخصوصية"), 2},
    {NR_STR("حقوق"), 1},
    {NR_STR("محفوظة"), 2},
    {NR_STR("プライバシー"), 2},
    {NR_STR("不代表"), 1},
    {NR_STR("侵权"), 1},
    {NR_STR("侵權"), 1},
    {NR_STR("信息存储"), 2},
    {NR_STR("個人情報"), 2},
    {NR_STR("免責"), 2},
    {NR_STR("免责"), 2},
    {NR_STR("利用規約"), 2},
    {NR_STR("声明"), 1},
    {NR_STR("备案"), 1},
    {NR_STR("客服"), 1},
    {NR_STR("投資建議"), 2},
    {NR_STR("投资建议"), 2},
    {NR_STR("授权"), 1},
    {NR_STR("授權"), 1},
    {NR_STR("掲載"), 1},
    {NR_STR("本站"), 1},
    {NR_STR("本網"), 1},
    {NR_STR("本网"), 1},
    {NR_STR("条款"), 1},
    {NR_STR("條款"), 1},
    {NR_STR("注册"), 1},
    {NR_STR("無断"), 2},
    {NR_STR("版权"), 2},
    {NR_STR("版權"), 2},
    {NR_STR("登录"), 1},
    {NR_STR("真实性"), 1},
    {NR_STR("禁じ"), 1},
    {NR_STR("联系"), 1},
    {NR_STR("聯絡"), 1},
    {NR_STR("聲明"), 1},
    {NR_STR("著作权"), 1},
    {NR_STR("著作権"), 2},
    {NR_STR("著作權"), 1},
    {NR_STR("觀點"), 1},
    {NR_STR("观点"), 1},
    {NR_STR("転載"), 2},
    {NR_STR("轉載"), 2},
    {NR_STR("转载"), 2},
    {NR_STR("邮箱"), 1},
    {NR_STR("郵箱"), 1},
    {NR_STR("隐私"), 1},
    {NR_STR("隱私"), 1},
    {NR_STR("개인정보"), 2},
    {NR_STR("금지"), 1},
    {NR_STR("무단"), 2},
    {NR_STR("약관"), 2},
    {NR_STR("재배포"), 2},
    {NR_STR("저작권"), 2},
    {NR_STR("전재"), 1},
};

enum {
    STEMS = sizeof stems / sizeof *stems,
    LEAST_POINTS = 4,
    WORDS_A_POINT = 12, /* of a notice, at most */
    AGAINST = 5 * NR_MODEL_ONE / 2,
    LOOKED_AT = -2 * NR_MODEL_ONE, /* what scores less is not kept anyway, and */
    SURE = 4 * NR_MODEL_ONE,       /* what scores more is */
    PAIRS = 1024,
};

/* Where the stems that begin with a byte stand, and which two bytes some stem begins with: by hash,
 * so that a few others pass. */
struct starts {
    uint64_t pairs[PAIRS / 64];
    uint16_t of[257];
};

static unsigned pair_of(struct nr_str s)
{
    unsigned first = (unsigned char)nr_ascii_lower(s.data[0]);
    return (first * 37 + (unsigned char)nr_ascii_lower(s.data[1])) % PAIRS;
}

static void index_stems(struct starts *s)
{
    size_t at = 0;
    for (unsigned byte = 0; byte <= 256; byte++) {
        for (; at < STEMS && (unsigned char)stems[at].text.data[0] < byte; at++)
            s->pairs[pair_of(stems[at].text) / 64] |= 1ull << pair_of(stems[at].text) % 64;
        s->of[byte] = (uint16_t)at;
    }
}

static bool begins_with(struct nr_str text, struct nr_str stem)
{
    for (size_t i = 0; i < stem.len; i++)
        if (i == text.len || nr_ascii_lower(text.data[i]) != stem.data[i])
            return false;
    return true;
}

/* text has two bytes at least. */
static unsigned points_at(const struct starts *s, struct nr_str text)
{
    unsigned pair = pair_of(text);
    if (!(s->pairs[pair / 64] >> pair % 64 & 1))
        return 0;
    unsigned char first = (unsigned char)nr_ascii_lower(text.data[0]);
    for (size_t i = s->of[first]; i < s->of[first + 1]; i++)
        if (begins_with(text, stems[i].text))
            return stems[i].points;
    return 0;
}

static bool is_letter(char c)
{
    return (unsigned char)c >= 0x80 || nr_ascii_is_letter(c);
}

static unsigned points_of(const struct starts *s, struct nr_str text)
{
    unsigned points = 0;
    bool inside = false;
    for (size_t i = 0; i + 1 < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        bool letter = is_letter(text.data[i]);
        if (letter && (!inside || (c >= 0xe3 && c <= 0xe9)))
            points += points_at(s, nr_str(text.data + i, text.len - i));
        inside = letter;
    }
    return points;
}

void nr_notices_weigh(const struct nr_block_info *blocks, size_t count, struct nr_str text,
                      int32_t *scores)
{
    struct starts s = {0};
    index_stems(&s);
    for (size_t i = 0; i < count; i++) {
        if (scores[i] < LOOKED_AT || scores[i] > SURE || blocks[i].words < LEAST_POINTS)
            continue;
        unsigned points = points_of(&s, nr_str(text.data + blocks[i].from, blocks[i].len));
        if (points >= LEAST_POINTS && points * WORDS_A_POINT >= blocks[i].words)
            scores[i] -= AGAINST;
    }
}
