#include <cstdio>
#include <vector>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include "cld2.h"

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
