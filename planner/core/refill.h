/* refill: recreate for rich problems. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_REFILL_H
#define ROUNDS_PLANNER_CORE_REFILL_H

#include "planner/core/recreate.h"

/* As core_recreate_run, which calls it. What came in on a promise or for what it saves, and does not pay, is dropped. */
bool core_refill_run(struct core_recreate *recreate, const struct core_recreate_style *style, struct core_ruin *ruin);

#endif
