/* What can be reached in a time: the outline against the costs to sampled places of every stretch, which the table gives,
 * with a point-in-polygon test of its own. */
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

/* By the number of sides that a ray eastwards crosses. */
static bool in_ring(const struct point *ring, uint32_t n, struct point p)
{
    bool inside = false;
    for (uint32_t i = 0; i + 1 < n; i++) {
        struct point a = ring[i], b = ring[i + 1];
        if ((a.lat_deg > p.lat_deg) != (b.lat_deg > p.lat_deg)) {
            double lon = a.lon_deg + (p.lat_deg - a.lat_deg) / (b.lat_deg - a.lat_deg) * (b.lon_deg - a.lon_deg);
            inside ^= p.lon_deg < lon;
        }
    }
    return inside;
}

/* In an outer ring and in none of the holes that follow it. */
static bool in_reach(const struct path_reach *reach, struct point p)
{
    bool inside = false;
    for (uint32_t i = 0; i < reach->count;) {
        bool here = in_ring(reach->rings[i], reach->rings_n[i], p);
        for (i++; i < reach->count && reach->hole[i]; i++) {
            here = here && !in_ring(reach->rings[i], reach->rings_n[i], p);
        }
        inside = inside || here;
    }
    return inside;
}

static double twice_area(const struct point *ring, uint32_t n)
{
    double sum = 0;
    for (uint32_t i = 0; i + 1 < n; i++) {
        sum += (ring[i].lon_deg - ring[0].lon_deg) * (ring[i + 1].lat_deg - ring[0].lat_deg) -
               (ring[i].lat_deg - ring[0].lat_deg) * (ring[i + 1].lon_deg - ring[0].lon_deg);
    }
    return sum;
}

static double area_of(const struct path_reach *reach)
{
    double sum = 0;
    for (uint32_t i = 0; i < reach->count; i++) {
        sum += twice_area(reach->rings[i], reach->rings_n[i]); /* holes are negative */
    }
    return sum;
}

static void assert_rings_are_right(const struct path_reach *reach)
{
    assert_true(reach->count > 0 && !reach->hole[0]);
    uint32_t outer = 0;
    for (uint32_t i = 0; i < reach->count; i++) {
        const struct point *ring = reach->rings[i];
        uint32_t n = reach->rings_n[i];
        assert_true(n >= 4);
        assert_memory_equal(&ring[0], &ring[n - 1], sizeof ring[0]);
        for (uint32_t k = 0; k < n; k++) {
            assert_true(point_valid(ring[k]));
        }
        assert_true(reach->hole[i] ? twice_area(ring, n) < 0 : twice_area(ring, n) > 0);
        outer = reach->hole[i] ? outer : i;
        assert_true(!reach->hole[i] || in_ring(reach->rings[outer], reach->rings_n[outer], ring[0]));
    }
}

/* ---- samples of road */

struct sample {
    struct query_place place;
    bool reached;
};

static struct point point_along(const struct roads *roads, uint32_t edge, uint32_t along)
{
    struct shape_reader reader;
    int32_t last[2], at[2];
    double left_m = along_edge_m(roads, edge) * along / SNAP_ONE;
    shape_begin(&reader, roads, edge);
    assert_true(shape_next(&reader, last));
    while (shape_next(&reader, at)) {
        double length_m = along_segment_m(last, at);
        if (left_m <= length_m && length_m > 0) {
            double part = left_m / length_m, lon = (last[1] + part * along_turn_e7((double)at[1] - last[1])) / 1e7;
            return (struct point){(last[0] + part * ((double)at[0] - last[0])) / 1e7, lon > 180    ? lon - 360
                                                                                      : lon < -180 ? lon + 360
                                                                                                   : lon};
        }
        left_m -= length_m;
        memcpy(last, at, sizeof last);
    }
    return roads_point(last);
}

static struct query_place place_on(const struct roads *roads, uint32_t edge, uint32_t along)
{
    struct query_place place = {.snap = {.edge = edge, .along = along, .at = point_along(roads, edge, along)}};
    place.leaving = snap_leaving(roads, &place.snap, arena);
    place.arriving = snap_arriving(roads, &place.snap, arena);
    return place;
}

/* *APART_M: no place on the road is farther from the nearest sample of its stretch. */
static struct sample *samples_of(const struct roads *roads, uint32_t each, size_t *n, double *apart_m)
{
    *apart_m = 0;
    *n = (size_t)roads->edges_n * (each + 1);
    struct sample *samples = arena_array(arena, *n, sizeof *samples);
    for (uint32_t edge = 0; edge < roads->edges_n; edge++) {
        *apart_m = fmax(*apart_m, along_edge_m(roads, edge) / each);
        for (uint32_t i = 0; i <= each; i++) {
            samples[edge * (each + 1) + i].place = place_on(roads, edge, SNAP_ONE / each * i);
        }
    }
    return samples;
}

static size_t mark_reached(struct query *query, const struct query_place *from, int32_t seconds, struct sample *samples,
                           size_t n)
{
    const struct query_place **to = arena_array(arena, n, sizeof *to);
    roads_cost *costs = arena_array(arena, n, sizeof *costs);
    for (size_t i = 0; i < n; i++) {
        to[i] = &samples[i].place;
    }
    query_matrix(query, &from, 1, to, n, costs);
    size_t reached = 0;
    for (size_t i = 0; i < n; i++) {
        samples[i].reached = roads_seconds(costs[i]) <= seconds;
        reached += samples[i].reached;
    }
    return reached;
}

static double nearest_reached_m(const struct sample *samples, size_t n, struct point p)
{
    double least_m = HUGE_VAL;
    for (size_t i = 0; i < n; i++) {
        if (samples[i].reached) {
            least_m = fmin(least_m, point_distance_below_m(samples[i].place.snap.at, p));
        }
    }
    return least_m;
}

static double check_reach(struct query *query, const struct query_place *from, int32_t seconds, struct sample *samples,
                          size_t n, double apart_m)
{
    struct path_reach reach = path_reach(query, from, seconds, arena);
    assert_rings_are_right(&reach);
    size_t reached = mark_reached(query, from, seconds, samples, n), far = 0;
    assert_true(in_reach(&reach, from->snap.at));
    for (size_t i = 0; i < n; i++) {
        struct point at = samples[i].place.snap.at;
        if (samples[i].reached) {
            assert_true(in_reach(&reach, at));
        } else if (i % 4 == 0 &&
                   fmin(point_distance_m(from->snap.at, at), nearest_reached_m(samples, n, at)) > 400 + apart_m) {
            assert_false(in_reach(&reach, at));
            far++;
        }
    }
    assert_true(reached > 0 || seconds == 0);
    assert_true(far > 0 || reached > n / 2);
    return area_of(&reach);
}

static void path_reach__holds_all_road_in_reach_and_none_far_from_it(void **state)
{
    (void)state;
    static const int32_t centres[][2] = {{526700000, -7300000}, {-168000000, 1799990000}, {-168000000, -1799990000}};
    for (size_t c = 0; c < COUNT(centres); c++) {
        struct roads roads = hand_random_roads(arena, 5 + c, 150, centres[c], 1000000);
        struct query *query = query_new(&roads);
        size_t n;
        double apart_m;
        struct sample *samples = samples_of(&roads, 30, &n, &apart_m);
        struct query_place *from =
            query_places(query, &(struct point){centres[c][0] / 1e7, centres[c][1] / 1e7}, 1, 20000, arena);
        static const int32_t limits_s[] = {0, 60, 600, 1500, 100000};
        double last = 0;
        for (size_t i = 0; i < COUNT(limits_s); i++) {
            double area = check_reach(query, from, limits_s[i], samples, n, apart_m);
            assert_true(area >= last);
            last = area;
        }
        query_free(query);
    }
}

/* A ring road of 6 km, and a stretch across it that is another's. */
static void path_reach__has_a_hole_where_a_ring_road_goes_round(void **state)
{
    (void)state;
    static const int32_t at[][2] = {{0, 0},      {0, 200000},     {200000, 200000},
                                    {200000, 0}, {90000, 100000}, {110000, 100000}};
    static const struct hand_edge edges[] = {{.a = 0, .b = 1, .ms = {60000, 60000}, .dm = 22000},
                                             {.a = 1, .b = 2, .ms = {60000, 60000}, .dm = 22000},
                                             {.a = 2, .b = 3, .ms = {60000, 60000}, .dm = 22000},
                                             {.a = 3, .b = 0, .ms = {60000, 60000}, .dm = 22000},
                                             {.a = 4, .b = 5, .ms = {60000, 60000}, .dm = 2000}};
    struct roads roads = hand_roads(arena, at, 6, edges, 5, NULL);
    struct query *query = query_new(&roads);
    struct query_place from = place_on(&roads, 0, SNAP_ONE / 2);
    struct path_reach reach = path_reach(query, &from, 110, arena);
    assert_int_equal(reach.count, 1); /* 20 s are missing at the far side */
    reach = path_reach(query, &from, 120, arena);
    assert_rings_are_right(&reach);
    assert_int_equal(reach.count, 2);
    assert_true(reach.hole[1]);
    assert_false(in_reach(&reach, (struct point){0.01, 0.01}));
    /* 150 m wide. */
    assert_true(in_reach(&reach, (struct point){0.01, 0.0006}));
    assert_false(in_reach(&reach, (struct point){0.01, 0.0008}));
    assert_true(in_reach(&reach, (struct point){0.01, -0.0006}));
    assert_false(in_reach(&reach, (struct point){0.01, -0.0008}));
    query_free(query);
}

/* A right angle of two roads as long as that: the cells grow, and 400 m stay 400 m. */
static void path_reach__ends_within_400_m_of_long_roads_too(void **state)
{
    (void)state;
    static const int32_t lengths_e7[] = {1000000, 5500000, 12000000, 60000000};
    for (size_t i = 0; i < COUNT(lengths_e7); i++) {
        const int32_t end = lengths_e7[i], at[][2] = {{0, 0}, {end, 0}, {0, end}};
        static const struct hand_edge edges[] = {{.a = 0, .b = 1, .ms = {60000, 60000}, .dm = 22000},
                                                 {.a = 0, .b = 2, .ms = {60000, 60000}, .dm = 22000}};
        struct roads roads = hand_roads(arena, at, 3, edges, 2, NULL);
        struct query *query = query_new(&roads);
        struct query_place from = place_on(&roads, 0, SNAP_ONE / 2);
        struct path_reach reach = path_reach(query, &from, 3600, arena);
        assert_rings_are_right(&reach);
        assert_int_equal(reach.count, 1);
        for (int k = 1; k < 500; k++) {
            double along_deg = end / 1e7 * k / 500, off_deg = 1 / 111000.0;
            assert_true(in_reach(&reach, (struct point){along_deg, 70 * off_deg}));
            assert_true(in_reach(&reach, (struct point){-70 * off_deg, along_deg}));
            assert_false(in_reach(&reach, (struct point){along_deg, -401 * off_deg}));
            assert_false(in_reach(&reach, (struct point){-401 * off_deg, along_deg}));
        }
        query_free(query);
    }
}

static void path_reach__fills_holes_too_small_to_matter(void **state)
{
    (void)state;
    static const int32_t at[][2] = {{0, 0}, {0, 50000}, {50000, 50000}, {50000, 0}};
    static const struct hand_edge edges[] = {{.a = 0, .b = 1, .ms = {6000, 6000}, .dm = 5500},
                                             {.a = 1, .b = 2, .ms = {6000, 6000}, .dm = 5500},
                                             {.a = 2, .b = 3, .ms = {6000, 6000}, .dm = 5500},
                                             {.a = 3, .b = 0, .ms = {6000, 6000}, .dm = 5500}};
    struct roads roads = hand_roads(arena, at, 4, edges, 4, NULL);
    struct query *query = query_new(&roads);
    struct query_place from = place_on(&roads, 0, 0);
    struct path_reach reach = path_reach(query, &from, 100, arena);
    assert_int_equal(reach.count, 1);
    assert_true(in_reach(&reach, (struct point){0.0025, 0.0025}));
    query_free(query);
}

static void path_reach__goes_into_yards_but_not_through_them(void **state)
{
    (void)state;
    /* Two main roads 5 km apart, joined by a private one alone; and the long way round. */
    static const int32_t at[][2] = {{0, 0}, {0, 100000}, {500000, 0}, {500000, 100000}, {250000, 0}};
    static const struct hand_edge edges[] = {
        {.a = 0, .b = 1, .ms = {60000, 60000}, .dm = 11000},
        {.a = 2, .b = 3, .ms = {60000, 60000}, .dm = 11000},
        {.a = 1, .b = 3, .ms = {9000000, 9000000}, .dm = 55000},
        {.a = 0, .b = 4, .ms = {60000, 60000}, .dm = 28000, .flags = ROADS_FRINGE},
        {.a = 4, .b = 2, .ms = {60000, 60000}, .dm = 28000, .flags = ROADS_FRINGE}};
    struct roads roads = hand_roads(arena, at, 5, edges, COUNT(edges), NULL);
    struct query *query = query_new(&roads);
    struct query_place from = place_on(&roads, 0, 0);
    struct path_reach reach = path_reach(query, &from, 600, arena);
    assert_true(in_reach(&reach, (struct point){0.025, 0}));
    assert_true(in_reach(&reach, (struct point){0.049, 0})); /* all of the private road */
    assert_false(in_reach(&reach, (struct point){0.05, 0.005}));
    from = place_on(&roads, 4, 0); /* out of the yard both ways */
    reach = path_reach(query, &from, 600, arena);
    assert_true(in_reach(&reach, (struct point){0.05, 0.005}) && in_reach(&reach, (struct point){0, 0.005}));
    query_free(query);
}

static void path_reach__from_nowhere_is_nothing(void **state)
{
    (void)state;
    struct roads roads = hand_random_roads(arena, 3, 20, (const int32_t[]){0, 0}, 100000);
    struct query *query = query_new(&roads);
    struct query_place *from = query_places(query, &(struct point){50, 50}, 1, 100, arena);
    assert_int_equal(path_reach(query, from, 600, arena).count, 0);
    query_free(query);
}

static void path_reach__has_coarser_cells_for_half_a_continent(void **state)
{
    (void)state;
    struct roads roads = hand_random_roads(arena, 3, 60, (const int32_t[]){450000000, 100000000}, 60000000);
    struct query *query = query_new(&roads);
    struct query_place from = place_on(&roads, 7, SNAP_ONE / 3);
    size_t n;
    double apart_m;
    struct sample *samples = samples_of(&roads, 16, &n, &apart_m);
    struct path_reach reach = path_reach(query, &from, INT32_MAX, arena);
    assert_rings_are_right(&reach);
    assert_true(mark_reached(query, &from, INT32_MAX / 8, samples, n) > 100);
    for (size_t i = 0; i < n; i++) {
        assert_true(!samples[i].reached || in_reach(&reach, samples[i].place.snap.at));
    }
    query_free(query);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(path_reach__holds_all_road_in_reach_and_none_far_from_it),
        TEST(path_reach__has_a_hole_where_a_ring_road_goes_round),
        TEST(path_reach__ends_within_400_m_of_long_roads_too),
        TEST(path_reach__fills_holes_too_small_to_matter),
        TEST(path_reach__goes_into_yards_but_not_through_them),
        TEST(path_reach__from_nowhere_is_nothing),
        TEST(path_reach__has_coarser_cells_for_half_a_continent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
