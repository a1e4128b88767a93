/* fringe: the drives on the roads that serve the ends of a route alone. */
#ifndef ROUNDS_GEO_ROADS_FRINGE_H
#define ROUNDS_GEO_ROADS_FRINGE_H

#include "geo/roads/roads.h"

/* Fills the fringe_ arrays of ROADS, which has nodes, edges, extra_arcs and arrivals. All nodes of a junction are of one
 * area. */
void fringe_build(struct roads *roads);

#endif
