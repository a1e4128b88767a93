#include "tests/geo/road_oracle.h"

#include <assert.h>
#include <string.h>

struct out {
    uint32_t head, arc;
    roads_cost cost;
    bool fringe;
};

struct entry {
    roads_cost cost;
    uint32_t slot;
};

/* A main node has one slot; a fringe node one for the beginning of a way and one for its end, nodes_n - main_n later. */
struct road_oracle {
    const struct roads *roads;
    uint32_t *first;
    struct out *outs;
    uint32_t slots_n;
    roads_cost *cost;                  /* of slots */
    uint32_t *from_slot, *through_arc; /* of slots */
    struct entry *heap;
    size_t heap_n, heap_room;
    struct road_oracle_place start;
};

static bool drivable(const struct roads *roads, uint32_t arc)
{
    uint32_t plain = roads_arc_plain(roads, arc);
    return roads->edges[plain / 2].ms[plain & 1] != ROADS_NO_WAY;
}

struct road_oracle *road_oracle_new(const struct roads *roads)
{
    struct road_oracle *oracle = mem_alloc(sizeof *oracle);
    uint32_t arcs_n = 2 * roads->edges_n + roads->extra_n;
    oracle->roads = roads;
    oracle->first = mem_alloc_array((size_t)roads->nodes_n + 2, sizeof *oracle->first);
    oracle->outs = mem_alloc_array(arcs_n, sizeof *oracle->outs);
    for (uint32_t arc = 0; arc < arcs_n; arc++) {
        oracle->first[roads_arc_tail(roads, arc) + 2] += drivable(roads, arc);
    }
    for (uint32_t node = 0; node < roads->nodes_n; node++) {
        oracle->first[node + 2] += oracle->first[node + 1];
    }
    for (uint32_t arc = 0; arc < arcs_n; arc++) {
        if (drivable(roads, arc)) {
            const struct roads_edge *edge = &roads->edges[roads_arc_plain(roads, arc) / 2];
            oracle->outs[oracle->first[roads_arc_tail(roads, arc) + 1]++] = (struct out){
                roads_arc_head(roads, arc), arc, roads_arc_cost(roads, arc), (edge->flags & ROADS_FRINGE) != 0};
        }
    }
    oracle->slots_n = roads->nodes_n + (roads->nodes_n - roads->main_n);
    oracle->cost = mem_alloc_array(oracle->slots_n, sizeof *oracle->cost);
    oracle->from_slot = mem_alloc_array(oracle->slots_n, sizeof *oracle->from_slot);
    oracle->through_arc = mem_alloc_array(oracle->slots_n, sizeof *oracle->through_arc);
    return oracle;
}

void road_oracle_free(struct road_oracle *oracle)
{
    mem_free(oracle->first);
    mem_free(oracle->outs);
    mem_free(oracle->cost);
    mem_free(oracle->from_slot);
    mem_free(oracle->through_arc);
    mem_free(oracle->heap);
    mem_free(oracle);
}

struct road_oracle_place road_oracle_place(const struct roads *roads, const struct snap *snap)
{
    struct road_oracle_place place = {.edge = snap->edge, .along = snap->along};
    for (int dir = 0; dir < 2; dir++) {
        place.leave[dir] = snap_leave(roads, snap, dir);
        place.arrive[dir] = snap_arrive(roads, snap, dir);
    }
    return place;
}

struct road_oracle_place road_oracle_middle(const struct roads *roads, uint32_t edge)
{
    struct road_oracle_place place = {.edge = edge, .along = SNAP_ONE / 2};
    uint32_t dm = roads->edges[edge].dm;
    for (int dir = 0; dir < 2; dir++) {
        uint32_t ms = roads->edges[edge].ms[dir];
        bool open = ms != ROADS_NO_WAY;
        place.leave[dir] = open ? roads_cost_of(ms / 2, dm / 2) : ROADS_NONE;
        place.arrive[dir] = open ? roads_cost_of(ms - ms / 2, dm - dm / 2) : ROADS_NONE;
    }
    return place;
}

/* --- the search ----------------------------------------------------------------------------------------------------- */

static void push(struct road_oracle *oracle, uint32_t slot, roads_cost cost, uint32_t from_slot, uint32_t arc)
{
    if (cost >= oracle->cost[slot]) {
        return;
    }
    oracle->cost[slot] = cost;
    oracle->from_slot[slot] = from_slot;
    oracle->through_arc[slot] = arc;
    if (oracle->heap_n == oracle->heap_room) {
        oracle->heap_room = oracle->heap_room * 2 + 64;
        oracle->heap = mem_grow(oracle->heap, oracle->heap_room, sizeof *oracle->heap);
    }
    size_t at = oracle->heap_n++;
    while (at > 0 && oracle->heap[(at - 1) / 2].cost > cost) {
        oracle->heap[at] = oracle->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    oracle->heap[at] = (struct entry){cost, slot};
}

static struct entry pop(struct road_oracle *oracle)
{
    struct entry *heap = oracle->heap, top = heap[0], last = heap[--oracle->heap_n];
    size_t at = 0;
    for (size_t child; (child = 2 * at + 1) < oracle->heap_n; at = child) {
        child += child + 1 < oracle->heap_n && heap[child + 1].cost < heap[child].cost;
        if (heap[child].cost >= last.cost) {
            break;
        }
        heap[at] = heap[child];
    }
    heap[at] = last;
    return top;
}

/* The slot that a drive leads to from SLOT; ROADS_NO_WAY where the rule of the ends is against it. */
static uint32_t slot_after(const struct roads *roads, uint32_t slot, const struct out *out)
{
    bool to_main = out->head < roads->main_n;
    if (slot < roads->main_n) {
        if (out->fringe) {
            return to_main ? ROADS_NO_WAY : out->head + (roads->nodes_n - roads->main_n);
        }
        return out->head;
    }
    if (slot < roads->nodes_n) {
        return out->head;
    }
    return to_main ? ROADS_NO_WAY : out->head + (roads->nodes_n - roads->main_n);
}

static void search(struct road_oracle *oracle, bool main_only)
{
    const struct roads *roads = oracle->roads;
    while (oracle->heap_n > 0) {
        struct entry top = pop(oracle);
        if (top.cost != oracle->cost[top.slot]) {
            continue;
        }
        uint32_t node = top.slot < roads->nodes_n ? top.slot : top.slot - (roads->nodes_n - roads->main_n);
        for (uint32_t i = oracle->first[node]; i < oracle->first[node + 1]; i++) {
            const struct out *out = &oracle->outs[i];
            uint32_t slot = main_only && out->fringe ? ROADS_NO_WAY : slot_after(roads, top.slot, out);
            if (slot != ROADS_NO_WAY) {
                push(oracle, slot, top.cost + out->cost, top.slot, out->arc);
            }
        }
    }
}

static void reset(struct road_oracle *oracle)
{
    for (uint32_t slot = 0; slot < oracle->slots_n; slot++) {
        oracle->cost[slot] = ROADS_NONE;
    }
    oracle->heap_n = 0;
}

void road_oracle_run(struct road_oracle *oracle, const struct road_oracle_place *from)
{
    reset(oracle);
    oracle->start = *from;
    for (uint32_t dir = 0; dir < 2 && from->edge != ROADS_NO_WAY; dir++) {
        if (from->leave[dir] < ROADS_NONE) {
            uint32_t arc = 2 * from->edge + dir;
            push(oracle, roads_arc_head(oracle->roads, arc), from->leave[dir], ROADS_NO_WAY, arc);
        }
    }
    search(oracle, false);
}

void road_oracle_run_node(struct road_oracle *oracle, uint32_t node)
{
    reset(oracle);
    push(oracle, node, 0, ROADS_NO_WAY, ROADS_NO_WAY);
    search(oracle, true);
}

roads_cost road_oracle_node(const struct road_oracle *oracle, uint32_t node)
{
    return oracle->cost[node];
}

/* --- the answer ----------------------------------------------------------------------------------------------------- */

struct ending {
    roads_cost cost;
    uint32_t slot, arc; /* SLOT ROADS_NO_WAY: along the one edge */
};

static void consider(struct ending *best, roads_cost cost, uint32_t slot, uint32_t arc)
{
    if (cost < best->cost) {
        *best = (struct ending){cost, slot, arc};
    }
}

static struct ending ending_at(const struct road_oracle *oracle, const struct road_oracle_place *to)
{
    const struct roads *roads = oracle->roads;
    struct ending best = {ROADS_NONE, ROADS_NO_WAY, ROADS_NO_WAY};
    if (to->edge == ROADS_NO_WAY || oracle->start.edge == ROADS_NO_WAY) {
        return best;
    }
    for (uint32_t dir = 0; dir < 2; dir++) {
        if (to->arrive[dir] >= ROADS_NONE) {
            continue;
        }
        uint32_t plain = 2 * to->edge + dir, copy;
        bool ahead = dir == 0 ? oracle->start.along <= to->along : oracle->start.along >= to->along;
        if (oracle->start.edge == to->edge && ahead) {
            consider(&best, oracle->start.leave[dir] + to->arrive[dir] - roads_arc_cost(roads, plain), ROADS_NO_WAY,
                     plain);
        }
        uint32_t copies_n = roads_arc_copies(roads, plain, &copy);
        for (uint32_t i = 0; i <= copies_n; i++) {
            uint32_t arc = i == 0 ? plain : 2 * roads->edges_n + copy + i - 1, tail = roads_arc_tail(roads, arc);
            consider(&best, oracle->cost[tail] + to->arrive[dir], tail, arc);
            if (tail >= roads->main_n) {
                uint32_t late = tail + (roads->nodes_n - roads->main_n);
                consider(&best, oracle->cost[late] + to->arrive[dir], late, arc);
            }
        }
    }
    return best;
}

roads_cost road_oracle_cost(const struct road_oracle *oracle, const struct road_oracle_place *to)
{
    return ending_at(oracle, to).cost;
}

uint32_t *road_oracle_route(const struct road_oracle *oracle, const struct road_oracle_place *to, struct arena *arena,
                            uint32_t *n)
{
    struct ending end = ending_at(oracle, to);
    *n = 0;
    if (end.cost >= ROADS_NONE) {
        return NULL;
    }
    uint32_t count = 1;
    for (uint32_t slot = end.slot; slot != ROADS_NO_WAY; slot = oracle->from_slot[slot]) {
        count++;
    }
    uint32_t *arcs = arena_array(arena, count, sizeof *arcs), at = count;
    arcs[--at] = roads_arc_plain(oracle->roads, end.arc);
    for (uint32_t slot = end.slot; slot != ROADS_NO_WAY; slot = oracle->from_slot[slot]) {
        arcs[--at] = roads_arc_plain(oracle->roads, oracle->through_arc[slot]);
    }
    assert(at == 0);
    *n = count;
    return arcs;
}
