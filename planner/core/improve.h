/* improve: down to a local optimum of all moves. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_IMPROVE_H
#define ROUNDS_PLANNER_CORE_IMPROVE_H

#include "planner/core/attempt.h"
#include "planner/core/recreate.h"

/* Improve the tour that ATTEMPT and RECREATE work on until no move does: prizes less driving, then driving. */
void core_improve_run(struct core_attempt *attempt, struct core_recreate *recreate);

#endif
