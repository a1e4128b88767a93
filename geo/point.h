/* point: places on the WGS 84 ellipsoid. Distances are PROJ's geodesics (Karney 2013). */
#ifndef ROUNDS_GEO_POINT_H
#define ROUNDS_GEO_POINT_H

#include "geo/base/status.h"

#include <stdbool.h>

struct point {
    double lat_deg; /* -90..90 */
    double lon_deg; /* -180..180 */
};

/* A box in degrees. When west > east it crosses the 180th meridian. */
struct box {
    double south_deg, west_deg, north_deg, east_deg;
};

bool point_valid(struct point p); /* finite and in range */

/* Metres between two valid points, the same in both directions. Exact to nanometres; 0 for equal points. 0.7 us. */
double point_distance_m(struct point a, struct point b);
/* Degrees clockwise from north, 0 <= degrees < 360, from A towards B; 0 for equal points. */
double point_bearing_deg(struct point a, struct point b);
/* A fast lower bound of point_distance_m: never above it, at most 0.3 % below it up to 1,000 km, 1 % anywhere. About
 * 60 ns. point.c has the proof. */
double point_distance_below_m(struct point a, struct point b);
const char *point_compass(double bearing_deg); /* "N", "NE", ... */

/* A box that holds every point within RADIUS_M (>= 0) of P, poles and the 180th meridian included. Up to 1,000 km it is
 * the smallest but for a hundredth of its width. */
struct box point_box(struct point p, double radius_m);
bool box_holds(struct box box, struct point p); /* edges belong to it; a pole has every longitude */

/* "52.67,-0.73", also with spaces at the comma and at the ends; hemispheres (52.67N 0.73W) not. */
MUST_CHECK enum status point_parse(const char *text, struct point *out, struct error *err);

#endif
