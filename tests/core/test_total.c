/* What a whole plan comes to, by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/core/rules_room.h"

#include <string.h>

enum { DEPOT = 4, NODES = 5 };

/* One road: the depot at 0, places 0, 1, 2, 3 at 10, 20, 30, 40; two routes from and to the depot. */
static struct core_place places[4];
static struct core_window window;
static struct core_group group;
static struct core_route routes[2];
static int32_t road[NODES * NODES];
static uint32_t given[4], given_first[3];
static struct core_problem problem;
static struct rules_room room;
static struct core_total total;

static void lay(void)
{
    static const int32_t at[NODES] = {10, 20, 30, 40, 0};
    for (int i = 0; i < NODES; i++)
        for (int j = 0; j < NODES; j++)
            road[i * NODES + j] = at[i] > at[j] ? at[i] - at[j] : at[j] - at[i];
    for (uint32_t i = 0; i < 4; i++)
        places[i] = (struct core_place){.prize_s = 100, .routes = 3};
    for (uint32_t r = 0; r < 2; r++)
        routes[r] = (struct core_route){.start = DEPOT,
                                        .end = DEPOT,
                                        .latest_s = 1000,
                                        .max_driving_s = CORE_TIME_MAX,
                                        .max_optional = CORE_PLACES_MAX};
    problem = (struct core_problem){.places_n = 4,
                                    .nodes_n = NODES,
                                    .places = places,
                                    .windows = &window,
                                    .windows_n = 1,
                                    .routes_n = 2,
                                    .routes = routes,
                                    .travel_s = road,
                                    .max_detour_s = CORE_TIME_MAX,
                                    .driving_weight = 1000};
}

/* PLAN is what the first route serves, as digits; the second serves OTHER. */
static bool total_of(const char *plan, const char *other)
{
    assert_null(core_problem_fault(&problem));
    rules_room_open(&room, &problem);
    for (uint32_t i = 0; i < strlen(plan); i++)
        core_sketch_insert(&room.sketch, 0, i, (uint32_t)(plan[i] - '0'));
    for (uint32_t i = 0; i < strlen(other); i++)
        core_sketch_insert(&room.sketch, 1, i, (uint32_t)(other[i] - '0'));
    bool solution = core_total_of(&room.totals, &room.sketch, &total);
    free(room.memory);
    return solution;
}

static void total__is_prizes_less_prices(void **state)
{
    (void)state;
    lay();
    assert_true(total_of("02", "1"));
    assert_int_equal(total.value_ms, (3 * 100 - 60 - 40) * 1000);
    places[2].mandatory = true;
    assert_true(total_of("02", "1"));
    assert_int_equal(total.value_ms, (2 * 100 - 60 - 40) * 1000);
    assert_int_equal(total.unserved, 0);
    assert_true(total_of("0", "1"));
    assert_int_equal(total.unserved, 1);
}

static void total__counts_required_groups_and_given_places_left_out(void **state)
{
    (void)state;
    lay();
    group.required = true;
    problem.groups = &group;
    problem.groups_n = 1;
    places[0].group = places[1].group = 1;
    assert_true(total_of("2", ""));
    assert_int_equal(total.unserved, 1);
    assert_true(total_of("12", ""));
    assert_int_equal(total.unserved, 0);
    assert_int_equal(total.value_ms, (2 * 100 - 60) * 1000); /* its prize counts */
    assert_false(total_of("012", ""));
    problem.given = given;
    problem.given_first = given_first;
    given[0] = 3;
    given[1] = 2;
    given_first[1] = given_first[2] = 2;
    problem.change_s = 7;
    assert_true(total_of("12", "")); /* 3 is not there, 1 is */
    assert_int_equal(total.value_ms, (2 * 100 - 60 - 2 * 7) * 1000);
}

static void total__late_duties_count_and_others_must_not_be_late(void **state)
{
    (void)state;
    lay();
    window = (struct core_window){0, 25};
    places[2].window_count = 1;
    assert_false(total_of("2", ""));
    places[2].late_s = 5;
    places[2].late_weight = 2000;
    assert_true(total_of("2", ""));
    assert_int_equal(total.value_ms, (100 - 60 - 5 * 2) * 1000);
    places[2].late_s = 3;
    places[2].mandatory = true;
    assert_true(total_of("2", ""));
    assert_int_equal(total.late_s, 2);
    assert_int_equal(total.value_ms, (-60 - 3 * 2) * 1000);
    routes[0].latest_s = 50;
    assert_true(total_of("2", ""));
    assert_int_equal(total.late_s, 2 + 10);
}

static void total__breaks_missed_count(void **state)
{
    (void)state;
    lay();
    window = (struct core_window){30, 30};
    places[2].window_count = 1;
    places[2].mandatory = true;
    routes[0].break_s = 10;
    routes[0].break_open_s = 5;
    routes[0].break_close_s = 29;
    routes[0].latest_s = 60;
    assert_true(total_of("2", ""));
    assert_int_equal(total.missed, 1);
    routes[0].latest_s = 70;
    routes[0].break_close_s = 30;
    assert_true(total_of("2", ""));
    assert_int_equal(total.missed, 0);
}

static void total__optional_places_keep_their_limits(void **state)
{
    (void)state;
    lay();
    places[3].mandatory = true;
    routes[0].max_optional = 1;
    assert_false(total_of("013", ""));
    assert_true(total_of("03", "1"));
    routes[0].max_driving_s = 79;
    assert_true(total_of("3", ""));
    assert_false(total_of("03", ""));
    routes[0].max_driving_s = 80;
    assert_true(total_of("03", ""));
    problem.max_detour_s = 19;
    assert_true(total_of("03", ""));
    assert_false(total_of("", "0"));
    assert_true(total_of("", "3"));
}

static void total__fails_without_a_way(void **state)
{
    (void)state;
    lay();
    road[0 * NODES + 1] = CORE_NO_WAY;
    assert_false(total_of("01", ""));
    assert_true(total_of("10", ""));
}

static void total__counts_unserved_then_late_then_missed_then_value(void **state)
{
    (void)state;
    const struct core_total best = {0, 5, 1, 10}, worse[] = {{0, 5, 1, 9}, {0, 5, 2, 99}, {0, 6, 0, 99}, {1, 0, 0, 99}};
    for (int i = 0; i < 4; i++) {
        assert_true(core_total_compare(&best, &worse[i]) < 0);
        assert_true(core_total_compare(&worse[i], &best) > 0);
    }
    assert_int_equal(core_total_compare(&best, &best), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(total__is_prizes_less_prices),
        cmocka_unit_test(total__counts_required_groups_and_given_places_left_out),
        cmocka_unit_test(total__late_duties_count_and_others_must_not_be_late),
        cmocka_unit_test(total__breaks_missed_count),
        cmocka_unit_test(total__optional_places_keep_their_limits),
        cmocka_unit_test(total__fails_without_a_way),
        cmocka_unit_test(total__counts_unserved_then_late_then_missed_then_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
