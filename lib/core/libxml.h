/* libxml2 sets itself up when it is first used, which must not happen on two threads at once:
 * whoever makes a parser calls this before. */
#ifndef NEWSREEL_LIB_CORE_LIBXML_H
#define NEWSREEL_LIB_CORE_LIBXML_H

void libxml_init(void);

#endif
