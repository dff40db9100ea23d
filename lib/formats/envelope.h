/* Envelopes: objects that programs which serve news put around a list of documents.
 *
 *     {"status":"ok","totalResults":2,"articles":[{"title":...},{"title":...}]}
 *     {"response":{"docs":[{"headline":...}]}}
 *     {"version":"https://jsonfeed.org/version/1.1","title":...,"items":[{...}]}
 *
 * Whether an object is one is told from its beginning alone, since the list may be larger than
 * memory, and only a certain answer counts:
 *
 *   - The list is an array of objects; it is called articles, items, documents, docs, results,
 *     posts, entries, stories, news, records, data or hits; it lies in the outermost object, or in
 *     objects in that which are called response, result, data, hits, feed or channel.
 *   - Nothing before it makes the object a document by itself: no id, and no name that the default
 *     mapping has (formats/mapping.h). A JSON Feed, which says so in its version, may have a title.
 *   - The first object in the list has two names that the default mapping has, or it is the list of
 *     a JSON Feed.
 *   - All of this shows in the object's first NR_ENVELOPE_HEAD bytes. */
#ifndef NEWSREEL_LIB_FORMATS_ENVELOPE_H
#define NEWSREEL_LIB_FORMATS_ENVELOPE_H

#include "newsreel/core/str.h"

enum { NR_ENVELOPE_HEAD = 16 << 10, NR_ENVELOPE_DEPTH = 3 };

enum nr_envelope {
    NR_ENVELOPE_NONE,
    NR_ENVELOPE_FOUND,
    NR_ENVELOPE_UNSURE, /* the answer lies in what follows head */
};

/* head: from an opening brace on. last: nothing follows. When found, *inside is where the list's
 * first element may begin, and *depth how many objects are open around the list, at most
 * NR_ENVELOPE_DEPTH. */
enum nr_envelope nr_envelope_find(struct nr_str head, bool last, size_t *inside, unsigned *depth);

/* How much of s is the JSON value that begins it, loosely: strings and brackets are followed,
 * nothing else is checked. 0: it does not end in s, or a string in it holds a control character. */
size_t nr_envelope_value(struct nr_str s);

#endif
