/* nr_sink: where output goes, with every failure seen.
 *
 * Standard output, or a file. A regular file is written under a temporary name beside it
 * (".NAME.part", locked, so that a second run on the same output is refused and a rerun after a
 * kill starts over), and appears under its own name only when nr_sink_close has flushed, synced and
 * renamed it and synced its folder. A device or a pipe is written directly; so is what /dev/stdout
 * and /dev/fd/N stand for. A link stays one: it is the file behind it that is written, also where
 * there is none yet. A file that takes the place of another has its mode. A name that ends in .gz
 * or .zst is compressed.
 *
 * nr_sink_write either takes all bytes or fails. One thread. */
#ifndef NEWSREEL_STREAM_SINK_H
#define NEWSREEL_STREAM_SINK_H

#include "newsreel/core/err.h"

struct nr_sink;

/* path NULL is standard output; else it has to live as long as the sink. */
enum nr_status nr_sink_open(struct nr_sink **sink, const char *path, struct nr_error *e);

/* A file of exactly this name, with the bytes as they come, whatever the suffix. A link, a pipe or
 * a device of that name gives way to it in the end. */
enum nr_status nr_sink_open_exact(struct nr_sink **sink, const char *path, struct nr_error *e);

/* NR_OK or NR_FAIL. Writing to a pipe that nobody reads ends the program by SIGPIPE where that
 * signal is not ignored; else it fails and nr_sink_is_broken_pipe tells. */
enum nr_status nr_sink_write(struct nr_sink *sink, struct nr_str bytes, struct nr_error *e);

/* What is written is to be on disk when it is closed, where it is a file, whoever has opened it. */
void nr_sink_sync(struct nr_sink *s);

bool nr_sink_is_broken_pipe(const struct nr_sink *sink);

/* The name is in the folder around path only when the folder itself is on disk. False, with errno,
 * when it could not be brought there; a file system that cannot do it is no failure. */
bool nr_sink_sync_folder(const char *path);

/* Ends the output and frees the sink. NR_FAIL when anything could not be written: then a file does
 * not appear. */
enum nr_status nr_sink_close(struct nr_sink *sink, struct nr_error *e);

/* The same, but that the file stays under its temporary name, ".NAME.part": it is on disk, and the
 * caller renames it. Not for what is written directly. */
enum nr_status nr_sink_leave(struct nr_sink *sink, struct nr_error *e);

/* Frees the sink after another error: nothing more is written, a temporary file goes. */
void nr_sink_abort(struct nr_sink *sink);

#endif
