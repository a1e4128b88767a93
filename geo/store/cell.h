/* cell: a number for each place on Earth, so that what lies in one square has numbers in one stretch, whatever the square's
 * size (G. M. Morton, 1966): 2^23 columns from west to east and 2^23 rows from south to north, whose bits take turns. A cell
 * is 4.8 m by 2.4 m at the equator, and narrower elsewhere. The table `nearby` of the store has the same numbers
 * (sql/0007_nearby.sql). Internal to geo/store. */
#ifndef ROUNDS_GEO_STORE_CELL_H
#define ROUNDS_GEO_STORE_CELL_H

#include "geo/point.h"

#include <stddef.h>
#include <stdint.h>

enum {
    CELL_BITS = 23,
    CELL_TILES = 24,              /* a box is covered by so many squares at most */
    CELL_RANGES = 2 * CELL_TILES, /* and a box across the 180th meridian is two */
    CELL_REACH_M = 3              /* no place in a cell is farther from its middle */
};

/* FIRST to LAST, both included. */
struct cell_range {
    int64_t first, last;
};

/* Column and row of P, which is valid. */
void cell_of_point(struct point p, uint32_t *x, uint32_t *y);
int64_t cell_of(struct point p);
struct point cell_middle(int64_t cell);

/* The cells of all places in BOX, and some around it (up to its own area and a half again): disjoint, in order. Returns how
 * many. Half a microsecond. */
size_t cell_ranges(struct box box, struct cell_range out[CELL_RANGES]);

#endif
