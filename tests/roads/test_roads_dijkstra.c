/* Every kind of query against Dijkstra's algorithm over the same arcs, on real extracts: 20,000 pairs each. The mosaic, which
 * takes minutes with sanitizers, is tried when ROUNDS_LONG is set. */
#include "geo/roads/path.h"
#include "tests/geo/road_oracle.h"
#include "tests/roads/network.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { SOURCES = 40, TARGETS = 500, ROUTES_EACH = 10, SWEPT = 8 };

struct trial {
    struct network *network;
    struct query_place *from, *to;
    const struct query_place **from_refs, **to_refs;
    roads_cost *costs; /* SOURCES x TARGETS */
};

/* 20,000 pairs, to the millisecond and the decimetre. */
static size_t check_matrix(struct trial *trial)
{
    const struct roads *roads = &trial->network->roads;
    struct road_oracle *oracle = road_oracle_new(roads);
    size_t ways = 0;
    query_matrix(trial->network->query, trial->from_refs, SOURCES, trial->to_refs, TARGETS, trial->costs);
    for (size_t i = 0; i < SOURCES; i++) {
        struct road_oracle_place from = road_oracle_place(roads, &trial->from[i].snap);
        road_oracle_run(oracle, &from);
        for (size_t k = 0; k < TARGETS; k++) {
            struct road_oracle_place to = road_oracle_place(roads, &trial->to[k].snap);
            roads_cost plain = road_oracle_cost(oracle, &to);
            roads_cost ours = trial->costs[i * TARGETS + k];
            if (plain >= ROADS_NONE ? ours < ROADS_NONE : plain != ours) {
                fail_msg("from %zu to %zu: %.3f s, and by Dijkstra %.3f s", i, k, (double)(ours >> 32) / 1e3,
                         (double)(plain >> 32) / 1e3);
            }
            ways += ours < ROADS_NONE;
        }
    }
    road_oracle_free(oracle);
    return ways;
}

/* A route costs what the table says, and what its own roads add up to; each begins where the one before ends. */
static void check_route(struct trial *trial, size_t i, size_t k)
{
    const struct roads *roads = &trial->network->roads;
    const struct query_place *from = &trial->from[i];
    const struct query_place *to = &trial->to[k];
    struct arena *arena = arena_new();
    struct query_route route = query_route(trial->network->query, from, to, arena);
    roads_cost table = trial->costs[i * TARGETS + k];
    struct path path = path_of(trial->network->query, from, to, arena);
    assert_true(route.cost == table || (route.cost >= ROADS_NONE && table >= ROADS_NONE));
    assert_int_equal(path.seconds, roads_seconds(table));
    if (route.cost < ROADS_NONE) {
        int64_t seconds = 0;
        int64_t metres = 0;
        roads_cost sum = 0;
        for (uint32_t n = 0; n < route.arcs_n; n++) {
            uint32_t arc = route.arcs[n];
            const struct roads_edge *edge = &roads->edges[arc / 2];
            if (n > 0) {
                uint32_t before = route.arcs[n - 1];
                assert_int_equal(roads->edges[before / 2].ms[before & 1] == ROADS_NO_WAY, 0);
            }
            sum += n == 0                  ? snap_leave(roads, &from->snap, (int)(arc & 1))
                   : n + 1 == route.arcs_n ? snap_arrive(roads, &to->snap, (int)(arc & 1))
                                           : roads_cost_of(edge->ms[arc & 1], edge->dm);
        }
        assert_true(route.arcs_n < 2 || sum == route.cost);
        assert_int_equal(path.metres, roads_metres(table));
        for (uint32_t n = 0; n < path.steps_n; n++) {
            seconds += path.steps[n].seconds;
            metres += path.steps[n].metres;
        }
        assert_int_equal(seconds, path.seconds);
        assert_int_equal(metres, path.metres);
    }
    arena_free(arena);
}

/* The sweep, both ways. */
static void check_sweep(struct trial *trial)
{
    struct arena *arena = trial->network->arena;
    roads_cost *to = arena_array(arena, (size_t)SWEPT * TARGETS, sizeof *to);
    roads_cost *back = arena_array(arena, (size_t)SWEPT * TARGETS, sizeof *back);
    roads_cost *back_table = arena_array(arena, (size_t)SWEPT * TARGETS, sizeof *back_table);
    struct query_target *target = query_target_new(trial->network->query, trial->to_refs, TARGETS, arena);
    query_sweep(trial->network->query, target, trial->from_refs, SWEPT, to, back);
    query_matrix(trial->network->query, trial->to_refs, TARGETS, trial->from_refs, SWEPT, back_table);
    for (size_t i = 0; i < SWEPT; i++) {
        for (size_t k = 0; k < TARGETS; k++) {
            roads_cost table = trial->costs[i * TARGETS + k];
            assert_true(to[i * TARGETS + k] == table || (to[i * TARGETS + k] >= ROADS_NONE && table >= ROADS_NONE));
            table = back_table[k * SWEPT + i];
            assert_true(back[i * TARGETS + k] == table || (back[i * TARGETS + k] >= ROADS_NONE && table >= ROADS_NONE));
        }
    }
}

/* A detour is the way there and the way on, less the leg. */
static void check_detours(struct trial *trial)
{
    enum { LEGS = SWEPT - 1 };
    struct arena *arena = trial->network->arena;
    int32_t *seconds = arena_array(arena, (size_t)LEGS * TARGETS, sizeof *seconds);
    int32_t *metres = arena_array(arena, (size_t)LEGS * TARGETS, sizeof *metres);
    roads_cost *on = arena_array(arena, (size_t)SWEPT * TARGETS, sizeof *on);
    roads_cost legs[SWEPT * SWEPT];
    struct query *query = trial->network->query;
    struct query_target *target = query_target_new(query, trial->to_refs, TARGETS, arena);
    query_detours(query, target, trial->from_refs, SWEPT, seconds, metres);
    query_matrix(query, trial->to_refs, TARGETS, trial->from_refs, SWEPT, on);
    query_matrix(query, trial->from_refs, SWEPT, trial->from_refs, SWEPT, legs);
    size_t found = 0;
    for (size_t i = 0; i < LEGS; i++) {
        for (size_t k = 0; k < TARGETS; k++) {
            roads_cost there = trial->costs[i * TARGETS + k];
            roads_cost back = on[k * SWEPT + i + 1];
            roads_cost leg = legs[i * SWEPT + i + 1];
            bool none = there >= ROADS_NONE || back >= ROADS_NONE || leg >= ROADS_NONE;
            int32_t expected = none ? TRAVEL_NONE : roads_seconds(there) + roads_seconds(back) - roads_seconds(leg);
            int32_t expected_m = none ? TRAVEL_NONE : roads_metres(there) + roads_metres(back) - roads_metres(leg);
            assert_int_equal(seconds[i * TARGETS + k], expected);
            assert_int_equal(metres[i * TARGETS + k], expected_m);
            found += !none;
        }
    }
    assert_true(found > 0);
}

static void check_extract(const char *name)
{
    struct arena *arena = arena_new();
    const char *file = network_extract(arena, name);
    if (!file) {
        arena_free(arena);
        skip();
    }
    struct trial trial = {.network = network_new(file, NULL)};
    trial.from = network_places(trial.network, 11, SOURCES, NULL);
    trial.to = network_places(trial.network, 12, TARGETS, NULL);
    trial.from_refs = network_refs(trial.network, trial.from, SOURCES);
    trial.to_refs = network_refs(trial.network, trial.to, TARGETS);
    trial.costs = arena_array(arena, (size_t)SOURCES * TARGETS, sizeof *trial.costs);
    size_t ways = check_matrix(&trial);
    for (size_t i = 0; i < SOURCES; i++) {
        for (size_t k = 0; k < ROUTES_EACH; k++) {
            check_route(&trial, i, (i * 37 + k * 53) % TARGETS);
        }
    }
    check_sweep(&trial);
    check_detours(&trial);
    printf("%s: %u junctions, %d pairs, %zu with a way, all as by Dijkstra\n", name, trial.network->report.junctions,
           SOURCES * TARGETS, ways);
    assert_true(ways > (size_t)SOURCES * TARGETS / 2);
    network_free(trial.network);
    arena_free(arena);
}

static void dijkstra__agrees_on_krems(void **state)
{
    (void)state;
    check_extract("krems.osm.pbf");
}

static void dijkstra__agrees_on_whitelion(void **state)
{
    (void)state;
    check_extract("whitelion_bristol_uk.osm.pbf");
}

static void dijkstra__agrees_on_rutland(void **state)
{
    (void)state;
    check_extract("rutland-latest.osm.pbf");
}

static void dijkstra__agrees_on_heidelberg(void **state)
{
    (void)state;
    check_extract("heidelberg.test.osm.pbf");
}

static void dijkstra__agrees_on_andorra(void **state)
{
    (void)state;
    check_extract("andorra-latest.osm.pbf");
}

static void dijkstra__agrees_on_malta(void **state)
{
    (void)state;
    check_extract("malta-latest.osm.pbf");
}

static void dijkstra__agrees_on_porto(void **state)
{
    (void)state;
    check_extract("porto_portugal.osm.pbf");
}

static void dijkstra__agrees_on_the_mosaic(void **state)
{
    (void)state;
    if (!getenv("ROUNDS_LONG")) {
        skip();
    }
    check_extract("mosaic-synthetic.osm.pbf");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dijkstra__agrees_on_krems),   cmocka_unit_test(dijkstra__agrees_on_whitelion),
        cmocka_unit_test(dijkstra__agrees_on_rutland), cmocka_unit_test(dijkstra__agrees_on_heidelberg),
        cmocka_unit_test(dijkstra__agrees_on_andorra), cmocka_unit_test(dijkstra__agrees_on_malta),
        cmocka_unit_test(dijkstra__agrees_on_porto),   cmocka_unit_test(dijkstra__agrees_on_the_mosaic),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
