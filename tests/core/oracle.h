/* oracle: the best that can be done, by trying everything. For problems of a few places. Shares no code with the core. */
#ifndef ROUNDS_TESTS_CORE_ORACLE_H
#define ROUNDS_TESTS_CORE_ORACLE_H

#include "planner/core/problem.h"

/* What counts, in this order; see solve.h. */
struct oracle_result {
    int64_t unserved, late_s, missed, value_ms;
};

enum { ORACLE_PLACES_MAX = 8 };

struct oracle_result oracle_best(const struct core_problem *problem);

/* Below 0 if A is better. */
int oracle_compare(const struct oracle_result *a, const struct oracle_result *b);

#endif
