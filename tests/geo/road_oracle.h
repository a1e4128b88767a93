/* road_oracle: the least cost by Dijkstra's algorithm (1959) over the plain arrays of a network, without the hierarchy and
 * without the fringe lists: what the queries must agree with. */
#ifndef ROUNDS_TESTS_GEO_ROAD_ORACLE_H
#define ROUNDS_TESTS_GEO_ROAD_ORACLE_H

#include "geo/base/mem.h"
#include "geo/roads/roads.h"
#include "geo/roads/snap.h"

struct road_oracle;

struct road_oracle *road_oracle_new(const struct roads *roads);
void road_oracle_free(struct road_oracle *oracle);

/* A place on an edge: what the part of the edge to each end costs, and from each end; by direction. */
struct road_oracle_place {
    uint32_t edge, along;
    roads_cost leave[2], arrive[2];
};
struct road_oracle_place road_oracle_place(const struct roads *roads, const struct snap *snap);
struct road_oracle_place road_oracle_middle(const struct roads *roads, uint32_t edge); /* half of each figure */

/* All ways from FROM; then ask for any number of places. The rule of the ends: between the first and the last main node that
 * a way passes it drives on main edges alone. */
void road_oracle_run(struct road_oracle *oracle, const struct road_oracle_place *from);
roads_cost road_oracle_cost(const struct road_oracle *oracle, const struct road_oracle_place *to);
/* The plain arcs driven, the first and the last in part; *N = 0: none. In ARENA. */
uint32_t *road_oracle_route(const struct road_oracle *oracle, const struct road_oracle_place *to, struct arena *arena,
                            uint32_t *n);

/* All ways from the main node NODE over main edges; then road_oracle_node. */
void road_oracle_run_node(struct road_oracle *oracle, uint32_t node);
roads_cost road_oracle_node(const struct road_oracle *oracle, uint32_t node);

#endif
