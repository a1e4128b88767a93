/* label_days: the best day of one route, exactly, by dynamic programming over labels: what was served, in which order that
 * matters no more, by when and for how much (Righini and Salani 2009), cut off by label_bound. Written from problem.h and
 * solve.h alone; shares no code with the solver.
 *
 * It knows mandatory places, windows, whole_inside, lateness of duties, the break, max_driving, max_optional and
 * max_detour; see label_model_init for what it does not. */
#ifndef ROUNDS_TESTS_CORE_LABEL_DAYS_H
#define ROUNDS_TESTS_CORE_LABEL_DAYS_H

#include "tests/core/label_model.h"

#include <stdbool.h>
#include <stdint.h>

struct label_day {
    uint32_t sequence[LABEL_PLACES_MAX], count;
    int64_t late_s, missed, value_ms, driving_s;
    uint64_t labels; /* how many it took */
};

/* The best day, or with DUTIES_ONLY the best one without optional places. False if the problem has something that is not
 * known here, if not all duties can be served, or if it would take more labels than there is room for. */
bool label_days_best(const struct core_problem *problem, bool duties_only, struct label_day *out);

#endif
