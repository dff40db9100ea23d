#define ZLIB_CONST
#include "packer.h"
#include "newsreel/core/mem.h"
#include <limits.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

enum { ZSTD_LEVEL = 3, GZIP_LEVEL = 6, GZIP_WINDOW = 15 + 16 /* with gzip's header */ };

struct packer {
    enum nr_packing packing;
    ZSTD_CCtx *zstd;
    z_stream gzip;
};

struct packer *packer_new(enum nr_packing packing)
{
    struct packer *p = nr_alloc_zero(1, sizeof *p);
    bool made = true;
    p->packing = packing;
    if (packing == NR_PACKING_ZSTD) {
        p->zstd = ZSTD_createCCtx();
        made =
            p->zstd &&
            !ZSTD_isError(ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_compressionLevel, ZSTD_LEVEL)) &&
            !ZSTD_isError(ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_checksumFlag, 1));
    } else if (packing == NR_PACKING_GZIP) {
        made = deflateInit2(&p->gzip, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) ==
               Z_OK;
    }
    if (!made)
        nr_die_of_memory();
    return p;
}

static enum nr_status pack_zstd(struct packer *p, struct nr_str lines, struct nr_buf *out,
                                struct nr_error *e)
{
    size_t room = ZSTD_compressBound(lines.len);
    size_t n = ZSTD_compress2(p->zstd, nr_buf_reserve(out, room), room, lines.data, lines.len);
    if (ZSTD_isError(n)) {
        nr_error_set(e, "cannot compress: %s", ZSTD_getErrorName(n));
        return NR_FAIL;
    }
    out->len += n;
    return NR_OK;
}

static enum nr_status pack_gzip(struct packer *p, struct nr_str lines, struct nr_buf *out,
                                struct nr_error *e)
{
    uLong room = deflateBound(&p->gzip, lines.len);
    if (lines.len > UINT_MAX || room > UINT_MAX) {
        nr_error_set(e, "cannot compress: a frame of %zu bytes", lines.len);
        return NR_FAIL;
    }
    p->gzip.next_in = (const Bytef *)lines.data;
    p->gzip.avail_in = (uInt)lines.len;
    p->gzip.next_out = (Bytef *)nr_buf_reserve(out, room);
    p->gzip.avail_out = (uInt)room;
    bool ended = deflate(&p->gzip, Z_FINISH) == Z_STREAM_END;
    out->len += room - p->gzip.avail_out;
    deflateReset(&p->gzip);
    if (!ended)
        nr_error_set(e, "cannot compress: %s", "zlib does not come to an end");
    return ended ? NR_OK : NR_FAIL;
}

enum nr_status packer_pack(struct packer *p, struct nr_str lines, struct nr_buf *out,
                           struct nr_error *e)
{
    if (p->packing == NR_PACKING_ZSTD)
        return pack_zstd(p, lines, out, e);
    if (p->packing == NR_PACKING_GZIP)
        return pack_gzip(p, lines, out, e);
    nr_buf_add_str(out, lines);
    return NR_OK;
}

void packer_free(struct packer *p)
{
    if (!p)
        return;
    ZSTD_freeCCtx(p->zstd);
    if (p->packing == NR_PACKING_GZIP)
        deflateEnd(&p->gzip);
    free(p);
}

static bool unpack_zstd(struct nr_str frame, char *out, size_t len)
{
    return ZSTD_getFrameContentSize(frame.data, frame.len) == len && /* of a skippable one 0 */
           !ZSTD_isError(ZSTD_findFrameCompressedSize(frame.data, frame.len)) &&
           ZSTD_findFrameCompressedSize(frame.data, frame.len) == frame.len && frame.len >= 4 &&
           memcmp(frame.data, "\x28\xb5\x2f\xfd", 4) == 0 &&
           ZSTD_decompress(out, len, frame.data, frame.len) == len;
}

static bool unpack_gzip(struct nr_str frame, char *out, size_t len)
{
    z_stream z = {.next_in = (const Bytef *)frame.data, .next_out = (Bytef *)out};
    if (frame.len > UINT_MAX || len > UINT_MAX || inflateInit2(&z, GZIP_WINDOW) != Z_OK)
        return false;
    z.avail_in = (uInt)frame.len;
    z.avail_out = (uInt)len;
    bool whole = inflate(&z, Z_FINISH) == Z_STREAM_END && z.avail_in == 0 && z.avail_out == 0;
    inflateEnd(&z);
    return whole;
}

bool packer_unpack(enum nr_packing packing, struct nr_str frame, size_t len, struct nr_buf *out)
{
    char *to = nr_buf_reserve(out, len + 1); /* with room for nothing there is a pointer too */
    bool whole = frame.len == len;
    if (packing == NR_PACKING_ZSTD)
        whole = unpack_zstd(frame, to, len);
    else if (packing == NR_PACKING_GZIP)
        whole = unpack_gzip(frame, to, len);
    else if (whole && len)
        memcpy(to, frame.data, len);
    out->len += whole ? len : 0;
    return whole;
}
