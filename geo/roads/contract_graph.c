#include "geo/roads/contract_impl.h"

#include "geo/base/mem.h"

#include <assert.h>
#include <string.h>

enum { LINE = 4 }; /* cells; 64 bytes */
static const uint32_t NOTHING = UINT32_MAX;

/* Lists have room for 4, 8, 12, 16, 24, 32, 48, 64 ... cells. */
static uint32_t room_of(unsigned class_)
{
    if (class_ < 4) {
        return LINE * (class_ + 1);
    }
    uint32_t whole = 8U * LINE << (class_ - 4) / 2;
    return class_ & 1 ? whole : whole / 4 * 3;
}

static unsigned class_of(uint32_t room)
{
    unsigned class_ = 0;
    while (room_of(class_) < room) {
        class_++;
    }
    assert(class_ < CONTRACT_ROOMS);
    return class_;
}

static uint32_t take(struct contract_graph *graph, unsigned class_)
{
    uint32_t first = graph->spare[class_];
    if (first != NOTHING) {
        graph->spare[class_] = graph->cells[first].head;
        return first;
    }
    size_t end = graph->cells_n + room_of(class_);
    assert(end < NOTHING);
    if (end > graph->cells_room) {
        graph->cells_room = end + end / 4;
        graph->cells = mem_grow(graph->cells, graph->cells_room, sizeof *graph->cells);
    }
    first = (uint32_t)graph->cells_n;
    graph->cells_n = end;
    return first;
}

static void give_back(struct contract_graph *graph, struct contract_list *list)
{
    if (list->room > 0) {
        unsigned class_ = class_of(list->room);
        graph->cells[list->first].head = graph->spare[class_];
        graph->spare[class_] = list->first;
    }
    *list = (struct contract_list){0, 0, 0};
}

void contract_graph_add(struct contract_graph *graph, uint32_t a, struct contract_cell cell)
{
    struct contract_list *list = &graph->lists[a];
    if (list->n == list->room) {
        unsigned class_ = class_of(list->room + 1);
        struct contract_list grown = {take(graph, class_), list->n, room_of(class_)};
        if (list->n > 0) {
            memcpy(graph->cells + grown.first, graph->cells + list->first, list->n * sizeof *graph->cells);
        }
        give_back(graph, list);
        *list = grown;
    }
    graph->cells[list->first + list->n++] = cell;
}

void contract_graph_begin(struct contract_graph *graph, uint32_t n)
{
    *graph = (struct contract_graph){.n = n, .lists = mem_alloc_array(n, sizeof *graph->lists)};
    for (unsigned i = 0; i < CONTRACT_ROOMS; i++) {
        graph->spare[i] = NOTHING;
    }
    graph->cells_room = (size_t)n * LINE;
    graph->cells = mem_grow(NULL, graph->cells_room, sizeof *graph->cells);
}

void contract_graph_end(struct contract_graph *graph)
{
    mem_free(graph->lists);
    mem_free(graph->cells);
}

/* Of ways that cost the same a stretch of road stays, then the one with the smaller number, whatever came first. */
static bool beats(uint32_t via, roads_cost cost, const struct contract_cell *cell)
{
    if (cost != cell->cost) {
        return cost < cell->cost;
    }
    return via & cell->via & ROADS_UP_ARC && (via & ROADS_UP_ID) / 2 < (cell->via & ROADS_UP_ID) / 2;
}

void contract_cell_lose(struct contract_cell *cell, uint32_t flags)
{
    uint32_t both = ROADS_UP_FORWARD | ROADS_UP_BACKWARD;
    if ((cell->via & both) == both && cell->via & ROADS_UP_ARC && (flags & both) == ROADS_UP_FORWARD) {
        cell->via ^= 1; /* the id is that of the drive down from here on */
    }
    cell->via &= ~flags;
}

/* The two directions of one stretch of road. */
static bool turns_round(const struct contract_cell *a, const struct contract_cell *b)
{
    return a->cost == b->cost && a->via & b->via & ROADS_UP_ARC &&
           !(a->via & b->via & (ROADS_UP_FORWARD | ROADS_UP_BACKWARD)) &&
           (a->via & ROADS_UP_ID) == ((b->via & ROADS_UP_ID) ^ 1);
}

/* NODE's list learns of CELL, which goes one way. */
static void join_one(struct contract_graph *graph, uint32_t node, struct contract_cell new_cell)
{
    uint32_t flag = new_cell.via & (ROADS_UP_FORWARD | ROADS_UP_BACKWARD);
    struct contract_list *list = &graph->lists[node];
    for (uint32_t i = 0; i < list->n;) {
        struct contract_cell *cell = &graph->cells[list->first + i];
        if (cell->head == new_cell.head && cell->via & flag) {
            if (!beats(new_cell.via, new_cell.cost, cell)) {
                return;
            }
            contract_cell_lose(cell, flag);
        }
        if (cell->head == new_cell.head && turns_round(cell, &new_cell)) {
            uint32_t forward = flag == ROADS_UP_FORWARD ? new_cell.via : cell->via;
            cell->via = forward | ROADS_UP_FORWARD | ROADS_UP_BACKWARD;
            return;
        }
        if (contract_cell_is_empty(cell)) {
            *cell = graph->cells[list->first + --list->n];
        } else {
            i++;
        }
    }
    contract_graph_add(graph, node, new_cell);
}

void contract_graph_join(struct contract_graph *graph, uint32_t a, uint32_t b, uint32_t id, roads_cost cost)
{
    join_one(graph, a, (struct contract_cell){b, id | ROADS_UP_ARC | ROADS_UP_FORWARD, cost});
    join_one(graph, b, (struct contract_cell){a, id | ROADS_UP_ARC | ROADS_UP_BACKWARD, cost});
}

void contract_graph_part(struct contract_graph *graph, uint32_t a, uint32_t b)
{
    struct contract_list *list = &graph->lists[a];
    struct contract_cell *cells = graph->cells + list->first;
    for (uint32_t i = 0; i < list->n;) {
        if (cells[i].head == b) {
            cells[i] = cells[--list->n];
        } else {
            i++;
        }
    }
}

void contract_graph_drop(struct contract_graph *graph, uint32_t a)
{
    give_back(graph, &graph->lists[a]);
}
