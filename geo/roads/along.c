#include "geo/roads/along.h"

#include "geo/roads/shape.h"

#include <math.h>

#define EARTH_M      6371008.8
#define HALF_TURN_E7 1800000000.0
#define RAD_PER_E7   (M_PI / 180e7)

double along_turn_e7(double dlon_e7)
{
    if (dlon_e7 > HALF_TURN_E7) {
        return dlon_e7 - 2 * HALF_TURN_E7;
    }
    return dlon_e7 < -HALF_TURN_E7 ? dlon_e7 + 2 * HALF_TURN_E7 : dlon_e7;
}

double along_segment_m(const int32_t a[2], const int32_t b[2])
{
    double dlat = ((double)b[0] - a[0]) * RAD_PER_E7;
    double dlon = along_turn_e7((double)b[1] - a[1]) * RAD_PER_E7;
    double x = dlon * cos(((double)a[0] + b[0]) * (RAD_PER_E7 / 2));
    return EARTH_M * sqrt(dlat * dlat + x * x);
}

double along_edge_m(const struct roads *roads, uint32_t edge)
{
    struct shape_reader reader;
    int32_t last[2], at[2];
    double sum_m = 0;
    shape_begin(&reader, roads, edge);
    (void)shape_next(&reader, last);
    while (shape_next(&reader, at)) {
        sum_m += along_segment_m(last, at);
        last[0] = at[0];
        last[1] = at[1];
    }
    return sum_m;
}

uint32_t along_part(double part_m, double whole_m)
{
    double part = whole_m > 0 ? part_m / whole_m : 0;
    return part < 1 ? (uint32_t)(part * SNAP_ONE + 0.5) : SNAP_ONE;
}
