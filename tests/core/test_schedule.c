/* core_schedule, which explains, against core_solve, which plans. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planner/core/solve.h"
#include "tests/core/make_problem.h"
#include "tests/core/room.h"

#include <string.h>

static struct made made;

static void schedule__of_a_solved_route_is_the_solved_route(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 500; seed++) {
        made.state = seed * 104729 + 7;
        struct making kind = made_any_kind(&made, 20);
        made_fill(&made, &kind);
        struct core_solution solution;
        void *memory = room_solve(&made.problem, 30, &solution);
        int64_t driving = 0;
        for (uint32_t r = 0; r < made.problem.routes_n; r++) {
            uint32_t sequence[MADE_PLACES_MAX], n = 0;
            uint32_t first = solution.route_first[r], count = solution.route_first[r + 1] - first;
            for (uint32_t i = first; i < first + count; i++) {
                if (solution.stops[i].place != CORE_BREAK) {
                    sequence[n++] = solution.stops[i].place;
                }
            }
            struct core_stop stops[MADE_PLACES_MAX + 1];
            int64_t late_s = 0, driving_s = 0;
            int32_t leave_s = 0, home_s = 0;
            uint32_t got = core_schedule(&made.problem, r, sequence, n, stops, &late_s, &leave_s, &home_s, &driving_s);
            assert_int_equal(got, count);
            for (uint32_t i = 0; i < count; i++) {
                assert_memory_equal(&stops[i], &solution.stops[first + i], sizeof stops[i]);
            }
            if (count > 0) {
                assert_int_equal(leave_s, solution.leave_s[r]);
                assert_int_equal(home_s, solution.home_s[r]);
            }
            driving += driving_s < CORE_NO_WAY ? driving_s : 0;
        }
        assert_int_equal(driving, solution.driving_s);
        free(memory);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(schedule__of_a_solved_route_is_the_solved_route)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
