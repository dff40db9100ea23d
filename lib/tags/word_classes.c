#include "word_classes.h"
#include "../core/little.h"
#include "built_in.h"
#include <stddef.h>

enum {
    PATHS = 1024,
    FINE = 512,
    COARSE = 128,
    SLOT_BITS = 19,
    SLOT_SIZE = 6,
    CHECK_BITS = 12,
    CHECK_AT = 36
};

static const size_t slots_at = PATHS * 4;

NR_BUILT_IN(nr_word_classes, "lib/tags/word_classes.bin");

bool nr_word_classes_are_sound(void)
{
    return (uintptr_t)nr_word_classes_end - (uintptr_t)nr_word_classes ==
           slots_at + ((size_t)SLOT_SIZE << SLOT_BITS);
}

/* Two bytes more are read, within the table or the padding behind it. */
static uint64_t slot(uint32_t at)
{
    return little_load(nr_word_classes + slots_at + (size_t)at * SLOT_SIZE) &
           ((UINT64_C(1) << (8 * SLOT_SIZE)) - 1);
}

static uint32_t path_of(uint64_t number)
{
    return (uint32_t)little_load(nr_word_classes + (number & (PATHS - 1)) * 4);
}

struct nr_word_class nr_word_class_of(uint32_t hash, bool capital)
{
    uint32_t mixed = hash * 0x85ebca6bu, at = mixed >> (32 - SLOT_BITS);
    uint32_t check = mixed >> (32 - SLOT_BITS - CHECK_BITS) & ((1u << CHECK_BITS) - 1);
    uint64_t found = slot(at);
    while (found && found >> CHECK_AT != check) {
        at = (at + 1) & ((1u << SLOT_BITS) - 1);
        found = slot(at);
    }
    uint16_t fine = found >> 20 & (FINE - 1);
    return (struct nr_word_class){
        .path = path_of(found >> (capital ? 10 : 0)),
        .coarse = found >> 29 & (COARSE - 1),
        .fine = fine,
    };
}
