/* make_roads: a made-up piece of country with its roads, the same for the same seed everywhere: junctions on a shaken grid,
 * lanes of which some are missing, a few main roads, two towns and some villages, one-way streets, a river with few
 * bridges. Driving times between places on it are as uneven as real ones, differ there and back, and keep the triangle
 * inequality. All integers. */
#ifndef ROUNDS_TESTS_CORE_MAKE_ROADS_H
#define ROUNDS_TESTS_CORE_MAKE_ROADS_H

#include <stdbool.h>
#include <stdint.h>

enum { ROADS_SIDE = 28, ROADS_JUNCTIONS = ROADS_SIDE * ROADS_SIDE, ROADS_OUT_MAX = 8, ROADS_VILLAGES = 8 };

struct roads_out {
    uint32_t to;
    int32_t drive_s;
};

struct roads {
    uint64_t state; /* of the dice */
    int32_t x_m[ROADS_JUNCTIONS], y_m[ROADS_JUNCTIONS];
    struct roads_out out[ROADS_JUNCTIONS][ROADS_OUT_MAX];
    uint32_t out_n[ROADS_JUNCTIONS];
    bool usable[ROADS_JUNCTIONS]; /* can be reached from every other usable junction */
    uint32_t towns[2], villages[ROADS_VILLAGES];
};

/* Where a place is. */
struct roads_site {
    uint32_t junction;
    int32_t in_s, out_s; /* from the junction to the door, and back */
};

/* 0..n-1 from the dice; LOW..HIGH; true PERCENT times in a hundred. */
uint32_t roads_dice(struct roads *roads, uint32_t n);
int32_t roads_between(struct roads *roads, int32_t low, int32_t high);
bool roads_chance(struct roads *roads, uint32_t percent);

/* Lay the country out: ACROSS_M from one side to the other. */
void roads_build(struct roads *roads, uint64_t seed, int32_t across_m);
/* A site somewhere: in a town, in a village, or by any road. */
struct roads_site roads_any_site(struct roads *roads);
/* Shortest driving seconds between N sites, N x N row-major. Cost: one Dijkstra a site. */
void roads_matrix(const struct roads *roads, const struct roads_site *sites, uint32_t n, int32_t *travel_s);

#endif
