/* drop_point: where a parcel may be left: who offers parcel_drop, and who lets a courier collect. */
#ifndef ROUNDS_GEO_STORE_DROP_POINT_H
#define ROUNDS_GEO_STORE_DROP_POINT_H

#include "geo/base/status.h"
#include "geo/point.h"
#include "geo/store/site.h"

#include <stddef.h>

struct arena;
struct store;

struct drop_point {
    struct site site; /* id, uuid, name, street, town, postcode, at, placed_by, hours, service_s, tags, amenities,
                         is_customer, is_haven, haven_kind */
    struct collection *collections; /* by carrier, then cut-off */
    size_t collections_n;
};

/* Those inside BOX, by id. Not customers who are closed, on hold or want nobody to drop in, nor havens that have gone from
 * their list. A look at the index, and a few microseconds for each site in the box. */
MUST_CHECK enum status store_drop_points(struct store *store, struct box box, struct arena *arena,
                                         struct drop_point **out, size_t *n, struct error *err);

#endif
