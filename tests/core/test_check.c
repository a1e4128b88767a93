/* The examiner, by hand: what is wrong is found, and named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planner/core/check.h"
#include <string.h>

/* --- by hand: places 0 to 6 on one road, ten apart, the first ten from the depot; two routes, on days 1 and 2 -------- */

enum { PLACES = 7, DEPOT = PLACES, NODES = PLACES + 1, ROUTES = 2, SERVICE = 5, PRIZE = 100, EARLIEST = 100 };

static struct core_place places[PLACES];
static struct core_window windows[PLACES];
static struct core_route routes[ROUTES];
static struct core_group groups[2];
static struct core_order orders[1];
static struct core_need need;
static uint32_t given[PLACES], given_first[ROUTES + 1];
static int32_t road[NODES * NODES];
static struct core_problem problem;

static struct core_stop stops[16];
static uint32_t route_first[ROUTES + 1];
static int32_t leave_s[ROUTES], home_s[ROUTES];
static struct core_unserved unserved[3];
static struct core_solution solution;

static int32_t place_at(uint32_t node)
{
    return node == DEPOT ? 0 : 10 * ((int32_t)node + 1);
}

static void lay_road(void)
{
    for (uint32_t i = 0; i < NODES; i++)
        for (uint32_t j = 0; j < NODES; j++)
            road[i * NODES + j] = place_at(i) > place_at(j) ? place_at(i) - place_at(j) : place_at(j) - place_at(i);
    for (uint32_t i = 0; i < PLACES; i++)
        places[i] = (struct core_place){.service_s = SERVICE, .prize_s = PRIZE, .window_first = i, .routes = 3};
    for (uint32_t r = 0; r < ROUTES; r++)
        routes[r] = (struct core_route){.start = DEPOT,
                                        .end = DEPOT,
                                        .day = (int32_t)r + 1,
                                        .earliest_s = EARLIEST,
                                        .latest_s = 1000,
                                        .max_driving_s = CORE_TIME_MAX,
                                        .max_optional = CORE_PLACES_MAX};
    memset(groups, 0, sizeof groups);
    problem = (struct core_problem){.places_n = PLACES,
                                    .nodes_n = NODES,
                                    .places = places,
                                    .windows = windows,
                                    .windows_n = PLACES,
                                    .routes_n = ROUTES,
                                    .routes = routes,
                                    .travel_s = road,
                                    .max_detour_s = CORE_TIME_MAX,
                                    .driving_weight = 1000,
                                    .groups = groups,
                                    .orders = orders,
                                    .needs = &need};
    solution = (struct core_solution){.stops = stops,
                                      .route_first = route_first,
                                      .leave_s = leave_s,
                                      .home_s = home_s,
                                      .unserved = unserved,
                                      .bound_ms = CORE_NO_BOUND};
    for (uint32_t r = 0; r < ROUTES; r++) {
        route_first[r + 1] = 0;
        leave_s[r] = home_s[r] = EARLIEST;
    }
}

static void add_stop(uint32_t route, struct core_stop stop)
{
    stops[route_first[route + 1]++] = stop;
    for (uint32_t r = route + 1; r < ROUTES; r++)
        route_first[r + 1] = route_first[route + 1];
}

/* Route ROUTE, the last that has stops so far, serves the COUNT places of LIST one after the other without waiting. */
static void serve(uint32_t route, uint32_t count, const uint32_t *list)
{
    int32_t time = leave_s[route];
    uint32_t at = DEPOT;
    for (uint32_t i = 0; i < count; i++) {
        time += road[at * NODES + list[i]];
        add_stop(route, (struct core_stop){list[i], time, time, time + SERVICE, 0});
        time += SERVICE;
        solution.driving_s += road[at * NODES + list[i]];
        solution.prize_s += places[list[i]].mandatory ? 0 : places[list[i]].prize_s;
        at = list[i];
    }
    solution.driving_s += road[at * NODES + DEPOT];
    home_s[route] = time + road[at * NODES + DEPOT];
}

#define SERVE(route, ...)                                                                                              \
    serve(route, sizeof(uint32_t[]){__VA_ARGS__} / sizeof(uint32_t), (const uint32_t[]){__VA_ARGS__})

static void open_at(uint32_t place, int32_t from, int32_t to)
{
    windows[place] = (struct core_window){from, to};
    places[place].window_count = 1;
}

/* With the value that its sums come to. */
static bool is_right(char fault[CORE_CHECK_TEXT])
{
    solution.value_ms = 1000 * (solution.prize_s - solution.driving_s) - solution.waiting_s * problem.waiting_weight -
                        solution.late_price_ms - solution.need_s[0] * need.weight -
                        1000 * (int64_t)solution.changes * problem.change_s -
                        1000 * (int64_t)solution.breaks_elsewhere * routes[0].break_elsewhere_s;
    return core_check(&problem, &solution, fault);
}

static void assert_right(void)
{
    char fault[CORE_CHECK_TEXT];
    if (!is_right(fault))
        fail_msg("%s", fault);
}

static void assert_fault(const char *part)
{
    char fault[CORE_CHECK_TEXT];
    assert_false(is_right(fault));
    if (!strstr(fault, part))
        fail_msg("'%s' is found, not '%s'", fault, part);
}

static void check__the_lists_must_be_lists(void **state)
{
    (void)state;
    lay_road();
    SERVE(0, 0, 1);
    SERVE(1, 2);
    assert_right();
    route_first[0] = 1;
    assert_fault("does not begin");
    route_first[0] = 0;
    route_first[1] = 4;
    assert_fault("end before they begin");
    route_first[1] = 2;
    stops[1].place = PLACES;
    assert_fault("is no place");
}

static void check__places_are_served_once_where_they_may_be(void **state)
{
    (void)state;
    lay_road();
    SERVE(0, 0, 1);
    places[1].routes = 2;
    assert_fault("may not be on route 0");
    places[1].routes = 3;
    routes[0].end = 1;
    assert_fault("may not be on route 0");
    lay_road();
    SERVE(0, 0, 1);
    SERVE(1, 1);
    assert_fault("served twice");
}

static void check__groups_and_series_are_kept(void **state)
{
    (void)state;
    lay_road();
    problem.groups_n = 1;
    places[0].group = places[2].group = 1;
    SERVE(0, 0, 1);
    SERVE(1, 2);
    assert_fault("both served, of group 1");
    places[2].group = 0;
    places[0].series = places[2].series = 4;
    places[2].apart_days = 1;
    assert_right();
    places[0].apart_days = 2;
    assert_fault("too near each other");
}

static void check__what_comes_first_is_served_first(void **state)
{
    (void)state;
    lay_road();
    problem.orders_n = 1;
    orders[0] = (struct core_order){{false, 0}, {false, 1}};
    SERVE(0, 0, 1);
    assert_right();
    orders[0] = (struct core_order){{false, 1}, {false, 0}};
    assert_fault("place 1 is not served before place 0");
    orders[0] = (struct core_order){{true, 1}, {false, 0}};
    problem.groups_n = 1;
    assert_fault("place 0 is served without group 1");
    lay_road();
    problem.orders_n = 1;
    orders[0] = (struct core_order){{false, 0}, {false, 1}};
    SERVE(0, 0);
    SERVE(1, 1);
    assert_fault("place 0 is not served before place 1");
    problem.carry_over = true;
    assert_right();
    routes[1].day = 1;
    assert_fault("place 0 is not served before place 1");
}

static void give(uint32_t on_first, uint32_t a, uint32_t b, uint32_t c)
{
    given[0] = a;
    given[1] = b;
    given[2] = c;
    given_first[1] = on_first;
    given_first[2] = 3;
    problem.given = given;
    problem.given_first = given_first;
    problem.change_s = 7;
}

static void check__fixed_places_come_first(void **state)
{
    (void)state;
    lay_road();
    SERVE(0, 1, 2, 0);
    give(3, 1, 2, 0);
    routes[0].fixed_n = 2;
    solution.prize_s = PRIZE; /* the others are duties */
    assert_right();
    give(3, 2, 1, 0);
    assert_fault("place 2 is fixed on route 0");
    give(3, 1, 2, 3);
    routes[0].fixed_n = 3;
    assert_fault("place 3 is fixed on route 0");
    routes[1].fixed_n = 1;
    give(2, 1, 2, 3);
    routes[0].fixed_n = 2;
    assert_fault("place 3 is fixed on route 1");
}

static void check__changes_of_the_given_plan_are_counted(void **state)
{
    (void)state;
    lay_road();
    SERVE(0, 0, 1, 2);
    give(3, 0, 1, 2);
    assert_right();
    give(2, 1, 0, 2); /* 1 after 0, 2 on the other route */
    assert_fault("changes: 0 is said, 2 is right");
    give(1, 3, 2, 1); /* 3 not served, all three given elsewhere or nowhere */
    assert_fault("changes: 0 is said, 4 is right");
    solution.changes = 4;
    assert_right();
}

static void check__services_are_timed_by_the_windows(void **state)
{
    (void)state;
    lay_road();
    open_at(1, 100, 200);
    SERVE(0, 0, 1);
    assert_right();
    stops[1].late_s = 1;
    assert_fault("is 0 s late, not 1");
    stops[1].late_s = 0;
    open_at(1, 126, 200);
    assert_fault("starts at 125, not at 126");
    open_at(1, 100, 124);
    assert_fault("is 1 s late, not 0");
    stops[1].late_s = 1;
    assert_fault("late on route 0 and no duty");
    places[1].late_s = 1;
    places[1].late_weight = 300;
    assert_fault("price of lateness: 0 is said, 300 is right");
    solution.late_price_ms = 300;
    assert_right();
    places[1].late_s = 0;
    places[0].mandatory = places[1].mandatory = true;
    solution.prize_s = 0;
    assert_fault("lateness: 0 is said, 1 is right");
    stops[1].depart_s++;
    assert_fault("not served as long as it takes");
    lay_road();
    open_at(1, 122, 126);
    places[1].whole_inside = true;
    SERVE(0, 0, 1);
    stops[1].late_s = 4;
    places[1].late_s = 20;
    assert_fault("in no window and no duty");
}

static void check__roads_take_the_time_that_they_take(void **state)
{
    (void)state;
    lay_road();
    SERVE(0, 0, 1);
    leave_s[0]--;
    assert_fault("leaves before it may");
    leave_s[0]++;
    home_s[0]++;
    assert_fault("drives 21 s from 1 to 7, which takes 20");
    home_s[0] = stops[1].depart_s - 1;
    assert_fault("is reached before the one before it is left");
    home_s[0] += 21;
    road[0 * NODES + 1] = CORE_NO_WAY;
    assert_fault("where there is no way");
}

static void check__optional_places_keep_their_limits(void **state)
{
    (void)state;
    lay_road();
    places[1].mandatory = true;
    SERVE(0, 1, 0);
    assert_right();
    problem.max_detour_s = 0;
    assert_right();
    routes[0].max_optional = 0;
    assert_fault("1 optional places, more than it may");
    routes[0].max_optional = 1;
    routes[0].max_driving_s = 39;
    assert_fault("drives 40 s, more than it may");
    lay_road();
    SERVE(0, 1, 0, 2);
    problem.max_detour_s = 39;
    assert_fault("place 2 is too far out of the way");
}

static void check__a_route_leaves_as_late_as_costs_nothing(void **state)
{
    (void)state;
    lay_road();
    open_at(1, 150, 200);
    leave_s[0] = 124;
    SERVE(0, 0, 1);
    stops[1] = (struct core_stop){1, 149, 150, 155, 0};
    home_s[0] = 175;
    solution.waiting_s = 1;
    assert_fault("could leave later");
    lay_road();
    open_at(1, 150, 200);
    leave_s[0] = 125;
    SERVE(0, 0, 1);
    assert_right();
    lay_road();
    open_at(1, 150, 200);
    leave_s[0] = 126;
    SERVE(0, 0, 1);
    assert_fault("could end sooner, or be less late, if it left sooner");
}

static void check__duties_not_served_are_listed_with_the_reason(void **state)
{
    (void)state;
    lay_road();
    places[5].mandatory = true;
    assert_fault("place 5 is a duty and neither served nor listed");
    solution.unserved_n = 1;
    unserved[0] = (struct core_unserved){{false, 5}, CORE_REASON_ROOM};
    assert_right();
    unserved[0].reason = (enum core_reason)6;
    assert_fault("no reason that there is");
    unserved[0].reason = CORE_REASON_WAY;
    assert_fault("unserved for ROOM, not for WAY");
    unserved[0].reason = CORE_REASON_ROOM;
    road[5 * NODES + DEPOT] = CORE_NO_WAY;
    assert_fault("unserved for WAY, not for ROOM");
    places[5].routes = 4;
    assert_fault("unserved for ROUTES, not for ROOM");
    solution.unserved_n = 2;
    unserved[0].reason = CORE_REASON_ROUTES;
    unserved[1] = (struct core_unserved){{false, 6}, CORE_REASON_ROOM};
    assert_fault("more is listed as unserved than is");
}

static void check__groups_not_served_are_listed_with_the_reason(void **state)
{
    (void)state;
    lay_road();
    problem.groups_n = 2;
    groups[1].required = true;
    solution.unserved_n = 1;
    unserved[0] = (struct core_unserved){{true, 2}, CORE_REASON_ROUTES};
    assert_right();
    places[3].group = 2;
    assert_fault("group 2 is unserved for ROOM, not for ROUTES");
    open_at(3, 0, 139);
    assert_fault("group 2 is unserved for CLOSED");
    places[3].late_s = 1;
    assert_fault("group 2 is unserved for ROOM");
    problem.orders_n = 1;
    orders[0] = (struct core_order){{false, 1}, {true, 2}};
    assert_fault("group 2 is unserved for ORDER");
    SERVE(1, 1);
    assert_fault("group 2 is unserved for ROOM");
    routes[1].day = routes[0].day;
    places[3].series = places[1].series = 1;
    places[3].apart_days = 1;
    assert_fault("group 2 is unserved for APART");
    unserved[0].reason = CORE_REASON_APART;
    assert_right();
}

static void check__sums_and_bound_are_right(void **state)
{
    (void)state;
    char fault[CORE_CHECK_TEXT];
    lay_road();
    SERVE(0, 0, 1);
    assert_right();
    solution.value_ms++;
    assert_false(core_check(&problem, &solution, fault));
    assert_non_null(strstr(fault, "value: "));
    solution.bound_ms = solution.value_ms - 2;
    assert_fault("the bound is below the value");
    solution.proved_best = true;
    solution.bound_ms = CORE_NO_BOUND;
    assert_fault("proved best, but the bound is not");
    solution.bound_ms = solution.value_ms;
    assert_right();
    problem.needs_n = 1;
    need = (struct core_need){.amenities = 2, .within_s = 40, .weight = 10};
    assert_fault("seconds that a need is not met in time: 0 is said, 10 is right");
    places[0].amenities = 6;
    assert_right();
}

/* --- the break -------------------------------------------------------------------------------------------------------- */

/* A day with 0 and 1, home at 150 without a break of 20; put in before the stop NUMBER, from START on. */
static void have_break(int32_t open, int32_t close, uint32_t number, int32_t arrive, int32_t start)
{
    lay_road();
    routes[0].break_s = 20;
    routes[0].break_open_s = open;
    routes[0].break_close_s = close;
    routes[0].latest_s = 180; /* too early to leave after it */
    SERVE(0, 0, 1);
    if (number > 2)
        return;
    int32_t later = 20 + start - arrive;
    memmove(&stops[number + 1], &stops[number], (2 - number) * sizeof stops[0]);
    stops[number] = (struct core_stop){CORE_BREAK, arrive, start, start + 20, 0};
    for (uint32_t i = number + 1; i < 3; i++) {
        stops[i].arrive_s += later;
        stops[i].start_s += later;
        stops[i].depart_s += later;
    }
    home_s[0] += later;
    solution.waiting_s += start - arrive;
    route_first[1] = route_first[2] = 3;
}

static void check__a_break_is_had_in_its_window_and_once(void **state)
{
    (void)state;
    have_break(110, 140, 1, 115, 115);
    assert_right();
    stops[1].late_s = 1;
    assert_fault("break of route 0 has wrong times");
    stops[1].late_s = 0;
    routes[0].break_close_s = 114;
    assert_fault("starts at 115, outside its window");
    routes[0].break_open_s = 116;
    routes[0].break_close_s = 130;
    assert_fault("starts at 115, outside its window");
    routes[0].break_s = 0;
    assert_fault("nobody asked for");
    have_break(110, 140, 1, 115, 115);
    add_stop(0, (struct core_stop){CORE_BREAK, 140, 140, 160, 0});
    assert_fault("has 2 breaks");
}

static void check__a_break_that_is_due_is_had_and_no_other(void **state)
{
    (void)state;
    have_break(110, 140, 3, 0, 0);
    assert_fault("route 0 could have its break");
    have_break(110, 150, 1, 115, 115);
    assert_fault("no break is due on route 0");
    have_break(110, 140, 3, 0, 0);
    open_at(1, 0, 125); /* any break makes the duty late */
    routes[0].break_close_s = 119;
    places[1].mandatory = true;
    solution.prize_s = PRIZE;
    assert_fault("breaks missed: 0 is said, 1 is right");
    solution.breaks_missed = 1;
    assert_right();
}

static void check__a_break_is_had_where_it_costs_least(void **state)
{
    (void)state;
    have_break(117, 140, 1, 117, 117); /* on leaving 0, at 117, */
    leave_s[0] = stops[0].arrive_s - 10 + 2;
    stops[0].arrive_s = stops[0].start_s += 2;
    stops[0].depart_s += 2;
    stops[2].arrive_s = stops[2].start_s += 2;
    stops[2].depart_s += 2;
    home_s[0] += 2;
    assert_fault("route 0 could be at its end sooner"); /* but it could be had on the road */
    have_break(117, 140, 1, 117, 117);                  /* on the road */
    assert_right();
    routes[0].break_amenities = 4;
    routes[0].break_elsewhere_s = 9;
    assert_fault("breaks had elsewhere: 0 is said, 1 is right");
    solution.breaks_elsewhere = 1;
    assert_right();
    places[1].amenities = 4;
    assert_fault("route 0 could be had for 9000 ms less");
    have_break(117, 140, 1, 125, 125); /* behind the leg */
    routes[0].break_amenities = 4;
    places[1].amenities = 4;
    assert_right();
}

static void check__a_break_that_does_not_replay_is_found(void **state)
{
    (void)state;
    have_break(117, 140, 1, 119, 119); /* on the road, two seconds later than need be */
    assert_fault("does not replay");
}

static void check__duties_are_no_later_than_need_be(void **state)
{
    (void)state;
    have_break(110, 140, 1, 115, 115);
    places[1].mandatory = true;
    solution.prize_s = PRIZE;
    open_at(1, 0, 125);
    stops[2].late_s = 20;
    assert_fault("route 0 could be 20 s less late");
    lay_road();
    places[1].mandatory = true;
    open_at(1, 0, 124);
    SERVE(0, 0, 1);
    stops[1].late_s = 1;
    assert_fault("optional places make route 0 late");
    have_break(110, 119, 3, 0, 0);
    places[1].mandatory = true;
    open_at(1, 0, 141); /* there would be time for it without place 0 */
    solution.prize_s = PRIZE;
    assert_fault("optional places make route 0 miss its break");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check__the_lists_must_be_lists),
        cmocka_unit_test(check__places_are_served_once_where_they_may_be),
        cmocka_unit_test(check__groups_and_series_are_kept),
        cmocka_unit_test(check__what_comes_first_is_served_first),
        cmocka_unit_test(check__fixed_places_come_first),
        cmocka_unit_test(check__changes_of_the_given_plan_are_counted),
        cmocka_unit_test(check__services_are_timed_by_the_windows),
        cmocka_unit_test(check__roads_take_the_time_that_they_take),
        cmocka_unit_test(check__optional_places_keep_their_limits),
        cmocka_unit_test(check__a_route_leaves_as_late_as_costs_nothing),
        cmocka_unit_test(check__duties_not_served_are_listed_with_the_reason),
        cmocka_unit_test(check__groups_not_served_are_listed_with_the_reason),
        cmocka_unit_test(check__sums_and_bound_are_right),
        cmocka_unit_test(check__a_break_is_had_in_its_window_and_once),
        cmocka_unit_test(check__a_break_that_is_due_is_had_and_no_other),
        cmocka_unit_test(check__a_break_is_had_where_it_costs_least),
        cmocka_unit_test(check__a_break_that_does_not_replay_is_found),
        cmocka_unit_test(check__duties_are_no_later_than_need_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
