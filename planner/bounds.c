#include "planner/bounds.h"

#include "geo/base/mem.h"
#include "geo/travel.h"

#include <string.h>

struct bounds {
    struct arena *arena;
    struct travel *travel;
    struct point *points; /* always the same array, so that a source may remember it */
    uint32_t n;
    struct bounds_row **rows;
    size_t rows_n, capacity;
};

struct bounds *bounds_new(struct arena *arena, struct travel *travel, const struct place *const *places, uint32_t n)
{
    struct bounds *bounds = arena_alloc(arena, sizeof *bounds);
    *bounds = (struct bounds){.arena = arena, .travel = travel, .n = n};
    bounds->points = arena_array(arena, n, sizeof *bounds->points);
    for (uint32_t i = 0; i < n; i++) {
        bounds->points[i] = places[i]->at;
    }
    return bounds;
}

static const struct bounds_row *row_at(const struct bounds *bounds, struct point at)
{
    for (size_t i = 0; i < bounds->rows_n; i++) {
        if (memcmp(&bounds->rows[i]->at, &at, sizeof at) == 0) {
            return bounds->rows[i];
        }
    }
    return NULL;
}

static void add_row(struct bounds *bounds, struct point at, int32_t *to_s, int32_t *from_s)
{
    struct bounds_row **slot =
        arena_push(bounds->arena, &bounds->rows, &bounds->rows_n, &bounds->capacity, sizeof *slot);
    *slot = arena_alloc(bounds->arena, sizeof **slot);
    **slot = (struct bounds_row){at, to_s, from_s};
}

enum status bounds_rows(struct bounds *bounds, const struct point *at, size_t n, const struct bounds_row **rows,
                        struct error *err)
{
    struct point *hubs = arena_array(bounds->arena, n, sizeof *hubs);
    size_t hubs_n = 0, width = bounds->n;
    for (size_t i = 0; i < n; i++) {
        if (row_at(bounds, at[i]) == NULL) {
            hubs[hubs_n++] = at[i]; /* perhaps twice, which does no harm */
        }
    }
    if (hubs_n > 0) {
        int32_t *to_s = arena_array(bounds->arena, hubs_n * width, sizeof *to_s);
        int32_t *from_s = arena_array(bounds->arena, hubs_n * width, sizeof *from_s);
        enum status status = travel_bounds(bounds->travel, hubs, hubs_n, bounds->points, width, to_s, from_s, err);
        if (status != STATUS_OK) {
            return status;
        }
        for (size_t i = 0; i < hubs_n; i++) {
            add_row(bounds, hubs[i], to_s + i * width, from_s + i * width);
        }
    }
    for (size_t i = 0; i < n; i++) {
        rows[i] = row_at(bounds, at[i]);
    }
    return STATUS_OK;
}
