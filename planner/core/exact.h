/* exact: the best plan there is, for problems of a few places, with every feature. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_EXACT_H
#define ROUNDS_PLANNER_CORE_EXACT_H

#include "planner/core/subsets.h"

struct core_exact {
    struct core_subsets subsets;
    const struct core_totals *totals;
    struct core_total *rest; /* (routes + 1) x 2^n: the most that the routes from there on make of a set's places */
    uint32_t *apart;         /* routes x routes x n: who may not be on the second route with the last on the first */
    uint32_t *chosen;        /* by route */
    struct core_sketch trial;
    uint32_t steps, steps_max;
};

void core_exact_init(struct core_exact *exact, const struct core_totals *totals, struct core_carve *carve);

/* Make PLAN, which comes to BEST, the best there is. True if it is proved to be that; false if the problem is too large or
 * STEPS_MAX steps are not enough. PLAN may be better even so. */
bool core_exact_run(struct core_exact *exact, struct core_sketch *plan, struct core_total *best, uint32_t steps_max);

#endif
