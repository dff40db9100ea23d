/* The work is count * numbers multiplications. A group of numbers stays in registers while the
 * hashes go by; how many fit depends on the vector instructions, so the same loop is compiled for
 * several and chosen by what the processor has. */
#include "newsreel/dupes/minhash.h"
#include "minhash_portable.h"
#include <stdbool.h>

enum { GROUP = 32 }; /* 4 registers of AVX2 for each of minimum, factor and addend */

#define SEED UINT64_C(0x6e657773726f6c6c)

/* Vigna's splitmix64. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

void nr_minhash_init(struct nr_minhash *m, unsigned count)
{
    uint64_t state = SEED;
    m->count = count;
    for (unsigned i = 0; i < NR_MINHASH_MOST; i++) {
        uint64_t random = next_random(&state);
        m->factors[i] = (uint32_t)random | 1;
        m->addends[i] = (uint32_t)(random >> 32);
    }
}

/* The compiler keeps all three arrays in vector registers. */
__attribute__((always_inline)) static inline void sign_group(const uint32_t *restrict factors,
                                                             const uint32_t *restrict addends,
                                                             const uint32_t *restrict hashes,
                                                             size_t count,
                                                             uint32_t *restrict values)
{
    uint32_t least[GROUP];
    for (int k = 0; k < GROUP; k++)
        least[k] = UINT32_MAX;
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < GROUP; k++) {
            uint32_t x = hashes[i] * factors[k] + addends[k];
            least[k] = x < least[k] ? x : least[k];
        }
    for (int k = 0; k < GROUP; k++)
        values[k] = least[k];
}

static void sign_portable(const uint32_t *factors, const uint32_t *addends, const uint32_t *hashes,
                          size_t count, uint32_t *values)
{
    sign_group(factors, addends, hashes, count, values);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void sign_avx2(const uint32_t *factors,
                                                      const uint32_t *addends,
                                                      const uint32_t *hashes, size_t count,
                                                      uint32_t *values)
{
    sign_group(factors, addends, hashes, count, values);
}

static bool has_avx2(void)
{
    return __builtin_cpu_supports("avx2");
}
#else
#define sign_avx2 sign_portable
static bool has_avx2(void)
{
    return false;
}
#endif

void nr_minhash_sign(const struct nr_minhash *m, const uint32_t *hashes, size_t count,
                     uint32_t values[NR_MINHASH_MOST])
{
    bool avx2 = has_avx2();
    for (unsigned i = 0; i < m->count; i += GROUP)
        (avx2 ? sign_avx2 : sign_portable)(m->factors + i, m->addends + i, hashes, count,
                                           values + i);
}

void nr_minhash_sign_portable(const struct nr_minhash *m, const uint32_t *hashes, size_t count,
                              uint32_t values[NR_MINHASH_MOST])
{
    for (unsigned i = 0; i < m->count; i += GROUP)
        sign_portable(m->factors + i, m->addends + i, hashes, count, values + i);
}

double nr_minhash_similarity(const uint32_t *a, const uint32_t *b, unsigned count)
{
    unsigned equal = 0;
    for (unsigned i = 0; i < count; i++)
        equal += a[i] == b[i];
    return count ? (double)equal / count : 0;
}
