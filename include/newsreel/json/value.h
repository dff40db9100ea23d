/* nr_value: a small JSON document as a tree, for what is not the stream: the metadata that pages
 * carry along. Records never go through here: a tree costs twenty times the scan, and numbers
 * change their spelling. JSON is written with nr_object (json/json.h), without a tree.
 *
 * Ownership: a tree is owned by its root, and the root by the caller, who frees it. What the
 * readers return is a view into the tree and lives until it is freed.
 *
 * Every reader takes NULL for "not there" and answers the same, so lookups chain:
 * nr_value_text(nr_value_get(nr_value_get(v, "author"), "name"), &name). The functions cannot fail
 * but for nr_value_parse. One thread at a time may use a tree. */
#ifndef NEWSREEL_JSON_VALUE_H
#define NEWSREEL_JSON_VALUE_H

#include "newsreel/json/record.h"

struct nr_value;

/* A tree from text: strict as nr_json_scan, and refuses what a tree cannot hold besides: lone
 * surrogates, numbers past the range of a double, NUL in a key. Of members with the same key the
 * last one stays; an integer past 63 bits turns the document's integers into reals. NULL with the
 * reason and the column (byte from 1 in json). */
struct nr_value *nr_value_parse(struct nr_str json, struct nr_error *e);
void nr_value_free(struct nr_value *v);

/* NR_JSON_NULL for NULL too. */
enum nr_json_type nr_value_type(const struct nr_value *v);

/* The member of an object, the element of an array (from 0); NULL when there is none, or v is
 * something else. */
struct nr_value *nr_value_get(const struct nr_value *v, const char *key);
struct nr_value *nr_value_at(const struct nr_value *v, size_t index);

/* True, and the content, when v is a string. */
bool nr_value_text(const struct nr_value *v, struct nr_str *text);

/* True, and the number, when v is an integer and not negative. */
bool nr_value_natural(const struct nr_value *v, unsigned long long *number);

#endif
