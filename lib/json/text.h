/* JSON strings, encoded and decoded (library internal). */
#ifndef NEWSREEL_LIB_JSON_TEXT_H
#define NEWSREEL_LIB_JSON_TEXT_H

#include "newsreel/json/json.h"

/* Bytes of s as a JSON string, with the quotes. */
size_t nr_json_encoded_len(struct nr_str s);
/* Writes those bytes; returns where they end. */
char *nr_json_encode(char *to, struct nr_str s);

#endif
