/* ruin: take places out of a tour, near one another, to make room for others. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_RUIN_H
#define ROUNDS_PLANNER_CORE_RUIN_H

#include "planner/core/carve.h"
#include "planner/core/random.h"
#include "planner/core/tour.h"

struct core_ruin {
    struct core_tour *tour;
    struct core_random *random;
    /* What the last call took out: kept places, which must come back, others, and kept groups, one place of which must. */
    uint32_t *kept, *others, *groups;
    uint32_t kept_n, others_n, groups_n;
};

void core_ruin_init(struct core_ruin *ruin, struct core_tour *tour, struct core_random *random,
                    struct core_carve *carve);

/* Take strings of places out. False if what is left is not feasible, which only happens where the triangle inequality does
 * not hold. */
bool core_ruin_run(struct core_ruin *ruin);

/* Take out what is farther out of the way than the limit on detours allows, and what must not be there without that. What
 * this takes out of the kept ones takes the place of those of the last call; the rest is added to it. False as above. */
bool core_ruin_tidy(struct core_ruin *ruin);

#endif
