/* search: from the mandatory-only day to the best day. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_SEARCH_H
#define ROUNDS_PLANNER_CORE_SEARCH_H

#include "planner/core/recreate.h"
#include "planner/core/ruin.h"
#include "planner/core/solve.h"

struct core_search {
    struct core_model *model;
    struct core_tour tour;
    struct core_random random;
    struct core_ruin ruin;
    struct core_recreate recreate;
    struct core_sketch current, best;
    int64_t best_value;
    uint32_t iterations; /* done */
};

void core_search_init(struct core_search *search, struct core_model *model, struct core_carve *carve);

/* Search from DAY, which the settled model allows. The result is BEST. */
void core_search_run(struct core_search *search, const struct core_sketch *day, const struct core_options *options);

#endif
