/* The solver's promises one by one, and that it gives the same answer everywhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planner/core/check.h"
#include "planner/core/solve.h"
#include "tests/core/make_problem.h"
#include "tests/core/room.h"

#include <string.h>

static struct made made;

static void make(uint64_t seed, uint32_t places_max)
{
    made.state = seed * 7919 + 1;
    struct making kind = seed % 2 ? made_any_kind(&made, places_max) : made_rich_kind(&made, places_max);
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

/* FNV-1a over what a solution says; the memory itself may hold anything between. */
static uint64_t digest(uint64_t hash, const void *data, size_t n)
{
    const unsigned char *bytes = data;
    for (size_t i = 0; i < n; i++) {
        hash = (hash ^ bytes[i]) * UINT64_C(1099511628211);
    }
    return hash;
}

/* Every field but what the caller asked for. */
static uint64_t digest_solution(uint64_t hash, const struct core_solution *solution, uint32_t routes_n)
{
    const int64_t sums[] = {solution->late_s,           solution->prize_s,       solution->driving_s,
                            solution->waiting_s,        solution->late_price_ms, solution->value_ms,
                            solution->bound_ms,         solution->breaks_missed, solution->breaks_elsewhere,
                            solution->changes,          solution->unserved_n,    solution->proved_best,
                            (int64_t)solution->stopped, solution->iterations};
    hash = digest(hash, solution->route_first, (routes_n + 1) * sizeof *solution->route_first);
    hash = digest(hash, solution->stops, solution->route_first[routes_n] * sizeof *solution->stops);
    hash = digest(hash, solution->leave_s, routes_n * sizeof *solution->leave_s);
    hash = digest(hash, solution->home_s, routes_n * sizeof *solution->home_s);
    hash = digest(hash, solution->need_s, sizeof solution->need_s);
    for (uint32_t i = 0; i < solution->unserved_n; i++) {
        const struct core_unserved *duty = &solution->unserved[i];
        const uint32_t words[] = {duty->duty.group, duty->duty.index, (uint32_t)duty->reason};
        hash = digest(hash, words, sizeof words);
    }
    return digest(hash, sums, sizeof sums);
}

/* Large ones, and small ones, of which some are proved best. */
static uint64_t digest_of_many(void)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (uint64_t seed = 0; seed < 200; seed++) {
        make(seed + 500000, seed % 4 < 2 ? 40 : 8);
        struct core_solution solution;
        void *memory = room_solve(&made.problem, 60, &solution);
        assert_checked(&solution, seed);
        hash = digest_solution(hash, &solution, made.problem.routes_n);
        free(memory);
    }
    return hash;
}

/* The value is the same with gcc and clang, with and without optimisation; it changes when the search does. */
#define SAME_EVERYWHERE UINT64_C(0x922f856dee81cfa9)

static void solve__gives_the_same_bytes_everywhere(void **state)
{
    (void)state;
    uint64_t hash = digest_of_many();
    assert_true(hash == digest_of_many());
    if (hash != SAME_EVERYWHERE) {
        fail_msg("digest 0x%016llx: another compiler, or another search?", (unsigned long long)hash);
    }
}

/* What a solution says that is found in memory filled with FILLED. */
static uint64_t digest_in(int filled, const struct core_options *options)
{
    struct core_solution solution;
    size_t bytes = core_solve_bytes(&made.problem);
    void *memory = malloc(bytes);
    assert_non_null(memory);
    memset(memory, filled, bytes);
    assert_true(core_solve(&made.problem, options, memory, bytes, &solution));
    uint64_t hash = digest_solution(0, &solution, made.problem.routes_n);
    free(memory);
    return hash;
}

static void solve__does_not_look_at_what_the_memory_holds(void **state)
{
    (void)state;
    for (uint64_t seed = 10; seed < 30; seed++) {
        struct core_options options = {.iterations = 100, .seed = 5};
        make(seed, 40);
        assert_true(digest_in(0x55, &options) == digest_in(0xff, &options));
    }
}

/* Nor does what is proved, and when the effort for that is spent. */
static void solve__proves_the_same_whatever_the_memory_holds(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        struct making kind = {.places_n = 11, .routes_n = 1 + (uint32_t)(seed % 2), .metric = true};
        made.state = seed;
        made_fill(&made, &kind);
        made.problem.max_detour_s = CORE_TIME_MAX; /* with nothing but driving to pay, orders outdo each other */
        for (uint32_t i = 0; i < kind.places_n; i++)
            made.places[i].window_count = 0;
        for (uint32_t r = 0; r < kind.routes_n; r++)
            made.routes[r].break_s = 0;
        for (uint32_t iterations = 5; iterations < 400; iterations *= 2) {
            struct core_options options = {.iterations = iterations};
            uint64_t hash = digest_in(0x55, &options);
            assert_true(hash == digest_in(0xff, &options) && hash == digest_in(0, &options));
        }
    }
}

static uint32_t ask(void *context)
{
    uint32_t *asked = context;
    return *asked += 100;
}

static void solve__ends_when_the_caller_says_that_all_is_spent(void **state)
{
    (void)state;
    make(12, 40);
    size_t bytes = core_solve_bytes(&made.problem);
    void *memory = malloc(bytes);
    uint32_t asked = 0;
    struct core_options options = {.spent = ask, .context = &asked};
    struct core_solution solution;
    assert_true(core_solve(&made.problem, &options, memory, bytes, &solution));
    assert_checked(&solution, 12);
    assert_int_equal(asked, 1000);
    assert_true(solution.iterations > 0);
    free(memory);
}

static bool count_down(void *context)
{
    uint32_t *left = context;
    if (*left == 0)
        return true;
    --*left;
    return false;
}

/* Whenever the caller says stop, what has been found is a solution like any other, and says that it was stopped. */
static void solve__stopped_at_any_moment_the_answer_is_right(void **state)
{
    (void)state;
    uint32_t stopped = 0;
    for (uint64_t seed = 0; seed < 120; seed++) {
        make(seed + 700000, seed % 3 ? 12 : 40);
        size_t bytes = core_solve_bytes(&made.problem);
        void *memory = malloc(bytes);
        assert_non_null(memory);
        uint32_t left = (uint32_t)(seed % 12 * seed % 12), before = left;
        struct core_options options = {.iterations = 300, .stop = count_down, .context = &left};
        struct core_solution solution;
        assert_true(core_solve(&made.problem, &options, memory, bytes, &solution));
        assert_checked(&solution, seed);
        assert_true(before > 0 || solution.stopped || made.problem.places_n < 2 || solution.proved_best);
        stopped += solution.stopped;
        free(memory);
    }
    assert_true(stopped > 60);
}

static void solve__a_limit_that_is_not_reached_changes_nothing(void **state)
{
    (void)state;
    uint32_t left = UINT32_MAX;
    const struct core_options options[] = {{.iterations = 100},
                                           {.iterations = 100, .stop = count_down, .context = &left}};
    for (uint64_t seed = 0; seed < 20; seed++) {
        uint64_t hash[2];
        make(seed + 800000, 30);
        size_t bytes = core_solve_bytes(&made.problem);
        void *memory = malloc(bytes);
        assert_non_null(memory);
        for (int i = 0; i < 2; i++) {
            struct core_solution solution;
            assert_true(core_solve(&made.problem, &options[i], memory, bytes, &solution));
            assert_false(solution.stopped);
            hash[i] = digest_solution(0, &solution, made.problem.routes_n);
        }
        assert_true(hash[0] == hash[1]);
        free(memory);
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
    assert_int_equal(solution.value_ms, 0);
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

/* Two places that no leg joins, on one route: one of them is left, and listed. The way back from place 0 is missing too. */
static void solve__a_mandatory_place_that_cannot_be_reached_is_listed(void **state)
{
    (void)state;
    struct core_place places[] = {{.service_s = 60, .mandatory = true, .routes = 1},
                                  {.service_s = 60, .mandatory = true, .routes = 1},
                                  {.service_s = 60, .prize_s = 500, .routes = 1}};
    struct core_route route = {
        .start = 3, .end = 3, .latest_s = 9000, .max_driving_s = CORE_TIME_MAX, .max_optional = CORE_PLACES_MAX};
    int32_t travel_s[16] = {0, 100, 100, CORE_NO_WAY, CORE_NO_WAY, 0, 100, 100, 100, 100, 0, 100, 100, 100, 100, 0};
    struct core_problem problem = {.places_n = 3,
                                   .nodes_n = 4,
                                   .places = places,
                                   .routes_n = 1,
                                   .routes = &route,
                                   .travel_s = travel_s,
                                   .max_detour_s = CORE_TIME_MAX,
                                   .driving_weight = 1000};
    struct core_solution solution;
    void *memory = room_solve(&problem, 0, &solution);
    char fault[CORE_CHECK_TEXT];
    assert_true(core_check(&problem, &solution, fault));
    assert_int_equal(solution.unserved_n, 0); /* 0 before 1 */
    assert_int_equal(solution.prize_s, 500);
    free(memory);
    travel_s[1] = travel_s[2] = CORE_NO_WAY; /* now nothing leads away from 0 */
    memory = room_solve(&problem, 0, &solution);
    assert_true(core_check(&problem, &solution, fault));
    assert_int_equal(solution.unserved_n, 1);
    assert_int_equal(solution.unserved[0].duty.index, 0);
    free(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solve__gives_the_same_bytes_everywhere),
        cmocka_unit_test(solve__does_not_look_at_what_the_memory_holds),
        cmocka_unit_test(solve__proves_the_same_whatever_the_memory_holds),
        cmocka_unit_test(solve__ends_when_the_caller_says_that_all_is_spent),
        cmocka_unit_test(solve__a_limit_that_is_not_reached_changes_nothing),
        cmocka_unit_test(solve__stopped_at_any_moment_the_answer_is_right),
        cmocka_unit_test(solve__a_mandatory_place_that_cannot_be_reached_is_listed),
        cmocka_unit_test(solve__an_empty_problem_has_an_empty_answer),
        cmocka_unit_test(solve__refuses_too_little_memory_and_unsound_problems),
        cmocka_unit_test(solve__overlapping_jobs_are_served_with_the_least_lateness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
