/* across: moves between two routes. Each returns true if it found a gain and took it. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_ACROSS_H
#define ROUNDS_PLANNER_CORE_ACROSS_H

#include "planner/core/attempt.h"

/* A place of route A goes to route B. */
bool core_across_relocate(struct core_attempt *attempt, uint32_t a, uint32_t b);
/* A place of A and one of B change places. */
bool core_across_exchange(struct core_attempt *attempt, uint32_t a, uint32_t b);
/* A and B exchange all that follows some stop of each (2-opt*, Potvin and Rousseau 1995). */
bool core_across_tails(struct core_attempt *attempt, uint32_t a, uint32_t b);

#endif
