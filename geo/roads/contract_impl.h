/* contract_impl: what the files of contract.h share. */
#ifndef ROUNDS_GEO_ROADS_CONTRACT_IMPL_H
#define ROUNDS_GEO_ROADS_CONTRACT_IMPL_H

#include "geo/roads/contract.h"

/* --- contract_graph.c: the nodes that are left, and the arcs between them ------------------------------------------- */

/* An arc as one of its two nodes sees it; VIA as in struct roads_up. Each arc stands at both. */
struct contract_cell {
    uint32_t head, via;
    roads_cost cost;
};

struct contract_list {
    uint32_t first, n, room;
};

enum { CONTRACT_ROOMS = 54 };

struct contract_graph {
    struct contract_list *lists; /* by node */
    uint32_t n;
    struct contract_cell *cells;
    size_t cells_n, cells_room;
    uint32_t spare[CONTRACT_ROOMS]; /* runs of cells out of use, by the class of their size */
};

void contract_graph_begin(struct contract_graph *graph, uint32_t n);
void contract_graph_end(struct contract_graph *graph);
/* A stretch of road from A to another node B; of several the cheapest stays. */
void contract_graph_join(struct contract_graph *graph, uint32_t a, uint32_t b, uint32_t id, roads_cost cost);
/* One more cell for A; what is there already is the caller's to know. */
void contract_graph_add(struct contract_graph *graph, uint32_t a, struct contract_cell cell);
/* CELL does without the directions FLAGS. */
void contract_cell_lose(struct contract_cell *cell, uint32_t flags);
void contract_graph_part(struct contract_graph *graph, uint32_t a, uint32_t b); /* A's list forgets B */
void contract_graph_drop(struct contract_graph *graph, uint32_t a);             /* A's list is of no use any more */

static inline bool contract_cell_is_empty(const struct contract_cell *cell)
{
    return !(cell->via & (ROADS_UP_FORWARD | ROADS_UP_BACKWARD));
}

static inline const struct contract_cell *contract_cells(const struct contract_graph *graph, uint32_t node)
{
    return graph->cells + graph->lists[node].first;
}

/* --- contract_witness.c: which shortcuts it takes to do without a node ----------------------------------------------- */

/* A neighbour of the node: what the way from it costs, and the way to it; ROADS_NONE. */
struct contract_side {
    uint32_t node;
    roads_cost in, out;
};

struct contract_mark;
struct contract_item;

struct contract_witness {
    const struct contract_graph *graph;
    struct contract_mark *marks; /* a hash table of the nodes seen by one search */
    uint32_t slots, shift, used, stamp;
    struct contract_item *heap;
    uint32_t heap_n, heap_room;
    struct contract_side *sides;
    uint32_t sides_n, sides_room;
    uint64_t *needed; /* of sides_n rows with ROW words: the way from this side to that one */
    uint32_t row;
    size_t needed_room;
    uint32_t added; /* shortcuts, both directions as one where they cost the same */
    uint64_t work;  /* arcs looked at by all searches, to know how time goes by */
};

void contract_witness_begin(struct contract_witness *witness, const struct contract_graph *graph);
void contract_witness_end(struct contract_witness *witness);
/* What it takes to do without NODE: sides, needed, added. A search gives up after ARCS_MAX arcs; then the shortcut is
 * needed. */
void contract_witness_try(struct contract_witness *witness, uint32_t node, uint32_t arcs_max);
/* Just how many shortcuts that takes; true if it was tried to know it. */
bool contract_witness_look(struct contract_witness *witness, uint32_t node, uint32_t arcs_max);
/* Which side a node is: its number, or UINT32_MAX; once the sides are listed, until the next try. */
void contract_witness_list(struct contract_witness *witness);
uint32_t contract_witness_side(const struct contract_witness *witness, uint32_t node);

static inline bool contract_needed(const struct contract_witness *witness, uint32_t from, uint32_t to)
{
    return witness->needed[(size_t)from * witness->row + to / 64] >> to % 64 & 1;
}

static inline void contract_forgo(struct contract_witness *witness, uint32_t from, uint32_t to)
{
    witness->needed[(size_t)from * witness->row + to / 64] &= ~(UINT64_C(1) << to % 64);
}

#endif
