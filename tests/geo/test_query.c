#include "geo/base/mem.h"
#include "geo/roads/query.h"
#include "tests/base/unit.h"
#include "tests/geo/make_roads_net.h"

#include <string.h>

/* A network, places all over it, and what it truly takes between them. */
struct world {
    struct roads *roads;
    struct query *query;
    struct arena *arena;
    const struct query_place **places;
    size_t n;
    roads_cost *truth; /* n x n */
};

static struct world world_new(const struct net_wishes *wishes, size_t n)
{
    struct world world = {.roads = make_roads_net(wishes), .arena = arena_new(), .n = n};
    world.query = query_new(world.roads);
    world.places = arena_array(world.arena, n, sizeof *world.places);
    world.truth = arena_array(world.arena, n * n, sizeof *world.truth);
    uint64_t dice = wishes->seed;
    for (size_t i = 0; i < n; i++) {
        struct query_place *place = arena_alloc(world.arena, sizeof *place);
        uint32_t edge = net_dice(&dice, i % 5 ? world.roads->edges_n : 3); /* some meet on one street */
        uint32_t along = i % 7 ? net_dice(&dice, SNAP_ONE + 1) : (i % 2) * SNAP_ONE;
        *place = net_place(world.roads, edge, along, world.arena);
        world.places[i] = place;
    }
    for (size_t i = 0; i < n; i++) {
        net_truth(world.roads, world.places[i], world.places, n, world.truth + i * n);
    }
    return world;
}

static void world_free(struct world *world)
{
    query_free(world->query);
    make_roads_net_free(world->roads);
    arena_free(world->arena);
}

typedef void expectation(const struct world *world);

static void in_many_worlds(expectation *expect)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct net_wishes wishes = {.seed = seed * 7919,
                                    .junctions = 3 + (uint32_t)seed * 3,
                                    .edges = seed % 3 ? (uint32_t)seed * 6 : 0,
                                    .ms_max = seed % 4 ? 60000 : 3,
                                    .fringe_in_100 = (uint32_t)seed % 5 * 8,
                                    .splits = seed % 2 ? (uint32_t)seed / 2 : 0};
        struct world world = world_new(&wishes, 40);
        expect(&world);
        world_free(&world);
    }
}

static void expect_table(const struct world *world)
{
    size_t n = world->n;
    roads_cost *table = arena_array(world->arena, n * n, sizeof *table);
    query_matrix(world->query, world->places, n, world->places, n, table);
    for (size_t i = 0; i < n * n; i++) {
        assert_true(table[i] == world->truth[i]);
    }
    query_matrix(world->query, world->places + 3, 2, world->places, n, table);
    for (size_t i = 0; i < 2 * n; i++) {
        assert_true(table[i] == world->truth[3 * n + i]);
    }
    query_matrix(world->query, world->places, n, world->places, 0, NULL);
}

static void query_matrix__is_what_dijkstra_finds(void **state)
{
    (void)state;
    in_many_worlds(expect_table);
}

/* Whether a drive that ends with BEFORE may go on with AFTER; *NODE is where it stands. */
static bool goes_on(const struct roads *roads, uint32_t *node, uint32_t after)
{
    if (roads_arc_tail(roads, after) == *node) {
        *node = roads_arc_head(roads, after);
        return true;
    }
    uint32_t copy;
    for (uint32_t left = roads_arc_copies(roads, after, &copy); left > 0; left--, copy++) {
        if (roads->extra_arcs[copy].tail == *node) {
            *node = roads->extra_arcs[copy].head;
            return true;
        }
    }
    return false;
}

/* The arcs hang together, may be driven one after the other, and take what the route says. */
static void expect_drive(const struct roads *roads, const struct query_route *route, const struct query_place *from,
                         const struct query_place *to)
{
    uint32_t first = route->arcs[0], last = route->arcs[route->arcs_n - 1];
    assert_int_equal(first / 2, from->snap.edge);
    assert_int_equal(last / 2, to->snap.edge);
    if (route->arcs_n == 1) {
        roads_cost to_there = snap_arrive(roads, &to->snap, first & 1);
        assert_true(route->cost == to_there - snap_arrive(roads, &from->snap, first & 1));
        return;
    }
    roads_cost sum = snap_leave(roads, &from->snap, first & 1);
    uint32_t node = roads_arc_head(roads, first);
    for (uint32_t i = 1; i < route->arcs_n; i++) {
        uint32_t arc = route->arcs[i];
        assert_true(arc < 2 * roads->edges_n && roads->edges[arc / 2].ms[arc & 1] != ROADS_NO_WAY);
        assert_true(goes_on(roads, &node, arc));
        sum += i + 1 < route->arcs_n ? roads_arc_cost(roads, arc) : snap_arrive(roads, &to->snap, arc & 1);
    }
    assert_true(sum == route->cost);
}

static void expect_routes(const struct world *world)
{
    for (size_t i = 0; i < world->n; i++) {
        for (size_t j = 0; j < world->n; j++) {
            struct query_route route = query_route(world->query, world->places[i], world->places[j], world->arena);
            assert_true(route.cost == world->truth[i * world->n + j]);
            if (route.cost == ROADS_NONE) {
                assert_int_equal(route.arcs_n, 0);
            } else {
                expect_drive(world->roads, &route, world->places[i], world->places[j]);
            }
        }
    }
}

static void query_route__drives_what_dijkstra_finds(void **state)
{
    (void)state;
    in_many_worlds(expect_routes);
}

static void expect_sweep_of(const struct world *world, const struct query_target *target, size_t hubs, bool there,
                            bool back)
{
    size_t n = world->n;
    roads_cost *to = arena_array(world->arena, hubs * n, sizeof *to);
    roads_cost *from = arena_array(world->arena, hubs * n, sizeof *from);
    query_sweep(world->query, target, world->places, hubs, there ? to : NULL, back ? from : NULL);
    for (size_t h = 0; h < hubs; h++) {
        for (size_t p = 0; p < n; p++) {
            assert_true(!there || to[h * n + p] == world->truth[h * n + p]);
            assert_true(!back || from[h * n + p] == world->truth[p * n + h]);
        }
    }
}

static void expect_sweeps(const struct world *world)
{
    static const size_t hubs[] = {0, 1, 2, 3, 5, 11, 12, 13, 25, 40};
    struct query_target *target = query_target_new(world->query, world->places, world->n, world->arena);
    for (size_t i = 0; i < COUNT(hubs) && hubs[i] <= world->n; i++) {
        expect_sweep_of(world, target, hubs[i], true, true);
        expect_sweep_of(world, target, hubs[i], true, false);
        expect_sweep_of(world, target, hubs[i], false, true);
    }
}

static void query_sweep__is_what_dijkstra_finds(void **state)
{
    (void)state;
    in_many_worlds(expect_sweeps);
}

static void expect_detours(const struct world *world)
{
    static const size_t stops[] = {0, 1, 2, 11, 12, 30};
    size_t n = world->n;
    struct query_target *target = query_target_new(world->query, world->places, n, world->arena);
    int32_t *seconds = arena_array(world->arena, n * n, sizeof *seconds);
    int32_t *metres = arena_array(world->arena, n * n, sizeof *metres);
    for (size_t s = 0; s < COUNT(stops); s++) {
        query_detours(world->query, target, world->places, stops[s], seconds, metres);
        for (size_t leg = 0; leg + 1 < stops[s]; leg++) {
            roads_cost straight = world->truth[leg * n + leg + 1];
            for (size_t p = 0; p < n; p++) {
                roads_cost there = world->truth[leg * n + p], on = world->truth[p * n + leg + 1];
                if (straight == ROADS_NONE || there == ROADS_NONE || on == ROADS_NONE) {
                    assert_int_equal(seconds[leg * n + p], TRAVEL_NONE);
                    assert_int_equal(metres[leg * n + p], TRAVEL_NONE);
                    continue;
                }
                assert_int_equal(seconds[leg * n + p],
                                 roads_seconds(there) + roads_seconds(on) - roads_seconds(straight));
                assert_int_equal(metres[leg * n + p], roads_metres(there) + roads_metres(on) - roads_metres(straight));
            }
        }
    }
}

static void query_detours__are_two_entries_of_the_table_less_one(void **state)
{
    (void)state;
    in_many_worlds(expect_detours);
}

static void query__knows_no_way_from_a_place_without_a_road(void **state)
{
    (void)state;
    struct net_wishes wishes = {.seed = 5, .junctions = 9, .ms_max = 1000};
    struct world world = world_new(&wishes, 3);
    struct query_place nowhere = {
        .snap.edge = ROADS_NO_WAY, .leaving.area = ROADS_NO_WAY, .arriving.area = ROADS_NO_WAY};
    const struct query_place *places[] = {&nowhere, world.places[0], &nowhere};
    roads_cost table[9], to[3], back[3];
    query_matrix(world.query, places, 3, places, 3, table);
    query_sweep(world.query, query_target_new(world.query, places, 3, world.arena), places, 1, to, back);
    for (size_t i = 0; i < 9; i++) {
        assert_true(table[i] == (i == 4 ? 0 : ROADS_NONE));
        assert_true(i > 2 || (to[i] == ROADS_NONE && back[i] == ROADS_NONE));
        struct query_route route = query_route(world.query, places[i / 3], places[i % 3], world.arena);
        assert_true(route.cost == table[i]);
        assert_int_equal(route.arcs_n, i == 4);
    }
    world_free(&world);
}

static void query__of_a_network_that_is_all_fringe(void **state)
{
    (void)state;
    struct net_wishes wishes = {.seed = 77, .junctions = 16, .ms_max = 1000, .fringe_in_100 = 100};
    struct world world = world_new(&wishes, 12);
    assert_int_equal(world.roads->main_n, 0);
    expect_table(&world);
    expect_routes(&world);
    expect_sweeps(&world);
    world_free(&world);
}

static void query__larger_grid_is_what_dijkstra_finds(void **state)
{
    (void)state;
    struct net_wishes wishes = {.seed = 4711, .junctions = 2500, .ms_max = 9000, .fringe_in_100 = 3, .splits = 40};
    struct world world = world_new(&wishes, 60);
    expect_table(&world);
    expect_routes(&world);
    expect_sweeps(&world);
    world_free(&world);
}

/* A file that passes every check of its numbers may still hold shortcuts that lead nowhere, or without end. */
static void query_route__survives_a_hierarchy_that_contradicts_itself(void **state)
{
    (void)state;
    struct net_wishes wishes = {.seed = 31, .junctions = 400, .ms_max = 9000};
    struct world world = world_new(&wishes, 20);
    struct roads_up *ups = mem_alloc_array(world.roads->ups_n, sizeof *ups);
    const struct roads_up *sound = world.roads->ups;
    uint64_t dice = 12;
    unsigned broken = 0;
    for (unsigned round = 0; round < 50; round++) {
        memcpy(ups, sound, world.roads->ups_n * sizeof *ups);
        for (uint32_t node = 0; node < world.roads->main_n; node++) {
            for (uint32_t u = world.roads->up_first[node]; u < world.roads->up_first[node + 1]; u++) {
                if (!(ups[u].via & ROADS_UP_ARC) && net_dice(&dice, 4) == 0) {
                    ups[u].via = (ups[u].via & ~ROADS_UP_ID) | net_dice(&dice, node);
                }
            }
        }
        world.roads->ups = ups;
        for (size_t i = 0; i < world.n; i++) {
            struct query_route route =
                query_route(world.query, world.places[i], world.places[world.n - 1 - i], world.arena);
            broken += route.cost == ROADS_NONE && world.truth[i * world.n + world.n - 1 - i] != ROADS_NONE;
        }
    }
    assert_true(broken > 0);
    world.roads->ups = sound;
    mem_free(ups);
    world_free(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(query_matrix__is_what_dijkstra_finds),
        cmocka_unit_test(query_route__drives_what_dijkstra_finds),
        cmocka_unit_test(query_sweep__is_what_dijkstra_finds),
        cmocka_unit_test(query_detours__are_two_entries_of_the_table_less_one),
        cmocka_unit_test(query__knows_no_way_from_a_place_without_a_road),
        cmocka_unit_test(query__of_a_network_that_is_all_fringe),
        cmocka_unit_test(query__larger_grid_is_what_dijkstra_finds),
        cmocka_unit_test(query_route__survives_a_hierarchy_that_contradicts_itself),
    };
    return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
