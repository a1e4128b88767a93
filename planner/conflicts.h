/* conflicts: what cannot be as it is booked, in words. */
#ifndef ROUNDS_PLANNER_CONFLICTS_H
#define ROUNDS_PLANNER_CONFLICTS_H

#include "planner/fill.h"

/* Set PLAN's conflicts, in the order of the day: jobs without a place, jobs no road leads to, closed sites, late jobs,
 * a break missed, home late. PLAN is filled otherwise. */
void conflicts_find(const struct answer *answer, struct plan *plan);

#endif
