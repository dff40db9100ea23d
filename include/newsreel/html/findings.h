/* nr_findings: what was found in a page or a text becomes members of its record.
 *
 * Invariants
 *   - A member that the record has stays as it is, unless it is null: what is known before wins.
 *   - Words are repaired as the text is (text/repair.h); dates, addresses and codes are not.
 *   - Nothing found changes nothing.
 *   - All return NR_OK, or NR_BAD where the record has the key twice.
 *   - Zero-initialised, with record and how set, is ready; the buffers may serve the next
 *     record. */
#ifndef NEWSREEL_HTML_FINDINGS_H
#define NEWSREEL_HTML_FINDINGS_H

#include "newsreel/html/metadata.h"
#include "newsreel/json/record.h"
#include "newsreel/text/repair.h"

struct nr_findings {
    struct nr_record *record;
    enum nr_repairs how;
    struct nr_buf json, value;
};

/* Text as it is. */
enum nr_status nr_findings_offer(struct nr_findings *f, const char *key, struct nr_str text,
                                 struct nr_error *e);

/* Words, as one string or as an array of strings. */
enum nr_status nr_findings_offer_words(struct nr_findings *f, const char *key, struct nr_str words,
                                       struct nr_error *e);
enum nr_status nr_findings_offer_list(struct nr_findings *f, const char *key,
                                      const struct nr_str *words, size_t count, struct nr_error *e);

/* All but body. created takes the place of a date that the metadata lacks; may be empty. */
enum nr_status nr_findings_offer_metadata(struct nr_findings *f, const struct nr_metadata *metadata,
                                          struct nr_str created, struct nr_error *e);

/* Buffers beyond keep bytes are given back. */
void nr_findings_reset(struct nr_findings *f, size_t keep);
void nr_findings_free(struct nr_findings *f);

#endif
