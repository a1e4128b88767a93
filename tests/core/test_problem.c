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

/* Six places, one route, every feature at hand. */
static struct core_group groups[2];
static struct core_order orders[3];
static struct core_need need;
static uint32_t given[6], given_first[3];

static void make_full(void)
{
    make();
    memset(orders, 0, sizeof orders);
    for (uint32_t i = 0; i < 6; i++) {
        made.places[i].mandatory = false;
        made.places[i].routes = 3;
        given[i] = i;
    }
    for (uint32_t i = 0; i < made.problem.nodes_n * made.problem.nodes_n; i++) {
        made.travel[i] = 10;
    }
    made.routes[0].start = made.routes[0].end = made.routes[1].start = made.routes[1].end = 5;
    made.routes[0].day = 0;
    made.routes[1].day = 1;
    given_first[0] = 0;
    given_first[1] = 3;
    given_first[2] = 5;
    need = (struct core_need){1, 100, 10};
    made.problem.groups = groups;
    made.problem.groups_n = 2;
    made.problem.orders = orders;
    made.problem.needs = &need;
    made.problem.needs_n = 1;
    made.problem.given = given;
    made.problem.given_first = given_first;
    made.routes[0].fixed_n = 2;
    made.routes[1].fixed_n = 1;
    assert_null(core_problem_fault(&made.problem));
}

static void assert_full_fault(const char *part)
{
    const char *fault = core_problem_fault(&made.problem);
    assert_non_null(fault);
    if (!strstr(fault, part)) {
        fail_msg("not \"%s\" but \"%s\"", part, fault);
    }
    make_full();
}

static void order(uint32_t i, bool first_group, uint32_t first, bool then_group, uint32_t then)
{
    orders[i] = (struct core_order){{first_group, first}, {then_group, then}};
    made.problem.orders_n = i + 1;
}

static void problem__prices_and_sizes_of_features_are_checked(void **state)
{
    (void)state;
    make_full();
    made.problem.groups_n = CORE_PLACES_MAX + 1;
    assert_full_fault("more groups");
    made.problem.orders_n = CORE_PLACES_MAX + 1;
    assert_full_fault("more groups or orders");
    made.problem.needs_n = CORE_NEEDS_MAX + 1;
    assert_full_fault("more needs");
    made.problem.groups = NULL;
    assert_full_fault("missing");
    made.problem.given_first = NULL;
    assert_full_fault("missing");
    made.problem.waiting_weight = -1;
    assert_full_fault("waiting_weight");
    made.problem.change_s = CORE_TIME_MAX + 1;
    assert_full_fault("change_s");
    need.within_s = -1;
    assert_full_fault("need");
    need.weight = CORE_WEIGHT_MAX + 1;
    assert_full_fault("need");
    made.places[3].late_s = -1;
    assert_full_fault("lateness");
    made.places[3].late_weight = CORE_WEIGHT_MAX + 1;
    assert_full_fault("lateness");
    made.places[3].series = CORE_PLACES_MAX + 1;
    assert_full_fault("series");
    made.places[3].apart_days = -1;
    assert_full_fault("series");
    made.places[3].group = 3;
    assert_full_fault("group that is not there");
    made.places[3].group = 1;
    made.places[3].mandatory = true;
    assert_full_fault("mandatory place is in a group");
    made.places[3].group = 0;
    made.routes[1].break_elsewhere_s = -1;
    assert_full_fault("break is out of range");
}

static void problem__the_given_plan_is_checked(void **state)
{
    (void)state;
    make_full();
    made.places[3].group = 0;
    given[4] = 0;
    assert_full_fault("given twice");
    given[4] = 6;
    assert_full_fault("not there");
    given_first[1] = 6;
    assert_full_fault("out of order");
    given_first[1] = 1;
    assert_full_fault("more fixed places");
    made.problem.given = NULL;
    assert_full_fault("none are given");
}

static void problem__orders_go_in_no_circle(void **state)
{
    (void)state;
    make_full();
    order(0, false, 6, false, 0);
    assert_full_fault("order names");
    order(0, false, 4, true, 0);
    assert_full_fault("order names");
    order(0, false, 4, true, 3);
    assert_full_fault("order names");
    order(0, false, 4, false, 4);
    assert_full_fault("circle");
    order(0, false, 3, false, 4);
    order(1, false, 4, false, 5);
    assert_null(core_problem_fault(&made.problem));
    order(2, false, 5, false, 3);
    assert_full_fault("circle");
    made.places[4].group = 1;
    order(0, true, 1, false, 2);
    assert_null(core_problem_fault(&made.problem));
    order(1, false, 2, true, 1);
    assert_full_fault("circle");
    made.places[4].group = 1;
    order(0, true, 1, false, 4); /* by itself */
    assert_full_fault("circle");
    made.places[4].group = 0;
    order(0, true, 1, true, 2); /* nobody in either */
    order(1, true, 2, true, 1);
    assert_null(core_problem_fault(&made.problem));
}

static void problem__fixed_places_alone_must_do(void **state)
{
    (void)state;
    make_full();
    made.places[1].routes = 2;
    assert_full_fault("may not be on its route");
    made.routes[0].start = 1;
    assert_full_fault("may not be on its route");
    made.travel[0 * made.problem.nodes_n + 1] = CORE_NO_WAY;
    assert_full_fault("no way to");
    made.travel[1 * made.problem.nodes_n + 5] = CORE_NO_WAY;
    assert_full_fault("no way from");
    made.places[0].group = made.places[1].group = 2;
    assert_full_fault("same group");
    made.places[0].group = made.places[1].group = 0;
    made.places[0].series = made.places[3].series = 9;
    made.places[0].apart_days = 1;
    assert_null(core_problem_fault(&made.problem));
    made.places[3].apart_days = 2;
    assert_full_fault("too near");
    made.places[0].series = made.places[3].series = 0;
    order(0, false, 0, false, 1);
    assert_null(core_problem_fault(&made.problem));
    order(0, false, 1, false, 0);
    assert_full_fault("before what has to come");
    order(0, false, 4, false, 0);
    assert_full_fault("before what has to come");
    order(0, false, 1, false, 3);
    assert_full_fault("before what has to come");
    order(0, false, 1, false, 3);
    made.problem.carry_over = true;
    assert_null(core_problem_fault(&made.problem));
    made.problem.carry_over = false;
}

static void problem__duties_of_every_kind_must_end_in_time_that_can_be_counted(void **state)
{
    (void)state;
    const struct making kind = {.places_n = MADE_PLACES_MAX, .routes_n = 1, .metric = true};
    static struct core_group many[MADE_PLACES_MAX];
    make();
    made_fill(&made, &kind);
    for (uint32_t i = 0; i < MADE_PLACES_MAX; i++) {
        made.places[i].service_s = CORE_TIME_MAX;
        made.places[i].group = i + 1;
    }
    made.problem.groups = many;
    made.problem.groups_n = MADE_PLACES_MAX;
    assert_null(core_problem_fault(&made.problem));
    for (uint32_t i = 0; i < MADE_PLACES_MAX; i++) {
        many[i].required = true;
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
        cmocka_unit_test(problem__prices_and_sizes_of_features_are_checked),
        cmocka_unit_test(problem__the_given_plan_is_checked),
        cmocka_unit_test(problem__orders_go_in_no_circle),
        cmocka_unit_test(problem__fixed_places_alone_must_do),
        cmocka_unit_test(problem__duties_of_every_kind_must_end_in_time_that_can_be_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
