/* What turning costs. Each pair of stretches that meet at a junction has its angle and so its cost (profile_turn_s); the
 * network has no costs of pairs, but of stretches, so each end of a stretch is charged its share: the shares whose sums of
 * two come nearest to the pairs' costs (least squares, none below nothing). Where three stretches meet the sums are exact
 * as a rule: who stays on the through road pays nothing, who turns off or joins pays the turn. */
#include "geo/roads/osm_impl.h"

#include <math.h>
#include <string.h>

enum { ENDS_MAX = 12 }; /* at one junction; of more, the first */

struct corner_end {
    uint32_t edge;
    uint8_t side; /* 0: the edge's beginning */
    bool in, out; /* can be driven to, from the junction */
    double bearing, traffic;
};

static const double look_m = 10; /* so far along the stretch its direction is taken */

/* Most who pass a junction go straight on, so a pair that does counts for so many that turn, and one that costs this much
 * for a third of that; and most are on the greater roads. Fitted to published answers for two extracts, a county and a
 * city alike, and looked at on four others (docs/roads.md). */
static const double straight_weight = 60, straight_s = 0.5;

/* Six times as many on each greater class of road. */
static double traffic(uint8_t class_)
{
    return class_ <= ROADS_PRIMARY_LINK     ? 216
           : class_ <= ROADS_SECONDARY_LINK ? 36
           : class_ <= ROADS_TERTIARY_LINK  ? 6
           : class_ <= ROADS_RESIDENTIAL    ? 1
                                            : 0.17;
}

/* The I-th of the edge's points, counted from SIDE. */
static void get_point(const struct raw_roads *roads, const struct raw_edge *edge, int side, uint32_t i, int32_t at[2])
{
    if (i == 0 || i == edge->shape_n + 1) {
        const struct raw_junction *end = &roads->junctions[edge->junction[(i == 0) == (side == 0) ? 0 : 1]];
        at[0] = end->lat_e7;
        at[1] = end->lon_e7;
        return;
    }
    memcpy(at, roads->shape[edge->shape_first + (side == 0 ? i - 1 : edge->shape_n - i)], 2 * sizeof at[0]);
}

/* From the junction towards the point that lies look_m along the edge, in radians. */
static double bearing_of(const struct raw_roads *roads, const struct raw_edge *edge, int side)
{
    int32_t at[2], next[2];
    get_point(roads, edge, side, 0, at);
    double cosine = cos(at[0] * (3.14159265358979323846 / 180e7)), x = 0, y = 0, gone_m = 0;
    for (uint32_t i = 1; i <= edge->shape_n + 1 && gone_m < look_m; i++) {
        get_point(roads, edge, side, i, next);
        double length_m = osm_length_m(at, next);
        double part = gone_m + length_m > look_m ? (look_m - gone_m) / length_m : 1;
        y += part * ((double)next[0] - at[0]);
        x += part * ((double)next[1] - at[1]) * cosine;
        gone_m += length_m;
        memcpy(at, next, sizeof at);
    }
    return atan2(x, y);
}

/* 0 for straight on, 180 for back. */
static double angle_deg(const struct corner_end *a, const struct corner_end *b)
{
    double between = fabs(a->bearing - b->bearing) * (180 / 3.14159265358979323846);
    return fabs(180 - fmin(between, 360 - between));
}

/* Gauss and Seidel's way, held at 0 from below. */
static void share(const struct profile *profile, const struct corner_end *ends, unsigned n, double share_s[ENDS_MAX])
{
    double cost_s[ENDS_MAX][ENDS_MAX], weight[ENDS_MAX][ENDS_MAX];
    for (unsigned i = 0; i < n; i++) {
        share_s[i] = 0;
        for (unsigned j = 0; j < n; j++) {
            bool drivable = i != j && ((ends[i].in && ends[j].out) || (ends[j].in && ends[i].out));
            cost_s[i][j] = drivable ? profile_turn_s(profile, angle_deg(&ends[i], &ends[j])) : 0;
            weight[i][j] =
                drivable ? ends[i].traffic * ends[j].traffic * (1 + straight_weight * exp(-cost_s[i][j] / straight_s))
                         : 0;
        }
    }
    for (int round = 0; round < 60; round++) {
        for (unsigned i = 0; i < n; i++) {
            double sum = 0, weights = 0;
            for (unsigned j = 0; j < n; j++) {
                sum += weight[i][j] * (cost_s[i][j] - share_s[j]);
                weights += weight[i][j];
            }
            share_s[i] = weights > 0 ? fmax(sum / weights, 0) : 0;
        }
    }
}

static void charge(const struct profile *profile, struct raw_roads *roads, const struct corner_end *ends, unsigned n)
{
    double share_s[ENDS_MAX];
    share(profile, ends, n, share_s);
    for (unsigned i = 0; i < n; i++) {
        struct raw_edge *edge = &roads->edges[ends[i].edge];
        for (int dir = 0; dir < 2; dir++) {
            if (edge->ms[dir] != ROADS_NO_WAY) {
                edge->ms[dir] += (uint32_t)floor(share_s[i] * 1000 + 0.5);
            }
        }
    }
}

static void charge_junction(const struct profile *profile, struct raw_roads *roads, const uint32_t *list, uint32_t n)
{
    struct corner_end ends[ENDS_MAX] = {0};
    n = n < ENDS_MAX ? n : ENDS_MAX;
    for (uint32_t i = 0; i < n; i++) {
        const struct raw_edge *edge = &roads->edges[list[i] / 2];
        int side = (int)(list[i] & 1);
        ends[i] = (struct corner_end){.edge = list[i] / 2,
                                      .side = (uint8_t)side,
                                      .in = edge->ms[1 - side] != ROADS_NO_WAY,
                                      .out = edge->ms[side] != ROADS_NO_WAY,
                                      .bearing = bearing_of(roads, edge, side),
                                      .traffic = traffic(edge->class_)};
    }
    charge(profile, roads, ends, n);
}

void osm_corners(const struct profile *profile, struct raw_roads *roads)
{
    uint32_t *first = mem_alloc_array((size_t)roads->junctions_n + 2, sizeof *first);
    uint32_t *list = mem_alloc_array((size_t)roads->edges_n * 2 + 1, sizeof *list);
    for (uint32_t i = 0; i < roads->edges_n * 2; i++) {
        first[roads->edges[i / 2].junction[i & 1] + 2]++;
    }
    for (uint32_t i = 2; i < roads->junctions_n + 2; i++) {
        first[i] += first[i - 1];
    }
    for (uint32_t i = 0; i < roads->edges_n * 2; i++) {
        list[first[roads->edges[i / 2].junction[i & 1] + 1]++] = i;
    }
    for (uint32_t i = 0; i < roads->junctions_n; i++) {
        if (first[i + 1] - first[i] > 2) {
            charge_junction(profile, roads, list + first[i], first[i + 1] - first[i]);
        }
    }
    mem_free(list);
    mem_free(first);
}
