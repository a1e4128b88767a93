/* query_impl: what the files of query.h share: the search up the hierarchy. */
#ifndef ROUNDS_GEO_ROADS_QUERY_IMPL_H
#define ROUNDS_GEO_ROADS_QUERY_IMPL_H

#include "geo/roads/query.h"

struct query_item {
    roads_cost cost;
    uint32_t node;
};

/* A search upwards: along drives from lower to higher nodes (leaving a place), or against those from higher to lower
 * (arriving). */
struct query_climb {
    const struct roads *roads;
    uint32_t along, against; /* ROADS_UP_FORWARD and ROADS_UP_BACKWARD, or the other way about */
    roads_cost
        *below;       /* by node: ROADS_NONE less what it costs to get there, so that 0 is a node that nobody reached */
    uint32_t *parent; /* of those reached: the node before; where the search began, the node itself */
    uint32_t *reached;
    uint32_t reached_n, reached_room;
    struct query_item *heap;
    uint32_t heap_n, heap_room;
};

enum { QUERY_LEAVING, QUERY_ARRIVING };

struct query {
    const struct roads *roads;
    struct query_climb climbs[2]; /* QUERY_LEAVING, QUERY_ARRIVING */
    uint32_t *bucket;             /* query_matrix: by main node; 0 between uses */
    uint32_t *local;              /* query_target_new: by main node */
    roads_cost *lanes;            /* query_sweep: room that is used again */
    size_t lanes_room;
};

void query_climb_begin(struct query_climb *climb, const struct snap_ends *ends);
/* Settle the next node; false when there is none. *STALLED: there is a cheaper way to it from above, so that no least way
 * meets there, and nothing was looked at beyond it (Geisberger et al. 2008, section 4: stall on demand). */
bool query_climb_step(struct query_climb *climb, roads_cost limit, struct query_item *settled, bool *stalled);

static inline roads_cost query_climb_cost(const struct query_climb *climb, uint32_t node)
{
    return ROADS_NONE - climb->below[node];
}

static inline roads_cost query_up_cost(const struct roads_up *up)
{
    return roads_cost_of(up->ms, up->dm);
}

/* The way between two places that touches no hierarchy: at one spot, on one edge or in one area of the fringe. */
static inline bool query_are_near(const struct query_place *from, const struct query_place *to)
{
    return from->snap.edge != ROADS_NO_WAY &&
           (from->snap.edge == to->snap.edge ||
            (from->leaving.area != ROADS_NO_WAY && from->leaving.area == to->arriving.area));
}
roads_cost query_direct(const struct roads *roads, const struct query_place *from, const struct query_place *to,
                        uint32_t *meet);
/* The least cost between two places: MEET is where they meet in the hierarchy, ROADS_NO_WAY when they do outside of it. */
roads_cost query_least(struct query *query, const struct query_place *from, const struct query_place *to,
                       uint32_t *meet);

#endif
