/* osm_inside: a point inside an area that is given by its edges. Pure. */
#ifndef ROUNDS_GEO_ROADS_OSM_INSIDE_H
#define ROUNDS_GEO_ROADS_OSM_INSIDE_H

#include "geo/point.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct osm_edge {
    struct point from, to;
};

/* The edges of outer rings and holes alike, in any order and direction: what an odd number of them separates from the
 * outside is inside. *OUT is the middle of the widest stretch inside, along one of sixteen parallels. False: they enclose
 * nothing. Linear in N. An area may cross the 180th meridian, but not hold a pole. */
bool osm_inside(const struct osm_edge *edges, size_t n, struct arena *arena, struct point *out);

#endif
