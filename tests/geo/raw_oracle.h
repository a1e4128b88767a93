/* raw_oracle: what build.h promises of main roads, fringe and turn restrictions, worked out from the stretches of road by
 * definition: restrictions as sequences that are compared with what was driven, and ways by trying all of them with their
 * last drives remembered. No automaton, no hierarchy. A drive is 2 * raw edge + direction. */
#ifndef ROUNDS_TESTS_GEO_RAW_ORACLE_H
#define ROUNDS_TESTS_GEO_RAW_ORACLE_H

#include "geo/roads/raw.h"
#include "geo/roads/roads.h"

enum raw_part { RAW_LEFT_OUT, RAW_MAIN, RAW_FRINGE };

/* Of every junction and edge (both are filled); the largest strong part is main, the first of equals. Small networks. */
void raw_parts(const struct raw_roads *raw, enum raw_part *junctions, enum raw_part *edges);

struct raw_oracle;
/* EDGES and JUNCTIONS are kept by the caller. */
struct raw_oracle *raw_oracle_new(const struct raw_roads *raw, const enum raw_part *junctions,
                                  const enum raw_part *edges);
void raw_oracle_free(struct raw_oracle *oracle);

/* Whether the last of the N drives may follow those before it. */
bool raw_oracle_allows(const struct raw_oracle *oracle, const uint32_t *drives, uint32_t n);
/* Whether the whole sequence is connected, drivable, breaks no restriction and drives on fringe roads at its ends alone. */
bool raw_oracle_route_holds(const struct raw_oracle *oracle, const uint32_t *drives, uint32_t n);
/* Restrictions that mean something; and one of their sequences. */
uint32_t raw_oracle_chains(const struct raw_oracle *oracle);
const uint32_t *raw_oracle_chain(const struct raw_oracle *oracle, uint32_t i, uint32_t *n, bool *only);
/* From the middle of one edge to the middle of another (road_oracle_middle). At most 120 edges, chains of four drives. */
roads_cost raw_oracle_cost(const struct raw_oracle *oracle, uint32_t from_edge, uint32_t to_edge);

#endif
