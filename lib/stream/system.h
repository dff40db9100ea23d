/* What POSIX does not have and one system or another does. Elsewhere these do the portable thing.
 */
#ifndef NEWSREEL_LIB_STREAM_SYSTEM_H
#define NEWSREEL_LIB_STREAM_SYSTEM_H

/* Processors that this process may use, at least 1. */
unsigned nr_system_processors(void);

/* Asks for a pipe of 1 MiB where fd is one: fewer switches between the programs of a chain. */
void nr_system_widen_pipe(int fd);

#endif
