/* prove: how good the plan that was found is at most, and a better one if that turns up. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_PROVE_H
#define ROUNDS_PLANNER_CORE_PROVE_H

#include "planner/core/exact.h"
#include "planner/core/label.h"
#include "planner/core/solve.h"

struct core_prove {
    struct core_totals totals;
    struct core_exact exact;
    struct core_bound bound;
    struct core_labels labels;
};

/* PROVE must stay where it is from here on. */
void core_prove_init(struct core_prove *prove, const struct core_rules *rules, struct core_carve *carve);

/* Bound the value of plans as good as PLAN, a solution, in the levels above it, and make it better where that is seen on the
 * way. True if no plan is better. Asks OPTIONS whether to stop between its parts, the longest of which takes some tens of
 * milliseconds. */
bool core_prove_run(struct core_prove *prove, struct core_sketch *plan, const struct core_options *options,
                    int64_t *bound_ms);

/* The same without the exact search: for tests. */
bool core_prove_rough(struct core_prove *prove, struct core_sketch *plan, const struct core_options *options,
                      int64_t *bound_ms);

#endif
