#include "geo/roads/osm_impl.h"

#include "geo/point.h"

#include <math.h>
#include <stdlib.h>

/* On the tangent plane in the middle: the ellipsoid's radii of curvature there. Within a few kilometres, and not near a
 * pole, the error is below 1e-6. */
double osm_length_m(const int32_t a[2], const int32_t b[2])
{
    static const double radius_m = 6378137, flatness = 1 / 298.257223563, radians = 3.14159265358979323846 / 180e7;
    const double squared = flatness * (2 - flatness);
    int64_t north = (int64_t)b[0] - a[0], east = (int64_t)b[1] - a[1];
    int64_t middle = ((int64_t)a[0] + b[0]) / 2;
    if (llabs(north) > 1000000 || llabs(east) > 1000000 || llabs(middle) > 800000000) {
        return point_distance_m((struct point){a[0] / 1e7, a[1] / 1e7}, (struct point){b[0] / 1e7, b[1] / 1e7});
    }
    double cosine = cos((double)middle * radians);
    double bent = 1 - squared * (1 - cosine * cosine);
    double across_m = radius_m / sqrt(bent);
    double along_m = across_m * (1 - squared) / bent;
    double y = (double)north * radians * along_m, x = (double)east * radians * across_m * cosine;
    return sqrt(x * x + y * y);
}
