/* layout: where things stand in the arrays of a network: neighbours on the ground are neighbours in memory. */
#ifndef ROUNDS_GEO_ROADS_LAYOUT_H
#define ROUNDS_GEO_ROADS_LAYOUT_H

#include "geo/roads/parts.h"
#include "geo/roads/roads.h"

/* Numbers of things in the order of a Hilbert curve (Hilbert 1891) through their places; those with KINDS = 0 are left out.
 * In a mem_ block of the caller; *N: how many. */
uint32_t *layout_junctions(const struct raw_roads *raw, const struct parts *kept, uint32_t *n);
uint32_t *layout_edges(const struct raw_roads *raw, const struct parts *kept, uint32_t *n);

/* The shapes of the edges ORDER, packed (shape.h), in a mem_ block; FIRST[i] and POINTS[i] of the i-th (n each). An edge
 * with more than 65,535 points keeps that many, evenly. False: more bytes than a network can number. */
bool layout_shapes(const struct raw_roads *raw, const uint32_t *order, uint32_t n, uint32_t *first, uint16_t *points,
                   uint8_t **bytes, uint32_t *bytes_n);

/* The packed tree of boxes over the edges (Guttman 1984; packed along a Hilbert curve as Kamel and Faloutsos 1993 do). Fills
 * boxes, boxes_n, level_first and levels_n of ROADS, which has edges, nodes and shapes. */
void layout_boxes(struct roads *roads);

#endif
