/* The nearest stretch of road: branch and bound over the packed tree of boxes, the nearest box first (Roussopoulos,
 * Kelley, Vincent 1995, "Nearest neighbor queries").
 *
 * A search has a reach: all that is nearer is found, and what lies farther may be taken for farther still. Within it a
 * way never leaves the band of latitudes up to reach from the place, so that in metres it is at least hypot(M dlat, N
 * cos dlon) long, with the band's smallest radii of curvature M and N and its smallest cosine. That bounds boxes from
 * below, tightly where the reach is short: so it begins with half a kilometre and grows until something is found. */
#include "geo/roads/snap.h"

#include "geo/roads/along.h"
#include "geo/roads/shape.h"

#include <assert.h>
#include <math.h>

#define WGS84_A_M     6378137.0
#define WGS84_F       (1 / 298.257223563)
#define WGS84_E2      (WGS84_F * (2 - WGS84_F))
#define RAD_PER_E7    (M_PI / 180e7)
#define HALF_TURN_E7  1800000000.0
#define HALF_TURN_M   20003932.0
#define POLAR_E7      830000000.0 /* beyond it no plane is laid along the parallels */
#define FIRST_REACH_M 500.0
#define REACH_GROWS   8.0
#define LONG_M        1000.0
#define SLACK         (1 - 1e-7) /* of lower bounds, for rounding and for what the plane is off */

struct metric {
    struct point place;
    double lat_e7, lon_e7;
    double sin, cos;             /* of its latitude */
    double m_per_lat, lat_grows; /* metres of 1e-7 degree of latitude here, and by what part a radian changes them */
    double m_per_lon, lon_grows; /* of longitude, but for the cosine of the latitude */
    double below_lat, below_lon; /* at least so many metres anywhere within reach */
    bool polar;
};

struct radii {
    double meridian_m, normal_m;
};

static struct radii radii_at(double sine)
{
    double w2 = 1 - WGS84_E2 * sine * sine, w = sqrt(w2);
    return (struct radii){WGS84_A_M * (1 - WGS84_E2) / (w2 * w), WGS84_A_M / w};
}

static struct metric metric_at(struct point place)
{
    double lat = place.lat_deg * (M_PI / 180), sine = sin(lat), cosine = cos(lat);
    struct radii radii = radii_at(sine);
    double grows = WGS84_E2 * sine * cosine / (1 - WGS84_E2 * sine * sine);
    return (struct metric){.place = place,
                           .lat_e7 = place.lat_deg * 1e7,
                           .lon_e7 = place.lon_deg * 1e7,
                           .sin = sine,
                           .cos = cosine,
                           .m_per_lat = radii.meridian_m * RAD_PER_E7,
                           .lat_grows = 3 * grows,
                           .m_per_lon = radii.normal_m * RAD_PER_E7,
                           .lon_grows = grows};
}

static void set_reach(struct metric *metric, double reach_m)
{
    double lat = fabs(metric->lat_e7) * RAD_PER_E7, reach = reach_m / radii_at(0).meridian_m;
    struct radii least = radii_at(sin(fmax(lat - reach, 0)));
    double cosine = lat + reach < M_PI / 2 ? cos(lat + reach) : 0;
    metric->below_lat = least.meridian_m * RAD_PER_E7 * SLACK;
    metric->below_lon = least.normal_m * cosine * RAD_PER_E7 * SLACK;
    metric->polar = fabs(metric->lat_e7) > POLAR_E7;
}

/* Square metres to BOX, or less. */
static double box_below(const struct metric *metric, const struct roads_box *box)
{
    double dlat = fmax(fmax(box->south - metric->lat_e7, metric->lat_e7 - box->north), 0);
    double dlon = 0;
    if (metric->lon_e7 < box->west || metric->lon_e7 > box->east) {
        dlon = fmin(fabs(along_turn_e7(box->west - metric->lon_e7)), fabs(along_turn_e7(box->east - metric->lon_e7)));
    }
    double north_m = dlat * metric->below_lat, east_m = dlon * metric->below_lon;
    return north_m * north_m + east_m * east_m;
}

/* A place's difference from the one that is asked for, in 1e-7 degrees and in metres of the plane. */
struct spot {
    double lat_e7, lon_e7, x_m, y_m;
};

/* By the middle latitude: right to 1e-8 over some kilometres. */
static struct spot spot_at(const struct metric *metric, double dlat, double dlon)
{
    double half = dlat * (RAD_PER_E7 / 2);
    double cosine = metric->cos * (1 - half * half / 2) - metric->sin * half;
    return (struct spot){dlat, dlon, dlon * metric->m_per_lon * (1 + metric->lon_grows * half) * cosine,
                         dlat * metric->m_per_lat * (1 + metric->lat_grows * half)};
}

struct foot {
    double square_m;
    uint32_t edge, segment;
    double part; /* of the segment, 0 .. 1 */
};

static void keep_nearer(struct foot *best, double square_m, uint32_t edge, uint32_t segment, double part)
{
    if (square_m < best->square_m || (square_m <= best->square_m && edge < best->edge)) {
        *best = (struct foot){square_m, edge, segment, part};
    }
}

/* How far along from A to B the foot on the straight line between them lies. */
static double part_on_line(const struct spot *a, const struct spot *b)
{
    double dx = b->x_m - a->x_m, dy = b->y_m - a->y_m, length2 = dx * dx + dy * dy;
    double part = length2 > 0 ? -(a->x_m * dx + a->y_m * dy) / length2 : 0;
    return part > 0 ? part < 1 ? part : 1 : 0;
}

static struct spot spot_between(const struct metric *metric, const struct spot *a, const struct spot *b, double part)
{
    return spot_at(metric, a->lat_e7 + part * (b->lat_e7 - a->lat_e7), a->lon_e7 + part * (b->lon_e7 - a->lon_e7));
}

/* A long segment, straight in degrees, is bent on the plane: the foot is looked for again on ever shorter pieces of it. */
static double part_on_bow(const struct metric *metric, const struct spot *a, const struct spot *b, double part)
{
    for (double width = 1.0 / 16; width > 1e-5; width /= 16) {
        double low = fmax(part - width, 0), high = fmin(part + width, 1);
        struct spot begin = spot_between(metric, a, b, low), end = spot_between(metric, a, b, high);
        part = low + (high - low) * part_on_line(&begin, &end);
    }
    return part;
}

/* Where the foot is an end of the segment, it is just that, so that stretches that meet there are equally far. */
static void try_segment(const struct metric *metric, const struct spot *a, const struct spot *b, uint32_t edge,
                        uint32_t segment, struct foot *best)
{
    double part = part_on_line(a, b);
    if (fabs(b->x_m - a->x_m) + fabs(b->y_m - a->y_m) > LONG_M) {
        part = part_on_bow(metric, a, b, part);
    }
    struct spot foot = part <= 0 ? *a : part >= 1 ? *b : spot_between(metric, a, b, part);
    keep_nearer(best, foot.x_m * foot.x_m + foot.y_m * foot.y_m, edge, segment, part);
}

static double between(double a, double b, double part)
{
    return a + part * (b - a);
}

static struct point point_between(const double a[2], const double b[2], double part)
{
    double lon_e7 = part < 1 ? between(a[1], a[1] + along_turn_e7(b[1] - a[1]), part) : b[1];
    lon_e7 = lon_e7 > HALF_TURN_E7    ? lon_e7 - 2 * HALF_TURN_E7
             : lon_e7 < -HALF_TURN_E7 ? lon_e7 + 2 * HALF_TURN_E7
                                      : lon_e7;
    return (struct point){(part < 1 ? between(a[0], b[0], part) : b[0]) / 1e7, lon_e7 / 1e7};
}

/* Near a pole: by thirds, with true distances. Slow, and there are few roads. */
static void try_polar(const struct metric *metric, const int32_t from[2], const int32_t to[2], uint32_t edge,
                      uint32_t segment, struct foot *best)
{
    const double a[2] = {from[0], from[1]}, b[2] = {to[0], to[1]};
    double low = 0, high = 1;
    for (int i = 0; i < 60; i++) {
        double first = between(low, high, 1.0 / 3), second = between(low, high, 2.0 / 3);
        if (point_distance_m(metric->place, point_between(a, b, first)) <=
            point_distance_m(metric->place, point_between(a, b, second))) {
            high = second;
        } else {
            low = first;
        }
    }
    const double parts[] = {0, 1, (low + high) / 2};
    for (int i = 0; i < 3; i++) {
        double distance_m = point_distance_m(metric->place, point_between(a, b, parts[i]));
        keep_nearer(best, distance_m * distance_m, edge, segment, parts[i]);
    }
}

static void try_edge(const struct metric *metric, const struct roads *roads, uint32_t edge, struct foot *best)
{
    struct shape_reader reader;
    int32_t last[2], at[2];
    shape_begin(&reader, roads, edge);
    (void)shape_next(&reader, last);
    struct spot a = spot_at(metric, last[0] - metric->lat_e7, along_turn_e7(last[1] - metric->lon_e7));
    for (uint32_t segment = 0; shape_next(&reader, at); segment++) {
        struct spot b = spot_at(metric, at[0] - metric->lat_e7, along_turn_e7(at[1] - metric->lon_e7));
        if (metric->polar) {
            try_polar(metric, last, at, edge, segment, best);
        } else if (fabs(b.lon_e7 - a.lon_e7) <= HALF_TURN_E7) { /* else it crosses the meridian opposite the place */
            try_segment(metric, &a, &b, edge, segment, best);
        }
        a = b;
        last[0] = at[0];
        last[1] = at[1];
    }
}

/* A box that is still to be looked at. */
struct open_box {
    double below;
    uint32_t level, index;
};

static void open_level(const struct metric *metric, const struct roads *roads, const struct open_box *box,
                       struct open_box *stack, uint32_t *depth, double best)
{
    uint32_t level = box->level - 1, begin = roads->level_first[level];
    uint32_t first = box->index * ROADS_TREE_FANOUT, end = first + ROADS_TREE_FANOUT;
    uint32_t count = roads->level_first[level + 1] - begin, bottom = *depth;
    end = end < count ? end : count;
    for (uint32_t i = first; i < end; i++) {
        double below = box_below(metric, &roads->boxes[begin + i]);
        if (below > best) {
            continue;
        }
        uint32_t k = *depth;
        for (; k > bottom && stack[k - 1].below < below; k--) {
            stack[k] = stack[k - 1];
        }
        stack[k] = (struct open_box){below, level, i};
        (*depth)++;
    }
}

/* The edges of a leaf lie together; their junctions do not, and are fetched all at once. */
static void try_leaf(const struct metric *metric, const struct roads *roads, uint32_t leaf, struct foot *best)
{
    uint32_t first = leaf * ROADS_LEAF_EDGES, end = first + ROADS_LEAF_EDGES;
    end = end < roads->edges_n ? end : roads->edges_n;
    for (uint32_t edge = first; edge < end; edge++) {
        __builtin_prefetch(roads->at[roads->edges[edge].node[0]]);
        __builtin_prefetch(roads->at[roads->edges[edge].node[1]]);
    }
    for (uint32_t edge = first; edge < end; edge++) {
        try_edge(metric, roads, edge, best);
    }
}

static void search(const struct metric *metric, const struct roads *roads, struct foot *best)
{
    struct open_box stack[ROADS_TREE_LEVELS_MAX * ROADS_TREE_FANOUT + 1];
    uint32_t depth = 1;
    stack[0] = (struct open_box){0, roads->levels_n - 1, 0};
    while (depth > 0) {
        struct open_box box = stack[--depth];
        if (box.below > best->square_m) {
            continue;
        }
        if (box.level > 0) {
            open_level(metric, roads, &box, stack, &depth, best->square_m);
        } else {
            try_leaf(metric, roads, box.index, best);
        }
    }
}

/* Where the foot is on the globe and along its edge. */
static struct snap snap_of(const struct roads *roads, struct point place, const struct foot *foot)
{
    struct shape_reader reader;
    int32_t last[2], at[2];
    double before_m = 0;
    struct snap snap = {.edge = foot->edge};
    shape_begin(&reader, roads, foot->edge);
    (void)shape_next(&reader, last);
    for (uint32_t segment = 0; shape_next(&reader, at); segment++) {
        double length_m = along_segment_m(last, at);
        if (segment == foot->segment) {
            const double a[2] = {last[0], last[1]}, b[2] = {at[0], at[1]};
            snap.at = point_between(a, b, foot->part);
            before_m += length_m * foot->part;
            break;
        }
        before_m += length_m;
        last[0] = at[0];
        last[1] = at[1];
    }
    snap.along = along_part(before_m, along_edge_m(roads, foot->edge));
    snap.distance_m = point_distance_m(place, snap.at);
    return snap;
}

struct snap snap_nearest(const struct roads *roads, struct point place, double limit_m)
{
    assert(point_valid(place));
    struct metric metric = metric_at(place);
    double farthest_m = fmin(limit_m, HALF_TURN_M) * (1 + 1e-6) + 0.01;
    for (double reach_m = fmin(FIRST_REACH_M, farthest_m);; reach_m = fmin(reach_m * REACH_GROWS, farthest_m)) {
        struct foot best = {.square_m = reach_m * reach_m, .edge = ROADS_NO_WAY};
        set_reach(&metric, reach_m);
        search(&metric, roads, &best);
        if (best.edge != ROADS_NO_WAY) {
            struct snap snap = snap_of(roads, place, &best);
            return snap.distance_m <= limit_m ? snap : (struct snap){.edge = ROADS_NO_WAY};
        }
        if (reach_m >= farthest_m) {
            return (struct snap){.edge = ROADS_NO_WAY};
        }
    }
}

/* What driving the first ALONG of the edge in the order of its shape costs in direction DIR; the rest is the rest. */
static roads_cost first_part(const struct roads_edge *edge, int dir, uint32_t along)
{
    uint64_t ms = ((uint64_t)edge->ms[dir] * along + SNAP_ONE / 2) / SNAP_ONE;
    uint64_t dm = ((uint64_t)edge->dm * along + SNAP_ONE / 2) / SNAP_ONE;
    return roads_cost_of((uint32_t)ms, (uint32_t)dm);
}

static roads_cost part_of(const struct roads *roads, const struct snap *snap, int dir, bool first)
{
    const struct roads_edge *edge = &roads->edges[snap->edge];
    if (edge->ms[dir] == ROADS_NO_WAY) {
        return ROADS_NONE;
    }
    roads_cost part = first_part(edge, dir, snap->along);
    return first ? part : roads_cost_of(edge->ms[dir], edge->dm) - part;
}

roads_cost snap_leave(const struct roads *roads, const struct snap *snap, int dir)
{
    return part_of(roads, snap, dir, dir == 1);
}

roads_cost snap_arrive(const struct roads *roads, const struct snap *snap, int dir)
{
    return part_of(roads, snap, dir, dir == 0);
}
