/* parcels_way: what is left of today's plan, as places with moments, and what a call between two of them does to the rest.
 * Internal to planner/parcels. */
#ifndef ROUNDS_PLANNER_PARCELS_WAY_H
#define ROUNDS_PLANNER_PARCELS_WAY_H

#include "planner/parcels.h"

/* A stop that is still to come; a break has no node of its own. */
struct parcels_item {
    size_t stop; /* index into the plan */
    size_t node;
    int64_t start_utc, depart_utc; /* as the day goes from now on */
};

struct parcels_way {
    const struct plan *plan; /* NULL: only the place where one is */
    int64_t midnight_utc;
    size_t nodes_n; /* where one is, the stops, home; 1 without a plan */
    struct point *nodes;
    struct parcels_item *items;
    size_t items_n;
    int32_t *drive_s, *drive_m; /* among the nodes, row-major */
    int64_t *depart_utc;        /* of each node but home */
    size_t *first_item;         /* the first item after each node */
};

/* Read the way of REQUEST from its plan: each stop begins when it is planned to, or as soon as it can be reached. */
MUST_CHECK enum status parcels_way_make(struct travel *travel, const struct parcels_request *request,
                                        struct arena *arena, struct parcels_way *out, struct error *err);

/* Who suffers when one leaves a place off the way at LEAVE_UTC, BACK_S before the node after NODE? False: nobody; else the
 * first stop that does (a job later by a minute or more than it would be, a visit after closing) and by how much. */
bool parcels_way_hurts(const struct parcels_way *way, size_t node, int64_t leave_utc, int32_t back_s, size_t *stop,
                       int32_t *late_s);

/* The item that node is the place of; NULL for where one is and for home. */
const struct parcels_item *parcels_way_item(const struct parcels_way *way, size_t node);

#endif
