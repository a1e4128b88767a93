/* search: from the mandatory-only day to the best day. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_SEARCH_H
#define ROUNDS_PLANNER_CORE_SEARCH_H

#include "planner/core/attempt.h"
#include "planner/core/recreate.h"
#include "planner/core/ruin.h"
#include "planner/core/solve.h"

struct core_search {
    struct core_model *model;
    struct core_tour tour;
    struct core_random random;
    struct core_ruin ruin;
    struct core_recreate recreate;
    struct core_attempt attempt;
    struct core_sketch current, best; /* best: the result */
    struct core_standing current_standing, best_standing;
    int64_t mean_prize;  /* of the wanted places, in thousandths */
    uint32_t iterations; /* done */
    bool stopped;        /* by the caller */
    bool small;          /* enough for exact recreations */
};

void core_search_init(struct core_search *search, struct core_model *model, struct core_carve *carve);

/* Search from DAY, for which the model is settled. Unless the caller stops the search at once, the best is no worse than
 * DAY; it may be less late. */
void core_search_run(struct core_search *search, const struct core_sketch *day, const struct core_options *options);

#endif
