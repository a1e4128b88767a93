/* bounds: what the travel source promises at least between the places of a plan and every candidate, asked once. */
#ifndef ROUNDS_PLANNER_BOUNDS_H
#define ROUNDS_PLANNER_BOUNDS_H

#include "geo/base/status.h"
#include "geo/point.h"
#include "planner/place.h"

#include <stddef.h>
#include <stdint.h>

struct arena;
struct travel;

/* From one point to each of the places, and back. */
struct bounds_row {
    struct point at;
    int32_t *to_s, *from_s;
};

struct bounds;

/* For N places. Rows are made when they are first asked for, 8 bytes a place, and live in ARENA. */
struct bounds *bounds_new(struct arena *arena, struct travel *travel, const struct place *const *places, uint32_t n);
/* The rows of N points, asked of the source all at once as far as they are new. */
MUST_CHECK enum status bounds_rows(struct bounds *bounds, const struct point *at, size_t n,
                                   const struct bounds_row **rows, struct error *err);

#endif
