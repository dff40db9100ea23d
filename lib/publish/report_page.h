/* The page of the report in two files: the frame of it and what happened to the records, and what
 * the records are like. */
#ifndef NEWSREEL_LIB_PUBLISH_REPORT_PAGE_H
#define NEWSREEL_LIB_PUBLISH_REPORT_PAGE_H

#include "report_chart.h"

/* title and text are HTML. */
void page_begin_section(struct nr_buf *out, const char *title);
void page_end_section(struct nr_buf *out);
void page_add_note(struct nr_buf *out, const char *text);
/* "1,234 what" */
void page_add_amount(struct nr_buf *out, uint64_t n, const char *what);
/* Behind an item's opening tags and name: closes the name, then the count, its share of whole (0:
 * none), and a bar that is as long as all there is for longest. */
void page_add_row(struct nr_buf *out, uint64_t count, uint64_t whole, uint64_t longest,
                  const char *class);

void page_add_days(struct nr_buf *out, const struct nr_summary *s);
void page_add_where(struct nr_buf *out, const struct nr_summary *s);
void page_add_texts(struct nr_buf *out, const struct nr_summary *s);
void page_add_clusters(struct nr_buf *out, const struct nr_summary *s);
void page_add_names(struct nr_buf *out, const struct nr_summary *s);

#endif
