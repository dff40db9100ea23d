/* nr_value: a small JSON document as a tree, for what is not the stream: statistics, reports,
 * configuration, the metadata that pages carry along. Records never go through here: a tree costs
 * twenty times the scan, and numbers change their spelling.
 *
 * Ownership: a tree is owned by its root, and the root by the caller, who frees it. What the
 * readers return is a view into the tree and lives until the tree is changed or freed. Adding a
 * value to an object or array hands it over.
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

struct nr_value *nr_value_object(void);
struct nr_value *nr_value_array(void);

/* Sets a member of an object; a new one goes behind the others, a known one keeps its place. Text
 * that is not valid UTF-8 is repaired. A real that is not finite becomes null. */
void nr_value_set(struct nr_value *object, const char *key, struct nr_value *member);
void nr_value_set_text(struct nr_value *object, const char *key, struct nr_str text);
void nr_value_set_u64(struct nr_value *object, const char *key, uint64_t n);
void nr_value_set_real(struct nr_value *object, const char *key, double x);

/* Appends an element to an array. */
void nr_value_add(struct nr_value *array, struct nr_value *element);
void nr_value_add_text(struct nr_value *array, struct nr_str text);

/* NR_JSON_NULL for NULL too. */
enum nr_json_type nr_value_type(const struct nr_value *v);

/* The member of an object, the element of an array (from 0); NULL when there is none, or v is
 * something else. */
struct nr_value *nr_value_get(const struct nr_value *v, const char *key);
struct nr_value *nr_value_at(const struct nr_value *v, size_t index);

/* Walks the members of an object in order: start with *key NULL, NULL comes after the last. */
struct nr_value *nr_value_next(const struct nr_value *v, const char **key);

/* True, and the content, when v is a string; a whole number >= 0; any number. */
bool nr_value_text(const struct nr_value *v, struct nr_str *text);
bool nr_value_u64(const struct nr_value *v, uint64_t *n);
bool nr_value_real(const struct nr_value *v, double *x);

/* Appends v as JSON on one line, members in order, reals with 15 digits (.97 is 0.97). */
void nr_value_write(const struct nr_value *v, struct nr_buf *out);

#endif
