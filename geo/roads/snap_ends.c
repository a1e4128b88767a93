/* How a place reaches the main network and is reached from it: Dijkstra (1959) over the fringe, from the place's own edge
 * outwards. Main nodes are where it ends: what lies behind them is the hierarchy's. */
#include "geo/roads/snap.h"

#include <assert.h>
#include <stdlib.h>

enum { TABLE_AT_FIRST = 16 };

struct heap_entry {
    roads_cost cost;
    uint32_t end;
};

struct walk {
    const struct roads *roads;
    struct arena *arena;
    bool leaving;
    struct snap_end *ends;
    size_t ends_n, ends_room;
    struct heap_entry *heap;
    size_t heap_n, heap_room;
    uint32_t *table, table_size; /* node -> its end + 1; open addressing */
};

static uint32_t *slot_of(const struct walk *walk, uint32_t node)
{
    uint32_t mask = walk->table_size - 1, at = (node * UINT32_C(2654435769)) & mask;
    while (walk->table[at] != 0 && walk->ends[walk->table[at] - 1].node != node) {
        at = (at + 1) & mask;
    }
    return &walk->table[at];
}

static void grow_table(struct walk *walk)
{
    walk->table_size = walk->table_size > 0 ? 2 * walk->table_size : TABLE_AT_FIRST;
    walk->table = arena_array(walk->arena, walk->table_size, sizeof *walk->table);
    for (uint32_t i = 0; i < walk->ends_n; i++) {
        *slot_of(walk, walk->ends[i].node) = i + 1;
    }
}

static void heap_push(struct walk *walk, roads_cost cost, uint32_t end)
{
    (void)arena_push(walk->arena, &walk->heap, &walk->heap_n, &walk->heap_room, sizeof *walk->heap);
    size_t at = walk->heap_n - 1;
    for (; at > 0 && walk->heap[(at - 1) / 2].cost > cost; at = (at - 1) / 2) {
        walk->heap[at] = walk->heap[(at - 1) / 2];
    }
    walk->heap[at] = (struct heap_entry){cost, end};
}

static struct heap_entry heap_pop(struct walk *walk)
{
    struct heap_entry top = walk->heap[0], last = walk->heap[--walk->heap_n];
    size_t at = 0;
    for (size_t child; (child = 2 * at + 1) < walk->heap_n; at = child) {
        if (child + 1 < walk->heap_n && walk->heap[child + 1].cost < walk->heap[child].cost) {
            child++;
        }
        if (walk->heap[child].cost >= last.cost) {
            break;
        }
        walk->heap[at] = walk->heap[child];
    }
    walk->heap[at] = last;
    return top;
}

/* NODE is COST away by ARC. */
static void reach(struct walk *walk, uint32_t node, uint32_t arc, uint32_t parent, roads_cost cost)
{
    if (cost >= ROADS_NONE) {
        return;
    }
    uint32_t *slot = slot_of(walk, node);
    uint32_t end = *slot;
    if (end == 0) {
        if (2 * (walk->ends_n + 1) > walk->table_size) {
            grow_table(walk);
            slot = slot_of(walk, node);
        }
        (void)arena_push(walk->arena, &walk->ends, &walk->ends_n, &walk->ends_room, sizeof *walk->ends);
        end = *slot = (uint32_t)walk->ends_n;
    } else if (walk->ends[end - 1].cost <= cost) {
        return;
    }
    walk->ends[end - 1] = (struct snap_end){node, arc, parent, cost};
    if (node >= walk->roads->main_n) {
        heap_push(walk, cost, end - 1);
    }
}

/* The two ends of the place's own edge, or the beginnings of all that drive it. */
static void begin(struct walk *walk, const struct snap *snap)
{
    const struct roads *roads = walk->roads;
    for (int dir = 0; dir < 2; dir++) {
        uint32_t arc = 2 * snap->edge + (uint32_t)dir, first;
        if (roads->edges[snap->edge].ms[dir] == ROADS_NO_WAY) {
            continue;
        }
        if (walk->leaving) {
            reach(walk, roads_arc_head(roads, arc), arc, ROADS_NO_WAY, snap_leave(roads, snap, dir));
            continue;
        }
        roads_cost cost = snap_arrive(roads, snap, dir);
        reach(walk, roads_arc_tail(roads, arc), arc, ROADS_NO_WAY, cost);
        uint32_t copies = roads_arc_copies(roads, arc, &first);
        for (uint32_t i = 0; i < copies; i++) {
            uint32_t copy = 2 * roads->edges_n + first + i;
            reach(walk, roads_arc_tail(roads, copy), copy, ROADS_NO_WAY, cost);
        }
    }
}

static void go_on(struct walk *walk)
{
    const struct roads *roads = walk->roads;
    const uint32_t *first = walk->leaving ? roads->fringe_out_first : roads->fringe_in_first;
    const struct roads_fringe_arc *arcs = walk->leaving ? roads->fringe_out : roads->fringe_in;
    while (walk->heap_n > 0) {
        struct heap_entry top = heap_pop(walk);
        if (top.cost > walk->ends[top.end].cost) {
            continue; /* reached for less meanwhile */
        }
        uint32_t fringe = walk->ends[top.end].node - roads->main_n;
        for (uint32_t i = first[fringe]; i < first[fringe + 1]; i++) {
            reach(walk, arcs[i].node, arcs[i].arc, top.end, top.cost + roads_arc_cost(roads, arcs[i].arc));
        }
    }
}

struct sort_key {
    uint32_t node, end;
};

static int by_node(const void *a, const void *b)
{
    const struct sort_key *x = a, *y = b;
    return (x->node > y->node) - (x->node < y->node);
}

/* By node, which brings the main ones to the front; parents follow. */
static struct snap_ends sorted(struct walk *walk)
{
    uint32_t n = (uint32_t)walk->ends_n;
    struct snap_ends out = {.ends = arena_array(walk->arena, n, sizeof *out.ends), .n = n, .area = ROADS_NO_WAY};
    struct sort_key *keys = arena_array(walk->arena, n, sizeof *keys);
    uint32_t *places = arena_array(walk->arena, n, sizeof *places);
    for (uint32_t i = 0; i < n; i++) {
        keys[i] = (struct sort_key){walk->ends[i].node, i};
    }
    qsort(keys, n, sizeof *keys, by_node);
    for (uint32_t i = 0; i < n; i++) {
        places[keys[i].end] = i;
    }
    for (uint32_t i = 0; i < n; i++) {
        struct snap_end end = walk->ends[keys[i].end];
        end.parent = end.parent == ROADS_NO_WAY ? ROADS_NO_WAY : places[end.parent];
        out.ends[i] = end;
        out.main_n += end.node < walk->roads->main_n;
    }
    if (out.main_n < n) {
        out.area = walk->roads->fringe_area[out.ends[out.main_n].node - walk->roads->main_n];
    }
    return out;
}

static struct snap_ends ends_of(const struct roads *roads, const struct snap *snap, struct arena *arena, bool leaving)
{
    if (snap->edge == ROADS_NO_WAY) {
        return (struct snap_ends){.area = ROADS_NO_WAY};
    }
    struct walk walk = {.roads = roads, .arena = arena, .leaving = leaving};
    grow_table(&walk);
    begin(&walk, snap);
    go_on(&walk);
    return sorted(&walk);
}

struct snap_ends snap_leaving(const struct roads *roads, const struct snap *snap, struct arena *arena)
{
    return ends_of(roads, snap, arena, true);
}

struct snap_ends snap_arriving(const struct roads *roads, const struct snap *snap, struct arena *arena)
{
    return ends_of(roads, snap, arena, false);
}

/* Both on one edge, which may be driven from the one to the other. */
static roads_cost along_one_edge(const struct roads *roads, const struct snap *from, const struct snap *to)
{
    roads_cost least = ROADS_NONE;
    for (int dir = 0; dir < 2; dir++) {
        bool onwards = dir == 0 ? from->along <= to->along : from->along >= to->along;
        if (roads->edges[from->edge].ms[dir] != ROADS_NO_WAY && onwards) {
            roads_cost cost = snap_leave(roads, from, dir) - snap_leave(roads, to, dir);
            least = cost < least ? cost : least;
        }
    }
    return least;
}

roads_cost snap_direct(const struct roads *roads, const struct snap *from, const struct snap_ends *leaving,
                       const struct snap *to, const struct snap_ends *arriving, uint32_t *meet)
{
    *meet = ROADS_NO_WAY;
    roads_cost least =
        from->edge == to->edge && from->edge != ROADS_NO_WAY ? along_one_edge(roads, from, to) : ROADS_NONE;
    if (leaving->area == ROADS_NO_WAY || leaving->area != arriving->area) {
        return least;
    }
    uint32_t a = leaving->main_n, b = arriving->main_n;
    while (a < leaving->n && b < arriving->n) {
        const struct snap_end *out = &leaving->ends[a], *in = &arriving->ends[b];
        a += out->node <= in->node;
        b += in->node <= out->node;
        if (out->node == in->node && out->cost + in->cost < least) {
            least = out->cost + in->cost;
            *meet = out->node;
        }
    }
    return least;
}
