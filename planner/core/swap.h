/* swap: moves that change which optional places are visited: one dropped, one for another. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_SWAP_H
#define ROUNDS_PLANNER_CORE_SWAP_H

#include "planner/core/attempt.h"

/* Drop a place of ROUTE that costs more than it is worth. True if one was. */
bool core_swap_drop(struct core_attempt *attempt, uint32_t route);

/* Drop the place at position P, if that is a gain and breaks no rule. */
bool core_swap_drop_at(struct core_attempt *attempt, uint32_t route, uint32_t p);

/* Visit one that is not visited instead of one of ROUTE. True if one is. */
bool core_swap_replace(struct core_attempt *attempt, uint32_t route);

#endif
