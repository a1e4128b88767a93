/* Which node goes next: the least important, looked at again when its turn comes and put back if it has become more
 * important than another (Geisberger et al. 2008, section 3.1: lazy updates). Ties by the node's number, so that the same
 * network gives the same hierarchy everywhere. */
#include "geo/roads/contract.h"

#include "geo/base/mem.h"
#include "geo/roads/contract_impl.h"

#include <assert.h>
#include <stdlib.h>

/* How many arcs a search may look at: while nodes are only looked at, and when one goes. */
enum { LOOK_ARCS = 400, GO_ARCS = 2000, LEVEL_WEIGHT = 100, ARCS_WEIGHT = 1000 };
enum { TELL_EVERY = 1 << 22 };

struct order {
    struct contract_graph graph;
    struct contract_witness witness;
    uint64_t *heap; /* importance, node */
    uint32_t heap_n;
    uint32_t *level; /* by node: how many steps down the hierarchy reaches below it */
    uint32_t *rank;
    uint32_t done;
    uint32_t *up_first;
    struct roads_up *ups; /* heads and middles by their old numbers, until all are known */
    size_t ups_n, ups_room;
    const struct roads_progress *progress;
    uint64_t told_at;
    bool stopped;
};

static void heap_add(struct order *order, uint64_t item)
{
    uint32_t i = order->heap_n++;
    for (; i > 0 && order->heap[(i - 1) / 2] > item; i = (i - 1) / 2) {
        order->heap[i] = order->heap[(i - 1) / 2];
    }
    order->heap[i] = item;
}

static uint64_t heap_take(struct order *order)
{
    uint64_t *heap = order->heap, first = heap[0], last = heap[--order->heap_n];
    uint32_t n = order->heap_n, i = 0;
    for (uint32_t child; (child = 2 * i + 1) < n; i = child) {
        child += child + 1 < n && heap[child + 1] < heap[child];
        if (heap[child] >= last) {
            break;
        }
        heap[i] = heap[child];
    }
    heap[i] = last;
    return first;
}

static void tell(struct order *order, uint32_t seen)
{
    uint64_t work = order->witness.work;
    if (work - order->told_at < TELL_EVERY || order->progress == NULL) {
        return;
    }
    order->told_at = work;
    size_t n = order->graph.n;
    order->stopped = !order->progress->tell(order->progress->context, "contracting", seen / 8 + order->done, n + n / 8);
}

/* The importance of the node that was just tried. */
static uint64_t importance(const struct order *order, uint32_t node)
{
    uint64_t removed = order->graph.lists[node].n + 1;
    uint64_t weight = ARCS_WEIGHT * (uint64_t)order->witness.added / removed;
    uint64_t value = weight + (uint64_t)order->level[node] * LEVEL_WEIGHT;
    return (value < UINT32_MAX ? value : UINT32_MAX) << 32 | node;
}

/* What stands at the node goes up to it for good. */
static void keep_ups(struct order *order, uint32_t node)
{
    uint32_t n = order->graph.lists[node].n;
    const struct contract_cell *cells = contract_cells(&order->graph, node);
    if (order->ups_n + n > order->ups_room) {
        order->ups_room = order->ups_room + order->ups_room / 4 + n;
        order->ups = mem_grow(order->ups, order->ups_room, sizeof *order->ups);
    }
    assert(order->ups_n + n <= UINT32_MAX);
    order->rank[node] = order->done;
    order->up_first[order->done++] = (uint32_t)order->ups_n;
    for (uint32_t i = 0; i < n; i++) {
        order->ups[order->ups_n++] = (struct roads_up){cells[i].head, cells[i].via, (uint32_t)(cells[i].cost >> 32),
                                                       (uint32_t)(cells[i].cost & UINT32_MAX)};
    }
}

/* What a shortcut between the sides A and B costs in both directions, as A sees it; ROADS_NONE where none is needed. */
static void needs(const struct contract_witness *witness, uint32_t a, uint32_t b, roads_cost *there, roads_cost *back)
{
    const struct contract_side *sides = witness->sides;
    *there = contract_needed(witness, a, b) ? sides[a].in + sides[b].out : ROADS_NONE;
    *back = contract_needed(witness, b, a) ? sides[b].in + sides[a].out : ROADS_NONE;
}

/* Arcs at the side A that cost more than a shortcut go, and shortcuts that cost no less than an arc are not needed. */
static void make_room(struct order *order, uint32_t a)
{
    struct contract_witness *witness = &order->witness;
    struct contract_list *list = &order->graph.lists[witness->sides[a].node];
    struct contract_cell *cells = order->graph.cells + list->first;
    for (uint32_t i = 0; i < list->n;) {
        uint32_t b = contract_witness_side(witness, cells[i].head);
        roads_cost there = ROADS_NONE, back = ROADS_NONE;
        if (b != UINT32_MAX) {
            needs(witness, a, b, &there, &back);
        }
        if (cells[i].via & ROADS_UP_FORWARD && there != ROADS_NONE) {
            if (there < cells[i].cost) {
                contract_cell_lose(&cells[i], ROADS_UP_FORWARD);
            } else {
                contract_forgo(witness, a, b);
            }
        }
        if (cells[i].via & ROADS_UP_BACKWARD && back != ROADS_NONE) {
            if (back < cells[i].cost) {
                contract_cell_lose(&cells[i], ROADS_UP_BACKWARD);
            } else {
                contract_forgo(witness, b, a);
            }
        }
        if (contract_cell_is_empty(&cells[i])) {
            cells[i] = cells[--list->n];
        } else {
            i++;
        }
    }
}

static void add_shortcuts(struct order *order, uint32_t a, uint32_t node)
{
    const struct contract_side *sides = order->witness.sides;
    for (uint32_t b = 0; b < order->witness.sides_n; b++) {
        roads_cost there, back;
        needs(&order->witness, a, b, &there, &back);
        if (there == back && there != ROADS_NONE) {
            contract_graph_add(
                &order->graph, sides[a].node,
                (struct contract_cell){sides[b].node, node | ROADS_UP_FORWARD | ROADS_UP_BACKWARD, there});
            continue;
        }
        if (there != ROADS_NONE) {
            contract_graph_add(&order->graph, sides[a].node,
                               (struct contract_cell){sides[b].node, node | ROADS_UP_FORWARD, there});
        }
        if (back != ROADS_NONE) {
            contract_graph_add(&order->graph, sides[a].node,
                               (struct contract_cell){sides[b].node, node | ROADS_UP_BACKWARD, back});
        }
    }
}

/* Without the node that was just tried. */
static void take_away(struct order *order, uint32_t node)
{
    keep_ups(order, node);
    uint32_t level = order->level[node] + 1;
    for (uint32_t i = 0; i < order->witness.sides_n; i++) {
        uint32_t side = order->witness.sides[i].node;
        contract_graph_part(&order->graph, side, node);
        order->level[side] = order->level[side] > level ? order->level[side] : level;
    }
    contract_graph_drop(&order->graph, node);
    contract_witness_list(&order->witness);
    for (uint32_t a = 0; a < order->witness.sides_n; a++) {
        make_room(order, a);
    }
    for (uint32_t a = 0; a < order->witness.sides_n; a++) {
        add_shortcuts(order, a, node);
    }
}

static void run(struct order *order)
{
    uint32_t n = order->graph.n;
    for (uint32_t node = 0; node < n && !order->stopped; node++) {
        (void)contract_witness_look(&order->witness, node, LOOK_ARCS);
        heap_add(order, importance(order, node));
        tell(order, node);
    }
    while (order->heap_n > 0 && !order->stopped) {
        uint32_t node = (uint32_t)(heap_take(order) & UINT32_MAX);
        bool tried = contract_witness_look(&order->witness, node, GO_ARCS);
        uint64_t item = importance(order, node);
        if (order->heap_n > 0 && item > order->heap[0]) {
            heap_add(order, item);
        } else {
            if (!tried) {
                contract_witness_try(&order->witness, node, GO_ARCS);
            }
            take_away(order, node);
        }
        tell(order, n);
    }
}

static int by_head(const void *a, const void *b)
{
    const struct roads_up *x = a, *y = b;
    if (x->head != y->head) {
        return x->head < y->head ? -1 : 1;
    }
    return x->via > y->via ? -1 : x->via < y->via; /* two of one head differ in their flags */
}

/* All by their new numbers. */
static void renumber(struct order *order)
{
    for (size_t i = 0; i < order->ups_n; i++) {
        struct roads_up *up = &order->ups[i];
        up->head = order->rank[up->head];
        if (!(up->via & ROADS_UP_ARC)) {
            up->via = (up->via & ~ROADS_UP_ID) | order->rank[up->via & ROADS_UP_ID];
        }
    }
    uint32_t n = order->graph.n;
    order->up_first[n] = (uint32_t)order->ups_n;
    for (uint32_t node = 0; node < n; node++) {
        uint32_t first = order->up_first[node], count = order->up_first[node + 1] - first;
        if (count > 1) {
            qsort(order->ups + first, count, sizeof *order->ups, by_head);
        }
    }
}

static void begin(struct order *order, uint32_t n, const struct contract_arc *arcs, size_t arcs_n)
{
    contract_graph_begin(&order->graph, n);
    for (size_t i = 0; i < arcs_n; i++) {
        const struct contract_arc *arc = &arcs[i];
        assert(arc->tail < n && arc->head < n && arc->id <= ROADS_UP_ID);
        roads_cost cost = roads_cost_of(arc->ms, arc->dm);
        if (arc->tail != arc->head && cost < ROADS_NONE) {
            contract_graph_join(&order->graph, arc->tail, arc->head, arc->id, cost);
        }
    }
    contract_witness_begin(&order->witness, &order->graph);
    order->heap = mem_alloc_array(n, sizeof *order->heap);
    order->level = mem_alloc_array(n, sizeof *order->level);
    order->rank = mem_alloc_array(n, sizeof *order->rank);
    order->up_first = mem_alloc_array((size_t)n + 1, sizeof *order->up_first);
    order->ups_room = arcs_n;
    order->ups = mem_alloc_array(order->ups_room, sizeof *order->ups);
}

enum status contract(uint32_t n, const struct contract_arc *arcs, size_t arcs_n, const struct roads_progress *progress,
                     uint32_t **rank, uint32_t **up_first, struct roads_up **ups, uint32_t *ups_n, struct error *err)
{
    if (n > ROADS_UP_ID) {
        return error_set(err, STATUS_INPUT, "more junctions than a network can number: import a smaller extract");
    }
    struct order order = {.progress = progress};
    begin(&order, n, arcs, arcs_n);
    run(&order);
    contract_witness_end(&order.witness);
    contract_graph_end(&order.graph);
    mem_free(order.heap);
    mem_free(order.level);
    if (order.stopped) {
        mem_free(order.rank);
        mem_free(order.up_first);
        mem_free(order.ups);
        return error_set(err, STATUS_INCOMPLETE, "stopped while the roads were being put in order");
    }
    renumber(&order);
    *rank = order.rank;
    *up_first = order.up_first;
    *ups = order.ups;
    *ups_n = (uint32_t)order.ups_n;
    return STATUS_OK;
}
