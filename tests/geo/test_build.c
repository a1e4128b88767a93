#include "geo/roads/build.h"

#include "geo/roads/parts.h"
#include "tests/base/unit.h"
#include "tests/geo/made_net.h"

#include <string.h>

/* --- what is main, what is fringe, what is left out ----------------------------------------------------------------- */

/* M main, F fringe, - left out; of the edges in the order they are written. */
static void assert_parts(const char *text, const char *expected)
{
    struct raw_roads raw = maker_parse(text);
    struct parts parts = parts_find(&raw);
    char found[64] = "";
    for (uint32_t e = 0; e < raw.edges_n; e++) {
        found[e] = "-MF"[parts.edge[e]];
    }
    assert_string_equal(found, expected);
    parts_free(&parts);
    roads_raw_free(&raw);
}

static void build__the_largest_part_is_the_main_network(void **state)
{
    (void)state;
    assert_parts("1:a-b-c-a 2:d-e", "MMM-");
    assert_parts("1:a-b 2:c-d-e-c", "-MMM");
    assert_parts("1:a-b 2:c-d", "M-"); /* the first of equals */
}

static void build__a_private_road_is_fringe(void **state)
{
    (void)state;
    assert_parts("1:a-b-c-a 2:c~d", "MMMF");
    assert_parts("1:a-b-c-a 2:c~d~e 3:e~a", "MMMFFF");
    assert_parts("1:a-b-c-a 2:a~b", "MMMF"); /* between two main junctions */
}

static void build__a_public_part_behind_a_private_road_is_fringe(void **state)
{
    (void)state;
    assert_parts("1:a-b-c-a 2:c~d 3:d-e", "MMMFF");
}

static void build__what_is_cut_off_is_left_out(void **state)
{
    (void)state;
    assert_parts("1:a-b-c-a 2:d~e 3:e-f", "MMM--");
}

static void build__a_one_way_trap_is_left_out(void **state)
{
    (void)state;
    assert_parts("1:a-b-c-a 2:c>d 3:d-e", "MMM--");    /* in and never out */
    assert_parts("1:a-b-c-a 2:d>c 3:d-e", "MMM--");    /* out and never in */
    assert_parts("1:a-b-c-a 2:c>d>e 3:e~a", "MMMFFF"); /* back over a private road */
    assert_parts("1:a-b-c-a 2:c}d 3:d{a", "MMM--");    /* two ways in, none out */
    assert_parts("1:a-b-c-a 2:c}d 3:d}a", "MMMFF");    /* a private one-way through */
    assert_parts("1:a-b-c-a 2:c>d 3:d~e 4:e}a", "MMMFFF");
    assert_parts("1:a-b-c-a 2:c~d 3:d>e", "MMMF-");
}

static void build__a_loop_at_a_main_junction_is_main(void **state)
{
    (void)state;
    assert_parts("1:a-b-a 2:b-b 3:b>b", "MMMM");
}

static void build__a_one_way_ring_road_is_main(void **state)
{
    (void)state;
    assert_parts("1:a>b>c>a 2:c>d 3:d>a", "MMMMM");
}

/* A square of SIDE x SIDE junctions, from NUMBER on. */
static uint32_t add_square(struct raw_maker *maker, uint32_t side, int32_t lat_e7)
{
    uint32_t first = maker->raw.junctions_n;
    for (uint32_t i = 0; i < side * side; i++) {
        maker_junction(maker, lat_e7 + (int32_t)(i / side) * 10000, (int32_t)(i % side) * 10000);
        if (i % side > 0) {
            maker_edge(maker, 1, first + i - 1, first + i, MAKER_MS, MAKER_MS, 0);
        }
        if (i >= side) {
            maker_edge(maker, 2, first + i - side, first + i, MAKER_MS, MAKER_MS, 0);
        }
    }
    return first;
}

static void build__an_island_of_a_thousand_junctions_is_main_too(void **state)
{
    (void)state;
    struct raw_maker maker = {0};
    uint32_t large = add_square(&maker, 40, 0), island = add_square(&maker, 32, 10000000);
    uint32_t small = add_square(&maker, 31, 20000000);
    uint32_t bridge =
        maker_edge(&maker, 3, large, island, MAKER_MS, ROADS_NO_WAY, 0); /* one way, between two major parts */
    struct parts parts = parts_find(&maker.raw);
    assert_int_equal(parts.main_parts, 2);
    assert_int_equal(parts.junction[large], PART_MAIN);
    assert_int_equal(parts.junction[island], PART_MAIN);
    assert_int_equal(parts.junction[small], PART_NONE);
    assert_int_equal(parts.edge[bridge], PART_MAIN);
    assert_int_equal(parts.dropped_edges, 2 * 31 * 30);
    parts_free(&parts);
    roads_raw_free(&maker.raw);
}

static void build__without_a_road_for_all_there_is_no_network(void **state)
{
    (void)state;
    static const char *const texts[] = {"1:a~b", "1:a>b", ""};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct raw_roads raw = maker_parse(texts[i]);
        struct roads roads;
        struct roads_report report;
        struct error err = {0};
        assert_int_equal(roads_build(&raw, NULL, &roads, &report, &err), STATUS_INPUT);
        assert_non_null(strstr(err.text, "no roads for cars"));
        roads_raw_free(&raw);
    }
}

static void build__more_than_a_network_can_number_is_refused(void **state)
{
    (void)state;
    struct raw_roads raw = {.edges_n = (UINT32_C(1) << 27) + 1}; /* refused before any is looked at */
    struct roads roads;
    struct roads_report report;
    struct error err = {0};
    assert_int_equal(roads_build(&raw, NULL, &roads, &report, &err), STATUS_INPUT);
    assert_non_null(strstr(err.text, "smaller area"));
}

static void build__a_stretch_keeps_what_is_known_of_it(void **state)
{
    (void)state;
    struct raw_roads raw = maker_parse("1:a-b-c-a 2:c=d 3:d}c");
    raw.edges[0].flags = ROADS_ROUNDABOUT;
    raw.edges[0].class_ = 5;
    raw.edges[0].ms[1] = 1;
    raw.edges[1].ms[0] = ROADS_NO_WAY - 1; /* longer than any journey */
    struct made_net *net = made_net_of(raw);
    const uint32_t *of_raw = made_edges_of_raw(net);
    const struct roads_edge *edges = net->roads.edges;
    assert_int_equal(edges[of_raw[0]].flags, ROADS_ROUNDABOUT);
    assert_int_equal(edges[of_raw[0]].class_, 5);
    assert_int_equal(edges[of_raw[0]].ms[0], MAKER_MS);
    assert_int_equal(edges[of_raw[0]].ms[1], 1);
    assert_int_equal(edges[of_raw[1]].ms[0], (1 << 30) - 1);
    assert_int_equal(edges[of_raw[3]].flags, ROADS_FERRY);
    assert_int_equal(edges[of_raw[4]].flags, ROADS_PRIVATE | ROADS_FRINGE);
    assert_int_equal(edges[of_raw[4]].ms[1], ROADS_NO_WAY);
    made_net_free(net);
}

/* --- ways through it ------------------------------------------------------------------------------------------------ */

static void assert_route(struct made_net *net, const char *from, const char *to, const char *expected)
{
    assert_string_equal(made_route(net, from, to), expected);
}

static void build__private_roads_serve_the_ends_alone(void **state)
{
    (void)state;
    struct made_net *net = made_net("1:a-b-c-d-e-f-g 2:b~h 3:h~f 4:h~i");
    assert_route(net, "ab", "fg", "bcdef"); /* not through h */
    assert_route(net, "hi", "fg", "hf");
    assert_route(net, "ab", "hi", "bh");
    assert_route(net, "bh", "hf", "h");
    made_net_free(net);
}

static void build__from_one_private_area_to_another_over_one_junction(void **state)
{
    (void)state;
    struct made_net *net = made_net("1:a-b-c 2:b~d~e 3:b~f");
    assert_route(net, "de", "bf", "db");
    assert_int_equal(net->report.fringe_edges, 3);
    assert_int_equal(net->roads.nodes_n - net->roads.main_n, 3);
    made_net_free(net);
}

static void build__areas_do_not_join_over_main_junctions(void **state)
{
    (void)state;
    struct made_net *net = made_net("1:a-b-c 2:b~d~e 3:b~f 4:c~g 5:g~e");
    const struct roads *roads = &net->roads;
    uint32_t of[3];
    static const char *const ends[] = {"de", "bf", "ge"};
    for (size_t i = 0; i < 3; i++) {
        const uint32_t *node = roads->edges[made_edge(net, ends[i])].node;
        of[i] = roads->fringe_area[(node[0] > node[1] ? node[0] : node[1]) - roads->main_n];
    }
    assert_int_equal(of[0], of[2]);
    assert_int_not_equal(of[0], of[1]);
    made_net_free(net);
}

static void build__parallel_roads_and_loops_stay(void **state)
{
    (void)state;
    struct made_net *net = made_net("1:a-b 2:a-b 3:b-b 4:a>b");
    assert_int_equal(net->roads.edges_n, 4);
    assert_int_equal(net->roads.main_n, 2);
    assert_route(net, "bb", "ab", "b");
    made_net_free(net);
}

/* --- where things stand --------------------------------------------------------------------------------------------- */

static struct roads squares(uint32_t side)
{
    struct raw_maker maker = {0};
    add_square(&maker, side, 520000000);
    maker.raw.names = mem_alloc(1);
    maker.raw.names_bytes = 1;
    struct roads roads;
    struct roads_report report;
    struct error err;
    assert_int_equal(roads_build(&maker.raw, NULL, &roads, &report, &err), STATUS_OK);
    roads_raw_free(&maker.raw);
    return roads;
}

static bool holds(const struct roads_box *box, const int32_t at[2])
{
    return box->south <= at[0] && at[0] <= box->north && box->west <= at[1] && at[1] <= box->east;
}

static void build__every_box_holds_what_is_below_it(void **state)
{
    (void)state;
    static const uint32_t sides[] = {2, 3, 4, 30};
    for (size_t i = 0; i < COUNT(sides); i++) {
        struct roads roads = squares(sides[i]);
        uint32_t width = (roads.edges_n + ROADS_LEAF_EDGES - 1) / ROADS_LEAF_EDGES;
        for (uint32_t level = 0; level < roads.levels_n; level++) {
            assert_int_equal(roads.level_first[level + 1] - roads.level_first[level], width);
            width = (width + ROADS_TREE_FANOUT - 1) / ROADS_TREE_FANOUT;
        }
        assert_int_equal(roads.level_first[roads.levels_n], roads.boxes_n);
        assert_int_equal(roads.boxes_n - roads.level_first[roads.levels_n - 1], 1);
        for (uint32_t edge = 0; edge < roads.edges_n; edge++) {
            uint32_t box = edge / ROADS_LEAF_EDGES;
            for (uint32_t level = 0; level < roads.levels_n; level++, box /= ROADS_TREE_FANOUT) {
                for (int end = 0; end < 2; end++) {
                    assert_true(
                        holds(&roads.boxes[roads.level_first[level] + box], roads.at[roads.edges[edge].node[end]]));
                }
            }
        }
        roads_free(&roads);
    }
}

static void build__neighbours_on_the_ground_are_neighbours_in_memory(void **state)
{
    (void)state;
    struct roads roads = squares(32); /* 1984 edges in 248 leaves: each a square of two on two junctions, about */
    int64_t area = 0, whole = (int64_t)31 * 31;
    for (uint32_t i = 0; i < roads.level_first[1]; i++) {
        const struct roads_box *box = &roads.boxes[i];
        area += (int64_t)((box->north - box->south) / 10000) * ((box->east - box->west) / 10000);
    }
    assert_true(area < 2 * whole); /* the leaves hardly overlap; in any other order they do */
    roads_free(&roads);
}

static void build__the_same_roads_give_the_same_network(void **state)
{
    (void)state;
    struct roads a = squares(20), b = squares(20);
    assert_int_equal(a.edges_n, b.edges_n);
    assert_int_equal(a.ups_n, b.ups_n);
    assert_memory_equal(a.edges, b.edges, a.edges_n * sizeof *a.edges);
    assert_memory_equal(a.ups, b.ups, a.ups_n * sizeof *a.ups);
    assert_memory_equal(a.at, b.at, a.nodes_n * sizeof *a.at);
    roads_free(&a);
    roads_free(&b);
}

static bool stop_at_once(void *context, const char *what, size_t done, size_t total)
{
    (void)what;
    (void)done;
    (void)total;
    return --*(int *)context >= 0;
}

static void build__it_can_be_stopped_at_every_step(void **state)
{
    (void)state;
    int steps = 0;
    for (enum status status = STATUS_INCOMPLETE; status != STATUS_OK; steps++) {
        struct raw_roads raw = maker_parse("1:a-b-c-a 2:c~d; no 1 c 2");
        int left = steps;
        struct roads_progress progress = {stop_at_once, &left};
        struct roads roads;
        struct roads_report report;
        struct error err = {0};
        status = roads_build(&raw, &progress, &roads, &report, &err);
        if (status == STATUS_OK) {
            roads_free(&roads);
        } else {
            assert_int_equal(status, STATUS_INCOMPLETE);
        }
        roads_raw_free(&raw);
    }
    assert_true(steps > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(build__the_largest_part_is_the_main_network),
        cmocka_unit_test(build__a_private_road_is_fringe),
        cmocka_unit_test(build__a_public_part_behind_a_private_road_is_fringe),
        cmocka_unit_test(build__what_is_cut_off_is_left_out),
        cmocka_unit_test(build__a_one_way_trap_is_left_out),
        cmocka_unit_test(build__a_loop_at_a_main_junction_is_main),
        cmocka_unit_test(build__a_one_way_ring_road_is_main),
        cmocka_unit_test(build__an_island_of_a_thousand_junctions_is_main_too),
        cmocka_unit_test(build__without_a_road_for_all_there_is_no_network),
        cmocka_unit_test(build__more_than_a_network_can_number_is_refused),
        cmocka_unit_test(build__a_stretch_keeps_what_is_known_of_it),
        cmocka_unit_test(build__private_roads_serve_the_ends_alone),
        cmocka_unit_test(build__from_one_private_area_to_another_over_one_junction),
        cmocka_unit_test(build__areas_do_not_join_over_main_junctions),
        cmocka_unit_test(build__parallel_roads_and_loops_stay),
        cmocka_unit_test(build__every_box_holds_what_is_below_it),
        cmocka_unit_test(build__neighbours_on_the_ground_are_neighbours_in_memory),
        cmocka_unit_test(build__the_same_roads_give_the_same_network),
        cmocka_unit_test(build__it_can_be_stopped_at_every_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
