/* nr_contacts: what leads to somebody or is a secret of theirs, as spans.
 *
 *   email     v in lower case           ann.lee@example.org; the domain ends in a known top domain
 *   url       v as it stands            behind http, https or ftp any host, of one word only with a
 *                                     user, port or path; else one with a known top domain
 *   ip        v without leading zeros   10.0.0.1, fe80::1
 *   card      v digits                  13 to 19 digits of an issuer's range, whose check digit fits
 *   iban      v without spaces          of its country's length, whose check digits fit
 *   phone     v digits, + where it is said   +44 161 123 4567; (212) 555-0100; more behind "phone"
 *   handle    v with @                  @name
 *   hashtag   v with #                  #topic
 *
 * A host without a scheme, www. or a path is a url where nothing else is likely. Of two labels the
 * last must be neither a word of prose (a space may be missing: "it", "no") nor a common member in
 * programs ("item.name", "self.app"); of any number not the ending of a file or the like ("foo.py",
 * "user.id"), unless the label before it is one as co, com or gov.
 *
 * Marks that end a sentence and brackets that are not opened inside do not belong to a url. Spans
 * do not overlap. Linear in the text. */
#ifndef NEWSREEL_TAGS_CONTACTS_H
#define NEWSREEL_TAGS_CONTACTS_H

#include "newsreel/tags/spans.h"

/* text is valid UTF-8. The spans are added in the order of the text. */
void nr_contacts_read(struct nr_str text, struct nr_spans *spans);

#endif
