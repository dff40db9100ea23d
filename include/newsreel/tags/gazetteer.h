/* nr_gazetteer: what names and the words beside them are known to be.
 *
 * A name is up to five words, as nr_tokens cuts them, in lower case; it is found by its key, which
 * is made of the hashes of its words. What is known of it is one number: bits of enum nr_name, and
 * the country of a place. The names are compiled in (lib/tags/gazetteer_names.c says from where
 * they are); a key is 32 bits wide, so one of some 40,000 words that are not there is taken for one
 * that is. Made once, then only read, by any number of threads. */
#ifndef NEWSREEL_TAGS_GAZETTEER_H
#define NEWSREEL_TAGS_GAZETTEER_H

#include "newsreel/core/str.h"
#include <stdint.h>

enum nr_name {
    NR_NAME_FIRST = 1 << 0,     /* of a person */
    NR_NAME_LAST = 1 << 1,      /* common surnames */
    NR_NAME_RARE = 1 << 2,      /* other surnames */
    NR_NAME_CITY = 1 << 3,      /* capitals and cities from 200,000 people on */
    NR_NAME_TOWN = 1 << 4,      /* other towns */
    NR_NAME_COUNTRY = 1 << 5,   /* present and past */
    NR_NAME_REGION = 1 << 6,    /* a part of a country */
    NR_NAME_PLACE = 1 << 7,     /* continents, seas, rivers, quarters */
    NR_NAME_ORG = 1 << 8,       /* organisations */
    NR_NAME_DEMONYM = 1 << 9,   /* French, Muslims, Republican */
    NR_NAME_COMMON = 1 << 10,   /* a word of English that is written small */
    NR_NAME_ROLE = 1 << 11,     /* president, mr, striker */
    NR_NAME_ORGCUE = 1 << 12,   /* inc, university, ministry */
    NR_NAME_PLACECUE = 1 << 13, /* river, mount, street */
    NR_NAME_TIME = 1 << 14,     /* days of the week, months */
    NR_NAME_SAY = 1 << 15,      /* said, told, born: of people */
    NR_NAME_LINK = 1 << 16,     /* inside names, written small */
    NR_NAME_ABBR = 1 << 17,     /* has a full stop */
    NR_NAME_LONGER = 1 << 18,   /* a longer name begins like this */
    NR_NAME_BE = 1 << 19,       /* is, was: tells what a name is */
    NR_NAME_ARTICLE = 1 << 20,  /* a, an, the */
    NR_NAME_THING = 1 << 21,    /* GDP, DNA, Qtr: no name for all its capitals */
};

struct nr_gazetteer;

struct nr_gazetteer *nr_gazetteer_new(void);
void nr_gazetteer_free(struct nr_gazetteer *g);

/* The key of a name of one more word than that of the key before, which is 0 for none. */
static inline uint32_t nr_name_key(uint32_t before, uint32_t hash)
{
    return before ? (before << 7 | before >> 25) * 0x9e3779b1u ^ hash : hash;
}

/* Bits of enum nr_name, and the country; 0: not known. */
uint32_t nr_gazetteer_find(const struct nr_gazetteer *g, uint32_t key);

/* What is known of a name as it is written: "New York", "putin". */
uint32_t nr_gazetteer_of(const struct nr_gazetteer *g, struct nr_str name);

/* The country in what was found, as two letters of ISO 3166 with a NUL; empty where it is not known
 * or not one. */
void nr_name_country(uint32_t found, char code[3]);

#endif
