#include "newsreel/text/months.h"

/* A name that is a stem may go on: it is that of a language that has cases. Others stand whole or
 * are cut to three letters or more. Names of two months in different languages are left out, but
 * for those of the larger language. */
static const struct {
    struct nr_str name;
    unsigned month;
    bool stem;
} names[] = {
    {NR_STR("january"), 1, false},     {NR_STR("januar"), 1, false},
    {NR_STR("januari"), 1, false},     {NR_STR("janvier"), 1, false},
    {NR_STR("enero"), 1, false},       {NR_STR("gennaio"), 1, false},
    {NR_STR("janeiro"), 1, false},     {NR_STR("ianuarie"), 1, false},
    {NR_STR("jänner"), 1, false},      {NR_STR("januári"), 1, false},
    {NR_STR("január"), 1, false},      {NR_STR("gener"), 1, true},
    {NR_STR("янв"), 1, true},          {NR_STR("січ"), 1, true},
    {NR_STR("януар"), 1, true},        {NR_STR("stycz"), 1, true},
    {NR_STR("leden"), 1, true},        {NR_STR("ledna"), 1, false},
    {NR_STR("sausi"), 1, true},        {NR_STR("jaanuar"), 1, false},
    {NR_STR("tammiku"), 1, true},      {NR_STR("ocak"), 1, false},
    {NR_STR("ιανουαρ"), 1, true},      {NR_STR("gen"), 1, false},
    {NR_STR("يناير"), 1, false},       {NR_STR("جانفي"), 1, false},
    {NR_STR("januára"), 1, false},     {NR_STR("ene"), 1, false},
    {NR_STR("february"), 2, false},    {NR_STR("februar"), 2, false},
    {NR_STR("februari"), 2, false},    {NR_STR("février"), 2, false},
    {NR_STR("fevrier"), 2, false},     {NR_STR("febrero"), 2, false},
    {NR_STR("febbraio"), 2, false},    {NR_STR("fevereiro"), 2, false},
    {NR_STR("februarie"), 2, false},   {NR_STR("februára"), 2, false},
    {NR_STR("február"), 2, false},     {NR_STR("febrer"), 2, false},
    {NR_STR("fév"), 2, true},          {NR_STR("фев"), 2, true},
    {NR_STR("лют"), 2, true},          {NR_STR("lut"), 2, true},
    {NR_STR("únor"), 2, true},         {NR_STR("vasari"), 2, true},
    {NR_STR("veebruar"), 2, false},    {NR_STR("helmiku"), 2, true},
    {NR_STR("şubat"), 2, false},       {NR_STR("φεβρουαρ"), 2, true},
    {NR_STR("فبراير"), 2, false},      {NR_STR("فيفري"), 2, false},
    {NR_STR("march"), 3, false},       {NR_STR("märz"), 3, false},
    {NR_STR("marz"), 3, false},        {NR_STR("maart"), 3, false},
    {NR_STR("mars"), 3, false},        {NR_STR("marzo"), 3, false},
    {NR_STR("março"), 3, false},       {NR_STR("marco"), 3, false},
    {NR_STR("martie"), 3, false},      {NR_STR("március"), 3, false},
    {NR_STR("marca"), 3, false},       {NR_STR("marts"), 3, false},
    {NR_STR("mart"), 3, false},        {NR_STR("marec"), 3, false},
    {NR_STR("març"), 3, false},        {NR_STR("маре"), 3, true},
    {NR_STR("мар"), 3, false},         {NR_STR("март"), 3, false},
    {NR_STR("марта"), 3, false},       {NR_STR("берез"), 3, true},
    {NR_STR("březen"), 3, false},      {NR_STR("března"), 3, false},
    {NR_STR("kovo"), 3, false},        {NR_STR("märts"), 3, false},
    {NR_STR("maalisk"), 3, true},      {NR_STR("μαρτ"), 3, true},
    {NR_STR("μάρτ"), 3, true},         {NR_STR("مارس"), 3, false},
    {NR_STR("mrt"), 3, false},         {NR_STR("marzec"), 3, false},
    {NR_STR("mär"), 3, false},         {NR_STR("maret"), 3, false},
    {NR_STR("april"), 4, false},       {NR_STR("avril"), 4, false},
    {NR_STR("abril"), 4, false},       {NR_STR("aprile"), 4, false},
    {NR_STR("aprilie"), 4, false},     {NR_STR("április"), 4, false},
    {NR_STR("apríla"), 4, false},      {NR_STR("aprila"), 4, false},
    {NR_STR("апр"), 4, true},          {NR_STR("квіт"), 4, true},
    {NR_STR("kwie"), 4, true},         {NR_STR("duben"), 4, false},
    {NR_STR("dubna"), 4, false},       {NR_STR("balandž"), 4, true},
    {NR_STR("aprill"), 4, false},      {NR_STR("huhtiku"), 4, true},
    {NR_STR("nisan"), 4, false},       {NR_STR("απρ"), 4, true},
    {NR_STR("أبريل"), 4, false},       {NR_STR("ابريل"), 4, false},
    {NR_STR("أفريل"), 4, false},       {NR_STR("avr"), 4, false},
    {NR_STR("abr"), 4, false},         {NR_STR("may"), 5, false},
    {NR_STR("mai"), 5, false},         {NR_STR("mei"), 5, false},
    {NR_STR("mayo"), 5, false},        {NR_STR("maggio"), 5, false},
    {NR_STR("maio"), 5, false},        {NR_STR("maj"), 5, false},
    {NR_STR("maja"), 5, false},        {NR_STR("május"), 5, false},
    {NR_STR("mája"), 5, false},        {NR_STR("май"), 5, false},
    {NR_STR("мая"), 5, false},         {NR_STR("трав"), 5, true},
    {NR_STR("květen"), 5, false},      {NR_STR("května"), 5, false},
    {NR_STR("geguž"), 5, true},        {NR_STR("toukok"), 5, true},
    {NR_STR("mayıs"), 5, false},       {NR_STR("μαΐ"), 5, true},
    {NR_STR("μάι"), 5, true},          {NR_STR("μαι"), 5, true},
    {NR_STR("مايو"), 5, false},        {NR_STR("maí"), 5, false},
    {NR_STR("maig"), 5, false},        {NR_STR("june"), 6, false},
    {NR_STR("juni"), 6, false},        {NR_STR("juin"), 6, false},
    {NR_STR("junio"), 6, false},       {NR_STR("giugno"), 6, false},
    {NR_STR("junho"), 6, false},       {NR_STR("iunie"), 6, false},
    {NR_STR("június"), 6, false},      {NR_STR("jún"), 6, false},
    {NR_STR("juny"), 6, false},        {NR_STR("июн"), 6, true},
    {NR_STR("черв"), 6, true},         {NR_STR("юни"), 6, false},
    {NR_STR("cze"), 6, true},          {NR_STR("červen"), 6, false},
    {NR_STR("června"), 6, false},      {NR_STR("biržel"), 6, true},
    {NR_STR("juuni"), 6, false},       {NR_STR("kesäk"), 6, true},
    {NR_STR("haziran"), 6, false},     {NR_STR("ιουν"), 6, true},
    {NR_STR("ιούν"), 6, true},         {NR_STR("يونيو"), 6, false},
    {NR_STR("جوان"), 6, false},        {NR_STR("júna"), 6, false},
    {NR_STR("jun"), 6, false},         {NR_STR("giu"), 6, false},
    {NR_STR("july"), 7, false},        {NR_STR("juli"), 7, false},
    {NR_STR("juillet"), 7, false},     {NR_STR("julio"), 7, false},
    {NR_STR("luglio"), 7, false},      {NR_STR("julho"), 7, false},
    {NR_STR("iulie"), 7, false},       {NR_STR("július"), 7, false},
    {NR_STR("júl"), 7, false},         {NR_STR("juliol"), 7, false},
    {NR_STR("июл"), 7, true},          {NR_STR("лип"), 7, true},
    {NR_STR("юли"), 7, false},         {NR_STR("lipiec"), 7, false},
    {NR_STR("lipca"), 7, false},       {NR_STR("lip"), 7, false},
    {NR_STR("červenec"), 7, false},    {NR_STR("července"), 7, false},
    {NR_STR("liep"), 7, true},         {NR_STR("juuli"), 7, false},
    {NR_STR("heinäk"), 7, true},       {NR_STR("temmuz"), 7, false},
    {NR_STR("ιουλ"), 7, true},         {NR_STR("ιούλ"), 7, true},
    {NR_STR("يوليو"), 7, false},       {NR_STR("جويلية"), 7, false},
    {NR_STR("júla"), 7, false},        {NR_STR("jul"), 7, false},
    {NR_STR("august"), 8, false},      {NR_STR("augustus"), 8, false},
    {NR_STR("août"), 8, false},        {NR_STR("aout"), 8, false},
    {NR_STR("agosto"), 8, false},      {NR_STR("augusti"), 8, false},
    {NR_STR("augusztus"), 8, false},   {NR_STR("augusta"), 8, false},
    {NR_STR("agost"), 8, false},       {NR_STR("авг"), 8, true},
    {NR_STR("серп"), 8, true},         {NR_STR("sierp"), 8, true},
    {NR_STR("srpen"), 8, false},       {NR_STR("srpna"), 8, false},
    {NR_STR("rugpjū"), 8, true},       {NR_STR("elok"), 8, true},
    {NR_STR("ağustos"), 8, false},     {NR_STR("αυγ"), 8, true},
    {NR_STR("αύγ"), 8, true},          {NR_STR("أغسطس"), 8, false},
    {NR_STR("اغسطس"), 8, false},       {NR_STR("أوت"), 8, false},
    {NR_STR("agustus"), 8, false},     {NR_STR("sie"), 8, false},
    {NR_STR("ago"), 8, false},         {NR_STR("september"), 9, false},
    {NR_STR("septembre"), 9, false},   {NR_STR("septiembre"), 9, false},
    {NR_STR("setiembre"), 9, false},   {NR_STR("settembre"), 9, false},
    {NR_STR("setembro"), 9, false},    {NR_STR("septembrie"), 9, false},
    {NR_STR("szeptember"), 9, false},  {NR_STR("septembra"), 9, false},
    {NR_STR("сен"), 9, true},          {NR_STR("верес"), 9, true},
    {NR_STR("септ"), 9, true},         {NR_STR("wrzes"), 9, true},
    {NR_STR("wrześ"), 9, true},        {NR_STR("září"), 9, false},
    {NR_STR("rugsėj"), 9, true},       {NR_STR("syysk"), 9, true},
    {NR_STR("eylül"), 9, false},       {NR_STR("σεπ"), 9, true},
    {NR_STR("سبتمبر"), 9, false},      {NR_STR("set"), 9, false},
    {NR_STR("wrz"), 9, false},         {NR_STR("zář"), 9, false},
    {NR_STR("october"), 10, false},    {NR_STR("oktober"), 10, false},
    {NR_STR("octobre"), 10, false},    {NR_STR("octubre"), 10, false},
    {NR_STR("ottobre"), 10, false},    {NR_STR("outubro"), 10, false},
    {NR_STR("octombrie"), 10, false},  {NR_STR("október"), 10, false},
    {NR_STR("októbra"), 10, false},    {NR_STR("oktobra"), 10, false},
    {NR_STR("окт"), 10, true},         {NR_STR("жовт"), 10, true},
    {NR_STR("październik"), 10, true}, {NR_STR("paź"), 10, true},
    {NR_STR("říjen"), 10, false},      {NR_STR("října"), 10, false},
    {NR_STR("spal"), 10, true},        {NR_STR("oktoober"), 10, false},
    {NR_STR("lokak"), 10, true},       {NR_STR("ekim"), 10, false},
    {NR_STR("οκτ"), 10, true},         {NR_STR("أكتوبر"), 10, false},
    {NR_STR("اكتوبر"), 10, false},     {NR_STR("out"), 10, false},
    {NR_STR("ott"), 10, false},        {NR_STR("november"), 11, false},
    {NR_STR("novembre"), 11, false},   {NR_STR("noviembre"), 11, false},
    {NR_STR("novembro"), 11, false},   {NR_STR("noiembrie"), 11, false},
    {NR_STR("novembra"), 11, false},   {NR_STR("ноя"), 11, true},
    {NR_STR("ноем"), 11, true},        {NR_STR("листопад"), 11, true},
    {NR_STR("listopad"), 11, true},    {NR_STR("lis"), 11, false},
    {NR_STR("lapkri"), 11, true},      {NR_STR("marrask"), 11, true},
    {NR_STR("kasım"), 11, false},      {NR_STR("νοε"), 11, true},
    {NR_STR("νοέ"), 11, true},         {NR_STR("نوفمبر"), 11, false},
    {NR_STR("noi"), 11, false},        {NR_STR("december"), 12, false},
    {NR_STR("dezember"), 12, false},   {NR_STR("décembre"), 12, false},
    {NR_STR("decembre"), 12, false},   {NR_STR("diciembre"), 12, false},
    {NR_STR("dicembre"), 12, false},   {NR_STR("dezembro"), 12, false},
    {NR_STR("decembrie"), 12, false},  {NR_STR("desember"), 12, false},
    {NR_STR("decembra"), 12, false},   {NR_STR("дек"), 12, true},
    {NR_STR("груд"), 12, true},        {NR_STR("grud"), 12, true},
    {NR_STR("prosinec"), 12, false},   {NR_STR("prosince"), 12, false},
    {NR_STR("gruod"), 12, true},       {NR_STR("detsember"), 12, false},
    {NR_STR("jouluk"), 12, true},      {NR_STR("aralık"), 12, false},
    {NR_STR("δεκ"), 12, true},         {NR_STR("ديسمبر"), 12, false},
    {NR_STR("des"), 12, false},        {NR_STR("gru"), 12, false},
};

/* Bytes that a case may add. */
enum { MAX_ENDING = 12 };

static size_t letters(struct nr_str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++)
        count += ((unsigned char)s.data[i] & 0xc0) != 0x80;
    return count;
}

unsigned nr_month_of(struct nr_str word)
{
    unsigned cut = 0;
    if (word.len < 3)
        return 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct nr_str name = names[i].name;
        if (name.data[0] != word.data[0] || name.data[1] != word.data[1])
            continue;
        if (nr_str_eq(word, name) ||
            (names[i].stem && nr_str_starts(word, name) && word.len <= name.len + MAX_ENDING))
            return names[i].month;
        if (!cut && !names[i].stem && nr_str_starts(name, word) && letters(word) >= 3)
            cut = names[i].month;
    }
    return cut;
}
