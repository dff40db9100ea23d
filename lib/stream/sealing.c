#include "sealing.h"

static void stop_at(struct nr_slot *slot, struct nr_result *result, struct nr_error *e)
{
    e->path = result->piece->member.source;
    e->line = result->piece->member.line + result->line;
    result->status = NR_FAIL;
    result->stops = true;
    result->error = nr_slot_keep_error(slot, e);
}

/* In an archive lies what somebody else has packed: there a seal that does not agree is a bad line,
 * and what follows one is read. */
static void reject(struct nr_slot *slot, struct nr_result *result, struct nr_error *e)
{
    e->path = result->piece->member.source;
    e->line = result->piece->member.line + result->line;
    e->lost_records = 1;
    result->status = NR_BAD;
    result->seal = false;
    result->error = nr_slot_keep_error(slot, e);
}

/* The operands from the one that was read to the one before next are over. */
static void close_streams(struct nr_sealing *s, uint64_t next)
{
    bool sealed = s->stream == 0 || (s->ended && !s->broken);
    uint64_t first = sealed ? s->stream + 1 : s->stream;
    if (!s->open && first < next)
        s->open = first;
}

static void begin(struct nr_sealing *s, uint64_t stream)
{
    close_streams(s, stream);
    s->stream = stream;
    s->records = 0;
    s->ended = false;
    s->broken = s->members && s->broken;
    nr_hasher_reset(s->in);
}

/* Whether the seal is that of the lines before it. */
static bool agrees(const struct nr_sealing *s, struct nr_seal seal, struct nr_error *e)
{
    struct nr_hash128 hash = nr_hasher_result(s->in);
    if (s->broken)
        return true;
    if (seal.records != s->records) {
        nr_error_set(e, "the seal counts %llu records, and %llu came",
                     (unsigned long long)seal.records, (unsigned long long)s->records);
        return false;
    }
    if (seal.hash.high != hash.high || seal.hash.low != hash.low) {
        nr_error_set(e, "the seal is of other records than these");
        return false;
    }
    return true;
}

/* What a seal tells of counts only when it agrees. */
static bool check(struct nr_sealing *s, struct nr_str line, struct nr_error *e)
{
    struct nr_seal seal = {0};
    struct nr_stages stages = {0};
    bool good = nr_seal_read(line, &seal, &stages, e) == NR_OK && agrees(s, seal, e);
    nr_stages_free(&stages);
    return good && nr_seal_read(line, &seal, &s->stages, e) == NR_OK;
}

/* A line in a file inside an archive. */
static void watch_inside(struct nr_sealing *s, struct nr_slot *slot, struct nr_result *result,
                         struct nr_str bytes)
{
    struct nr_error e;
    bool second = s->ended;
    s->records += !result->seal;
    if (!result->seal)
        return;
    if (second)
        nr_error_set(&e, "a second seal");
    else
        nr_hasher_add(s->in, nr_str_sub(bytes, 0, (size_t)(result->bytes.data - bytes.data)));
    s->ended = true;
    if (second || !check(s, result->bytes, &e))
        reject(slot, result, &e);
}

/* The records of a piece, which begin with results[at]. Returns the first result behind them. */
static size_t watch_piece(struct nr_sealing *s, struct nr_slot *slot, const struct nr_piece *piece,
                          size_t at)
{
    struct nr_error e;
    struct nr_str bytes = piece->member.bytes;
    if (s->stream != piece->stream)
        begin(s, piece->stream);
    for (; at < slot->result_count && slot->results[at].piece == piece; at++) {
        struct nr_result *result = &slot->results[at];
        if (piece->member.inside) {
            watch_inside(s, slot, result, bytes);
            continue;
        }
        if (s->ended) {
            nr_error_set(&e, "a record follows the seal that ends its stream");
            stop_at(slot, result, &e);
            return slot->result_count;
        }
        s->records += !result->seal;
        if (!result->seal)
            continue;
        nr_hasher_add(s->in, nr_str_sub(bytes, 0, (size_t)(result->bytes.data - bytes.data)));
        s->ended = true;
        if (!check(s, result->bytes, &e)) {
            stop_at(slot, result, &e);
            return slot->result_count;
        }
    }
    if (!s->ended)
        nr_hasher_add(s->in, bytes);
    return at;
}

void nr_sealing_watch(struct nr_sealing *s, struct nr_slot *slot)
{
    size_t at = 0;
    for (size_t i = 0; s->in && i < slot->piece_count; i++) {
        const struct nr_piece *piece = &slot->pieces[i];
        if (piece->status == NR_OK && piece->lines) {
            at = watch_piece(s, slot, piece, at);
            continue;
        }
        if (piece->status != NR_OK && !s->members && s->stream != piece->stream)
            begin(s, piece->stream);
        s->broken |= piece->status != NR_OK;
        at++;
    }
}

bool nr_sealing_proven(struct nr_sealing *s, uint64_t operands)
{
    close_streams(s, operands + 1);
    return !s->open;
}

void nr_sealing_free(struct nr_sealing *s)
{
    nr_hasher_free(s->in);
    nr_hasher_free(s->out);
    nr_stages_free(&s->stages);
}
