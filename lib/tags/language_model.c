#include "language_model.h"

enum { ROWS_AT_ONCE = 17, ROWS_AHEAD = 48 };

/* Few languages share a letter sequence of the other scripts, and they have fewer of them. */
const struct nr_language_group nr_language_groups[NR_SCRIPT_MODELLED] = {
    [NR_SCRIPT_LATIN] =
        {"af az bs ca cs cy da de en eo es et eu fi fr ga hr hu id is it la lg lt lv "
         "mi ms nb nl nn pl pt ro sk sl sn so sq sr-Latn st sv sw tl tn tr ts vi xh "
         "yo zu",
         50, 17},
    [NR_SCRIPT_CYRILLIC] = {"be bg kk mk mn ru sr uk", 8, 16},
    [NR_SCRIPT_ARABIC] = {"ar fa ur", 3, 15},
    [NR_SCRIPT_DEVANAGARI] = {"hi mr", 2, 15},
    [NR_SCRIPT_HAN] = {"ja zh", 2, 15},
};

/* The weights, as they are in the file. */
#ifdef __APPLE__
#define SECTION ".section __TEXT,__const"
#define PREFIX  "_"
#else
#define SECTION ".section .rodata"
#define PREFIX
#endif
/* clang-format off */
__asm__(SECTION "\n"
        ".balign 64\n"
        ".globl " PREFIX "nr_language_weights\n"
        PREFIX "nr_language_weights:\n"
        ".incbin \"lib/tags/language_model.bin\"\n"
        ".globl " PREFIX "nr_language_weights_end\n"
        PREFIX "nr_language_weights_end:\n"
        ".byte 0\n"
        ".text\n");
/* clang-format on */
extern const uint8_t nr_language_weights[], nr_language_weights_end[];

size_t nr_language_table_at(enum nr_script script)
{
    size_t at = NR_LANGUAGE_MAGIC_SIZE;
    for (size_t i = 0; i < (size_t)script; i++)
        at += nr_language_row_size(&nr_language_groups[i]) << nr_language_groups[i].bits;
    return at;
}

bool nr_language_model_is_sound(void)
{
    size_t size = (size_t)((uintptr_t)nr_language_weights_end - (uintptr_t)nr_language_weights);
    return size == nr_language_table_at(NR_SCRIPT_MODELLED) + NR_LANGUAGE_PADDING &&
           memcmp(nr_language_weights, NR_LANGUAGE_MAGIC, NR_LANGUAGE_MAGIC_SIZE) == 0;
}

/* Multiplicative hashing: the upper bits of the product are the well-mixed ones. */
static uint64_t mixed(uint64_t hash, uint32_t c)
{
    return (hash + c) * 0x9e3779b97f4a7c15u;
}

size_t nr_language_rows(unsigned bits, const uint32_t *letters, size_t count, uint32_t *rows)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t hash = 0;
        size_t most = count - i < NR_LANGUAGE_GRAM ? count - i : NR_LANGUAGE_GRAM;
        for (size_t k = 0; k < most; k++) {
            hash = mixed(hash ^ hash >> 32, letters[i + k]);
            rows[n] = (uint32_t)(hash >> (64 - bits));
            n += k > 0 || letters[i] != ' ';
        }
    }
    if (count > NR_LANGUAGE_GRAM) {
        uint64_t hash = 1;
        for (size_t i = 0; i < count; i++)
            hash = mixed(hash ^ hash >> 32, letters[i]);
        rows[n++] = (uint32_t)(hash >> (64 - bits));
    }
    return n;
}

typedef uint8_t sixteen __attribute__((vector_size(16)));

/* Adds up to ROWS_AT_ONCE rows: so many weights of four bits fit into a byte. */
static void add_rows(struct nr_language_sums *to, const uint8_t *table, size_t row_size,
                     const uint32_t *rows, size_t count)
{
    sixteen low[2] = {{0}}, high[2] = {{0}};
    for (size_t i = 0; i < count; i++) {
        sixteen a, b;
        memcpy(&a, table + rows[i] * row_size, 16);
        memcpy(&b, table + rows[i] * row_size + 16, 16);
        low[0] += a & 15;
        low[1] += b & 15;
        high[0] += a >> 4;
        high[1] += b >> 4;
    }
    uint8_t bytes[2][32];
    memcpy(bytes[0], low, sizeof low);
    memcpy(bytes[1], high, sizeof high);
    for (size_t i = 0; i < 32; i++) {
        to->half[0][i] += bytes[0][i];
        to->half[1][i] += bytes[1][i];
    }
}

/* The table is larger than most caches, and a row is what all the time is waited for: it is asked
 * for as soon as its number is known, and added when some more have been. */
static void prefetch_rows(const uint8_t *table, size_t row_size, const uint32_t *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const uint8_t *row = table + rows[i] * row_size;
        __builtin_prefetch(row);
        __builtin_prefetch(row + row_size - 1);
    }
}

void nr_language_add(struct nr_language_sums *to, enum nr_script script, struct nr_str text)
{
    const struct nr_language_group *g = &nr_language_groups[script];
    const uint8_t *table = nr_language_weights + nr_language_table_at(script);
    struct nr_language_words words = {.rest = text, .script = script};
    uint32_t rows[NR_LANGUAGE_ROWS + ROWS_AHEAD + ROWS_AT_ONCE];
    size_t count = 0;
    while (nr_language_words_next(&words)) {
        size_t more = nr_language_rows(g->bits, words.letters, words.count, rows + count);
        prefetch_rows(table, nr_language_row_size(g), rows + count, more);
        count += more;
        size_t done = 0;
        for (; done + ROWS_AHEAD + ROWS_AT_ONCE <= count; done += ROWS_AT_ONCE)
            add_rows(to, table, nr_language_row_size(g), rows + done, ROWS_AT_ONCE);
        to->features += (uint32_t)done;
        count -= done;
        memmove(rows, rows + done, count * sizeof *rows);
    }
    for (size_t done = 0, some; done < count; done += some) {
        some = count - done < ROWS_AT_ONCE ? count - done : ROWS_AT_ONCE;
        add_rows(to, table, nr_language_row_size(g), rows + done, some);
    }
    to->features += (uint32_t)count;
}

int32_t nr_language_sum(const struct nr_language_sums *of, enum nr_script script, size_t number)
{
    size_t half = nr_language_row_size(&nr_language_groups[script]);
    uint32_t sum = number < half ? of->half[0][number] : of->half[1][number - half];
    return (int32_t)(sum - of->features * NR_LANGUAGE_WEIGHT_BIAS);
}

struct nr_str nr_language_code(enum nr_script script, size_t number)
{
    struct nr_str rest = nr_str_of(nr_language_groups[script].codes), code = rest;
    for (size_t i = 0; i <= number; i++)
        nr_str_split(&rest, ' ', &code);
    return code;
}

size_t nr_language_number(enum nr_script script, struct nr_str code)
{
    struct nr_str rest = nr_str_of(nr_language_groups[script].codes), other;
    size_t number = 0;
    while (nr_str_split(&rest, ' ', &other) && !nr_str_eq(code, other))
        number++;
    return number;
}
