#include "tests/geo/make_roads_net.h"

#include "geo/roads/contract.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

uint32_t net_dice(uint64_t *state, uint32_t n)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)((*state >> 32) * n >> 32);
}

/* --- networks --------------------------------------------------------------------------------------------------------- */

struct maker {
    const struct net_wishes *wishes;
    uint64_t dice;
    struct roads *roads;
    struct roads_edge *edges;
    struct roads_extra_arc *extra;
    struct roads_arrival *arrivals;
    int32_t (*at)[2];
    bool *fringe; /* by junction */
    uint32_t junctions, side, splits;
};

static void add_edge(struct maker *maker, uint32_t a, uint32_t b)
{
    uint32_t ms = net_dice(&maker->dice, maker->wishes->ms_max), kind = net_dice(&maker->dice, 10);
    struct roads_edge edge = {.node = {a, b}, .ms = {ms, ms}, .dm = 1 + net_dice(&maker->dice, 2000)};
    if (kind < 2) {
        edge.ms[kind] = ROADS_NO_WAY;
    } else if (kind == 2) {
        edge.ms[1] += net_dice(&maker->dice, 3);
    }
    if (maker->fringe[a] || maker->fringe[b] || net_dice(&maker->dice, 100) < maker->wishes->fringe_in_100 / 4) {
        edge.flags = ROADS_FRINGE;
    }
    maker->edges[maker->roads->edges_n++] = edge;
}

static void add_edges(struct maker *maker)
{
    uint32_t n = maker->junctions, side = maker->side;
    maker->edges = mem_alloc_array(maker->wishes->edges + 2 * (size_t)n, sizeof *maker->edges);
    for (uint32_t i = 0; maker->wishes->edges == 0 && i < n; i++) {
        if ((i + 1) % side != 0 && i + 1 < n) {
            add_edge(maker, i, i + 1);
        }
        if (i + side < n) {
            add_edge(maker, i, i + side);
        }
    }
    for (uint32_t i = 0; i < maker->wishes->edges; i++) {
        uint32_t a = net_dice(&maker->dice, n);
        add_edge(maker, a,
                 net_dice(&maker->dice, 4) ? (a + 1 + net_dice(&maker->dice, 3)) % n : net_dice(&maker->dice, n));
    }
}

static bool drivable(const struct maker *maker, uint32_t arc)
{
    return maker->edges[arc / 2].ms[arc & 1] != ROADS_NO_WAY;
}

/* Whoever drives some arcs arrives at a node of its own, from which only some of the junction's ways go on. */
static void split(struct maker *maker)
{
    struct roads *roads = maker->roads;
    uint32_t *split_of = mem_alloc_array(2 * (size_t)roads->edges_n, sizeof *split_of);
    for (uint32_t i = 0; i < maker->wishes->splits; i++) {
        uint32_t arc = net_dice(&maker->dice, 2 * roads->edges_n);
        if (drivable(maker, arc) && !(maker->edges[arc / 2].flags & ROADS_FRINGE) && split_of[arc] == 0) {
            split_of[arc] = ++maker->splits;
            maker->edges[arc / 2].flags |= arc & 1 ? ROADS_SPLIT_1 : ROADS_SPLIT_0;
        }
    }
    maker->arrivals = mem_alloc_array(maker->splits, sizeof *maker->arrivals);
    size_t extra_room = 0;
    for (uint32_t plain = 0; plain < 2 * roads->edges_n; plain++) {
        const struct roads_edge *edge = &maker->edges[plain / 2];
        if (split_of[plain] != 0) {
            maker->arrivals[roads->arrivals_n++] =
                (struct roads_arrival){plain, maker->junctions + split_of[plain] - 1};
        }
        uint32_t head = split_of[plain] != 0 ? maker->junctions + split_of[plain] - 1 : edge->node[~plain & 1];
        for (uint32_t arc = 0; drivable(maker, plain) && arc < 2 * roads->edges_n; arc++) {
            if (split_of[arc] == 0 || maker->edges[arc / 2].node[~arc & 1] != edge->node[plain & 1] ||
                net_dice(&maker->dice, 3) == 0) {
                continue;
            }
            if (roads->extra_n == extra_room) {
                extra_room = extra_room * 2 + 64;
                maker->extra = mem_grow(maker->extra, extra_room, sizeof *maker->extra);
            }
            maker->extra[roads->extra_n++] =
                (struct roads_extra_arc){maker->junctions + split_of[arc] - 1, head, plain};
        }
    }
    mem_free(split_of);
}

/* Old numbers to new ones: main junctions and split nodes first, by rank, then the fringe. */
static uint32_t *number(struct maker *maker)
{
    uint32_t n = maker->junctions + maker->splits, main_n = 0;
    uint32_t *numbers = mem_alloc_array(n, sizeof *numbers);
    for (int fringe = 0; fringe < 2; fringe++) {
        for (uint32_t i = 0; i < n; i++) {
            if ((i < maker->junctions && maker->fringe[i]) == fringe) {
                numbers[i] = maker->roads->nodes_n++;
                main_n += !fringe;
            }
        }
    }
    maker->roads->main_n = main_n;
    return numbers;
}

static void renumber(struct maker *maker, const uint32_t *numbers)
{
    for (uint32_t i = 0; i < maker->roads->edges_n; i++) {
        for (int end = 0; end < 2; end++) {
            maker->edges[i].node[end] = numbers[maker->edges[i].node[end]];
        }
    }
    for (uint32_t i = 0; i < maker->roads->extra_n; i++) {
        maker->extra[i].tail = numbers[maker->extra[i].tail];
        maker->extra[i].head = numbers[maker->extra[i].head];
    }
    for (uint32_t i = 0; i < maker->roads->arrivals_n; i++) {
        maker->arrivals[i].node = numbers[maker->arrivals[i].node];
    }
}

static void borrow(struct maker *maker)
{
    maker->roads->edges = maker->edges;
    maker->roads->extra_arcs = maker->extra;
    maker->roads->arrivals = maker->arrivals;
}

static bool arc_is_there(const struct roads *roads, uint32_t arc)
{
    uint32_t plain = roads_arc_plain(roads, arc);
    return roads->edges[plain / 2].ms[plain & 1] != ROADS_NO_WAY;
}

static uint32_t arcs_of(const struct roads *roads)
{
    return 2 * roads->edges_n + roads->extra_n;
}

static bool on_fringe(const struct roads *roads, uint32_t arc)
{
    return roads->edges[roads_arc_plain(roads, arc) / 2].flags & ROADS_FRINGE;
}

static uint32_t *put_in_order(struct maker *maker)
{
    struct roads *roads = maker->roads;
    struct contract_arc *arcs = mem_alloc_array(arcs_of(roads), sizeof *arcs);
    size_t n = 0;
    for (uint32_t arc = 0; arc < arcs_of(roads); arc++) {
        if (arc_is_there(roads, arc) && !on_fringe(roads, arc)) {
            roads_cost cost = roads_arc_cost(roads, arc);
            arcs[n++] = (struct contract_arc){roads_arc_tail(roads, arc), roads_arc_head(roads, arc),
                                              (uint32_t)(cost >> 32), (uint32_t)cost, arc};
        }
    }
    uint32_t *rank, *up_first;
    struct roads_up *ups;
    struct error err;
    enum status status = contract(roads->main_n, arcs, n, NULL, &rank, &up_first, &ups, &roads->ups_n, &err);
    assert(status == STATUS_OK);
    roads->up_first = up_first;
    roads->ups = ups;
    mem_free(arcs);
    rank = mem_grow(rank, roads->nodes_n, sizeof *rank);
    for (uint32_t i = roads->main_n; i < roads->nodes_n; i++) {
        rank[i] = i;
    }
    return rank;
}

static void fringe_arcs(struct roads *roads, bool out)
{
    uint32_t n = roads->nodes_n - roads->main_n, count = 0;
    uint32_t *first = mem_alloc_array((size_t)n + 1, sizeof *first);
    struct roads_fringe_arc *arcs = mem_alloc_array(arcs_of(roads), sizeof *arcs);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t arc = 0; arc < arcs_of(roads); arc++) {
            if (!arc_is_there(roads, arc)) {
                continue;
            }
            uint32_t here = out ? roads_arc_tail(roads, arc) : roads_arc_head(roads, arc);
            if (here == roads->main_n + i) {
                arcs[count++] =
                    (struct roads_fringe_arc){out ? roads_arc_head(roads, arc) : roads_arc_tail(roads, arc), arc};
            }
        }
        first[i + 1] = count;
    }
    *(out ? &roads->fringe_out_first : &roads->fringe_in_first) = first;
    *(out ? &roads->fringe_out : &roads->fringe_in) = arcs;
    *(out ? &roads->fringe_out_n : &roads->fringe_in_n) = count;
}

static void fringe_areas(struct roads *roads)
{
    uint32_t n = roads->nodes_n - roads->main_n;
    uint32_t *area = mem_alloc_array(n, sizeof *area);
    for (uint32_t i = 0; i < n; i++) {
        area[i] = i;
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t e = 0; e < roads->edges_n; e++) {
            uint32_t a = roads->edges[e].node[0] - roads->main_n, b = roads->edges[e].node[1] - roads->main_n;
            if (a < n && b < n && area[a] != area[b]) {
                area[a] = area[b] = area[a] < area[b] ? area[a] : area[b];
                changed = true;
            }
        }
    }
    roads->fringe_area = area;
}

struct roads *make_roads_net(const struct net_wishes *wishes)
{
    struct maker maker = {.wishes = wishes, .dice = wishes->seed, .junctions = wishes->junctions};
    maker.roads = mem_alloc(sizeof *maker.roads);
    maker.fringe = mem_alloc_array(maker.junctions, sizeof *maker.fringe);
    for (maker.side = 1; maker.side * maker.side < maker.junctions;) {
        maker.side++;
    }
    for (uint32_t i = 0; i < maker.junctions; i++) {
        maker.fringe[i] = net_dice(&maker.dice, 100) < wishes->fringe_in_100;
    }
    add_edges(&maker);
    split(&maker);
    uint32_t *numbers = number(&maker);
    renumber(&maker, numbers);
    borrow(&maker);
    uint32_t *rank = put_in_order(&maker);
    renumber(&maker, rank);
    maker.at = mem_alloc_array(maker.roads->nodes_n, sizeof *maker.at);
    for (uint32_t i = 0; i < maker.junctions; i++) {
        int32_t *at = maker.at[rank[numbers[i]]];
        at[0] = 500000000 + (int32_t)(i / maker.side) * 10000;
        at[1] = (int32_t)(i % maker.side) * 15000;
    }
    maker.roads->at = (const int32_t(*)[2])maker.at;
    fringe_arcs(maker.roads, true);
    fringe_arcs(maker.roads, false);
    fringe_areas(maker.roads);
    maker.roads->names = "";
    maker.roads->names_bytes = 1;
    mem_free(numbers);
    mem_free(rank);
    mem_free(maker.fringe);
    return maker.roads;
}

static void drop(const void *block)
{
    void *own;
    memcpy(&own, &block, sizeof own);
    mem_free(own);
}

void make_roads_net_free(struct roads *roads)
{
    drop(roads->at);
    drop(roads->edges);
    drop(roads->extra_arcs);
    drop(roads->arrivals);
    drop(roads->up_first);
    drop(roads->ups);
    drop(roads->fringe_out_first);
    drop(roads->fringe_out);
    drop(roads->fringe_in_first);
    drop(roads->fringe_in);
    drop(roads->fringe_area);
    mem_free(roads);
}

struct query_place net_place(const struct roads *roads, uint32_t edge, uint32_t along, struct arena *arena)
{
    struct query_place place = {.snap = {.edge = edge, .along = along, .at = {0, 0}, .distance_m = 0}};
    place.leaving = snap_leaving(roads, &place.snap, arena);
    place.arriving = snap_arriving(roads, &place.snap, arena);
    return place;
}

/* --- the truth -------------------------------------------------------------------------------------------------------- */

/* A state is a node and, on the fringe, whether main roads lie behind: 2 * node + that. */
struct truth {
    const struct roads *roads;
    roads_cost *costs; /* by state */
    struct {
        roads_cost cost;
        uint32_t state;
    } * heap;
    size_t heap_n, heap_room;
    uint32_t *first, *arcs; /* by tail */
};

static void push(struct truth *truth, uint32_t state, roads_cost cost)
{
    if (cost >= truth->costs[state]) {
        return;
    }
    truth->costs[state] = cost;
    if (truth->heap_n == truth->heap_room) {
        truth->heap_room = truth->heap_room * 2 + 64;
        truth->heap = mem_grow(truth->heap, truth->heap_room, sizeof *truth->heap);
    }
    size_t i = truth->heap_n++;
    for (; i > 0 && truth->heap[(i - 1) / 2].cost > cost; i = (i - 1) / 2) {
        truth->heap[i] = truth->heap[(i - 1) / 2];
    }
    truth->heap[i].cost = cost;
    truth->heap[i].state = state;
}

static uint32_t pop(struct truth *truth)
{
    uint32_t state = truth->heap[0].state;
    size_t n = --truth->heap_n, i = 0;
    for (size_t child; (child = 2 * i + 1) < n; i = child) {
        child += child + 1 < n && truth->heap[child + 1].cost < truth->heap[child].cost;
        if (truth->heap[child].cost >= truth->heap[n].cost) {
            break;
        }
        truth->heap[i] = truth->heap[child];
    }
    truth->heap[i] = truth->heap[n];
    return state;
}

static void sort_arcs(struct truth *truth)
{
    const struct roads *roads = truth->roads;
    truth->first = mem_alloc_array((size_t)roads->nodes_n + 2, sizeof *truth->first);
    truth->arcs = mem_alloc_array(arcs_of(roads), sizeof *truth->arcs);
    for (int round = 0; round < 2; round++) {
        for (uint32_t arc = 0; arc < arcs_of(roads); arc++) {
            if (!arc_is_there(roads, arc)) {
                continue;
            }
            uint32_t *at = &truth->first[roads_arc_tail(roads, arc) + (round == 0 ? 2 : 1)];
            if (round == 0) {
                ++*at;
            } else {
                truth->arcs[(*at)++] = arc;
            }
        }
        for (uint32_t i = 1; round == 0 && i <= roads->nodes_n; i++) {
            truth->first[i + 1] += truth->first[i];
        }
    }
}

static void go_on(struct truth *truth, uint32_t state)
{
    const struct roads *roads = truth->roads;
    uint32_t node = state / 2;
    bool behind = state & 1, main_here = node < roads->main_n;
    for (uint32_t i = truth->first[node]; i < truth->first[node + 1]; i++) {
        uint32_t arc = truth->arcs[i], head = roads_arc_head(roads, arc);
        bool main_there = head < roads->main_n;
        if ((main_here && main_there && on_fringe(roads, arc)) || (!main_here && main_there && behind)) {
            continue; /* not over the fringe on the way, and back from it only at the beginning */
        }
        push(truth, 2 * head + (main_here || main_there || behind), truth->costs[state] + roads_arc_cost(roads, arc));
    }
}

static roads_cost arrival_at(const struct truth *truth, uint32_t tail, roads_cost part)
{
    const roads_cost *costs = truth->costs + 2 * tail;
    return (costs[0] < costs[1] ? costs[0] : costs[1]) + part;
}

static roads_cost arrival(const struct truth *truth, const struct query_place *from, const struct query_place *to)
{
    const struct roads *roads = truth->roads;
    roads_cost least = ROADS_NONE;
    for (uint32_t dir = 0; dir < 2; dir++) {
        uint32_t arc = 2 * to->snap.edge + dir, copy;
        if (!arc_is_there(roads, arc)) {
            continue;
        }
        roads_cost part = snap_arrive(roads, &to->snap, (int)dir);
        roads_cost over = arrival_at(truth, roads_arc_tail(roads, arc), part);
        least = over < least ? over : least;
        for (uint32_t left = roads_arc_copies(roads, arc, &copy); left > 0; left--, copy++) {
            over = arrival_at(truth, roads->extra_arcs[copy].tail, part);
            least = over < least ? over : least;
        }
        bool onwards = dir ? from->snap.along >= to->snap.along : from->snap.along <= to->snap.along;
        if (from->snap.edge == to->snap.edge && onwards) {
            roads_cost along = part - snap_arrive(roads, &from->snap, (int)dir);
            least = along < least ? along : least;
        }
    }
    return least;
}

void net_truth(const struct roads *roads, const struct query_place *from, const struct query_place *const *to, size_t n,
               roads_cost *costs)
{
    struct truth truth = {.roads = roads};
    truth.costs = mem_alloc_array(2 * (size_t)roads->nodes_n, sizeof *truth.costs);
    for (uint32_t i = 0; i < 2 * roads->nodes_n; i++) {
        truth.costs[i] = ROADS_NONE;
    }
    sort_arcs(&truth);
    for (int dir = 0; dir < 2; dir++) {
        uint32_t arc = 2 * from->snap.edge + (uint32_t)dir;
        if (arc_is_there(roads, arc)) {
            uint32_t head = roads_arc_head(roads, arc);
            push(&truth, 2 * head + (head < roads->main_n), snap_leave(roads, &from->snap, dir));
        }
    }
    while (truth.heap_n > 0) {
        roads_cost cost = truth.heap[0].cost;
        uint32_t state = pop(&truth);
        if (cost == truth.costs[state]) {
            go_on(&truth, state);
        }
    }
    for (size_t i = 0; i < n; i++) {
        costs[i] = arrival(&truth, from, to[i]);
    }
    mem_free(truth.costs);
    mem_free(truth.heap);
    mem_free(truth.first);
    mem_free(truth.arcs);
}
