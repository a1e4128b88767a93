/* Witnesses: a shortcut from one neighbour to another is needed when no other way between them costs as little. A search
 * from each neighbour by Dijkstra, that keeps what it sees in a small hash table (one search sees some hundred nodes at
 * most, and the table stays in the fastest cache), ends when every other neighbour has a witness, or what is left costs
 * too much, or it has looked at enough arcs (Geisberger et al. 2008, section 3.2: local searches). */
#include "geo/roads/contract_impl.h"

#include "geo/base/mem.h"

#include <string.h>

enum {
    SLOTS_FIRST = 1024,
    SIDES_MAX = 100 /* with more neighbours than this nobody looks for witnesses: in a core where almost all nodes are
                       neighbours there are none but the arcs between them */
};

struct contract_mark {
    uint32_t node, stamp;
    roads_cost cost;
    roads_cost enough; /* a way that costs no more is a witness; 0: not asked */
    uint32_t side;
};

struct contract_item {
    roads_cost cost;
    uint32_t slot;
};

static void table_new(struct contract_witness *witness, uint32_t slots)
{
    mem_free(witness->marks);
    witness->marks = mem_alloc_array(slots, sizeof *witness->marks);
    witness->slots = slots;
    witness->shift = 32 - (uint32_t)__builtin_ctz(slots);
    witness->stamp = 0;
}

void contract_witness_begin(struct contract_witness *witness, const struct contract_graph *graph)
{
    *witness = (struct contract_witness){.graph = graph};
    table_new(witness, SLOTS_FIRST);
}

void contract_witness_end(struct contract_witness *witness)
{
    mem_free(witness->marks);
    mem_free(witness->heap);
    mem_free(witness->sides);
    mem_free(witness->needed);
}

static void table_clear(struct contract_witness *witness)
{
    if (++witness->stamp == 0) {
        memset(witness->marks, 0, witness->slots * sizeof *witness->marks);
        witness->stamp = 1;
    }
    witness->used = 0;
}

static uint32_t first_slot(const struct contract_witness *witness, uint32_t node)
{
    return node * UINT32_C(2654435769) >> witness->shift;
}

static uint32_t slot_of(struct contract_witness *witness, uint32_t node)
{
    for (uint32_t slot = first_slot(witness, node);; slot = (slot + 1) & (witness->slots - 1)) {
        struct contract_mark *mark = &witness->marks[slot];
        if (mark->stamp != witness->stamp) {
            *mark = (struct contract_mark){node, witness->stamp, ROADS_NONE, 0, 0};
            witness->used++;
            return slot;
        }
        if (mark->node == node) {
            return slot;
        }
    }
}

static void heap_add(struct contract_witness *witness, roads_cost cost, uint32_t slot)
{
    if (witness->heap_n == witness->heap_room) {
        witness->heap_room = witness->heap_room * 2 + 64;
        witness->heap = mem_grow(witness->heap, witness->heap_room, sizeof *witness->heap);
    }
    struct contract_item *heap = witness->heap;
    uint32_t i = witness->heap_n++;
    while (i > 0 && heap[(i - 1) / 2].cost > cost) {
        heap[i] = heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    heap[i] = (struct contract_item){cost, slot};
}

static struct contract_item heap_take(struct contract_witness *witness)
{
    struct contract_item *heap = witness->heap, first = heap[0], last = heap[--witness->heap_n];
    uint32_t n = witness->heap_n, i = 0;
    for (uint32_t child; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n && heap[child + 1].cost < heap[child].cost) {
            child++;
        }
        if (heap[child].cost >= last.cost) {
            break;
        }
        heap[i] = heap[child];
    }
    heap[i] = last;
    return first;
}

/* The neighbours, each once. */
static void sides_of(struct contract_witness *witness, uint32_t node)
{
    const struct contract_graph *graph = witness->graph;
    const struct contract_cell *cells = contract_cells(graph, node);
    uint32_t n = graph->lists[node].n;
    if (n > witness->sides_room) {
        witness->sides_room = n + n / 2 + 16;
        witness->sides = mem_grow(witness->sides, witness->sides_room, sizeof *witness->sides);
    }
    if (n > witness->slots / 4) {
        table_new(witness, UINT32_C(4) << (32 - __builtin_clz(n)));
    }
    table_clear(witness);
    witness->sides_n = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct contract_mark *mark = &witness->marks[slot_of(witness, cells[i].head)];
        if (mark->cost == ROADS_NONE) {
            mark->cost = 0;
            mark->side = witness->sides_n;
            witness->sides[witness->sides_n++] = (struct contract_side){cells[i].head, ROADS_NONE, ROADS_NONE};
        }
        struct contract_side *side = &witness->sides[mark->side];
        side->out = cells[i].via & ROADS_UP_FORWARD ? cells[i].cost : side->out;
        side->in = cells[i].via & ROADS_UP_BACKWARD ? cells[i].cost : side->in;
    }
}

static void need(struct contract_witness *witness, uint32_t from, uint32_t to)
{
    witness->needed[(size_t)from * witness->row + to / 64] |= UINT64_C(1) << to % 64;
}

/* What the dearest neighbour costs that is still without a witness. */
static roads_cost dearest(const struct contract_witness *witness, uint32_t from)
{
    roads_cost most = 0;
    for (uint32_t to = 0; to < witness->sides_n; to++) {
        if (contract_needed(witness, from, to) && witness->sides[to].out > most) {
            most = witness->sides[to].out;
        }
    }
    return most;
}

struct search {
    uint32_t from;
    uint32_t left;   /* neighbours without a witness */
    roads_cost most; /* of them */
};

static void begin_search(struct contract_witness *witness, uint32_t node, struct search *search)
{
    uint32_t from = search->from;
    roads_cost in = witness->sides[from].in;
    table_clear(witness);
    witness->heap_n = 0;
    witness->marks[slot_of(witness, node)].cost = 0; /* never reached for less: not driven over */
    uint32_t start = slot_of(witness, witness->sides[from].node);
    witness->marks[start].cost = 0;
    heap_add(witness, 0, start);
    for (uint32_t to = 0; to < witness->sides_n; to++) {
        roads_cost cost = in + witness->sides[to].out;
        if (to == from || cost >= ROADS_NONE) {
            continue;
        }
        struct contract_mark *mark = &witness->marks[slot_of(witness, witness->sides[to].node)];
        mark->enough = cost;
        mark->side = to;
        need(witness, from, to);
        search->left++;
    }
    search->most = search->left > 0 ? in + dearest(witness, from) : 0;
}

static void found(struct contract_witness *witness, struct search *search, struct contract_mark *mark)
{
    uint32_t to = mark->side;
    contract_forgo(witness, search->from, to);
    search->left--;
    if (mark->enough == search->most) {
        search->most = witness->sides[search->from].in + dearest(witness, search->from);
    }
    mark->enough = 0;
}

static void settle(struct contract_witness *witness, struct search *search, struct contract_item item)
{
    const struct contract_graph *graph = witness->graph;
    uint32_t node = witness->marks[item.slot].node;
    const struct contract_cell *cells = contract_cells(graph, node), *end = cells + graph->lists[node].n;
    for (; cells < end; cells++) {
        roads_cost cost = item.cost + cells->cost;
        if (!(cells->via & ROADS_UP_FORWARD) || cost > search->most) {
            continue;
        }
        uint32_t slot = slot_of(witness, cells->head);
        struct contract_mark *mark = &witness->marks[slot];
        if (cost >= mark->cost) {
            continue;
        }
        mark->cost = cost;
        heap_add(witness, cost, slot);
        if (cost <= mark->enough) {
            found(witness, search, mark);
            if (search->left == 0) {
                return;
            }
        }
    }
}

static void search_from(struct contract_witness *witness, uint32_t node, uint32_t from, uint32_t arcs_max)
{
    struct search search = {.from = from};
    begin_search(witness, node, &search);
    for (uint32_t arcs = 0; search.left > 0 && witness->heap_n > 0 && arcs < arcs_max;) {
        struct contract_item item = heap_take(witness);
        if (item.cost >= search.most) {
            break;
        }
        if (item.cost > witness->marks[item.slot].cost) {
            continue;
        }
        uint32_t reach = witness->graph->lists[witness->marks[item.slot].node].n;
        arcs += reach;
        if (witness->used + reach > witness->slots * 3 / 4) {
            break;
        }
        settle(witness, &search, item);
        witness->work += reach;
    }
}

/* Shortcuts there and back count once where they cost the same. */
static void count(struct contract_witness *witness)
{
    const struct contract_side *sides = witness->sides;
    witness->added = 0;
    for (uint32_t a = 0; a < witness->sides_n; a++) {
        for (uint32_t b = a + 1; b < witness->sides_n; b++) {
            bool there = contract_needed(witness, a, b), back = contract_needed(witness, b, a);
            witness->added += (uint32_t)there + (uint32_t)back;
            if (there && back && sides[a].in + sides[b].out == sides[b].in + sides[a].out) {
                witness->added--;
            }
        }
    }
}

static uint32_t all_pairs(uint32_t n)
{
    return n < UINT16_MAX ? n * n : UINT32_MAX;
}

bool contract_witness_look(struct contract_witness *witness, uint32_t node, uint32_t arcs_max)
{
    uint32_t n = witness->graph->lists[node].n;
    if (n > SIDES_MAX) {
        witness->added = all_pairs(n);
        witness->work++;
        return false;
    }
    contract_witness_try(witness, node, arcs_max);
    return true;
}

/* Arcs that are there already and cost less are left to whoever makes the shortcuts. */
static void need_all(struct contract_witness *witness, uint32_t node)
{
    const struct contract_side *sides = witness->sides;
    for (uint32_t from = 0; from < witness->sides_n; from++) {
        for (uint32_t to = 0; to < witness->sides_n; to++) {
            if (from != to && sides[from].in + sides[to].out < ROADS_NONE) {
                need(witness, from, to);
            }
        }
    }
    witness->added = all_pairs(witness->graph->lists[node].n);
}

void contract_witness_try(struct contract_witness *witness, uint32_t node, uint32_t arcs_max)
{
    sides_of(witness, node);
    uint32_t n = witness->sides_n;
    witness->row = (n + 63) / 64;
    size_t words = (size_t)n * witness->row;
    if (words >= witness->needed_room) {
        witness->needed_room = words + words / 2 + 16;
        witness->needed = mem_grow(witness->needed, witness->needed_room, sizeof *witness->needed);
    }
    memset(witness->needed, 0, words * sizeof *witness->needed);
    witness->work += (uint64_t)n * n;
    if (witness->graph->lists[node].n > SIDES_MAX) {
        need_all(witness, node);
        return;
    }
    for (uint32_t from = 0; from < n; from++) {
        if (witness->sides[from].in != ROADS_NONE) {
            search_from(witness, node, from, arcs_max);
        }
    }
    count(witness);
}

void contract_witness_list(struct contract_witness *witness)
{
    table_clear(witness);
    for (uint32_t i = 0; i < witness->sides_n; i++) {
        witness->marks[slot_of(witness, witness->sides[i].node)].side = i;
    }
}

uint32_t contract_witness_side(const struct contract_witness *witness, uint32_t node)
{
    for (uint32_t slot = first_slot(witness, node);; slot = (slot + 1) & (witness->slots - 1)) {
        const struct contract_mark *mark = &witness->marks[slot];
        if (mark->stamp != witness->stamp) {
            return UINT32_MAX;
        }
        if (mark->node == node) {
            return mark->side;
        }
    }
}
