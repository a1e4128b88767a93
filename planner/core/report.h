/* report: a sketch as the solution that the caller gets, with its times, its price in parts, and the reasons why duties are
 * not served. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_REPORT_H
#define ROUNDS_PLANNER_CORE_REPORT_H

#include "planner/core/carve.h"
#include "planner/core/rules.h"
#include "planner/core/sketch.h"
#include "planner/core/solve.h"

struct core_report {
    const struct core_rules *rules;
    uint32_t *route, *at; /* scratch, by place */
};

void core_report_init(struct core_report *report, const struct core_rules *rules, struct core_carve *carve);

/* Lay out the arrays of OUT. */
void core_report_carve(const struct core_problem *problem, struct core_solution *out, struct core_carve *carve);

/* Fill OUT, which is 0 but for its arrays, from SKETCH, which keeps every rule. No bound is known. */
void core_report_fill(struct core_report *report, const struct core_sketch *sketch, struct core_solution *out);

#endif
