/* The nearest stretch of road against all of them, one after the other and by true distances; the ways in and out against
 * a search that has no heap and no order. */
#include "geo/roads/shape.h"
#include "geo/roads/snap.h"
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

/* ---- the oracle: every segment, by thirds, with geodesics */

static struct point on_segment(const int32_t a[2], const int32_t b[2], double part)
{
    double width = (double)b[1] - a[1];
    width += width > 1.8e9 ? -3.6e9 : width < -1.8e9 ? 3.6e9 : 0;
    double lon = (a[1] + part * width) / 1e7;
    return (struct point){(a[0] + part * ((double)b[0] - a[0])) / 1e7, lon > 180    ? lon - 360
                                                                       : lon < -180 ? lon + 360
                                                                                    : lon};
}

static double segment_distance_m(struct point place, const int32_t a[2], const int32_t b[2])
{
    double low = 0, high = 1;
    for (int i = 0; i < 50; i++) {
        double first = low + (high - low) / 3, second = high - (high - low) / 3;
        if (point_distance_m(place, on_segment(a, b, first)) < point_distance_m(place, on_segment(a, b, second))) {
            high = second;
        } else {
            low = first;
        }
    }
    double inner = point_distance_m(place, on_segment(a, b, (low + high) / 2));
    return fmin(inner, fmin(point_distance_m(place, roads_point(a)), point_distance_m(place, roads_point(b))));
}

static double edge_distance_m(const struct roads *roads, uint32_t edge, struct point place, double than_m)
{
    struct shape_reader reader;
    int32_t last[2], at[2];
    double least_m = HUGE_VAL;
    shape_begin(&reader, roads, edge);
    assert_true(shape_next(&reader, last));
    while (shape_next(&reader, at)) {
        double length_m = point_distance_m(roads_point(last), roads_point(at));
        if (point_distance_below_m(place, roads_point(last)) - length_m <= fmin(least_m, than_m)) {
            least_m = fmin(least_m, segment_distance_m(place, last, at));
        }
        last[0] = at[0];
        last[1] = at[1];
    }
    return least_m;
}

static double nearest_m(const struct roads *roads, struct point place)
{
    double least_m = HUGE_VAL; /* no more than the nearest junction */
    for (uint32_t node = 0; node < roads->nodes_n; node++) {
        least_m = fmin(least_m, point_distance_below_m(place, roads_point(roads->at[node])) * 1.02 + 1);
    }
    for (uint32_t edge = 0; edge < roads->edges_n; edge++) {
        least_m = fmin(least_m, edge_distance_m(roads, edge, place, least_m));
    }
    return least_m;
}

static struct point near(uint64_t *state, const int32_t centre[2], int32_t spread_e7)
{
    double lat = centre[0] / 1e7 + (hand_random(state, 2000001) / 1e6 - 1) * spread_e7 / 1e7 * 0.6;
    double lon = centre[1] / 1e7 + (hand_random(state, 2000001) / 1e6 - 1) * spread_e7 / 1e7 * 0.6;
    return (struct point){lat > 90 ? 90 : lat < -90 ? -90 : lat, lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon};
}

static void compare(const int32_t centre[2], int32_t spread_e7, uint32_t junctions, int places, double off)
{
    struct roads roads = hand_random_roads(arena, 7 + (uint64_t)places, junctions, centre, spread_e7);
    uint64_t state = 11;
    for (int i = 0; i < places; i++) {
        struct point place = near(&state, centre, spread_e7);
        struct snap snap = snap_nearest(&roads, place, 1e9);
        double expected_m = nearest_m(&roads, place);
        assert_true(snap.edge < roads.edges_n);
        assert_true(fabs(snap.distance_m - expected_m) <= 0.01 + off * expected_m);
        assert_true(fabs(edge_distance_m(&roads, snap.edge, place, HUGE_VAL) - expected_m) <= 0.01 + off * expected_m);
        assert_true(fabs(point_distance_m(place, snap.at) - snap.distance_m) < 1e-6);
        assert_true(edge_distance_m(&roads, snap.edge, snap.at, HUGE_VAL) < 0.01);
    }
}

static void snap_nearest__finds_what_all_edges_tried_in_turn_give(void **state)
{
    (void)state;
    compare((const int32_t[]){526700000, -7300000}, 2000000, 500, 250, 0);
    compare((const int32_t[]){5000, 3000}, 2000000, 300, 100, 0); /* both sides of the equator and of Greenwich */
    compare((const int32_t[]){-780000000, 1000000000}, 3000000, 300, 100, 0);
    compare((const int32_t[]){526700000, -7300000}, 100000000, 300, 40, 1e-5); /* a continent: roads lie far */
}

static void snap_nearest__is_right_across_the_180th_meridian_and_near_the_poles(void **state)
{
    (void)state;
    compare((const int32_t[]){-168000000, 1799900000}, 2000000, 300, 100, 0);
    compare((const int32_t[]){-168000000, -1799900000}, 2000000, 300, 100, 0);
    compare((const int32_t[]){899000000, 100000000}, 1000000, 30, 10, 0);
    compare((const int32_t[]){850000000, 1799000000}, 2000000, 30, 10, 0);
}

/* A cross of four stretches round (10, 10), a kilometre each; and a yard behind the eastern one. */
enum { CROSS_N, CROSS_E, CROSS_S, CROSS_W };
static const int32_t cross_at[][2] = {{100000000, 100000000}, {100090000, 100000000}, {100000000, 100090000},
                                      {99910000, 100000000},  {100000000, 99910000},  {100000000, 100100000},
                                      {100000000, 100110000}, {100010000, 100110000}};
#define BOTH_WAYS(ms_)                                                                                                 \
    {                                                                                                                  \
        ms_, ms_                                                                                                       \
    }
static const struct hand_edge cross_edges[] = {
    {.a = 0, .b = 1, .ms = BOTH_WAYS(60000), .dm = 10001},
    {.a = 0, .b = 2, .ms = {60000, 70001}, .dm = 9999},
    {.a = 3, .b = 0, .ms = BOTH_WAYS(60000), .dm = 10001},
    {.a = 4, .b = 0, .ms = {60000, ROADS_NO_WAY}, .dm = 9999},
    {.a = 2, .b = 5, .ms = BOTH_WAYS(9000), .dm = 1100, .flags = ROADS_FRINGE},
    {.a = 5, .b = 6, .ms = BOTH_WAYS(9001), .dm = 1100, .flags = ROADS_FRINGE},
    {.a = 7, .b = 6, .ms = {9000, ROADS_NO_WAY}, .dm = 1200, .flags = ROADS_FRINGE},
    {.a = 5, .b = 7, .ms = {30000, ROADS_NO_WAY}, .dm = 1200, .flags = ROADS_FRINGE},
};

static struct roads cross(uint32_t nodes[8])
{
    return hand_roads(arena, cross_at, 8, cross_edges, COUNT(cross_edges), nodes);
}

static void snap_nearest__takes_the_first_of_several_that_are_equally_near(void **state)
{
    (void)state;
    struct roads roads = cross((uint32_t[8]){0});
    struct snap snap = snap_nearest(&roads, (struct point){10, 10}, 10);
    assert_int_equal(snap.edge, 0);
    assert_int_equal(snap.along, 0);
    assert_true(snap.distance_m <= 0);
    /* As far from three of the four, whose nearest point is the junction. */
    static const int32_t at[][2] = {{1000000, 0}, {2000000, 1000000}, {2000000, -1000000}, {2000000, 0}};
    static const struct hand_edge edges[] = {{.a = 1, .b = 0, .ms = BOTH_WAYS(5), .dm = 5},
                                             {.a = 0, .b = 2, .ms = BOTH_WAYS(5), .dm = 5},
                                             {.a = 3, .b = 0, .ms = BOTH_WAYS(5), .dm = 5}};
    roads = hand_roads(arena, at, 4, edges, 3, NULL);
    snap = snap_nearest(&roads, (struct point){0.09, 0}, 2000);
    assert_int_equal(snap.edge, 0);
    assert_int_equal(snap.along, SNAP_ONE);
    assert_true(fabs(snap.at.lat_deg - 0.1) + fabs(snap.at.lon_deg) < 1e-12);
}

static void snap_nearest__keeps_to_the_limit(void **state)
{
    (void)state;
    struct roads roads = cross((uint32_t[8]){0});
    static const double limits_m[] = {0.5, 20, 600, 2000, 50000, 3e6};
    for (size_t i = 0; i < COUNT(limits_m); i++) {
        /* Due west of the cross's western end. */
        struct point end = roads_point(cross_at[4]);
        double deg = limits_m[i] / (6378137 * cos(10 * M_PI / 180)) * 180 / M_PI;
        struct point place = {10, end.lon_deg - deg};
        double true_m = point_distance_m(place, end);
        if (true_m > 1e6) {
            assert_int_equal(snap_nearest(&roads, place, true_m * 1.1).edge, CROSS_W);
            continue;
        }
        assert_int_equal(snap_nearest(&roads, place, true_m + 0.001).edge, CROSS_W);
        assert_int_equal(snap_nearest(&roads, place, true_m - 0.001).edge, ROADS_NO_WAY);
    }
}

static void snap_parts__add_up_to_the_edge(void **state)
{
    (void)state;
    uint32_t nodes[8];
    struct roads roads = cross(nodes);
    uint64_t random = 5;
    for (int i = 0; i < 5000; i++) {
        struct snap snap = {.edge = hand_random(&random, 8), .along = hand_random(&random, SNAP_ONE + 1)};
        snap.along = i == 0 ? 0 : i == 1 ? SNAP_ONE : snap.along;
        for (int dir = 0; dir < 2; dir++) {
            uint32_t ms = roads.edges[snap.edge].ms[dir];
            if (ms == ROADS_NO_WAY) {
                assert_int_equal(snap_leave(&roads, &snap, dir), ROADS_NONE);
                assert_int_equal(snap_arrive(&roads, &snap, dir), ROADS_NONE);
                continue;
            }
            roads_cost leave = snap_leave(&roads, &snap, dir), arrive = snap_arrive(&roads, &snap, dir);
            assert_int_equal(leave + arrive, roads_cost_of(ms, roads.edges[snap.edge].dm));
            double part = (double)snap.along / SNAP_ONE;
            part = dir == 0 ? 1 - part : part;
            assert_true(fabs((double)(leave >> 32) - part * ms) <= 0.5 + 1e-6);
            assert_true(fabs((double)(leave & UINT32_MAX) - part * roads.edges[snap.edge].dm) <= 0.5 + 1e-6);
        }
    }
}

static const struct snap_end *end_at(const struct snap_ends *ends, uint32_t node)
{
    for (uint32_t i = 0; i < ends->n; i++) {
        if (ends->ends[i].node == node) {
            return &ends->ends[i];
        }
    }
    return NULL;
}

static void assert_end(const struct snap_ends *ends, uint32_t node, uint32_t ms, uint32_t dm)
{
    const struct snap_end *end = end_at(ends, node);
    assert_non_null(end);
    assert_int_equal(end->cost >> 32, ms);
    assert_int_equal(end->cost & UINT32_MAX, dm);
}

static void snap_leaving__a_main_road_ends_at_its_junctions(void **state)
{
    (void)state;
    uint32_t nodes[8];
    struct roads roads = cross(nodes);
    struct snap snap = {.edge = CROSS_E, .along = SNAP_ONE / 4};
    struct snap_ends leaving = snap_leaving(&roads, &snap, arena), arriving = snap_arriving(&roads, &snap, arena);
    assert_int_equal(leaving.n, 2);
    assert_int_equal(leaving.main_n, 2);
    assert_int_equal(leaving.area, ROADS_NO_WAY);
    assert_end(&leaving, nodes[2], 45000, 9999 - 2500);
    assert_end(&leaving, nodes[0], 17500, 2500);
    assert_int_equal(arriving.n, 2);
    assert_end(&arriving, nodes[0], 15000, 2500);
    assert_end(&arriving, nodes[2], 70001 - 17500, 9999 - 2500);
    snap = (struct snap){.edge = CROSS_W, .along = SNAP_ONE}; /* one way, and at its end */
    leaving = snap_leaving(&roads, &snap, arena);
    arriving = snap_arriving(&roads, &snap, arena);
    assert_int_equal(leaving.n, 1);
    assert_end(&leaving, nodes[0], 0, 0);
    assert_int_equal(leaving.ends[0].arc, 2 * CROSS_W);
    assert_int_equal(leaving.ends[0].parent, ROADS_NO_WAY);
    assert_int_equal(arriving.n, 1);
    assert_end(&arriving, nodes[4], 60000, 9999);
    snap = (struct snap){.edge = ROADS_NO_WAY};
    assert_int_equal(snap_leaving(&roads, &snap, arena).n, 0);
}

/* Adds up the arcs from END back to the place's edge. */
static roads_cost cost_of_chain(const struct roads *roads, const struct snap *snap, const struct snap_ends *ends,
                                uint32_t end, bool leaving)
{
    roads_cost sum = 0;
    for (; ends->ends[end].parent != ROADS_NO_WAY; end = ends->ends[end].parent) {
        uint32_t arc = ends->ends[end].arc, parent = ends->ends[end].parent;
        assert_int_equal(leaving ? roads_arc_head(roads, arc) : roads_arc_tail(roads, arc), ends->ends[end].node);
        assert_int_equal(leaving ? roads_arc_tail(roads, arc) : roads_arc_head(roads, arc), ends->ends[parent].node);
        sum += roads_arc_cost(roads, arc);
    }
    uint32_t plain = roads_arc_plain(roads, ends->ends[end].arc);
    assert_int_equal(plain / 2, snap->edge);
    return sum + (leaving ? snap_leave(roads, snap, plain & 1) : snap_arrive(roads, snap, plain & 1));
}

static void snap_ends__of_a_yard_lead_through_its_private_roads(void **state)
{
    (void)state;
    uint32_t nodes[8];
    struct roads roads = cross(nodes);
    struct snap snap = {.edge = 6, .along = SNAP_ONE / 3}; /* one way from 7 to 6 */
    struct snap_ends leaving = snap_leaving(&roads, &snap, arena), arriving = snap_arriving(&roads, &snap, arena);
    assert_int_equal(leaving.n, 4); /* 6, 5, 7 and out to 2 */
    assert_int_equal(leaving.main_n, 1);
    assert_int_equal(leaving.area, roads.fringe_area[nodes[5] - roads.main_n]);
    assert_end(&leaving, nodes[2], 6000 + 9001 + 9000, 800 + 1100 + 1100);
    assert_end(&leaving, nodes[7], 6000 + 9001 + 30000, 800 + 1100 + 1200);
    assert_int_equal(arriving.main_n, 1);
    assert_end(&arriving, nodes[2], 3000 + 30000 + 9000, 400 + 1200 + 1100);
    for (uint32_t i = 0; i < leaving.n; i++) {
        assert_int_equal(cost_of_chain(&roads, &snap, &leaving, i, true), leaving.ends[i].cost);
    }
    for (uint32_t i = 0; i < arriving.n; i++) {
        assert_int_equal(cost_of_chain(&roads, &snap, &arriving, i, false), arriving.ends[i].cost);
    }
}

/* Costs between SNAP and each node without the main network's roads, by going over all fringe edges until nothing
 * changes. */
static void relax_all(const struct roads *roads, const struct snap *snap, bool leaving, roads_cost *costs)
{
    for (uint32_t i = 0; i < roads->nodes_n; i++) {
        costs[i] = ROADS_NONE;
    }
    for (int dir = 0; dir < 2; dir++) {
        uint32_t node = roads->edges[snap->edge].node[leaving ? 1 - dir : dir];
        roads_cost cost = leaving ? snap_leave(roads, snap, dir) : snap_arrive(roads, snap, dir);
        costs[node] = cost < costs[node] ? cost : costs[node];
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t arc = 0; arc < 2 * roads->edges_n; arc++) {
            const struct roads_edge *edge = &roads->edges[arc / 2];
            uint32_t near = edge->node[leaving ? arc & 1 : ~arc & 1], far = edge->node[leaving ? ~arc & 1 : arc & 1];
            if (near < roads->main_n || edge->ms[arc & 1] == ROADS_NO_WAY || costs[near] >= ROADS_NONE) {
                continue;
            }
            roads_cost cost = costs[near] + roads_cost_of(edge->ms[arc & 1], edge->dm);
            if (cost < costs[far]) {
                costs[far] = cost;
                changed = true;
            }
        }
    }
}

static void assert_ends_are(const struct roads *roads, const struct snap *snap, const struct snap_ends *ends,
                            bool leaving)
{
    roads_cost *costs = arena_array(arena, roads->nodes_n, sizeof *costs);
    relax_all(roads, snap, leaving, costs);
    uint32_t n = 0;
    for (uint32_t i = 0; i < roads->nodes_n; i++) {
        n += costs[i] < ROADS_NONE;
    }
    assert_int_equal(ends->n, n);
    for (uint32_t i = 0; i < ends->n; i++) {
        assert_true(i == 0 || ends->ends[i].node > ends->ends[i - 1].node);
        assert_int_equal(ends->ends[i].node < roads->main_n, i < ends->main_n);
        assert_int_equal(ends->ends[i].cost, costs[ends->ends[i].node]);
        assert_int_equal(cost_of_chain(roads, snap, ends, i, leaving), ends->ends[i].cost);
    }
}

static void snap_ends__are_what_trying_all_fringe_roads_gives(void **state)
{
    (void)state;
    /* Of a hundred junctions in a row with links between near ones, 20 are main. */
    enum { N = 100 };
    uint64_t random = 3;
    int32_t(*at)[2] = arena_array(arena, N, sizeof *at);
    struct hand_edge *edges = arena_array(arena, 3 * N, sizeof *edges);
    uint32_t edges_n = 0;
    for (uint32_t i = 0; i < N; i++) {
        at[i][0] = 100000000 + (int32_t)hand_random(&random, 10000);
        at[i][1] = 100000000 + (int32_t)i * 5000;
        for (uint32_t k = 0; i > 0 && k < 3; k++) {
            uint32_t to = k == 0 ? i - 1 : i - 1 - hand_random(&random, i < 8 ? i : 8);
            bool main = i < 20 && to < 20;
            uint32_t ms = 1 + hand_random(&random, 50); /* small, so that many are equal */
            edges[edges_n++] = (struct hand_edge){.a = i,
                                                  .b = to,
                                                  .ms = {ms, k == 2 ? ROADS_NO_WAY : ms},
                                                  .dm = 1 + hand_random(&random, 50),
                                                  .flags = main ? 0 : ROADS_FRINGE};
        }
    }
    struct roads roads = hand_roads(arena, (void *)at, N, edges, edges_n, NULL);
    for (uint32_t i = 0; i < edges_n; i++) {
        struct snap snap = {.edge = i, .along = hand_random(&random, SNAP_ONE + 1)};
        struct snap_ends leaving = snap_leaving(&roads, &snap, arena), arriving = snap_arriving(&roads, &snap, arena);
        assert_ends_are(&roads, &snap, &leaving, true);
        assert_ends_are(&roads, &snap, &arriving, false);
    }
}

static void snap_arriving__enters_by_every_copy_of_a_split_junction(void **state)
{
    (void)state;
    uint32_t nodes[8];
    struct roads roads = cross(nodes);
    /* Who comes from the north may not turn west: the junction has a second node, from which east and south go on. */
    struct roads_edge *edges = arena_array(arena, roads.edges_n, sizeof *edges);
    memcpy(edges, roads.edges, roads.edges_n * sizeof *edges);
    edges[CROSS_N].flags = ROADS_SPLIT_1;
    roads.edges = edges;
    struct roads_extra_arc extra[] = {{nodes[1], nodes[2], 2 * CROSS_E}, {nodes[1], nodes[3], 2 * CROSS_S + 1}};
    struct roads_arrival arrival = {2 * CROSS_N + 1, nodes[1]}; /* any node will do to see it used */
    roads.extra_arcs = extra;
    roads.extra_n = 2;
    roads.arrivals = &arrival;
    roads.arrivals_n = 1;
    struct snap snap = {.edge = CROSS_E, .along = SNAP_ONE / 2};
    struct snap_ends arriving = snap_arriving(&roads, &snap, arena);
    assert_int_equal(arriving.n, 3);
    assert_end(&arriving, nodes[0], 30000, 5000);
    assert_end(&arriving, nodes[1], 30000, 5000);
    assert_int_equal(end_at(&arriving, nodes[1])->arc, 2 * roads.edges_n);
    assert_end(&arriving, nodes[2], 35000, 4999);
    snap = (struct snap){.edge = CROSS_N, .along = SNAP_ONE / 2};
    struct snap_ends leaving = snap_leaving(&roads, &snap, arena);
    assert_int_equal(leaving.n, 1); /* both ends of the northern stretch are that node, in this network */
    assert_end(&leaving, nodes[1], 30000, 5000);
}

static roads_cost direct(const struct roads *roads, const struct snap *from, const struct snap *to, uint32_t *meet)
{
    struct snap_ends leaving = snap_leaving(roads, from, arena), arriving = snap_arriving(roads, to, arena);
    return snap_direct(roads, from, &leaving, to, &arriving, meet);
}

static void snap_direct__goes_along_one_edge_where_the_direction_allows(void **state)
{
    (void)state;
    uint32_t nodes[8], meet;
    struct roads roads = cross(nodes);
    struct snap a = {.edge = CROSS_E, .along = SNAP_ONE / 4}, b = {.edge = CROSS_E, .along = SNAP_ONE / 2};
    assert_int_equal(direct(&roads, &a, &b, &meet), roads_cost_of(15000, 2500));
    assert_int_equal(meet, ROADS_NO_WAY);
    assert_int_equal(direct(&roads, &b, &a, &meet), roads_cost_of(35001 - 17500, 2500));
    assert_int_equal(direct(&roads, &a, &a, &meet), 0);
    a.edge = b.edge = CROSS_W; /* one way */
    assert_int_equal(direct(&roads, &a, &b, &meet), roads_cost_of(15000, 2500));
    assert_int_equal(direct(&roads, &b, &a, &meet), ROADS_NONE);
    b.edge = CROSS_N; /* neighbours on the main network: the hierarchy's business */
    assert_int_equal(direct(&roads, &a, &b, &meet), ROADS_NONE);
}

static void snap_direct__goes_through_the_yard_without_leaving_it(void **state)
{
    (void)state;
    uint32_t nodes[8], meet;
    struct roads roads = cross(nodes);
    struct snap a = {.edge = 5, .along = 0}, b = {.edge = 6, .along = SNAP_ONE}; /* from 5 to the end of 7-6 */
    assert_int_equal(direct(&roads, &a, &b, &meet), roads_cost_of(39000, 2400));
    assert_true(meet == nodes[5] || meet == nodes[7]);
    a = (struct snap){.edge = 5, .along = SNAP_ONE};
    assert_int_equal(direct(&roads, &b, &a, &meet), 0);
    /* Back along a one-way road: round the yard. */
    a = (struct snap){.edge = 6, .along = SNAP_ONE / 2};
    b = (struct snap){.edge = 6, .along = SNAP_ONE / 4};
    assert_int_equal(direct(&roads, &a, &b, &meet), roads_cost_of(4500 + 9001 + 30000 + 2250, 600 + 1100 + 1200 + 300));
    /* Into the yard from the main road's end node: by its main node, or along a part of the private road. */
    a = (struct snap){.edge = 4, .along = SNAP_ONE / 2};
    assert_int_equal(direct(&roads, &a, &b, &meet), roads_cost_of(4500 + 30000 + 2250, 550 + 1200 + 300));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(snap_nearest__finds_what_all_edges_tried_in_turn_give),
        TEST(snap_nearest__is_right_across_the_180th_meridian_and_near_the_poles),
        TEST(snap_nearest__takes_the_first_of_several_that_are_equally_near),
        TEST(snap_nearest__keeps_to_the_limit),
        TEST(snap_parts__add_up_to_the_edge),
        TEST(snap_leaving__a_main_road_ends_at_its_junctions),
        TEST(snap_ends__of_a_yard_lead_through_its_private_roads),
        TEST(snap_ends__are_what_trying_all_fringe_roads_gives),
        TEST(snap_arriving__enters_by_every_copy_of_a_split_junction),
        TEST(snap_direct__goes_along_one_edge_where_the_direction_allows),
        TEST(snap_direct__goes_through_the_yard_without_leaving_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
