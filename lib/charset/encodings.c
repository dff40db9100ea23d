#include "encodings.h"

/* The labels are those of the WHATWG Encoding Standard (section 4.2), and behind a double blank
 * names that uchardet and older software use. The standard's gbk decodes as gb18030, and is not
 * told apart here. */
const struct nr_encoding nr_encodings[NR_ENCODINGS] = {
    {"utf-8", "UTF-8",
     "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8  utf_8 utf-8-bom",
     NR_FORM_UTF8},
    {"windows-1252", "CP1252",
     "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 "
     "iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252  latin-1 "
     "iso-latin-1 x-user-defined",
     NR_FORM_SINGLE},
    {"ibm866", "CP866 IBM866", "866 cp866 csibm866 ibm866", NR_FORM_SINGLE},
    {"iso-8859-2", "ISO-8859-2",
     "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2",
     NR_FORM_SINGLE},
    {"iso-8859-3", "ISO-8859-3",
     "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3",
     NR_FORM_SINGLE},
    {"iso-8859-4", "ISO-8859-4",
     "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4",
     NR_FORM_SINGLE},
    {"iso-8859-5", "ISO-8859-5",
     "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 "
     "iso_8859-5:1988",
     NR_FORM_SINGLE},
    {"iso-8859-6", "ISO-8859-6",
     "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e "
     "iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987",
     NR_FORM_SINGLE},
    {"iso-8859-7", "ISO-8859-7",
     "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 "
     "iso_8859-7 iso_8859-7:1987 sun_eu_greek",
     NR_FORM_SINGLE},
    {"iso-8859-8", "ISO-8859-8",
     "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 "
     "iso_8859-8 iso_8859-8:1988 visual",
     NR_FORM_SINGLE},
    {"iso-8859-8-i", "ISO-8859-8", "csiso88598i iso-8859-8-i logical", NR_FORM_SINGLE},
    {"iso-8859-10", "ISO-8859-10",
     "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6", NR_FORM_SINGLE},
    {"iso-8859-13", "ISO-8859-13", "iso-8859-13 iso8859-13 iso885913", NR_FORM_SINGLE},
    {"iso-8859-14", "ISO-8859-14", "iso-8859-14 iso8859-14 iso885914", NR_FORM_SINGLE},
    {"iso-8859-15", "ISO-8859-15",
     "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9  latin9 latin-9", NR_FORM_SINGLE},
    {"iso-8859-16", "ISO-8859-16", "iso-8859-16", NR_FORM_SINGLE},
    {"koi8-r", "KOI8-R", "cskoi8r koi koi8 koi8-r koi8_r", NR_FORM_SINGLE},
    {"koi8-u", "KOI8-U", "koi8-ru koi8-u", NR_FORM_SINGLE},
    {"macintosh", "MACINTOSH", "csmacintosh mac macintosh x-mac-roman", NR_FORM_SINGLE},
    {"windows-874", "CP874 TIS-620",
     "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874  cp874 tis620", NR_FORM_SINGLE},
    {"windows-1250", "CP1250", "cp1250 windows-1250 x-cp1250  win-1250", NR_FORM_SINGLE},
    {"windows-1251", "CP1251", "cp1251 windows-1251 x-cp1251  win-1251 windows1251",
     NR_FORM_SINGLE},
    {"windows-1253", "CP1253", "cp1253 windows-1253 x-cp1253", NR_FORM_SINGLE},
    {"windows-1254", "CP1254",
     "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 "
     "latin5 windows-1254 x-cp1254",
     NR_FORM_SINGLE},
    {"windows-1255", "CP1255", "cp1255 windows-1255 x-cp1255", NR_FORM_SINGLE},
    {"windows-1256", "CP1256", "cp1256 windows-1256 x-cp1256", NR_FORM_SINGLE},
    {"windows-1257", "CP1257", "cp1257 windows-1257 x-cp1257", NR_FORM_SINGLE},
    {"windows-1258", "CP1258", "cp1258 windows-1258 x-cp1258", NR_FORM_SINGLE},
    {"x-mac-cyrillic", "MAC-CYRILLIC MAC-UK", "x-mac-cyrillic x-mac-ukrainian  mac-cyrillic",
     NR_FORM_SINGLE},
    {"gb18030", "GB18030 GBK",
     "gb18030 chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk  "
     "euc-cn cp936 ms936",
     NR_FORM_DOUBLE},
    {"big5", "BIG5-HKSCS BIG5", "big5 big5-hkscs cn-big5 csbig5 x-x-big5  cp950", NR_FORM_DOUBLE},
    {"euc-jp", "EUC-JP-MS EUCJP-MS EUC-JP", "cseucpkdfmtjapanese euc-jp x-euc-jp  eucjp",
     NR_FORM_DOUBLE},
    {"iso-2022-jp", "ISO-2022-JP-3 ISO-2022-JP", "csiso2022jp iso-2022-jp  jis", NR_FORM_STATE},
    {"shift_jis", "CP932 SHIFT_JIS",
     "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis  cp932",
     NR_FORM_DOUBLE},
    {"euc-kr", "UHC CP949 EUC-KR",
     "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 "
     "ksc_5601 windows-949  uhc cp949 ms949",
     NR_FORM_DOUBLE},
    {"utf-16be", "UTF-16BE", "unicodefffe utf-16be", NR_FORM_UTF16},
    {"utf-16le", "UTF-16LE", "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le",
     NR_FORM_UTF16},
    {"utf-32be", "UTF-32BE", "", NR_FORM_UTF32},
    {"utf-32le", "UTF-32LE", "", NR_FORM_UTF32},
    {"ibm852", "CP852 IBM852", "ibm852 cp852", NR_FORM_SINGLE},
    {"ibm855", "CP855 IBM855", "ibm855 cp855", NR_FORM_SINGLE},
};

static bool has_label(const char *labels, struct nr_str label)
{
    struct nr_str rest = nr_str_of(labels), one;
    while (nr_str_split(&rest, ' ', &one))
        if (one.len && nr_str_eq_fold(one, label))
            return true;
    return false;
}

int nr_encoding_find(struct nr_str label)
{
    label = nr_str_trim(label);
    for (int i = 0; i < NR_ENCODINGS; i++)
        if (has_label(nr_encodings[i].labels, label))
            return i;
    return NR_ENCODING_NONE;
}
