#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "geo/base/mem.h"
#include "geo/roads/travel_roads.h"
#include "tests/geo/road_oracle.h"
#include "tests/geo/town.h"

#include <math.h>
#include <string.h>

enum { SIDE = 40, FEW = 4, MANY = 300 };

static struct town town;
static struct arena *arena;
static uint64_t chance;

static int open_town(void **state)
{
    (void)state;
    town_build(&town, SIDE, 5);
    return 0;
}

static int close_town(void **state)
{
    (void)state;
    town_free(&town);
    return 0;
}

static int setup(void **state)
{
    arena = arena_new();
    chance = 3;
    *state = town_travel(&town);
    return 0;
}

static int teardown(void **state)
{
    travel_free(*state);
    arena_free(arena);
    return 0;
}

static struct point *some_places(size_t n)
{
    struct point *points = arena_array(arena, n, sizeof *points);
    for (size_t i = 0; i < n; i++) {
        points[i] = town_place(&town, &chance);
    }
    return points;
}

/* By Dijkstra, one source at a time. */
static roads_cost *true_costs(const struct point *from, size_t n_from, const struct point *to, size_t n_to)
{
    struct road_oracle *oracle = road_oracle_new(&town.roads);
    roads_cost *costs = arena_array(arena, n_from * n_to, sizeof *costs);
    for (size_t r = 0; r < n_from; r++) {
        struct snap begin = snap_nearest(&town.roads, from[r], TRAVEL_ROADS_LIMIT_M);
        struct road_oracle_place place = road_oracle_place(&town.roads, &begin);
        road_oracle_run(oracle, &place);
        for (size_t c = 0; c < n_to; c++) {
            struct snap end = snap_nearest(&town.roads, to[c], TRAVEL_ROADS_LIMIT_M);
            struct road_oracle_place there = road_oracle_place(&town.roads, &end);
            costs[r * n_to + c] = road_oracle_cost(oracle, &there);
        }
    }
    road_oracle_free(oracle);
    return costs;
}

static void compare(struct travel *travel, const struct point *from, size_t n_from, const struct point *to, size_t n_to)
{
    struct error err;
    const roads_cost *costs = true_costs(from, n_from, to, n_to);
    int32_t *seconds = arena_array(arena, n_from * n_to, sizeof *seconds);
    int32_t *metres = arena_array(arena, n_from * n_to, sizeof *metres);
    assert_int_equal(travel_matrix(travel, from, n_from, to, n_to, seconds, metres, &err), STATUS_OK);
    for (size_t i = 0; i < n_from * n_to; i++) {
        assert_int_equal(seconds[i], roads_seconds(costs[i]));
        assert_int_equal(metres[i], roads_metres(costs[i]));
    }
}

static void travel_roads__tables_of_any_shape_are_the_true_ones(void **state)
{
    struct travel *travel = *state;
    const struct point *few = some_places(FEW), *many = some_places(MANY);
    compare(travel, few, FEW, few, FEW);
    compare(travel, few, FEW, many, MANY);
    compare(travel, many, MANY, few, FEW);
    compare(travel, many, MANY, few, FEW);
    compare(travel, many, 30, many, 30);
    compare(travel, few, 0, many, MANY);
    assert_string_equal(travel_name(travel), "roads of 2018-02-03");
    assert_string_equal(travel_source(travel, few[0], many[0]), "roads of 2018-02-03");
    assert_true(travel_is_certain(travel));
    assert_false(travel_is_metric(travel));
}

/* Asked again for the same points, with other hubs, as a plan does. */
static void travel_roads__bounds_are_the_true_times(void **state)
{
    struct travel *travel = *state;
    const struct point *hubs = some_places(3 * FEW), *places = some_places(MANY);
    struct error err;
    for (size_t first = 0; first < 3 * FEW; first += FEW) {
        const roads_cost *to = true_costs(hubs + first, FEW, places, MANY);
        const roads_cost *back = true_costs(places, MANY, hubs + first, FEW);
        int32_t to_s[FEW * MANY], back_s[FEW * MANY];
        assert_int_equal(travel_bounds(travel, hubs + first, FEW, places, MANY, to_s, back_s, &err), STATUS_OK);
        for (size_t i = 0; i < FEW * MANY; i++) {
            assert_int_equal(to_s[i], roads_seconds(to[i]));
            assert_int_equal(back_s[i], roads_seconds(back[i % MANY * FEW + i / MANY]));
        }
    }
}

static void travel_roads__nothing_beats_its_lower_bound(void **state)
{
    struct travel *travel = *state;
    const struct point *places = some_places(80);
    int32_t seconds[80 * 80];
    struct error err;
    size_t told = 0;
    assert_int_equal(travel_matrix(travel, places, 80, places, 80, seconds, NULL, &err), STATUS_OK);
    for (size_t i = 0; i < (size_t)80 * 80; i++) {
        struct point a = places[i / 80], b = places[i % 80];
        int32_t least_s = travel_at_least_s(travel, a, b);
        assert_true(least_s >= 0 && least_s <= seconds[i]);
        told += least_s * 3 > seconds[i] && seconds[i] > 60;
        assert_true(point_distance_m(a, b) <= travel_reach_m(travel, seconds[i]));
    }
    assert_true(told > 1000);
    assert_true(travel_reach_m(travel, -1) == 0);
}

static void travel_roads__places_off_the_map_are_not_known(void **state)
{
    struct travel *travel = *state;
    struct point places[3] = {town_place(&town, &chance), {52.55, -0.8}, town_place(&town, &chance)};
    struct error err;
    int32_t seconds[9], metres[9], to_s[9], back_s[9];
    assert_int_equal(travel_matrix(travel, places, 3, places, 3, seconds, metres, &err), STATUS_OK);
    assert_int_equal(travel_bounds(travel, places, 3, places, 3, to_s, back_s, &err), STATUS_OK);
    for (size_t i = 0; i < 9; i++) {
        bool off = i / 3 == 1 || i % 3 == 1;
        assert_int_equal(seconds[i] == TRAVEL_UNKNOWN, off);
        assert_int_equal(metres[i] == TRAVEL_UNKNOWN, off);
        assert_int_equal(to_s[i] == TRAVEL_UNKNOWN, off);
        assert_int_equal(back_s[i] == TRAVEL_UNKNOWN, off);
        assert_int_equal(travel_at_least_s(travel, places[i / 3], places[i % 3]) == TRAVEL_UNKNOWN, off);
    }
    struct travel_path path;
    assert_true(travel_off_road_m(travel, places[1]) < 0);
    assert_int_equal(travel_path(travel, places[0], places[1], arena, &path, &err), STATUS_NOT_FOUND);
    struct point off = {town.corner.lat_deg - 640 / 111195.0, town.corner.lon_deg};
    assert_true(fabs(travel_off_road_m(travel, off) - 640) < 5);
}

static void travel_roads__the_way_is_as_long_as_it_says(void **state)
{
    struct travel *travel = *state;
    const struct point *places = some_places(40);
    struct error err;
    for (size_t i = 0; i + 1 < 40; i++) {
        int32_t seconds, metres;
        struct travel_path path;
        assert_int_equal(travel_matrix(travel, &places[i], 1, &places[i + 1], 1, &seconds, &metres, &err), STATUS_OK);
        assert_int_equal(travel_path(travel, places[i], places[i + 1], arena, &path, &err), STATUS_OK);
        assert_true(path.n >= 2 && point_distance_m(path.points[0], places[i]) < 200);
        assert_true(point_distance_m(path.points[path.n - 1], places[i + 1]) < 200);
        double sum_m = 0;
        for (size_t k = 1; k < path.n; k++) {
            sum_m += point_distance_m(path.points[k - 1], path.points[k]);
        }
        assert_true(fabs(sum_m - metres) < 5 + metres * 0.005);
    }
}

static void travel_roads__what_they_do_not_know_the_estimate_does(void **state)
{
    struct travel_estimate_settings settings = travel_estimate_defaults();
    struct travel *chain[] = {*state, travel_estimate_new(&settings)};
    struct travel *travel = travel_chain_new(chain, 2, NULL, NULL), *estimate = travel_estimate_new(&settings);
    struct point places[3] = {town_place(&town, &chance), {52.3, -0.8}, town_place(&town, &chance)};
    int32_t seconds[9], alone[9], to_s[9], back_s[9];
    struct error err;
    assert_string_equal(travel_name(travel), "roads of 2018-02-03");
    assert_int_equal(travel_matrix(travel, places, 3, places, 3, seconds, NULL, &err), STATUS_OK);
    assert_int_equal(travel_matrix(estimate, places, 3, places, 3, alone, NULL, &err), STATUS_OK);
    assert_int_equal(travel_bounds(travel, places, 3, places, 3, to_s, back_s, &err), STATUS_OK);
    for (size_t i = 0; i < 9; i++) {
        bool off = i / 3 == 1 || i % 3 == 1;
        assert_string_equal(travel_source(travel, places[i / 3], places[i % 3]),
                            off ? "estimate" : "roads of 2018-02-03");
        assert_true(!off || seconds[i] == alone[i]);
        assert_true(to_s[i] <= seconds[i] && (off || to_s[i] == seconds[i]));
        assert_true(back_s[i] <= seconds[i % 3 * 3 + i / 3]);
    }
    assert_string_equal(travel_name(travel), "roads of 2018-02-03, estimate");
    travel_free(estimate);
    travel_free(travel);
    *state = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(travel_roads__tables_of_any_shape_are_the_true_ones, setup, teardown),
        cmocka_unit_test_setup_teardown(travel_roads__bounds_are_the_true_times, setup, teardown),
        cmocka_unit_test_setup_teardown(travel_roads__nothing_beats_its_lower_bound, setup, teardown),
        cmocka_unit_test_setup_teardown(travel_roads__places_off_the_map_are_not_known, setup, teardown),
        cmocka_unit_test_setup_teardown(travel_roads__the_way_is_as_long_as_it_says, setup, teardown),
        cmocka_unit_test_setup_teardown(travel_roads__what_they_do_not_know_the_estimate_does, setup, teardown),
    };
    return cmocka_run_group_tests(tests, open_town, close_town);
}
