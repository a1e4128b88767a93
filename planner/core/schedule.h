/* schedule: the times of one route, exactly, lateness included. What the solver reports, and how its first phase, which
 * may be late, judges a sequence. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_SCHEDULE_H
#define ROUNDS_PLANNER_CORE_SCHEDULE_H

#include "planner/core/problem.h"

#include <stdbool.h>
#include <stdint.h>

/* What a route's schedule comes to. */
struct core_cost {
    int64_t optional_late_s; /* of optional places, which a solution never has */
    int64_t late_s;          /* of mandatory places and of the end */
    int64_t missed;          /* breaks */
    int64_t driving_s;
    int64_t home_s;
};

/* The driving from node FROM to node TO: 0 where they are the same. */
int32_t core_schedule_leg(const struct core_problem *problem, uint32_t from, uint32_t to);

/* The best schedule of COUNT places in SEQUENCE on ROUTE, as core_schedule makes it, without its stops. False if a leg
 * cannot be driven. */
bool core_schedule_cost(const struct core_problem *problem, uint32_t route, const uint32_t *sequence, uint32_t count,
                        struct core_cost *cost);

#endif
