/* Random days on roads, as good as they can be, and the exact solver that says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/core/label_days.h"
#include "tests/core/make_problem.h"
#include "tests/core/oracle.h"
#include "tests/core/run_days.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Sanitizers make it ten times slower; they have nothing to gain from the hundredth day. */
#if defined(__SANITIZE_ADDRESS__)
enum { DAYS = 16, RICH_DAYS = 4 };
#else
enum { DAYS = 100, RICH_DAYS = 20 };
#endif

enum { SMALL_CASES = 1500, DAYS_PERCENT = 99, WEEK_BYTES = 64 * 1024 * 1024 };

static void days__the_exact_solver_agrees_with_brute_force(void **state)
{
    (void)state;
    static struct made made;
    unsigned known = 0, late = 0, missed = 0;
    for (uint64_t seed = 0; seed < SMALL_CASES; seed++) {
        made.state = seed * 7919 + 1;
        struct making kind = made_any_kind(&made, 6);
        kind.routes_n = 1;
        kind.unreachable = kind.unreachable && seed % 3 == 0;
        made_fill(&made, &kind);
        struct label_day day;
        if (!label_days_best(&made.problem, false, &day))
            continue;
        struct oracle_result best = oracle_best(&made.problem);
        struct oracle_result found = {0, day.late_s, day.missed, day.value_ms};
        if (oracle_compare(&found, &best) != 0)
            fail_msg("problem %llu", (unsigned long long)seed);
        known++;
        late += day.late_s > 0;
        missed += day.missed > 0;
    }
    printf("%u of %d problems are such as the exact solver knows; %u of them late, %u without a break\n", known,
           SMALL_CASES, late, missed);
    assert_true(known > SMALL_CASES / 2 && late > SMALL_CASES / 20 && missed > SMALL_CASES / 100);
}

/* DAY as the solver would report it. */
static void report(const struct core_problem *problem, const struct label_day *day, struct core_stop *stops,
                   struct core_solution *out)
{
    static uint32_t first[2];
    static int32_t leave_s, home_s;
    *out = (struct core_solution){.stops = stops, .route_first = first, .leave_s = &leave_s, .home_s = &home_s};
    first[1] =
        core_schedule(problem, 0, day->sequence, day->count, stops, &out->late_s, &leave_s, &home_s, &out->driving_s);
    out->late_s = day->late_s;
    out->breaks_missed = (uint32_t)day->missed;
    for (uint32_t i = 0; i < first[1]; i++)
        out->waiting_s += stops[i].start_s - stops[i].arrive_s;
    for (uint32_t i = 0; i < day->count; i++)
        if (!problem->places[day->sequence[i]].mandatory)
            out->prize_s += problem->places[day->sequence[i]].prize_s;
    out->value_ms = day->value_ms;
    out->bound_ms = CORE_NO_BOUND;
}

static void days__the_exact_solvers_plan_passes_the_checker(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < RICH_DAYS; seed++) {
        struct made_day *day = made_day_new(&day_small, seed);
        struct label_day best;
        struct core_stop stops[LABEL_PLACES_MAX + 1];
        struct core_solution solution;
        char fault[CORE_CHECK_TEXT];
        assert_true(label_days_best(&day->problem, false, &best));
        report(&day->problem, &best, stops, &solution);
        if (!core_check(&day->problem, &solution, fault))
            fail_msg("day %llu: %s", (unsigned long long)seed, fault);
        made_day_free(day);
    }
}

static void days__are_as_good_as_they_can_be_in_nearly_every_case(void **state)
{
    (void)state;
    unsigned equal = 0, proved = 0;
    for (uint64_t seed = 0; seed < DAYS; seed++) {
        struct day_run run;
        day_run_solve(&day_small, seed, &run);
        if (!run.solved)
            fail_msg("day %llu: %s", (unsigned long long)seed, run.fault);
        day_run_compare(&day_small, seed, &run);
        assert_true(run.compared);
        assert_true(run.against >= 0);
        equal += run.against == 0;
        proved += run.proved;
        if (run.against)
            printf("day %llu is worse than it could be: by %lld s of value\n", (unsigned long long)seed,
                   (long long)(run.best_ms - run.value_ms) / 1000);
        if (run.proved)
            assert_int_equal(run.against, 0);
    }
    printf("%u of %d days with 8 jobs and 40 calls are as good as they can be; %u are proved so\n", equal, DAYS,
           proved);
    assert_true(equal * 100 >= DAYS * DAYS_PERCENT);
}

static void days__with_everything_pass_the_checker(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < RICH_DAYS; seed++) {
        struct day_run run;
        day_run_solve(&day_rich, seed, &run);
        if (!run.solved)
            fail_msg("day %llu: %s", (unsigned long long)seed, run.fault);
        assert_int_equal(run.unserved, 0);
    }
}

static void days__of_a_week_fit_into_64_mib(void **state)
{
    (void)state;
    struct day_run run;
    day_run_solve(&day_week, 1, &run);
    if (!run.solved)
        fail_msg("the week: %s", run.fault);
    printf("a week takes %zu KiB\n", run.bytes / 1024);
    assert_true(run.bytes < WEEK_BYTES);
    assert_int_equal(run.unserved, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days__the_exact_solver_agrees_with_brute_force),
        cmocka_unit_test(days__the_exact_solvers_plan_passes_the_checker),
        cmocka_unit_test(days__are_as_good_as_they_can_be_in_nearly_every_case),
        cmocka_unit_test(days__with_everything_pass_the_checker),
        cmocka_unit_test(days__of_a_week_fit_into_64_mib),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
