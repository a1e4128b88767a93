/* Map files to stretches of road: small files that the test writes, as XML and as PBF. */
#include "geo/roads/osm.h"

#include "geo/base/mem.h"
#include "geo/point.h"
#include "geo/roads/osm_impl.h"
#include "tests/base/unit.h"
#include "tests/geo/osm_maker.h"
#include "tests/geo/osm_room.h"

#include <math.h>
#include <string.h>
#include <utime.h>

/* --- reading made maps ---------------------------------------------------------------------------------------------- */

/* A square of a kilometre or so on the equator, where a thousandth of a degree is 111.32 m east and 110.57 m north. */
#define SQUARE                                                                                                         \
    "n 1 0.000 0.000\nn 2 0.000 0.001\nn 3 0.000 0.002\nn 4 0.000 0.003\n"                                             \
    "n 5 0.001 0.001\nn 6 0.002 0.001\nn 7 -0.001 0.001\nn 8 0.001 0.002\n"

/* "10:1-2 10:2-4(1)": the edges with their ways, junctions and the count of points between; ">" and "<" one way. */
static char *shape_of(const struct raw_roads *roads, struct arena *arena)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    for (uint32_t i = 0; i < roads->edges_n; i++) {
        const struct raw_edge *edge = &roads->edges[i];
        const char *direction = edge->ms[1] == ROADS_NO_WAY ? ">" : edge->ms[0] == ROADS_NO_WAY ? "<" : "-";
        buf_printf(&out, "%s%lld:%lld%s%lld", i > 0 ? " " : "", (long long)edge->way,
                   (long long)roads->junctions[edge->junction[0]].id, direction,
                   (long long)roads->junctions[edge->junction[1]].id);
        if (edge->shape_n > 0) {
            buf_printf(&out, "(%u)", (unsigned)edge->shape_n);
        }
        buf_printf(&out, "%s%s%s", edge->flags & ROADS_PRIVATE ? "p" : "", edge->flags & ROADS_FERRY ? "f" : "",
                   edge->flags & ROADS_ROUNDABOUT ? "r" : "");
    }
    return buf_into_arena(&out, arena);
}

static void assert_shape(const char *lines, const char *expected)
{
    struct arena *arena = arena_new();
    for (int pbf = 0; pbf < 2; pbf++) {
        struct raw_roads roads = room_read(lines, pbf);
        assert_string_equal(shape_of(&roads, arena), expected);
        roads_raw_free(&roads);
    }
    arena_free(arena);
}

static void osm__roads_are_cut_where_they_meet(void **state)
{
    (void)state;
    assert_shape(SQUARE "w 10 1,2,3,4 highway=primary\n", "10:1-4(2)");
    assert_shape(SQUARE "w 10 1,2,3,4 highway=primary\nw 11 5,2 highway=primary\n", "10:1-2 10:2-4(1) 11:5-2");
    assert_shape(SQUARE "w 10 1,2,3,4 highway=primary\nw 11 5,2 highway=footway\n", "10:1-4(2)");
    assert_shape(SQUARE "w 11 3,2,1 highway=primary, oneway=yes\nw 10 1,5,2 highway=primary, oneway=-1\n",
                 "10:1<2(1) 11:3>2 11:2>1");
    assert_shape(SQUARE "w 10 1,2 highway=primary\nw 11 2,3 highway=primary\n", "10:1-2 11:2-3");
}

static void osm__a_road_that_meets_itself_is_cut(void **state)
{
    (void)state;
    assert_shape(SQUARE "w 10 2,3,8,5,2 highway=primary, junction=roundabout\n", "10:2>2(3)r");
    assert_shape(SQUARE "w 10 1,2,3,8,5,2,7 highway=primary\n", "10:1-2 10:2-2(3) 10:2-7");
    assert_shape(SQUARE "w 10 1,2,3,2,7 highway=primary\n", "10:1-2 10:2-2(1) 10:2-7");
    assert_shape(SQUARE "w 10 1,1,2,2,2,3,3 highway=primary\n", "10:1-3(1)");
    assert_shape(SQUARE "w 10 1,1 highway=primary\nw 11 1,2 highway=primary\n", "11:1-2");
    assert_shape(SQUARE "w 10 1 highway=primary\nw 11 1,2 highway=primary\n", "11:1-2");
}

static void osm__a_barrier_cuts_the_road_in_two(void **state)
{
    (void)state;
    struct raw_roads roads = room_read(SQUARE "n 9 0 0.0015 barrier=bollard\nw 10 1,2,9,3 highway=primary\n", false);
    assert_int_equal(roads.junctions_n, 4);
    assert_int_equal(roads.edges_n, 2);
    assert_int_not_equal(roads.edges[0].junction[1], roads.edges[1].junction[0]);
    assert_int_equal(roads.junctions[roads.edges[0].junction[1]].id, 9);
    assert_int_equal(roads.junctions[roads.edges[1].junction[0]].id, 9);
    roads_raw_free(&roads);
    assert_shape(SQUARE "n 9 0 0.0015 barrier=gate\nw 10 1,2,9,3 highway=primary\n", "10:1-3(2)");
    assert_shape(SQUARE "n 9 0 0.0015 barrier=bollard\nw 10 1,2,9 highway=primary\n", "10:1-9(1)");
    /* where three meet, none gets through */
    roads =
        room_read(SQUARE "n 9 0 0.0015 barrier=block\nw 10 1,9,3 highway=primary\nw 11 9,8 highway=primary\n", true);
    assert_int_equal(roads.junctions_n, 6);
    assert_int_equal(roads.edges_n, 3);
    roads_raw_free(&roads);
}

static void osm__a_private_gate_is_a_step_of_private_road(void **state)
{
    (void)state;
    struct raw_roads roads =
        room_read(SQUARE "n 9 0 0.0015 barrier=gate, access=private\nw 10 1,2,9,3 highway=primary\n", true);
    assert_int_equal(roads.junctions_n, 4);
    assert_int_equal(roads.edges_n, 3);
    const struct raw_edge *step = &roads.edges[2];
    assert_int_equal(step->dm, 1);
    assert_int_equal(step->flags, ROADS_PRIVATE);
    assert_int_equal(step->ms[0], 0);
    assert_int_equal(step->ms[1], 0);
    assert_int_equal(step->junction[0], roads.edges[0].junction[1]);
    assert_int_equal(step->junction[1], roads.edges[1].junction[0]);
    assert_int_equal(roads.edges[0].flags | roads.edges[1].flags, 0);
    roads_raw_free(&roads);
    assert_shape(SQUARE "n 9 0 0.0015 barrier=gate, access=private\nw 10 1,2,9,3 highway=service, access=private\n",
                 "10:1-3(2)p");
    assert_shape(SQUARE "n 9 0 0.0015 barrier=gate, access=private\nw 10 1,2,9 highway=service\n", "10:1-9(1)");
}

static void osm__lengths_and_times_are_those_of_the_ellipsoid(void **state)
{
    (void)state;
    struct raw_roads roads = room_read(SQUARE "w 10 1,2,3,4 highway=primary\nw 11 7,1 highway=motorway\n", false);
    assert_int_equal(roads.edges[0].dm, 3340);     /* 3 x 111.3195 m */
    assert_int_equal(roads.edges[0].ms[0], 18496); /* 333.9585 m at 65 km/h */
    assert_int_equal(roads.edges[0].ms[1], 18496);
    assert_int_equal(roads.edges[1].ms[1], ROADS_NO_WAY);
    assert_int_equal(roads.edges[1].dm, 1569); /* 110.5743 m and 111.3195 m at right angles */
    assert_int_equal(roads.edges[1].ms[0], 6276);
    roads_raw_free(&roads);
}

static void osm__lengths_agree_with_the_geodesic(void **state)
{
    (void)state;
    static const int32_t places[][4] = {
        {526700000, -7300000, 526710000, -7290000},
        {0, 0, 0, 100000},
        {-337000000, 1512000000, -336990000, 1512090000},
        {699999999, 250000000, 700900000, 250900000},
        {895000000, 0, 895100000, 1799999999},
        {100000000, 1799999999, 100000000, -1799999999},
        {526700000, -7300000, 536700000, -17300000},
        {900000000, 0, -900000000, 0},
        {522000000, 100, 522000000, 101},
        {410000000, 20000000, 410999999, 20999999},
    };
    for (size_t i = 0; i < COUNT(places); i++) {
        double ours = osm_length_m(&places[i][0], &places[i][2]);
        double truth = point_distance_m((struct point){places[i][0] / 1e7, places[i][1] / 1e7},
                                        (struct point){places[i][2] / 1e7, places[i][3] / 1e7});
        assert_true(fabs(ours - truth) <= truth * 1e-6 + 1e-6);
        assert_true(ours == osm_length_m(&places[i][2], &places[i][0]));
    }
}

static void osm__no_edge_is_without_length(void **state)
{
    (void)state;
    struct raw_roads roads = room_read("n 1 50 1\nn 2 50 1\nw 10 1,2 highway=primary\n", false);
    assert_int_equal(roads.edges[0].dm, 1);
    assert_int_equal(roads.edges[0].ms[0], 0);
    roads_raw_free(&roads);
}

static void osm__signals_cost_half_at_an_end_and_all_between(void **state)
{
    (void)state;
    static const char plain[] = SQUARE "n 9 0 0.0015\nw 10 1,2,9,3 highway=primary\n";
    static const char between[] = SQUARE "n 9 0 0.0015 highway=traffic_signals\nw 10 1,2,9,3 highway=primary\n";
    static const char end[] = SQUARE "n 9 0 0.0015 highway=traffic_signals\nw 10 1,2,9 highway=primary\n"
                                     "w 11 9,3 highway=primary\n";
    struct raw_roads a = room_read(plain, false), b = room_read(between, true), c = room_read(end, false);
    assert_int_equal(b.edges[0].ms[0], a.edges[0].ms[0] + 2000);
    assert_int_equal(b.edges[0].ms[1], a.edges[0].ms[1] + 2000);
    uint32_t sum = c.edges[0].ms[0] + c.edges[1].ms[0];
    assert_true(sum >= a.edges[0].ms[0] + 1999 && sum <= a.edges[0].ms[0] + 2001);
    roads_raw_free(&a);
    roads_raw_free(&b);
    roads_raw_free(&c);
}

static uint32_t plain_ms(const struct raw_edge *edge, double kmh)
{
    return (uint32_t)floor(edge->dm / 10.0 / kmh * 3600 + 0.5);
}

/* Two stretches of a straight road and a side road at a right angle: OSRM charges 3.75 s (the mean of left and right) for
 * turning off or joining, next to nothing for going on. */
static void osm__who_turns_off_pays_and_who_goes_on_does_not(void **state)
{
    (void)state;
    struct raw_roads roads = room_read(SQUARE "w 10 1,2,3 highway=primary\nw 11 2,5 highway=primary\n", false);
    assert_int_equal(roads.edges_n, 3);
    uint32_t on[2] = {roads.edges[0].ms[0] - plain_ms(&roads.edges[0], 65),
                      roads.edges[1].ms[0] - plain_ms(&roads.edges[1], 65)};
    uint32_t off = roads.edges[2].ms[0] - plain_ms(&roads.edges[2], 65);
    assert_true(on[0] < 100 && on[1] < 100);
    assert_true(off > 3600 && off < 3800);
    assert_true(roads.edges[2].ms[0] == roads.edges[2].ms[1]);
    roads_raw_free(&roads);
}

static void osm__bends_between_two_stretches_cost_nothing(void **state)
{
    (void)state;
    struct raw_roads roads = room_read(SQUARE "w 10 1,2 highway=primary\nw 11 2,5 highway=primary\n", false);
    for (uint32_t i = 0; i < roads.edges_n; i++) {
        uint32_t ms = plain_ms(&roads.edges[i], 65), spread = 4; /* of the rounded length */
        assert_true(roads.edges[i].ms[0] <= ms + spread && roads.edges[i].ms[0] + spread >= ms);
    }
    roads_raw_free(&roads);
}

static void osm__a_ferrys_duration_is_shared_out_by_length(void **state)
{
    (void)state;
    struct raw_roads roads = room_read(SQUARE "w 10 1,2,3,4 route=ferry, motorcar=yes, duration=00:30\n"
                                              "w 11 2,5 highway=primary\n",
                                       false);
    assert_int_equal(roads.edges_n, 3);
    assert_int_equal(roads.edges[0].flags, ROADS_FERRY);
    uint32_t first = roads.edges[0].ms[0], second = roads.edges[1].ms[0];
    assert_true(first >= 600000 && first < 600500);
    assert_true(second >= 1200000 && second < 1200500);
    roads_raw_free(&roads);
}

static const char *name_of(const struct raw_roads *roads, uint32_t edge)
{
    return roads->names + roads->edges[edge].name;
}

static void osm__a_road_has_its_name_else_its_number(void **state)
{
    (void)state;
    struct raw_roads roads = room_read(SQUARE "w 10 1,2 highway=primary, name=High Street, ref=A1\n"
                                              "w 11 2,3 highway=primary, ref=A1\nw 12 3,4 highway=primary\n"
                                              "w 13 4,5 highway=primary, name=High Street\n"
                                              "w 14 5,6 highway=primary, name=Rue \xc3\x89toile, ref=A2\n",
                                       true);
    static const char *const names[] = {"High Street", "A1", "", "High Street", "Rue \xc3\x89toile"};
    for (uint32_t i = 0; i < roads.edges_n; i++) {
        assert_string_equal(name_of(&roads, i), names[i]);
    }
    assert_int_equal(roads.edges[0].name, roads.edges[3].name);
    assert_int_equal(roads.edges[2].name, 0);
    assert_int_equal(roads.names_bytes, 1 + 12 + 3 + 12);
    roads_raw_free(&roads);
}

static void osm__names_that_are_no_text_are_left_out(void **state)
{
    (void)state;
    struct raw_roads roads = room_read(SQUARE "w 10 1,2 highway=primary, name=\xff\xfe, ref=B2\n"
                                              "w 11 2,3 highway=primary, name=\xed\xa0\x80\n"
                                              "w 12 3,4 highway=primary, name=, ref=B3\n",
                                       true);
    assert_string_equal(name_of(&roads, 0), "B2");
    assert_string_equal(name_of(&roads, 1), "");
    assert_string_equal(name_of(&roads, 2), "B3");
    roads_raw_free(&roads);
}

static void osm__a_name_has_an_end(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf lines;
    buf_init(&lines, 1 << 20);
    maker_xml(&lines, SQUARE "w 10 1,2 highway=primary, name=NAME\n");
    char *place = strstr(lines.data, "NAME");
    char *text = arena_alloc(arena, 10000);
    memcpy(text, lines.data, (size_t)(place - lines.data));
    for (int i = 0; i < 1501; i++) { /* 3,002 bytes, an odd one first, so that the cut falls into a letter */
        strcat(text, i == 0 ? "xy" : "\xc3\xa9");
    }
    strcat(text, place + 4);
    struct raw_roads roads = {0};
    struct error err = {0};
    assert_int_equal(room_read_bytes(text, strlen(text), "long.osm", &roads, &err), STATUS_OK);
    assert_int_equal(strlen(name_of(&roads, 0)), 1000);
    assert_memory_equal(name_of(&roads, 0) + 998, "\xc3\xa9", 2);
    roads_raw_free(&roads);
    buf_clear(&lines);
    arena_free(arena);
}

/* --- restrictions --------------------------------------------------------------------------------------------------- */

static void osm__restrictions_are_taken_as_they_are_written(void **state)
{
    (void)state;
    static const char lines[] =
        SQUARE "w 10 1,2 highway=primary\nw 11 2,3 highway=primary\nw 12 3,4 highway=primary\n"
               "r 103 from:w10,via:n2,to:w11 type=restriction, restriction=no_left_turn\n"
               "r 100 from:w10,via:w11,to:w12 type=restriction, restriction=only_straight_on\n"
               "r 101 from:w10,via:n2,to:w11,to:w12 type=restriction, restriction=no_exit\n"
               "r 102 from:w10,via:n2,via:w11,to:w12 type=restriction, restriction=no_left_turn\n"
               "r 104 from:w10,to:w12 type=restriction, restriction=no_left_turn\n"
               "r 105 from:n1,via:n2,to:w12 type=restriction, restriction=no_left_turn\n"
               "r 106 from:w10,via:n2,to:w12 type=restriction, restriction=no_left_turn, except=motorcar\n"
               "r 107 from:w10,via:n2,to:w12 type=route\n";
    for (int pbf = 0; pbf < 2; pbf++) {
        struct raw_roads roads = room_read(lines, pbf);
        static const struct raw_turn expected[] = {{true, 100, 10, 12, 0, 0, 1},
                                                   {false, 101, 10, 11, 2, 1, 0},
                                                   {false, 101, 10, 12, 2, 1, 0},
                                                   {false, 103, 10, 11, 2, 1, 0}};
        assert_int_equal(roads.turns_n, COUNT(expected));
        assert_int_equal(roads.via_ways_n, 1);
        assert_int_equal(roads.via_ways[0], 11);
        for (size_t i = 0; i < COUNT(expected); i++) {
            const struct raw_turn *turn = &roads.turns[i];
            assert_int_equal(turn->only, expected[i].only);
            assert_int_equal(turn->relation, expected[i].relation);
            assert_int_equal(turn->from_way, expected[i].from_way);
            assert_int_equal(turn->to_way, expected[i].to_way);
            assert_int_equal(turn->via_node, expected[i].via_node);
            assert_int_equal(turn->via_n, expected[i].via_n);
        }
        roads_raw_free(&roads);
    }
}

/* --- several files -------------------------------------------------------------------------------------------------- */

/* Both orders give the same. */
static void assert_joined(const char *a, const char *b, const char *expected)
{
    struct arena *arena = arena_new();
    const char *files[] = {room_write(a, "a.osm"), room_write(b, "b.osm.pbf")}, *swapped[] = {files[1], files[0]};
    for (int turn = 0; turn < 2; turn++) {
        struct raw_roads roads = {0};
        struct osm_summary summary;
        struct error err = {0};
        enum status status = osm_read(turn == 0 ? files : swapped, 2, room_profile(), NULL, &roads, &summary, &err);
        assert_string_equal(err.text, "");
        assert_int_equal(status, STATUS_OK);
        assert_string_equal(shape_of(&roads, arena), expected);
        roads_raw_free(&roads);
    }
    arena_free(arena);
}

static void osm__counties_side_by_side_join_at_the_nodes_they_share(void **state)
{
    (void)state;
    assert_joined(SQUARE "w 10 1,2,3 highway=primary\n", SQUARE "w 11 2,5 highway=primary\n", "10:1-2 10:2-3 11:2-5");
    assert_joined(SQUARE "w 10 1,2,3 highway=primary\n", SQUARE "w 10 1,2,3 highway=primary\n", "10:1-3(1)");
    /* a road across the border: each file has its own side's nodes */
    assert_joined("n 1 0 0\nn 2 0 0.001\nw 10 1,2,3,4 highway=primary\n",
                  "n 3 0 0.002\nn 4 0 0.003\nw 10 1,2,3,4 highway=primary\n", "10:1-4(2)");
}

static void osm__the_newer_of_two_versions_counts(void **state)
{
    (void)state;
    assert_joined("@ 3 2020-01-01\n" SQUARE "w 10 1,2,3 highway=primary\n",
                  "@ 4 2019-01-01\n" SQUARE "w 10 1,2,5 highway=primary\n", "10:1-5(1)");
    assert_joined("@ 3 2020-01-02\n" SQUARE "w 10 1,2,3 highway=primary\n",
                  "@ 3 2020-01-01\n" SQUARE "w 10 1,2,5 highway=primary\n", "10:1-3(1)");
    assert_joined("@ 3 2020-01-01\n" SQUARE "w 10 1,2,3 highway=primary\nw 11 1,5 highway=primary\n",
                  "@ 4 2020-01-01\n" SQUARE "w 10 1,2,3 highway=footway\n", "11:1-5");
    assert_joined("@ 3 2020-01-01\nn 2 0 0.001 barrier=bollard\n@ 1 2020-01-01\nn 1 0 0\nn 3 0 0.002\n"
                  "w 10 1,2,3 highway=primary\n",
                  "@ 4 2020-01-01\nn 2 0 0.001\n@ 1 2020-01-01\nn 1 0 0\nn 3 0 0.002\nw 10 1,2,3 highway=primary\n",
                  "10:1-3(1)");
}

static void osm__restrictions_of_two_files_count_once(void **state)
{
    (void)state;
    static const char *const turns[] = {"r 100 from:w10,via:n2,to:w11 type=restriction, restriction=no_left_turn\n",
                                        "r 100 from:w10,via:n2,to:w11 type=route\n"};
    char text[2][1024];
    const char *files[2];
    static const char *const names[] = {"a.osm", "b.osm"};
    for (int i = 0; i < 2; i++) {
        snprintf(text[i], sizeof text[i],
                 "@ %d 2020-01-01\n" SQUARE "w 10 1,2 highway=primary\nw 11 2,3 highway=primary\n%s", i + 1, turns[i]);
        files[i] = room_write(text[i], names[i]);
    }
    struct raw_roads roads = {0};
    struct osm_summary summary;
    struct error err = {0};
    assert_int_equal(osm_read(files, 2, room_profile(), NULL, &roads, &summary, &err), STATUS_OK);
    assert_int_equal(roads.turns_n, 0); /* the newer is none */
    roads_raw_free(&roads);
    files[1] = files[0];
    assert_int_equal(osm_read(files, 2, room_profile(), NULL, &roads, &summary, &err), STATUS_OK);
    assert_int_equal(roads.turns_n, 1);
    assert_int_equal(summary.roads, 2);
    roads_raw_free(&roads);
}

static void assert_newest(const char *text, const char *name, const char *expected)
{
    const char *file = room_write(text, name);
    struct raw_roads roads = {0};
    struct osm_summary summary;
    struct error err = {0};
    struct utimbuf written = {0, 1262476800}; /* 2010-01-03 */
    assert_int_equal(utime(file, &written), 0);
    assert_int_equal(osm_read(&file, 1, room_profile(), NULL, &roads, &summary, &err), STATUS_OK);
    assert_string_equal(summary.newest, expected);
    roads_raw_free(&roads);
}

static void osm__the_map_is_as_old_as_its_newest_change(void **state)
{
    (void)state;
    static const char changed[] = "@ 1 2018-02-03\n" SQUARE "@ 2 2017-05-06\nw 10 1,2 highway=primary\n";
    static const char silent[] = SQUARE "w 10 1,2 highway=primary\n";
    assert_newest(changed, "dated.osm", "2018-02-03");
    assert_newest(changed, "dated.osm.pbf", "2018-02-03");
    assert_newest(silent, "silent.osm.pbf", "2019-02-03"); /* by its head */
    assert_newest(silent, "silent.osm", "2010-01-03");     /* by when it was written */
}

/* --- odd data ------------------------------------------------------------------------------------------------------- */

static void osm__missing_nodes_leave_a_gap(void **state)
{
    (void)state;
    assert_shape(SQUARE "w 10 1,2,99,3,4 highway=primary\n", "10:1-2 10:3-4");
    assert_shape(SQUARE "w 10 99,1,2,98 highway=primary\n", "10:1-2");
    assert_shape(SQUARE "w 10 1,99,2 highway=primary\nw 11 3,4 highway=primary\n", "11:3-4");
    const char *file = room_write(SQUARE "w 10 1,2,99,98,99,3,4 highway=primary\n", "gap.osm");
    struct raw_roads roads = {0};
    struct osm_summary summary;
    struct error err = {0};
    assert_int_equal(osm_read(&file, 1, room_profile(), NULL, &roads, &summary, &err), STATUS_OK);
    assert_int_equal(summary.nodes_missing, 2);
    assert_int_equal(summary.nodes, 8);
    roads_raw_free(&roads);
}

static void osm__nodes_may_come_in_any_order(void **state)
{
    (void)state;
    assert_shape("n 99 0 0.009\nn 4 0 0.003\nn 1 0 0\nn 98 0 0.009\nn 3 0 0.002\nn 2 0 0.001\nn 0 0 0\n"
                 "w 10 1,2,3,4 highway=primary\n",
                 "10:1-4(2)");
    assert_joined("n 1 0 0\nn 2 0 0.001\nn 99 0 1\nw 10 1,2 highway=primary\n",
                  "n 3 0 0\nn 4 0 0.001\nn 0 0 1\nw 11 3,4 highway=primary\n", "10:1-2 11:3-4");
}

static void osm__places_off_the_globe_are_missing(void **state)
{
    (void)state;
    static const char *const places[] = {"91 0", "-90.1 0", "0 180.1", "0 -181", "nan 0", "0 inf", "1e300 0"};
    for (size_t i = 0; i < COUNT(places); i++) {
        char lines[200], text[1024];
        snprintf(lines, sizeof lines, "n 1 0 0\nn 2 0 1\nn 3 0 2\nn 4 %s\nw 10 1,2,4,3 highway=primary\n", places[i]);
        struct buf xml;
        buf_init(&xml, 1 << 16);
        maker_xml(&xml, lines);
        snprintf(text, sizeof text, "%s", xml.data);
        struct raw_roads roads = {0};
        struct error err = {0};
        assert_int_equal(room_read_bytes(text, strlen(text), "odd.osm", &roads, &err), STATUS_OK);
        assert_int_equal(roads.edges_n, 1);
        assert_int_equal(roads.junctions[roads.edges[0].junction[1]].id, 2);
        roads_raw_free(&roads);
        buf_clear(&xml);
    }
}

static void osm__the_ends_of_the_earth_are_places(void **state)
{
    (void)state;
    struct raw_roads roads = room_read("n 1 90 0\nn 2 -90 180\nn 3 10 179.999\nn 4 10 -179.999\n"
                                       "w 10 1,2 highway=primary\nw 11 3,4 highway=primary\n",
                                       false);
    assert_int_equal(roads.edges[0].dm, 200039315);
    assert_int_equal(roads.edges[1].dm, 2193);
    roads_raw_free(&roads);
}

static void osm__odd_ids_are_ids(void **state)
{
    (void)state;
    assert_shape("n -5 0 0\nn -4 0 0.001\nn 4611686018427387000 0 0.002\n"
                 "w -10 -5,-4,4611686018427387000 highway=primary\nw 2147483647 -4,-5 highway=primary\n",
                 "-10:-5--4 -10:-4-4611686018427387000 2147483647:-4--5");
    struct arena *arena = arena_new();
    static const char large[] = SQUARE "w 5000000000 1,2 highway=primary\n";
    struct raw_roads roads = room_read(large, false);
    assert_string_equal(shape_of(&roads, arena), "5000000000:1-2");
    roads_raw_free(&roads);
    const char *file = room_write(large, "large.osm.pbf");
    struct osm_summary summary;
    struct error err = {0};
    assert_int_equal(osm_read(&file, 1, room_profile(), NULL, &roads, &summary, &err), STATUS_INPUT);
    assert_non_null(strstr(err.text, "large.osm.pbf: the number of one of its ways is too large"));
    arena_free(arena);
}

static void osm__an_edge_has_at_most_as_many_points_as_it_can_count(void **state)
{
    (void)state;
    enum { NODES = 140000 };
    struct buf xml;
    buf_init(&xml, SIZE_MAX / 2);
    buf_add(&xml, "<osm>\n");
    for (int i = 1; i <= NODES; i++) {
        buf_printf(&xml, "<node id=\"%d\" lat=\"0\" lon=\"%.6f\"/>\n", i, i * 1e-5);
    }
    buf_add(&xml, "<way id=\"1\">");
    for (int i = 1; i <= NODES; i++) {
        buf_printf(&xml, "<nd ref=\"%d\"/>", i);
    }
    buf_add(&xml, "<tag k=\"highway\" v=\"primary\"/></way></osm>");
    struct raw_roads roads = {0};
    struct error err = {0};
    assert_int_equal(room_read_bytes(xml.data, xml.length, "long.osm", &roads, &err), STATUS_OK);
    assert_int_equal(roads.edges_n, 3);
    uint64_t dm = 0;
    uint32_t points = roads.edges_n + 1;
    for (uint32_t i = 0; i < roads.edges_n; i++) {
        assert_true(roads.edges[i].shape_n <= UINT16_MAX);
        points += roads.edges[i].shape_n;
        dm += roads.edges[i].dm;
    }
    assert_int_equal(points, NODES);
    assert_true(dm > 1558450 && dm < 1558470); /* 139,999 x 1.113195 m */
    roads_raw_free(&roads);
    buf_clear(&xml);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(osm__roads_are_cut_where_they_meet),
        cmocka_unit_test(osm__a_road_that_meets_itself_is_cut),
        cmocka_unit_test(osm__a_barrier_cuts_the_road_in_two),
        cmocka_unit_test(osm__a_private_gate_is_a_step_of_private_road),
        cmocka_unit_test(osm__lengths_and_times_are_those_of_the_ellipsoid),
        cmocka_unit_test(osm__lengths_agree_with_the_geodesic),
        cmocka_unit_test(osm__no_edge_is_without_length),
        cmocka_unit_test(osm__signals_cost_half_at_an_end_and_all_between),
        cmocka_unit_test(osm__who_turns_off_pays_and_who_goes_on_does_not),
        cmocka_unit_test(osm__bends_between_two_stretches_cost_nothing),
        cmocka_unit_test(osm__a_ferrys_duration_is_shared_out_by_length),
        cmocka_unit_test(osm__a_road_has_its_name_else_its_number),
        cmocka_unit_test(osm__names_that_are_no_text_are_left_out),
        cmocka_unit_test(osm__a_name_has_an_end),
        cmocka_unit_test(osm__restrictions_are_taken_as_they_are_written),
        cmocka_unit_test(osm__counties_side_by_side_join_at_the_nodes_they_share),
        cmocka_unit_test(osm__the_newer_of_two_versions_counts),
        cmocka_unit_test(osm__restrictions_of_two_files_count_once),
        cmocka_unit_test(osm__the_map_is_as_old_as_its_newest_change),
        cmocka_unit_test(osm__missing_nodes_leave_a_gap),
        cmocka_unit_test(osm__nodes_may_come_in_any_order),
        cmocka_unit_test(osm__places_off_the_globe_are_missing),
        cmocka_unit_test(osm__the_ends_of_the_earth_are_places),
        cmocka_unit_test(osm__odd_ids_are_ids),
        cmocka_unit_test(osm__an_edge_has_at_most_as_many_points_as_it_can_count),
    };
    return cmocka_run_group_tests(tests, room_set_up, room_tear_down);
}
