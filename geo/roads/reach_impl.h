/* reach_impl: a raster of distances from reached road, and the outline of what is near. For reach*.c. */
#ifndef ROUNDS_GEO_ROADS_REACH_IMPL_H
#define ROUNDS_GEO_ROADS_REACH_IMPL_H

#include "geo/roads/path.h"

#include <stdint.h>

enum {
    REACH_CELL_M = 50,    /* where the area is some 36 km wide; 100 and 200 m where it is larger */
    REACH_FEW = 1 << 19,  /* corners, for which the smaller cells are taken */
    REACH_COARSE_M = 200, /* larger ones only to stay below */
    REACH_CORNERS = 1 << 24,
    REACH_WIDTH_M = 75, /* to each side of the road, at least; and 1.5 cells, so that a road's cell lies inside */
    REACH_FAR_M = 400,  /* so far from the road nothing is inside, up to coarse cells */
    REACH_UNIT = 256    /* of distances in the raster, to a cell */
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
/* Holes so small that nothing in them is REACH_FAR_M from the road are filled. */
void raster_fill(struct raster *raster);

/* The outlines of what is inside, of the columns FIRST .. LAST alone; X and y of each ring's points, in metres; closed. */
struct outline {
    double (**rings)[2];
    uint32_t *rings_n;
    uint32_t *owner; /* the outer ring that a hole lies in; an outer ring: itself */
    uint32_t count;
};
struct outline raster_outline(const struct raster *raster, uint32_t first, uint32_t last, struct arena *arena);

#endif
