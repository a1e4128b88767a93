/* along: how an edge's length is divided among the segments of its shape. For snap.c and path.c, which must agree. */
#ifndef ROUNDS_GEO_ROADS_ALONG_H
#define ROUNDS_GEO_ROADS_ALONG_H

#include "geo/roads/snap.h"

#include <stdint.h>

/* Metres from A to B (1e-7 degrees) on a sphere, straight in latitude and longitude, by the middle latitude. */
double along_segment_m(const int32_t a[2], const int32_t b[2]);
/* The whole shape of EDGE. */
double along_edge_m(const struct roads *roads, uint32_t edge);
/* PART of the WHOLE in units of SNAP_ONE, rounded. */
uint32_t along_part(double part_m, double whole_m);
/* From WEST to EAST by the short way, in 1e-7 degrees: less than half a turn, or just that. */
double along_turn_e7(double dlon_e7);

#endif
