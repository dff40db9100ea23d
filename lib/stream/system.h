/* What POSIX does not have and one system or another does. Elsewhere these do the portable thing.
 */
#ifndef NEWSREEL_LIB_STREAM_SYSTEM_H
#define NEWSREEL_LIB_STREAM_SYSTEM_H

#include <stdbool.h>

/* Processors that this process may use, at least 1. */
unsigned nr_system_processors(void);

/* Asks for a pipe of 1 MiB where fd is one: fewer switches between the programs of a chain. */
void nr_system_widen_pipe(int fd);

/* Locks an open file against every other opening of it. False: somebody else holds it. A file
 * system that knows no locks refuses nobody. */
bool nr_system_lock(int fd);

/* For the start of a program: occupies the standard descriptors that the caller has closed, so that
 * no file that is opened later is taken for one of them. Using them fails as before. */
void nr_system_guard_standard(void);

#endif
