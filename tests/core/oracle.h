/* oracle: the best that can be done, by trying everything. For problems of a few places. Shares no code with the core.
 *
 * Every sequence of places is timed on every route, in every way to have the break; of each set of places on a route the
 * best is kept; then every way to share places out among the routes is tried, and those that break a rule are left out.
 * What counts is a sum over the routes and what is left unserved, so the best of each set is all that is needed. Cost:
 * routes times 8! sequences, and up to 65,536 ways to share out; a few milliseconds. */
#ifndef ROUNDS_TESTS_CORE_ORACLE_H
#define ROUNDS_TESTS_CORE_ORACLE_H

#include "planner/core/problem.h"

/* What counts, in this order; see solve.h. */
struct oracle_result {
    int64_t unserved, late_s, missed, value_ms;
};

enum { ORACLE_PLACES_MAX = 8, ORACLE_ROUTES_MAX = 3 };

/* PROBLEM is sound, of at most so many places and routes. */
struct oracle_result oracle_best(const struct core_problem *problem);

/* Below 0 if A is better. */
int oracle_compare(const struct oracle_result *a, const struct oracle_result *b);

#endif
