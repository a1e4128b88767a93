/* construct: the day of duties alone, and of what has to come before them. Lateness is allowed here where it is allowed at
 * all, and made as little as can be. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_CONSTRUCT_H
#define ROUNDS_PLANNER_CORE_CONSTRUCT_H

#include "planner/core/carve.h"
#include "planner/core/random.h"
#include "planner/core/rules.h"
#include "planner/core/sketch.h"
#include "planner/core/solve.h"

struct core_construct {
    const struct core_rules *rules;
    const struct core_problem *problem;
    struct core_sketch day, trial; /* day: the result */
    uint32_t *trial_route;         /* a sequence being tried */
    struct core_item *duty;        /* mandatory places and required groups: whatever comes first, then by deadline */
    uint32_t duty_n;
    uint32_t *duty_of; /* by place: the number of its duty, or CORE_NOWHERE */
    uint32_t *pending; /* numbers of duties to insert; after the call, of those that found no route */
    uint32_t pending_n;
    uint32_t *route, *at;         /* where places are in the sketch at hand */
    uint32_t *brought, brought_n; /* places inserted for the duty at hand, itself included */
    uint32_t blink;               /* overlook one spot in so many; 0 = none */
    bool bridging;                /* where there is no way to a duty, look for one by way of another place */
    int64_t effort; /* left, in stops looked at; below 0 if the first insertions took more than there was */
    const struct core_options *options;
    int64_t ask_at; /* the effort at which to ask next whether to stop */
    bool stopped;
    struct core_random random;
};

void core_construct_init(struct core_construct *construct, const struct core_rules *rules, struct core_carve *carve);

/* Lay the duties into DAY: the fixed beginnings, then best insertion by deadline, then ruin and recreate while anything
 * is unserved, late, or without its break, with an effort in proportion to OPTIONS' iterations. Optional places are there
 * only if they have to come before a duty. The day keeps every rule. */
void core_construct_run(struct core_construct *construct, const struct core_options *options);

#endif
