/* run_days: random days of make_days, solved, examined and, where that is possible, compared with the exact optimum. What
 * the test asserts and the benchmark prints. */
#ifndef ROUNDS_TESTS_CORE_RUN_DAYS_H
#define ROUNDS_TESTS_CORE_RUN_DAYS_H

#include "planner/core/check.h"
#include "planner/core/solve.h"
#include "tests/core/make_days.h"

struct day_run {
    bool solved;                 /* core_solve did, and the checker accepts it */
    char fault[CORE_CHECK_TEXT]; /* what the checker said if not */
    size_t bytes;                /* memory of the solve */
    double cpu_ms;
    int64_t unserved, late_s, missed, value_ms, bound_ms;
    bool proved;
    /* After day_run_compare: */
    bool compared; /* the exact optimum is known; */
    int against;   /* below 0: the solver's is better than that, which cannot be; 0: as good; above 0: worse */
    int64_t best_ms;
};

/* Make the day of SEED and solve it with the default effort. */
void day_run_solve(const struct day_kind *kind, uint64_t seed, struct day_run *run);
/* Compare RUN with the exact optimum, for kinds of one route without any of what is only in the rich ones. */
void day_run_compare(const struct day_kind *kind, uint64_t seed, struct day_run *run);

#endif
