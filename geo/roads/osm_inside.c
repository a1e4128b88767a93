#include "geo/roads/osm_inside.h"

#include "geo/base/mem.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

enum { PARALLELS = 16 };

struct stretch {
    double lat_deg, middle_deg, width_deg;
};

/* Longitudes that do not jump at the 180th meridian: all within half a turn of the first. */
static double unrolled(double lon_deg, double first_deg)
{
    return lon_deg - 360 * floor((lon_deg - first_deg + 180) / 360);
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* The widest stretch inside along the parallel of LAT_DEG, if wider than BEST. */
static void try_parallel(const struct osm_edge *edges, size_t n, double lat_deg, double *crossings,
                         struct stretch *best)
{
    size_t count = 0;
    double first_deg = edges[0].from.lon_deg;
    for (size_t i = 0; i < n; i++) {
        struct point a = edges[i].from, b = edges[i].to;
        if ((a.lat_deg > lat_deg) == (b.lat_deg > lat_deg)) {
            continue;
        }
        double from_deg = unrolled(a.lon_deg, first_deg), to_deg = unrolled(b.lon_deg, first_deg);
        double share = (lat_deg - a.lat_deg) / (b.lat_deg - a.lat_deg);
        crossings[count++] = from_deg + share * (to_deg - from_deg);
    }
    if (count % 2 != 0) {
        return; /* not closed here */
    }
    qsort(crossings, count, sizeof *crossings, compare_doubles);
    for (size_t i = 0; i < count; i += 2) {
        double width = crossings[i + 1] - crossings[i];
        if (width > best->width_deg) {
            *best = (struct stretch){lat_deg, (crossings[i] + crossings[i + 1]) / 2, width};
        }
    }
}

bool osm_inside(const struct osm_edge *edges, size_t n, struct arena *arena, struct point *out)
{
    double south = 90, north = -90;
    struct stretch best = {0};
    if (n == 0) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        south = fmin(south, fmin(edges[i].from.lat_deg, edges[i].to.lat_deg));
        north = fmax(north, fmax(edges[i].from.lat_deg, edges[i].to.lat_deg));
    }
    double *crossings = arena_array(arena, n, sizeof *crossings);
    for (int i = 0; i < PARALLELS; i++) {
        try_parallel(edges, n, south + (north - south) * (i + 0.5) / PARALLELS, crossings, &best);
    }
    if (!(best.width_deg > 0)) {
        return false;
    }
    *out = (struct point){best.lat_deg, best.middle_deg - 360 * floor((best.middle_deg + 180) / 360)};
    return point_valid(*out);
}
