/* calibrate: the crow-fly estimate fitted to a road network, and how far off it is.
 *
 * Places are drawn from the network's junctions by a generator of its own (the same network gives the same figures) and
 * compared with its table over all distances that a day has. The road factor is the median of road metres over crow-fly
 * metres; the speeds are fitted band by band to the medians, without falling. */
#ifndef ROUNDS_GEO_ROADS_CALIBRATE_H
#define ROUNDS_GEO_ROADS_CALIBRATE_H

#include "geo/roads/roads.h"
#include "geo/travel.h"

struct calibration {
    struct travel_estimate_settings settings; /* pass travel_estimate_check */
    double error_median, error_p90;           /* of |estimate / roads - 1|, over pairs that were not fitted to */
    uint32_t pairs;                           /* measured */
};

/* False when the network is too small to say (fewer than a few hundred pairs with a way); *OUT is untouched then. Under a
 * second for a county, about two for a country. */
bool calibrate(const struct roads *roads, struct calibration *out);

#endif
