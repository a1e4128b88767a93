/* nearest: which sites lie near a place, as the crow flies. */
#ifndef ROUNDS_GEO_STORE_NEAREST_H
#define ROUNDS_GEO_STORE_NEAREST_H

#include "geo/base/status.h"
#include "geo/point.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct store;

#define NEAREST_FARTHEST_M 20003932.0 /* no two places on Earth are farther apart */

/* Closed customers are never among them, nor havens that have gone from their list. */
struct nearest_filter {
    bool customers, havens; /* at least one; a site that is both is either */
    bool unasked_too;       /* also customers who want nobody to drop in */
    uint32_t need;          /* AMENITY_BIT mask: all of these */
};

struct nearest_site {
    int64_t id;
    struct point at;
    double crow_m;
    bool is_customer;
    const char *hours; /* "" when unknown */
};

/* Every site that passes within *RADIUS_M of FROM, by distance, then id: at least WANT of them, or all there are within
 * MOST_M. *RADIUS_M (0: as the store sees fit) is where the look begins; it grows until there are enough, and shrinks to
 * the last of them where WANT > 0. A quarter of a microsecond for each site that lies about there and offers the rarest of
 * what is asked for, and a few for each that is looked at. */
MUST_CHECK enum status store_nearest(struct store *store, struct point from, const struct nearest_filter *filter,
                                     size_t want, double most_m, double *radius_m, struct arena *arena,
                                     struct nearest_site **out, size_t *n, struct error *err);

#endif
