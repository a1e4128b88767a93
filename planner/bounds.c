#include "planner/bounds.h"

#include "geo/base/mem.h"
#include "geo/travel.h"

#include <string.h>

struct bounds {
    struct arena *arena;
    struct travel *travel;
    const struct place *const *places;
    uint32_t n;
    struct bounds_row **rows;
    size_t rows_n, capacity;
};

struct bounds *bounds_new(struct arena *arena, struct travel *travel, const struct place *const *places, uint32_t n)
{
    struct bounds *bounds = arena_alloc(arena, sizeof *bounds);
    *bounds = (struct bounds){.arena = arena, .travel = travel, .places = places, .n = n};
    return bounds;
}

static struct bounds_row *make_row(struct bounds *bounds, struct point at)
{
    struct bounds_row *row = arena_alloc(bounds->arena, sizeof *row);
    row->at = at;
    row->to_s = arena_array(bounds->arena, bounds->n, sizeof *row->to_s);
    row->from_s = arena_array(bounds->arena, bounds->n, sizeof *row->from_s);
    for (uint32_t i = 0; i < bounds->n; i++) {
        row->to_s[i] = travel_at_least_s(bounds->travel, at, bounds->places[i]->at);
        row->from_s[i] = travel_at_least_s(bounds->travel, bounds->places[i]->at, at);
    }
    return row;
}

const struct bounds_row *bounds_row(struct bounds *bounds, struct point at)
{
    for (size_t i = 0; i < bounds->rows_n; i++) {
        if (memcmp(&bounds->rows[i]->at, &at, sizeof at) == 0) {
            return bounds->rows[i];
        }
    }
    struct bounds_row *row = make_row(bounds, at);
    struct bounds_row **slot =
        arena_push(bounds->arena, &bounds->rows, &bounds->rows_n, &bounds->capacity, sizeof *slot);
    *slot = row;
    return row;
}
