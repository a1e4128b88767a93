/* A small network from a list of junctions and stretches, without the importer and without roads_build: everything stays
 * as it is given, but for the order of the nodes. No turn restrictions. */
#ifndef ROUNDS_TESTS_HAND_ROADS_H
#define ROUNDS_TESTS_HAND_ROADS_H

#include "geo/base/mem.h"
#include "geo/roads/roads.h"

enum { HAND_POINTS = 4 };

struct hand_edge {
    uint32_t a, b;
    uint32_t ms[2], dm;
    const char *name;
    uint8_t flags;
    uint32_t points_n;
    int32_t points[HAND_POINTS][2];
};

/* AT[n]: lat, lon in 1e-7 degrees. A junction is on the fringe when each of its stretches is ROADS_FRINGE. NODES (n, or
 * NULL): the numbers that the junctions got. In ARENA. */
struct roads hand_roads(struct arena *arena, const int32_t (*at)[2], uint32_t n, const struct hand_edge *edges,
                        uint32_t edges_n, uint32_t *nodes);

/* About N junctions at random round CENTRE, SPREAD_E7 wide and high, joined to near ones; some stretches one-way, some
 * bent, some fringe; the northernmost eighth of the junctions is on the fringe. Edges lie in the order of their latitudes. */
struct roads hand_random_roads(struct arena *arena, uint64_t seed, uint32_t n, const int32_t centre[2],
                               int32_t spread_e7);

/* Such a network with one junction split, as for a restricted turn: a drive that arrives at node 0, from which two extra
 * arcs go on. The turns mean nothing, but every array holds something. */
struct roads hand_split_roads(struct arena *arena, uint64_t seed, uint32_t n);

/* splitmix64: 0 .. below - 1. */
uint32_t hand_random(uint64_t *state, uint32_t below);

#endif
