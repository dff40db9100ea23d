#include "function_words.h"

#define W(word) NR_STR(word)

/* English, German, French, Spanish, Italian, Portuguese, Dutch, the Scandinavian languages, Polish,
 * Czech, Hungarian, Romanian, Turkish, Finnish, Russian, Ukrainian, Greek, Arabic, Hindi, Persian;
 * in byte order. */
static const struct nr_str words[] = {
    /* clang-format off */
    W("a"), W("aan"), W("aber"), W("about"), W("af"), W("after"), W("al"), W("ale"), W("all"),
    W("alla"), W("als"), W("also"), W("am"), W("an"), W("anche"), W("and"), W("ao"), W("are"),
    W("as"), W("at"), W("att"), W("au"), W("auch"), W("auf"), W("aus"), W("aux"), W("av"),
    W("avec"), W("az"), W("be"), W("been"), W("bei"), W("bij"), W("bir"), W("bis"), W("blir"),
    W("bu"), W("but"), W("by"), W("byl"), W("can"), W("care"), W("ce"), W("cette"), W("che"),
    W("com"), W("come"), W("comme"), W("como"), W("con"), W("csak"), W("cu"), W("cuando"),
    W("czy"), W("d'"), W("da"), W("daha"), W("dal"), W("dan"), W("dans"), W("das"), W("dass"),
    W("dat"), W("de"), W("dei"), W("del"), W("della"), W("delle"), W("dem"), W("den"), W("der"),
    W("des"), W("det"), W("di"), W("die"), W("din"), W("dla"), W("do"), W("door"), W("dos"),
    W("du"), W("durch"), W("e"), W("ed"), W("een"), W("egy"), W("ei"), W("ein"), W("eine"),
    W("einem"), W("einen"), W("einer"), W("el"), W("elle"), W("eller"), W("em"), W("en"),
    W("entre"), W("er"), W("es"), W("est"), W("esta"), W("este"), W("et"), W("ett"), W("että"),
    W("ez"), W("foi"), W("for"), W("fra"), W("from"), W("fue"), W("för"), W("für"), W("gibi"),
    W("gli"), W("ha"), W("haben"), W("had"), W("han"), W("har"), W("has"), W("hat"), W("have"),
    W("hay"), W("he"), W("heeft"), W("her"), W("het"), W("his"), W("hogy"), W("how"), W("i"),
    W("if"), W("ikke"), W("il"), W("ile"), W("ils"), W("im"), W("in"), W("inte"), W("into"),
    W("is"), W("ise"), W("ist"), W("it"), W("its"), W("için"), W("ja"), W("jag"), W("jak"),
    W("jako"), W("je"), W("jeg"), W("jego"), W("jest"), W("jsou"), W("kan"), W("która"),
    W("które"), W("który"), W("kun"), W("l'"), W("la"), W("las"), W("le"), W("les"), W("leur"),
    W("lo"), W("los"), W("ma"), W("maar"), W("mai"), W("mais"), W("man"), W("mas"), W("med"),
    W("meg"), W("men"), W("met"), W("mit"), W("more"), W("mutta"), W("muy"), W("myös"), W("már"),
    W("még"), W("na"), W("naar"), W("nach"), W("nas"), W("ne"), W("nel"), W("nella"), W("nem"),
    W("new"), W("nicht"), W("nie"), W("niet"), W("no"), W("noch"), W("nog"), W("non"), W("nos"),
    W("not"), W("nous"), W("nu"), W("nur"), W("não"), W("o"), W("och"), W("od"), W("oder"),
    W("of"), W("og"), W("olan"), W("olarak"), W("oli"), W("om"), W("on"), W("one"), W("ont"),
    W("ook"), W("op"), W("or"), W("oraz"), W("os"), W("ou"), W("our"), W("out"), W("over"),
    W("par"), W("para"), W("pas"), W("pe"), W("pela"), W("pelo"), W("pentru"), W("per"),
    W("pero"), W("più"), W("plus"), W("po"), W("por"), W("porque"), W("pour"), W("pro"),
    W("przez"), W("på"), W("que"), W("questo"), W("qui"), W("s"), W("sa"), W("said"), W("sau"),
    W("se"), W("seg"), W("ser"), W("ses"), W("seu"), W("she"), W("si"), W("sich"), W("sie"),
    W("sin"), W("sind"), W("się"), W("so"), W("sobre"), W("som"), W("son"), W("sono"), W("sont"),
    W("su"), W("sua"), W("sunt"), W("sur"), W("sus"), W("są"), W("tai"), W("también"), W("te"),
    W("than"), W("that"), W("the"), W("their"), W("them"), W("there"), W("they"), W("this"),
    W("til"), W("till"), W("to"), W("tym"), W("uit"), W("um"), W("uma"), W("un"), W("una"),
    W("und"), W("une"), W("up"), W("v"), W("van"), W("var"), W("ve"), W("ved"), W("vi"),
    W("volt"), W("von"), W("voor"), W("vor"), W("vous"), W("w"), W("war"), W("was"), W("we"),
    W("wenn"), W("werden"), W("were"), W("what"), W("when"), W("which"), W("who"), W("wie"),
    W("will"), W("wir"), W("wird"), W("with"), W("wordt"), W("would"), W("wurde"), W("y"),
    W("ya"), W("you"), W("your"), W("z"), W("za"), W("ze"), W("zijn"), W("zu"), W("zum"),
    W("zur"), W("à"), W("är"), W("çok"), W("è"), W("é"), W("és"), W("été"), W("être"), W("în"),
    W("über"), W("że"), W("že"), W("și"), W("από"), W("για"), W("δεν"), W("είναι"), W("η"),
    W("θα"), W("και"), W("με"), W("να"), W("ο"), W("οι"), W("που"), W("σε"), W("στη"), W("στην"),
    W("στις"), W("στο"), W("τα"), W("την"), W("της"), W("τις"), W("το"), W("τον"), W("του"),
    W("τους"), W("των"), W("ως"), W("ότι"), W("а"), W("бы"), W("был"), W("в"), W("все"), W("від"),
    W("для"), W("до"), W("его"), W("же"), W("з"), W("за"), W("и"), W("из"), W("или"), W("их"),
    W("к"), W("как"), W("мы"), W("на"), W("не"), W("но"), W("о"), W("он"), W("она"), W("они"),
    W("от"), W("по"), W("при"), W("с"), W("та"), W("так"), W("то"), W("у"), W("це"), W("что"),
    W("що"), W("это"), W("як"), W("є"), W("і"), W("أن"), W("إلى"), W("از"), W("است"), W("التي"),
    W("الذي"), W("این"), W("با"), W("به"), W("در"), W("را"), W("على"), W("عن"), W("في"), W("كان"),
    W("لا"), W("ما"), W("مع"), W("من"), W("هذا"), W("هذه"), W("هو"), W("و"), W("که"), W("और"),
    W("का"), W("की"), W("के"), W("को"), W("ने"), W("पर"), W("में"), W("यह"), W("से"), W("है"),
    W("हैं"),
    /* clang-format on */
};

enum { COUNT = sizeof words / sizeof *words, LONGEST = 16 };

bool nr_is_function_word(struct nr_str word)
{
    char folded[LONGEST];
    if (word.len == 0 || word.len > LONGEST)
        return false;
    memcpy(folded, word.data, word.len);
    folded[0] = nr_ascii_lower(folded[0]);
    struct nr_str key = nr_str(folded, word.len);
    size_t low = 0, high = COUNT;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = nr_str_cmp(words[middle], key);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

bool nr_is_function_char(uint32_t c)
{
    if (c >= 0x3041 && c <= 0x3096)
        return true;
    switch (c) {
    case 0x7684: /* de */
    case 0x4e86: /* le */
    case 0x662f: /* shi */
    case 0x5728: /* zai */
    case 0x548c: /* he */
    case 0x4e0d: /* bu */
    case 0x6709: /* you */
    case 0x4e3a: /* wei */
    case 0x5bf9: /* dui */
    case 0x8fd9: /* zhe */
    case 0x4ed6: /* ta */
    case 0x6211: /* wo */
    case 0x4eec: /* men */
    case 0x4e4b: /* zhi */
    case 0x800c: /* er */
    case 0x4e0e: /* yu */
    case 0x4e5f: /* ye */
    case 0x5c06: /* jiang */
    case 0x7b49: /* deng */
    case 0x88ab: /* bei */
        return true;
    default:
        return false;
    }
}
