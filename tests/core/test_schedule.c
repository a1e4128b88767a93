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

/* --- by hand: one road, places 0, 1, 2 an hour's drive apart, the depot (3) an hour before 0; times in minutes ------- */

enum { DEPOT = 3, HOUR = 60 };

static struct core_place places[3];
static struct core_window windows[3][2];
static struct core_route route;
static int32_t road[16];
static struct core_problem problem;

static void lay_road(void)
{
    static const int32_t at[4] = {1, 2, 3, 0};
    for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
            road[i * 4 + j] = (at[i] > at[j] ? at[i] - at[j] : at[j] - at[i]) * HOUR;
        }
    }
    for (uint32_t i = 0; i < 3; i++) {
        places[i] = (struct core_place){.service_s = 30, .mandatory = true, .window_first = 2 * i, .routes = 1};
    }
    route = (struct core_route){.start = DEPOT,
                                .end = DEPOT,
                                .earliest_s = 8 * HOUR,
                                .latest_s = 18 * HOUR,
                                .max_driving_s = CORE_TIME_MAX,
                                .max_optional = CORE_PLACES_MAX};
    problem = (struct core_problem){.places_n = 3,
                                    .nodes_n = 4,
                                    .places = places,
                                    .windows = windows[0],
                                    .windows_n = 6,
                                    .routes_n = 1,
                                    .routes = &route,
                                    .travel_s = road,
                                    .max_detour_s = CORE_TIME_MAX,
                                    .driving_weight = 1000};
}

static void open_at(uint32_t place, int32_t from, int32_t to)
{
    windows[place][places[place].window_count++] = (struct core_window){from, to};
}

struct timed {
    struct core_stop stop[4];
    uint32_t n;
    int64_t late_s, driving_s;
    int32_t leave_s, home_s;
};

static struct timed schedule(uint32_t count)
{
    static const uint32_t sequence[3] = {0, 1, 2};
    struct timed t = {0};
    t.n = core_schedule(&problem, 0, sequence, count, t.stop, &t.late_s, &t.leave_s, &t.home_s, &t.driving_s);
    return t;
}

static void assert_stop(const struct core_stop *stop, uint32_t place, int32_t arrive_s, int32_t start_s, int32_t late_s)
{
    assert_int_equal(stop->place, place);
    assert_int_equal(stop->arrive_s, arrive_s);
    assert_int_equal(stop->start_s, start_s);
    assert_int_equal(stop->late_s, late_s);
}

static void schedule__leaves_as_late_as_costs_nothing(void **state)
{
    (void)state;
    lay_road();
    open_at(1, 13 * HOUR, 14 * HOUR);
    struct timed t = schedule(2);
    assert_stop(&t.stop[0], 0, 11 * HOUR + 30, 11 * HOUR + 30, 0);
    assert_stop(&t.stop[1], 1, 13 * HOUR, 13 * HOUR, 0);
    assert_int_equal(t.leave_s, 10 * HOUR + 30);
    assert_int_equal(t.home_s, 15 * HOUR + 30);
    assert_int_equal(t.driving_s, 4 * HOUR);
    places[0].window_count = 0;
    open_at(0, 9 * HOUR, 10 * HOUR); /* holds the departure back to nine */
    t = schedule(2);
    assert_int_equal(t.leave_s, 9 * HOUR);
    assert_stop(&t.stop[1], 1, 11 * HOUR + 30, 13 * HOUR, 0);
}

static void schedule__waits_for_the_next_window_and_is_late_after_the_last(void **state)
{
    (void)state;
    lay_road();
    open_at(0, 8 * HOUR, 8 * HOUR + 59);
    open_at(0, 10 * HOUR, 11 * HOUR);
    struct timed t = schedule(1);
    assert_stop(&t.stop[0], 0, 10 * HOUR, 10 * HOUR, 0); /* leaves at nine */
    places[0].whole_inside = true;
    windows[0][1].close_s = 10 * HOUR + 29; /* too short for half an hour */
    t = schedule(1);
    assert_stop(&t.stop[0], 0, 9 * HOUR, 9 * HOUR, 31);
    assert_int_equal(t.late_s, 31);
    windows[0][0].close_s = 8 * HOUR + 10; /* and now both are */
    t = schedule(1);
    assert_stop(&t.stop[0], 0, 10 * HOUR, 10 * HOUR, 1);
}

static void schedule__counts_the_lateness_of_optional_places_and_of_the_end(void **state)
{
    (void)state;
    lay_road();
    places[1].mandatory = false;
    open_at(1, 8 * HOUR, 10 * HOUR);
    route.latest_s = 12 * HOUR;
    struct timed t = schedule(2);
    assert_stop(&t.stop[1], 1, 10 * HOUR + 30, 10 * HOUR + 30, 30);
    assert_int_equal(t.late_s, 30 + 60);
    assert_int_equal(t.home_s, 13 * HOUR);
}

static void have_lunch(int32_t from, int32_t to)
{
    route.break_s = 40;
    route.break_open_s = from;
    route.break_close_s = to;
}

static void schedule__has_the_break_in_the_waiting_before_a_stop(void **state)
{
    (void)state;
    lay_road();
    open_at(0, 9 * HOUR, 9 * HOUR);
    open_at(1, 14 * HOUR, 14 * HOUR);
    have_lunch(12 * HOUR, 13 * HOUR);
    struct timed t = schedule(2);
    assert_int_equal(t.n, 3);
    assert_stop(&t.stop[1], CORE_BREAK, 10 * HOUR + 30, 12 * HOUR, 0);
    assert_stop(&t.stop[2], 1, 12 * HOUR + 40, 14 * HOUR, 0);
    assert_int_equal(t.late_s, 0);
}

static void schedule__has_the_break_before_setting_off_or_on_the_road(void **state)
{
    (void)state;
    lay_road();
    open_at(0, 12 * HOUR, 12 * HOUR);
    have_lunch(12 * HOUR, 13 * HOUR);
    struct timed t = schedule(2);
    assert_stop(&t.stop[1], CORE_BREAK, 12 * HOUR + 30, 12 * HOUR + 30, 0);
    assert_stop(&t.stop[2], 1, 14 * HOUR + 10, 14 * HOUR + 10, 0);
    have_lunch(12 * HOUR + 40, 12 * HOUR + 50);
    t = schedule(2);
    assert_stop(&t.stop[1], CORE_BREAK, 12 * HOUR + 40, 12 * HOUR + 40, 0); /* ten minutes down the road */
    assert_stop(&t.stop[2], 1, 14 * HOUR + 10, 14 * HOUR + 10, 0);
    assert_int_equal(t.stop[1].arrive_s - t.stop[0].depart_s + t.stop[2].arrive_s - t.stop[1].depart_s, HOUR);
}

static void schedule__needs_no_break_on_the_road_when_it_is_had_at_home(void **state)
{
    (void)state;
    lay_road();
    open_at(0, 9 * HOUR, 9 * HOUR);
    have_lunch(10 * HOUR, 10 * HOUR + 30);
    assert_int_equal(schedule(1).n, 1); /* home at half past ten */
    lay_road();
    open_at(0, 15 * HOUR, 15 * HOUR);
    have_lunch(12 * HOUR, 13 * HOUR);
    struct timed t = schedule(1);
    assert_int_equal(t.n, 1); /* leaves at two */
    assert_int_equal(t.leave_s, 14 * HOUR);
    lay_road();
    have_lunch(7 * HOUR, 7 * HOUR + 59);
    assert_int_equal(schedule(3).n, 3); /* its window is over before the day begins */
}

static void schedule__misses_a_break_rather_than_be_late(void **state)
{
    (void)state;
    lay_road();
    open_at(0, 9 * HOUR, 9 * HOUR);
    open_at(1, 10 * HOUR + 30, 10 * HOUR + 40);
    have_lunch(9 * HOUR + 30, 10 * HOUR);
    struct timed t = schedule(2);
    assert_int_equal(t.n, 2);
    assert_int_equal(t.stop[1].late_s, 0);
    assert_int_equal(t.late_s, 40); /* the break that is missed */
}

static void schedule__says_when_there_is_no_way(void **state)
{
    (void)state;
    lay_road();
    road[0 * 4 + 1] = CORE_NO_WAY;
    struct timed t = schedule(2);
    assert_int_equal(t.n, 0);
    assert_int_equal(t.driving_s, CORE_NO_WAY);
    assert_int_equal(schedule(1).n, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schedule__of_a_solved_route_is_the_solved_route),
        cmocka_unit_test(schedule__leaves_as_late_as_costs_nothing),
        cmocka_unit_test(schedule__waits_for_the_next_window_and_is_late_after_the_last),
        cmocka_unit_test(schedule__counts_the_lateness_of_optional_places_and_of_the_end),
        cmocka_unit_test(schedule__has_the_break_in_the_waiting_before_a_stop),
        cmocka_unit_test(schedule__has_the_break_before_setting_off_or_on_the_road),
        cmocka_unit_test(schedule__needs_no_break_on_the_road_when_it_is_had_at_home),
        cmocka_unit_test(schedule__misses_a_break_rather_than_be_late),
        cmocka_unit_test(schedule__says_when_there_is_no_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
