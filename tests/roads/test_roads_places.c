/* Real places with a known truth: Malta's ferry, Andorra's private roads. */
#include "geo/roads/path.h"
#include "tests/roads/network.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static const struct point valletta = {35.8989, 14.5146}, gozo = {36.0444, 14.2395}, mosta = {35.88, 14.4};

static struct network *open_extract(const char *name, const char *const *changes)
{
    struct arena *arena = arena_new();
    const char *file = network_extract(arena, name);
    struct network *network = file ? network_new(file, changes) : NULL;
    arena_free(arena);
    if (!network) {
        skip();
    }
    return network;
}

static struct path way(struct network *network, struct point from, struct point to)
{
    const struct point ends[] = {from, to};
    struct query_place *places = query_places(network->query, ends, 2, 2000, network->arena);
    return path_of(network->query, &places[0], &places[1], network->arena);
}

static int ferries_on(const struct path *path)
{
    int n = 0;
    for (uint32_t i = 0; i < path->steps_n; i++) {
        n += path->steps[i].ferry;
    }
    return n;
}

static void malta__gozo_is_reached_by_ferry(void **state)
{
    (void)state;
    struct network *network = open_extract("malta-latest.osm.pbf", NULL);
    struct path there = way(network, valletta, gozo);
    struct path back = way(network, gozo, valletta);
    assert_true(there.seconds < TRAVEL_NONE && back.seconds < TRAVEL_NONE);
    assert_true(ferries_on(&there) >= 1 && ferries_on(&back) >= 1);
    /* 27 km of road and 5 km of sea. */
    assert_in_range(there.metres, 28000, 45000);
    assert_in_range(there.seconds, 45 * 60, 3 * 3600);
    network_free(network);
}

static void malta__without_ferries_gozo_is_not_reached(void **state)
{
    (void)state;
    const char *const off[] = {"general.ferries", "no", NULL};
    struct network *network = open_extract("malta-latest.osm.pbf", off);
    assert_int_equal(way(network, valletta, gozo).seconds, TRAVEL_NONE);
    assert_int_equal(way(network, gozo, valletta).seconds, TRAVEL_NONE);
    assert_true(way(network, valletta, mosta).seconds < TRAVEL_NONE);
    network_free(network);
}

/* --- Andorra ------------------------------------------------------------------------------------------------------ */

/* Is a private road driven after the drive has been on the main network, and left for it again? */
static bool passes_through_private(const struct roads *roads, const struct query_route *route)
{
    bool been_main = false;
    bool private_since = false;
    for (uint32_t i = 0; i < route->arcs_n; i++) {
        uint8_t flags = roads->edges[route->arcs[i] / 2].flags;
        if (!(flags & ROADS_FRINGE)) {
            if (private_since) {
                return true;
            }
            been_main = true;
        } else if (been_main && flags & ROADS_PRIVATE) {
            private_since = true;
        }
    }
    return false;
}

/* By the network itself, which all of the ways below are driven on. */
static void check_main_network(const struct roads *roads)
{
    size_t n = 0;
    for (uint32_t i = 0; i < roads->edges_n; i++) {
        uint8_t flags = roads->edges[i].flags;
        n += (flags & ROADS_PRIVATE) != 0;
        assert_true(!(flags & ROADS_PRIVATE) || flags & ROADS_FRINGE);
    }
    printf("Andorra has %zu private pieces of road\n", n);
    assert_true(n > 20);
}

static void andorra__private_roads_are_driven_at_the_ends_only(void **state)
{
    (void)state;
    enum { PAIRS = 1000 };
    struct network *network = open_extract("andorra-latest.osm.pbf", NULL);
    check_main_network(&network->roads);
    struct query_place *from = network_places(network, 21, PAIRS, NULL);
    struct query_place *to = network_places(network, 22, PAIRS, NULL);
    size_t with_private = 0;
    for (size_t i = 0; i < PAIRS; i++) {
        struct query_route route = query_route(network->query, &from[i], &to[i], network->arena);
        bool private_end = false;
        assert_true(route.cost < ROADS_NONE);
        assert_false(passes_through_private(&network->roads, &route));
        for (uint32_t k = 0; k < route.arcs_n; k++) {
            private_end = private_end || network->roads.edges[route.arcs[k] / 2].flags & ROADS_PRIVATE;
        }
        with_private += private_end;
    }
    printf("%d routes, %zu begin or end on private roads\n", PAIRS, with_private);
    assert_true(with_private > 0); /* else it would prove nothing */
    network_free(network);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malta__gozo_is_reached_by_ferry),
        cmocka_unit_test(malta__without_ferries_gozo_is_not_reached),
        cmocka_unit_test(andorra__private_roads_are_driven_at_the_ends_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
