/* near_way: havens along the way of a day, by how far out of it they lie. */
#ifndef ROUNDS_PLANNER_NEAR_WAY_H
#define ROUNDS_PLANNER_NEAR_WAY_H

#include "geo/base/status.h"
#include "geo/store/site.h"

#include <stddef.h>
#include <stdint.h>

struct arena;
struct store;
struct travel;

struct near_way {
    struct site site;
    int32_t detour_s; /* at least so much more driving, between two of the nodes that follow each other */
};

/* Havens that are no customers, have all of NEED and lie at most DETOUR_S off the way over the N nodes: the MOST nearest of
 * those that are found around the nodes and every few kilometres between them. By detour, then id. In ARENA. */
MUST_CHECK enum status near_way_find(struct store *store, struct travel *travel, const struct point *nodes, size_t n,
                                     uint32_t need, int32_t detour_s, size_t most, struct arena *arena,
                                     struct near_way **out, size_t *found_n, struct error *err);

#endif
