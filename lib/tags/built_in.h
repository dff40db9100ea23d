/* Files that are built in as they are, found from the root of the project. */
#ifndef NEWSREEL_LIB_TAGS_BUILT_IN_H
#define NEWSREEL_LIB_TAGS_BUILT_IN_H

#include <stdint.h>

#ifdef __APPLE__
#define NR_BUILT_IN_SECTION ".section __TEXT,__const"
#define NR_BUILT_IN_PREFIX  "_"
#else
#define NR_BUILT_IN_SECTION ".section .rodata"
#define NR_BUILT_IN_PREFIX
#endif

/* Defines NAME and NAME_end, which is where the bytes end; eight of padding are behind. The file is
 * a prerequisite of the object in the Makefile. */
#define NR_BUILT_IN(name, file)                                                                    \
    __asm__(NR_BUILT_IN_SECTION                                                                    \
            "\n"                                                                                   \
            ".balign 64\n"                                                                         \
            ".globl " NR_BUILT_IN_PREFIX #name "\n" NR_BUILT_IN_PREFIX #name ":\n"                 \
            ".incbin \"" file "\"\n"                                                               \
            ".globl " NR_BUILT_IN_PREFIX #name "_end\n" NR_BUILT_IN_PREFIX #name "_end:\n"         \
            ".quad 0\n"                                                                            \
            ".text\n");                                                                            \
    extern const uint8_t name[], name##_end[]

#endif
