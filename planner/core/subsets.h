/* subsets: the best order of every set of a few places, on every route, as far as it can be in a plan better than the best
 * one known. For exact. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_SUBSETS_H
#define ROUNDS_PLANNER_CORE_SUBSETS_H

#include "planner/core/total.h"

enum {
    CORE_SUBSETS_PLACES = 12,
    CORE_SUBSETS_CELLS = 1 << 15 /* routes x sets */
};

struct core_subsets_cell {
    int64_t late_s, price_ms; /* late_s < 0: there is no order */
    int32_t missed;
    uint8_t order[CORE_SUBSETS_PLACES]; /* numbers of the places */
};

/* How the same places, ending alike, were done before. */
struct core_subsets_mark {
    int64_t time_s, late_s, driving_s;
};

struct core_subsets {
    const struct core_rules *rules;
    uint32_t n; /* places that some route may serve */
    uint32_t place[CORE_SUBSETS_PLACES];
    struct core_subsets_cell *cells; /* routes x 2^n */
    struct core_subsets_mark *marks; /* 2^n x n */
    /* By place: what it is worth, in thousandths; how many duties it is; the least driving to
     * it; those that may not be on the same route; those that must not come after it on a route. */
    int64_t worth_ms[CORE_SUBSETS_PLACES];
    uint32_t duties[CORE_SUBSETS_PLACES];
    int32_t least_in_s[CORE_SUBSETS_PLACES];
    uint32_t clashes[CORE_SUBSETS_PLACES], not_after[CORE_SUBSETS_PLACES];
    int64_t base_ms;  /* for the given places, all unserved */
    int64_t unserved; /* duties that no route can serve */
    uint32_t steps, steps_max;
};

/* Are the places few enough? *N is how many, at most; 0 if not. */
bool core_subsets_fit(const struct core_problem *problem, uint32_t *n);
void core_subsets_init(struct core_subsets *subsets, const struct core_rules *rules, struct core_carve *carve);

/* Fill the cells. What cannot be in a plan better than BEST may be left out. False if that takes more than STEPS_MAX
 * steps, of some tens of nanoseconds each. */
bool core_subsets_fill(struct core_subsets *subsets, const struct core_total *best, uint32_t steps_max);

/* Does a place of ITEM lie in SET? */
bool core_subsets_has(const struct core_subsets *subsets, uint32_t set, struct core_item item);

static inline struct core_subsets_cell *core_subsets_cell(const struct core_subsets *subsets, uint32_t route,
                                                          uint32_t set)
{
    return subsets->cells + ((size_t)route << subsets->n) + set;
}

#endif
