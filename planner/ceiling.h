/* ceiling: what no plan of a day can be worth more than, however it is made. A plan's value is what its visits are worth
 * less all driving, in seconds. Pure. */
#ifndef ROUNDS_PLANNER_CEILING_H
#define ROUNDS_PLANNER_CEILING_H

#include "planner/place.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;

#define CEILING_UNKNOWN INT64_MAX

/* The most that the comfort reason (trial.c has the rule) can add to a plan, in seconds. PLACES are N, the first JOBS_N of
 * them the jobs; UNSERVED (by job) are in no plan. Cost: a look at each place for each job with a toilet. */
int64_t ceiling_of_comfort(struct arena *arena, const struct frame *frame, const struct place *const *places,
                           uint32_t jobs_n, uint32_t n, const bool *unserved);

/* A ceiling without a look at times, and without comfort; for sources that keep the triangle inequality. A plan drives at least LEAST_DRIVING_S for the jobs alone and,
 * for each visit c in it, at least LEAST_S[c] more, so at least the largest of these; and there are at most max_visits
 * visits. So it is worth no more than the best sum of so many worths up to some LEAST_S, less that. Cost: sorting. */
int64_t ceiling_of_worths(struct arena *arena, const struct frame *frame, const struct place *const *places,
                          uint32_t jobs_n, uint32_t n, const int32_t *least_s, int64_t least_driving_s);

#endif
