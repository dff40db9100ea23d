#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../lib/tags/language_model.h"
#include "newsreel/core/buf.h"
#include "newsreel/core/utf8.h"
#include "newsreel/tags/language.h"
#include <pthread.h>

static void assert_tag(const char *text, const char *tag)
{
    struct nr_language language = nr_language_detect(nr_str_of(text));
    assert_int_equal(language.tag.len, strlen(tag));
    assert_memory_equal(language.tag.data, tag, language.tag.len);
}

struct sample {
    const char *tag, *text;
};

/* One sentence, more or less, in the languages of the model and in scripts of their own. */
static const struct sample known[] = {
    {"af", "Die stadsraad het Dinsdag besluit dat die ou brug tot die lente gesluit bly weens "
           "herstelwerk."},
    {"az", "Şəhər şurası çərşənbə axşamı qərara aldı ki, köhnə körpü yaza qədər təmir üçün bağlı "
           "qalacaq."},
    {"ca", "L'ajuntament va decidir dimarts que el pont vell romandrà tancat per obres fins a la "
           "primavera."},
    {"cs",
     "Městská rada v úterý rozhodla, že starý most zůstane kvůli opravám uzavřen až do jara."},
    {"cy", "Penderfynodd y cyngor ddydd Mawrth y bydd yr hen bont ar gau tan y gwanwyn er mwyn ei "
           "thrwsio."},
    {"da", "Byrådet besluttede tirsdag, at den gamle bro forbliver lukket for reparation indtil "
           "foråret."},
    {"de",
     "Der Stadtrat beschloss am Dienstag, dass die alte Brücke bis zum Frühjahr gesperrt bleibt."},
    {"en", "The council decided on Tuesday that the old bridge would be closed for repairs until "
           "spring."},
    {"eo", "La urba konsilio decidis mardon, ke la malnova ponto restos fermita por riparoj ĝis la "
           "printempo."},
    {"es", "El ayuntamiento decidió el martes que el puente viejo permanecerá cerrado por obras "
           "hasta la primavera."},
    {"et",
     "Linnavolikogu otsustas teisipäeval, et vana sild jääb remondi tõttu kevadeni suletuks."},
    {"eu", "Udalak asteartean erabaki zuen zubi zaharra itxita egongo dela udaberrira arte, "
           "konponketak egiteko."},
    {"fi", "Kaupunginvaltuusto päätti tiistaina, että vanha silta pysyy suljettuna korjausten "
           "vuoksi kevääseen asti."},
    {"fr", "Le conseil municipal a décidé mardi que le vieux pont resterait fermé pour travaux "
           "jusqu'au printemps."},
    {"ga", "Chinn an chomhairle Dé Máirt go mbeadh an seandroichead dúnta go dtí an t-earrach le "
           "haghaidh deisiúcháin."},
    {"hu",
     "A városi tanács kedden úgy döntött, hogy a régi híd a felújítás miatt tavaszig zárva marad."},
    {"id", "Dewan kota memutuskan pada hari Selasa bahwa jembatan tua itu akan ditutup untuk "
           "perbaikan hingga musim semi karena retak."},
    {"is", "Borgarráð ákvað á þriðjudag að gamla brúin yrði lokuð vegna viðgerða fram á vor."},
    {"it", "Il consiglio comunale ha deciso martedì che il vecchio ponte resterà chiuso per lavori "
           "fino alla primavera."},
    {"lt", "Miesto taryba antradienį nusprendė, kad senasis tiltas dėl remonto bus uždarytas iki "
           "pavasario."},
    {"lv", "Pilsētas dome otrdien nolēma, ka vecais tilts remonta dēļ būs slēgts līdz pavasarim."},
    {"nl", "De gemeenteraad besloot dinsdag dat de oude brug tot het voorjaar gesloten blijft voor "
           "herstelwerkzaamheden."},
    {"nn", "Kommunestyret vedtok tysdag at den gamle brua ikkje skal opnast før til våren, fordi "
           "ho må reparerast fyrst."},
    {"nb", "Kommunestyret vedtok tirsdag at den gamle broen ikke skal åpnes før til våren, fordi "
           "den må repareres først."},
    {"pl", "Rada miasta zdecydowała we wtorek, że stary most pozostanie zamknięty z powodu remontu "
           "do wiosny."},
    {"pt", "A câmara municipal decidiu na terça-feira que a ponte velha ficará fechada para obras "
           "até à primavera."},
    {"ro", "Consiliul local a hotărât marți că podul vechi va rămâne închis pentru reparații până "
           "la primăvară."},
    {"sk", "Mestské zastupiteľstvo v utorok rozhodlo, že starý most zostane pre opravy zatvorený "
           "až do jari."},
    {"sl", "Mestni svet je v torek odločil, da bo stari most zaradi obnove zaprt do pomladi."},
    {"sq", "Këshilli bashkiak vendosi të martën që ura e vjetër të mbetet e mbyllur për riparime "
           "deri në pranverë."},
    {"sv", "Kommunfullmäktige beslutade på tisdagen att den gamla bron ska hållas stängd för "
           "reparation till våren."},
    {"sw", "Baraza la mji liliamua Jumanne kwamba daraja la zamani litafungwa kwa matengenezo hadi "
           "majira ya kuchipua."},
    {"tl", "Nagpasya ang konseho noong Martes na mananatiling sarado ang lumang tulay para sa "
           "pagkukumpuni hanggang tagsibol."},
    {"tr", "Belediye meclisi salı günü eski köprünün onarım nedeniyle bahara kadar kapalı "
           "kalmasına karar verdi."},
    {"vi",
     "Hội đồng thành phố hôm thứ Ba quyết định đóng cửa cây cầu cũ để sửa chữa cho đến mùa xuân."},
    {"hr", "Gradsko vijeće odlučilo je u utorak da će stari most ostati zatvoren do ožujka zbog "
           "tvrtke koja provodi obnovu."},
    {"sr-Latn",
     "Predsednik vlade je rekao da će mleko i hleb od ponedeljka biti jeftiniji u celoj zemlji."},
    {"sr", "Градско веће је одлучило у уторак да ће стари мост остати затворен до пролећа због "
           "поправке."},
    {"zu", "Umkhandlu wedolobha unqume ngoLwesibili ukuthi ibhuloho elidala lizohlala livaliwe "
           "kuze kube yintwasahlobo."},
    {"ru",
     "Городской совет во вторник решил, что старый мост останется закрытым на ремонт до весны."},
    {"uk",
     "Міська рада у вівторок вирішила, що старий міст залишатиметься закритим на ремонт до весни."},
    {"be",
     "Гарадскі савет у аўторак вырашыў, што стары мост застанецца зачыненым на рамонт да вясны."},
    {"bg",
     "Общинският съвет реши във вторник старият мост да остане затворен за ремонт до пролетта."},
    {"mk",
     "Градскиот совет во вторникот одлучи стариот мост да остане затворен за поправка до пролет."},
    {"kk",
     "Қалалық кеңес сейсенбі күні ескі көпір жөндеу үшін көктемге дейін жабық болады деп шешті."},
    {"mn",
     "Хотын зөвлөл мягмар гарагт хуучин гүүрийг засварлахаар хавар хүртэл хаахаар шийдвэрлэв."},
    {"el", "Το δημοτικό συμβούλιο αποφάσισε την Τρίτη ότι η παλιά γέφυρα θα μείνει κλειστή έως την "
           "άνοιξη."},
    {"he", "מועצת העיר החליטה לסגור את הגשר הישן עד האביב."},
    {"ar", "قرر مجلس المدينة يوم الثلاثاء إبقاء الجسر القديم مغلقا للإصلاح حتى الربيع."},
    {"fa", "شورای شهر روز سه‌شنبه تصمیم گرفت پل قدیمی برای "
           "تعمیر "
           "تا "
           "بهار "
           "بسته "
           "بماند."},
    {"ur", "شہری کونسل نے منگل کو فیصلہ کیا کہ پرانا پل مرمت کے لیے بہار تک بند رہے گا۔"},
    {"hi", "नगर परिषद ने मंगलवार को फैसला किया कि पुराना पुल मरम्मत के लिए वसंत तक बंद रहेगा।"},
    {"mr", "नगर परिषदेने मंगळवारी ठरवले की जुना पूल दुरुस्तीसाठी वसंत ऋतूपर्यंत बंद राहील."},
    {"bn", "নগর পরিষদ মঙ্গলবার সিদ্ধান্ত নিয়েছে যে পুরনো সেতুটি মেরামতের জন্য বসন্ত পর্যন্ত বন্ধ থাকবে।"},
    {"ta", "பழைய பாலம் வசந்த காலம் வரை மூடப்படும் என்று நகர சபை செவ்வாய்க்கிழமை முடிவு செய்தது."},
    {"th", "สภาเมืองมีมติเมื่อวันอังคารให้ปิดสะพานเก่าเพื่อซ่อมแซมจนถึงฤดูใบไม้ผลิ"},
    {"ka", "საკრებულომ სამშაბათს გადაწყვიტა, რომ ძველი ხიდი გაზაფხულამდე დაკეტილი დარჩება."},
    {"hy", "Քաղաքային խորհուրդը երեքշաբթի որոշեց, որ հին կամուրջը փակ կմնա մինչև գարուն։"},
    {"ko", "시의회는 화요일 낡은 다리를 봄까지 폐쇄하기로 결정했다."},
    {"ja", "市議会は火曜日、古い橋を春まで通行止めにすることを決めた。"},
    {"zh", "市议会周二决定，旧桥将关闭维修至明年春天，居民对此表示担忧。"},
    {"zh-Hant", "市議會週二決定，舊橋將關閉維修至明年春天，居民對此表示擔憂。"},
    {"am", "የከተማው ምክር ቤት አሮጌው ድልድይ እስከ ፀደይ ድረስ እንዲዘጋ ማክሰኞ ወሰነ።"},
    {"bs", "Gradonačelnik je obavijestio stanovništvo općine da će sutra biti bez vode, saopćeno "
           "je iz kancelarije."},
    {"ms", "Majlis bandaran memutuskan pada hari Selasa bahawa jambatan lama itu ditutup kerana "
           "rosak dan akan dibuka semula."},
    {"xh", "Ibhunga lesixeko ligqibe ngoLwesibini ukuba ibhulorho endala iya kuhlala ivaliwe kude "
           "kube yintwasahlobo."},
};

/* In languages that the model does not have. */
static const struct sample others[] = {
    {"gl", "O concello decidiu o martes que a ponte vella permanecerá pechada por mor das obras "
           "ata a primavera, e os veciños amosaron a súa preocupación."},
    {"oc", "Lo conselh de la vila decidiguèt dimars que lo pont vièlh demorarà barrat per de "
           "trabalhs fins a la prima, e los estajants son inquiets."},
    {"lb", "De Gemengerot huet den Dënschdeg decidéiert, datt déi al Bréck bis an d'Fréijoer zou "
           "bleift, an d'Awunner maachen sech Suergen."},
    {"mt", "Il-kunsill iddeċieda nhar it-Tlieta li l-pont il-qadim jibqa' magħluq għat-tiswijiet "
           "sar-rebbiegħa, u r-residenti huma mħassba."},
    {"fy", "De gemeenteried hat tiisdei besletten dat de âlde brêge oant de maitiid ticht bliuwt "
           "foar reparaasje, en de bewenners meitsje har soargen."},
    {"gd", "Cho-dhùin a' chomhairle Dimàirt gum bi an t-seann drochaid dùinte airson obair càraidh "
           "gus an earrach, agus tha dragh air luchd-còmhnaidh."},
    {"br", "Ar c'huzul-kêr en deus divizet dimeurzh e chomfe ar pont kozh serret betek an "
           "nevezamzer evit bezañ kempennet."},
    {"fo", "Bygdarráðið avgjørdi týsdagin, at gamla brúgvin skal vera stongd til várið, meðan hon "
           "verður umvæld, og íbúgvarnir eru stúranir."},
    {"ht", "Konsèy vil la deside madi ke ansyen pon an ap rete fèmen pou reparasyon jiska prentan, "
           "e moun k ap viv la yo enkyete anpil."},
    {"jv", "Dewan kutha mutusake dina Selasa yen kreteg lawas bakal ditutup kanggo didandani "
           "nganti mangsa semi, lan para warga padha kuwatir."},
    {"su", "Dewan kota mutuskeun dina poé Salasa yén jambatan kolot bakal ditutup pikeun dibebenah "
           "nepi ka usum semi, sarta wargana pada hariwang."},
    {"ceb", "Ang konseho nakahukom niadtong Martes nga ang daang tulay sirad-an alang sa pag-ayo "
            "hangtod sa tingpamulak, ug nabalaka ang mga lumulupyo."},
    {"mg", "Nanapa-kevitra ny filan-kevitra ny talata fa hikatona mandra-pahatongan'ny lohataona "
           "ny tetezana taloha mba hamboarina, ary manahy ny mponina."},
    {"rw", "Inama njyanama yemeje ku wa kabiri ko ikiraro gishaje kizafungwa kugira ngo gisanwe, "
           "abaturage na bo bafite impungenge."},
    {"ny", "Khonsolo yagamula Lachiwiri kuti mlatho wakale utsekedwa kuti ukonzedwe mpaka masika, "
           "ndipo anthu okhala pafupi ali ndi nkhawa."},
    {"ha", "Majalisar birnin ta yanke shawara ranar Talata cewa za a rufe tsohuwar gada domin "
           "gyara har zuwa bazara, kuma mazauna yankin sun damu."},
    {"ig", "Kansụl obodo kpebiri na Tuzdee na a ga-emechi àkwà mmiri ochie ahụ maka nrụzi ruo mgbe "
           "oge opupu ihe ubi, ndị bi ebe ahụ nọkwa na nchegbu."},
    {"uz", "Shahar kengashi seshanba kuni eski ko'prik ta'mirlash uchun bahorgacha yopilishini "
           "ma'lum qildi, aholi esa bundan xavotirda."},
    {"tk", "Şäher geňeşi sişenbe güni köne köpriniň bejergi üçin ýaza çenli ýapyljakdygyny karar "
           "etdi, ýaşaýjylar bolsa alada bildirýärler."},
    {"tg", "Шӯрои шаҳр рӯзи сешанбе қарор кард, ки пули кӯҳна барои таъмир то баҳор баста мешавад "
           "ва сокинон нигарон ҳастанд."},
    {"ky", "Шаардык кеңеш шейшемби күнү эски көпүрө оңдоо иштери үчүн жазга чейин жабыларын чечти, "
           "тургундар тынчсызданып жатышат."},
    {"tt", "Шәһәр советы сишәмбе көнне иске күпернең төзекләндерү өчен язга кадәр ябылачагын хәбәр "
           "итте, халык борчыла."},
    {"ps", "د ښار شورا د سې شنبې په ورځ پرېکړه وکړه چې زوړ پل به د رغونې لپاره تر پسرلي پورې تړلی "
           "وي او اوسېدونکي اندېښمن دي."},
    {"sd", "شهر جي ڪائونسل اڱاري تي فيصلو ڪيو ته پراڻي پل کي مرمت لاءِ بهار تائين بند رکيو ويندو، ۽ "
           "رهواسين ڳڻتي جو اظهار ڪيو."},
    {"ug", "شەھەر كېڭىشى سەيشەنبە كۈنى كونا كۆۋرۈكنىڭ رېمونت ئۈچۈن ئەتىيازغىچە تاقىلىدىغانلىقىنى "
           "قارار قىلدى."},
    {"ne", "नगर परिषद्ले मंगलबार पुरानो पुल मर्मतका लागि वसन्तसम्म बन्द रहने निर्णय "
           "गर्‍यो "
           "र "
           "बासिन्दाहरूले "
           "चिन्ता व्यक्त गरे।"},
    {"yi", "דער שטאָטראַט האָט דינסטיק באַשלאָסן אַז די אַלטע בריק וועט בלײַבן צוגעמאַכט ביזן פֿרילינג, און "
           "די תּושבֿים זענען באַזאָרגט."},
    {"as", "নগৰ পৰিষদে মঙলবাৰে সিদ্ধান্ত ল'লে যে পুৰণি দলংখন মেৰামতিৰ বাবে বসন্তলৈকে বন্ধ থাকিব আৰু "
           "বাসিন্দাসকল চিন্তিত।"},
    {"km", "ក្រុមប្រឹក្សាក្រុងបានសម្រេចនៅថ្ងៃអង្គារថា ស្ពានចាស់នឹងត្រូវបិទដើម្បីជួសជុលរហូតដល់និទាឃរដូវ។"},
};

static void assert_all(const struct sample *samples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct nr_language language = nr_language_detect(nr_str_of(samples[i].text));
        if (!nr_str_is(language.tag, samples[i].tag))
            fail_msg("%.*s for %s: %s", (int)language.tag.len, language.tag.data, samples[i].tag,
                     samples[i].text);
        assert_true(nr_str_eq(language.top[0].tag, language.tag));
    }
}

static void sentences(void **state)
{
    (void)state;
    assert_all(known, sizeof known / sizeof known[0]);
}

static void sentences_of_others(void **state)
{
    (void)state;
    assert_all(others, sizeof others / sizeof others[0]);
}

static void words(void **state)
{
    (void)state;
    static const struct sample few[] = {
        {"en", "wednesday morning"},
        {"de", "geschwindigkeit"},
        {"fi", "kaupunginvaltuusto"},
        {"pl", "mieszkańcy"},
        {"hu", "önkormányzat"},
        {"vi", "thành phố"},
        {"uk", "річниця"},
        {"el", "γέφυρα"},
        {"ka", "ხიდი"},
        {"ko", "다리"},
        {"th", "สะพาน"},
        {"ja", "かもしれない"},
    };
    assert_all(few, sizeof few / sizeof few[0]);
}

static void accounts(void **state)
{
    (void)state;
    assert_tag("Shr 34 cts vs 19 cts\nNet 807,000 vs 858,000\nRevs 12.1 mln vs 11.5 mln", "en");
    assert_tag("Avg shrs 8.1 mln vs 7.9 mln", "en");
}

static const char english[] =
    "The council decided on Tuesday that the old bridge would be closed for repairs until spring. ";
static const char german[] =
    "Der Stadtrat beschloss am Dienstag, dass die alte Brücke bis zum Frühjahr gesperrt bleibt. ";

static void tags(void **state)
{
    (void)state;
    assert_tag(english, "en");
    assert_tag(german, "de");
    assert_tag("מועצת העיר החליטה לסגור את הגשר הישן עד האביב.", "he");
    assert_tag("市議會週二決定，舊橋將關閉維修至明年春天，居民對此表示擔憂。", "zh-Hant");
    assert_tag("市议会周二决定，旧桥将关闭维修至明年春天，居民对此表示担忧。", "zh");
    assert_tag("", "und");
    assert_tag("12 345 ... !!", "und");
    assert_tag("\n\n \t", "und");
    assert_tag("A", "und");
    assert_tag("§ 7, 5 €", "und");
    assert_tag("😀 😀", "und");
}

static void unknown_is_not_reliable(void **state)
{
    (void)state;
    struct nr_language language = nr_language_detect(nr_str_of("12 345 ... !!"));
    assert_int_equal(language.percent, 0);
    assert_false(language.reliable);
    language = nr_language_detect(nr_str_of(english));
    assert_true(language.percent > 90);
    assert_true(language.reliable);
}

/* A long text is judged by its parts, wherever they are cut. */
static void long_texts(void **state)
{
    (void)state;
    struct nr_buf text = {0};
    nr_buf_add_cstr(&text, english);
    for (size_t i = 0; i < 200; i++)
        nr_buf_add_cstr(&text, german);
    for (size_t cut = 0; cut < 100; cut++) {
        struct nr_str s = nr_str_sub(nr_buf_str(&text), 0, text.len - cut);
        s.len = nr_utf8_valid(s);
        struct nr_language language = nr_language_detect(s);
        assert_true(nr_str_is(language.tag, "de"));
    }
    nr_buf_free(&text);
}

static void add_times(struct nr_buf *text, const char *s, size_t times)
{
    for (size_t i = 0; i < times; i++)
        nr_buf_add_cstr(text, s);
}

static void shares(void **state)
{
    (void)state;
    struct nr_buf text = {0};
    add_times(&text, english, 30);
    add_times(&text, german, 10);
    struct nr_language language = nr_language_detect(nr_buf_str(&text));
    assert_int_equal(language.count, 2);
    assert_true(nr_str_is(language.top[0].tag, "en"));
    assert_true(nr_str_is(language.top[1].tag, "de"));
    assert_in_range(language.top[0].percent, 60, 85);
    assert_in_range(language.top[1].percent, 15, 40);
    assert_int_equal(language.percent, language.top[0].percent);
    assert_int_equal(nr_language_detect(nr_str_of("7 - 8")).count, 0);
    nr_buf_free(&text);
}

/* Words of another script do not make a text theirs. */
static void mixed_scripts(void **state)
{
    (void)state;
    assert_tag("Компания Apple представила новый iPhone и сервис Apple Music для жителей города.",
               "ru");
    assert_tag("トヨタは新型のEVをNew Yorkで発表した。", "ja");
    assert_tag("The Moscow daily Известия said on Friday that talks would go on.", "en");
}

static void assert_part(const char *text, const char *around, const char *tag)
{
    struct nr_str found = nr_language_of_part(nr_str_of(text), nr_str_of(around));
    assert_int_equal(found.len, strlen(tag));
    assert_memory_equal(found.data, tag, found.len);
}

static void parts(void **state)
{
    (void)state;
    assert_part(german, "en", "de");
    assert_part(english, "en", "en");
    assert_part("Bahn 2", "en", "en");
    assert_part("Roma", "sv", "sv");
    assert_part("12.5", "en", "und");
    assert_part("A", "en", "en");
    assert_part(german, "und", "de");
    assert_part("Городской совет решил, что старый мост закрыт до весны", "en", "ru");
}

/* The sample of a long text changes nothing for a text of one language, whatever its length. */
static void every_length(void **state)
{
    (void)state;
    struct nr_buf text = {0};
    add_times(&text, german, 60);
    for (size_t len = 60; len < text.len; len += 7) {
        struct nr_str s = nr_utf8_head(nr_buf_str(&text), len);
        assert_true(nr_str_is(nr_language_detect(s).tag, "de"));
    }
    nr_buf_free(&text);
}

static void the_model(void **state)
{
    (void)state;
    assert_true(nr_language_model_is_sound());
    for (int script = 0; script < NR_SCRIPT_MODELLED; script++) {
        size_t count = nr_language_groups[script].languages;
        for (size_t i = 0; i < count; i++) {
            struct nr_str code = nr_language_code((enum nr_script)script, i);
            assert_int_equal(nr_language_number((enum nr_script)script, code), i);
        }
        assert_int_equal(nr_language_number((enum nr_script)script, nr_str_of("xx")), count);
    }
}

/* The features are part of the file's format: other ones would need other weights. */
static void features(void **state)
{
    (void)state;
    uint32_t rows[NR_LANGUAGE_ROWS];
    struct nr_language_words w = {.rest = nr_str_of("12 L’Île, x' zz"), .script = NR_SCRIPT_LATIN};
    assert_true(nr_language_words_next(&w));
    static const uint32_t letters[] = {' ', 'l', '\'', 0xee, 'l', 'e', ' '};
    assert_int_equal(w.count, 7);
    assert_memory_equal(w.letters, letters, sizeof letters);
    assert_int_equal(nr_language_rows(17, w.letters, w.count, rows), 5 + 6 + 5 + 4 + 3 + 1);
    assert_true(nr_language_words_next(&w));
    assert_int_equal(w.count, 3);
    assert_true(nr_language_words_next(&w));
    assert_int_equal(nr_language_rows(17, w.letters, w.count, rows), 2 + 3 + 2 + 1);
    assert_false(nr_language_words_next(&w));
}

/* Letters without an end are words of bounded length. */
static void endless_words(void **state)
{
    (void)state;
    struct nr_buf text = {0};
    add_times(&text, "abcdefgh", 1000);
    struct nr_language_words w = {.rest = nr_buf_str(&text), .script = NR_SCRIPT_LATIN};
    size_t count = 0;
    while (nr_language_words_next(&w)) {
        assert_true(w.count <= NR_LANGUAGE_WORD + 2);
        count += w.count - 2;
    }
    assert_int_equal(count, 8000);
    nr_buf_free(&text);
}

static void *detect_many(void *wrong)
{
    for (size_t i = 0; i < 200; i++) {
        *(size_t *)wrong += !nr_str_is(nr_language_detect(nr_str_of(english)).tag, "en");
        *(size_t *)wrong += !nr_str_is(nr_language_detect(nr_str_of(german)).tag, "de");
    }
    return NULL;
}

static void threads(void **state)
{
    (void)state;
    pthread_t thread[4];
    size_t wrong[4] = {0};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, detect_many, &wrong[i]), 0);
    for (size_t i = 0; i < 4; i++) {
        pthread_join(thread[i], NULL);
        assert_int_equal(wrong[i], 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags),
        cmocka_unit_test(sentences),
        cmocka_unit_test(sentences_of_others),
        cmocka_unit_test(words),
        cmocka_unit_test(accounts),
        cmocka_unit_test(shares),
        cmocka_unit_test(mixed_scripts),
        cmocka_unit_test(parts),
        cmocka_unit_test(every_length),
        cmocka_unit_test(the_model),
        cmocka_unit_test(features),
        cmocka_unit_test(endless_words),
        cmocka_unit_test(unknown_is_not_reliable),
        cmocka_unit_test(long_texts),
        cmocka_unit_test(threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
