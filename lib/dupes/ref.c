#include "ref.h"

void nr_ref_add(struct nr_buf *out, uint64_t ref)
{
    hex_add(out, nr_ref_shard(ref), 4);
    nr_buf_add_char(out, '-');
    hex_add(out, nr_ref_line(ref), HEX32);
}

bool nr_ref_parse(struct nr_str s, uint64_t *ref)
{
    return s.len >= NR_REF_LENGTH && ref_parse(s.data, ref);
}
