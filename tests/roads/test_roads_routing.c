/* The network against an independent engine: SpatiaLite's VirtualRouting over the same graph, exported as a logical network
 * of one-way arcs. Nodes are those of the network; each place asked about is a node of its own, tied to the nodes that its
 * piece of road leads to.
 *
 * SpatiaLite 5.0 does not put a node forward in its queue when it finds a quicker way to it (its heap keeps the key of the
 * first), so now and then it answers with a longer way than there is. Such an answer must be longer than ours, and then its
 * own answers for the parts of our way must add up to ours. */
#include "tests/roads/network.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>
/* after sqlite3.h, which it wants */
#include <spatialite.h>

enum { PLACES = 45 }; /* 2,025 pairs */

struct arc {
    uint32_t from, to;
    double ms;
};

struct engine {
    sqlite3 *db;
    void *spatialite;
    sqlite3_stmt *insert;
    struct arc *arcs;
    size_t arcs_n, arcs_room;
};

static void execute(struct engine *engine, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(engine->db, sql, NULL, NULL, &message) != SQLITE_OK) {
        fail_msg("%s: %s", sql, message);
    }
}

static void put_arc(struct engine *engine, uint32_t from, uint32_t to, roads_cost cost)
{
    if (engine->arcs_n == engine->arcs_room) {
        engine->arcs_room = 2 * engine->arcs_room + 1024;
        engine->arcs = mem_grow(engine->arcs, engine->arcs_room, sizeof *engine->arcs);
    }
    engine->arcs[engine->arcs_n++] = (struct arc){from, to, (double)(cost >> 32)};
}

static int by_ends(const void *a, const void *b)
{
    const struct arc *x = a;
    const struct arc *y = b;
    if (x->from != y->from) {
        return x->from < y->from ? -1 : 1;
    }
    if (x->to != y->to) {
        return x->to < y->to ? -1 : 1;
    }
    return (x->ms > y->ms) - (x->ms < y->ms);
}

/* Of several roads between the same two junctions only the quickest. */
static void write_arcs(struct engine *engine)
{
    qsort(engine->arcs, engine->arcs_n, sizeof *engine->arcs, by_ends);
    for (size_t i = 0; i < engine->arcs_n; i++) {
        const struct arc *arc = &engine->arcs[i];
        if (i > 0 && arc->from == arc[-1].from && arc->to == arc[-1].to) {
            continue;
        }
        sqlite3_bind_int64(engine->insert, 1, arc->from);
        sqlite3_bind_int64(engine->insert, 2, arc->to);
        sqlite3_bind_double(engine->insert, 3, arc->ms);
        assert_int_equal(sqlite3_step(engine->insert), SQLITE_DONE);
        sqlite3_reset(engine->insert);
    }
    mem_free(engine->arcs);
}

/* The roads that a drive may lead through: those of the main network. */
static void put_roads(struct engine *engine, const struct roads *roads)
{
    uint32_t arcs = 2 * roads->edges_n + roads->extra_n;
    for (uint32_t arc = 0; arc < arcs; arc++) {
        uint32_t plain = roads_arc_plain(roads, arc);
        const struct roads_edge *edge = &roads->edges[plain / 2];
        if (edge->flags & ROADS_FRINGE || edge->ms[plain & 1] == ROADS_NO_WAY) {
            continue;
        }
        put_arc(engine, roads_arc_tail(roads, arc), roads_arc_head(roads, arc), roads_arc_cost(roads, arc));
    }
}

static uint32_t from_node(const struct roads *roads, size_t i)
{
    return roads->nodes_n + (uint32_t)i;
}

static uint32_t to_node(const struct roads *roads, size_t i)
{
    return roads->nodes_n + PLACES + (uint32_t)i;
}

/* VirtualRouting takes no arc that costs nothing, which is what a place right at a junction has: each end of a way counts one
 * millisecond more. */
enum { END_MS = 1 };

static roads_cost end_cost(roads_cost cost)
{
    return cost + roads_cost_of(END_MS, 0);
}

static void put_places(struct engine *engine, const struct roads *roads, const struct query_place *from,
                       const struct query_place *to)
{
    for (size_t i = 0; i < PLACES; i++) {
        for (uint32_t k = 0; k < from[i].leaving.main_n; k++) {
            put_arc(engine, from_node(roads, i), from[i].leaving.ends[k].node, end_cost(from[i].leaving.ends[k].cost));
        }
        for (uint32_t k = 0; k < to[i].arriving.main_n; k++) {
            put_arc(engine, to[i].arriving.ends[k].node, to_node(roads, i), end_cost(to[i].arriving.ends[k].cost));
        }
    }
}

static void engine_open(struct engine *engine, struct network *network, const struct query_place *from,
                        const struct query_place *to)
{
    assert_int_equal(sqlite3_open(":memory:", &engine->db), SQLITE_OK);
    engine->spatialite = spatialite_alloc_connection();
    spatialite_init_ex(engine->db, engine->spatialite, 0);
    execute(engine, "BEGIN");
    execute(engine, "CREATE TABLE arcs(id INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL, cost DOUBLE NOT "
                    "NULL)");
    assert_int_equal(
        sqlite3_prepare_v2(engine->db, "INSERT INTO arcs(a, b, cost) VALUES (?, ?, ?)", -1, &engine->insert, NULL),
        SQLITE_OK);
    put_roads(engine, &network->roads);
    put_places(engine, &network->roads, from, to);
    write_arcs(engine);
    sqlite3_finalize(engine->insert);
    execute(engine, "COMMIT");
    execute(engine, "SELECT CreateRouting('net_data', 'net', 'arcs', 'a', 'b', NULL, 'cost', NULL, 0, 0)");
}

static void engine_close(struct engine *engine)
{
    sqlite3_close(engine->db);
    spatialite_cleanup_ex(engine->spatialite);
}

/* Milliseconds from place I to all of TO; -1 where there is no way. */
static void engine_ask(struct engine *engine, struct network *network, size_t i, double *ms)
{
    sqlite3_stmt *ask;
    const char *targets = "";
    for (size_t k = 0; k < PLACES; k++) {
        targets = arena_printf(network->arena, "%s%s%u", targets, k > 0 ? "," : "", to_node(&network->roads, k));
        ms[k] = -1;
    }
    assert_int_equal(sqlite3_prepare_v2(engine->db,
                                        "SELECT NodeTo, Cost, Role FROM net WHERE NodeFrom = ? AND NodeTo = ?", -1,
                                        &ask, NULL),
                     SQLITE_OK);
    sqlite3_bind_int64(ask, 1, from_node(&network->roads, i));
    sqlite3_bind_text(ask, 2, targets, -1, SQLITE_STATIC);
    while (sqlite3_step(ask) == SQLITE_ROW) {
        int64_t node = sqlite3_column_int64(ask, 0);
        if (strcmp((const char *)sqlite3_column_text(ask, 2), "Route") != 0) {
            continue; /* the way's arcs, or "Unreachable NodeTo" */
        }
        ms[node - to_node(&network->roads, 0)] = sqlite3_column_double(ask, 1) - 2 * END_MS;
    }
    assert_int_equal(sqlite3_finalize(ask), SQLITE_OK);
}

/* Milliseconds from node to node; -1 where there is no way. */
static double engine_one(struct engine *engine, uint32_t from, uint32_t to)
{
    sqlite3_stmt *ask;
    double ms = -1;
    assert_int_equal(
        sqlite3_prepare_v2(engine->db, "SELECT Cost, Role FROM net WHERE NodeFrom = ? AND NodeTo = ?", -1, &ask, NULL),
        SQLITE_OK);
    sqlite3_bind_int64(ask, 1, from);
    sqlite3_bind_int64(ask, 2, to);
    if (sqlite3_step(ask) == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(ask, 1), "Route") == 0) {
        ms = sqlite3_column_double(ask, 0);
    }
    sqlite3_finalize(ask);
    return ms;
}

/* Our way as nodes of the engine's graph, with what has been driven at each. */
struct chain {
    uint32_t *nodes;
    double *at_ms;
    uint32_t n;
};

static void add(struct chain *chain, uint32_t node, double ms)
{
    chain->nodes[chain->n] = node;
    chain->at_ms[chain->n++] = ms;
}

/* The arc that is driven on the plain arc PLAIN by whoever is at NODE: itself, or the copy that begins there. */
static uint32_t arc_from(const struct roads *roads, uint32_t node, uint32_t plain)
{
    uint32_t first;
    uint32_t n = roads_arc_copies(roads, plain, &first);
    for (uint32_t i = 0; i < n; i++) {
        if (roads->extra_arcs[first + i].tail == node) {
            return 2 * roads->edges_n + first + i;
        }
    }
    return plain;
}

static struct chain chain_of(struct network *network, const struct query_place *from, const struct query_place *to,
                             uint32_t from_id, uint32_t to_id)
{
    const struct roads *roads = &network->roads;
    struct query_route route = query_route(network->query, from, to, network->arena);
    struct chain chain = {arena_array(network->arena, route.arcs_n + (size_t)2, sizeof *chain.nodes),
                          arena_array(network->arena, route.arcs_n + (size_t)2, sizeof *chain.at_ms), 0};
    double driven = (double)(snap_leave(roads, &from->snap, (int)(route.arcs[0] & 1)) >> 32);
    uint32_t node = roads_arc_head(roads, route.arcs[0]);
    add(&chain, from_id, -END_MS);
    for (uint32_t i = 1; i < route.arcs_n; i++) {
        uint32_t arc = arc_from(roads, node, route.arcs[i]);
        if (node < roads->main_n) {
            add(&chain, node, driven);
        }
        driven += (double)(roads_arc_cost(roads, arc) >> 32);
        node = roads_arc_head(roads, arc);
    }
    add(&chain, to_id, (double)(route.cost >> 32) + END_MS);
    return chain;
}

/* Does the engine take as long over the way's parts? An answer that is quicker than ours is a fault at once. */
static bool confirms(struct engine *engine, const struct chain *chain, uint32_t from, uint32_t to)
{
    double ours = chain->at_ms[to] - chain->at_ms[from];
    double theirs = engine_one(engine, chain->nodes[from], chain->nodes[to]);
    if (theirs == ours) {
        return true;
    }
    uint32_t half = from + (to - from) / 2;
    return theirs > ours && to - from > 1 && confirms(engine, chain, from, half) && confirms(engine, chain, half, to);
}

/* Along one road, or over private roads alone, a way needs no junction of the main network. */
static double directly(struct network *network, const struct query_place *from, const struct query_place *to)
{
    uint32_t meet;
    roads_cost cost = snap_direct(&network->roads, &from->snap, &from->leaving, &to->snap, &to->arriving, &meet);
    return cost >= ROADS_NONE ? -1 : (double)(cost >> 32);
}

static void compare(const char *extract)
{
    struct arena *arena = arena_new();
    const char *file = network_extract(arena, extract);
    if (!file) {
        arena_free(arena);
        skip();
    }
    struct network *network = network_new(file, NULL);
    struct query_place *from = network_places(network, 7, PLACES, NULL);
    struct query_place *to = network_places(network, 8, PLACES, NULL);
    struct engine engine = {0};
    engine_open(&engine, network, from, to);
    roads_cost *costs = arena_array(arena, (size_t)PLACES * PLACES, sizeof *costs);
    query_matrix(network->query, network_refs(network, from, PLACES), PLACES, network_refs(network, to, PLACES), PLACES,
                 costs);
    size_t ways = 0;
    size_t longer = 0;
    for (size_t i = 0; i < PLACES; i++) {
        double ms[PLACES];
        engine_ask(&engine, network, i, ms);
        for (size_t k = 0; k < PLACES; k++) {
            roads_cost ours = costs[i * PLACES + k];
            double direct = directly(network, &from[i], &to[k]);
            double theirs = direct >= 0 && (ms[k] < 0 || direct < ms[k]) ? direct : ms[k];
            if (ours < ROADS_NONE && (double)(ours >> 32) < theirs) {
                struct chain chain =
                    chain_of(network, &from[i], &to[k], from_node(&network->roads, i), to_node(&network->roads, k));
                longer++;
                assert_true(confirms(&engine, &chain, 0, chain.n - 1));
            } else if (ours >= ROADS_NONE ? theirs >= 0 : (double)(ours >> 32) != theirs) {
                fail_msg("from %zu to %zu: %.3f s here, %.3f s there", i, k, (double)(ours >> 32) / 1e3, theirs / 1e3);
            }
            ways += ours < ROADS_NONE;
        }
    }
    printf(
        "%s: %d pairs, %zu of them with a way, equal to the millisecond; %zu by the engine's answers for the parts\n",
        extract, PLACES * PLACES, ways, longer);
    assert_true(ways > (size_t)PLACES * PLACES / 2);
    engine_close(&engine);
    network_free(network);
    arena_free(arena);
}

static void routing__an_independent_engine_takes_as_long_over_krems(void **state)
{
    (void)state;
    compare("krems.osm.pbf");
}

static void routing__an_independent_engine_takes_as_long_over_porto(void **state)
{
    (void)state;
#if defined __SANITIZE_ADDRESS__
    if (!getenv("ROUNDS_LONG")) {
        skip(); /* half a minute, and the code is the same as for the others */
    }
#endif
    compare("porto_portugal.osm.pbf");
}

static void routing__an_independent_engine_takes_as_long_over_rutland(void **state)
{
    (void)state;
    compare("rutland-latest.osm.pbf");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(routing__an_independent_engine_takes_as_long_over_krems),
        cmocka_unit_test(routing__an_independent_engine_takes_as_long_over_rutland),
        cmocka_unit_test(routing__an_independent_engine_takes_as_long_over_porto),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
