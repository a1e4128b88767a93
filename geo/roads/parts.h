/* parts: which roads are the main network, which hang on it as its fringe, and which are left out (build.h 1). */
#ifndef ROUNDS_GEO_ROADS_PARTS_H
#define ROUNDS_GEO_ROADS_PARTS_H

#include "geo/roads/raw.h"

enum part { PART_NONE = 0, PART_MAIN = 1, PART_FRINGE = 2 }; /* single bits: adjacency.h */

struct parts {
    uint8_t *junction; /* enum part */
    uint8_t *edge;     /* enum part */
    uint32_t main_parts, main_edges, fringe_edges, dropped_edges;
};

/* Every kept edge can be arrived at from a main junction and left towards one; so can its ends. parts_free. */
struct parts parts_find(const struct raw_roads *raw);
void parts_free(struct parts *parts);

#endif
