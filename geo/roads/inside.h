/* inside: which stretches of road lie in a box, for drawing them. */
#ifndef ROUNDS_GEO_ROADS_INSIDE_H
#define ROUNDS_GEO_ROADS_INSIDE_H

#include "geo/base/mem.h"
#include "geo/roads/roads.h"

/* The edges of the classes in the mask CLASSES (bit c = enum roads_class c) that BOX may hold a point of, rising, in ARENA;
 * *N of them. Every edge that has a point in BOX is among them, and some that pass near it. West > east crosses the 180th
 * meridian. About 10 ns for each edge of the box. */
uint32_t *roads_inside(const struct roads *roads, struct roads_box box, uint32_t classes, struct arena *arena,
                       size_t *n);

#endif
