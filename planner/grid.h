/* grid: true travel times among a set of points that grows. Row 0 is the first point added. */
#ifndef ROUNDS_PLANNER_GRID_H
#define ROUNDS_PLANNER_GRID_H

#include "geo/base/status.h"
#include "geo/point.h"

#include <stddef.h>
#include <stdint.h>

struct arena;
struct travel;

struct grid {
    struct arena *arena;
    struct travel *travel;
    struct point *points;
    size_t n;
    size_t stride; /* room; row r begins at seconds[r * stride] */
    int32_t *seconds;
};

/* MAX points at most, ever. */
void grid_init(struct grid *grid, struct arena *arena, struct travel *travel, size_t max);
/* Only what is new is asked of the source. On failure the grid is as it was. */
MUST_CHECK enum status grid_add(struct grid *grid, const struct point *points, size_t n, struct error *err);
int32_t grid_s(const struct grid *grid, size_t from, size_t to);

#endif
