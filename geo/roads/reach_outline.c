/* Marching squares (Lorensen, Cline 1987, in two dimensions): the outline walks from one side of a cell to another, with
 * what is inside on its left hand, so that outer rings run anticlockwise and holes clockwise. */
#include "geo/roads/reach_impl.h"

#include <assert.h>
#include <stdlib.h>

enum side { SOUTH, EAST, NORTH, WEST };

struct crossing {
    uint32_t corner; /* the western one of two neighbours in a row, between which a ring passes */
    uint32_t ring;
};

struct tracer {
    const struct raster *raster;
    uint32_t first, last; /* columns */
    struct arena *arena;
    uint8_t *passed;            /* bits: rings were here, by the western corner */
    struct crossing *crossings; /* sorted by corner at the end */
    size_t crossings_n, crossings_room;
    double (*points)[2]; /* of the ring in hand */
    size_t points_n, points_room;
    struct outline out;
    uint32_t *leftmost; /* of each ring: the crossing that is farthest west */
    size_t rings_room, counts_room, owners_room, leftmost_room;
};

static uint16_t away_at(const struct tracer *tracer, uint32_t x, uint32_t y)
{
    return x < tracer->first || x > tracer->last ? tracer->raster->far
                                                 : tracer->raster->away[(size_t)y * tracer->raster->columns + x];
}

static bool inside(const struct tracer *tracer, uint32_t x, uint32_t y)
{
    return away_at(tracer, x, y) <= tracer->raster->inside;
}

/* Where the outline passes between two corners, one of which is inside; never at one. */
static void add_point(struct tracer *tracer, uint32_t x, uint32_t y, bool upwards)
{
    double a = away_at(tracer, x, y), b = upwards ? away_at(tracer, x, y + 1) : away_at(tracer, x + 1, y);
    double part = (tracer->raster->inside + 0.5 - a) / (b - a);
    if (tracer->points_n == tracer->points_room) {
        tracer->points_room = tracer->points_room * 2 + 256;
        tracer->points = mem_grow(tracer->points, tracer->points_room, sizeof *tracer->points);
    }
    double *point = tracer->points[tracer->points_n++];
    point[0] = tracer->raster->west_m + (x + (upwards ? 0 : part)) * tracer->raster->cell_m;
    point[1] = tracer->raster->south_m + (y + (upwards ? part : 0)) * tracer->raster->cell_m;
}

/* Where a walk that enters the cell by FROM leaves it. Of the four corners, the two beside FROM differ. Where the others
 * are as if crossed, the middle decides. */
static enum side way_out(const struct tracer *tracer, uint32_t x, uint32_t y, enum side from)
{
    unsigned corners = (unsigned)inside(tracer, x, y) | (unsigned)inside(tracer, x + 1, y) << 1 |
                       (unsigned)inside(tracer, x + 1, y + 1) << 2 | (unsigned)inside(tracer, x, y + 1) << 3;
    static const uint8_t outs[16] = {[1] = WEST,  [2] = SOUTH, [3] = WEST,   [4] = EAST,  [6] = SOUTH, [7] = WEST,
                                     [8] = NORTH, [9] = NORTH, [11] = NORTH, [12] = EAST, [13] = EAST, [14] = SOUTH};
    if (corners != 5 && corners != 10) {
        return (enum side)outs[corners];
    }
    unsigned middle = (unsigned)away_at(tracer, x, y) + away_at(tracer, x + 1, y) + away_at(tracer, x + 1, y + 1) +
                      away_at(tracer, x, y + 1);
    bool joined = middle <= 4U * tracer->raster->inside;
    if (corners == 5) { /* south-west and north-east are inside; a walk comes from the south or the north */
        return (from == SOUTH) == joined ? EAST : WEST;
    }
    return (from == WEST) == joined ? SOUTH : NORTH;
}

static bool pass(struct tracer *tracer, uint32_t x, uint32_t y)
{
    uint32_t corner = y * tracer->raster->columns + x;
    uint8_t bit = (uint8_t)(1U << (corner & 7));
    if (tracer->passed[corner >> 3] & bit) {
        return false;
    }
    tracer->passed[corner >> 3] |= bit;
    struct crossing *crossing =
        arena_push(tracer->arena, &tracer->crossings, &tracer->crossings_n, &tracer->crossings_room, sizeof *crossing);
    *crossing = (struct crossing){corner, tracer->out.count};
    return true;
}

/* From the crossing east of corner X, Y round and back to it. Returns the corner of the westernmost crossing. */
static uint32_t walk(struct tracer *tracer, uint32_t x, uint32_t y)
{
    uint32_t columns = tracer->raster->columns, west_x = x, west_y = y;
    tracer->points_n = 0;
    (void)pass(tracer, x, y);
    add_point(tracer, x, y, false);
    bool north = inside(tracer, x, y);
    enum side from = north ? SOUTH : NORTH;
    y -= !north; /* x, y: the cell that is entered */
    for (;;) {
        switch (way_out(tracer, x, y, from)) {
        case SOUTH:
            from = NORTH;
            break;
        case NORTH:
            y++;
            from = SOUTH;
            break;
        case WEST:
            add_point(tracer, x, y, true);
            x--;
            from = EAST;
            continue;
        case EAST:
            x++;
            add_point(tracer, x, y, true);
            from = WEST;
            continue;
        }
        /* Across the line between two corners of a row, at height y. */
        if (!pass(tracer, x, y)) {
            return west_y * columns + west_x;
        }
        if (x < west_x) {
            west_x = x;
            west_y = y;
        }
        add_point(tracer, x, y, false);
        y -= from == NORTH;
    }
}

static double twice_area(const struct tracer *tracer)
{
    double sum = 0;
    for (size_t i = 0; i < tracer->points_n; i++) {
        const double *a = tracer->points[i], *b = tracer->points[i + 1 < tracer->points_n ? i + 1 : 0];
        sum += a[0] * b[1] - a[1] * b[0];
    }
    return sum;
}

/* Copies the ring in hand, closed. Holes have no owner for the time being. */
static void keep_ring(struct tracer *tracer, uint32_t leftmost)
{
    size_t n = tracer->out.count;
    double(*ring)[2] = arena_array(tracer->arena, tracer->points_n + 1, sizeof *ring);
    for (size_t i = 0; i <= tracer->points_n; i++) {
        const double *point = tracer->points[i < tracer->points_n ? i : 0];
        ring[i][0] = point[0];
        ring[i][1] = point[1];
    }
    double(**slot)[2] = arena_push(tracer->arena, &tracer->out.rings, &n, &tracer->rings_room, sizeof *slot);
    *slot = ring;
    n = tracer->out.count;
    uint32_t *count = arena_push(tracer->arena, &tracer->out.rings_n, &n, &tracer->counts_room, sizeof *count);
    *count = (uint32_t)tracer->points_n + 1;
    n = tracer->out.count;
    uint32_t *owner = arena_push(tracer->arena, &tracer->out.owner, &n, &tracer->owners_room, sizeof *owner);
    *owner = twice_area(tracer) > 0 ? tracer->out.count : UINT32_MAX;
    n = tracer->out.count;
    uint32_t *left = arena_push(tracer->arena, &tracer->leftmost, &n, &tracer->leftmost_room, sizeof *left);
    *left = leftmost;
    tracer->out.count++;
}

static int by_corner(const void *a, const void *b)
{
    const struct crossing *x = a, *y = b;
    return (x->corner > y->corner) - (x->corner < y->corner);
}

/* West of a hole lies what surrounds it; where that ends, in the same row, its outer ring passes, or another of its
 * holes, one that reaches farther west: so the search comes to an end. */
static uint32_t owner_of(const struct tracer *tracer, uint32_t ring)
{
    while (tracer->out.owner[ring] == UINT32_MAX) {
        struct crossing wanted = {.corner = tracer->leftmost[ring]};
        const struct crossing *found =
            bsearch(&wanted, tracer->crossings, tracer->crossings_n, sizeof wanted, by_corner);
        assert(found != NULL && found > tracer->crossings);
        ring = found[-1].ring;
    }
    return tracer->out.owner[ring];
}

struct outline raster_outline(const struct raster *raster, uint32_t first, uint32_t last, struct arena *arena)
{
    struct tracer tracer = {.raster = raster, .first = first, .last = last, .arena = arena};
    tracer.passed = mem_alloc((size_t)raster->columns * raster->rows / 8 + 1);
    for (uint32_t y = 0; y < raster->rows; y++) {
        for (uint32_t x = 0; x + 1 < raster->columns; x++) {
            uint32_t corner = y * raster->columns + x;
            bool crossed = inside(&tracer, x, y) != inside(&tracer, x + 1, y);
            if (crossed && !(tracer.passed[corner >> 3] & 1U << (corner & 7))) {
                keep_ring(&tracer, walk(&tracer, x, y));
            }
        }
    }
    if (tracer.crossings_n > 0) {
        qsort(tracer.crossings, tracer.crossings_n, sizeof *tracer.crossings, by_corner);
    }
    for (uint32_t ring = 0; ring < tracer.out.count; ring++) {
        tracer.out.owner[ring] = owner_of(&tracer, ring);
    }
    mem_free(tracer.passed);
    mem_free(tracer.points);
    return tracer.out;
}
