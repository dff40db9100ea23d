#include <cstdio>
#include <vector>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include "cld2.h"

/* Safe for threads: the library keeps no state but a variable of its debug output, which every call
 * sets to the same value. Linked in front of libcld2, libcld2_full brings tables of 160 languages
 * instead of 80. */
extern "C" struct nr_cld2 nr_cld2_detect(const char *text, int len)
{
    const CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    CLD2::Language top[3];
    int percent[3], bytes;
    double score[3];
    bool reliable = false;
    CLD2::ExtDetectLanguageSummary(text, len, true, &hints, CLD2::kCLDFlagBestEffort, top, percent,
                                   score, nullptr, &bytes, &reliable);
    return {CLD2::LanguageCode(top[0]), percent[0], reliable};
}
