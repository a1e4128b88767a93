/* make_roads_net: road networks that nobody lives in, for tests: random ones with one-ways, parallels, loops, parts that do
 * not hang together, streets on the fringe and turns that are restricted; and the plain Dijkstra that knows the truth about
 * any network, these or built ones. */
#ifndef ROUNDS_TESTS_GEO_MAKE_ROADS_NET_H
#define ROUNDS_TESTS_GEO_MAKE_ROADS_NET_H

#include "geo/roads/query.h"

struct net_wishes {
    uint64_t seed;             /* not 0 */
    uint32_t junctions, edges; /* edges: of a grid when 0 */
    uint32_t ms_max;           /* small: many ways that tie */
    uint32_t fringe_in_100;    /* junctions on the fringe */
    uint32_t splits;           /* drives after which not all turns are free */
};

struct roads *make_roads_net(const struct net_wishes *wishes);
void make_roads_net_free(struct roads *roads);

uint32_t net_dice(uint64_t *state, uint32_t n); /* 0 .. n - 1 */

/* A place on EDGE with its ends, in ARENA. */
struct query_place net_place(const struct roads *roads, uint32_t edge, uint32_t along, struct arena *arena);

/* What it takes to drive from FROM to each of TO, by Dijkstra (1959) over the arcs alone: fringe, main roads, fringe. */
void net_truth(const struct roads *roads, const struct query_place *from, const struct query_place *const *to, size_t n,
               roads_cost *costs);

#endif
