/* reach_impl: a raster of distances from reached road, and the outline of what is near. For reach*.c. */
#ifndef ROUNDS_GEO_ROADS_REACH_IMPL_H
#define ROUNDS_GEO_ROADS_REACH_IMPL_H

#include "geo/roads/path.h"

#include <stdint.h>

enum {
    REACH_CELL_M = 50,
    REACH_WIDTH_M = 75,     /* to each side of the road, at least; and 1.5 cells, so that a road's cell lies inside */
    REACH_UNIT = 256,       /* of distances in the raster, to a cell */
    REACH_CORNERS = 1 << 24 /* at the most; then the cells grow */
};

/* Corners of cells, row by row from the south-west. X and y are metres on a plane; places in the raster are cells. */
struct raster {
    double cell_m, west_m, south_m;
    uint32_t columns, rows;
    uint16_t inside; /* up to here, in REACH_UNITs */
    uint16_t far;    /* nothing is near; a cell more than INSIDE */
    uint16_t *away;
};

struct extent {
    double west_m, south_m, east_m, north_m;
};

/* SEAM_M: a column lies just there. */
void raster_begin(struct raster *raster, const struct extent *extent, double seam_m);
void raster_end(struct raster *raster);
void raster_draw(struct raster *raster, double ax_m, double ay_m, double bx_m, double by_m);
/* Holes of less than AREA_M2 are filled. */
void raster_fill(struct raster *raster, double area_m2);

/* The outlines of what is inside, of the columns FIRST .. LAST alone; X and y of each ring's points, in metres; closed. */
struct outline {
    double (**rings)[2];
    uint32_t *rings_n;
    uint32_t *owner; /* the outer ring that a hole lies in; an outer ring: itself */
    uint32_t count;
};
struct outline raster_outline(const struct raster *raster, uint32_t first, uint32_t last, struct arena *arena);

#endif
