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

#include <stdio.h>
#include <stdlib.h>

enum { SMALL_CASES = 5000, LARGE_CASES = 100000, NAMED_MAX = 5 };

static struct made made;

/* One block for all solves, as large as the largest needs. */
static void *memory;
static size_t memory_bytes;

static void solve(const struct core_options *options, struct core_solution *out)
{
    size_t bytes = core_solve_bytes(&made.problem);
    assert_true(bytes > 0);
    if (bytes > memory_bytes) {
        free(memory);
        memory = malloc(bytes);
        memory_bytes = bytes;
        assert_non_null(memory);
    }
    assert_true(core_solve(&made.problem, options, memory, bytes, out));
}

/* Counts those refused, and names the first few. */
static void examine(const struct core_solution *solution, uint64_t seed, unsigned *refused)
{
    char fault[CORE_CHECK_TEXT];
    if (!core_check(&made.problem, solution, fault) && ++*refused <= NAMED_MAX) {
        printf("problem %llu: %s\n", (unsigned long long)seed, fault);
    }
}

/* --- small problems ------------------------------------------------------------------------------------------------- */

/* One in ten of eight places, most of five to seven; up to three routes. */
static void make_small(uint64_t seed)
{
    static const uint32_t sizes[] = {8, 7, 7, 6, 6, 6, 5, 5, 5, 4};
    made.state = seed * 7919 + 1;
    struct making kind = made_rich_kind(&made, ORACLE_PLACES_MAX);
    kind.places_n = seed % 37 ? sizes[seed % 10] : kind.places_n;
    kind.routes_n = kind.routes_n > ORACLE_ROUTES_MAX ? ORACLE_ROUTES_MAX : kind.routes_n;
    made_fill(&made, &kind);
}

struct tally {
    unsigned equal, better, later, refused, wrongly_proved;
};

static void compare(const struct core_solution *solution, const struct oracle_result *best, uint64_t seed,
                    struct tally *tally)
{
    struct oracle_result found = {solution->unserved_n, solution->late_s, solution->breaks_missed, solution->value_ms};
    int order = oracle_compare(&found, best);
    examine(solution, seed, &tally->refused);
    if (order && ++tally->better <= NAMED_MAX) {
        printf("problem %llu: %lld %lld %lld %lld, brute force %lld %lld %lld %lld\n", (unsigned long long)seed,
               (long long)found.unserved, (long long)found.late_s, (long long)found.missed, (long long)found.value_ms,
               (long long)best->unserved, (long long)best->late_s, (long long)best->missed, (long long)best->value_ms);
    }
    tally->better -= order > 0;
    tally->equal += order == 0;
    found.value_ms = best->value_ms;
    tally->later += oracle_compare(&found, best) > 0;
    tally->wrongly_proved += order > 0 && (solution->proved_best || best->value_ms > solution->bound_ms);
}

static void print_tally(const char *name, const struct tally *tally)
{
    printf("%s: of %d problems %u as good as brute force, %u better, %u later or with more unserved; %u refused, %u "
           "wrongly proved or bounded\n",
           name, SMALL_CASES, tally->equal, tally->better, tally->later, tally->refused, tally->wrongly_proved);
}

/* The default effort takes ten times as long and comes to the same: only every twentieth has it. */
static void solve_many__small_problems_are_solved_as_well_as_by_brute_force(void **state)
{
    (void)state;
    struct tally proving = {0}, searching = {0};
    const struct core_options quick = {.iterations = 300}, search_only = {.iterations = 300, .no_proof = true};
    for (uint64_t seed = 0; seed < SMALL_CASES; seed++) {
        make_small(seed);
        struct oracle_result best = oracle_best(&made.problem);
        struct core_solution solution;
        solve(seed % 20 ? &quick : NULL, &solution);
        compare(&solution, &best, seed, &proving);
        solve(&search_only, &solution);
        compare(&solution, &best, seed, &searching);
    }
    print_tally("with proof", &proving);
    print_tally("without proof", &searching);
    assert_int_equal(proving.equal, SMALL_CASES);
    assert_true(searching.equal * 100 >= SMALL_CASES * 97);
    assert_int_equal(proving.refused + searching.refused, 0);
    assert_int_equal(proving.better + searching.better, 0);
    assert_int_equal(proving.wrongly_proved + searching.wrongly_proved, 0);
}

/* --- larger ones ---------------------------------------------------------------------------------------------------- */

static void solve_many__larger_problems_pass_the_checker(void **state)
{
    (void)state;
    unsigned refused = 0;
    for (uint64_t seed = 0; seed < LARGE_CASES; seed++) {
        made.state = seed * 104729 + 5;
        uint32_t places_max = seed % 500 == 0 ? MADE_PLACES_MAX : seed % 25 == 0 ? 25 : seed % 5 == 0 ? 12 : 6;
        const struct core_options quick = {.iterations = 5, .no_proof = seed % 8 != 0};
        struct making kind = seed % 4 ? made_rich_kind(&made, places_max) : made_any_kind(&made, places_max);
        made_fill(&made, &kind);
        if (core_problem_fault(&made.problem)) {
            fail_msg("problem %llu: %s", (unsigned long long)seed, core_problem_fault(&made.problem));
        }
        struct core_solution solution;
        solve(&quick, &solution);
        examine(&solution, seed, &refused);
    }
    printf("of %d larger problems %u refused\n", LARGE_CASES, refused);
    assert_int_equal(refused, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solve_many__small_problems_are_solved_as_well_as_by_brute_force),
        cmocka_unit_test(solve_many__larger_problems_pass_the_checker),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(memory);
    return failed;
}
