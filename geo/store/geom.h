/* geom: a point as SpatiaLite stores it (www.gaia-gis.it/gaia-sins/BLOB-Geometry.html), written and read here so that
 * reading needs no SpatiaLite and writing no SQL function. Pure. Internal to geo/store. */
#ifndef ROUNDS_GEO_STORE_GEOM_H
#define ROUNDS_GEO_STORE_GEOM_H

#include "geo/point.h"

#include <stdbool.h>
#include <stddef.h>

enum { GEOM_BYTES = 60 };

void geom_write(unsigned char out[GEOM_BYTES], struct point p); /* SRID 4326, little endian */

/* True when BYTES is a valid point in WGS 84: either byte order, and SpatiaLite's short "TinyPoint" too. */
bool geom_read(const void *bytes, size_t length, struct point *out);

#endif
