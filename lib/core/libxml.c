#include "libxml.h"
#include <libxml/parser.h>
#include <pthread.h>

static void init(void)
{
    xmlInitParser();
}

void libxml_init(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, init);
}
