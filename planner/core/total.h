/* total: what a whole plan is worth, exactly. The last word of every part of the solver. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_TOTAL_H
#define ROUNDS_PLANNER_CORE_TOTAL_H

#include "planner/core/rules.h"
#include "planner/core/schedule.h"
#include "planner/core/sketch.h"

/* In the order in which it counts; see solve.h. */
struct core_total {
    int64_t unserved, late_s, missed;
    int64_t value_ms;
};

/* Below 0 if A is better. */
int core_total_compare(const struct core_total *a, const struct core_total *b);

/* Scratch, by place. */
struct core_totals {
    const struct core_rules *rules;
    uint32_t *route, *at;
};

void core_totals_init(struct core_totals *totals, const struct core_rules *rules, struct core_carve *carve);

/* What SKETCH comes to. False if it is no solution: a leg that cannot be driven, a rule, a limit on optional places or a
 * deadline that only duties may miss. Cost: its routes' schedules. */
bool core_total_of(const struct core_totals *totals, const struct core_sketch *sketch, struct core_total *total);

/* Are the limits on optional places kept on ROUTE: driving, detours, number? */
bool core_total_limits_kept(const struct core_rules *rules, uint32_t route, const uint32_t *sequence, uint32_t count,
                            int64_t driving_s);

#endif
