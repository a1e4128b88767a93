/* The examiner must not be lenient: every number that is changed in a right solution is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planner/core/check.h"
#include "tests/core/make_problem.h"
#include "tests/core/room.h"

static struct made made;

static void assert_found(const struct core_solution *solution)
{
    char fault[CORE_CHECK_TEXT];
    assert_false(core_check(&made.problem, solution, fault));
    assert_true(fault[0] != '\0');
}

static void damage_sums(struct core_solution *solution)
{
    int64_t *sums[] = {&solution->late_s,        &solution->prize_s,   &solution->driving_s, &solution->waiting_s,
                       &solution->late_price_ms, &solution->need_s[0], &solution->need_s[3], &solution->value_ms};
    uint32_t *counts[] = {&solution->breaks_missed, &solution->breaks_elsewhere, &solution->changes};
    for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++) {
        *sums[i] += 1;
        assert_found(solution);
        *sums[i] -= 1;
    }
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        *counts[i] += 1;
        assert_found(solution);
        *counts[i] -= 1;
    }
}

static void damage_stop(struct core_solution *solution, uint32_t i)
{
    int32_t *times[] = {&solution->stops[i].arrive_s, &solution->stops[i].start_s, &solution->stops[i].depart_s};
    for (size_t t = 0; t < sizeof times / sizeof times[0]; t++) {
        *times[t] -= 1;
        assert_found(solution);
        *times[t] += 1;
    }
    if (solution->stops[i].place == CORE_BREAK) {
        return;
    }
    uint32_t place = solution->stops[i].place;
    solution->stops[i].late_s += 1;
    assert_found(solution);
    solution->stops[i].late_s -= 1;
    if (i > 0 && solution->stops[i - 1].place != CORE_BREAK) {
        solution->stops[i].place = solution->stops[i - 1].place; /* served twice */
        assert_found(solution);
        solution->stops[i].place = place;
    }
}

static void damage_leaves(struct core_solution *solution)
{
    for (uint32_t r = 0; r < made.problem.routes_n; r++) {
        int32_t *times[] = {&solution->leave_s[r], &solution->home_s[r]};
        for (size_t t = 0; t < 2; t++) {
            *times[t] += 1;
            assert_found(solution);
            *times[t] -= 2;
            assert_found(solution);
            *times[t] += 1;
        }
    }
}

static void damage_reasons(struct core_solution *solution)
{
    for (uint32_t i = 0; i < solution->unserved_n; i++)
        for (int reason = CORE_REASON_ROUTES; reason <= CORE_REASON_ROOM; reason++) {
            enum core_reason right = solution->unserved[i].reason;
            if (reason != (int)right) {
                solution->unserved[i].reason = (enum core_reason)reason;
                assert_found(solution);
                solution->unserved[i].reason = right;
            }
        }
}

static void check_many__finds_every_changed_number(void **state)
{
    (void)state;
    uint32_t damaged = 0;
    for (uint64_t seed = 0; seed < 300; seed++) {
        made.state = seed * 15485863 + 3;
        struct making kind = made_any_kind(&made, 15);
        made_fill(&made, &kind);
        struct core_solution solution;
        void *memory = room_solve(&made.problem, 20, &solution);
        char fault[CORE_CHECK_TEXT];
        assert_true(core_check(&made.problem, &solution, fault));
        damage_sums(&solution);
        damage_leaves(&solution);
        damage_reasons(&solution);
        for (uint32_t i = 0; i < solution.route_first[made.problem.routes_n]; i++, damaged++) {
            damage_stop(&solution, i);
        }
        free(memory);
    }
    assert_true(damaged > 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(check_many__finds_every_changed_number)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
