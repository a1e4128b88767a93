#include "geo/store/cell.h"

#include <stdlib.h>

static const double ALL = 8388608.0; /* 2^CELL_BITS */
static const uint32_t LAST = (UINT32_C(1) << CELL_BITS) - 1;

/* --- one cell -------------------------------------------------------------------------------------------------------- */

/* The bits of X at the even places. */
static uint64_t spread(uint32_t x)
{
    uint64_t bits = x;
    bits = (bits | bits << 16) & UINT64_C(0x0000FFFF0000FFFF);
    bits = (bits | bits << 8) & UINT64_C(0x00FF00FF00FF00FF);
    bits = (bits | bits << 4) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    bits = (bits | bits << 2) & UINT64_C(0x3333333333333333);
    return (bits | bits << 1) & UINT64_C(0x5555555555555555);
}

static uint32_t gather(uint64_t bits)
{
    bits &= UINT64_C(0x5555555555555555);
    bits = (bits | bits >> 1) & UINT64_C(0x3333333333333333);
    bits = (bits | bits >> 2) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    bits = (bits | bits >> 4) & UINT64_C(0x00FF00FF00FF00FF);
    bits = (bits | bits >> 8) & UINT64_C(0x0000FFFF0000FFFF);
    return (uint32_t)(bits | bits >> 16);
}

static int64_t join(uint32_t x, uint32_t y)
{
    return (int64_t)(spread(x) | spread(y) << 1);
}

/* The same operations in the same order as the SQL, so that they round alike. */
static uint32_t step_of(double from_start_deg, double all_deg)
{
    double step = from_start_deg * ALL / all_deg;
    return step < 0 ? 0 : step >= ALL ? LAST : (uint32_t)step;
}

void cell_of_point(struct point p, uint32_t *x, uint32_t *y)
{
    *x = step_of(p.lon_deg + 180.0, 360.0);
    *y = step_of(p.lat_deg + 90.0, 180.0);
}

int64_t cell_of(struct point p)
{
    uint32_t x, y;
    cell_of_point(p, &x, &y);
    return join(x, y);
}

struct point cell_middle(int64_t cell)
{
    double x = gather((uint64_t)cell) + 0.5, y = gather((uint64_t)cell >> 1) + 0.5;
    return (struct point){y * 180.0 / ALL - 90.0, x * 360.0 / ALL - 180.0};
}

/* --- boxes ----------------------------------------------------------------------------------------------------------- */

static int compare_ranges(const void *left, const void *right)
{
    int64_t a = ((const struct cell_range *)left)->first, b = ((const struct cell_range *)right)->first;
    return (a > b) - (a < b);
}

/* Squares of the smallest size of which few are enough. */
static size_t add_tiles(struct box box, struct cell_range *out)
{
    uint32_t west, east, south, north, size = 0;
    cell_of_point((struct point){box.south_deg, box.west_deg}, &west, &south);
    cell_of_point((struct point){box.north_deg, box.east_deg}, &east, &north);
    while (((east >> size) - (west >> size) + 1) * (uint64_t)((north >> size) - (south >> size) + 1) > CELL_TILES) {
        size++;
    }
    size_t n = 0;
    for (uint32_t y = south >> size; y <= north >> size; y++) {
        for (uint32_t x = west >> size; x <= east >> size; x++) {
            int64_t first = join(x << size, y << size);
            out[n++] = (struct cell_range){first, first + (INT64_C(1) << 2 * size) - 1};
        }
    }
    return n;
}

size_t cell_ranges(struct box box, struct cell_range out[CELL_RANGES])
{
    size_t n = 0, joined = 0;
    if (box.west_deg > box.east_deg) {
        n = add_tiles((struct box){box.south_deg, box.west_deg, box.north_deg, 180}, out);
        box.west_deg = -180;
    }
    n += add_tiles(box, out + n);
    qsort(out, n, sizeof *out, compare_ranges);
    for (size_t i = 1; i < n; i++) {
        if (out[i].first <= out[joined].last + 1) {
            out[joined].last = out[i].last > out[joined].last ? out[i].last : out[joined].last;
        } else {
            out[++joined] = out[i];
        }
    }
    return joined + 1;
}
