#include "geo/roads/query.h"

#include "geo/roads/query_impl.h"

struct query *query_new(const struct roads *roads)
{
    struct query *query = mem_alloc(sizeof *query);
    query->roads = roads;
    for (int side = 0; side < 2; side++) {
        struct query_climb *climb = &query->climbs[side];
        climb->roads = roads;
        climb->along = side == QUERY_LEAVING ? ROADS_UP_FORWARD : ROADS_UP_BACKWARD;
        climb->against = side == QUERY_LEAVING ? ROADS_UP_BACKWARD : ROADS_UP_FORWARD;
        climb->below = mem_alloc_array(roads->main_n, sizeof *climb->below);
        climb->parent = mem_alloc_array(roads->main_n, sizeof *climb->parent);
    }
    query->bucket = mem_alloc_array(roads->main_n, sizeof *query->bucket);
    query->local = mem_alloc_array(roads->main_n, sizeof *query->local);
    return query;
}

void query_free(struct query *query)
{
    if (query == NULL) {
        return;
    }
    for (int side = 0; side < 2; side++) {
        mem_free(query->climbs[side].below);
        mem_free(query->climbs[side].parent);
        mem_free(query->climbs[side].reached);
        mem_free(query->climbs[side].heap);
    }
    mem_free(query->bucket);
    mem_free(query->local);
    mem_free(query->lanes);
    mem_free(query);
}

struct query_place *query_places(struct query *query, const struct point *points, size_t n, double limit_m,
                                 struct arena *arena)
{
    struct query_place *places = arena_array(arena, n, sizeof *places);
    for (size_t i = 0; i < n; i++) {
        struct query_place *place = &places[i];
        place->snap = snap_nearest(query->roads, points[i], limit_m);
        if (place->snap.edge == ROADS_NO_WAY) {
            place->leaving.area = place->arriving.area = ROADS_NO_WAY;
            continue;
        }
        place->leaving = snap_leaving(query->roads, &place->snap, arena);
        place->arriving = snap_arriving(query->roads, &place->snap, arena);
    }
    return places;
}

static void heap_add(struct query_climb *climb, roads_cost cost, uint32_t node)
{
    if (climb->heap_n == climb->heap_room) {
        climb->heap_room = climb->heap_room * 2 + 256;
        climb->heap = mem_grow(climb->heap, climb->heap_room, sizeof *climb->heap);
    }
    struct query_item *heap = climb->heap;
    uint32_t i = climb->heap_n++;
    for (; i > 0 && heap[(i - 1) / 2].cost > cost; i = (i - 1) / 2) {
        heap[i] = heap[(i - 1) / 2];
    }
    heap[i] = (struct query_item){cost, node};
}

static struct query_item heap_take(struct query_climb *climb)
{
    struct query_item *heap = climb->heap, first = heap[0], last = heap[--climb->heap_n];
    uint32_t n = climb->heap_n, i = 0;
    for (uint32_t child; (child = 2 * i + 1) < n; i = child) {
        child += child + 1 < n && heap[child + 1].cost < heap[child].cost;
        if (heap[child].cost >= last.cost) {
            break;
        }
        heap[i] = heap[child];
    }
    heap[i] = last;
    return first;
}

static void remember(struct query_climb *climb, uint32_t node)
{
    if (climb->reached_n == climb->reached_room) {
        climb->reached_room = climb->reached_room * 2 + 256;
        climb->reached = mem_grow(climb->reached, climb->reached_room, sizeof *climb->reached);
    }
    climb->reached[climb->reached_n++] = node;
}

static void reach(struct query_climb *climb, uint32_t node, roads_cost cost, uint32_t parent)
{
    roads_cost known = query_climb_cost(climb, node);
    if (cost >= known) {
        return;
    }
    if (known == ROADS_NONE) {
        remember(climb, node);
    }
    climb->below[node] = ROADS_NONE - cost;
    climb->parent[node] = parent;
    heap_add(climb, cost, node);
}

void query_climb_begin(struct query_climb *climb, const struct snap_ends *ends)
{
    for (uint32_t i = 0; i < climb->reached_n; i++) {
        climb->below[climb->reached[i]] = 0;
    }
    climb->reached_n = 0;
    climb->heap_n = 0;
    for (uint32_t i = 0; i < ends->main_n; i++) {
        reach(climb, ends->ends[i].node, ends->ends[i].cost, ends->ends[i].node);
    }
}

/* One branch for each arc instead of two: nobody can guess the direction. */
static bool stalls(const struct query_climb *climb, const struct query_item *item, const struct roads_up *up,
                   const struct roads_up *end)
{
    const roads_cost *below = climb->below, cost = item->cost;
    uint32_t against = climb->against;
    for (; up < end; up++) {
        if ((ROADS_NONE - below[up->head] + query_up_cost(up) < cost) & ((up->via & against) != 0)) {
            return true;
        }
    }
    return false;
}

static void go_up(struct query_climb *climb, const struct query_item *item, const struct roads_up *up,
                  const struct roads_up *end)
{
    uint32_t along = climb->along;
    for (; up < end; up++) {
        roads_cost cost = item->cost + query_up_cost(up);
        if ((cost < query_climb_cost(climb, up->head)) & ((up->via & along) != 0)) {
            reach(climb, up->head, cost, item->node);
        }
    }
}

bool query_climb_step(struct query_climb *climb, roads_cost limit, struct query_item *settled, bool *stalled)
{
    do {
        if (climb->heap_n == 0 || climb->heap[0].cost >= limit) {
            return false;
        }
        *settled = heap_take(climb);
    } while (settled->cost > query_climb_cost(climb, settled->node));
    const struct roads *roads = climb->roads;
    const struct roads_up *up = roads->ups + roads->up_first[settled->node];
    const struct roads_up *end = roads->ups + roads->up_first[settled->node + 1];
    *stalled = stalls(climb, settled, up, end);
    if (!*stalled) {
        go_up(climb, settled, up, end);
    }
    return true;
}

roads_cost query_direct(const struct roads *roads, const struct query_place *from, const struct query_place *to,
                        uint32_t *meet)
{
    *meet = ROADS_NO_WAY;
    if (!query_are_near(from, to)) {
        return ROADS_NONE;
    }
    if (from->snap.edge == to->snap.edge && from->snap.along == to->snap.along) {
        return 0;
    }
    return snap_direct(roads, &from->snap, &from->leaving, &to->snap, &to->arriving, meet);
}

roads_cost query_least(struct query *query, const struct query_place *from, const struct query_place *to,
                       uint32_t *meet)
{
    roads_cost least = ROADS_NONE;
    *meet = ROADS_NO_WAY;
    query_climb_begin(&query->climbs[QUERY_LEAVING], &from->leaving);
    query_climb_begin(&query->climbs[QUERY_ARRIVING], &to->arriving);
    bool going[2] = {true, true};
    for (int side = 0; going[0] || going[1]; side = going[!side] ? !side : side) {
        struct query_item item;
        bool stalled;
        going[side] = query_climb_step(&query->climbs[side], least, &item, &stalled);
        if (going[side] && !stalled) {
            roads_cost whole = item.cost + query_climb_cost(&query->climbs[!side], item.node);
            if (whole < least) {
                least = whole;
                *meet = item.node;
            }
        }
    }
    return least;
}
