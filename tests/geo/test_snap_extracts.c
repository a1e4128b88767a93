/* Snapping and what can be reached, on the extracts of the shared data: against all their roads, one after the other. */
#include "geo/roads/along.h"
#include "geo/roads/osm.h"
#include "geo/roads/path.h"
#include "geo/roads/shape.h"
#include "tests/geo/hand_roads.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static struct roads roads;

static void build(const char *name)
{
    const char *shared = getenv("ROUNDS_SHARED");
    char path[1024];
    snprintf(path, sizeof path, "%s/data/osm/%s", shared != NULL ? shared : "", name);
    if (shared == NULL || access(path, R_OK) != 0) {
        print_message("skipped: %s is not in ROUNDS_SHARED\n", name);
        skip();
    }
    struct error err = {0};
    struct profile *profile;
    struct osm_summary summary;
    struct roads_report report;
    struct raw_roads raw = {0};
    const char *const files[] = {path};
    assert_int_equal(profile_new(NULL, NULL, &profile, &err), STATUS_OK);
    assert_int_equal(osm_read(files, 1, profile, NULL, &raw, &summary, &err), STATUS_OK);
    assert_int_equal(roads_build(&raw, NULL, &roads, &report, &err), STATUS_OK);
    roads_raw_free(&raw);
    profile_free(profile);
    arena = arena_new();
}

static void done(void)
{
    roads_free(&roads);
    arena_free(arena);
}

/* Each edge's own box, made here. */
static struct roads_box *boxes_of_edges(void)
{
    struct roads_box *boxes = arena_array(arena, roads.edges_n, sizeof *boxes);
    for (uint32_t i = 0; i < roads.edges_n; i++) {
        struct shape_reader reader;
        int32_t at[2];
        boxes[i] = (struct roads_box){INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN};
        for (shape_begin(&reader, &roads, i); shape_next(&reader, at);) {
            boxes[i].south = at[0] < boxes[i].south ? at[0] : boxes[i].south;
            boxes[i].west = at[1] < boxes[i].west ? at[1] : boxes[i].west;
            boxes[i].north = at[0] > boxes[i].north ? at[0] : boxes[i].north;
            boxes[i].east = at[1] > boxes[i].east ? at[1] : boxes[i].east;
        }
    }
    return boxes;
}

/* Metres from the middle of the earth, on the ellipsoid: chords are shorter than ways by 1e-8 at a kilometre. */
static void to_space(double lat_e7, double lon_e7, double out[3])
{
    double lat = lat_e7 * (M_PI / 180e7), lon = lon_e7 * (M_PI / 180e7), e2 = 0.0066943799901413165;
    double normal_m = 6378137 / sqrt(1 - e2 * sin(lat) * sin(lat));
    out[0] = normal_m * cos(lat) * cos(lon);
    out[1] = normal_m * cos(lat) * sin(lon);
    out[2] = normal_m * (1 - e2) * sin(lat);
}

/* To a straight stretch in space. */
static double chord_m(const double place[3], const double a[3], const double b[3])
{
    double along = 0, length2 = 0, away2 = 0;
    for (int i = 0; i < 3; i++) {
        along += (place[i] - a[i]) * (b[i] - a[i]);
        length2 += (b[i] - a[i]) * (b[i] - a[i]);
    }
    double part = length2 > 0 ? fmax(0, fmin(1, along / length2)) : 0;
    for (int i = 0; i < 3; i++) {
        double off = place[i] - a[i] - part * (b[i] - a[i]);
        away2 += off * off;
    }
    return sqrt(away2);
}

static double edge_m(uint32_t edge, const double place[3])
{
    enum { PIECE_M = 100 }; /* a chord of that length is half a millimetre off */
    struct shape_reader reader;
    int32_t last[2], at[2];
    double least_m = HUGE_VAL;
    shape_begin(&reader, &roads, edge);
    assert_true(shape_next(&reader, last));
    while (shape_next(&reader, at)) {
        int pieces = 1 + (int)(along_segment_m(last, at) / PIECE_M);
        for (int i = 0; i < pieces; i++) {
            double a[3], b[3], dlat = (double)at[0] - last[0], dlon = (double)at[1] - last[1];
            to_space(last[0] + dlat * i / pieces, last[1] + dlon * i / pieces, a);
            to_space(last[0] + dlat * (i + 1) / pieces, last[1] + dlon * (i + 1) / pieces, b);
            least_m = fmin(least_m, chord_m(place, a, b));
        }
        memcpy(last, at, sizeof last);
    }
    return least_m;
}

static double nearest_m(const struct roads_box *boxes, struct point p, double limit_m)
{
    double place[3], least_m = limit_m, lat = p.lat_deg * 1e7, lon = p.lon_deg * 1e7;
    double lon_m = 0.0110 * cos(p.lat_deg * (M_PI / 180));
    to_space(lat, lon, place);
    for (uint32_t i = 0; i < roads.edges_n; i++) {
        if ((boxes[i].south - lat) * 0.0110 > least_m || (lat - boxes[i].north) * 0.0110 > least_m ||
            (boxes[i].west - lon) * lon_m > least_m || (lon - boxes[i].east) * lon_m > least_m) {
            continue;
        }
        least_m = fmin(least_m, edge_m(i, place));
    }
    return least_m;
}

static void compare(const char *name, int places)
{
    enum { LIMIT_M = 2000 };
    build(name);
    struct roads_box *boxes = boxes_of_edges(), all = roads.boxes[roads.boxes_n - 1];
    uint64_t random = 21;
    int found = 0;
    for (int i = 0; i < places; i++) {
        const int32_t *near = roads.at[hand_random(&random, roads.nodes_n)];
        double height = (double)all.north - all.south, width = (double)all.east - all.west, part = i % 2 ? 1 : 0.02;
        struct point place = {near[0] / 1e7 + (hand_random(&random, 1001) / 1e3 - 0.5) * part * height / 1e7,
                              near[1] / 1e7 + (hand_random(&random, 1001) / 1e3 - 0.5) * part * width / 1e7};
        struct snap snap = snap_nearest(&roads, place, LIMIT_M);
        double expected_m = nearest_m(boxes, place, LIMIT_M + 1);
        if (snap.edge == ROADS_NO_WAY) {
            assert_true(expected_m > LIMIT_M - 0.01);
            continue;
        }
        double at[3];
        to_space(snap.at.lat_deg * 1e7, snap.at.lon_deg * 1e7, at);
        assert_true(fabs(snap.distance_m - expected_m) < 0.01);
        assert_true(edge_m(snap.edge, at) < 0.01);
        found++;
    }
    assert_true(found > places / 4);
    done();
}

static void snap_nearest__finds_what_all_of_rutland_gives(void **state)
{
    (void)state;
    compare("rutland-latest.osm.pbf", 10000);
}

static void snap_nearest__finds_what_all_of_porto_gives(void **state)
{
    (void)state;
    compare("porto_portugal.osm.pbf", 800);
}

static void snap_nearest__finds_what_all_of_malta_gives(void **state)
{
    (void)state;
    compare("malta-latest.osm.pbf", 800);
}

/* ---- what can be reached */

static bool in_ring(const struct point *ring, uint32_t n, struct point p)
{
    bool inside = false;
    for (uint32_t i = 0; i + 1 < n; i++) {
        struct point a = ring[i], b = ring[i + 1];
        if ((a.lat_deg > p.lat_deg) != (b.lat_deg > p.lat_deg)) {
            inside ^=
                p.lon_deg < a.lon_deg + (p.lat_deg - a.lat_deg) / (b.lat_deg - a.lat_deg) * (b.lon_deg - a.lon_deg);
        }
    }
    return inside;
}

/* No two polygons overlap, so that it is in one of them when it is in an odd number of rings. */
static bool in_reach(const struct path_reach *reach, struct point p)
{
    bool inside = false;
    for (uint32_t i = 0; i < reach->count; i++) {
        inside ^= in_ring(reach->rings[i], reach->rings_n[i], p);
    }
    return inside;
}

static struct point point_along(uint32_t edge, double part)
{
    struct shape_reader reader;
    int32_t at[2], last[2];
    double left_m = along_edge_m(&roads, edge) * part;
    shape_begin(&reader, &roads, edge);
    assert_true(shape_next(&reader, last));
    while (shape_next(&reader, at)) {
        double length_m = along_segment_m(last, at);
        if (left_m <= length_m && length_m > 0) {
            double share = left_m / length_m;
            return (struct point){(last[0] + share * ((double)at[0] - last[0])) / 1e7,
                                  (last[1] + share * ((double)at[1] - last[1])) / 1e7};
        }
        left_m -= length_m;
        memcpy(last, at, sizeof last);
    }
    return roads_point(last);
}

enum { SAMPLES = 3 }; /* of each edge: both ends, and three quarters along */

static struct query_place *samples(void)
{
    static const uint32_t along[SAMPLES] = {0, SNAP_ONE, SNAP_ONE / 4 * 3};
    struct query_place *places = arena_array(arena, SAMPLES * (size_t)roads.edges_n, sizeof *places);
    for (uint32_t i = 0; i < SAMPLES * roads.edges_n; i++) {
        uint32_t part = along[i % SAMPLES];
        places[i].snap = (struct snap){i / SAMPLES, part, point_along(i / SAMPLES, (double)part / SNAP_ONE), 0};
        places[i].leaving = snap_leaving(&roads, &places[i].snap, arena);
        places[i].arriving = snap_arriving(&roads, &places[i].snap, arena);
    }
    return places;
}

/* Whether P is within 400 m of an edge of which any part is reached: one of its ends is, or the journey begins there. */
static bool near_reached(const roads_cost *costs, int32_t limit_s, uint32_t own, const struct roads_box *boxes,
                         struct point p)
{
    double place[3];
    to_space(p.lat_deg * 1e7, p.lon_deg * 1e7, place);
    for (uint32_t i = 0; i < roads.edges_n; i++) {
        bool touched = i == own || roads_seconds(costs[SAMPLES * i]) <= limit_s ||
                       roads_seconds(costs[SAMPLES * i + 1]) <= limit_s;
        if (touched && boxes[i].south - 45000 < p.lat_deg * 1e7 && boxes[i].north + 45000 > p.lat_deg * 1e7 &&
            edge_m(i, place) <= 400) {
            return true;
        }
    }
    return false;
}

static void path_reach__holds_what_the_table_says_in_rutland(void **state)
{
    (void)state;
    build("rutland-latest.osm.pbf");
    struct roads_box *boxes = boxes_of_edges();
    struct query *query = query_new(&roads);
    struct query_place *from = query_places(query, &(struct point){52.67, -0.73}, 1, 2000, arena), *places = samples();
    uint32_t n = SAMPLES * roads.edges_n;
    const struct query_place *hub = from, **to = arena_array(arena, n, sizeof *to);
    roads_cost *costs = arena_array(arena, n, sizeof *costs);
    for (uint32_t i = 0; i < n; i++) {
        to[i] = &places[i];
    }
    query_matrix(query, &hub, 1, to, n, costs);
    static const int32_t limits_s[] = {60, 240, 480};
    for (int k = 0; k < 3; k++) {
        struct path_reach reach = path_reach(query, from, limits_s[k], arena);
        uint32_t reached = 0, far = 0;
        for (uint32_t i = 0; i < n; i++) {
            struct point at = places[i].snap.at;
            if (roads_seconds(costs[i]) <= limits_s[k]) {
                assert_true(in_reach(&reach, at));
                reached++;
            } else if (i % 64 == 0 && !near_reached(costs, limits_s[k], from->snap.edge, boxes, at)) {
                assert_false(in_reach(&reach, at));
                far++;
            }
        }
        assert_true(reached > 50 && far > 50);
    }
    query_free(query);
    done();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(snap_nearest__finds_what_all_of_rutland_gives),
        cmocka_unit_test(snap_nearest__finds_what_all_of_porto_gives),
        cmocka_unit_test(snap_nearest__finds_what_all_of_malta_gives),
        cmocka_unit_test(path_reach__holds_what_the_table_says_in_rutland),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
