#include "planner/grid.h"

#include "geo/base/mem.h"
#include "geo/travel.h"

#include <assert.h>
#include <string.h>

void grid_init(struct grid *grid, struct arena *arena, struct travel *travel, size_t max)
{
    *grid = (struct grid){.arena = arena, .travel = travel};
    grid->points = arena_array(arena, max, sizeof *grid->points);
}

int32_t grid_s(const struct grid *grid, size_t from, size_t to)
{
    return grid->seconds[from * grid->stride + to];
}

static void make_room(struct grid *grid, size_t n)
{
    if (n <= grid->stride) {
        return;
    }
    size_t stride = grid->stride * 3 / 2 > n ? grid->stride * 3 / 2 : n;
    int32_t *seconds = arena_array(grid->arena, stride * stride, sizeof *seconds);
    for (size_t row = 0; row < grid->n; row++) {
        memcpy(&seconds[row * stride], &grid->seconds[row * grid->stride], grid->n * sizeof *seconds);
    }
    grid->seconds = seconds;
    grid->stride = stride;
}

/* Copy an N_FROM x N_TO block to row FROM, column TO. */
static void put_block(struct grid *grid, const int32_t *block, size_t from, size_t n_from, size_t to, size_t n_to)
{
    for (size_t row = 0; row < n_from; row++) {
        memcpy(&grid->seconds[(from + row) * grid->stride + to], &block[row * n_to], n_to * sizeof *block);
    }
}

enum status grid_add(struct grid *grid, const struct point *points, size_t n, struct error *err)
{
    assert(points != grid->points);
    size_t old = grid->n;
    int32_t *out = arena_array(grid->arena, n * (old + n), sizeof *out);
    int32_t *back = arena_array(grid->arena, old * n, sizeof *back);
    memcpy(&grid->points[old], points, n * sizeof *points);
    enum status status = travel_matrix(grid->travel, points, n, grid->points, old + n, out, NULL, err);
    if (status == STATUS_OK && old > 0) {
        status = travel_matrix(grid->travel, grid->points, old, points, n, back, NULL, err);
    }
    if (status != STATUS_OK) {
        return status;
    }
    make_room(grid, old + n);
    grid->n = old + n;
    put_block(grid, out, old, n, 0, old + n);
    put_block(grid, back, 0, old, old, n);
    return STATUS_OK;
}
