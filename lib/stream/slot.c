#include "slot.h"
#include "newsreel/core/mem.h"
#include <stdlib.h>

/* Buffers beyond this are given back between batches: one huge record does not hold its memory for
 * the whole run. */
enum { KEEP_BUFFER = 4 << 20, PIECE = 240 };

struct nr_piece *nr_slot_add_piece(struct nr_slot *s)
{
    s->pieces = nr_grow_array(s->pieces, &s->piece_room, s->piece_count + 1, sizeof *s->pieces);
    struct nr_piece *piece = &s->pieces[s->piece_count++];
    *piece = (struct nr_piece){.from = s->in.len, .to = s->in.len};
    return piece;
}

struct nr_result *nr_slot_add_result(struct nr_slot *s)
{
    s->results =
        nr_grow_array(s->results, &s->result_room, s->result_count + 1, sizeof *s->results);
    struct nr_result *result = &s->results[s->result_count++];
    /* Member by member: compilers clear structs of this size with an instruction that takes longer
     * than all else here. */
    result->status = NR_OK;
    result->stops = result->seal = result->as_it_came = false;
    result->piece = NULL;
    result->line = 0;
    result->lines = 1;
    result->drop = NULL;
    result->error = NULL;
    result->label = result->bytes = nr_str(NULL, 0);
    result->out_from = result->out_to = s->out.len;
    for (int i = 0; i < NR_KEY; i++)
        result->key[i] = 0;
    return result;
}

void nr_slot_add_note(struct nr_slot *s, struct nr_note note)
{
    size_t i = 0;
    while (i < s->note_count && strcmp(s->notes[i].what, note.what) != 0)
        i++;
    if (i == s->note_count) {
        s->notes = nr_grow_array(s->notes, &s->note_room, i + 1, sizeof *s->notes);
        s->notes[s->note_count++] = (struct nr_note){.what = note.what};
    }
    s->notes[i].count += note.count;
}

struct nr_error *nr_slot_keep_error(struct nr_slot *s, const struct nr_error *e)
{
    struct nr_error *copy = nr_arena_alloc(&s->arena, sizeof *copy);
    *copy = *e;
    copy->path = nr_arena_str(&s->arena, e->path);
    return copy;
}

/* In pieces whose count fits a byte, which compilers make vector code of. */
uint64_t nr_slot_count_lines(struct nr_str bytes)
{
    size_t at = 0;
    uint64_t n = bytes.len && bytes.data[bytes.len - 1] != '\n';
    for (; bytes.len - at >= PIECE; at += PIECE) {
        unsigned char newlines = 0;
        for (size_t i = 0; i < PIECE; i++)
            newlines = (unsigned char)(newlines + (bytes.data[at + i] == '\n'));
        n += newlines;
    }
    for (; at < bytes.len; at++)
        n += bytes.data[at] == '\n';
    return n;
}

static void drop_keepers(struct nr_slot *s)
{
    for (size_t i = 0; i < s->piece_count && s->held; i++)
        nr_keeper_drop(s->pieces[i].member.keeper);
    s->held = 0;
}

void nr_slot_reset(struct nr_slot *s)
{
    drop_keepers(s);
    nr_buf_reset(&s->in, KEEP_BUFFER);
    nr_buf_reset(&s->out, KEEP_BUFFER);
    for (int i = 0; i < NR_SIDES; i++)
        nr_buf_reset(&s->side[i], KEEP_BUFFER);
    s->piece_count = s->result_count = s->note_count = 0;
    nr_arena_reset(&s->arena);
}

void nr_slot_free(struct nr_slot *s)
{
    drop_keepers(s);
    nr_buf_free(&s->in);
    nr_buf_free(&s->out);
    for (int i = 0; i < NR_SIDES; i++)
        nr_buf_free(&s->side[i]);
    free(s->pieces);
    free(s->results);
    free(s->notes);
    nr_arena_free(&s->arena);
}
