/* roads: the road network as the queries see it: plain arrays, either just built (build.h) or mapped from the network file
 * (file.h). Nothing here is changed by a query.
 *
 * A junction is a place where roads meet or end. Where turns are restricted a junction stands for several nodes, one for
 * each way of arriving that forbids something (build.h). Nodes are numbered: 0 .. main_n - 1 are contracted, in the order
 * of contraction, so that an arc of the hierarchy leads from a smaller number to a larger one (Geisberger et al. 2008,
 * "Contraction Hierarchies"); main_n .. nodes_n - 1 lie on the fringe: private and destination-only roads and what can be
 * reached over them alone, which serve the ends of a route and nothing else.
 */
#ifndef ROUNDS_GEO_ROADS_ROADS_H
#define ROUNDS_GEO_ROADS_ROADS_H

#include "geo/point.h"
#include "geo/travel.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROADS_NO_WAY UINT32_MAX

/* Milliseconds in the high half, decimetres in the low one: one addition adds both, one comparison prefers the shorter of
 * two that take the same time. A sum of two costs that are there or ROADS_NONE does not overflow. */
typedef uint64_t roads_cost;
#define ROADS_NONE ((roads_cost)1 << 62)

static inline roads_cost roads_cost_of(uint32_t ms, uint32_t dm)
{
    return (roads_cost)ms << 32 | dm;
}

/* Whole seconds and metres, rounded up, so that sums keep the triangle inequality; TRAVEL_NONE for ROADS_NONE and above. */
int32_t roads_seconds(roads_cost cost);
int32_t roads_metres(roads_cost cost);

enum roads_edge_flags {
    ROADS_FRINGE = 1, /* not in the hierarchy */
    ROADS_FERRY = 2,
    ROADS_ROUNDABOUT = 4,
    ROADS_SPLIT_0 = 8,  /* whoever drives from node[0] to node[1] arrives at a node of its own: roads_arrival */
    ROADS_SPLIT_1 = 16, /* ... from node[1] to node[0] */
    ROADS_PRIVATE = 32  /* private or destination-only, as it is tagged */
};

/* A stretch of road between two junctions. Sorted along a Hilbert curve, so that neighbours stand near each other. */
struct roads_edge {
    uint32_t node[2];      /* the junctions' plain nodes, at the beginning and the end of the shape */
    uint32_t ms[2];        /* [0]: from node[0] to node[1]; [1]: back; ROADS_NO_WAY */
    uint32_t dm;           /* at least 1 */
    uint32_t name;         /* offset into names; 0 = "" */
    uint32_t shape;        /* offset into shapes of the points between the ends (shape.h) */
    uint16_t shape_points; /* how many */
    uint8_t class_;        /* enum roads_class, profile.h */
    uint8_t flags;         /* enum roads_edge_flags */
};

/* An arc id: 2 * edge + direction for plain arcs, which start at the junction's plain node; 2 * edges_n + i for the i-th of
 * extra_arcs, which start at a node of a junction that was split. */
struct roads_extra_arc {
    uint32_t tail, head, plain; /* PLAIN: the plain arc that it is a copy of */
};

/* Where a plain arc of a split edge leads to. Sorted by arc. */
struct roads_arrival {
    uint32_t arc, node;
};

/* An arc of the hierarchy, from its node to a higher one. */
struct roads_up {
    uint32_t head;
    uint32_t via; /* ROADS_UP_* and an arc id (of the drive up when ROADS_UP_FORWARD, else of the drive down; the other
                     direction of a plain one is id ^ 1), or the middle node of a shortcut, which is lower than both */
    uint32_t ms, dm;
};
#define ROADS_UP_FORWARD  (UINT32_C(1) << 31) /* can be driven from its node to head */
#define ROADS_UP_BACKWARD (UINT32_C(1) << 30) /* can be driven from head to its node; for the same cost */
#define ROADS_UP_ARC      (UINT32_C(1) << 29) /* a stretch of road, not a shortcut */
#define ROADS_UP_ID       (ROADS_UP_ARC - 1)

/* A drive between a fringe node and another node. */
struct roads_fringe_arc {
    uint32_t node, arc;
};

enum { ROADS_LEAF_EDGES = 8, ROADS_TREE_FANOUT = 8, ROADS_TREE_LEVELS_MAX = 16 };

/* 1e-7 degrees */
struct roads_box {
    int32_t south, west, north, east;
};

struct roads {
    uint32_t main_n, nodes_n, edges_n, extra_n, arrivals_n, ups_n, fringe_out_n, fringe_in_n, names_bytes, shapes_bytes;
    uint32_t boxes_n;
    const int32_t (*at)[2];                    /* nodes_n; lat, lon in 1e-7 degrees */
    const struct roads_edge *edges;            /* edges_n */
    const struct roads_extra_arc *extra_arcs;  /* extra_n, by plain */
    const struct roads_arrival *arrivals;      /* arrivals_n */
    const uint32_t *up_first;                  /* main_n + 1 */
    const struct roads_up *ups;                /* ups_n; of a node, by head */
    const uint32_t *fringe_out_first;          /* nodes_n - main_n + 1 */
    const struct roads_fringe_arc *fringe_out; /* drives from a fringe node to NODE */
    const uint32_t *fringe_in_first;           /* nodes_n - main_n + 1 */
    const struct roads_fringe_arc *fringe_in;  /* drives from NODE to a fringe node */
    const uint32_t *fringe_area;   /* nodes_n - main_n; nodes of one number hang together over fringe roads */
    const char *names;             /* names_bytes; NUL-terminated texts, the first is "" */
    const uint8_t *shapes;         /* shapes_bytes */
    const struct roads_box *boxes; /* packed tree: leaves of ROADS_LEAF_EDGES consecutive edges first, then
                                                  level by level ROADS_TREE_FANOUT to one, the root last (snap.h) */
    uint32_t level_first[ROADS_TREE_LEVELS_MAX + 1]; /* of boxes; levels_n + 1 of them */
    uint32_t levels_n;
};

/* Where the arc ARC begins, ends, and what it costs (ROADS_NONE when it is not drivable). Constant, but for split edges (a
 * binary search). */
uint32_t roads_arc_tail(const struct roads *roads, uint32_t arc);
uint32_t roads_arc_head(const struct roads *roads, uint32_t arc);
uint32_t roads_arc_plain(const struct roads *roads, uint32_t arc);
roads_cost roads_arc_cost(const struct roads *roads, uint32_t arc);
/* The extra arcs that are copies of the plain arc ARC: *FIRST and the count. */
uint32_t roads_arc_copies(const struct roads *roads, uint32_t arc, uint32_t *first);

static inline struct point roads_point(const int32_t at[2])
{
    return (struct point){at[0] / 1e7, at[1] / 1e7};
}

#endif
