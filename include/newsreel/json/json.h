/* JSON values as text: reading one apart, and writing one. Nothing here builds a tree or recurses.
 */
#ifndef NEWSREEL_JSON_JSON_H
#define NEWSREEL_JSON_JSON_H

#include "newsreel/json/record.h"

/* Checks that s is exactly one JSON value (blanks around it allowed), with the strictness of
 * nr_record_scan. */
enum nr_status nr_json_scan(struct nr_str s, struct nr_json *value, struct nr_error *e);

/* The decoded text of a scanned string value. See nr_record_text. *replaced (may be NULL) is raised
 * by the number of lone surrogates. */
struct nr_str nr_json_unescape(struct nr_json string, struct nr_arena *arena, size_t *replaced);

static inline struct nr_str nr_json_text(struct nr_json string, struct nr_arena *arena,
                                         size_t *replaced)
{
    return string.escaped ? nr_json_unescape(string, arena, replaced)
                          : nr_str(string.raw.data + 1, string.raw.len - 2);
}

/* Walks the elements of a scanned array, or the members of a scanned object. Start with rest =
 * value.raw; NR_END after the last. The walk trusts what the scan has checked. */
enum nr_status nr_json_next_element(struct nr_str *rest, struct nr_json *element);
enum nr_status nr_json_next_member(struct nr_str *rest, struct nr_json *key, struct nr_json *value);

/* The same for an array of objects without looking for the end of each first. enter goes to the
 * next element; NR_BAD when that is no object, and *rest stays. Then next_inside has to be called
 * up to its NR_END, which leaves *rest behind the object. */
enum nr_status nr_json_enter_object(struct nr_str *rest);
enum nr_status nr_json_next_inside(struct nr_str *rest, struct nr_json *key, struct nr_json *value);

/* Appends s as a JSON string with quotes: control characters, quote and backslash escaped,
 * everything else as it is. s is valid UTF-8: the caller has checked, or decoded it from a scanned
 * record. */
void nr_json_add_text(struct nr_buf *out, struct nr_str s);

/* Appends a finite number in as few digits as read back as the same double, whatever the locale,
 * and never as an integer: 4 is "4.0", so that a column of such numbers shows its type in each. */
void nr_json_add_real(struct nr_buf *out, double x);

/* An object built member by member, in the order of the calls: begin, add..., end. A key is a
 * literal that needs no escaping. Raw values are valid JSON. */
void nr_object_begin(struct nr_buf *out);
void nr_object_add_text(struct nr_buf *out, const char *key, struct nr_str text);
void nr_object_add_u64(struct nr_buf *out, const char *key, uint64_t n);
void nr_object_add_real(struct nr_buf *out, const char *key, double x);
void nr_object_add_raw(struct nr_buf *out, const char *key, struct nr_str json);
void nr_object_end(struct nr_buf *out);

#endif
