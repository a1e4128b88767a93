/* snap: the nearest usable stretch of road, and how a route gets from there into the hierarchy and back. */
#ifndef ROUNDS_GEO_ROADS_SNAP_H
#define ROUNDS_GEO_ROADS_SNAP_H

#include "geo/base/mem.h"
#include "geo/roads/roads.h"

enum { SNAP_FAR_M = 200 }; /* from here on it is said to a person */

struct snap {
    uint32_t edge;     /* ROADS_NO_WAY: no road within the limit */
    uint32_t along;    /* 0 .. SNAP_ONE: how far along the edge, by length */
    struct point at;   /* on the road */
    double distance_m; /* from the place */
};
#define SNAP_ONE (UINT32_C(1) << 24)

/* The nearest stretch within LIMIT_M (point_distance to the foot on the polyline, the smaller edge number when equal);
 * best first over the tree of boxes. About 5 us. Right across the 180th meridian and near the poles. */
struct snap snap_nearest(const struct roads *roads, struct point place, double limit_m);

/* What driving the part of the edge costs: from along to the end (dir 0: towards node[1]), or from that end's beginning
 * to along. Rounded so that both parts of an edge add up to it. ROADS_NONE when that direction is not drivable. */
roads_cost snap_leave(const struct roads *roads, const struct snap *snap,
                      int dir); /* from the place to the edge's end */
roads_cost snap_arrive(const struct roads *roads, const struct snap *snap,
                       int dir); /* from the edge's beginning to it */

/* One way into or out of the hierarchy: a node and what lies between it and the place. */
struct snap_end {
    uint32_t node;
    uint32_t
        arc; /* the last arc driven on the fringe (leaving) or the first (arriving) at NODE; that of the place's own
                        edge when there is nothing between */
    uint32_t
        parent; /* index of the end before it on the way (towards the place); ROADS_NO_WAY at the place's own edge */
    roads_cost cost; /* between the place and NODE */
};

/* All nodes that can be reached from a place without the main network's roads (leaving), or from which it can be reached
 * so (arriving), by Dijkstra over the fringe. For a place on a main road at most two, and the copies of a split junction. */
struct snap_ends {
    struct snap_end *ends; /* main nodes first, each part by node; a node once */
    uint32_t n, main_n;
    uint32_t area; /* of the fringe; ROADS_NO_WAY when no end is a fringe node */
};
struct snap_ends snap_leaving(const struct roads *roads, const struct snap *snap, struct arena *arena);
struct snap_ends snap_arriving(const struct roads *roads, const struct snap *snap, struct arena *arena);

/* The way that touches no hierarchy: along one and the same edge, or over one fringe area; ROADS_NONE when there is none.
 * *MEET: the node at which the two ends meet; ROADS_NO_WAY when it is along the one edge. */
roads_cost snap_direct(const struct roads *roads, const struct snap *from, const struct snap_ends *leaving,
                       const struct snap *to, const struct snap_ends *arriving, uint32_t *meet);

#endif
