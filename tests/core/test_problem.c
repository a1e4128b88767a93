/* core_problem_fault: each thing that can be wrong is found, and named by a sentence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planner/core/problem.h"
#include "tests/core/make_problem.h"

#include <string.h>

static struct made made;

static void make(void)
{
    const struct making kind = {.places_n = 6, .routes_n = 2, .mandatory_percent = 40, .metric = true};
    made.state = 7;
    made_fill(&made, &kind);
    made.problem.windows_n = made.problem.windows_n ? made.problem.windows_n : 1;
    made.places[0].window_first = 0;
    made.places[0].window_count = 1;
    assert_null(core_problem_fault(&made.problem));
}

static void assert_fault(const char *part)
{
    const char *fault = core_problem_fault(&made.problem);
    assert_non_null(fault);
    assert_non_null(strstr(fault, part));
    make();
}

static void problem__sizes_and_arrays_are_checked(void **state)
{
    (void)state;
    make();
    made.problem.places_n = CORE_PLACES_MAX + 1;
    assert_fault("more places");
    made.problem.routes_n = 0;
    assert_fault("routes");
    made.problem.routes_n = CORE_ROUTES_MAX + 1;
    assert_fault("routes");
    made.problem.nodes_n = made.problem.places_n - 1;
    assert_fault("row for each");
    made.problem.travel_s = NULL;
    assert_fault("missing");
    made.problem.max_detour_s = -1;
    assert_fault("max_detour_s");
    made.problem.driving_weight = CORE_WEIGHT_MAX + 1;
    assert_fault("driving_weight");
}

static void problem__places_and_windows_are_checked(void **state)
{
    (void)state;
    make();
    made.places[1].service_s = -1;
    assert_fault("service time");
    made.places[1].prize_s = CORE_TIME_MAX + 1;
    assert_fault("prize");
    made.places[1].window_first = made.problem.windows_n;
    made.places[1].window_count = 1;
    assert_fault("not there");
    made.places[1].window_first = UINT32_MAX;
    made.places[1].window_count = 2;
    assert_fault("not there");
    made.windows[0] = (struct core_window){10, 9};
    assert_fault("closes before");
    made.places[0].window_count = 2;
    made.windows[0] = (struct core_window){0, 10};
    made.windows[1] = (struct core_window){9, 20};
    assert_fault("not overlap");
}

static void problem__routes_are_checked(void **state)
{
    (void)state;
    make();
    made.routes[0].start = made.problem.nodes_n;
    assert_fault("outside the matrix");
    made.routes[1].latest_s = made.routes[1].earliest_s - 1;
    assert_fault("hours");
    made.routes[0].max_driving_s = -1;
    assert_fault("limits");
    made.routes[0].break_s = 10;
    made.routes[0].break_open_s = 100;
    made.routes[0].break_close_s = 99;
    assert_fault("break window");
}

static void problem__travel_times_are_checked(void **state)
{
    (void)state;
    make();
    made.travel[1] = -1;
    assert_fault("travel time");
    made.travel[1] = CORE_NO_WAY - 1;
    assert_fault("travel time");
    made.travel[1] = CORE_NO_WAY;
    assert_null(core_problem_fault(&made.problem));
    made.travel[0] = -5; /* the diagonal is nobody's business */
    assert_null(core_problem_fault(&made.problem));
}

static void problem__mandatory_services_must_end_in_time_that_can_be_counted(void **state)
{
    (void)state;
    const struct making kind = {.places_n = MADE_PLACES_MAX, .routes_n = 1, .metric = true};
    make();
    made_fill(&made, &kind);
    for (uint32_t i = 0; i < MADE_PLACES_MAX; i++) {
        made.places[i].service_s = CORE_TIME_MAX;
        made.places[i].mandatory = true;
    }
    assert_fault("too long");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(problem__sizes_and_arrays_are_checked),
        cmocka_unit_test(problem__places_and_windows_are_checked),
        cmocka_unit_test(problem__routes_are_checked),
        cmocka_unit_test(problem__travel_times_are_checked),
        cmocka_unit_test(problem__mandatory_services_must_end_in_time_that_can_be_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
