/* The solver against everything there is (small problems) and against the checker (larger ones), in great numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planner/core/check.h"
#include "planner/core/solve.h"
#include "tests/core/make_problem.h"
#include "tests/core/oracle.h"
#include "tests/core/room.h"

#include <stdio.h>

enum { SMALL_CASES = 3000, LARGE_CASES = 20000 };

static struct made made;

static void assert_checked(const struct core_solution *solution, uint64_t seed)
{
    char fault[CORE_CHECK_TEXT];
    if (!core_check(&made.problem, solution, fault)) {
        fail_msg("problem %llu: %s", (unsigned long long)seed, fault);
    }
}

/* A few problems of seven places on one route, many of up to six, up to five on two. */
static void make_small(uint64_t seed)
{
    made.state = seed * 7919 + 1;
    struct making kind = made_any_kind(&made, seed % 50 ? 6 : 7);
    kind.routes_n = kind.places_n > 6 ? 1 : kind.routes_n > 2 ? 2 : kind.routes_n;
    kind.places_n = kind.routes_n == 2 && kind.places_n > 5 ? 5 : kind.places_n;
    made_fill(&made, &kind);
}

/* Where the limit on detours binds, two places may be in each other's favour although neither could be added alone: the
 * search, which adds one at a time, does not see that, and nobody would miss it. */
static void solve_many__is_never_better_than_brute_force_and_nearly_always_as_good(void **state)
{
    (void)state;
    unsigned worse = 0, worse_unlimited = 0, less_late = 0;
    for (uint64_t seed = 0; seed < SMALL_CASES; seed++) {
        make_small(seed);
        struct core_solution solution;
        void *memory = room_solve(&made.problem, 300, &solution);
        assert_checked(&solution, seed);
        struct oracle_result best = oracle_best(&made.problem);
        struct oracle_result found = {solution.unserved_n, solution.late_s, solution.breaks_missed, solution.value_ms};
        int order = oracle_compare(&found, &best);
        assert_true(order >= 0);
        found.value_ms = best.value_ms;
        less_late += oracle_compare(&found, &best) != 0;
        worse += order > 0;
        worse_unlimited += order > 0 && made.problem.max_detour_s == CORE_TIME_MAX;
        free(memory);
    }
    printf("of %d problems, %u worse than brute force, %u of them without a limit on detours, %u later than need be\n",
           SMALL_CASES, worse, worse_unlimited, less_late);
    assert_true(worse * 100 <= SMALL_CASES * 3);
    assert_true(worse_unlimited * 100 <= SMALL_CASES);
    assert_true(less_late * 100 <= SMALL_CASES);
}

static void solve_many__larger_problems_pass_the_checker(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < LARGE_CASES; seed++) {
        made.state = seed * 104729 + 5;
        struct making kind = made_any_kind(&made, seed % 10 ? 25 : MADE_PLACES_MAX);
        made_fill(&made, &kind);
        assert_null(core_problem_fault(&made.problem));
        struct core_solution solution;
        void *memory = room_solve(&made.problem, 20, &solution);
        assert_checked(&solution, seed);
        free(memory);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solve_many__is_never_better_than_brute_force_and_nearly_always_as_good),
        cmocka_unit_test(solve_many__larger_problems_pass_the_checker),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
