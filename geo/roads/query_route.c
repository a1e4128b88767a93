/* A route: two searches up the hierarchy that meet (Geisberger et al. 2008, section 4), and the shortcuts on the way
 * taken apart. */
#include "geo/roads/query.h"

#include "geo/roads/query_impl.h"

#include <string.h>

/* A drive of the hierarchy that is to be taken apart: at LOW's up arc UP. */
struct drive {
    uint32_t low, up;
    bool down; /* against it */
};

struct unpack {
    const struct roads *roads;
    uint32_t *arcs;
    size_t arcs_n, arcs_room;
    struct drive *drives; /* still to come, the next one last */
    size_t drives_n, drives_room;
    bool broken; /* the network contradicts itself */
};

static void emit(struct unpack *unpack, uint32_t arc)
{
    if (unpack->arcs_n == unpack->arcs_room) {
        unpack->arcs_room = unpack->arcs_room * 2 + 256;
        unpack->arcs = mem_grow(unpack->arcs, unpack->arcs_room, sizeof *unpack->arcs);
    }
    unpack->arcs[unpack->arcs_n++] = roads_arc_plain(unpack->roads, arc);
}

/* The drive between LOW and HIGH; the cheaper one, should there be two. */
static void plan(struct unpack *unpack, uint32_t low, uint32_t high, bool down)
{
    const struct roads *roads = unpack->roads;
    uint32_t flag = down ? ROADS_UP_BACKWARD : ROADS_UP_FORWARD, best = ROADS_NO_WAY;
    for (uint32_t u = roads->up_first[low]; u < roads->up_first[low + 1]; u++) {
        if (roads->ups[u].head == high && roads->ups[u].via & flag &&
            (best == ROADS_NO_WAY || query_up_cost(&roads->ups[u]) < query_up_cost(&roads->ups[best]))) {
            best = u;
        }
    }
    /* A way passes each node once: what is longer is no way, and what is missing cannot be driven. */
    if (best == ROADS_NO_WAY || unpack->arcs_n + unpack->drives_n > 2 * (size_t)roads->nodes_n + 4) {
        unpack->broken = true;
        return;
    }
    if (unpack->drives_n == unpack->drives_room) {
        unpack->drives_room = unpack->drives_room * 2 + 64;
        unpack->drives = mem_grow(unpack->drives, unpack->drives_room, sizeof *unpack->drives);
    }
    unpack->drives[unpack->drives_n++] = (struct drive){low, best, down};
}

/* Drive what is planned. */
static void drive(struct unpack *unpack)
{
    while (unpack->drives_n > 0 && !unpack->broken) {
        struct drive next = unpack->drives[--unpack->drives_n];
        const struct roads_up *up = &unpack->roads->ups[next.up];
        uint32_t id = up->via & ROADS_UP_ID;
        if (up->via & ROADS_UP_ARC) {
            emit(unpack, next.down && up->via & ROADS_UP_FORWARD ? id ^ 1 : id);
            continue;
        }
        plan(unpack, id, next.down ? next.low : up->head, false);
        plan(unpack, id, next.down ? up->head : next.low, true);
    }
}

static const struct snap_end *end_at(const struct snap_ends *ends, uint32_t node)
{
    const struct snap_end *end = ends->ends;
    while (end->node != node) {
        end++;
    }
    return end;
}

static void turn_about(uint32_t *arcs, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        uint32_t arc = arcs[i];
        arcs[i] = arcs[n - 1 - i];
        arcs[n - 1 - i] = arc;
    }
}

/* Between a place and NODE. */
static void emit_end(struct unpack *unpack, const struct snap_ends *ends, uint32_t node, bool leaving)
{
    size_t first = unpack->arcs_n;
    const struct snap_end *end = end_at(ends, node);
    emit(unpack, end->arc);
    while (end->parent != ROADS_NO_WAY) {
        end = &ends->ends[end->parent];
        emit(unpack, end->arc);
    }
    if (leaving) {
        turn_about(unpack->arcs + first, unpack->arcs_n - first);
    }
}

/* From where the search began to NODE, in that order. */
static uint32_t climbed(const struct query_climb *climb, uint32_t node, uint32_t **nodes, uint32_t *n)
{
    uint32_t room = 0;
    *n = 0;
    for (;; node = climb->parent[node]) {
        if (*n == room) {
            room = room * 2 + 64;
            *nodes = mem_grow(*nodes, room, sizeof **nodes);
        }
        (*nodes)[(*n)++] = node;
        if (climb->parent[node] == node) {
            return node;
        }
    }
}

static void emit_over(struct unpack *unpack, const struct query *query, const struct query_place *from,
                      const struct query_place *to, uint32_t meet)
{
    uint32_t *nodes = NULL, n;
    uint32_t begin = climbed(&query->climbs[QUERY_LEAVING], meet, &nodes, &n);
    emit_end(unpack, &from->leaving, begin, true);
    for (uint32_t i = n - 1; i > 0 && !unpack->broken; i--) {
        plan(unpack, nodes[i], nodes[i - 1], false);
        drive(unpack);
    }
    uint32_t finish = climbed(&query->climbs[QUERY_ARRIVING], meet, &nodes, &n);
    for (uint32_t i = 0; i + 1 < n && !unpack->broken; i++) {
        plan(unpack, nodes[i + 1], nodes[i], true);
        drive(unpack);
    }
    emit_end(unpack, &to->arriving, finish, false);
    mem_free(nodes);
}

static void emit_direct(struct unpack *unpack, const struct query_place *from, const struct query_place *to,
                        uint32_t meet)
{
    if (meet != ROADS_NO_WAY) {
        emit_end(unpack, &from->leaving, meet, true);
        emit_end(unpack, &to->arriving, meet, false);
        return;
    }
    uint32_t edge = from->snap.edge;
    bool back = from->snap.along > to->snap.along ||
                (from->snap.along == to->snap.along && unpack->roads->edges[edge].ms[0] == ROADS_NO_WAY);
    emit(unpack, 2 * edge + back);
}

struct query_route query_route(struct query *query, const struct query_place *from, const struct query_place *to,
                               struct arena *arena)
{
    uint32_t meet, meet_outside;
    roads_cost over = query_least(query, from, to, &meet);
    roads_cost direct = query_direct(query->roads, from, to, &meet_outside);
    struct query_route route = {.cost = direct <= over ? direct : over};
    struct unpack unpack = {.roads = query->roads};
    if (route.cost < ROADS_NONE && direct <= over) {
        emit_direct(&unpack, from, to, meet_outside);
    } else if (route.cost < ROADS_NONE) {
        emit_over(&unpack, query, from, to, meet);
    } else {
        route.cost = ROADS_NONE;
    }
    if (unpack.broken) {
        route.cost = ROADS_NONE;
        unpack.arcs_n = 0;
    }
    route.arcs = arena_array(arena, unpack.arcs_n, sizeof *route.arcs);
    route.arcs_n = (uint32_t)unpack.arcs_n;
    if (unpack.arcs_n > 0) {
        memcpy(route.arcs, unpack.arcs, unpack.arcs_n * sizeof *route.arcs);
    }
    mem_free(unpack.arcs);
    mem_free(unpack.drives);
    return route;
}
