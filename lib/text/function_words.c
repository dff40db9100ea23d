#include "newsreel/text/function_words.h"

enum { WIDTH = 16 }; /* bytes of a word in the table, zeros behind it */

/* English, German, French, Spanish, Italian, Portuguese, Dutch, the Scandinavian languages, Polish,
 * Czech, Hungarian, Romanian, Turkish, Finnish, Russian, Ukrainian, Greek, Arabic, Hindi, Persian;
 * in byte order. */
static const char words[][WIDTH] = {
    /* clang-format off */
    "a", "aan", "aber", "about", "af", "after", "al", "ale", "all",
    "alla", "als", "also", "am", "an", "anche", "and", "ao", "are",
    "as", "at", "att", "au", "auch", "auf", "aus", "aux", "av",
    "avec", "az", "be", "been", "bei", "bij", "bir", "bis", "blir",
    "bu", "but", "by", "byl", "can", "care", "ce", "cette", "che",
    "com", "come", "comme", "como", "con", "csak", "cu", "cuando",
    "czy", "d'", "da", "daha", "dal", "dan", "dans", "das", "dass",
    "dat", "de", "dei", "del", "della", "delle", "dem", "den", "der",
    "des", "det", "di", "die", "din", "dla", "do", "door", "dos",
    "du", "durch", "e", "ed", "een", "egy", "ei", "ein", "eine",
    "einem", "einen", "einer", "el", "elle", "eller", "em", "en",
    "entre", "er", "es", "est", "esta", "este", "et", "ett", "että",
    "ez", "foi", "for", "fra", "from", "fue", "för", "für", "gibi",
    "gli", "ha", "haben", "had", "han", "har", "has", "hat", "have",
    "hay", "he", "heeft", "her", "het", "his", "hogy", "how", "i",
    "if", "ikke", "il", "ile", "ils", "im", "in", "inte", "into",
    "is", "ise", "ist", "it", "its", "için", "ja", "jag", "jak",
    "jako", "je", "jeg", "jego", "jest", "jsou", "kan", "która",
    "które", "który", "kun", "l'", "la", "las", "le", "les", "leur",
    "lo", "los", "ma", "maar", "mai", "mais", "man", "mas", "med",
    "meg", "men", "met", "mit", "more", "mutta", "muy", "myös", "már",
    "még", "na", "naar", "nach", "nas", "ne", "nel", "nella", "nem",
    "new", "nicht", "nie", "niet", "no", "noch", "nog", "non", "nos",
    "not", "nous", "nu", "nur", "não", "o", "och", "od", "oder",
    "of", "og", "olan", "olarak", "oli", "om", "on", "one", "ont",
    "ook", "op", "or", "oraz", "os", "ou", "our", "out", "over",
    "par", "para", "pas", "pe", "pela", "pelo", "pentru", "per",
    "pero", "più", "plus", "po", "por", "porque", "pour", "pro",
    "przez", "på", "que", "questo", "qui", "s", "sa", "said", "sau",
    "se", "seg", "ser", "ses", "seu", "she", "si", "sich", "sie",
    "sin", "sind", "się", "so", "sobre", "som", "son", "sono", "sont",
    "su", "sua", "sunt", "sur", "sus", "są", "tai", "también", "te",
    "than", "that", "the", "their", "them", "there", "they", "this",
    "til", "till", "to", "tym", "uit", "um", "uma", "un", "una",
    "und", "une", "up", "v", "van", "var", "ve", "ved", "vi",
    "volt", "von", "voor", "vor", "vous", "w", "war", "was", "we",
    "wenn", "werden", "were", "what", "when", "which", "who", "wie",
    "will", "wir", "wird", "with", "wordt", "would", "wurde", "y",
    "ya", "you", "your", "z", "za", "ze", "zijn", "zu", "zum",
    "zur", "à", "är", "çok", "è", "é", "és", "été", "être", "în",
    "über", "że", "že", "și", "από", "για", "δεν", "είναι", "η",
    "θα", "και", "με", "να", "ο", "οι", "που", "σε", "στη", "στην",
    "στις", "στο", "τα", "την", "της", "τις", "το", "τον", "του",
    "τους", "των", "ως", "ότι", "а", "бы", "был", "в", "все", "від",
    "для", "до", "его", "же", "з", "за", "и", "из", "или", "их",
    "к", "как", "мы", "на", "не", "но", "о", "он", "она", "они",
    "от", "по", "при", "с", "та", "так", "то", "у", "це", "что",
    "що", "это", "як", "є", "і", "أن", "إلى", "از", "است", "التي",
    "الذي", "این", "با", "به", "در", "را", "على", "عن", "في", "كان",
    "لا", "ما", "مع", "من", "هذا", "هذه", "هو", "و", "که", "और",
    "का", "की", "के", "को", "ने", "पर", "में", "यह", "से", "है",
    "हैं",
    /* clang-format on */
};

/* Eight bytes as a number that is in the order of the bytes. Written out, compilers see one
 * load. */
static uint64_t number(const char *s)
{
    const unsigned char *p = (const unsigned char *)s;
    return (uint64_t)p[0] << 56 | (uint64_t)p[1] << 48 | (uint64_t)p[2] << 40 |
           (uint64_t)p[3] << 32 | (uint64_t)p[4] << 24 | (uint64_t)p[5] << 16 |
           (uint64_t)p[6] << 8 | (uint64_t)p[7];
}

bool nr_is_function_word(struct nr_str word)
{
    char key[WIDTH] = {0};
    if (word.len == 0 || word.len > WIDTH)
        return false;
    memcpy(key, word.data, word.len);
    key[0] = nr_ascii_lower(key[0]);
    uint64_t high = number(key), low = number(key + 8);
    /* Without a branch on what is compared: nobody could predict it. */
    size_t from = 0, left = sizeof words / sizeof *words;
    while (left > 1) {
        size_t half = left / 2;
        uint64_t h = number(words[from + half]), l = number(words[from + half] + 8);
        bool behind = (h < high) | ((h == high) & (l <= low));
        from += behind ? half : 0;
        left -= half;
    }
    return number(words[from]) == high && number(words[from] + 8) == low;
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
