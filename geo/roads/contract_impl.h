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
/* A way between A and B, which differ: FLAGS (ROADS_UP_FORWARD, ROADS_UP_BACKWARD) as A sees it. Of two in the same
 * direction the cheaper one stays. VIA: ROADS_UP_ARC and an id with one direction, or a middle node. */
void contract_graph_join(struct contract_graph *graph, uint32_t a, uint32_t b, uint32_t flags, uint32_t via,
                         roads_cost cost);
void contract_graph_part(struct contract_graph *graph, uint32_t a, uint32_t b); /* A's list forgets B */
void contract_graph_drop(struct contract_graph *graph, uint32_t a);             /* A's list is of no use any more */

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
    uint32_t added;   /* shortcuts, both directions as one where they cost the same */
    uint64_t settled; /* by all searches, to know how time goes by */
};

void contract_witness_begin(struct contract_witness *witness, const struct contract_graph *graph);
void contract_witness_end(struct contract_witness *witness);
/* What it takes to do without NODE: sides, needed, added. A search gives up after SETTLE_MAX nodes; then the shortcut is
 * needed. */
void contract_witness_try(struct contract_witness *witness, uint32_t node, uint32_t settle_max);
/* Just how many shortcuts that takes; for a node with very many neighbours as if all were needed. */
void contract_witness_look(struct contract_witness *witness, uint32_t node, uint32_t settle_max);

static inline bool contract_needed(const struct contract_witness *witness, uint32_t from, uint32_t to)
{
    return witness->needed[(size_t)from * witness->row + to / 64] >> to % 64 & 1;
}

#endif
