/* nr_input: a file as a stream of plain bytes, whatever it is compressed with.
 *
 * An input is a stack of layers: a file descriptor (or memory, or a member of an archive) at the
 * bottom, above it one decoder for each compression found by content: gzip (ISA-L, CRC checked),
 * zstd (libzstd), bzip2, xz, lz4, lzip and compress (libarchive filters). The top is read through a
 * look-ahead buffer.
 *
 *     outermost file ─► [decoder] ─► [decoder] ─► look-ahead ─► nr_input_peek, nr_input_skip
 *
 * Damage is an event in the stream, at its place: nr_input_peek hands out the bytes before it, then
 * returns NR_BAD once, with an error that names the compressed unit and the byte range of the
 * outermost file that is lost, then goes on with what could be found behind it (the next gzip
 * member, the next zstd frame). NR_BAD for a checksum says that the bytes since the unit's first
 * were wrong: who still holds them drops them. Where the data itself is
 * damaged, bytes between the damage and the gap may be wrong as well.
 *
 * A unit is what can be decoded on its own: a gzip member, a zstd frame; in a plain file every byte
 * is one.
 *
 * With options.threads, threads of its own decode units of the compression right above the file
 * (gzip, zstd) before they are asked for. What comes out, places, gaps and errors are the same.
 * That takes up to 8 MiB more for compressed bytes, 5 MiB for copies of them, and for what is
 * decoded and not taken yet, or still held, 9 MiB for each thread but no more than 26 MiB; far less
 * where units are small. Units too large for that, and such as are damaged, are decoded when they
 * are asked for.
 *
 * One thread at a time calls these functions. Reads never start before they are asked for; a read
 * that only serves to have more to decode is not made where it would have to wait. */
#ifndef NEWSREEL_SOURCE_INPUT_H
#define NEWSREEL_SOURCE_INPUT_H

#include "newsreel/core/err.h"
#include "newsreel/core/keeper.h"

struct nr_input;

enum {
    NR_RATIO = 1000,           /* more than news compresses to, by far: what limits are set to */
    NR_RATIO_FROM = 256 << 20, /* bytes that may come out before a ratio counts */
};

/* True when so many bytes out of so many exceed a ratio (0: none does). */
static inline bool nr_ratio_exceeded(uint64_t out, uint64_t in, uint64_t ratio)
{
    return ratio && out > NR_RATIO_FROM && out / ratio > in;
}

struct nr_input_options {
    int window_log;       /* largest zstd window, 2^n bytes: 10 to 31; 0 is 27 */
    int stop_fd;          /* when readable, waiting reads end with NR_FAIL "stopped"; -1: none */
    unsigned max_layers;  /* compressions inside each other; 0 is 4 */
    uint64_t max_out;     /* decompressed bytes that may come out; 0: no limit */
    uint64_t max_ratio;   /* decompressed bytes for each compressed one; 0: no limit */
    uint64_t start;       /* byte to begin at; places stay those of the whole file */
    struct nr_str before; /* with start: what nr_zstd_prologue asks for; nr_input_open sees to it */
    unsigned threads;     /* that decode units of the outermost file ahead; 0 and 1: none do */
    struct nr_str name;   /* label for messages, and for the check of suffix against content */
};

/* name without the suffix of a compression ("a.txt.gz" gives "a.txt"); name itself where it has
 * none. */
struct nr_str nr_input_unpacked(struct nr_str name);

/* path "-" is standard input, which is not closed. Sniffs; so it waits for the first bytes. NR_FAIL
 * when it cannot be opened, is a directory, or its suffix names a compression that its content is
 * not. */
enum nr_status nr_input_open(struct nr_input **in, const char *path,
                             const struct nr_input_options *options, struct nr_error *e);

/* Appends all of a text file, unpacked, to out, but for the byte order mark that it may begin with.
 * NR_FAIL also for a gap. e->path is path. */
enum nr_status nr_input_read_all(const char *path, struct nr_buf *out, struct nr_error *e);

/* Bytes from a callback, for members of archives and for tests: read hands out the next chunk
 * (valid until the next call), NR_END, NR_BAD for a gap, NR_FAIL. self is not freed. Places are not
 * known in such an input. */
typedef enum nr_status nr_input_read(void *self, struct nr_str *chunk, struct nr_error *e);
enum nr_status nr_input_open_nested(struct nr_input **in, nr_input_read *read, void *self,
                                    const struct nr_input_options *options, struct nr_error *e);

/* Bytes in memory, which must outlive the input. Places are known as in a file. */
enum nr_status nr_input_open_memory(struct nr_input **in, struct nr_str bytes,
                                    const struct nr_input_options *options, struct nr_error *e);

/* Looks at the next bytes without taking them: at least want of them, fewer only when the end or a
 * gap follows. The view lives until the next call. NR_OK with view->len > 0; NR_END; NR_BAD, once
 * for each gap; NR_FAIL, also when more has come out than the options allow. */
enum nr_status nr_input_peek(struct nr_input *in, size_t want, struct nr_str *view,
                             struct nr_error *e);

/* Takes n bytes, at most as many as the last view had. */
void nr_input_skip(struct nr_input *in, size_t n);

/* The keeper of the bytes of the last view, to be held by whoever needs them for longer than the
 * view lives; may be NULL. Right after nr_input_peek. */
struct nr_keeper *nr_input_keeper(const struct nr_input *in);

/* Where the next byte lies in the outermost file, when it can be named: true in a plain file, and
 * before the first byte of a unit; false inside a unit, and in nested inputs. Right after an NR_OK
 * or NR_END of nr_input_peek. */
bool nr_input_place(const struct nr_input *in, uint64_t *offset);

/* True when more bytes than the last view showed would have to be waited for: nothing is left in
 * any layer, and the pipe or terminal at the bottom has no data. Regular files never wait. */
bool nr_input_would_block(const struct nr_input *in);

/* Bytes read of the outermost file so far. For progress. */
uint64_t nr_input_consumed(const struct nr_input *in);

/* Never fails: everything that can go wrong has been reported by nr_input_peek. */
void nr_input_close(struct nr_input *in);

#endif
