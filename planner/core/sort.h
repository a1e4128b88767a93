/* sort: the orders of a problem, one after the other. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_SORT_H
#define ROUNDS_PLANNER_CORE_SORT_H

#include "planner/core/problem.h"

/* Sort the orders of PROBLEM, whose indexes are within their ranges, so that what comes first in one comes second only in
 * those before it. SORTED gets their numbers; RANK, by place, one more than the highest rank of whatever has to come
 * before the place, 0 if nothing has to. Both may be NULL, and
 * are not complete if the orders go round in a circle: then it is false. Cost: one look at every place, group and order;
 * 0.4 MB of the stack. */
bool core_sort_orders(const struct core_problem *problem, uint32_t *sorted, uint32_t *rank);

#endif
