/* CLD2 has a C++ interface only: this is the one function of it that is used, as C. */
#ifndef NEWSREEL_TAGS_CLD2_H
#define NEWSREEL_TAGS_CLD2_H

#ifdef __cplusplus
extern "C" {
#endif

struct nr_cld2 {
    const char *code; /* CLD2's own code, a constant; "un" when not known */
    int percent;
    int reliable;
};

/* len bytes of valid UTF-8 at text. */
struct nr_cld2 nr_cld2_detect(const char *text, int len);

#ifdef __cplusplus
}
#endif
#endif
