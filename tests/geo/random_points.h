/* random_points: places that are the same in every run. */
#ifndef ROUNDS_TESTS_GEO_RANDOM_POINTS_H
#define ROUNDS_TESTS_GEO_RANDOM_POINTS_H

#include "geo/point.h"

#include <math.h>
#include <stdint.h>

struct random_points {
    uint64_t state; /* not 0 */
};

/* 0 <= x < 1; Marsaglia's xorshift64. */
static inline double random_unit(struct random_points *random)
{
    random->state ^= random->state << 13;
    random->state ^= random->state >> 7;
    random->state ^= random->state << 17;
    return (double)(random->state >> 11) / 9007199254740992.0;
}

/* Anywhere, as likely on each square kilometre of a sphere. */
static inline struct point random_place(struct random_points *random)
{
    double lat_deg = asin(2 * random_unit(random) - 1) * (180 / M_PI);
    return (struct point){lat_deg, random_unit(random) * 360 - 180};
}

/* Within about SPREAD_DEG of CENTRE, kept on the globe. */
static inline struct point random_near(struct random_points *random, struct point centre, double spread_deg)
{
    double lat_deg = centre.lat_deg + (random_unit(random) * 2 - 1) * spread_deg;
    double lon_deg = centre.lon_deg + (random_unit(random) * 2 - 1) * spread_deg;
    return (struct point){fmin(fmax(lat_deg, -90), 90), remainder(lon_deg, 360)};
}

#endif
