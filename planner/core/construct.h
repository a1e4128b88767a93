/* construct: the mandatory-only day. Lateness is allowed here, and made as little as can be. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_CONSTRUCT_H
#define ROUNDS_PLANNER_CORE_CONSTRUCT_H

#include "planner/core/carve.h"
#include "planner/core/problem.h"
#include "planner/core/random.h"
#include "planner/core/rules.h"
#include "planner/core/sketch.h"

struct core_construct {
    const struct core_rules *rules;
    const struct core_problem *problem;
    struct core_sketch day, trial; /* day: the result */
    uint32_t *trial_route;         /* a sequence being tried */
    uint32_t *duty;                /* the mandatory places, by deadline */
    uint32_t *pending;             /* places to insert; after the call, those that found no route */
    uint32_t duty_n, pending_n;
    int64_t effort; /* left, in stops looked at */
    struct core_random random;
};

void core_construct_init(struct core_construct *construct, const struct core_rules *rules, struct core_carve *carve);

/* Lay the mandatory places into DAY: best insertion by deadline, then ruin and recreate while anything is unserved,
 * late, or without its break, with an effort in proportion to ITERATIONS. */
void core_construct_run(struct core_construct *construct, uint32_t iterations, uint64_t seed);

#endif
