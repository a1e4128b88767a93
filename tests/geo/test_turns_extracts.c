/* Every restriction of three extracts, each tried: the way from the road it begins on to the road that it is about. */
#include "geo/roads/query.h"
#include "tests/base/unit.h"
#include "tests/geo/random_points.h"
#include "tests/geo/real_net.h"
#include "tests/geo/road_oracle.h"

struct asked {
    struct real_net *net;
    struct raw_oracle *rules;
    struct road_oracle *dijkstra;
    struct query *query;
};

static struct query_place middle_of(const struct roads *roads, uint32_t edge, struct arena *arena)
{
    struct query_place place = {.snap = {.edge = edge, .along = SNAP_ONE / 2}};
    place.leaving = snap_leaving(roads, &place.snap, arena);
    place.arriving = snap_arriving(roads, &place.snap, arena);
    return place;
}

/* The way between the middles of two raw edges, which holds to every restriction as it is written; COMPARE: and costs what
 * plain Dijkstra finds. False: there is none. */
static bool try_way(const struct asked *asked, uint32_t from_raw, uint32_t to_raw, bool compare)
{
    const struct real_net *net = asked->net;
    struct arena *arena = arena_new();
    struct query_place from = middle_of(&net->roads, net->of_raw[from_raw], arena);
    struct query_place to = middle_of(&net->roads, net->of_raw[to_raw], arena);
    struct query_route route = query_route(asked->query, &from, &to, arena);
    if (compare) {
        struct road_oracle_place start = road_oracle_place(&net->roads, &from.snap);
        struct road_oracle_place finish = road_oracle_place(&net->roads, &to.snap);
        road_oracle_run(asked->dijkstra, &start);
        assert_int_equal(road_oracle_cost(asked->dijkstra, &finish), route.cost);
    }
    uint32_t *drives = arena_array(arena, (size_t)route.arcs_n + 1, sizeof *drives);
    real_net_drives(net, route.arcs, route.arcs_n, drives);
    assert_true(route.cost >= ROADS_NONE || raw_oracle_route_holds(asked->rules, drives, route.arcs_n));
    arena_free(arena);
    return route.cost < ROADS_NONE;
}

static struct asked ask(struct real_net *net)
{
    return (struct asked){net, raw_oracle_new(&net->raw, net->junctions, net->edges), road_oracle_new(&net->roads),
                          query_new(&net->roads)};
}

static void end(struct asked *asked)
{
    raw_oracle_free(asked->rules);
    road_oracle_free(asked->dijkstra);
    query_free(asked->query);
    real_net_free(asked->net);
}

/* How many of the restrictions of NET would be broken on the network BARE, which knows of none. */
static uint32_t broken_without(const struct real_net *net, const struct raw_oracle *rules, const struct real_net *bare)
{
    struct query *query = query_new(&bare->roads);
    uint32_t broken = 0;
    for (uint32_t i = 0; i < raw_oracle_chains(rules); i++) {
        struct arena *arena = arena_new();
        bool only;
        uint32_t n, from = ROADS_NO_WAY, to = ROADS_NO_WAY;
        const uint32_t *chain = raw_oracle_chain(rules, i, &n, &only);
        from = bare->of_raw[chain[0] / 2];
        to = bare->of_raw[chain[n - 1] / 2];
        assert_true(from != ROADS_NO_WAY && to != ROADS_NO_WAY);
        struct query_place a = middle_of(&bare->roads, from, arena), b = middle_of(&bare->roads, to, arena);
        struct query_route route = query_route(query, &a, &b, arena);
        uint32_t *drives = arena_array(arena, (size_t)route.arcs_n + 1, sizeof *drives);
        real_net_drives(bare, route.arcs, route.arcs_n, drives);
        broken += route.arcs_n > 1 && !raw_oracle_route_holds(rules, drives, route.arcs_n);
        arena_free(arena);
    }
    query_free(query);
    assert_int_equal(net->raw.edges_n, bare->raw.edges_n);
    return broken;
}

static void try_all(const char *name, uint32_t chains_at_least, uint32_t broken_at_least)
{
    struct real_net *net = real_net(name, false);
    if (net == NULL) {
        skip();
    }
    struct asked asked = ask(net);
    uint32_t chains_n = raw_oracle_chains(asked.rules);
    assert_true(chains_n >= chains_at_least);
    for (uint32_t i = 0; i < chains_n; i++) {
        bool only;
        uint32_t n;
        const uint32_t *chain = raw_oracle_chain(asked.rules, i, &n, &only);
        assert_true(try_way(&asked, chain[0] / 2, chain[n - 1] / 2, i % 8 == 0));
    }
    struct real_net *bare = real_net(name, true);
    assert_true(broken_without(net, asked.rules, bare) >= broken_at_least);
    real_net_free(bare);
    end(&asked);
}

static void turns_extracts__krems(void **state)
{
    (void)state;
    try_all("krems.osm.pbf", 8, 1);
}

static void turns_extracts__heidelberg(void **state)
{
    (void)state;
    try_all("heidelberg.test.osm.pbf", 400, 100);
}

/* Its one restriction lies between two one-way roads that lead out of the extract: nothing of it is in the network. */
static void turns_extracts__whitelion(void **state)
{
    (void)state;
    try_all("whitelion_bristol_uk.osm.pbf", 0, 0);
}

static void turns_extracts__ways_between_any_two_places_hold(void **state)
{
    (void)state;
    struct real_net *net = real_net("heidelberg.test.osm.pbf", false);
    if (net == NULL) {
        skip();
    }
    struct asked asked = ask(net);
    struct random_points dice = {20261122};
    uint32_t found = 0;
    for (int i = 0; i < 100; i++) {
        uint32_t from = (uint32_t)(random_unit(&dice) * net->roads.edges_n);
        uint32_t to = (uint32_t)(random_unit(&dice) * net->roads.edges_n);
        found += try_way(&asked, net->raw_of[from], net->raw_of[to], i % 4 == 0);
    }
    assert_int_equal(found, 100); /* what restrictions cut off is not in the network */
    end(&asked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(turns_extracts__krems),
        cmocka_unit_test(turns_extracts__heidelberg),
        cmocka_unit_test(turns_extracts__whitelion),
        cmocka_unit_test(turns_extracts__ways_between_any_two_places_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
