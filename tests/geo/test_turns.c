#include "geo/roads/turns.h"

#include "geo/roads/osm.h"
#include "tests/base/unit.h"
#include "tests/geo/made_net.h"
#include "tests/geo/raw_oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void assert_routes(const char *text, const char *const (*cases)[3], size_t n)
{
    struct made_net *net = made_net(text);
    for (size_t i = 0; i < n; i++) {
        const char *found = made_route(net, cases[i][0], cases[i][1]);
        if (strcmp(found, cases[i][2]) != 0) {
            print_error("%s: %s to %s\n", text, cases[i][0], cases[i][1]);
        }
        assert_string_equal(found, cases[i][2]);
    }
    made_net_free(net);
}

#define ROUTES(text, ...)                                                                                              \
    do {                                                                                                               \
        static const char *const cases[][3] = {__VA_ARGS__};                                                           \
        assert_routes(text, cases, COUNT(cases));                                                                      \
    } while (0)

/*        d
 *        |        a-b is way 1, b-c way 2, b-d way 3; e joins a, c and d far away.
 *    a - b - c
 */
#define CROSSING "1:a-b 2:b-c 3:b-d 4:a-e 5:c-e 6:d-e "

static void turns__a_forbidden_turn_is_not_driven(void **state)
{
    (void)state;
    ROUTES(CROSSING, {"ab", "bd", "b"});
    ROUTES(CROSSING "no 1 b 3", {"ab", "bd", "aed"}, {"ab", "bc", "b"}, {"bd", "ab", "b"}, {"bc", "bd", "b"});
}

static void turns__only_one_turn_is_driven(void **state)
{
    (void)state;
    ROUTES(CROSSING "only 1 b 2", {"ab", "bd", "aed"}, {"ab", "bc", "b"}, {"bd", "ab", "b"}, {"bc", "bd", "b"});
}

static void turns__several_only_allow_each_what_they_name(void **state)
{
    (void)state;
    ROUTES("1:a-b 2:b-c 3:b-d 7:b-f 4:a-e 5:c-e 6:d-e 8:f-e; only 1 b 2; only 1 b 3", {"ab", "bd", "b"},
           {"ab", "bc", "b"}, {"ab", "bf", "aef"});
}

static void turns__turning_round_is_forbidden_with_no_u_turn(void **state)
{
    (void)state;
    /* From the middle of c>a to the middle of b>c the short way is to turn round at b. */
    ROUTES("1:a-b 2:b-c 3:c-d 4:f>a 5:a>g 6:g-h 7:h-f 8:c-h", {"fa", "ag", "a"});
    ROUTES("1:f-a 2:a-b 3:b-h 4:h-f 9:i>f 8:f>j 7:j-i; no 1 a 1", {"if", "fj", "f"});
    /* a b is one way to b, where only turning round or a long way leads back to c. */
    ROUTES("1:a-b 2:b-d-e-f-a 3:c>a 4:a>g-c; no 1 b 1", {"ab", "ag", "a"}, {"ca", "ag", "a"});
}

static void turns__no_u_turn_between_two_carriageways(void **state)
{
    (void)state;
    /* 1 towards b, 2 away from b; 3 goes on. */
    ROUTES("1:a>b 2:b>c 3:b-d 4:c-a 5:d-e-c 6:e-f", {"ab", "bc", "b"});
    ROUTES("1:a>b 2:b>c 3:b-d 4:c-a 5:d-e-c 6:e-f; no 1 b 2", {"ab", "ca", "bdec"});
}

static void turns__a_restriction_via_a_way(void **state)
{
    (void)state;
    /* Two carriageways, 1 east, 3 west, with a link 2 between them. */
    ROUTES("1:a>b 10:b>c 3:e>f 11:f>g 2:b-f 4:g-a 5:c-d-e", {"ab", "fg", "bf"});
    ROUTES("1:a>b 10:b>c 3:e>f 11:f>g 2:b-f 4:g-a 5:c-d-e; no 1 2 11", {"ab", "fg", "bcdef"}, {"bf", "fg", "f"},
           {"ab", "bf", "b"});
    ROUTES("1:a>b 10:b>c 3:e>f 11:f>g 2:b-h-f 4:g-a 5:c-d-e 12:h-i; no 1 2 11", {"ab", "fg", "bcdef"},
           {"ih", "fg", "hf"}, {"ab", "hi", "bh"});
    ROUTES("1:a>b 10:b>c 3:e>f 11:f>g 2:b-h 9:h-f 4:g-a 5:c-d-e 12:h-i; no 1 2 9 11", {"ab", "fg", "bcdef"},
           {"ih", "fg", "hf"}, {"ab", "hi", "bh"});
}

static void turns__only_via_a_way_binds_after_the_way(void **state)
{
    (void)state;
    /* After 1 and 2 only 3; but 2 itself is not prescribed. */
    ROUTES("1:a-b 2:b-c 3:c-d 4:c-e 5:b-f 6:e-f 7:d-e; only 1 2 3", {"ab", "ce", "bfe"}, {"ab", "cd", "bc"},
           {"ab", "bf", "b"}, {"bf", "ce", "bc"});
}

static void turns__overlapping_ones_hold_together(void **state)
{
    (void)state;
    ROUTES("1:a-b 2:b-c 3:c-d 4:d-e 5:a-f 6:f-e 7:c-g-h-e; no 1 2 3; no 2 3 4", {"ab", "cd", "afed"},
           {"bc", "de", "bafe"}, {"bc", "cd", "c"}, {"cd", "de", "d"});
}

static void turns__a_short_one_holds_inside_a_long_one(void **state)
{
    (void)state;
    ROUTES("1:a-b 2:b-c 3:c-d 4:d-e 5:a-f 6:f-g-e; no 1 2 3 4; no 2 c 3", {"ab", "cd", "afged"}, {"bc", "cd", "bafged"},
           {"cd", "bc", "c"});
}

static void turns__a_street_that_is_cut_off_is_no_main_road(void **state)
{
    (void)state;
    struct made_net *net = made_net("1:a-b-c-a 2:b-d; no 1 b 2");
    assert_int_equal(made_edge(net, "bd"), ROADS_NO_WAY);
    assert_int_equal(net->report.dropped_edges, 1);
    made_net_free(net);
    net = made_net("1:a-b-c-a 2:b-d; no 2 b 1"); /* in, and never out */
    assert_int_equal(made_edge(net, "bd"), ROADS_NO_WAY);
    made_net_free(net);
    net = made_net("1:a-b-c-a 2:b-d 3:d~c; no 1 b 2"); /* a private road leads there */
    assert_int_equal(net->report.fringe_edges, 2);
    assert_string_equal(made_route(net, "ab", "bd"), "bcd");
    assert_string_equal(made_route(net, "bd", "ab"), "b");
    made_net_free(net);
}

static void turns__round_on_the_next_road_is_no_way_round_it(void **state)
{
    (void)state;
    /* Without the rule: over c and back, "bcb", and "bcbcb" if only that were forbidden. */
    ROUTES("1:a>b 2:b-c-g 3:b-d 4:c-h-d 5:d-a 6:g-i-h; no 1 b 3", {"ab", "bd", "bchd"});
    /* A road that ends there: a car may turn at its end. */
    ROUTES("1:a>b 2:b-c 3:b-d 5:d-a; no 1 b 3", {"ab", "bd", "bcb"});
    /* Only 2: turning round on 2 leads nowhere else. */
    ROUTES("1:a>b 2:b-c-g 3:b-d 4:c-h-d 5:d-a 6:g-i-h; only 1 b 2", {"ab", "bd", "bchd"});
    /* A public road ends where only a private one goes on. */
    ROUTES("1:a>b 2:b-c 3:b-d 5:d-a 6:c~e; no 1 b 3", {"ab", "bd", "bcb"});
}

static void turns__one_way_decides_what_a_way_through_means(void **state)
{
    (void)state;
    /* 1 passes b: for "no" each way in counts; "only" is ambiguous, unless one way decides. */
    ROUTES("1:a-b-c 3:b-d 4:a-e 5:c-e 6:d-e; no 1 b 3", {"ab", "bd", "aed"}, {"bc", "bd", "ced"});
    ROUTES("1:a-b-c 3:b-d 4:a-e 5:c-e 6:d-e; only 1 b 3", {"ab", "bc", "b"});
    ROUTES("1:a>b>c 3:b-d 4:a-e 5:c-e 6:d-e; only 1 b 3", {"ab", "ce", "bde"});
}

static void turns__restrictions_on_private_roads_hold_too(void **state)
{
    (void)state;
    ROUTES("1:a-b-c-d-a 2:b~e 3:c~e; no 2 b 1", {"be", "ad", "ecd"}, {"ab", "be", "b"});
    ROUTES("1:a-b-c-d-a 2:b~e~f 3:c~e 4:f~d; no 2 e 3", {"be", "ce", "bc"});
    ROUTES("1:b-c-d-a 6:a-b 2:b~e 3:c~e; no 6 b 2", {"ab", "be", "bce"}, {"bc", "be", "b"}); /* into one */
}

static void turns__a_fringe_junction_is_split_as_well(void **state)
{
    (void)state;
    struct made_net *net = made_net("1:a-b-c-d-a 2:b~e 3:e~f 4:e~g 5:f~g 6:g~h; no 2 e 4");
    assert_string_equal(made_route(net, "be", "gh"), "efg");
    assert_string_equal(made_route(net, "cd", "gh"), "cbefg");
    assert_string_equal(made_route(net, "gh", "be"), "ge");
    assert_true(net->roads.nodes_n - net->roads.main_n > 4);
    made_net_free(net);
}

static void turns__what_is_not_there_is_counted_and_ignored(void **state)
{
    (void)state;
    struct made_net *net = made_net("1:a-b-c-a 2:c-d 3:d>c; no 1 b 9; no 9 b 1; only 1 d 2; no 2 c 3; no 1 2 9 1");
    assert_int_equal(net->report.turns_used, 0);
    assert_int_equal(net->report.turns_ignored, 5);
    assert_int_equal(net->report.split_junctions, 0);
    assert_int_equal(net->roads.extra_n, 0);
    made_net_free(net);
}

static void turns__a_loop_may_be_restricted(void **state)
{
    (void)state;
    ROUTES("1:a-b 2:b-b 3:b-c 4:c-d 5:d-a; no 1 b 3", {"ab", "bc", "bb"}, {"bb", "bc", "b"});
    ROUTES("1:a-b 2:b-b 3:b-c 4:c-d 5:d-a; no 1 b 3; no 2 b 3", {"ab", "bc", "adc"}, {"bb", "bc", "badc"});
}

static void turns__of_two_parallel_roads_one_is_restricted(void **state)
{
    (void)state;
    ROUTES("1:a-b 2:b-c 3:b-c 4:c-d 5:a-e; no 1 b 2", {"ab", "cd", "bc"});
    struct made_net *net = made_net("1:a-b 2:b-c 3:b-c 4:c-d 5:a-e; no 1 b 2");
    uint32_t n;
    struct road_oracle_place from = road_oracle_middle(&net->roads, made_edge(net, "ab"));
    struct road_oracle_place to = road_oracle_middle(&net->roads, made_edge(net, "cd"));
    road_oracle_run(net->oracle, &from);
    uint32_t *arcs = road_oracle_route(net->oracle, &to, net->arena, &n);
    assert_int_equal(n, 3);
    assert_int_equal(net->roads.edges[arcs[1] / 2].dm, MAKER_DM + 2); /* way 3, which is longer by a decimetre */
    made_net_free(net);
}

/* --- hostile -------------------------------------------------------------------------------------------------------- */

static void turns__thousands_at_one_junction_end_within_bounds(void **state)
{
    (void)state;
    enum { ROADS_N = 1500 };
    struct raw_maker maker = {0};
    uint32_t middle = maker_junction(&maker, 0, 0);
    for (int i = 0; i < ROADS_N; i++) {
        uint32_t end = maker_junction(&maker, 10000 + i, i);
        maker_edge(&maker, i + 1, middle, end, MAKER_MS, MAKER_MS, 0);
        maker_edge(&maker, ROADS_N + 1, end, end == 1 ? middle : end - 1, MAKER_MS, MAKER_MS, 0);
    }
    for (int i = 0; i < ROADS_N; i++) {
        maker_turn(&maker, i % 2, i + 1, (i + 7) % ROADS_N + 1, middle, NULL, 0);
    }
    maker.raw.names = mem_alloc(1);
    maker.raw.names_bytes = 1;
    struct roads roads;
    struct roads_report report;
    struct error err;
    assert_int_equal(roads_build(&maker.raw, NULL, &roads, &report, &err), STATUS_OK);
    assert_int_equal(report.turns_used + report.turns_ignored, ROADS_N);
    assert_true(report.turns_used > 0 && report.turns_ignored > 0);
    assert_true(roads.extra_n <= TURN_ROOM);
    roads_free(&roads);
    roads_raw_free(&maker.raw);
}

static void turns__a_knot_of_via_ways_ends_within_bounds(void **state)
{
    (void)state;
    struct raw_maker maker = {0};
    for (int i = 0; i < 12; i++) {
        maker_junction(&maker, i * 1000, i * 2000);
    }
    for (uint32_t i = 0; i < 12; i++) {
        for (uint32_t k = 0; k < i; k++) {
            maker_edge(&maker, 2, i, k, MAKER_MS, MAKER_MS, 0); /* one way, all over the place */
        }
    }
    uint32_t begin = maker_junction(&maker, 100, 100), end = maker_junction(&maker, 200, 100);
    maker_edge(&maker, 1, begin, 0, MAKER_MS, MAKER_MS, 0);
    maker_edge(&maker, 3, 11, end, MAKER_MS, MAKER_MS, 0);
    maker_turn(&maker, false, 1, 3, 0, (const int64_t[]){2}, 1);
    maker.raw.names = mem_alloc(1);
    maker.raw.names_bytes = 1;
    struct roads roads;
    struct roads_report report;
    struct error err;
    assert_int_equal(roads_build(&maker.raw, NULL, &roads, &report, &err), STATUS_OK);
    assert_true(roads.nodes_n < 14 + 2 * TURN_ROOM);
    roads_free(&roads);
    roads_raw_free(&maker.raw);
}

/* --- at random, against the definition ------------------------------------------------------------------------------ */

static uint64_t dice;

static uint32_t roll(uint32_t sides)
{
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (uint32_t)((dice >> 33) % sides);
}

/* A net of 3 x 4 junctions with some roads left out, some more, ways of one to three stretches, and restrictions between
 * roads that meet. */
static struct raw_roads random_net(void)
{
    struct raw_maker maker = {0};
    for (int i = 0; i < 12; i++) {
        maker_junction(&maker, i / 4 * 10000, i % 4 * 10000);
    }
    int64_t way = 1;
    for (uint32_t i = 0; i < 12; i++) {
        for (uint32_t side = 0; side < 3; side++) {
            bool inside = side == 0 ? i % 4 < 3 : side == 1 ? i < 8 : roll(6) == 0;
            if (!inside || roll(10) == 0) {
                continue;
            }
            uint32_t to = side == 0 ? i + 1 : side == 1 ? i + 4 : roll(12), one_way = roll(8);
            way += roll(3) != 0;
            maker_edge(&maker, way, i, to, one_way == 0 ? ROADS_NO_WAY : 1000 + roll(20000),
                       one_way == 1 ? ROADS_NO_WAY : 1000 + roll(20000), roll(6) == 0 ? ROADS_PRIVATE : 0);
        }
    }
    const struct raw_roads *raw = &maker.raw;
    for (uint32_t i = 0; i < 8; i++) {
        const struct raw_edge *from = &raw->edges[roll(raw->edges_n)], *to = &raw->edges[roll(raw->edges_n)];
        for (uint32_t k = 0; k < raw->edges_n; k++) { /* one that meets it, if there is one */
            const struct raw_edge *other = &raw->edges[roll(raw->edges_n)];
            if (other->junction[0] == from->junction[1] || other->junction[1] == from->junction[1]) {
                to = other;
                break;
            }
        }
        const struct raw_edge *beyond = &raw->edges[roll(raw->edges_n)];
        if (roll(3) == 0) {
            maker_turn(&maker, roll(4) == 0, from->way, beyond->way, 0, (const int64_t[]){to->way}, 1);
        } else {
            maker_turn(&maker, roll(3) == 0, from->way, to->way, from->junction[1], NULL, 0);
        }
    }
    maker.raw.names = mem_alloc(1);
    maker.raw.names_bytes = 1;
    return maker.raw;
}

struct parts_by_definition {
    enum raw_part junctions[12], edges[120];
};

/* From how many main roads (or to how many) there is a way to the edge, and how many there are. */
static uint32_t ways(const struct raw_oracle *oracle, const struct made_net *net, const uint32_t *of_raw, uint32_t edge,
                     bool to_it, uint32_t *of)
{
    uint32_t found = 0;
    *of = 0;
    for (uint32_t other = 0; other < net->raw.edges_n; other++) {
        bool main = of_raw[other] != ROADS_NO_WAY && !(net->roads.edges[of_raw[other]].flags & ROADS_FRINGE);
        *of += main;
        found += main && raw_oracle_cost(oracle, to_it ? other : edge, to_it ? edge : other) < ROADS_NONE;
    }
    return found;
}

/* Where the network differs from PARTS, restrictions have cut off a road; PARTS is made to match. Returns how many. */
static uint32_t cut_off(const struct made_net *net, const uint32_t *of_raw, struct parts_by_definition *parts)
{
    struct raw_oracle *oracle = raw_oracle_new(&net->raw, parts->junctions, parts->edges);
    struct parts_by_definition rest = {0};
    uint32_t lowered = 0, first = 0;
    for (uint32_t e = 0; e < net->raw.edges_n; e++) {
        bool kept = of_raw[e] != ROADS_NO_WAY;
        bool fringe = kept && (net->roads.edges[of_raw[e]].flags & ROADS_FRINGE);
        rest.edges[e] = !kept ? RAW_LEFT_OUT : fringe ? RAW_FRINGE : RAW_MAIN;
        for (int end = 0; end < 2 && kept; end++) {
            enum raw_part *junction = &rest.junctions[net->raw.edges[e].junction[end]];
            *junction = *junction == RAW_MAIN ? RAW_MAIN : rest.edges[e];
        }
        if (rest.edges[e] != parts->edges[e]) {
            uint32_t of, to = ways(oracle, net, of_raw, e, true, &of), from = ways(oracle, net, of_raw, e, false, &of);
            assert_true(parts->edges[e] == RAW_MAIN || !kept);
            lowered++;
            first += to < of || from < of;
        }
    }
    assert_true(lowered == 0 || first > 0); /* others were cut off with them */
    raw_oracle_free(oracle);
    *parts = rest;
    return lowered;
}

/* All nodes of a junction are of one kind, and of one area. */
static void assert_one_area(const struct roads *roads, uint32_t node, uint32_t plain)
{
    assert_int_equal(node < roads->main_n, plain < roads->main_n);
    if (node >= roads->main_n) {
        assert_int_equal(roads->fringe_area[node - roads->main_n], roads->fringe_area[plain - roads->main_n]);
    }
}

static void assert_areas(const struct roads *roads)
{
    for (uint32_t i = 0; i < roads->arrivals_n; i++) {
        uint32_t arc = roads->arrivals[i].arc;
        assert_one_area(roads, roads->arrivals[i].node, roads->edges[arc / 2].node[~arc & 1]);
    }
    for (uint32_t i = 0; i < roads->extra_n; i++) {
        const struct roads_extra_arc *extra = &roads->extra_arcs[i];
        assert_one_area(roads, extra->tail, roads->edges[extra->plain / 2].node[extra->plain & 1]);
        assert_one_area(roads, extra->head, roads->edges[extra->plain / 2].node[~extra->plain & 1]);
    }
}

static uint32_t compare(struct made_net *net, struct parts_by_definition *parts)
{
    const uint32_t *of_raw = made_edges_of_raw(net);
    assert_areas(&net->roads);
    uint32_t lowered = cut_off(net, of_raw, parts);
    struct raw_oracle *oracle = raw_oracle_new(&net->raw, parts->junctions, parts->edges);
    for (int i = 0; i < 4; i++) {
        uint32_t from = roll(net->raw.edges_n), to = roll(net->raw.edges_n);
        if (of_raw[from] == ROADS_NO_WAY || of_raw[to] == ROADS_NO_WAY) {
            continue;
        }
        assert_int_equal((net->roads.edges[of_raw[from]].flags & ROADS_FRINGE) != 0, parts->edges[from] == RAW_FRINGE);
        struct road_oracle_place start = road_oracle_middle(&net->roads, of_raw[from]);
        struct road_oracle_place finish = road_oracle_middle(&net->roads, of_raw[to]);
        road_oracle_run(net->oracle, &start);
        assert_int_equal(road_oracle_cost(net->oracle, &finish), raw_oracle_cost(oracle, from, to));
        uint32_t of;
        assert_true(i > 0 || ways(oracle, net, of_raw, from, true, &of) > 0);
        assert_true(i > 0 || ways(oracle, net, of_raw, to, false, &of) > 0);
    }
    raw_oracle_free(oracle);
    return lowered;
}

static void turns__random_networks_agree_with_the_definition(void **state)
{
    (void)state;
    uint32_t used = 0, lowered = 0;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        dice = seed * UINT64_C(0x9E3779B97F4A7C15);
        struct raw_roads raw = random_net();
        struct parts_by_definition parts;
        raw_parts(&raw, parts.junctions, parts.edges);
        bool has_main = false;
        for (uint32_t e = 0; e < raw.edges_n; e++) {
            has_main |= parts.edges[e] == RAW_MAIN;
        }
        if (!has_main) {
            roads_raw_free(&raw);
            continue;
        }
        struct made_net *net = made_net_of(raw);
        used += net->report.turns_used;
        lowered += compare(net, &parts);
        made_net_free(net);
    }
    assert_true(used > 700 && lowered > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(turns__a_forbidden_turn_is_not_driven),
        cmocka_unit_test(turns__only_one_turn_is_driven),
        cmocka_unit_test(turns__several_only_allow_each_what_they_name),
        cmocka_unit_test(turns__turning_round_is_forbidden_with_no_u_turn),
        cmocka_unit_test(turns__no_u_turn_between_two_carriageways),
        cmocka_unit_test(turns__a_restriction_via_a_way),
        cmocka_unit_test(turns__only_via_a_way_binds_after_the_way),
        cmocka_unit_test(turns__overlapping_ones_hold_together),
        cmocka_unit_test(turns__a_short_one_holds_inside_a_long_one),
        cmocka_unit_test(turns__a_street_that_is_cut_off_is_no_main_road),
        cmocka_unit_test(turns__round_on_the_next_road_is_no_way_round_it),
        cmocka_unit_test(turns__one_way_decides_what_a_way_through_means),
        cmocka_unit_test(turns__restrictions_on_private_roads_hold_too),
        cmocka_unit_test(turns__a_fringe_junction_is_split_as_well),
        cmocka_unit_test(turns__what_is_not_there_is_counted_and_ignored),
        cmocka_unit_test(turns__a_loop_may_be_restricted),
        cmocka_unit_test(turns__of_two_parallel_roads_one_is_restricted),
        cmocka_unit_test(turns__thousands_at_one_junction_end_within_bounds),
        cmocka_unit_test(turns__a_knot_of_via_ways_ends_within_bounds),
        cmocka_unit_test(turns__random_networks_agree_with_the_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
