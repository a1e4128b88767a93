/* contract: a contraction hierarchy (Geisberger, Sanders, Schultes, Delling 2008) of a directed graph.
 *
 * Nodes are taken away one after the other, the least important first; where the shortest way between two neighbours led
 * over the node, a shortcut takes its place. Importance: shortcuts made for arcs removed, and how deep the hierarchy
 * below is, settled lazily; witnesses by a bounded local search. */
#ifndef ROUNDS_GEO_ROADS_CONTRACT_H
#define ROUNDS_GEO_ROADS_CONTRACT_H

#include "geo/base/status.h"
#include "geo/roads/build.h"
#include "geo/roads/roads.h"

struct contract_arc {
    uint32_t tail, head;
    uint32_t ms, dm;
    uint32_t id; /* arc id, kept in roads_up.via */
};

/* N nodes; ARCS_N arcs in any order, loops and parallels allowed. Outputs in mem_ blocks of the caller: RANK[node] is its
 * new number; UP_FIRST (n + 1) and UPS in new numbers as roads.h has them, both directions merged into one where they
 * cost the same (id and id ^ 1, or the same middle node). STATUS_INCOMPLETE when PROGRESS stopped it. */
MUST_CHECK enum status contract(uint32_t n, const struct contract_arc *arcs, size_t arcs_n,
                                const struct roads_progress *progress, uint32_t **rank, uint32_t **up_first,
                                struct roads_up **ups, uint32_t *ups_n, struct error *err);

#endif
