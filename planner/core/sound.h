/* sound: the part of core_problem_fault that looks at how things hang together: orders, the given plan, the fixed
 * places. Each returns a static sentence, or NULL; each relies on those above it, and on everything else being in its
 * range. No memory but up to 0.4 MB of the stack; cost: one look at every array. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_SOUND_H
#define ROUNDS_PLANNER_CORE_SOUND_H

#include "planner/core/problem.h"

/* Are the given places there, none of them twice, and enough of them for the fixed beginnings? */
const char *core_sound_given_fault(const struct core_problem *problem);
/* Do the orders name what is there, without cycles? */
const char *core_sound_orders_fault(const struct core_problem *problem);
/* Can the fixed places alone be driven, and do they break no rule? */
const char *core_sound_fixed_fault(const struct core_problem *problem);

#endif
