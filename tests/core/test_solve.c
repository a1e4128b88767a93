/* The solver against everything there is (small problems), against the checker (larger ones), and against itself. */
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
#include <string.h>

enum { SMALL_CASES = 250, LARGE_CASES = 500, ITERATIONS = 300 };

static struct made made;

static void make(uint64_t seed, uint32_t places_max)
{
    made.state = seed * 7919 + 1;
    struct making kind = made_any_kind(&made, places_max);
    made_fill(&made, &kind);
    assert_null(core_problem_fault(&made.problem));
}

static void assert_checked(const struct core_solution *solution, uint64_t seed)
{
    char fault[CORE_CHECK_TEXT];
    if (!core_check(&made.problem, solution, fault)) {
        fail_msg("problem %llu: %s", (unsigned long long)seed, fault);
    }
}

static void solve__is_never_better_than_brute_force_and_nearly_always_as_good(void **state)
{
    (void)state;
    unsigned equal = 0;
    for (uint64_t seed = 0; seed < SMALL_CASES; seed++) {
        made.state = seed * 7919 + 1;
        struct making kind = made_any_kind(&made, 6);
        kind.routes_n = kind.routes_n > 2 ? 2 : kind.routes_n;
        kind.places_n = kind.routes_n == 2 && kind.places_n > 5 ? 5 : kind.places_n;
        made_fill(&made, &kind);
        struct core_solution solution;
        void *memory = room_solve(&made.problem, ITERATIONS, &solution);
        assert_checked(&solution, seed);
        struct oracle_result best = oracle_best(&made.problem);
        struct oracle_result found = {solution.unserved_n, solution.late_s, solution.breaks_missed, solution.value_s};
        assert_true(oracle_compare(&found, &best) >= 0);
        equal += oracle_compare(&found, &best) == 0;
        free(memory);
    }
    printf("as good as brute force in %u of %d problems\n", equal, SMALL_CASES);
    assert_true(equal * 100 >= SMALL_CASES * 97);
}

static void solve__larger_problems_pass_the_checker(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < LARGE_CASES; seed++) {
        make(seed + 100000, 40);
        struct core_solution solution;
        void *memory = room_solve(&made.problem, 40, &solution);
        assert_checked(&solution, seed);
        free(memory);
    }
}

/* FNV-1a over what a solution says; the memory itself may hold anything between. */
static uint64_t digest(uint64_t hash, const void *data, size_t n)
{
    const unsigned char *bytes = data;
    for (size_t i = 0; i < n; i++) {
        hash = (hash ^ bytes[i]) * UINT64_C(1099511628211);
    }
    return hash;
}

static uint64_t digest_solution(uint64_t hash, const struct core_solution *solution, uint32_t routes_n)
{
    hash = digest(hash, solution->route_first, (routes_n + 1) * sizeof *solution->route_first);
    hash = digest(hash, solution->stops, solution->route_first[routes_n] * sizeof *solution->stops);
    hash = digest(hash, solution->home_s, routes_n * sizeof *solution->home_s);
    return digest(hash, &solution->value_s, sizeof solution->value_s);
}

static uint64_t digest_of_many(void)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (uint64_t seed = 0; seed < 100; seed++) {
        make(seed + 500000, 40);
        struct core_solution solution;
        void *memory = room_solve(&made.problem, 60, &solution);
        hash = digest_solution(hash, &solution, made.problem.routes_n);
        free(memory);
    }
    return hash;
}

/* The value is the same with gcc and clang, with and without optimisation; it changes when the search does. */
#define SAME_EVERYWHERE UINT64_C(0x0)

static void solve__gives_the_same_bytes_everywhere(void **state)
{
    (void)state;
    uint64_t hash = digest_of_many();
    assert_true(hash == digest_of_many());
    if (hash != SAME_EVERYWHERE) {
        fail_msg("digest 0x%016llx: another compiler, or another search?", (unsigned long long)hash);
    }
}

static void solve__an_empty_problem_has_an_empty_answer(void **state)
{
    (void)state;
    int32_t travel_s[1] = {0};
    struct core_route route = {.latest_s = 3600, .max_driving_s = CORE_TIME_MAX, .max_optional = CORE_PLACES_MAX};
    struct core_problem problem = {.nodes_n = 1,
                                   .routes_n = 1,
                                   .routes = &route,
                                   .travel_s = travel_s,
                                   .max_detour_s = CORE_TIME_MAX,
                                   .driving_weight = 1000};
    struct core_solution solution;
    void *memory = room_solve(&problem, 0, &solution);
    assert_int_equal(solution.route_first[1], 0);
    assert_int_equal(solution.value_s, 0);
    assert_int_equal(solution.unserved_n, 0);
    free(memory);
}

static void solve__refuses_too_little_memory_and_unsound_problems(void **state)
{
    (void)state;
    make(3, 20);
    size_t bytes = core_solve_bytes(&made.problem);
    void *memory = malloc(bytes);
    struct core_solution solution;
    assert_false(core_solve(&made.problem, NULL, memory, bytes - 1, &solution));
    made.problem.routes_n = 0;
    assert_non_null(core_problem_fault(&made.problem));
    assert_int_equal(core_solve_bytes(&made.problem), 0);
    assert_false(core_solve(&made.problem, NULL, memory, bytes, &solution));
    free(memory);
}

/* Two jobs an hour long at one place and the same time: one is on time, one an hour late, and the visit is left out. */
static void solve__overlapping_jobs_are_served_with_the_least_lateness(void **state)
{
    (void)state;
    struct core_window windows[] = {{3600, 3600}, {3600, 3600}, {0, 20000}};
    struct core_place places[] = {
        {.service_s = 3600, .mandatory = true, .window_first = 0, .window_count = 1, .routes = 1},
        {.service_s = 1800, .mandatory = true, .window_first = 1, .window_count = 1, .routes = 1},
        {.service_s = 600, .prize_s = 900, .window_first = 2, .window_count = 1, .routes = 1}};
    struct core_route route = {
        .start = 3, .end = 3, .latest_s = 9000, .max_driving_s = CORE_TIME_MAX, .max_optional = CORE_PLACES_MAX};
    int32_t travel_s[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    struct core_problem problem = {.places_n = 3,
                                   .nodes_n = 4,
                                   .places = places,
                                   .windows = windows,
                                   .windows_n = 3,
                                   .routes_n = 1,
                                   .routes = &route,
                                   .travel_s = travel_s,
                                   .max_detour_s = CORE_TIME_MAX,
                                   .driving_weight = 1000};
    struct core_solution solution;
    void *memory = room_solve(&problem, 0, &solution);
    assert_int_equal(solution.unserved_n, 0);
    assert_int_equal(solution.late_s, 1800); /* the short one first */
    assert_int_equal(solution.prize_s, 900); /* the visit fits before both, at no cost */
    free(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solve__is_never_better_than_brute_force_and_nearly_always_as_good),
        cmocka_unit_test(solve__larger_problems_pass_the_checker),
        cmocka_unit_test(solve__gives_the_same_bytes_everywhere),
        cmocka_unit_test(solve__an_empty_problem_has_an_empty_answer),
        cmocka_unit_test(solve__refuses_too_little_memory_and_unsound_problems),
        cmocka_unit_test(solve__overlapping_jobs_are_served_with_the_least_lateness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
