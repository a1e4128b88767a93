/* sketch: who is visited in which order on which route, and nothing else; small enough to copy often. Internal. */
#ifndef ROUNDS_PLANNER_CORE_SKETCH_H
#define ROUNDS_PLANNER_CORE_SKETCH_H

#include "planner/core/carve.h"

#include <stdint.h>

struct core_sketch {
    uint32_t routes_n;
    uint32_t *first;  /* routes_n + 1 offsets into places */
    uint32_t *places; /* route after route */
};

/* Lay out an empty sketch with room for PLACES_N places. */
void core_sketch_init(struct core_sketch *sketch, uint32_t routes_n, uint32_t places_n, struct core_carve *carve);
void core_sketch_clear(struct core_sketch *sketch);
void core_sketch_copy(struct core_sketch *to, const struct core_sketch *from);
/* Put PLACE before position AT of ROUTE; take the place at position AT out. */
void core_sketch_insert(struct core_sketch *sketch, uint32_t route, uint32_t at, uint32_t place);
void core_sketch_remove(struct core_sketch *sketch, uint32_t route, uint32_t at);

static inline uint32_t core_sketch_count(const struct core_sketch *sketch, uint32_t route)
{
    return sketch->first[route + 1] - sketch->first[route];
}

static inline uint32_t *core_sketch_route(const struct core_sketch *sketch, uint32_t route)
{
    return sketch->places + sketch->first[route];
}

#endif
