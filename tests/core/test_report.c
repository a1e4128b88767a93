/* What the caller is told about a plan: prices in parts, and why a duty is not served. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planner/core/report.h"
#include "tests/core/rules_room.h"

#include <string.h>

enum { PLACES = 5, NODES = 6, DEPOT = 5 };

static struct core_place places[PLACES];
static struct core_window window;
static struct core_group group;
static struct core_order orders[2];
static struct core_route routes[2];
static int32_t road[NODES * NODES];
static struct core_problem problem;

/* A road with the depot at 0 and place i at 10 (i + 1); two routes, on days 0 and 1. */
static void lay(void)
{
    for (int i = 0; i < NODES; i++)
        for (int j = 0; j < NODES; j++) {
            int x = i == DEPOT ? 0 : 10 * (i + 1), y = j == DEPOT ? 0 : 10 * (j + 1);
            road[i * NODES + j] = x > y ? x - y : y - x;
        }
    for (uint32_t i = 0; i < PLACES; i++)
        places[i] = (struct core_place){.prize_s = 7, .routes = 3};
    for (uint32_t r = 0; r < 2; r++)
        routes[r] = (struct core_route){.start = DEPOT,
                                        .end = DEPOT,
                                        .day = (int32_t)r,
                                        .latest_s = 1000,
                                        .max_driving_s = CORE_TIME_MAX,
                                        .max_optional = CORE_PLACES_MAX};
    problem = (struct core_problem){.places_n = PLACES,
                                    .nodes_n = NODES,
                                    .places = places,
                                    .windows = &window,
                                    .windows_n = 1,
                                    .routes_n = 2,
                                    .routes = routes,
                                    .travel_s = road,
                                    .max_detour_s = CORE_TIME_MAX,
                                    .driving_weight = 1000,
                                    .groups = &group,
                                    .orders = orders};
}

struct reported {
    struct core_solution solution;
    struct rules_room room;
    void *memory;
};

static void lay_out(struct core_report *report, struct reported *out, struct core_carve *carve)
{
    core_report_carve(&problem, &out->solution, carve);
    core_report_init(report, &out->room.rules, carve);
}

/* PLAN is what the first route serves, as digits. */
static struct reported report_of(const char *plan)
{
    struct reported out;
    struct core_report report;
    memset(&out, 0, sizeof out);
    assert_null(core_problem_fault(&problem));
    rules_room_open(&out.room, &problem);
    for (uint32_t i = 0; i < strlen(plan); i++)
        core_sketch_insert(&out.room.sketch, 0, i, (uint32_t)(plan[i] - '0'));
    struct core_carve carve = {NULL, 0};
    lay_out(&report, &out, &carve);
    out.memory = malloc(carve.used);
    assert_non_null(out.memory);
    carve = (struct core_carve){out.memory, 0};
    lay_out(&report, &out, &carve);
    core_report_fill(&report, &out.room.sketch, &out.solution);
    return out;
}

static void forget(struct reported *reported)
{
    free(reported->memory);
    free(reported->room.memory);
}

static void assert_reason(const char *plan, struct core_item duty, enum core_reason reason)
{
    struct reported reported = report_of(plan);
    assert_int_equal(reported.solution.unserved_n, 1);
    assert_int_equal(reported.solution.unserved[0].duty.group, duty.group);
    assert_int_equal(reported.solution.unserved[0].duty.index, duty.index);
    assert_int_equal(reported.solution.unserved[0].reason, reason);
    forget(&reported);
}

static struct core_item place(uint32_t i)
{
    return (struct core_item){false, i};
}

static void report__a_duty_on_no_route_or_out_of_reach_says_so(void **state)
{
    (void)state;
    lay();
    places[2].mandatory = true;
    assert_reason("1", place(2), CORE_REASON_ROOM);
    road[DEPOT * NODES + 2] = CORE_NO_WAY;
    assert_reason("1", place(2), CORE_REASON_WAY);
    places[2].routes = 4;
    assert_reason("1", place(2), CORE_REASON_ROUTES);
    lay();
    places[2].mandatory = true;
    road[2 * NODES + DEPOT] = CORE_NO_WAY;
    assert_reason("", place(2), CORE_REASON_WAY);
}

static void report__a_group_says_what_holds_of_all_its_places(void **state)
{
    (void)state;
    lay();
    group.required = true;
    problem.groups_n = 1;
    assert_reason("1", (struct core_item){true, 1}, CORE_REASON_ROUTES); /* nobody in it */
    places[2].group = places[3].group = 1;
    window = (struct core_window){0, 20};
    places[2].window_count = places[3].window_count = 1;
    assert_reason("1", (struct core_item){true, 1}, CORE_REASON_CLOSED);
    places[3].routes = 0;
    assert_reason("1", (struct core_item){true, 1}, CORE_REASON_CLOSED);
    places[2].late_s = 10;
    assert_reason("1", (struct core_item){true, 1}, CORE_REASON_ROOM);
}

static void report__what_lacks_something_before_it_or_is_too_near_another_says_so(void **state)
{
    (void)state;
    lay();
    places[2].mandatory = true;
    orders[0] = (struct core_order){place(0), place(2)};
    problem.orders_n = 1;
    assert_reason("1", place(2), CORE_REASON_ORDER);
    assert_reason("0", place(2), CORE_REASON_ROOM);
    assert_reason("3", place(2), CORE_REASON_ORDER);
    orders[0] = (struct core_order){place(2), place(3)};
    assert_reason("", place(2), CORE_REASON_ROOM);
    lay();
    places[2].mandatory = true;
    places[1].series = places[2].series = 4;
    places[1].apart_days = 2;
    assert_reason("1", place(2), CORE_REASON_APART);
    places[1].apart_days = 1;
    assert_reason("1", place(2), CORE_REASON_ROOM); /* tomorrow would do */
}

static void report__the_value_is_the_sum_of_its_parts(void **state)
{
    (void)state;
    lay();
    static const uint32_t given[] = {4, 1, 3}, given_first[] = {0, 3, 3};
    static const struct core_need need = {1, 20, 30};
    window = (struct core_window){0, 35};
    places[3].window_count = 1;
    places[3].late_s = 9;
    places[3].late_weight = 500;
    places[3].service_s = 4;
    problem.given = given;
    problem.given_first = given_first;
    problem.change_s = 2;
    problem.needs = &need;
    problem.needs_n = 1;
    problem.waiting_weight = 100;
    struct reported reported = report_of("31");
    const struct core_solution *s = &reported.solution;
    assert_int_equal(s->prize_s, 14);
    assert_int_equal(s->driving_s, 80);
    assert_int_equal(s->late_price_ms, 5 * 500);
    assert_int_equal(s->need_s[0], 84 - 20);
    assert_int_equal(s->changes, 2); /* 1 after 3; 4 not served */
    assert_int_equal(s->waiting_s, 0);
    assert_int_equal(s->value_ms, (14 - 80 - 2 * 2) * 1000 - 5 * 500 - 64 * 30);
    assert_int_equal(s->stops[0].late_s, 5);
    assert_int_equal(s->bound_ms, CORE_NO_BOUND);
    forget(&reported);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(report__a_duty_on_no_route_or_out_of_reach_says_so),
        cmocka_unit_test(report__a_group_says_what_holds_of_all_its_places),
        cmocka_unit_test(report__what_lacks_something_before_it_or_is_too_near_another_says_so),
        cmocka_unit_test(report__the_value_is_the_sum_of_its_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
