/* schedule: the times and the price of one route, exactly, lateness included. What the solver reports, and by what the
 * search is judged in the end. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_SCHEDULE_H
#define ROUNDS_PLANNER_CORE_SCHEDULE_H

#include "planner/core/problem.h"
#include "planner/core/rules.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a route's schedule comes to. */
struct core_cost {
    int64_t never_late_s; /* beyond late_s, of places that are not duties: in a solution there is none */
    int64_t late_s;       /* beyond late_s, of duties, and of the end */
    int64_t missed;       /* breaks */
    int64_t driving_s, waiting_s, late_price_ms, need_s[CORE_NEEDS_MAX];
    int64_t elsewhere; /* breaks had elsewhere than where they are best had */
    int64_t changes;   /* of the given plan that are seen on the route: all but the given places that are not served */
    int64_t price_ms;  /* of all these, from driving_s on */
    int64_t home_s, leave_s;
};

/* The driving from node FROM to node TO: 0 where they are the same. */
static inline int32_t core_schedule_leg(const struct core_problem *problem, uint32_t from, uint32_t to)
{
    return from == to ? 0 : problem->travel_s[(size_t)from * problem->nodes_n + to];
}

/* The best schedule of COUNT places in SEQUENCE on ROUTE: by never_late_s, late_s, missed, price_ms, home_s, then the
 * break that comes first in the sequence. False if a leg cannot be driven. Where the price does not depend on the times
 * (!rules->timed), waiting_s, need_s, elsewhere and leave_s are left at 0. Cost: proportional to COUNT; where a break is
 * due, times the stops that end by its window's close, which are many only if the price depends on the times. */
bool core_schedule_cost(const struct core_rules *rules, uint32_t route, const uint32_t *sequence, uint32_t count,
                        struct core_cost *cost);

/* The same with every part of COST, and the stops, of which there is room for COUNT + 1 in STOPS. Returns their number, 0
 * where a leg cannot be driven; *COST is all 0 then. */
uint32_t core_schedule_full(const struct core_rules *rules, uint32_t route, const uint32_t *sequence, uint32_t count,
                            struct core_stop *stops, struct core_cost *cost);

#endif
