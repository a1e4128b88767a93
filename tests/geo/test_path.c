/* Lines and streets of routes, against the stretches that they are made of. */
#include "geo/roads/along.h"
#include "geo/roads/path.h"
#include "geo/roads/shape.h"
#include "tests/geo/hand_roads.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* A square of a kilometre with a dead end; the north side is a ferry, a roundabout in the east. The corners are numbered
 * from the south-west anticlockwise. */
static const int32_t square_at[][2] = {{100000000, 100000000},
                                       {100000000, 100090000},
                                       {100090000, 100090000},
                                       {100090000, 100000000},
                                       {100000000, 100180000}};
static const struct hand_edge square_edges[] = {
    {.a = 0,
     .b = 1,
     .ms = {60000, 60000},
     .dm = 9870,
     .name = "South Road",
     .points_n = 1,
     .points = {{99990000, 100045000}}},
    {.a = 2, .b = 1, .ms = {60300, 60300}, .dm = 9953, .name = "East Road", .flags = ROADS_ROUNDABOUT},
    {.a = 2, .b = 3, .ms = {600400, 600400}, .dm = 9868, .name = "Ferry", .flags = ROADS_FERRY},
    {.a = 3, .b = 0, .ms = {ROADS_NO_WAY, 60500}, .dm = 9953, .name = "West Road"},
    {.a = 1, .b = 4, .ms = {60000, 60600}, .dm = 9870, .name = "South Road"},
};
enum { SOUTH, EAST, NORTH, WEST, FAR };

static struct query_place place_on(const struct roads *roads, uint32_t edge, double part)
{
    struct query_place place = {.snap = {.edge = edge, .along = (uint32_t)(part * SNAP_ONE)}};
    /* Where that is, for straight ones. */
    const int32_t *a = roads->at[roads->edges[edge].node[0]], *b = roads->at[roads->edges[edge].node[1]];
    place.snap.at = (struct point){(a[0] + part * (b[0] - a[0])) / 1e7, (a[1] + part * (b[1] - a[1])) / 1e7};
    place.leaving = snap_leaving(roads, &place.snap, arena);
    place.arriving = snap_arriving(roads, &place.snap, arena);
    return place;
}

static void assert_point(struct point point, double lat_deg, double lon_deg)
{
    assert_true(fabs(point.lat_deg - lat_deg) < 1e-7 && fabs(point.lon_deg - lon_deg) < 1e-7);
}

static void path_of__draws_the_streets_from_place_to_place(void **state)
{
    (void)state;
    struct roads roads = hand_roads(arena, square_at, 5, square_edges, COUNT(square_edges), NULL);
    struct query *query = query_new(&roads);
    struct query_place from = place_on(&roads, FAR, 0.5), to = place_on(&roads, NORTH, 0.25);
    struct path path = path_of(query, &from, &to, arena);
    assert_int_equal(path.seconds, 241); /* 30.3 + 60.3 + 150.1 */
    assert_int_equal(path.metres, 1736); /* 493.5 + 995.3 + 246.7 */
    assert_int_equal(path.points_n, 4);
    assert_point(path.points[0], 10, 10.0135);
    assert_point(path.points[1], 10, 10.009);
    assert_point(path.points[2], 10.009, 10.009);
    assert_point(path.points[3], 10.009, 10.00675);
    assert_int_equal(path.steps_n, 3);
    assert_string_equal(path.steps[0].name, "South Road");
    assert_string_equal(path.steps[1].name, "East Road");
    assert_string_equal(path.steps[2].name, "Ferry");
    assert_true(!path.steps[0].ferry && !path.steps[0].roundabout && path.steps[1].roundabout && path.steps[2].ferry);
    assert_int_equal(path.steps[0].seconds, 31);
    assert_int_equal(path.steps[1].seconds, 60); /* 90.6 s are 91, less the 31 that were told */
    assert_int_equal(path.steps[2].seconds, 150);
    assert_int_equal(path.steps[0].metres, 494);
    assert_int_equal(path.steps[1].metres, 995);
    assert_int_equal(path.steps[2].metres, 247);
    assert_int_equal(path.steps[0].first_point, 0);
    assert_int_equal(path.steps[1].first_point, 1);
    assert_int_equal(path.steps[2].first_point, 2);
    query_free(query);
}

static void path_of__joins_stretches_of_one_street(void **state)
{
    (void)state;
    struct roads roads = hand_roads(arena, square_at, 5, square_edges, COUNT(square_edges), NULL);
    struct query *query = query_new(&roads);
    struct query_place from = place_on(&roads, SOUTH, 0), to = place_on(&roads, FAR, 1);
    struct path path = path_of(query, &from, &to, arena);
    assert_int_equal(path.steps_n, 1);
    assert_string_equal(path.steps[0].name, "South Road");
    assert_int_equal(path.steps[0].seconds, path.seconds);
    assert_int_equal(path.seconds, 120);
    assert_int_equal(path.points_n, 4); /* both ends, the bend, the junction */
    assert_point(path.points[1], 9.999, 10.0045);
    query_free(query);
}

static void path_of__keeps_the_bends_between_two_places_on_one_stretch(void **state)
{
    (void)state;
    struct roads roads = hand_roads(arena, square_at, 5, square_edges, COUNT(square_edges), NULL);
    struct query *query = query_new(&roads);
    struct query_place from = place_on(&roads, SOUTH, 0.25), to = place_on(&roads, SOUTH, 0.75);
    struct path path = path_of(query, &from, &to, arena);
    assert_int_equal(path.points_n, 3);
    assert_point(path.points[1], 9.999, 10.0045);
    path = path_of(query, &to, &from, arena);
    assert_int_equal(path.points_n, 3);
    assert_point(path.points[0], to.snap.at.lat_deg, to.snap.at.lon_deg);
    assert_int_equal(path.seconds, 30);
    struct query_place near = place_on(&roads, SOUTH, 0.3);
    path = path_of(query, &from, &near, arena);
    assert_int_equal(path.points_n, 2);
    path = path_of(query, &from, &from, arena); /* a line of one spot */
    assert_int_equal(path.points_n, 2);
    assert_int_equal(path.seconds, 0);
    assert_int_equal(path.metres, 0);
    query_free(query);
}

static void path_of__goes_round_where_a_street_is_one_way(void **state)
{
    (void)state;
    struct roads roads = hand_roads(arena, square_at, 5, square_edges, COUNT(square_edges), NULL);
    struct query *query = query_new(&roads);
    /* West Road is driven from 0 to 3 alone, against its shape. */
    struct query_place from = place_on(&roads, WEST, 0.25), to = place_on(&roads, WEST, 0.75);
    struct path path = path_of(query, &from, &to, arena);
    assert_int_equal(path.steps_n, 5);
    assert_string_equal(path.steps[0].name, "West Road");
    assert_string_equal(path.steps[4].name, "West Road");
    assert_int_equal(path.seconds, (15125 + 600400 + 60300 + 60000 + 15125 + 999) / 1000);
    assert_int_equal(path.points_n, 7); /* two places, four corners, the bend in the south */
    path = path_of(query, &to, &from, arena);
    assert_int_equal(path.points_n, 2);
    query_free(query);
}

static void path_of__says_that_there_is_no_way(void **state)
{
    (void)state;
    static const int32_t at[][2] = {{0, 0}, {0, 10000}, {50000, 0}, {50000, 10000}};
    static const struct hand_edge edges[] = {{.a = 0, .b = 1, .ms = {5000, 5000}, .dm = 1000},
                                             {.a = 2, .b = 3, .ms = {5000, 5000}, .dm = 1000}};
    struct roads roads = hand_roads(arena, at, 4, edges, 2, NULL);
    struct query *query = query_new(&roads);
    struct query_place from = place_on(&roads, 0, 0.5), to = place_on(&roads, 1, 0.5);
    struct query_place *nowhere = query_places(query, &(struct point){50, 50}, 1, 100, arena);
    const struct query_place *const ends[] = {&to, nowhere};
    for (size_t i = 0; i < COUNT(ends); i++) {
        struct path path = path_of(query, &from, ends[i], arena);
        assert_int_equal(path.seconds, TRAVEL_NONE);
        assert_int_equal(path.metres, TRAVEL_NONE);
        assert_int_equal(path.points_n, 0);
        assert_int_equal(path.steps_n, 0);
    }
    query_free(query);
}

static double line_m(const struct path *path)
{
    double sum_m = 0;
    for (uint32_t i = 1; i < path->points_n; i++) {
        sum_m += point_distance_m(path->points[i - 1], path->points[i]);
    }
    return sum_m;
}

/* What share of the route's arc I is driven. */
static double share(const struct query_route *route, uint32_t i, const struct query_place *from,
                    const struct query_place *to)
{
    uint32_t back = route->arcs[i] & 1;
    double begin = 0, end = 1;
    if (i == 0) {
        begin = (double)from->snap.along / SNAP_ONE;
        begin = back ? 1 - begin : begin;
    }
    if (i + 1 == route->arcs_n) {
        end = (double)to->snap.along / SNAP_ONE;
        end = back ? 1 - end : end;
    }
    return end - begin;
}

static double edge_m(const struct roads *roads, uint32_t edge)
{
    struct shape_reader reader;
    int32_t at[2], last[2];
    double sum_m = 0;
    shape_begin(&reader, roads, edge);
    assert_true(shape_next(&reader, last));
    while (shape_next(&reader, at)) {
        sum_m += point_distance_m(roads_point(last), roads_point(at));
        memcpy(last, at, sizeof last);
    }
    return sum_m;
}

static void check_path(const struct roads *roads, const struct path *path, const struct query_route *route,
                       const struct query_place *from, const struct query_place *to)
{
    assert_int_equal(path->seconds, roads_seconds(route->cost));
    assert_int_equal(path->metres, roads_metres(route->cost));
    double expected_m = 0;
    roads_cost sum = 0;
    for (uint32_t i = 0; i < route->arcs_n; i++) {
        uint32_t arc = route->arcs[i], dir = arc & 1;
        expected_m += share(route, i, from, to) * edge_m(roads, arc / 2);
        sum += route->arcs_n == 1       ? route->cost
               : i == 0                 ? snap_leave(roads, &from->snap, (int)dir)
               : i + 1 == route->arcs_n ? snap_arrive(roads, &to->snap, (int)dir)
                                        : roads_arc_cost(roads, arc);
    }
    assert_int_equal(sum, route->cost);
    /* The partly driven ones are divided on a sphere. */
    double ends_m = edge_m(roads, from->snap.edge) + edge_m(roads, to->snap.edge);
    assert_true(fabs(line_m(path) - expected_m) < 0.05 + ends_m * 0.003);
    assert_true(point_distance_m(path->points[0], from->snap.at) < 1e-3);
    assert_true(point_distance_m(path->points[path->points_n - 1], to->snap.at) < 1e-3);
    for (uint32_t i = 1; i < path->points_n; i++) {
        assert_true(path->points_n == 2 || point_distance_m(path->points[i - 1], path->points[i]) > 0);
    }
    int32_t seconds = 0, metres = 0;
    for (uint32_t i = 0; i < path->steps_n; i++) {
        const struct path_step *step = &path->steps[i];
        seconds += step->seconds;
        metres += step->metres;
        assert_true(step->seconds >= 0 && step->metres >= 0 && step->first_point < path->points_n);
        assert_true(i == 0 ? step->first_point == 0 : step->first_point >= step[-1].first_point);
        assert_true(i == 0 || strcmp(step->name, step[-1].name) != 0 || step->ferry != step[-1].ferry ||
                    step->roundabout != step[-1].roundabout);
    }
    assert_int_equal(seconds, path->seconds);
    assert_int_equal(metres, path->metres);
    assert_string_equal(path->steps[0].name, roads->names + roads->edges[from->snap.edge].name);
    assert_string_equal(path->steps[path->steps_n - 1].name, roads->names + roads->edges[to->snap.edge].name);
}

static void path_of__is_as_long_as_its_stretches_and_adds_up(void **state)
{
    (void)state;
    enum { PLACES = 40 };
    static const int32_t centres[][2] = {{526700000, -7300000}, {-168000000, 1799950000}};
    for (size_t c = 0; c < COUNT(centres); c++) {
        struct roads roads = hand_random_roads(arena, 77 + c, 400, centres[c], 1000000);
        struct query *query = query_new(&roads);
        struct point points[PLACES];
        uint64_t random = 9;
        for (int i = 0; i < PLACES; i++) {
            double lon = (centres[c][1] + (double)hand_random(&random, 1000000) - 500000) / 1e7;
            points[i] = (struct point){(centres[c][0] + (double)hand_random(&random, 1000000) - 500000) / 1e7,
                                       lon > 180 ? lon - 360 : lon};
        }
        struct query_place *places = query_places(query, points, PLACES, 20000, arena);
        int found = 0;
        for (int i = 0; i < PLACES; i++) {
            for (int k = 0; k < PLACES; k++) {
                const struct query_place *from = &places[i], *to = &places[k];
                struct query_route route = query_route(query, from, to, arena);
                struct path path = path_of(query, from, to, arena);
                if (route.cost < ROADS_NONE) {
                    check_path(&roads, &path, &route, from, to);
                    found++;
                } else {
                    assert_int_equal(path.seconds, TRAVEL_NONE);
                }
            }
        }
        assert_true(found > PLACES * PLACES / 2);
        query_free(query);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(path_of__draws_the_streets_from_place_to_place),
        TEST(path_of__joins_stretches_of_one_street),
        TEST(path_of__keeps_the_bends_between_two_places_on_one_stretch),
        TEST(path_of__goes_round_where_a_street_is_one_way),
        TEST(path_of__says_that_there_is_no_way),
        TEST(path_of__is_as_long_as_its_stretches_and_adds_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
