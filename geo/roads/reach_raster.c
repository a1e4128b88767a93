#include "geo/roads/reach_impl.h"

#include <math.h>

void raster_begin(struct raster *raster, const struct extent *extent, double seam_m)
{
    double cell_m = REACH_CELL_M, margin, width, height;
    for (;; cell_m *= 2) {
        margin = fmax(REACH_WIDTH_M / cell_m, 1.5) + 3;
        width = (extent->east_m - extent->west_m) / cell_m + 2 * margin + 2;
        height = (extent->north_m - extent->south_m) / cell_m + 2 * margin + 1;
        if (width * height <= (cell_m < REACH_COARSE_M ? REACH_FEW : REACH_CORNERS)) {
            break;
        }
    }
    double inside = fmax(REACH_WIDTH_M / cell_m, 1.5);
    *raster = (struct raster){.cell_m = cell_m,
                              .columns = (uint32_t)width,
                              .rows = (uint32_t)height,
                              .inside = (uint16_t)(inside * REACH_UNIT),
                              .far = (uint16_t)((inside + 1) * REACH_UNIT)};
    raster->west_m = seam_m + (floor((extent->west_m - seam_m) / cell_m) - floor(margin)) * cell_m;
    raster->south_m = extent->south_m - margin * cell_m;
    size_t corners = (size_t)raster->columns * raster->rows;
    raster->away = mem_alloc_array(corners, sizeof *raster->away);
    for (size_t i = 0; i < corners; i++) {
        raster->away[i] = raster->far;
    }
}

void raster_end(struct raster *raster)
{
    mem_free(raster->away);
}

static double between(double low, double value, double high)
{
    return value < low ? low : value > high ? high : value;
}

struct stroke {
    double ax, ay, dx, dy, length2; /* in cells */
    double reach;
};

/* Corners FIRST .. LAST of row Y. */
static void draw_row(struct raster *raster, const struct stroke *stroke, uint32_t y, uint32_t first, uint32_t last)
{
    uint16_t *away = raster->away + (size_t)y * raster->columns;
    for (uint32_t x = first; x <= last; x++) {
        double px = x - stroke->ax, py = y - stroke->ay;
        double part = stroke->length2 > 0 ? (px * stroke->dx + py * stroke->dy) / stroke->length2 : 0;
        part = between(0, part, 1);
        px -= part * stroke->dx;
        py -= part * stroke->dy;
        double square = px * px + py * py;
        if (square < stroke->reach * stroke->reach) {
            uint16_t value = (uint16_t)(sqrt(square) * REACH_UNIT);
            away[x] = value < away[x] ? value : away[x];
        }
    }
}

void raster_draw(struct raster *raster, double ax_m, double ay_m, double bx_m, double by_m)
{
    struct stroke stroke = {.ax = (ax_m - raster->west_m) / raster->cell_m,
                            .ay = (ay_m - raster->south_m) / raster->cell_m,
                            .dx = (bx_m - ax_m) / raster->cell_m,
                            .dy = (by_m - ay_m) / raster->cell_m,
                            .reach = (double)raster->far / REACH_UNIT};
    stroke.length2 = stroke.dx * stroke.dx + stroke.dy * stroke.dy;
    double last_column = raster->columns - 1.0, last_row = raster->rows - 1.0;
    double south = between(0, ceil(fmin(stroke.ay, stroke.ay + stroke.dy) - stroke.reach), last_row);
    double north = between(0, floor(fmax(stroke.ay, stroke.ay + stroke.dy) + stroke.reach), last_row);
    for (double y = south; y <= north; y++) {
        /* The part of the stroke that is near this row, and what is near that part. */
        double begin = 0, end = 1;
        if (fabs(stroke.dy) > 1e-9) {
            begin = between(0, (y - stroke.reach - stroke.ay) / stroke.dy, 1);
            end = between(0, (y + stroke.reach - stroke.ay) / stroke.dy, 1);
        }
        double a = stroke.ax + begin * stroke.dx, b = stroke.ax + end * stroke.dx;
        double west = between(0, ceil(fmin(a, b) - stroke.reach), last_column);
        double east = between(0, floor(fmax(a, b) + stroke.reach), last_column);
        draw_row(raster, &stroke, (uint32_t)y, (uint32_t)west, (uint32_t)east);
    }
}

/* ---- filling holes */

struct filler {
    struct raster *raster;
    uint8_t *seen;
    uint32_t *corners; /* of the hole in hand */
    size_t n, most;
    bool large;
};

static void visit(struct filler *filler, uint32_t corner)
{
    if (filler->raster->away[corner] <= filler->raster->inside) {
        return;
    }
    if (filler->seen[corner] == 2 || filler->n == filler->most) {
        filler->large = true; /* what it belongs to was found large, or is */
    } else if (filler->seen[corner] == 0) {
        filler->seen[corner] = 1;
        filler->corners[filler->n++] = corner;
    }
}

/* The corners that hang together with CORNER and are not inside either: filled, if they are few and do not touch the
 * border. */
static void fill_from(struct filler *filler, uint32_t corner)
{
    uint32_t columns = filler->raster->columns, rows = filler->raster->rows;
    filler->n = 0;
    filler->large = false;
    visit(filler, corner);
    for (size_t i = 0; i < filler->n && !filler->large; i++) {
        uint32_t at = filler->corners[i], x = at % columns, y = at / columns;
        if (x == 0 || y == 0 || x + 1 == columns || y + 1 == rows) {
            filler->large = true;
            break;
        }
        visit(filler, at - 1);
        visit(filler, at + 1);
        visit(filler, at - columns);
        visit(filler, at + columns);
    }
    for (size_t i = 0; i < filler->n; i++) {
        filler->seen[filler->corners[i]] = 2;
        if (!filler->large) {
            filler->raster->away[filler->corners[i]] = filler->raster->inside;
        }
    }
}

/* The middle of a round hole is the farthest from its border, that of any other hole of its area is nearer. */
static size_t small_hole(const struct raster *raster)
{
    double border_m = raster->inside * raster->cell_m / REACH_UNIT + raster->cell_m;
    double radius = fmax(REACH_FAR_M - border_m, 0) / raster->cell_m;
    return (size_t)(M_PI * radius * radius);
}

void raster_fill(struct raster *raster)
{
    uint32_t corners = raster->columns * raster->rows;
    struct filler filler = {.raster = raster, .most = small_hole(raster)};
    filler.seen = mem_alloc(corners);
    filler.corners = mem_alloc_array(filler.most + 1, sizeof *filler.corners);
    for (uint32_t i = 0; i < corners; i++) {
        if (raster->away[i] > raster->inside && filler.seen[i] == 0) {
            fill_from(&filler, i);
        }
    }
    mem_free(filler.seen);
    mem_free(filler.corners);
}
