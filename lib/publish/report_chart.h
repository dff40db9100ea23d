/* Charts of the report's page: SVG that is stretched to the width there is, and text beside it, so
 * that text has one size on every screen. */
#ifndef NEWSREEL_LIB_PUBLISH_REPORT_CHART_H
#define NEWSREEL_LIB_PUBLISH_REPORT_CHART_H

#include "report.h"

/* A stranger's text: escaped, with characters that turn its direction replaced, and an ellipsis
 * where it is cut. */
void chart_add_text(struct nr_buf *out, struct nr_str s, bool cut);

/* A bar of one or more parts, as part of whole. */
struct chart_part {
    const char *class; /* NULL: the plain one */
    uint64_t size;
};
void chart_add_bar(struct nr_buf *out, const struct chart_part *parts, size_t count,
                   uint64_t whole);

/* Columns side by side, with their labels. */
struct chart_columns {
    const char *caption; /* "Records per month" */
    const uint64_t *sizes;
    size_t count;
    void (*label)(struct nr_buf *out, const void *context, size_t i); /* of column i, valid text */
    const void *context;
    /* Labels under the axis: at the edge or the middle of the column i, or none. NULL: a few,
     * spread. */
    bool (*tick)(struct nr_buf *out, const void *context, size_t i);
};
void chart_add_columns(struct nr_buf *out, const struct chart_columns *c);

#endif
