/* One sweep down the hierarchy for many hubs together: PHAST (Delling, Goldberg, Nowatzyk, Werneck 2011, "PHAST:
 * Hardware-Accelerated Shortest Path Trees"), restricted to what lies above the places (Delling, Goldberg, Werneck 2011,
 * "Faster Batched Shortest Paths in Road Networks").
 *
 * What lies above the places is copied, the highest node first, so that the sweep reads its arcs one after the other; at
 * each node stand the costs from all hubs and, behind them, those to all hubs, the lanes. Most arcs can be driven both
 * ways for the same: they serve all lanes in one go. */
#include "geo/roads/query.h"

#include "geo/roads/query_impl.h"

#include <stdlib.h>

enum { LANES_MAX = 24 };

struct target_arc {
    uint32_t head; /* local number */
    uint32_t flags;
    roads_cost cost;
};

struct target_end {
    uint32_t node; /* local number */
    roads_cost cost;
};

struct query_target {
    const struct query_place **places;
    size_t n;
    uint32_t nodes_n;
    uint32_t *nodes; /* of the hierarchy, by local number: descending */
    uint32_t *arc_first;
    struct target_arc *arcs;
    struct target_end
        *ends[2]; /* of all places: QUERY_ARRIVING for drives to them, QUERY_LEAVING for drives from them */
    size_t *end_first[2];
};

static const struct snap_ends *ends_of(const struct query_place *place, int side)
{
    return side == QUERY_LEAVING ? &place->leaving : &place->arriving;
}

/* --- what lies above the places --------------------------------------------------------------------------------------- */

struct above {
    const struct roads *roads;
    uint64_t *marked; /* by node, a bit */
    uint32_t *stack;
    size_t stack_n, stack_room;
    uint32_t nodes_n;
    size_t arcs_n;
};

static void mark(struct above *above, uint32_t node)
{
    uint64_t bit = UINT64_C(1) << node % 64;
    if (above->marked[node / 64] & bit) {
        return;
    }
    above->marked[node / 64] |= bit;
    if (above->stack_n == above->stack_room) {
        above->stack_room = above->stack_room * 2 + 1024;
        above->stack = mem_grow(above->stack, above->stack_room, sizeof *above->stack);
    }
    above->stack[above->stack_n++] = node;
}

static void mark_all(struct above *above, const struct query_place *place)
{
    for (int side = 0; side < 2; side++) {
        const struct snap_ends *ends = ends_of(place, side);
        for (uint32_t i = 0; i < ends->main_n; i++) {
            mark(above, ends->ends[i].node);
        }
    }
    const struct roads *roads = above->roads;
    while (above->stack_n > 0) {
        uint32_t node = above->stack[--above->stack_n], end = roads->up_first[node + 1];
        above->nodes_n++;
        above->arcs_n += end - roads->up_first[node];
        for (uint32_t u = roads->up_first[node]; u < end; u++) {
            mark(above, roads->ups[u].head);
        }
    }
}

static void copy_node(const struct query *query, struct query_target *target, uint32_t node)
{
    const struct roads *roads = query->roads;
    uint32_t local = target->nodes_n++, arcs_n = target->arc_first[local];
    query->local[node] = local;
    target->nodes[local] = node;
    for (uint32_t u = roads->up_first[node]; u < roads->up_first[node + 1]; u++) {
        const struct roads_up *up = &roads->ups[u];
        target->arcs[arcs_n++] = (struct target_arc){
            query->local[up->head], up->via & (ROADS_UP_FORWARD | ROADS_UP_BACKWARD), query_up_cost(up)};
    }
    target->arc_first[local + 1] = arcs_n;
}

static void copy_above(const struct query *query, const struct above *above, struct query_target *target,
                       struct arena *arena)
{
    target->nodes = arena_array(arena, above->nodes_n, sizeof *target->nodes);
    target->arc_first = arena_array(arena, (size_t)above->nodes_n + 1, sizeof *target->arc_first);
    target->arcs = arena_array(arena, above->arcs_n, sizeof *target->arcs);
    for (uint32_t word = query->roads->main_n / 64 + 1; word-- > 0;) {
        for (uint64_t bits = above->marked[word]; bits != 0;) {
            uint32_t highest = 63 - (uint32_t)__builtin_clzll(bits);
            bits ^= UINT64_C(1) << highest;
            copy_node(query, target, word * 64 + highest);
        }
    }
}

static void copy_ends(const struct query *query, struct query_target *target, int side, struct arena *arena)
{
    size_t count = 0;
    for (size_t p = 0; p < target->n; p++) {
        count += ends_of(target->places[p], side)->main_n;
    }
    struct target_end *ends = arena_array(arena, count, sizeof *ends);
    size_t *first = arena_array(arena, target->n + 1, sizeof *first);
    count = 0;
    for (size_t p = 0; p < target->n; p++) {
        const struct snap_ends *of = ends_of(target->places[p], side);
        for (uint32_t i = 0; i < of->main_n; i++) {
            ends[count++] = (struct target_end){query->local[of->ends[i].node], of->ends[i].cost};
        }
        first[p + 1] = count;
    }
    target->ends[side] = ends;
    target->end_first[side] = first;
}

struct query_target *query_target_new(struct query *query, const struct query_place *const *places, size_t n,
                                      struct arena *arena)
{
    struct query_target *target = arena_alloc(arena, sizeof *target);
    target->places = arena_array(arena, n, sizeof *target->places);
    target->n = n;
    struct above above = {.roads = query->roads};
    above.marked = mem_alloc_array((size_t)query->roads->main_n / 64 + 1, sizeof *above.marked);
    for (size_t p = 0; p < n; p++) {
        target->places[p] = places[p];
        mark_all(&above, places[p]);
    }
    copy_above(query, &above, target, arena);
    copy_ends(query, target, QUERY_LEAVING, arena);
    copy_ends(query, target, QUERY_ARRIVING, arena);
    mem_free(above.marked);
    mem_free(above.stack);
    return target;
}

/* --- the sweep -------------------------------------------------------------------------------------------------------- */

/* Where a hub's search arrives. */
struct drop {
    uint32_t node, lane; /* local number */
    roads_cost cost;
};

struct sweep {
    const struct roads *roads;
    const struct query_target *target;
    const struct query_place *const *hubs;
    size_t hubs_n;
    uint32_t lanes, to_lanes; /* the first TO_LANES are for drives from the hubs, the others for drives to them */
    struct drop *drops;
    size_t drops_n, drops_room;
    roads_cost *costs; /* LANES by local number */
};

static uint32_t local_of(const struct query_target *target, uint32_t node)
{
    uint32_t low = 0, high = target->nodes_n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (target->nodes[middle] > node) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < target->nodes_n && target->nodes[low] == node ? low : ROADS_NO_WAY;
}

static void climb(struct sweep *sweep, struct query_climb *climb, const struct snap_ends *ends, uint32_t lane)
{
    struct query_item item;
    bool stalled;
    query_climb_begin(climb, ends);
    while (query_climb_step(climb, ROADS_NONE, &item, &stalled)) {
        uint32_t local = stalled ? ROADS_NO_WAY : local_of(sweep->target, item.node);
        if (local == ROADS_NO_WAY) {
            continue;
        }
        if (sweep->drops_n == sweep->drops_room) {
            sweep->drops_room = sweep->drops_room * 2 + 4096;
            sweep->drops = mem_grow(sweep->drops, sweep->drops_room, sizeof *sweep->drops);
        }
        sweep->drops[sweep->drops_n++] = (struct drop){local, lane, item.cost};
    }
}

static int by_node(const void *a, const void *b)
{
    const struct drop *x = a, *y = b;
    return (x->node > y->node) - (x->node < y->node);
}

static inline __attribute__((always_inline)) void least(roads_cost *restrict here, const roads_cost *restrict there,
                                                        roads_cost cost, uint32_t from, uint32_t to)
{
    for (uint32_t lane = from; lane < to; lane++) {
        roads_cost over = there[lane] + cost;
        here[lane] = over < here[lane] ? over : here[lane];
    }
}

/* LANES is known where this is used, so that the loops over them are laid out. */
static inline __attribute__((always_inline)) void descend(const struct sweep *sweep, uint32_t lanes)
{
    const struct query_target *target = sweep->target;
    const struct drop *drop = sweep->drops, *drops_end = drop + sweep->drops_n;
    for (uint32_t node = 0; node < target->nodes_n; node++) {
        roads_cost here[LANES_MAX];
        for (uint32_t lane = 0; lane < lanes; lane++) {
            here[lane] = ROADS_NONE;
        }
        for (; drop < drops_end && drop->node == node; drop++) {
            here[drop->lane] = drop->cost;
        }
        const struct target_arc *arc = target->arcs + target->arc_first[node];
        const struct target_arc *end = target->arcs + target->arc_first[node + 1];
        for (; arc < end; arc++) {
            const roads_cost *there = sweep->costs + (size_t)arc->head * lanes;
            if (arc->flags == (ROADS_UP_FORWARD | ROADS_UP_BACKWARD)) {
                least(here, there, arc->cost, 0, lanes);
            } else if (arc->flags == ROADS_UP_BACKWARD) {
                least(here, there, arc->cost, 0, sweep->to_lanes);
            } else {
                least(here, there, arc->cost, sweep->to_lanes, lanes);
            }
        }
        roads_cost *costs = sweep->costs + (size_t)node * lanes;
        for (uint32_t lane = 0; lane < lanes; lane++) {
            costs[lane] = here[lane];
        }
    }
}

static const uint32_t WIDTHS[] = {2, 4, 8, 16, LANES_MAX};

static void descend_by_width(const struct sweep *sweep)
{
    switch (sweep->lanes) {
    case 2:
        descend(sweep, 2);
        break;
    case 4:
        descend(sweep, 4);
        break;
    case 8:
        descend(sweep, 8);
        break;
    case 16:
        descend(sweep, 16);
        break;
    default:
        descend(sweep, LANES_MAX);
        break;
    }
}

/* What the ends of all places say of one hub, by one lane. */
static void collect(const struct sweep *sweep, int side, uint32_t lane, const struct query_place *hub, roads_cost *row)
{
    const struct query_target *target = sweep->target;
    const struct target_end *end = target->ends[side];
    const size_t *first = target->end_first[side];
    const roads_cost *costs = sweep->costs + lane;
    for (size_t p = 0; p < target->n; p++) {
        const struct query_place *place = target->places[p];
        uint32_t meet;
        roads_cost cost = side == QUERY_ARRIVING ? query_direct(sweep->roads, hub, place, &meet)
                                                 : query_direct(sweep->roads, place, hub, &meet);
        for (const struct target_end *last = target->ends[side] + first[p + 1]; end < last; end++) {
            roads_cost over = costs[(size_t)end->node * sweep->lanes] + end->cost;
            cost = over < cost ? over : cost;
        }
        row[p] = cost;
    }
}

/* As many hubs as the lanes hold. */
static void sweep_some(struct query *query, struct sweep *sweep, roads_cost *to, roads_cost *back)
{
    sweep->drops_n = 0;
    for (uint32_t h = 0; h < sweep->hubs_n; h++) {
        if (to != NULL) {
            climb(sweep, &query->climbs[QUERY_LEAVING], &sweep->hubs[h]->leaving, h);
        }
        if (back != NULL) {
            climb(sweep, &query->climbs[QUERY_ARRIVING], &sweep->hubs[h]->arriving, sweep->to_lanes + h);
        }
    }
    if (sweep->drops_n > 0) {
        qsort(sweep->drops, sweep->drops_n, sizeof *sweep->drops, by_node);
    }
    descend_by_width(sweep);
    for (uint32_t h = 0; h < sweep->hubs_n; h++) {
        if (to != NULL) {
            collect(sweep, QUERY_ARRIVING, h, sweep->hubs[h], to + h * sweep->target->n);
        }
        if (back != NULL) {
            collect(sweep, QUERY_LEAVING, sweep->to_lanes + h, sweep->hubs[h], back + h * sweep->target->n);
        }
    }
}

void query_sweep(struct query *query, const struct query_target *target, const struct query_place *const *hubs,
                 size_t hubs_n, roads_cost *to, roads_cost *back)
{
    uint32_t ways = (to != NULL ? 1U : 0U) + (back != NULL ? 1U : 0U);
    if (ways == 0) {
        return;
    }
    struct sweep sweep = {.roads = query->roads, .target = target};
    for (size_t done = 0; done < hubs_n; done += sweep.hubs_n) {
        size_t left = hubs_n - done, most = LANES_MAX / ways;
        sweep.hubs = hubs + done;
        sweep.hubs_n = left < most ? left : most;
        size_t width = 0;
        while (WIDTHS[width] < sweep.hubs_n * ways) {
            width++;
        }
        sweep.lanes = WIDTHS[width];
        sweep.to_lanes = to == NULL ? 0 : sweep.lanes / ways;
        size_t room = (size_t)target->nodes_n * sweep.lanes;
        if (room > query->lanes_room) {
            mem_free(query->lanes);
            query->lanes = mem_grow(NULL, room, sizeof *query->lanes);
            query->lanes_room = room;
        }
        sweep.costs = query->lanes;
        sweep_some(query, &sweep, to != NULL ? to + done * target->n : NULL,
                   back != NULL ? back + done * target->n : NULL);
    }
    mem_free(sweep.drops);
}

/* --- detours ---------------------------------------------------------------------------------------------------------- */

/* Legs from STOPS[0] on, LEGS of them. */
static void detours_some(struct query *query, const struct query_target *target, const struct query_place *const *stops,
                         size_t legs, roads_cost *to, roads_cost *back, int32_t *seconds, int32_t *metres)
{
    size_t n = target->n;
    query_sweep(query, target, stops, legs + 1, to, back);
    for (size_t leg = 0; leg < legs; leg++) {
        roads_cost straight;
        query_matrix(query, &stops[leg], 1, &stops[leg + 1], 1, &straight);
        int32_t straight_s = roads_seconds(straight), straight_m = roads_metres(straight);
        for (size_t p = 0; p < n; p++) {
            roads_cost there = to[leg * n + p], on = back[(leg + 1) * n + p];
            bool none = there >= ROADS_NONE || on >= ROADS_NONE || straight >= ROADS_NONE;
            seconds[leg * n + p] = none ? TRAVEL_NONE : roads_seconds(there) + roads_seconds(on) - straight_s;
            metres[leg * n + p] = none ? TRAVEL_NONE : roads_metres(there) + roads_metres(on) - straight_m;
        }
    }
}

void query_detours(struct query *query, const struct query_target *target, const struct query_place *const *stops,
                   size_t stops_n, int32_t *seconds, int32_t *metres)
{
    enum { STOPS_AT_ONCE = LANES_MAX / 2 };
    size_t hubs = stops_n < STOPS_AT_ONCE ? stops_n : STOPS_AT_ONCE, n = target->n;
    roads_cost *to = mem_grow(NULL, hubs * n, sizeof *to), *back = mem_grow(NULL, hubs * n, sizeof *back);
    for (size_t done = 0; done + 1 < stops_n;) {
        size_t legs = stops_n - 1 - done < STOPS_AT_ONCE - 1 ? stops_n - 1 - done : STOPS_AT_ONCE - 1;
        detours_some(query, target, stops + done, legs, to, back, seconds + done * n, metres + done * n);
        done += legs;
    }
    mem_free(to);
    mem_free(back);
}
