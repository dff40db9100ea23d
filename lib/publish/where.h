/* A condition as steps over a stack: where.c makes them, where_test.c runs them. */
#ifndef NEWSREEL_LIB_PUBLISH_WHERE_H
#define NEWSREEL_LIB_PUBLISH_WHERE_H

#include "newsreel/publish/where.h"

/* A level of parentheses holds the left side of a comparison, and what is inside one more. */
enum { WHERE_STACK = 2 * NR_WHERE_NEST + 4 };

enum where_op {
    WHERE_MEMBER,   /* pushes a member */
    WHERE_CONSTANT, /* pushes a constant */
    WHERE_NOT,
    WHERE_EQUAL,
    WHERE_UNEQUAL,
    WHERE_LESS,
    WHERE_LESS_EQUAL,
    WHERE_GREATER,
    WHERE_GREATER_EQUAL,
    WHERE_CONTAINS,
    WHERE_IN,  /* the top in the constants of the count steps behind, which are jumped over */
    WHERE_AND, /* where the top is false it stays and count steps are jumped over; else it goes */
    WHERE_OR,  /* where it is true */
};

/* text is decoded, of a string; else as in JSON. */
struct where_value {
    enum nr_json_type type;
    struct nr_str text;
};

struct where_step {
    enum where_op op;
    struct where_value constant;
    struct nr_str path; /* with dots */
    size_t count;
};

struct nr_where {
    struct nr_arena arena; /* all there is but the steps */
    struct where_step *steps;
    size_t count, capacity;
};

#endif
