#include "cli/export/map.h"

#include <math.h>

#define M_PER_DEGREE 111195.0 /* of latitude, on a sphere */
#define SPAN_MIN_M   2000.0   /* one stop alone still shows where it is */
#define COSINE_MIN   0.02

enum { MARGIN = 260 };

/* Degrees east and north of a place, by the short way round. */
struct extent {
    struct point origin;
    double west, east, south, north;
};

static double turn(double degrees)
{
    return remainder(degrees, 360);
}

static void include(struct extent *extent, struct point place)
{
    double east = turn(place.lon_deg - extent->origin.lon_deg);
    extent->west = fmin(extent->west, east);
    extent->east = fmax(extent->east, east);
    extent->south = fmin(extent->south, place.lat_deg);
    extent->north = fmax(extent->north, place.lat_deg);
}

static struct extent extent_of(const struct map_input *input)
{
    struct point first = input->marks[0].place;
    struct extent extent = {first, 0, 0, first.lat_deg, first.lat_deg};
    for (size_t i = 0; i < input->marks_n; i++) {
        include(&extent, input->marks[i].place);
    }
    for (size_t i = 0; i < input->legs_n; i++) {
        for (size_t k = 0; k < input->legs[i].n; k++) {
            include(&extent, input->legs[i].points[k]);
        }
    }
    return extent;
}

struct map_frame map_frame_of(const struct map_input *input)
{
    struct extent extent = extent_of(input);
    struct point centre = {(extent.south + extent.north) / 2,
                           turn(extent.origin.lon_deg + (extent.west + extent.east) / 2)};
    double cosine = fmax(cos(centre.lat_deg * M_PI / 180), COSINE_MIN);
    double wide_m = fmax((extent.east - extent.west) * cosine * M_PER_DEGREE, SPAN_MIN_M);
    double high_m = fmax((extent.north - extent.south) * M_PER_DEGREE, SPAN_MIN_M);
    double unit_m = fmax(wide_m / (MAP_WIDTH - 2 * MARGIN), high_m / (MAP_HEIGHT_MAX - 2 * MARGIN - MAP_FOOT));
    double height = ceil(high_m / unit_m) + 2 * MARGIN + MAP_FOOT;
    return (struct map_frame){.centre = centre,
                              .per_lat = M_PER_DEGREE / unit_m,
                              .per_lon = M_PER_DEGREE * cosine / unit_m,
                              .unit_m = unit_m,
                              .width = MAP_WIDTH,
                              .height = (int32_t)fmin(fmax(height, MAP_HEIGHT_MIN), MAP_HEIGHT_MAX)};
}

void map_frame_place(const struct map_frame *frame, struct point place, int32_t at[2])
{
    double x = turn(place.lon_deg - frame->centre.lon_deg) * frame->per_lon;
    double y = (frame->centre.lat_deg - place.lat_deg) * frame->per_lat;
    const double far = 1e6; /* a road may lead out of the picture, but not out of the numbers */
    at[0] = (int32_t)lround(fmin(fmax(x, -far), far)) + frame->width / 2;
    at[1] = (int32_t)lround(fmin(fmax(y, -far), far)) + (frame->height - MAP_FOOT) / 2;
}
