#include "planner/core/sketch.h"

#include <string.h>

void core_sketch_init(struct core_sketch *sketch, uint32_t routes_n, uint32_t places_n, struct core_carve *carve)
{
    sketch->routes_n = routes_n;
    sketch->first = core_carve_array(carve, (size_t)routes_n + 1, sizeof(uint32_t));
    sketch->places = core_carve_array(carve, places_n, sizeof(uint32_t));
    if (carve->block)
        core_sketch_clear(sketch);
}

void core_sketch_clear(struct core_sketch *sketch)
{
    for (uint32_t r = 0; r <= sketch->routes_n; r++)
        sketch->first[r] = 0;
}

void core_sketch_copy(struct core_sketch *to, const struct core_sketch *from)
{
    for (uint32_t r = 0; r <= from->routes_n; r++)
        to->first[r] = from->first[r];
    for (uint32_t i = 0; i < from->first[from->routes_n]; i++)
        to->places[i] = from->places[i];
}

void core_sketch_insert(struct core_sketch *sketch, uint32_t route, uint32_t at, uint32_t place)
{
    uint32_t *gap = core_sketch_route(sketch, route) + at;
    uint32_t *end = sketch->places + sketch->first[sketch->routes_n];
    memmove(gap + 1, gap, (size_t)(end - gap) * sizeof *gap);
    *gap = place;
    for (uint32_t r = route + 1; r <= sketch->routes_n; r++)
        sketch->first[r]++;
}

void core_sketch_remove(struct core_sketch *sketch, uint32_t route, uint32_t at)
{
    uint32_t *gone = core_sketch_route(sketch, route) + at;
    uint32_t *end = sketch->places + sketch->first[sketch->routes_n];
    memmove(gone, gone + 1, (size_t)(end - gone - 1) * sizeof *gone);
    for (uint32_t r = route + 1; r <= sketch->routes_n; r++)
        sketch->first[r]--;
}
