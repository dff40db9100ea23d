/* nr_model: how much the evidence speaks for a block, by boosted decision trees.
 *
 * The trees (lib/html/model_trees.c) are made by tests/train/article.py from pages whose articles
 * are known: gradient boosting of the logistic loss (Friedman, "Greedy function approximation",
 * 2001). All numbers are integers, so that every platform decides alike. */
#ifndef NEWSREEL_HTML_MODEL_H
#define NEWSREEL_HTML_MODEL_H

#include "evidence.h"

/* A score of NR_MODEL_ONE is a log-odds of one for the block as a part of the article. */
enum { NR_MODEL_ONE = 1 << 10 };

/* Goes to left where the evidence is at most the threshold, else to right. A child of 0 or more is
 * a split of the same tree, -1 and below are its leaves 0, 1, ... */
struct nr_model_split {
    uint8_t evidence;
    int8_t left, right;
    int16_t threshold;
};

struct nr_model_tree {
    uint16_t split, leaf; /* where its splits and leaves begin */
};

extern const struct nr_model_tree nr_model_trees[];
extern const struct nr_model_split nr_model_splits[];
extern const int16_t nr_model_leaves[];
extern const unsigned nr_model_tree_count;

/* Stops at a block that is plainly something else, with a score that is low enough for a page that
 * has an article. */
int32_t nr_trees_score(const struct nr_evidence *e);

/* By all trees. Where nothing is likely, it counts how unlikely each block is. */
int32_t nr_trees_score_fully(const struct nr_evidence *e);

#endif
